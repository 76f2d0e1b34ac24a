"""The other side of a batch: put results into the gradebook and ``autograded/``, by nbgrader's own ``autograde``."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import rmtree
from traitlets import Bool

from autograder.batch.gradebook import OpenGradebook, tune
from autograder.batch.runners import Finished, Result, open_course, split
from autograder.batch.steps import bound, made
from autograder.intake import Intake, named


class Ready(Intake):
    """The exporter of the first pass: the rebuilt notebook is there already."""

    optimistic_validation = Bool(True)  # as in Quiet

    def take_in(self) -> None:
        """Wait for results."""
        self.results: dict[str, Finished] = {}

    def from_filename(self, filename: str, resources: dict | None = None, **kwargs: Any) -> Any:
        """Return a rebuilt notebook; the second pass is Intake's."""
        if filename not in self.results:
            return super().from_filename(filename, resources, **kwargs)
        return self.results[filename].rebuilt, self._init_resources(named(resources, Path(filename)))


class TakeResult(NbGraderPreprocessor):
    """In place of the steps that run and clean a notebook: the notebook after them."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return what a runner made of ``nb``."""
        exporter: Any = self.parent
        name = resources["nbgrader"]["notebook"]
        return next(one.ran for path, one in exporter.results.items() if Path(path).stem == name), resources


class Errors(logging.Handler):
    """What nbgrader has logged of a failure: its exception says no more than that there was one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())

    def reason(self) -> str:
        """Return the last line of the first traceback."""
        found = [text for text in self.messages if text.startswith("Traceback")]
        return found[0].strip().splitlines()[-1] if found else " ".join(self.messages)


class Writer:
    """The only one that writes. Files are made beside ``autograded``, and moved there when the grades are in place."""

    def __init__(self, assignment: str, allow_unisolated: bool = False) -> None:
        self.course = open_course(assignment, allow_unisolated)
        course: Any = self.course.dir
        self.gradebook = OpenGradebook(course.db_url, course.course_id)
        self.final = course.autograded_directory
        self.converter: Any = bound(self.gradebook, Autograde)(coursedir=course, parent=self.course.api)
        self.converter.force = True
        _, after = split(self.converter.autograde_preprocessors)
        self.exporter = self.converter.exporter = Ready(parent=self.converter, config=self.converter.config)
        self.converter.sanitize_preprocessors = []
        self.converter.autograde_preprocessors = made([TakeResult, *after], self.gradebook, self.exporter)
        self.converter.writer = self.converter.traits()["writer"].klass(parent=self.converter)
        self.errors = Errors()
        self.converter.log.addHandler(self.errors)

    def enter(self, folder: str, student: str, result: Result) -> None:
        """Grade one submission, or raise and leave everything as it was."""
        course, assignment = self.course.dir, self.course.dir.assignment_id
        final = Path(course.format_path(self.final, student, assignment))
        course.autograded_directory = self.final.rstrip(os.sep) + ".draft"
        draft = Path(course.format_path(course.autograded_directory, student, assignment))
        self.exporter.results = result.notebooks
        self.errors.messages.clear()
        self.converter.writer.build_directory = ""  # else it does not make the same folder a second time
        self.converter.assignments = {folder: list(result.notebooks)}
        try:
            self.converter.convert_notebooks()
            if not draft.is_dir():
                raise NbGraderException("nbgrader has left this submission out")
            self.gradebook.settle()
        except NbGraderException as failure:
            raise NbGraderException(self.errors.reason() or str(failure)) from None
        finally:
            self.gradebook.forget()
            course.autograded_directory = self.final
        if final.exists():
            rmtree(str(final))
        final.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(final)

    def close(self) -> None:
        """End."""
        self.clear()
        self.gradebook.forget()
        tune(self.gradebook)
        self.converter.log.removeHandler(self.errors)
        self.gradebook.engine.dispose()

    def clear(self) -> None:
        """Remove the drafts that a grader that was killed has left."""
        draft = Path(self.course.dir.root, self.final.rstrip(os.sep) + ".draft")
        if draft.exists():
            rmtree(str(draft))
