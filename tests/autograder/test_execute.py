"""Do limits come from the release, and does a test that did not run never give points?"""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from autograder.execute import RunCells, task_limits
from tests.autograder.course import KERNEL, mark, release


def test_the_limit_of_an_answer_holds_for_its_tests() -> None:
    """Do the tests of `first` get its two seconds, and those of `double` the default?"""
    limits = task_limits(release().cells, 10)
    assert (limits["double"], limits["double_hidden"]) == (10, 10)
    assert (limits["first"], limits["first_visible"], limits["first_hidden"]) == (2, 2, 2)
    assert limits["why"] == 10


def run(*sources: str, **settings: float) -> list:
    """Run cells, each a test worth 1 point, and return them."""
    cells = [new_code_cell(source, metadata=mark(f"t{at}", 1)) for at, source in enumerate(sources)]
    step = RunCells(extra_arguments=["--log-level=ERROR"], **settings)
    notebook, _ = step.preprocess(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), {})
    return [*notebook.cells, notebook.metadata["autograder"]["notes"]]


@pytest.mark.grading
def test_after_the_end_of_python_nothing_counts_as_passed() -> None:
    """Does a test after `os._exit`, which has no output at all, score 0?"""
    first, dies, after, notes = run("pass", "import os; os._exit(0)", "pass")
    assert [determine_grade(cell)[0] for cell in (first, dies, after)] == [1, 0, 0]
    assert [output.ename for output in after.outputs] == ["NotRun"]
    assert after.outputs[0].evalue == "not run: Python ended while cell t1 was running"
    assert notes == ["Python ended while cell t1 was running; the cells after it did not run"]


@pytest.mark.grading
def test_a_timeout_costs_one_cell() -> None:
    """Does the next cell run, in the same kernel, after a loop was interrupted?"""
    _, loops, after, notes = run("x = 1", "while True: pass", "assert x == 1", timeout=1)
    assert [determine_grade(cell)[0] for cell in (loops, after)] == [0, 1]
    assert loops.outputs[-1].evalue == "stopped after 1 s"
    assert notes == ["took too long and was stopped: cell t1"]


@pytest.mark.grading
def test_output_does_not_pile_up_in_memory() -> None:
    """Is what 50 MB leave behind small, and does the error after them still count?"""
    loud, notes = run("print('x' * 50_000_000)\nassert False", max_output_bytes=1000)
    assert len(str(loud)) < 10_000
    assert determine_grade(loud)[0] == 0
    assert notes == ["output was cut: cell t0"]
