"""A kernel that is a number."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.metadata = {"kernelspec": 7, "language_info": [1]}
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
