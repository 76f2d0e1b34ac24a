"""A deep stack of random blocks, plain and residual: how large signal and gradient are after each block."""

from typing import NamedTuple

import numpy as np

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range
from cnnlib.numpy_nn import BatchNorm1d, Layer, Linear, ReLU, Residual, Sequential

DEEPEST, WIDTH, BATCH = 24, 12, 16


class Measured(NamedTuple):
    """Root mean squares from the input to the last block, and what the output loses with each block."""

    signal: list[float]
    gradient: list[float]
    change: list[float]


def residual_stack(depth: int = 12, gain: float = 0.5, norm: bool = False, block: int = 6) -> Interactive:
    """Measure both stacks of up to 24 blocks relu(body(x)) and relu(x + body(x)), with random weights.

    A body is linear, ReLU, linear, on 12 numbers; ``norm`` puts a batch norm behind each linear layer. ``gain`` is what
    the body's end is multiplied by: 1 is He's initialization. ``block`` is marked, and taken out.
    """
    check_range("depth", depth, 1, DEEPEST)
    if not 0 <= gain <= 1.5:
        raise ValueError(f"expected gain from 0 to 1.5, got {gain!r}")
    check_range("block", block, 1, depth)
    weights, x, dy = drawn()
    both = [measure(stack(weights[:depth], gain, norm, carry), x, dy) for carry in (False, True)]
    return Interactive(
        "residual_stack",
        label="A plain and a residual stack of blocks: size of signal and gradient, and what a block contributes.",
        fallback=picture(*both),
        weights=weights.tolist(),
        x=x.tolist(),
        dy=dy.tolist(),
        depth=depth,
        gain=float(gain),
        norm=bool(norm),
        block=block,
    )


def drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw the weights of all blocks (24, 2, 12, 12), inputs and gradients of the outputs (16, 12)."""
    rng = np.random.default_rng(16)
    weights = rng.normal(scale=np.sqrt(2 / WIDTH), size=(DEEPEST, 2, WIDTH, WIDTH))
    x, dy = np.abs(rng.normal(size=(BATCH, WIDTH))), rng.normal(size=(BATCH, WIDTH))
    return weights.round(3), x.round(3), dy.round(3)


def stack(weights: np.ndarray, gain: float, norm: bool, carry: bool) -> Sequential:
    """Build a network of blocks; ``carry`` gives each a shortcut."""
    return Sequential(*(one_block(pair, gain, norm, carry) for pair in weights))


def one_block(weights: np.ndarray, gain: float, norm: bool, carry: bool) -> Sequential:
    """Build relu(body(x)) or relu(x + body(x))."""
    first, second = weights
    body: dict[str, Layer] = {"linear1": linear(first)}
    if norm:
        body["bn1"] = BatchNorm1d(WIDTH, dtype="float64")
    body |= {"relu1": ReLU(), "linear2": linear(second if norm else gain * second)}
    if norm:
        body["bn2"] = BatchNorm1d(WIDTH, dtype="float64")
        body["bn2"].parameters()["weight"][:] = gain
    return Sequential(Residual(body) if carry else Sequential(body), ReLU())


def linear(weight: np.ndarray) -> Linear:
    """Make a linear layer, without bias, of its weights."""
    layer = Linear(WIDTH, WIDTH, bias=False, dtype="float64")
    layer.parameters()["weight"][:] = weight
    return layer


def measure(net: Sequential, x: np.ndarray, dy: np.ndarray) -> Measured:
    """Run a stack forward and back, then forward again without each of its blocks."""
    signals, gradients, blocks = [x], [dy], list(net)
    for layer in blocks:
        signals.append(layer(signals[-1]))
    for layer in reversed(blocks):
        gradients.insert(0, layer.backward(gradients[0]))
    y, change = signals[-1], []
    for left_out in range(len(blocks)):
        without = x
        for layer in blocks[:left_out] + blocks[left_out + 1 :]:
            without = layer(without)
        change.append(rms(without - y) / rms(y) if y.any() else 0.0)
    return Measured([*map(rms, signals)], [*map(rms, gradients)], change)


def rms(values: np.ndarray) -> float:
    """Return the root of the mean of the squares."""
    return float(np.sqrt((values**2).mean()))


def picture(plain: Measured, residual: Measured) -> bytes:
    """Draw what was measured in both stacks as a PNG."""
    figure, axes = plots.subplots(3, height=1.9)
    titles = (
        "signal after each block",
        "gradient that reaches each block",
        "change of the output without the block",
    )
    for ax, title, *both in zip(axes, titles, plain, residual, strict=True):
        for values, (color, style), name in zip(both, plots.CURVES, ("plain", "residual"), strict=False):
            first = len(plain.signal) - len(values)
            ax.plot(range(first, len(plain.signal)), values, style, color=color, label=name)
        ax.set(title=title, xlim=(0, len(plain.change)), yscale="linear" if ax is axes[2] else "log")
    axes[0].legend(frameon=False)
    axes[2].set_xlabel("block")
    return plots.png(figure)
