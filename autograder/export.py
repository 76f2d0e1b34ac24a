"""Export grades as nbgrader does, but never a 0 for a submission that has not been graded: its score stays empty."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin
from nbgrader.utils import parse_utc

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
        ungraded = waiting(app.coursedir, gradebook, assignment.name)
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
                row |= {} if name in ungraded else scores(gradebook, assignment.name, name)
                rows.append(row)
        return rows


def scores(gradebook: Any, assignment: str, student: str) -> dict[str, Any]:
    """Return the score columns of a student who was graded, or who handed in nothing (nbgrader's 0)."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    penalty = submission.late_submission_penalty
    return {
        "timestamp": submission.timestamp,
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
    }


def waiting(course: Any, gradebook: Any, assignment: str) -> set[str]:
    """Return the students whose last submission of ``assignment`` has no score yet.

    The rule is formgrader's: there is a submission, and no autograded version of it with the same time.
    """
    handed_in = submissions(course, assignment, everyone=True)
    return {
        student
        for folder, student in handed_in
        if not graded(course, gradebook, assignment, student, Path(folder))
    }


def graded(course: Any, gradebook: Any, assignment: str, student: str, folder: Path) -> bool:
    """Return whether the submission in ``folder`` is the one that was autograded."""
    if not Path(course.format_path(course.autograded_directory, student, assignment)).is_dir():
        return False
    stamp = folder / "timestamp.txt"
    try:
        text = stamp.read_text("utf8").strip() if stamp.exists() else ""
        time = parse_utc(text) if text else None
        return gradebook.find_submission(assignment, student).timestamp == time
    except (ValueError, OverflowError, MissingEntry):
        return False
