"""Say in one short text what a result is made from: it changes when anything changes that could change the grade."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from autograder.handed_in import MAX_FILES
from autograder.isolate import sandbox
from autograder.isolate.preload import FORKABLE
from autograder.reading import MAX_BYTES

PACKAGE = Path(__file__).resolve().parents[1]
PACKAGES = ["nbgrader", "nbformat", "nbconvert", "ipython", "nh3", *FORKABLE]


def of_course(course: Any, gradebook: Gradebook, assignment: str) -> str:
    """Return a digest of all that the submissions of an assignment share: tests, release, settings, versions, code."""
    total = hashlib.sha256()
    released = gradebook.find_assignment(assignment)
    for notebook in sorted(released.notebooks, key=lambda one: one.name):
        cells = [
            (cell.name, cell.cell_type, cell.source, str(cell.checksum)) for cell in notebook.source_cells
        ]
        points = [(cell.name, cell.max_score, cell.cell_type) for cell in notebook.grade_cells]
        total.update(repr((notebook.name, sorted(cells), sorted(points))).encode())
    total.update(repr((released.duedate, sorted(course.config.items(), key=str))).encode())
    total.update(versions().encode())
    folders = [
        course.dir.format_path(step, ".", assignment)
        for step in (course.dir.source_directory, course.dir.release_directory)
    ]
    for folder in map(Path, folders):
        total.update(of_files(path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts))
    return total.hexdigest()


def versions() -> str:
    """Return what results depend on of a machine: Python, libraries, this package's code, whether it isolates."""
    code = of_files(sorted(PACKAGE.rglob("*.py")), below=PACKAGE).hex()
    packages = " ".join(f"{name} {found(name)}" for name in sorted(PACKAGES))
    return f"Python {sys.version}, {packages}, autograder {code[:16]}, {sandbox.problem() or 'isolated'}"


def of_submission(folder: Path) -> str:
    """Return a digest of what was handed in; nothing is opened but plain files."""
    return of_files(sorted(islice(folder.rglob("*"), MAX_FILES + 1))).hex()


def of_files(paths: Iterable[Path], below: Path | None = None) -> bytes:
    """Return a digest of names, kinds and contents; of very large files, size and time instead of the content."""
    total = hashlib.sha256()
    for path in paths:
        total.update(
            os.fsencode(path.relative_to(below) if below else path) + b"\0" + b"\0".join(look(path)) + b"\0"
        )
    return total.digest()


def look(path: Path) -> Iterator[bytes]:
    """Yield what is known of one file."""
    try:
        status = path.lstat()
        yield str(status.st_mode).encode()
        if stat.S_ISLNK(status.st_mode):
            yield os.fsencode(os.readlink(path))
        elif stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
            yield hashlib.sha256(path.read_bytes()).digest()
        elif stat.S_ISREG(status.st_mode):
            yield f"{status.st_size} {status.st_mtime_ns}".encode()
    except OSError as problem:
        yield type(problem).__name__.encode()


def found(package: str) -> str:
    """Return the version of a package, or nothing where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
