"""Notebook format 3."""

from __future__ import annotations

from pathlib import Path

import nbformat

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(nbformat.writes(nbformat.convert(filled(), 3), version=3), folder / f"{NAME}.ipynb")
