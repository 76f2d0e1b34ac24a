"""A course as small as can be: one assignment that needs no library, so that a notebook is graded in half a second."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]
NAME = "ps1"
POINTS = 10  # of which the written question has 3
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

DOUBLE = """\
def double(x):
    ### BEGIN SOLUTION
    answer_of_the_instructor = x + x
    return answer_of_the_instructor
    ### END SOLUTION"""
DOUBLE_VISIBLE = """\
# Test: double of 3
assert double(3) == 6, f"double(3) should be 6, got {double(3)}\""""
DOUBLE_HIDDEN = """\
# Hidden test: other numbers
### BEGIN HIDDEN TESTS
secret_input = -1234.5
assert double(secret_input) == -2469.0, "double is wrong for some negative numbers"
assert double("ab") == "abab", "double is wrong for text"
### END HIDDEN TESTS"""
FIRST = """\
def first(items):
    ### BEGIN SOLUTION
    return sorted(items)[0]
    ### END SOLUTION"""
FIRST_VISIBLE = """\
# Test: first of three
assert first([3, 1, 2]) == 1, "first([3, 1, 2]) should be 1\""""
FIRST_HIDDEN = """\
# Hidden test: larger lists
### BEGIN HIDDEN TESTS
hidden_items = [987, 654, 321]
assert first(hidden_items) == 321, "first is wrong for some lists"
### END HIDDEN TESTS"""

RIGHT = {
    "double": "def double(x):\n    return x + x",
    "first": "def first(items):\n    return min(items)",
    "why": "Because adding a number to itself doubles it.",
}


def mark(name: str, points: int = 0, solution: bool = False) -> dict:
    """Return nbgrader's metadata for a cell: graded where it has points, locked where it is no answer."""
    nbgrader = {
        "grade_id": name,
        "schema_version": 3,
        "grade": points > 0,
        "solution": solution,
        "locked": not solution,
    }
    return {"nbgrader": nbgrader | ({"points": points} if points else {})}


def source() -> NotebookNode:
    """Return the instructor's notebook."""
    cells = [
        new_markdown_cell("# Problem set 1"),
        new_code_cell("import math"),
        new_markdown_cell("Double a number."),
        new_code_cell(DOUBLE, metadata=mark("double", solution=True)),
        new_code_cell(DOUBLE_VISIBLE, metadata=mark("double_visible", 1)),
        new_code_cell(DOUBLE_HIDDEN, metadata=mark("double_hidden", 2)),
        new_markdown_cell("Find the smallest."),
        new_code_cell(FIRST, metadata=mark("first", solution=True) | {"autograder": {"timeout": 2}}),
        new_code_cell(FIRST_VISIBLE, metadata=mark("first_visible", 1)),
        new_code_cell(FIRST_HIDDEN, metadata=mark("first_hidden", 3)),
        new_markdown_cell("Why does it work?", metadata=mark("why", 3, solution=True)),
    ]
    for number, cell in enumerate(cells):
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", f"plain-{number}")
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def release() -> NotebookNode:
    """Return the student's notebook: what nbgrader makes of the source."""
    notebook = source()
    for cell in notebook.cells:
        if "BEGIN SOLUTION" in cell.source:
            head = cell.source.partition("\n")[0]
            cell.source = f"{head}\n    # YOUR CODE HERE\n    raise NotImplementedError()"
        if "BEGIN HIDDEN" in cell.source:
            cell.source = cell.source.partition("\n")[0]
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "why":
            cell.source = "YOUR ANSWER HERE"
    return notebook


def filled(answers: dict[str, str], notebook: NotebookNode | None = None) -> NotebookNode:
    """Return a release with answers in the cells of these names."""
    notebook = notebook or release()
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    return notebook


def write(notebook: NotebookNode | str | bytes, path: Path) -> Path:
    """Write a notebook, or what pretends to be one, to ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, bytes):
        path.write_bytes(notebook)
    else:
        path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook, indent=1), "utf8")
    return path


def make_course(folder: Path, config: str = "") -> Path:
    """Make a course in ``folder`` with this repository's ``nbgrader_config.py``, and lines of ``config`` after it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    with (folder / "nbgrader_config.py").open("a", encoding="utf8") as file:
        file.write(f"\n{config}\n")
    nbformat.validate(source())
    write(source(), folder / "_build" / "source" / NAME / f"{NAME}.ipynb")
    return folder
