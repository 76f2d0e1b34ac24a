"""Open a page in Chromium, touch everything a student put on it, and note what it did."""

from __future__ import annotations

import os
import shutil
from typing import Any, NamedTuple

from playwright.sync_api import Error, Page, Playwright, Request, Route

SENTINEL = """
window.hits = [];
window.hit = (number) => { window.hits.push(number); };
"""
JQUERY = """
const any = { get: (_, key) => key === Symbol.toPrimitive ? () => "" : window.$(), apply: () => window.$() };
window.$ = () => new Proxy(function () {}, any);
"""
TOUCH = """() => {
    const event = (kind) => new MouseEvent(kind, { bubbles: true, cancelable: true });
    for (const place of document.querySelectorAll(".text_cell_render, .output_area")) {
        for (const one of place.querySelectorAll("a, b, p, button, text, mtext, svg *, math, input, img")) {
            if (one.matches("a[href^='http']")) continue;
            for (const kind of ["mouseover", "mouseenter", "focus"]) one.dispatchEvent(event(kind));
            if (one.click) one.click(); else one.dispatchEvent(event("click"));
        }
    }
}"""
INSIDE = """() => document.querySelectorAll("#notebook-container > .cell").length"""


class Seen(NamedTuple):
    """What a page did: attacks that fired, requests that it sent, notebook cells that are in their place."""

    fired: list[Any]
    requests: list[str]
    cells_inside: int


class Visitor:
    """A Chromium in which every request but those to one home is noted and refused."""

    def __init__(self, playwright: Playwright, home: str = "http://formgrader.example/") -> None:
        flags = ["--headless", "--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self.browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        self.home = home

    def close(self) -> None:
        """End the browser."""
        self.browser.close()

    def see(self, html: str, wait: int = 60) -> Seen:
        """Open a page of this text, touch what is on it, and return what it did."""
        context = self.browser.new_context()
        page, requests = context.new_page(), []
        page.add_init_script(SENTINEL + JQUERY)

        def answer(route: Route, request: Request) -> None:
            if request.url == self.home:
                route.fulfill(body=html, content_type="text/html")
            else:
                requests.append(request.url)
                route.abort()

        context.route("**/*", answer)
        page.goto(self.home)
        seen = self.touch(page, requests, wait)
        context.close()
        return seen

    def touch(self, page: Page, requests: list[str], wait: int) -> Seen:
        """Touch everything on an open page, and return what it did."""
        try:
            inside = page.evaluate(INSIDE)
            page.wait_for_timeout(wait)
            page.evaluate(TOUCH)
            page.wait_for_timeout(wait)
            hits = page.evaluate("() => window.hits || []")
        except Error as error:  # the page has gone elsewhere while it was looked at
            inside, hits = 0, [error.message.partition("\n")[0]]
        away = [url for url in requests if "e.example" in url]
        return Seen([*hits, *away], requests, inside)
