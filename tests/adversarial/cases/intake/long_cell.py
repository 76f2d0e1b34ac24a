"""A cell of a million and one characters."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "the limit is"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled({"first": "x" * 1_000_001}), folder / f"{NAME}.ipynb")
