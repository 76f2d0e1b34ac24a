"""A named pipe beside a right notebook."""

from __future__ import annotations

import os
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "named pipe"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / f"{NAME}.ipynb")
    os.mkfifo(folder / "data.csv")
