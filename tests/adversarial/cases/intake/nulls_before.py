"""Zero bytes before the notebook."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(b"\x00" * 64 + json.dumps(filled()).encode(), folder / f"{NAME}.ipynb")
