"""Run the student's cells, keep snapshots for the tests, and survive what the cells do to their process.

All cells run before any test does. So nothing that a test passes to the student's code can come out in the output of a
later cell: by then these outputs have been collected, and nobody reads from the student's process any more.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.isolate import frames
from autograder.isolate.frames import Forged, Gone
from autograder.isolate.outputs import checked
from autograder.isolate.parent import Child, Limits, Parent
from autograder.isolate.plan import Step

MAX_RESTARTS = 8
FORK_SECONDS = 5.0
LOST = (Gone, Forged, TimeoutError, OSError)  # how it shows that a process of the student's does not answer


@dataclass
class Shown:
    """What one cell has shown."""

    outputs: list[NotebookNode] = field(default_factory=list)
    cut: bool = False
    late: bool = False  # stopped because its time was over
    ended: str = ""  # why Python ended, where it did


@dataclass(frozen=True)
class Room:
    """How much of a cell's output is kept, and how long an interrupted cell may take to stop."""

    text_bytes: int = 100_000
    image_bytes: int = 2_000_000
    grace: float = 5.0


class Photo:
    """A snapshot of the student's process, from which each test gets a copy, and the last one the snapshot itself."""

    def __init__(self, child: Child) -> None:
        self.child, self.tests = child, 0

    def server(self) -> Child:
        """Return a process that will meet one test, and nobody else."""
        self.tests -= 1
        if self.tests < 0:
            raise Gone("this snapshot is used up")
        return self.child.fork(FORK_SECONDS) if self.tests else self.child


class StudentRun:
    """The student's process of one submission, under one set of forbidden modules."""

    def __init__(self, parent: Parent, limits: Limits, files: dict[str, bytes], room: Room) -> None:
        self.parent, self.limits, self.files, self.room = parent, limits, files, room
        self.main: Child | None = None
        self.photos: dict[int, Photo] = {}  # by the index of the test that will meet it
        self.shown: dict[int, Shown] = {}
        self.bad: set[int] = set()  # cells that ended Python: a fresh process goes on without them

    def run(self, steps: Sequence[Step], tests: set[int]) -> None:
        """Run the cells of ``steps`` that are the student's; before each of ``tests``, keep a snapshot."""
        for _ in range(MAX_RESTARTS):
            if self.attempt(steps, tests):
                if self.main is not None:
                    children = (photo.child for photo in self.photos.values())
                    photos = {child.process for child in children if child is not self.main}
                    self.parent.calm(self.main, sorted(photos))
                return
        for step in steps:
            if step.for_student and step.index not in self.shown:
                self.shown[step.index] = Shown(ended="the cells before it ended Python too often")

    def attempt(self, steps: Sequence[Step], tests: set[int]) -> bool:
        """Run all cells in a fresh process; return whether it lived to the end."""
        self.close()
        self.main = self.parent.spawn(self.limits, self.files)
        last = max((step.index for step in steps if step.for_student), default=-1)
        photo: Photo | None = None
        for step in steps:
            if step.for_student and step.index not in self.bad:
                photo = None
                if not self.cell(step):
                    self.bad.add(step.index)
                    return False
            if step.index in tests:
                try:
                    photo = photo or Photo(self.main if step.index > last else self.main.fork(FORK_SECONDS))
                except LOST:  # what ran before left the process unable to fork
                    return self.blame(step, steps)
                photo.tests += 1
                self.photos[step.index] = photo
        return True

    def blame(self, test: Step, steps: Sequence[Step]) -> bool:
        """Take the last cell before ``test`` out: it ran, and left a process that nothing can be asked of."""
        before = [
            step
            for step in steps
            if step.for_student and step.index < test.index and step.index not in self.bad
        ]
        if not before:
            return True
        self.bad.add(before[-1].index)
        self.shown[before[-1].index].ended = "the process did not answer after it"
        return False

    def cell(self, step: Step) -> bool:
        """Run one cell; return whether the process lives on. A repetition keeps the outputs of the first time."""
        shown = Shown()
        main = self.main
        assert main is not None
        order = {
            "do": "cell",
            "source": step.cell.source,
            "count": step.number,
            "instructor": step.kind == "instructor",
            "room": [self.room.text_bytes, self.room.image_bytes],
        }
        try:
            try:
                answer = main.ask(order, time.monotonic() + step.seconds)
            except TimeoutError:
                shown.late = True
                self.parent.interrupt(main)
                answer = main.ask({}, time.monotonic() + self.room.grace)
            shown.outputs, shown.cut = checked(answer, self.room.text_bytes, self.room.image_bytes)
        except TimeoutError:
            shown.late, shown.ended = False, f"it could not be stopped after {step.seconds:g} s"
        except Gone:
            shown.ended = "Python ended while it was running"
        except Forged as problem:
            shown.ended = f"what its process sent could not be read: {problem}"
        if step.index not in self.shown or shown.ended:
            self.shown[step.index] = shown
        return not shown.ended

    def stop(self, server: Child) -> None:
        """Kill the process that met a test and did not come to an end; the rest of the run can do without it."""
        if self.main is not None and server is not self.main:
            with contextlib.suppress(*LOST):
                order = {"do": "kill", "process": server.process}
                frames.send(self.main.sock, order, deadline=time.monotonic() + FORK_SECONDS)

    def close(self) -> None:
        """End all processes, and wait until they are gone."""
        for photo in self.photos.values():
            photo.child.close()
        self.photos = {}
        if self.main is not None:
            self.parent.kill(self.main)
        self.main = None
