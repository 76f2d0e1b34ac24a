"""Windows line ends in the file and in the cells."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    write(json.dumps(notebook, indent=1).replace("\n", "\r\n").encode(), folder / f"{NAME}.ipynb")
