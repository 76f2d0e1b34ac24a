"""The book on paper: its LaTeX holds everything that the pages show; where TeX is, it sets without a visible fault.

TeX is not part of `make test`: where it is missing, the last test says so in pytest's summary. `make pdf` installs it
and fails on the same faults; the workflow that publishes the site runs it.
"""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tools import build_pdf
from tools.build_pdf import faults

from .pages import ROOT, soup, toc_pages

CHAPTERS = [name for name in toc_pages() if re.match(r"book/\d\d_", name)]
pytestmark = pytest.mark.xdist_group("pdf")


# ---- what the log of a run says -----------------------------------------------------------------------------

LOG = r"""
Overfull \hbox (3.9pt too wide) in paragraph at lines 10--12
Overfull \hbox (25.1234pt too wide) in paragraph at lines 20--22
Overfull \vbox (30.0pt too high) detected at line 30
Underfull \hbox (badness 10000) in paragraph at lines 40--41
Missing character: There is no ⚠ (U+26A0) in font [texgyrepagella-bold.otf]/OT:script=latn;!
Missing character: There is no ⚠ (U+26A0) in font [texgyrepagella-bold.otf]/OT:script=latn;!
LaTeX Warning: Hyper reference `sec-a' on page 3 undefined on input line 50.
LaTeX Warning: Reference `fig-b' on page 4 undefined on input line 60.
"""


def test_what_a_reader_would_see_is_a_fault_and_what_not_is_none():
    assert [str(fault) for fault in faults(LOG)] == [
        "error: something is 25.1234 points too wide in paragraph at lines 20--22",
        "error: something is 30.0 points too high detected at line 30",
        "error: the font [texgyrepagella-bold.otf] has no ⚠; enter it into SIGNS of book/_ext/cnnbook/pdf.py",
        "error: Hyper reference `sec-a' on page 3 undefined on input line 50.",
        "error: Reference `fig-b' on page 4 undefined on input line 60.",
    ]
    assert faults("Output written on book.xdv (498 pages, 1 bytes).") == []


def test_missing_tex_is_told_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        FileNotFoundError, match="expected xelatex, latexmk, makeindex on the PATH, found none; run: make pdf"
    ):
        build_pdf.typeset(tmp_path / "book.tex")


# ---- the LaTeX ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source(site: Path) -> Path:
    """The book's LaTeX, written from the pages' own executed cells."""
    return build_pdf.write_latex()


@pytest.fixture(scope="module")
def latex(source: Path) -> str:
    return source.read_text("utf8")


@pytest.mark.book
def test_every_page_of_the_book_is_in_it(latex: str):
    parts = [part["caption"] for part in yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))["parts"]]
    assert re.findall(r"\\part\{(.+?)\}", latex) == parts
    starts = set(re.findall(r"\\label\{\\detokenize\{([\w/]+)::doc\}\}", latex))
    assert starts == set(toc_pages())


@pytest.mark.book
def test_every_interactive_figure_has_its_picture_and_says_what_it_shows(latex: str, site: Path):
    pictures = [
        image["alt"]
        for page in CHAPTERS
        for image in soup(site, page).select(".cnn-fig > .cnn-fallback > img")
    ]
    assert len(pictures) > 20
    assert latex.count("On the page, you can move it.") == len(pictures)
    assert "[interactive figure" not in latex


@pytest.mark.book
def test_every_quiz_has_its_questions_options_and_answers(latex: str, site: Path):
    quizzes = [soup(site, page).select(".cnn-fig[data-module=quiz]") for page in CHAPTERS]
    assert all(quizzes)
    assert latex.count(r"\sphinxstylestrong{Answers.}") == sum(map(len, quizzes))
    options = sum(len(quiz.select(".cnn-fallback ul > li")) for page in quizzes for quiz in page)
    assert len(re.findall(r"\\item \{\}\s+\\sphinxAtStartPar\s+\([a-j]\) ", latex)) == options


@pytest.mark.book
def test_every_picture_that_it_names_is_there(latex: str, source: Path):
    named = re.findall(r"\\sphinxincludegraphics(?:\[[^\]]*\])?\{\{(.+?)\}(\.\w+)\}", latex)
    assert len(named) > 50
    assert [name + ending for name, ending in named if not (source.parent / (name + ending)).is_file()] == []


@pytest.mark.book
@pytest.mark.timeout(600)
@pytest.mark.skipif(
    not all(map(shutil.which, build_pdf.PROGRAMS)),
    reason="no TeX on this machine, the PDF was NOT built here: `make pdf` installs TeX and builds it",
)
def test_the_pdf_is_set_without_a_visible_fault(source: Path):
    pdf = build_pdf.typeset(source)
    log = source.with_suffix(".log").read_text("utf8", errors="replace")
    assert faults(log) == []
    (pages,) = re.findall(r"Output written on .*? \((\d+) pages", log)
    assert int(pages) > 300
    assert pdf.read_bytes().startswith(b"%PDF-1.")
