"""Export grades as nbgrader does, but never a 0 for a submission that has not been graded: its score stays empty."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.api import SubmittedAssignment as Submission
from nbgrader.plugins import ExportPlugin
from nbgrader.utils import parse_utc
from sqlalchemy.orm import selectinload, undefer

from autograder.batch.gradebook import tune
from autograder.intake import submissions
from autograder.safe.names import guarded

COLUMNS = [
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
]


class CsvExport(ExportPlugin):
    """The plugin behind ``nbgrader export``; same columns and file as nbgrader's own."""

    def export(self, gradebook: Any) -> None:
        """Write one row for each student and assignment."""
        tune(gradebook)
        self.write(gradebook)

    def write(self, gradebook: Any) -> None:
        """Write the file."""
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", newline="", encoding="utf8") as file:
            table = csv.DictWriter(file, COLUMNS, restval="")
            table.writeheader()
            for assignment in gradebook.assignments:
                if not self.assignment or assignment.name in map(str, self.assignment):
                    table.writerows(self.rows(gradebook, assignment))

    def rows(self, gradebook: Any, assignment: Any) -> list[dict[str, Any]]:
        """Return the rows of one assignment, students that only handed in (and are not yet enrolled) included."""
        app: Any = self.parent
        found = handed_in(gradebook, assignment.name)
        ungraded = waiting(app.coursedir, found, assignment.name)
        enrolled = {student.id: student for student in gradebook.students}
        rows = []
        for name in sorted(enrolled.keys() | ungraded):
            if not self.student or name in map(str, self.student):
                row = {
                    "assignment": assignment.name,
                    "duedate": assignment.duedate,
                    "student_id": guarded(name),
                }
                row |= {
                    key: guarded(getattr(enrolled.get(name), key, None) or "")
                    for key in ("last_name", "first_name", "email")
                }
                row |= {"max_score": assignment.max_score}
                row |= {} if name in ungraded else scores(found.get(name))
                rows.append(row)
        return rows


def handed_in(gradebook: Any, assignment: str) -> dict[str, Any]:
    """Return what the gradebook has of the submissions of an assignment, by student, with their scores.

    nbgrader reads score and notebooks of a submission when they are asked for, with a query each.
    """
    at_once = undefer(Submission.score), selectinload(Submission.notebooks)  # pyright: ignore[reportArgumentType]
    found = gradebook.db.query(Submission).options(*at_once)
    return {one.student_id: one for one in found.filter(Submission.assignment.has(name=assignment))}


def scores(submission: Any) -> dict[str, Any]:
    """Return the score columns of a submission that was graded; of None, which was not handed in, nbgrader's 0."""
    if submission is None:
        return {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    penalty = submission.late_submission_penalty
    return {
        "timestamp": submission.timestamp,
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
    }


def waiting(course: Any, found: dict[str, Any], assignment: str) -> set[str]:
    """Return the students whose last submission of ``assignment`` has no score yet; ``found`` is the gradebook's.

    The rule is formgrader's: there is a submission, and no autograded version of it with the same time.
    """
    return {
        student
        for folder, student in submissions(course, assignment, everyone=True)
        if not is_graded(course, found.get(student), assignment, Path(folder))
    }


def graded(course: Any, gradebook: Any, assignment: str, student: str, folder: Path) -> bool:
    """Return whether the submission in ``folder`` is the one that was autograded."""
    try:
        return is_graded(course, gradebook.find_submission(assignment, student), assignment, folder)
    except MissingEntry:
        return False


def is_graded(course: Any, submission: Any, assignment: str, folder: Path) -> bool:
    """Return whether what the gradebook has is the grade of what lies in ``folder``."""
    if submission is None:
        return False
    if not Path(course.format_path(course.autograded_directory, submission.student_id, assignment)).is_dir():
        return False
    stamp = folder / "timestamp.txt"
    try:
        text = stamp.read_text("utf8").strip() if stamp.exists() else ""
        return submission.timestamp == (parse_utc(text) if text else None)
    except (ValueError, OverflowError):
        return False
