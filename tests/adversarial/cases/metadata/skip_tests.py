"""A tag that lets nbgrader skip the tests of a wrong answer."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, WRONG, filled, write

POINTS = 7


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled({"first": WRONG["first"]})
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
