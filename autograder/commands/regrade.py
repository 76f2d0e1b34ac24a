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
from autograder.commands.grade import grade, share
from autograder.commands.scores import Scores, changes, read_scores, settle_marks
from autograder.notes import Notes
from autograder.safe.names import printable

COLUMNS = ["student_id", "task", "before", "after"]


def options(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("assignment")
    share(parser)


def run(chosen: argparse.Namespace) -> int:
    """Regrade, print and write down what changed; return 1 where a submission could not be graded."""
    course = Course()
    path = Notes.of(course.dir, chosen.assignment).path
    # the scores before; a run that was interrupted has left them
    begun = path.with_name(f"{chosen.assignment}-regrade.json")
    interrupted = begun.exists()
    with course.gradebook() as gradebook:
        course.assignment(gradebook, chosen.assignment)
        before = Scores.load(begun) if interrupted else read_scores(gradebook, chosen.assignment)
        check_cells(course, gradebook, chosen.assignment)
    command = f"nbgrader generate_assignment {chosen.assignment}"
    course.succeed(course.api.generate_assignment(chosen.assignment, force=True), command)
    begun.parent.mkdir(parents=True, exist_ok=True)
    begun.write_text(json.dumps(before.rows), "utf8")
    batch = grade(chosen, force=not interrupted)
    with course.gradebook() as gradebook:
        settle_marks(gradebook, chosen.assignment, before)
        after = read_scores(gradebook, chosen.assignment)
    changed = changes(before, after)
    report(changed, path.with_name(f"{chosen.assignment}-regrade.csv"))
    notes = Notes.of(course.dir, chosen.assignment).read()
    refused = sorted(student for student, entry in batch.entries.items() if not entry.graded)
    if refused:
        print(f"needs the instructor (not regraded): {', '.join(map(printable, refused))}")
    if not any(notes[student].text.startswith("grading failed") for student in refused):
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
