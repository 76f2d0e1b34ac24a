"""Climb the gradient of one unit of a trained LeNet-5, step by step, beside the real picture that it likes best."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.lenet_weights import as_text, check_pictures, packed, unpacked
from cnnlib.interactive.values import at_most
from cnnlib.numpy_nn import Layer
from cnnlib.numpy_nn.container import Sequential

DEPTH = {"c1": 1, "c3": 4, "output": 12}  # layers up to the unit, before its ReLU
PLACE = {"c1": (14, 14), "c3": (5, 5), "output": ()}  # of the unit in its map
FIELD = {
    "c1": (1, 5),
    "c3": (2, 14),
    "output": (0, 28),
}  # pixels from one unit to the next, and pixels that it reads
COUNT = {"c1": 6, "c3": 16, "output": 10}
STEPS, STRIDE, RATE, KEEP = 80, 4, 0.05, 0.98


def excite(
    net: Layer, pictures: ArrayLike, layer: str = "output", unit: int = 5, step: int = 10
) -> Interactive:
    """Show a picture that climbs the gradient of a unit of ``net``, a LeNet-5, and the loudest of ``pictures``.

    ``pictures`` are (N, 1, 28, 28) from 0 to 1. ``layer`` is "c1", "c3" or "output"; a step of the figure is four of
    the climb. The reader chooses the unit, where the climb starts, and whether the gradient is blurred.
    """
    x = check_pictures("excite", pictures)
    if layer not in COUNT:
        raise ValueError(f"excite: expected layer as one of {', '.join(COUNT)}, got {layer!r}")
    at_most("unit", unit, COUNT[layer] - 1)
    at_most("step", step, STEPS // STRIDE)
    weights = packed(net)
    rounded = unpacked(weights)
    best, chosen = loudest(rounded, x)
    starts = {"faint noise": np.random.default_rng(1).integers(0, 52, (28, 28)) / 255}
    starts |= {f"a real {digit}": x[best["output"][digit]["index"], 0] for digit in (4, 7)}
    climbed, values = climb(rounded, layer, unit, starts["faint noise"], True, STRIDE * step)
    real = best[layer][unit]
    return Interactive(
        "excite",
        label="A picture that climbs until a unit is as loud as possible, and the real digit on which it is loudest.",
        fallback=picture(climbed, x[real["index"], 0], values, real["value"]),
        net=weights,
        pictures=[as_text(x[index]) for index in chosen],
        best={
            name: [{key: value for key, value in found.items() if key != "index"} for found in units]
            for name, units in best.items()
        },
        starts=[{"name": name, "bytes": as_text(start)} for name, start in starts.items()],
        layer=layer,
        unit=unit,
        start=0,
        smooth=True,
        step=step,
    )


def loudest(net: Sequential, x: np.ndarray) -> tuple[dict[str, list[dict[str, Any]]], list[int]]:
    """Return for each unit its largest value on any picture, where, and the pictures of which there are any.

    ``row`` and ``column`` are those of the first pixel that the unit reads there, ``index`` counts in ``x``, and
    ``picture`` in the list of pictures.
    """
    best: dict[str, list[dict[str, Any]]] = {}
    for layer, depth in DEPTH.items():
        maps = np.concatenate([net[:depth](part) for part in np.array_split(x, -(-len(x) // 250))])
        step, field = FIELD[layer]
        best[layer] = []
        for unit in range(COUNT[layer]):
            values = maps[:, unit].reshape(len(x), -1)
            index, place = np.unravel_index(values.argmax(), values.shape)
            row, column = divmod(int(place), maps.shape[-1]) if field < 28 else (0, 0)
            edge = 2 if field < 28 else 0  # the first layer pads by 2
            best[layer].append(
                {
                    "index": int(index),
                    "value": float(values.max()),
                    "row": step * row - edge,
                    "column": step * column - edge,
                }
            )
    chosen = sorted({found["index"] for units in best.values() for found in units})
    for units in best.values():
        for found in units:
            found["picture"] = chosen.index(found["index"])
    return best, chosen


def blurred(g: np.ndarray) -> np.ndarray:
    """Blur (H, W) by 1, 2, 1 along both axes; beyond the border the last pixel goes on."""
    p = np.pad(g, 1, mode="edge")
    rows = (p[:-2] + 2 * p[1:-1] + p[2:]) / 4
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4


def climb(
    net: Sequential, layer: str, unit: int, x: np.ndarray, smooth: bool, steps: int
) -> tuple[np.ndarray, list[float]]:
    """Return the picture (28, 28) after so many steps, and the unit's value before the first and after each."""
    body, place = net[: DEPTH[layer]], (0, unit, *PLACE[layer])
    values = []
    for _ in range(steps):
        y = body(x[None, None])
        values.append(float(y[place]))
        dy = np.zeros_like(y)
        dy[place] = 1
        g = body.backward(dy)[0, 0]
        g = blurred(g) if smooth else g
        x = np.clip(KEEP * (x + RATE * g / (np.sqrt(np.mean(g**2)) + 1e-8)), 0, 1)
    return x, [*values, float(body(x[None, None])[place])]


def picture(climbed: np.ndarray, real: np.ndarray, values: list[float], most: float) -> bytes:
    """Draw both pictures and the climb as a PNG."""
    figure, axes = plots.subplots(1, 3, width=6, height=2.2)
    for ax, pixels, title in zip(axes, (climbed, real), ("climbed", "loudest real digit"), strict=False):
        ax.imshow(pixels, cmap="gray", vmin=0, vmax=1)
        ax.set_title(title)
        ax.axis("off")
    axes[2].plot(values, color=plots.OUTPUT)
    axes[2].axhline(most, color=plots.KERNEL, linestyle="--")
    axes[2].set(title="how loud", xlabel="step")
    return plots.png(figure)
