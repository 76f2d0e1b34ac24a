"""The list of cells stands in the file twice: the second counts, as in every JSON reader."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write('{"cells": [], ' + json.dumps(filled())[1:], folder / f"{NAME}.ipynb")
