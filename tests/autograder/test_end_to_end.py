"""A class goes through nbgrader's stock commands: does everyone get the right score, or a clear note?"""

from __future__ import annotations

import html
import re

import pytest

from tests.autograder.conftest import BY_EXCHANGE, Graded, grades, hashes, nbgrader, notes
from tests.autograder.course import NAME, RIGHT, filled, release, source, write
from tests.autograder.students import CLASS

pytestmark = [pytest.mark.grading, pytest.mark.xdist_group("autograder_course")]
GRADED = [student for student, does in CLASS.items() if does.points is not None]
UNGRADED = [student for student, does in CLASS.items() if does.points is None]


@pytest.fixture(scope="module")
def rows(graded: Graded) -> dict[str, dict[str, str]]:
    """The exported grades."""
    return grades(graded.root)


def page(graded: Graded, student: str) -> str:
    """Return the text of a student's feedback page, without the white space and tags of HTML."""
    text = (graded.root / "grading" / "feedback" / student / NAME / f"{NAME}.html").read_text("utf8")
    return html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", "", text, flags=re.S))


@pytest.mark.parametrize("student", CLASS)
def test_everyone_gets_the_right_score_or_a_note(
    student: str, graded: Graded, rows: dict[str, dict[str, str]]
) -> None:
    """Is the score what the answers deserve, whatever the file looked like?"""
    expected, note = CLASS[student], notes(graded.root).get(student, {"note": "", "graded": "yes"})
    score = rows[student]["score"]
    assert (float(score) if score else None) == expected.points
    assert expected.note in note["note"]
    assert note["graded"] == ("no" if expected.points is None else "yes")


def test_the_batch_is_complete(rows: dict[str, dict[str, str]]) -> None:
    """Does every student appear once, and nobody else?"""
    assert set(rows) == set(CLASS)


def test_nothing_that_was_handed_in_is_changed(graded: Graded) -> None:
    """Are the originals the same bytes as before grading, and no file more?"""
    assert hashes(graded.root / "grading" / "submitted") == graded.hashes


def test_the_run_ends_with_who_needs_the_instructor(graded: Graded) -> None:
    """Do the last lines of autograde name each submission without a score, with the reason?"""
    end = graded.logs["autograde"].splitlines()[-len(UNGRADED) - 1 :]
    assert end[0].startswith(f"{len(UNGRADED)} not graded, see ")
    assert [line.partition(" needs the instructor: ")[0] for line in end[1:]] == sorted(UNGRADED)
    assert all(CLASS[student].note in line for student, line in zip(sorted(UNGRADED), end[1:], strict=True))


def test_formgrader_shows_them_as_not_autograded(graded: Graded) -> None:
    """Does the list of submissions in formgrader tell the graded from the others?"""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(graded.root)).load_config()
    api = NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)
    shown = {entry["student"]: entry["autograded"] for entry in api.get_submissions(NAME)}
    assert shown == {student: does.points is not None for student, does in CLASS.items()}


@pytest.mark.parametrize("student", GRADED)
def test_feedback_has_no_hidden_and_no_solution_line(student: str, graded: Graded) -> None:
    """Can a student read a line that the release does not have, unless it is their own?"""
    text = re.sub(r"\s+", "", page(graded, student))
    submitted = "".join(
        path.read_text("latin-1")
        for path in (graded.root / "grading" / "submitted" / student).rglob("*.ipynb")
    )
    known = [line.strip() for cell in release().cells for line in cell.source.split("\n")]
    lines = [line.strip() for cell in source().cells for line in cell.source.split("\n")]
    secret = [line for line in lines if line not in known and line not in submitted]
    assert len(secret) >= 8
    assert [line for line in secret if re.sub(r"\s+", "", line) in text] == []
    assert [value for value in ("-1234.5", "-2469", "abab", "[987", "654") if value in text] == []


@pytest.mark.parametrize("student", UNGRADED)
def test_an_ungraded_student_gets_no_feedback(student: str, graded: Graded) -> None:
    """Is there no page that would show 0 points to someone who was not graded?"""
    assert not (graded.root / "grading" / "feedback" / student).exists()


def test_feedback_stays_useful(graded: Graded) -> None:
    """Does a student see what was tested, what failed and why, as far as that gives nothing away?"""
    text = page(graded, "wrong")
    assert "0 of 10 points, 3 points not graded yet" in text
    assert "double(3) should be 6, got 3" in text  # the visible test's own message
    assert "# Hidden test: other numbers" in text
    assert "Failed: double is wrong for some negative numbers" in text  # the hidden test's literal message
    assert "Failed: first is wrong for some lists" in text
    assert "Failed: ValueError was raised by line 3 of your cell" in page(graded, "spy")
    assert "Failed: NotImplementedError was raised" in page(graded, "untouched")
    assert "Failed: stopped after 2 s" in page(graded, "loop")
    assert "Passed." in page(graded, "right01")
    assert "Because adding a number to itself doubles it." in page(graded, "right01")


