"""Shift an image before or after a small network, and see where the two results differ."""

from typing import Literal

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.numpy_nn import conv2d, pad2d, relu
from cnnlib.shapes import PadMode

from .figure import Interactive
from .output_size import check_range
from .values import finite

MARGIN = 8  # pixels of the scene around the image, for the camera to move into
KERNELS = {
    "relief": [[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]],
    "blur": [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]],
}
BORDERS = ("none", "zeros", "reflect", "replicate", "circular")
Border = Literal["none"] | PadMode


def equivariance(
    scene: ArrayLike,
    kernel: str = "relief",
    layers: int = 1,
    stride: int = 1,
    border: Border = "zeros",
    entering: str = "scene",
    shift: tuple[int, int] = (0, 3),
) -> Interactive:
    """Show f(t(x)) and t(f(x)) for a shift t and a network f, and where they differ.

    ``scene`` is square, with values from 0 to 1; the image x is all of it but a margin of 8 pixels, 12 x 12 to 48 x 48.
    The network is ``layers`` times a 3 x 3 kernel, relief or blur, and a ReLU. A shift (down, right) brings in more of
    the scene, or with ``entering="around"`` the other side of the image.
    """
    pixels = finite("scene", scene, ndim=2, longest=48 + 2 * MARGIN)
    check_range("rows of the scene", len(pixels), 2 * MARGIN + 12, 48 + 2 * MARGIN)
    if pixels.shape[0] != pixels.shape[1]:
        raise ValueError(f"expected a square scene, got shape {pixels.shape}")
    check_range("layers", layers, 1, 4)
    check_range("stride", stride, 1, 3)
    for name, value, choices in [
        ("kernel", kernel, tuple(KERNELS)),
        ("border", border, BORDERS),
        ("entering", entering, ("scene", "around")),
    ]:
        if value not in choices:
            raise ValueError(f"expected {name} as one of {', '.join(choices)}, got {value!r}")
    for name, steps in zip(("down", "right"), shift, strict=True):
        check_range(f"shift {name}", steps + MARGIN, 0, 2 * MARGIN)
    return Interactive(
        "equivariance",
        label="A shifted image, its output, the shifted output, and a map of where the two outputs differ.",
        fallback=picture(pixels, np.array(KERNELS[kernel]), layers, stride, border, shift),
        scene=pixels.round(4).tolist(),
        margin=MARGIN,
        kernels=KERNELS,
        kernel=kernel,
        layers=layers,
        s=stride,
        border=border,
        entering=entering,
        down=shift[0],
        right=shift[1],
    )


def network(
    x: Float[np.ndarray, "h w"],
    kernel: Float[np.ndarray, "3 3"],
    layers: int = 1,
    stride: int = 1,
    border: Border = "zeros",
) -> Float[np.ndarray, "h_out w_out"]:
    """Apply kernel and ReLU ``layers`` times, with the stride in the last layer.

    >>> network(np.ones((6, 5)), np.full((3, 3), 1 / 9), layers=2, border="none").round(6)
    array([[1.],
           [1.]])
    """
    y, weight = x[None, None], kernel[None, None]
    for layer in range(1, layers + 1):
        padded = y if border == "none" else pad2d(y, 1, border)
        y = relu(conv2d(padded, weight, stride=stride if layer == layers else 1))
    return y[0, 0]


def picture(
    scene: np.ndarray, kernel: np.ndarray, layers: int, stride: int, border: Border, shift: tuple[int, int]
) -> bytes:
    """Draw the image, the shifted image and their outputs as a PNG."""
    down, right = shift
    here = scene[MARGIN:-MARGIN, MARGIN:-MARGIN]
    rows, columns = (slice(MARGIN - by, len(scene) - MARGIN - by) for by in shift)
    there = scene[rows, columns]
    fig, axes = plots.subplots(2, 2, height=2.4)
    for ax, title, values in [
        (axes[0, 0], "image", here),
        (axes[0, 1], "its output", network(here, kernel, layers, stride, border)),
        (axes[1, 0], f"moved {right} right, {down} down", there),
        (axes[1, 1], "its output", network(there, kernel, layers, stride, border)),
    ]:
        ax.imshow(values, cmap="gray")
        ax.set_title(title)
        ax.set_axis_off()
    return plots.png(fig)
