"""The proof of the tests once more, through stock nbgrader: notebook j holds the j-th answer of every task."""

from itertools import zip_longest

import pytest

from tools import claims
from tools.answers import answer_cells, fill
from tools.exercise_rules import is_test

from .support import course
from .support.sources import NAMES, graded, kept_answers, release, source

pytestmark = pytest.mark.grading


def classroom(name):
    """Return ``{student: {task: name of the answer}}``: student j has the j-th answer of each task that has one."""
    pools = {task: list(texts) for task, texts in kept_answers(name).items()}
    rows = zip_longest(*pools.values())
    return {
        f"answer_{j:02d}": {task: answer for task, answer in zip(pools, row, strict=True) if answer}
        for j, row in enumerate(rows)
    }


# One batch for all tests of an assignment, also when pytest-xdist spreads them (--dist loadgroup).
BATCHES = [pytest.param(name, marks=pytest.mark.xdist_group(f"nbgrader-{name}")) for name in NAMES]


@pytest.fixture(scope="module")
def nbgrader(tmp_path_factory):
    """One course for all assignments."""
    with course.course(tmp_path_factory.mktemp("course")) as running:
        yield running


@pytest.fixture(scope="module", params=BATCHES)
def graded_class(request, nbgrader):
    """Grade all answers of one assignment, the solution and the untouched release in one batch."""
    name = request.param
    texts = kept_answers(name)
    submissions = {
        student: fill(release(name), {task: texts[task][answer] for task, answer in chosen.items()})
        for student, chosen in classroom(name).items()
    }
    submissions["solution"] = fill(
        release(name), {task: c.source for task, c in answer_cells(source(name)).items()}
    )
    submissions["untouched"] = release(name)
    return name, nbgrader.grade(name, source(name), submissions)


def test_every_answer_earns_just_what_it_claims_in_its_own_cells(graded_class):
    name, scores = graded_class
    points = {c.id: float(c.metadata.nbgrader.points) for c in source(name).cells if graded(c) and is_test(c)}
    for student, chosen in classroom(name).items():
        expected = dict.fromkeys(points, 0.0)  # where there is no answer
        for task, answer in chosen.items():
            fails = claims.read(answer, kept_answers(name)[task][answer]).fails
            assert fails <= points.keys()
            expected |= {
                cell: 0.0 if cell in fails else worth
                for cell, worth in points.items()
                if cell.startswith(f"{task}_")
            }
        assert {cell: scores[student][cell] for cell in points} == expected, chosen


def test_the_solution_scores_full_and_its_text_waits_for_a_person(graded_class):
    name, scores = graded_class
    for cell in source(name).cells:
        if graded(cell):
            wanted = float(cell.metadata.nbgrader.points) if is_test(cell) else None
            assert scores["solution"][cell.id] == wanted, cell.id


def test_the_untouched_release_scores_zero_in_every_graded_cell(graded_class):
    name, scores = graded_class
    assert scores["untouched"] == {cell.id: 0.0 for cell in source(name).cells if graded(cell)}
