"""Latin-1 with an accent in a comment."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10
NOTE = "not UTF-8"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled({"first": "# déjà vu\ndef first(items):\n    return min(items)"})
    write(json.dumps(notebook, ensure_ascii=False).encode("latin-1"), folder / f"{NAME}.ipynb")
