"""Write a 3×3 kernel and see at once what it makes of a photograph."""

import base64
from collections.abc import Mapping, Sequence

import numpy as np

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most, finite
from cnnlib.numpy_nn import conv2d


def kernel_editor(
    photographs: Mapping[str, np.ndarray],
    kernel: Sequence[Sequence[float]] | np.ndarray = ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
    divisor: float = 1,
    row: int = 0,
    column: int = 0,
) -> Interactive:
    """Show a photograph, the photograph correlated with a kernel, and the nine products at one place.

    The reader edits the weights and their divisor, adds a constant, turns the kernel by half a turn, and moves the
    place (``row``, ``column`` of the output). ``photographs`` are square uint8 pictures of one size, by name.
    """
    weights = finite("kernel", kernel, ndim=2, longest=3)
    if weights.shape != (3, 3) or np.abs(weights).max() > 50:
        raise ValueError(f"expected kernel as 3×3 weights from -50 to 50, got {weights.tolist()}")
    if not 1 <= divisor <= 100:
        raise ValueError(f"expected divisor from 1 to 100, got {divisor}")
    encoded, side = photographs_as_text(photographs)
    at_most("row", row, side - 3)
    at_most("column", column, side - 3)
    return Interactive(
        "kernel_editor",
        label="A photograph and what a 3×3 kernel makes of it, with the nine products at one place.",
        fallback=picture(next(iter(photographs.values())), weights / divisor),
        names=list(photographs),
        bytes=encoded,
        side=side,
        which=0,
        kernel=[*weights.ravel().tolist(), divisor],
        offset=0,
        flip=False,
        shade="clip",
        row=row,
        column=column,
    )


def photographs_as_text(photographs: Mapping[str, np.ndarray]) -> tuple[list[str], int]:
    """Return the pixels of each photograph in base64, and their side; ValueError unless all are squares of one size."""
    shapes = {pixels.shape for pixels in photographs.values()}
    kinds = {pixels.dtype for pixels in photographs.values()}
    side = min(shapes, default=(0,))[0]
    if shapes != {(side, side)} or not 3 <= side <= 160 or kinds != {np.dtype(np.uint8)}:
        raise ValueError(
            "expected photographs as square uint8 arrays of one size, 3×3 to 160×160, "
            f"got {', '.join(f'{pixels.dtype} {pixels.shape}' for pixels in photographs.values()) or 'none'}"
        )
    return [base64.b64encode(pixels.tobytes()).decode() for pixels in photographs.values()], side


def picture(image: np.ndarray, kernel: np.ndarray) -> bytes:
    """Draw the photograph and the filtered photograph as a PNG."""
    filtered = conv2d(image[None, None].astype(float), kernel[None, None])[0, 0]
    fig, axes = plots.subplots(1, 2, height=2.6)
    for ax, shown, title in zip(axes, (image, filtered), ("photograph", "filtered"), strict=True):
        ax.imshow(shown, cmap="gray", vmin=0, vmax=255)
        ax.set_title(title)
        ax.axis("off")
    return plots.png(fig)
