"""Read the notebook that a student handed in, whatever shape the file is in.

Nothing in it is trusted: what comes out is a list of plain cells (kind, text, names), or one line that says why
there is none. The file is only read.
"""

from __future__ import annotations

import json
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

MAX_BYTES = 100_000_000
MAX_CELLS = 2_000
MAX_CELL_CHARACTERS = 1_000_000
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
IMAGES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class Unreadable(ValueError):
    """There is no notebook in this file; the message says why in one line."""


@dataclass(frozen=True)
class Cell:
    """One cell of a submission: its kind, its text, and the names by which it can be recognized."""

    kind: str  # code, markdown or raw
    text: str
    grade_id: str | None = None
    id: str | None = None
    attachments: dict = field(default_factory=dict, compare=False)  # pasted images of a text cell


def read_notebook(path: Path, max_bytes: int = MAX_BYTES) -> tuple[list[Cell], list[str]]:
    """Return the cells of the notebook at ``path`` and notes on what was odd; raise ``Unreadable`` where none is."""
    text, notes = decode(read_bytes(path, max_bytes))
    cells, skipped = cells_of(parse(text))
    if skipped:
        notes.append(f"{skipped} broken cells of the file were left out")
    return cells, notes


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Return the content of a regular file of at most ``max_bytes``."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(f"{path.name} is not a file but a {kind_of(status.st_mode)}")
    if status.st_size == 0:
        raise Unreadable(f"{path.name} is empty")
    if status.st_size > max_bytes:
        megabytes = status.st_size / 1e6
        raise Unreadable(f"{path.name} has {megabytes:.0f} MB, the limit is {max_bytes / 1e6:.0f} MB")
    return path.read_bytes()


def kind_of(mode: int) -> str:
    """Return what a file mode stands for, in words."""
    kinds = {stat.S_IFLNK: "link", stat.S_IFDIR: "folder", stat.S_IFIFO: "named pipe"}
    return kinds.get(stat.S_IFMT(mode), "special file")


def decode(raw: bytes) -> tuple[str, list[str]]:
    """Return the text of a notebook file, which should be UTF-8, and a note where it is not."""
    encoding = json.detect_encoding(raw)  # by byte order mark or by where the first zero bytes are
    try:
        return raw.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise Unreadable(f"it begins as {encoding} and is not: {error.reason}") from None
    note = "the file was not UTF-8; it was read as Windows-1252, so accents may look odd"
    return raw.decode("cp1252", errors="replace"), [note]


def parse(text: str) -> dict[str, Any]:
    """Return the notebook that ``text`` holds, as version 4."""
    try:
        data = json.loads(text)
    except RecursionError:
        raise Unreadable("not a notebook: its JSON is nested too deeply") from None
    except json.JSONDecodeError as error:
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            raise Unreadable("the file is cut off: its JSON ends in the middle") from None
        raise Unreadable(f"not valid JSON: {error.msg} at line {error.lineno}") from None
    except ValueError as error:
        raise Unreadable(f"not valid JSON: {first_line(error)}") from None
    if not isinstance(data, dict):
        raise Unreadable(f"not a notebook: JSON, but a {type(data).__name__} and not an object")
    return upgrade(data) if is_old(data) else data


def is_old(data: dict[str, Any]) -> bool:
    """Return whether a notebook is built as in format 1, 2 or 3; the number alone may be wrong."""
    cells = data.get("cells")
    numbered = data.get("nbformat") in (1, 2, 3)
    built = not isinstance(cells, list) or any("code" in keys(cell) for cell in cells)
    return "worksheets" in data or (numbered and built)


def keys(cell: Any) -> set[str]:
    """Return the keys of a cell; none where it is no cell."""
    return set(cell) if isinstance(cell, dict) else set()


def upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of format 1, 2 or 3 as format 4; it loses its outputs."""
    lighten(data)
    try:
        return nbformat.reads(json.dumps(data), as_version=4)
    except Exception as error:  # nbformat raises whatever the odd place in the file provokes
        version = data.get("nbformat")
        raise Unreadable(f"notebook format {version} that cannot be converted: {first_line(error)}") from None


def lighten(data: dict[str, Any]) -> None:
    """Empty the outputs of an old notebook, which nobody reads: to convert 1 MB of them takes ten seconds."""
    sheets = data.get("worksheets")
    places = [data, *(sheets if isinstance(sheets, list) else [])]
    lists = [
        place["cells"] for place in places if isinstance(place, dict) and isinstance(place.get("cells"), list)
    ]
    check_number(sum(map(len, lists)))
    for cell in (cell for cells in lists for cell in cells if "outputs" in keys(cell)):
        cell["outputs"] = []


def check_number(cells: int) -> None:
    """Refuse more cells than any notebook has."""
    if cells > MAX_CELLS:
        raise Unreadable(f"it has {cells:,} cells, the limit is {MAX_CELLS:,}")


def cells_of(data: dict[str, Any]) -> tuple[list[Cell], int]:
    """Return the cells of a notebook of format 4 and how many were not cells at all."""
    found = data.get("cells")
    if not isinstance(found, list):
        raise Unreadable("not a notebook: it has no list of cells")
    check_number(len(found))
    cells = [cell for cell in map(cell_of, found) if cell is not None]
    return cells, len(found) - len(cells)


def cell_of(data: Any) -> Cell | None:
    """Return one cell, stripped to what grading needs, or None for what is no cell."""
    if not isinstance(data, dict):
        return None
    source = data.get("source", data.get("input"))  # a cell of format 3 pasted into format 4 has "input"
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    if len(source) > MAX_CELL_CHARACTERS:
        raise Unreadable(f"one cell has {len(source):,} characters, the limit is {MAX_CELL_CHARACTERS:,}")
    kind = data.get("cell_type")
    return Cell(
        kind=kind if kind in ("code", "markdown", "raw") else "raw",
        text=clean(source),
        grade_id=grade_id_of(data.get("metadata")),
        id=data["id"] if isinstance(data.get("id"), str) else None,
        attachments=images_of(data.get("attachments")),
    )


def clean(text: str) -> str:
    """Return ``text`` with plain line ends and without what cannot be written as UTF-8."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def grade_id_of(metadata: Any) -> str | None:
    """Return the nbgrader name of a cell with this metadata, if it has one."""
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return name if isinstance(name, str) else None


def images_of(attachments: Any) -> dict[str, dict[str, str]]:
    """Return the pasted images among a cell's attachments (an SVG can hold a script: it is none of them)."""
    if not isinstance(attachments, dict):
        return {}
    bundles = ((name, bundle) for name, bundle in attachments.items() if isinstance(bundle, dict))
    images = {
        clean(name): {mime: data for mime, data in bundle.items() if mime in IMAGES and is_base64(data)}
        for name, bundle in bundles
    }
    return {name: bundle for name, bundle in images.items() if bundle}


def is_base64(data: Any) -> bool:
    """Return whether ``data`` can be the text of an image; a page would write it as it comes."""
    return isinstance(data, str) and BASE64.fullmatch(data) is not None


def first_line(error: BaseException) -> str:
    """Return an error as one line of at most 200 characters."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
