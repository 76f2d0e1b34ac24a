"""What the built site offers for download, and what it needs to be published.

The front page shows what ``_static/downloads.js`` names: `make book` writes an empty list, and each target that makes a
file (`make pdf`, `make site`) puts the file into the site and its name into the list. So a page never links to what is
not there, and the pages themselves stay as they were built.

``python -m tools.site`` adds the students' archive, and the mark that keeps GitHub from hiding folders with an
underscore.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
LIST = Path("_static", "downloads.js")
FOLDER = "downloads"
_HEAD = "// What lies beside the pages; written by tools/site.py, shown on the front page.\n"
_BEGIN = "window.cnnDownloads = "


def listed(site: Path = SITE) -> list[dict[str, str]]:
    """Return what the site offers: file, title and size of each."""
    text = (site / LIST).read_text("utf8")
    return json.loads(text.partition(_BEGIN)[2].rstrip().rstrip(";"))


def write(entries: list[dict[str, str]], site: Path = SITE) -> None:
    """Write the list of what the site offers."""
    (site / LIST).write_text(f"{_HEAD}{_BEGIN}{json.dumps(entries, indent=2)};\n", "utf8")


def offer(file: Path, title: str, site: Path = SITE) -> Path:
    """Copy ``file`` into the site and put it on the front page under ``title``; return the copy."""
    if not (site / LIST).is_file():
        raise FileNotFoundError(f"expected the built book in {site}, found none; run: make book")
    target = site / FOLDER / file.name
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(file, target)
    entry = {
        "file": f"{FOLDER}/{file.name}",
        "title": title,
        "size": f"{target.stat().st_size / 1e6:.1f} MB",
    }
    write([*(other for other in listed(site) if other["file"] != entry["file"]), entry], site)
    return target


def main() -> int:
    """Make the site ready to be published."""
    from tools import student_zip

    names = student_zip.pack()
    offered = offer(
        student_zip.TARGET, "Book, exercises and library as one archive, for work without a network"
    )
    (SITE / ".nojekyll").touch()
    print(f"{offered.relative_to(ROOT)}: {len(names)} files, {offered.stat().st_size / 1e6:.1f} MB")
    print(f"the site is {SITE.relative_to(ROOT)}: publish this folder as it is")
    return 0


if __name__ == "__main__":
    sys.exit(main())
