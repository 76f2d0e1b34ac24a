"""1,500 cells of text beside the answers."""

from __future__ import annotations

from pathlib import Path

from nbformat.v4 import new_markdown_cell

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells += [new_markdown_cell(f"note {number}") for number in range(1_500)]
    write(notebook, folder / f"{NAME}.ipynb")
