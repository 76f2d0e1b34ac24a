"""What a student must not see, and how to keep it out of text: hidden test lines, solution lines."""

from __future__ import annotations

import ast
import html
import re
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbgrader.preprocessors import ClearHiddenTests

BEGIN, END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
NOISE = re.compile(r"""[\s\\'"]+""")
LONG_ENOUGH = 8  # characters from which a secret is also looked for inside a longer line
HIDDEN = "[hidden]"


def marks(step: Any) -> tuple[str, str]:
    """Return the marks around hidden tests, as the course of ``step`` has configured them for nbgrader."""
    clear = ClearHiddenTests(parent=step)
    return clear.begin_test_delimeter, clear.end_test_delimeter


def split(source: str, begin: str = BEGIN, end: str = END) -> tuple[str, list[str]]:
    """Return a test cell's source without its hidden regions, and the lines of these regions, marks included."""
    visible, hidden, inside = [], [], False
    for line in source.split("\n"):
        inside = inside or begin in line
        (hidden if inside else visible).append(line)
        inside = inside and end not in line
    return "\n".join(visible).strip("\n"), hidden


def literal_messages(source: str) -> set[str]:
    """Return the messages of a test cell's asserts that are plain strings: these were written for students."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError):
        return set()
    messages = (node.msg for node in ast.walk(tree) if isinstance(node, ast.Assert))
    return {node.value for node in messages if isinstance(node, ast.Constant) and isinstance(node.value, str)}


class Scrubber:
    """Replaces each line of a text that holds a secret line, in whatever colors, quotes or spacing."""

    def __init__(self, secret: list[str], known: str) -> None:
        """Look for the lines ``secret``, except those that are part of ``known``, which the student has anyway."""
        has = squeeze(known)
        self.exact = {squeeze(line) for line in secret if squeeze(line) not in has}
        self.inside = sorted(line for line in self.exact if len(line) >= LONG_ENOUGH)

    def __call__(self, text: str) -> str:
        """Return ``text`` with ``[hidden]`` in the place of each line that shows a secret."""
        scrubbed = "\n".join(HIDDEN if self.shows(line) else line for line in text.split("\n"))
        return HIDDEN if self.holds(scrubbed) else scrubbed  # a secret may be spread over several lines

    def shows(self, line: str) -> bool:
        """Return whether one line is or holds a secret."""
        return squeeze(line) in self.exact or self.holds(line)

    def holds(self, text: str) -> bool:
        """Return whether a secret is somewhere in ``text``, as it is or between the tags of HTML."""
        return any(
            secret in form for form in (squeeze(text), squeeze(without_tags(text))) for secret in self.inside
        )


def without_tags(text: str) -> str:
    """Return ``text`` without what stands from a ``<`` to the next ``>``, reading each character once.

    The expression ``<[^>]*>`` would read all that follows again for each ``<`` that nothing closes.
    """
    *closed, rest = text.split(">")
    return "".join(piece.partition("<")[0] if "<" in piece else f"{piece}>" for piece in closed) + rest


def squeeze(text: str) -> str:
    """Return ``text`` without what display adds or changes: colors, white space, quotes, backslashes."""
    return NOISE.sub("", html.unescape(ANSI.sub("", text)))
