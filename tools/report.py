"""Say what `make course` made and how to go on: ``python -m tools.report``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.grade_class import TABLE

ROOT = Path(__file__).resolve().parents[1]

REPORT = """
Book        {book}
Exercises   {exercises}
Grades      {grades}   feedback in {feedback}

{table}

How to go on
  make serve     read the book at http://localhost:8000
  make lab       JupyterLab: work on the exercises, grade by hand in the formgrader
  make student   pack what students get
  make test      prove that all of it works
"""


def report(root: Path = ROOT) -> str:
    """Return the report on the course under ``root``. Raises FileNotFoundError where a part was not made."""
    book = root / "_build" / "html" / "index.html"
    table = root / TABLE
    for part, target in ((book, "book"), (table, "class")):
        if not part.exists():
            raise FileNotFoundError(f"expected {part.relative_to(root)}, found none; run: make {target}")
    releases = sorted(path.relative_to(root).as_posix() for path in (root / "exercises").glob("*/*.ipynb"))
    return REPORT.format(
        book=book.relative_to(root),
        exercises=("\n" + " " * 12).join(releases),
        grades="grading/grades.csv",
        feedback="grading/feedback/",
        table=table.read_text("utf8").rstrip(),
    )


def main() -> int:
    """Print the report, or the one line that says what is missing."""
    try:
        print(report())
    except FileNotFoundError as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
