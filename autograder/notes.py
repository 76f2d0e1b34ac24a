"""Keep one line for each submission of which the instructor should know something: ``notes/<assignment>.csv``.

Columns: student_id, graded (yes or no), note. ``no`` means that the submission needs the instructor and has no score.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from autograder.safe.names import guarded, unguarded

HEADER = ["student_id", "graded", "note"]


class Note(NamedTuple):
    """What is known of one submission."""

    graded: bool
    text: str


class Notes:
    """The notes of one assignment, read at each look and written at each change."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, coursedir: Any, assignment: str) -> Notes:
        """Return the notes of ``assignment``; their folder stands beside ``submitted``."""
        submitted = Path(coursedir.format_path(coursedir.submitted_directory, ".", "."))
        return cls(submitted.parent / "notes" / f"{assignment}.csv")

    def read(self) -> dict[str, Note]:
        """Return the notes by student."""
        if not self.path.exists():
            return {}
        with self.path.open(newline="", encoding="utf8", errors="surrogateescape") as file:
            return {
                unguarded(row["student_id"]): Note(row["graded"] == "yes", row["note"])
                for row in csv.DictReader(file)
            }

    def write(self, notes: dict[str, Note]) -> None:
        """Replace the file in one step, the submissions that need the instructor first."""
        order = sorted(notes, key=lambda student: (notes[student].graded, student))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".tmp")
        with draft.open("w", newline="", encoding="utf8", errors="surrogateescape") as file:
            rows = csv.writer(file)
            rows.writerow(HEADER)
            for student in order:
                graded, text = notes[student]
                rows.writerow([guarded(student), "yes" if graded else "no", text])
        os.replace(draft, self.path)

    def needs_instructor(self, student: str, reason: str) -> None:
        """Note that a submission has no score, and why."""
        self.write(self.read() | {student: Note(False, reason)})

    def graded(self, student: str, notebook: str, remarks: list[str]) -> None:
        """Note what was odd about a notebook that was graded; nothing where ``remarks`` is empty."""
        found = self.read()
        old = found.pop(student, Note(False, ""))
        others = [
            part for part in old.text.split(" | ") if old.graded and not part.startswith(f"{notebook}: ")
        ]
        parts = [*others, f"{notebook}: {'; '.join(remarks)}"] if remarks else others
        if parts or old.text:
            self.write(found | ({student: Note(True, " | ".join(parts))} if parts else {}))

    def keep_only(self, students: Iterable[str]) -> None:
        """Drop the notes of submissions that are no longer there."""
        found, present = self.read(), set(students)
        if gone := found.keys() - present:
            self.write({student: note for student, note in found.items() if student not in gone})
