"""JSON nested a hundred thousand times."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, write

POINTS = None
NOTE = "nested too deeply"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write("[" * 100_000 + "]" * 100_000, folder / f"{NAME}.ipynb")
