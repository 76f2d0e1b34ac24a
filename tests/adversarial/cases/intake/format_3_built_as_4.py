"""Says format 3, is built as 4."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook["nbformat"] = 3
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
