"""Which file of a submission is its notebook, and what must a person decide?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.handed_in import NeedsInstructor, check_files, notebooks_in, renamed
from autograder.intake import check_content, submissions
from autograder.notes import Notes
from autograder.reading import cells_of, read_notebook
from tests.autograder.course import RIGHT, filled, release, write


def test_notebooks_are_found_in_folders_and_behind_other_endings(tmp_path: Path) -> None:
    """Does a zip with a folder inside, or a browser that adds .txt, lose a submission?"""
    for name in ("ps1/a.ipynb", "b.ipynb.txt", ".ipynb_checkpoints/c.ipynb", "data.csv"):
        write("{}", tmp_path / name)
    assert [path.name for path in notebooks_in(tmp_path)] == ["b.ipynb.txt", "a.ipynb"]


def test_one_other_notebook_must_be_it(tmp_path: Path) -> None:
    """Is a single candidate taken, and are none or two a person's decision?"""
    assert renamed("ps1", [tmp_path / "x.ipynb"]) == tmp_path / "x.ipynb"
    with pytest.raises(NeedsInstructor, match=r"ps1.ipynb is missing, and there is no other"):
        renamed("ps1", [])
    with pytest.raises(NeedsInstructor, match=r"any of x.ipynb, y.ipynb"):
        renamed("ps1", [tmp_path / "x.ipynb", tmp_path / "y.ipynb"])


def test_an_untouched_notebook_alone_is_graded_and_beside_another_not() -> None:
    """Does someone who worked in a copy get a 0?"""
    untouched, worked_on = cells_of(release())[0], cells_of(filled(RIGHT))[0]
    check_content("ps1", release(), untouched, [])
    check_content("ps1", release(), worked_on, ["copy.ipynb"])
    with pytest.raises(NeedsInstructor, match=r"there is also copy.ipynb"):
        check_content("ps1", release(), untouched, ["copy.ipynb"])


@pytest.mark.parametrize("stamp", ["yesterday", "\x00", "99999999999999", "2026-13-45"])
def test_a_time_that_is_none_is_a_persons_decision(stamp: str, tmp_path: Path) -> None:
    """Does a damaged timestamp stop here and not in nbgrader, with a traceback?"""
    write(stamp, tmp_path / "timestamp.txt")
    with pytest.raises(NeedsInstructor, match=r"timestamp\.txt"):
        check_files(tmp_path)


@pytest.mark.parametrize("stamp", ["2026-10-12 09:00:00 UTC", "2026-10-12 09:00:00.123 +0200", ""])
def test_times_that_nbgrader_writes_are_fine(stamp: str, tmp_path: Path) -> None:
    """Is an ordinary submission accepted?"""
    write(stamp, tmp_path / "timestamp.txt")
    check_files(tmp_path)


def test_links_and_pipes_are_refused_wherever_they_are(tmp_path: Path) -> None:
    """Would nbgrader copy what a link points to, or wait on a pipe?"""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").symlink_to("/etc/hostname")
    with pytest.raises(NeedsInstructor, match=r"x\.csv is a link"):
        check_files(tmp_path)
    (tmp_path / "data" / "x.csv").unlink()
    os.mkfifo(tmp_path / "data" / "y")
    with pytest.raises(NeedsInstructor, match="y is a named pipe"):
        check_files(tmp_path)


def test_a_run_is_about_the_students_it_was_started_for(tmp_path: Path) -> None:
    """Are one student, all students, and excluded ones told apart, also with dots and spaces in their names?"""
    from nbgrader.coursedir import CourseDirectory

    for student in ("ada", "b.c-1", "Zoë X"):
        (tmp_path / "submitted" / student / "ps1").mkdir(parents=True)
        (tmp_path / "submitted" / student / "ps10").mkdir()
    course = CourseDirectory(root=str(tmp_path))
    assert [student for _, student in submissions(course, "ps1")] == ["Zoë X", "ada", "b.c-1"]
    course.student_id_exclude = "ada,other"
    assert [student for _, student in submissions(course, "ps1")] == ["Zoë X", "b.c-1"]
    course.student_id, course.student_id_exclude = "ada", ""
    assert [student for _, student in submissions(course, "ps1")] == ["ada"]
    assert len(submissions(course, "ps1", everyone=True)) == 3


@pytest.mark.parametrize("error", [PermissionError("no"), KeyError("x"), RecursionError()])
def test_an_unforeseen_error_costs_no_other_student(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If intake itself fails on one submission, are the others still in the run, and is that one noted?"""
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    from autograder import intake

    write(release(), tmp_path / "release" / "ps1" / "ps1.ipynb")
    for student in ("ada", "ben", "cleo"):
        write(filled(RIGHT), tmp_path / "submitted" / student / "ps1" / "ps1.ipynb")
    converter = Autograde(coursedir=CourseDirectory(root=str(tmp_path), assignment_id="ps1"))
    converter.init_notebooks()

    def fail_on_ben(path: Path, limit: int):
        if "ben" in path.parts:
            raise error
        return read_notebook(path, limit)

    at_the_end = []
    monkeypatch.setattr(intake, "read_notebook", fail_on_ben)
    monkeypatch.setattr(intake.atexit, "register", at_the_end.append)
    intake.Intake(parent=converter)
    assert len(at_the_end) == 1
    assert sorted(Path(folder).parent.name for folder in converter.assignments) == ["ada", "cleo"]
    assert list(Notes(tmp_path / "notes" / "ps1.csv").read()) == ["ben"]
