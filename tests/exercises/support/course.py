"""A stock nbgrader course in a folder of its own: one assignment, its notebooks, graded in one batch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "proof"\n'


def grade(
    folder: Path, name: str, source: NotebookNode, submissions: dict[str, NotebookNode]
) -> dict[str, dict[str, float | None]]:
    """Return ``{student: {graded cell: automatic score}}``; None is a cell that waits for a person."""
    (folder / "nbgrader_config.py").write_text(CONFIG)
    write(folder / "source" / name, name, source)
    for student, notebook in submissions.items():
        write(folder / "submitted" / student / name, name, notebook)
    nbgrader(folder, "generate_assignment", name)
    nbgrader(folder, "autograde", name)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {
            student: {
                grade.name: grade.auto_score
                for grade in book.find_submission_notebook(name, name, student).grades
            }
            for student in submissions
        }


def write(folder: Path, name: str, notebook: NotebookNode) -> None:
    """Write ``notebook`` as the notebook of assignment ``name`` into a new ``folder``."""
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run one nbgrader command in ``folder``; return what it says, fail with it if the command fails."""
    scripts = str(Path(sys.executable).parent)  # nbgrader calls alembic by its bare name
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
