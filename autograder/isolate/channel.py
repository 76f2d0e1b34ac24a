"""One end of the connection between a snapshot of the student's process and a test: questions and answers in turn.

Both ends use the same class. While one waits for its answer, the other may ask back (a function that the test lends is
called by the student's code), so questions nest.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from autograder.isolate import frames
from autograder.isolate.errors import describe
from autograder.isolate.frames import Forged
from autograder.isolate.values import Reader, Writer

Export = Callable[[Any, Writer], Any]
Lend = Callable[[str, Any, Reader], Any]


class Clock:
    """When the running test must have ended, as a time of ``time.monotonic``."""

    deadline: float | None = None


class Channel:
    """A socket on which values are written by ``export`` and read by ``lend`` (see ``Writer``, ``Reader``)."""

    def __init__(self, sock: socket.socket, export: Export, lend: Lend, layout: bool = False) -> None:
        self.sock, self.export, self.lend, self.layout = sock, export, lend, layout
        self.clock = Clock()
        self.with_each: dict[str, Any] = {}  # what goes with each question

    def writer(self) -> Writer:
        """Return a writer for one frame."""
        return Writer(self.export)

    def send(self, tree: dict[str, Any], writer: Writer) -> None:
        """Send one frame, whose buffers ``writer`` has collected."""
        frames.send(self.sock, tree, writer.buffers, deadline=self.clock.deadline)

    def receive(self) -> tuple[dict[str, Any], Reader]:
        """Return the next frame with a reader for its values."""
        tree, buffers = frames.receive(self.sock, self.clock.deadline)
        if type(tree) is not dict:
            raise Forged("not a message")
        return tree, Reader(buffers, self.lend, self.layout)

    def ask(
        self, what: str, values: Any, answer: Callable[[dict[str, Any], Reader], None]
    ) -> tuple[dict, Reader]:
        """Ask the other end; ``answer`` serves what it asks back. Return the frame of its answer."""
        writer = self.writer()
        self.send({"ask": what, "values": writer.write(values), **self.with_each}, writer)
        while True:
            tree, reader = self.receive()
            if "ask" not in tree:
                return tree, reader
            answer(tree, reader)

    def reply(self, values: Any, **more: Any) -> None:
        """Answer a question with a value; a value that cannot cross is answered with the ``TypeError`` that says so."""
        writer = self.writer()
        try:
            tree = {"value": writer.write(values)}
        except TypeError as error:
            self.reply_error(error, **more)
            return
        self.send({**tree, **more}, writer)

    def reply_error(self, error: BaseException, **more: Any) -> None:
        """Answer a question with an exception."""
        writer = self.writer()
        self.send({"error": describe(error, writer), **more}, writer)
