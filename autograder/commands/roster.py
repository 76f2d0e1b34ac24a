"""Enter students from a file: Canvas's gradebook, Moodle's participants or grading worksheet, or nbgrader's.

A student who is there already gets the names of the file. Nobody is removed.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

from autograder.commands.course import Course
from autograder.safe.names import why_unsafe

NAMES = {  # what a column may be called: nbgrader; Canvas; Moodle
    "id": ("id", "ID", "ID number", "Identifier", "Username"),
    "first_name": ("first_name", "First name"),
    "last_name": ("last_name", "Last name", "Surname"),
    "full_name": ("Student", "Full name"),
    "email": ("email", "Email address", "SIS Login ID"),
}
MARKUP = re.compile(r"[<>\"&`\\\x00-\x1f]")


def options(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--id-column", default="", help="the column that holds the students' ids")


def run(chosen: argparse.Namespace) -> int:
    """Enter all students of the file."""
    rows = read(chosen.file)
    students = [student for row in rows if (student := student_of(row, chosen.id_column))]
    if not students:
        raise SystemExit(
            f"expected a table with one of the columns {', '.join(NAMES['id'])}; {chosen.file} has none"
        )
    with Course().gradebook() as gradebook:
        known = {student.id for student in gradebook.students}
        for student in students:
            gradebook.update_or_create_student(**student)
        now = len(gradebook.students)
    print(f"{len(students)} students read, {now - len(known)} of them new; the course has {now}")
    return 0


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file; spreadsheets write a byte order mark, and semicolons in some countries."""
    text = path.read_text("utf-8-sig")
    head = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
    return [{str(key).strip(): (value or "").strip() for key, value in row.items() if key} for row in rows]


def student_of(row: dict[str, str], id_column: str) -> dict[str, str | None] | None:
    """Return what the gradebook keeps of a student, or None for a row that is none (Canvas's points possible)."""
    found = {key: next((row[name] for name in names if row.get(name)), "") for key, names in NAMES.items()}
    name = (row.get(id_column, "") if id_column else found["id"]).removeprefix("Participant ").strip()
    if not name or found["full_name"] in ("Points Possible", "Student, Test"):
        return None
    if reason := why_unsafe(name):
        raise SystemExit(f"expected a student's id, got {name!a}: it {reason}")
    last, comma, first = found["full_name"].partition(",")
    if not comma:
        first, _, last = found["full_name"].rpartition(" ")
    email = found["email"] if "@" in found["email"] else ""
    kept = {
        "first_name": found["first_name"] or first,
        "last_name": found["last_name"] or last,
        "email": email,
    }
    return {"student_id": name} | {key: MARKUP.sub("", value).strip() or None for key, value in kept.items()}
