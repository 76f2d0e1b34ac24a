"""Say in feedback which answers a person has not graded yet: nbgrader shows them as 0 points."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List


class OpenPoints(NbGraderPreprocessor):
    """Mark graded cells without a grade, and add up their points for the page's headline."""

    display_data_priority = List(NbGraderPreprocessor.display_data_priority.default()).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Look each graded cell up in the gradebook."""
        task = resources["nbgrader"]
        task["open_points"] = 0
        with Gradebook(task["db_url"]) as gradebook:
            for cell in nb.cells:
                if utils.is_grade(cell) or utils.is_task(cell):
                    mark = cell.metadata.nbgrader
                    place = mark.grade_id, task["notebook"], task["assignment"], task["student"]
                    mark["open"] = gradebook.find_grade(*place).needs_manual_grade
                    task["open_points"] += mark.points if mark.open else 0
        return nb, resources
