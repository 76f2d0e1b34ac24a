"""Three thousand files beside a right notebook."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "more than 2,000 files"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / f"{NAME}.ipynb")
    for number in range(3_000):
        (folder / f"{number}.txt").touch()
