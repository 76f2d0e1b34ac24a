"""The proof of the tests once more, isolated: every answer earns there what it earns through stock nbgrader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.isolate.runner import Runner
from tools import claims
from tools.answers import answer_cells, fill
from tools.exercise_rules import is_test

from .support import isolated
from .support.sources import NAMES, graded, kept_answers, release, source
from .test_answers_nbgrader import classroom

pytestmark = pytest.mark.grading
GROUPS = {name: pytest.mark.xdist_group(f"isolated-{name}") for name in NAMES}
STUDENTS = [pytest.param(name, student, marks=GROUPS[name]) for name in NAMES for student in classroom(name)]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """Warm parents for all assignments."""
    with Runner() as warm:
        yield warm


def worth(name: str) -> dict[str, float]:
    """Return the points of each test cell."""
    return {c.id: float(c.metadata.nbgrader.points) for c in source(name).cells if graded(c) and is_test(c)}


@pytest.mark.parametrize(("name", "student"), STUDENTS)
def test_every_answer_earns_just_what_it_claims(name: str, student: str, runner: Runner) -> None:
    """Notebook j holds the j-th answer of every task; a task without an answer earns nothing."""
    chosen = classroom(name)[student]
    texts = {task: kept_answers(name)[task][answer] for task, answer in chosen.items()}
    fails = frozenset[str]().union(*(claims.read(chosen[task], text).fails for task, text in texts.items()))
    answered = tuple(f"{task}_" for task in texts)
    expected = {
        cell: points if cell.startswith(answered) and cell not in fails else 0.0
        for cell, points in worth(name).items()
    }
    assert isolated.grade(runner, name, fill(release(name), texts)) == (expected, [])


@pytest.mark.parametrize("name", [pytest.param(name, marks=GROUPS[name]) for name in NAMES])
def test_the_solution_scores_full_and_the_untouched_release_nothing(name: str, runner: Runner) -> None:
    """Are the two ends of the scale where they are without isolation?"""
    solution = fill(release(name), {task: cell.source for task, cell in answer_cells(source(name)).items()})
    assert isolated.grade(runner, name, solution) == (worth(name), [])
    assert isolated.grade(runner, name, release(name)) == (dict.fromkeys(worth(name), 0.0), [])
