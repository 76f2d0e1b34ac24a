"""The locally connected layer: a convolution whose weights are not shared, every output unit has its own kernel.

It stands between the fully connected layer, whose units see everything, and the convolution, whose units are all alike.

How it works. At each position the kernels of its units times the window there is a matrix product; the mini-batch is
the other side of the matrix. NumPy multiplies a whole stack of matrices, one for each position, in one call.

Source: Gregor and LeCun (2010), Emergence of complex-like cells in a temporal product network with local receptive
fields, https://arxiv.org/abs/1006.0448.
"""

from typing import ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_local
from cnnlib.grid import conv_grid
from cnnlib.numpy_nn.columns import col2im, im2col
from cnnlib.numpy_nn.init import Seed, fan_in_uniform
from cnnlib.numpy_nn.layer import Layer
from cnnlib.shapes import IntOrPair, Padding, pair


def locally_connected2d(
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out h_out w_out c_in kh kw"],
    bias: Float[np.ndarray, "c_out h_out w_out"] | None = None,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n c_out h_out w_out"]:
    """Look at each window with kernels of its own, fast; ``reference.locally_connected2d`` has the formula.

    weight[o, i, j] is the kernel of the output unit y[:, o, i, j]. Raises ValueError unless there is one for each.

    >>> x = np.array([[[[1.0, 2.0, 3.0]]]])
    >>> locally_connected2d(x, np.array([[[[[[1.0, 1.0]]], [[[10.0, 100.0]]]]]]))
    array([[[[  3., 320.]]]])
    """
    check_local("locally_connected2d", x, weight, bias, stride, padding, dilation)
    kernels, columns = stacks(x, weight, stride, padding, dilation)
    n, (c_out, h_out, w_out) = len(x), weight.shape[:3]
    y = np.matmul(kernels, columns).reshape(h_out, w_out, c_out, n).transpose(3, 2, 0, 1).copy()
    return y if bias is None else y + bias


def locally_connected2d_backward(
    dy: Float[np.ndarray, "n c_out h_out w_out"],
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out h_out w_out c_in kh kw"],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> tuple[
    Float[np.ndarray, "n c_in h w"],
    Float[np.ndarray, "c_out h_out w_out c_in kh kw"],
    Float[np.ndarray, "c_out h_out w_out"],
]:
    """Return dx, dweight, dbias, fast: the product of a convolution's backward pass at each position by itself.

    >>> x, weight = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[[[1.0, 1.0]]], [[[10.0, 100.0]]]]]])
    >>> dx, dweight, dbias = locally_connected2d_backward(np.array([[[[1.0, 2.0]]]]), x, weight)
    >>> dx, dweight.tolist(), dbias
    (array([[[[  1.,  21., 200.]]]]), [[[[[[1.0, 2.0]]], [[[4.0, 6.0]]]]]], array([[[1., 2.]]]))
    """
    check_local("locally_connected2d_backward", x, weight, None, stride, padding, dilation)
    n, (c_out, h_out, w_out), kernel_size = len(x), weight.shape[:3], weight.shape[4:]
    check_gradient("locally_connected2d_backward", dy, x, (n, c_out, h_out, w_out))
    kernels, columns = stacks(x, weight, stride, padding, dilation)
    dy_stack = dy.transpose(2, 3, 1, 0).reshape(h_out * w_out, c_out, n)
    dweight = np.matmul(dy_stack, columns.swapaxes(1, 2))  # (positions, c_out, c_in kh kw)
    dcolumns = np.matmul(kernels.swapaxes(1, 2), dy_stack)  # (positions, c_in kh kw, n)
    dx = col2im(dcolumns.transpose(2, 1, 0), x.shape[2:], kernel_size, stride, padding, dilation)
    return dx, dweight.swapaxes(0, 1).reshape(weight.shape), dy.sum(axis=0)


class LocallyConnected2d(Layer):
    """Convolution without shared weights, for images of one size.

    ``input_size`` is an integer or (height, width); the weight is (out_channels, H_out, W_out, in_channels, kh, kw).
    ``rng`` is a generator or a seed for the first weights.

    >>> layer = LocallyConnected2d(1, 1, input_size=200, kernel_size=10, padding="same")
    >>> layer(np.ones((2, 1, 200, 200), dtype=np.float32)).shape, layer.weight.size
    ((2, 1, 200, 200), 4000000)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        input_size: IntOrPair,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: Padding = 0,
        dilation: IntOrPair = 1,
        bias: bool = True,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        kh, kw = pair(kernel_size)
        units = (out_channels, *conv_grid(pair(input_size), (kh, kw), stride, padding, dilation).out)
        fan_in, rng = in_channels * kh * kw, np.random.default_rng(rng)
        self.weight = fan_in_uniform((*units, in_channels, kh, kw), fan_in, rng, dtype)
        self.bias = fan_in_uniform(units, fan_in, rng, dtype) if bias else None
        self.arguments = stride, padding, dilation

    def forward(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n c_out h_out w_out"]:
        """(N, in_channels, H, W) to (N, out_channels, H_out, W_out)."""
        return locally_connected2d(x, self.weight, self.bias, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> Float[np.ndarray, "n c_in h w"]:
        """(N, out_channels, H_out, W_out) to (N, in_channels, H, W)."""
        (x,) = self.inputs
        dx, dweight, dbias = locally_connected2d_backward(dy, x, self.weight, *self.arguments)
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}
        return dx


def stacks(
    x: np.ndarray, weight: np.ndarray, stride: IntOrPair, padding: Padding, dilation: IntOrPair
) -> tuple[np.ndarray, np.ndarray]:
    """Stack for each position its kernels, (c_out, c_in kh kw), and the windows of the mini-batch, (c_in kh kw, n)."""
    c_out, h_out, w_out, c_in, kh, kw = weight.shape
    kernels = weight.reshape(c_out, h_out * w_out, c_in * kh * kw).swapaxes(0, 1)
    columns = im2col(x, (kh, kw), stride, padding, dilation)  # (n, c_in kh kw, positions)
    return kernels, columns.transpose(2, 1, 0)
