"""The `assignment` directive shows the tasks of a chapter as its release names them."""

import re
import sys
from pathlib import Path

import nbformat
import pytest

from .pages import ROOT

sys.path.append(str(ROOT / "book" / "_ext"))  # as Sphinx does for local extensions

import assignment

CHAPTERS = {int(p.name[:2]): p for p in sorted((ROOT / "book").glob("[0-9][0-9]_*.md"))}
TABLE = "| task | what you write | points | minutes |\n| --- | --- | --- | --- |\n| 1 | `f`: a sum | 6 | 20 |"


def write(folder: Path, text: str) -> None:
    (folder / "07_sums").mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    nbformat.write(notebook, folder / "07_sums" / "07_sums.ipynb")


def test_a_release_is_linked_with_its_tasks_and_points(tmp_path):
    write(tmp_path, TABLE)
    text = assignment.markdown(7, tmp_path)
    assert "- `f`: a sum (6 points)" in text
    assert "{download}`download the notebook <../exercises/07_sums/07_sums.ipynb>`" in text


def test_a_chapter_without_a_release_says_so(tmp_path):
    assert assignment.markdown(7, tmp_path) == "This chapter has no graded exercises yet."


def test_a_release_without_a_table_of_tasks_is_an_error(tmp_path):
    write(tmp_path, "# Exercises")
    with pytest.raises(ValueError, match=r"expected a table .* at the top of 07_sums.ipynb, got none"):
        assignment.markdown(7, tmp_path)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_links_to_its_own_assignment(chapter):
    assert re.findall(r"^```\{assignment\} (\d+)$", CHAPTERS[chapter].read_text("utf8"), re.M) == [
        str(chapter)
    ]
