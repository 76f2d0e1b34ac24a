"""Grade a notebook of one answer and some tests, isolated, without a gradebook."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.isolate.names import defined
from autograder.isolate.runner import Runner
from tests.autograder.course import mark


def notebook(
    answer: str, *tests: str, setup: str = "", stub: str | None = None, **limits: object
) -> NotebookNode:
    """Return a notebook with one answer cell and a test cell for each of ``tests``, as intake would rebuild it."""
    names, classes = defined(answer if stub is None else stub)
    ours = {"autograder": {"names": names, "classes": classes, **limits}}
    cells = [new_code_cell(setup, metadata=mark("setup"), id="setup")] if setup else []
    cells.append(new_code_cell(answer, metadata=mark("answer", solution=True) | ours, id="answer"))
    cells += [new_code_cell(test, metadata=mark(f"t{at}", 1), id=f"t{at}") for at, test in enumerate(tests)]
    return new_notebook(cells=cells)


def failures(graded: NotebookNode) -> dict[str, str]:
    """Return the error in which each test cell ended, "" where it passed."""
    return {
        cell.id: next((f"{o.ename}: {o.evalue}" for o in cell.outputs if o.output_type == "error"), "")
        for cell in graded.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def grade(runner: Runner, answer: str, *tests: str, **options: object) -> list[str]:
    """Grade ``answer``; return the error of each test, "" where it passed."""
    graded = notebook(answer, *tests, **options)  # pyright: ignore[reportArgumentType]: setup and stub are text
    runner.run(graded)
    return list(failures(graded).values())
