"""Which HTML of a student may stand on a page that an instructor opens: text, tables and images, nothing that acts.

Two ways to ask, one set of rules. ``clean_html`` takes out what is not allowed (nh3, the binding of the Rust library
ammonia, parses as a browser does). ``is_harmless`` says whether there is anything to take out, for HTML that is
generated anew at each view, from Markdown, and so cannot be stored clean.
"""

from __future__ import annotations

import re

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from pygments.token import STANDARD_TYPES

TEXT = """
    a abbr b blockquote br cite code del dd details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q
    s samp small span strong sub summary sup u ul var
"""
TABLE = "caption col colgroup table tbody td tfoot th thead tr"
TAGS = set(TEXT.split()) | set(TABLE.split())
ALIGNED = {"align", "style"}
ATTRIBUTES = {
    "*": {"title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "table": {"border", "class", *ALIGNED},
    "td": {"colspan", "rowspan", *ALIGNED},
    "th": {"colspan", "rowspan", "scope", *ALIGNED},
    "tr": ALIGNED,
}
STYLES = {"background-color", "color", "font-style", "font-weight", "text-align"}
WRITTEN = {  # what a Markdown renderer adds; a class of formgrader's own could make a button of it, or cover the page
    "class": {
        "highlight",
        "task-list-item",
        "task-list-item-checkbox",
        "dataframe",
        *STANDARD_TYPES.values(),
    },
    "type": {"checkbox"},
    "disabled": {""},
    "checked": {""},
}
LINK = re.compile(r"(https?://|mailto:|#)[^\s\x00-\x1f]*", re.I)
PICTURES = ("png", "jpg", "jpeg", "gif", "webp")
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*|\w[\w ./-]*", re.I)
# The + behind each quantifier keeps what it took: they could share 200 characters in more ways than can be tried.
PLAIN_STYLE = re.compile(rf"\s*+((?:{'|'.join(STYLES)})\s*+:\s*+[\w#.% -]++;?+\s*+)*+")


def clean_html(html: str) -> str:
    """Return ``html`` without anything that acts, loads from elsewhere, or could be taken for a part of the page."""
    return CLEANER.clean(html.encode("utf8", "replace").decode("utf8"))


def is_harmless(html: str) -> bool:
    """Return whether ``html`` holds only allowed tags and attributes.

    It is read with the parser through which nbconvert sends each page, so that what is seen here is what it writes;
    and it is read inside a page, because a tag that is closed and was not opened would end a part of the page.
    """
    page = BeautifulSoup(f"<body><div>{html}</div><hr></body>", "html.parser")
    outside = [piece for body in page.contents if isinstance(body, Tag) for piece in body.contents]
    if len(page.contents) != 1 or [getattr(piece, "name", None) for piece in outside] != ["div", "hr"]:
        return False
    inside = outside[0].descendants if isinstance(outside[0], Tag) else ()
    return all(
        is_text(piece) if isinstance(piece, NavigableString) else is_allowed(piece) for piece in inside
    )


def is_text(piece: NavigableString) -> bool:
    """Return whether a piece of a page is text: not a comment, not a declaration."""
    return not isinstance(piece, PreformattedString)


def is_allowed(tag: object) -> bool:
    """Return whether a tag and all its attributes are allowed."""
    if not isinstance(tag, Tag) or tag.name not in TAGS | {"input"}:
        return False
    values = {
        name: " ".join(value) if isinstance(value, list) else str(value) for name, value in tag.attrs.items()
    }
    if tag.name == "input" and values.get("type") != "checkbox":
        return False
    return all(attribute(tag.name, name, value) == value for name, value in values.items())


def attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may have: the given one, or None where it must go."""
    if name == "href":
        allowed = LINK.fullmatch(value)
    elif name == "src":
        allowed = PICTURE.fullmatch(value) and is_picture(value)
    elif name == "class":
        words = set(value.split())
        allowed = all(word in WRITTEN["class"] or word.startswith("language-") for word in words)
    elif name in WRITTEN:
        allowed = tag == "input" and value in WRITTEN[name]
    elif name == "style":
        allowed = len(value) < 200 and PLAIN_STYLE.fullmatch(value)
    elif name in ("width", "height"):
        allowed = re.fullmatch(r"\d{1,4}(px|%)?", value)
    else:
        allowed = name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
    return value if allowed else None


def is_picture(address: str) -> bool:
    """Return whether an image is pasted in, or a file of the submission itself."""
    return address.startswith("data:") or (".." not in address and address.lower().endswith(PICTURES))


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=attribute,
    clean_content_tags={
        "script",
        "style",
        "title",
        "textarea",
        "noscript",
        "template",
        "iframe",
        "object",
        "select",
    },
    filter_style_properties=STYLES,
    url_schemes={"http", "https", "mailto", "data"},
    generic_attribute_prefixes=set(),
)
