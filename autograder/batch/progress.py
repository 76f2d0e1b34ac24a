"""Show how far a batch is: a line that renews itself on a terminal, a line now and then in a file."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 30
EVERY = {True: 0.1, False: 10.0}  # seconds between two lines, on a terminal and elsewhere


class Progress:
    """A bar, the time left, and the number of problems so far."""

    def __init__(self, total: int, to: TextIO | None = None) -> None:
        self.total, self.to = total, to or sys.stderr
        self.live = self.to.isatty()
        self.begun = self.shown = time.monotonic()
        self.done = self.problems = 0

    def step(self, problem: bool) -> None:
        """Count one submission."""
        self.done += 1
        self.problems += problem
        now = time.monotonic()
        if now - self.shown >= EVERY[self.live]:
            self.shown = now
            self.show(now)

    def show(self, now: float) -> None:
        """Write the line."""
        full = WIDTH * self.done // max(self.total, 1)
        left = (now - self.begun) / max(self.done, 1) * (self.total - self.done)
        bar = "#" * full + "." * (WIDTH - full)
        text = f"[{bar}] {self.done}/{self.total}, {clock(left)} left, {self.problems} need you"
        self.to.write(f"\r{text}\x1b[K" if self.live else text + "\n")
        self.to.flush()

    def close(self) -> None:
        """Take the line away."""
        if self.live:
            self.to.write("\r\x1b[K")
            self.to.flush()


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds, or as hours and minutes with their names."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
