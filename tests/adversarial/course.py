"""The assignment that all cases are answers to: an array, a list, a class."""

from __future__ import annotations

import shutil
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.autograder.course import KERNEL, NAME, ROOT, mark, write

__all__ = ["ALL", "NAME", "RIGHT", "SECRETS", "WRONG", "filled", "make_course", "release", "source", "write"]

ALL = 10  # automatic points
SECONDS = 2
LIMITS = {"autograder": {"forbid": ["torch", "cnnlib"], "timeout": SECONDS}}
SECRETS = ["918273", "736455", "hunter2-hidden", "564738"]  # stand in hidden tests and in the solution only

SETUP = """\
import numpy as np


def check(got, expected, message):
    assert np.shape(got) == np.shape(expected) and np.allclose(got, expected), message"""
TESTS = {
    "scale_visible": (
        1,
        """\
# Test: three numbers, doubled
check(scale(np.array([1.0, 2, 3]), 2), [2, 4, 6], "scale([1, 2, 3], 2) should be [2, 4, 6]")""",
        "",
    ),
    "scale_hidden": (
        2,
        "# Hidden test: other arrays, other factors",
        """\
x = np.array([918273.0, -2, 0.5])
np.testing.assert_allclose(scale(x, -3), x * -3)
assert isinstance(scale(x, 1), np.ndarray), "the result should be an array"
check(scale(np.arange(6).reshape(2, 3), 0.5), [[0, 0.5, 1], [1.5, 2, 2.5]], "wrong for two dimensions")
assert x[0] == 918273.0, "the input was changed\"""",
    ),
    "first_visible": (
        1,
        '# Test: three numbers\nassert first([3, 1, 2]) == 1, "first([3, 1, 2]) should be 1"',
        "",
    ),
    "first_hidden": (
        2,
        "# Hidden test: larger lists, and an empty one",
        """\
assert first([736455, 9, 12]) == 9, "wrong for some lists"
assert first(["hunter2-hidden", "zebra"]) == "hunter2-hidden", "wrong for words"
try:
    first([])
    refused = False
except ValueError:
    refused = True
assert refused, "an empty list should raise ValueError\"""",
    ),
    "Stack_visible": (
        1,
        '# Test: push, then pop\ns = Stack()\ns.push(1)\ns.push(2)\nassert s.pop() == 2, "last in, first out"',
        "",
    ),
    "Stack_hidden": (
        3,
        "# Hidden test: length, order, empty",
        """\
s = Stack()
items = [564738, "b", [3]]
for item in items:
    s.push(item)
assert len(s) == 3, "wrong length"
assert [s.pop() for _ in items] == items[::-1], "wrong order"
try:
    s.pop()
    refused = False
except IndexError:
    refused = True
assert refused, "an empty stack should raise IndexError\"""",
    ),
}
RIGHT = {
    "scale": "def scale(x, factor):\n    return np.asarray(x) * factor",
    "first": "def first(items):\n    return min(items)",
    "Stack": """\
class Stack:
    def __init__(self):
        self.items = []
    def push(self, item):
        self.items.append(item)
    def pop(self):
        return self.items.pop()
    def __len__(self):
        return len(self.items)""",
}
WRONG = {
    "scale": "def scale(x, factor):\n    return np.zeros(7)",
    "first": "def first(items):\n    return -1",
    "Stack": "class Stack:\n    push = pop = __len__ = lambda self, *items: 0",
}


def source() -> NotebookNode:
    """Return the instructor's notebook."""
    cells = [new_markdown_cell("# Problem set 1"), new_code_cell(SETUP, metadata=mark("setup"), id="setup")]
    for task, answer in RIGHT.items():
        head, _, body = answer.partition("\n")
        solution = f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
        cells.append(new_code_cell(solution, metadata=mark(task, solution=True) | LIMITS, id=task))
        for name, (points, shown, hidden) in TESTS.items():
            if name.startswith(task):
                text = f"{shown}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS" if hidden else shown
                cells.append(new_code_cell(text, metadata=mark(name, points), id=name))
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def release() -> NotebookNode:
    """Return the student's notebook: what nbgrader makes of the source."""
    notebook = source()
    for cell in notebook.cells:
        if "BEGIN SOLUTION" in cell.source:
            cell.source = (
                cell.source.partition("\n")[0] + "\n    # YOUR CODE HERE\n    raise NotImplementedError()"
            )
        if "BEGIN HIDDEN" in cell.source:
            cell.source = cell.source.partition("\n")[0]
    return notebook


def filled(cells: dict[str, str] | None = None) -> NotebookNode:
    """Return the right notebook, with the text of some cells changed."""
    notebook = release()
    for cell in notebook.cells:
        cell.source = (RIGHT | (cells or {})).get(cell.get("id"), cell.source)
    return notebook


def make_course(folder: Path) -> Path:
    """Make a course in ``folder`` with this repository's ``nbgrader_config.py``."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    write(source(), folder / "_build" / "source" / NAME / f"{NAME}.ipynb")
    return folder
