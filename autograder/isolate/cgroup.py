"""Limits on all processes of a submission together, where this process may set them: control groups of Linux.

``setrlimit`` counts the memory of each process alone. A process that systemd started with a part of the tree of
control groups to divide can do better:

    systemd-run --user --scope -p Delegate=yes python -m autograder grade ps1

It goes into a group below its own, because a group passes limits on only when no process is in it, and makes one group
for each submission beside that. See https://docs.kernel.org/admin-guide/cgroup-v2.html.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TREE, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
HOME = "grader"
NEEDED = {"memory", "pids"}
NO_SWAP = "memory.swap.max"  # is there only where the machine can swap
ENDED: list[Group] = []


class Unavailable(RuntimeError):
    """This process may not divide its control group; the message says why."""


class Group:
    """The control group of one submission."""

    def __init__(self, base: Path, limits: Mapping[str, int]) -> None:
        """Make it below ``base``; ``limits`` by the names of the kernel's files."""
        self.path = Path(tempfile.mkdtemp(prefix="submission-", dir=base))
        for name, most in limits.items():
            if name != NO_SWAP or (self.path / name).exists():
                (self.path / name).write_text(str(most))
        self.file = os.open(self.path / "cgroup.procs", os.O_WRONLY)  # who writes 0 to it joins, see ``join``

    def end(self) -> None:
        """Kill all that is in it. It can be removed when they are gone, which takes a moment."""
        os.close(self.file)
        with contextlib.suppress(OSError):  # Linux 5.14; before, the processes end with their namespace
            (self.path / "cgroup.kill").write_text("1")
        ENDED.append(self)

    def removed(self) -> bool:
        """Remove it, if nothing is in it any more; return whether it is gone."""
        with contextlib.suppress(OSError):
            self.path.rmdir()
        return not self.path.exists()


def join(file: int) -> None:
    """Go into the group of which ``file`` is the open list of processes; it needs no rights but that file."""
    os.write(file, b"0")
    os.close(file)


def claim(tree: Path = TREE, own: Path = OWN) -> Path:
    """Return the group below which groups can be made, after this process has left it; raise ``Unavailable``."""
    try:
        group = group_of(tree, own.read_text())
        if group.name != HOME:  # else the process that forked this one has been here
            leave(group)
            group /= HOME
        if missing := NEEDED - words(group.parent / "cgroup.subtree_control"):
            raise Unavailable(f"{group.parent} passes no limits on of {', '.join(sorted(missing))}")
    except OSError as error:
        raise Unavailable(f"{error.filename}: {error.strerror}") from None
    return group.parent


def group_of(tree: Path, lines: str) -> Path:
    """Return the folder of the group in the process's list ``lines``, of which version 2 has the number 0."""
    for line in lines.splitlines():
        if line.startswith("0::"):
            return tree / line[len("0::") :].strip("/")
    raise Unavailable("this machine has no control groups of version 2")


def leave(group: Path) -> None:
    """Go from ``group``, in which this process must be alone, into a group below it, and let it pass limits on."""
    if missing := NEEDED - words(group / "cgroup.controllers"):
        raise Unavailable(f"{group} has no limits of {', '.join(sorted(missing))}")
    if words(group / "cgroup.procs") != {str(os.getpid())}:
        raise Unavailable(f"other processes are in {group}, too")
    (group / HOME).mkdir(exist_ok=True)
    (group / HOME / "cgroup.procs").write_text(str(os.getpid()))
    (group / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in sorted(NEEDED)))


def words(file: Path) -> set[str]:
    """Return the words of a file of the kernel's."""
    return set(file.read_text().split())


@cache
def found() -> tuple[Path | None, str]:
    """Return the group below which groups can be made, or None and why there is none."""
    try:
        return claim(), ""
    except Unavailable as why:
        return None, str(why)


def new(limits: Mapping[str, int]) -> Group | None:
    """Return a group with ``limits`` for one submission, None where there can be none."""
    base, _ = found()
    if base is None:
        return None
    sweep()
    return Group(base, limits)


def sweep(seconds: float = 0) -> None:
    """Remove the groups of earlier submissions; wait for ``seconds`` at most until they are empty."""
    until = time.monotonic() + seconds
    while True:
        ENDED[:] = [group for group in ENDED if not group.removed()]
        if not ENDED or time.monotonic() >= until:
            return
        time.sleep(0.01)


def in_words() -> str:
    """Return one line that says which limits hold."""
    base, why = found()
    if base is not None:
        return "memory and processes are limited for each submission as a whole (control groups)"
    return f"memory is limited for each process of a submission, not for all together: {why}"
