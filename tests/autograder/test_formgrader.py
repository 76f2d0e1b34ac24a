"""A student who attacks whoever grades: does anything act in the real formgrader, or in the real feedback?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from playwright.sync_api import Page, sync_playwright

from tests.autograder.conftest import grades, nbgrader, notes
from tests.autograder.course import NAME, RIGHT, filled, make_course, write
from tests.autograder.serve import formgrader
from tests.autograder.students import cell
from tests.autograder.visit import SENTINEL, TOUCH, Visitor
from tests.autograder.xss import DISPLAYS, HTML, PNG, TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.grading, pytest.mark.xdist_group("autograder_formgrader")]
EVIL = "<img src=x onerror=hit(1)>"
SHOW = """\
from IPython.display import display
for data, metadata in {!r}:
    display(data, raw=True, metadata=metadata)"""
FORMULAS = "Euler: $e^{i\\pi} + 1 = 0$ and $$\\sum_{k=1}^n k = \\frac{n(n+1)}{2}$$"
HONEST = {  # what a student may put into a written answer, and how it shows
    f"**bold** {FORMULAS}": "math",
    "| a | b |\n|---|---|\n| 1 | 2 |": "td",
    f"![a picture](data:image/png;base64,{PNG})": "img[src^='data:image/png']",
    "[a link](https://en.wikipedia.org/wiki/Convolution)": "a[href^='https://en.wikipedia.org']",
    "`code <b>`": "code",
    "x<sub>2</sub>": "sub",
}
TABLE = "<table class='dataframe'><tr style='text-align: right'><th>n</th></tr></table>"


def hostile() -> NotebookNode:
    """Return a notebook with every attack in it, and with what honest students write."""
    notebook = filled(RIGHT | {"why": f"{FORMULAS}\n\n{' '.join(HTML).replace('N', '2')}"})
    shown = [(one["data"], one["metadata"]) for one in DISPLAYS.values()]
    added = [
        *(new_markdown_cell(text) for text in TEXTS.values()),
        *(new_markdown_cell(text) for text in HONEST),
        new_code_cell(SHOW.format(shown)),
        new_code_cell(SHOW.format([({"text/html": TABLE}, {}), ({"text/latex": "$\\sqrt{x}$"}, {})])),
        new_code_cell(f"print({EVIL!r})\nraise ValueError({EVIL!r})"),
        new_code_cell(
            f"# {EVIL}\nfrom pathlib import Path\nPath('made.html').write_text('<script>hit(3)</script>')"
        ),
        new_raw_cell(EVIL, metadata={"raw_mimetype": "text/html"}),
        new_markdown_cell("# double_hidden\n\n# why-comment\n\n[mine](evil.html) ![p](attachment:a.png)"),
    ]
    added[-1].attachments = {"a.png": {"image/png": 'x" onerror="hit(4)'}}
    notebook.cells += added
    for one in notebook.cells:
        one.metadata["name"] = one.metadata["tags"] = [EVIL]
    cell(notebook, "double").metadata["nbgrader"]["points"] = EVIL
    notebook.metadata = {"title": EVIL, "kernelspec": {"name": EVIL, "display_name": EVIL, "language": EVIL}}
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded course in which one student attacks by content and others by their names."""
    root = make_course(tmp_path_factory.mktemp("xss"))
    nbgrader(root, "generate_assignment", NAME)
    submitted = root / "grading" / "submitted"
    folder = submitted / "mallory" / NAME
    write(hostile(), folder / f"{NAME}.ipynb")
    write("<script>hit(5)</script>", folder / "evil.html")
    write(f"<svg xmlns='http://www.w3.org/2000/svg'><script>hit(6)</script>{EVIL}</svg>", folder / "evil.svg")
    write("not run", folder / f"{EVIL}.csv")
    write(filled(RIGHT), submitted / "Zoë O'Hara" / NAME / f"{EVIL}.ipynb")
    write(filled(RIGHT), submitted / EVIL / NAME / f"{NAME}.ipynb")
    write("{", submitted / "broken" / NAME / f"{EVIL}.ipynb")
    nbgrader(root, "autograde", NAME)
    nbgrader(root, "generate_feedback", NAME)
    return root


