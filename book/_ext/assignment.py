"""The `assignment` directive: links a chapter to its graded exercises, with the tasks as the release names them.

    ```{assignment} 6
    ```

While a chapter has no release under `exercises/`, it says so.
"""

from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
_TEXT = """\
The {{doc}}`exercises of this chapter <../exercises/{name}/{name}>` let you write these functions yourself, and graded \
tests look for the mistakes that you have met here:

{tasks}

Read them in the book, or {{download}}`download the notebook <../exercises/{name}/{name}.ipynb>` and work on it in \
JupyterLab.
"""


def release(chapter: int, folder: Path = EXERCISES) -> Path | None:
    """Return the released notebook of a chapter, ``exercises/NN_name/NN_name.ipynb``, or None while there is none."""
    return next((p for p in folder.glob(f"{chapter:02d}_*/*.ipynb") if p.stem == p.parent.name), None)


def tasks(notebook: Path) -> list[str]:
    """Return what each task asks for, from the table in the first cell (task, what you write, points, minutes)."""
    first = nbformat.read(notebook, as_version=4).cells[0].source  # pyright: ignore[reportAttributeAccessIssue]: untyped
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in first.splitlines()
        if line[:1] == "|"
    ]
    return [f"- {what} ({points} points)" for number, what, points, *_ in rows if number.isdigit()]


def markdown(chapter: int, folder: Path = EXERCISES) -> str:
    """Return the section's text; ValueError if a release has no table of tasks."""
    notebook = release(chapter, folder)
    if notebook is None:
        return "This chapter has no graded exercises yet."
    if not (found := tasks(notebook)):
        raise ValueError(
            f"expected a table '| task | what you write | points | …' at the top of {notebook.name}, got none"
        )
    return _TEXT.format(name=notebook.stem, tasks="\n".join(found))


class Assignment(SphinxDirective):
    """Write the links to the assignment of the chapter given as argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        chapter = int(self.arguments[0])
        if notebook := release(chapter):
            self.env.note_dependency(str(notebook))
        try:
            return self.parse_text_to_nodes(markdown(chapter))
        except ValueError as reason:
            raise self.error(str(reason)) from reason


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("assignment", Assignment)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
