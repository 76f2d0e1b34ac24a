"""How fast the NumPy layers are, as a ratio to PyTorch in the same process: `python -m benchmarks`."""
