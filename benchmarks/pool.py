"""Max pooling: 4 shapes, forward with backward, against PyTorch's plain memory format and its faster channels_last."""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.conv import batch_last
from benchmarks.timing import Benchmark, Candidates
from cnnlib import numpy_nn

# (n, channels, size, kernel, stride, padding)
SHAPES = {
    "LeNet 1": (64, 6, 28, 2, 2, 0),
    "LeNet 2": (64, 16, 10, 2, 2, 0),
    "CIFAR": (32, 64, 32, 2, 2, 0),
    "ResNet": (4, 64, 112, 3, 2, 1),
}


def candidates(n: int, c: int, size: int, kernel: int, stride: int, padding: int) -> Candidates:
    """Make the calls to be timed, in float32."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, c, size, size), dtype=np.float32)
    layer = numpy_nn.MaxPool2d(kernel, stride, padding)
    dy = rng.standard_normal(layer(x).shape, dtype=np.float32)

    def ours(x: np.ndarray, dy: np.ndarray) -> None:
        layer(x)
        layer.backward(dy)

    def theirs(x: torch.Tensor, dy: torch.Tensor) -> None:
        torch.autograd.grad(F.max_pool2d(x, kernel, stride, padding), x, dy)

    x_last, dy_last = batch_last(x), batch_last(dy)
    tensors = [torch.tensor(x, requires_grad=True), torch.tensor(dy)]
    last = [t.detach().to(memory_format=torch.channels_last) for t in tensors]
    last[0].requires_grad_()
    return {
        "torch": lambda: theirs(*tensors),
        "torch channels_last": lambda: theirs(*last),
        "plain": lambda: ours(x, dy),
        "batch-last": lambda: ours(x_last, dy_last),
    }


MAX_POOL = Benchmark(
    "max pool, forward and backward",
    {
        "plain": ("plain", "torch"),
        "batch-last": ("batch-last", "torch"),
        "plain, channels_last": ("plain", "torch channels_last"),
        "b.-last, channels_last": ("batch-last", "torch channels_last"),
    },
    {name: partial(candidates, *shape) for name, shape in SHAPES.items()},
    {"plain": (0.6, 0.6), "plain, channels_last": (2.0, 2.0)},
)
