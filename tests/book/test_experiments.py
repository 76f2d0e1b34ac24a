"""The long runs behind the book: each committed result comes from the script as it is, and each script still works."""

import importlib
import math
from collections import defaultdict
from pathlib import Path

import pytest

from book.experiments.record import RESULTS, checksum
from cnnlib import data

SCRIPTS = sorted(
    path
    for path in (Path(__file__).parents[2] / "book" / "experiments").glob("*.py")
    if path.stem not in {"__init__", "record"}
)
NAMES = [path.stem for path in SCRIPTS]


def test_each_script_has_one_result_and_each_result_its_script() -> None:
    assert sorted(path.stem for path in RESULTS.iterdir()) == NAMES != []


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_a_result_was_made_by_the_script_as_it_is(script: Path) -> None:
    """Who changes a script runs it again."""
    written = (RESULTS / f"{script.stem}.json").read_text()
    assert f'"sha256": "{checksum(script)}"' in written


@pytest.mark.parametrize("name", NAMES)
def test_a_result_holds_at_least_three_seeds_of_everything_it_compares(name: str) -> None:
    runs = data.experiment(name).runs
    seeds = defaultdict[tuple, set[int]](set)
    for run in runs:
        seeds[tuple(value for value in run.values() if isinstance(value, str | bool))].add(run["seed"])
    assert {len(of_one) >= 3 for of_one in seeds.values()} == {True}, seeds
    assert all(math.isfinite(value) for run in runs for value in run.values() if isinstance(value, float))


@pytest.mark.parametrize("name", NAMES)
def test_a_script_measures_in_a_short_run_what_its_result_holds(name: str) -> None:
    """A few steps of one seed: the same code, the same names, other numbers."""
    short = list(importlib.import_module(f"book.experiments.{name}").run(0, short=True))
    kept = data.experiment(name).of(seed=0)
    assert short
    assert all(run.keys() | {"seed", "seconds"} == kept[0].keys() for run in short)


def test_an_unknown_experiment_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"expected one of .*mnist1d.*, got 'mnist2d'"):
        data.experiment("mnist2d")
