"""The notebook is a link to another student's right answers."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME

POINTS = None
NOTE = "is a link"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    other = sorted(folder.parents[1].iterdir())[0]
    (folder / f"{NAME}.ipynb").symlink_to(other / NAME / f"{NAME}.ipynb")
