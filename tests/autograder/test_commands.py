"""A class after its first grading: a corrected test, an extension, a roster, and files for the LMS."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.autograder.conftest import nbgrader
from tests.autograder.course import DOUBLE_HIDDEN, NAME, RIGHT, filled, make_course, release, source, write
from tests.autograder.students import cell

pytestmark = [pytest.mark.grading, pytest.mark.xdist_group("autograder_commands")]
# these tests are about scores: on a busy machine a cell may take its time
LATE = """
c.LateSubmissionPlugin.penalty_method = "zero"
c.Execute.timeout = 60
"""
TEXT_ONLY = "def double(x):\n    return x + x if not isinstance(x, str) else x"
ROSTER = """\
\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,ps1 (4711),ps2 (4712)
    Points Possible,,,,,10,10
"Okoro, Amari",101,S1,amari@example.edu,A,,3
"Novak, <b>Bela</b>",102,S2,bela@example.edu,A,,4
"Lin, Chen",103,S3,chen@example.edu,B,,5
"Weiss, Dana",104,S4,dana@example.edu,B,,6
"Student, Test",999,,x,A,,
"""
WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed","Last modified (submission)"
"Participant 101","Amari Okoro",amari@example.edu,"Submitted for grading",,10.00,Yes,"Monday, 12 October 2026"
"Participant 999","Not Here",not@example.edu,"No submission",,10.00,Yes,-
"""


def command(root: Path, *arguments: str, status: int = 0) -> str:
    """Run ``python -m autograder`` in a course and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *arguments], cwd=root, text=True, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == status, done.stdout[-3000:]
    return done.stdout


def gradebook(root: Path) -> Gradebook:
    """Open a course's gradebook."""
    return Gradebook(f"sqlite:///{root}/grading/gradebook.db", "cnn")


def totals(root: Path) -> dict[str, float]:
    """Return the scores after penalties."""
    with gradebook(root) as book:
        return {
            s.student.id: s.score - (s.late_submission_penalty or 0)
            for s in book.assignment_submissions(NAME)
        }


def counts(root: Path) -> dict[str, int]:
    """Return how many of each thing the gradebook has."""
    from nbgrader import api

    with gradebook(root) as book:
        tables = (
            api.Student,
            api.SubmittedAssignment,
            api.SubmittedNotebook,
            api.Grade,
            api.Comment,
            api.SourceCell,
        )
        return {table.__name__: book.db.query(table).count() for table in tables}


def correct(root: Path) -> None:
    """Correct the hidden test of ``double``: text is no longer asked for; and reword the visible one."""
    notebook = source()
    cell(notebook, "double_hidden").source = "\n".join(
        line for line in DOUBLE_HIDDEN.split("\n") if "abab" not in line
    )
    cell(notebook, "double_visible").source = '# Test: double of three\nassert double(3) == 6, "not 6"'
    write(notebook, root / "_build" / "source" / NAME / f"{NAME}.ipynb")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class of four: a right answer, one that only text breaks, one late, one damaged."""
    root = make_course(tmp_path_factory.mktemp("commands"), LATE)
    (root / "roster.csv").write_text(ROSTER)
    command(root, "roster", "roster.csv")
    nbgrader(root, "generate_assignment", NAME)
    with gradebook(root) as book:
        book.update_or_create_assignment(NAME, duedate="2026-10-12 12:00:00 UTC")
    hands_in = {"101": RIGHT, "102": RIGHT | {"double": TEXT_ONLY}, "103": RIGHT | {"double": TEXT_ONLY}}
    for student, answers in hands_in.items():
        folder = root / "grading" / "submitted" / student / NAME
        write(filled(answers), folder / f"{NAME}.ipynb")
        write(f"2026-10-{'13' if student == '103' else '12'} 09:00:00 UTC", folder / "timestamp.txt")
    write("{", root / "grading" / "submitted" / "104" / NAME / f"{NAME}.ipynb")
    nbgrader(root, "autograde", NAME)
    with gradebook(root) as book:
        for student, points in (("101", 3), ("102", 1)):
            grade = book.find_grade("why", NAME, NAME, student)
            grade.manual_score, grade.needs_manual_grade = points, False
            book.find_comment("why", NAME, NAME, student).manual_comment = f"mark {points}"
        override = book.find_grade("double_visible", NAME, NAME, "101")
        override.manual_score, override.needs_manual_grade, override.extra_credit = 0.5, False, 0.25
        book.db.commit()
    return root


def test_the_roster_is_read_without_markup(root: Path) -> None:
    """Are Canvas's rows students, its other rows not, and a name that is HTML only a name?"""
    with gradebook(root) as book:
        found = {one.id: (one.last_name, one.first_name, one.email) for one in book.students}
    assert found["102"] == ("Novak", "bBela/b", "bela@example.edu")
    assert set(found) == {"101", "102", "103", "104"}
    assert "0 of them new" in command(root, "roster", "roster.csv")


def test_a_bad_roster_is_refused_in_one_line(root: Path) -> None:
    """Is the reason said, and nothing entered?"""
    (root / "bad.csv").write_text("id,first_name\n<script>,Eve\n")
    said = command(root, "roster", "bad.csv", status=1)
    assert said == "error: expected a student's id, got '<script>': it has the character '<' in it\n"
    (root / "bad.csv").write_text("a,b\n1,2\n")
    assert "expected a table with one of the columns" in command(root, "roster", "bad.csv", status=1)


