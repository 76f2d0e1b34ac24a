"""Upsampling as the formula says it: one new pixel at a time, mixed from four old ones."""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_interpolate
from cnnlib.numpy_nn.upsample import sources
from cnnlib.shapes import InterpolateMode, IntOrPair, ScaleFactor


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
    y = np.zeros((*x.shape[:2], len(rows), len(columns)), x.dtype)
    for i, (top, bottom, s) in enumerate(rows):
        for j, (left, right, t) in enumerate(columns):
            above = (1 - t) * x[:, :, top, left] + t * x[:, :, top, right]
            below = (1 - t) * x[:, :, bottom, left] + t * x[:, :, bottom, right]
            y[:, :, i, j] = (1 - s) * above + s * below
    return y


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
    dx = np.zeros_like(x)
    for i, (top, bottom, s) in enumerate(rows):
        for j, (left, right, t) in enumerate(columns):
            dx[:, :, top, left] += (1 - s) * (1 - t) * dy[:, :, i, j]
            dx[:, :, top, right] += (1 - s) * t * dy[:, :, i, j]
            dx[:, :, bottom, left] += s * (1 - t) * dy[:, :, i, j]
            dx[:, :, bottom, right] += s * t * dy[:, :, i, j]
    return dx
