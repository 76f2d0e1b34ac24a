"""What ``tune`` does to a gradebook: formgrader's pages come sooner, and say the same."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook, Student
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import update
from traitlets.config import Config

from autograder.batch.gradebook import tune
from benchmarks.grading_large import fill, hand_in

QUESTIONS = (Gradebook.student_dicts, lambda gradebook: gradebook.submission_dicts("ps1"))


@pytest.fixture(autouse=True)
def _alembic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nbgrader find the command with which it makes a gradebook."""
    monkeypatch.setenv("PATH", os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]))


def formgrader(root: Path, students: int) -> NbGraderAPI:
    """Return what formgrader's pages ask, of a course in which ``students`` have handed in."""
    found = NbGraderAPI(CourseDirectory(config=Config({"CourseDirectory": {"root": str(root)}})))
    with found.gradebook as gradebook:
        fill(gradebook, students)
        gradebook.update_or_create_student("absent")
        gradebook.db.execute(update(Student).where(Student.id == "absent").values(last_name="Absent"))
        marked, waiting = gradebook.find_submission_notebook("ps1", "ps1", "s00002").grades[:2]
        marked.manual_score, marked.extra_credit, waiting.needs_manual_grade = 1.5, 0.25, True
        gradebook.db.commit()
    hand_in(root, students)
    (root / "submitted" / "s00003" / "ps1" / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC", "utf8")
    (root / "source" / "ps1").mkdir(parents=True)
    return found


def pages(course: NbGraderAPI) -> dict[str, Any]:
    """Return every number of formgrader's lists."""
    return {
        "assignments": course.get_assignments(),
        "submissions": course.get_submissions("ps1"),
        "notebooks": course.get_notebooks("ps1"),
        "submitted notebooks": course.get_notebook_submissions("ps1", "ps1"),
        "students": course.get_students(),
    }


def test_a_tuned_gradebook_says_what_nbgrader_says(tmp_path: Path) -> None:
    """Is every number of every list the one that nbgrader shows without the indexes?"""
    course = formgrader(tmp_path, 7)
    stock = pages(course)
    with course.gradebook as gradebook:
        tune(gradebook)
    assert pages(course) == stock
    by_student = {one["student"]: one for one in stock["submissions"]}
    assert by_student["s00002"]["needs_manual_grade"]
    assert not by_student["s00003"]["autograded"]  # handed in again after it was graded


def steps(gradebook: Gradebook, question: Callable[[Gradebook], Any]) -> int:
    """Return how many thousand steps SQLite's machine takes to answer."""
    taken: list[None] = []
    connection: Any = gradebook.db.connection().connection.dbapi_connection
    connection.set_progress_handler(lambda: taken.append(None), 1000)
    question(gradebook)
    connection.set_progress_handler(None, 0)
    return len(taken)


@pytest.mark.parametrize("question", QUESTIONS, ids=["students", "submissions"])
def test_the_work_of_a_page_grows_with_the_class_and_no_faster(
    question: Callable[[Gradebook], Any], tmp_path: Path
) -> None:
    """Four times the students: is it four times the work (16 times, where each is compared with each)?"""
    taken = []
    for students in (300, 1200):
        gradebook = Gradebook(f"sqlite:///{tmp_path}/{students}.db")
        fill(gradebook, students)
        tune(gradebook)
        taken.append(steps(gradebook, question))
        assert gradebook.db.query(Student).count() == students
        gradebook.close()
    assert taken[0] > 20
    assert taken[1] < 6 * taken[0], taken
