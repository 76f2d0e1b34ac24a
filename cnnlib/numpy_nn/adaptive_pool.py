"""Pooling into as many windows as asked for, whatever the size of the image; 1 is global pooling.

Global average pooling replaces the large fully connected layer at the end of a network: one number for each channel.

How it works. The mean over a rectangle is the mean, down the rows, of the means along each row. So the fast mean takes
one axis after the other. A maximum is one ``argmax`` for each window; there are few windows.

Source: Lin, Chen and Yan (2014), Network in network, section 3.2, https://arxiv.org/abs/1312.4400.
"""

from itertools import product

import numpy as np
from jaxtyping import Float, Int

from cnnlib.checks import check_adaptive_pool, check_gradient
from cnnlib.numpy_nn.layer import Layer
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
    return average(x, 2, output_size)


def adaptive_avg_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"], x: Float[np.ndarray, "n c l"], output_size: int
) -> Float[np.ndarray, "n c l"]:
    """Spread the gradient of each window evenly over it; where windows overlap, gradients add up.

    >>> adaptive_avg_pool1d_backward(np.array([[[4.0, 8.0]]]), np.zeros((1, 1, 3)), 2)
    array([[[2., 6., 4.]]])
    """
    check_adaptive_pool("adaptive_avg_pool1d_backward", x, output_size)
    check_gradient("adaptive_avg_pool1d_backward", dy, x, (*x.shape[:2], output_size))
    return average_backward(dy, 2, x.shape[2])


def adaptive_avg_pool2d(
    x: Float[np.ndarray, "n c h w"], output_size: IntOrPair
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Take the means of ``output_size`` windows, an integer or (height, width); 1 is the mean of each channel.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> adaptive_avg_pool2d(x, 1), adaptive_avg_pool2d(x, (1, 2))
    (array([[[[3.125]]]]), array([[[[2.625, 3.625]]]]))
    """
    check_adaptive_pool("adaptive_avg_pool2d", x, output_size)
    h_out, w_out = pair(output_size)
    return average(average(x, 3, w_out), 2, h_out)


def adaptive_avg_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"], x: Float[np.ndarray, "n c h w"], output_size: IntOrPair
) -> Float[np.ndarray, "n c h w"]:
    """Spread the gradient of each window evenly over it; where windows overlap, gradients add up.

    >>> adaptive_avg_pool2d_backward(np.array([[[[8.0]]]]), np.zeros((1, 1, 2, 2)), 1)
    array([[[[2., 2.],
             [2., 2.]]]])
    """
    check_adaptive_pool("adaptive_avg_pool2d_backward", x, output_size)
    check_gradient("adaptive_avg_pool2d_backward", dy, x, (*x.shape[:2], *pair(output_size)))
    return average_backward(average_backward(dy, 2, x.shape[2]), 3, x.shape[3])


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
    y, indices = np.empty((n, c, h_out, w_out), x.dtype), np.empty((n, c, h_out, w_out), np.int64)
    positions = np.arange(h * w).reshape(h, w)
    rows, columns = adaptive_windows(h, h_out), adaptive_windows(w, w_out)
    for i, j in product(range(h_out), range(w_out)):
        place = positions[rows[i], columns[j]].ravel()
        candidates = x[:, :, rows[i], columns[j]].reshape(n, c, len(place))
        first = np.argmax(candidates, axis=2)  # (n, c)
        y[:, :, i, j] = np.take_along_axis(candidates, first[:, :, None], axis=2)[:, :, 0]
        indices[:, :, i, j] = place[first]
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
    n, c, h, w = x.shape
    dx = np.zeros((n, c, h * w), x.dtype)
    samples, channels = np.arange(n)[:, None, None, None], np.arange(c)[:, None, None]
    np.add.at(dx, (samples, channels, indices), dy)
    return dx.reshape(n, c, h, w)


class AdaptiveAvgPool1d(Layer):
    """Means of ``output_size`` windows, whatever the length of the signal.

    >>> AdaptiveAvgPool1d(1)(np.ones((2, 3, 40))).shape
    (2, 3, 1)
    """

    def __init__(self, output_size: int) -> None:
        super().__init__()
        self.output_size = output_size

    def forward(self, x: Float[np.ndarray, "n c l"]) -> Float[np.ndarray, "n c l_out"]:
        """(N, C, L) to (N, C, output_size)."""
        return adaptive_avg_pool1d(x, self.output_size)

    def backward(self, dy: Float[np.ndarray, "n c l_out"]) -> Float[np.ndarray, "n c l"]:
        """(N, C, output_size) to (N, C, L)."""
        (x,) = self.inputs
        return adaptive_avg_pool1d_backward(dy, x, self.output_size)


class AdaptiveAvgPool2d(Layer):
    """Means of ``output_size`` windows, whatever the size of the image; 1 is global average pooling.

    >>> AdaptiveAvgPool2d(1)(np.ones((2, 3, 32, 24))).shape
    (2, 3, 1, 1)
    """

    def __init__(self, output_size: IntOrPair) -> None:
        super().__init__()
        self.output_size = output_size

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return adaptive_avg_pool2d(x, self.output_size)

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W)."""
        (x,) = self.inputs
        return adaptive_avg_pool2d_backward(dy, x, self.output_size)


class AdaptiveMaxPool2d(Layer):
    """Largest numbers of ``output_size`` windows, whatever the size of the image; 1 is global max pooling.

    >>> AdaptiveMaxPool2d((3, 2))(np.ones((2, 3, 32, 24))).shape
    (2, 3, 3, 2)
    """

    def __init__(self, output_size: IntOrPair, return_indices: bool = False) -> None:
        super().__init__()
        self.output_size, self.return_indices = output_size, return_indices

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> AdaptiveMaxPooled2d:
        """(N, C, H, W) to (N, C, H_out, W_out), and the places of the maxima if asked for."""
        return adaptive_max_pool2d(x, self.output_size, self.return_indices)

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W)."""
        (x,) = self.inputs
        return adaptive_max_pool2d_backward(dy, x, self.output_size)


def average(x: np.ndarray, axis: int, output_size: int) -> np.ndarray:
    """Take the means of the windows along one axis; the result lies in memory as ``x`` does."""
    y = np.empty_like(x, shape=(*x.shape[:axis], output_size, *x.shape[axis + 1 :]))
    y_first, x_first = np.moveaxis(y, axis, 0), np.moveaxis(x, axis, 0)
    for i, window in enumerate(adaptive_windows(x.shape[axis], output_size)):
        np.mean(x_first[window], axis=0, out=y_first[i])
    return y


def average_backward(dy: np.ndarray, axis: int, n: int) -> np.ndarray:
    """Give each sample of a window its share of the gradient, along one axis."""
    dx = np.zeros_like(dy, shape=(*dy.shape[:axis], n, *dy.shape[axis + 1 :]))
    dx_first, dy_first = np.moveaxis(dx, axis, 0), np.moveaxis(dy, axis, 0)
    for i, window in enumerate(adaptive_windows(n, dy.shape[axis])):
        dx_first[window] += dy_first[i] / (window.stop - window.start)
    return dx
