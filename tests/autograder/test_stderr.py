"""Does a warning cost nothing, and a failure still everything?"""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.utils import determine_grade

from autograder.stderr import WarningsKeepMarks
from tests.autograder.course import mark

STDERR = new_output("stream", name="stderr", text="DeprecationWarning: old")
ERROR = new_output("error", ename="AssertionError", evalue="", traceback=[])


@pytest.mark.parametrize(("outputs", "points"), [([STDERR], 2), ([ERROR], 0), ([STDERR, ERROR], 0), ([], 2)])
def test_a_test_cell_loses_points_by_errors_only(outputs: list, points: float) -> None:
    """What does nbgrader give after the step?"""
    cell = new_code_cell(
        "assert True", metadata=mark("t", 2), outputs=[dict_copy(output) for output in outputs]
    )
    cell, _ = WarningsKeepMarks().preprocess_cell(cell, {}, 0)
    assert determine_grade(cell) == (points, 2)


def test_nbgrader_alone_would_give_nothing_for_a_warning() -> None:
    """Is the step needed at all?"""
    cell = new_code_cell("assert True", metadata=mark("t", 2), outputs=[dict_copy(STDERR)])
    assert determine_grade(cell) == (0, 2)


def test_other_cells_keep_their_stderr() -> None:
    """Is the student's own output as it was?"""
    cell = new_code_cell("f()", outputs=[dict_copy(STDERR)])
    WarningsKeepMarks().preprocess_cell(cell, {}, 0)
    assert cell.outputs[0].name == "stderr"
    text = new_markdown_cell("answer", metadata=mark("why", 3, solution=True))
    assert WarningsKeepMarks().preprocess_cell(text, {}, 0)[0] == text


def dict_copy(output):
    """Return a copy that a test may change."""
    return new_output(**output)
