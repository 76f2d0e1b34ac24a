"""Pad the spatial axes with zeros or with samples of the input itself."""

import torch
import torch.nn.functional as F
from jaxtyping import Float

from cnnlib.checks import check_array, check_pads
from cnnlib.shapes import IntOrPair, PadMode, Pads, pads_1d, pads_2d


def pad1d(
    x: Float[torch.Tensor, "n c l"], padding: IntOrPair, mode: PadMode = "zeros", value: float = 0.0
) -> Float[torch.Tensor, "n c l_out"]:
    """Pad the last axis of (N, C, L) by one integer on both sides or by (before, after).

    >>> pad1d(torch.tensor([[[1.0, 2.0, 3.0]]]), (2, 1), mode="reflect")
    tensor([[[3., 2., 1., 2., 3., 2.]]])
    """
    check_array("pad1d", "x", x, "N C L")
    pads = pads_1d(padding)
    check_pads("pad1d", x, pads, mode)
    return pad(x, pads, mode, value)


def pad2d(
    x: Float[torch.Tensor, "n c h w"],
    padding: IntOrPair | tuple[Pads, Pads],
    mode: PadMode = "zeros",
    value: float = 0.0,
) -> Float[torch.Tensor, "n c h_out w_out"]:
    """Pad the last two axes of (N, C, H, W); the modes are those of ``pad1d``.

    ``padding`` is one integer for all four sides, (height, width) as in ``conv2d``, or
    ((top, bottom), (left, right)).

    >>> pad2d(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]), ((0, 1), (1, 0)), mode="replicate")
    tensor([[[[1., 1., 2.],
              [3., 3., 4.],
              [3., 3., 4.]]]])
    """
    check_array("pad2d", "x", x, "N C H W")
    pads = pads_2d(padding)
    check_pads("pad2d", x, pads, mode)
    return pad(x, pads, mode, value)


def pad(x: torch.Tensor, pads: tuple[Pads, ...], mode: PadMode, value: float) -> torch.Tensor:
    """Pad the axes after the first two; PyTorch wants the sides from the last axis to the first."""
    sides = [side for before_after in reversed(pads) for side in before_after]
    if mode == "zeros":
        return F.pad(x, sides, value=value)
    return F.pad(x, sides, mode=mode)
