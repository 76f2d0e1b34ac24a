"""Does the file of notes say the last that is known of each submission, and nothing else?"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.notes import Note, Notes


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    """Notes that have no file yet."""
    return Notes(tmp_path / "notes" / "ps1.csv")


def test_there_is_no_file_without_a_note(notes: Notes) -> None:
    """Does an honest class leave no file?"""
    notes.graded("ada", "ps1", [])
    notes.keep_only(["ada"])
    assert notes.read() == {}
    assert not notes.path.exists()


def test_who_needs_the_instructor_comes_first(notes: Notes) -> None:
    """Can the instructor stop reading at the first yes?"""
    notes.graded("ada", "ps1", ["was renamed"])
    notes.needs_instructor("zoe", 'empty, "really"\nempty')
    assert notes.read() == {
        "zoe": Note(False, 'empty, "really"\nempty'),
        "ada": Note(True, "ps1: was renamed"),
    }
    assert list(notes.read()) == ["zoe", "ada"]


def test_a_graded_submission_no_longer_needs_the_instructor(notes: Notes) -> None:
    """Does the old reason go when the submission is graded, and an old remark when there is none any more?"""
    notes.needs_instructor("ada", "empty")
    notes.graded("ada", "ps1", [])
    assert notes.read() == {}
    notes.graded("ada", "ps1", ["loops"])
    notes.graded("ada", "ps1", [])
    assert notes.read() == {}


def test_each_notebook_of_an_assignment_has_its_own_remarks(notes: Notes) -> None:
    """Does grading one notebook again leave the other's remarks?"""
    notes.graded("ada", "part1", ["loops"])
    notes.graded("ada", "part2", ["was renamed", "output was cut"])
    notes.graded("ada", "part1", [])
    assert notes.read() == {"ada": Note(True, "part2: was renamed; output was cut")}


@pytest.mark.parametrize("student", ["=1+1", "@x", "-x", "-3", "'=1", "\udcff", "a,b", "'"])
def test_any_name_comes_back_and_none_is_a_formula(student: str, notes: Notes) -> None:
    """Does a spreadsheet compute nothing, and is the student still known?"""
    notes.needs_instructor(student, "empty")
    assert list(notes.read()) == [student]
    assert (
        not notes.path.read_text("utf8", "surrogateescape").splitlines()[1].startswith(("=", "@", "+", "-x"))
    )


def test_notes_of_submissions_that_are_gone_go(notes: Notes) -> None:
    """Is a student who withdrew forgotten?"""
    notes.needs_instructor("ada", "empty")
    notes.needs_instructor("ben", "empty")
    notes.keep_only(["ben", "cleo"])
    assert list(notes.read()) == ["ben"]
