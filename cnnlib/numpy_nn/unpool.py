"""Max-unpooling: put each maximum back to the place it came from, among zeros.

It is the adjoint of picking the numbers at these places, so its backward pass picks.

Source: Zeiler, Taylor and Fergus (2011), Adaptive deconvolutional networks for mid and high level feature learning,
section 2, https://doi.org/10.1109/ICCV.2011.6126474.
"""

import numpy as np
from jaxtyping import Float, Integer

from cnnlib.checks import check_gradient, check_unpool
from cnnlib.numpy_nn.layer import Layer
from cnnlib.shapes import IntOrPair


def max_unpool2d(
    x: Float[np.ndarray, "n c h w"],
    indices: Integer[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    output_size: tuple[int, int] | None = None,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Write x[n, c, i, j] to place indices[n, c, i, j] = row * W_out + column of an image of zeros.

    The indices are those of ``max_pool2d`` with the same kernel, stride and padding. Several sizes pool to the same
    one; ``output_size``, (height, width), says which it was, (H - 1) s - 2p + k unless given. Where pooling windows
    overlapped, two numbers may name one place; the last of them stays.

    >>> max_unpool2d(np.array([[[[5.0, 7.0]]]]), np.array([[[[1, 6]]]]), 2)
    array([[[[0., 5., 0., 0.],
             [0., 0., 7., 0.]]]])
    """
    h_out, w_out = check_unpool("max_unpool2d", x, indices, kernel_size, stride, padding, output_size)
    n, c, h, w = x.shape
    y = np.zeros((n, c, h_out * w_out), x.dtype)
    np.put_along_axis(y, indices.reshape(n, c, h * w), x.reshape(n, c, h * w), axis=2)
    return y.reshape(n, c, h_out, w_out)


def max_unpool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    indices: Integer[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    output_size: tuple[int, int] | None = None,
) -> Float[np.ndarray, "n c h w"]:
    """Pick the gradient at the place that each number was written to.

    As in PyTorch, a number that another one has replaced gets the gradient of the place all the same.

    >>> dy, x = np.arange(8.0).reshape(1, 1, 2, 4), np.array([[[[5.0, 7.0]]]])
    >>> max_unpool2d_backward(dy, x, np.array([[[[1, 6]]]]), 2)
    array([[[[1., 6.]]]])
    """
    arguments = kernel_size, stride, padding, output_size
    h_out, w_out = check_unpool("max_unpool2d_backward", x, indices, *arguments)
    n, c, h, w = x.shape
    check_gradient("max_unpool2d_backward", dy, x, (n, c, h_out, w_out))
    picked = np.take_along_axis(dy.reshape(n, c, h_out * w_out), indices.reshape(n, c, h * w), axis=2)
    return picked.reshape(x.shape)


class MaxUnpool2d(Layer):
    """Put maxima back to their places, among zeros: the way up for each ``MaxPool2d`` on the way down.

    >>> from cnnlib.numpy_nn import MaxPool2d
    >>> y, indices = MaxPool2d(2, return_indices=True)(np.ones((2, 3, 32, 24)))
    >>> MaxUnpool2d(2)(y, indices).shape
    (2, 3, 32, 24)
    """

    def __init__(
        self, kernel_size: IntOrPair, stride: IntOrPair | None = None, padding: IntOrPair = 0
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding

    def forward(
        self,
        x: Float[np.ndarray, "n c h w"],
        indices: Integer[np.ndarray, "n c h w"],
        output_size: tuple[int, int] | None = None,
    ) -> Float[np.ndarray, "n c h_out w_out"]:
        """(N, C, H, W) twice, and perhaps (H_out, W_out), to (N, C, H_out, W_out)."""
        return max_unpool2d(x, indices, *self.arguments, output_size)

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W); the places have no gradient."""
        x, indices, *output_size = self.inputs
        return max_unpool2d_backward(dy, x, indices, *self.arguments, *output_size)
