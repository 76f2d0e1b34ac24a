"""Grade all submissions of an assignment that are new or changed, several at a time.

Everything lands where `nbgrader autograde` puts it. Interrupted or killed, run it again: it goes on where it was.
Ends with 0 when all submissions are graded, 1 when some need the instructor, 2 when none is graded.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import SAWarning

from autograder.batch import digest
from autograder.batch.cluster import Cluster
from autograder.batch.enter import Writer
from autograder.batch.journal import Entry, Journal
from autograder.batch.pool import Pool, StartFailed
from autograder.batch.progress import Progress, clock
from autograder.batch.runners import Result, Runner, Shared
from autograder.intake import in_one_line, submissions
from autograder.isolate import cgroup, sandbox
from autograder.notes import Notes
from autograder.safe.names import printable

DIED = "grading failed: the process that graded it died or hung twice"
NOTHING = 2


def options(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("assignment")
    share(parser)
    parser.add_argument("--force", action="store_true", help="grade unchanged submissions too")
    parser.add_argument(
        "--allow-unisolated",
        action="store_true",
        help="grade also where student code cannot be isolated, and say so on each grade",
    )


def share(parser: argparse.ArgumentParser) -> None:
    """Add the options of all commands that grade."""
    parser.add_argument("--student", default="*", help="only this student (default: all)")
    parser.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        help="submissions graded at a time (default: the processors)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="tcp://HOST:8786",
        help="a Dask scheduler: its workers grade, in place of processes of this machine",
    )


def run(chosen: argparse.Namespace) -> int:
    """Grade, or say why that cannot begin; print who needs the instructor and which tests failed."""
    begun = time.monotonic()
    try:
        batch = grade(chosen, chosen.force, chosen.allow_unisolated)
    except SystemExit as stop:
        print(f"error: {stop.code}", file=sys.stderr)
        return NOTHING
    print(batch.summary(time.monotonic() - begun))
    print(cgroup.in_words())
    refused = sum(not entry.graded for entry in batch.entries.values())
    return NOTHING if refused == len(batch.entries) else int(refused > 0)


def grade(chosen: argparse.Namespace, force: bool, allow_unisolated: bool = False) -> Batch:
    """Grade, and return what came of it; end where that cannot begin."""
    if chosen.jobs < 1:
        raise SystemExit(f"expected --jobs 1 or more, got {chosen.jobs}")
    # nbgrader's own queries cause them at each new submission
    warnings.filterwarnings("ignore", category=SAWarning)
    about = (chosen.assignment, allow_unisolated)
    cgroup.found()  # as long as this process is alone in its group
    try:
        pool = None if chosen.scheduler else Pool(chosen.jobs, Runner, about)  # before anything is opened
        batch = Batch(*about, force, chosen.student)
        batch.grade(pool or Cluster(chosen.scheduler, *about))
    except (StartFailed, NbGraderException) as problem:
        raise SystemExit(str(problem)) from None
    except KeyboardInterrupt:
        raise SystemExit("stopped; run it again to go on from here") from None
    return batch


class Batch:
    """The submissions of one assignment, and what is known of each."""

    def __init__(self, assignment: str, allow_unisolated: bool, force: bool, student: str) -> None:
        self.assignment, self.force = assignment, force
        self.writer = Writer(assignment, allow_unisolated)
        self.course = self.writer.course
        self.course.dir.student_id = student
        os.chdir(self.course.dir.root)
        self.notes = Notes.of(self.course.dir, assignment)
        self.lock = only_one(self.notes.path.with_name(f"{assignment}-grade.lock"))
        self.writer.clear()
        self.journal = Journal(self.notes.path.with_name(f"{assignment}-graded.jsonl"))
        with self.writer.gradebook as gradebook:
            self.course.assignment(gradebook, assignment)
            self.shared = digest.of_course(self.course, gradebook, assignment)
            self.extensions = {  # of the submissions that the gradebook has
                str(one.student_id): str(one.extension)
                for one in gradebook.assignment_submissions(assignment)
            }
        self.found = submissions(self.course.dir, assignment)
        self.entries: dict[str, Entry] = {}
        self.unchanged = 0
        self.made_from: dict[str, str] = {}

    def grade(self, pool: Any) -> None:
        """Grade what is new; ``pool`` has a ``map`` that yields each job with its result, or None where it died."""
        everyone = {student for _, student in submissions(self.course.dir, self.assignment, everyone=True)}
        self.journal.keep_only(everyone)
        self.notes.keep_only(everyone)
        self.progress = Progress(len(self.found))
        warm = Shared(self.writer.exporter.released().values(), isolated=not sandbox.problem())
        try:
            for (folder, student), result in pool.map(self.new(), warm.files):
                self.enter(folder, student, result or Result({}, DIED, again=True))
                self.progress.step(not self.entries[student].graded)
        finally:
            self.progress.close()
            warm.close()
            pool.close()
            self.writer.close()

    def new(self) -> Iterator[tuple[str, str]]:
        """Yield folder and student of each submission that has to be graded."""
        settled = self.notes.read()
        for folder, student in self.found:
            extension = self.extensions.get(student, "None")
            made_from = f"{self.shared[:32]} {digest.of_submission(Path(folder))[:32]} {extension}"
            self.made_from[student] = made_from
            entry = self.journal.entries.get(student)
            if (
                not self.force
                and entry
                and entry.made_from == made_from
                and self.is_there(student, entry, settled)
            ):
                self.entries[student] = entry
                self.unchanged += 1
                self.progress.step(not entry.graded)
            else:
                yield folder, student

    def is_there(self, student: str, entry: Entry, notes: dict[str, Any]) -> bool:
        """Return whether what the journal knows of is still in its place."""
        refused = student in notes and not notes[student].graded
        if refused or not entry.graded:
            return refused and not entry.graded
        folder = self.course.dir.format_path(self.course.dir.autograded_directory, student, self.assignment)
        return student in self.extensions and Path(folder).is_dir()

    def enter(self, folder: str, student: str, result: Result) -> None:
        """Put one result where it belongs, then into the journal."""
        result = result if result.refused else self.written(folder, student, result)
        failed = [name for one in result.notebooks.values() for name in one.failed]
        self.entries[student] = entry = Entry(self.made_from[student], not result.refused, failed)
        if result.refused:
            self.notes.needs_instructor(student, result.refused)
        if not result.again:
            self.journal.add(student, entry)

    def written(self, folder: str, student: str, result: Result) -> Result:
        """Write one result, a second time where something was in the way; return what came of that."""
        failure = result
        for _ in range(2):
            try:
                self.writer.enter(folder, student, result)
                return result
            except Exception as error:  # a full disk, a locked gradebook: the next run tries again
                failure = Result({}, f"grading failed: {in_one_line(error)}", again=True)
        return failure

    def summary(self, seconds: float) -> str:
        """Return what the instructor should know at the end."""
        notes = self.notes.read()
        refused = sorted(student for student, entry in self.entries.items() if not entry.graded)
        graded = len(self.entries) - len(refused)
        failed = Counter(name for entry in self.entries.values() for name in entry.failed)
        total = f"{len(self.entries)} submissions in {clock(seconds)}"
        lines = [
            f"{self.assignment}: {total}, {self.unchanged} of them unchanged",
            f"{graded:6} graded",
            f"{len(refused):6} need you" + (f", see {self.notes.path}" if refused else ""),
            *(
                f"       {printable(student)}: {notes[student].text}"
                for student in refused
                if student in notes
            ),
        ]
        if failed:
            lines.append("failed tests, by task")
            lines += [f"{count:6} {name}" for name, count in failed.most_common()]
        return "\n".join(lines)


def only_one(path: Path) -> Any:
    """Return a file that is locked until this process ends, however it does; end where another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"expected to grade alone, but {path} is locked by another run") from None
    return file
