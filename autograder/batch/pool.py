"""Worker processes that outlive the death of one of them.

The standard pools cannot say which task killed a process, and give all of them up. Here each process has a pipe of its
own and at most two tasks in it: memory stays flat, no process waits, and the first of the two is the one it died of.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from multiprocessing.connection import Connection, wait
from typing import Any, NoReturn

AHEAD = 2  # tasks given to a process: the one it does, and the next one
TRIES = 2
HUNG = 3600.0  # seconds: far more than the limits of all cells of a notebook together


class StartFailed(Exception):
    """A process could not begin to work; the message says why."""


class Task:
    """What is to be done, and how often a process has died of it."""

    def __init__(self, item: Any) -> None:
        self.item, self.deaths = item, 0


class Worker:
    """One process, its pipe, and the tasks it has been given."""

    def __init__(self, forker: socket.socket, files: Mapping[str, int]) -> None:
        ours, theirs = socket.socketpair()
        try:
            names = json.dumps(list(files)).encode()
            socket.send_fds(forker, [names], [theirs.fileno(), *files.values()])
        except OSError as error:
            raise StartFailed(f"the process that starts the others is gone: {error}") from None
        theirs.close()
        self.pipe = Connection(ours.detach())
        self.tasks: deque[Task] = deque()
        self.process = 0  # until it is ready
        self.since = time.monotonic()

    def give(self, task: Task) -> None:
        """Send a task; a process that has died meanwhile is found out at the next look."""
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        with contextlib.suppress(OSError):
            self.pipe.send(task.item)

    def stop_if_late(self, seconds: float) -> float:
        """Kill a process that has been at one task for more than ``seconds``; return when to look again."""
        left = self.since + seconds - time.monotonic()
        if self.tasks and self.process and left <= 0:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
        return left if self.tasks and left > 0 else seconds

    def close(self) -> None:
        """Let the process end, which it does when nothing more can come, and wait until it has."""
        with contextlib.suppress(EOFError, OSError):
            with socket.socket(fileno=os.dup(self.pipe.fileno())) as sock:
                sock.shutdown(socket.SHUT_WR)
            while True:
                self.pipe.recv_bytes()
        self.pipe.close()


class Pool:
    """``size`` processes that call what ``make(files, *arguments)`` returns. Another scheduler needs ``map`` only.

    They are forked from the state of this moment: make the pool before anything is opened. A process that is at one
    item for longer than ``seconds`` is killed: all that it waits for has limits of its own, so something must be wrong.
    """

    def __init__(self, size: int, make: Callable[..., Any], arguments: tuple[Any, ...] = ()) -> None:
        self.size, self.seconds = size, HUNG
        self.forker, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            self.forker.close()
            fork(theirs, make, arguments)
        theirs.close()

    def map(
        self, items: Iterable[Any], files: Callable[[], Mapping[str, int]] = dict
    ) -> Iterator[tuple[Any, Any]]:
        """Yield item and result as they are done; None in place of a result where two processes died of the item.

        Each process gets the open files that ``files`` names, which is asked when the first process starts.
        """
        source, again, workers = iter(items), deque[Task](), list[Worker]()
        try:
            while True:
                for _ in range(AHEAD):
                    for at in range(self.size):
                        if at < len(workers) and len(workers[at].tasks) >= AHEAD:
                            continue
                        task = again.popleft() if again else next((Task(item) for item in source), None)
                        if task is not None:
                            if at == len(workers):
                                workers.append(Worker(self.forker, files()))
                            workers[at].give(task)
                if not any(worker.tasks for worker in workers):
                    return
                again_in = min(worker.stop_if_late(self.seconds) for worker in workers)
                for pipe in wait([worker.pipe for worker in workers], again_in):
                    worker = next(worker for worker in workers if worker.pipe is pipe)
                    yield from self.look(worker, workers, again)
        finally:
            for worker in workers:
                worker.close()

    def look(self, worker: Worker, workers: list[Worker], again: deque[Task]) -> Iterator[tuple[Any, Any]]:
        """Take one message of a process, or replace the process where it died."""
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            workers.remove(worker)
            worker.close()
            if not worker.process:
                raise StartFailed("a grading process ended while it started") from None
            if worker.tasks:
                worker.tasks[0].deaths += 1
                if worker.tasks[0].deaths == TRIES:
                    yield worker.tasks.popleft().item, None
            again.extend(worker.tasks)
            return
        worker.since = time.monotonic()
        if worker.process:
            yield worker.tasks.popleft().item, result
        elif isinstance(result, str):
            raise StartFailed(result)
        else:
            worker.process = result

    def close(self) -> None:
        """Start no more processes."""
        self.forker.close()


def fork(sock: socket.socket, make: Callable[..., Any], arguments: tuple[Any, ...]) -> NoReturn:
    """Be the process that the others are forked from: it has imported everything, and opened nothing."""
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for who asks; ignoring it would be inherited
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    while True:
        names, files, _, _ = socket.recv_fds(sock, 1 << 16, 64)
        if not names:
            os._exit(0)
        if os.fork() == 0:
            sock.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(
                Connection(files[0]), make, (dict(zip(json.loads(names), files[1:], strict=True)), *arguments)
            )
        for file in files:
            os.close(file)


def serve(pipe: Connection, make: Callable[..., Any], arguments: tuple[Any, ...]) -> NoReturn:
    """Be one process: answer each item until nothing more can come, also because who asks was killed."""
    try:
        try:
            call = make(*arguments)
        except Exception as error:
            pipe.send(f"{type(error).__name__}: {error}")
            os._exit(1)
        pipe.send(os.getpid())
        while True:
            pipe.send(call(pipe.recv()))
    except (EOFError, OSError):
        os._exit(0)  # at once: what it holds ends with it, and nobody waits for a result
    except BaseException:
        traceback.print_exc()
        os._exit(1)
