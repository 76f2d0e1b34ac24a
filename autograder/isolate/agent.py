"""The loop of a student's process: run cells, fork snapshots of itself, answer the questions of a test.

Which of these it is asked depends on who holds the other end of its socket: the grader keeps that of the process that
runs the cells; that of a snapshot goes to the test.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
from typing import Any

from autograder.isolate import frames
from autograder.isolate.desk import Desk
from autograder.isolate.forbid import exempt
from autograder.isolate.record import Record
from autograder.isolate.shell import Shell
from autograder.isolate.values import Reader


def serve(sock: socket.socket, shell: Shell) -> None:
    """Serve one socket until its other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    desk = Desk(sock, shell)
    while True:
        try:
            tree, buffers, files = frames.receive_with_files(sock)
        except frames.Gone:
            return
        if "ask" in tree:
            desk.answer(tree, Reader(buffers, desk.lend, layout=True))
        elif tree["do"] == "cell":
            frames.send(sock, {"number": tree["number"], **run_cell(shell, tree)})
        elif tree["do"] == "kill":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(tree["process"], signal.SIGKILL)
        elif tree["do"] == "fork":
            fork(sock, shell, files[0], tree["number"])


def run_cell(shell: Shell, tree: dict[str, Any]) -> dict[str, Any]:
    """Run one cell; an interrupt reaches its code and nothing else."""
    record = Record(*tree["room"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with exempt(tree["instructor"]):
            shell.run(tree["source"], tree["count"], record)
    except BaseException as error:  # an interrupt that came just as the cell had ended
        record.error(type(error).__name__, str(error), [])
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    record.stream("stdout", heard(tree["room"][0]))
    return record.tree()


def heard(most: int) -> str:
    """Return what the cell, its subprocesses and C wrote to the standard files themselves, and forget it."""
    with contextlib.suppress(OSError):  # the student may have closed them
        text = os.pread(1, most + 1, 0).decode("utf8", "replace")
        os.ftruncate(1, 0)
        return text
    return ""


def fork(sock: socket.socket, shell: Shell, file: int, number: int) -> None:
    """Let a copy of this process serve the socket ``file``; tell its number."""
    few, many = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (many, many))  # see confine.limit
    try:
        process = os.fork()
    except OSError as error:
        os.close(file)
        frames.send(sock, {"number": number, "failed": str(error)})
        return
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (few, many))
    if process:
        os.close(file)
        frames.send(sock, {"number": number, "process": process})
        return
    try:
        os.setpgid(0, 0)  # so that it can be killed with what it starts
        sock.close()
        serve(socket.socket(fileno=file), shell)
    finally:
        os._exit(0)
