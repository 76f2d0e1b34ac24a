"""A PDF."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, write

POINTS = None
NOTE = "is missing"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(b"%PDF-1.7", folder / f"{NAME}.pdf")
