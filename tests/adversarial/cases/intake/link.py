"""The notebook is a link to a file of the system."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME

POINTS = None
NOTE = "is a link"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    (folder / f"{NAME}.ipynb").symlink_to("/etc/hostname")
