"""The loop of the process of the tests: it runs the instructor's cells, and meets the student's code by proxies."""

from __future__ import annotations

import signal
import socket
import time
from typing import Any

from autograder.isolate import frames
from autograder.isolate.channel import Clock
from autograder.isolate.client import Client
from autograder.isolate.errors import Died, Late, Unreadable
from autograder.isolate.record import Record
from autograder.isolate.shell import Shell


class Tester:
    """The names of the instructor's cells, and the student's names while a cell uses them."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.clock = shell, Clock()
        self.clients: list[Client] = []
        shell.more_frames = self.student_frames

    def run(self, tree: dict[str, Any], files: list[int]) -> dict[str, Any]:
        """Run one cell of the instructor's."""
        names, bound = self.shell.user_ns, {}
        self.clock.deadline = time.monotonic() + tree["seconds"]
        for name in tree["students"]:  # the student's answer was the last to define it
            names.pop(name, None)
        record = Record(*tree["room"])
        client = self.shell.error = None
        if files:
            client = Client(socket.socket(fileno=files[0]), self.clock, set(tree["classes"]), tree["quiet"])
            self.clients.append(client)
        try:
            if client is not None:
                for name in (name for name in tree["names"] if name not in names):
                    if found := client.name(name):
                        names[name] = bound[name] = found[0]
        except Exception as error:
            self.shell.error = error
            record.error(type(error).__name__, str(error), [f"{type(error).__name__}: {error}"])
        if (
            not record.outputs or not tree["test"]
        ):  # a cell of the instructor's runs, whatever the student's process says
            self.shell.run(tree["source"], tree["count"], record)
        for name, value in bound.items():
            if names.get(name) is value:
                del names[name]
        return {**record.tree(), **self.verdict(client)}

    def verdict(self, client: Client | None) -> dict[str, Any]:
        """Return what the grader must know beyond the outputs: whether the student's code was late or died."""
        end = client.end if client is not None else None
        failed = self.shell.error is not None
        return {
            "failed": failed,
            "late": failed and (isinstance(end, Late) or isinstance(self.shell.error, KeyboardInterrupt)),
            "died": failed and isinstance(end, Died | Unreadable),
        }

    def student_frames(self, error: BaseException) -> list[str]:
        """Return the frames of the student's process in which an error began."""
        return [part for client in self.clients[-1:] for part in client.frames_of(error)]


def serve(sock: socket.socket, shell: Shell) -> None:
    """Serve the grader until it closes the socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tester = Tester(shell)
    while True:
        try:
            tree, _, files = frames.receive_with_files(sock)
        except frames.Gone:
            return
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            answer = tester.run(tree, files)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        frames.send(sock, {"number": tree["number"], **answer})
