"""5,000 cells."""

from __future__ import annotations

from pathlib import Path

from nbformat.v4 import new_code_cell

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "the limit is"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells += [new_code_cell("pass") for _ in range(5_000)]
    write(notebook, folder / f"{NAME}.ipynb")
