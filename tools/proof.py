"""Say how well the tests of each task are proven: ``python -m tools.proof`` runs every kept answer, prints the table
and writes it as a page of the book, book/proof.md; with ``NAME ...`` it prints these assignments only.

The answers run on the fast path (tools/quick.py); the results of the mutants are the committed ones. The tests hold
all of it to its claims, also through nbgrader, so that ``page`` of the claims is the page that is written here.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from tools import answers, claims, mutants, quick
from tools.exercise_rules import is_answer, is_test, points
from tools.exercises import ROOT, assignments, read_source, without_notes

PAGE = Path("book/proof.md")
TEXT = """\
<!-- Written by `make proof`; a test compares it with what the answers and mutants give. -->
# Proof of the exercises

Every task comes with answers of both kinds: right ones that differ in algorithm, and wrong ones, each a mistake
that students make. Right answers must score full. A wrong one must lose points in the hidden tests; most should
also fail the visible test, whose message names the mistake.
A mutant is the reference solution with one small change. The hidden tests must notice it; for each one that they
do not notice, `mutants.yml` beside the answers says why it does what the solution does.

{total}

{tables}
"""
HEADER = (
    "task",
    "right accepted",
    "wrong caught by hidden tests",
    "wrong told by the visible test",
    "mutants killed",
    "points",
    "minutes",
)
Lost = Callable[
    [str, str, str], frozenset[str]
]  # of an assignment, a task and an answer: the test cells that it fails


class Row(NamedTuple):
    """One task: counts as (number, of so many), and what it is worth."""

    task: str
    accepted: tuple[int, int]
    caught: tuple[int, int]
    told: tuple[int, int]
    killed: tuple[int, int]
    points: int
    minutes: int

    @property
    def cells(self) -> list[str]:
        """Return the row's texts."""
        counts = [f"{n} / {all_}" for n, all_ in (self.accepted, self.caught, self.told, self.killed)]
        return [self.task, *counts, str(self.points), str(self.minutes)]


def rows(name: str, lost: Lost, root: Path = ROOT) -> list[Row]:
    """Return a row for each programming task of assignment ``name``."""
    notebook = read_source((root / "solutions" / name / f"{name}.py").read_text("utf8"))
    worth, kept = points(notebook), mutants.recorded(name, root / "tests" / "answers")
    pools = answers.read(name, root / "tests" / "answers")
    return [
        row(
            task,
            {answer: lost(name, task, answer) for answer in pools.get(task, {})},
            kept.get(task, {}),
            worth[task],
            minutes(notebook, task),
        )
        for task in (cell.metadata.nbgrader.grade_id for cell in notebook.cells if is_answer(cell))
    ]


def row(task: str, losses: dict[str, frozenset[str]], result: dict, worth: int, time: int) -> Row:
    """Return the row of one task from the test cells that each of its answers fails."""
    right = [cells for answer, cells in losses.items() if answer.startswith("right_")]
    wrong = [cells for answer, cells in losses.items() if answer.startswith("wrong_")]
    seen = f"{task}_visible"
    total = result.get("mutants", 0)
    return Row(
        task,
        (right.count(frozenset()), len(right)),
        (sum(bool(cells - {seen}) for cells in wrong), len(wrong)),
        (sum(seen in cells for cells in wrong), len(wrong)),
        (total - len(result.get("survivors", {})), total),
        worth,
        time,
    )


def minutes(notebook: NotebookNode, task: str) -> int:
    """Return the minutes that the overview in the first cell gives for a task."""
    found = re.search(rf"^\| \d+ \| `{task}`.* \| \d+ \| (\d+) \|$", notebook.cells[0].source, re.M)
    if not found:
        raise ValueError(
            f"expected a row '| N | `{task}`: … | points | minutes |' in the first cell, found none"
        )
    return int(found[1])


def total(found: Iterable[Row], heading: str = "all") -> Row:
    """Return the sum of rows."""
    table = list(found)

    def both(field: str) -> tuple[int, int]:
        return sum(getattr(row, field)[0] for row in table), sum(getattr(row, field)[1] for row in table)

    accepted, caught, told, killed = map(both, ("accepted", "caught", "told", "killed"))
    worth, time = sum(row.points for row in table), sum(row.minutes for row in table)
    return Row(heading, accepted, caught, told, killed, worth, time)


