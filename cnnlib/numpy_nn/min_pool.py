"""Min pooling: the smallest number of each window is the largest with all signs turned, and the sign turned back.

The two minus signs cancel in the gradient.
"""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_array, check_gradient
from cnnlib.grid import pool_grid
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.pool import one_row
from cnnlib.numpy_nn.taps import maxima, maxima_and_winners, route
from cnnlib.shapes import IntOrPair


def min_pool1d(
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c l_out"]:
    """Take the smallest number of each window; see ``max_pool1d``.

    >>> min_pool1d(np.array([[[2.0, 1.0, 3.0, 4.0]]]), 2)
    array([[[1., 3.]]])
    """
    check_array("min_pool1d", "x", x, "N C L")
    grid = one_row(x.shape[2], kernel_size, stride, padding, dilation, ceil_mode)
    return -maxima(-x[:, :, None], grid)[:, :, 0]


def min_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"],
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c l"]:
    """Give the gradient of each window to its first smallest number.

    >>> min_pool1d_backward(np.array([[[5.0, 7.0]]]), np.array([[[2.0, 1.0, 1.0, 3.0]]]), 3, stride=1)
    array([[[ 0., 12.,  0.,  0.]]])
    """
    check_array("min_pool1d_backward", "x", x, "N C L")
    grid = one_row(x.shape[2], kernel_size, stride, padding, dilation, ceil_mode)
    check_gradient("min_pool1d_backward", dy, x, (*x.shape[:2], grid.out[1]))
    _, winners = maxima_and_winners(-x[:, :, None], grid)
    return route(dy[:, :, None], winners, (1, x.shape[2]), grid)[:, :, 0]


def min_pool2d(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Take the smallest number of each window; see ``max_pool2d``. Padding never wins here either.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> min_pool2d(x, 2)
    array([[[[1., 2.],
             [1., 0.]]]])
    """
    check_array("min_pool2d", "x", x, "N C H W")
    return -maxima(-x, pool_grid(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode))


def min_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c h w"]:
    """Give the gradient of each window to its first smallest number.

    >>> min_pool2d_backward(np.array([[[[8.0]]]]), np.array([[[[2.0, 1.0], [1.0, 3.0]]]]), 2)
    array([[[[0., 8.],
             [0., 0.]]]])
    """
    check_array("min_pool2d_backward", "x", x, "N C H W")
    grid = pool_grid(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    check_gradient("min_pool2d_backward", dy, x, (*x.shape[:2], *grid.out))
    _, winners = maxima_and_winners(-x, grid)
    return route(dy, winners, x.shape[2:], grid)


class MinPool1d(Layer):
    """Smallest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MinPool1d(2)(np.ones((2, 3, 40))).shape
    (2, 3, 20)
    """

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: int = 0,
        dilation: int = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode

    def forward(self, x: Float[np.ndarray, "n c l"]) -> Float[np.ndarray, "n c l_out"]:
        """(N, C, L) to (N, C, L_out)."""
        return min_pool1d(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c l_out"]) -> Float[np.ndarray, "n c l"]:
        """(N, C, L_out) to (N, C, L)."""
        (x,) = self.inputs
        return min_pool1d_backward(dy, x, *self.arguments)


class MinPool2d(Layer):
    """Smallest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MinPool2d(2)(np.ones((2, 3, 32, 24))).shape
    (2, 3, 16, 12)
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return min_pool2d(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W)."""
        (x,) = self.inputs
        return min_pool2d_backward(dy, x, *self.arguments)
