"""What the built book consists of, read from its table of contents and its files."""

import functools
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ("genindex", "search")


def _files(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [str(node[key]) for key in ("root", "file") if key in node]
        return own + [name for inner in node.values() for name in _files(inner)]
    return [name for inner in node for name in _files(inner)] if isinstance(node, list) else []


def toc_pages() -> list[str]:
    """Return the pages that ``_toc.yml`` names, without ending."""
    return _files(yaml.safe_load((ROOT / "_toc.yml").read_text("utf8")))


PAGES = [*toc_pages(), *GENERATED]


@functools.cache
def soup(site: Path, page: str) -> BeautifulSoup:
    """Return a built page, parsed; parsed once, so do not change it."""
    return BeautifulSoup((site / f"{page}.html").read_text("utf8"), "html.parser")


@functools.cache
def anchors(file: Path) -> set[str]:
    """Return the ids in a built page."""
    return {str(tag["id"]) for tag in BeautifulSoup(file.read_text("utf8"), "html.parser").select("[id]")}
