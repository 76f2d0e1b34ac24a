"""The appendices are complete: what the chapters cite and what they define stands there, and nothing else."""

import re
from importlib import import_module

import pytest
from pybtex.database import parse_file

from .pages import ROOT

BOOK = ROOT / "book"
PAGES = {f"book/{path.stem}": path.read_text("utf8") for path in sorted(BOOK.glob("*.md"))}
WORKS = parse_file(str(BOOK / "references.bib")).entries
GLOSSARY = dict(re.findall(r"^(\S[^\n]*)\n {2}(\S[^\n]*)", PAGES["book/glossary"], re.MULTILINE))


def test_every_work_of_the_bibliography_is_cited_and_every_citation_is_in_it():
    cited = set()
    for text in PAGES.values():
        for keys in re.findall(r"\{cite(?::[tp])?\}`([^`]+)`", text):
            cited |= {key.strip().rpartition("<")[2].rstrip(">") for key in keys.split(",")}
    assert cited == set(WORKS)


@pytest.mark.parametrize("key", sorted(WORKS))
def test_every_work_can_be_found(key):
    """By DOI, address or number; the DOI is bare, so that it can be linked."""
    fields = WORKS[key].fields
    assert {"title", "year"} <= set(fields)
    assert {"doi", "url", "isbn", "number"} & set(fields)
    assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1000/none"))


def test_glossary_is_in_alphabetical_order_and_names_a_word_once():
    assert len(GLOSSARY) > 80
    words = [word.lower() for word in re.findall(r"^(\S[^\n]*)\n  \S", PAGES["book/glossary"], re.MULTILINE)]
    assert words == sorted(set(words))


@pytest.mark.parametrize("word", GLOSSARY)
def test_every_word_of_the_glossary_says_where_it_stands_and_stands_there(word):
    (number,) = re.findall(r"\[(\d+)\]$", GLOSSARY[word])
    (chapter,) = (text for name, text in PAGES.items() if name.startswith(f"book/{int(number):02d}_"))
    parts = re.findall(r"\w{3,}", word.lower())  # "layer, instance and group normalization" names three words
    assert [part for part in parts if part not in chapter.lower()] == []


def test_api_page_names_every_public_module():
    named = set(re.findall(r"```\{api\} (cnnlib[\w.]*)", PAGES["book/api"]))
    for module in named:
        import_module(module)
    inside = {
        "grid",
        "checks",
        "layer_windows",
        "torch_nn",
        "doctor",
    }  # parts of others, the mirror, a program
    own = {
        path.stem if path.suffix else path.name
        for path in (ROOT / "cnnlib").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").is_file()) and not path.name.startswith("_")
    }
    assert {name.split(".")[1] for name in named} == own - inside
