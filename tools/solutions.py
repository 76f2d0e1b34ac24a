"""Write what students get after the deadline: ``python -m tools.solutions [NAME ...]`` fills ``_build/solutions``.

For each assignment a notebook with the model answers, the notes on them and all outputs, and the same as one HTML
file that needs no network. Hidden tests stay titles, because next year's class gets them too; ``--hidden-tests``
writes them out.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from unittest import mock

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.safe.page import markdown2html
from tools.exercise_rules import HIDDEN, is_note, is_test
from tools.exercises import ROOT, assignments, read_source

TARGET = Path("_build/solutions")
FORMULAS = (
    ROOT / "autograder" / "safe" / "templates" / "feedback"
)  # a page without MathJax: formulas are MathML
MARKS = ("### BEGIN SOLUTION", "### END SOLUTION", "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
HEAD = """\
**Model solution.** Each task has more than one good answer: a different one that passes the tests is as good.
The notes say why this one works. Run the notebook in JupyterLab to move the sliders at its end.
"""


def solution(text: str, hidden_tests: bool = False) -> NotebookNode:
    """Return the notebook to hand out, not yet executed, from the source ``text`` of an assignment."""
    notebook = read_source(text)
    for cell in notebook.cells:
        if is_test(cell) and not hidden_tests:
            cell.source = HIDDEN.sub("", cell.source).rstrip()
        cell.source = "\n".join(line for line in cell.source.splitlines() if line.strip() not in MARKS)
        if is_note(cell):
            cell.source = quoted(cell.source)
        elif cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = quoted(f"**Model answer.**\n\n{cell.source}")
        cell.metadata = {}  # nothing of it is handed in: no cell is locked, and none is graded
    notebook.cells.insert(1, new_markdown_cell(quoted(HEAD.rstrip()), id="solution"))
    return notebook


def quoted(text: str) -> str:
    """Return Markdown as a block quote, which sets it off from the text of the assignment."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run ``notebook`` in ``folder``, playground without sliders. Raises CellExecutionError where a cell fails."""
    with mock.patch.dict(os.environ, NBGRADER_EXECUTION="solution", MPLBACKEND="agg"):
        client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
        client.extra_arguments = ["--log-level=ERROR"]
        return client.execute()


def page(notebook: NotebookNode, title: str) -> str:
    """Return ``notebook`` as one HTML file that loads nothing."""
    exporter = HTMLExporter(extra_template_paths=[str(FORMULAS)], filters={"markdown2html": markdown2html})
    for address in HTMLExporter.class_trait_names():
        if address.endswith("_url"):
            setattr(exporter, address, "")  # MathJax, require.js, diagrams: all from elsewhere
    html, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": title}})
    return html


def write(names: Iterable[str], target: Path, hidden_tests: bool = False, root: Path = ROOT) -> list[Path]:
    """Write the notebook and the page of each assignment of ``names``; return their paths."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names:
        text = (root / "solutions" / name / f"{name}.py").read_text("utf8")
        notebook = execute(solution(text, hidden_tests), target)
        files = {".ipynb": nbformat.writes(notebook) + "\n", ".html": page(notebook, f"{name}: solution")}
        for ending, content in files.items():
            written.append(target / f"{name}{ending}")
            written[-1].write_text(content, "utf8")
    return written


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Write what is asked for and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m tools.solutions", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help="an assignment, NN_name; without: all")
    parser.add_argument("--hidden-tests", action="store_true", help="write the hidden tests out")
    options = parser.parse_args(arguments)
    for path in write(options.names or assignments(root), root / TARGET, options.hidden_tests, root):
        print(path.relative_to(root))
    return 0


if __name__ == "__main__":
    sys.exit(main())
