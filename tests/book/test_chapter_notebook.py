"""A chapter as a notebook: runs outside of the repository, and shows no mark of the book's own markup."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest

from tools import chapter_notebooks, student_zip

from .pages import soup, toc_pages

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "book" / "_ext"))  # as Sphinx does for local extensions

import chapter_notebook  # noqa: E402  the path is set just above
from chapter_notebook import Page, launchers, notebook  # noqa: E402  the path is set just above

CHAPTERS = [ROOT / f"{name}.md" for name in toc_pages() if re.match(r"book/\d\d_", name)]
REPOSITORY = "https://github.com/someone/course"


CHAPTER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# 3. A

$$
x
$$ (eq-x)

```{code-cell} ipython3
---
mystnb:
  figure:
    name: fig-a
    caption: |
      A dot.
---
1
```
"""


@pytest.fixture
def page(tmp_path) -> Page:
    """A chapter with one figure and one equation."""
    chapter = tmp_path / "03_a.md"
    chapter.write_text(CHAPTER)
    return Page(chapter)


CASES = {
    "role of a word": ("a {term}`kernel` or {term}`taps <tap>`", "a kernel or taps"),
    "link to a chapter": (
        "{doc}`chapter 4 <04_b>`, [here](05_c.md)",
        "[chapter 4](04_b.ipynb), [here](05_c.ipynb)",
    ),
    "link to an appendix": ("the {doc}`notation page <notation>`, [API](api.md)", "the notation page, API"),
    "link to a section": ("{ref}`below <sec-b>` and [above](sec-a)", "below and above"),
    "link to the web": ("[a](https://example.org/sec-a)", "[a](https://example.org/sec-a)"),
    "number of an equation": ("{eq}`eq-x`", "(1)"),
    "number of a figure": ("{numref}`fig-a`", "Fig. 1"),
    "label": ("(sec-a)=\n## A", "## A"),
    "numbered equation": ("$$\nx\n$$ (eq-x)", "$$\nx\n\\tag{1}\n$$"),
    "admonition": (
        ":::{admonition} Try {term}`it`\n:class: hint\n\n- a\n\nb\n:::",
        "> **Try it**\n>\n> - a\n>\n> b",
    ),
    "grid": (
        "::::{grid} 1 2\n:gutter: 2\n\n:::{grid-item}\nleft\n:::\n:::{grid-item}\nright\n:::\n::::",
        "left\nright",
    ),
    "code is left alone": ("```python\n{term}`a`\n(sec-a)=\n```", "```python\n{term}`a`\n(sec-a)=\n```"),
}


@pytest.mark.parametrize(("myst", "markdown"), CASES.values(), ids=CASES)
def test_myst_becomes_markdown(myst, markdown, page):
    assert page.convert(myst) == markdown


def test_citation_becomes_a_link_to_the_work(page):
    both = page.convert("{cite:t}`fukushima1980neocognitron` {cite:p}`fukushima1980neocognitron`")
    address = "(https://doi.org/10.1007/BF00344251)"
    assert both == f"[Fukushima (1980)]{address} ([Fukushima, 1980]{address})"


def test_inclusion_becomes_the_included_code(page):
    for name, first in (("conv1d", "def conv1d("), ("Field.over", "def over(")):
        file = "numpy_nn/reference/conv.py" if name == "conv1d" else "receptive_field.py"
        path = os.path.relpath(ROOT / "cnnlib" / file, page.chapter.parent)
        text = page.convert(f"```{{literalinclude}} {path}\n:language: python\n:pyobject: {name}\n```")
        lines = text.split("\n")
        assert (lines[0], lines[-1]) == ("```python", "```")
        assert any(line.startswith(first) for line in lines[1:3])


@pytest.mark.parametrize(
    ("myst", "message"),
    [
        ("```{video} a.mp4\n```", "03_a.md: expected a directive that a notebook can show .*, got 'video'"),
        ("{kbd}`Enter`", "03_a.md: expected a role that a notebook can show .*, got '{kbd}"),
        ("{eq}`eq-none`", "03_a.md: expected the label of a figure or an equation, got 'eq-none'"),
        ("{cite:t}`nobody2000`", "expected a work of references.bib, got 'nobody2000'"),
        (":::{note}\nno end", "expected ::: to close ':::{note}', found no such line"),
    ],
)
def test_what_has_no_form_in_a_notebook_is_refused(myst, message, page):
    with pytest.raises(ValueError, match=message):
        page.convert(myst)


