"""Plain data as JSON and raw buffers, and back: the only thing that crosses between the student's code and a test.

None, bool, int, float and str stand for themselves, a list for a list; all else is an object with one key, its tag.
A subclass is written as what it is a subclass of: an ``int`` that says it equals everything arrives as an ``int``.
Whatever is no plain data goes to ``export`` (see desk.py), which may lend a handle or refuse with ``TypeError``.

The reader builds exact built-in types and NumPy's and PyTorch's own arrays, from checked parts; it calls nothing that
the writer chose. Anything unexpected is ``Forged``.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from autograder.isolate import arrays
from autograder.isolate.frames import Forged

MAX_DEPTH = 60
MAX_NODES = 2_000_000
SMALL = 1 << 63
CONTAINERS: dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
TEXTS: dict[type, tuple[str, Callable[[Any], str], Callable[[str], Any]]] = {  # tag, to text, from text
    datetime: ("datetime", datetime.isoformat, datetime.fromisoformat),
    date: ("date", date.isoformat, date.fromisoformat),
    time: ("time", time.isoformat, time.fromisoformat),
    Decimal: ("decimal", str, Decimal),
    Fraction: ("fraction", str, Fraction),
}
BASES = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)
FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,60}")


class Writer:
    """Turns one value into a tree for JSON, and collects its buffers."""

    def __init__(self, export: Callable[[Any, Writer], Any]) -> None:
        self.export, self.buffers, self.nodes = export, [], 0

    def write(self, value: Any, depth: int = 0) -> Any:
        """Return the tree of ``value``; raise ``TypeError`` for what cannot cross."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise TypeError(f"nested more than {MAX_DEPTH} deep, or more than {MAX_NODES} values")
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return value
        if kind is int:
            return value if -SMALL < value < SMALL else {"int": hex(value)}
        if kind is list:
            return [self.write(item, depth + 1) for item in value]
        if kind in CONTAINERS:
            return {CONTAINERS[kind]: [self.write(item, depth + 1) for item in value]}
        if kind is dict:
            return {
                "dict": [[self.write(k, depth + 1), self.write(v, depth + 1)] for k, v in dict.items(value)]
            }
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if kind in (bytes, bytearray, memoryview):
            return {"bytearray" if kind is bytearray else "bytes": self.buffer(bytes(value))}
        if kind in (slice, range):
            parts = [self.write(part, depth + 1) for part in (value.start, value.stop, value.step)]
            return {kind.__name__: parts}
        if kind is timedelta:
            return {"timedelta": [value.days, value.seconds, value.microseconds]}
        if kind in TEXTS:
            return {TEXTS[kind][0]: TEXTS[kind][1](value)}
        if value is ...:
            return {"ellipsis": 0}
        if (tree := arrays.write(value, self, depth)) is not None:
            return tree
        return self.write_subclass(value, kind, depth)

    def write_subclass(self, value: Any, kind: type, depth: int) -> Any:
        """Write an instance of a subclass as its base, by the base's own methods; export all else."""
        if issubclass(kind, tuple) and (fields := field_names(kind)):
            items = [self.write(item, depth + 1) for item in tuple.__iter__(value)]
            if len(items) == len(fields):
                return {"named": [kind.__name__, fields, items]}
        base = next((base for base in BASES if issubclass(kind, base)), None)
        if base is None:
            return self.export(value, self)
        self.nodes -= 1
        return self.write(stripped(value, base), depth)

    def buffer(self, raw: bytes) -> int:
        """Keep a buffer; return its number."""
        self.buffers.append(raw)
        return len(self.buffers) - 1


def stripped(value: Any, base: Any) -> Any:
    """Return the plain ``base`` inside an instance of a subclass; none of the subclass's methods is called."""
    if base in (int, float, complex, str):
        return {int: int.__int__, float: float.__float__, complex: complex.__pos__, str: str.__str__}[base](
            value
        )
    if base in (bytes, bytearray):
        return base(memoryview(value))
    if base is dict:
        return dict(dict.items(value))
    return base(base.__iter__(value))


