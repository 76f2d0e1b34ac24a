"""Run a submission's notebook, isolated: what other parts of the autograder call.

    with Runner() as runner:
        notes = runner.run(notebook, files)

A runner keeps its warm parents from one notebook to the next. It does one notebook at a time; several runners, in one
process or in many, know nothing of each other.
"""

from __future__ import annotations

import socket
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.hidden import BEGIN
from autograder.isolate import cgroup, preload, sandbox
from autograder.isolate.parent import Infrastructure, Key, Limits, Parent, Warm
from autograder.isolate.plan import Step, plan
from autograder.isolate.student_run import Room, Shown, StudentRun
from autograder.isolate.test_run import TestRun

SHARED: dict[Key, socket.socket] = {}  # sockets of warm processes that were started for several runners
SWEEP_SECONDS = 1.0
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
        hidden: str = BEGIN,
    ) -> None:
        """Raise ``Unavailable`` where this machine cannot isolate and ``allow_unisolated`` is not set."""
        self.seconds, self.hidden = seconds, hidden
        self.room, self.limits = room or Room(), limits or Limits()
        self.problem = sandbox.problem()
        if self.problem and not allow_unisolated:
            raise sandbox.Unavailable(sandbox.HELP.format(why=self.problem))
        self.parents: OrderedDict[Key, Parent] = OrderedDict()
        self.warm: dict[Key, Warm] = {}
        self.shared: Mapping[Key, socket.socket] = SHARED

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
        steps = plan(notebook.cells, self.seconds, self.hidden)
        for_tests, *for_student = keys(notebook, steps)
        runs: dict[tuple[str, ...], StudentRun] = {}
        tests = TestRun(self.parent(for_tests), self.limits, course_files, self.room)
        try:
            for key in for_student:
                forbid = key.forbid
                runs[forbid] = run = StudentRun(self.parent(key), self.limits, files, self.room)
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

    def parent(self, key: Key) -> Parent:
        """Return a parent for this role and these modules; the one not used for longest makes room."""
        parent = self.parents.pop(key, None)
        if parent is None or not parent.alive:
            parent = self.new_parent(key)
        self.parents[key] = parent
        while len(self.parents) > MAX_PARENTS:
            old, parent_of_old = self.parents.popitem(last=False)
            parent_of_old.close()
            if warm := self.warm.pop(old, None):
                warm.close()
        return self.parents[key]

    def new_parent(self, key: Key) -> Parent:
        """Return a parent from the warm process that others share, from our own, or from a new one."""
        if key in self.shared:
            return Parent(key.role, self.shared[key])
        if key not in self.warm or self.warm[key].process.poll() is not None:
            self.warm[key] = Warm(key, isolated=not self.problem)
        return self.warm[key].parent()

    def close(self) -> None:
        """End all parents; what comes after this has warm processes of its own."""
        self.shared = {}
        while self.parents:
            self.parents.popitem()[1].close()
        while self.warm:
            self.warm.popitem()[1].close()
        cgroup.sweep(SWEEP_SECONDS)


def keys(notebook: NotebookNode, steps: list[Step]) -> list[Key]:
    """Return what warm processes a notebook needs: one for the tests, then one for each set of forbidden modules."""
    libraries = preload.for_student(notebook, steps)
    forbidden = dict.fromkeys(step.forbid for step in steps)
    return [
        Key("tester", preload.for_tests(notebook, steps), ()),
        *(Key("agent", libraries, one) for one in forbidden),
    ]


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
