"""Which names of students a web page and a command line take for names: formgrader writes them as they come."""

from __future__ import annotations

import re

MARKUP = re.compile(r"[<>\"&`\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 500
FORMULA = ("=", "+", "-", "@")


def why_unsafe(name: str) -> str:
    """Return in a few words why ``name`` cannot be a student's, or nothing."""
    if found := MARKUP.search(name):
        return f"has the character {found[0]!a} in it"
    if name.startswith(FORMULA):
        return f"begins with {name[0]}, as a formula or an option does"
    if name != name.strip() or not name.strip("."):
        return "is empty, or begins or ends with a space"
    return ""


def printable(text: str) -> str:
    """Return a text that may hold a file's name as one line that any terminal and file can take."""
    line = UNPRINTABLE.sub("?", text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def guarded(cell: str) -> str:
    """Return a cell of a table that a spreadsheet does not take for a formula; numbers stay what they are."""
    bare = cell.lstrip("'")
    formula = bare.startswith(("=", "+", "@", "\t", "\r")) or re.match(r"-[^\d.]", bare)
    return f"'{cell}" if formula else cell


def unguarded(cell: str) -> str:
    """Return the text that ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell
