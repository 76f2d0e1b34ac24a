"""Trace what one output sees, back through a stack of layers to the input."""

import numpy as np
from matplotlib.axes import Axes

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range
from cnnlib.receptive_field import Field
from cnnlib.shapes import conv_output_size

DILATIONS = ("one", "two", "doubling")


def receptive_field(
    layers: int = 3,
    kernel_size: int = 3,
    stride: int = 1,
    dilation: str = "one",
    position: int | None = None,
    n: int = 31,
) -> Interactive:
    """Show one output of a stack of equal layers on ``n`` cells, all cells below that reach it, and on how many paths.

    Kernels are odd and padded so that stride 1 keeps the size. ``dilation`` is "one" or "two" for all layers, or
    "doubling": 1, 2, 4 and so on. ``position`` is the number of the output, the middle one by default.
    """
    check_range("layers", layers, 1, 6)
    check_range("stride", stride, 1, 3)
    check_range("n", n, 8, 41)
    if kernel_size not in range(1, 8, 2):
        raise ValueError(f"expected an odd kernel_size from 1 to 7 in this figure, got {kernel_size}")
    if dilation not in DILATIONS:
        raise ValueError(f"expected dilation {', '.join(map(repr, DILATIONS))}, got {dilation!r}")
    stack = stack_of(layers, kernel_size, stride, dilation)
    sizes = stack_sizes(n, stack)
    middle = sizes[-1] // 2
    position = middle if position is None else position
    check_range("position", position + 1, 1, sizes[-1])
    figure, ax = plots.subplots(height=0.5 * layers + 1)
    draw_paths(ax, n, stack, position)
    return Interactive(
        "receptive_field",
        label="A stack of layers on a row of cells: one output, the cells that reach it, and on how many paths.",
        fallback=plots.png(figure),
        n=n,
        layers=layers,
        k=kernel_size,
        stride=stride,
        dilation=dilation,
        position=position,
    )


def stack_of(layers: int, kernel_size: int, stride: int, dilation: str) -> list[tuple[int, int, int]]:
    """List (kernel_size, stride, dilation) of each layer.

    >>> stack_of(3, 3, 1, "doubling")
    [(3, 1, 1), (3, 1, 2), (3, 1, 4)]
    """
    steps = {"one": [1] * layers, "two": [2] * layers, "doubling": [2**layer for layer in range(layers)]}
    return [(kernel_size, stride, d) for d in steps[dilation]]


def stack_sizes(n: int, stack: list[tuple[int, int, int]]) -> list[int]:
    """List the length of the input and of each layer's output, with odd kernels padded on both sides alike.

    >>> stack_sizes(31, [(3, 2, 1), (5, 2, 2)])
    [31, 16, 8]
    """
    sizes = [n]
    for k, s, d in stack:
        sizes.append(conv_output_size(sizes[-1], k, s, d * (k // 2), d))
    return sizes


def count_paths(n: int, stack: list[tuple[int, int, int]], position: int) -> list[np.ndarray]:
    """Count on how many paths each cell of each layer, input first, reaches one output of the last layer.

    With all weights 1 this is the derivative of that output.

    >>> [paths.tolist() for paths in count_paths(5, [(3, 1, 1), (3, 1, 1)], 2)]
    [[1, 2, 3, 2, 1], [0, 1, 1, 1, 0], [0, 0, 1, 0, 0]]
    """
    sizes = stack_sizes(n, stack)
    counts = [np.zeros(size, dtype=int) for size in sizes]
    counts[-1][position] = 1
    for layer in range(len(stack), 0, -1):
        k, s, d = stack[layer - 1]
        for i in np.flatnonzero(counts[layer]):
            cells = i * s + d * (np.arange(k) - k // 2)
            inside = cells[(cells >= 0) & (cells < sizes[layer - 1])]
            counts[layer - 1][inside] += counts[layer][i]
    return counts


def draw_paths(ax: Axes, n: int, stack: list[tuple[int, int, int]], position: int, bars: bool = True) -> None:
    """Draw the layers as rows of dots, the paths to one output, and below the input how many start at each cell."""
    counts = count_paths(n, stack, position)
    jump = 1
    for layer, paths in enumerate(counts):
        if layer:
            k, s, d = stack[layer - 1]
            for i in np.flatnonzero(paths):
                for cell in i * s + d * (np.arange(k) - k // 2):
                    if 0 <= cell < len(counts[layer - 1]):
                        ends = [cell * jump, i * jump * s]
                        ax.plot(ends, [layer - 1, layer], color=plots.KERNEL, linewidth=0.8, zorder=1)
            jump *= s
        color = plots.OUTPUT if layer else plots.INPUT
        for cell, number in enumerate(paths):
            look = (
                {"color": color, "markersize": 6}
                if number
                else {"color": "white", "mec": plots.QUIET, "markersize": 4}
            )
            ax.plot(cell * jump, layer, "o", **look)
    if bars:
        ax.bar(np.arange(n), -counts[0] / counts[0].max(), bottom=-0.4, width=0.7, color=plots.INPUT)
    ax.text(-1, 0, "input", ha="right", va="center")
    for layer in range(1, len(counts)):
        ax.text(-1, layer, f"layer {layer}", ha="right", va="center")
    ax.set(xlim=(-5.5, n), ylim=(-1.5 if bars else -0.5, len(stack) + 0.4))
    ax.axis("off")


def field_of(stack: list[tuple[int, int, int]]) -> Field:
    """Say what the outputs of a stack see, by the recurrence.

    >>> field_of([(3, 1, 1), (3, 1, 2), (3, 1, 4)])
    Field(size=15, jump=1, start=-7)
    """
    field = Field()
    for k, s, d in stack:
        field = field.through(k, s, d * (k // 2), d)
    return field
