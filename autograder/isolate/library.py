"""Objects of installed libraries, which both ends know by name: ``numpy:linalg.norm``, ``builtins:float``."""

from __future__ import annotations

import builtins
import importlib
import sys
import types
from typing import Any

DATA_TYPES = (int, float, complex, bool, str, bytes, list, tuple, dict, set, frozenset)


def global_name(value: Any) -> str | None:
    """Return the name under which the student's process finds the same object of an installed library."""
    if isinstance(value, types.ModuleType):
        return f"{value.__name__}:"
    module, path = (
        getattr(value, "__module__", None),
        getattr(value, "__qualname__", getattr(value, "__name__", None)),
    )
    if type(value).__name__ == "ufunc":
        module, path = "numpy", value.__name__
    if not isinstance(module, str) or not isinstance(path, str) or module == "__main__":
        return None
    found: Any = builtins if module == "builtins" else sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    return f"{module}:{path}" if found is value else None


def data_type(name: Any) -> type | None:
    """Return a type of plain data by its name: Python's own or a scalar of NumPy's."""
    module, _, path = str(name).partition(":")
    if module == "builtins":
        return next((kind for kind in DATA_TYPES if kind.__name__ == path), None)
    if module != "numpy" or (numpy := sys.modules.get("numpy")) is None:
        return None
    found = getattr(numpy, path, None)
    return found if isinstance(found, type) and issubclass(found, numpy.generic) else None


def found(name: str) -> Any:
    """Return an object of an installed library by its name, ``numpy:linalg.norm``."""
    module, _, path = name.partition(":")
    thing = importlib.import_module(module)
    for part in filter(None, path.split(".")):
        thing = getattr(thing, part)
    return thing
