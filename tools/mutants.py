"""Run the hidden tests of a task against mutants of its solution: ``python -m tools.mutants NAME [TASK]``.

Each mutant (tools/mutate.py makes them) runs in a process of its own, with the hidden tests and without the visible
one, for at most two seconds of processor time or twice what the solution needs. One that passes them all survives, is
printed as a changed line, and needs a reason in ``tests/answers/NAME/mutants.yml``: why no test can tell it from the
solution. The tool writes that file, with what each task's result depends on as a hash, and keeps reasons that are
there. ``make test`` looks at the hashes, and runs two tasks again.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import hashlib
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import yaml
from nbformat import NotebookNode

from tools import quick
from tools.answers import ANSWERS
from tools.exercise_rules import is_answer, is_test
from tools.exercises import ROOT, assignments, read_source
from tools.mutate import MOST, Mutant, mutants

SECONDS = 2.0
MEMORY = 4 << 30
HEAD = "# Written by `python -m tools.mutants {}`; the reason of a survivor is written by hand.\n"


class Task(NamedTuple):
    """One task: its solution, and the cells that run before it and after it."""

    name: str
    solution: str
    before: list[str]  # what is the instructor's and no test, such as the setup cell
    tests: dict[str, str]

    @property
    def mutants(self) -> list[Mutant]:
        """Return the mutants of the solution."""
        return mutants(self.solution, MOST)

    @property
    def hash(self) -> str:
        """Return a hash of all that the result depends on."""
        sources = [*self.before, *self.tests.values(), *(mutant.source for mutant in self.mutants)]
        parts = [ast.dump(ast.parse(source)) for source in sources]  # comments change nothing
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class Result(NamedTuple):
    """How many mutants of a task there are, and the changes that no hidden test noticed."""

    total: int
    survivors: list[str]


def tasks(notebook: NotebookNode) -> list[Task]:
    """Return the programming tasks of an instructor's notebook."""
    found, before = list[Task](), list[str]()
    for cell in notebook.cells:
        if is_answer(cell):
            found.append(Task(cell.metadata.nbgrader.grade_id, cell.source, list(before), {}))
        elif is_test(cell):
            if not cell.id.endswith("_visible"):
                found[-1].tests[cell.id] = cell.source
        elif cell.cell_type == "code":
            before.append(cell.source)
    return found


def run(task: Task) -> Result:
    """Run the hidden tests of ``task`` against its mutants. Raises ValueError if the solution fails them."""
    with mock.patch.dict(os.environ, NBGRADER_EXECUTION="autograde"):
        names: dict = {"__name__": "__main__"}
        for cell in task.before:
            if failure := quick.run(cell, names):
                raise ValueError(f"{task.name}: a cell before it fails: {failure}")
        begin = time.process_time()
        if failure := passes(task.solution, task, dict(names)):
            raise ValueError(
                f"{task.name}: expected hidden tests that pass without the visible one, got {failure}"
            )
        limit = max(SECONDS, 2 * (time.process_time() - begin))
        if not survives(task.solution, task, names, limit):
            raise ValueError(
                f"{task.name}: expected a solution that passes in a child process, too, but there it fails or hangs; "
                "run with OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1, because threads do not outlive a fork"
            )
        found = task.mutants
        return Result(len(found), [one.change for one in found if survives(one.source, task, names, limit)])


def passes(solution: str, task: Task, names: dict) -> str:
    """Run ``solution`` and the hidden tests in ``names``; return the first failure, "" if there is none."""
    for cell in (solution, *task.tests.values()):
        if failure := quick.run(cell, names):
            return failure
    return ""


def survives(solution: str, task: Task, names: dict, limit: float) -> bool:
    """Return whether ``solution`` passes all hidden tests, in a child process with limits."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):  # whatever ends a mutant, it is the child that ends
            confine(limit)
            code = 1 if passes(solution, task, names) else 0
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def confine(limit: float) -> None:
    """Let this process end after ``limit`` seconds of work, after ten times that in all, or at too much memory."""
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    for kind in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(kind, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, limit)
    signal.setitimer(signal.ITIMER_REAL, 10 * limit)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


# --- the record ---------------------------------------------------------------------------------


def record_file(name: str, folder: Path = ANSWERS) -> Path:
    """Return where the results of assignment ``name`` are kept."""
    return folder / name / "mutants.yml"


def recorded(name: str, folder: Path = ANSWERS) -> dict[str, dict]:
    """Return ``{task: {hash, mutants, survivors: {change: reason}}}`` as it is committed."""
    file = record_file(name, folder)
    return yaml.safe_load(file.read_text("utf8")) if file.exists() else {}


def record(name: str, results: dict[str, dict], folder: Path = ANSWERS) -> None:
    """Write the results of assignment ``name``."""
    text = yaml.safe_dump(results, sort_keys=False, allow_unicode=True, width=110)
    record_file(name, folder).write_text(HEAD.format(name) + text, "utf8")


def entry(task: Task, result: Result, known: dict) -> dict:
    """Return what is kept of a result; survivors keep the reasons that are ``known``."""
    reasons = known.get("survivors") or {}
    survivors = {change: reasons.get(change, "") for change in result.survivors}
    return {"hash": task.hash, "mutants": result.total, "survivors": survivors}


def read_tasks(name: str, root: Path = ROOT) -> list[Task]:
    """Return the programming tasks of assignment ``name``."""
    return tasks(read_source((root / "solutions" / name / f"{name}.py").read_text("utf8")))


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run what is new (or named), print the survivors, write the record; 1 if a survivor has no reason."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("name", metavar="NAME", help="an assignment, NN_name; or: all")
    parser.add_argument(
        "task", metavar="TASK", nargs="?", help="one of its tasks; without: those that changed"
    )
    parser.add_argument("--again", action="store_true", help="run also what has not changed")
    options = parser.parse_args(arguments)
    names = assignments(root) if options.name == "all" else [options.name]
    if unknown := sorted(set(names) - set(assignments(root))):
        parser.error(f"expected a folder of solutions/, got {', '.join(unknown)}; see `ls solutions`")
    return max(renew(name, options.task, options.again, root) for name in names)


def renew(name: str, only: str | None, again: bool, root: Path = ROOT) -> int:
    """Run the tasks of one assignment that changed, print and record what came; 1 if a survivor has no reason."""
    folder = root / "tests" / "answers"
    found = read_tasks(name, root)
    if only and only not in [task.name for task in found]:
        raise SystemExit(f"expected one of {', '.join(task.name for task in found)}, got {only}")
    old = recorded(name, folder)
    results = {task.name: old[task.name] for task in found if task.name in old}
    open_reasons = 0
    for task in found:
        known = old.get(task.name, {})
        if only == task.name or (only is None and (again or known.get("hash") != task.hash)):
            results[task.name] = entry(task, run(task), known)
        if task.name in results:
            open_reasons += show(name, task.name, results[task.name])
    record(name, {task.name: results[task.name] for task in found if task.name in results}, folder)
    if open_reasons:
        print(f"{open_reasons} survivors without a reason in {record_file(name, Path('tests/answers'))}")
    return min(open_reasons, 1)


def show(name: str, task: str, result: dict) -> int:
    """Print the result of one task and each survivor; return how many of them have no reason."""
    survivors = result["survivors"]
    print(f"{name} {task}: {result['mutants'] - len(survivors)} of {result['mutants']} mutants killed")
    for change, reason in survivors.items():
        print(
            f"    {change}\n        {reason or 'no reason yet: kill it by a hidden test, or say why none can'}"
        )
    return list(survivors.values()).count("")


if __name__ == "__main__":
    sys.exit(main())
