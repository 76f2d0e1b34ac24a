"""Read the cases: notebooks written as their cells, and Python files that build a folder."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nbformat.v4 import new_code_cell

from tests.adversarial.course import NAME, WRONG, filled, write

FOLDER = Path(__file__).parent / "cases"
HEADER = re.compile(r"# (tries|points|note): (.+)")
CELL = re.compile(r"^# %% (after |before )?(\w+)(: wrong)?\n", re.M)


@dataclass(frozen=True)
class Case:
    """One submission: what it tries, and what must come of it."""

    category: str
    name: str
    tries: str
    points: float | None
    note: str
    hand_in: Callable[[Path], object]

    @property
    def student(self) -> str:
        """The name under which it is handed in."""
        return f"{self.category}-{self.name}"


def read(path: Path) -> Case:
    """Return the case in ``path``."""
    text = path.read_text("utf8")
    category, name = path.parent.name, path.name.partition(".")[0]
    if path.suffix == ".cells":
        head = dict(found.groups() for found in HEADER.finditer(text.partition("# %%")[0]))
        points = None if head["points"] == "none" else float(head["points"])
        return Case(category, name, head["tries"], points, head.get("note", ""), partial(hand_in_cells, text))
    spec = importlib.util.spec_from_file_location(f"adversarial_{category}_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tries = (module.__doc__ or "").strip().partition("\n")[0]
    return Case(category, name, tries, module.POINTS, getattr(module, "NOTE", ""), module.hand_in)


def hand_in_cells(text: str, folder: Path) -> None:
    """Write the notebook whose cells ``text`` has."""
    parts = CELL.split(text)[1:]
    cells = list(zip(*(iter(parts),) * 4, strict=True))
    notebook = filled({
        name: WRONG[name] if wrong else source.strip("\n") for where, name, wrong, source in cells if not where
    })  # fmt: skip
    for where, name, _, source in cells:
        if where:
            at = next(at for at, cell in enumerate(notebook.cells) if cell.get("id") == name)
            notebook.cells.insert(at + (where == "after "), new_code_cell(source.strip("\n")))
    write(notebook, folder / f"{NAME}.ipynb")


def cases() -> list[Case]:
    """Return all cases, by category and name."""
    found = [
        path for path in FOLDER.rglob("*") if path.suffix in (".cells", ".py") and path.name != "__init__.py"
    ]
    return [read(path) for path in sorted(found)]
