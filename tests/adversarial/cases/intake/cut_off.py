"""The end of the file is missing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "cut off"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(json.dumps(filled())[:-300], folder / f"{NAME}.ipynb")
