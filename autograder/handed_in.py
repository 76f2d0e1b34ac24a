"""Look at the folder of a submission before anything in it is opened: can it be taken in, and which file is meant?"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.reading import kind_of
from autograder.safe.names import why_unsafe

MAX_FILES = 2_000
MAX_FOLDER_BYTES = 300_000_000  # of a whole submission: nbgrader copies all of it
MAX_STAMP_BYTES = 1_000


class NeedsInstructor(Exception):
    """This submission cannot be graded without a decision; the message says why in one line."""


def check_name(student: str) -> None:
    """Refuse a submission of which the folder's name is none that a page or a command could hold."""
    if reason := why_unsafe(student):
        raise NeedsInstructor(
            f"this cannot be a student's name: it {reason}; rename its folder under submitted/"
        )


def check_files(folder: Path) -> None:
    """Refuse a submission with anything in it that nbgrader could not copy, or with a time that is none."""
    paths = [folder, *sorted(islice(folder.rglob("*"), MAX_FILES))]
    if len(paths) > MAX_FILES:
        raise NeedsInstructor(f"it has more than {MAX_FILES:,} files")
    for path in paths:
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise NeedsInstructor(f"{path.name} is a {kind_of(path.lstat().st_mode)}, not a plain file")
        if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            raise NeedsInstructor(f"{path.name} cannot be read: permission denied")
    size = sum(path.stat().st_size for path in paths if path.is_file())
    if size > MAX_FOLDER_BYTES:
        raise NeedsInstructor(
            f"it has {size / 1e6:.0f} MB in all, the limit is {MAX_FOLDER_BYTES / 1e6:.0f} MB"
        )
    check_time(folder / "timestamp.txt")


def check_time(stamp: Path) -> None:
    """Refuse a file of the time of submission that nbgrader could not read."""
    try:
        if stamp.exists() and stamp.stat().st_size > MAX_STAMP_BYTES:
            raise ValueError
        if stamp.exists() and (text := stamp.read_text("utf8").strip()):
            parse_utc(text)
    except (ValueError, OverflowError, OSError):
        raise NeedsInstructor("timestamp.txt does not hold a time") from None


def notebooks_in(folder: Path) -> list[Path]:
    """Return all that may be a notebook in a submission: in subfolders too, and with .txt or .json behind its name."""
    found = (path for path in sorted(folder.rglob("*")) if ".ipynb" in path.name and path.is_file())
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def renamed(name: str, others: list[Path]) -> Path:
    """Return the one file that must be the notebook ``name`` under another name."""
    if not others:
        raise NeedsInstructor(f"{name}.ipynb is missing, and there is no other notebook")
    if len(others) > 1:
        listed = ", ".join(path.name for path in others)
        raise NeedsInstructor(f"{name}.ipynb is missing; it could be any of {listed}")
    return others[0]
