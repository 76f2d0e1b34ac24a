"""Every page of the built book: offline, silent, accessible, small, readable on a phone."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import READY, Visit, each_page, settle
from .pages import PAGES, ROOT, anchors, soup, toc_pages

pytestmark = pytest.mark.book
Opener = Callable[..., Visit]

# A drawn formula is hidden from assistive technology, which reads the MathML beside it. To load the style sheets
# once more is an error from file://.
AXE_PLACES = {"exclude": ["mjx-math"]}
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}

# The themes change colors, and no element; the width changes what is shown, and no color. So colors are looked at in
# both themes on the desktop, all else on both widths. The colors of what only a phone shows, the same bars on every
# page, are looked at on two pages.
COLORS = ["color-contrast", "link-in-text-block"]
NO_COLORS = {"rules": {rule: {"enabled": False} for rule in COLORS}}

# Listings are half of the text of a page, and their words come in a few colors: the first ones that show all of them
# are enough.
MARK_LISTINGS = """() => {
    const seen = new Set();
    for (const listing of document.querySelectorAll("pre")) {
        const behind = getComputedStyle(listing).backgroundColor, looks = new Set();
        for (const word of [listing, ...listing.querySelectorAll("*")]) {
            const { color, backgroundColor, fontSize, fontWeight, opacity } = getComputedStyle(word);
            const link = word.closest("a") !== null;
            looks.add([link, behind, color, backgroundColor, fontSize, fontWeight, opacity].join());
        }
        listing.toggleAttribute("data-seen", [...looks].every((look) => seen.has(look)));
        looks.forEach((look) => seen.add(look));
    }
}"""


def violations(page: Page, options: dict[str, Any] | None = None, **places: list[str]) -> list[str]:
    """Return what axe finds, one line per element; ``places`` to include or exclude are axe's."""
    where = {**places, "exclude": [*AXE_PLACES["exclude"], *places.get("exclude", [])]}
    found = Axe().run(page, where, AXE_OPTIONS | (options or {})).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]}" for rule in found for node in rule["nodes"]
    ]


def colors(page: Page) -> list[str]:
    """Return what axe finds in the colors of a page."""
    page.evaluate(MARK_LISTINGS)
    return violations(page, {"runOnly": COLORS}, exclude=["pre[data-seen]"])


def switch(page: Page, theme: str) -> None:
    """Let the reader's system ask for another theme, and wait until the page has it."""
    page.emulate_media(color_scheme=theme)  # pyright: ignore[reportArgumentType]: "light" or "dark"
    page.wait_for_function("(theme) => document.documentElement.dataset.theme === theme", arg=theme)
    page.wait_for_function(READY)


def test_the_site_holds_the_pages_of_the_table_of_contents(site: Path):
    built = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    aside = {name for name in built if name.startswith("_static/")}
    assert built - aside == {*PAGES, "index"}


@pytest.mark.browser
@each_page("desktop", PAGES)
def test_axe_finds_nothing_in_either_theme(desktop: Visit):
    assert violations(desktop.page, NO_COLORS) == []
    assert colors(desktop.page) == []
    switch(desktop.page, "dark")
    assert colors(desktop.page) == []
    switch(desktop.page, "light")


@pytest.mark.browser
@each_page("phone", PAGES)
def test_axe_finds_nothing_on_a_phone(phone: Visit):
    phone.page.wait_for_timeout(500)  # the theme looks a moment later which blocks scroll, for the tab key
    assert violations(phone.page, NO_COLORS) == []


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", [PAGES[0], PAGES[3]])
def test_axe_finds_nothing_on_a_phone_whose_colors_are_looked_at_too(
    page: str, dark: bool, site: Path, new_page: Opener
):
    tab = settle(new_page(site.as_uri(), width=375, dark=dark).page, f"{site.as_uri()}/{page}.html")
    assert tab.locator("html").get_attribute("data-theme") == ("dark" if dark else "light")
    assert violations(tab) == []


@pytest.mark.browser
@each_page("phone", PAGES)
def test_page_does_not_scroll_sideways_on_a_phone(phone: Visit):
    for width in (320, 375):
        phone.page.set_viewport_size({"width": width, "height": 900})
        widest = phone.page.evaluate("() => document.documentElement.scrollWidth")
        # names the elements that stick out and are not inside something that scrolls on its own
        out = phone.page.evaluate(
            """(width) => [...document.querySelectorAll("main *")]
                .filter((e) => e.getBoundingClientRect().right > width + 1)
                .filter((e) => e.checkVisibility({ visibilityProperty: true }))
                .filter((e) => {
                    for (let p = e.parentElement; p; p = p.parentElement)
                        if (getComputedStyle(p).overflowX !== "visible") return false;
                    return true; })
                .map((e) => e.outerHTML.slice(0, 120))""",
            width,
        )
        assert (widest, out) == (width, [])


