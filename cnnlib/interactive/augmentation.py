"""Cut, shift and mirror a picture, count the variants, and see how alike they are."""

import base64
from collections.abc import Collection, Mapping

import numpy as np
from matplotlib.patches import Rectangle

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most


def augmentation(
    pictures: Mapping[str, np.ndarray], margins: Mapping[str, int], lost_in_mirror: Collection[str] = ()
) -> Interactive:
    """Show a window of a picture, how many places it has, and how alike the windows at all places are.

    ``pictures`` are square uint8 arrays by name, 8×8 to 256×256. ``margins`` says for each by how many pixels the
    window is smaller, at first and at most: 1 to 32. ``lost_in_mirror`` names those that lose their label in a mirror.
    """
    for name, pixels in pictures.items():
        side = len(pixels)
        if pixels.dtype != np.uint8 or pixels.shape != (side, side) or not 8 <= side <= 256:
            raise ValueError(
                f"expected {name} as a square uint8 array, 8×8 to 256×256, got {pixels.dtype} {pixels.shape}"
            )
        if not 1 <= at_most(f"the margin of {name}", margins.get(name, 0), 32) <= side // 2:
            raise ValueError(f"expected a margin of {name} from 1 to half of {side}, got {margins.get(name)}")
    if not pictures or set(lost_in_mirror) - set(pictures):
        raise ValueError(
            f"expected pictures, and lost_in_mirror among them, got {[*pictures]} and {[*lost_in_mirror]}"
        )
    most = [margins[name] for name in pictures]
    return Interactive(
        "augmentation",
        label="A picture, a window cut out of it, and how alike all its windows are to the one in the middle.",
        fallback=picture(next(iter(pictures.values())), most[0]),
        names=list(pictures),
        sides=[len(pixels) for pixels in pictures.values()],
        bytes=[base64.b64encode(pixels.tobytes()).decode() for pixels in pictures.values()],
        most=most,
        lost=[name in lost_in_mirror for name in pictures],
        which=0,
        margin=most[0],
        row=most[0] // 2,
        column=most[0] // 2,
        mirror=False,
        epoch=0,
    )


def picture(pixels: np.ndarray, margin: int) -> bytes:
    """Draw a picture with its first and its last window, and the last one mirrored, as a PNG."""
    side = len(pixels) - margin
    figure, axes = plots.subplots(1, 2, height=2.6)
    axes[0].imshow(pixels, cmap="gray", vmin=0, vmax=255)
    for corner, color, style in [(0, plots.INPUT, "-"), (margin, plots.KERNEL, "--")]:
        place = (corner - 0.5, corner - 0.5)
        axes[0].add_patch(
            Rectangle(place, side, side, fill=False, edgecolor=color, linestyle=style, linewidth=2)
        )
    axes[1].imshow(pixels[margin:, margin:][:, ::-1], cmap="gray", vmin=0, vmax=255)
    titles = f"first and last of {margin + 1} · {margin + 1} windows", "the last one, mirrored"
    for ax, title in zip(axes, titles, strict=True):
        ax.set_title(title, fontsize=9)
        ax.axis("off")
    return plots.png(figure)
