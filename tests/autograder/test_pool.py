"""The pool of the batch command: processes die, no task is lost, and the right one is blamed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from autograder.batch.pool import AHEAD, Pool, StartFailed


def make(_: dict[str, int], folder: Path) -> Callable[[str], tuple[str, int]]:
    """Return what squares a number, or ends its process when the item says so."""

    def call(item: str) -> tuple[str, int]:
        kind, _, number = item.partition(" ")
        tried = folder / item
        if kind == "always" or (kind == "once" and not tried.exists()):
            tried.open("a").write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        tried.open("a").write("x")
        return kind, int(number) ** 2

    return call


def sleeper(_: dict[str, int]) -> Callable[[float], float]:
    """Return what takes the seconds that it is given."""

    def call(seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    return call


def test_a_process_that_hangs_is_ended_and_costs_its_item_only() -> None:
    pool = Pool(2, sleeper)
    pool.seconds = 1
    assert sorted(pool.map([0.01, 60, 0.02, 0.03, 0.04]), key=str) == [
        *((seconds, seconds) for seconds in (0.01, 0.02, 0.03, 0.04)),
        (60, None),
    ]
    pool.close()


def broken(*_: object) -> None:
    """Fail to start."""
    raise ValueError("no gradebook")


def test_all_items_come_back(tmp_path: Path) -> None:
    items = [f"plain {number}" for number in range(20)]
    results = dict(Pool(2, make, (tmp_path,)).map(items))
    assert results == {item: ("plain", int(item.split()[1]) ** 2) for item in items}


def test_an_item_of_which_one_process_died_is_done_by_another(tmp_path: Path) -> None:
    items = ["plain 1", "once 2", "plain 3", "once 4", "plain 5"]
    results = list(Pool(2, make, (tmp_path,)).map(items))
    assert sorted(item for item, _ in results) == sorted(items)
    assert all(result is not None for _, result in results)
    assert len((tmp_path / "once 2").read_text()) == 2


def test_an_item_of_which_two_processes_died_is_given_up_and_no_other(tmp_path: Path) -> None:
    items = ["plain 1", "always 2", "plain 3", "plain 4", "always 5", "plain 6"]
    results = dict(Pool(2, make, (tmp_path,)).map(items))
    assert {item for item, result in results.items() if result is None} == {"always 2", "always 5"}
    assert results.keys() == set(items)
    assert len((tmp_path / "always 2").read_text()) == 2


def test_items_are_taken_only_when_there_is_room(tmp_path: Path) -> None:
    taken = 0

    def items() -> Iterator[str]:
        nonlocal taken
        for taken in range(1, 101):
            yield f"plain {taken}"

    for done, _ in enumerate(Pool(2, make, (tmp_path,)).map(items()), 1):
        assert taken - done < 2 * AHEAD + 1


def test_a_process_that_cannot_start_ends_the_batch(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="ValueError: no gradebook"):
        list(Pool(2, broken, (tmp_path,)).map(["plain 1"]))


def reader(files: dict[str, int]) -> Callable[[str], tuple[str, bool]]:
    """Return what reads an open file by its name, and says whether the process has other files than it should."""
    opened = {os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")}
    return lambda name: (os.pread(files[name], 100, 0).decode(), any("late" in path for path in opened))


def test_each_process_gets_the_named_files_and_nothing_that_was_opened_later(tmp_path: Path) -> None:
    pool = Pool(2, reader)
    with (
        (tmp_path / "a").open("w+") as first,
        (tmp_path / "b").open("w+") as second,
        (tmp_path / "late").open("w"),
    ):
        first.write("one"), second.write("two")
        first.flush(), second.flush()
        files = {"a": first.fileno(), "b": second.fileno()}
        assert dict(pool.map(["a", "b"], lambda: files)) == {"a": ("one", False), "b": ("two", False)}


def test_no_process_is_left_when_the_pool_is_closed(tmp_path: Path) -> None:
    before = set(psutil.Process().children(recursive=True))
    pool = Pool(2, make, (tmp_path,))
    list(pool.map(["plain 1", "plain 2"]))
    pool.close()
    _, alive = psutil.wait_procs(set(psutil.Process().children(recursive=True)) - before, timeout=5)
    assert alive == []
