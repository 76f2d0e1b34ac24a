"""Every interactive figure and quiz in the built book answers: to the mouse, to the keyboard, in words."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anywidget
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import Visit, each_page, opener, settle
from .pages import soup, toc_pages
from .test_pages import violations

pytestmark = [pytest.mark.book, pytest.mark.browser]
Opener = Callable[..., Visit]

CHAPTERS = [name for name in toc_pages() if name.startswith("book/") and name.split("/")[1][:2].isdigit()]

# What a figure shows, without its controls: a slider that only moves its own readout has done nothing.
SHOWN = """(body) => {
    const copy = body.cloneNode(true);
    copy.querySelectorAll(".cnn-control").forEach((control) => control.remove());
    return copy.innerHTML;
}"""


@pytest.fixture(scope="module")
def chapter(request: pytest.FixtureRequest, browser: Browser, site: Path) -> Iterator[Visit]:
    """The chapter named by the parameter, with reduced motion; tests that change figures come last."""
    with opener(browser) as open_page:
        visit = open_page(site.as_uri(), reduced_motion="reduce")
        settle(visit.page, f"{site.as_uri()}/{request.param}.html")
        yield visit


def figures_on(visit: Visit) -> list[Locator]:
    """Return the interactive figures of an open page, without its quizzes."""
    return visit.page.locator(".cnn-fig:not([data-module=quiz])").all()


def changes(body: Locator, act: Callable[[], object], within: int = 0) -> bool:
    """Do something and tell whether the figure shows something else than before, at once or within some ms."""
    before = body.evaluate(SHOWN)
    act()
    for _ in range(within // 50):
        if body.evaluate(SHOWN) != before:
            return True
        body.page.wait_for_timeout(50)
    return body.evaluate(SHOWN) != before


def drag_along(control: Locator, start: float = 0.2, end: float = 0.8) -> None:
    """Press the mouse on a slider or a drawing, drag and release; places as parts of its width."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    mouse = control.page.mouse
    mouse.move(box["x"] + box["width"] * start, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * (start + end) / 2, middle, steps=3)
    mouse.move(box["x"] + box["width"] * end, middle, steps=3)
    mouse.up()


def other_option(select: Locator) -> None:
    """Choose another option than the chosen one, with the keyboard."""
    last = select.evaluate("(s) => s.selectedIndex === s.options.length - 1")
    select.press("ArrowUp" if last else "ArrowDown")


def enable(button: Locator, figure: Locator) -> None:
    """Bring a button that is off, or pressed already, into a state where pressing it does something."""
    for other in figure.locator("button").all():
        if not useless(button):
            return
        if not useless(other) and other.inner_text() != "Play":
            other.click()


def useless(button: Locator) -> bool:
    return button.get_attribute("aria-disabled") == "true" or button.get_attribute("aria-pressed") == "true"


def silent_controls(figure: Locator) -> list[str]:
    """Use every control of a figure by keyboard and by mouse; name those that change nothing."""
    body, silent = figure.locator(".cnn-body"), []

    def try_all(control: Locator, *acts: Callable[[], object], within: int = 0) -> None:
        # lazily: one way that changes the figure is enough for each of keyboard and mouse
        if not any(changes(body, act, within) for act in acts):
            silent.append(control.evaluate("(e) => e.outerHTML").replace("\n", " ")[:160])

    # buttons first: sliders may leave a stepper with a single step
    for button in figure.locator("button").all():
        for act in (lambda b=button: b.press("Enter"), lambda b=button: b.click()):
            enable(button, figure)
            plays = button.inner_text() in ("Play", "Pause")
            try_all(button, act, within=10_000 if plays else 0)
            if button.inner_text() == "Pause":
                button.click()
    for drawing in figure.locator(".cnn-draggable").all():
        # in a drawing of several parts only one may move, so try its middle and its left
        paths = [(0.2, 0.8), (0.8, 0.3), (0.05, 0.25), (0.25, 0.05)]
        try_all(drawing, *(lambda d=drawing, path=path: drag_along(d, *path) for path in paths))
    for slider in figure.locator("input[type=range]").all():
        keys = [
            lambda key=key, slider=slider: slider.press(key)
            for key in ("ArrowRight", "ArrowLeft", "Home", "End")
        ]
        try_all(slider, *keys)
        try_all(slider, lambda slider=slider: drag_along(slider), lambda slider=slider: slider.press("Home"))
    for field in figure.locator("input[type=number]").all():
        try_all(field, lambda f=field: f.press("ArrowUp"), lambda f=field: f.press("ArrowDown"))
    for box in figure.locator("input[type=checkbox]").all():
        try_all(box, lambda box=box: box.press("Space"))
        try_all(box, lambda box=box: box.click())
    for select in figure.locator("select").all():
        try_all(select, lambda select=select: other_option(select))
    return silent


@each_page("chapter", CHAPTERS)
def test_every_figure_says_its_result_in_words(chapter: Visit):
    for figure in figures_on(chapter):
        said = [live.inner_text() for live in figure.locator("[aria-live=polite]").all()]
        assert any(len(text) >= 10 for text in said), (figure.get_attribute("data-module"), said)


