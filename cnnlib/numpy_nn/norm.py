"""Normalization within each sample: layer, instance and group norm differ only in which numbers share a mean."""

from collections.abc import Sequence
from math import prod
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import (
    check_array,
    check_channel_count,
    check_gradient,
    check_group_norm,
    check_instance_norm,
    check_layer_norm,
    check_num_groups,
)
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.standardize import row_dots, row_sums, rows_of, standardize, standardize_backward
from cnnlib.shapes import at_least


def layer_norm(
    x: Float[np.ndarray, "n ..."],
    normalized_shape: Sequence[int],
    weight: Float[np.ndarray, "..."] | None = None,
    bias: Float[np.ndarray, "..."] | None = None,
    eps: float = 1e-5,
) -> Float[np.ndarray, "n ..."]:
    """Standardize the last axes, those of ``normalized_shape``, of each sample: no other sample matters.

    Weight and bias have the shape ``normalized_shape``, one of each for every number. Source: Ba, Kiros and Hinton
    (2016), Layer normalization, equation 3, https://arxiv.org/abs/1607.06450.

    >>> layer_norm(np.array([[3.0, 5.0], [30.0, 50.0]]), (2,), eps=0.0)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    check_layer_norm("layer_norm", x, normalized_shape, weight, bias)
    weight, bias = scale_and_shift(weight, bias, normalized_shape, x.dtype)
    y, _ = standardize(rows_of(x, x.ndim - len(normalized_shape)), eps)
    y *= weight.ravel()
    y += bias.ravel()
    return y.reshape(x.shape)


def layer_norm_backward(
    dy: Float[np.ndarray, "n ..."],
    x: Float[np.ndarray, "n ..."],
    normalized_shape: Sequence[int],
    weight: Float[np.ndarray, "..."] | None = None,
    eps: float = 1e-5,
) -> tuple[Float[np.ndarray, "n ..."], Float[np.ndarray, "..."], Float[np.ndarray, "..."]]:
    """Return dx, dweight, dbias; the last two are sums over the samples.

    >>> dx, _, dbias = layer_norm_backward(np.array([[1.0, 0, 0]]), np.array([[0.0, 1, 2]]), (3,), eps=0.0)
    >>> dx.round(3).tolist(), dbias.tolist()
    ([[0.204, -0.408, 0.204]], [1.0, 0.0, 0.0])
    """
    check_layer_norm("layer_norm_backward", x, normalized_shape, weight, None)
    check_gradient("layer_norm_backward", dy, x, x.shape)
    weight, _ = scale_and_shift(weight, None, normalized_shape, x.dtype)
    first = x.ndim - len(normalized_shape)
    x_hat, std = standardize(rows_of(x, first), eps)
    dy_rows = rows_of(dy, first)
    dx = standardize_backward(dy_rows * weight.ravel(), x_hat, std)
    dweight, dbias = np.sum(dy_rows * x_hat, axis=0), np.sum(dy_rows, axis=0)
    return dx.reshape(x.shape), dweight.reshape(weight.shape), dbias.reshape(weight.shape)


def instance_norm(
    x: Float[np.ndarray, "n c *positions"],
    *,
    weight: Float[np.ndarray, "c"] | None = None,
    bias: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> Float[np.ndarray, "n c *positions"]:
    """Standardize each channel of each image on its own: its contrast is gone, its pattern stays.

    A channel of one single position raises ValueError: it would always become 0. Source: Ulyanov, Vedaldi and
    Lempitsky (2016), Instance normalization, equation 4, https://arxiv.org/abs/1607.08022.

    >>> instance_norm(np.array([[[3.0, 5.0], [30.0, 50.0]]]), eps=0.0)
    array([[[-1.,  1.],
            [-1.,  1.]]])
    """
    check_instance_norm("instance_norm", x, weight, bias)
    return standardize_groups(x, x.shape[1], weight, bias, eps)


def instance_norm_backward(
    dy: Float[np.ndarray, "n c *positions"],
    x: Float[np.ndarray, "n c *positions"],
    *,
    weight: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> tuple[Float[np.ndarray, "n c *positions"], Float[np.ndarray, "c"], Float[np.ndarray, "c"]]:
    """Return dx, dweight, dbias; the last two are sums over images and positions.

    >>> dx, _, dbias = instance_norm_backward(np.array([[[1.0, 0, 0]]]), np.array([[[0.0, 1, 2]]]), eps=0.0)
    >>> dx.round(3).tolist(), dbias.tolist()
    ([[[0.204, -0.408, 0.204]]], [1.0])
    """
    check_instance_norm("instance_norm_backward", x, weight, None)
    check_gradient("instance_norm_backward", dy, x, x.shape)
    return standardize_groups_backward(dy, x, x.shape[1], weight, eps)


def group_norm(
    x: Float[np.ndarray, "n c *positions"],
    num_groups: int,
    weight: Float[np.ndarray, "c"] | None = None,
    bias: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> Float[np.ndarray, "n c *positions"]:
    """Standardize each group of C / num_groups neighboring channels of each image; weight and bias are per channel.

    One group is layer norm over (C, H, W), C groups are instance norm. Source: Wu and He (2018), Group normalization,
    equation 7, https://doi.org/10.1007/978-3-030-01261-8_1.

    >>> group_norm(np.array([[[3.0], [5.0], [30.0], [50.0]]]), num_groups=2, eps=0.0).ravel()
    array([-1.,  1., -1.,  1.])
    """
    check_group_norm("group_norm", x, num_groups, weight, bias)
    return standardize_groups(x, num_groups, weight, bias, eps)


def group_norm_backward(
    dy: Float[np.ndarray, "n c *positions"],
    x: Float[np.ndarray, "n c *positions"],
    num_groups: int,
    weight: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> tuple[Float[np.ndarray, "n c *positions"], Float[np.ndarray, "c"], Float[np.ndarray, "c"]]:
    """Return dx, dweight, dbias; the last two are sums over images and positions.

    >>> dx, _, dbias = group_norm_backward(np.array([[[1.0], [0], [0]]]), np.array([[[0.0], [1], [2]]]), 1, eps=0.0)
    >>> dx.round(3).ravel().tolist(), dbias.tolist()
    ([0.204, -0.408, 0.204], [1.0, 0.0, 0.0])
    """
    check_group_norm("group_norm_backward", x, num_groups, weight, None)
    check_gradient("group_norm_backward", dy, x, x.shape)
    return standardize_groups_backward(dy, x, num_groups, weight, eps)


class LayerNorm(Layer):
    """Layer norm over the last axes, with weight and bias of their shape; an integer stands for one axis.

    >>> LayerNorm((3, 4))(np.ones((2, 5, 3, 4), dtype=np.float32)).shape
    (2, 5, 3, 4)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        shape = tuple(normalized_shape) if isinstance(normalized_shape, Sequence) else (normalized_shape,)
        self.normalized_shape, self.eps = shape, eps
        self.weight = np.ones(shape, dtype) if elementwise_affine else None
        self.bias = np.zeros(shape, dtype) if elementwise_affine and bias else None

    def forward(self, x: Float[np.ndarray, "n ..."]) -> Float[np.ndarray, "n ..."]:
        """(N, ..., normalized_shape) to the same shape."""
        return layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)

    def backward(self, dy: Float[np.ndarray, "n ..."]) -> Float[np.ndarray, "n ..."]:
        """(N, ..., normalized_shape) to the same shape."""
        (x,) = self.inputs
        dx, dweight, dbias = layer_norm_backward(dy, x, self.normalized_shape, self.weight, self.eps)
        self.grads = own_gradients(self, dweight, dbias)
        return dx


