"""A list of cells without a notebook around it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "a list and not an object"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(json.dumps(filled().cells), folder / f"{NAME}.ipynb")
