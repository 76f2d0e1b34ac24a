"""Tests that give 1,000 points, in a notebook that answers wrongly."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, WRONG, filled, write

POINTS = 7


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled({"first": WRONG["first"]})
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["points"] = 1000
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
