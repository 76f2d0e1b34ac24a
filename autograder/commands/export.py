"""Write grades as Canvas or Moodle take them; with --sheet into the file that was downloaded from there.

Canvas: Grades > Export, then Grades > Import. Moodle: Download grading worksheet, then Upload grading worksheet.
Who is not graded yet has an empty grade, which both leave as it is.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
from pathlib import Path
from typing import Any

from autograder.commands.course import Course
from autograder.export import handed_in, scores, waiting
from autograder.safe.names import guarded

CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
MOODLE = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum grade",
    "Grade can be changed",
]
Row = dict[str, str]


def options(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("assignment")
    parser.add_argument("--lms", choices=["canvas", "moodle"], required=True)
    parser.add_argument(
        "--sheet", type=Path, help="the file downloaded from the LMS, whose rows are to be filled"
    )
    parser.add_argument("--to", type=Path, help="file to write (default: ASSIGNMENT-LMS.csv)")


def run(chosen: argparse.Namespace) -> int:
    """Write the file, and say who is missing in it."""
    course = Course()
    with course.gradebook() as gradebook:
        possible = course.assignment(gradebook, chosen.assignment).max_score
        found = handed_in(gradebook, chosen.assignment)
        ungraded = waiting(course.dir, found, chosen.assignment)
        people = {student.id: student for student in gradebook.students}
        points = {name: grade(found.get(name)) for name in people if name not in ungraded}
        points |= dict.fromkeys(ungraded & people.keys(), "")
    sheet = read(chosen.sheet) if chosen.sheet else blank(chosen.lms, people, chosen.assignment, possible)
    fill = fill_canvas if chosen.lms == "canvas" else fill_moodle
    columns, rows, filled = fill(sheet, points, chosen.assignment)
    to = chosen.to or Path(f"{chosen.assignment}-{chosen.lms}.csv")
    with to.open("w", newline="", encoding="utf8") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore", restval="")
        table.writeheader()
        table.writerows({key: guarded(value) for key, value in row.items()} for row in rows)
    missing = sorted(name for name, score in points.items() if score and name not in filled)
    print(
        f"{len(filled)} students in {to}" + f"; not in {chosen.sheet}: {', '.join(missing)}" * bool(missing)
    )
    return 1 if missing else 0


def read(path: Path) -> list[Row]:
    """Return the rows of a downloaded file, columns in their order."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def grade(submission: Any) -> str:
    """Return a student's points after late penalties, in the shortest form."""
    return f"{scores(submission)['score']:g}"


def blank(lms: str, people: dict[str, Any], assignment: str, possible: float) -> list[Row]:
    """Return the rows of a file without a download: who is who is said by the id alone."""
    rows = []
    for name, one in people.items():
        full = f"{one.last_name or name}, {one.first_name or ''}".strip(", ")
        row = {"Identifier": f"Participant {name}", "Full name": full, "Maximum grade": f"{possible:g}"}
        if lms == "canvas":
            row = {"Student": full, "ID" if name.isdigit() else "SIS Login ID": name}
        rows.append(dict.fromkeys(CANVAS if lms == "canvas" else MOODLE, "") | row)
    points = {"Student": "    Points Possible", assignment: f"{possible:g}"}
    return [points, *rows] if lms == "canvas" else rows


def fill_canvas(
    rows: list[Row], points: dict[str, str], assignment: str
) -> tuple[list[str], list[Row], set[str]]:
    """Enter points into the assignment's column; other assignments are left out, so that none is changed."""
    wanted = re.compile(rf"{re.escape(assignment)}( \(\d+\))?")
    column = (
        next((name for name in rows[0] if name and wanted.fullmatch(name)), assignment)
        if rows
        else assignment
    )
    filled = set()
    for row in rows:
        keys = [row.get(name) or "" for name in ("ID", "SIS User ID", "SIS Login ID")]
        if name := next((key for key in keys if key in points), ""):
            row[column] = points[name]
            filled.add(name)
    return [*CANVAS, column], rows, filled


def fill_moodle(
    rows: list[Row], points: dict[str, str], assignment: str
) -> tuple[list[str], list[Row], set[str]]:
    """Enter points into the column Grade of a grading worksheet; all else stays."""
    filled = set()
    for row in rows:
        keys = [
            row.get("Identifier", "").removeprefix("Participant "),
            row.get("ID number") or "",
            row.get("Email address") or "",
        ]
        if name := next((key for key in keys if key in points), ""):
            row["Grade"] = points[name]
            filled.add(name)
    return list(rows[0]) if rows else MOODLE, rows, filled
