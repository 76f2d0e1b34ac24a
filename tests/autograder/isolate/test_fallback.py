"""A machine that cannot isolate, and machinery that fails: said loudly, never a 0."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil
import pytest
from nbformat.v4 import new_notebook

from autograder.execute import RunCells
from autograder.isolate import sandbox
from autograder.isolate.parent import Infrastructure, Parent
from autograder.isolate.runner import Runner
from autograder.isolate.sandbox import Unavailable
from tests.autograder.isolate.support import failures, grade, notebook

pytestmark = pytest.mark.grading


@pytest.fixture
def no_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without bubblewrap."""
    monkeypatch.setattr(sandbox, "problem", lambda: "bubblewrap (the command bwrap) is not installed")


def test_what_is_missing_is_said_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Does the look at the machine find out, by trying?"""
    assert sandbox.problem() == ""
    sandbox.problem.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    try:
        with pytest.raises(Unavailable, match=r"bwrap.*not installed\n.*apt-get install bubblewrap"):
            Runner()
        broken = tmp_path / "bwrap"
        broken.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2; exit 1\n")
        broken.chmod(0o755)
        sandbox.problem.cache_clear()
        with pytest.raises(Unavailable, match=r"uid map: Permission denied\n(.|\n)*apparmor"):
            Runner()
    finally:
        monkeypatch.undo()
        sandbox.problem.cache_clear()


@pytest.mark.usefixtures("no_walls")
def test_without_walls_nothing_runs_unless_it_is_asked_for() -> None:
    """Is refusing the default, and is each grade marked where it is not?"""
    with pytest.raises(Unavailable, match="allow_unisolated"):
        RunCells().preprocess(new_notebook(cells=[]), {})
    graded, _ = RunCells(allow_unisolated=True).preprocess(notebook("x = 1", "assert x == 1"), {})
    assert failures(graded) == {"t0": ""}
    assert graded.metadata["autograder"]["notes"] == [
        "graded without isolation: this machine cannot isolate (bubblewrap (the command bwrap) is not installed)"
    ]


@pytest.mark.usefixtures("no_walls")
def test_without_walls_processes_and_limits_are_kept_apart(tmp_path: Path) -> None:
    """Is the student's code away from the tests, limited, and all gone in the end?"""
    answer = f"""\
import os, subprocess, sys, builtins
builtins.divmod = lambda *x: 3
open("mark", "w").write("x")
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(77)"], start_new_session=True)
folder = os.getcwd()
def want(): return bytearray(50 << 30)
open({str(tmp_path / "folder")!r}, "w").write(folder)
"""
    with Runner(allow_unisolated=True) as runner:
        found = grade(runner, answer, "assert divmod(7, 2) == (3, 1)", "want()")
        assert [error.partition(":")[0] for error in found] == ["", "MemoryError"]
    assert not Path((tmp_path / "folder").read_text()).exists()
    assert [p.pid for p in psutil.process_iter(["cmdline"]) if "sleep(77)" in str(p.info["cmdline"])] == []


def test_a_dead_warm_parent_is_replaced() -> None:
    """Does a submission whose machinery was killed get its points all the same?"""
    with Runner() as runner:
        assert grade(runner, "x = 1", "assert x == 1") == [""]
        for warm in runner.warm.values():
            for process in psutil.Process(warm.process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        assert grade(runner, "x = 1", "assert x == 1") == [""]


def test_machinery_that_fails_twice_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is it tried once more, and then raised, with no outputs that would be graded?"""
    tries = []

    def fail(self: Parent, *_: object) -> None:
        tries.append(self)
        raise Infrastructure("no process could be started: Cannot allocate memory")

    with Runner() as runner:
        graded = notebook("x = 1", "assert x == 1")
        monkeypatch.setattr(Parent, "spawn", fail)
        with pytest.raises(Infrastructure, match="Cannot allocate memory"):
            runner.run(graded)
    assert len(tries) == 2
    assert all(cell.outputs == [] for cell in graded.cells)
