"""Time, memory, processes, files, output, and what happens to the rest of a notebook when a cell goes over."""
# ruff: noqa: E501 (a test cell stands on one line)

from __future__ import annotations

import time

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.isolate.parent import Limits
from autograder.isolate.runner import Runner
from autograder.isolate.student_run import Room
from tests.autograder.isolate.support import failures, grade, notebook

pytestmark = pytest.mark.grading


def shown(cell: NotebookNode) -> list[str]:
    """Return the outputs of a cell in short."""
    return [o.get("evalue") or o.get("text") or str(o.get("data")) for o in cell.outputs]


@pytest.mark.parametrize(
    "end",
    [
        "import os; os._exit(3)",
        "import ctypes; ctypes.string_at(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV); os.abort()",
        "import ctypes; ctypes.CDLL(None)._exit(0)",
    ],
    ids=["exit", "segmentation fault", "abort", "exit of C"],
)
def test_a_cell_that_ends_python_costs_itself_only(end: str, runner: Runner) -> None:
    """Do the cells before it count, and do the later ones go on without it?"""
    graded = notebook("def one(): return 1", "assert one() == 1", "assert two() == 2 and one() == 1")
    graded.cells[1:1] = [new_code_cell(f"print('here')\n{end}")]
    graded.cells[3:3] = [new_code_cell("def two(): return one() + 1")]
    notes = runner.run(graded)
    assert failures(graded) == {"t0": "", "t1": ""}
    assert graded.cells[1].outputs[-1].ename == "KernelDied"
    assert len(notes) == 1
    assert "cell 2 (not part of the release)" in notes[0]


def test_a_cell_that_ends_python_each_time_ends_the_run(runner: Runner) -> None:
    """Does a notebook full of such cells come to an end, without points?"""
    graded = notebook("def one(): return 1", "assert one() == 1")
    graded.cells[:0] = [new_code_cell("import os; os._exit(0)") for _ in range(12)]
    runner.run(graded)
    assert failures(graded)["t0"].startswith("KernelDied")


def test_late_cells_cost_themselves_only() -> None:
    """Endless loops, with and without an ear for interrupts, in a cell and in a test's call: does the rest count?"""
    with Runner(seconds=1, room=Room(grace=1)) as runner:
        graded = notebook(
            "def one(): return 1\ndef loop():\n    while True: pass\ndef deaf():\n    import signal\n"
            "    signal.signal(signal.SIGINT, signal.SIG_IGN)\n    while True: pass",
            "assert one() == 1",
            "loop()",
            "deaf()",
            "try:\n    loop()\nexcept BaseException:\n    pass",
            "assert one() == 1",
        )
        graded.cells[1:1] = [
            new_code_cell("x = 1\nwhile True: pass"),
            new_code_cell("deaf()"),
            new_code_cell("y = x"),
        ]
        start = time.monotonic()
        notes = runner.run(graded)
        late = "CellTimeoutError: stopped after 1 s"
        assert list(failures(graded).values()) == ["", late, late, "", ""]
        assert time.monotonic() - start < 60
    assert shown(graded.cells[1])[-1] == "stopped after 1 s"
    assert shown(graded.cells[2]) == ["it could not be stopped after 1 s"]
    assert graded.cells[3].outputs == []
    assert "took too long and was stopped" in notes[-1]


def test_memory_ends_in_a_memory_error() -> None:
    """Does a cell that wants 10 GB get an error, and does the rest go on?"""
    with Runner(limits=Limits(memory_mb=512)) as runner:
        found = grade(
            runner,
            "def want(): return len(bytearray(10 << 30))\ndef grow():\n    x = [b'']\n    while True: x.append(b'x' * (1 << 20))\n"
            "def one(): return 1",
            "want()", "grow()", "assert one() == 1",
        )  # fmt: skip
    assert [error.partition(":")[0] for error in found] == ["MemoryError", "MemoryError", ""]


def test_processes_are_counted() -> None:
    """Does a fork bomb hit its limit, and end with its submission?"""
    bomb = """\
import os, time
def fork():
    n = 0
    try:
        while True:
            if os.fork() == 0:
                time.sleep(30); os._exit(0)
            n += 1
    except OSError:
        return n
def one(): return 1
"""
    with Runner(limits=Limits(processes=20)) as runner:
        assert grade(runner, bomb, "n = fork()\nassert 0 < n <= 20, n", "assert one() == 1")[0] == ""


def test_files_are_limited(runner: Runner) -> None:
    """Are a large file and a full disk errors, and no more?"""
    answer = """\
def write(mb, name="big"):
    with open(name, "wb") as file:
        for _ in range(mb): file.write(bytes(1 << 20))
    return True
def many(): return [write(50, f"big{i}") for i in range(20)]
"""
    found = grade(runner, answer, "assert write(5)", "write(500)", "many()")
    assert [error.partition(":")[0] for error in found] == ["", "OSError", "OSError"]


def test_output_is_cut_where_it_is_made(runner: Runner) -> None:
    """Does a flood of text, of displays, of errors end small, in the notebook and on the way to it?"""
    graded = notebook(
        "def one(): return 1",
        "assert one() == 1",
    )
    floods = [
        "print('x' * 50_000_000)",
        "for _ in range(300_000): print('yyyyyyyyy')",
        "from IPython.display import HTML, display\nfor _ in range(5000): display(HTML('z' * 10_000))",
        "raise ValueError('w' * 10_000_000)",
        "import sys\nfor i in range(20_000): print('a'); print('b', file=sys.stderr)",
    ]
    graded.cells[1:1] = [new_code_cell(flood) for flood in floods]
    notes = runner.run(graded)
    assert failures(graded) == {"t0": ""}
    assert all(len(str(cell.outputs)) < 400_000 for cell in graded.cells)
    assert len(notes) == 1
    assert notes[0].startswith("output was cut: cell 2")
