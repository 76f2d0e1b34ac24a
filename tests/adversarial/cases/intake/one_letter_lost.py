"""One quote is missing in the middle."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "not valid JSON"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(json.dumps(filled()).replace('"source"', '"source', 1), folder / f"{NAME}.ipynb")
