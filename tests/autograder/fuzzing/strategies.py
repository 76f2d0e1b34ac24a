"""What a student could hand in, as Hypothesis strategies: odd values anywhere in a notebook, odd text, odd bytes."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

from tests.autograder.course import RIGHT, filled, release
from tests.autograder.fuzzing.words import HTML, MARKDOWN, TEX, words

KEYS = [
    *(
        "cells",
        "metadata",
        "source",
        "cell_type",
        "nbgrader",
        "grade_id",
        "nbformat",
        "nbformat_minor",
        "worksheets",
    ),
    *(
        "attachments",
        "outputs",
        "data",
        "text",
        "id",
        "kernelspec",
        "name",
        "language",
        "points",
        "schema_version",
    ),
    *("input", "image/png", "text/html", "traceback", "code", "prompt_number", "locked", "solution", "grade"),
]
WORDS = [
    "code",
    "markdown",
    "raw",
    "heading",
    "double",
    "first_hidden",
    "why",
    "",
    "\x00",
    "\ud800",
    "é",
    "e\u0301",
    "\u202e",
]
NUMBERS = st.integers() | st.floats() | st.sampled_from([0, 1, 2, 3, 4, 5, -1, 10**30, 4.5])
LEAVES = st.none() | st.booleans() | NUMBERS | st.sampled_from(WORDS) | st.text(max_size=8)
JSON = st.recursive(
    LEAVES,
    lambda deeper: (
        st.lists(deeper, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), deeper, max_size=5)
    ),
    max_leaves=25,
)
SURROGATES = st.text(st.characters(codec=None), max_size=40)


def pieces(fragments: list[str], most: int = 12) -> st.SearchStrategy[str]:
    """Return texts that are put together from fragments and a little noise."""
    return st.lists(st.sampled_from(fragments) | st.text(max_size=4), max_size=most).map("".join)


MARKDOWN_TEXT = pieces(words(MARKDOWN + HTML + TEX)) | SURROGATES
HTML_TEXT = pieces(words(HTML))
TEX_TEXT = pieces(words(TEX))


def places(tree: Any, path: tuple = ()) -> list[tuple]:
    """Return the paths to all values of a JSON tree."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


NOTEBOOK = json.loads(json.dumps(filled(RIGHT, release())))
PLACES = [place for place in places(NOTEBOOK) if place]


@st.composite
def damaged_notebooks(draw: st.DrawFn) -> Any:
    """Return a right notebook in which values at some places were deleted, repeated or replaced by odd ones."""
    notebook = copy.deepcopy(NOTEBOOK)
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4)):
        parent: Any = notebook
        try:
            for key in place[:-1]:
                parent = parent[key]
            parent[place[-1]] = draw(JSON | st.just(parent) | MARKDOWN_TEXT)
            if draw(st.booleans()):
                del parent[place[-1]]
            elif isinstance(parent, list):
                parent.insert(0, parent[-1])
        except (KeyError, IndexError, TypeError):  # an earlier change took this place away
            continue
    return json.loads(text) if (text := dumped(notebook)) else None


def dumped(tree: Any) -> str:
    """Return a tree as JSON; nothing where it contains itself."""
    try:
        return json.dumps(tree)
    except (ValueError, RecursionError):
        return ""


@st.composite
def damaged_bytes(draw: st.DrawFn) -> bytes:
    """Return a notebook's bytes in some encoding, cut, overwritten or wrapped."""
    text = json.dumps(draw(damaged_notebooks()), ensure_ascii=draw(st.booleans()))
    encoding = draw(
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
    )
    raw = text.encode(encoding, "replace")
    at, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 60))
    noise = draw(
        st.binary(max_size=20)
        | st.sampled_from([b"", b"\r\n", b"\x00" * 8, b"NaN", b"9" * 5000, b"[" * 2000])
    )
    kind = draw(st.sampled_from(["whole", "cut", "overwritten", "noise"]))
    whole = {
        "whole": raw,
        "cut": raw[:at],
        "overwritten": raw[:at] + noise + raw[at + length :],
        "noise": noise,
    }
    return whole[kind]


DATA = st.dictionaries(
    st.sampled_from(
        [
            "text/plain",
            "text/html",
            "text/markdown",
            "text/latex",
            "image/png",
            "image/svg+xml",
            "application/javascript",
        ]
    )
    | st.text(max_size=8),
    HTML_TEXT | TEX_TEXT | MARKDOWN_TEXT | JSON,
    max_size=4,
)
OUTPUTS = (
    st.fixed_dictionaries(
        {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", "x"])},
        optional={
            "name": st.sampled_from(["stdout", "stderr", "<b>"]),
            "text": HTML_TEXT | st.lists(SURROGATES, max_size=2) | JSON,
            "ename": SURROGATES | JSON,
            "evalue": HTML_TEXT | JSON,
            "traceback": st.lists(HTML_TEXT, max_size=3) | JSON,
            "data": DATA | JSON,
            "metadata": st.dictionaries(
                st.sampled_from(["image/png", "text/html", "filenames"]), JSON, max_size=3
            )
            | JSON,
            "execution_count": JSON,
        },
    )
    | JSON
)
