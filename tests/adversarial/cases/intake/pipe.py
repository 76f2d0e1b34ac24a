"""The notebook is a named pipe: to read it would take for ever."""

from __future__ import annotations

import os
from pathlib import Path

from tests.adversarial.course import NAME

POINTS = None
NOTE = "named pipe"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    os.mkfifo(folder / f"{NAME}.ipynb")
