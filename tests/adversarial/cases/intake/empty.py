"""No bytes at all."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, write

POINTS = None
NOTE = "is empty"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(b"", folder / f"{NAME}.ipynb")
