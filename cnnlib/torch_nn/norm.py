"""Normalization within each sample: layer, instance and group norm differ only in which numbers share a mean."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import (
    check_array,
    check_channel_count,
    check_group_norm,
    check_instance_norm,
    check_layer_norm,
    check_num_groups,
)
from cnnlib.shapes import at_least


def layer_norm(
    x: Float[torch.Tensor, "n ..."],
    normalized_shape: Sequence[int],
    weight: Float[torch.Tensor, "..."] | None = None,
    bias: Float[torch.Tensor, "..."] | None = None,
    eps: float = 1e-5,
) -> Float[torch.Tensor, "n ..."]:
    """Standardize the last axes, those of ``normalized_shape``, of each sample: no other sample matters.

    >>> layer_norm(torch.tensor([[3.0, 5.0], [30.0, 50.0]]), (2,), eps=0.0)
    tensor([[-1.,  1.],
            [-1.,  1.]])
    """
    check_layer_norm("layer_norm", x, normalized_shape, weight, bias)
    return F.layer_norm(x, list(normalized_shape), weight, bias, eps)


def instance_norm(
    x: Float[torch.Tensor, "n c *positions"],
    *,
    weight: Float[torch.Tensor, "c"] | None = None,
    bias: Float[torch.Tensor, "c"] | None = None,
    eps: float = 1e-5,
) -> Float[torch.Tensor, "n c *positions"]:
    """Standardize each channel of each image on its own: its contrast is gone, its pattern stays.

    >>> instance_norm(torch.tensor([[[3.0, 5.0], [30.0, 50.0]]])).round(decimals=3)
    tensor([[[-1.,  1.],
             [-1.,  1.]]])
    """
    check_instance_norm("instance_norm", x, weight, bias)
    return F.instance_norm(x, weight=weight, bias=bias, eps=eps)


def group_norm(
    x: Float[torch.Tensor, "n c *positions"],
    num_groups: int,
    weight: Float[torch.Tensor, "c"] | None = None,
    bias: Float[torch.Tensor, "c"] | None = None,
    eps: float = 1e-5,
) -> Float[torch.Tensor, "n c *positions"]:
    """Standardize each group of C / num_groups neighboring channels of each image; weight and bias are per channel.

    >>> group_norm(torch.tensor([[[3.0], [5.0], [30.0], [50.0]]]), num_groups=2, eps=0.0).ravel()
    tensor([-1.,  1., -1.,  1.])
    """
    check_group_norm("group_norm", x, num_groups, weight, bias)
    return F.group_norm(x, num_groups, weight, bias, eps)


class LayerNorm(nn.Module):
    """Layer norm over the last axes, with weight and bias of their shape; an integer stands for one axis.

    >>> LayerNorm((3, 4))(torch.ones(2, 5, 3, 4)).shape
    torch.Size([2, 5, 3, 4])
    """

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
        kind, shifts = getattr(torch, dtype), elementwise_affine and bias
        self.weight = nn.Parameter(torch.ones(shape, dtype=kind)) if elementwise_affine else None
        self.bias = nn.Parameter(torch.zeros(shape, dtype=kind)) if shifts else None

    def forward(self, x: Float[torch.Tensor, "n ..."]) -> Float[torch.Tensor, "n ..."]:
        """(N, ..., normalized_shape) to the same shape."""
        return layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)


class InstanceNorm2d(nn.Module):
    """Instance norm of images, as in PyTorch without parameters unless ``affine``, and without running statistics.

    PyTorch has ``momentum`` as third argument, so here what follows ``eps`` goes by name.

    >>> InstanceNorm2d(3)(torch.ones(2, 3, 4, 4)).shape
    torch.Size([2, 3, 4, 4])
    """

    def __init__(
        self, num_features: int, eps: float = 1e-5, *, affine: bool = False, dtype: str = "float32"
    ) -> None:
        super().__init__()
        at_least("num_features", num_features, 1)
        self.num_features, self.eps, kind = num_features, eps, getattr(torch, dtype)
        self.weight = nn.Parameter(torch.ones(num_features, dtype=kind)) if affine else None
        self.bias = nn.Parameter(torch.zeros(num_features, dtype=kind)) if affine else None

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h w"]:
        """(N, C, H, W) to the same shape."""
        check_array("InstanceNorm2d", "x", x, "N C H W")
        check_channel_count("InstanceNorm2d", x, self.num_features)
        return instance_norm(x, weight=self.weight, bias=self.bias, eps=self.eps)


class GroupNorm(nn.Module):
    """Group norm, with weight and bias (num_channels,).

    >>> GroupNorm(2, 6)(torch.ones(2, 6, 4, 4)).shape
    torch.Size([2, 6, 4, 4])
    """

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
        kind = getattr(torch, dtype)
        self.weight = nn.Parameter(torch.ones(num_channels, dtype=kind)) if affine else None
        self.bias = nn.Parameter(torch.zeros(num_channels, dtype=kind)) if affine else None

    def forward(self, x: Float[torch.Tensor, "n c *positions"]) -> Float[torch.Tensor, "n c *positions"]:
        """(N, C, ...) to the same shape."""
        check_channel_count("GroupNorm", x, self.num_channels)
        return group_norm(x, self.num_groups, self.weight, self.bias, self.eps)
