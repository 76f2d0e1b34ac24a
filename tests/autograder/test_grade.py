"""`python -m autograder grade`: the same results as `nbgrader autograde`, and nothing lost when it is killed."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from tests.autograder.conftest import QUICK, nbgrader, notes
from tests.autograder.course import DOUBLE_HIDDEN, NAME, ROOT, make_course, source, write
from tests.autograder.students import CLASS, Student, answers, cell, hands_in

pytestmark = [pytest.mark.grading, pytest.mark.xdist_group("autograder_grade")]

CHOSEN = (
    "right01",
    "partly",
    "untouched",
    "warns",
    "cutoff",
    "nothing",
    "latin1",
    "renamed",
    "weakened",
    "stripped",
)
HOSTILE = ("exits", "flood", "echo", "spy")
JOURNAL = f"grading/notes/{NAME}-graded.jsonl"
OWN_FILES = (f"{NAME}-graded.jsonl", f"{NAME}-grade.lock")
GRADES = """
select submitted_assignment.student_id, base_cell.name, auto_score, manual_score, extra_credit, needs_manual_grade,
       timestamp, late_submission_penalty
from grade join submitted_notebook on grade.notebook_id = submitted_notebook.id
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
join base_cell on base_cell.id = grade.cell_id order by 1, 2"""
COMMENTS = """
select submitted_assignment.student_id, base_cell.name, auto_comment, manual_comment
from comment join submitted_notebook on comment.notebook_id = submitted_notebook.id
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
join base_cell on base_cell.id = comment.cell_id order by 1, 2"""


class Finished(NamedTuple):
    """How a run ended."""

    status: int
    text: str


class Fails(NbGraderPreprocessor):
    """A last step that fails after the grades have been entered."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Fail."""
        raise OSError("no space")


