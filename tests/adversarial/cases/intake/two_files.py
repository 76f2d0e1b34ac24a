"""Two notebooks, neither under the right name."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import filled, write

POINTS = None
NOTE = "could be any of a.ipynb, b.ipynb"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / "a.ipynb")
    write(filled(), folder / "b.ipynb")
