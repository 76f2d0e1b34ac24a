"""Does a graded notebook show what a kernel would show, and nothing of a hidden test?"""
# ruff: noqa: E501 (a cell stands on one line)

from __future__ import annotations

import re

import pytest
from nbformat import NotebookNode, validate
from nbformat.v4 import new_code_cell

from autograder.isolate.runner import Runner
from tests.autograder.isolate.support import notebook

pytestmark = pytest.mark.grading


def run(runner: Runner, *sources: str) -> NotebookNode:
    """Run cells of the student's own, after an answer that says hello."""
    graded = notebook("print('hello')\nx = 1")
    graded.cells += [new_code_cell(source) for source in sources]
    runner.run(graded)
    validate(graded)
    return graded


def test_outputs_are_what_a_kernel_would_show(runner: Runner) -> None:
    """Text in order, values, displays, updates, images, subprocesses, magics, counts."""
    cells = run(
        runner,
        "import sys\nprint('a'); print('b', file=sys.stderr); print('c')\n1 + 1",
        "from IPython.display import HTML, display\nh = display(HTML('<b>1</b>'), display_id=True)\nh.update(HTML('<b>2</b>'))",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "import os, subprocess\nsubprocess.run(['echo', 'from outside'])\nos.write(1, b'past Python')\n!echo shell",
        "x;",
        "from IPython.display import clear_output\nprint('gone'); clear_output(); print('stays')",
        "await __import__('asyncio').sleep(0)\n%time x",
    ).cells
    assert cells[0].outputs == [{"output_type": "stream", "name": "stdout", "text": "hello\n"}]
    assert [(o.output_type, o.get("name"), o.get("text")) for o in cells[1].outputs] == [
        ("stream", "stdout", "a\n"), ("stream", "stderr", "b\n"), ("stream", "stdout", "c\n"), ("execute_result", None, None),
    ]  # fmt: skip
    assert cells[1].outputs[-1].data == {"text/plain": "2"}
    assert cells[1].outputs[-1].execution_count == cells[1].execution_count == 2
    assert [o.data["text/html"] for o in cells[2].outputs] == ["<b>2</b>"]
    assert cells[3].outputs[-1].data["image/png"].startswith("iVBOR")
    text = "".join(o.text for o in cells[4].outputs if o.output_type == "stream")
    assert all(part in text for part in ("from outside", "past Python", "shell"))
    assert cells[5].outputs == []
    assert [o.text for o in cells[6].outputs] == ["stays\n"]
    assert "Wall time" in cells[7].outputs[0].text


def plain(error: NotebookNode) -> str:
    """Return a traceback without colors."""
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))


def test_a_failed_test_shows_the_line_of_the_test_and_the_line_of_the_answer(runner: Runner) -> None:
    """Is a traceback one that a student can read, with no line of the grader's in it?"""
    graded = notebook(
        "def share(x, n):\n    return x / n", "# Test\nshare(1, 0)", "assert share(1, 2) == 1, 'wrong'"
    )
    runner.run(graded)
    error = graded.cells[1].outputs[-1]
    text = plain(error)
    assert (error.ename, error.evalue) == ("ZeroDivisionError", "division by zero")
    assert (
        text.index("In[2], line 2")
        < text.index("In[1], line 2, in share(x, n)")
        < text.rindex("ZeroDivisionError")
    )
    assert "----> 2     return x / n" in text
    assert "autograder" not in text
    assert graded.cells[2].outputs[-1].evalue == "wrong"


SPEAKS = """\
def speak(x):
    print("I got", x)
    return x"""


def test_what_an_answer_prints_is_shown_in_visible_tests_only(runner: Runner) -> None:
    """Does a student see their own prints where they may know the input?"""
    hidden = "# Hidden\n### BEGIN HIDDEN TESTS\nassert speak(4711) == 4711\n### END HIDDEN TESTS"
    graded = notebook(SPEAKS, "assert speak(3) == 3", hidden)
    graded.cells += [new_code_cell("print('the end')")]
    runner.run(graded)
    assert graded.cells[1].outputs[0].text == "I got 3\n"
    assert graded.cells[2].outputs == []
    assert "4711" not in str([cell.outputs for cell in graded.cells])


def test_strange_text_is_text(runner: Runner) -> None:
    """Do lone surrogates, control characters and odd types of output leave a notebook that can be written?"""
    cells = run(
        runner,
        "print('\\ud800 \\x00 \\x1b[31m')",
        "class R:\n    def _repr_html_(self): return 3\n    def __repr__(self): return '\\udfff'\nR()",
        "from IPython.display import publish_display_data\npublish_display_data({'application/json': {'a': [1, None]}})",
        "class E(Exception):\n    def __str__(self): raise RuntimeError\nraise E()",
        "raise type('\\ud800' * 500, (Exception,), {})('\\udfff')",
    ).cells
    assert str(cells).encode("utf8")
    assert cells[3].outputs[0].data["application/json"] == {"a": [1, None]}
    assert all(cells[at].outputs[-1].output_type == "error" for at in (4, 5))
