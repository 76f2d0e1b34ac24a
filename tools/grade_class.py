"""Grade a class with nbgrader and write down what came of it; what has not changed since is not graded again.

Nothing here says how a notebook is graded: each step is a command of nbgrader or of the autograder. Points and
comments that a person gave stay in the gradebook, whatever is graded again.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from sqlalchemy.exc import SAWarning

from autograder.export import graded
from autograder.notes import Notes

TABLE = "grading/table.txt"


class Row(NamedTuple):
    """What came of one submission."""

    points: float | None  # None: not graded
    possible: float = 0
    open: float = 0  # points that wait for a person
    note: str = ""

    def __str__(self) -> str:
        """Return the result in a few words."""
        if self.points is None:
            return "needs you"
        return f"{self.points:g}/{self.possible:g}" + (f" ({self.open:g} open)" if self.open else "")


class Course:
    """The nbgrader course in ``root``, and a memory of what each result was made from."""

    def __init__(self, root: Path) -> None:
        from nbgrader.apps import NbGraderAPI
        from nbgrader.coursedir import CourseDirectory
        from traitlets.config.loader import PyFileConfigLoader

        self.root = root
        self.config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
        self.dir = CourseDirectory(config=self.config)
        self.api = NbGraderAPI(coursedir=self.dir, config=self.config)
        self.memory = root / "grading" / "graded.json"
        self._gradebook: Any = None
        self.made_from: dict[str, str] = (
            json.loads(self.memory.read_text("utf8")) if self.memory.exists() else {}
        )

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return a submission's folder in one step (source, submitted, feedback, ...)."""
        return Path(self.dir.format_path(getattr(self.dir, f"{step}_directory"), student, assignment))

    def source(self, assignment: str) -> Path:
        """Return the instructor's notebook."""
        return self.folder("source", ".", assignment) / f"{assignment}.ipynb"

    @property
    def gradebook(self) -> Any:
        """Return the gradebook, opened once for as long as nothing is written to it."""
        self._gradebook = self._gradebook or self.api.gradebook
        return self._gradebook

    def written(self) -> None:
        """Forget what was read from the gradebook: a command has written to it."""
        if self._gradebook:
            self._gradebook.close()
        self._gradebook = None

    def remember(self, key: str, digest: str) -> None:
        """Note what ``key`` was made from, so that the next run can leave it."""
        self.made_from[key] = digest
        self.memory.write_text(json.dumps(self.made_from, indent=0, sort_keys=True), "utf8")


def grade(root: Path, assignments: list[str], students: Iterable[Any]) -> int:
    """Grade what is new, write feedback, the grade file and the table of grades; return the exit status."""
    warnings.filterwarnings(
        "ignore", category=SAWarning
    )  # nbgrader's own queries cause them at each new submission
    course = Course(root)
    for assignment in assignments:
        enter(course, assignment)
    enroll(course, students)
    for assignment in assignments:
        autograde(course, assignment)
    work = [(assignment, student.id) for assignment in assignments for student in students]
    for job in work:
        give_feedback(course, *job)
    export(course)
    (root / TABLE).write_text(table(course, assignments) + "\n", "utf8")
    return 0 if all(is_settled(course, *job) for job in work) else 1


# --- steps --------------------------------------------------------------------------------------


def enter(course: Course, assignment: str) -> None:
    """Enter an assignment into the gradebook where its source is new, as ``nbgrader generate_assignment`` does."""
    key, source = f"source/{assignment}", digest([course.source(assignment)])
    if course.made_from.get(key) == source and cells_in_gradebook(course, assignment):
        return
    refuse_lost_grades(course, assignment)
    release = course.dir.release_directory
    with tempfile.TemporaryDirectory(
        dir=course.root / "grading"
    ) as scratch:  # `make exercises` writes the release
        course.dir.release_directory = str(Path(scratch).relative_to(course.root))
        result = course.api.generate_assignment(assignment, force=True)
    course.dir.release_directory = release
    course.written()
    stop_on_failure(result, f"nbgrader generate_assignment {assignment}")
    course.remember(key, source)


def refuse_lost_grades(course: Course, assignment: str) -> None:
    """Stop where cells came or went since the first grading: nbgrader cannot enter that and keep the grades."""
    notebook = nbformat.read(course.source(assignment), as_version=4)
    new = {cell.metadata.nbgrader.grade_id for cell in notebook.cells if "nbgrader" in cell.metadata}
    old = cells_in_gradebook(course, assignment)
    is_graded = bool(old) and bool(course.gradebook.assignment_submissions(assignment))
    if is_graded and old != new:
        raise SystemExit(
            f"{assignment}: the cells {', '.join(sorted(old ^ new))} came or went since grading/ was made; "
            "move grading/ away (it holds grades) and run this again"
        )


def enroll(course: Course, students: Iterable[Any]) -> None:
    """Enter the students with their names."""
    known = {student.id for student in course.gradebook.students}
    for student in students:
        if student.id not in known:
            course.gradebook.add_student(
                student.id, first_name=student.first_name, last_name=student.last_name
            )


