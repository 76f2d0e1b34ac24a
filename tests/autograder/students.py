"""The class of the end-to-end test: what each student hands in, and what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.autograder.course import NAME, RIGHT, filled, release, write

NOTEBOOK = f"{NAME}.ipynb"


class Student(NamedTuple):
    """One submission: how its folder is filled, its automatic points (None: none), a part of its note."""

    hand_in: Callable[[Path], object]
    points: float | None
    note: str = ""


def hands_in(notebook: NotebookNode | str | bytes, name: str = NOTEBOOK) -> Callable[[Path], object]:
    """Return what writes ``notebook`` into a submission's folder."""
    return lambda folder: write(notebook, folder / name)


def answers(**changes: str) -> NotebookNode:
    """Return the right notebook with some answers changed."""
    return filled(RIGHT | changes)


def edited(change: Callable[[NotebookNode], object]) -> NotebookNode:
    """Return the right notebook after ``change``."""
    notebook = answers()
    change(notebook)
    return notebook


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the cell with this nbgrader name."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def without(*names: str) -> Callable[[NotebookNode], object]:
    """Return what deletes the cells of these names."""
    return lambda notebook: [notebook.cells.remove(cell(notebook, name)) for name in names]


def doubled_test(notebook: NotebookNode) -> None:
    """Copy and paste a test cell, nbgrader metadata included."""
    at = notebook.cells.index(cell(notebook, "double_visible"))
    notebook.cells.insert(at, json_copy(notebook.cells[at]))


def doubled_answer(notebook: NotebookNode) -> None:
    """Keep the stub, and work on a copy of it right below."""
    at = notebook.cells.index(cell(notebook, "double"))
    stub = json_copy(notebook.cells[at])
    stub.source = cell(release(), "double").source
    notebook.cells.insert(at, stub)


def json_copy(node: NotebookNode) -> NotebookNode:
    """Return a deep copy of a cell."""
    return NotebookNode(json.loads(json.dumps(node), object_hook=NotebookNode))


def retyped_and_weakened(notebook: NotebookNode) -> None:
    """Turn one test into text, empty another, and let a tag skip the third."""
    one = cell(notebook, "double_hidden")
    one.cell_type = "markdown"
    del one["outputs"], one["execution_count"]
    cell(notebook, "first_hidden").source = "pass"
    cell(notebook, "first_visible").metadata["tags"] = ["skip-execution"]


def stripped(notebook: NotebookNode) -> None:
    """Lose all metadata, ids and the kernel, as some tools do."""
    for one in notebook.cells:
        one.metadata = {}
        one.pop("id", None)
    notebook.metadata, notebook.nbformat_minor = {}, 4


def odd_metadata(notebook: NotebookNode) -> None:
    """Give nbgrader's metadata shapes that it does not expect, and name a kernel that is not there."""
    cell(notebook, "first_hidden").metadata["nbgrader"]["points"] = 1000
    cell(notebook, "double_hidden").metadata["nbgrader"]["schema_version"] = 99
    cell(notebook, "double_visible").metadata["nbgrader"] = {}
    notebook.cells[-1].metadata["nbgrader"] = "text"
    notebook.metadata = {"kernelspec": {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}}


def with_cell(after: str, source: str) -> Callable[[NotebookNode], object]:
    """Return what adds a cell of the student's own after the cell of this name."""

    def change(notebook: NotebookNode) -> None:
        notebook.cells.insert(notebook.cells.index(cell(notebook, after)) + 1, new_code_cell(source))

    return change


def set_source(notebook: NotebookNode, at: int, source: str) -> None:
    """Rewrite one cell."""
    notebook.cells[at].source = source


ADDS = "def double(x):\n    return operator.add(x, x)"
FIRST_BY_LOOP = """\
def first(items):
    low, *rest = items
    for item in rest:
        low = item if item < low else low
    return low"""
IDENTITY = "def double(x):\n    return x"
WARNS = """\
import sys, warnings, logging
def double(x):
    print("working"); print("careful", file=sys.stderr); warnings.warn("old"); logging.error("logged")
    return 2 * x"""
