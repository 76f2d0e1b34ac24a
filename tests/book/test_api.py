"""The API page holds every public name of cnnlib, once, with its text."""

from importlib import import_module
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.book

MODULES = ("shapes", "numpy_nn", "numpy_nn.models", "train", "data", "plots", "interactive")


@pytest.fixture(scope="module")
def entries(site: Path) -> dict[str, str]:
    page = BeautifulSoup((site / "book" / "api.html").read_text("utf8"), "html.parser")
    signatures = page.select("dl.py.function > dt.sig, dl.py.class > dt.sig")
    found = {str(sig["id"]): sig.find_next_sibling("dd").get_text(" ", strip=True) for sig in signatures}
    assert len(found) == len(signatures), "a name stands on the page twice"
    return found


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_has_an_entry_with_a_text(entries: dict[str, str], name: str):
    module = import_module(f"cnnlib.{name}")
    public = {
        key
        for key in getattr(module, "__all__", vars(module))
        if callable(getattr(module, key)) and getattr(module, key).__module__.startswith(f"cnnlib.{name}")
    }
    shown = {path.removeprefix(f"cnnlib.{name}.") for path in entries if path.startswith(f"cnnlib.{name}.")}
    assert len(public) > 3
    assert {key for key in public if not key.startswith("_")} <= shown
    assert all(
        len(entries[f"cnnlib.{name}.{key}"]) > 20 for key in public if f"cnnlib.{name}.{key}" in entries
    )


def test_an_entry_says_shapes_and_shows_its_example(entries: dict[str, str]):
    conv2d = entries["cnnlib.numpy_nn.conv2d"]
    assert ">>> " in conv2d
    assert entries["cnnlib.numpy_nn.Conv2d"] != conv2d


def test_bars_in_a_docstring_are_absolute_values(entries: dict[str, str]):
    assert "the sum of |w|" in entries["cnnlib.numpy_nn.l1_penalty"]
