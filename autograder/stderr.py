"""Let a correct answer that warns or logs keep its marks: nbgrader gives a test cell 0 for any line on stderr."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor


class WarningsKeepMarks(NbGraderPreprocessor):
    """Turn stderr of test cells into plain output; what is wrong shows as an error, never as text on a stream."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Relabel the streams of one test cell."""
        if cell.cell_type == "code" and utils.is_grade(cell):
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.name = "stdout"
        return cell, resources
