"""Ask every patch of an image the same question, with the patches far apart or close together."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots

from .figure import Interactive

STEPS = (16, 8, 4, 2, 1)


def patches(scene: ArrayLike, scores: ArrayLike, truth: ArrayLike, step: int = 16) -> Interactive:
    """Show which patches of a scene a classifier calls bird; the reader moves the patches closer together.

    ``scene`` (H, W) holds gray values from 0 to 255. ``scores`` (h, w) is the probability of a bird for every place of
    a patch, so patches have H - h + 1 pixels a side, an odd number; ``truth`` (h, w) is 1 where there is a bird.
    """
    pixels, answers, birds = (np.asarray(a) for a in (scene, scores, truth))
    size = pixels.shape[0] - answers.shape[0] + 1
    if answers.shape != birds.shape or size % 2 == 0 or pixels.shape[1] - answers.shape[1] + 1 != size:
        raise ValueError(
            "expected scores and truth of one shape, smaller than the scene by an even number of pixels, "
            f"got {answers.shape}, {birds.shape} and {pixels.shape}"
        )
    if step not in STEPS:
        raise ValueError(f"expected step as one of {', '.join(map(str, STEPS))}, got {step!r}")
    return Interactive(
        "patches",
        label="A sky with birds, cut into patches, and the answer of a classifier for each patch.",
        fallback=picture(pixels, answers > 0.5, size // 2),
        scene=pixels.astype(int).tolist(),
        scores=(100 * answers).round().astype(int).tolist(),
        truth=birds.astype(int).tolist(),
        size=size,
        step=step,
        down=40,
        right=40,
        paint="answers",
    )


def picture(scene: np.ndarray, labels: np.ndarray, border: int) -> bytes:
    """Draw the answers for patches 16 pixels apart, and for every pixel, as a PNG."""
    h, w = labels.shape
    coarse = np.kron(labels[8::16, 8::16], np.ones((16, 16)))[:h, :w]
    fig, axes = plots.subplots(2, height=3.4)
    for ax, title, painted in [
        (axes[0], "patches 16 pixels apart", coarse),
        (axes[1], "a patch for every pixel", labels),
    ]:
        ax.imshow(scene, cmap="gray", vmin=0, vmax=255)
        shown = np.ma.masked_equal(painted, 0)
        extent = (border - 0.5, border + w - 0.5, border + h - 0.5, border - 0.5)
        ax.imshow(shown, cmap="autumn", alpha=0.6, extent=extent)
        ax.set(title=title, xlim=(-0.5, scene.shape[1] - 0.5), ylim=(scene.shape[0] - 0.5, -0.5))
        ax.set_axis_off()
    return plots.png(fig)
