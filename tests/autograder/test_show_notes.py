"""Is a note shown as it is, and can a file name in it do anything?"""

from __future__ import annotations

import pytest
from nbconvert.filters import markdown2html

from autograder.show_notes import literal


@pytest.mark.parametrize(
    "line",
    [
        "the notebook was named My solution (1).ipynb",
        "named <script>alert(1)</script>.ipynb",
        "named [x](javascript:alert(1)).ipynb",
        "named ![x](http://example.org/a.png).ipynb",
        "named `x` **y** _z_ # a\n\n# b",
        "named $x$ and \\(y\\) and &lt;",
    ],
)
def test_a_note_is_text_and_nothing_else(line: str) -> None:
    """Does Markdown show the line and make nothing of it?"""
    page = markdown2html(literal(line))
    assert "<script" not in page
    assert "<a " not in page
    assert "<img" not in page
    assert "<h1" not in page
    assert "<em>" not in page
    assert "<code>" not in page


def test_words_stay_readable() -> None:
    """Is an ordinary note not full of signs?"""
    assert (
        markdown2html(literal("cell first, line 3; stopped: 2 s.")).strip()
        == "<p>cell first, line 3; stopped: 2 s.</p>"
    )
