"""One answer is deleted."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 7
NOTE = "missing: first"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells = [cell for cell in notebook.cells if cell["id"] != "first"]
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
