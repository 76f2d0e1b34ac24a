"""What the front page offers for download: what was built, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tools import site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def built(tmp_path) -> Path:
    """A site as `make book` leaves it, of one page."""
    (tmp_path / "_static").mkdir()
    for name in ("downloads.js", "cnnbook.js"):
        (tmp_path / "_static" / name).write_text((ROOT / "book" / "_static" / name).read_text("utf8"))
    scripts = "".join(
        f'<script defer src="../_static/{name}"></script>' for name in ("downloads.js", "cnnbook.js")
    )
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "intro.html").write_text(
        f'<html lang="en" data-content_root="../"><title>t</title>{scripts}<p id="cnn-downloads"></p></html>'
    )
    return tmp_path


def test_a_fresh_site_offers_nothing(built):
    assert site.listed(built) == []


def test_an_offered_file_is_copied_and_listed_once(built, tmp_path):
    (tmp_path / "book.pdf").write_bytes(b"x" * 1_234_567)
    for _ in range(2):
        assert site.offer(tmp_path / "book.pdf", "The book", built).read_bytes() == b"x" * 1_234_567
    assert site.listed(built) == [{"file": "downloads/book.pdf", "title": "The book", "size": "1.2 MB"}]


def test_without_a_site_there_is_nothing_to_put_a_file_into(tmp_path):
    with pytest.raises(FileNotFoundError, match="run: make book"):
        site.offer(ROOT / "LICENSE", "The license", tmp_path)


@pytest.mark.browser
def test_front_page_shows_what_is_offered_and_nothing_else(built, new_page: Callable, tmp_path):
    """From a file, as students open the archive: no link before, two that lead to files after."""
    page = new_page(built.as_uri()).page
    address = (built / "book" / "intro.html").as_uri()
    page.goto(address)
    expect(page.get_by_role("link")).to_have_count(0)
    for name in ("book.pdf", "course.zip"):
        (tmp_path / name).write_text(name)
        site.offer(tmp_path / name, f"The {name}", built)
    page.goto(address)
    links = page.get_by_role("link")
    expect(links).to_have_text(["The book.pdf (0.0 MB)", "The course.zip (0.0 MB)"])
    for link in links.all():
        target = link.evaluate("(a) => a.href")
        assert Path(target.removeprefix("file://")).is_file()
