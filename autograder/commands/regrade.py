"""Grade all submissions of an assignment again, with the tests as they are now.

Correct the source of the assignment first. Marks and comments given by hand stay, extensions and late penalties are
worked out anew, and each score that changes is listed. Submissions made from an older release are graded as well.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import nbformat

from autograder.commands.course import Course
from autograder.commands.scores import Scores, changes, read_scores, settle_marks
from autograder.notes import Notes

COLUMNS = ["student_id", "task", "before", "after"]


def options(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("assignment")
    parser.add_argument("--student", default="*", help="only this student (default: all)")


def run(chosen: argparse.Namespace) -> int:
    """Regrade, print and write down what changed; return 1 where a submission could not be graded."""
    course = Course()
    path = Notes.of(course.dir, chosen.assignment).path
    begun = path.with_name(
        f"{chosen.assignment}-regrade.json"
    )  # the scores before, for a run that is interrupted
    with course.gradebook() as gradebook:
        course.assignment(gradebook, chosen.assignment)
        before = Scores.load(begun) if begun.exists() else read_scores(gradebook, chosen.assignment)
        check_cells(course, gradebook, chosen.assignment)
    command = f"nbgrader generate_assignment {chosen.assignment}"
    course.succeed(course.api.generate_assignment(chosen.assignment, force=True), command)
    begun.parent.mkdir(parents=True, exist_ok=True)
    begun.write_text(json.dumps(before.rows), "utf8")
    result = course.api.autograde(chosen.assignment, chosen.student, force=True)
    with course.gradebook() as gradebook:
        settle_marks(gradebook, chosen.assignment, before)
        after = read_scores(gradebook, chosen.assignment)
    changed = changes(before, after)
    report(changed, path.with_name(f"{chosen.assignment}-regrade.csv"))
    notes = Notes.of(course.dir, chosen.assignment).read()
    refused = {
        name: note.text for name, note in notes.items() if not note.graded and chosen.student in ("*", name)
    }
    if refused:
        print(f"needs the instructor (not regraded): {', '.join(sorted(refused))}")
    elif not result["success"]:
        course.succeed(result, f"nbgrader autograde {chosen.assignment}")
    if not any(reason.startswith("grading failed") for reason in refused.values()):
        begun.unlink()
    return 1 if refused else 0


def check_cells(course: Course, gradebook: Any, assignment: str) -> None:
    """End where cells came or went since the first grading: nbgrader cannot enter that and keep the grades."""
    folder = Path(course.dir.format_path(course.dir.source_directory, ".", assignment))
    for path in sorted(folder.glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        new = {cell.metadata.nbgrader.grade_id for cell in cells if cell.metadata.get("nbgrader")}
        old = {cell.name for cell in gradebook.find_notebook(path.stem, assignment).source_cells}
        if new != old:
            changed = ", ".join(sorted(new ^ old))
            raise SystemExit(f"expected the cells that were graded before; {changed} came or went in {path}")


def report(changed: list[dict[str, Any]], path: Path) -> None:
    """Print a table of the scores that changed, and write it to ``path``."""
    with path.open("w", newline="", encoding="utf8") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(changed)
    lines = [COLUMNS, *([str(row[column]) for column in COLUMNS] for row in changed)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines if changed else []:
        print("  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip())
    students = len({row["student_id"] for row in changed})
    print(
        f"{students} students have another score; the list is in {path}"
        if changed
        else "no score has changed"
    )
