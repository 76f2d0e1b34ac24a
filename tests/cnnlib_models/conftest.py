"""One thread, and a way to let the library's own checks meet wrong input."""

import torch

from tests.cnnlib.conftest import doors_only

__all__ = ["doors_only"]

torch.set_num_threads(1)
