"""A quiz asks for knowledge: neither the place nor the length of an option gives the right one away."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from .pages import ROOT

CHAPTERS = sorted((ROOT / "book").glob("[0-9][0-9]_*.md"))


class Choice(NamedTuple):
    """A question with exactly one right option."""

    text: str
    lengths: list[int]
    right: int


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """Return the calls of a function, in the order of the text."""
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", None) == name]
    return sorted(found, key=lambda call: call.lineno)


def questions(chapter: Path) -> list[ast.Call]:
    """Return the ``question(...)`` calls of a chapter's cells."""
    cells = re.findall(
        r"```\{code-cell\}[^\n]*\n(?::tags:[^\n]*\n)?\n?(.*?)\n```", chapter.read_text("utf8"), re.S
    )
    return [q for cell in cells if "quiz(" in cell for q in calls(ast.parse(cell), "question")]


def choices(chapter: Path) -> list[Choice]:
    """Return the questions of a chapter that have exactly one right option."""
    found = []
    for question in questions(chapter):
        options = [arg for arg in question.args if isinstance(arg, ast.Call)]
        right = [i for i, o in enumerate(options) if any(k.arg == "correct" for k in o.keywords)]
        if len(right) == 1:
            lengths = [len(ast.unparse(option.args[0])) for option in options]
            found.append(Choice(ast.unparse(question.args[0]), lengths, right[0]))
    return found


def test_there_are_chapters_to_look_at():
    assert CHAPTERS


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_a_chapter_asks_at_least_five_questions(chapter):
    assert len(questions(chapter)) >= 5


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_the_right_option_is_never_much_longer_than_all_others(chapter):
    for choice in choices(chapter):
        others = [n for i, n in enumerate(choice.lengths) if i != choice.right]
        assert choice.lengths[choice.right] <= max(others) + 12, choice.text


@pytest.mark.parametrize("strategy", [max, min], ids=["longest", "shortest"])
def test_who_picks_by_length_is_right_hardly_more_often_than_by_chance(strategy):
    every = [choice for chapter in CHAPTERS for choice in choices(chapter)]
    hits = sum(choice.lengths.index(strategy(choice.lengths)) == choice.right for choice in every)
    chance = sum(1 / len(choice.lengths) for choice in every)
    assert hits <= chance + 2 * (chance * (1 - chance / len(every))) ** 0.5, (
        f"{hits} of {len(every)}, by chance {chance:.0f}"
    )


def test_who_picks_by_place_is_right_hardly_more_often_than_by_chance():
    every = [choice for chapter in CHAPTERS for choice in choices(chapter) if len(choice.lengths) == 4]
    hits = [sum(choice.right == place for choice in every) for place in range(4)]
    chance = len(every) / 4
    assert max(hits) <= chance + 2.5 * (chance * 0.75) ** 0.5, hits
