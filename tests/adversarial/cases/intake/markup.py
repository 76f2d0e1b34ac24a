"""A name that is HTML."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import filled, write

POINTS = 10
NOTE = "was named"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / "<img src=x onerror=alert(1)>.ipynb")
