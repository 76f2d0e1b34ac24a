"""The facts of the book: computed, printed on their pages, and the mistakes of the field refuted."""

import ast
import functools
import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.append(str(Path(__file__).parents[2] / "book" / "_ext"))  # as Sphinx does for local extensions

import errata
import facts
from facts import Fact, Wrong, agrees, evaluate, numbers

FACTS = facts.load()
NAMES = facts.namespace()
MARKED = [fact for fact in FACTS if fact.wrong]
each_fact = pytest.mark.parametrize("fact", FACTS, ids=[fact.id for fact in FACTS])
each_mistake = pytest.mark.parametrize("fact", MARKED, ids=[fact.id for fact in MARKED])


def plain(text: str) -> str:
    """Return the text with plain signs and quotes, and white space as one space, none inside brackets."""
    text = text.translate(str.maketrans("−‘’“”", "-''\"\""))
    return re.sub(r"(?<=\[)\s+|\s+(?=\])", "", re.sub(r"\s+", " ", text))


@functools.cache
def outputs(page: Path) -> str:
    """Return what the code cells of a built page print; the data of interactive figures does not count."""
    if not page.is_file():
        pytest.fail(f"expected the built page {page.name}, found none; run `make book`")
    article = BeautifulSoup(page.read_text("utf8"), "html.parser")
    return plain(" ".join(cell.get_text() for cell in article.select(".cell_output .output pre")))


def test_ids_are_unique():
    ids = [fact.id for fact in FACTS]
    assert sorted(ids) == sorted(set(ids))


@each_fact
def test_value_is_what_the_expression_gives(fact):
    result = evaluate(fact.expression, NAMES)
    assert agrees(result, fact.value), f"expected {fact.value}, got {result}"


@pytest.mark.book
@each_fact
def test_value_is_printed_by_a_cell_of_its_page(site, fact):
    page = site / "book" / f"{errata.chapter_file(fact.chapter).stem}.html"
    pattern = rf"(?<![\w.]){re.escape(plain(fact.value))}(?!\w)"
    assert re.search(pattern, outputs(page)), f"no cell of {page.name} prints {fact.value}"


@each_mistake
def test_check_of_a_mistake_holds_and_computes_something(fact):
    assert errata.holds(fact), fact.wrong.check
    assert any(isinstance(node, ast.Call) for node in ast.walk(ast.parse(fact.wrong.check)))


@each_mistake
def test_wrong_value_is_not_what_the_expression_gives(fact):
    if fact.wrong.value is not None:
        assert numbers(fact.wrong.value), f"no number in {fact.wrong.value!r}"
        assert not agrees(evaluate(fact.expression, NAMES), fact.wrong.value)


@each_mistake
def test_mistake_is_marked_in_the_section_that_it_names(fact):
    source = errata.chapter_file(fact.chapter).read_text("utf8")
    _, *after = re.split(rf"^\({re.escape(fact.section)}\)=\n#.*$", source, flags=re.MULTILINE)
    assert len(after) == 1, f"expected one heading with the label {fact.section}, got {len(after)}"
    assert "⚠" in re.split(r"^#", after[0], flags=re.MULTILINE)[0]


@pytest.mark.book
@each_mistake
def test_errata_page_shows_the_mistake(site, fact):
    page = BeautifulSoup((site / "book" / "errata.html").read_text("utf8"), "html.parser")
    headings = [plain(heading.get_text()) for heading in page.select("article h2, article h3")]
    chapter = headings.index(next(text for text in headings if text.startswith(f"Chapter {fact.chapter}.")))
    assert headings[0].startswith("Run the checks")
    assert any(plain(fact.what) in text for text in headings[chapter:])


@pytest.mark.parametrize(
    ("result", "value", "agree"),
    [
        (70 / 3, "23.33", True),
        (70 / 3, "23.34", False),
        (70 / 3, "y[2] = 23.33", False),
        ((2, 70 / 3), "y[2] = 23.33", True),
        (-7.1, "−7.1", True),
        (7.1, "-7.1", False),
        ([1, 2], "[1 2]", True),
        ([1, 2], "[2 1]", False),
        ([1, 2], "[1 2 3]", False),
        ([], "none", False),
        (50_005_100, "50,005,100", True),
        (50_005_100, "50,005,101", False),
        (1.6e9, "1.6e9", True),
        (1.7e9, "1.6e9", False),
        (4, "conv1d: 4", True),
        (float("nan"), "0", False),
        ("xa + yb", "xa + yb", True),
        ("xa + yb", "ya + xb", False),
        (True, "True", True),
    ],
)
def test_printed_digits_decide(result, value, agree):
    assert agrees(result, value) is agree


def test_last_line_is_the_value():
    assert evaluate("a = 2\nb = a + 1\nb * 2", {}) == 6
    with pytest.raises(ValueError, match="expected an expression at the end, got 'a = 2'"):
        evaluate("a = 2", {})


def _mistake(**change):
    wrong = Wrong(
        claim="Half of 3 is 2.",
        why_tempting="Rounding.",
        right="It is 1.5.",
        check="half = 3 / 2\nhalf == 1.5",
    )
    given = {
        "id": "half",
        "chapter": 3,
        "what": "Half",
        "expression": "3 / 2",
        "value": "1.5",
        "section": "sec-flip",
    }
    return Fact(**{**given, "wrong": wrong, **change})


def test_errata_assert_the_last_line_of_a_check():
    text = errata.markdown([_mistake()])
    assert "half = 3 / 2\nassert half == 1.5\n" in text
    assert "Half of 3 is 2." in text
    assert "{ref}`sec-flip`" in text


@pytest.mark.parametrize("check", ["3 / 2 == 2", "3 / 2", "'yes'"])
def test_errata_refuse_a_check_that_is_not_true(check):
    wrong = Wrong(claim="c", why_tempting="w", right="r", check=check)
    with pytest.raises(ValueError, match="expected the check of half to be True"):
        errata.markdown([_mistake(wrong=wrong)])


def test_a_mistake_names_its_section():
    with pytest.raises(ValueError, match="fact half: expected `section`"):
        _mistake(section=None)
