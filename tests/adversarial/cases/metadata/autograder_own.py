"""The autograder's own metadata, to be allowed everything and for ever."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    for cell in notebook.cells:
        cell.metadata["autograder"] = {"forbid": [], "timeout": 9999, "notes": ["x"]}
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