def test_a_figure_brings_its_caption(page):
    cells = nbformat.reads(notebook(page.chapter), as_version=4).cells
    assert cells[-1].source == "**Fig. 1.** A dot."


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_becomes_a_notebook_without_markup_of_the_book(chapter):
    text = notebook(chapter)
    assert text == notebook(chapter)
    made = nbformat.reads(text, as_version=4)
    nbformat.validate(made)
    for cell in made.cells:
        if cell.cell_type == "markdown":
            assert not re.search(
                r"\{[a-z:-]+\}`|^:::|^```\{|^\([\w-]+\)=|^\$\$ \(", cell.source, re.MULTILINE
            )
    original = jupytext.read(chapter, fmt="md:myst").cells
    code = [cell.source for cell in made.cells if cell.cell_type == "code"]
    assert code == [cell.source for cell in original if cell.cell_type == "code"]
    assert all(not cell.get("outputs") for cell in made.cells)
    headings = [
        line
        for cell in original
        if cell.cell_type == "markdown"
        for line in re.findall(r"^#+ .*", cell.source, re.M)
    ]
    shown = "\n".join(cell.source for cell in made.cells)
    assert headings
    assert all(heading in shown for heading in headings)


@pytest.mark.book
@pytest.mark.timeout(300)
def test_a_chapter_runs_outside_of_the_repository_with_the_students_library(tmp_path):
    """The notebook alone in a folder, and cnnlib from the wheel that students install."""
    wheel = student_zip.build_wheel(tmp_path)
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    made = nbformat.reads(notebook(CHAPTERS[2], REPOSITORY), as_version=4)
    made.cells.append(nbformat.v4.new_code_cell("import cnnlib; print(cnnlib.__file__)"))
    nbformat.write(made, folder / "chapter.ipynb")
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--inplace",
        "chapter.ipynb",
    ]
    env = {**os.environ, "PYTHONPATH": str(target), "OMP_NUM_THREADS": "1"}
    run = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    done = nbformat.read(folder / "chapter.ipynb", as_version=4)
    assert done.cells[-1].outputs[0].text.startswith(str(target))
    shown = [output for cell in done.cells for output in cell.get("outputs", ())]
    assert sum("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in shown) >= 3
    assert not [output for output in shown if output.output_type == "error"]


# ---- where it can be had ------------------------------------------------------------------------------------


def test_every_chapter_is_written_by_the_tool(tmp_path):
    written = chapter_notebooks.write(tmp_path)
    assert [path.stem for path in written] == [path.stem for path in chapter_notebook.chapters()]
    assert written[2].read_text("utf8") == notebook(CHAPTERS[2])


@pytest.mark.book
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_page_offers_the_notebook_that_the_site_has(chapter, site):
    (button,) = soup(site, f"book/{chapter.stem}").select("main a.cnn-download")
    assert button.get_text() == "Download this chapter (.ipynb)"
    assert button["download"] == f"{chapter.stem}.ipynb"
    offered = base64.b64decode(str(button["href"]).partition("base64,")[2]).decode()
    assert offered == notebook(chapter)
    assert (site / "notebooks" / f"{chapter.stem}.ipynb").read_text("utf8") == offered


def test_launchers_open_the_published_notebook_of_any_fork():
    for address in (REPOSITORY, f"{REPOSITORY}.git", f"{REPOSITORY}/"):
        assert launchers(address, "03_a") == {
            "Open in Colab": "https://colab.research.google.com/github/someone/course/blob/gh-pages/notebooks/03_a.ipynb",
            "Open in Binder": "https://mybinder.org/v2/gh/someone/course/HEAD?urlpath=lab/tree/notebooks/03_a.ipynb",
        }
    assert launchers("", "03_a") == {}
    with pytest.raises(ValueError, match="expected course_repository like"):
        launchers("git@github.com:someone/course", "03_a")


def test_with_an_address_the_first_cell_installs_cnnlib_from_it_where_it_is_missing():
    first, *rest = nbformat.reads(notebook(CHAPTERS[2], REPOSITORY), as_version=4).cells
    assert f'%pip install -q "cnnlib[torch,figures] @ git+{REPOSITORY}"' in first.source
    assert [cell.source for cell in rest] == [
        c.source for c in nbformat.reads(notebook(CHAPTERS[2]), as_version=4).cells
    ]


def test_a_build_with_an_address_has_the_buttons(tmp_path):
    """A site of one chapter, built as the workflow of a fork builds it."""
    (tmp_path / "book").mkdir()
    (tmp_path / "index.md").write_text("# Index\n\n```{toctree}\nbook/03_a\n```\n")
    (tmp_path / "book" / "03_a.md").write_text("# 3. A\n\nText.\n")
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.append({str(ROOT / 'book' / '_ext')!r})\n"
        "extensions = ['myst_parser', 'cnnbook.notebooks']\n"
    )
    command = [sys.executable, "-m", "sphinx", "-q", "-W", str(tmp_path), str(tmp_path / "out")]
    env = {**os.environ, "COURSE_REPOSITORY": REPOSITORY}
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    html = (tmp_path / "out" / "book" / "03_a.html").read_text("utf8")
    for title, address in launchers(REPOSITORY, "03_a").items():
        assert f'href="{address}">{title}</a>' in html
    written = json.loads((tmp_path / "out" / "notebooks" / "03_a.ipynb").read_text("utf8"))
    assert "git+https://github.com/someone/course" in "".join(written["cells"][0]["source"])
