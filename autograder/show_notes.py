"""Put what was odd about a submission on top of the graded notebook, where formgrader and feedback show it."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.notes import Notes


class ShowNotes(NbGraderPreprocessor):
    """Add one text cell with the notes of intake and execution, and enter them into the assignment's notes."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write the notes of one notebook, if it has any."""
        remarks = nb.metadata.get("autograder", {}).get("notes", [])
        if remarks:
            lines = "\n".join(f"- {literal(line)}" for line in remarks)
            nb.cells.insert(
                0, new_markdown_cell(f"**Notes from the autograder**\n\n{lines}", id="autograder-notes")
            )
        task = resources["nbgrader"]
        exporter: Any = self.parent
        notes = Notes.of(exporter.parent.coursedir, task["assignment"])
        notes.graded(task["student"], task["notebook"], remarks)
        return nb, resources


def literal(line: str) -> str:
    """Return ``line`` (it may hold a file name that a student chose) as Markdown that shows it and does nothing."""
    return re.sub(r"([^\w\s,.;:]|_)", r"\\\1", " ".join(line.split()))
