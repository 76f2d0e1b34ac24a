"""Make the student release: ``python -m tools.exercises [NAME ...]`` writes exercises/, ``--check`` only compares.

``solutions/NN_name/NN_name.py`` (jupytext percent, nbgrader metadata) is the only source of an assignment. From it come

    _build/source/NN_name/NN_name.ipynb    the instructor's notebook, which nbgrader reads when it grades
    exercises/NN_name/NN_name.ipynb        the release, made from it by nbgrader's own generate_assignment

Neither has the notes on the solution (Markdown cells tagged ``solution-note``); those are for ``tools.solutions``.
Both are the same bytes at each run: cell ids come from the source, nothing is executed, nothing is dated.
"""

from __future__ import annotations

import argparse
import difflib
import logging
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import jupytext
import nbformat
from nbformat import NotebookNode

from tools.exercise_rules import is_note, problems

ROOT = Path(__file__).resolve().parents[1]
SOURCES = Path("_build/source")
RELEASES = Path("exercises")
METADATA = ("nbgrader", "autograder", "tags")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def assignments(root: Path = ROOT) -> list[str]:
    """Return the names of the assignments, in the order of the book."""
    return sorted(path.stem for path in (root / "solutions").glob("*/*.py") if path.stem == path.parent.name)


def read_source(text: str) -> NotebookNode:
    """Return the notebook that a percent ``text`` describes, with cell ids that are the same at each run."""
    cells, counts = [], Counter[str]()
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        kind = "note" if is_note(cell) else "cell"
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cells.append(plain(cell, grade_id or f"{kind}-{counts[kind]:02d}"))
        counts[kind] += 1
    body = {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    return cast(NotebookNode, nbformat.from_dict(body))


def without_notes(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook that nbgrader gets: without the cells that only a handed-out solution has."""
    kept = [cell for cell in notebook.cells if not is_note(cell)]
    return cast(NotebookNode, nbformat.from_dict({**notebook, "cells": kept}))


def plain(cell: NotebookNode, name: str) -> dict:
    """Return ``cell`` without outputs and without jupytext's own metadata, with the id ``name``."""
    kept = {
        "cell_type": cell.cell_type,
        "id": name,
        "metadata": {key: cell.metadata[key] for key in METADATA if key in cell.metadata},
        "source": cell.source,
    }
    return kept | ({"execution_count": None, "outputs": []} if cell.cell_type == "code" else {})


def build_source(name: str, root: Path, target: Path) -> None:
    """Write the instructor's notebook of assignment ``name`` into ``target``; refuse a source that breaks a rule."""
    path = root / "solutions" / name / f"{name}.py"
    notebook = read_source(path.read_text("utf8"))
    if found := problems(notebook):
        raise SystemExit("\n".join(f"{path.relative_to(root)}: {line}" for line in found))
    folder = target / name
    folder.mkdir(parents=True)  # of its own: nbgrader copies whatever else lies in it into the release
    (folder / f"{name}.ipynb").write_text(nbformat.writes(without_notes(notebook)) + "\n", "utf8")


def generate_release(name: str, course: Path, source: Path, target: Path) -> None:
    """Run nbgrader's generate_assignment, stock preprocessors and no database, from ``source`` to ``target``."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.source_directory = str(source)
    config.CourseDirectory.release_directory = str(target)
    config.CourseDirectory.assignment_id = name
    config.SaveCells.enabled = False  # with no_database: what the command line calls --no-db
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config, no_database=True)
    converter.log = logging.getLogger("tools.exercises")
    converter.log.setLevel(logging.ERROR)
    converter.start()


def generate(root: Path, scratch: Path, names: Sequence[str] = ()) -> tuple[Path, Path]:
    """Write the notebooks of assignments ``names`` (none: of all) under ``scratch``.

    Return the folder of the instructor's notebooks and that of the releases.
    """
    source, release = scratch / "source", scratch / "release"
    source.mkdir(parents=True)
    release.mkdir()
    for name in names or assignments(root):
        build_source(name, root, source)
        generate_release(name, scratch, source, release)
    return source, release


def update(root: Path = ROOT, names: Sequence[str] = ()) -> list[Path]:
    """Bring _build/source and exercises/ to what the sources of ``names`` (none: all) give; return what changed."""
    with tempfile.TemporaryDirectory() as scratch:
        source, release = generate(root, Path(scratch), names)
        pairs = [
            (fresh / name, root / kept / name)
            for fresh, kept in ((source, SOURCES), (release, RELEASES))
            for name in names or assignments(root)
        ]
        changed = [(fresh, kept) for fresh, kept in pairs if contents(fresh) != contents(kept)]
        for fresh, kept in changed:
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(fresh, kept)
    return [kept.relative_to(root) for _, kept in changed]


def differences(root: Path = ROOT, names: Sequence[str] = ()) -> list[str]:
    """Return unified diffs from the releases in ``root`` to freshly generated ones; empty when they are the same."""
    with tempfile.TemporaryDirectory() as scratch:
        _, release = generate(root, Path(scratch), names)
        return compare(root / RELEASES, release, names)


def compare(committed: Path, fresh: Path, names: Sequence[str] = ()) -> list[str]:
    """Return one diff for each file (of ``names``, or of all) that two folders of releases do not share."""
    old, new = contents(committed), contents(fresh)
    return [
        diff(path, old.get(path), new.get(path))
        for path in sorted({**old, **new})
        if old.get(path) != new.get(path) and (not names or path.partition("/")[0] in names)
    ]


def contents(folder: Path) -> dict[str, bytes]:
    """Return ``{path in folder: bytes}`` of its files; Jupyter's checkpoints are no part of a release."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def diff(name: str, old: bytes | None, new: bytes | None) -> str:
    """Return the unified diff of one file, or one line where it is on one side only."""
    if old is None or new is None:
        return f"{RELEASES}/{name}: " + ("missing" if old is None else "comes from no source")
    before, after = (text.decode("utf8", "replace").splitlines() for text in (old, new))
    return "\n".join(
        difflib.unified_diff(before, after, f"{RELEASES}/{name}", f"regenerated/{name}", lineterm="", n=2)
    )


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Write the releases, or with ``--check`` compare the committed ones with the sources."""
    parser = argparse.ArgumentParser(prog="python -m tools.exercises", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; show what regenerating would change"
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="an assignment, NN_name; without: all")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - set(assignments(root))):
        parser.error(f"expected a folder of solutions/, got {', '.join(unknown)}; see `ls solutions`")
    if options.check:
        if found := differences(root, options.names):
            print(*found, sep="\n")
            print("exercises/ is not what solutions/ gives: run `make exercises` and commit the result")
            return 1
    else:
        for path in update(root, options.names):
            print(f"written: {path}")
    done = options.names or assignments(root)
    print(f"exercises/ is what solutions/ gives ({len(done)} assignments)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
