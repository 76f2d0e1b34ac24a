"""Exceptions across the boundary: a built-in keeps type and message, any other becomes a subclass of a known one."""

from __future__ import annotations

import builtins
import sys
from functools import lru_cache
from typing import Any

from autograder.isolate.frames import Forged
from autograder.isolate.values import FIELD, Reader, Writer

MAX_TEXT = 5_000
KNOWN = ("builtins", "numpy", "torch", "json", "decimal", "zlib", "struct", "queue", "unittest")


class Late(Exception):
    """The student's code took too long."""


class Died(Exception):
    """The student's code ended its process."""


class Unreadable(Exception):
    """The student's code answered with something that is no answer."""


def describe(error: BaseException, writer: Writer) -> dict[str, Any]:
    """Return an exception as a tree: the names of its classes, its arguments where they are plain data, its message."""
    names = [f"{kind.__module__}:{kind.__qualname__}" for kind in type(error).__mro__ if kind is not object]
    try:
        text = str(error)[:MAX_TEXT]
    except Exception:
        text = ""
    try:
        given = list(error.args)
        if isinstance(error, OSError) and error.filename is not None:
            given = [error.errno, error.strerror, error.filename]
        args = writer.write(given) if sum(len(str(arg)) for arg in given) < MAX_TEXT else None
    except Exception:
        args = None
    return {"types": names[:20], "text": text, "args": args}


def rebuild(tree: Any, reader: Reader) -> BaseException:
    """Return the exception that a tree describes."""
    try:
        names, text = [str(name) for name in tree["types"]], str(tree["text"])[:MAX_TEXT]
        args = [text] if tree["args"] is None else reader.read(tree["args"])
        if not names or type(args) is not list:
            raise Forged("no exception")
    except (KeyError, TypeError) as error:
        raise Forged(f"no exception: {type(error).__name__}") from None
    kind = exception_class(tuple(names[:20]))
    try:
        found = kind(*args)
    except Exception:  # a constructor that wants something else
        found = kind.__new__(kind)
        found.args = tuple(args)
    if str(found) != text:
        wordy = class_with_text(kind)
        found = wordy.__new__(wordy, *found.args)
        found.__dict__["text"] = text
    return found


@lru_cache(maxsize=256)
def exception_class(names: tuple[str, ...]) -> type[BaseException]:
    """Return the class of this name, or one made under it from the first known base."""
    for at, name in enumerate(names):
        if (known := known_class(name)) is not None:
            return known if at == 0 else type(short(names[0]), (known,), {"__module__": "__main__"})
    return type(short(names[0]), (Exception,), {"__module__": "__main__"})


@lru_cache(maxsize=256)
def class_with_text(kind: type[BaseException]) -> type[BaseException]:
    """Return a subclass of the same name whose message is what its ``text`` says."""

    def __str__(self: BaseException) -> str:
        return self.__dict__["text"]

    return type(kind.__name__, (kind,), {"__str__": __str__, "__module__": kind.__module__})


def known_class(name: str) -> type[BaseException] | None:
    """Return an exception class of a library that is loaded here; nothing is imported, nothing else is returned."""
    module, _, path = name.partition(":")
    if module.partition(".")[0] not in KNOWN:
        return None
    found: Any = builtins if module == "builtins" else sys.modules.get(module)
    found = vars(found).get(path) if found is not None else None
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def short(name: str) -> str:
    """Return the last part of a class's name, where it is a name."""
    last = name.rpartition(":")[2].rpartition(".")[2]
    return last if FIELD.fullmatch(last) else "StudentError"
