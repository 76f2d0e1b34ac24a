"""Maximum and mean of windows, fast: functions with their backward passes, then the layers.

The work is done in ``taps.py``, which explains it: a few operations on whole arrays, one for each place in the window.
"""

import numpy as np
from jaxtyping import Float, Int

from cnnlib.checks import check_array, check_gradient
from cnnlib.grid import Grid, pool_grid
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.taps import maxima, maxima_and_winners, means, places, route, spread
from cnnlib.shapes import IntOrPair

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
    """Take the largest number of each window, fast; see ``max_pool2d``. A signal is an image of one row.

    >>> max_pool1d(np.array([[[0.0, 1.0, 3.0, 4.0]]]), 4)
    array([[[4.]]])
    """
    check_array("max_pool1d", "x", x, "N C L")
    grid = one_row(x.shape[2], kernel_size, stride, padding, dilation, ceil_mode)
    if not return_indices:
        return maxima(x[:, :, None], grid)[:, :, 0]
    y, winners = maxima_and_winners(x[:, :, None], grid)
    return y[:, :, 0], places(winners, (1, x.shape[2]), grid)[:, :, 0]


def max_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"],
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c l"]:
    """Give the gradient of each window to its first largest number, fast.

    >>> max_pool1d_backward(np.array([[[5.0, 7.0]]]), np.array([[[1.0, 3.0, 3.0, 2.0]]]), 3, stride=1)
    array([[[ 0., 12.,  0.,  0.]]])
    """
    check_array("max_pool1d_backward", "x", x, "N C L")
    grid = one_row(x.shape[2], kernel_size, stride, padding, dilation, ceil_mode)
    check_gradient("max_pool1d_backward", dy, x, (*x.shape[:2], grid.out[1]))
    _, winners = maxima_and_winners(x[:, :, None], grid)
    return route(dy[:, :, None], winners, (1, x.shape[2]), grid)[:, :, 0]


