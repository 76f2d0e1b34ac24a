"""TeX formulas as MathML, which browsers draw by themselves: a page with formulas needs no script and no network."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

from latex2mathml.converter import convert

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # HTML knows <math> without it
SHOWN = """
    math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose
    msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr
"""
LOOKS = """
    accent accentunder align columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linebreak linethickness lspace mathcolor mathsize mathvariant maxsize minsize movablelimits notation
    rowalign rowlines rowspacing rspace scriptlevel separator side stretchy symmetric voffset width
"""
TAGS, ATTRIBUTES = set(SHOWN.split()), set(LOOKS.split())
MAX_CHARACTERS = 5_000
UNKNOWN = re.compile(
    r"\\(label|tag)\{[^}]*\}|\\(nonumber|notag)\b"
)  # what a formula says to its surroundings


def mathml(tex: str, display: bool = False) -> str:
    """Return ``tex`` as MathML, or as code where it cannot be converted or would do more than show a formula."""
    try:
        if len(tex) > MAX_CHARACTERS:
            raise ValueError("too long to be a formula")
        formula = convert(UNKNOWN.sub("", tex), display="block" if display else "inline")
        tree = ElementTree.fromstring(formula.replace(NAMESPACE, "", 1))
        if all(allowed(element) for element in tree.iter()):
            return ElementTree.tostring(tree, encoding="unicode", short_empty_elements=False)
    except (
        Exception
    ):  # latex2mathml raises what the odd place in the formula provokes, RecursionError included
        pass
    return f"<code>{html.escape(tex.strip())}</code>"


def allowed(element: ElementTree.Element) -> bool:
    """Return whether an element of a formula only shows something."""
    plain = not any(re.search(r"[:;(\\]", value) for value in element.attrib.values())
    return element.tag in TAGS and element.attrib.keys() <= ATTRIBUTES and plain