class InstanceNorm2d(Layer):
    """Instance norm of images, as in PyTorch without parameters unless ``affine``, and without running statistics.

    PyTorch has ``momentum`` as third argument, so here what follows ``eps`` goes by name.

    >>> InstanceNorm2d(3)(np.ones((2, 3, 4, 4), dtype=np.float32)).shape
    (2, 3, 4, 4)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self, num_features: int, eps: float = 1e-5, *, affine: bool = False, dtype: str = "float32"
    ) -> None:
        super().__init__()
        at_least("num_features", num_features, 1)
        self.num_features, self.eps = num_features, eps
        self.weight = np.ones(num_features, dtype) if affine else None
        self.bias = np.zeros(num_features, dtype) if affine else None

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H, W) to the same shape."""
        check_array("InstanceNorm2d", "x", x, "N C H W")
        check_channel_count("InstanceNorm2d", x, self.num_features)
        return instance_norm(x, weight=self.weight, bias=self.bias, eps=self.eps)

    def backward(self, dy: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H, W) to the same shape."""
        (x,) = self.inputs
        dx, dweight, dbias = instance_norm_backward(dy, x, weight=self.weight, eps=self.eps)
        self.grads = own_gradients(self, dweight, dbias)
        return dx


class GroupNorm(Layer):
    """Group norm, with weight and bias (num_channels,).

    >>> GroupNorm(2, 6)(np.ones((2, 6, 4, 4), dtype=np.float32)).shape
    (2, 6, 4, 4)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        num_groups: int,
        num_channels: int,
        eps: float = 1e-5,
        affine: bool = True,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_num_groups("GroupNorm", num_channels, num_groups)
        self.num_groups, self.num_channels, self.eps = num_groups, num_channels, eps
        self.weight = np.ones(num_channels, dtype) if affine else None
        self.bias = np.zeros(num_channels, dtype) if affine else None

    def forward(self, x: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """(N, C, ...) to the same shape."""
        check_channel_count("GroupNorm", x, self.num_channels)
        return group_norm(x, self.num_groups, self.weight, self.bias, self.eps)

    def backward(self, dy: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """(N, C, ...) to the same shape."""
        (x,) = self.inputs
        dx, dweight, dbias = group_norm_backward(dy, x, self.num_groups, self.weight, self.eps)
        self.grads = own_gradients(self, dweight, dbias)
        return dx


def standardize_groups(
    x: np.ndarray, num_groups: int, weight: np.ndarray | None, bias: np.ndarray | None, eps: float
) -> np.ndarray:
    """Standardize groups of channels, then scale and shift each channel."""
    n, c, *positions = x.shape
    weight, bias = scale_and_shift(weight, bias, (c,), x.dtype)
    y, _ = standardize(rows_of(x, 2).reshape(n * num_groups, c // num_groups * prod(positions)), eps)
    y = y.reshape(n, c, prod(positions))
    y *= weight[:, None]
    y += bias[:, None]
    return y.reshape(x.shape)


def standardize_groups_backward(
    dy: np.ndarray, x: np.ndarray, num_groups: int, weight: np.ndarray | None, eps: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return dx, dweight, dbias."""
    n, c, *positions = x.shape
    weight, _ = scale_and_shift(weight, None, (c,), x.dtype)
    shape = n * num_groups, c // num_groups * prod(positions)
    x_hat, std = standardize(rows_of(x, 2).reshape(shape), eps)
    channels = rows_of(dy, 2)  # (n c, positions)
    scale = np.tile(weight, n)[:, None]
    dx = standardize_backward((channels * scale).reshape(shape), x_hat, std)
    dweight, dbias = row_dots(channels, x_hat.reshape(channels.shape)), row_sums(channels)
    return dx.reshape(x.shape), dweight.reshape(n, c).sum(axis=0), dbias.reshape(n, c).sum(axis=0)


def scale_and_shift(
    weight: np.ndarray | None, bias: np.ndarray | None, shape: Sequence[int], dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Return weight and bias, with ones and zeros for what is missing.

    >>> scale_and_shift(None, np.array([5.0]), (1,), np.dtype(float))
    (array([1.]), array([5.]))
    """
    weight = np.ones(tuple(shape), dtype) if weight is None else weight
    return weight, np.zeros(tuple(shape), dtype) if bias is None else bias


def own_gradients(layer: Any, dweight: np.ndarray, dbias: np.ndarray) -> dict[str, np.ndarray]:
    """Keep the gradients of those parameters that the layer has."""
    return {name: g for name, g in (("weight", dweight), ("bias", dbias)) if name in layer.parameters()}
