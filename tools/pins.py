"""Keep requirements.txt exact: ``python -m tools.pins`` rewrites the second half from what is installed.

The first half, the direct requirements with their reasons, is kept by hand and must name just what
pyproject.toml names. The second half is what those pull in. ``tests/test_pins.py`` checks both.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "requirements.txt"
MARK = "# --- pulled in by the above; written by `make pins`, do not edit below ---"


def declared() -> dict[str, Requirement]:
    """Return the direct requirements of pyproject.toml, all extras together, by canonical name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    found = (Requirement(line) for group in groups for line in group)
    return {canonicalize_name(r.name): r for r in found if r.name != project["name"]}


def pinned(text: str) -> dict[str, str]:
    """Return ``{canonical name: version}`` of the ``name==version`` lines in ``text``."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s#;]+)", text, re.M)
    return {canonicalize_name(name): version for name, version in pins}


def closure(direct: set[str]) -> dict[str, str]:
    """Return ``{name: installed version}`` of everything that ``direct`` pulls in on this machine."""
    seen: dict[str, str] = {}
    todo = [(name, frozenset[str]()) for name in sorted(direct)]
    done: set[tuple[str, frozenset[str]]] = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in done:
            continue
        done.add((name, extras))
        try:
            dist = distribution(name)
        except PackageNotFoundError:
            continue
        seen[name] = dist.version.split("+")[0]
        for line in dist.requires or []:
            req = Requirement(line)
            if req.marker is None or any(req.marker.evaluate({"extra": e}) for e in (extras or {""})):
                todo.append((canonicalize_name(req.name), frozenset(req.extras)))
    return seen


def rewritten(text: str) -> str:
    """Return requirements.txt with its second half renewed from the installed packages."""
    head = text.split(MARK)[0].rstrip()
    direct = set(pinned(head))
    lines = [f"{name}=={version}" for name, version in sorted(closure(direct).items()) if name not in direct]
    return f"{head}\n\n{MARK}\n" + "\n".join(lines) + "\n"


def main() -> int:
    """Rewrite requirements.txt."""
    FILE.write_text(rewritten(FILE.read_text("utf8")), "utf8")
    print(f"requirements.txt: {len(pinned(FILE.read_text('utf8')))} pins")
    return 0


if __name__ == "__main__":
    sys.exit(main())
