"""A progress bar: one line on a terminal, nothing anywhere else."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
SECONDS_BETWEEN = 0.1


def progress(items: Iterable[Item], total: int, label: str, show: bool) -> Iterator[Item]:
    """Yield the items and redraw a bar on stderr, at most ten times a second; at the end the line is empty again.

    >>> list(progress("abc", total=3, label="letters", show=False))
    ['a', 'b', 'c']
    """
    if not show:
        yield from items
        return
    drawn = float("-inf")
    try:
        for done, item in enumerate(items):
            if time.monotonic() - drawn >= SECONDS_BETWEEN:
                drawn, filled = time.monotonic(), 20 * done // total
                print(f"\r{label} [{'#' * filled}{'.' * (20 - filled)}]", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        print(f"\r{' ' * (len(label) + 23)}\r", end="", file=sys.stderr, flush=True)


def on_terminal() -> bool:
    """Say whether stderr is a terminal: not in a notebook, a pipe or the build of the book.

    >>> on_terminal() in (True, False)
    True
    """
    return sys.stderr is not None and sys.stderr.isatty()
