"""The step of ``nbgrader autograde`` that runs the cells of a rebuilt notebook, isolated (see isolate/runner.py)."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import Execute
from traitlets import Bool, Float, Integer

from autograder.hidden import marks
from autograder.isolate.parent import Limits
from autograder.isolate.runner import Runner, add_error
from autograder.isolate.student_run import Room

MAX_FILES_MB = 64
RUNNERS: weakref.WeakKeyDictionary[Any, Runner] = weakref.WeakKeyDictionary()
LEFT_OUT = {"timestamp.txt", "submission_secret.txt"}
FILES = "files beside the notebook"  # in resources, by relative path: where they do not lie in one folder


class RunCells(Execute):
    """nbgrader's execution, in processes that cannot reach anything: the student's code in one, the tests in another.

    A cell that takes too long is interrupted and costs its question only. The limit of a task may stand in the metadata
    of its released answer cell (``autograder: {timeout: 5}``) and then holds for the test cells after it too. So may
    the modules that it forbids (``autograder: {forbid: [torch, scipy]}``).
    """

    iopub_timeout = Integer(5, help="Seconds that an interrupted cell has to stop.").tag(config=True)
    max_output_bytes = Integer(100_000, help="Text that is kept of one cell's output, in bytes.").tag(
        config=True
    )
    max_image_bytes = Integer(2_000_000, help="Images and the like that are kept of one cell.").tag(
        config=True
    )
    memory_mb = Integer(2048, help="Memory of a process of the submission, in MB.").tag(config=True)
    total_memory_mb = Integer(
        4096, help="Memory of all its processes together, in MB, where there are control groups."
    ).tag(config=True)
    processes = Integer(64, help="Processes and threads that a submission may have.").tag(config=True)
    allow_unisolated = Bool(
        False, help="Grade also where student code cannot be isolated, and say so on each grade."
    ).tag(config=True)
    start_timeout = Float(120, help="Seconds until the libraries must be loaded.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> tuple[NotebookNode, Any]:
        """Run all cells; what the instructor should know is added to the notebook's notes."""
        files = (resources or {}).get(FILES)
        files = plain_files(folder_of(resources)) if files is None else files
        notes = self.started().run(nb, contents(files), contents(plain_files(self.course_folder(resources))))
        for cell in nb.cells:
            if (
                is_test(cell) and cell.execution_count is None
            ):  # without an output nbgrader would give full marks
                add_error(cell, "NotRun", "this test did not run")
        nb.metadata.setdefault("autograder", {}).setdefault("notes", []).extend(notes)
        return nb, resources

    def started(self) -> Runner:
        """Return the runner of this grading run; it ends with the run's exporter, or with Python.

        nbgrader makes this step anew for each notebook, the exporter once for a run.
        """
        run = self if self.parent is None else self.parent
        if run not in RUNNERS:
            RUNNERS[run] = Runner(
                seconds=self.timeout or 3600,
                room=Room(self.max_output_bytes, self.max_image_bytes, self.iopub_timeout),
                limits=Limits(
                    memory_mb=self.memory_mb, processes=self.processes, total_mb=self.total_memory_mb
                ),
                allow_unisolated=self.allow_unisolated,
                hidden=marks(self)[0],
            )
            weakref.finalize(run, RUNNERS[run].close)
        return RUNNERS[run]

    def course_folder(self, resources: Any) -> str | None:
        """Return the folder of the assignment's source, whose files the tests may read."""
        course = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        task = (resources or {}).get("nbgrader")
        if course is None or not task:
            return None
        return course.format_path(course.source_directory, ".", task["assignment"])


def folder_of(resources: Any) -> str | None:
    """Return the folder that nbgrader would run a notebook in: what was handed in, under the course's own files."""
    return ((resources or {}).get("metadata") or {}).get("path")


def plain_files(folder: str | None) -> dict[str, Path]:
    """Return the plain files in a folder by relative path, notebooks and what nbgrader puts there left out."""
    found: dict[str, Path] = {}
    for where, folders, names in os.walk(folder) if folder else []:
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(where, name) for name in sorted(names)):
            if (
                path.suffix != ".ipynb"
                and path.name not in LEFT_OUT
                and not path.is_symlink()
                and path.is_file()
            ):
                found[str(path.relative_to(folder or ""))] = path
    return found


def contents(files: dict[str, Path]) -> dict[str, bytes]:
    """Return the contents of files, up to a size in all."""
    found: dict[str, bytes] = {}
    room = MAX_FILES_MB << 20
    for name, path in files.items():
        room -= path.stat().st_size
        if room < 0:
            break
        found[name] = path.read_bytes()
    return found


def is_test(cell: NotebookNode) -> bool:
    """Return whether ``cell`` is a test cell with something to run."""
    return (
        cell.cell_type == "code"
        and utils.is_grade(cell)
        and not utils.is_solution(cell)
        and cell.source.strip()
    )
