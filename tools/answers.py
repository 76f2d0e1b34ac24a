"""Fill answers into a release notebook, as a student would: ``fill(release, {task: source})``.

The answers that prove the tests live in ``tests/answers/NN_name/<task>/{right,wrong}_*.py``, each the body of one
answer cell; ``read`` finds them by assignment.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ROOT / "tests" / "answers"


def fill(release: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return a copy of ``release`` in which the answer cell of every task of ``answers`` holds its source.

    A task is named by the ``grade_id`` of its answer cell; tasks that are not named keep their stub.
    """
    notebook = deepcopy(release)
    cells = answer_cells(notebook)
    if unknown := sorted(answers.keys() - cells.keys()):
        raise KeyError(f"no answer cell for {unknown}; this notebook has {sorted(cells)}")
    for task, source in answers.items():
        cells[task]["source"] = source
    return notebook


def answer_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the cells that a student fills in, code and text, by ``grade_id``."""
    marked = [(cell.metadata.get("nbgrader", {}), cell) for cell in notebook.cells]
    return {mark["grade_id"]: cell for mark, cell in marked if mark.get("solution")}


def with_hidden_tests(release: NotebookNode, source: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return what autograding runs: ``release`` with ``answers`` filled in and the tests of ``source`` put back."""
    notebook = fill(release, answers)
    marked = [(cell.metadata.get("nbgrader", {}), cell) for cell in source.cells]
    tests = {mark["grade_id"]: cell.source for mark, cell in marked if mark.get("locked")}
    for cell in notebook.cells:
        cell["source"] = tests.get(cell.id, cell.source)
    return notebook


def read(assignment: str, folder: Path = ANSWERS) -> dict[str, dict[str, str]]:
    """Return ``{task: {name: source}}`` of the answers kept for ``assignment``: right ones first, then wrong ones."""
    tasks = sorted(path for path in (folder / assignment).glob("*") if path.is_dir())
    return {
        task.name: {path.stem: path.read_text("utf8").rstrip("\n") for path in sorted(task.glob("*.py"))}
        for task in tasks
    }
