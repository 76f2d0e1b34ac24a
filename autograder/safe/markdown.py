"""Let a student's Markdown stand as it is where it does nothing, and show it as text where it could.

Formgrader renders Markdown at each view, raw HTML and links included. So the question is asked of the rendering:
Markdown whose HTML is harmless is not touched. Otherwise the first of these that renders to harmless HTML is taken:
without images from elsewhere, with raw HTML written out, and at last the source itself as a block of text.
"""

from __future__ import annotations

import re

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.safe.html import is_harmless

MAX_CHARACTERS = 40_000  # without pasted images: more takes the renderer too long, and is shown as text
OPENED = re.compile(r"\\\\[(\[]|\\begin\{")
MAX_OPENED = 1_000  # formulas: for each that nothing closes the renderer reads all that follows
GAP = re.compile(r"\s{1000}")  # it reads the rest of a gap at each character, in case a line ends there
DATA = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\(([^)\n]{0,2000})\)")
ACTIVE = "href class cssId style require bbox toggle mathtip texttip mmlToken unicode"
ACTIVE_MATH = re.compile(rf"\\({'|'.join(ACTIVE.split())}|html[A-Z]\w*)\b")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LOST = "*This text cannot be shown here. It is in the file that was handed in.*"


def safe_markdown(source: str, attachments: dict | None = None) -> str:
    """Return ``source``, or the nearest Markdown to it that does nothing when it is rendered."""
    plain = CONTROL.sub("", source)
    if is_short(plain) and not ACTIVE_MATH.search(plain):
        for tried in (plain, without_images(plain), without_html(without_images(plain))):
            if does_nothing(tried, attachments or {}):
                return tried
    shown = as_text(plain)
    return shown if does_nothing(shown, {}) else LOST


def is_short(source: str) -> bool:
    """Return whether the renderer is through with ``source`` in a second, even if it is written to take long."""
    if len(DATA.sub("", source)) > MAX_CHARACTERS or GAP.search(source):
        return False
    return len(OPENED.findall(source)) <= MAX_OPENED


def does_nothing(source: str, attachments: dict) -> bool:
    """Return whether ``source`` renders to harmless HTML."""
    try:
        return is_harmless(render(source, attachments))
    except (
        Exception
    ):  # a missing attachment, or what else the renderer stumbles over: it would in formgrader, too
        return False


def render(source: str, attachments: dict) -> str:
    """Return the HTML that formgrader makes of ``source``."""
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


def without_images(source: str) -> str:
    """Return ``source`` with the address of each image that is not pasted in its place: to load it tells its owner."""
    return IMAGE.sub(
        lambda found: found[0] if DATA.fullmatch(found[2]) else f"(image: {found[1]}, {found[2]})", source
    )


def without_html(source: str) -> str:
    """Return ``source`` with raw HTML as text."""
    return source.replace("<", "&lt;")


def as_text(source: str) -> str:
    """Return a block that shows ``source`` as it is."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", source)), default=0))
    return f"{fence}\n{source.rstrip()}\n{fence}"
