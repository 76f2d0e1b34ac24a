"""nbgrader's steps, made once for all submissions: nbgrader makes them anew for each notebook, twice."""

from __future__ import annotations

import sys
from types import FunctionType
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import CheckCellMetadata
from traitlets.utils.importstring import import_item

from autograder.batch.gradebook import OpenGradebook


class CheckOnce(CheckCellMetadata):
    """nbgrader's check of its metadata. They are the release's, so it is the same check for each submission."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fine: set[str] = set()

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Check metadata that have not been seen before."""
        marked = (cell for cell in nb.cells if "nbgrader" in cell.metadata)
        found = repr([(cell.cell_type, sorted(cell.metadata.nbgrader.items())) for cell in marked])
        if found not in self.fine:
            nb, resources = super().preprocess(nb, resources)
            self.fine.add(found)
        return nb, resources


def made(steps: list[Any], gradebook: OpenGradebook, exporter: Any) -> list[Any]:
    """Return nbgrader's steps, ready to be used many times; those that open a gradebook get this one."""
    types = [import_item(step) if isinstance(step, str) else step for step in steps]
    types = [CheckOnce if step is CheckCellMetadata else bound(gradebook, step) for step in types]
    return [step(parent=exporter) for step in types]


def bound(gradebook: OpenGradebook, step: type) -> type:
    """Return a subclass of ``step`` with the same code, in which the name ``Gradebook`` opens ``gradebook``.

    nbgrader names the class in its methods and takes no object. So its modules stay as they are, and the methods are
    made a second time, with another meaning of that one name.
    """
    meaning = vars(sys.modules[step.__module__])
    if meaning.get("Gradebook") is not Gradebook:
        return step
    names = {**meaning, "Gradebook": lambda *_: gradebook}
    methods = {
        name: FunctionType(one.__code__, names, name, one.__defaults__, one.__closure__)
        for name, one in vars(step).items()
        if isinstance(one, FunctionType) and "Gradebook" in one.__code__.co_names
    }
    return type(step)(step.__name__, (step,), {**methods, "__module__": step.__module__})
