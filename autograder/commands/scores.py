"""The scores of an assignment at one moment, and what is different at another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOTAL = "(total)"
PENALTY = "(late penalty)"


@dataclass(frozen=True)
class Scores:
    """By student and by task: the score, the part that a test gave, the part given by hand, whether that is settled."""

    rows: dict[str, dict[str, dict[str, Any]]]

    @classmethod
    def load(cls, path: Path) -> Scores:
        """Return the scores that an interrupted run has left in ``path``."""
        return cls(json.loads(path.read_text("utf8")))


def read_scores(gradebook: Any, assignment: str) -> Scores:
    """Return the scores that the gradebook has of ``assignment``."""
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for submission in gradebook.assignment_submissions(assignment):
        penalty = submission.late_submission_penalty or 0.0
        tasks = {
            grade.name: {
                "score": grade.score,
                "auto": grade.auto_score,
                "manual": grade.manual_score,
                "settled": not grade.needs_manual_grade,
            }
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
        tasks |= {PENALTY: {"score": penalty}, TOTAL: {"score": max(0.0, submission.score - penalty)}}
        rows[submission.student.id] = tasks
    return Scores(rows)


def changes(before: Scores, after: Scores) -> list[dict[str, Any]]:
    """Return one row for each score that is another one; a student who had none before is not listed."""
    return [
        {"student_id": student, "task": task, "before": f"{old['score']:g}", "after": f"{new['score']:g}"}
        for student, tasks in sorted(before.rows.items())
        for task, old in tasks.items()
        if (new := after.rows.get(student, {}).get(task)) is not None and new["score"] != old["score"]
    ]


def settle_marks(gradebook: Any, assignment: str, before: Scores) -> None:
    """Let marks given by hand be settled again; nbgrader reopens them all when it grades a submission again.

    One stays open: a mark that a person set in place of a test's points, when the test now gives other points.
    """
    for submission in gradebook.assignment_submissions(assignment):
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                old = before.rows.get(submission.student.id, {}).get(grade.name)
                if (
                    old
                    and old["settled"]
                    and old["manual"] == grade.manual_score
                    and old["auto"] == grade.auto_score
                ):
                    grade.needs_manual_grade = False
    gradebook.db.commit()
