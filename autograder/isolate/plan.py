"""Which cell of a notebook runs where: decided from the instructor's metadata, before anything runs."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils

from autograder.hidden import BEGIN
from autograder.isolate import names

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__doc__", "get_ipython", "display", "In", "Out", "_"}


@dataclass
class Step:
    """One code cell, and how it is run."""

    cell: NotebookNode
    index: int  # in the notebook
    number: int  # In[number]
    kind: str  # student: beside the student's code; test: beside the tests; instructor: in both
    seconds: float
    forbid: tuple[str, ...]
    quiet: bool = False  # it holds a hidden test, during which the student's code is not heard
    wanted: list[str] = field(default_factory=list)  # names that a test may need from the student
    students: list[str] = field(default_factory=list)  # names that student cells since the last test define
    classes: list[str] = field(default_factory=list)

    @property
    def for_student(self) -> bool:
        """Whether the student's process runs this cell."""
        return self.kind != "test"

    @property
    def for_tests(self) -> bool:
        """Whether the process of the tests runs this cell."""
        return self.kind != "student"

    @property
    def name(self) -> str:
        """How to speak of this cell: by its nbgrader name, or by its place for a student's own."""
        name = self.cell.metadata.get("nbgrader", {}).get("grade_id")
        return f"cell {name}" if name else f"cell {self.index + 1} (not part of the release)"


def plan(cells: list[NotebookNode], seconds: float, hidden: str = BEGIN) -> list[Step]:
    """Return the steps of a notebook; an answer cell's limits hold for what follows, up to the next answer cell.

    ``hidden`` marks the beginning of a hidden test.
    """
    steps: list[Step] = []
    forbid = next((forbidden(cell) for cell in cells if utils.is_solution(cell)), ())
    limit = seconds
    for index, cell in enumerate(cells):
        if utils.is_solution(cell):
            forbid, limit = forbidden(cell), time_limit(cell, seconds)
        if cell.cell_type == "code" and cell.source.strip():
            steps.append(
                Step(cell, index, len(steps) + 1, kind_of(cell), limit, forbid, hidden in cell.source)
            )
    name_students(steps)
    return steps


def kind_of(cell: NotebookNode) -> str:
    """Return where a cell runs. A cell of unknown origin is taken for the student's."""
    if utils.is_solution(cell):
        return "student"
    if utils.is_grade(cell):
        return "test"
    own = ours(cell).get("own", not utils.is_locked(cell))
    return "student" if own else "instructor"


def name_students(steps: Iterable[Step]) -> None:
    """Find out which names each cell of the instructor's may need from the student."""
    known: set[str] = set()  # names that the tests' process has
    answers: set[str] = set()  # names that the release's answer cells define
    open_names: dict[str, None] = {}  # used by earlier cells of the instructor's, and defined by none
    fresh: list[str] = []
    classes: list[str] = []
    for step in steps:
        stub = ours(step.cell)
        if not step.for_tests:
            fresh += stub.get("names", [])
            classes += stub.get("classes", [])
            answers |= set(stub.get("names", []))
            known -= answers
            continue
        source = step.cell.source
        needs = dict.fromkeys(
            [*names.needed(source), *open_names, *(name for name in answers if name in source)]
        )
        missing = [name for name in needs if name not in known and (name in answers or name not in BUILTINS)]
        open_names |= dict.fromkeys(missing)
        step.wanted, step.students, step.classes = missing, fresh, list(classes)
        known |= set(names.defined(source)[0])
        fresh = []


def ours(part: NotebookNode) -> dict[str, Any]:
    """Return the autograder's metadata of a cell or of a notebook, which comes from the release."""
    found = part.metadata.get("autograder", {})
    return found if isinstance(found, dict) else {}


def forbidden(cell: NotebookNode) -> tuple[str, ...]:
    """Return the modules that a task forbids."""
    return tuple(sorted(str(name) for name in ours(cell).get("forbid", [])))


def time_limit(cell: NotebookNode, default: float) -> float:
    """Return the seconds that each cell of a task may take."""
    seconds = ours(cell).get("timeout", default)
    return seconds if isinstance(seconds, int | float) and seconds > 0 else default
