"""The instructor guide: its commands run in its order, its plans name what there is."""

import csv
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from tests.autograder.conftest import nbgrader
from tests.autograder.course import NAME, RIGHT, filled, make_course
from tests.autograder.test_commands import command, gradebook

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "book" / "_ext"))  # as Sphinx does for local extensions

import lessons  # noqa: E402  the path is set just above

GUIDE = (ROOT / "book" / "instructor_guide.md").read_text("utf8")
EXAMPLE = "03_convolution_1d"
COMMANDS = [
    line for block in re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()
]
PLANS = [lessons.weeks(body) for body in re.findall(r"```\{lessons\}\n(.*?)```", GUIDE, re.DOTALL)]


def test_every_command_is_of_a_kind_that_is_tested_here():
    kinds = {
        line.split()[0] if line.startswith(("make", "nbgrader")) else line.split(" ", 3)[2]
        for line in COMMANDS
    }
    assert kinds == {"make", "nbgrader", "autograder"}


def test_every_make_target_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE))
    named = {line.split()[1] for line in COMMANDS if line.startswith("make ")}
    named |= set(re.findall(r"`make ([a-z-]+)", GUIDE))
    assert named
    assert named <= targets


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:solutions|tests|autograder|tools)/[\w/.]*)`", GUIDE)))
)
def test_every_path_of_the_repository_exists(path):
    assert (ROOT / path).exists()


def test_modules_that_it_names_exist():
    for module in set(re.findall(r"python -m ([\w.]+)", GUIDE)):
        run = subprocess.run(
            [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, check=False
        )
        assert run.returncode == 0, module


@pytest.mark.grading
def test_the_commands_take_a_class_from_the_roster_to_the_grades(tmp_path):
    """Every command that works on the course, in the order of the page; the notebook comes as an LMS gives it."""
    root = make_course(tmp_path / "course")
    (root / "grading").mkdir(exist_ok=True)
    (root / "grading" / "roster.csv").write_text("id,first_name,last_name,email\nada,,,\n77,,,\n")
    archive = root / "grading" / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "all.zip", "w") as download:
        download.writestr("Zoë Berg_77_assignsubmission_file_/ps1.ipynb", nbformat.writes(filled(RIGHT)))
    ran = []
    for line in COMMANDS:
        words = shlex.split(line.replace(EXAMPLE, NAME))
        if words[0] == "nbgrader":
            nbgrader(root, *words[1:])
            if words[1] == "generate_assignment":  # as the page says, in the formgrader
                early = command(root, "extend", NAME, "ada", "--days", "2", status=1)
                assert early.endswith("expected a due date of ps1 to move, got none: set it in formgrader\n")
                with gradebook(root) as book:
                    book.update_or_create_assignment(NAME, duedate="2026-10-12 12:00:00 UTC")
        elif words[0] == "python":
            command(root, *words[3:])
        ran += words[:1]
    assert ran.count("nbgrader") == 4
    assert ran.count("python") == 5
    assert [path.name for path in (root / "grading" / "feedback" / "77" / NAME).iterdir()] == [f"{NAME}.html"]
    with (root / "grading" / "grades.csv").open() as file:
        scores = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    assert scores["77"] == "7.0"  # all but the written answer, which nobody has graded yet
    assert (root / "grading" / "canvas.csv").is_file()
    # nothing about students lies where git would see it
    assert {path.name for path in root.iterdir()} <= {"grading", "nbgrader_config.py", "_build", "exercises"}


# ---- lesson plans -------------------------------------------------------------------------------------------


def test_the_plans_have_twelve_and_six_weeks():
    assert [len(plan) for plan in PLANS] == [12, 6]


def test_twelve_weeks_read_every_chapter_once_in_order():
    read = [number for week in PLANS[0] for number in week.chapters]
    assert read == list(range(1, 20))


@pytest.mark.parametrize("plan", PLANS, ids=["twelve", "six"])
def test_an_assignment_follows_the_reading_of_its_chapter(plan):
    for week in plan:
        assert week.assignment in week.chapters
        assert len(week.in_class) > 30


@pytest.mark.parametrize("plan", PLANS, ids=["twelve", "six"])
def test_the_four_notebooks_that_build_one_library_are_handed_in(plan):
    handed_in = [week.assignment for week in plan]
    assert [number for number in handed_in if number in (7, 9, 11, 12)] == [7, 9, 11, 12]


@pytest.mark.parametrize("plan", PLANS, ids=["twelve", "six"])
def test_a_week_is_at_most_five_hours_of_work(plan):
    for number, week in enumerate(plan, 1):
        cells = lessons.row(number, week)
        assert int(cells[2]) + int(cells[5]) <= 300, (
            f"week {number}: {cells[2]} minutes reading, {cells[5]} working"
        )


def test_chapters_that_the_short_plan_leaves_out_are_those_that_the_page_names():
    read = {number for week in PLANS[1] for number in week.chapters}
    (sentence,) = re.findall(r"chapters ((?:\d+, )+\d+ and \d+) are for who wants more", GUIDE)
    assert sorted({*range(1, 20)} - read) == [int(number) for number in re.findall(r"\d+", sentence)]


def test_times_and_points_come_from_the_pages(tmp_path):
    """A small chapter and a small exercise: does the row show their numbers, and the last line their sums?"""
    book, exercises = tmp_path / "book", tmp_path / "exercises"
    (exercises / "03_a").mkdir(parents=True)
    book.mkdir()
    (book / "03_a.md").write_text(
        "# 3. A\n\n**Time:** about 40 minutes of reading and playing, 5 minutes for the quiz.\n"
    )
    first = nbformat.v4.new_markdown_cell("# Exercises\n\n**30 points** in four tasks; about 95\nminutes.")
    nbformat.write(nbformat.v4.new_notebook(cells=[first]), exercises / "03_a" / "03_a.ipynb")
    text = lessons.markdown(
        [lessons.Week([3], 3, "Talk."), lessons.Week([3, 4], 3, "Walk.")], book, exercises
    )
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert rows[2] == ["1", "{doc}`3 <03_a>`", "45", "{doc}`3 <../exercises/03_a/03_a>`", "30", "95", "Talk."]
    assert rows[3][1] == "{doc}`3 <03_a>`, 4 (in preparation)"
    assert [rows[4][at] for at in (2, 4, 5)] == ["90", "60", "190"]


@pytest.mark.parametrize(
    ("chapter", "cell", "message"),
    [
        ("# 3. A\n", "**30 points**, about 95 minutes", "03_a.md: expected '.*Time"),
        (
            "**Time:** about 4 minutes of reading and playing, 5 minutes for the quiz",
            "30 points",
            "03_a.ipynb: expected '.*points",
        ),
    ],
)
def test_a_page_that_does_not_say_its_times_stops_the_build(chapter, cell, message, tmp_path):
    book, exercises = tmp_path / "book", tmp_path / "exercises"
    (exercises / "03_a").mkdir(parents=True)
    book.mkdir()
    (book / "03_a.md").write_text(chapter)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(cell)])
    nbformat.write(notebook, exercises / "03_a" / "03_a.ipynb")
    with pytest.raises(ValueError, match=message):
        lessons.markdown([lessons.Week([3], 3, "Talk.")], book, exercises)
