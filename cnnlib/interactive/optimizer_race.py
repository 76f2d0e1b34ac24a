"""Four optimizers on one loss surface, from a start that the reader chooses."""

from collections.abc import Callable

import numpy as np

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most
from cnnlib.numpy_nn import SGD, Adam, Linear

STEPS = 120
RANGE = (4.0, 2.0)  # the map shows x from -4 to 4 and y from -2 to 2
GONE = 1e6  # who is that far away is not followed any further

# Loss and gradient of each surface. The lowest loss is 0.
SURFACES: dict[str, tuple[Callable, Callable]] = {
    "valley": (lambda x, y: (x**2 + 25 * y**2) / 2, lambda x, y: (x, 25 * y)),
    "bend": (
        lambda x, y: (x - 2.5) ** 2 / 10 + 4 * (y - x**2 / 6 + 1.2) ** 2,
        lambda x, y: ((x - 2.5) / 5 - 8 * (y - x**2 / 6 + 1.2) * x / 3, 8 * (y - x**2 / 6 + 1.2)),
    ),
    "saddle": (
        lambda x, y: (x**2 - 4) ** 2 / 32 + 2 * y**2,
        lambda x, y: (x * (x**2 - 4) / 8, 4 * y),
    ),
    "ripples": (
        lambda x, y: (x - 2.5) ** 2 / 12 + 0.15 * (1 - np.cos(4 * (x - 2.5))) + y**2,
        lambda x, y: ((x - 2.5) / 6 + 0.6 * np.sin(4 * (x - 2.5)), 2 * y),
    ),
}


def optimizer_race(
    surface: str = "valley",
    start: tuple[float, float] = (-3.5, 1.2),
    power: float = -1.4,
    momentum: float = 0.8,
    step: int = 40,
) -> Interactive:
    """Show the paths of SGD, momentum, Nesterov and Adam with the learning rate 10^power, and their losses.

    ``surface`` is "valley", "bend", "saddle" or "ripples". ``momentum`` is Adam's beta1 too; its beta2 is 0.999.
    """
    if surface not in SURFACES:
        raise ValueError(f"optimizer_race: expected one of {', '.join(SURFACES)}, got {surface!r}")
    if not all(abs(value) <= most for value, most in zip(start, RANGE, strict=True)):
        raise ValueError(f"optimizer_race: expected a start within ±4 and ±2, got {start}")
    if not -3 <= power <= 0 or not 0 <= momentum <= 0.95:
        raise ValueError(
            f"optimizer_race: expected power from -3 to 0 and momentum from 0 to 0.95, got {power} and {momentum}"
        )
    at_most("step", step, STEPS)
    return Interactive(
        "optimizer_race",
        label="A map of a loss, the paths of four optimizers on it, and the loss of each after every step.",
        fallback=picture(surface, start, power, momentum, step),
        surface=surface,
        x=float(start[0]),
        y=float(start[1]),
        power=power,
        momentum=momentum,
        step=step,
    )


def rate(power: float) -> float:
    """Return 10^power to two digits, as the figure shows it.

    >>> rate(-1.4), rate(-3)
    (0.04, 0.001)
    """
    return float(f"{10**power:.1e}")


def race(
    surface: str, start: tuple[float, float], lr: float, momentum: float, steps: int
) -> dict[str, np.ndarray]:
    """Return the path of each optimizer, (steps + 1, 2); one that is beyond ``GONE`` stays where it is.

    >>> {name: path[1].round(3).tolist() for name, path in race("valley", (-3.0, 1.0), 0.01, 0.5, 1).items()}
    {'SGD': [-2.97, 0.75], 'momentum': [-2.97, 0.75], 'Nesterov': [-2.955, 0.625], 'Adam': [-2.99, 0.99]}
    """
    kinds: dict[str, Callable] = {
        "SGD": lambda layer: SGD(layer, lr),
        "momentum": lambda layer: SGD(layer, lr, momentum),
        "Nesterov": lambda layer: SGD(layer, lr, momentum, nesterov=momentum > 0),
        "Adam": lambda layer: Adam(layer, lr, betas=(momentum, 0.999)),
    }
    paths = {}
    for name, kind in kinds.items():
        layer = Linear(2, 1, bias=False, dtype="float64")  # two weights: the place on the map
        layer.weight[:] = start
        optimizer, path = kind(layer), [layer.weight[0].copy()]
        for _ in range(steps):
            if np.abs(path[-1]).max() < GONE:
                layer.grads = {"weight": np.array([SURFACES[surface][1](*layer.weight[0])])}
                optimizer.step()
            path.append(layer.weight[0].copy())
        paths[name] = np.array(path)
    return paths


def picture(surface: str, start: tuple[float, float], power: float, momentum: float, step: int) -> bytes:
    """Draw the paths and the losses as a PNG."""
    loss = SURFACES[surface][0]
    x, y = np.meshgrid(np.linspace(-4, 4, 161), np.linspace(-2, 2, 81))
    figure, (map_, below) = plots.subplots(2, height=2.5)
    map_.contour(x, y, loss(x, y), levels=0.02 * 2.0 ** np.arange(13), colors=plots.QUIET, linewidths=0.6)
    for (name, path), (color, dashes) in zip(
        race(surface, start, rate(power), momentum, step).items(), plots.CURVES, strict=True
    ):
        map_.plot(*path.T, color=color, linestyle=dashes, label=name)
        below.semilogy(loss(*path.T) + 1e-12, color=color, linestyle=dashes, label=name)
    map_.set(xlim=(-4, 4), ylim=(-2, 2), xlabel="x", ylabel="y")
    below.set(xlabel="step", ylabel="loss")
    below.legend(frameon=False, ncols=2)
    return plots.png(figure)
