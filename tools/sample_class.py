"""Make a class that hands in its first assignments, and grade it: ``python -m tools.sample_class``.

Fourteen invented students do what classes do: right, half right and wrong answers, damaged files, loops, deleted cells.
Their notebooks are made from the release and from ``tests/answers``, the same bytes at each run, and go to
``grading/submitted``, but never into a folder in which real students are.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tools import answers
from tools.exercises import ROOT, assignments

Files = dict[str, bytes]  # what one student hands in for one assignment, by path in its folder


class Handout(NamedTuple):
    """What a student starts from: an assignment's name, its release, and answers for its tasks."""

    name: str
    release: NotebookNode
    pool: dict[str, dict[str, str]]  # task -> name of the answer -> its source

    @property
    def file(self) -> str:
        """Return the name under which the notebook must be handed in."""
        return f"{self.name}.ipynb"


class Student(NamedTuple):
    """An invented student, and what they do with the first assignment, the second, and so on."""

    id: str
    first_name: str
    last_name: str
    does: tuple[Callable[[Handout], Files], ...]


WRITTEN = "I compared both on a small example by hand, and the numbers differ where the order matters."

# --- what students do ---------------------------------------------------------------------------


def pick(pool: dict[str, str], kind: str, number: int) -> str:
    """Return the answer number ``number`` of a kind (right or wrong) for one task, counting round.

    A wrong one is without its first line, which names the mistake.
    """
    names = [name for name in sorted(pool) if name.startswith(f"{kind}_")]
    source = pool[names[number % len(names)]]
    return source.partition("\n")[2] if kind == "wrong" else source


def solved(handout: Handout, style: int = 0) -> NotebookNode:
    """Return the notebook with right answers in one of several styles, the written answer included."""
    return filled(handout, {task: pick(pool, "right", style) for task, pool in handout.pool.items()})


def filled(handout: Handout, chosen: dict[str, str]) -> NotebookNode:
    """Return the notebook with the chosen answers and something in each written one."""
    cells = answers.answer_cells(handout.release)
    written = {name: WRITTEN for name, cell in cells.items() if cell.cell_type == "markdown"}
    return answers.fill(handout.release, written | chosen)


def saved(handout: Handout, notebook: NotebookNode) -> Files:
    """Return the notebook as one file under its right name."""
    return {handout.file: dump(notebook)}


def dump(notebook: NotebookNode) -> bytes:
    """Return the bytes of a notebook file."""
    return (nbformat.writes(notebook) + "\n").encode("utf8")


def right(style: int) -> Callable[[Handout], Files]:
    """Solve every task, in one of several styles."""
    return lambda handout: saved(handout, solved(handout, style))


def partly_right(handout: Handout) -> Files:
    """Solve every other task and make a typical mistake in the rest."""
    tasks = sorted(handout.pool)
    kinds = {task: ("right", "wrong")[number % 2] for number, task in enumerate(tasks)}
    chosen = {task: pick(handout.pool[task], kind, 1) for task, kind in kinds.items()}
    return saved(handout, filled(handout, chosen))


def wrong(handout: Handout) -> Files:
    """Make a typical mistake in each task."""
    chosen = {
        task: pick(pool, "wrong", number) for number, (task, pool) in enumerate(sorted(handout.pool.items()))
    }
    return saved(handout, filled(handout, chosen))


def untouched(handout: Handout) -> Files:
    """Hand in the release as it is."""
    return {handout.file: dump(handout.release)}


