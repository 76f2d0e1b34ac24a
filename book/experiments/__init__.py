"""Long runs behind the book: each script trains networks over several seeds and writes one small committed file.

``python -m book.experiments.mnist1d`` trains as chapter 14 says and writes cnnlib/data/results/mnist1d.json, which
a chapter reads with ``cnnlib.data.experiment("mnist1d")``. Nothing is typed in: who doubts a number runs its script
again. A result holds the checksum of the script that made it, and a test compares the two, so that no script changes
without its result. Every script takes ``--short``: seconds instead of minutes, the same code, nothing written.
"""
