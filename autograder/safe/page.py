"""How Markdown becomes a page in formgrader and in feedback: formulas as MathML, headings without names.

nbconvert would leave formulas to a script from elsewhere, and name each heading after its text, so that a student's
heading could take the name of one of formgrader's fields. Both are options of nbconvert's ``HTMLExporter``.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.safe.formulas import mathml

STOCK = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
TEMPLATES = [str(Path(__file__).parent / "templates"), str(STOCK)]


class PageRenderer(IPythonRenderer):
    """nbconvert's renderer without anything that needs a script."""

    def inline_math(self, body: str) -> str:
        """Return a formula in a line of text."""
        return mathml(body)

    def block_math(self, body: str) -> str:
        """Return a formula on a line of its own."""
        return mathml(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """Return an environment such as ``align``."""
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def block_mermaidjs(self, code: str) -> str:
        """Return a diagram as its source: to draw it takes a script."""
        return f"<pre><code>{html.escape(code)}</code></pre>"


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Return ``source`` as HTML; the filter that nbconvert's templates call."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = PageRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)
