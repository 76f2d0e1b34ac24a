"""HTML that changes when it is parsed again."""

from __future__ import annotations

from pathlib import Path

from nbformat.v4 import new_markdown_cell

from tests.adversarial.course import NAME, filled, write

POINTS = 10


def hand_in(folder: Path) -> None:
    """Write the submission into its (existing, empty) folder."""
    notebook = filled()
    notebook.cells.append(
        new_markdown_cell(
            "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>"
        )
    )
    write(notebook, folder / f"{NAME}.ipynb")
