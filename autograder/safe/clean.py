"""The step of ``nbgrader autograde`` after the cells have run: what they put out can only be looked at."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.safe.outputs import count, safe_output


class CleanOutputs(NbGraderPreprocessor):
    """Replace all outputs of a notebook by what may be shown of them."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Clean one notebook."""
        nb.metadata.pop("widgets", None)
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Clean the outputs of one cell."""
        if cell.cell_type == "code":
            outputs = [safe_output(output) for output in cell.outputs]
            cell.outputs = [output for output in outputs if output is not None]
            cell.execution_count = count(cell.execution_count)
        return cell, resources
