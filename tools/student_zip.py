"""Pack what students get: ``python -m tools.student_zip`` writes ``_build/cnn-course-student.zip``.

Inside: the HTML book (``html/``), the chapters as notebooks and as their sources (``book/``), the released exercises, a
wheel of cnnlib, pinned requirements and a start page. Folders lie as in the repository, so links from exercises to
chapters hold. What the site offers for download stays outside: this archive is one of these files.
No solution, no hidden test, no answer, no grading code: ``tests/test_student_zip.py`` looks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cnnlib import __version__
from tools import chapter_notebooks, pins, site

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "_build" / "cnn-course-student.zip"
TOP = "cnn-course"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: equal inputs give equal bytes

START = """\
An open course textbook on convolutional networks
=================================================

Read:  open html/index.html in a browser. No network is needed.

Run the exercises and the chapters (Python 3.11 or newer):

  python -m venv venv
  venv/bin/pip install -r requirements.txt        (Windows: venv\\Scripts\\pip ...)
  venv/bin/jupyter lab                            (Windows: venv\\Scripts\\jupyter ...)

Then open a notebook in the folder "exercises", or a chapter (.ipynb) in the folder "book".
If something does not work, this says what is wrong:  venv/bin/python -m cnnlib.doctor

Linux: pip's default PyTorch brings several GB of GPU libraries. The course needs the CPU build only;
pytorch.org's "Get started" page has the command that installs it. Run that first.

Hand in the notebook as your course asks, under its own file name.
"""


def student_requirements() -> str:
    """Return the pins of all that the extra ``student`` needs, and the wheel."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    names, todo = set[str](), [*project["dependencies"], f"{project['name']}[student]"]
    while todo:
        requirement = Requirement(todo.pop())
        if requirement.name == project["name"]:
            todo += [line for extra in requirement.extras for line in project["optional-dependencies"][extra]]
        else:
            names.add(canonicalize_name(requirement.name))
    known = pins.pinned(pins.FILE.read_text("utf8"))
    lines = [f"{name}=={known[name]}" for name in sorted(pins.closure(names))]
    return "\n".join(["# written by tools/student_zip.py", f"./{wheel_name()}", *lines, ""])


def wheel_name() -> str:
    """Return the file name of the students' wheel."""
    return f"cnnlib-{__version__}-py3-none-any.whl"


def build_wheel(folder: Path) -> Path:
    """Build a wheel of cnnlib alone (the grading code stays with the instructor) into ``folder``."""
    with tempfile.TemporaryDirectory() as scratch:
        for part in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / part, scratch)
        shutil.copytree(
            ROOT / "cnnlib", Path(scratch, "cnnlib"), ignore=shutil.ignore_patterns("__pycache__")
        )
        pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
        subprocess.run(
            [*pip, "-w", folder, scratch], check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "315532800"}
        )
    return folder / wheel_name()


def pack(target: Path = TARGET) -> list[str]:
    """Write the zip to ``target`` and return the names inside."""
    html = ROOT / "_build" / "html"
    if not (html / "index.html").exists():
        raise FileNotFoundError(
            f"expected the built book in {html.relative_to(ROOT)}, found none; run: make book"
        )
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        aside = {html / site.FOLDER, html / "notebooks"}
        pages = (p for p in html.rglob("*") if p.is_file() and not aside & set(p.parents))
        files = {f"html/{p.relative_to(html).as_posix()}": p.read_bytes() for p in pages}
        files[f"html/{site.LIST.as_posix()}"] = (ROOT / "book" / site.LIST).read_bytes()
        for chapter in sorted((ROOT / "book").glob("[0-9][0-9]_*.md")):
            files[f"book/{chapter.name}"] = chapter.read_bytes()
        for notebook in chapter_notebooks.write(Path(folder, "book")):
            files[f"book/{notebook.name}"] = notebook.read_bytes()
        for notebook in sorted((ROOT / "exercises").glob("*/*.ipynb")):
            files[f"exercises/{notebook.parent.name}/{notebook.name}"] = notebook.read_bytes()
        files |= {
            wheel.name: wheel.read_bytes(),
            "requirements.txt": student_requirements().encode(),
            "START_HERE.txt": START.encode(),
            "LICENSE": (ROOT / "LICENSE").read_bytes(),
        }
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"{TOP}/{name}", EPOCH), data, zipfile.ZIP_DEFLATED)
    return sorted(files)


def main() -> int:
    """Write the zip and say where it is."""
    names = pack()
    print(f"{TARGET.relative_to(ROOT)}: {len(names)} files, {TARGET.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
