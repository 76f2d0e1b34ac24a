"""The graded class that the end-to-end tests look at: every command as a user types it, once."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.autograder.course import NAME, ROOT, make_course
from tests.autograder.students import CLASS

BY_EXCHANGE = (
    "right01",
    "renamed",
    "cutoff",
)  # these use fetch and submit; the others come as files, as from an LMS
QUICK = "c.Execute.timeout = 4\nc.Execute.iopub_timeout = 3"
STUDENT_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "cnn"
c.Exchange.root = {exchange!r}
c.Exchange.cache = "cache"
"""


class Graded(NamedTuple):
    """A course after one round of grading."""

    root: Path
    home: Path  # of the students who use the exchange
    logs: dict[str, str]  # by command
    hashes: dict[Path, str]  # of everything that was handed in, before grading


def nbgrader(cwd: Path, *command: str, status: int = 0) -> str:
    """Run an nbgrader command in ``cwd`` and return what it printed."""
    done = start(cwd, *command)
    output, _ = done.communicate(timeout=300)
    assert done.returncode == status, f"nbgrader {' '.join(command)}: {done.returncode}\n{output[-4000:]}"
    return output


def start(cwd: Path, *command: str, module: str = "nbgrader") -> subprocess.Popen[str]:
    """Start an nbgrader command in ``cwd``, or another module's."""
    environment = os.environ | {
        "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-m", module, *command],
        cwd=cwd, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def grades(root: Path) -> dict[str, dict[str, str]]:
    """Return the rows that ``nbgrader export`` writes, by student."""
    nbgrader(root, "export")
    with (root / "grading" / "grades.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["student_id"] for row in rows}) == len(rows), "a student has two rows"
    return {row["student_id"]: row for row in rows}


def notes(root: Path) -> dict[str, dict[str, str]]:
    """Return the autograder's notes by student."""
    with (root / "grading" / "notes" / f"{NAME}.csv").open(newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def hashes(folder: Path) -> dict[Path, str]:
    """Return a digest of every file under ``folder``."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Run a whole round: release, fetch, submit, collect, autograde, feedback, export."""
    root = make_course(tmp_path_factory.mktemp("course"), QUICK)
    home = tmp_path_factory.mktemp("students")
    (home / "nbgrader_config.py").write_text(
        STUDENT_CONFIG.format(exchange=str(root / "grading" / "exchange"))
    )
    logs = {"generate_assignment": nbgrader(root, "generate_assignment", NAME)}
    logs["release_assignment"] = nbgrader(root, "release_assignment", NAME)
    logs["list"] = nbgrader(home, "list")
    for student in BY_EXCHANGE:
        nbgrader(home, "fetch_assignment", NAME)
        (home / NAME / f"{NAME}.ipynb").unlink()
        CLASS[student].hand_in(home / NAME)
        logs["submit"] = nbgrader(home, "submit", NAME, "--student", student)
        (home / NAME).rename(home / student)
    logs["collect"] = nbgrader(root, "collect", NAME)
    submitted = root / "grading" / "submitted"
    for student, does in CLASS.items():
        if student not in BY_EXCHANGE:
            does.hand_in(submitted / student / NAME)
    before = hashes(submitted)
    logs["autograde"] = nbgrader(root, "autograde", NAME)
    logs["generate_feedback"] = nbgrader(root, "generate_feedback", NAME)
    logs["release_feedback"] = nbgrader(root, "release_feedback", NAME, "--student", "right01")
    logs["fetch_feedback"] = nbgrader(home, "fetch_feedback", NAME, "--student", "right01")
    logs["list inbound"] = nbgrader(root, "list", "--inbound")
    return Graded(root, home, logs, before)
