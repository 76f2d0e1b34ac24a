"""The tests of the exercises are proven: each kept answer earns and loses exactly what it should (no kernel here)."""

import ast
import re
from functools import cache

import pytest
from matplotlib import pyplot

from tools import claims, quick
from tools.answers import answer_cells
from tools.exercise_rules import is_given, is_test, points

from .support.sources import NAMES, every_answer, graded, kept_answers, release, source, with_hidden_tests


@cache
def graded_answer(name, task, answer):
    """Return what each test cell says when only this task is answered."""
    return quick.grade(with_hidden_tests(name, {task: kept_answers(name)[task][answer]}))


@pytest.mark.parametrize(("name", "task", "answer"), every_answer())
def test_an_answer_loses_just_what_it_claims_and_is_told_why(name, task, answer):
    text = kept_answers(name)[task][answer]
    claim = claims.read(answer, text)
    failures = graded_answer(name, task, answer)
    own = {cell: why for cell, why in failures.items() if cell.startswith(f"{task}_")}
    assert quick.lost(own) == claim.fails
    assert claim.says in " ".join(own[f"{task}_visible"].split())
    assert bool(claim.says) == bool(own[f"{task}_visible"]), "a visible failure is claimed by what it says"
    others = {cell for cell in failures if cell not in own}
    assert quick.lost({cell: failures[cell] for cell in others}) == others, "other tasks are unanswered: 0"


@pytest.mark.parametrize("name", NAMES)
def test_solution_scores_full(name):
    failures = quick.grade(source(name))
    assert quick.lost(failures) == set(), failures


@pytest.mark.parametrize("name", NAMES)
def test_untouched_release_scores_zero_everywhere(name):
    failures = quick.grade(with_hidden_tests(name, {}))
    assert quick.lost(failures) == {cell.id for cell in source(name).cells if is_test(cell)}
    assert all(why.startswith("NotImplementedError") for why in failures.values()), (
        "for want of an answer, only"
    )


@pytest.mark.parametrize("name", NAMES)
def test_run_all_on_the_untouched_release_stops_at_no_cell_but_the_visible_tests(name, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict = {"__name__": "__main__"}
    for cell in release(name).cells:
        if cell.cell_type == "code":
            failure = quick.run(cell.source, names)
            assert failure.startswith("NotImplementedError" if cell.id.endswith("_visible") else ""), cell.id
            assert bool(failure) == cell.id.endswith("_visible"), (cell.id, failure)


@pytest.mark.parametrize("name", NAMES)
def test_the_code_to_be_mended_earns_nothing_as_it_is(name):
    """The cells of a debugging task test what is broken, and only that."""
    for cell in filter(is_given, source(name).cells):
        task = cell.id.removesuffix("_given")
        failures = quick.grade(with_hidden_tests(name, {task: f"{task} = buggy_{task}"}))
        own = {test.id for test in source(name).cells if is_test(test) and test.id.startswith(f"{task}_")}
        assert quick.lost(failures) >= own


@pytest.mark.parametrize(
    ("notebook", "environment"),
    [(source, {}), (release, {}), (source, {"NBGRADER_EXECUTION": "autograde"})],
    ids=["solved", "untouched", "while grading"],
)
@pytest.mark.parametrize("name", NAMES)
def test_playground_shows_sliders_and_is_inert_while_grading(
    name, notebook, environment, monkeypatch, capsys
):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    names: dict = {"__name__": "__main__"}
    for cell in notebook(name).cells[:-1]:
        if cell.cell_type == "code":
            quick.run(cell.source, names)
    exec(notebook(name).cells[-1].source, names)
    pyplot.close("all")
    said = capsys.readouterr().out
    figures, complaints = said.count("interactive("), said.count("needs your function")
    assert figures in (range(1, 5) if not environment else [0])
    assert complaints == (figures if notebook is release else 0)


@pytest.mark.parametrize("name", NAMES)
def test_every_task_has_three_right_answers_and_six_wrong_ones(name):
    kept = kept_answers(name)
    assert kept.keys() == {
        task for task in points(source(name)) if answer_cells(source(name))[task].cell_type == "code"
    }
    for task, texts in kept.items():
        kinds = [answer.partition("_")[0] for answer in texts]
        assert (kinds.count("right") >= 3, kinds.count("wrong") >= 6) == (True, True), (task, kinds)
        assert set(kinds) == {"right", "wrong"}


@pytest.mark.parametrize("name", NAMES)
def test_right_answers_differ_in_more_than_names(name):
    for task, texts in kept_answers(name).items():
        solution = answer_cells(source(name))[task].source
        right = [solution, *(text for answer, text in texts.items() if answer.startswith("right_"))]
        shapes = {tuple(type(node).__name__ for node in ast.walk(ast.parse(text))) for text in right}
        assert len(shapes) == len(right), task


@pytest.mark.parametrize("name", NAMES)
def test_answers_import_nothing_that_their_task_forbids(name):
    for task, texts in kept_answers(name).items():
        forbidden = answer_cells(source(name))[task].metadata.autograder.forbid
        for answer, text in texts.items():
            used = {module for module in forbidden if re.search(rf"\b{module}\b", text.partition("\n")[2])}
            assert not used, (task, answer)


@pytest.mark.parametrize("name", NAMES)
def test_four_in_five_wrong_answers_are_told_of_by_the_visible_test(name):
    wrong = [
        claims.read(answer, text)
        for texts in kept_answers(name).values()
        for answer, text in texts.items()
        if answer.startswith("wrong_")
    ]
    told = [claim for claim in wrong if claim.says]
    assert len(told) >= 0.8 * len(wrong), f"{len(told)} of {len(wrong)}"


@pytest.mark.parametrize("name", NAMES)
def test_half_of_the_wrong_answers_to_a_task_look_right_at_first_sight(name):
    """They run and return the right shape: only the values give them away."""
    for task, texts in kept_answers(name).items():
        wrong = [answer for answer in texts if answer.startswith("wrong_")]
        said = [graded_answer(name, task, answer)[f"{task}_visible"] for answer in wrong]
        subtle = [why for why in said if not why or ("AssertionError" in why and "has shape" not in why)]
        assert len(subtle) >= len(wrong) / 2, task


@pytest.mark.parametrize("name", NAMES)
def test_each_graded_cell_is_lost_by_some_answer_that_passes_another_of_its_task(name):
    """Cells that always fall together would be one skill, paid twice."""
    for task, texts in kept_answers(name).items():
        cells = {c.id for c in source(name).cells if graded(c) and is_test(c) and c.id.startswith(f"{task}_")}
        hidden = cells - {f"{task}_visible"}
        losses = [claims.read(answer, text).fails & hidden for answer, text in texts.items()]
        for cell in hidden:
            assert any(cell in loss and loss < hidden for loss in losses), f"{cell} never fails alone"
