"""Batch norm in training, running statistics included: 8 shapes, forward, and forward with backward."""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.conv import COLUMNS, batch_last
from benchmarks.timing import Benchmark, Candidates
from cnnlib import numpy_nn

# (n, channels, size)
SHAPES = {
    "LeNet 1": (64, 6, 28),
    "CIFAR 16": (32, 16, 32),
    "CIFAR 64": (32, 64, 16),
    "CIFAR 128": (32, 128, 8),
    "ResNet stem": (4, 64, 112),
    "ResNet 64": (4, 64, 56),
    "ResNet 256": (4, 256, 14),
    "ResNet 512": (4, 512, 7),
}


def candidates(n: int, c: int, size: int) -> Candidates:
    """Make the calls to be timed, in float32."""
    rng = np.random.default_rng(0)
    x, dy = rng.standard_normal((2, n, c, size, size), dtype=np.float32)
    weight, bias, mean, var = rng.random((4, c), dtype=np.float32)
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]
    statistics, dy_torch = (torch.tensor(mean), torch.tensor(var)), torch.from_numpy(dy)

    def torch_forward() -> torch.Tensor:
        return F.batch_norm(tensors[0], *statistics, tensors[1], tensors[2], training=True)

    def torch_inference() -> None:
        with torch.no_grad():
            torch_forward()

    def ours(x: np.ndarray, dy: np.ndarray | None = None) -> None:
        numpy_nn.batch_norm(x, mean, var, weight, bias, training=True, return_statistics=True)
        if dy is not None:
            numpy_nn.batch_norm_backward(dy, x, mean, var, weight, training=True)

    x_last, dy_last = batch_last(x), batch_last(dy)
    return {
        "forward torch": torch_inference,
        "forward plain": lambda: ours(x),
        "forward batch-last": lambda: ours(x_last),
        "both torch": lambda: torch.autograd.grad(torch_forward(), tensors, dy_torch),
        "both plain": lambda: ours(x, dy),
        "both batch-last": lambda: ours(x_last, dy_last),
    }


BATCH_NORM = Benchmark(
    "batch norm",
    COLUMNS,
    {name: partial(candidates, *shape) for name, shape in SHAPES.items()},
    {"forward plain": (1.5, 1.5), "both plain": (1.5, 1.5)},
)
