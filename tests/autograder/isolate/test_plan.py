"""Which cell runs where, and which names a test asks the student's process for."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell

from autograder.isolate import names
from autograder.isolate.plan import plan
from tests.autograder.course import RIGHT, filled, source
from tests.autograder.isolate.support import notebook

NEEDS = {
    "x = f(3)": ["f"],
    "x = 1\nassert f(x)": ["f"],
    "x = x + 1": ["x"],
    "x += 1": ["x"],
    "for i in range(3): assert g(i) == i": ["range", "g"],
    "def helper(got, expected):\n    total = got + other\n    return total": ["other"],
    "[y for y in items]": ["items"],
    "try:\n    f()\nexcept ValueError as e:\n    print(e)": ["f", "ValueError", "print"],
    "import numpy as np\nnp.ones(3)": [],
    "with open_it() as h: h.read()": ["open_it"],
    "lambda x: x + y": ["y"],
    "%time f(1)": ["get_ipython"],
    "not python at all": [],
    "class A(B):\n    def m(self): return C": ["B", "C"],
}


@pytest.mark.parametrize(("cell", "expected"), NEEDS.items(), ids=NEEDS)
def test_a_test_asks_only_for_names_that_it_does_not_give_itself(cell: str, expected: list[str]) -> None:
    """Does the student's process hear of no name that it need not know?"""
    assert set(names.needed(cell)) == set(expected)


def test_what_an_answer_defines_is_what_the_stub_defines() -> None:
    """Functions, classes, values, imports: are they all found, and classes told apart?"""
    assert names.defined("def f(): x = 1\nclass A: pass\nv, w = 1, 2\nimport a.b as c") == (
        ["A", "c", "f", "v", "w"],
        ["A"],
    )


def test_instructors_cells_run_beside_both_and_cells_of_unknown_origin_beside_the_student() -> None:
    """Is a cell that only looks like the release's kept away from the tests?"""
    graded = notebook("f = 1", "assert f", setup="import math")
    graded.cells.insert(1, new_code_cell("import math"))
    graded.cells.insert(2, new_code_cell("import math", metadata={"autograder": {"own": False}}))
    assert [step.kind for step in plan(graded.cells, 10)] == [
        "instructor", "student", "instructor", "student", "test",
    ]  # fmt: skip


def test_hidden_cells_are_quiet() -> None:
    """Is the student's code heard in visible tests only?"""
    steps = {step.cell.id: step for step in plan(source().cells, 10)}
    assert steps["double_hidden"].quiet
    assert not steps["double_visible"].quiet
    assert steps["double_hidden"].wanted == ["double"]


def test_a_name_is_the_student_s_where_the_stub_defines_it_and_else_the_instructor_s() -> None:
    """Can an answer replace the test's own helper, and can a released example stand in for an answer?"""
    setup = "def check(x): assert x\ndef f(): return 1"
    graded = notebook("def f(): pass\ncheck = None", "check(f())", setup=setup, stub="def f(): pass")
    step = plan(graded.cells, 10)[-1]
    assert step.students == ["f"]
    assert step.wanted == ["f"]


def test_a_filled_notebook_has_a_step_for_each_code_cell() -> None:
    """Are In[1], In[2], … the cells in order?"""
    steps = plan(filled(RIGHT).cells, 10)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
