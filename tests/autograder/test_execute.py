"""Do limits come from the release, and does a test that did not run never give points?"""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from autograder.execute import RunCells
from autograder.isolate.plan import plan
from tests.autograder.course import KERNEL, mark, source


def test_the_limit_of_an_answer_holds_for_its_tests() -> None:
    """Do the tests of `first` get its two seconds, and those of `double` the default?"""
    limits = {step.cell.id: step.seconds for step in plan(source().cells, 10)}
    assert (limits["double"], limits["double_hidden"]) == (10, 10)
    assert (limits["first"], limits["first_visible"], limits["first_hidden"]) == (2, 2, 2)


def run(*sources: str, **settings: float) -> list:
    """Run an answer and tests, each worth 1 point; return the tests and the notes."""
    answer, *tests = sources
    cells = [new_code_cell(answer, metadata=mark("answer", solution=True))]
    cells += [new_code_cell(test, metadata=mark(f"t{at}", 1)) for at, test in enumerate(tests)]
    step = RunCells(**settings)
    notebook, _ = step.preprocess(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), {})
    return [*notebook.cells[1:], notebook.metadata["autograder"]["notes"]]


@pytest.mark.grading
def test_the_end_of_python_costs_the_cell_in_which_it_came() -> None:
    """Does a test that ends the student's Python score 0, and the next one what it deserves?"""
    first, dies, after, notes = run(
        "def end():\n    import os\n    os._exit(0)\none = 1", "assert one == 1", "end()", "assert one == 1"
    )
    assert [determine_grade(cell)[0] for cell in (first, dies, after)] == [1, 0, 1]
    assert dies.outputs[-1].ename == "KernelDied"
    assert notes == ["cell t1: the submitted code ended Python, or answered nothing that can be read"]


@pytest.mark.grading
def test_a_timeout_costs_one_cell() -> None:
    """Does the next test run after a loop was interrupted?"""
    _, loops, after, notes = run(
        "x = 1\ndef loop():\n    while True: pass", "assert x == 1", "loop()", "assert x == 1", timeout=1
    )
    assert [determine_grade(cell)[0] for cell in (loops, after)] == [0, 1]
    assert loops.outputs[-1].evalue == "stopped after 1 s"
    assert notes == ["took too long and was stopped: cell t1"]


@pytest.mark.grading
def test_output_does_not_pile_up_in_memory() -> None:
    """Is what 50 MB leave behind small, and does the error after them still count?"""
    loud, notes = run(
        "def loud():\n    print('x' * 50_000_000)", "loud()\nassert False", max_output_bytes=1000
    )
    assert len(str(loud)) < 10_000
    assert determine_grade(loud)[0] == 0
    assert notes == ["output was cut: cell t0"]
