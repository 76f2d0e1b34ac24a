"""Keep of a cell's outputs what can be shown without doing anything: text, tables, images and formulas."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.safe.html import clean_html
from autograder.safe.markdown import CONTROL, safe_markdown

LEFT_OUT = "[output left out: it cannot be shown without running something]"
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
COLOR = re.compile(r"(\x1b\[[0-9;]*m)")


def safe_output(output: Any) -> NotebookNode | None:
    """Return a new output with what may be shown of ``output``, or None where it is of no known type."""
    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=safe_text(output.get("text", "")))
    if kind == "error":
        lines = output.get("traceback")
        traceback = [safe_text(line) for line in lines] if isinstance(lines, list) else []
        ename, evalue = safe_text(output.get("ename", "")), safe_text(output.get("evalue", ""))
        return new_output("error", ename=ename, evalue=evalue, traceback=traceback)
    if kind not in ("display_data", "execute_result"):
        return None
    found = output.get("data")
    data = safe_data(found) if isinstance(found, dict) else {}
    shown = new_output(kind, data=data or {"text/plain": LEFT_OUT}, metadata=sizes(output.get("metadata")))
    if kind == "execute_result":
        shown.execution_count = count(output.get("execution_count"))
    return shown


def safe_data(data: dict[str, Any]) -> dict[str, str]:
    """Return the forms of a displayed object that may be shown. A formula becomes Markdown, and is judged as such."""
    found = {mime: text(value) for mime, value in data.items()}
    if "text/latex" in found and not {"text/html", "text/markdown"} & found.keys():
        found["text/markdown"] = found["text/latex"]
    kept = {mime: CLEAN[mime](value) for mime, value in found.items() if mime in CLEAN}
    return {mime: value for mime, value in kept.items() if value.strip()}


def text(value: Any) -> str:
    """Return a text that a notebook file may hold in one piece or in lines; nothing where it is no text."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else ""


def safe_text(value: Any) -> str:
    """Return printed text with its colors, but without other signs that steer a terminal or hide what is written."""
    parts = COLOR.split(text(value))
    return "".join(part if COLOR.fullmatch(part) else CONTROL.sub("", part) for part in parts)


def image(value: str) -> str:
    """Return the base64 of an image, or nothing where it is not that."""
    return value if BASE64.fullmatch(value) else ""


def sizes(metadata: Any) -> dict[str, dict[str, int]]:
    """Return width and height of images, which is all that is kept of an output's metadata."""
    found = metadata if isinstance(metadata, dict) else {}
    given = {mime: found[mime] for mime in ("image/png", "image/jpeg") if isinstance(found.get(mime), dict)}
    kept = {
        mime: {
            key: one[key]
            for key in ("width", "height")
            if type(one.get(key)) is int and 0 < one[key] < 10_000
        }
        for mime, one in given.items()
    }
    return {mime: one for mime, one in kept.items() if one}


def count(value: Any) -> int | None:
    """Return the number of an execution, which the page writes as it comes."""
    return value if type(value) is int and value >= 0 else None


CLEAN = {
    "text/plain": safe_text,
    "text/html": clean_html,
    "text/markdown": safe_markdown,
    "image/svg+xml": safe_text,  # shown as the source of an image: nothing in it runs or loads
    "image/png": image,
    "image/jpeg": image,
}
