"""Does what is cleaned keep what is useful, and lose what acts?"""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_output

from autograder.graft import graft, plain
from autograder.reading import Cell, cells_of
from autograder.safe.files import could_act, disarm
from autograder.safe.formulas import mathml
from autograder.safe.html import clean_html, is_harmless
from autograder.safe.markdown import LOST, MAX_CHARACTERS, render, safe_markdown
from autograder.safe.names import printable, why_unsafe
from autograder.safe.outputs import LEFT_OUT, safe_output
from tests.autograder.course import RIGHT, filled, release
from tests.autograder.students import cell
from tests.autograder.xss import PNG, TEXTS

PANDAS = (
    '<table border="1" class="dataframe"><thead><tr style="text-align:right"><th></th><th>a</th></tr></thead>'
    "<tbody><tr><th>0</th><td>1.5</td></tr></tbody></table>"
)
KEPT = [
    "# Title\n\nText with *stress*, `code <b>`, x<sub>2</sub>, a < b and $x<y$.",
    "| a | b |\n|:-|-:|\n| 1 | 2 |\n\n- [x] done\n- open\n\n1. one\n\n> quoted",
    "$$\\sum_i x_i$$\n\n\\begin{align}a&=b\\end{align}",
    f"![pasted](data:image/png;base64,{PNG}) ![beside](figures/my plot.png)",
    '[link](https://en.wikipedia.org/wiki/Convolution "a title") and https://example.org',
    "<table><tr><td>1</td></tr></table>\n\n<details><summary>more</summary>text</details>\n\n***",
    "```python\nprint('<script>')\n```",
]


@pytest.mark.parametrize("text", KEPT)
def test_honest_markdown_stays_as_it_is(text: str) -> None:
    """Is nothing changed in what only shows something?"""
    assert safe_markdown(text) == text


def test_a_pasted_image_of_any_size_stays() -> None:
    """Does a photo in the text itself not count as a long text?"""
    text = f"![photo](data:image/jpeg;base64,{'A' * 10 * MAX_CHARACTERS})"
    assert safe_markdown(text) == text


@pytest.mark.parametrize("text", TEXTS.values())
def test_every_attack_comes_out_harmless(text: str) -> None:
    """Is there none of which the rendering would do anything?"""
    assert is_harmless(render(safe_markdown(text), {}))


def test_a_text_that_takes_too_long_is_shown_as_text() -> None:
    """Is Markdown that a renderer needs minutes for not rendered at all?"""
    text = "\\\\(" * MAX_CHARACTERS
    assert safe_markdown(text) == f"```\n{text}\n```"
    assert safe_markdown("```\n</pre>" + text).startswith("````\n")
    assert LOST not in safe_markdown(text)


def test_what_a_student_reads_of_html_is_its_text() -> None:
    """Is raw HTML that could act written out, so that the grader sees what was written?"""
    assert safe_markdown("see <img src=x onerror=alert(1)>") == "see &lt;img src=x onerror=alert(1)>"
    assert safe_markdown("![cat](http://e.example/cat.png)") == "(image: cat, http://e.example/cat.png)"


def test_tables_stay_and_scripts_go() -> None:
    """Is what pandas puts out the same, and what a page would run gone?"""
    assert clean_html(PANDAS) == PANDAS
    assert clean_html("<b>x</b><script>alert(1)</script><style>*{}</style>") == "<b>x</b>"
    assert clean_html("<p style='color:red;position:fixed'>x</p>") == "<p>x</p>"
    assert clean_html("<td style='color:red;position:fixed'>x</td>") == "x"
    assert clean_html("<a href='javascript:x'>x</a><img src='http://e/x.png'>") == ("<a>x</a><img>")


@pytest.mark.parametrize(
    "html", ["</div>", "<div>", "</body>", "</section></div><div>", "<p id=double>", "<b class=score>"]
)
def test_html_that_leaves_its_place_is_not_harmless(html: str) -> None:
    """Could a tag end a part of the page, or be taken for one?"""
    assert not is_harmless(f"a{html}b")


def test_outputs_keep_one_form_that_can_be_shown() -> None:
    """Do images, text and formulas stay, and scripts leave a line about it?"""
    shown = safe_output(new_output("display_data", data={"image/png": PNG, "text/plain": "<Figure>"}))
    assert shown is not None
    assert shown.data == {"image/png": PNG, "text/plain": "<Figure>"}
    script = safe_output(new_output("display_data", data={"application/javascript": "alert(1)"}))
    assert script is not None
    assert script.data == {"text/plain": LEFT_OUT}
    formula = safe_output(new_output("execute_result", data={"text/latex": "$x$", "text/plain": "x"}))
    assert formula is not None
    assert formula.data == {"text/markdown": "$x$", "text/plain": "x"}


