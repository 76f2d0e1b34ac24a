"""What a fresh child process does to itself before it runs anything: its own namespaces, no rights, limits.

The warm parent already lives in bubblewrap's sandbox: no network, read-only system, no home folder. The child adds
what must not outlast one submission or reach another: its own processes, ``/tmp``, shared memory, and limits.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import re
import resource
import socket
import struct
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

NEW_MOUNTS, NEW_IPC, NEW_USERS, NEW_PROCESSES = 0x00020000, 0x08000000, 0x10000000, 0x20000000
NEW_NETWORK, SET_FLAGS, UP = 0x40000000, 0x8914, 1
LARGE, COLLAPSE = 1 << 21, 25  # a large page, and the advice to make some (Linux 6.1; else nothing happens)
NO_SUID, NO_DEVICES, NO_PROGRAMS = 2, 4, 8
BIND, RECURSIVE, PRIVATE = 1 << 12, 1 << 14, 1 << 18
DUMPABLE, DEATH_SIGNAL, NO_NEW_PRIVILEGES, ADOPT, KILL = 4, 1, 38, 36, 9
NOBODY = 65534
LIBC = ctypes.CDLL(None, use_errno=True)
SAMPLES = ("/proc/cpuinfo", "/proc/meminfo")  # what libraries read of /proc


def check(status: int, what: str) -> None:
    """Raise ``OSError`` where a system call failed."""
    if status:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def become_nobody() -> None:
    """Give root away for good: a limit on the number of processes does not hold for root."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        check(LIBC.prctl(DUMPABLE, 1, 0, 0, 0), "prctl")  # else /proc/self belongs to root


