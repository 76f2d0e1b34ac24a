"""The grader's side of warm processes: start them, get parents from them, let these fork children and end them."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from autograder.isolate import cgroup, frames, sandbox
from autograder.isolate.frames import Forged, Gone

START_SECONDS = 120.0
SPAWN_SECONDS = 20.0
END_SECONDS = 5.0
MAX_ANSWER = 8 << 20  # bytes of JSON: what a cell has shown


class Infrastructure(Exception):
    """Grading itself failed, for no fault of the submission."""


class Key(NamedTuple):
    """What a warm process is for."""

    role: str  # agent: student code, tester: tests
    preload: tuple[str, ...]
    forbid: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    memory_mb: int = 2048  # of address space, for each process, beyond what the libraries take
    processes: int = 64
    scratch_mb: int = 256  # in /tmp, and as much in shared memory
    file_mb: int = 64
    files_open: int = 256
    cpu_seconds: int = 600  # for each process
    total_mb: int = 4096  # of all processes together, where there are control groups

    def tree(self) -> dict[str, int]:
        """Return them as ``setrlimit`` names them."""
        return {
            "AS": self.memory_mb << 20,
            "NPROC": self.processes,
            "FSIZE": self.file_mb << 20,
            "NOFILE": self.files_open,
            "CPU": self.cpu_seconds,
            "CORE": 0,
        }

    def group(self) -> dict[str, int]:
        """Return those on all processes together as control groups name them; ``confine.limit`` says why twice."""
        return {"memory.max": self.total_mb << 20, cgroup.NO_SWAP: 0, "pids.max": 2 * self.processes}


@dataclass
class Child:
    """A process that a warm parent or another child forked, and the socket to speak to it."""

    sock: socket.socket
    process: int
    number: int = field(default=0)
    group: cgroup.Group | None = None

    def ask(self, tree: dict[str, Any], deadline: float, fds: tuple[int, ...] = ()) -> dict[str, Any]:
        """Send one order, unless it is empty, and return its answer; answers to earlier orders are passed over."""
        if tree:
            self.number += 1
            frames.send(self.sock, {**tree, "number": self.number}, fds=fds, deadline=deadline)
        while True:
            answer, _ = frames.receive(self.sock, deadline, MAX_ANSWER, 0)
            if type(answer) is not dict:
                raise Forged("not an answer")
            if answer.get("number") == self.number:
                return answer

    def fork(self, seconds: float) -> Child:
        """Return a copy of this child."""
        ours, theirs = socket.socketpair()
        try:
            answer = self.ask({"do": "fork"}, time.monotonic() + seconds, (theirs.fileno(),))
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        if type(answer.get("process")) is not int:
            ours.close()
            raise Gone("no further process could be started")  # in our words: a student will read this
        return Child(ours, answer["process"])

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()


class Warm:
    """A warm process: one role (agent runs student code, tester runs tests), libraries, and what is forbidden."""

    def __init__(self, key: Key, isolated: bool, many: bool = False) -> None:
        """Start it; with ``many`` submissions to come, it takes the time to make each of them cheaper."""
        options = {"grader": os.getpid(), **key._asdict(), "isolated": isolated, "many": many}
        self.key = key
        self.sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = sandbox.start(theirs.fileno(), options)
        theirs.close()

    def parent(self) -> Parent:
        """Return a new parent that has loaded all that this process has."""
        return Parent(self.key.role, self.sock)

    def close(self) -> None:
        """End it; it does, with all of its parents, when nobody holds its socket any more."""
        self.sock.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Parent:
    """The parent of children: it forks one for each submission, and can end it."""

    def __init__(self, role: str, warm: socket.socket) -> None:
        self.role, self.ready = role, False
        self.sock, theirs = socket.socketpair()
        try:
            socket.send_fds(warm, [b"."], [theirs.fileno()])
        except OSError as error:
            self.sock.close()
            raise Infrastructure(f"the warm {role} process is gone: {error}") from None
        finally:
            theirs.close()

    def spawn(self, limits: Limits, files: dict[str, bytes]) -> Child:
        """Return a fresh child with ``files`` in its working folder."""
        try:
            group = cgroup.new(limits.group()) if self.role == "agent" else None
        except OSError as error:
            raise Infrastructure(f"no control group could be made: {error}") from None
        ours, theirs = socket.socketpair()
        order = {
            "do": "spawn",
            "limits": limits.tree(),
            "scratch_mb": limits.scratch_mb,
            "files": list(files),
        }
        try:
            joined = (group.file,) if group else ()
            answer = self.ask(order, list(files.values()), (theirs.fileno(), *joined))
            if "process" not in answer:
                raise Infrastructure(f"no process could be started: {answer.get('failed')}")
        except BaseException:
            ours.close()
            if group:
                group.end()
            raise
        finally:
            theirs.close()
        return Child(ours, answer["process"], group=group)

    def ask(self, order: dict[str, Any], buffers: Any = (), fds: tuple[int, ...] = ()) -> dict[str, Any]:
        """Send one order and return its answer."""
        try:
            if not self.ready:
                frames.receive(self.sock, time.monotonic() + START_SECONDS)
                self.ready = True
            deadline = time.monotonic() + SPAWN_SECONDS
            frames.send(self.sock, order, buffers, fds, deadline)
            return frames.receive(self.sock, deadline)[0]
        except (Gone, Forged, TimeoutError, OSError) as error:
            self.close()
            raise Infrastructure(f"the warm {self.role} process failed: {error}") from None

    def interrupt(self, child: Child) -> None:
        """Interrupt what a child is running."""
        with contextlib.suppress(Gone, OSError):
            frames.send(self.sock, {"do": "interrupt", "process": child.process})

    def calm(self, child: Child, but: list[int]) -> None:
        """Let what a child has left running have the time that nobody else wants; ``but`` some of its processes."""
        with contextlib.suppress(Gone, OSError):
            frames.send(self.sock, {"do": "calm", "process": child.process, "but": but})

    def kill(self, child: Child) -> None:
        """End a child with all of its processes. They are gone before this parent does anything else."""
        child.close()
        if child.group:
            child.group.end()
        with contextlib.suppress(Gone, OSError):
            frames.send(self.sock, {"do": "kill", "process": child.process})

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        try:
            return self.sock.fileno() >= 0 and self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """End it: it does, after its children, when its socket closes."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
            self.sock.settimeout(END_SECONDS)
            while self.sock.recv(1 << 16):
                pass
        self.sock.close()
