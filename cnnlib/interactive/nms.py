"""What a detector says of a scene before suppression, and what two thresholds leave of it."""

import base64
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most
from cnnlib.numpy_nn import batched_nms


def nms(
    images: ArrayLike,
    found: Sequence[ArrayLike],
    truth: Sequence[ArrayLike],
    labels: Sequence[ArrayLike],
    classes: Sequence[str],
    scene: int = 0,
    score: float = 0.3,
    overlap: float = 0.5,
) -> Interactive:
    """Show the detections of a scene that two thresholds keep, and those that they drop.

    ``images`` (N, 3, H, W) are bytes. For each of them ``found`` holds the detections before suppression, rows of x1,
    y1, x2, y2, score and class; ``truth`` the boxes (K, 4) of its objects and ``labels`` (K,) their classes, numbers
    of names in ``classes``. A detection counts from ``score`` on; it is dropped if its IoU with a kept one is above
    ``overlap``.
    """
    pictures = np.asarray(images)
    if pictures.ndim != 4 or pictures.shape[1] != 3 or pictures.dtype != np.uint8:
        raise ValueError(
            f"nms: expected images as bytes of shape (N, 3, H, W), got {pictures.dtype} of shape {pictures.shape}"
        )
    if not len(found) == len(truth) == len(labels) == len(pictures):
        raise ValueError(
            f"nms: expected detections, boxes and labels for each of {len(pictures)} images, "
            f"got {len(found)}, {len(truth)} and {len(labels)}"
        )
    at_most("scene", scene, len(pictures) - 1)
    tables = [np.asarray(rows, dtype=float).reshape(-1, 6) for rows in found]
    tables = [rows[np.argsort(-rows[:, 4], kind="stable")] for rows in tables]
    pixels = [base64.b64encode(picture.transpose(1, 2, 0).tobytes()).decode() for picture in pictures]
    return Interactive(
        "nms",
        label="A scene, the boxes that a trained detector proposes, and those that are left after suppression.",
        fallback=picture(pictures[scene], tables[scene], classes, score, overlap),
        images=pixels,
        width=pictures.shape[3],
        height=pictures.shape[2],
        found=[rows.tolist() for rows in tables],
        truth=[np.asarray(boxes, dtype=float).reshape(-1, 4).tolist() for boxes in truth],
        labels=[[int(label) for label in np.ravel(numbers)] for numbers in labels],
        classes=list(classes),
        scene=scene,
        score=score,
        overlap=overlap,
        apart=True,
        answers=False,
        pick=0,
    )


def picture(
    image: np.ndarray, rows: np.ndarray, classes: Sequence[str], score: float, overlap: float
) -> bytes:
    """Draw the scene before and after suppression as a PNG."""
    rows = rows[rows[:, 4] >= score]
    kept = batched_nms(rows[:, :4], rows[:, 4], rows[:, 5].astype(int), overlap)
    height, width = image.shape[1:]
    figure, axes = plots.subplots(1, 2, height=2.9)
    for ax, title, shown in [
        (axes[0], f"{len(rows)} boxes before", rows),
        (axes[1], f"{len(kept)} left", rows[kept]),
    ]:
        ax.imshow(image.transpose(1, 2, 0), extent=(0, width, height, 0))
        for x1, y1, x2, y2, sure, label in shown:
            for color, thick in (("black", 3.0), ("white", 1.4)):
                ax.add_patch(
                    plots.Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, linewidth=thick)
                )
            if len(shown) == len(kept):
                box = {"facecolor": "black", "edgecolor": "none", "pad": 1.5}
                text = f"{classes[int(label)]} {sure:.2f}"
                ax.text(max(x1, 1), max(y1, 5), text, color="white", size=8, bbox=box)
        ax.set(title=title, xlim=(0, width), ylim=(height, 0))
        ax.set_axis_off()
    return plots.png(figure)
