"""A second name for the right notebook."""

from __future__ import annotations

import os
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10
NOTE = "beside it: copy.ipynb"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    os.link(write(filled(), folder / f"{NAME}.ipynb"), folder / "copy.ipynb")
