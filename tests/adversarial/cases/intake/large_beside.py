"""A file of 301 MB beside a right notebook."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "the limit is"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / f"{NAME}.ipynb")
    with (folder / "data.bin").open("wb") as file:
        file.truncate(301_000_000)
