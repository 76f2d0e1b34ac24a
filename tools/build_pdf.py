"""Build the book as a PDF: ``python -m tools.build_pdf`` writes it into the built site.

Jupyter Book writes LaTeX (`book/_ext/cnnbook/pdf.py` sets its look) from the same executed cells as the pages; latexmk
runs xelatex on it. The run's log is read as strictly as a compiler's: what a reader would see as a fault is an error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tools import site
from tools.build_book import ENVIRONMENT, ROOT, drop_stale_cache

NAME = "convolutional-networks"
FOLDER = ROOT / "_build" / "latex"
VISIBLE = 4.0  # points by which something may stick out before an eye sees it: 1.4 mm
PROGRAMS = ("xelatex", "latexmk", "makeindex")

# The log wraps its lines at 79 characters; environment below lets it write longer ones.
_WIDE = re.compile(
    r"^Overfull \\[hv]box \((?P<points>[\d.]+)pt too (?P<what>wide|high)\)(?P<where>.*)$", re.M
)
_MISSING = re.compile(r"^Missing character: There is no (?P<sign>\S+) .*?in font (?P<font>[^/\n]+)", re.M)
_UNDEFINED = re.compile(r"^LaTeX Warning: (?P<what>(?:Hyper )?[Rr]eference .*? undefined.*)$", re.M)


@dataclass(frozen=True)
class Fault:
    """Something on the paper that a reader would see."""

    what: str

    def __str__(self) -> str:
        return f"error: {self.what}"


def faults(log: str) -> list[Fault]:
    """Return what the log of a run says about lines in the margin, signs without a picture and lost references.

    >>> [str(fault) for fault in faults("Missing character: There is no ⚠ (U+26A0) in font [pagella.otf]/OT:!")]
    ['error: the font [pagella.otf] has no ⚠; enter it into SIGNS of book/_ext/cnnbook/pdf.py']
    """
    found = []
    for wide in _WIDE.finditer(log):
        if float(wide["points"]) > VISIBLE:
            found.append(Fault(f"something is {wide['points']} points too {wide['what']}{wide['where']}"))
    for sign, font in dict.fromkeys((missing["sign"], missing["font"]) for missing in _MISSING.finditer(log)):
        found.append(Fault(f"the font {font} has no {sign}; enter it into SIGNS of book/_ext/cnnbook/pdf.py"))
    return found + [Fault(lost["what"]) for lost in _UNDEFINED.finditer(log)]


def write_latex(root: Path = ROOT) -> Path:
    """Write the book's LaTeX with its pictures into ``_build/latex`` and return the main file."""
    output = root / "_build"
    drop_stale_cache(root, output)
    shutil.rmtree(output / "latex", ignore_errors=True)
    program = Path(sys.executable).with_name("jupyter-book")
    command = [str(program), "build", str(root), "--builder", "latex", "-W", "-n", "--keep-going"]
    subprocess.run(command, env={**os.environ, **ENVIRONMENT}, cwd=root, check=True)
    return output / "latex" / f"{NAME}.tex"


def typeset(source: Path) -> Path:
    """Run xelatex on ``source`` until its references hold; return the PDF."""
    lost = [program for program in PROGRAMS if shutil.which(program) is None]
    if lost:
        raise FileNotFoundError(
            f"expected {', '.join(lost)} on the PATH, found none; run: make pdf (it installs TeX)"
        )
    options = ["-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-silent"]
    env = {**os.environ, "max_print_line": "1000", "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    result = subprocess.run(
        ["latexmk", *options, source.name],
        cwd=source.parent,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(
            f"xelatex stopped; the end of {source.with_suffix('.log')} says why:\n{result.stdout[-2000:]}"
        )
    return source.with_suffix(".pdf")


def main() -> int:
    """Build, read the log, put the PDF into the site."""
    try:
        source = write_latex()
        pdf = typeset(source)
    except subprocess.CalledProcessError as error:
        return error.returncode
    except (FileNotFoundError, RuntimeError) as reason:
        print(f"error: {reason}", file=sys.stderr)
        return 1
    if found := faults(source.with_suffix(".log").read_text("utf8", errors="replace")):
        print(*found, sep="\n", file=sys.stderr)
        return 1
    offered = site.offer(pdf, "The book as PDF")
    print(f"{offered.relative_to(ROOT)}: {offered.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
