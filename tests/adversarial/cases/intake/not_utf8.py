"""A name that is not UTF-8."""

from __future__ import annotations

import os
from pathlib import Path

from tests.adversarial.course import filled, write

POINTS = 10
NOTE = "was named"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / os.fsdecode(b"\xff\xfe.ipynb"))
