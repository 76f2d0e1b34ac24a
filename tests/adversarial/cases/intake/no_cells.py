"""A notebook without its list of cells."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, write

POINTS = None
NOTE = "no list of cells"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write('{"nbformat": 4, "metadata": {}}', folder / f"{NAME}.ipynb")
