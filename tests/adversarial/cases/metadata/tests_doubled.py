"""Every cell stands there twice."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10
NOTE = "more than once"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells = [cell for cell in notebook.cells for _ in range(2)]
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
