"""Files that were written to take long: each once took seconds to hours, by its size squared or worse."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.hidden import Scrubber, without_tags
from autograder.match import match_cells
from autograder.reading import MAX_CELLS, Cell, Unreadable, cells_of, parse
from autograder.safe.html import attribute, is_harmless
from autograder.safe.markdown import safe_markdown
from tests.autograder import fuzz
from tests.autograder.course import release

SECONDS = 2  # of computing; each of these takes less than a fifth of one
OLD_CELL = {"cell_type": "code", "input": "x = 1", "language": "python"}
SAID = {"output_type": "stream", "text": ["a"]}  # lacks a key: nbformat looks long for what is wrong


def old_notebook(cells: int, outputs: int) -> str:
    """Return a notebook of format 3."""
    sheet = {"cells": [{**OLD_CELL, "outputs": [SAID] * outputs}] * cells}
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]})


def scrubbed(text: str) -> str:
    """Return an output without secret lines."""
    return Scrubber(["assert secret(1) == 2"], "def secret(x): ...")(text)


def refused(text: str) -> None:
    """Try to read a notebook that cannot be one."""
    with pytest.raises(Unreadable):
        parse(text)


def nameless(code: str) -> None:
    """Look for the answers in 20 cells that have lost their names."""
    match_cells(release().cells, [Cell("code", f"{code}#{number}") for number in range(20)])


SLOW: dict[str, tuple[Callable, str]] = {
    "a style that is none": (is_harmless, f'<td style="{"color:a  " * 21}!">x</td>'),
    "tags that nothing closes": (scrubbed, "<" * 100_000),
    "formulas that nothing closes": (safe_markdown, r"\begin{a}*" * 3_900 + "<script>"),
    "formulas in brackets": (safe_markdown, r"\\[\\(" * 6_500 + "<script>"),
    "a gap in a line": (safe_markdown, f"a{' ' * 39_000}b"),
    "outputs of an old notebook": (parse, old_notebook(1, 32_000)),
    "cells of an old notebook": (refused, old_notebook(60_000, 0)),
    "long cells without names": (nameless, "x = -1;" * 14_000),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_file_takes_long(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is it read, or refused, in a moment?"""
    monkeypatch.setattr(fuzz, "SECONDS", SECONDS)
    read, text = SLOW[name]
    fuzz.timed(read, Counter(), name)(text)


@pytest.mark.parametrize(
    ("style", "allowed"),
    {
        "": True,
        "color: red": True,
        " color:#ff0000 ;\n text-align : right; ": True,
        "font-weight: bold;font-style: italic": True,
        "color": False,
        "color: url(x)": False,
        "position: fixed": False,
        "color: red; position: fixed": False,
        "color: red position: fixed": False,
    }.items(),
)
def test_a_style_may_only_color_and_align(style: str, allowed: bool) -> None:
    """Are the styles of tables kept, and no others?"""
    assert (attribute("td", "style", style) == style) == allowed


@given(st.text("<>a/ \n"))
def test_tags_go_as_a_regular_expression_takes_them(text: str) -> None:
    """Is it what the obvious expression, which is slow, would leave?"""
    assert without_tags(text) == re.sub("<[^>]*>", "", text)


def test_an_old_notebook_loses_its_outputs_only() -> None:
    """Are its cells what they were, and too many refused before they are converted?"""
    (cell,), _ = cells_of(parse(old_notebook(1, 3)))
    assert (cell.kind, cell.text) == ("code", "x = 1")
    assert len(cells_of(parse(old_notebook(MAX_CELLS, 0)))[0]) == MAX_CELLS
    with pytest.raises(Unreadable, match="2,001 cells"):
        parse(old_notebook(MAX_CELLS + 1, 0))


def test_a_text_with_many_formulas_stays_as_it_is() -> None:
    """Are a hundred formulas, and a table with wide gaps, no reason to show the source?"""
    text = "\n\n".join([rf"\begin{{align}} x_{n} \end{{align}} and \\(y\\){' ' * 100}z" for n in range(100)])
    assert safe_markdown(text) == text
