"""Keep every s-th pixel of a striped row, with and without a blur before, and see which stripes are left."""

import numpy as np

from cnnlib import plots
from cnnlib.numpy_nn.blur_pool import binomial

from .figure import Interactive
from .output_size import check_range

PIXELS = 24  # 1, 2, 3 and 4 divide it, so the kept pixels go around in a whole number of steps


def aliasing(waves: int = 10, stride: int = 2, blur: int = 1, shift: int = 0) -> Interactive:
    """Show a row of 24 pixels with ``waves`` waves, the pixels that a stride keeps, and the waves seen in them.

    ``blur`` is the number of taps of a binomial filter before: 1 (none), 3 or 5. ``shift`` moves the stripes right.
    """
    check_range("waves", waves, 0, PIXELS // 2)
    check_range("stride", stride, 1, 4)
    check_range("shift", shift, 0, 4)
    if blur not in (1, 3, 5):
        raise ValueError(f"expected blur of 1, 3 or 5 taps, got {blur!r}")
    return Interactive(
        "aliasing",
        label="A row of striped pixels, the pixels that are kept of it, and the stripes that these seem to show.",
        fallback=picture(waves, stride, blur, shift),
        waves=waves,
        s=stride,
        taps=blur,
        shift=shift,
    )


def stripes(waves: int, shift: int = 0, n: int = PIXELS) -> np.ndarray:
    """Return n pixels from 0 (black) to 1 (white) with ``waves`` waves, moved right by ``shift``.

    >>> stripes(1, n=4)
    array([1. , 0.5, 0. , 0.5])
    """
    return 0.5 + 0.5 * np.cos(2 * np.pi * waves * (np.arange(n) - shift) / n).round(12)


def kept(row: np.ndarray, stride: int, blur: int) -> np.ndarray:
    """Filter a row that goes around with ``blur`` binomial taps, and keep every ``stride``-th pixel.

    >>> kept(np.array([1.0, 0.0, 1.0, 0.0]), 2, 1), kept(np.array([1.0, 0.0, 1.0, 0.0]), 2, 3)
    (array([1., 1.]), array([0.5, 0.5]))
    """
    half = blur // 2
    wide = np.pad(row, half, mode="wrap")
    return np.convolve(wide, binomial(blur), mode="valid")[::stride]


def seen_waves(waves: int, stride: int, n: int = PIXELS) -> int:
    """Return the number of waves that the kept pixels seem to show: the lowest that goes through all of them.

    >>> seen_waves(10, 2), seen_waves(5, 2), seen_waves(12, 2)
    (2, 5, 0)
    """
    m = n // stride
    return min(waves % m, -waves % m)


def picture(waves: int, stride: int, blur: int, shift: int) -> bytes:
    """Draw the row, the kept pixels, and the waves through both as a PNG."""
    row = stripes(waves, shift)
    small = kept(row, stride, blur)
    figure, axes = plots.subplots(2, height=1.6, sharex=True)
    draw_stripes(axes[0], row, waves, 1, shift, "all 24 pixels")
    name = f"one pixel in {stride}" if stride > 1 else "all pixels again"
    draw_stripes(
        axes[1],
        small,
        seen_waves(waves, stride),
        stride,
        shift,
        f"{name}{', blurred before' if blur > 1 else ''}",
    )
    return plots.png(figure)


def draw_stripes(ax, pixels: np.ndarray, waves: int, stride: int, shift: int, title: str) -> None:
    """Draw pixels as gray squares at their places, and as dots above."""
    at = stride * np.arange(len(pixels))
    ax.imshow(
        pixels[None], cmap="gray", vmin=0, vmax=1, extent=(-0.5, PIXELS - 0.5, -0.9, -0.2), aspect="auto"
    )
    ax.plot(at, pixels, "o-", color=plots.INPUT if stride == 1 else plots.OUTPUT, markersize=4, linewidth=1)
    ax.set(title=title, ylim=(-1, 1.1), yticks=[0, 1])
