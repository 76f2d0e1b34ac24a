"""Batch normalization: each channel is shifted and scaled to mean 0 and variance 1 over a batch."""

from typing import Any

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_array, check_batch_norm
from cnnlib.shapes import at_least

BatchNormed = (
    Float[torch.Tensor, "n c *positions"]
    | tuple[Float[torch.Tensor, "n c *positions"], Float[torch.Tensor, "c"], Float[torch.Tensor, "c"]]
)


def batch_norm(
    x: Float[torch.Tensor, "n c *positions"],
    running_mean: Float[torch.Tensor, "c"] | None,
    running_var: Float[torch.Tensor, "c"] | None,
    weight: Float[torch.Tensor, "c"] | None = None,
    bias: Float[torch.Tensor, "c"] | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
    return_statistics: bool = False,
) -> BatchNormed:
    """Standardize each channel over the batch and all positions: y = weight (x - mean) / sqrt(var + eps) + bias.

    In training, mean and variance are those of this batch, in use ``running_mean`` and ``running_var``. With
    ``return_statistics`` also return both moved toward this batch; PyTorch would change them in place, so it gets
    copies.

    >>> x = torch.tensor([[1.0, 10.0], [3.0, 30.0]])
    >>> batch_norm(x, torch.zeros(2), torch.ones(2), training=True).round(decimals=3)
    tensor([[-1., -1.],
            [ 1.,  1.]])
    """
    check_batch_norm("batch_norm", x, running_mean, running_var, weight, bias, training, return_statistics)
    mean, var = (None if a is None else a.clone() for a in (running_mean, running_var))
    y = F.batch_norm(x, mean, var, weight, bias, training, momentum, eps)
    return (y, mean, var) if return_statistics and mean is not None and var is not None else y


class BatchNorm(nn.Module):
    """What ``BatchNorm1d`` and ``BatchNorm2d`` share: parameters, running statistics, and the two ways to work."""

    running_mean: Any
    running_var: Any
    num_batches_tracked: Any

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        at_least("num_features", num_features, 1)
        self.eps, self.momentum, self.track_running_stats = eps, momentum, track_running_stats
        kind = getattr(torch, dtype)
        self.weight = nn.Parameter(torch.ones(num_features, dtype=kind)) if affine else None
        self.bias = nn.Parameter(torch.zeros(num_features, dtype=kind)) if affine else None
        self.register_buffer(
            "running_mean", torch.zeros(num_features, dtype=kind) if track_running_stats else None
        )
        self.register_buffer(
            "running_var", torch.ones(num_features, dtype=kind) if track_running_stats else None
        )
        self.register_buffer("num_batches_tracked", torch.tensor(0) if track_running_stats else None)

    def normalize(self, x: Float[torch.Tensor, "n c *positions"]) -> Float[torch.Tensor, "n c *positions"]:
        """Standardize by the batch, and move the running statistics toward it, or by the running statistics."""
        by_batch = self.training or not self.track_running_stats
        follow = self.training and self.track_running_stats
        arguments = self.weight, self.bias, by_batch, self.momentum, self.eps, follow
        result = batch_norm(x, self.running_mean, self.running_var, *arguments)
        if not isinstance(result, tuple):
            return result
        y, self.running_mean[...], self.running_var[...] = result
        self.num_batches_tracked += 1
        return y


class BatchNorm1d(BatchNorm):
    """Batch norm of features or signals, with weight and bias (num_features,).

    In training each batch is standardized by its own mean and variance, and ``running_mean`` and ``running_var``
    follow; after ``eval()`` these two take their place. See ``batch_norm``.

    >>> layer = BatchNorm1d(2, momentum=0.5)
    >>> y = layer(torch.tensor([[1.0, 10.0], [3.0, 30.0]]))
    >>> layer.running_mean, layer.eval()(torch.zeros(1, 2)).detach()
    (tensor([ 1., 10.]), tensor([[-0.8165, -0.9975]]))
    """

    def forward(self, x: Float[torch.Tensor, "n c *positions"]) -> Float[torch.Tensor, "n c *positions"]:
        """(N, C) or (N, C, L) to the same shape."""
        check_array("BatchNorm1d", "x", x, "N C" if x.ndim == 2 else "N C L")
        return self.normalize(x)


class BatchNorm2d(BatchNorm):
    """Batch norm of images, with weight and bias (num_features,); see ``BatchNorm1d``.

    >>> BatchNorm2d(3)(torch.rand(8, 3, 4, 4)).shape
    torch.Size([8, 3, 4, 4])
    """

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h w"]:
        """(N, C, H, W) to the same shape."""
        check_array("BatchNorm2d", "x", x, "N C H W")
        return self.normalize(x)
