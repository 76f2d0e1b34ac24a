"""Take submissions in: find each one's notebook, read it, rebuild it, or say in one line why a person must look.

nbgrader makes one exporter for each run of ``autograde``, before it touches the gradebook or the autograded folder.
That is the moment of intake: a submission that cannot be graded leaves the run here, so it gets no score (least of
all a 0), disturbs no other, and whatever was graded of it before stays. Nothing under ``submitted`` is ever written.
"""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from glob import glob
from pathlib import Path
from typing import Any, NoReturn

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from traitlets import Integer

from autograder.graft import answers_found, graft, is_untouched
from autograder.handed_in import NeedsInstructor, check_files, check_name, notebooks_in, renamed
from autograder.isolate import preload, sandbox
from autograder.notes import Notes
from autograder.reading import MAX_BYTES, Cell, Unreadable, first_line, read_notebook
from autograder.safe.files import disarm
from autograder.safe.names import printable


class Intake(NotebookExporter):
    """The exporter of ``nbgrader autograde`` that accepts any file."""

    max_bytes = Integer(MAX_BYTES, help="Largest notebook file that is read, in bytes.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.files: dict[str, tuple[Path, list[str]]] = {}  # path nbgrader asks for -> real file, notes
        self.releases: dict[str, NotebookNode] = {}
        self.converter: Any = self.parent
        if isinstance(self.parent, Autograde):
            if self.config.Execute.get("enabled") is False:
                self.stop("--no-execute would trust the outputs that students hand in: run without it")
            if not self.config.RunCells.get("allow_unisolated", False) and (reason := sandbox.problem()):
                self.stop(sandbox.HELP.format(why=reason))
            self.take_in()

    # --- before the run: who can be graded ------------------------------------------------------

    def take_in(self) -> None:
        """Look at every submission of this run; take those that need the instructor out of it and note them."""
        course, batch = self.converter.coursedir, self.converter.assignments
        self.releases = self.released()
        notes = Notes.of(course, course.assignment_id)
        refused = {}
        for folder, student in submissions(course, course.assignment_id):
            batch.pop(folder, None)
            try:
                check_name(student)
                batch[folder] = list(self.look_at(Path(folder)))
            except (NeedsInstructor, Unreadable) as reason:
                refused[student] = printable(str(reason))
            except Exception as error:  # whatever one submission provokes, the others are graded
                self.log.exception("%s could not be taken in", printable(folder))
                refused[student] = f"cannot be taken in: {in_one_line(error)}"
        for student, reason in refused.items():
            notes.needs_instructor(student, reason)
        notes.keep_only(student for _, student in submissions(course, course.assignment_id, everyone=True))
        report = [
            f"{printable(student)} needs the instructor: {reason}" for student, reason in refused.items()
        ]
        for line in report:
            self.log.error(line)
        if refused and not batch:
            self.stop(f"nothing to grade; see {notes.path}")
        if refused:
            summary = [f"{len(report)} not graded, see {notes.path}", *report]
            atexit.register(lambda: print("\n".join(summary), flush=True))

    def look_at(self, folder: Path) -> Iterator[str]:
        """Yield the paths by which nbgrader shall ask for the notebooks of the submission in ``folder``."""
        check_files(folder)
        wanted = {name: release for name, release in self.releases.items() if self.is_chosen(name)}
        found = {path.stem: path for path in folder.glob("*.ipynb")}
        others = [
            path for path in notebooks_in(folder) if found.get(path.stem) != path or path.stem not in wanted
        ]
        for name, release in wanted.items():
            path, notes = found.get(name), []
            if path is None:
                path = renamed(name, others)
                notes.append(f"the notebook was named {path.relative_to(folder)}")
            cells, oddities = read_notebook(path, self.max_bytes)
            beside = [other.name for other in others if other != path]
            check_content(name, release, cells, beside)
            if beside:
                notes.append(f"not graded, but handed in beside it: {', '.join(beside)}")
            asked = str(folder / f"{name}.ipynb")
            self.files[asked] = path, [printable(note) for note in notes + oddities]
            yield asked

    def released(self) -> dict[str, NotebookNode]:
        """Return the notebooks of the assignment as students got them, by name."""
        course = self.converter.coursedir
        folder = Path(course.format_path(course.release_directory, ".", course.assignment_id))
        found = {path.stem: nbformat.read(path, as_version=4) for path in sorted(folder.glob("*.ipynb"))}
        if not found:
            command = f"nbgrader generate_assignment {course.assignment_id}"
            self.stop(f"no released notebook in {folder}: run `{command}` first")
        return found

    def is_chosen(self, name: str) -> bool:
        """Return whether this run is about the notebook ``name`` (``--notebook`` can narrow it)."""
        return fnmatch(name, self.converter.coursedir.notebook_id)

    def stop(self, message: str) -> NoReturn:
        """End the run; nbgrader expects that the reason has been logged."""
        self.log.error(message)
        raise NbGraderException(message)

    # --- during the run: read, rebuild, convert -------------------------------------------------

    def from_filename(self, filename: str, resources: dict | None = None, **kwargs: Any) -> Any:
        """Convert one notebook: a submitted one is rebuilt first, an autograded one is nbgrader's own."""
        try:
            if filename not in self.files:
                result = super().from_filename(filename, resources, **kwargs)
                if isinstance(self.parent, Autograde):
                    disarm(Path(filename).parent)
                return result
            return self.from_notebook_node(self.rebuild(filename), named(resources, Path(filename)), **kwargs)
        except Exception as error:
            if resources and "nbgrader" in resources:
                task = resources["nbgrader"]
                notes = Notes.of(self.converter.coursedir, task["assignment"])
                notes.needs_instructor(task["student"], f"grading failed: {in_one_line(error)}")
            raise

    def rebuild(self, filename: str) -> NotebookNode:
        """Return the notebook to grade in place of the submitted one, with notes in its metadata."""
        path, notes = self.files[filename]
        cells, _ = read_notebook(path, self.max_bytes)
        return rebuilt(self.releases[Path(filename).stem], cells, notes)


def rebuilt(release: NotebookNode, cells: list[Cell], notes: list[str]) -> NotebookNode:
    """Return a release with a student's cells in it, and in its metadata what later steps must know."""
    notebook, repairs = graft(release, cells)
    notebook.metadata["autograder"] = {"notes": notes + repairs, "imports": preload.imports(release.cells)}
    return notebook


def submissions(course: Any, assignment: str, everyone: bool = False) -> list[tuple[str, str]]:
    """Return folder and student of each submission of ``assignment`` that this run is about, or of the whole class."""
    chosen, left_out = ("*", []) if everyone else (course.student_id, course.student_id_exclude.split(","))
    folders = sorted(glob(course.format_path(course.submitted_directory, chosen, assignment)))
    pattern = course.format_path(
        course.submitted_directory, "(?P<student>.*)", re.escape(assignment), escape=True
    )
    matches = ((folder, re.fullmatch(pattern, folder)) for folder in folders)
    return [
        (folder, found["student"]) for folder, found in matches if found and found["student"] not in left_out
    ]


def check_content(name: str, release: NotebookNode, cells: list[Cell], others: list[str]) -> None:
    """Refuse another assignment's notebook, and an untouched one beside which other notebooks were handed in."""
    if not answers_found(release, cells):
        raise NeedsInstructor(f"{name}.ipynb has none of this assignment's answer cells")
    if others and is_untouched(release, cells):
        raise NeedsInstructor(f"{name}.ipynb is as it was released, but there is also {', '.join(others)}")


def in_one_line(error: Exception) -> str:
    """Return an unexpected error with its type."""
    return printable(f"{type(error).__name__}: {first_line(error)}")


def named(resources: Any, path: Path) -> ResourcesDict:
    """Return ``resources`` with the name and folder of a notebook, as ``from_filename`` would set them."""
    resources, metadata = (
        ResourcesDict(**(resources or {})),
        ResourcesDict(name=path.stem, path=str(path.parent)),
    )
    resources["metadata"] = metadata
    return resources
