"""Blur-pool: smooth an image before taking every second pixel, so that nothing too fine for the new grid is left.

Subsampling alone makes fine stripes look coarse (aliasing), and a shift of the image by one pixel can change the result
entirely. A max pool of stride 2 is made stable as a max pool of stride 1 and a blur-pool.

How it works. The filter is a product of [1, 2, 1] / 4 down and across, or another row of Pascal's triangle, so the fast
version filters one axis after the other: as many shifted views, added up, as there are taps.

Source: Zhang (2019), Making convolutional networks shift-invariant again, section 3.2, https://arxiv.org/abs/1904.11486.
"""

from math import comb

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_blur_pool, check_gradient
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.pad import pad2d, pad2d_backward
from cnnlib.shapes import conv_output_size, same_padding


def blur_pool2d(
    x: Float[np.ndarray, "n c h w"], kernel_size: int = 3, stride: int = 2
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Filter each channel with a binomial kernel, then keep every ``stride``-th pixel, fast.

    The image is padded by reflection, so that H_out = ceil(H / stride); it needs more than ``kernel_size`` // 2 pixels
    a side. ``reference.blur_pool2d`` has the formula.

    >>> blur_pool2d(np.array([[[[0.0, 8, 0, 8, 0]] * 3]])).tolist()  # stripes become gray
    [[[[4.0, 4.0, 4.0], [4.0, 4.0, 4.0]]]]
    """
    check_blur_pool("blur_pool2d", x, kernel_size, stride)
    sides = same_padding(kernel_size)
    padded = pad2d(x, (sides, sides), mode="reflect")
    return blur(blur(padded, 3, kernel_size, stride), 2, kernel_size, stride)


def blur_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: int = 3,
    stride: int = 2,
) -> Float[np.ndarray, "n c h w"]:
    """Spread each gradient by the same kernel, fast.

    >>> blur_pool2d_backward(np.array([[[[16.0]]]]), np.zeros((1, 1, 2, 2)))  # the left column came twice
    array([[[[4., 4.],
             [4., 4.]]]])
    """
    check_blur_pool("blur_pool2d_backward", x, kernel_size, stride)
    n, c, h, w = x.shape
    sides = same_padding(kernel_size)
    h_out, w_out = (conv_output_size(size, kernel_size, stride, sides) for size in (h, w))
    check_gradient("blur_pool2d_backward", dy, x, (n, c, h_out, w_out))
    blurred = blur_backward(dy, 2, h + kernel_size - 1, kernel_size, stride)
    padded = blur_backward(blurred, 3, w + kernel_size - 1, kernel_size, stride)
    return pad2d_backward(padded, x, (sides, sides), mode="reflect")


class BlurPool2d(Layer):
    """Smooth each channel, then keep every ``stride``-th pixel.

    >>> from cnnlib.numpy_nn import MaxPool2d, Sequential
    >>> Sequential(MaxPool2d(2, stride=1), BlurPool2d())(np.ones((2, 3, 33, 25))).shape
    (2, 3, 16, 12)
    """

    def __init__(self, kernel_size: int = 3, stride: int = 2) -> None:
        super().__init__()
        self.kernel_size, self.stride = kernel_size, stride

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return blur_pool2d(x, self.kernel_size, self.stride)

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W)."""
        (x,) = self.inputs
        return blur_pool2d_backward(dy, x, self.kernel_size, self.stride)


def binomial(kernel_size: int) -> list[float]:
    """Return a row of Pascal's triangle, divided by its sum.

    >>> binomial(3), binomial(4)
    ([0.25, 0.5, 0.25], [0.125, 0.375, 0.375, 0.125])
    """
    return [comb(kernel_size - 1, a) / 2 ** (kernel_size - 1) for a in range(kernel_size)]


def blur(x: np.ndarray, axis: int, kernel_size: int, stride: int) -> np.ndarray:
    """Filter along one axis at every ``stride``-th position; the result lies in memory as ``x`` does."""
    out = conv_output_size(x.shape[axis], kernel_size, stride)
    y = np.zeros_like(x, shape=(*x.shape[:axis], out, *x.shape[axis + 1 :]))
    y_first, x_first = np.moveaxis(y, axis, 0), np.moveaxis(x, axis, 0)
    for a, weight in enumerate(binomial(kernel_size)):
        y_first += weight * x_first[a : a + (out - 1) * stride + 1 : stride]
    return y


def blur_backward(dy: np.ndarray, axis: int, n: int, kernel_size: int, stride: int) -> np.ndarray:
    """Send each gradient back through the taps, along one axis of n samples."""
    out = dy.shape[axis]
    dx = np.zeros_like(dy, shape=(*dy.shape[:axis], n, *dy.shape[axis + 1 :]))
    dx_first, dy_first = np.moveaxis(dx, axis, 0), np.moveaxis(dy, axis, 0)
    for a, weight in enumerate(binomial(kernel_size)):
        dx_first[a : a + (out - 1) * stride + 1 : stride] += weight * dy_first
    return dx
