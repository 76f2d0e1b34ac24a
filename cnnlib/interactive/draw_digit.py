"""A digit that the reader draws, and every number that LeNet-5 makes of it, down to the single product."""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.data import as_float
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most
from cnnlib.numpy_nn import Layer, softmax

SHAPES = {
    "c1.weight": (6, 1, 5, 5),
    "c1.bias": (6,),
    "c3.weight": (16, 6, 5, 5),
    "c3.bias": (16,),
    "c5.weight": (120, 400),
    "c5.bias": (120,),
    "f6.weight": (84, 120),
    "f6.bias": (84,),
    "output.weight": (10, 84),
    "output.bias": (10,),
}
# The layer after which a map is shown, and its name
AFTER = {
    "relu1": "C1",
    "s2": "S2",
    "relu3": "C3",
    "s4": "S4",
    "relu5": "C5",
    "relu6": "F6",
    "output": "output",
}
# A digit of each class as strokes, for those who would rather not draw: points (x, y) on a board of 28 x 28 pixels.
STROKES: list[list[list[list[float]]]] = [
    [[[14, 5], [10, 7], [8, 12], [8, 17], [11, 22], [15, 23], [19, 20], [20, 14], [19, 8], [16, 5], [14, 5]]],
    [[[15, 5], [14.5, 14], [13.5, 23]]],
    [[[8, 9], [10, 6], [14, 5], [18, 7], [18, 11], [15, 15], [10, 19], [7, 22], [13, 22], [20, 22]]],
    [[[9, 6], [14, 5], [18, 7], [17, 11], [13, 13], [17, 14], [19, 18], [17, 22], [12, 23], [8, 21]]],
    [[[9, 5], [8, 10], [8, 14], [13, 14], [20, 13]], [[19, 5], [18, 12], [17, 23]]],
    [[[19, 5], [11, 5], [10, 12], [14, 11], [18, 13], [19, 17], [17, 21], [13, 23], [8, 21]]],
    [[[17, 5], [12, 9], [9, 15], [10, 21], [14, 23], [18, 20], [17, 16], [13, 15], [10, 18]]],
    [[[8, 6], [14, 6], [20, 6], [17, 12], [14, 17], [12, 23]]],
    [
        [
            [18, 7],
            [14, 5],
            [10, 7],
            [11, 11],
            [15, 14],
            [18, 18],
            [16, 22],
            [12, 22],
            [10, 18],
            [13, 14],
            [17, 11],
        ],
        [[17, 11], [18, 7]],
    ],
    [[[18, 8], [14, 5], [10, 8], [10, 12], [14, 14], [18, 11], [18, 8], [18, 14], [16, 23]]],
]


def draw_digit(net: Layer, pictures: ArrayLike, labels: Sequence[int], shown: int = 0) -> Interactive:
    """Show what ``lenet5``, trained, makes of a drawn digit, or of one of at most 30 ``pictures`` (N, 28, 28), uint8.

    A drawing is prepared as the makers of MNIST did: scaled to fit into 20 x 20 pixels, with its center of mass in the
    middle of 28 x 28. ``labels`` are the true classes, ``shown`` is the picture to begin with.
    """
    x = np.asarray(pictures)
    if x.dtype != np.uint8 or x.ndim != 3 or x.shape[1:] != (28, 28) or not 1 <= len(x) <= 30:
        raise ValueError(
            f"draw_digit: expected 1 to 30 uint8 pictures of 28 x 28 pixels, got {x.dtype} of shape {x.shape}"
        )
    if len(labels) != len(x):
        raise ValueError(f"draw_digit: expected a label for each of {len(x)} pictures, got {len(labels)}")
    at_most("shown", shown, len(x) - 1)
    parameters = net.parameters()
    shapes = {name: values.shape for name, values in parameters.items()}
    if shapes != SHAPES:
        raise ValueError(f"draw_digit: expected the parameters of lenet5, got {shapes}")
    return Interactive(
        "draw_digit",
        label="A board to draw a digit on, the maps that LeNet-5 makes of it, and what each number is made of.",
        fallback=picture(net, as_float(x[shown])),
        net={name: packed(values.astype("<f4")) for name, values in parameters.items()},
        pictures=packed(x),
        labels=[int(label) for label in labels],
        examples=STROKES,
        shown=shown,
        strokes=[],
        prepare=True,
        **strongest(net, as_float(x[shown])),
    )


def packed(values: np.ndarray) -> str:
    """Write the bytes of an array as text."""
    return base64.b64encode(values.tobytes()).decode()


def strongest(net: Layer, x: np.ndarray) -> dict[str, Any]:
    """Return the largest number of C1 as the marked ``unit``, and its largest product as the marked ``term``."""
    c1 = maps(net, x)["C1"]
    channel, row, column = (int(i) for i in np.unravel_index(c1.argmax(), c1.shape))
    window = np.pad(x, 2)[row : row + 5, column : column + 5]
    products = window * net.parameters()["c1.weight"][channel, 0]
    unit = {"layer": 0, "map": channel, "row": row, "column": column}
    return {"unit": unit, "term": int(products.argmax())}


def maps(net: Layer, x: np.ndarray) -> dict[str, np.ndarray]:
    """Return what each layer of ``lenet5`` makes of a picture (28, 28), after its ReLU: (channels, rows, columns) each.

    >>> from cnnlib.numpy_nn.models import lenet5
    >>> {name: values.shape for name, values in maps(lenet5(rng=0), np.zeros((28, 28), np.float32)).items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'C1': (6, 28, 28), 'S2': (6, 14, 14), 'C3': (16, 10, 10), 'S4': (16, 5, 5),
     'C5': (120, 1, 1), 'F6': (84, 1, 1), 'output': (10, 1, 1)}
    """
    h, found = x[None, None], {}
    for name, layer in net.children().items():
        h = layer(h)
        if name in AFTER:
            found[AFTER[name]] = h[0].reshape(len(h[0]), *(h.shape[2:] or (1, 1)))
    return found


def picture(net: Layer, x: np.ndarray) -> bytes:
    """Draw the picture, the maps of the first four layers and the answer as a PNG."""
    layers = maps(net, x)
    figure, axes = plots.subplots(6, height=1.3, height_ratios=[2, 2, 1.2, 2, 1.2, 1.2])
    axes[0].imshow(x, cmap="gray")
    axes[0].set(title="the picture", xticks=[], yticks=[])
    for ax, (name, columns) in zip(axes[1:5], {"C1": 6, "S2": 6, "C3": 8, "S4": 16}.items(), strict=True):
        values = layers[name]
        plots.tiles(ax, values, columns, "", "gray", 0.0, float(values.max()) or 1.0)
        ax.set(title=f"{name}: {len(values)} maps of {values.shape[1]} × {values.shape[2]}", yticks=[])
    axes[5].bar(range(10), softmax(layers["output"].reshape(1, 10))[0], color=plots.OUTPUT)
    axes[5].set(title="how sure the network is of each digit", xticks=range(10), ylim=(0, 1))
    return plots.png(figure)
