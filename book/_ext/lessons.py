"""The `lessons` directive: a plan for a term, with times and points read from the chapters and the exercises.

    ```{lessons}
    - chapters: [1, 2]
      assignment: 2
      in_class: What happens there.
    ```

One entry is one week. Titles, minutes and points are nowhere typed in: they are those of the pages.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import yaml
from assignment import EXERCISES, release
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

BOOK = Path(__file__).resolve().parents[1]
WIDTHS = "8 16 10 12 8 10 36"  # in percent; a docutils table without them gives each column the same

_TIME = re.compile(r"\*\*Time:\*\* about (\d+) minutes of reading and playing, (\d+) minutes for the quiz")
_COST = re.compile(r"\*\*(\d+)\s+points\*\*.*?about\s+(\d+)\s+minutes", re.DOTALL)


@dataclass(frozen=True)
class Week:
    """One week of a plan."""

    chapters: list[int]
    assignment: int
    in_class: str


def weeks(text: str) -> list[Week]:
    """Return the weeks that the directive's body names."""
    return [Week(**entry) for entry in yaml.safe_load(text)]


def chapter(number: int, book: Path = BOOK) -> Path | None:
    """Return the source of a chapter, or None while it is not written."""
    return next(iter(book.glob(f"{number:02d}_*.md")), None)


def reading_minutes(page: Path) -> int:
    """Return how long a chapter takes with its quiz, as it says itself."""
    found = _TIME.search(page.read_text("utf8"))
    if not found:
        raise ValueError(
            f"{page.name}: expected '**Time:** about N minutes of reading and playing, N minutes for …'"
        )
    return sum(map(int, found.groups()))


def cost(notebook: Path) -> tuple[int, int]:
    """Return the points and the minutes of an assignment, from its first cell."""
    first: Any = nbformat.read(notebook, as_version=4)
    found = _COST.search(first.cells[0].source)
    if not found:
        raise ValueError(
            f"{notebook.name}: expected '**N points** … about N minutes' in its first cell, found none"
        )
    return int(found[1]), int(found[2])


def row(number: int, week: Week, book: Path = BOOK, exercises: Path = EXERCISES) -> list[str]:
    """Return the cells of one week's row."""
    pages = [(chapter(at, book), at) for at in week.chapters]
    read = [f"{{doc}}`{at} <{page.stem}>`" if page else f"{at} (in preparation)" for page, at in pages]
    minutes = sum(reading_minutes(page) for page, _ in pages if page)
    notebook = release(week.assignment, exercises)
    if notebook is None:
        raise ValueError(f"lessons: expected exercises {week.assignment} in {exercises}, found none")
    points, work = cost(notebook)
    task = f"{{doc}}`{week.assignment} <../exercises/{notebook.stem}/{notebook.stem}>`"
    return [str(number), ", ".join(read), f"{minutes}", task, f"{points}", f"{work}", week.in_class]


def markdown(plan: list[Week], book: Path = BOOK, exercises: Path = EXERCISES) -> str:
    """Return the plan as a table, with a line of sums."""
    head = ["week", "read chapters", "minutes", "hand in exercises", "points", "minutes", "in class"]
    rows = [row(number, week, book, exercises) for number, week in enumerate(plan, 1)]
    sums = [str(sum(int(cells[at]) for cells in rows)) for at in (2, 4, 5)]
    rows.append(["sum", "", sums[0], "", sums[1], sums[2], ""])
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])
    return f"```{{table}}\n:widths: {WIDTHS}\n\n{table}\n```\n"


class Lessons(SphinxDirective):
    """Write the plan whose weeks are the directive's body."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        plan = weeks("\n".join(self.content))
        for week in plan:
            for page in filter(None, map(chapter, week.chapters)):
                self.env.note_dependency(str(page))
            if notebook := release(week.assignment):
                self.env.note_dependency(str(notebook))
        try:
            return self.parse_text_to_nodes(markdown(plan))
        except ValueError as reason:
            raise self.error(str(reason)) from reason


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("lessons", Lessons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
