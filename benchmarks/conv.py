"""Convolution: 12 shapes, forward, and forward with backward.

"plain" inputs are contiguous (N, C, H, W), as a caller has them; "batch-last" inputs lie as the layer before leaves
them. The products of matrices alone ("floor") are the part of the work that our code cannot make any faster.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.timing import Benchmark, Candidates
from cnnlib import numpy_nn
from cnnlib.numpy_nn.bands import BAND
from cnnlib.numpy_nn.matrices import staggered, times_transposed


class Shape(NamedTuple):
    """One convolution: what it stands for, and its sizes."""

    name: str
    n: int
    c_in: int
    c_out: int
    size: int
    kernel: int
    stride: int
    padding: int


SHAPES = [
    Shape("LeNet 1", 64, 1, 6, 28, 5, 1, 2),
    Shape("LeNet 2", 64, 6, 16, 14, 5, 1, 0),
    Shape("CIFAR stem", 32, 3, 64, 32, 3, 1, 1),
    Shape("CIFAR 16", 32, 16, 16, 32, 3, 1, 1),
    Shape("CIFAR 64", 32, 64, 64, 16, 3, 1, 1),
    Shape("CIFAR 128", 32, 128, 128, 8, 3, 1, 1),
    Shape("ResNet stem", 2, 3, 64, 224, 7, 2, 3),
    Shape("ResNet 64", 4, 64, 64, 56, 3, 1, 1),
    Shape("ResNet 128, stride 2", 4, 64, 128, 56, 3, 2, 1),
    Shape("ResNet 256", 4, 256, 256, 14, 3, 1, 1),
    Shape("ResNet 512", 4, 512, 512, 7, 3, 1, 1),
    Shape("1x1", 8, 256, 64, 28, 1, 1, 0),
]
TRANSPOSED = [
    Shape("U-Net, 2x2 stride 2", 4, 64, 32, 28, 2, 2, 0),
    Shape("generator, 4x4 stride 2", 16, 128, 64, 8, 4, 2, 1),
    Shape("autoencoder, 4x4 stride 2", 32, 16, 8, 14, 4, 2, 1),
    Shape("decoder, 3x3 stride 1", 8, 32, 32, 32, 3, 1, 1),
]


def candidates(shape: Shape, transposed: bool = False) -> Candidates:
    """Make the calls to be timed, in float32."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((shape.n, shape.c_in, shape.size, shape.size), dtype=np.float32)
    channels = (shape.c_in, shape.c_out) if transposed else (shape.c_out, shape.c_in)
    weight = rng.standard_normal((*channels, shape.kernel, shape.kernel), dtype=np.float32)
    bias, geometry = np.zeros(shape.c_out, np.float32), (shape.stride, shape.padding)
    name = "conv_transpose2d" if transposed else "conv2d"
    ours, ours_backward = getattr(numpy_nn, name), getattr(numpy_nn, f"{name}_backward")
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]

    def torch_forward() -> torch.Tensor:
        return getattr(F, name)(*tensors, *geometry)

    def torch_inference() -> None:
        with torch.no_grad():
            torch_forward()

    dy = rng.standard_normal(torch_forward().shape, dtype=np.float32)
    dy_torch = torch.from_numpy(dy)

    def both(x: np.ndarray, dy: np.ndarray) -> None:
        ours(x, weight, bias, *geometry)
        ours_backward(dy, x, weight, *geometry)

    x_last, dy_last = batch_last(x), batch_last(dy)
    made: Candidates = {
        "forward torch": torch_inference,
        "forward plain": lambda: ours(x, weight, bias, *geometry),
        "forward batch-last": lambda: ours(x_last, weight, bias, *geometry),
        "both torch": lambda: torch.autograd.grad(torch_forward(), tensors, dy_torch),
        "both plain": lambda: both(x, dy),
        "both batch-last": lambda: both(x_last, dy_last),
    }
    return made if transposed else made | products(weight, dy.size // shape.c_out)


def products(weight: np.ndarray, positions: int) -> Candidates:
    """Make the products of a convolution alone: matrices of bands at hand, nothing else to be done.

    Forward multiplies kernels by columns; backward multiplies twice more, for dweight and for the columns' gradient.
    """
    kernels = weight.reshape(len(weight), -1)
    c_out, size = kernels.shape
    count = -(-positions * size * weight.itemsize // max(BAND, min(weight.nbytes, 4 * BAND)))
    width = -(-positions // count)
    columns, y = staggered(size, width, weight.dtype), staggered(c_out, width, weight.dtype)
    columns[...], y[...] = 1, 1

    def forward() -> None:
        for _ in range(count):
            np.matmul(kernels, columns, out=y)

    def both() -> None:
        for _ in range(count):
            np.matmul(kernels, columns, out=y)
            times_transposed(y[None], columns[None])
            np.matmul(kernels.T, y, out=columns)

    return {"forward floor": forward, "both floor": both}


def batch_last(x: np.ndarray) -> np.ndarray:
    """Store the same array with the batch as the fastest axis."""
    return np.ascontiguousarray(x.transpose(1, 2, 3, 0)).transpose(3, 0, 1, 2)


COLUMNS = {
    name: (name, f"{name.split()[0]} torch")
    for name in ("forward plain", "forward batch-last", "both plain", "both batch-last")
}
CONV = Benchmark(
    "convolution",
    COLUMNS | {f"{what} floor": (f"{what} floor", f"{what} torch") for what in ("forward", "both")},
    {shape.name: partial(candidates, shape) for shape in SHAPES},
    {
        "forward plain": (1.5, 1.1),
        "forward batch-last": (1.4, 1.0),
        "both plain": (1.25, 0.95),
        "both batch-last": (1.15, 0.88),
    },
)
CONV_TRANSPOSE = Benchmark(
    "transposed convolution",
    COLUMNS,
    {shape.name: partial(candidates, shape, transposed=True) for shape in TRANSPOSED},
    {"forward plain": (1.5, 1.5), "both plain": (1.5, 1.5)},
)
