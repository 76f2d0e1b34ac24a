"""Adaptive pooling as the formula says it: one window at a time.

Source: Lin, Chen and Yan (2014), Network in network, section 3.2, https://arxiv.org/abs/1312.4400.
"""

import numpy as np
from jaxtyping import Float, Int

from cnnlib.checks import check_adaptive_pool, check_gradient
from cnnlib.shapes import IntOrPair, adaptive_windows, pair

AdaptiveMaxPooled2d = (
    Float[np.ndarray, "n c h_out w_out"]
    | tuple[Float[np.ndarray, "n c h_out w_out"], Int[np.ndarray, "n c h_out w_out"]]
)


def adaptive_avg_pool1d(x: Float[np.ndarray, "n c l"], output_size: int) -> Float[np.ndarray, "n c l_out"]:
    """Take the means of ``output_size`` windows: window i is from floor(i L / L_out) to ceil((i + 1) L / L_out).

    >>> adaptive_avg_pool1d(np.array([[[0.0, 1.0, 3.0, 4.0]]]), 2)
    array([[[0.5, 3.5]]])
    """
    check_adaptive_pool("adaptive_avg_pool1d", x, output_size)
    y = np.zeros((*x.shape[:2], output_size), x.dtype)
    for i, window in enumerate(adaptive_windows(x.shape[2], output_size)):
        y[:, :, i] = np.mean(x[:, :, window], axis=2)
    return y


def adaptive_avg_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"], x: Float[np.ndarray, "n c l"], output_size: int
) -> Float[np.ndarray, "n c l"]:
    """Spread the gradient of each window evenly over it; where windows overlap, gradients add up.

    >>> adaptive_avg_pool1d_backward(np.array([[[4.0, 8.0]]]), np.zeros((1, 1, 3)), 2)
    array([[[2., 6., 4.]]])
    """
    check_adaptive_pool("adaptive_avg_pool1d_backward", x, output_size)
    check_gradient("adaptive_avg_pool1d_backward", dy, x, (*x.shape[:2], output_size))
    dx = np.zeros(x.shape, x.dtype)
    for i, window in enumerate(adaptive_windows(x.shape[2], output_size)):
        dx[:, :, window] += dy[:, :, i][:, :, None] / (window.stop - window.start)
    return dx


def adaptive_avg_pool2d(
    x: Float[np.ndarray, "n c h w"], output_size: IntOrPair
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Take the means of ``output_size`` windows, an integer or (height, width); 1 is the mean of each channel.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> adaptive_avg_pool2d(x, 1), adaptive_avg_pool2d(x, (1, 2))
    (array([[[[3.125]]]]), array([[[[2.625, 3.625]]]]))
    """
    check_adaptive_pool("adaptive_avg_pool2d", x, output_size)
    n, c, h, w = x.shape
    h_out, w_out = pair(output_size)
    y = np.zeros((n, c, h_out, w_out), x.dtype)
    for i, rows in enumerate(adaptive_windows(h, h_out)):
        for j, columns in enumerate(adaptive_windows(w, w_out)):
            y[:, :, i, j] = np.mean(x[:, :, rows, columns], axis=(2, 3))
    return y


def adaptive_avg_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"], x: Float[np.ndarray, "n c h w"], output_size: IntOrPair
) -> Float[np.ndarray, "n c h w"]:
    """Spread the gradient of each window evenly over it; where windows overlap, gradients add up.

    >>> adaptive_avg_pool2d_backward(np.array([[[[8.0]]]]), np.zeros((1, 1, 2, 2)), 1)
    array([[[[2., 2.],
             [2., 2.]]]])
    """
    check_adaptive_pool("adaptive_avg_pool2d_backward", x, output_size)
    n, c, h, w = x.shape
    h_out, w_out = pair(output_size)
    check_gradient("adaptive_avg_pool2d_backward", dy, x, (n, c, h_out, w_out))
    dx = np.zeros(x.shape, x.dtype)
    for i, rows in enumerate(adaptive_windows(h, h_out)):
        for j, columns in enumerate(adaptive_windows(w, w_out)):
            count = (rows.stop - rows.start) * (columns.stop - columns.start)
            dx[:, :, rows, columns] += dy[:, :, i, j][:, :, None, None] / count
    return dx


def adaptive_max_pool2d(
    x: Float[np.ndarray, "n c h w"], output_size: IntOrPair, return_indices: bool = False
) -> AdaptiveMaxPooled2d:
    """Take the largest numbers of ``output_size`` windows, an integer or (height, width).

    With ``return_indices`` also say where each was, as row * W + column; of equal numbers the first counts.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> y, indices = adaptive_max_pool2d(x, (2, 1), return_indices=True)
    >>> y.tolist(), indices.tolist()
    ([[[[8.0], [4.0]]]], [[[[7], [15]]]])
    """
    check_adaptive_pool("adaptive_max_pool2d", x, output_size)
    n, c, h, w = x.shape
    h_out, w_out = pair(output_size)
    y, indices = np.zeros((n, c, h_out, w_out), x.dtype), np.zeros((n, c, h_out, w_out), np.int64)
    for i, rows in enumerate(adaptive_windows(h, h_out)):
        for j, columns in enumerate(adaptive_windows(w, w_out)):
            for sample, channel in np.ndindex(n, c):
                seen = x[sample, channel, rows, columns]
                row, column = np.unravel_index(np.argmax(seen), seen.shape)
                y[sample, channel, i, j] = seen[row, column]
                indices[sample, channel, i, j] = (rows.start + row) * w + columns.start + column
    return (y, indices) if return_indices else y


def adaptive_max_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"], x: Float[np.ndarray, "n c h w"], output_size: IntOrPair
) -> Float[np.ndarray, "n c h w"]:
    """Give the gradient of each window to its first largest number; where windows overlap, gradients add up.

    >>> adaptive_max_pool2d_backward(np.array([[[[8.0]]]]), np.array([[[[1.0, 3.0], [3.0, 2.0]]]]), 1)
    array([[[[0., 8.],
             [0., 0.]]]])
    """
    y, indices = adaptive_max_pool2d(x, output_size, return_indices=True)
    check_gradient("adaptive_max_pool2d_backward", dy, x, y.shape)
    dx = np.zeros(x.shape, x.dtype)
    for sample, channel, i, j in np.ndindex(dy.shape):
        row, column = divmod(int(indices[sample, channel, i, j]), x.shape[3])
        dx[sample, channel, row, column] += dy[sample, channel, i, j]
    return dx
