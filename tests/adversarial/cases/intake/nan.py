"""NaN, Infinity and 1e999 where numbers stand."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(
        json.dumps(filled()).replace(
            '"nbformat": 4', '"x": [NaN, Infinity, -Infinity, 1e999], "nbformat": 4'
        ),
        folder / f"{NAME}.ipynb",
    )