@pytest.mark.browser
@each_page("desktop", PAGES)
def test_page_from_a_server_asks_for_nothing_outside_and_reports_no_error(desktop: Visit):
    assert (desktop.requests, desktop.errors) == ([], [])
    assert desktop.page.locator(".cnn-fig[data-state=failed]").count() == 0


@pytest.mark.browser
@each_page("phone", PAGES)
def test_page_opened_as_a_file_asks_for_nothing_outside_and_reports_no_error(phone: Visit):
    assert (phone.requests, phone.errors) == ([], [])
    assert phone.page.locator(".cnn-fig[data-state=failed]").count() == 0


@pytest.mark.parametrize("page", PAGES)
def test_every_image_says_what_it_shows(page: str, site: Path):
    for image in soup(site, page).select("img"):
        alt = str(image.get("alt", "")).strip()
        source = str(image.get("src"))[:60]
        assert len(alt) >= 12, f"{source}: alt text {alt!r}"
        assert " " in alt, f"{source}: alt text {alt!r} is a name, not words"
        assert not re.search(r"\.(png|svg|jpe?g|webp)$", alt), f"{source}: alt text {alt!r} is a file name"


@pytest.mark.parametrize("page", PAGES)
def test_page_weighs_at_most_three_megabytes(page: str, site: Path):
    file = site / f"{page}.html"
    pictures = {
        (file.parent / str(image["src"])).resolve()
        for image in soup(site, page).select('img[src*="_images/"]')
    }
    assert file.stat().st_size + sum(path.stat().st_size for path in pictures) <= 3_000_000


@pytest.mark.parametrize("page", PAGES)
def test_internal_links_and_anchors_lead_somewhere(page: str, site: Path):
    here = site / f"{page}.html"
    broken = []
    for link in soup(site, page).select("a[href], img[src], script[src], link[href]"):
        target = str(link.get("href") or link.get("src"))
        if re.match(r"(https?:|mailto:|data:|javascript:)", target) or "opensearch" in str(link.get("rel")):
            continue
        path, anchor = urldefrag(target)
        file = (here.parent / unquote(path.split("?")[0])).resolve() if path else here
        if not file.is_file() or (anchor and file.suffix == ".html" and unquote(anchor) not in anchors(file)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_head_describes_the_page(page: str, site: Path):
    document = soup(site, page)
    assert document.html is not None
    assert document.html["lang"] == "en"
    assert document.select_one("link[rel=icon], link[rel='shortcut icon']")
    if page in toc_pages():
        (description,) = document.select("meta[name=description]")
        assert 30 <= len(str(description["content"])) <= 160, description["content"]


@pytest.mark.parametrize("page", PAGES)
def test_page_has_one_heading_of_the_first_level_and_skips_none(page: str, site: Path):
    headings = soup(site, page).select(", ".join(f"main h{n}:not(.onlyprint *)" for n in range(1, 7)))
    levels = [int(tag.name[1]) for tag in headings]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels


@pytest.mark.browser
def test_search_finds_a_word(server: str, new_page: Opener):
    tab = new_page(server).page
    tab.goto(f"{server}/search.html?q=convolution")
    tab.locator("#search-results li a").first.wait_for()
    assert "/book/" in tab.evaluate("() => document.querySelector('#search-results li a').href")


@pytest.mark.browser
@pytest.mark.parametrize("page", [name for name in toc_pages() if name.startswith("exercises/")])
def test_exercise_page_offers_the_released_notebook(page: str, site: Path, server: str, new_page: Opener):
    for home in (server, site.as_uri()):
        tab = new_page(home).page
        tab.goto(f"{home}/{page}.html")
        button = tab.get_by_role("link", name="Download this notebook (.ipynb)")
        button.focus()
        with tab.expect_download() as waiting:
            button.press("Enter")
        assert waiting.value.suggested_filename == f"{Path(page).name}.ipynb"
        assert Path(waiting.value.path()).read_bytes() == (ROOT / f"{page}.ipynb").read_bytes()
