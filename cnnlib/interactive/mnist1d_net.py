"""Every map of a trained MNIST-1D network on a signal that the reader chooses and moves."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most
from cnnlib.numpy_nn import Layer, conv1d, linear, relu

LAYERS = ("conv1", "conv2", "conv3")
FIELDS = ((3, 2), (7, 4), (15, 8))  # samples that a unit of each layer reads, and the step to the next unit


def mnist1d_net(
    net: Layer, signals: ArrayLike, labels: Sequence[int], signal: int = 0, shift: int = 0
) -> Interactive:
    """Show what ``mnist1d_conv``, trained, makes of one of at most 20 ``signals`` (N, 40), moved right by ``shift``.

    The signal goes around: what leaves on the right comes in on the left. ``labels`` are the true classes.
    """
    x = np.asarray(signals, dtype=float)
    if x.ndim != 2 or x.shape[1] != 40 or not 1 <= len(x) <= 20 or len(labels) != len(x):
        raise ValueError(
            f"mnist1d_net: expected 1 to 20 signals of 40 samples and a label for each, got shape {x.shape} "
            f"and {len(labels)} labels"
        )
    at_most("signal", signal, len(x) - 1)
    parameters = net.parameters()
    x = x.round(3)
    rounded = {name: values.astype(float).round(5) for name, values in parameters.items()}
    return Interactive(
        "mnist1d_net",
        label="A signal, the maps that three convolutional layers make of it, and what the network takes it for.",
        fallback=picture(rounded, np.roll(x[signal], shift)),
        net={name: values.tolist() for name, values in rounded.items()},
        signals=x.tolist(),
        labels=[int(label) for label in labels],
        signal=signal,
        shift=shift,
        layer=1,
        channel=0,
        position=4,
    )


def maps(parameters: dict[str, np.ndarray], x: np.ndarray) -> list[np.ndarray]:
    """Return the three maps (15, 19), (15, 9), (15, 4) of a signal (40,), after the ReLU, and the ten scores."""
    found, h = [], x[None, None]
    for name in LAYERS:
        h = relu(conv1d(h, parameters[f"{name}.weight"], parameters[f"{name}.bias"], stride=2))
        found.append(h[0])
    return [*found, linear(h.reshape(1, -1), parameters["output.weight"], parameters["output.bias"])[0]]


def picture(parameters: dict[str, np.ndarray], x: np.ndarray) -> bytes:
    """Draw the signal, its maps and the scores as a PNG."""
    *layers, scores = maps(parameters, x)
    figure, axes = plots.subplots(5, height=1.4)
    axes[0].plot(x, color=plots.INPUT)
    axes[0].set(title="the signal", xlim=(-0.5, 39.5))
    for ax, values, name, (field, step) in zip(axes[1:4], layers, LAYERS, FIELDS, strict=True):
        left = (field - 1) / 2 - step / 2  # a column stands below the middle of what its units read
        ax.imshow(values, cmap="Greys", aspect="auto", extent=(left, left + step * values.shape[1], 15, 0))
        ax.set(title=f"{name}: 15 channels at {values.shape[1]} places", xlim=(-0.5, 39.5), yticks=[])
    axes[4].bar(range(10), scores, color=plots.OUTPUT)
    axes[4].set(title="scores of the ten classes", xticks=range(10))
    return plots.png(figure)
