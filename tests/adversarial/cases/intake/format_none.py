"""No format at all."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    del notebook["nbformat"], notebook["nbformat_minor"]
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
