"""Grade the cases one by one: ``python -m tests.adversarial [PART OF A NAME ...]``; status 0: all held."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from autograder.notes import Note
from tests.adversarial.batch import Batch, grade
from tests.adversarial.case import Case, cases
from tests.adversarial.course import ALL


def main(wanted: list[str]) -> int:
    """Print one line for each case and a table by category; return 1 where one did not hold."""
    count, held = Counter[str](), Counter[str]()
    for case in cases():
        if not wanted or any(part in case.student for part in wanted):
            with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
                problems = look(grade(Path(folder), [case]), case)
            count[case.category] += 1
            held[case.category] += not problems
            print(
                f"{'held' if not problems else 'FAILED':7} {case.student}: {case.tries}",
                *problems,
                sep="\n        ",
            )
    print(f"\n{'category':14} {'count':>5} {'held':>5}")
    for category in count:
        print(f"{category:14} {count[category]:5} {held[category]:5}")
    print(f"{'all':14} {count.total():5} {held.total():5}")
    return int(held.total() < count.total())


def look(batch: Batch, case: Case) -> list[str]:
    """Return what is wrong with the outcome of one case."""
    student = batch.of(case)
    graded, note = batch.notes.get(student, Note(True, ""))
    points = batch.scores[student] if graded else None
    found = [f"points: expected {case.points}, got {points}"] * (points != case.points)
    found += [f"note: expected {case.note!r} in {note!r}"] * (case.note not in note)
    found += [f"leaked: {secret}" for secret in (batch.leaks(student) if graded else [])]
    found += [
        f"honest {other}: {batch.scores[other]}" for other in batch.honest if batch.scores[other] != ALL
    ]
    return (
        found
        + [f"changed: {path}" for path in batch.changed]
        + [f"left behind: {what}" for what in batch.left]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
