"""What a page says about itself to search engines and previews."""

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

SHORTEST = 40  # not a caption, not the text of a button
LONGEST = 155  # what search engines show


def description(doctree: nodes.document) -> str:
    """Return the first paragraph of running text without a formula, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = re.sub(r"\s+", " ", paragraph.astext()).strip()
        formula = paragraph.next_node(nodes.math)
        if isinstance(paragraph.parent, nodes.section) and len(text) >= SHORTEST and not formula:
            return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
    return ""


def describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add `<meta name="description">`, which Sphinx leaves out."""
    if doctree is None:
        return
    text = description(doctree) or f"{context['title']}: a page of the book “{app.config.html_title}”"
    context["metatags"] = (
        f'{context.get("metatags", "")}<meta name="description" content="{escape(text)}" />\n'
    )


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", describe)
