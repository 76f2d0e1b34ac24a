"""Every case gets its points, its neighbors theirs, nothing leaks and nothing is left behind."""

from __future__ import annotations

import pytest

from autograder.notes import Note
from tests.adversarial.batch import Batch, grade
from tests.adversarial.case import Case, cases
from tests.adversarial.course import ALL, NAME
from tests.adversarial.shown import what_acts

# the first test waits for the whole batch to be graded
pytestmark = [pytest.mark.grading, pytest.mark.timeout(1800), pytest.mark.xdist_group("adversarial")]
CASES = [pytest.param(case, id=case.student) for case in cases()]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """All cases, graded in one batch."""
    return grade(tmp_path_factory.mktemp("adversarial"), cases())


@pytest.mark.parametrize("case", CASES)
def test_a_case_gets_its_points(case: Case, batch: Batch) -> None:
    """Does the attack pay nothing, and the damage cost nothing?"""
    student = next(student for student, other in batch.cases.items() if other.student == case.student)
    graded, note = batch.notes.get(student, Note(True, ""))
    assert (batch.scores[student] if graded else None) == case.points, note
    assert case.note in note


@pytest.mark.parametrize("case", CASES)
def test_nothing_hidden_comes_out(case: Case, batch: Batch) -> None:
    """Is what hidden tests hold absent from the outputs of the student's cells?"""
    student = next(student for student, other in batch.cases.items() if other.student == case.student)
    if case.points is not None:
        assert batch.leaks(student) == []


@pytest.mark.parametrize("case", CASES)
def test_nothing_acts_where_it_is_shown(case: Case, batch: Batch) -> None:
    """Is the graded notebook, and each file beside it, only something to look at?"""
    student = next(student for student, other in batch.cases.items() if other.student == case.student)
    if case.points is not None:
        assert what_acts(batch.root / "grading" / "autograded" / student / NAME) == []


def test_every_honest_neighbor_has_full_points_and_no_note(batch: Batch) -> None:
    """Does no case cost another submission anything?"""
    assert {student: batch.scores[student] for student in batch.honest} == dict.fromkeys(batch.honest, ALL)
    assert not batch.notes.keys() & set(batch.honest)


def test_nothing_is_changed_or_left_behind(batch: Batch) -> None:
    """Are the course's files as before, and are all processes gone?"""
    assert batch.changed == []
    assert batch.left == []
