"""Grade cases between honest submissions, in one batch of two runners, and look at what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import is_grade, is_solution

from autograder.notes import Note, Notes
from tests.adversarial.case import Case
from tests.adversarial.course import NAME, SECRETS, filled, make_course, write
from tests.autograder.conftest import hashes, nbgrader, start

TEMPORARY = Path("/tmp")


@dataclass
class Batch:
    """A course after grading: who handed in what, and what came of it."""

    root: Path
    cases: dict[str, Case]
    honest: list[str]
    log: str = ""
    scores: dict[str, float | None] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)  # files of the course that grading must not touch
    left: list[str] = field(default_factory=list)  # processes and files left behind

    def of(self, case: Case) -> str:
        """Return the student under whose name a case was handed in."""
        return next(student for student, other in self.cases.items() if other is case)

    def graded(self, student: str) -> NotebookNode:
        """Return a student's graded notebook."""
        return nbformat.read(self.root / "grading" / "autograded" / student / NAME / f"{NAME}.ipynb", 4)

    def leaks(self, student: str) -> list[str]:
        """Return the hidden values that stand in an output of a cell that the student wrote."""
        own = [cell for cell in self.graded(student).cells if cell.cell_type == "code" and wrote(cell)]
        shown = "\n".join(str(output) for cell in own for output in cell.outputs)
        return [secret for secret in SECRETS if secret in shown]


def wrote(cell: NotebookNode) -> bool:
    """Return whether a student wrote a cell."""
    return not is_grade(cell) or is_solution(cell)


def grade(folder: Path, cases: list[Case]) -> Batch:
    """Grade ``cases``, each between two honest submissions."""
    root = make_course(folder / "course")
    nbgrader(root, "generate_assignment", NAME)
    batch = Batch(root, {f"s{at:04d}-{case.student}": case for at, case in enumerate(cases)}, [])
    submitted = root / "grading" / "submitted"
    for at, (student, case) in enumerate(batch.cases.items()):
        batch.honest.append(honest(submitted, at))
        (submitted / student / NAME).mkdir(parents=True)
        case.hand_in(submitted / student / NAME)
    batch.honest.append(honest(submitted, len(cases)))

    before, files = untouchable(root), set(TEMPORARY.iterdir())
    grader = start(root, "grade", NAME, "--jobs", "2", module="autograder")
    batch.log, _ = grader.communicate(timeout=1800)
    after = untouchable(root)
    batch.changed = [
        str(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    ]
    batch.left = [
        str(path)
        for path in set(TEMPORARY.iterdir()) - files
        if "isolate" in path.name or "submission" in path.name
    ]
    batch.left += processes_of(grader.pid)

    with Gradebook(f"sqlite:///{root / 'grading' / 'gradebook.db'}", "cnn") as book:
        for student in [*batch.cases, *batch.honest]:
            try:
                batch.scores[student] = book.find_submission(NAME, student).score
            except MissingEntry:
                batch.scores[student] = None
    batch.notes = Notes(root / "grading" / "notes" / f"{NAME}.csv").read()
    return batch


def honest(submitted: Path, at: int) -> str:
    """Hand in a right notebook under a name that sorts before case number ``at``."""
    write(filled(), submitted / (student := f"s{at:04d}") / NAME / f"{NAME}.ipynb")
    return student


def untouchable(root: Path) -> dict[Path, str]:
    """Return digests of all that grading must leave as it is."""
    return {
        path: digest
        for part in ("_build", "exercises", "grading/submitted")
        for path, digest in hashes(root / part).items()
    }


def processes_of(grader: int) -> list[str]:
    """Return the running processes of the sandboxes of one grader, which carry its number in their command."""
    lines = ((p.pid, " ".join(p.info["cmdline"] or [])) for p in psutil.process_iter(["cmdline"]))
    return [f"process {pid}" for pid, line in lines if f'"grader": {grader},' in line]