def test_a_note_is_shown_to_student_and_instructor(graded: Graded) -> None:
    """Does someone whose Python ended read so on top of the page?"""
    assert "Notes from the autograder" in page(graded, "exits")
    assert "cell first: Python ended while it was running" in page(graded, "exits")
    assert "Failed: NameError was raised" in page(graded, "exits")
    assert "Notes from the autograder" not in page(graded, "right01")


def test_output_is_cut(graded: Graded) -> None:
    """Are 50 MB of output kept out of the autograded notebook and of the page?"""
    kept = graded.root / "grading" / "autograded" / "flood" / NAME / f"{NAME}.ipynb"
    assert kept.stat().st_size < 300_000
    assert "[output cut here]" in page(graded, "flood")


def test_the_exchange_works_in_this_layout(graded: Graded) -> None:
    """Do release, list, fetch, submit, collect and the way back of feedback find their places?"""
    assert f"cnn {NAME}" in graded.logs["list"]
    assert "Submitted as: cnn" in graded.logs["submit"]
    for student in BY_EXCHANGE:
        assert f"Collecting submission: {student} {NAME}" in graded.logs["collect"]
        assert student in graded.logs["list inbound"]
    fetched = next((graded.home / NAME / "feedback").rglob("*.html"))
    original = graded.root / "grading" / "feedback" / "right01" / NAME / f"{NAME}.html"
    assert fetched.read_bytes() == original.read_bytes()


def test_the_release_has_no_hidden_line(graded: Graded) -> None:
    """Is what students fetch the notebook that this course's fixture calls the release?"""
    text = (graded.root / "exercises" / NAME / f"{NAME}.ipynb").read_text("utf8")
    assert "secret_input" not in text
    assert "answer_of_the_instructor" not in text
    assert {path.name for path in (graded.root / "exercises").rglob("*")} == {NAME, f"{NAME}.ipynb"}


# --- from here on the tests change the course: they stay last, in this order ---------------------


def test_a_second_run_grades_nothing_again(graded: Graded) -> None:
    """Is a run without news quick, and does it still say who needs the instructor?"""
    before = {
        path: path.stat().st_mtime_ns for path in (graded.root / "grading" / "autograded").rglob("*.ipynb")
    }
    log = nbgrader(graded.root, "autograde", NAME)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert f"{len(UNGRADED)} not graded" in log
    assert {s: r["score"] for s, r in grades(graded.root).items()} == {
        s: "" if d.points is None else str(float(d.points)) for s, d in CLASS.items()
    }


def test_one_submission_alone_that_needs_the_instructor_fails_loudly(graded: Graded) -> None:
    """Does formgrader's button, which grades one student, show an error and not a success?"""
    log = nbgrader(graded.root, "autograde", NAME, "--student", "empty", status=1)
    assert f"empty needs the instructor: {NAME}.ipynb is empty" in log


def test_no_execute_is_refused(graded: Graded) -> None:
    """Would the outputs of a student's file ever be taken for results?"""
    log = nbgrader(graded.root, "autograde", NAME, "--student", "wrong", "--force", "--no-execute", status=1)
    assert "run without it" in log
    assert grades(graded.root)["wrong"]["score"] == "0.0"


def test_a_repaired_file_is_graded_and_its_note_goes(graded: Graded) -> None:
    """When the student hands the file in again, is the submission graded like any other?"""
    write(filled(RIGHT), graded.root / "grading" / "submitted" / "cutoff" / NAME / f"{NAME}.ipynb")
    nbgrader(graded.root, "autograde", NAME, "--student", "cutoff")
    assert grades(graded.root)["cutoff"]["score"] == "7.0"
    assert "cutoff" not in notes(graded.root)


def test_points_given_by_hand_survive_grading_again(graded: Graded) -> None:
    """Does --force keep manual scores and comments, and does feedback show them?"""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.root}/grading/gradebook.db", "cnn") as gradebook:
        grade = gradebook.find_grade("why", NAME, NAME, "right02")
        grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.find_comment("why", NAME, NAME, "right02").manual_comment = "Say why for text, too."
        gradebook.db.commit()
    nbgrader(graded.root, "generate_feedback", NAME, "--student", "right02", "--force")
    assert "ps1: 9 of 10 points" in page(graded, "right02")
    assert "not graded yet" not in page(graded, "right02")
    assert "Say why for text, too." in page(graded, "right02")
    nbgrader(graded.root, "autograde", NAME, "--student", "right02", "--force")
    assert grades(graded.root)["right02"]["score"] == "9.0"


def test_a_damaged_second_version_keeps_what_was_graded(graded: Graded) -> None:
    """If the newer file is damaged, does the old result stay in the gradebook, and is the export still empty?"""
    folder = graded.root / "grading" / "submitted" / "right03" / NAME
    write("{", folder / f"{NAME}.ipynb")
    write("2030-01-01 00:00:00 UTC", folder / "timestamp.txt")
    nbgrader(graded.root, "autograde", NAME, "--student", "right03", status=1)
    assert (graded.root / "grading" / "autograded" / "right03" / NAME / f"{NAME}.ipynb").exists()
    assert grades(graded.root)["right03"]["score"] == ""
    assert notes(graded.root)["right03"]["graded"] == "no"
