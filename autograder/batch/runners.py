"""One side of a batch: take a submission in, rebuild it, run it. Nothing here writes to the course or its gradebook."""

from __future__ import annotations

import copy
import json
import os
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import Autograde
from nbgrader.utils import find_all_files
from traitlets import Bool

import autograder
from autograder.batch.gradebook import OpenGradebook
from autograder.batch.steps import made
from autograder.commands.course import Course
from autograder.execute import FILES, RUNNERS, is_test, plain_files
from autograder.handed_in import NeedsInstructor, check_name
from autograder.intake import Intake, in_one_line, named, rebuilt
from autograder.isolate.parent import Key, Warm
from autograder.isolate.plan import plan
from autograder.isolate.runner import MAX_PARENTS, SHARED, keys
from autograder.reading import Unreadable
from autograder.safe.names import printable
from autograder.stderr import WarningsKeepMarks


class Finished(NamedTuple):
    """One notebook that has run."""

    rebuilt: str  # as nbgrader's first pass writes it
    ran: NotebookNode  # the same with outputs, cleaned
    failed: list[str]  # names of the tests without full points


class Result(NamedTuple):
    """What came of one submission: its notebooks by the path that nbgrader asks for, or why there are none."""

    notebooks: dict[str, Finished]
    refused: str = ""
    again: bool = False  # grading itself failed: another time it may not


class Quiet(Intake):
    """Intake that looks at one submission when asked, and leaves notes to the writer."""

    optimistic_validation = Bool(
        True
    )  # nbconvert's: the notebook is validated after the last step, not after each

    def take_in(self) -> None:
        """Read the release; submissions come one by one."""
        self.releases = self.released()


class Runner:
    """Everything that stays from one submission to the next: the converter, and the warm processes of its execution."""

    def __init__(self, warm: Mapping[str, int], assignment: str, allow_unisolated: bool = False) -> None:
        """Take the sockets of warm processes that ``Shared`` has started for all runners."""
        self.course = open_course(assignment, allow_unisolated)
        os.chdir(self.course.dir.root)
        gradebook = OpenGradebook(self.course.dir.db_url, self.course.dir.course_id)
        self.converter: Any = Autograde(coursedir=self.course.dir, parent=self.course.api)
        self.look = self.converter.exporter = Quiet(parent=self.converter, config=self.converter.config)
        self.converter.sanitize_preprocessors = made(
            self.converter.sanitize_preprocessors, gradebook, self.look
        )
        self.converter._init_preprocessors()
        here, _ = split(self.converter.autograde_preprocessors)
        self.steps = made(here, gradebook, self.look)
        self.gradebook = gradebook
        for name, file in warm.items():
            SHARED[key_of(name)] = socket.socket(fileno=file)

    def __call__(self, job: tuple[str, str]) -> Result:
        """Run the submission in the folder ``job[0]`` of the student ``job[1]``."""
        folder, student = job
        try:
            check_name(student)
            return Result({path: self.run(path, student) for path in self.look.look_at(Path(folder))})
        except (NeedsInstructor, Unreadable) as reason:
            return Result({}, printable(str(reason)))
        except Exception as error:  # whatever one submission provokes, the others are graded
            return Result({}, f"grading failed: {in_one_line(error)}", again=True)
        finally:
            self.look.files.clear()
            self.gradebook.forget()

    def close(self) -> None:
        """End what it holds."""
        if running := RUNNERS.pop(self.look, None):
            running.close()
        self.gradebook.engine.dispose()

    def run(self, path: str, student: str) -> Finished:
        """Rebuild one notebook as nbgrader's first pass does, and run it beside the submission's files."""
        resources = named(self.converter.init_single_notebook_resources(path), Path(path))
        rebuilt, resources = self.look.from_notebook_node(self.look.rebuild(path), resources)
        notebook = nbformat.reads(rebuilt, as_version=4)
        resources[FILES] = self.files(student)
        for step in self.steps:
            notebook, resources = step(notebook, resources)
        return Finished(rebuilt, notebook, failed(notebook))

    def files(self, student: str) -> dict[str, Path]:
        """Return a submission's files, the course's in their place, as nbgrader lays them out in ``autograded``."""
        course, assignment = self.course.dir, self.course.dir.assignment_id
        source = course.format_path(course.source_directory, ".", assignment)
        kept = {str(Path(source, name)) for name in self.converter.exclude_overwriting.get(assignment, [])}
        found: dict[str, Path] = {}
        for folder in (course.format_path(course.submitted_directory, student, assignment), source):
            copied = set(find_all_files(folder, [*course.ignore, "*.ipynb"])) - kept
            found |= {name: path for name, path in plain_files(folder).items() if str(path) in copied}
        return found


class Shared:
    """Warm processes for all runners of this machine: what all need is loaded once. They start when first asked for."""

    def __init__(self, releases: Iterable[NotebookNode], isolated: bool) -> None:
        self.releases, self.isolated = releases, isolated
        self.warm: dict[str, Warm] = {}

    def files(self) -> dict[str, int]:
        """Return the sockets of the processes, by the names of their keys."""
        if not self.warm:
            notebooks = [rebuilt(release, [], []) for release in self.releases]
            wanted = dict.fromkeys(key for one in notebooks for key in keys(one, plan(one.cells, 1)))
            self.warm = {
                json.dumps(key): Warm(key, self.isolated, many=True) for key in list(wanted)[:MAX_PARENTS]
            }
        return {name: warm.sock.fileno() for name, warm in self.warm.items()}

    def close(self) -> None:
        """End them all."""
        for warm in self.warm.values():
            warm.close()


def key_of(name: str) -> Key:
    """Return the key that a name stands for."""
    role, libraries, forbid = json.loads(name)
    return Key(role, tuple(libraries), tuple(forbid))


def open_course(assignment: str, allow_unisolated: bool) -> Course:
    """Return the course of the current folder, set to one assignment."""
    course = Course()
    course.dir.assignment_id = assignment
    if allow_unisolated:
        course.config.RunCells.allow_unisolated = True
        course.api.update_config(course.config)
    return course


def split(steps: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return nbgrader's steps up to the outputs' cleaning, which runners do, and the others, which the writer does."""
    names = [step if isinstance(step, str) else f"{step.__module__}.{step.__name__}" for step in steps]
    if autograder.CLEAN not in names:
        raise SystemExit("expected autograder.configure(c) in nbgrader_config.py: add it at the end")
    at = names.index(autograder.CLEAN) + 1
    return steps[:at], steps[at:]


def failed(notebook: NotebookNode) -> list[str]:
    """Return the names of the tests that do not get full points."""
    names = []
    for cell in copy.deepcopy([cell for cell in notebook.cells if is_test(cell)]):
        cell, _ = WarningsKeepMarks().preprocess_cell(cell, {}, 0)
        points, possible = utils.determine_grade(cell)
        if points is not None and points < possible:
            names.append(cell.metadata.nbgrader.grade_id)
    return names
