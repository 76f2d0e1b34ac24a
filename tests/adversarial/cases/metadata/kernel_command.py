"""A kernel that is a command."""

from __future__ import annotations

import json
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.metadata = {
        "kernelspec": {"name": "../../bin/sh -c id", "display_name": "x", "language": "bash"}
    }
    write(json.dumps(notebook), folder / f"{NAME}.ipynb")
