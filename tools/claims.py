"""The first line of a wrong answer says what is wrong in it, which cells must fail, and what the student is told.

    # mistake: forgets the flip; fails: conv1d_centered_visible, conv1d_centered_values; says: this is the correlation

``says`` is a piece of the visible test's message; an answer that the visible test does not catch has none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LINE = re.compile(r"# mistake: (?P<mistake>[^;]+); fails: (?P<fails>[^;]+)(?:; says: (?P<says>.+))?")


class Claim(NamedTuple):
    """What an answer claims about itself; a right one claims nothing."""

    mistake: str = ""
    fails: frozenset[str] = frozenset()
    says: str = ""


def read(name: str, source: str) -> Claim:
    """Return the claim of the answer called ``name``."""
    if name.startswith("right_"):
        return Claim()
    line = source.partition("\n")[0]
    if not (found := LINE.fullmatch(line)):
        raise ValueError(f"{name}: expected '# mistake: ...; fails: ...[; says: ...]', got {line!r}")
    return Claim(found["mistake"], frozenset(found["fails"].split(", ")), found["says"] or "")
