"""The progress of a batch, as a file shows it."""

from __future__ import annotations

import io

import pytest

from autograder.batch import progress
from autograder.batch.progress import Progress, clock


def test_a_line_counts_what_is_done_and_what_needs_the_instructor(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    file = io.StringIO()
    bar = Progress(4, file)
    bar.step(problem=True)
    assert file.getvalue() == ""
    now = 160.0
    bar.step(problem=False)
    bar.close()
    assert file.getvalue() == f"[{'#' * 15}{'.' * 15}] 2/4, 1:00 left, 1 need you\n"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (75.4, "1:15"), (3599, "59:59"), (7260, "2 h 01 min")]
)
def test_durations_are_short(seconds: float, text: str) -> None:
    assert clock(seconds) == text
