"""Finding one's way on every page: search, table of contents, previous and next, print, dark mode."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import READY, Visit, each_page
from .pages import PAGES, soup, toc_pages

pytestmark = pytest.mark.book
PAPER = 718  # CSS pixels between the margins of an A4 page


# ---- search -------------------------------------------------------------------------------------------------

FIND = """(words) => {
    const found = {};
    for (const word of words) {
        const query = Search._parseQuery(word);
        found[word] = Search._performSearch(...query).map((result) => result[0]);
    }
    return found;
}"""


@pytest.mark.browser
def test_search_finds_every_word_of_the_glossary(site: Path, server: str, new_page: Callable[..., Visit]):
    """The page's own script over the built index; what it lists for a word must hold the glossary."""
    words = [term.get_text().rstrip("#¶ ") for term in soup(site, "book/glossary").select("dl.glossary dt")]
    assert len(words) > 80
    tab = new_page(server).page
    tab.goto(f"{server}/search.html?q=convolution")
    tab.locator("#search-results li a").first.wait_for()
    found = tab.evaluate(FIND, words)
    lost = [word for word in words if "book/glossary" not in found[word]]
    assert lost == []
    assert tab.evaluate(FIND, ["zyzzyva"]) == {"zyzzyva": []}


# ---- previous, next, contents -------------------------------------------------------------------------------


def target(page: str, link: str) -> str:
    """Return the page that a link on ``page`` leads to."""
    parts = (Path(page).parent / link).as_posix().split("/")
    while ".." in parts:
        at = parts.index("..")
        del parts[at - 1 : at + 1]
    return "/".join(parts).removesuffix(".html")


@pytest.mark.parametrize("page", toc_pages())
def test_previous_and_next_follow_the_table_of_contents(page: str, site: Path):
    order = toc_pages()
    at = order.index(page)
    neighbors = {"left-prev": order[at - 1 : at] if at else [], "right-next": order[at + 1 : at + 2]}
    for kind, expected in neighbors.items():
        links = soup(site, page).select(f".prev-next-area a.{kind}")
        assert [target(page, str(link["href"])) for link in links] == expected
        assert all(link.select_one(".prev-next-title").get_text(strip=True) for link in links)  # pyright: ignore[reportOptionalMemberAccess]: None fails the test


@pytest.mark.parametrize("page", PAGES)
def test_contents_of_the_book_stand_on_every_page(page: str, site: Path):
    links = soup(site, page).select("nav.bd-links a.reference.internal")
    listed = [page if link["href"] == "#" else target(page, str(link["href"])) for link in links]
    assert listed == toc_pages()
    current = soup(site, page).select("nav.bd-links li.current.active > a")
    assert [link["href"] for link in current] == (["#"] if page in toc_pages() else [])


@pytest.mark.parametrize("page", toc_pages())
def test_contents_of_the_page_name_its_sections(page: str, site: Path):
    document = soup(site, page)
    sections = [str(part["id"]) for part in document.select("article.bd-article > section > section[id]")]
    listed = [str(link["href"]).lstrip("#") for link in document.select("#pst-page-toc-nav > ul > li > a")]
    assert listed == sections


# ---- paper --------------------------------------------------------------------------------------------------

ASIDE = ".bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-area, .bd-footer, .cnn-download"
LOOK = """(aside) => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const text = (element) => element.outerHTML.slice(0, 100);
    const figures = [...document.querySelectorAll(".cnn-fig")];
    const pictures = figures.filter((figure) => figure.querySelector(".cnn-fallback > img"));
    return {
        aside: [...document.querySelectorAll(aside)].filter(seen).map(text),
        cut: [...document.querySelectorAll("main pre")].filter(seen)
            .filter((code) => code.scrollWidth > code.clientWidth + 1).map(text),
        empty: figures.filter((figure) => figure.getBoundingClientRect().height < 40)
            .map((figure) => figure.dataset.module),
        moving: pictures.filter((figure) => seen(figure.querySelector(".cnn-body"))
            || !seen(figure.querySelector(".cnn-fallback > img"))).map((figure) => figure.dataset.module),
    };
}"""


def on_paper(page: Page) -> dict[str, list[str]]:
    """Return what is wrong with a page as it would be printed; the page is as before afterwards."""
    size = page.viewport_size
    assert size is not None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    try:
        return page.evaluate(LOOK, ASIDE)
    finally:
        page.set_viewport_size(size)
        page.emulate_media(media="screen")


@pytest.mark.browser
@each_page("desktop", PAGES)
def test_printed_page_has_no_bars_no_cut_code_and_a_picture_for_each_figure(desktop: Visit):
    assert on_paper(desktop.page) == {"aside": [], "cut": [], "empty": [], "moving": []}


# ---- dark mode ----------------------------------------------------------------------------------------------

# How bright what lies behind an element is, from 0 to 1: the nearest ancestor that is not transparent.
BRIGHTNESS = """(selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility())
    .map((element) => {
        for (let e = element; e; e = e.parentElement) {
            const [r, g, b, a = 1] = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
            if (a > 0.5) return (r + g + b) / 765;
        }
        return 1;
    })"""


@pytest.mark.browser
@each_page("desktop", PAGES)
def test_the_button_turns_the_page_dark_and_back(desktop: Visit):
    """As a reader does it; every surface follows: page, code, admonitions, tables, figures."""
    page = desktop.page
    surfaces = "main, main pre, main .admonition, main table, main .cnn-fig"
    button = page.locator("button.theme-switch-button:visible").first
    modes = {}
    for _ in range(3):
        button.click()
        page.wait_for_function(READY)
        mode = page.evaluate("() => document.documentElement.dataset.mode")
        modes[mode] = page.evaluate(BRIGHTNESS, surfaces)
    assert set(modes) == {"auto", "light", "dark"}
    assert page.evaluate("() => document.documentElement.dataset.mode") == "auto"
    assert min(modes["light"]) > 0.8
    assert max(modes["dark"]) < 0.35


def test_a_link_is_followed_out_of_its_folder():
    assert target("exercises/03_a/03_a", "../../book/intro.html") == "book/intro"
    assert target("book/03_a", "04_b.html") == "book/04_b"
    assert re.fullmatch(r"[\w/]+", target("search", "book/04_b.html"))
