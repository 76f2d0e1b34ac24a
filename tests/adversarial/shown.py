"""What a browser would do with a graded submission: nothing, if all of its Markdown, outputs and files are harmless."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.safe.files import could_act
from autograder.safe.html import is_harmless
from autograder.safe.markdown import render
from tests.adversarial.course import NAME

SHOWN = {"text/plain", "text/html", "text/markdown", "image/png", "image/jpeg", "image/svg+xml"}


def what_acts(folder: Path) -> list[str]:
    """Return what could act of the graded submission in ``folder``."""
    found = [path.name for path in folder.rglob("*") if path.suffix != ".ipynb" and could_act(path.name)]
    for at, cell in enumerate(nbformat.read(folder / f"{NAME}.ipynb", 4).cells):
        if cell.cell_type != "code":
            fine = cell.cell_type == "markdown" and is_harmless(
                render(cell.source, cell.get("attachments", {}))
            )
            found += [] if fine else [f"cell {at}: {cell.source[:80]}"]
        for data in (output.data for output in cell.get("outputs", []) if "data" in output):
            pages = data.get("text/html", ""), render(data.get("text/markdown", ""), {})
            found += (
                []
                if data.keys() <= SHOWN and all(map(is_harmless, pages))
                else [f"output of {at}: {list(data)}"]
            )
    return found
