"""What must hold for whatever a student hands in: a result or one line that says why not, never another exception."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from hypothesis import strategies as st
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_notebook

from autograder.feedback import HideTests
from autograder.graft import answers_found, graft, is_untouched
from autograder.reading import Cell, Unreadable, cells_of, parse, read_notebook
from autograder.safe.formulas import mathml
from autograder.safe.html import clean_html, is_harmless
from autograder.safe.markdown import render, safe_markdown
from autograder.safe.names import printable, why_unsafe
from autograder.safe.outputs import safe_output
from tests.autograder.course import DOUBLE_HIDDEN, mark, release
from tests.autograder.fuzzing import strategies as made
from tests.autograder.fuzzing.folders import ENTRIES, taken_in_or_refused

RELEASE = release()
NAMES = [cell.metadata.nbgrader.grade_id for cell in RELEASE.cells if "nbgrader" in cell.metadata]
IMAGES = st.dictionaries(st.text(max_size=5), st.just({"image/png": "AAAA"}), max_size=2)
CELLS = st.lists(
    st.builds(
        Cell,
        st.sampled_from(["code", "markdown", "raw"]),
        made.MARKDOWN_TEXT.map(lambda text: text.encode("utf8", "replace").decode())
        | st.sampled_from([cell.source for cell in RELEASE.cells]),
        st.none() | st.sampled_from([*NAMES, "x"]),
        st.none() | st.sampled_from(NAMES),
        IMAGES,
    ),
    max_size=14,
)


class Claim(NamedTuple):
    """A kind of input and what is checked of each."""

    given: st.SearchStrategy
    check: Any


def one_line(error: Exception) -> None:
    """Check that a refusal is one line that says something."""
    text = printable(str(error))
    assert text.strip()
    assert len(text.splitlines()) == 1


def reads_or_refuses(raw: bytes) -> None:
    """A file is read or refused, and is the same file afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ps1.ipynb")
        path.write_bytes(raw)
        try:
            cells, notes = read_notebook(path)
        except Unreadable as error:
            one_line(error)
        else:
            builds(cells)
            assert all(len(note.splitlines()) == 1 for note in notes)
        assert path.read_bytes() == raw


def takes_any_json(tree: Any) -> None:
    """A JSON file of any shape is read or refused."""
    try:
        builds(cells_of(parse(json.dumps(tree)))[0])
    except Unreadable as error:
        one_line(error)


def builds(handed: list[Cell]) -> None:
    """What was read gives a valid notebook with the released tests, which can be written and shown."""
    answers_found(RELEASE, handed)
    is_untouched(RELEASE, handed)
    rebuilt, notes = graft(RELEASE, handed)
    nbformat.validate(rebuilt)
    nbformat.writes(rebuilt).encode("utf8")
    assert [cell.metadata.nbgrader.grade_id for cell in rebuilt.cells if "nbgrader" in cell.metadata] == NAMES
    assert all(len(note.splitlines()) == 1 for note in notes)
    texts = [cell for cell in rebuilt.cells if cell.cell_type == "markdown"]
    assert all(is_harmless(render(cell.source, cell.get("attachments", {}))) for cell in texts)


def markdown_does_nothing(source: str) -> None:
    """Markdown comes out harmless, in text that can be written to a file."""
    safe = safe_markdown(source)
    assert is_harmless(render(safe, {}))
    safe.encode("utf8")


def html_does_nothing(source: str) -> None:
    """HTML comes out harmless, and is not changed when it is cleaned again."""
    safe = clean_html(source)
    assert is_harmless(safe)
    assert clean_html(safe) == safe


def formula_is_a_formula(source: str) -> None:
    """A formula becomes MathML or code, and nothing else."""
    page = mathml(source)
    assert page.startswith(("<math", "<code>"))
    assert (
        is_harmless(page)
        if page.startswith("<code>")
        else not {"<script", "<img", "<a "} & set(page.split(">"))
    )


def output_can_be_kept(output: Any) -> None:
    """An output of any shape comes out valid and harmless, or not at all."""
    safe = safe_output(output)
    if safe is not None:
        nbformat.validate(new_notebook(cells=[new_code_cell("x", outputs=[safe])]))
        data = safe.get("data", {})
        assert is_harmless(data.get("text/html", ""))
        assert is_harmless(render(data.get("text/markdown", ""), {}))
        json.dumps(safe, ensure_ascii=False).encode("utf8")


class Hide(HideTests):
    """The step, without a course around it."""

    def solution_lines(self, resources: Any) -> list[str]:
        """Return no solution."""
        return []


def feedback_hides(outputs: list[NotebookNode]) -> None:
    """Whatever was put out, the hidden cell shows its title and a verdict, and its lines show nowhere."""
    hidden = new_code_cell(
        DOUBLE_HIDDEN, metadata=mark("double_hidden", 2), outputs=outputs, execution_count=2
    )
    leaky = [*outputs, nbformat.v4.new_output("stream", name="stdout", text=DOUBLE_HIDDEN)]
    own = new_code_cell("f()", outputs=from_dict(leaky), execution_count=1)
    notebook, _ = Hide().preprocess(new_notebook(cells=[own, hidden]), {})
    assert notebook.cells[1].source == "# Hidden test: other numbers"
    assert len(notebook.cells[1].outputs) == 1
    assert "1234.5" not in str(notebook.cells)


def name_is_judged(name: str) -> None:
    """A name is refused in one line, or can stand in a page and in a file."""
    reason = why_unsafe(name)
    assert len(printable(reason).splitlines()) <= 1
    if not reason:
        name.encode("utf8")
        assert is_harmless(name)


SAFE_OUTPUTS = st.lists(made.OUTPUTS.map(safe_output), max_size=3).map(
    lambda found: [one for one in found if one]
)
CLAIMS = {
    "folder": Claim(ENTRIES, taken_in_or_refused),
    "bytes": Claim(made.damaged_bytes(), reads_or_refuses),
    "notebook": Claim(made.damaged_notebooks(), takes_any_json),
    "json": Claim(made.JSON, takes_any_json),
    "cells": Claim(CELLS, builds),
    "markdown": Claim(made.MARKDOWN_TEXT, markdown_does_nothing),
    "html": Claim(made.HTML_TEXT, html_does_nothing),
    "formula": Claim(made.TEX_TEXT, formula_is_a_formula),
    "output": Claim(made.OUTPUTS, output_can_be_kept),
    "feedback": Claim(SAFE_OUTPUTS, feedback_hides),
    "name": Claim(made.SURROGATES | st.sampled_from(made.WORDS) | made.HTML_TEXT, name_is_judged),
}