def test_only_the_size_of_an_image_is_kept_of_metadata() -> None:
    """Is nothing else written into the page that a student can choose?"""
    metadata = {
        "image/png": {"width": 100, "height": "1 onload=x", "alt": "x"},
        "filenames": {"image/png": "http://e"},
    }
    shown = safe_output(new_output("display_data", data={"image/png": PNG}, metadata=metadata))
    assert shown is not None
    assert shown.metadata == {"image/png": {"width": 100}}


def test_colors_stay_and_other_escape_codes_go() -> None:
    """Can a printed text change the title of a terminal, or hide what is written?"""
    shown = safe_output(
        new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b[2J\u202eabc")
    )
    assert shown is not None
    assert shown.text == "\x1b[31mred\x1b[0m]0;title[2Jabc"


def test_a_formula_is_mathml_or_its_source() -> None:
    """Are usual formulas drawn, and those that would do more shown as they are written?"""
    assert mathml("x^2") == '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    assert "<mtable" in mathml(r"\begin{align}a&=b\\c&=d\end{align}", display=True)
    assert mathml(r"\href{javascript:x}{y}") == r"<code>\href{javascript:x}{y}</code>"
    assert mathml(r"\text{<img src=x>}") == r"<code>\text{&lt;img src=x&gt;}</code>"
    assert mathml("{" * 4000).startswith("<code>")


def test_raw_cells_are_shown_as_text() -> None:
    """Would a page write the text of a raw cell as HTML?"""
    assert plain(Cell("raw", "<script>x</script>")).source == "```\n<script>x</script>\n```"


def test_the_instructor_is_told_which_answer_was_changed() -> None:
    """Is a note made, and does the answer show what was written?"""
    rebuilt, notes = graft(release(), cells_of(filled(RIGHT | {"why": "<img src=x onerror=alert(1)>"}))[0])
    assert cell(rebuilt, "why").source == "&lt;img src=x onerror=alert(1)>"
    assert notes == ["HTML, links or images that could act are shown as text: why"]


def test_an_attachment_must_be_an_image() -> None:
    """Is text that ends the attribute of an image left out?"""
    handed = {"cell_type": "markdown", "source": "x", "attachments": {"a": {"image/png": '"><script>'}}}
    assert cells_of({"cells": [handed]})[0][0].attachments == {}


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.svg", "a.xhtml", "a.xml", "a.js", "a.mht", "a.xsl"])
def test_files_that_a_browser_runs_are_renamed(name: str, tmp_path: Path) -> None:
    """Does their content stay, under a name that is shown as text?"""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / name).write_text("<script>")
    (tmp_path / "sub" / f"{name}.txt").write_text("first")
    assert disarm(tmp_path) == [name]
    assert (tmp_path / "sub" / f"{name}_.txt").read_text() == "<script>"
    assert (tmp_path / "sub" / f"{name}.txt").read_text() == "first"
    assert disarm(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["a.csv", "a.png", "a.npy", "a.txt", "a.json", "a.zip", "a", "html", "a.ipynb.gz", "a.pdf", "a.py"],
)
def test_data_keeps_its_name(name: str) -> None:
    """Is what a notebook reads where it expects it?"""
    assert not could_act(name)


@pytest.mark.parametrize(
    "name", ["ada", "Zoë O'Hara", "b.c-1", "e\u0301", "李", "12345", "a b (2)", "a@b.edu"]
)
def test_ordinary_names_are_names(name: str) -> None:
    """Is nobody refused for their name?"""
    assert why_unsafe(name) == ""


@pytest.mark.parametrize(
    "name", ["<b>", 'a"b', "a&b", "a\\b", "-x", "=1+1", "@x", " a", "a\n", "\u202ea", "\udcff", ".", ""]
)
def test_names_that_a_page_or_a_command_would_read_are_none(name: str) -> None:
    """Is the reason one line that can be printed?"""
    assert why_unsafe(name)
    assert why_unsafe(name).isprintable()


def test_a_note_with_a_file_name_is_one_line() -> None:
    """Can a file name break the list of notes?"""
    assert printable("a\nb\u2028c\udcff\x1b[31m") == "a?b?c??[31m"
    assert len(printable("x" * 10_000)) < 600
