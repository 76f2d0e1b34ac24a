"""Control groups: when this process may make them, and that a submission lives and dies in one.

What the kernel does is played by a folder of plain files; the last test asks a real kernel, where this one may.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.isolate import cgroup
from autograder.isolate.cgroup import HOME, Group, Unavailable, claim
from autograder.isolate.parent import Infrastructure, Limits
from autograder.isolate.runner import Runner
from tests.autograder.isolate.support import grade

ME = str(os.getpid())
LIMITS = Limits(processes=20, total_mb=1000)
V1 = "4:memory:/user\n8:pids:/user\n"


def tree(folder: Path, controllers: str = "cpu memory pids", processes: str = ME) -> tuple[Path, Path]:
    """Return a tree in which this process is in the group /a/b, and its list of groups."""
    group = folder / "a" / "b"
    group.mkdir(parents=True)
    (group / "cgroup.controllers").write_text(controllers)
    (group / "cgroup.procs").write_text(processes)
    (group / "cgroup.subtree_control").write_text("")
    own = folder / "own"
    own.write_text(f"{V1}0::/a/b\n")
    return group, own


def test_a_group_of_ones_own_is_divided(tmp_path: Path) -> None:
    """Does the process go into a group below, and let its own group pass limits on?"""
    group, own = tree(tmp_path)
    with pytest.raises(Unavailable):  # the file does not answer as the kernel does: +memory gives memory
        claim(tmp_path, own)
    assert (group / HOME / "cgroup.procs").read_text() == ME
    assert (group / "cgroup.subtree_control").read_text() == "+memory +pids"
    (group / "cgroup.subtree_control").write_text("memory pids")
    own.write_text(f"{V1}0::/a/b/{HOME}\n")  # where it is now, and what it forks
    assert claim(tmp_path, own) == group


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ({"controllers": "cpu pids"}, "no limits of memory"),
        ({"processes": f"{ME}\n1"}, "other processes"),
        ({"processes": "1"}, "other processes"),
    ],
    ids=["no controller", "not alone", "not here"],
)
def test_a_group_of_others_is_left_alone(made: dict[str, str], why: str, tmp_path: Path) -> None:
    """Is nothing written where other processes live, or where no limit can be passed on?"""
    group, own = tree(tmp_path, **made)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Unavailable, match=why):
        claim(tmp_path, own)
    assert sorted(tmp_path.rglob("*")) == before
    assert (group / "cgroup.subtree_control").read_text() == ""


def test_a_machine_without_groups_is_told(tmp_path: Path) -> None:
    """Version 1, no rights, no tree at all: is each a reason, and no error?"""
    group, own = tree(tmp_path)
    own.write_text(V1)
    with pytest.raises(Unavailable, match="version 2"):
        claim(tmp_path, own)
    with pytest.raises(Unavailable, match="No such file"):
        claim(tmp_path, tmp_path / "nowhere")
    own.write_text("0::/a/b\n")
    (group / HOME).write_text("")  # in the way, as a missing right is
    with pytest.raises(Unavailable, match="File exists"):
        claim(tmp_path, own)


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Groups of plain files for each submission; yields their folders as they are made."""
    made: list[Path] = []

    def mkdtemp(prefix: str, dir: Path) -> str:
        folder = dir / f"{prefix}{len(made)}"
        folder.mkdir()
        for name in ("cgroup.procs", "cgroup.kill", "memory.max", "pids.max"):
            (folder / name).write_text("")
        made.append(folder)
        return str(folder)

    monkeypatch.setattr(cgroup.tempfile, "mkdtemp", mkdtemp)
    monkeypatch.setattr(cgroup, "found", lambda: (tmp_path, ""))
    monkeypatch.setattr(cgroup, "ENDED", [])
    yield made
    for folder in made:
        clear(folder)


def clear(folder: Path) -> None:
    """Take the plain files away, as the kernel does when a group is removed."""
    for file in folder.iterdir() if folder.exists() else ():
        file.unlink()


ANSWER = """\
import os
def one(): return 1
def held():
    found = []
    for file in range(256):
        try: found.append(os.fstat(file).st_ino)
        except OSError: pass
    return found
def stay():
    if os.fork() == 0:
        os.setsid()
        while True: pass
"""


@pytest.mark.grading
def test_a_submission_is_in_a_group_from_beginning_to_end(kernel: list[Path]) -> None:
    """Does S join with its first act, with the limits set, and is its group killed and removed when it ends?"""
    with Runner(limits=LIMITS) as runner:
        assert grade(runner, ANSWER, "assert one() == 1") == [""]
        assert len(kernel) == 1  # T has none: no line of the student's runs in it
        assert {file.name: file.read_text() for file in kernel[0].iterdir()} == {
            "cgroup.procs": "0",
            "memory.max": str(1000 << 20),
            "pids.max": "40",
            "cgroup.kill": "1",
        }
        clear(kernel[0])
        assert grade(runner, ANSWER, "assert one() == 1") == [""]
        assert not kernel[0].exists()
        clear(kernel[1])
    assert not kernel[1].exists()


@pytest.mark.grading
def test_student_code_does_not_hold_the_file_by_which_it_joined(kernel: list[Path]) -> None:
    """Is it closed before a cell runs?"""
    with Runner(limits=LIMITS) as runner:
        (said,) = grade(runner, ANSWER, "assert not held(), held()")
        inode = (kernel[0] / "cgroup.procs").stat().st_ino
        clear(kernel[0])
    held = [int(number) for number in re.findall(r"\d+", said)]
    assert len(held) > 3
    assert inode not in held


@pytest.mark.grading
def test_a_group_that_cannot_be_made_is_no_fault_of_the_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is it a failure of the machinery, for which nobody loses points, and no run without limits?"""
    monkeypatch.setattr(cgroup, "found", lambda: (tmp_path / "gone", ""))
    with Runner(limits=LIMITS) as runner, pytest.raises(Infrastructure, match="no control group"):
        grade(runner, ANSWER, "assert one() == 1")


@pytest.fixture
def real() -> Iterator[Path]:
    """A group of the kernel's own, for this test alone."""
    mounts = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
    trees = [Path(where) for _, where, kind, *_ in mounts if kind == "cgroup2"]
    if not trees:
        pytest.skip(
            "no control groups of version 2 here; the tests with plain files cover what is done with them"
        )
    try:
        base = Path(tempfile.mkdtemp(prefix="autograder-test-", dir=trees[0]))
    except OSError as error:
        pytest.skip(
            f"no right to make control groups here ({error.strerror}); plain files stand for them above"
        )
    yield base
    for group in base.iterdir():
        if group.is_dir():
            (group / "cgroup.kill").write_text("1")
            time.sleep(0.1)
            group.rmdir()
    base.rmdir()


@pytest.mark.grading
def test_a_real_group_holds_all_that_a_submission_starts(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S, a snapshot, and what a cell left running: are all in it, and gone after it?"""
    held: list[int] = []
    end = Group.end

    def looked_at(group: Group) -> None:
        held.append(len((group.path / "cgroup.procs").read_text().split()))
        end(group)

    monkeypatch.setattr(Group, "end", looked_at)
    monkeypatch.setattr(
        Limits, "group", lambda _: {}
    )  # this group has been given no controllers to limit with
    monkeypatch.setattr(cgroup, "found", lambda: (real, ""))
    with Runner(limits=LIMITS) as runner:
        begun = time.monotonic()
        assert grade(runner, f"{ANSWER}stay()", "assert one() == 1") == [""]
        assert time.monotonic() - begun < 60
    assert held[0] >= 2
    assert not [path for path in real.iterdir() if path.is_dir()]
