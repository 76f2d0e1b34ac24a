"""Grade a notebook as the autograder does: rebuilt on the release, hidden tests put back, run in isolation."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from autograder.graft import graft
from autograder.isolate.runner import Runner
from autograder.reading import Cell
from tools.exercise_rules import is_test

from .sources import graded, release, source


def grade(runner: Runner, name: str, submission: NotebookNode) -> tuple[dict[str, float], list[str]]:
    """Return the points of each test cell of assignment ``name``, and the notes on the run."""
    handed = [
        Cell(c.cell_type, c.source, c.metadata.get("nbgrader", {}).get("grade_id"), c.id)
        for c in submission.cells
    ]
    notebook, _ = graft(release(name), handed)
    tests = {cell.id: cell.source for cell in source(name).cells if is_test(cell)}
    for cell in notebook.cells:
        cell.source = tests.get(cell.id, cell.source)
    notes = runner.run(notebook)
    return {
        c.id: float(determine_grade(c)[0] or 0) for c in notebook.cells if graded(c) and is_test(c)
    }, notes
