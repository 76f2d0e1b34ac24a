"""Texts in lists, some with an odd entry."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10
NOTE = "broken cells"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    for cell in notebook.cells:
        cell["source"] = cell.source.splitlines(keepends=True)
    notebook.cells.append({"cell_type": "code", "source": ["a", 7]})
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
