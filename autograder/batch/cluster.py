"""Runners on a Dask cluster, in the place of processes of this machine: ``grade --scheduler tcp://HOST:8786``.

Each thread of each worker becomes a runner. A worker must see the course's folder and the gradebook as this machine
does, and have the same versions installed. Dask gives what a lost worker was doing to another one.
"""

from __future__ import annotations

import contextlib
import os
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from autograder.batch.digest import versions
from autograder.batch.pool import AHEAD, StartFailed
from autograder.batch.runners import Result, Runner

MISSING = "expected the package distributed: pip install 'cnnlib[scale]'"
SECONDS = 15  # until the scheduler must answer


class Cluster:
    """The runners of one batch; used as ``Pool`` is."""

    def __init__(self, address: str, assignment: str, allow_unisolated: bool = False) -> None:
        """Connect to the scheduler."""
        try:
            from distributed import Client
        except ImportError:
            raise StartFailed(MISSING) from None
        try:
            self.client: Any = Client(address, timeout=SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise StartFailed(f"expected a Dask scheduler at {address}: {error}") from None
        self.address = address
        self.batch = (uuid.uuid4().hex, os.getcwd(), assignment, allow_unisolated)

    def map(self, items: Iterable[Any], files: Callable[[], object] = dict) -> Iterator[tuple[Any, Any]]:
        """Yield item and result as they are done; None in place of a result where Dask gave the item up."""
        from distributed import KilledWorker, as_completed

        source, jobs, done = iter(items), {}, as_completed(loop=self.client.loop)
        expected = versions()
        while True:
            threads = sum(self.client.nthreads().values())
            if not threads and not jobs:
                raise StartFailed(f"expected workers at {self.address}, found none")
            while len(jobs) < AHEAD * max(threads, 1) and (item := next(source, self)) is not self:
                future = self.client.submit(run, self.batch, expected, item, pure=False, retries=1)
                jobs[future.key] = item
                done.add(future)
            if not jobs:
                return
            future = next(done)
            item, error = jobs.pop(future.key), future.exception()
            if isinstance(error, KilledWorker):
                yield item, None
            elif error is not None:
                raise StartFailed(f"a worker of the cluster failed: {error}")
            else:
                yield item, future.result()
            future.release()

    def close(self) -> None:
        """Let the workers end what they hold for this batch, and go."""
        with contextlib.suppress(OSError, TimeoutError):
            self.client.run(end, self.batch)
        self.client.close()


# --- on a worker --------------------------------------------------------------------------------

RUNNERS: dict[tuple[Any, int], Runner] = {}  # by batch and thread


def run(batch: tuple[Any, ...], expected: str, job: tuple[str, str]) -> Result:
    """Run one submission in this thread."""
    key = batch, threading.get_ident()
    if key not in RUNNERS:
        _, root, *arguments = batch
        os.chdir(root)
        if (found := versions()) != expected:
            raise RuntimeError(f"expected the versions of the grader on {os.uname().nodename}, found {found}")
        RUNNERS[key] = Runner({}, *arguments)
    return RUNNERS[key](job)


def end(batch: tuple[Any, ...]) -> None:
    """End the runners of a batch."""
    for key in [key for key in RUNNERS if key[0] == batch]:
        RUNNERS.pop(key).close()
