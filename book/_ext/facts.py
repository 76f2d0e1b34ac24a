"""The book's facts: read `book/facts.yml`, evaluate an expression, compare it with what a page prints."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

FILE = Path(__file__).parents[1] / "facts.yml"

# The names that every expression may use. The errata page shows these lines above its checks.
PREAMBLE = """\
import numpy as np
import torch

from cnnlib import numpy_nn, shapes, torch_nn
from cnnlib.numpy_nn import reference
"""

_NUMBER = re.compile(r"(?<![\w.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:e[+-]?\d+)?")


@dataclass(frozen=True)
class Wrong:
    """What is often printed instead of a fact, and the expression that refutes it."""

    claim: str
    why_tempting: str
    right: str
    check: str
    value: str | None = None


@dataclass(frozen=True)
class Fact:
    """One number, list of numbers or formula that the book prints."""

    id: str
    chapter: int
    what: str
    expression: str
    value: str
    source: str | None = None
    section: str | None = None
    wrong: Wrong | None = None

    def __post_init__(self):
        if self.wrong and not self.section:
            raise ValueError(f"fact {self.id}: expected `section` (a label) beside `wrong`, got none: add it")


def load(file: Path = FILE) -> list[Fact]:
    """Return the facts of `file` in their order."""
    entries = yaml.safe_load(file.read_text("utf8"))
    return [
        Fact(**{**entry, "wrong": Wrong(**entry["wrong"]) if "wrong" in entry else None}) for entry in entries
    ]


def namespace() -> dict[str, Any]:
    """Return the names that PREAMBLE defines."""
    names: dict[str, Any] = {}
    exec(PREAMBLE, names)
    return names


def evaluate(code: str, names: dict[str, Any] | None = None) -> Any:
    """Run all lines of `code` but the last expression, and return the value of that expression.

    >>> evaluate("a = 2\\na + 1", {})
    3
    """
    names = dict(namespace() if names is None else names)
    *body, last = ast.parse(code).body
    if not isinstance(last, ast.Expr):
        raise ValueError(
            f"expected an expression at the end, got {ast.unparse(last)!r}: end with the value itself"
        )
    with warnings.catch_warnings():
        # PyTorch warns that it may copy the input; a reader of the build log would look for a fault.
        warnings.filterwarnings("ignore", "Using padding='same' with even kernel lengths")
        exec(compile(ast.Module(body, []), "facts.yml", "exec"), names)
        return eval(compile(ast.Expression(last.value), "facts.yml", "eval"), names)


def numbers(text: str) -> list[tuple[float, float]]:
    """Return every number in `text` with half a unit of its last digit.

    >>> numbers("[40.  23.33]; 1,234")
    [(40.0, 0.5), (23.33, 0.005), (1234.0, 0.5)]
    """
    found = (match.group().replace(",", "") for match in _NUMBER.finditer(text.replace("−", "-")))
    return [(float(digits), 0.5 * 10.0 ** -_decimals(digits)) for digits in found]


def _decimals(digits: str) -> int:
    mantissa, _, exponent = digits.partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent or 0)


def flat(result: Any) -> Iterator[float]:
    """Yield the numbers in `result` (a number, an array, a tensor, or a nest of these), in order."""
    if isinstance(result, list | tuple):
        for part in result:
            yield from flat(part)
    else:
        yield from (float(number) for number in np.asarray(result).ravel())


def agrees(result: Any, value: str) -> bool:
    """Tell whether `value`, as printed, is `result` rounded to the printed digits.

    >>> agrees([40, 70 / 3], "40. 23.33"), agrees([40, 20], "40. 23.33"), agrees("xa + yb", "xa + yb")
    (True, False, True)
    """
    if isinstance(result, str | bool):
        return str(result) == value
    printed, computed = numbers(value), list(flat(result))
    return len(printed) == len(computed) > 0 and all(
        abs(number - digits) <= unit * (1 + 1e-6)
        for (digits, unit), number in zip(printed, computed, strict=True)
    )
