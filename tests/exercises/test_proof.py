"""The table of the proof: what it counts, and that the page of the book is what answers and mutants give."""

import pytest

from tools import proof
from tools.proof import Row

from .support.sources import NAMES, ROOT


@pytest.mark.parametrize("name", NAMES)
def test_every_right_answer_is_accepted_and_every_wrong_one_caught_by_hidden_tests(name):
    """Claims are counted; test_answers.py proves them."""
    for row in proof.rows(name, proof.claimed()):
        assert row.accepted[0] == row.accepted[1], row.task
        assert row.caught[0] == row.caught[1], row.task


def test_the_page_is_what_the_answers_and_the_committed_results_give():
    tables = {name: proof.rows(name, proof.claimed()) for name in NAMES}
    assert (ROOT / proof.PAGE).read_text("utf8") == proof.page(tables), "run: make proof"


def test_claims_and_runs_give_the_same_table():
    """One assignment here; for the others the tests of each answer say the same."""
    name = NAMES[0]
    assert proof.rows(name, proof.measured()) == proof.rows(name, proof.claimed())


def test_a_row_counts_what_is_accepted_caught_told_and_killed():
    losses = {
        "right_a": set(),
        "right_b": {"t_values"},
        "wrong_a": {"t_visible", "t_values"},
        "wrong_b": {"t_visible"},
        "wrong_c": {"t_values"},
        "wrong_d": set(),
    }
    frozen = {answer: frozenset(cells) for answer, cells in losses.items()}
    one = proof.row("t", frozen, {"mutants": 30, "survivors": {"a → b": "why"}}, 6, 20)
    assert one == Row("t", (1, 2), (2, 4), (2, 4), (29, 30), 6, 20)
    assert proof.total([one, one]) == Row("all", (2, 4), (4, 8), (4, 8), (58, 60), 12, 40)
    assert "1 / 2" in proof.text({"01_x": [one]})
    assert "| `t` | 1 / 2 | 2 / 4 | 2 / 4 | 29 / 30 | 6 | 20 |" in proof.page({NAMES[0]: [one]})


def test_the_command_fails_where_a_right_answer_is_refused_or_a_wrong_one_passes(monkeypatch, capsys):
    one = Row("t", (2, 2), (4, 4), (4, 4), (30, 30), 6, 20)
    for row, code in [
        (one, 0),
        (one._replace(accepted=(1, 2)), 1),
        (one._replace(caught=(3, 4)), 1),
    ]:
        monkeypatch.setattr(proof, "rows", lambda *_, row=row: [row])
        assert proof.main([NAMES[0]]) == code
    assert "written" not in capsys.readouterr().out
