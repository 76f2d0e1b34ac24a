"""Build the HTML book: ``python -m tools.build_book``; ``--repro`` proves that two cold builds are identical.

Jupyter Book caches executed notebooks by the text of their cells only. A page also depends on ``cnnlib``
and on the installed versions, so the cache is dropped whenever those change.
"""

from __future__ import annotations

import argparse
import filecmp
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT_FROM = ("book", "cnnlib", "exercises", "_config.yml", "_toc.yml", "pyproject.toml", "requirements.txt")
# Without a fixed thread count torch is up to 40 times slower on small nets and sums in another order.
ENVIRONMENT = {
    "CNNLIB_STATIC": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
}


def execution_key(root: Path) -> str:
    """Return a hash of all that the output of a cell depends on beside the cell itself."""
    digest = hashlib.sha256()
    files = [*sorted((root / "cnnlib").rglob("*.*")), root / "requirements.txt"]
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def drop_stale_cache(root: Path, output: Path) -> None:
    """Remove executed notebooks and parsed pages under ``output`` that were made with another cnnlib."""
    stamp, key = output / "execution_key", execution_key(root)
    if not stamp.exists() or stamp.read_text() != key:
        for folder in (".jupyter_cache", ".doctrees"):
            shutil.rmtree(output / folder, ignore_errors=True)
        output.mkdir(parents=True, exist_ok=True)
        stamp.write_text(key)


def build(root: Path = ROOT) -> int:
    """Build the book of ``root`` into ``root/_build/html``; return the exit code of jupyter-book.

    Pages are always rendered anew (executed cells and parsed pages are kept): over an old site, the search index
    keeps words that no page has any more, and pages and pictures that were removed stay.
    """
    output = root / "_build"
    drop_stale_cache(root, output)
    shutil.rmtree(output / "html", ignore_errors=True)
    program = Path(sys.executable).with_name("jupyter-book")
    command = [str(program), "build", str(root), "-W", "-n", "--keep-going"]
    return subprocess.run(command, env={**os.environ, **ENVIRONMENT}, cwd=root, check=False).returncode


def differences(left: Path, right: Path) -> list[str]:
    """Return the relative paths of files that are not byte-identical in the two folders."""
    names = {p.relative_to(top).as_posix() for top in (left, right) for p in top.rglob("*") if p.is_file()}
    same, _, _ = filecmp.cmpfiles(left, right, sorted(names), shallow=False)
    return sorted(names - set(same))


def prove_reproducible() -> int:
    """Build two cold copies of the sources in fresh folders of one name and compare every byte."""
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for name in ("first", "second"):
            root, kept = Path(folder, "course"), Path(folder, name)
            for part in BUILT_FROM:
                source = ROOT / part
                copy = shutil.copytree if source.is_dir() else shutil.copy
                root.mkdir(exist_ok=True)
                copy(source, root / part)
            print(f"==> cold build, {name} of two", flush=True)
            if code := build(root):
                return code
            shutil.move(root / "_build" / "html", kept)
            shutil.rmtree(root)
            results.append(kept)
        changed = differences(*results)
    print("\n".join(f"differs: {name}" for name in changed) or "two cold builds are byte-identical")
    return 1 if changed else 0


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build the HTML book.")
    parser.add_argument("--repro", action="store_true", help="build twice from nothing and compare")
    return prove_reproducible() if parser.parse_args().repro else build()


if __name__ == "__main__":
    sys.exit(main())
