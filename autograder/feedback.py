"""Keep hidden tests out of what students get back, and keep the rest of the feedback useful.

A visible test stays as it is. Of a hidden test a student sees what the release showed of it (its title), whether it
passed, and why not as far as that gives nothing away: the test's own literal message, or the type of a usual
exception and the line of the student's code that raised it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from autograder.hidden import ANSI, HIDDEN, Scrubber, literal_messages, marks, split

OURS = {"CellTimeoutError", "KernelDied", "NotRun"}  # errors that only the grader reports
ENDED = "your code ended Python, or left nothing that could be tested"
# A type of exception, and a line of a cell, are a message that a cheat can choose by the hidden input: few bits, so
# only the types that honest mistakes have, and only lines of cells of ordinary length.
USUAL = {
    *(
        "ArithmeticError",
        "AttributeError",
        "FloatingPointError",
        "IndexError",
        "KeyError",
        "NameError",
        "RuntimeError",
    ),
    *(
        "NotImplementedError",
        "OverflowError",
        "RecursionError",
        "TypeError",
        "UnboundLocalError",
        "ValueError",
    ),
    *("ZeroDivisionError", "ImportError", "ModuleNotFoundError", "MemoryError"),
}
MAX_LINES = 100
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")


class HideTests(NbGraderPreprocessor):
    """Redact one autograded notebook on its way to the student."""

    display_data_priority = List(NbGraderPreprocessor.display_data_priority.default()).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Replace hidden test cells by their result; remove hidden lines from every other output."""
        begin, end = marks(self)
        parts = {at: split(cell.source, begin, end) for at, cell in enumerate(nb.cells) if is_test(cell)}
        secret = [line for _, hidden in parts.values() for line in hidden] + self.solution_lines(resources)
        known = "\n".join(parts[at][0] if at in parts else cell.source for at, cell in enumerate(nb.cells))
        scrub = Scrubber(secret, known)
        own = {cell.execution_count: cell for at, cell in enumerate(nb.cells) if is_own(cell)}
        for at, cell in enumerate(nb.cells):
            if at in parts and parts[at][1]:
                result = verdict(cell, own)
                cell.source = parts[at][0] or "# Hidden test"
                cell.outputs = [new_output("stream", name="stdout", text=result)]
            elif cell.cell_type == "code":
                cell.outputs = [scrubbed(output, scrub) for output in cell.outputs]
        return nb, resources

    def solution_lines(self, resources: Any) -> list[str]:
        """Return the lines of the instructor's answers: student code can read files as long as it is not isolated."""
        exporter: Any = self.parent
        course, task = exporter.parent.coursedir, resources["nbgrader"]
        folder = Path(course.format_path(course.source_directory, ".", task["assignment"]))
        source = folder / f"{task['notebook']}.ipynb"
        if not source.exists():
            return []
        cells = nbformat.read(source, as_version=4).cells
        return [line for cell in cells if utils.is_solution(cell) for line in cell.source.split("\n")]


def is_test(cell: NotebookNode) -> bool:
    """Return whether ``cell`` holds tests."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def is_own(cell: NotebookNode) -> bool:
    """Return whether ``cell`` is code that the student wrote."""
    return cell.cell_type == "code" and not utils.is_locked(cell)


def verdict(cell: NotebookNode, own: dict[int | None, NotebookNode]) -> str:
    """Return what a student may know of how a hidden test ended."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return "Passed."
    ours = [error for error in errors if error.ename in OURS]
    error = (ours or errors)[-1]
    if ours:
        return f"Failed: {ENDED if error.ename == 'KernelDied' else error.evalue}."
    if error.ename == "AssertionError":
        return f"Failed: {error.evalue}" if error.evalue in literal_messages(cell.source) else "Failed."
    return (
        f"Failed: {error.ename if error.ename in USUAL else 'an exception'} was raised{raised_in(error, own)}"
    )


def raised_in(error: NotebookNode, own: dict[int | None, NotebookNode]) -> str:
    """Return the last line of the student's own code that a traceback passes through, taken from their cell."""
    frames = FRAME.findall(ANSI.sub("", "\n".join(error.traceback)))
    for count, number in reversed([(int(count), int(number)) for count, number in frames]):
        lines = own[count].source.split("\n") if count in own else []
        if 0 < number <= len(lines) <= MAX_LINES:
            return f" by line {number} of your cell:\n    {lines[number - 1].strip()}"
    return ""


def scrubbed(output: NotebookNode, scrub: Scrubber) -> NotebookNode:
    """Return an output without hidden lines."""
    if output.output_type == "stream":
        output.text = scrub(output.text)
    elif output.output_type == "error":
        output.evalue = scrub(output.evalue)
        output.traceback = [scrub(part) for part in output.traceback]
    else:
        for mime, data in output.data.items():
            if not isinstance(data, str):
                output.data[mime] = HIDDEN if scrub.shows(json.dumps(data)) else data
            elif not mime.startswith("image/") or mime == "image/svg+xml":
                output.data[mime] = scrub(data)
    return output
