"""Entries between the cells that are none."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10
NOTE = "broken cells"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells[1:1] = [None, 7, "x", [], {}, {"source": 7}, {"cell_type": "code"}]
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