def max_pool2d(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> MaxPooled2d:
    """Take the largest number of each window, fast; ``stride`` is ``kernel_size`` unless given.

    With ``return_indices`` also say where it was, as row * W + column; of equal numbers the first counts. A
    window that holds a NaN gives NaN, as in PyTorch; its index is of some number in the window.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> y, indices = max_pool2d(x, 2, return_indices=True)
    >>> y.tolist(), indices.tolist()
    ([[[[6.0, 8.0], [3.0, 4.0]]]], [[[[5, 7], [8, 15]]]])
    """
    check_array("max_pool2d", "x", x, "N C H W")
    grid = pool_grid(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    if not return_indices:
        return maxima(x, grid)
    y, winners = maxima_and_winners(x, grid)
    return y, places(winners, x.shape[2:], grid)


def max_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c h w"]:
    """Give the gradient of each window to its first largest number, fast; where windows overlap, gradients add up.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> max_pool2d_backward(np.array([[[[10.0, 20.0], [30.0, 40.0]]]]), x, 2)
    array([[[[ 0.,  0.,  0.,  0.],
             [ 0., 10.,  0., 20.],
             [30.,  0.,  0.,  0.],
             [ 0.,  0.,  0., 40.]]]])
    """
    check_array("max_pool2d_backward", "x", x, "N C H W")
    grid = pool_grid(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    check_gradient("max_pool2d_backward", dy, x, (*x.shape[:2], *grid.out))
    _, winners = maxima_and_winners(x, grid)
    return route(dy, winners, x.shape[2:], grid)


def avg_pool1d(
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c l_out"]:
    """Take the mean of each window, fast; see ``avg_pool2d``. A signal is an image of one row.

    >>> avg_pool1d(np.array([[[0.0, 1.0, 3.0, 4.0]]]), 4)
    array([[[2.]]])
    """
    check_array("avg_pool1d", "x", x, "N C L")
    grid = one_row(x.shape[2], kernel_size, stride, padding, 1, ceil_mode)
    return means(x[:, :, None], grid, count_include_pad)[:, :, 0]


def avg_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"],
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c l"]:
    """Spread the gradient of each window evenly over it, fast.

    >>> avg_pool1d_backward(np.array([[[4.0, 8.0]]]), np.zeros((1, 1, 3)), 2, stride=1)
    array([[[2., 6., 4.]]])
    """
    check_array("avg_pool1d_backward", "x", x, "N C L")
    grid = one_row(x.shape[2], kernel_size, stride, padding, 1, ceil_mode)
    check_gradient("avg_pool1d_backward", dy, x, (*x.shape[:2], grid.out[1]))
    return spread(dy[:, :, None], x[:, :, None], grid, count_include_pad)[:, :, 0]


def avg_pool2d(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Take the mean of each window, fast; ``stride`` is ``kernel_size`` unless given.

    Zeros of the padding count as numbers, unless ``count_include_pad`` is False; what hangs over the padding
    (``ceil_mode``) never counts.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> avg_pool2d(x, 2)
    array([[[[3.25, 5.25],
             [2.  , 2.  ]]]])
    """
    check_array("avg_pool2d", "x", x, "N C H W")
    grid = pool_grid(x.shape[2:], kernel_size, stride, padding, 1, ceil_mode)
    return means(x, grid, count_include_pad)


def avg_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[np.ndarray, "n c h w"]:
    """Spread the gradient of each window evenly over it, fast; where windows overlap, gradients add up.

    >>> avg_pool2d_backward(np.array([[[[4.0]]]]), np.zeros((1, 1, 2, 2)), 2)
    array([[[[1., 1.],
             [1., 1.]]]])
    """
    check_array("avg_pool2d_backward", "x", x, "N C H W")
    grid = pool_grid(x.shape[2:], kernel_size, stride, padding, 1, ceil_mode)
    check_gradient("avg_pool2d_backward", dy, x, (*x.shape[:2], *grid.out))
    return spread(dy, x, grid, count_include_pad)


class MaxPool1d(Layer):
    """Largest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MaxPool1d(2)(np.ones((2, 3, 40))).shape
    (2, 3, 20)
    """

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: int = 0,
        dilation: int = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode
        self.return_indices = return_indices

    def forward(self, x: Float[np.ndarray, "n c l"]) -> MaxPooled1d:
        """(N, C, L) to (N, C, L_out), and the places of the maxima if asked for; keep the winners."""
        check_array("MaxPool1d", "x", x, "N C L")
        self.grid = one_row(x.shape[2], *self.arguments)
        y, self.winners = maxima_and_winners(x[:, :, None], self.grid)
        if not self.return_indices:
            return y[:, :, 0]
        return y[:, :, 0], places(self.winners, (1, x.shape[2]), self.grid)[:, :, 0]

    def backward(self, dy: Float[np.ndarray, "n c l_out"]) -> Float[np.ndarray, "n c l"]:
        """(N, C, L_out) to (N, C, L)."""
        (x,) = self.inputs
        check_gradient("MaxPool1d.backward", dy, x, (*x.shape[:2], self.grid.out[1]))
        return route(dy[:, :, None], self.winners, (1, x.shape[2]), self.grid)[:, :, 0]


class MaxPool2d(Layer):
    """Largest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MaxPool2d(2)(np.ones((2, 3, 32, 24))).shape
    (2, 3, 16, 12)
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode
        self.return_indices = return_indices

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> MaxPooled2d:
        """(N, C, H, W) to (N, C, H_out, W_out), and the places of the maxima if asked for; keep the winners."""
        check_array("MaxPool2d", "x", x, "N C H W")
        self.grid = pool_grid(x.shape[2:], *self.arguments)
        y, self.winners = maxima_and_winners(x, self.grid)
        return (y, places(self.winners, x.shape[2:], self.grid)) if self.return_indices else y

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W)."""
        (x,) = self.inputs
        check_gradient("MaxPool2d.backward", dy, x, (*x.shape[:2], *self.grid.out))
        return route(dy, self.winners, x.shape[2:], self.grid)


class AvgPool1d(Layer):
    """Mean of each window; ``stride`` is ``kernel_size`` unless given.

    >>> AvgPool1d(2)(np.ones((2, 3, 40))).shape
    (2, 3, 20)
    """

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: int = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, ceil_mode, count_include_pad

    def forward(self, x: Float[np.ndarray, "n c l"]) -> Float[np.ndarray, "n c l_out"]:
        """(N, C, L) to (N, C, L_out)."""
        return avg_pool1d(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c l_out"]) -> Float[np.ndarray, "n c l"]:
        """(N, C, L_out) to (N, C, L)."""
        (x,) = self.inputs
        return avg_pool1d_backward(dy, x, *self.arguments)


class AvgPool2d(Layer):
    """Mean of each window; ``stride`` is ``kernel_size`` unless given.

    >>> AvgPool2d(2)(np.ones((2, 3, 32, 24))).shape
    (2, 3, 16, 12)
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, ceil_mode, count_include_pad

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return avg_pool2d(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W)."""
        (x,) = self.inputs
        return avg_pool2d_backward(dy, x, *self.arguments)


def one_row(
    length: int, kernel_size: int, stride: int | None, padding: int, dilation: int, ceil_mode: bool
) -> Grid:
    """Lay windows on a signal as on an image of one row."""
    steps = kernel_size if stride is None else stride
    return pool_grid((1, length), (1, kernel_size), (1, steps), (0, padding), (1, dilation), ceil_mode)