def field_names(kind: type) -> list[str]:
    """Return the field names of a named tuple, an empty list for another tuple."""
    fields = getattr(kind, "_fields", None)
    return list(fields) if isinstance(fields, tuple) and all(type(name) is str for name in fields) else []


class Reader:
    """Turns one tree and its buffers into a value, trusting neither."""

    def __init__(
        self, buffers: list[bytes], lend: Callable[[str, Any, Reader], Any], layout: bool = False
    ) -> None:
        """Ask ``lend`` for objects; ``layout`` keeps the strides and the write protection of arrays."""
        self.buffers, self.lend, self.layout, self.nodes = buffers, lend, layout, 0

    def read(self, tree: Any, depth: int = 0) -> Any:
        """Return the value of ``tree``."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Forged("too deep or too large")
        if tree is None or type(tree) in (bool, int, float, str):
            return tree
        if type(tree) is list:
            return [self.read(item, depth + 1) for item in tree]
        if type(tree) is not dict or len(tree) != 1:
            raise Forged("not a value")
        ((tag, body),) = tree.items()
        try:
            if tag in SIMPLE:
                return SIMPLE[tag](self, body, depth + 1)
            if (value := arrays.read(tag, body, self, depth + 1)) is not None:
                return value
        except Forged:
            raise
        except (
            Exception
        ) as error:  # a part of the wrong type, an unhashable key, a date that is none, no memory
            raise Forged(f"a damaged {tag[:20]}: {type(error).__name__}") from None
        return self.lend(tag, body, self)

    def items(self, body: Any, depth: int) -> list[Any]:
        """Return the values of a list of trees."""
        if type(body) is not list:
            raise Forged("not a list")
        return [self.read(item, depth) for item in body]

    def pairs(self, body: Any, depth: int) -> dict[Any, Any]:
        """Return a dict from a list of pairs; keys are plain data, so hashing them runs nobody's code."""
        return {self.read(key, depth): self.read(item, depth) for key, item in body}

    def buffer(self, number: Any) -> bytes:
        """Return a buffer by its number."""
        if type(number) is not int or not 0 <= number < len(self.buffers):
            raise Forged("no such buffer")
        return self.buffers[number]


def read_named(reader: Reader, body: Any, depth: int) -> Any:
    """Return a named tuple of the same names, without the methods that its class may have had."""
    name, fields, items = body
    if not all(type(word) is str and FIELD.fullmatch(word) for word in (name, *fields)) or len(fields) > 64:
        return tuple(reader.items(items, depth))
    return tuple_class(name, tuple(fields))(*reader.items(items, depth))


@lru_cache(maxsize=64)
def tuple_class(name: str, fields: tuple[str, ...]) -> Any:
    """Return the class of a named tuple."""
    return namedtuple(name, fields)


def read_text(text: Any, kind: type) -> Any:
    """Return the date, time or number that ``text`` names."""
    if type(text) is not str or len(text) > 10_000:
        raise Forged("not a short text")
    return TEXTS[kind][2](text)


SIMPLE: dict[str, Callable[[Reader, Any, int], Any]] = {
    "int": lambda r, body, d: int(body, 16),
    "tuple": lambda r, body, d: tuple(r.items(body, d)),
    "set": lambda r, body, d: set(r.items(body, d)),
    "frozenset": lambda r, body, d: frozenset(r.items(body, d)),
    "dict": lambda r, body, d: r.pairs(body, d),
    "named": read_named,
    "complex": lambda r, body, d: complex(*map(float, body)),
    "bytes": lambda r, body, d: r.buffer(body),
    "bytearray": lambda r, body, d: bytearray(r.buffer(body)),
    "slice": lambda r, body, d: slice(*r.items(body, d)),
    "range": lambda r, body, d: range(*r.items(body, d)),
    "timedelta": lambda r, body, d: timedelta(*map(int, body)),
    "ellipsis": lambda r, body, d: ...,
    **{tag: (lambda r, body, d, kind=kind: read_text(body, kind)) for kind, (tag, _, _) in TEXTS.items()},
}
