"""Read the files that come with cnnlib."""

import gzip
from pathlib import Path

import numpy as np

from cnnlib.data.idx import parse_idx

FILES = Path(__file__).parent / "files"


def bundled(name: str) -> np.ndarray:
    """Return the array in ``cnnlib/data/files/NAME.gz``.

    >>> bundled("mnist/t10k-labels-idx1-ubyte").shape
    (2000,)
    """
    return parse_idx(gzip.decompress((FILES / f"{name}.gz").read_bytes()))
