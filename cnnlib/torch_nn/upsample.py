"""Upsampling: make an image larger (or smaller) by reading it at places between its pixels."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_interpolate
from cnnlib.shapes import InterpolateMode, IntOrPair, ScaleFactor


def interpolate(
    x: Float[torch.Tensor, "n c h w"],
    size: IntOrPair | None = None,
    scale_factor: ScaleFactor | None = None,
    mode: InterpolateMode = "nearest",
    align_corners: bool | None = None,
) -> Float[torch.Tensor, "n c h_out w_out"]:
    """Resize images to ``size`` or by ``scale_factor`` (numbers or pairs, height first): exactly one must be given.

    ``nearest`` copies pixels, ``bilinear`` mixes the nearest four; with ``align_corners`` the centers of the corner
    pixels stay in place, without it the edges of the image.

    >>> x = torch.tensor([[[[10.0, 30.0]]]])
    >>> interpolate(x, scale_factor=(1, 2)), interpolate(x, (1, 4), mode="bilinear")
    (tensor([[[[10., 10., 30., 30.]]]]), tensor([[[[10., 15., 25., 30.]]]]))
    """
    check_interpolate("interpolate", x, size, scale_factor, mode, align_corners)
    return F.interpolate(x, size, scale_factor, mode, align_corners)


class Upsample(nn.Module):
    """Resize images to ``size`` or by ``scale_factor``; see ``interpolate``.

    >>> Upsample(scale_factor=2, mode="bilinear")(torch.ones(2, 3, 8, 6)).shape
    torch.Size([2, 3, 16, 12])
    """

    def __init__(
        self,
        size: IntOrPair | None = None,
        scale_factor: ScaleFactor | None = None,
        mode: InterpolateMode = "nearest",
        align_corners: bool | None = None,
    ) -> None:
        super().__init__()
        self.arguments = size, scale_factor, mode, align_corners

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return interpolate(x, *self.arguments)
