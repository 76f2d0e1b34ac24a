"""A JSON text that holds the notebook."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "a str and not an object"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(json.dumps(json.dumps(filled())), folder / f"{NAME}.ipynb")