def cut_off(handout: Handout) -> Files:
    """Lose the end of the file on the way."""
    whole = dump(solved(handout))
    return {handout.file: whole[: len(whole) * 2 // 3]}


def empty(handout: Handout) -> Files:
    """Hand in a file without content."""
    return {handout.file: b""}


def renamed(handout: Handout) -> Files:
    """Give the notebook another name."""
    return {f"{handout.name} final (2).ipynb": dump(solved(handout, 1))}


def two_versions(handout: Handout) -> Files:
    """Hand in two notebooks, neither under the right name."""
    return {"draft.ipynb": dump(handout.release), "final.ipynb": dump(solved(handout))}


def in_task(number: int, handout: Handout, before: str = "", after: str = "") -> Files:
    """Put lines around a right answer of one programming task."""
    notebook = solved(handout)
    cell = [cell for cell in answers.answer_cells(notebook).values() if cell.cell_type == "code"][number]
    cell["source"] = "\n".join(part for part in (before, cell["source"], after) if part)
    return saved(handout, notebook)


def loops(handout: Handout) -> Files:
    """Begin the first answer with a loop that counts in the wrong direction."""
    return in_task(0, handout, before="i = 1\nwhile i > 0:\n    i += 1")


def exits(handout: Handout) -> Files:
    """End Python at the end of the last answer."""
    return in_task(-1, handout, after="import os\nos._exit(0)")


def floods(handout: Handout) -> Files:
    """Print 50 MB for debugging."""
    return in_task(0, handout, after="for step in range(50_000):\n    print('step', step, '.' * 1000)")


def warns(handout: Handout) -> Files:
    """Print, warn and log in each call of the first answer's module."""
    return in_task(
        0, handout, before="import logging, warnings\nlogging.error('checking')\nwarnings.warn('old')"
    )


def deletes_a_test(handout: Handout) -> Files:
    """Delete a test cell, solve every task."""
    notebook = solved(handout, 2)
    notebook.cells.remove(next(cell for cell in notebook.cells if is_hidden_test(cell)))
    return saved(handout, notebook)


def prints_the_tests(handout: Handout) -> Files:
    """Add a cell that prints all that ran before it, hidden tests included."""
    notebook = solved(handout)
    notebook.cells.append(new_code_cell("print('\\n'.join(In))", id="mine"))
    return saved(handout, notebook)


def is_hidden_test(cell: NotebookNode) -> bool:
    """Return whether a released cell is a test of which only the title was released."""
    return cell.source.startswith("# Hidden test:")


STUDENTS = (
    Student("amari", "Amari", "Okoro", (right(0), right(1))),
    Student("bela", "Bela", "Novak", (right(1), right(2))),
    Student("chen", "Chen", "Lin", (right(2), right(0))),
    Student("dana", "Dana", "Weiss", (partly_right, partly_right)),
    Student("eliot", "Eliot", "Moreau", (wrong, wrong)),
    Student("farah", "Farah", "Haddad", (untouched, right(1))),
    Student("gus", "Gus", "Lindqvist", (cut_off, empty)),
    Student("hana", "Hana", "Sato", (renamed, two_versions)),
    Student("imani", "Imani", "Mwangi", (loops, right(2))),
    Student("jo", "Jo", "Silva", (right(2), exits)),
    Student("kit", "Kit", "Andersen", (floods, right(0))),
    Student("luz", "Luz", "Romero", (deletes_a_test, deletes_a_test)),
    Student("mika", "Mika", "Virtanen", (prints_the_tests, prints_the_tests)),
    Student("noor", "Noor", "Rahman", (warns, untouched)),
)


# --- writing ------------------------------------------------------------------------------------

STAYS_OUT = """\
grading/submitted holds a class of its own ({} …): the sample class stays out.
Grade it with: nbgrader autograde ASSIGNMENT
"""


def handouts(root: Path = ROOT) -> list[Handout]:
    """Return the assignments that the class has got so far, with the answers that the tests keep for them.

    The class is in its second week; what all assignments need is proven in tests/exercises.
    """
    names = assignments(root)[: len(STUDENTS[0].does)]
    releases = (nbformat.read(root / "exercises" / name / f"{name}.ipynb", as_version=4) for name in names)
    pools = (answers.read(name, root / "tests" / "answers") for name in names)
    return [Handout(name, release, pool) for name, release, pool in zip(names, releases, pools, strict=True)]


def submissions(students: tuple[Student, ...], given: list[Handout]) -> dict[Path, bytes]:
    """Return every file of the class by its path under ``submitted``."""
    files = {}
    for number, student in enumerate(students):
        for turn, (does, handout) in enumerate(zip(student.does, given, strict=False)):
            folder = Path(student.id, handout.name)
            done = does(handout._replace(release=deepcopy(handout.release)))
            files |= {folder / name: content for name, content in done.items()}
            files[folder / "timestamp.txt"] = f"2026-10-{12 + turn:02} 09:{10 + number}:00 UTC".encode()
            files[folder / "submission_secret.txt"] = f"{student.id}-{handout.name}".encode()
    return files


def strangers(submitted: Path, students: tuple[Student, ...] = STUDENTS) -> list[str]:
    """Return who is in ``submitted`` and not of this class."""
    here = {path.name for path in submitted.iterdir() if path.is_dir()} if submitted.is_dir() else set()
    return sorted(here - {student.id for student in students})


def write(submitted: Path, files: dict[Path, bytes]) -> None:
    """Make the class's folders in ``submitted`` hold exactly ``files``; what is already right is not touched."""
    for folder in {path.parts[:2] for path in files}:
        wanted = {submitted / path for path in files if path.parts[:2] == folder}
        present = {path for path in submitted.joinpath(*folder).rglob("*") if path.is_file()}
        if present - wanted:
            shutil.rmtree(submitted.joinpath(*folder))
    for path, content in files.items():
        target = submitted / path
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Write the class and grade what is new."""
    from tools import grade_class

    parser = argparse.ArgumentParser(prog="python -m tools.sample_class", description=__doc__)
    parser.add_argument("--write-only", action="store_true", help="hand in, do not grade")
    options = parser.parse_args(arguments)
    submitted = root / "grading" / "submitted"
    if others := strangers(submitted):
        (root / grade_class.TABLE).write_text(STAYS_OUT.format(", ".join(others[:3])), "utf8")
        return 0
    given = handouts(root)
    write(submitted, submissions(STUDENTS, given))
    if options.write_only:
        return 0
    return grade_class.grade(root, [handout.name for handout in given], STUDENTS)


if __name__ == "__main__":
    sys.exit(main())
