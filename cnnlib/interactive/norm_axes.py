"""See which numbers share a mean in batch, layer, instance and group norm, and whose outputs a change reaches."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most, finite
from cnnlib.numpy_nn import batch_norm

KINDS = ("batch", "layer", "instance", "group")
STEP = 2.6  # from one channel to the next in the still picture, in cells


def norm_axes(
    x: ArrayLike,
    running_mean: Sequence[float],
    running_var: Sequence[float],
    kind: str = "batch",
    groups: int = 2,
    position: int = 0,
) -> Interactive:
    """Show a batch and what a normalization makes of it, with the numbers that share a mean with a marked one.

    ``x`` has 2 or 3 images of 2 to 4 channels of 2×2 pixels. The reader chooses the kind, the number of groups,
    training or use, how many of the images are in the batch, the marked number, and adds something to the last image.
    ``position`` counts the numbers image by image, channel by channel, row by row.
    """
    batch = np.asarray(x, dtype=float)
    n, c = batch.shape[:2] if batch.ndim == 4 else (0, 0)
    if batch.shape != (n, c, 2, 2) or n not in (2, 3) or c not in (2, 3, 4) or not np.isfinite(batch).all():
        raise ValueError(
            f"expected x as 2 or 3 images of 2 to 4 channels of 2×2 finite numbers, got shape {batch.shape}"
        )
    mean, var = finite("running_mean", running_mean, 1, 4), finite("running_var", running_var, 1, 4)
    if len(mean) != c or len(var) != c or min(var) <= 0:
        raise ValueError(f"expected {c} running means and positive variances, got {mean} and {var}")
    if kind not in KINDS:
        raise ValueError(f"expected kind as one of {', '.join(KINDS)}, got {kind!r}")
    if groups not in (1, 2, 3, 4) or c % groups:
        raise ValueError(f"expected groups that divide {c} channels, got {groups!r}")
    at_most("position", position, batch.size - 1)
    return Interactive(
        "norm_axes",
        label="A batch of images, the numbers that share a mean with a marked one, and the normalized outputs.",
        fallback=picture(batch),
        x=batch.tolist(),
        mean=mean.tolist(),
        var=var.tolist(),
        kind=kind,
        groups=groups,
        training=True,
        images=n,
        add=0,
        position=position,
    )


def picture(x: np.ndarray) -> bytes:
    """Draw the batch with the set of its first number under batch norm, and the outputs, as a PNG."""
    y = np.asarray(batch_norm(x, None, None, training=True))
    figure, axes = plots.subplots(2, 1, height=5.0 * len(x) / x.shape[1])
    for ax, values, faces, title in [
        (axes[0], x, (plots.KERNEL_TINT, plots.INPUT_TINT), "a batch; orange: one set of batch norm"),
        (axes[1], y, (plots.OUTPUT_TINT, plots.OUTPUT_TINT), "normalized"),
    ]:
        draw(ax, values, faces)
        ax.set_title(title)
    return plots.png(figure)


def draw(ax: Axes, values: np.ndarray, faces: tuple[str, str]) -> None:
    """Draw images in rows and channels in columns; the first channel has the first face."""
    n, c = values.shape[:2]
    for image, channel, row in np.ndindex(n, c, 2):
        texts = [f"{value:.2f}".rstrip("0").rstrip(".") for value in values[image, channel, row]]
        bottom = STEP * (n - 1 - image) + 1 - row
        plots.cells(ax, texts, left=STEP * channel, bottom=bottom, face=faces[min(channel, 1)])
    plots.bare(ax, STEP * c - 0.6, STEP * n - 0.6)
