"""Can what a student hands in act on the page of whoever opens it? Asked of Chromium, attack by attack."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import sync_playwright
from traitlets.config import Config

import autograder
from autograder.graft import plain
from autograder.reading import Cell
from autograder.safe.clean import CleanOutputs
from autograder.safe.page import STOCK
from tests.autograder.visit import Visitor
from tests.autograder.xss import DISPLAYS, TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("autograder_xss")]
RESOURCES = {"base_url": "", "index": 0, "total": 1, "student": "ada", "notebook_path": "x"}
SAMPLE = 5  # every how many-th attack is tried on nbgrader alone, each on a page of its own


@pytest.fixture(scope="module")
def visitor() -> Iterator[Visitor]:
    """A browser that notes what a page does."""
    with sync_playwright() as playwright:
        visitor = Visitor(playwright)
        yield visitor
        visitor.close()


def cell_of(number: int) -> NotebookNode:
    """Return a cell that holds one attack as it was handed in."""
    if number in TEXTS:
        return new_markdown_cell(TEXTS[number])
    return new_code_cell("f()", outputs=[from_dict(new_output("display_data", **DISPLAYS[number]))])


def cleaned(cell: NotebookNode) -> NotebookNode:
    """Return what the autograder makes of a student's cell."""
    if cell.cell_type == "markdown":
        return plain(Cell("markdown", cell.source))
    return CleanOutputs().preprocess_cell(cell, {}, 0)[0]


def page(cells: list[NotebookNode], config: Config) -> str:
    """Return formgrader's page of a notebook."""
    config.HTMLExporter.template_name = "formgrade"
    exporter = HTMLExporter(config=config)
    return exporter.from_notebook_node(new_notebook(cells=cells), resources=dict(RESOURCES))[0]


def stock() -> Config:
    """Return the configuration of formgrader without the autograder."""
    return Config({"HTMLExporter": {"extra_template_basedirs": [str(STOCK)]}})


def ours() -> Config:
    """Return the configuration of formgrader with the autograder."""
    config = Config()
    autograder.configure(config)
    return config


ATTACKS = sorted(TEXTS | DISPLAYS)


def test_the_attacks_are_real(visitor: Visitor) -> None:
    """Do most fire on the page of nbgrader alone? Some need another browser, or a renderer of some years ago."""
    tried = ATTACKS[::SAMPLE]
    fired = [number for number in tried if visitor.see(page([cell_of(number)], stock())).fired]
    assert len(fired) >= len(tried) / 2, f"fired: {fired}"


@pytest.mark.parametrize("config", [stock, ours])
def test_no_attack_acts_in_formgrader(config: Callable[[], Config], visitor: Visitor) -> None:
    """Does none fire once it is cleaned, also where formgrader has not loaded our options?"""
    cells = [cleaned(cell_of(number)) for number in ATTACKS]
    seen = visitor.see(page(cells, config()), wait=1000)
    assert seen.fired == []
    assert seen.cells_inside == len(cells), "a cell has left its place on the page"
