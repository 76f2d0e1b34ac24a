"""What does a student read about each way in which a hidden test can end?"""

from __future__ import annotations

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

from autograder.feedback import HideTests, scrubbed, verdict
from autograder.hidden import Scrubber, marks
from autograder.isolate.plan import plan
from tests.autograder.course import DOUBLE_HIDDEN, DOUBLE_VISIBLE, RIGHT, mark

ANSWER = new_code_cell("def double(x):\n    y = x / 0\n    return y", execution_count=7)
LITERAL = "double is wrong for some negative numbers"


class Hide(HideTests):
    """The step, without a course around it."""

    def solution_lines(self, resources: object) -> list[str]:
        """Return no solution."""
        return []


def error(name: str, value: str = "", *traceback: str) -> NotebookNode:
    """Return an error output."""
    return new_output("error", ename=name, evalue=value, traceback=list(traceback))


def hidden_cell(*outputs: NotebookNode) -> NotebookNode:
    """Return a hidden test cell that ended so."""
    return new_code_cell(
        DOUBLE_HIDDEN, metadata=mark("double_hidden", 2), outputs=list(outputs), execution_count=9
    )


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (error("AssertionError", LITERAL), f"Failed: {LITERAL}"),
        (error("AssertionError", "got -2469.0"), "Failed."),
        (error("AssertionError", ""), "Failed."),
        (error("IndexError", "index -1234 is out of bounds"), "Failed: IndexError was raised"),
        (error("Leak_-2469", "-2469.0"), "Failed: an exception was raised"),
        (error("CellTimeoutError", "stopped after 2 s"), "Failed: stopped after 2 s."),
        (error("NotRun", "not run: Python ended"), "Failed: not run: Python ended."),
        (
            error("KernelDied", "answered -1234.5"),
            "Failed: your code ended Python, or left nothing that could be tested.",
        ),
        (error("UnicodeTranslateError", "-1234.5"), "Failed: an exception was raised"),
        (error("ExceptionGroup", "-1234.5 (2 sub-exceptions)"), "Failed: an exception was raised"),
        (error("AssertionError", f"{LITERAL} "), "Failed."),
        (error("AssertionError", f"{LITERAL}\n-1234.5"), "Failed."),
        (error("TheirNotRun", "-1234.5"), "Failed: an exception was raised"),
        (
            error(
                "ZeroDivisionError",
                "",
                "Cell In[9], line 4\n secret",
                "\x1b[32mCell\x1b[0m In[7], line 2, in double(x)",
            ),
            "Failed: ZeroDivisionError was raised by line 2 of your cell:\n    y = x / 0",
        ),
        (error("ZeroDivisionError", "", "Cell In[7], line 99"), "Failed: ZeroDivisionError was raised"),
        (error("ZeroDivisionError", "", "Cell In[9], line 4"), "Failed: ZeroDivisionError was raised"),
        (new_output("stream", name="stdout", text="-2469.0"), "Passed."),
    ],
)
def test_the_verdict_says_no_more_than_it_may(output: NotebookNode, told: str) -> None:
    """Does each ending give its message, and never a value?"""
    assert verdict(hidden_cell(output), {7: ANSWER}) == told


def test_a_hidden_cell_keeps_title_and_result_only() -> None:
    """Is everything that it printed, drew or raised replaced?"""
    noise = [
        new_output("stream", name="stdout", text="secret"),
        new_output("display_data", data={"text/plain": "secret", "image/png": "AAAA"}),
        error("AssertionError", LITERAL, "Cell In[9], line 3: secret"),
    ]
    notebook, _ = Hide().preprocess(new_notebook(cells=[hidden_cell(*noise)]), {})
    assert notebook.cells[0].source == "# Hidden test: other numbers"
    assert [dict(output) for output in notebook.cells[0].outputs] == [
        {"output_type": "stream", "name": "stdout", "text": f"Failed: {LITERAL}"}
    ]


def test_a_visible_test_keeps_everything() -> None:
    """Are source, message and traceback of a visible test as they were?"""
    failed = error("AssertionError", "double(3) should be 6, got 9", "Cell In[3], line 2", DOUBLE_VISIBLE)
    cell = new_code_cell(DOUBLE_VISIBLE, metadata=mark("double_visible", 1), outputs=[failed])
    notebook, _ = Hide().preprocess(new_notebook(cells=[cell, hidden_cell()]), {})
    assert notebook.cells[0].source == DOUBLE_VISIBLE
    assert notebook.cells[0].outputs == [failed]


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stdout", text=f"In: {DOUBLE_HIDDEN}"),
        new_output("execute_result", data={"text/plain": repr([DOUBLE_HIDDEN])}),
        new_output("display_data", data={"text/html": DOUBLE_HIDDEN.replace(" ", "<b> </b>")}),
        new_output("display_data", data={"image/svg+xml": f"<text>{DOUBLE_HIDDEN}</text>"}),
        new_output("display_data", data={"application/json": {"x": DOUBLE_HIDDEN}}),
        error("RuntimeError", DOUBLE_HIDDEN, f"\x1b[31m{DOUBLE_HIDDEN}\x1b[0m"),
    ],
)
def test_a_students_cell_cannot_print_the_tests(output: NotebookNode) -> None:
    """Is a hidden line removed from every kind of output?"""
    own = new_code_cell(RIGHT["double"], outputs=[output])
    notebook, _ = Hide().preprocess(new_notebook(cells=[hidden_cell(), own]), {})
    assert "1234.5" not in str(notebook.cells[1].outputs)
    assert "abab" not in str(notebook.cells[1].outputs)
    assert notebook.cells[1].source == RIGHT["double"]


def test_an_image_is_left_alone() -> None:
    """Is a figure still there?"""
    figure = new_output("display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"})
    assert scrubbed(figure, Scrubber(["secret = 12345"], "")) == figure


def test_a_long_cell_does_not_tell_its_line() -> None:
    """Could a cell with a line for each input say by its line what the input was?"""
    table = new_code_cell("def double(x):\n" + "    pass\n" * 1234, execution_count=7)
    failed = error("ValueError", "", "Cell In[7], line 1000, in double(x)")
    assert verdict(hidden_cell(failed), {7: table}) == "Failed: ValueError was raised"


def test_hidden_tests_are_known_by_the_marks_that_the_course_has_configured() -> None:
    """Is a test hidden that stands between other marks than nbgrader's own, and quiet while it runs?"""
    config = Config()
    config.ClearHiddenTests.begin_test_delimeter = "SECRET FROM HERE"
    config.ClearHiddenTests.end_test_delimeter = "TO HERE"
    source = "# A title\n# SECRET FROM HERE\nassert double(-1234.5) == -2469.0\n# TO HERE"
    cell = new_code_cell(source, metadata=mark("t", 2), outputs=[error("AssertionError")], execution_count=9)
    step = Hide(config=config)
    shown, _ = step.preprocess(new_notebook(cells=[cell]), {})
    assert (shown.cells[0].source, shown.cells[0].outputs[0].text) == ("# A title", "Failed.")
    hidden = new_code_cell(source, metadata=mark("t", 2))
    assert [one.quiet for one in plan([hidden, ANSWER], 10, marks(step)[0])] == [True, False]
