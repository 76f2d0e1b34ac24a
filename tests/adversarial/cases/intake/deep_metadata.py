"""Metadata nested as deeply as can be read."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    deep: dict = {}
    for _ in range(200):
        deep = {"x": deep}
    notebook.metadata["deep"] = notebook.cells[0].metadata["deep"] = deep
    write(notebook, folder / f"{NAME}.ipynb")