def autograde(course: Course, assignment: str) -> None:
    """Grade what is new of an assignment, as an instructor does: ``python -m autograder grade``."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", assignment], cwd=course.root, check=False
    )
    course.written()
    if done.returncode not in (0, 1):  # 1: some submissions need the instructor, as the table says
        raise SystemExit(f"python -m autograder grade {assignment} failed, see above")


def give_feedback(course: Course, assignment: str, student: str) -> None:
    """Write a student's feedback where the grades or comments in it are new."""
    if row(course, assignment, student).points is None:
        return
    key = f"feedback/{student}/{assignment}"
    made_from = digest(files(course.folder("autograded", student, assignment)))
    made_from += marks(course, assignment, student)
    page = course.folder("feedback", student, assignment) / f"{assignment}.html"
    if course.made_from.get(key) != made_from or not page.exists():
        result = course.api.generate_feedback(assignment, student, force=True)
        stop_on_failure(result, f"nbgrader generate_feedback {assignment} --student {student}")
        course.remember(key, made_from)


def export(course: Course) -> None:
    """Write ``grading/grades.csv``, as ``nbgrader export`` does."""
    from nbgrader.apps import ExportApp

    app = ExportApp(config=course.config, coursedir=course.dir, log_level="WARN")
    app.init_plugin()
    app.plugin_inst.export(course.gradebook)


def stop_on_failure(result: dict[str, Any], command: str) -> None:
    """End with the log of an nbgrader command that failed."""
    if not result["success"]:
        raise SystemExit(f"{command} failed:\n{result.get('log', '')}\n{result.get('error', '')}")


# --- what is known ------------------------------------------------------------------------------


def cells_in_gradebook(course: Course, assignment: str) -> set[str]:
    """Return the names of the cells that the gradebook has of ``assignment``."""
    from nbgrader.api import MissingEntry

    try:
        return {cell.name for cell in course.gradebook.find_notebook(assignment, assignment).source_cells}
    except MissingEntry:
        return set()


def is_settled(course: Course, assignment: str, student: str) -> bool:
    """Return whether a submission is graded, or needs the instructor for a reason that grading again cannot change."""
    if graded(
        course.dir, course.gradebook, assignment, student, course.folder("submitted", student, assignment)
    ):
        return True
    note = Notes.of(course.dir, assignment).read().get(student)
    return note is not None and not note.graded and not note.text.startswith("grading failed")


def row(course: Course, assignment: str, student: str) -> Row:
    """Return what came of one submission."""
    note = Notes.of(course.dir, assignment).read().get(student)
    text = note.text if note else ""
    if not graded(
        course.dir, course.gradebook, assignment, student, course.folder("submitted", student, assignment)
    ):
        return Row(None, note=text or "not graded yet")
    submission = course.gradebook.find_submission(assignment, student)
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    waiting = sum(grade.max_score for grade in grades if grade.needs_manual_grade)
    return Row(submission.score, submission.max_score, waiting, text)


def marks(course: Course, assignment: str, student: str) -> str:
    """Return a digest of all grades and comments of one submission."""
    notebooks = course.gradebook.find_submission(assignment, student).notebooks
    grades = [
        (one.name, one.score, one.manual_score, one.extra_credit) for book in notebooks for one in book.grades
    ]
    comments = [(one.name, one.comment) for book in notebooks for one in book.comments]
    return hashlib.sha256(repr(sorted(grades + comments, key=repr)).encode()).hexdigest()


def table(course: Course, assignments: list[str]) -> str:
    """Return the grade table: one line for each student, then what waits for the instructor."""
    submitted = Path(course.root, course.dir.submitted_directory)
    students = sorted(path.name for path in submitted.iterdir() if path.is_dir())
    rows = {student: [row(course, name, student) for name in assignments] for student in students}
    lines = [["student", *assignments, "notes"]]
    lines += [[student, *map(str, found), notes(found)] for student, found in rows.items()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        "  ".join(f"{cell:{width}}" for cell, width in zip(one, widths, strict=True)).rstrip()
        for one in lines
    ]
    return "\n".join(
        [
            *text,
            "",
            *(open_work(name, [found[at] for found in rows.values()]) for at, name in enumerate(assignments)),
        ]
    )


def notes(found: list[Row]) -> str:
    """Return the notes on one student's submissions, each once and short."""
    texts = dict.fromkeys(
        one.note.partition(": ")[2] if one.points is not None else one.note for one in found if one.note
    )
    return "; ".join(text if len(text) <= 80 else f"{text[:79]}…" for text in texts)


def open_work(assignment: str, found: Iterable[Row]) -> str:
    """Return what the instructor has still to do for one assignment."""
    found = list(found)
    by_hand, refused = sum(one.open > 0 for one in found), sum(one.points is None for one in found)
    return f"{assignment}: {by_hand} written answers wait to be graded in formgrader, {refused} submissions need you"


def files(folder: Path) -> list[Path]:
    """Return all files under ``folder``, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digest(paths: list[Path]) -> str:
    """Return a digest of the names and contents of files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
