"""Folders as they are handed in, with files of any kind and name: each is taken in, or refused in one line."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import socket
import stat
import tempfile
from pathlib import Path
from unittest import mock

import nbformat
from hypothesis import strategies as st
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder import intake
from autograder.notes import Notes
from tests.autograder.course import NAME, RIGHT, filled, release, write
from tests.autograder.fuzzing.strategies import damaged_bytes

RIGHT_FILE = nbformat.writes(filled(RIGHT)).encode()
NAMES = [
    *(
        f"{NAME}.ipynb",
        "PS1.ipynb",
        "ps1 (1).ipynb",
        "ps1.ipynb.txt",
        "a/ps1.ipynb",
        "ps1.ipynb/ps1.ipynb",
        ".ipynb",
    ),
    *(
        "é.ipynb",
        "e\u0301.ipynb",
        "\u202ebynpi.1sp.ipynb",
        "a\nb.ipynb",
        os.fsdecode(b"\xff\xfe.ipynb"),
        "😀 x.ipynb",
    ),
    *("timestamp.txt", "submission_secret.txt", "data.csv", "x.html", "-rf.ipynb", "[x]*?.ipynb"),
    ".ipynb_checkpoints/ps1.ipynb",
]
STAMPS = [b"2026-10-12 09:00:00 UTC", b"", b"\xff", b"yesterday", b"0000-00-00", b"9999-12-31 23:59:59 -2359"]
CONTENT = st.just(RIGHT_FILE) | st.sampled_from(STAMPS) | damaged_bytes()
KINDS = [
    "file",
    "file",
    "file",
    "folder",
    "link",
    "dangling",
    "loop",
    "pipe",
    "socket",
    "hardlink",
    "sparse",
    "locked",
]
NAMED = st.sampled_from([NAMES[0], *NAMES]) | st.text(min_size=1, max_size=6)
ENTRIES = st.lists(st.tuples(NAMED, st.sampled_from(KINDS), CONTENT), max_size=5)


def make(path: Path, kind: str, content: bytes) -> None:
    """Make one entry of a folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        return
    if kind == "folder":
        path.mkdir()
    elif kind in ("link", "dangling", "loop"):
        path.symlink_to({"link": "/etc/hostname", "dangling": "/nowhere/x", "loop": path.name}[kind])
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(path))
    elif kind == "hardlink":
        os.link(__file__, path)
    elif kind == "sparse":
        with path.open("wb") as file:
            file.truncate(200_000_000)
    else:
        path.write_bytes(content)
        path.chmod(0 if kind == "locked" else 0o644)


def state(folder: Path) -> dict[str, tuple]:
    """Return what a folder holds, without following anything."""
    found = {}
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        small = stat.S_ISREG(info.st_mode) and info.st_size < 1_000_000 and os.access(path, os.R_OK)
        found[str(path)] = (
            info.st_mode,
            info.st_size,
            hashlib.sha256(path.read_bytes()).hexdigest() if small else "",
        )
    return found


def taken_in_or_refused(entries: list[tuple[str, str, bytes]]) -> None:
    """A folder of any content is graded or needs the instructor, and stays as it is; the next student's is graded."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="f") as name:
        root = Path(name)
        folder = root / "submitted" / "ada" / NAME
        folder.mkdir(parents=True)
        for entry, kind, content in entries:
            with contextlib.suppress(
                OSError, ValueError
            ):  # a name that no file can have, or one that is taken
                make(folder / entry.lstrip("/").replace("..", "_"), kind, content)
        write(release(), root / "release" / NAME / f"{NAME}.ipynb")
        write(RIGHT_FILE, root / "submitted" / "ben" / NAME / f"{NAME}.ipynb")
        before = state(folder)
        check(root)
        assert state(folder) == before


def check(root: Path) -> None:
    """Take in the two submissions under ``root``."""
    logging.disable(logging.CRITICAL)
    converter = Autograde(coursedir=CourseDirectory(root=str(root), assignment_id=NAME))
    with contextlib.suppress(NbGraderException):
        converter.init_notebooks()
    with mock.patch.object(intake.atexit, "register"):
        exporter = intake.Intake(parent=converter)
    logging.disable(logging.NOTSET)
    accepted = {Path(folder).parent.name: paths for folder, paths in converter.assignments.items()}
    notes = Notes(root / "notes" / f"{NAME}.csv").read()
    assert accepted.keys() | notes.keys() == {"ada", "ben"}
    assert "ben" in accepted
    assert not accepted.keys() & notes.keys()
    for note in notes.values():
        assert not note.graded
        assert len(note.text.splitlines()) == 1
        note.text.encode("utf8")
    for path in accepted.get("ada", []):
        nbformat.writes(exporter.rebuild(path)).encode("utf8")
