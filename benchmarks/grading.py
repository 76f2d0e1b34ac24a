"""Compare `python -m autograder grade` with stock `nbgrader autograde`: `make bench-grading`.

Both grade the same correct submissions of a small notebook, in one run and on the same machine, each in a course of its
own; stock means nbgrader as it comes, without `autograder.configure(c)`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

CONFIG = """\
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "bench"
"""
OURS = "import autograder\n\nautograder.configure(c)\n"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

TASKS = {
    "numpy": (
        "import numpy as np",
        "def center(x):\n    ### BEGIN SOLUTION\n    return x - x.mean(axis=0)\n    ### END SOLUTION",
        "x = np.arange(12.0).reshape(4, 3)\nassert np.allclose(center(x).mean(axis=0), 0)",
        "### BEGIN HIDDEN TESTS\nassert center(np.ones((2, 5))).shape == (2, 5)\n### END HIDDEN TESTS",
    ),
    "torch": (
        "import torch",
        "def center(x):\n    ### BEGIN SOLUTION\n    return x - x.mean(dim=0)\n    ### END SOLUTION",
        "x = torch.arange(12.0).reshape(4, 3)\nassert torch.allclose(center(x).mean(dim=0), torch.zeros(3))",
        "### BEGIN HIDDEN TESTS\nassert center(torch.ones(2, 5)).shape == (2, 5)\n### END HIDDEN TESTS",
    ),
}


def source(task: str) -> NotebookNode:
    """Return the instructor's notebook: an import, an answer, a visible and a hidden test."""
    load, answer, visible, hidden = TASKS[task]
    cells = [
        new_code_cell(load, id="load"),
        new_code_cell(answer, id="answer", metadata=mark("answer", 0)),
        new_code_cell(visible, id="visible", metadata=mark("visible", 1)),
        new_code_cell(hidden, id="hidden", metadata=mark("hidden", 1)),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def mark(name: str, points: int) -> dict[str, Any]:
    """Return nbgrader's metadata of an answer (no points) or of a test."""
    about = {
        "grade_id": name,
        "schema_version": 3,
        "grade": points > 0,
        "solution": points == 0,
        "locked": points > 0,
    }
    return {"nbgrader": about | ({"points": points} if points else {})}


def make_course(root: Path, task: str, count: int, config: str) -> None:
    """Make a course with ``count`` correct submissions that differ in a comment."""
    (root / "source" / "ps1").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG.format(root=str(root)) + config, "utf8")
    nbformat.write(source(task), root / "source" / "ps1" / "ps1.ipynb")
    run(root, "nbgrader", "generate_assignment", "ps1")
    released = nbformat.read(root / "release" / "ps1" / "ps1.ipynb", as_version=4)
    for number in range(count):
        released.cells[1].source = f"{TASKS[task][1]}  # student {number}"
        folder = root / "submitted" / f"student{number:05}" / "ps1"
        folder.mkdir(parents=True)
        nbformat.write(released, folder / "ps1.ipynb")


def run(root: Path, *command: str) -> float:
    """Run ``python -m`` a command in the course; return the seconds it took."""
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root, env=os.environ | {"PATH": scripts}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"[-4000:]
        )
    return seconds


def check(root: Path, count: int) -> None:
    """Stop where not everybody got full points: what is not graded right does not count as fast."""
    run(root, "nbgrader", "export")
    rows = (root / "grades.csv").read_text("utf8").splitlines()
    columns = rows[0].split(",")
    full = [
        row for row in (row.split(",") for row in rows[1:]) if float(row[columns.index("score")] or 0) == 2
    ]
    if len(full) != count:
        raise SystemExit(f"expected {count} submissions with 2 points in {root}, got {len(full)}")


def measure(task: str, count: int, jobs: int) -> dict[str, Any]:
    """Grade with both; return milliseconds for each submission."""
    grade = ("autograder", "grade", "ps1", "--jobs", str(jobs))
    with tempfile.TemporaryDirectory() as scratch:
        ours, stock = Path(scratch, "ours"), Path(scratch, "stock")
        make_course(ours, task, count, OURS)
        make_course(stock, task, count, "")
        whole = run(ours, *grade)
        again = run(ours, *grade)
        stock_seconds = run(stock, "nbgrader", "autograde", "ps1")
        check(ours, count)
        check(stock, count)
    mine, theirs = 1000 * whole / count, 1000 * stock_seconds / count
    return {
        "task": task,
        "jobs": jobs,
        "submissions": count,
        "ms": mine,
        "stock ms": theirs,
        "ratio": theirs / mine,
        "unchanged ms": 1000 * again / count,
    }


def main() -> None:
    """Read the command line, measure, print and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__)
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS))
    parser.add_argument("--output", type=Path, default=Path("_build/bench/grading.json"))
    chosen = parser.parse_args()
    rows = [measure(task, chosen.submissions, chosen.jobs) for task in chosen.tasks]
    print(f"milliseconds for each of {chosen.submissions} submissions, start and end of the program included")
    for row in rows:
        print(
            f"{row['task']:8}{row['stock ms']:8.0f} stock"
            f"{row['ms']:8.1f} grade --jobs {row['jobs']}"
            f"{row['ratio']:8.1f} times as fast, {row['unchanged ms']:.1f} unchanged"
        )
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(json.dumps(rows, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
