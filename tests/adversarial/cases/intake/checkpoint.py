"""Only the checkpoint that Jupyter keeps."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "is missing"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / ".ipynb_checkpoints" / f"{NAME}-checkpoint.ipynb")
