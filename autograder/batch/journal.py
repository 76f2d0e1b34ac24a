"""What has been graded, and from what: ``notes/<assignment>-graded.jsonl``, one line for each submission.

A line is added when gradebook and file are in place, so a grader that is killed goes on where it was. A line that was
cut off in the middle counts as not written; its submission is graded again, over what is there.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """One submission: what its result was made from, whether it is graded, and the tests it has not passed."""

    made_from: str
    graded: bool
    failed: list[str]


class Journal:
    """The lines of one assignment; the last one of a student counts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        if path.exists():
            for line in path.read_bytes().splitlines():
                try:
                    student, *entry = json.loads(line)
                    self.entries[student] = Entry(*entry)
                except (ValueError, TypeError):
                    continue

    def keep_only(self, students: set[str]) -> None:
        """Write the file anew, in one step, with the last lines of ``students``."""
        self.entries = {student: entry for student, entry in self.entries.items() if student in students}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".tmp")
        draft.write_bytes(b"".join(line(student, entry) for student, entry in self.entries.items()))
        os.replace(draft, self.path)

    def add(self, student: str, entry: Entry) -> None:
        """Add a line, and wait until it is on the disk."""
        self.entries[student] = entry
        with self.path.open("ab") as file:
            file.write(line(student, entry))
            file.flush()
            os.fsync(file.fileno())


def line(student: str, entry: Entry) -> bytes:
    """Return one line of the file."""
    return json.dumps([student, *entry]).encode() + b"\n"
