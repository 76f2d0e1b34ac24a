"""Slide a kernel over a small image, with and without the half turn that makes it a convolution."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most, finite, fits


def slide_2d(image: ArrayLike, kernel: ArrayLike, flip: bool = False, position: int = 0) -> Interactive:
    """Show the window of `kernel` on `image` at one position; the reader steps it and turns the kernel.

    Positions count row by row. The image has at most 4 rows and columns, the kernel at most 3.
    """
    pixels, taps = finite("image", image, ndim=2, longest=4), finite("kernel", kernel, ndim=2, longest=3)
    fits(pixels, taps)
    rows, columns = (n - k + 1 for n, k in zip(pixels.shape, taps.shape, strict=True))
    at_most("position", position, rows * columns - 1)
    return Interactive(
        "slide_2d",
        label="A kernel steps over a small image: pixels and taps that meet, their products, and the outputs so far.",
        fallback=picture(pixels, taps[::-1, ::-1] if flip else taps, divmod(position, columns)),
        image=pixels.tolist(),
        kernel=taps.tolist(),
        flip=bool(flip),
        position=position,
    )


def picture(image: np.ndarray, taps: np.ndarray, corner: tuple[int, int]) -> bytes:
    """Draw one position as a PNG: the image with its window, the taps as they lie on it, the sum."""
    (h, w), (kh, kw), (top, left) = image.shape, taps.shape, corner
    total = np.sum(taps * image[top : top + kh, left : left + kw])
    fig, ax = plots.subplots(height=2.2)
    for r in range(h):
        row_in_window = top <= r < top + kh
        face = [plots.INPUT_TINT if row_in_window and left <= c < left + kw else "white" for c in range(w)]
        plots.cells(ax, image[r], bottom=h - 1 - r, face=face.__getitem__)
    for r in range(kh):
        plots.cells(ax, taps[r], left=w + 1, bottom=h - 1 - r, face=plots.KERNEL_TINT)
    plots.cells(ax, [total], left=w + kw + 2, bottom=h - 1, face=plots.OUTPUT_TINT)
    plots.bare(ax, w + kw + 3, h)
    return plots.png(fig)
