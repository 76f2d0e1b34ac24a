"""Normalization within each sample: layer, instance and group norm differ only in which numbers share a mean."""

from collections.abc import Sequence
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
    x_hat, _ = standardize(x, last_axes(normalized_shape), eps)
    return weight * x_hat + bias


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
    axes, samples = last_axes(normalized_shape), tuple(range(x.ndim - len(normalized_shape)))
    x_hat, std = standardize(x, axes, eps)
    dx = standardize_backward(weight * dy, x_hat, std, axes)
    return dx, np.sum(dy * x_hat, axis=samples), np.sum(dy, axis=samples)


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
    weight, bias = scale_and_shift(weight, bias, x.shape[1:2], x.dtype)
    x_hat, _ = standardize(x, tuple(range(2, x.ndim)), eps)
    return per_channel(weight, x) * x_hat + per_channel(bias, x)


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
    weight, _ = scale_and_shift(weight, None, x.shape[1:2], x.dtype)
    axes = tuple(range(2, x.ndim))
    x_hat, std = standardize(x, axes, eps)
    dx = standardize_backward(per_channel(weight, x) * dy, x_hat, std, axes)
    return dx, np.sum(dy * x_hat, axis=(0, *axes)), np.sum(dy, axis=(0, *axes))


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
    weight, bias = scale_and_shift(weight, bias, x.shape[1:2], x.dtype)
    groups = x.reshape(len(x), num_groups, x.shape[1] // num_groups, *x.shape[2:])
    x_hat, _ = standardize(groups, tuple(range(2, groups.ndim)), eps)
    return per_channel(weight, x) * x_hat.reshape(x.shape) + per_channel(bias, x)


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
    weight, _ = scale_and_shift(weight, None, x.shape[1:2], x.dtype)
    groups = x.reshape(len(x), num_groups, x.shape[1] // num_groups, *x.shape[2:])
    axes, all_but_channels = tuple(range(2, groups.ndim)), (0, *range(2, x.ndim))
    x_hat, std = standardize(groups, axes, eps)
    dx_hat = (per_channel(weight, x) * dy).reshape(groups.shape)
    dx = standardize_backward(dx_hat, x_hat, std, axes).reshape(x.shape)
    return dx, np.sum(dy * x_hat.reshape(x.shape), axis=all_but_channels), np.sum(dy, axis=all_but_channels)


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


def standardize(x: np.ndarray, axes: tuple[int, ...], eps: float) -> tuple[np.ndarray, np.ndarray]:
    """Shift and scale the numbers along ``axes`` to mean 0 and variance 1; return also the deviations, sqrt(var + eps).

    >>> standardize(np.array([[3.0, 5.0], [30.0, 50.0]]), (1,), eps=0.0)
    (array([[-1.,  1.],
           [-1.,  1.]]), array([[ 1.],
           [10.]]))
    """
    if x.size == 0:
        return x, np.ones((1,) * x.ndim, x.dtype)  # nothing has no mean
    x = np.ascontiguousarray(x)  # the numbers of a sample side by side
    centered = x - np.mean(x, axis=axes, keepdims=True)
    std = np.sqrt(np.mean(centered**2, axis=axes, keepdims=True) + eps)
    return centered / std, std


def standardize_backward(
    dx_hat: np.ndarray, x_hat: np.ndarray, std: np.ndarray, axes: tuple[int, ...]
) -> np.ndarray:
    """Return dx = (dx_hat - mean(dx_hat) - x_hat mean(dx_hat x_hat)) / std.

    >>> x_hat, std = standardize(np.array([0.0, 1.0, 2.0]), (0,), eps=0.0)
    >>> standardize_backward(np.array([1.0, 0.0, 0.0]), x_hat, std, (0,)).round(3)
    array([ 0.204, -0.408,  0.204])
    """
    if dx_hat.size == 0:
        return dx_hat
    dx_hat = np.ascontiguousarray(dx_hat)
    from_mean = np.mean(dx_hat, axis=axes, keepdims=True)
    from_var = x_hat * np.mean(dx_hat * x_hat, axis=axes, keepdims=True)
    return (dx_hat - from_mean - from_var) / std


def scale_and_shift(
    weight: np.ndarray | None, bias: np.ndarray | None, shape: Sequence[int], dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Return weight and bias, with ones and zeros for what is missing.

    >>> scale_and_shift(None, np.array([5.0]), (1,), np.dtype(float))
    (array([1.]), array([5.]))
    """
    weight = np.ones(tuple(shape), dtype) if weight is None else weight
    return weight, np.zeros(tuple(shape), dtype) if bias is None else bias


def last_axes(shape: Sequence[int]) -> tuple[int, ...]:
    """Number the last axes of an array from the end, as many as ``shape`` has: (-2, -1) for two."""
    return tuple(range(-len(shape), 0))


def per_channel(values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Shape one value for each channel so that it meets the channels of (N, C, ...)."""
    return values.reshape(-1, *(1,) * (x.ndim - 2))


def own_gradients(layer: Any, dweight: np.ndarray, dbias: np.ndarray) -> dict[str, np.ndarray]:
    """Keep the gradients of those parameters that the layer has."""
    return {name: g for name, g in (("weight", dweight), ("bias", dbias)) if name in layer.parameters()}
