"""A stock nbgrader course in a folder of its own: assignments, their notebooks, each graded in one batch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

STOCK = Path(__file__).with_name("stock.py")
# student -> graded cell -> score, None while a person has to look
Scores = dict[str, dict[str, float | None]]


class Course:
    """A course whose nbgrader runs in a process of its own."""

    def __init__(self, folder: Path, process: subprocess.Popen[str]) -> None:
        self.folder, self.process = folder, process

    def grade(self, name: str, source: NotebookNode, submissions: dict[str, NotebookNode]) -> Scores:
        """Generate assignment ``name``, autograde what each student handed in, return the scores."""
        write(self.folder / "source" / name, name, source)
        for student, notebook in submissions.items():
            write(self.folder / "submitted" / student / name, name, notebook)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(name, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, f"nbgrader's process ended; see {self.folder / 'log'}"
        if problem := json.loads(answer):
            raise RuntimeError(f"nbgrader: {problem}")
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as book:
            return {
                student: {
                    grade.name: grade.auto_score
                    for grade in book.find_submission_notebook(name, name, student).grades
                }
                for student in submissions
            }


@contextmanager
def course(folder: Path) -> Iterator[Course]:
    """Start nbgrader in ``folder`` and end it afterwards."""
    scripts = str(Path(sys.executable).parent)  # nbgrader calls alembic by its bare name
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, STOCK],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        yield Course(folder, process)


def write(folder: Path, name: str, notebook: NotebookNode) -> None:
    """Write ``notebook`` as the notebook of assignment ``name`` into a new ``folder``."""
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")
