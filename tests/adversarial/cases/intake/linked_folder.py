"""A subfolder that is a link to the source of the tests."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "is a link"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / f"{NAME}.ipynb")
    (folder / "data").symlink_to(folder.parents[3] / "_build")
