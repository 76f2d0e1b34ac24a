"""A file of 200 MB that takes no room on the disk."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME

POINTS = None
NOTE = "the limit is"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    with (folder / f"{NAME}.ipynb").open("wb") as file:
        file.truncate(200_000_000)