def test_grades_go_into_the_gradebook_of_canvas(root: Path) -> None:
    """Has the file Canvas's columns, only this assignment's points, and nothing for who is not graded?"""
    command(root, "export", NAME, "--lms", "canvas", "--sheet", "roster.csv", "--to", "out.csv")
    with (root / "out.csv").open(newline="", encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ps1 (4711)"]
    assert {row["ID"]: row["ps1 (4711)"] for row in rows} == {
        "": "10", "101": "9.75", "102": "6", "103": "0", "104": "", "999": "",
    }  # fmt: skip
    command(root, "export", NAME, "--lms", "canvas")
    assert (root / f"{NAME}-canvas.csv").read_text().splitlines()[:2] == [
        "Student,ID,SIS User ID,SIS Login ID,Section,ps1",
        "    Points Possible,,,,,10",
    ]


def test_grades_go_into_the_worksheet_of_moodle(root: Path) -> None:
    """Is the column Grade filled, all else as it was, and is said who is not in the sheet?"""
    (root / "sheet.csv").write_text(WORKSHEET)
    said = command(
        root, "export", NAME, "--lms", "moodle", "--sheet", "sheet.csv", "--to", "out.csv", status=1
    )
    assert "not in sheet.csv: 102, 103" in said
    with (root / "out.csv").open(newline="", encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    assert [row["Grade"] for row in rows] == ["9.75", ""]
    assert rows[0]["Last modified (submission)"] == "Monday, 12 October 2026"


# --- from here on the tests change the course: they stay last, in this order ---------------------


def test_a_corrected_test_regrades_everyone(root: Path) -> None:
    """Do points follow the new test, do marks, comments and penalties stay, and is each change listed?"""
    before = counts(root)
    correct(root)
    said = command(root, "regrade", NAME, status=1)  # one submission is damaged
    assert totals(root) == {"101": 9.75, "102": 8, "103": 0}
    assert counts(root) == before
    with (root / "grading" / "notes" / f"{NAME}-regrade.csv").open(newline="") as file:
        rows = [(row["student_id"], row["task"], row["before"], row["after"]) for row in csv.DictReader(file)]
    assert rows == [
        ("102", "double_hidden", "0", "2"), ("102", "(total)", "6", "8"),
        ("103", "double_hidden", "0", "2"), ("103", "(late penalty)", "5", "7"),
    ]  # fmt: skip
    assert "102         double_hidden   0       2" in said
    assert "needs the instructor (not regraded): 104" in said
    with gradebook(root) as book:
        why = book.find_grade("why", NAME, NAME, "101")
        assert (why.manual_score, why.needs_manual_grade) == (3, False)
        assert book.find_comment("why", NAME, NAME, "102").manual_comment == "mark 1"
        override = book.find_grade("double_visible", NAME, NAME, "101")
        assert (override.manual_score, override.extra_credit, override.needs_manual_grade) == (
            0.5,
            0.25,
            False,
        )
        assert book.find_grade("why", NAME, NAME, "103").needs_manual_grade
    assert "double of three" in (root / "exercises" / NAME / f"{NAME}.ipynb").read_text()
    assert "double of 3" not in (root / "grading" / "autograded" / "101" / NAME / f"{NAME}.ipynb").read_text()


def test_regrading_again_changes_nothing(root: Path) -> None:
    """Is the second list empty, and nothing there twice?"""
    before = totals(root), counts(root)
    assert "no score has changed" in command(root, "regrade", NAME, status=1)
    assert (totals(root), counts(root)) == before


def test_an_interrupted_regrade_still_lists_all_changes(root: Path) -> None:
    """Does a run that goes on count from the scores before the first one?"""
    begun = root / "grading" / "notes" / f"{NAME}-regrade.json"
    assert not begun.exists()
    begun.write_text(json.dumps({"102": {"(total)": {"score": 6.0}}}))
    assert "102         (total)  6       8" in command(root, "regrade", NAME, "--student", "102")
    assert not begun.exists()


def test_an_extension_takes_the_penalty_back(root: Path) -> None:
    """Is a submission that was late no longer late?"""
    assert "due 2026-10-14" in command(root, "extend", NAME, "103", "--days", "2")
    command(root, "regrade", NAME, "--student", "103")
    assert totals(root)["103"] == 7
    assert "expected a student" in command(root, "extend", NAME, "nobody", "--days", "2", status=1)


def test_cells_that_came_or_went_stop_before_anything_is_touched(root: Path) -> None:
    """Is a source with another set of tests refused, with the release and the scores as they were?"""
    notebook = source()
    notebook.cells = [one for one in notebook.cells if one.get("id") != "first_hidden"]
    write(notebook, root / "_build" / "source" / NAME / f"{NAME}.ipynb")
    before = totals(root)
    assert "first_hidden came or went" in command(root, "regrade", NAME, status=1)
    assert (root / "exercises" / NAME / f"{NAME}.ipynb").exists()
    assert totals(root) == before
    assert "expected an assignment of this course (ps1), got ps9" in command(root, "regrade", "ps9", status=1)
    assert release().cells
