"""Pages and drawings beside the notebook, which formgrader would serve."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    write(filled(), folder / f"{NAME}.ipynb")
    for name in ("index.html", "x.svg", "x.xhtml", "X.HTM", "x.xml"):
        write("<script>alert(1)</script>", folder / name)