class Desk:
    """An instructor's browser: what its pages send is noted, and only the server is answered."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home, self.sent, self.away = page, home, [], []
        page.add_init_script(SENTINEL)
        page.route("**/*", lambda route: route.continue_() if self.note(route.request) else route.abort())

    def note(self, request: Any) -> bool:
        """Note a request; return whether it may go out."""
        inside = request.url.startswith((self.home, "data:", "file:"))
        if request.method != "GET":
            self.sent.append(f"{request.method} {request.url}")
        if not inside:
            self.away.append(request.url)
        return inside

    def open(self, path: str) -> Page:
        """Open a page and touch everything on it; check that nothing acted."""
        self.page.goto(path if path.startswith("file:") else self.home + path, wait_until="load")
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(TOUCH)
        self.page.wait_for_timeout(300)
        assert self.page.evaluate("() => window.hits") == []
        assert self.away == []
        return self.page


@pytest.fixture(scope="module")
def desk(course: Path) -> Iterator[Desk]:
    """A browser in front of the running formgrader."""
    with formgrader(course) as home, sync_playwright() as playwright:
        visitor = Visitor(playwright)
        yield Desk(visitor.browser.new_context().new_page(), home)
        visitor.close()


def submission(desk: Desk, student: str) -> str:
    """Return the path of formgrader's page of a student's notebook."""
    url = f"{desk.home}formgrader/api/submitted_notebooks/{NAME}/{NAME}"
    found = [one for one in desk.page.request.get(url).json() if one["student"] == student]
    return f"formgrader/submissions/{found[0]['id']}/"


def test_only_names_that_can_be_shown_are_graded(course: Path) -> None:
    """Is the student whose name is HTML a case for the instructor, and everyone else graded?"""
    assert {name: row["score"] for name, row in grades(course).items()} == {
        "mallory": "7.0", "Zoë O'Hara": "7.0", "broken": "", EVIL: "",
    }  # fmt: skip
    assert "cannot be a student's name" in notes(course)[EVIL]["note"]
    assert "HTML, links or images that could act are shown as text: why" in notes(course)["mallory"]["note"]


LISTS = """
manage_assignments manage_submissions/ps1 gradebook gradebook/ps1 gradebook/ps1/ps1
manage_students manage_students/mallory manage_students/mallory/ps1
"""


@pytest.mark.parametrize("path", LISTS.split())
def test_no_list_of_formgrader_is_attacked(path: str, desk: Desk) -> None:
    """Do names of students and files do nothing in the tables?"""
    desk.open(f"formgrader/{path}")


def test_nothing_acts_on_the_page_that_grades(desk: Desk, tmp_path: Path) -> None:
    """Does the notebook with every attack show, load nothing from elsewhere, and send nothing?"""
    desk.sent.clear()
    page = desk.open(submission(desk, "mallory"))
    assert desk.sent == []
    assert page.locator("#notebook-container > .cell").count() == len(hostile().cells) + 1  # and the notes
    for shown in (*HONEST.values(), "table.dataframe th", "msqrt"):
        assert page.locator(f"#notebook-container {shown}").count() > 0, shown
    page.screenshot(path=tmp_path / "formgrader.png", full_page=True)


def test_points_still_go_to_the_right_cell(desk: Desk) -> None:
    """A heading named as a field of formgrader's: is a score that is typed in still saved?"""
    page = desk.open(submission(desk, "mallory"))
    page.locator("input#why").fill("2")
    with page.expect_response(lambda response: response.request.method == "PUT") as saved:
        page.locator("input#why").blur()
    assert saved.value.ok
    assert saved.value.request.post_data_json["manual_score"] == "2"


def test_files_beside_the_notebook_do_not_run(desk: Desk, course: Path) -> None:
    """Is an HTML file, handed in or written by a cell, served as text?"""
    path = submission(desk, "mallory")
    for name in ("evil.html.txt", "evil.svg.txt"):
        served = desk.page.request.get(f"{desk.home}{path}{name}")
        assert served.headers["content-type"].startswith("text/plain"), name
        desk.open(path + name)
    kept = {one.name for one in (course / "grading" / "autograded" / "mallory" / NAME).iterdir()}
    assert not {one for one in kept if one.endswith((".html", ".svg"))}


def test_the_log_of_a_refused_file_does_nothing(desk: Desk) -> None:
    """Is a file name in the message that formgrader shows after its Autograde button only text?"""
    page = desk.open(f"formgrader/manage_submissions/{NAME}")
    row = page.locator("tr", has=page.get_by_text("broken", exact=True))
    row.locator(".autograde a").click()
    page.get_by_text("needs the instructor").first.wait_for(timeout=90_000)
    assert page.evaluate("() => window.hits") == []
    assert page.locator("img").count() == 0


def test_feedback_loads_nothing_and_runs_nothing(desk: Desk, course: Path, tmp_path: Path) -> None:
    """Is the student's page one file with its formulas in it, that asks nobody for anything?"""
    feedback = course / "grading" / "feedback" / "mallory" / NAME / f"{NAME}.html"
    alone = shutil.copy(feedback, tmp_path / "page.html")
    page = desk.open(Path(alone).as_uri())
    assert page.locator("math").count() >= 3
    assert page.locator("script").count() == 0
    assert page.locator("msqrt").count() == 1
    page.screenshot(path=tmp_path / "feedback.png", full_page=True)