ECHO = """\
print("\\n".join(In))  # everything that ran so far, hidden tests included
print(repr(In))
display(In)
raise RuntimeError("\\n".join(In))"""
SPY = (
    "def first(items):\n    frame = __import__('sys')._getframe(1)\n    raise ValueError(In[-1] + str(items))"
)
LOOP = "def first(items):\n    while True:\n        pass"
STUBBORN = """\
while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        pass"""
FLOOD = "def double(x):\n    return 2 * x\nfor _ in range(50):\n    print('x' * 1_000_000)"
TRUNCATED = json.dumps(answers())[:-200]

CLASS = {
    "right01": Student(hands_in(answers()), 7),
    "right02": Student(hands_in(answers(double="double = lambda x: x * 2", first="first = min")), 7),
    "right03": Student(hands_in(answers(first=FIRST_BY_LOOP)), 7),
    "partly": Student(hands_in(answers(first="def first(items):\n    return 1")), 4),
    "wrong": Student(hands_in(answers(double=IDENTITY, first="def first(items):\n    return 0")), 0),
    "untouched": Student(hands_in(release()), 0),
    "warns": Student(hands_in(answers(double=WARNS)), 7),
    "cutoff": Student(hands_in(TRUNCATED), None, "cut off"),
    "nojson": Student(hands_in("<html>Not found</html>"), None, "not valid JSON"),
    "empty": Student(hands_in(""), None, "is empty"),
    "bom": Student(hands_in(b"\xef\xbb\xbf" + json.dumps(answers()).encode()), 7),
    "latin1": Student(
        hands_in(json.dumps(answers(why="Déjà vu."), ensure_ascii=False).encode("latin-1")), 7, "not UTF-8"
    ),
    "renamed": Student(hands_in(answers(), "My solution (1).ipynb"), 7, "was named My solution"),
    "twofiles": Student(
        lambda folder: [write(answers(), folder / "a.ipynb"), write(release(), folder / "b.ipynb")],
        None,
        "could be any of a.ipynb, b.ipynb",
    ),
    "copied": Student(
        lambda folder: [
            write(release(), folder / NOTEBOOK),
            write(answers(), folder / f"{NAME}-Copy1.ipynb"),
        ],
        None,
        "as it was released, but there is also",
    ),
    "nothing": Student(hands_in("I could not do it.", "readme.txt"), None, "is missing"),
    "othercourse": Student(
        hands_in(filled({}, edited(without("double", "first", "why")))), None, "none of this"
    ),
    "deleted": Student(hands_in(edited(without("double_hidden", "first_visible"))), 7, "put back"),
    "doubled": Student(hands_in(edited(doubled_test)), 7, "more than once"),
    "secondtry": Student(hands_in(edited(doubled_answer)), 7, "more than once"),
    "weakened": Student(hands_in(edited(retyped_and_weakened)), 7, "replaced by the released ones"),
    "stripped": Student(hands_in(edited(stripped)), 7, "found by their place"),
    "oddmeta": Student(hands_in(edited(odd_metadata)), 7),
    "imports": Student(
        hands_in(
            edited(
                lambda notebook: (set_source(notebook, 1, "import operator"), set_source(notebook, 3, ADDS))
            )
        ),
        7,
    ),
    "loop": Student(hands_in(answers(first=LOOP)), 3, "took too long"),
    "stubborn": Student(hands_in(edited(with_cell("double_hidden", STUBBORN))), 7, "could not be stopped"),
    "exits": Student(hands_in(answers(first="import os\nos._exit(0)")), 3, "cell first: Python ended"),
    "flood": Student(hands_in(answers(double=FLOOD)), 7, "output was cut: cell double"),
    "echo": Student(hands_in(edited(with_cell("first_hidden", ECHO))), 7),
    "spy": Student(hands_in(answers(first=SPY)), 3),
    "thelast": Student(hands_in(answers()), 7),
}