def start(root: Path, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start the command in the course."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)} | variables
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", NAME, "--jobs", "2", *arguments],
        cwd=root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def grade(root: Path, *arguments: str, **variables: str) -> Finished:
    """Run the command to its end."""
    process = start(root, *arguments, **variables)
    text, _ = process.communicate(timeout=200)
    return Finished(process.returncode, text)


@cache
def released() -> Path:
    """Return a course with a release, made once for all classes."""
    root = Path(tempfile.mkdtemp(prefix="released-"))
    atexit.register(shutil.rmtree, root)
    make_course(root, QUICK)
    nbgrader(root, "generate_assignment", NAME)
    return root


def make_class(root: Path, students: dict[str, Student]) -> Path:
    """Make a course with a release and submissions."""
    shutil.copytree(released(), root, dirs_exist_ok=True)
    for student, does in students.items():
        does.hand_in(root / "grading" / "submitted" / student / NAME)
    return root


def right(count: int) -> dict[str, Student]:
    """Return a class of students who all have it right."""
    return {f"s{number:02}": Student(hands_in(answers()), 7) for number in range(count)}


def gradebook(root: Path) -> dict[str, list]:
    """Return what the gradebook holds of each submission."""
    with sqlite3.connect(root / "grading" / "gradebook.db") as data:
        return {"grades": data.execute(GRADES).fetchall(), "comments": data.execute(COMMENTS).fetchall()}


def files(root: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and content of all that grading has written beside the gradebook."""
    found = [path for top in ("autograded", "notes") for path in (root / "grading" / top).rglob("*")]
    return {
        str(path.relative_to(root)): (path.stat().st_mode, path.read_bytes())
        for path in found
        if path.is_file() and path.name not in OWN_FILES
    }


def points(root: Path) -> dict[str, float]:
    """Return the sum of automatic points by student."""
    total: dict[str, float] = {}
    for student, _, score, *_ in gradebook(root)["grades"]:
        total[student] = total.get(student, 0) + (score or 0)
    return total


def lines(root: Path) -> int:
    """Return how many submissions the journal has."""
    path = root / JOURNAL
    return path.read_bytes().count(b"\n") if path.exists() else 0


def children(process: int) -> list[int]:
    """Return the processes that ``process`` has started."""
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in path.read_text().split()] if path.exists() else []


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that do the work: the server that forks them is the grader's child."""
    workers = [worker for child in children(process.pid) for worker in children(child)]
    assert workers, "no worker is a grandchild of the grader"
    return workers


def wait_for_end(processes: list[int]) -> None:
    """Wait until none of ``processes`` runs any more."""
    deadline = time.monotonic() + 30
    while running := [number for number in processes if Path(f"/proc/{number}").exists()]:
        assert time.monotonic() < deadline, f"still there: {running}"
        time.sleep(0.05)


def wait_for_lines(root: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until ``count`` submissions are graded, while the run still goes on."""
    while lines(root) < count:
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.01)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Finished]:
    """Grade one class twice: by this command, and by nbgrader's."""
    ours = make_class(
        tmp_path_factory.mktemp("both") / "course", {name: CLASS[name] for name in CHOSEN + HOSTILE}
    )
    for student in ("right01", "exits"):
        folder = ours / "grading" / "submitted" / student / NAME
        (folder / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
        (folder / "data.txt").write_text("1 2 3")
    stock = ours.with_name("stock")
    shutil.copytree(ours, stock)
    nbgrader(stock, "autograde", NAME)
    return ours, stock, grade(ours)


def test_everything_lands_as_with_nbgrader_autograde(both: tuple[Path, Path, Finished]) -> None:
    ours, stock, _ = both
    assert gradebook(ours) == gradebook(stock)
    assert files(ours) == files(stock)
    assert len(gradebook(ours)["grades"]) == 5 * (len(CHOSEN + HOSTILE) - 2)


def test_the_summary_says_who_needs_the_instructor_and_what_failed(both: tuple[Path, Path, Finished]) -> None:
    _, _, finished = both
    assert finished.status == 1
    assert "12 graded" in finished.text
    assert "2 need you" in finished.text
    assert "cutoff: the file is cut off" in finished.text
    assert "4 first_hidden" in finished.text
    assert not (both[0] / "grading" / "autograded.draft").exists()


def test_the_gradebook_finds_what_belongs_to_a_submission_without_reading_all_of_it(
    both: tuple[Path, Path, Finished],
) -> None:
    with sqlite3.connect(both[0] / "grading" / "gradebook.db") as data:
        for table in ("grade", "comment"):
            plan = data.execute(
                f"explain query plan select * from {table} where notebook_id = 'x'"
            ).fetchall()
            assert f"USING INDEX autograder_{table}" in plan[0][-1]
        assert data.execute(
            "select count(*) from sqlite_stat1 where idx = 'autograder_grade'"
        ).fetchone() == (1,)


def test_only_what_has_changed_is_graded_again(tmp_path: Path) -> None:
    root = make_class(tmp_path, right(3) | {"cutoff": CLASS["cutoff"]})
    assert grade(root).status == 1
    before = {path: path.stat().st_mtime_ns for path in (root / "grading" / "autograded").rglob("*.ipynb")}
    again = grade(root)
    assert "4 of them unchanged" in again.text
    assert again.status == 1
    assert {path: path.stat().st_mtime_ns for path in before} == before

    CLASS["partly"].hand_in(root / "grading" / "submitted" / "s01" / NAME)
    CLASS["right02"].hand_in(root / "grading" / "submitted" / "cutoff" / NAME)
    changed = grade(root)
    assert "2 of them unchanged" in changed.text
    assert changed.status == 0
    assert points(root) == {"s00": 7, "s01": 4, "s02": 7, "cutoff": 7}
    assert "cutoff" not in notes(root)

    corrected = source()
    cell(corrected, "double_hidden").source = DOUBLE_HIDDEN.replace("-2469.0", "0.0")
    write(corrected, root / "_build" / "source" / NAME / f"{NAME}.ipynb")
    nbgrader(root, "generate_assignment", NAME, "--force")
    assert "0 of them unchanged" in grade(root).text
    assert points(root)["s00"] == 5


def test_a_killed_grader_goes_on_where_it_was(tmp_path: Path) -> None:
    root = make_class(tmp_path / "course", right(8))
    (scratch := tmp_path / "scratch").mkdir()
    for kill_at in (1, 4, 6):
        process = start(root, TMPDIR=str(scratch))
        wait_for_lines(root, kill_at, process)
        workers = workers_of(process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        wait_for_end(workers)
        assert list(scratch.iterdir()) == []
        done = lines(root)
        assert done < 8
        for student, *_ in map(json.loads, (root / JOURNAL).read_text().splitlines()):
            assert points(root)[student] == 7
    finished = grade(root)
    assert finished.status == 0
    assert f"{done} of them unchanged" in finished.text
    assert points(root) == dict.fromkeys(right(8), 7)
    assert len(gradebook(root)["grades"]) == 5 * 8
    assert len(list((root / "grading" / "autograded").rglob("*.ipynb"))) == 8
    assert not (root / "grading" / "autograded.draft").exists()


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    root = make_class(tmp_path / "course", right(6))
    (scratch := tmp_path / "scratch").mkdir()
    process = start(root, TMPDIR=str(scratch))
    wait_for_lines(root, 1, process)
    workers = workers_of(process)
    os.kill(workers[0], signal.SIGKILL)
    text, _ = process.communicate(timeout=200)
    assert process.returncode == 0, text
    wait_for_end(workers)
    assert list(scratch.iterdir()) == []
    assert points(root) == dict.fromkeys(right(6), 7)


def test_a_submission_that_cannot_be_written_leaves_no_half_of_it(tmp_path: Path) -> None:
    root = make_class(tmp_path, right(2))
    config = root / "nbgrader_config.py"
    kept = config.read_text()
    config.write_text(kept + "c.Autograde.autograde_preprocessors += ['tests.autograder.test_grade.Fails']\n")
    failed = grade(root)
    assert failed.status == 2
    assert "grading failed: NbGraderException: OSError: no space" in notes(root)["s00"]["note"]
    assert gradebook(root)["grades"] == []
    assert files(root).keys() == {f"grading/notes/{NAME}.csv"}
    config.write_text(kept)
    assert grade(root).status == 0
    assert points(root) == {"s00": 7, "s01": 7}
    assert notes(root) == {}


def test_a_second_grader_of_the_same_assignment_is_refused(tmp_path: Path) -> None:
    root = make_class(tmp_path, right(1))
    lock = root / "grading" / "notes" / f"{NAME}-grade.lock"
    lock.parent.mkdir()
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refused = grade(root)
    assert refused.status == 2
    assert "locked by another run" in refused.text
    assert gradebook(root)["grades"] == []


def test_without_isolation_it_refuses_unless_allowed_and_then_says_so(tmp_path: Path) -> None:
    root = make_class(tmp_path, right(1))
    without = sysconfig.get_path("scripts")  # no bwrap there
    refused = grade(root, PATH=without)
    assert refused.status == 2
    assert "bubblewrap" in refused.text
    assert grade(root, "--allow-unisolated", PATH=without).status == 0
    assert "without isolation" in notes(root)["s00"]["note"]
    assert "0 of them unchanged" in grade(root).text
    assert notes(root) == {}


def test_a_class_without_submissions_is_not_graded(tmp_path: Path) -> None:
    assert grade(make_class(tmp_path, {})).status == 2


def test_without_a_release_the_command_says_what_to_run(tmp_path: Path) -> None:
    finished = grade(make_course(tmp_path, QUICK))
    assert finished.status == 2
    assert "expected an assignment of this course" in finished.text


def test_a_line_of_the_journal_that_was_cut_off_counts_as_not_written(tmp_path: Path) -> None:
    root = make_class(tmp_path, right(2))
    assert grade(root).status == 0
    path = root / JOURNAL
    path.write_bytes(path.read_bytes()[:-20])
    finished = grade(root)
    assert "1 of them unchanged" in finished.text
    assert finished.status == 0
    assert lines(root) == 2
