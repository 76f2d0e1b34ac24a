"""All tests are deleted."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10
NOTE = "put back"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells = [
        cell for cell in notebook.cells if "assert" not in cell.source and "Hidden" not in cell.source
    ]
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
