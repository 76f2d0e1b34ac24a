"""Slide a kernel over a plain vector or matrix: correlation, and convolution with its flip.

These are the formulas of chapter 3, one loop per index. Channels, batches, stride and padding come in
``conv.py``. Integers stay integers, in 64 bits, so that the sums of small types (uint8 pixels) do not wrap.
"""

import numpy as np
from jaxtyping import Shaped

from cnnlib.checks import check_axes
from cnnlib.shapes import conv_output_size


def correlate1d(x: Shaped[np.ndarray, "n"], w: Shaped[np.ndarray, "k"]) -> Shaped[np.ndarray, "n_out"]:
    """Correlate a vector with a kernel, where the kernel fits: y[i] = sum over a of w[a] x[i + a].

    The result has n - k + 1 elements. Raises ValueError if the kernel is longer than the vector.

    >>> f = np.array([10, 50, 60, 10, 20, 40, 30])
    >>> correlate1d(f, np.array([-1, 0, 1]))
    array([ 50, -40, -40,  30,  10])
    """
    check_axes("correlate1d", "x", x, "n")
    check_axes("correlate1d", "w", w, "k")
    x, w = wide(x), wide(w)
    (n,), (k,) = x.shape, w.shape
    y = np.zeros(conv_output_size(n, k), np.result_type(x, w))
    for i in range(len(y)):
        for a in range(k):
            y[i] += w[a] * x[i + a]
    return y


def convolve1d(x: Shaped[np.ndarray, "n"], w: Shaped[np.ndarray, "k"]) -> Shaped[np.ndarray, "n_out"]:
    """Convolve a vector with a kernel, where the kernel fits: y[i] = sum over a of w[a] x[i + k - 1 - a].

    The kernel runs backwards over x: convolution is correlation with the flipped kernel. Equal to
    ``np.convolve(x, w, mode="valid")`` for k <= n.

    >>> f = np.array([10, 50, 60, 10, 20, 40, 30])
    >>> convolve1d(f, np.array([-1, 0, 1]))
    array([-50,  40,  40, -30, -10])
    """
    check_axes("convolve1d", "x", x, "n")
    check_axes("convolve1d", "w", w, "k")
    return correlate1d(x, w[::-1])


def correlate2d(
    image: Shaped[np.ndarray, "h w"], kernel: Shaped[np.ndarray, "kh kw"]
) -> Shaped[np.ndarray, "h_out w_out"]:
    """Correlate a matrix with a kernel: y[i, j] = sum over a, b of kernel[a, b] image[i + a, j + b].

    The result has (h - kh + 1) rows and (w - kw + 1) columns. Raises ValueError if the kernel does not fit.

    >>> correlate2d(np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2))
    array([[19, 25],
           [37, 43]])
    """
    check_axes("correlate2d", "image", image, "h w")
    check_axes("correlate2d", "kernel", kernel, "kh kw")
    image, kernel = wide(image), wide(kernel)
    (h, w), (kh, kw) = image.shape, kernel.shape
    y = np.zeros((conv_output_size(h, kh), conv_output_size(w, kw)), np.result_type(image, kernel))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    y[i, j] += kernel[a, b] * image[i + a, j + b]
    return y


def convolve2d(
    image: Shaped[np.ndarray, "h w"], kernel: Shaped[np.ndarray, "kh kw"]
) -> Shaped[np.ndarray, "h_out w_out"]:
    """Convolve a matrix with a kernel: correlation with the kernel flipped along both axes.

    >>> convolve2d(np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2))
    array([[ 5, 11],
           [23, 29]])
    """
    check_axes("convolve2d", "image", image, "h w")
    check_axes("convolve2d", "kernel", kernel, "kh kw")
    return correlate2d(image, kernel[::-1, ::-1])


def wide(x: np.ndarray) -> np.ndarray:
    """Widen integers and booleans to 64 bits, in which the sums cannot wrap."""
    return x.astype(np.int64) if x.dtype.kind in "bui" else x
