"""UTF-8 with a byte order mark."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(json.dumps(filled()).encode("utf-8-sig"), folder / f"{NAME}.ipynb")
