"""Blur-pool as the formula says it: a convolution of each channel with one fixed kernel.

Source: Zhang (2019), Making convolutional networks shift-invariant again, section 3.2, https://arxiv.org/abs/1904.11486.
"""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_blur_pool, check_gradient
from cnnlib.numpy_nn.blur_pool import binomial
from cnnlib.numpy_nn.pad import pad2d, pad2d_backward
from cnnlib.numpy_nn.reference.conv import conv2d, conv2d_backward
from cnnlib.shapes import conv_output_size, same_padding


def blur_pool2d(
    x: Float[np.ndarray, "n c h w"], kernel_size: int = 3, stride: int = 2
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Filter each channel with a binomial kernel, then keep every ``stride``-th pixel.

    >>> blur_pool2d(np.array([[[[0.0, 8, 0, 8, 0]] * 3]])).tolist()  # stripes become gray
    [[[[4.0, 4.0, 4.0], [4.0, 4.0, 4.0]]]]
    """
    check_blur_pool("blur_pool2d", x, kernel_size, stride)
    sides = same_padding(kernel_size)
    padded = pad2d(x, (sides, sides), mode="reflect")
    return conv2d(padded, kernels(x, kernel_size), stride=stride, groups=x.shape[1])


def blur_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: int = 3,
    stride: int = 2,
) -> Float[np.ndarray, "n c h w"]:
    """Spread each gradient by the same kernel.

    >>> blur_pool2d_backward(np.array([[[[16.0]]]]), np.zeros((1, 1, 2, 2)))
    array([[[[4., 4.],
             [4., 4.]]]])
    """
    check_blur_pool("blur_pool2d_backward", x, kernel_size, stride)
    n, c, h, w = x.shape
    sides = same_padding(kernel_size)
    h_out, w_out = (conv_output_size(size, kernel_size, stride, sides) for size in (h, w))
    check_gradient("blur_pool2d_backward", dy, x, (n, c, h_out, w_out))
    padded = pad2d(x, (sides, sides), mode="reflect")
    dpadded, _, _ = conv2d_backward(dy, padded, kernels(x, kernel_size), stride=stride, groups=c)
    return pad2d_backward(dpadded, x, (sides, sides), mode="reflect")


def kernels(x: np.ndarray, kernel_size: int) -> np.ndarray:
    """Return the same binomial kernel for each channel: (c, 1, kernel_size, kernel_size)."""
    taps = np.array(binomial(kernel_size), x.dtype)
    return np.tile(np.outer(taps, taps), (x.shape[1], 1, 1, 1))
