"""The page that says that the file was not found."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, write

POINTS = None
NOTE = "not valid JSON"


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write("<!DOCTYPE html><html><body>404</body></html>", folder / f"{NAME}.ipynb")
