"""The release under the right name, the work in a copy."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, release, write

POINTS = None
NOTE = "there is also"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(release(), folder / f"{NAME}.ipynb")
    write(filled(), folder / f"{NAME}-Copy1.ipynb")
