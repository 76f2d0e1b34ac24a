"""The versions: one home each, exact, and the ones that are installed."""

from importlib.metadata import version

import pytest

from tools import pins

TEXT = pins.FILE.read_text("utf8")
PINS = pins.pinned(TEXT)
DIRECT = pins.pinned(TEXT.split(pins.MARK)[0])


def test_first_half_names_just_what_pyproject_names():
    assert set(DIRECT) == set(pins.declared())


@pytest.mark.parametrize("name", sorted(DIRECT))
def test_pin_lies_in_the_range_of_pyproject(name):
    assert pins.declared()[name].specifier.contains(DIRECT[name]), f"{name}=={DIRECT[name]}"


@pytest.mark.parametrize("name", sorted(PINS))
def test_installed_version_is_the_pinned_one(name):
    assert version(name).split("+")[0] == PINS[name], "run: make test (it renews .venv)"


def test_everything_that_the_direct_ones_pull_in_is_pinned():
    assert set(pins.closure(set(DIRECT))) <= set(PINS), "run: make pins"


def test_pins_reads_name_and_version_and_no_comment():
    assert pins.pinned("# x==1\nA.b==2.0  # why\nc>=3\n") == {"a-b": "2.0"}


def test_rewriting_changes_nothing_when_nothing_changed():
    assert pins.rewritten(TEXT) == TEXT
