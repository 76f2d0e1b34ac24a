"""Does every claim hold for some examples? ``python -m tests.autograder.fuzz`` tries them for hours."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.autograder import fuzz
from tests.autograder.fuzzing.claims import CLAIMS, Claim
from tests.autograder.fuzzing.strategies import MARKDOWN_TEXT


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_holds(name: str) -> None:
    """Is there an example, from a fixed seed, that breaks it?"""
    counts: Counter[str] = Counter()
    assert fuzz.turn(name, CLAIMS[name], 20, counts, examples=25 if name == "folder" else 60) == ""
    assert counts[name] >= 10


def test_a_claim_that_is_wrong_is_found_out() -> None:
    """Would the harness see a failure, and say with which example?"""

    def never_bold(text: str) -> None:
        assert "<b>" not in text

    report = fuzz.turn("wrong", Claim(MARKDOWN_TEXT, never_bold), 1, Counter(), examples=500)
    assert "never_bold" in report
    assert "<b>" in report


def test_an_example_that_hangs_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a check that never ends interrupted?"""
    monkeypatch.setattr(fuzz, "SECONDS", 1)

    def loop(text: str) -> None:
        try:
            while True:
                pass
        except Exception:  # as who reads a student's file refuses what cannot be read
            return

    assert "Hangs" in fuzz.turn("loop", Claim(MARKDOWN_TEXT, loop), 1, Counter(), examples=1)