def own_users(more: int = 0) -> None:
    """Enter a user namespace of one's own, in which this process may make ``more`` namespaces."""
    uid, gid = os.getuid(), os.getgid()
    check(LIBC.unshare(NEW_USERS | more), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def own_processes() -> None:
    """Go on as the first process of a namespace of processes; what it forks can have namespaces of their own."""
    own_users(NEW_PROCESSES)
    if child := os.fork():
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
    die_with_parent()


def own_network() -> None:
    """Enter a network of one's own, in which there is nobody but oneself, and shared memory likewise."""
    check(LIBC.unshare(NEW_NETWORK | NEW_IPC), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def fork_into_namespace() -> int:
    """Fork a child that is the first process of a new namespace: killing it ends all that it started."""
    home = os.open("/proc/self/ns/pid", os.O_RDONLY)
    check(LIBC.unshare(NEW_PROCESSES), "unshare")
    child = -1
    try:
        child = os.fork()
    finally:
        if child:  # unshare has said where children go from now on; the next one needs a namespace of its own
            check(LIBC.setns(home, NEW_PROCESSES), "setns")
        os.close(home)
    return child


def mount(kind: str, at: str, flags: int, options: str = "") -> None:
    """Mount a fresh file system."""
    check(LIBC.mount(kind.encode(), at.encode(), kind.encode(), flags, options.encode()), f"mount {at}")


def confine(scratch_mb: int) -> None:
    """Enter namespaces of one's own, with an empty ``/tmp``, and keep no right to change any of it."""
    samples = {path: Path(path).read_bytes() for path in SAMPLES if os.path.exists(path)}
    own_users(NEW_MOUNTS | NEW_IPC)
    check(LIBC.mount(b"none", b"/", None, PRIVATE | RECURSIVE, None), "mount /")
    mounted = {path: os.open(path, os.O_PATH) for path in mounted_in("/tmp")}
    mount("tmpfs", "/tmp", NO_SUID | NO_DEVICES, f"size={scratch_mb}m,mode=700")
    for path, file in mounted.items():
        put_back(path, file)
    mount("tmpfs", "/dev/shm", NO_SUID | NO_DEVICES, f"size={scratch_mb}m,mode=700")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")  # none inside this one
    mount("tmpfs", "/proc", NO_SUID | NO_DEVICES | NO_PROGRAMS, "size=1m,mode=755")
    for path, text in samples.items():
        Path(path).write_bytes(text)
    drop_rights()
    check(LIBC.prctl(DUMPABLE, 0, 0, 0, 0), "prctl")  # no process of the submission can trace another


def mounted_in(folder: str) -> list[str]:
    """Return what is mounted directly below ``folder``: Python or the course, where one of them lies there."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    places = (re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), line.split()[4]) for line in lines)
    top: list[str] = []
    for place in sorted(place for place in places if place.startswith(f"{folder}/")):
        if not top or not place.startswith(f"{top[-1]}/"):
            top.append(place)
    return top


def put_back(path: str, file: int) -> None:
    """Mount what the open folder ``file`` holds at ``path``, in a file system that has just been made."""
    os.makedirs(path)
    check(
        LIBC.mount(f"/proc/self/fd/{file}".encode(), path.encode(), None, BIND | RECURSIVE, None),
        f"mount {path}",
    )
    os.close(file)


def drop_rights() -> None:
    """Give up all capabilities, and the means to get new ones."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
    check(LIBC.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    check(LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl")


def limit(limits: Mapping[str, int]) -> None:
    """Set resource limits by name; ``AS`` counts from what the warm parent has mapped already.

    Of processes there may be as many again, for snapshots: what a cell leaves running must not keep tests from running.
    """
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        most += mapped() if name == "AS" else 0
        most, top = at_most(most, kind), at_most(2 * most if name == "NPROC" else most, kind)
        resource.setrlimit(kind, (most, top))


def at_most(wanted: int, kind: int) -> int:
    """Return a limit, or the one that is set already where that is lower."""
    hard = resource.getrlimit(kind)[1]
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def use_large_pages() -> None:
    """Put this process's memory into large pages: forking a process copies the list of its pages."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, rights = line.split()[:2]
        if rights == "rw-p":
            start, end = (int(number, 16) for number in place.split("-"))
            start, end = -(-start // LARGE) * LARGE, end // LARGE * LARGE
            if end > start:
                LIBC.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), COLLAPSE)


def mapped() -> int:
    """Return the bytes of address space that this process has."""
    sizes = Path("/proc/self/statm")
    return int(sizes.read_text().split()[0]) * resource.getpagesize() if sizes.exists() else 1 << 40


def die_with_parent() -> None:
    """Ask to be killed when the parent ends."""
    if sys.platform == "linux":
        check(LIBC.prctl(DEATH_SIGNAL, KILL, 0, 0, 0), "prctl")


def adopt_strays() -> None:
    """Become the parent of all that a child leaves behind, for a machine without namespaces."""
    if sys.platform == "linux":
        check(LIBC.prctl(ADOPT, 1, 0, 0, 0), "prctl")


def calm(process: int, but: Sequence[int]) -> None:
    """Let what ``process`` has started run when nobody else wants to, but for the numbers ``but`` in its namespace.

    A submission that leaves a hundred busy processes would slow down its own tests, and those of others.
    """
    if not hasattr(os, "SCHED_IDLE"):
        return
    for child in started_by(process):
        with contextlib.suppress(OSError, IndexError):  # it has ended meanwhile
            inside = re.findall(r"^NSpid:.*\s(\d+)$", Path(f"/proc/{child}/status").read_text(), re.M)[0]
            if int(inside) not in but:
                os.sched_setscheduler(child, os.SCHED_IDLE, os.sched_param(0))
        calm(child, but)


def started_by(process: int) -> list[int]:
    """Return the numbers of the processes that ``process`` is the parent of."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    with contextlib.suppress(OSError):
        return [int(number) for path in lists for number in path.read_text().split()]
    return []


def end_strays() -> None:
    """Kill all children of this process, again and again until none are left: those of a child become our own."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while children.exists() and (strays := children.read_text().split()):
        for stray in strays:
            os.kill(int(stray), KILL)
            os.waitpid(int(stray), 0)
