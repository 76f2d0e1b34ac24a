"""Convolution of signals and images, fast: functions with their backward passes, then the layers.

The work is done in ``bands.py``, which explains it: a matrix product for each band of output rows. For 3x3 kernels over
many channels ``winograd.py`` needs fewer multiplications.
"""

from typing import ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_conv, check_gradient, check_groups, check_mode, kinds
from cnnlib.grid import Grid, conv_grid
from cnnlib.numpy_nn.bands import backward, forward, input_gradient, multiply, parameter_gradients, unfold
from cnnlib.numpy_nn.init import Seed, fan_in_uniform
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.pad import pad1d, pad1d_backward, pad2d, pad2d_backward
from cnnlib.numpy_nn.signals import (
    multiply_signals,
    signal_columns,
    signal_input_gradient,
    signal_parameter_gradients,
)
from cnnlib.shapes import (
    IntOrPair,
    OnePadding,
    Padding,
    PadMode,
    at_least,
    padding_of_axes,
    padding_of_axis,
    pair,
)


def conv1d(
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_out c_group k"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[np.ndarray, "n c_out l_out"]:
    """Convolve signals, fast; ``reference.conv1d`` has the formula. A signal is an image of one column.

    >>> x = np.array([[[10.0, 50.0, 60.0, 10.0, 20.0]]])
    >>> conv1d(x, np.array([[[-1.0, 0.0, 1.0]]]), stride=2, padding=1)
    array([[[ 50., -40., -10.]]])
    """
    check_conv("conv1d", x, weight, bias, padding, groups)
    grid = one_column(x.shape[2], weight.shape[2], stride, padding, dilation)
    return forward(x[..., None], weight[..., None], bias, grid, groups)[..., 0]


def conv1d_backward(
    dy: Float[np.ndarray, "n c_out l_out"],
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_out c_group k"],
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[Float[np.ndarray, "n c_in l"], Float[np.ndarray, "c_out c_group k"], Float[np.ndarray, "c_out"]]:
    """Return dx, dweight, dbias, fast; ``reference.conv1d_backward`` has the formula.

    >>> x, weight = np.array([[[10.0, 50.0, 60.0, 10.0, 20.0]]]), np.array([[[-1.0, 0.0, 1.0]]])
    >>> dx, dweight, dbias = conv1d_backward(np.ones((1, 1, 3)), x, weight, stride=2, padding=1)
    >>> dx, dweight, dbias
    (array([[[0., 0., 0., 0., 0.]]]), array([[[60., 90., 60.]]]), array([3.]))
    """
    check_conv("conv1d_backward", x, weight, None, padding, groups)
    grid = one_column(x.shape[2], weight.shape[2], stride, padding, dilation)
    check_gradient("conv1d_backward", dy, x, (len(x), len(weight), grid.out[0]))
    dx, dweight, dbias = backward(dy[..., None], x[..., None], weight[..., None], grid, groups)
    return dx[..., 0], dweight[..., 0], dbias


def conv2d(
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[np.ndarray, "n c_out h_out w_out"]:
    """Convolve images, fast; ``reference.conv2d`` has the formula.

    The result is (N, C_out, H_out, W_out) in batch-last memory order, in which the next layer reads it best.

    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[19., 25.],
             [37., 43.]]]])
    """
    check_conv("conv2d", x, weight, bias, padding, groups)
    grid = conv_grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    return forward(x, weight, bias, grid, groups)


def conv2d_backward(
    dy: Float[np.ndarray, "n c_out h_out w_out"],
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> tuple[
    Float[np.ndarray, "n c_in h w"], Float[np.ndarray, "c_out c_group kh kw"], Float[np.ndarray, "c_out"]
]:
    """Return dx, dweight, dbias, fast; ``reference.conv2d_backward`` has the formula.

    >>> x, weight = np.arange(9.0).reshape(1, 1, 3, 3), np.arange(4.0).reshape(1, 1, 2, 2)
    >>> dx, dweight, dbias = conv2d_backward(np.ones((1, 1, 2, 2)), x, weight)
    >>> dx
    array([[[[0., 1., 1.],
             [2., 6., 4.],
             [2., 5., 3.]]]])
    >>> dweight, dbias
    (array([[[[ 8., 12.],
             [20., 24.]]]]), array([4.]))
    """
    check_conv("conv2d_backward", x, weight, None, padding, groups)
    grid = conv_grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    check_gradient("conv2d_backward", dy, x, (len(x), len(weight), *grid.out))
    return backward(dy, x, weight, grid, groups)


class Conv1d(Layer):
    """Convolution of signals, with weight (out_channels, in_channels / groups, kernel_size).

    ``padding_mode`` is a mode of ``pad1d``; ``rng`` is a generator or a seed for the first weights.

    >>> Conv1d(3, 8, kernel_size=5, padding="same")(np.ones((2, 3, 40), dtype=np.float32)).shape
    (2, 8, 40)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: OnePadding = 0,
        dilation: int = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: PadMode = "zeros",
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("Conv1d", in_channels, out_channels, groups)
        check_mode("Conv1d", padding_mode)
        self.kernel_size = kernel_size = at_least("kernel_size", kernel_size, 1)
        shape = (out_channels, in_channels // groups, kernel_size)
        fan_in, rng = in_channels // groups * kernel_size, np.random.default_rng(rng)
        self.weight = fan_in_uniform(shape, fan_in, rng, dtype)
        self.bias = fan_in_uniform((out_channels,), fan_in, rng, dtype) if bias else None
        self.stride, self.dilation, self.groups = stride, dilation, groups
        self.padding_mode: PadMode = padding_mode
        self.pads = padding_of_axis(padding, kernel_size, stride, dilation)
        self.padding: OnePadding = padding if padding_mode == "zeros" else 0  # what is left to conv1d
        self.checked: object = None

    def pad(self, x: Float[np.ndarray, "n c_in l"]) -> Float[np.ndarray, "n c_in l_padded"]:
        """Pad in the modes that conv1d does not know."""
        return x if self.padding_mode == "zeros" else pad1d(x, self.pads, self.padding_mode)

    def forward(self, x: Float[np.ndarray, "n c_in l"]) -> Float[np.ndarray, "n c_out l_out"]:
        """(N, in_channels, L) to (N, out_channels, L_out)."""
        x = self.pad(x)
        asked = kinds(x, self.weight, self.bias), self.stride, self.padding, self.dilation, self.groups
        if asked != self.checked:  # not the same as last time, as in training it mostly is
            check_conv("conv1d", x, self.weight, self.bias, self.padding, self.groups)
            self.grid = one_column(x.shape[2], self.kernel_size, self.stride, self.padding, self.dilation)
            self.checked = asked
        columns = signal_columns(x, self.grid, self.groups)
        # in training backward will read the columns again, if they are few; in use nothing is kept
        self.columns = columns if self.training else None
        if columns is not None:
            return multiply_signals(columns, self.weight, self.bias, self.grid)
        return forward(x[..., None], self.weight[..., None], self.bias, self.grid, self.groups)[..., 0]

    def backward(self, dy: Float[np.ndarray, "n c_out l_out"]) -> Float[np.ndarray, "n c_in l"]:
        """(N, out_channels, L_out) to (N, in_channels, L)."""
        (x,) = self.inputs
        self.backward_parameters(dy)
        length = x.shape[2] if self.padding_mode == "zeros" else x.shape[2] + sum(self.pads)
        if self.columns is not None:
            dx = signal_input_gradient(dy, self.weight, length, self.grid, self.groups)
        else:
            dx = input_gradient(dy[..., None], self.weight[..., None], (length, 1), self.grid, self.groups)
            dx = dx[..., 0]
        return dx if self.padding_mode == "zeros" else pad1d_backward(dx, x, self.pads, self.padding_mode)

    def backward_parameters(self, dy: Float[np.ndarray, "n c_out l_out"]) -> None:
        """Leave the gradients of weight and bias, and save the work for that of the input."""
        (x,) = self.inputs
        check_gradient("conv1d_backward", dy, x, (len(x), len(self.weight), self.grid.out[0]))
        if self.columns is not None:
            dweight, dbias = signal_parameter_gradients(dy, self.columns, self.weight)
        else:
            weight = self.weight[..., None]
            columns = unfold(self.pad(x)[..., None], weight, self.grid, self.groups)
            dweight, dbias = parameter_gradients(dy[..., None], columns, weight)
            dweight = dweight[..., 0]
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}


class Conv2d(Layer):
    """Convolution of images, with weight (out_channels, in_channels / groups, kh, kw).

    ``padding_mode`` is a mode of ``pad2d``; ``rng`` is a generator or a seed for the first weights.

    >>> Conv2d(3, 8, kernel_size=3, stride=2, padding=1)(np.ones((2, 3, 32, 24), dtype=np.float32)).shape
    (2, 8, 16, 12)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: Padding = 0,
        dilation: IntOrPair = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: PadMode = "zeros",
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("Conv2d", in_channels, out_channels, groups)
        check_mode("Conv2d", padding_mode)
        self.kernel_size = kh, kw = pair(kernel_size)
        shape = (out_channels, in_channels // groups, kh, kw)
        fan_in, rng = in_channels // groups * kh * kw, np.random.default_rng(rng)
        self.weight = fan_in_uniform(shape, fan_in, rng, dtype)
        self.bias = fan_in_uniform((out_channels,), fan_in, rng, dtype) if bias else None
        self.stride, self.dilation, self.groups = stride, dilation, groups
        self.padding_mode: PadMode = padding_mode
        self.pads = padding_of_axes(padding, (kh, kw), stride, dilation)
        self.padding: Padding = padding if padding_mode == "zeros" else 0  # what is left to conv2d

    def pad(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n c_in h_padded w_padded"]:
        """Pad in the modes that conv2d does not know."""
        return x if self.padding_mode == "zeros" else pad2d(x, self.pads, self.padding_mode)

    def forward(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n c_out h_out w_out"]:
        """(N, in_channels, H, W) to (N, out_channels, H_out, W_out)."""
        x = self.pad(x)
        check_conv("conv2d", x, self.weight, self.bias, self.padding, self.groups)
        self.grid = conv_grid(x.shape[2:], self.kernel_size, self.stride, self.padding, self.dilation)
        # in training backward will read the columns again; in use nothing is kept
        self.columns = unfold(x, self.weight, self.grid, self.groups) if self.training else None
        if self.columns is None:
            return forward(x, self.weight, self.bias, self.grid, self.groups)
        return multiply(self.columns, self.weight, self.bias, self.grid)

    def backward(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> Float[np.ndarray, "n c_in h w"]:
        """(N, out_channels, H_out, W_out) to (N, in_channels, H, W)."""
        (x,) = self.inputs
        self.backward_parameters(dy)
        (h, w), (rows, columns) = x.shape[2:], self.pads
        size = (h, w) if self.padding_mode == "zeros" else (h + sum(rows), w + sum(columns))
        dx = input_gradient(dy, self.weight, size, self.grid, self.groups)
        return dx if self.padding_mode == "zeros" else pad2d_backward(dx, x, self.pads, self.padding_mode)

    def backward_parameters(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> None:
        """Leave the gradients of weight and bias, and save the work for that of the input."""
        (x,) = self.inputs
        check_gradient("conv2d_backward", dy, x, (len(x), len(self.weight), *self.grid.out))
        columns = self.columns or unfold(self.pad(x), self.weight, self.grid, self.groups)
        dweight, dbias = parameter_gradients(dy, columns, self.weight)
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}


def one_column(length: int, kernel_size: int, stride: int, padding: OnePadding, dilation: int) -> Grid:
    """Lay windows on a signal as on an image of ``length`` rows and one column."""
    sides = padding if isinstance(padding, str) else (padding, 0)
    return conv_grid((length, 1), (kernel_size, 1), (stride, 1), sides, (dilation, 1))
