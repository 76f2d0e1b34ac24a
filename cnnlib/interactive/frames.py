"""Figures that need Python to draw: every picture is made beforehand, sliders choose among them."""

import base64
import io
import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from .figure import Interactive

MAX_FRAMES = 200
MAX_BYTES = 2_000_000  # a page stays below 3 MB


def explore(fn: Callable[..., Any], label: str, *, dpi: int = 96, **grid: Sequence[Any]) -> Interactive:
    """Draw ``fn(**parameters)`` for every combination of the grid and show it with one slider per parameter.

    ``fn`` returns a matplotlib figure, or a figure and a sentence that says the result in words.
    For pictures that JavaScript cannot compute; where it can, a module of its own is lighter and smoother.
    """
    count = math.prod(len(values) for values in grid.values())
    if not grid or not 1 <= count <= MAX_FRAMES:
        raise ValueError(f"expected 1 to {MAX_FRAMES} pictures in the grid, got {count if grid else 0}")
    start = [len(values) // 2 for values in grid.values()]
    frames: list[bytes] = []
    texts: list[str] = []
    fallback = None
    for at in itertools.product(*(range(len(values)) for values in grid.values())):
        drawn = fn(**{name: values[i] for (name, values), i in zip(grid.items(), at, strict=True)})
        figure, text = drawn if isinstance(drawn, tuple) else (drawn, "")
        frames.append(_picture(figure, "webp", dpi))
        texts.append(text)
        if list(at) == start:
            fallback = _picture(figure, "png", dpi)
        _close(figure)
    size = sum(map(len, frames))
    if size > MAX_BYTES:
        raise ValueError(
            f"expected at most {MAX_BYTES:,} bytes of pictures, got {size:,} in {count} pictures; "
            "draw fewer or smaller ones"
        )
    return Interactive(
        "frames",
        label,
        fallback=fallback,
        alt=label,
        names=list(grid),
        values=[[str(value) for value in values] for values in grid.values()],
        frames=[base64.b64encode(frame).decode() for frame in frames],
        texts=texts,
        mime="image/webp",
        index=start,
    )


def _picture(figure: Any, form: str, dpi: int) -> bytes:
    out = io.BytesIO()
    quality = {"pil_kwargs": {"quality": 80}} if form == "webp" else {}
    figure.savefig(out, format=form, dpi=dpi, **quality)
    return out.getvalue()


def _close(figure: Any) -> None:
    from matplotlib import pyplot  # heavy, and only who draws needs it

    pyplot.close(figure)
