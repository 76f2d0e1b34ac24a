"""Two answers have changed names: one function is defined only after its tests."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 7


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    marks = {cell["id"]: cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata}
    marks["scale"]["grade_id"], marks["first"]["grade_id"] = "first", "scale"
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
