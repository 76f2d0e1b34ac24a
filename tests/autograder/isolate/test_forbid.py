"""What a task forbids cannot be used, and the student is told so."""
# ruff: noqa: E501 (a test cell stands on one line)

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell

from autograder.isolate import forbid
from autograder.isolate.runner import Runner
from tests.autograder.course import mark
from tests.autograder.isolate.support import failures, grade, notebook

pytestmark = pytest.mark.grading

WAYS = [
    "import torch",
    "from torch import nn",
    "__import__('torch')",
    "import importlib; importlib.import_module('torch.nn')",
    "import sys; sys.meta_path.clear(); import importlib.machinery as m; sys.meta_path.append(m.PathFinder); import torch",
    "import importlib.machinery as m, sys; found = m.PathFinder.find_spec('torch'); found.loader.load_module()",
    "import sys; sys.modules['torch'].nn",
    "import glob, sys, ctypes; [ctypes.CDLL(p) for p in glob.glob(sys.prefix + '/**/libtorch*.so', recursive=True)][0]",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import torch'], check=True)",
    "import subprocess, sys; subprocess.run([sys.executable, '-m', 'pip', 'install', 'torch']); import torch",
    "import sys; sys.path.insert(0, '/usr/lib/python3/dist-packages'); sys.meta_path.pop(0); import torch",
    "import gc, types; next(m for m in gc.get_objects() if isinstance(m, types.ModuleType) and m.__name__ == 'torch')",
    "import cnnlib",
]


@pytest.mark.parametrize("way", WAYS)
def test_a_forbidden_module_cannot_be_had(way: str, runner: Runner) -> None:
    """Does every way to it end in an error, so that the answer is not defined?"""
    answer = f"{way}\ndef one(): return 1"
    assert grade(runner, answer, "assert one() == 1", forbid=["torch", "cnnlib"]) != [""]


def test_the_message_says_so(runner: Runner) -> None:
    """Does the student read which rule was broken, at the import and in a call?"""
    graded = notebook("def one():\n    import torch", "one()", forbid=["torch"])
    graded.cells[1:1] = [new_code_cell("import torch.nn")]
    runner.run(graded)
    message = "this task forbids torch: solve it without"
    assert failures(graded) == {"t0": f"ModuleNotFoundError: {message}"}
    assert graded.cells[1].outputs[-1].evalue == message


def test_tests_and_other_tasks_may_use_it(runner: Runner) -> None:
    """Does a notebook of two tasks, one of which forbids what the other uses, work in both?"""
    graded = notebook(
        "def total(x): return sum(x)",
        "import statistics\nassert total([1, 2]) == statistics.mean([1, 2]) * 2",
        setup="import statistics",
        forbid=["statistics"],
    )
    allowed = {"autograder": {"names": ["mean"], "classes": []}}
    graded.cells += [
        new_code_cell("import statistics\ndef mean(x): return statistics.mean(x)", metadata=mark("mean", solution=True) | allowed),
        new_code_cell("assert mean([1, 3]) == 2 and total([1]) == 1", metadata=mark("t1", 1), id="t1"),
    ]  # fmt: skip
    runner.run(graded)
    assert failures(graded) == {"t0": "", "t1": ""}


def test_a_released_cell_that_names_it_does_no_harm(runner: Runner) -> None:
    """May the set-up import what one task forbids, and does the task still not get it?"""
    setup = "import statistics\nfrom statistics import mean\nhelp_number = 4"
    graded = notebook(
        "def four(): return help_number\ndef cheat(): return statistics.mean([4])\ndef cheat_too(): return mean([4])",
        "assert four() == 4", "assert cheat() == 4", "assert cheat_too() == 4",
        setup=setup, forbid=["statistics"],
    )  # fmt: skip
    runner.run(graded)
    message = "ImportError: this task forbids statistics: solve it without"
    assert list(failures(graded).values()) == ["", message, message]


def test_what_is_forbidden_covers_submodules_and_no_namesakes() -> None:
    """Is ``torch.nn`` part of ``torch``, and ``torchvision`` not?"""
    names = ("torch",)
    assert forbid.belongs("torch", names)
    assert forbid.belongs("torch.nn", names)
    assert not forbid.belongs("torchvision", names)
