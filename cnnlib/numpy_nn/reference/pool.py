"""Pooling as the formula says it: one window, one number at a time.

A window is cut off where the image ends, so padding never wins a maximum.
"""

import numpy as np
from jaxtyping import Float, Int

from cnnlib.checks import check_array, check_gradient
from cnnlib.shapes import IntOrPair, pair, pool_output_size

MaxPooled1d = (
    Float[np.ndarray, "n c l_out"] | tuple[Float[np.ndarray, "n c l_out"], Int[np.ndarray, "n c l_out"]]
)
MaxPooled2d = (
    Float[np.ndarray, "n c h_out w_out"]
    | tuple[Float[np.ndarray, "n c h_out w_out"], Int[np.ndarray, "n c h_out w_out"]]
)


def max_pool1d(
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> MaxPooled1d:
    """Take the largest number of each window; see ``max_pool2d``. A signal is an image of one column.

    >>> max_pool1d(np.array([[[0.0, 1.0, 3.0, 4.0]]]), 4)
    array([[[4.]]])
    """
    check_array("max_pool1d", "x", x, "N C L")
    steps = kernel_size if stride is None else stride
    y = max_pool2d(
        x[..., None], (kernel_size, 1), (steps, 1), (padding, 0), (dilation, 1), ceil_mode, return_indices
    )
    return (y[0][..., 0], y[1][..., 0]) if isinstance(y, tuple) else y[..., 0]


def max_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"],
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c l"]:
    """Give the gradient of each window to its first largest number.

    >>> max_pool1d_backward(np.array([[[5.0, 7.0]]]), np.array([[[1.0, 3.0, 3.0, 2.0]]]), 3, stride=1)
    array([[[ 0., 12.,  0.,  0.]]])
    """
    check_array("max_pool1d_backward", "x", x, "N C L")
    l_out = pool_output_size(x.shape[2], kernel_size, stride, padding, dilation, ceil_mode)
    check_gradient("max_pool1d_backward", dy, x, (*x.shape[:2], l_out))
    steps = kernel_size if stride is None else stride
    arguments = (kernel_size, 1), (steps, 1), (padding, 0), (dilation, 1), ceil_mode
    return max_pool2d_backward(dy[..., None], x[..., None], *arguments)[..., 0]


def max_pool2d(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> MaxPooled2d:
    """Take the largest number of each window; ``stride`` is ``kernel_size`` unless given.

    With ``return_indices`` also say where it was, as row * W + column; of equal numbers the first counts.
    Source: Scherer, Müller and Behnke (2010), Evaluation of pooling operations in convolutional architectures
    for object recognition, https://doi.org/10.1007/978-3-642-15825-4_10.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> y, indices = max_pool2d(x, 2, return_indices=True)
    >>> y.tolist(), indices.tolist()
    ([[[[6.0, 8.0], [3.0, 4.0]]]], [[[[5, 7], [8, 15]]]])
    """
    check_array("max_pool2d", "x", x, "N C H W")
    n, c, h, w = x.shape
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    (ph, pw), (dh, dw) = pair(padding), pair(dilation)
    h_out = pool_output_size(h, kh, sh, ph, dh, ceil_mode)
    w_out = pool_output_size(w, kw, sw, pw, dw, ceil_mode)
    y, indices = np.zeros((n, c, h_out, w_out), x.dtype), np.zeros((n, c, h_out, w_out), np.int64)
    for i in range(h_out):
        for j in range(w_out):
            rows, columns = window(i, kh, sh, ph, dh, h), window(j, kw, sw, pw, dw, w)
            candidates = x[:, :, rows, columns].reshape(n, c, -1) if n else x.reshape(0, c, 1)
            place = np.argmax(candidates, axis=2)  # (n, c), the first of equal numbers
            y[:, :, i, j] = np.max(candidates, axis=2)
            indices[:, :, i, j] = np.arange(h * w).reshape(h, w)[rows, columns].ravel()[place]
    return (y, indices) if return_indices else y


def max_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c h w"]:
    """Give the gradient of each window to its first largest number; where windows overlap, gradients add up.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> max_pool2d_backward(np.array([[[[10.0, 20.0], [30.0, 40.0]]]]), x, 2)
    array([[[[ 0.,  0.,  0.,  0.],
             [ 0., 10.,  0., 20.],
             [30.,  0.,  0.,  0.],
             [ 0.,  0.,  0., 40.]]]])
    """
    y, indices = max_pool2d(x, kernel_size, stride, padding, dilation, ceil_mode, return_indices=True)
    check_gradient("max_pool2d_backward", dy, x, y.shape)
    n, c, h, w = x.shape
    dx = np.zeros((n, c, h * w), x.dtype)
    for sample, channel, i, j in np.ndindex(dy.shape):
        dx[sample, channel, indices[sample, channel, i, j]] += dy[sample, channel, i, j]
    return dx.reshape(n, c, h, w)


def avg_pool1d(
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c l_out"]:
    """Take the mean of each window; see ``avg_pool2d``. A signal is an image of one column.

    >>> avg_pool1d(np.array([[[0.0, 1.0, 3.0, 4.0]]]), 4)
    array([[[2.]]])
    """
    check_array("avg_pool1d", "x", x, "N C L")
    steps = kernel_size if stride is None else stride
    arguments = (kernel_size, 1), (steps, 1), (padding, 0), ceil_mode, count_include_pad
    return avg_pool2d(x[..., None], *arguments)[..., 0]


def avg_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"],
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c l"]:
    """Spread the gradient of each window evenly over it.

    >>> avg_pool1d_backward(np.array([[[4.0, 8.0]]]), np.zeros((1, 1, 3)), 2, stride=1)
    array([[[2., 6., 4.]]])
    """
    check_array("avg_pool1d_backward", "x", x, "N C L")
    l_out = pool_output_size(x.shape[2], kernel_size, stride, padding, 1, ceil_mode)
    check_gradient("avg_pool1d_backward", dy, x, (*x.shape[:2], l_out))
    steps = kernel_size if stride is None else stride
    arguments = (kernel_size, 1), (steps, 1), (padding, 0), ceil_mode, count_include_pad
    return avg_pool2d_backward(dy[..., None], x[..., None], *arguments)[..., 0]


def avg_pool2d(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Take the mean of each window; ``stride`` is ``kernel_size`` unless given.

    Zeros of the padding count as numbers, unless ``count_include_pad`` is False; what hangs over the padding
    (``ceil_mode``) never counts.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> avg_pool2d(x, 2)
    array([[[[3.25, 5.25],
             [2.  , 2.  ]]]])
    """
    check_array("avg_pool2d", "x", x, "N C H W")
    n, c, h, w = x.shape
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    h_out, w_out = (
        pool_output_size(h, kh, sh, ph, 1, ceil_mode),
        pool_output_size(w, kw, sw, pw, 1, ceil_mode),
    )
    y = np.zeros((n, c, h_out, w_out), x.dtype)
    for i in range(h_out):
        for j in range(w_out):
            rows, columns = window(i, kh, sh, ph, 1, h), window(j, kw, sw, pw, 1, w)
            count = divisor(i, kh, sh, ph, h, count_include_pad) * divisor(
                j, kw, sw, pw, w, count_include_pad
            )
            y[:, :, i, j] = np.sum(x[:, :, rows, columns], axis=(2, 3)) / count
    return y


def avg_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c h w"]:
    """Spread the gradient of each window evenly over it; where windows overlap, gradients add up.

    >>> avg_pool2d_backward(np.array([[[[4.0]]]]), np.zeros((1, 1, 2, 2)), 2)
    array([[[[1., 1.],
             [1., 1.]]]])
    """
    check_array("avg_pool2d_backward", "x", x, "N C H W")
    n, c, h, w = x.shape
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    h_out, w_out = (
        pool_output_size(h, kh, sh, ph, 1, ceil_mode),
        pool_output_size(w, kw, sw, pw, 1, ceil_mode),
    )
    check_gradient("avg_pool2d_backward", dy, x, (n, c, h_out, w_out))
    dx = np.zeros(x.shape, x.dtype)
    for i in range(h_out):
        for j in range(w_out):
            rows, columns = window(i, kh, sh, ph, 1, h), window(j, kw, sw, pw, 1, w)
            count = divisor(i, kh, sh, ph, h, count_include_pad) * divisor(
                j, kw, sw, pw, w, count_include_pad
            )
            dx[:, :, rows, columns] += dy[:, :, i, j][:, :, None, None] / count
    return dx


def window(i: int, k: int, s: int, p: int, d: int, n: int) -> slice:
    """Say which of n samples window i reads: i s - p, i s - p + d, and so on, those that exist.

    >>> window(0, 3, 2, 1, 1, 6), window(2, 3, 2, 1, 1, 6), window(0, 3, 1, 1, 2, 6)
    (slice(0, 2, 1), slice(3, 6, 1), slice(1, 4, 2))
    """
    inside = [position for position in range(i * s - p, i * s - p + k * d, d) if 0 <= position < n]
    return slice(inside[0], inside[-1] + 1, d)


def divisor(i: int, k: int, s: int, p: int, n: int, count_include_pad: bool) -> int:
    """Count the samples of window i that enter its mean.

    >>> divisor(0, 3, 2, 1, 6, True), divisor(0, 3, 2, 1, 6, False)
    (3, 2)
    """
    first, last = (-p, n + p) if count_include_pad else (0, n)
    return sum(first <= position < last for position in range(i * s - p, i * s - p + k))
