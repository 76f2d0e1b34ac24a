"""Write the chapters as notebooks: ``python -m tools.chapter_notebooks FOLDER``.

The built site has them in ``notebooks/``, the students' archive in ``book/``.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "book" / "_ext"))  # as Sphinx does for local extensions

chapter_notebook = import_module("chapter_notebook")


def write(folder: Path) -> list[Path]:
    """Write the notebook of every chapter into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"{chapter.stem}.ipynb" for chapter in chapter_notebook.chapters()]
    for chapter, path in zip(chapter_notebook.chapters(), written, strict=True):
        path.write_text(chapter_notebook.notebook(chapter), "utf8")
    return written


def main() -> int:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description="Write the chapters as notebooks.")
    parser.add_argument("folder", type=Path)
    try:
        for path in write(parser.parse_args().folder):
            print(path)
    except ValueError as reason:
        print(f"error: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
