"""Outputs of every wrong type."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    for number, cell in enumerate(notebook.cells):
        cell["outputs"] = [None, 7, "x", {"output_type": "x"}, [[]]][number % 5]
        cell["execution_count"] = ["x", {}, -1][number % 3]
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
