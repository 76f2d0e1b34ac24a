"""Guess the layer from its matrix: kernel size, stride, dilation and padding."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cnnlib import plots
from cnnlib.numpy_nn import conv1d_matrix

from .conv_matrix import draw_matrix
from .figure import Interactive
from .output_size import check_range

LETTERS = " abcde"


class Layer(NamedTuple):
    """The settings of a hidden one-dimensional convolution on ``n`` samples."""

    n: int
    kernel_size: int
    stride: int = 1
    dilation: int = 1
    padding: int = 0

    def matrix(self) -> np.ndarray:
        """Write the layer as a matrix in which the weights are 1, 2, 3, … in their order."""
        weight = np.arange(1.0, self.kernel_size + 1)[None, None]
        return conv1d_matrix(weight, self.n, self.stride, self.padding, self.dilation)


def which_layer(puzzles: Sequence[Layer | tuple[int, ...]]) -> Interactive:
    """Show the matrix of a hidden layer; the reader sets a layer, sees its matrix, and is told when the two agree.

    ``puzzles`` are one to five layers of at most 10 samples: (n, kernel_size, stride, dilation, padding).
    """
    layers = [Layer(*puzzle) for puzzle in puzzles]
    check_range("number of puzzles", len(layers), 1, 5)
    for layer in layers:
        for name, value, ends in zip(
            Layer._fields, layer, [(1, 10), (1, 5), (1, 3), (1, 3), (0, 3)], strict=True
        ):
            check_range(name, value, *ends)
    return Interactive(
        "which_layer",
        label="A matrix with letters for weights, and sliders to find the layer that it belongs to.",
        fallback=picture([layer.matrix() for layer in layers]),
        puzzles=[dict(zip("nksdp", layer, strict=True)) for layer in layers],
        which=0,
        k=1,
        s=1,
        d=1,
        p=0,
    )


def picture(matrices: Sequence[np.ndarray]) -> bytes:
    """Draw the matrices below each other as a PNG, with letters for the weights."""
    tall = sum(len(matrix) for matrix in matrices) + len(matrices)
    wide = max(matrix.shape[1] for matrix in matrices)
    fig, axes = plots.subplots(
        len(matrices),
        height=5 * tall / (wide + 3) / len(matrices),
        height_ratios=[len(matrix) for matrix in matrices],
        squeeze=False,
    )
    for number, (ax, matrix) in enumerate(zip(axes.flat, matrices, strict=True), 1):
        draw_matrix(ax, matrix, names=lambda weight: LETTERS[int(weight)])
        plots.bare(ax, wide, len(matrix))
        ax.set_title(f"matrix {number}")
    return plots.png(fig)
