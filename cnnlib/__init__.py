"""Every layer and every model of the book twice: in NumPy, forward and backward, and in PyTorch.

``from cnnlib import numpy_nn`` never loads PyTorch; ``from cnnlib import torch_nn`` does.
"""

__version__ = "0.1.0"