# --- what is written ----------------------------------------------------------------------------


def page(tables: dict[str, list[Row]]) -> str:
    """Return the page of the book."""
    everything = total(row for table in tables.values() for row in table)
    parts = [f"## {title(name)}\n\n{markdown([*table, total(table)])}" for name, table in tables.items()]
    return TEXT.format(total=sentence(everything, tables), tables="\n\n".join(parts))


def title(name: str, root: Path = ROOT) -> str:
    """Return which chapter assignment ``name`` belongs to, in the words of its first heading."""
    source = (root / "solutions" / name / f"{name}.py").read_text("utf8")
    return re.findall(r"^# # Exercises for (.+)$", source, re.M)[0].replace("chapter", "Chapter", 1)


def sentence(everything: Row, tables: dict[str, list[Row]]) -> str:
    """Return the sums in words."""
    number = sum(len(table) for table in tables.values())
    (right, all_right), (caught, wrong), (told, _), (killed, made) = everything[1:5]
    return (
        f"In all: {number} tasks in {len(tables)} assignments; {right} of {all_right} right answers accepted; "
        f"{caught} of {wrong} wrong ones caught by hidden tests, {told} of them told by the visible test; "
        f"{killed} of {made} mutants killed."
    )


def markdown(table: list[Row]) -> str:
    """Return a Markdown table."""
    lines = [HEADER, ("---", *["---:"] * (len(HEADER) - 1))]
    lines += [(f"`{row.task}`" if row.task != "all" else "all", *row.cells[1:]) for row in table]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def text(tables: dict[str, list[Row]]) -> str:
    """Return the table for a terminal."""
    lines: list[tuple[str, ...]] = [("", *HEADER[1:])]
    for name, table in tables.items():
        lines += [(name, *[""] * 6), *((f"  {row.task}", *row.cells[1:]) for row in table)]
    everything = total(row for table in tables.values() for row in table)
    lines.append(("all", *everything.cells[1:]))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    pad = [str.ljust, *[str.rjust] * 6]
    return "\n".join(
        "  ".join(put(cell, width) for put, cell, width in zip(pad, line, widths, strict=True)).rstrip()
        for line in lines
    )


# --- where the results come from ----------------------------------------------------------------


def claimed(root: Path = ROOT) -> Lost:
    """Return what answers claim to lose; the tests prove that they do."""
    folder = root / "tests" / "answers"

    def lost(name: str, task: str, answer: str) -> frozenset[str]:
        return claims.read(answer, (folder / name / task / f"{answer}.py").read_text("utf8")).fails

    return lost


def measured(root: Path = ROOT) -> Lost:
    """Return what answers lose when they are run."""

    def lost(name: str, task: str, answer: str) -> frozenset[str]:
        release = nbformat.read(root / "exercises" / name / f"{name}.ipynb", as_version=4)
        source = without_notes(read_source((root / "solutions" / name / f"{name}.py").read_text("utf8")))
        answered = (root / "tests" / "answers" / name / task / f"{answer}.py").read_text("utf8")
        failures = quick.grade(answers.with_hidden_tests(release, source, {task: answered}))
        own = {cell.id for cell in source.cells if is_test(cell) and cell.id.startswith(f"{task}_")}
        return frozenset(quick.lost(failures) & own)

    return lost


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the answers, print the table, write the page; 1 if a right answer is refused or a wrong one not caught."""
    parser = argparse.ArgumentParser(prog="python -m tools.proof", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help="an assignment, NN_name; without: all")
    names = parser.parse_args(arguments).names
    tables = {name: rows(name, measured(root), root) for name in names or assignments(root)}
    print(text(tables))
    if not names:
        (root / PAGE).write_text(page(tables), "utf8")
        print(f"written: {PAGE}")
    everything = total(row for table in tables.values() for row in table)
    return int(everything.accepted[0] < everything.accepted[1] or everything.caught[0] < everything.caught[1])


if __name__ == "__main__":
    sys.exit(main())
