"""Upsampling: make an image larger (or smaller) by reading it at places between its pixels.

How it works. Rows and columns are independent, so one axis is resized after the other. Every new row is a mixture of
two old ones, ``(1 - share) x[lower] + share x[upper]``, for a whole mini-batch at once. Backward each new row hands its
gradient back to the same two rows in the same shares: the transposed matrix, also called the adjoint.
"""

from math import floor

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_interpolate
from cnnlib.grid import interpolate_size
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.windows import batch_last
from cnnlib.shapes import InterpolateMode, IntOrPair, ScaleFactor

Source = tuple[
    int, int, float
]  # what a new pixel reads along one axis: lower pixel, upper pixel, share of the upper


def interpolate(
    x: Float[np.ndarray, "n c h w"],
    size: IntOrPair | None = None,
    scale_factor: ScaleFactor | None = None,
    mode: InterpolateMode = "nearest",
    align_corners: bool | None = None,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Resize images to ``size`` or by ``scale_factor`` (numbers or pairs, height first): exactly one must be given.

    ``nearest`` copies pixels: new pixel i reads old pixel floor(i n / n_out), so a factor of 2 doubles each.
    ``bilinear`` mixes the two nearest rows, then the two nearest columns. With ``align_corners`` the centers of the
    corner pixels stay in place: i reads at i (n - 1) / (n_out - 1). Without it the edges of the image do: i reads at
    (i + 1/2) n / n_out - 1/2, and where that is outside, the pixel at the border. A fractional ``scale_factor`` takes
    the place of n_out / n, as in PyTorch. Making an image smaller this way skips pixels: it does not smooth first.

    Source: Shelhamer, Long and Darrell (2017), Fully convolutional networks for semantic segmentation, section 3.3,
    https://doi.org/10.1109/TPAMI.2016.2572683.

    >>> x = np.array([[[[10.0, 30.0]]]])
    >>> interpolate(x, scale_factor=(1, 2)), interpolate(x, (1, 4), mode="bilinear")
    (array([[[[10., 10., 30., 30.]]]]), array([[[[10., 15., 25., 30.]]]]))
    >>> interpolate(x, (1, 3), mode="bilinear", align_corners=True)
    array([[[[10., 20., 30.]]]])
    """
    check_interpolate("interpolate", x, size, scale_factor, mode, align_corners)
    rows, columns = sources(x.shape[2:], size, scale_factor, mode, align_corners)
    y = batch_last(x)[:, :, 0]  # (c, h, w, n)
    return resize(resize(y, 1, rows), 2, columns).transpose(3, 0, 1, 2)


def interpolate_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    size: IntOrPair | None = None,
    scale_factor: ScaleFactor | None = None,
    mode: InterpolateMode = "nearest",
    align_corners: bool | None = None,
) -> Float[np.ndarray, "n c h w"]:
    """Hand the gradient of each new pixel back to the pixels that it was mixed from, in the same shares.

    >>> interpolate_backward(np.arange(8.0).reshape(1, 1, 2, 4), np.zeros((1, 1, 1, 2)), scale_factor=2)
    array([[[[10., 18.]]]])
    """
    check_interpolate("interpolate_backward", x, size, scale_factor, mode, align_corners)
    rows, columns = sources(x.shape[2:], size, scale_factor, mode, align_corners)
    check_gradient("interpolate_backward", dy, x, (*x.shape[:2], len(rows), len(columns)))
    dy = batch_last(dy)[:, :, 0]  # (c, h_out, w_out, n)
    h, w = x.shape[2:]
    return resize_backward(resize_backward(dy, 2, columns, w), 1, rows, h).transpose(3, 0, 1, 2)


class Upsample(Layer):
    """Resize images to ``size`` or by ``scale_factor``; see ``interpolate``.

    >>> Upsample(scale_factor=2, mode="bilinear")(np.ones((2, 3, 8, 6), dtype=np.float32)).shape
    (2, 3, 16, 12)
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

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return interpolate(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H_out, W_out) to (N, C, H, W)."""
        (x,) = self.inputs
        return interpolate_backward(dy, x, *self.arguments)


def sources(
    shape: tuple[int, ...],
    size: IntOrPair | None,
    scale_factor: ScaleFactor | None,
    mode: InterpolateMode,
    align_corners: bool | None,
) -> tuple[list[Source], list[Source]]:
    """Say what each new row reads, and each new column."""
    scales = scale_factor if isinstance(scale_factor, tuple | list) else (scale_factor, scale_factor)
    rows, columns = (
        [source(i, n, n_out, scale, mode, align_corners) for i in range(n_out)]
        for n, n_out, scale in zip(shape, interpolate_size(shape, size, scale_factor), scales, strict=True)
    )
    return rows, columns


def source(
    i: int, n: int, n_out: int, scale: int | float | None, mode: InterpolateMode, align_corners: bool | None
) -> Source:
    """Say what new pixel ``i`` of ``n_out`` reads among ``n``: the pixels on both sides of a place between them.

    >>> source(2, 2, 4, None, "nearest", None), source(2, 2, 4, None, "bilinear", False)
    ((1, 1, 0.0), (0, 1, 0.75))
    """
    if mode == "nearest":
        # as long or twice as long: there PyTorch leaves the scale aside
        lower = i * n // n_out if scale is None or n_out in (n, 2 * n) else min(floor(i / scale), n - 1)
        return lower, lower, 0.0
    if align_corners:
        place = i * (n - 1) / (n_out - 1) if n_out > 1 else 0.0
    else:
        place = max((i + 0.5) * (n / n_out if scale is None else 1 / scale) - 0.5, 0.0)
    lower = min(floor(place), n - 1)
    return lower, min(lower + 1, n - 1), min(place - lower, 1.0)


def resize(x: np.ndarray, axis: int, at: list[Source]) -> np.ndarray:
    """Mix new rows along one axis.

    >>> resize(np.array([10.0, 30.0]), 0, [(0, 1, 0.25), (1, 1, 0.0)])
    array([15., 30.])
    """
    lower, upper, share = (np.array(column) for column in zip(*at, strict=True))
    if not share.any():
        return np.take(x, lower, axis)
    share = share.astype(x.dtype).reshape(-1, *(1,) * (x.ndim - axis - 1))
    return (1 - share) * np.take(x, lower, axis) + share * np.take(x, upper, axis)


def resize_backward(dy: np.ndarray, axis: int, at: list[Source], n: int) -> np.ndarray:
    """Add the gradient of each new row to the rows that it was mixed from.

    >>> resize_backward(np.array([1.0, 10.0]), 0, [(0, 1, 0.25), (1, 1, 0.0)], n=2)
    array([ 0.75, 10.25])
    """
    dx = np.zeros((*dy.shape[:axis], n, *dy.shape[axis + 1 :]), dy.dtype)
    to, given = np.moveaxis(dx, axis, 0), np.moveaxis(dy, axis, 0)
    for (lower, upper, share), row in zip(at, given, strict=True):
        to[lower] += (1 - share) * row
        if share:
            to[upper] += share * row
    return dx
