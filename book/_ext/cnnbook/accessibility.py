"""What a screen reader or a keyboard stumbles over in the HTML that Sphinx and its extensions write."""

from html import escape
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx

Translator = Any  # the theme makes its translator class at run time


def visit_citation(self: Translator, node: nodes.citation) -> None:
    """Write a bibliography entry without roles.

    docutils gives `doc-biblioentry`, which ARIA has deprecated, inside a `list` that then holds no list item.
    """
    self.body.append(self.starttag(node, "div", classes=["citation"]))


def depart_citation(self: Translator, node: nodes.citation) -> None:
    self.body.append("</div>\n")


def visit_hidden_cell(self: Translator, node: HideCodeCellNode) -> None:
    """Write the summary of a hidden cell without the label "Toggle hidden content".

    The label replaces the visible words, so that who speaks to the browser cannot name what they see.
    """
    self.body.append(f'<details class="admonition hide {" ".join(node["classes"])}">\n<summary>\n')
    for state, prompt in (("collapsed", "prompt_show"), ("expanded", "prompt_hide")):
        self.body.append(f'<p class="{state} admonition-title">{escape(node[prompt])}</p>\n')
    self.body.append("</summary>\n")


def depart_hidden_cell(self: Translator, node: HideCodeCellNode) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_cell, depart_hidden_cell))
