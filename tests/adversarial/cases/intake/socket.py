"""A socket beside a right notebook."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = None
NOTE = "special file"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / f"{NAME}.ipynb")
    os.mknod(folder / "s", stat.S_IFSOCK | 0o600)
