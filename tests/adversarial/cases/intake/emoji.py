"""A name of emoji."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import filled, write

POINTS = 10
NOTE = "was named"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / "\U0001f600 \U0001f1e9\U0001f1ea.ipynb")
