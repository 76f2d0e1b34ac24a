"""Batch norm in training: 4 shapes, forward with backward."""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.conv import batch_last
from benchmarks.timing import Benchmark, Candidates
from cnnlib import numpy_nn

SHAPES = {
    "CIFAR 16": (32, 16, 32, 32),
    "CIFAR 64": (32, 64, 16, 16),
    "ResNet 64": (4, 64, 56, 56),
    "ResNet 512": (4, 512, 7, 7),
}


def candidates(*shape: int) -> Candidates:
    """Make the calls to be timed, in float32."""
    rng, c = np.random.default_rng(0), shape[1]
    x, dy = rng.standard_normal((2, *shape), dtype=np.float32)
    weight, bias = np.ones(c, np.float32), np.zeros(c, np.float32)
    layer = numpy_nn.BatchNorm2d(c)
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]
    statistics, dy_torch = (torch.zeros(c), torch.ones(c)), torch.tensor(dy)

    def ours(x: np.ndarray, dy: np.ndarray) -> None:
        layer(x)
        layer.backward(dy)

    def theirs() -> None:
        y = F.batch_norm(tensors[0], *statistics, tensors[1], tensors[2], training=True)
        torch.autograd.grad(y, tensors, dy_torch)

    x_last, dy_last = batch_last(x), batch_last(dy)
    return {"torch": theirs, "plain": lambda: ours(x, dy), "batch-last": lambda: ours(x_last, dy_last)}


BATCH_NORM = Benchmark(
    "batch norm, forward and backward",
    {"plain": ("plain", "torch"), "batch-last": ("batch-last", "torch")},
    {name: partial(candidates, *shape) for name, shape in SHAPES.items()},
    {"plain": (1.5, 1.5)},
)
