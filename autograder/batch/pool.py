"""Worker processes that outlive the death of one of them.

The standard pools cannot say which task killed a process, and give all of them up. Here each process has a pipe of its
own and at most two tasks in it: memory stays flat, no process waits, and the first of the two is the one it died of.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

AHEAD = 2  # tasks given to a process: the one it does, and the next one
TRIES = 2


class StartFailed(Exception):
    """A process could not begin to work; the message says why."""


class Task:
    """What is to be done, and how often a process has died of it."""

    def __init__(self, item: Any) -> None:
        self.item, self.deaths = item, 0


class Worker:
    """One process, its pipe, and the tasks it has been given."""

    def __init__(self, context: Any, make: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, make, arguments))
        self.process.start()
        theirs.close()
        self.tasks: deque[Task] = deque()
        self.ready = False

    def give(self, task: Task) -> None:
        """Send a task; a process that has died meanwhile is found out at the next look."""
        self.tasks.append(task)
        with contextlib.suppress(OSError):
            self.pipe.send(task.item)

    def close(self) -> None:
        """Let the process end: it does when its pipe closes."""
        self.pipe.close()
        self.process.join()


class Pool:
    """``size`` processes that call what ``make(*arguments)`` returns. A scheduler for a cluster needs ``map`` only."""

    def __init__(self, size: int, make: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.context = multiprocessing.get_context("forkserver")  # imports once, inherits nothing else
        self.context.set_forkserver_preload([make.__module__])
        self.size, self.start = size, lambda: Worker(self.context, make, arguments)

    def map(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield item and result as they are done; None in place of a result where two processes died of the item."""
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
                                workers.append(self.start())
                            workers[at].give(task)
                if not any(worker.tasks for worker in workers):
                    return
                for pipe in wait([worker.pipe for worker in workers]):
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
            if not worker.ready:
                raise StartFailed("a grading process ended while it started") from None
            if worker.tasks:
                worker.tasks[0].deaths += 1
                if worker.tasks[0].deaths == TRIES:
                    yield worker.tasks.popleft().item, None
            again.extend(worker.tasks)
            return
        if worker.ready:
            yield worker.tasks.popleft().item, result
        elif result is not None:
            raise StartFailed(result)
        worker.ready = True


def serve(pipe: Connection, make: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Be one process: answer each item until the pipe closes, also because who asks was killed."""
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for who asks; ignoring it would be inherited
    try:
        call = make(*arguments)
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        return
    try:
        pipe.send(None)
        while True:
            pipe.send(call(pipe.recv()))
    except (EOFError, OSError):
        os._exit(0)  # at once: what it holds ends with it, and nobody waits for a result
