"""Copy the setup cell into every assignment: ``python -m tools.setup_cell``; ``--check`` only compares.

Each notebook stands alone, so each source holds the cell. Its one home is ``solutions/setup_cell.py``, below the
line. An assignment that works with PyTorch has one more line there, ``import torch``.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from tools.exercises import ROOT, assignments

HOME = Path("solutions/setup_cell.py")
LINE = "# ---\n"
CELL = re.compile(r'^(?P<head># %% [^\n]*"grade_id": "setup"[^\n]*\n)(?P<text>.*?)\s*(?=^# %%)', re.M | re.S)
NUMPY = "import numpy as np\n"
TORCH = "import torch\n"


def synced(source: str, home: str) -> str:
    """Return the ``source`` of an assignment with the setup cell of ``home``, the text of its home."""
    if not (cell := CELL.search(source)):
        raise ValueError('expected a cell with "grade_id": "setup", found none')
    text = home.partition(LINE)[2].strip()
    if f"\n{TORCH}" in cell["text"]:
        text = text.replace(NUMPY, NUMPY + TORCH, 1)
    blank = "\n\n\n" if source[cell.end() :].startswith("# %% [markdown]") else "\n\n"
    return source[: cell.start()] + cell["head"] + text + blank + source[cell.end() :]


def stale(root: Path = ROOT) -> dict[Path, str]:
    """Return each source whose setup cell is not that of its home, and what it should be."""
    home = (root / HOME).read_text("utf8")
    paths = [root / "solutions" / name / f"{name}.py" for name in assignments(root)]
    wanted = {path: synced(path.read_text("utf8"), home) for path in paths}
    return {path: text for path, text in wanted.items() if text != path.read_text("utf8")}


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Write or compare; 1 where ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m tools.setup_cell", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(arguments).check
    found = stale(root)
    for path, text in found.items():
        print(f"{'differs' if check else 'written'}: {path.relative_to(root)}")
        if not check:
            path.write_text(text, "utf8")
    return int(check and bool(found))


if __name__ == "__main__":
    sys.exit(main())
