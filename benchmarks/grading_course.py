"""Time grading the assignments of this course for a class: `python -m benchmarks.grading_course --students 20`.

Every student hands in the model answers, so the time is what the tests themselves take, and what grading adds. The last
line says what the same class would take with 200 students, for all assignments together.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from benchmarks.grading import CONFIG, OURS, run
from tools.exercises import ROOT, assignments, read_source, without_notes
from tools.solutions import MARKS

CLASS = 200


def make_course(root: Path, name: str, students: int) -> float:
    """Make a course with one assignment that everybody solved; return the points that a test gives for it."""
    source = without_notes(read_source((ROOT / "solutions" / name / f"{name}.py").read_text("utf8")))
    (root / "source" / name).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG.format(root=str(root)) + OURS, "utf8")
    nbformat.write(source, root / "source" / name / f"{name}.ipynb")
    run(root, "nbgrader", "generate_assignment", name)
    released = nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4)
    answers = {cell.id: cell.source for cell in source.cells if about(cell).get("solution")}
    for number in range(students):
        for cell in released.cells:
            if cell.id in answers:
                lines = [line for line in answers[cell.id].splitlines() if line.strip() not in MARKS]
                cell.source = "\n".join([*lines, f"# student {number}"])
        folder = root / "submitted" / f"student{number:05}" / name
        folder.mkdir(parents=True)
        nbformat.write(released, folder / f"{name}.ipynb")
    return sum(about(cell).get("points", 0) for cell in source.cells if cell.cell_type == "code")


def about(cell: NotebookNode) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell."""
    return cell.metadata.get("nbgrader", {})


def check(root: Path, students: int, points: float) -> None:
    """Stop where not every model answer got all points of the tests: what is not graded right is not fast."""
    run(root, "nbgrader", "export")
    head, *rows = (line.split(",") for line in (root / "grades.csv").read_text("utf8").splitlines())
    got = [float(row[head.index("score")] or 0) for row in rows]
    if got != [points] * students:
        raise SystemExit(f"expected {students} submissions with {points:g} points in {root}, got {got}")


def measure(name: str, students: int, jobs: int) -> dict[str, Any]:
    """Grade one assignment; return milliseconds for each submission, start and end of the program included."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        points = make_course(root, name, students)
        seconds = run(root, "autograder", "grade", name, "--jobs", str(jobs))
        check(root, students, points)
    return {"assignment": name, "points": points, "students": students, "ms": 1000 * seconds / students}


def main() -> None:
    """Read the command line, measure, print and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading_course", description=__doc__)
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="assignments whose name holds this text")
    parser.add_argument("--output", type=Path, default=Path("_build/bench/grading_course.json"))
    chosen = parser.parse_args()
    rows = []
    for name in (name for name in assignments() if chosen.only in name):
        rows.append(measure(name, chosen.students, chosen.jobs))
        print(f"{name:45}{rows[-1]['points']:5g} points{rows[-1]['ms']:8.0f} ms a submission", flush=True)
    minutes = sum(row["ms"] for row in rows) * CLASS / 60_000
    print(f"{len(rows)} assignments x {CLASS} students: {minutes:.1f} minutes at this rate")
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(json.dumps(rows, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
