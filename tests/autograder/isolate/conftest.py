"""One runner for all tests of isolation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.isolate.runner import Runner
from autograder.isolate.student_run import Room


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """Warm parents for the whole session."""
    with Runner(seconds=5, room=Room(grace=2)) as warm:
        yield warm
