"""Browser fixtures for the book's pages and figures.

For the test of one figure (``tests/book/test_<figure>.py``), which needs no built book:

``compute(module, state)``
    Runs ``compute(state)`` of ``cnnlib/interactive/js/<module>.js`` in Chromium and returns its result.
    Arrays may be NumPy arrays. Hold it against NumPy::

        @pytest.mark.browser
        def test_slide_1d_computes_what_numpy_computes(compute, rng):
            x, w = rng.normal(size=7), rng.normal(size=3)
            y = compute("slide_1d", {"x": x, "w": w})["y"]
            np.testing.assert_allclose(y, np.correlate(x, w), atol=1e-12)

``show(figure)``
    Opens an ``Interactive`` on a page of its own, waits until it runs and returns the Playwright page.
    Controls are found by their names: ``page.get_by_label("stride").press("ArrowRight")``,
    ``page.get_by_role("button", name="Next")``; what the figure says is
    ``page.locator(".cnn-live").inner_text()``. A console error or a request fails the test.

For the whole book (``_build/html``, markers ``book`` and ``browser``):

``site``            the folder of the built pages; fails with the command to run if they are missing
``server``          the address of a local HTTP server over it
``new_page``        opens fresh pages; a page records `requests` that leave the site and `errors`
``desktop``, ``phone``  one built page, open and running, for all tests of a module that take it: parametrize with
                    ``each_page(names)`` and leave the page as it was
"""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from cnnlib.interactive import Interactive
from cnnlib.interactive.figure import source

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
FLAGS = [
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Return the path of the system's Chromium, which Playwright drives; it downloads none of its own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail(f"expected one of {', '.join(names)} on the PATH, found none: `make test` installs one")
    return found


# Package scope, not session: Playwright keeps an event loop running in this thread, and the notebook tests in
# other folders start their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page and what went wrong on it."""

    page: Page
    home: str = ""
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self._note_request(request.url))
        self.page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.home or "about:", "data:", "blob:")):
            self.requests.append(url)

    def _note_console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"console {message.type}: {message.text}")


@contextmanager
def opener(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Yield a function that opens a fresh page: ``open_page(home, width=1280, dark=False)``."""
    contexts = []

    def open_page(home: str = "", width: int = 1280, dark: bool = False, **options: Any) -> Visit:
        scheme = "dark" if dark else "light"
        viewport = ViewportSize(width=width, height=900)
        contexts.append(browser.new_context(viewport=viewport, color_scheme=scheme, **options))
        return Visit(contexts[-1].new_page(), home)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a fresh page: ``new_page(home, width=1280, dark=False)``."""
    with opener(browser) as open_page:
        yield open_page


READY = """() => {
    const figures = [...document.querySelectorAll(".cnn-fig")];
    const math = document.querySelector(".math") === null || document.querySelector("mjx-container") !== null;
    const still = document.getAnimations().every((animation) => animation.playState !== "running");
    return math && still && figures.every((figure) => figure.dataset.state);
}"""


def settle(page: Page, address: str) -> Page:
    """Open a page and wait until its figures run and its formulas are set."""
    answer = page.goto(address)
    if answer is None or not answer.ok:
        pytest.fail(f"expected {address} in the built book, found none; run `make book`")
    page.wait_for_function(READY, timeout=15_000)
    page.evaluate("() => document.fonts.ready.then(() => null)")
    return page


def each_page(fixture: str, names: list[str]) -> pytest.MarkDecorator:
    """Run a test once for each of ``names``, opened by ``fixture``; one worker takes all tests of a page."""
    params = [pytest.param(name, marks=pytest.mark.xdist_group(f"page-{name}")) for name in names]
    return pytest.mark.parametrize(fixture, params, indirect=True)


@pytest.fixture(scope="module")
def desktop(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Visit]:
    """The page named by the parameter, from a server, on a wide screen."""
    with opener(browser) as open_page:
        visit = open_page(server)
        settle(visit.page, f"{server}/{request.param}.html")
        yield visit


@pytest.fixture(scope="module")
def phone(request: pytest.FixtureRequest, browser: Browser, site: Path) -> Iterator[Visit]:
    """The page named by the parameter, opened as a file, on a narrow screen."""
    with opener(browser) as open_page:
        visit = open_page(site.as_uri(), width=375)
        settle(visit.page, f"{site.as_uri()}/{request.param}.html")
        yield visit


@pytest.fixture
def compute(new_page: Callable[..., Visit]) -> Callable[[str, dict[str, Any]], Any]:
    """Return ``compute(module, state)``: the arithmetic of a figure's module, run in Chromium."""
    page = new_page().page

    def run(module: str, state: dict[str, Any]) -> Any:
        code = """async ([source, state]) => {
            const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
            try { return (await import(url)).compute(state); } finally { URL.revokeObjectURL(url); }
        }"""
        return page.evaluate(code, [source(module), _plain(state)])

    return run


def _plain(value: Any) -> Any:
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


@pytest.fixture
def show(new_page: Callable[..., Visit]) -> Iterator[Callable[..., Page]]:
    """Return ``show(figure, **page_options)``: the figure alone on a page, running."""
    visits = []

    def open_figure(figure: Interactive, **options: Any) -> Page:
        visits.append(new_page(**options))
        page = visits[-1].page
        page.set_content(
            f'<!doctype html><html lang="en"><title>figure</title><main>{figure.to_html()}</main></html>'
        )
        page.locator(".cnn-fig[data-state]").wait_for()
        return page

    yield open_figure
    for visit in visits:
        assert visit.errors == []
        assert visit.requests == []


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


@pytest.fixture(scope="package")
def site() -> Path:
    if not (SITE / "book" / "intro.html").is_file():
        pytest.fail(f"expected the built book in {SITE.relative_to(ROOT)}, found none; run `make book`")
    return SITE


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="package")
def server(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
