"""A zero character in one answer: Python cannot run that one."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 7


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled({"first": "def first(items):\n    return min(items)\x00"}), folder / f"{NAME}.ipynb")
