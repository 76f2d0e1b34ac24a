"""The notebooks that the tests look at, made from the sources once for a test run."""

from __future__ import annotations

from functools import cache

import nbformat
import pytest
from nbformat import NotebookNode

from tools import answers, exercises

ROOT = exercises.ROOT
NAMES = exercises.assignments()


@cache
def whole(name: str) -> NotebookNode:
    """Return all that the source of assignment ``name`` holds, the notes on its solutions included."""
    return exercises.read_source((ROOT / "solutions" / name / f"{name}.py").read_text("utf8"))


@cache
def source(name: str) -> NotebookNode:
    """Return the instructor's notebook of assignment ``name``, as nbgrader gets it."""
    return exercises.without_notes(whole(name))


@cache
def release(name: str) -> NotebookNode:
    """Return the committed release of assignment ``name``."""
    return nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4)


@cache
def kept_answers(name: str) -> dict[str, dict[str, str]]:
    """Return ``{task: {answer: source}}`` of the answers kept for assignment ``name``."""
    return answers.read(name)


def every_answer() -> list:
    """Return a test parameter (assignment, task, answer) for each answer that is kept."""
    return [
        pytest.param(name, task, answer, id=f"{name}-{task}-{answer}")
        for name in NAMES
        for task, kept in kept_answers(name).items()
        for answer in kept
    ]


def graded(cell: NotebookNode) -> bool:
    """Return whether ``cell`` is worth points."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def with_hidden_tests(name: str, answer: dict[str, str]) -> NotebookNode:
    """Return what autograding runs: the release with ``answer`` filled in and the hidden tests put back."""
    return answers.with_hidden_tests(release(name), source(name), answer)
