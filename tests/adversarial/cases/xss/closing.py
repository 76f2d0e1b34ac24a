"""Tags that close the page's own."""

from __future__ import annotations

from pathlib import Path

from nbformat.v4 import new_markdown_cell

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells.append(new_markdown_cell("</div></div></div><div class=score>"))
    write(notebook, folder / f"{NAME}.ipynb")
