"""Pad the spatial axes with zeros or with samples of the input itself.

Every mode but 'zeros' is described by one list per axis, which input sample stands at each padded position
(``sources``): forward gathers by the list, backward adds by the same list.
"""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_array, check_pads, check_shape
from cnnlib.shapes import IntOrPair, PadMode, Pads, pads_1d, pads_2d


def pad1d(
    x: Float[np.ndarray, "n c l"], padding: IntOrPair, mode: PadMode = "zeros", value: float = 0.0
) -> Float[np.ndarray, "n c l_out"]:
    """Pad the last axis of (N, C, L) by one integer on both sides or by (before, after).

    Modes, on 123 with two samples on each side: 'zeros' 00123 00 (``value`` in place of 0), 'reflect' 32 123
    21, 'replicate' 11 123 33, 'circular' 23 123 12. 'reflect' needs padding < L, 'circular' padding <= L.

    >>> pad1d(np.array([[[1.0, 2.0, 3.0]]]), (2, 1), mode="reflect")
    array([[[3., 2., 1., 2., 3., 2.]]])
    """
    check_array("pad1d", "x", x, "N C L")
    pads = pads_1d(padding)
    check_pads("pad1d", x, pads, mode)
    return pad(x, pads, mode, value)


def pad1d_backward(
    dy: Float[np.ndarray, "n c l_out"],
    x: Float[np.ndarray, "n c l"],
    padding: IntOrPair,
    mode: PadMode = "zeros",
) -> Float[np.ndarray, "n c l"]:
    """Send each gradient to the sample that was copied: dx[s] = sum of dy over the copies of sample s.

    >>> pad1d_backward(np.ones((1, 1, 6)), np.zeros((1, 1, 3)), (2, 1), mode="reflect")
    array([[[1., 3., 2.]]])
    """
    check_array("pad1d_backward", "x", x, "N C L")
    pads = pads_1d(padding)
    check_pads("pad1d_backward", x, pads, mode)
    return pad_backward("pad1d_backward", dy, x, pads, mode)


def pad2d(
    x: Float[np.ndarray, "n c h w"],
    padding: IntOrPair | tuple[Pads, Pads],
    mode: PadMode = "zeros",
    value: float = 0.0,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Pad the last two axes of (N, C, H, W); the modes are those of ``pad1d``.

    ``padding`` is one integer for all four sides, (height, width) as in ``conv2d``, or
    ((top, bottom), (left, right)).

    >>> pad2d(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), ((0, 1), (1, 0)), mode="replicate")
    array([[[[1., 1., 2.],
             [3., 3., 4.],
             [3., 3., 4.]]]])
    """
    check_array("pad2d", "x", x, "N C H W")
    pads = pads_2d(padding)
    check_pads("pad2d", x, pads, mode)
    return pad(x, pads, mode, value)


def pad2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    padding: IntOrPair | tuple[Pads, Pads],
    mode: PadMode = "zeros",
) -> Float[np.ndarray, "n c h w"]:
    """Send each gradient to the pixel that was copied: dx[s] = sum of dy over the copies of pixel s.

    >>> pad2d_backward(np.ones((1, 1, 3, 3)), np.zeros((1, 1, 2, 2)), ((0, 1), (1, 0)), mode="replicate")
    array([[[[2., 1.],
             [4., 2.]]]])
    """
    check_array("pad2d_backward", "x", x, "N C H W")
    pads = pads_2d(padding)
    check_pads("pad2d_backward", x, pads, mode)
    return pad_backward("pad2d_backward", dy, x, pads, mode)


def pad(x: np.ndarray, pads: tuple[Pads, ...], mode: PadMode, value: float) -> np.ndarray:
    """Pad the axes after the first two."""
    if mode == "zeros":
        return np.pad(x, ((0, 0), (0, 0), *pads), constant_values=value)
    for axis, (before, after) in enumerate(pads, start=2):
        x = np.take(x, sources(mode, x.shape[axis], before, after), axis)
    return x


def pad_backward(op: str, dy: np.ndarray, x: np.ndarray, pads: tuple[Pads, ...], mode: PadMode) -> np.ndarray:
    """Undo ``pad`` from the last axis to the first: crop zeros, add up copies."""
    padded = tuple(n + before + after for n, (before, after) in zip(x.shape[2:], pads, strict=True))
    check_shape(op, "dy", dy, (*x.shape[:2], *padded))
    if mode == "zeros":
        inside = tuple(slice(before, before + n) for n, (before, _) in zip(x.shape[2:], pads, strict=True))
        return dy[:, :, *inside].copy()
    for axis, (before, after) in reversed(list(enumerate(pads, start=2))):
        n = x.shape[axis]
        dx = np.zeros((*dy.shape[:axis], n, *dy.shape[axis + 1 :]), dy.dtype)
        np.add.at(dx.swapaxes(0, axis), sources(mode, n, before, after), dy.swapaxes(0, axis))
        dy = dx
    return dy


def sources(mode: PadMode, n: int, before: int, after: int) -> np.ndarray:
    """List the input sample that stands at each padded position.

    >>> [sources(mode, 3, 2, 2).tolist() for mode in ("reflect", "replicate", "circular")]
    [[2, 1, 0, 1, 2, 1, 0], [0, 0, 0, 1, 2, 2, 2], [1, 2, 0, 1, 2, 0, 1]]
    """
    position = np.arange(-before, n + after)
    if mode == "reflect":
        return n - 1 - np.abs(n - 1 - np.abs(position))
    if mode == "replicate":
        return np.clip(position, 0, n - 1)
    return position % n
