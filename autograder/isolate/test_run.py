"""Run the instructor's cells and the tests, each test against its own snapshot of the student's process."""

from __future__ import annotations

import time
from typing import Any

from autograder.isolate.frames import Forged, Gone
from autograder.isolate.outputs import checked
from autograder.isolate.parent import Child, Infrastructure, Limits, Parent
from autograder.isolate.plan import Step
from autograder.isolate.student_run import LOST, Photo, Room, Shown, StudentRun


class TestRun:
    """The tests' process of one submission."""

    __test__ = False  # no class of tests, whatever pytest thinks of its name

    def __init__(self, parent: Parent, limits: Limits, files: dict[str, bytes], room: Room) -> None:
        self.parent, self.limits, self.files, self.room = parent, limits, files, room
        self.main: Child | None = None
        self.done: list[tuple[Step, Photo | None]] = []  # what a fresh process would have to repeat

    def run(self, step: Step, student: StudentRun, photo: Photo | None) -> Shown:
        """Run one cell against a copy of ``photo``."""
        shown, main = Shown(), self.started()
        try:
            server = photo.server() if photo is not None else None
        except LOST as error:
            return Shown(ended=f"the submitted code left nothing to test: {error}")
        order = {
            "source": step.cell.source,
            "count": step.number,
            "seconds": step.seconds,
            "names": step.wanted,
            "students": step.students,
            "classes": step.classes,
            "quiet": step.quiet,
            "test": step.kind == "test",
            "room": [self.room.text_bytes, self.room.image_bytes],
        }
        answer = self.answer(main, order, step, () if server is None else (server.sock.fileno(),))
        if answer is None:
            shown.late = True
            self.restart(student)
        else:
            shown.outputs, shown.cut = checked(answer, self.room.text_bytes, self.room.image_bytes)
            shown.late = answer["late"]
            shown.ended = (
                "the submitted code ended Python, or answered nothing that can be read" * answer["died"]
            )
            self.done.append((step, photo))
        if server is not None:
            if shown.late or shown.ended:
                student.stop(server)
            server.close()
        return shown

    def answer(
        self, main: Child, order: dict[str, Any], step: Step, fds: tuple[int, ...]
    ) -> dict[str, Any] | None:
        """Return how a cell ended, None where it could not be stopped."""
        try:
            try:
                return main.ask(order, time.monotonic() + step.seconds + self.room.grace, fds)
            except TimeoutError:
                self.parent.interrupt(main)
                return main.ask({}, time.monotonic() + self.room.grace)
        except TimeoutError:
            return None
        except (Gone, Forged) as error:
            raise Infrastructure(f"the process of the tests failed in {step.name}: {error}") from None

    def started(self) -> Child:
        """Return the process, a new one where there is none."""
        if self.main is None:
            self.main = self.parent.spawn(self.limits, self.files)
        return self.main

    def restart(self, student: StudentRun) -> None:
        """Replace a process that could not be stopped, and repeat what had run in it, as far as that can be done."""
        self.close()
        done, self.done = self.done, []
        for step, photo in done:
            self.run(step, student, photo)

    def close(self) -> None:
        """End the process."""
        if self.main is not None:
            self.parent.kill(self.main)
        self.main = None
