"""Which libraries warm parents load beforehand: an import that a child would have to do costs each submission."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import lru_cache

from nbformat import NotebookNode

from autograder.isolate.names import parsed
from autograder.isolate.plan import Step, ours

# These start no threads when they are imported, so a process that has loaded them can be forked.
FORKABLE = {
    "matplotlib",
    "networkx",
    "numpy",
    "pandas",
    "PIL",
    "scipy",
    "skimage",
    "sklearn",
    "sympy",
    "torch",
}
PLOTS = "matplotlib.pyplot"
Imports = dict[str, list[str]]  # module -> the names that cells have for it or for something in it


def imports(cells: Iterable[NotebookNode]) -> Imports:
    """Return what code cells import, as far as it can be loaded beforehand."""
    found: Imports = {}
    for module, name in (
        pair for cell in cells if cell.cell_type == "code" for pair in imported(cell.source)
    ):
        found.setdefault(module, []).append(name)
    return found


@lru_cache(maxsize=1024)
def imported(source: str) -> list[tuple[str, str]]:
    """Return the modules that a cell imports, each with the name that it gets."""
    found: list[tuple[str, str]] = []
    for node in (node for statement in parsed(source) for node in ast.walk(statement)):
        if isinstance(node, ast.Import):
            found += [(alias.name, alias.asname or alias.name.partition(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [(alias.name, alias.asname or alias.name) for alias in node.names]
            found += [(f"{node.module}.{name}", known) for name, known in names]
        elif isinstance(node, ast.Attribute) and node.attr == "optim":
            found.append(
                ("torch.optim", "torch")
            )  # `import torch` alone leaves the greater part of it for later
    return [(module, name) for module, name in found if module.partition(".")[0] in FORKABLE]


def for_tests(notebook: NotebookNode, steps: list[Step]) -> tuple[str, ...]:
    """Return what the process of the tests needs: what its cells import, or name as the release imports it."""
    cells = [step.cell for step in steps if step.for_tests]
    words = set(re.findall(r"\w+", "\n".join(cell.source for cell in cells)))
    of_release = {
        module for module, names in ours(notebook).get("imports", {}).items() if not words.isdisjoint(names)
    }
    return tuple(sorted(of_release | imports(cells).keys()))


def for_student(notebook: NotebookNode, steps: list[Step]) -> tuple[str, ...]:
    """Return what the student's process needs: what release and tests import, and plots.

    What else the student imports is not for the warm parent to load: each other set of modules takes one of its own.
    """
    wanted = {*for_tests(notebook, steps), *ours(notebook).get("imports", {})}
    plots = {PLOTS} if any("matplotlib" in step.cell.source for step in steps) else set()
    return tuple(sorted(wanted | plots))
