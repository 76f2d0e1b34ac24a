"""What a task forbids: in the sandbox it cannot be read, and importing it says so.

The files are what counts: sandbox.py binds others over them, so that no trick can load them. The finder here only makes
exceptions for the instructor, and covers what Python has loaded for itself before the student's first line runs.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar


class Lenient:
    """Whether an instructor's cell is running: it may name what its tasks forbid, and use it where they do not."""

    on = False


class Forbidden(ModuleType):
    """What an instructor's cell gets in the place of a forbidden module: it complains when it is used."""

    def __init__(self, name: str, *class_parts: Any) -> None:
        super().__init__(name)  # also where a class statement names one as its base

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Forbidden(f"{self.__name__}.{name}")

    def __call__(self, *args: Any, **named: Any) -> Any:
        if Lenient.on:
            return Forbidden(f"{self.__name__}()")
        raise ImportError(message(self.__name__))


class Finder(MetaPathFinder, Loader):
    """Refuses modules by name, ahead of all other finders."""

    made: ClassVar[list[str]] = []  # names under which stand-ins are loaded now

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Refuse a forbidden module, or let an instructor's cell have what stands for it."""
        if not belongs(fullname, self.names):
            return None
        if Lenient.on:
            return ModuleSpec(fullname, self, is_package=True)
        raise ModuleNotFoundError(message(fullname), name=fullname)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return what stands for a forbidden module."""
        self.made.append(spec.name)
        return Forbidden(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Load nothing."""


def install(names: Sequence[str]) -> None:
    """Forbid modules in this process, also those that are loaded already."""
    if not names:
        return
    for name in [name for name in sys.modules if belongs(name, names)]:
        parent, _, child = name.rpartition(".")
        sys.modules.pop(name)
        if parent in sys.modules:
            vars(sys.modules[parent]).pop(child, None)
    sys.meta_path.insert(0, Finder(names))


@contextmanager
def exempt(instructor: bool) -> Iterator[None]:
    """Let a cell of the instructor's import what stands for a forbidden module; a student's cell cannot use it then."""
    Lenient.on = instructor
    try:
        yield
    finally:
        Lenient.on = False
        while Finder.made:
            sys.modules.pop(Finder.made.pop(), None)


def belongs(name: str, names: Sequence[str]) -> bool:
    """Return whether a module is one of ``names`` or inside one."""
    return any(name == forbidden or name.startswith(f"{forbidden}.") for forbidden in names)


def message(name: str) -> str:
    """Return what a student reads."""
    return f"this task forbids {name.partition('.')[0]}: solve it without"


def places(names: Sequence[str], roots: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the folders and the files below ``roots`` from which a forbidden module could be loaded."""
    found: set[Path] = set()
    for name in names:
        path = name.replace(".", "/")
        for folder in packages_below(roots):
            found |= {
                folder / path,
                *folder.glob(f"{path}.py"),
                *folder.glob(f"{path}.*.so"),
                *folder.glob(f"{path}.*.pyd"),
            }
        if (spec := spec_of(name)) is not None:
            found |= {Path(place) for place in spec.submodule_search_locations or [spec.origin or ""]}
    folders = sorted(str(path) for path in found if path.is_dir())
    return folders, sorted(str(path) for path in found if path.is_file())


def packages_below(roots: Sequence[str]) -> list[Path]:
    """Return the folders with installed packages below ``roots``."""
    patterns = [
        "lib*/python*/site-packages",
        "lib*/python*/dist-packages",
        "local/lib*/python*/dist-packages",
    ]
    return [folder for root in roots for pattern in patterns for folder in Path(root).glob(pattern)]


def spec_of(name: str) -> Any:
    """Return where Python finds a module, without importing it; None where it is not installed."""
    try:
        return importlib.util.find_spec(name) if "." not in name else None
    except (ImportError, ValueError):
        return None
