"""How large the activations and the gradients are, layer by layer, in a deep network with random weights."""

from collections.abc import Callable

import numpy as np

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most
from cnnlib.numpy_nn import relu, relu_backward, sigmoid, sigmoid_backward, tanh, tanh_backward

UNITS, EXAMPLES, DEEPEST = 64, 16, 30
LARGEST = 12.0  # scale of the weights

ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (sigmoid, sigmoid_backward),
    "tanh": (tanh, tanh_backward),
    "ReLU": (relu, relu_backward),
}


def depth_of_signal(
    activation: str = "sigmoid", depth: int = 20, gain: float = 1.0, layer: int = 10, seed: int = 1
) -> Interactive:
    """Show the root mean square of activations and gradients in ``depth`` layers of 64 units.

    ``activation`` is "sigmoid", "tanh" or "ReLU". Weights have the deviation ``gain`` / √64. ``layer`` is the one whose
    activations are counted; 0 is the input.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"depth_of_signal: expected one of {', '.join(ACTIVATIONS)}, got {activation!r}")
    if not 0.1 <= gain <= LARGEST:
        raise ValueError(f"depth_of_signal: expected gain from 0.1 to {LARGEST:g}, got {gain!r}")
    if depth not in range(1, DEEPEST + 1):
        raise ValueError(f"depth_of_signal: expected depth from 1 to {DEEPEST}, got {depth!r}")
    at_most("layer", layer, depth)
    at_most("seed", seed, 99)
    return Interactive(
        "depth_of_signal",
        label="The size of activations and of gradients in each layer of a deep network with random weights.",
        fallback=picture(activation, depth, gain, seed),
        activation=activation,
        gain=gain,
        depth=depth,
        layer=layer,
        seed=seed,
    )


def random_numbers(seed: int, count: int) -> np.ndarray:
    """Return uniform numbers of mean 0 and variance 1, the same as in the page (mulberry32).

    >>> numbers = random_numbers(1, 100_000)
    >>> bool(abs(numbers.mean()) < 0.01), bool(abs(numbers.std() - 1) < 0.01), bool(abs(numbers).max() < 3**0.5)
    (True, True, True)
    """
    a = np.uint32(seed) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)
    t = (a ^ (a >> 15)) * (a | 1)
    t = (t + (t ^ (t >> 7)) * (t | 61)) ^ t
    return 3**0.5 * (2 * ((t ^ (t >> 14)) / 2.0**32) - 1)


def signals(activation: str, depth: int, gain: float, seed: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the activations (64, 16) and the gradients with respect to them, from the input to the last layer.

    The gradient that is sent in at the last layer is random, of mean square 1, as the input is.
    """
    forward, backward = ACTIVATIONS[activation]
    size, weights_size = UNITS * EXAMPLES, UNITS * UNITS
    numbers = random_numbers(1000 * seed, 2 * size + depth * weights_size)
    h, dh = (part.reshape(UNITS, EXAMPLES) for part in (numbers[:size], numbers[size : 2 * size]))
    weights = gain / UNITS**0.5 * numbers[2 * size :].reshape(depth, UNITS, UNITS)
    sums, activations = [], [h]
    for weight in weights:
        sums.append(weight @ activations[-1])
        activations.append(forward(sums[-1]))
    gradients = [dh]
    for weight, z in zip(weights[::-1], sums[::-1], strict=True):
        gradients.append(weight.T @ backward(gradients[-1], z))
    return activations, gradients[::-1]


def picture(activation: str, depth: int, gain: float, seed: int) -> bytes:
    """Draw both sizes, layer by layer, as a PNG."""
    activations, gradients = signals(activation, depth, gain, seed)
    figure, ax = plots.subplots(height=3.2)
    for arrays, color, mark, name in (
        (activations, plots.INPUT, "o", "activations"),
        (gradients, plots.KERNEL, "s", "gradients"),
    ):
        ax.semilogy(
            [np.sqrt(np.mean(a**2)) for a in arrays], f"{mark}-", color=color, markersize=4, label=name
        )
    ax.set(xlabel="layer", ylabel="root mean square", title=f"{activation}, scale {gain:.3g}")
    ax.legend(frameon=False)
    return plots.png(figure)
