"""How long the grade file and formgrader's Manage page take for a very large class: part of `make bench-grading`.

The gradebook is filled directly; nothing is graded. The same questions are timed on the gradebook as nbgrader makes it,
and after ``tune``, which `python -m autograder grade` and every export call.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from nbgrader import api
from nbgrader.apps import ExportApp
from sqlalchemy import insert

from autograder.batch.gradebook import tune
from autograder.commands.course import Course
from benchmarks.grading import CONFIG, OURS

TESTS = 12  # graded cells of the assignment


def fill(gradebook: api.Gradebook, students: int) -> None:
    """Enter an assignment of one notebook, and a graded submission of each student."""
    gradebook.add_assignment("ps1")
    gradebook.add_notebook("ps1", "ps1")
    for number in range(TESTS):
        gradebook.add_grade_cell(f"test{number}", "ps1", "ps1", max_score=2, cell_type="code")
    notebook, names = gradebook.find_notebook("ps1", "ps1"), [f"s{number:05}" for number in range(students)]
    cells = [cell.id for cell in notebook.grade_cells]
    handed = {name: (uuid4().hex, uuid4().hex) for name in names}
    grades = [(book, cell, number) for _, book in handed.values() for number, cell in enumerate(cells)]
    for table, rows in {
        api.Student: [{"id": name} for name in names],
        api.SubmittedAssignment: [
            {"id": handed[name][0], "assignment_id": notebook.assignment.id, "student_id": name} for name in names
        ],
        api.SubmittedNotebook: [
            {"id": book, "assignment_id": submitted, "notebook_id": notebook.id} for submitted, book in handed.values()
        ],
        api.Grade: [
            {"id": uuid4().hex, "notebook_id": book, "cell_id": cell, "auto_score": n % 3, "needs_manual_grade": False}
            for book, cell, n in grades
        ],
    }.items():  # fmt: skip
        gradebook.db.execute(insert(table), rows)
    gradebook.db.commit()


def hand_in(root: Path, students: int) -> None:
    """Make the folders of the submissions and of their graded versions."""
    for number in range(students):
        for step in ("submitted", "autograded"):
            folder = root / step / f"s{number:05}" / "ps1"
            folder.mkdir(parents=True)
            (folder / "ps1.ipynb").write_text("{}", "utf8")


def export(course: Course) -> int:
    """Write the grade file; return its number of rows."""
    app = ExportApp(config=course.config, coursedir=course.dir)
    app.init_plugin()
    plugin: Any = app.plugin_inst
    plugin.to = str(Path(course.dir.root, "grades.csv"))
    with course.gradebook() as gradebook:
        plugin.write(gradebook)
    return len(Path(plugin.to).read_text("utf8").splitlines()) - 1


def timed(call: Callable[[], int], expected: int) -> float:
    """Return the seconds that ``call`` takes to come to the right number of rows."""
    begun = time.perf_counter()
    if (found := call()) != expected:
        raise SystemExit(f"expected {expected} rows, got {found}")
    return time.perf_counter() - begun


def measure(root: Path, students: int, plain: bool) -> dict[str, float]:
    """Return seconds by question."""
    (root / "nbgrader_config.py").write_text(CONFIG.format(root=str(root)) + OURS, "utf8")
    os.chdir(root)
    course = Course()
    with course.gradebook() as gradebook:
        fill(gradebook, students)
    hand_in(root, students)
    asked = {
        "grade file": lambda: export(course),
        "Manage page": lambda: len(course.api.get_submissions("ps1")),
    }
    found = {f"{name}, as nbgrader leaves it": timed(call, students) for name, call in asked.items() if plain}
    with course.gradebook() as gradebook:
        tune(gradebook)
    return found | {f"{name}, tuned": timed(call, students) for name, call in asked.items()}


def main() -> None:
    """Read the command line, measure, print and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading_large", description=__doc__)
    parser.add_argument("--submissions", type=int, default=10_000)
    parser.add_argument("--plain", action="store_true", help="also without tune, which takes minutes")
    parser.add_argument("--output", type=Path, default=Path("_build/bench/grading_large.json"))
    chosen = parser.parse_args()
    output = chosen.output.resolve()
    # nbgrader calls alembic
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as scratch:
        found = measure(Path(scratch), chosen.submissions, chosen.plain)
    print(f"seconds for {chosen.submissions} submissions")
    for name, seconds in found.items():
        print(f"{seconds:8.2f} {name}")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(found, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
