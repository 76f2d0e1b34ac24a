"""Raw HTML in a raw cell."""

from __future__ import annotations

from pathlib import Path

from nbformat.v4 import new_raw_cell

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells.append(new_raw_cell("<script>alert(1)</script>", metadata={"raw_mimetype": "text/html"}))
    write(notebook, folder / f"{NAME}.ipynb")