@each_page("chapter", CHAPTERS)
def test_tab_reaches_every_control_and_shows_where_it_is(chapter: Visit):
    for figure in figures_on(chapter):
        stops = "input, select, button"
        figure.locator(stops).first.focus()
        seen = set()
        for _ in range(figure.locator(stops).count() + 2):
            inside, which, outline = figure.evaluate(
                """(figure, stops) => {
                    const now = document.activeElement, style = getComputedStyle(now);
                    const ring = style.outlineStyle !== "none" ? parseFloat(style.outlineWidth) : 0;
                    return [figure.contains(now), [...figure.querySelectorAll(stops)].indexOf(now), ring]; }""",
                stops,
            )
            if inside and which >= 0:
                seen.add(which)
                assert outline >= 2, (
                    f"no visible focus on control {which} of {figure.get_attribute('data-module')}"
                )
            chapter.page.keyboard.press("Tab")
        assert seen == set(range(figure.locator(stops).count())), figure.get_attribute("data-module")


@each_page("phone", CHAPTERS)
def test_every_control_is_large_enough_to_touch(phone: Visit):
    for figure in figures_on(phone):
        for control in figure.locator("input, select, button").all():
            box = control.bounding_box()
            assert box is not None
            # WCAG 2.2, target size: 24 px; the label around a check box is part of it
            assert min(box["width"], box["height"]) >= 18, control.evaluate("(e) => e.outerHTML")[:120]
            around = control.evaluate("(e) => (e.closest('label') ?? e).getBoundingClientRect().height")
            assert around >= 24, control.evaluate("(e) => e.outerHTML")[:120]


@each_page("chapter", CHAPTERS)
def test_quiz_gives_feedback_to_every_answer_and_calls_the_right_one_correct(chapter: Visit):
    quizzes = chapter.page.locator(".cnn-fig[data-module=quiz]").all()
    assert quizzes, "a chapter ends in a quiz"
    for quiz in quizzes:
        questions = json.loads(quiz.locator(".cnn-data").inner_text())["state"]["questions"]
        for form, question in zip(quiz.locator("form").all(), questions, strict=True):
            answer_every_way(form, question)
        expect(quiz.locator(".cnn-score")).to_have_text(f"{len(questions)} of {len(questions)} right.")
    assert chapter.errors == []
    assert violations(chapter.page, include=[".cnn-fig[data-module=quiz]"]) == []


def answer_every_way(form: Locator, question: dict[str, Any]) -> None:
    """Give each answer with the keyboard, the right one last, and read the feedback."""
    feedback = form.locator("[role=status]")
    if question["kind"] == "number":
        answers = [(f"{value['value']}", value["feedback"], False) for value in question["mistakes"]]
        answers += [("123456", question["wrong"], False), (f"{question['answer']}", question["right"], True)]
        for text, expected, right in answers:
            form.locator("input").fill(text)
            form.locator("input").press("Enter")
            check(feedback, expected, right)
        return
    options = list(enumerate(question["options"]))
    for i, option in options:
        choose(form, {i})
        check(feedback, option["feedback"], option["correct"] and question["kind"] == "one")
    choose(form, {i for i, option in options if option["correct"]})
    expect(feedback).to_contain_text("Correct.")


def choose(form: Locator, chosen: set[int]) -> None:
    for i, box in enumerate(form.locator("input").all()):
        if (i in chosen) != box.is_checked():
            box.press("Space")
    form.get_by_role("button", name="Check").press("Enter")


def check(feedback: Locator, expected: str, right: bool) -> None:
    expect(feedback).to_contain_text("Correct." if right else "Not yet.")
    assert expected in feedback.inner_html().replace("&nbsp;", " ") or text_of(feedback, expected)


def text_of(feedback: Locator, markup: str) -> bool:
    """Compare as text: a browser writes MathML back with other entities."""
    plain: str = feedback.evaluate(
        "(_, html) => { const d = document.createElement('div'); d.innerHTML = html; return d.textContent; }",
        markup,
    )
    return plain.strip() != "" and plain in (feedback.text_content() or "")


@each_page("chapter", CHAPTERS)
def test_every_control_of_every_figure_changes_what_the_figure_shows(chapter: Visit):
    figures = figures_on(chapter)
    assert len(figures) >= 2, "a chapter has two interactive figures or more"
    for figure in figures:
        controls = figure.locator("input, select, button").count()
        assert controls > 0, figure.get_attribute("data-module")
        assert silent_controls(figure) == [], figure.get_attribute("data-module")
    assert chapter.errors == []


@pytest.mark.parametrize("page", CHAPTERS)
def test_state_of_every_figure_has_names_that_a_widget_leaves_free(page: str, site: Path):
    for script in soup(site, page).select(".cnn-fig .cnn-data"):
        state = json.loads(str(script.string))["state"]
        assert set(state) & set(dir(anywidget.AnyWidget)) == set()


@pytest.mark.parametrize("page", CHAPTERS)
def test_page_without_scripts_shows_every_figure_as_picture_or_text(page: str, site: Path, new_page: Opener):
    tab: Page = new_page(site.as_uri(), java_script_enabled=False).page
    tab.goto(f"{site.as_uri()}/{page}.html")
    for figure in tab.locator(".cnn-fig").all():
        fallback = figure.locator(".cnn-fallback")
        expect(fallback).to_be_visible()
        assert fallback.locator("img").count() or len(fallback.inner_text()) >= 20
