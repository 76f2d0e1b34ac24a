"""Is the sample class the same at each run, and kept out of a real one?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.autograder.course import make_course, release, write
from tools import grade_class, sample_class
from tools.exercises import assignments
from tools.sample_class import Handout, Student, right, strangers, submissions, untouched

DOUBLE, FIRST = "def double(x):\n    return ", "def first(items):\n    return "
POOL = {
    "double": {"right_sum": f"{DOUBLE}x + x", "wrong_one": f"# mistake: adds 1; fails: all\n{DOUBLE}x + 1"},
    "first": {"right_min": f"{FIRST}min(items)", "wrong_zero": f"# mistake: 0; fails: all\n{FIRST}0"},
}
GIVEN = [Handout("ps1", release(), POOL)]
STUDENTS = (
    Student("amari", "Amari", "Okoro", (right(0),)),
    Student("gus", "Gus", "Lindqvist", (sample_class.cut_off,)),
)


def test_the_class_is_the_same_at_each_run() -> None:
    """Are all files the same bytes, and everyone there for every assignment?"""
    files = submissions(sample_class.STUDENTS, GIVEN)
    assert files == submissions(sample_class.STUDENTS, GIVEN)
    assert {path.parts[:2] for path in files} == {(student.id, "ps1") for student in sample_class.STUDENTS}
    assert len(sample_class.STUDENTS) >= 12


def test_each_student_does_something_of_their_own_with_each_assignment_so_far() -> None:
    """Is nobody's second behavior left out, because fewer assignments were handed out than behaviors there are?"""
    given = sample_class.handouts()
    assert [handout.name for handout in given] == assignments()[: len(given)]
    assert {len(student.does) for student in sample_class.STUDENTS} == {len(given)}


def test_a_wrong_answer_does_not_name_its_mistake() -> None:
    """Does the invented student hand in the code without the comment that only our tests need?"""
    notebook = sample_class.wrong(GIVEN[0])["ps1.ipynb"].decode()
    assert "return x + 1" in notebook
    assert "mistake" not in notebook


def test_real_students_are_seen(tmp_path: Path) -> None:
    """Does a folder with one student who is not invented keep the sample class out?"""
    assert strangers(tmp_path / "submitted") == []
    write("", tmp_path / "submitted" / "amari" / "ps1" / "ps1.ipynb")
    assert strangers(tmp_path / "submitted") == []
    write("", tmp_path / "submitted" / "real.person" / "ps1" / "ps1.ipynb")
    assert strangers(tmp_path / "submitted") == ["real.person"]


def test_the_sample_class_does_not_mix_with_a_real_one(tmp_path: Path) -> None:
    """Where real students have handed in, is nothing written beside their work, and is that said?"""
    real = tmp_path / "grading" / "submitted" / "real.person" / "ps1" / "ps1.ipynb"
    write("{}", real)
    assert sample_class.main([], root=tmp_path) == 0
    assert [path for path in (tmp_path / "grading" / "submitted").rglob("*") if path.is_file()] == [real]
    assert "real.person" in (tmp_path / grade_class.TABLE).read_text()


def test_writing_leaves_what_is_right_and_removes_what_is_not(tmp_path: Path) -> None:
    """Is an unchanged file not touched, and a left-over file of an earlier version gone?"""
    files = submissions(STUDENTS, GIVEN)
    sample_class.write(tmp_path, files)
    path = tmp_path / "amari" / "ps1" / "ps1.ipynb"
    before = path.stat().st_mtime_ns
    write("{}", tmp_path / "gus" / "ps1" / "old.ipynb")
    sample_class.write(tmp_path, files)
    assert path.stat().st_mtime_ns == before
    assert {p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()} == set(files)


@pytest.mark.grading
def test_only_what_is_new_is_graded_and_manual_points_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Does a second run grade nothing, a changed submission only itself, and no run lose points given by hand?"""
    import nbformat

    root = make_course(tmp_path / "course")
    write(nbformat.writes(release()), root / "exercises" / "ps1" / "ps1.ipynb")
    table = root / grade_class.TABLE
    page = root / "grading" / "feedback" / "amari" / "ps1" / "ps1.html"
    sample_class.write(root / "grading" / "submitted", submissions(STUDENTS, GIVEN))

    assert grade_class.grade(root, ["ps1"], STUDENTS) == 0
    shown = table.read_text()
    assert "amari    7/10 (3 open)" in shown
    assert "gus      needs you" in shown
    assert "the file is cut off" in shown
    assert "1 written answers wait" in shown

    asked = []
    monkeypatch.setattr(
        "nbgrader.apps.NbGraderAPI.generate_assignment", lambda *args, **kwargs: asked.append(args)
    )
    capfd.readouterr()
    assert grade_class.grade(root, ["ps1"], STUDENTS) == 0
    assert "2 of them unchanged" in capfd.readouterr().out
    assert asked == []
    monkeypatch.undo()

    with grade_class.Course(root).api.gradebook as gradebook:
        grade = gradebook.find_grade("why", "ps1", "ps1", "amari")
        grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
    before = page.read_text()
    assert grade_class.grade(root, ["ps1"], STUDENTS) == 0
    assert "amari    9/10" in table.read_text()
    assert "9 of 10 points" in page.read_text() != before

    worse = (STUDENTS[0]._replace(does=(untouched,)), *STUDENTS[1:])
    sample_class.write(root / "grading" / "submitted", submissions(worse, GIVEN))
    assert grade_class.grade(root, ["ps1"], STUDENTS) == 0
    assert "1 of them unchanged" in capfd.readouterr().out.rpartition("ps1: ")[2]
    assert "amari    2/10" in table.read_text()
