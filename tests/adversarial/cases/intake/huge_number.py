"""A whole number with 10,000 digits in the metadata."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "not valid JSON"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(
        json.dumps(filled()).replace('"nbformat": 4', f'"x": {"9" * 10_000}, "nbformat": 4'),
        folder / f"{NAME}.ipynb",
    )
