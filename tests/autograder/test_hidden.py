"""Are hidden lines found in a cell, and kept out of text?"""

from __future__ import annotations

import pytest

from autograder.hidden import Scrubber, literal_messages, split
from tests.autograder.course import DOUBLE_HIDDEN, DOUBLE_VISIBLE

SECRET = 'assert double(secret) == -2469.0, "wrong"'
SCRUB = Scrubber([SECRET, "x = 3", "return y"], known="def f(x):\n    return y\nif a < 1 and b > 2: print(x)")


def test_a_cell_is_split_at_its_marks() -> None:
    """Does the visible part keep the title and the hidden part every line between the marks?"""
    visible, hidden = split(DOUBLE_HIDDEN)
    assert visible == "# Hidden test: other numbers"
    assert hidden == DOUBLE_HIDDEN.split("\n")[1:]
    assert split(DOUBLE_VISIBLE) == (DOUBLE_VISIBLE, [])


def test_several_regions_and_a_missing_end_are_hidden() -> None:
    """If the end mark is missing, is the rest hidden rather than shown?"""
    source = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc\n### BEGIN HIDDEN TESTS\nd"
    visible, hidden = split(source)
    assert visible == "a\nc"
    assert {"b", "d"} <= set(hidden)


def test_only_plain_strings_are_messages_for_students() -> None:
    """Is a message with a computed value, or none at all, left out?"""
    messages = ['"plain"', 'f"got {b}"', '"two " "parts"', "str(1)", "5"]
    source = "\n".join(["assert c", *(f"assert a, {message}" for message in messages)])
    assert literal_messages(source) == {"plain", "two parts"}
    assert literal_messages("%matplotlib inline\nassert a, 'plain'") == {"plain"}
    assert literal_messages("def broken(") == set()


@pytest.mark.parametrize(
    "shown",
    [
        SECRET,
        f"    {SECRET}",
        f"----> 3 {SECRET}",
        repr([f"# title\n{SECRET}"]),
        SECRET.replace(" ", "   "),
        "\x1b[0;32massert\x1b[0m double\x1b[1m(\x1b[0msecret) == -2469.0, \x1b[33m'wrong'\x1b[0m",
        "<b>assert</b> double(secret) == -2469.0, &quot;wrong&quot;",
        "assert double(secret)\n == -2469.0,\n 'wrong'",
        "x = 3",
    ],
)
def test_a_secret_is_found_however_it_is_printed(shown: str) -> None:
    """Do colors, quotes, spacing, tags or line breaks help to get a hidden line out?"""
    assert "2469" not in SCRUB(shown)
    assert SCRUB(shown).strip() == "[hidden]"


@pytest.mark.parametrize(
    "shown", ["x = 31 apples", "double(3) should be 6, got 7", "return y", "", "a < 1 and b > 2"]
)
def test_other_text_is_left_alone(shown: str) -> None:
    """Is a message of a visible test, or a line that the student has anyway, kept as it is?"""
    assert SCRUB(shown) == shown


def test_a_line_that_is_part_of_known_text_is_no_secret() -> None:
    """Is a hidden call that a visible test's message also names shown?"""
    scrub = Scrubber(["moving_average(x, 3)"], known="assert ok, 'moving_average(x, 3), then a look at x'")
    assert (
        scrub("tried: moving_average(x, 3), then a look at x")
        == "tried: moving_average(x, 3), then a look at x"
    )


def test_only_the_line_with_the_secret_goes() -> None:
    """Does the rest of an output stay?"""
    assert SCRUB(f"before\n{SECRET}\nafter") == "before\n[hidden]\nafter"
