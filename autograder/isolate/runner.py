"""Run a submission's notebook, isolated: what other parts of the autograder call.

    with Runner() as runner:
        notes = runner.run(notebook, files)

A runner keeps its warm parents from one notebook to the next. It does one notebook at a time; several runners, in one
process or in many, know nothing of each other.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.isolate import sandbox
from autograder.isolate.parent import Infrastructure, Limits, Parent
from autograder.isolate.plan import Step, plan
from autograder.isolate.student_run import Room, Shown, StudentRun
from autograder.isolate.test_run import TestRun

LIBRARIES = {
    "numpy": "numpy",
    "matplotlib": "matplotlib.pyplot",
    "torch": "torch",
    "scipy": "scipy",
    "pandas": "pandas",
}
MAX_PARENTS = 6  # of which an assignment needs two for each set of forbidden modules
NOT_ISOLATED = "graded without isolation: this machine cannot isolate ({why})"


class Runner:
    """Warm parents, and the way of a notebook through them."""

    def __init__(
        self,
        seconds: float = 10,
        room: Room | None = None,
        limits: Limits | None = None,
        allow_unisolated: bool = False,
    ) -> None:
        """Raise ``Unavailable`` where this machine cannot isolate and ``allow_unisolated`` is not set."""
        self.seconds, self.room, self.limits = seconds, room or Room(), limits or Limits()
        self.problem = sandbox.problem()
        if self.problem and not allow_unisolated:
            raise sandbox.Unavailable(sandbox.HELP.format(why=self.problem))
        self.parents: OrderedDict[Any, Parent] = OrderedDict()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def run(
        self,
        notebook: NotebookNode,
        files: Mapping[str, bytes] | None = None,
        course_files: Mapping[str, bytes] | None = None,
    ) -> list[str]:
        """Run all cells, put their outputs into ``notebook``, return notes on what was odd.

        ``files`` are laid out for the student's code, ``course_files`` for the tests. A failure of the machinery is
        tried once more, then raised as ``Infrastructure``.
        """
        try:
            return self.attempt(notebook, dict(files or {}), dict(course_files or {}))
        except Infrastructure:
            self.close()
            return self.attempt(notebook, dict(files or {}), dict(course_files or {}))

    def attempt(
        self, notebook: NotebookNode, files: dict[str, bytes], course_files: dict[str, bytes]
    ) -> list[str]:
        """Run all cells once: first the student's, then the tests."""
        steps = plan(notebook.cells, self.seconds)
        preload = libraries(steps)
        runs: dict[tuple[str, ...], StudentRun] = {}
        tests = TestRun(self.parent("tester", preload, ()), self.limits, course_files, self.room)
        try:
            for forbid in dict.fromkeys(step.forbid for step in steps):
                runs[forbid] = run = StudentRun(
                    self.parent("agent", preload, forbid), self.limits, files, self.room
                )
                last = max(step.index for step in steps if step.forbid == forbid)
                mine = {
                    step.index for step in steps if step.for_tests and step.wanted and step.forbid == forbid
                }
                run.run([step for step in steps if step.index <= last], mine)
            shown = {step.index: runs[step.forbid].shown[step.index] for step in steps if step.for_student}
            for step in steps:
                if step.for_tests:
                    result = self.test(step, runs[step.forbid], tests)
                    if step.kind == "test":
                        shown[step.index] = result
        finally:
            for run in (*runs.values(), tests):
                run.close()
        return fill_in(steps, shown) + ([NOT_ISOLATED.format(why=self.problem)] if self.problem else [])

    def test(self, step: Step, run: StudentRun, tests: TestRun) -> Shown:
        """Run one cell of the instructor's beside the tests."""
        photo = run.photos.get(step.index)
        if photo is None and step.wanted and step.kind == "test":
            return Shown(ended="not run: Python ended in the cells before it")
        return tests.run(step, run, photo)

    def parent(self, role: str, preload: tuple[str, ...], forbid: tuple[str, ...]) -> Parent:
        """Return a warm parent for this role and these modules; the one not used for longest makes room."""
        key = (role, preload, forbid)
        parent = self.parents.pop(key, None)
        if parent is None or not parent.alive:
            parent = Parent(role, preload, forbid, isolated=not self.problem)
        self.parents[key] = parent
        while len(self.parents) > MAX_PARENTS:
            self.parents.popitem(last=False)[1].close()
        return parent

    def close(self) -> None:
        """End all warm parents."""
        while self.parents:
            self.parents.popitem()[1].close()


def libraries(steps: list[Step]) -> tuple[str, ...]:
    """Return what warm parents load beforehand: what the instructor's cells name, and the plots of the student's."""
    text = "\n".join(step.cell.source for step in steps if step.for_tests)
    own = "\n".join(step.cell.source for step in steps)
    return tuple(
        module
        for word, module in LIBRARIES.items()
        if re.search(rf"\b{word}\b", own if word == "matplotlib" else text)
    )


def fill_in(steps: list[Step], shown: dict[int, Shown]) -> list[str]:
    """Put outputs and errors into the cells; return notes."""
    slow, ended, cut = [], [], []
    for step in steps:
        result = shown[step.index]
        step.cell.outputs, step.cell.execution_count = result.outputs, step.number
        for output in step.cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = step.number
        if result.late:
            slow.append(step.name)
            end_with(step.cell, "CellTimeoutError", f"stopped after {step.seconds:g} s")
        if result.ended:
            ended.append(f"{step.name}: {result.ended}")
            end_with(step.cell, "KernelDied", result.ended)
        if result.cut:
            cut.append(step.name)
    notes = ended
    notes += [f"took too long and was stopped: {', '.join(slow)}"] if slow else []
    return notes + ([f"output was cut: {', '.join(cut)}"] if cut else [])


def end_with(cell: NotebookNode, name: str, text: str) -> None:
    """Let ``cell`` end in an error of the grader's; where the tests' process saw it come, its traceback says so."""
    last: Any = cell.outputs[-1] if cell.outputs else {}
    if last.get("ename") in ("Late", "Died", "Unreadable"):
        last.ename, last.evalue, last.traceback[-1:] = name, text, [f"{name}: {text}"]
    else:
        add_error(cell, name, text)


def add_error(cell: NotebookNode, name: str, text: str) -> None:
    """Let ``cell`` end in an error, so that it scores 0 and says why."""
    cell.outputs.append(new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"]))
