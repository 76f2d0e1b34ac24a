"""Cover a digit piece by piece and read what a trained LeNet-5 says."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.lenet_weights import as_text, check_pictures, packed, unpacked
from cnnlib.interactive.values import at_most
from cnnlib.numpy_nn import Layer, softmax
from cnnlib.numpy_nn.container import Sequential

STEP = 2  # pixels from one place of the map to the next


def occlusion(
    net: Layer, pictures: ArrayLike, labels: Sequence[int], picture: int = 0, size: int = 8
) -> Interactive:
    """Show one of at most 20 ``pictures`` under a square patch, what a LeNet-5 says, and a map for all places.

    ``pictures`` are (N, 1, 28, 28) from 0 to 1, ``labels`` their true classes. The reader moves the patch and chooses
    its ``size`` (2, 4, to 14 pixels), its color, and the class whose probability is mapped.
    """
    x = check_pictures("occlusion", pictures)
    if len(x) > 20 or len(labels) != len(x):
        raise ValueError(
            f"occlusion: expected 1 to 20 pictures and a label for each, got {len(x)} pictures and {len(labels)} labels"
        )
    at_most("picture", picture, len(x) - 1)
    if size not in range(2, 15, 2):
        raise ValueError(f"occlusion: expected size as an even number from 2 to 14, got {size!r}")
    weights = packed(net)
    seen = probabilities(unpacked(weights), x[picture, 0], size, 0.0)[..., labels[picture]]
    row, column = (STEP * int(at) for at in np.unravel_index(seen.argmin(), seen.shape))
    return Interactive(
        "occlusion",
        label="A digit under a patch, how sure a network is of each digit then, and a map for all places of the patch.",
        fallback=drawing(covered(x[picture, 0], row, column, size, 0.0), seen),
        net=weights,
        pictures=[as_text(pixels) for pixels in x],
        labels=[int(label) for label in labels],
        picture=picture,
        size=size,
        fill=0,
        row=row,
        column=column,
        digit=-1,
    )


def covered(x: np.ndarray, row: int, column: int, size: int, fill: float) -> np.ndarray:
    """Return a copy of a picture (H, W) with a square of one gray level in it.

    >>> covered(np.ones((2, 3)), 0, 1, 2, 0.5)
    array([[1. , 0.5, 0.5],
           [1. , 0.5, 0.5]])
    """
    x = x.copy()
    x[row : row + size, column : column + size] = fill
    return x


def probabilities(net: Sequential, x: np.ndarray, size: int, fill: float) -> np.ndarray:
    """Return what the network says for each place of the patch, (places, places, 10)."""
    places = range(0, 28 - size + 1, STEP)
    pictures = np.array([covered(x, row, column, size, fill) for row in places for column in places])
    return softmax(net(pictures[:, None])).reshape(len(places), len(places), 10)


def drawing(shown: np.ndarray, seen: np.ndarray) -> bytes:
    """Draw the covered picture and the map as a PNG."""
    figure, axes = plots.subplots(1, 2, height=2.4)
    axes[0].imshow(shown, cmap="gray", vmin=0, vmax=1)
    axes[0].set_title("covered where it hurts most")
    image = axes[1].imshow(seen, cmap="Greens", vmin=0, vmax=1)
    axes[1].set_title("by place of the patch")
    figure.colorbar(image, ax=axes[1], label="sure of the digit")
    for ax in axes:
        ax.axis("off")
    return plots.png(figure)
