"""Mutants of a solution: ``mutants(source)`` lists small changes of the code, each of which a good test notices.

Tools that do this for modules under a test command exist (mutmut, cosmic-ray; mutpy and mutatest are no longer kept).
They start a process of tests for each mutant and mutate files of a package; here the code is one notebook cell, and
the tests are other cells. So only the operators are written here, over Python's own syntax tree: each replaces the
text of one node and leaves the rest of the source as it was written.

Not mutated: docstrings, annotations, and what an exception says.
"""

from __future__ import annotations

import ast
import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

MOST = 30  # mutants of one task

COMPARISONS = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
ARITHMETIC = {
    ast.Add: ("-",),
    ast.Sub: ("+",),
    ast.Mult: ("/", "+"),
    ast.Div: ("*", "//"),
    ast.FloorDiv: ("/", "*"),
    ast.Mod: ("//",),
    ast.Pow: ("*",),
    ast.BitAnd: ("|",),
    ast.BitOr: ("&",),
    ast.LShift: (">>",),
    ast.RShift: ("<<",),
}
# Functions, methods and words that are taken for each other.
PAIRS = """
    min max   minimum maximum   argmin argmax   amin amax   any all   floor ceil   sum mean   zeros ones
    zeros_like ones_like   rows columns   height width   log log2   train eval   var std
"""
FIRST, SECOND = PAIRS.split()[::2], PAIRS.split()[1::2]
NAMES = dict(zip([*FIRST, *SECOND], [*SECOND, *FIRST], strict=True)) | {
    "round": "int",
    "exp": "expm1",
    "sqrt": "square",
    "cumsum": "asarray",
}
SYMMETRIC = "clip max min maximum minimum allclose isclose array_equal hypot dot print"  # in their arguments
CONTAINERS = "array asarray list tuple set dict sorted stack tensor"  # a kind, not a value
NEEDED = "len range enumerate zip isinstance super print ndenumerate ndindex"  # without: an error
MODULES = "np torch nn F math"


class Mutant(NamedTuple):
    """One change: the whole changed source, what kind of change it is, and the changed lines as ``old → new``."""

    source: str
    kind: str
    line: int
    change: str


class Edit(NamedTuple):
    """The text of ``node`` is to become ``text``."""

    kind: str
    node: ast.AST
    text: str


def mutants(source: str, most: int = MOST) -> list[Mutant]:
    """Return at most ``most`` mutants of ``source``, spread over lines and kinds: the same ones for the same source."""
    unique: dict[str, Mutant] = {}
    original = ast.dump(ast.parse(source))
    for edit in edits(ast.parse(source)):
        changed = spliced(source, edit.node, edit.text)
        try:
            tree = ast.dump(ast.parse(changed))
        except SyntaxError:
            continue  # a piece that cannot stand here, such as a removed last argument of a pattern
        if tree != original:
            mutant = Mutant(changed, edit.kind, edit.node.lineno, described(source, changed))  # pyright: ignore[reportAttributeAccessIssue]: nodes that are edited have places
            unique.setdefault(tree, mutant)
    return spread(list(unique.values()), most, hashlib.sha256(original.encode()).hexdigest())


def spread(found: list[Mutant], most: int, seed: str) -> list[Mutant]:
    """Return ``most`` of the mutants: each line in turn gives one, of a kind that was taken least so far."""
    rng = random.Random(seed)
    rng.shuffle(found)
    lines, taken, kinds = defaultdict[int, list[Mutant]](list), list[Mutant](), defaultdict[str, int](int)
    for mutant in found:
        lines[mutant.line].append(mutant)
    while len(taken) < min(most, len(found)):
        for line in sorted(lines, key=lambda _: rng.random()):
            if lines[line] and len(taken) < most:
                rarest = min(lines[line], key=lambda mutant: kinds[mutant.kind])
                lines[line].remove(rarest)
                kinds[rarest.kind] += 1
                taken.append(rarest)
    return sorted(taken, key=lambda mutant: (mutant.line, mutant.change))


# --- operators ----------------------------------------------------------------------------------


def edits(tree: ast.Module) -> Iterator[Edit]:
    """Yield every edit of every operator, in the order of the source."""
    partners = unpacked_together(tree)
    for node in mutable(tree):
        for operator in OPERATORS:
            yield from operator(node)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in partners:
            yield Edit("neighbor name", node, partners[node.id])


def mutable(node: ast.AST) -> Iterator[ast.AST]:
    """Yield ``node`` and what is in it, without docstrings, annotations, raised exceptions and decorators."""
    yield node
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "exc"):
            continue
        children = value if isinstance(value, list) else [value]
        if field == "body" and isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            children = children[1:]
        for child in children:
            if isinstance(child, ast.AST):
                yield from mutable(child)


def compare(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for new in COMPARISONS[type(operator)]:
                yield Edit("comparison", node, compared(node, place, new))


def compared(node: ast.Compare, place: int, new: str) -> str:
    """Return the text of a comparison with the operator at ``place`` replaced."""
    words = [ast.unparse(node.left)]
    for number, (operator, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
        old = ast.unparse(ast.Compare(ast.Name("a"), [operator], [ast.Name("b")]))[2:-2]
        words += [new if number == place else old, ast.unparse(right)]
    return "(" + " ".join(words) + ")"


def arithmetic(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.BinOp):
        left, right = piece(node.left), piece(node.right)
        for new in ARITHMETIC.get(type(node.op), ()):
            yield Edit("arithmetic", node, f"({left} {new} {right})")
        if isinstance(node.op, ast.MatMult):
            yield Edit("arithmetic", node, f"({right} @ {left})")
        if isinstance(node.op, ast.Add | ast.Sub):
            yield Edit("operand dropped", node, left)
    if isinstance(node, ast.AugAssign):
        target, value = ast.unparse(node.target), ast.unparse(node.value)
        for new in ARITHMETIC.get(type(node.op), ())[:1]:
            yield Edit("arithmetic", node, f"{target} {new}= {value}")
        yield Edit("assigned, not added", node, f"{target} = {value}")


def unary(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.UnaryOp):
        yield Edit("sign or not dropped", node, piece(node.operand))


def boolean(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.BoolOp):
        words = [piece(value) for value in node.values]
        same, other = (" and ", " or ") if isinstance(node.op, ast.And) else (" or ", " and ")
        yield Edit("and or", node, f"({other.join(words)})")
        for number in range(len(words)):
            rest = words[:number] + words[number + 1 :]
            yield Edit("condition dropped", node, f"({same.join(rest)})" if len(rest) > 1 else rest[0])


def constant(node: ast.AST) -> Iterator[Edit]:
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield Edit("constant", node, str(not node.value))
    elif isinstance(node.value, int):
        yield Edit("constant", node, str(node.value + 1))
        yield Edit("constant", node, f"{node.value - 1}" if node.value else "(-1)")
    elif isinstance(node.value, float):
        yield Edit("constant", node, repr(node.value * 2 if node.value else 1.0))
        yield Edit("constant", node, repr(node.value + 1))
    elif isinstance(node.value, str) and node.value:
        yield Edit("constant", node, repr(f"not {node.value}"))


def bounds(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Slice):
        parts = [ast.unparse(part) if part else "" for part in (node.lower, node.upper, node.step)]
        for number, part in enumerate(parts):
            if part:
                less = [*parts[:number], "", *parts[number + 1 :]]
                yield Edit("bound dropped", node, ":".join(less).removesuffix(":") if any(less) else ":")
        if node.upper:
            yield Edit(
                "bound moved", node, f"{parts[0]}:{parts[1]} + 1" + (f":{parts[2]}" if parts[2] else "")
            )


def call(node: ast.AST) -> Iterator[Edit]:
    if not isinstance(node, ast.Call):
        return
    function = ast.unparse(node.func)
    name = function.rpartition(".")[2]
    arguments = [ast.unparse(argument) for argument in node.args]
    keywords = [ast.unparse(keyword) for keyword in node.keywords]

    def text(*kept: str) -> str:
        return f"{function}({', '.join(kept)})"

    for number in range(len(keywords)):
        yield Edit("argument dropped", node, text(*arguments, *keywords[:number], *keywords[number + 1 :]))
    if len(arguments) > 1:
        yield Edit("argument dropped", node, text(*arguments[:-1], *keywords))
        for number in range(0 if name in SYMMETRIC.split() else len(arguments) - 1):
            first, second = arguments[number : number + 2]
            yield Edit(
                "arguments swapped",
                node,
                text(*arguments[:number], second, first, *arguments[number + 2 :], *keywords),
            )
    if name in (*CONTAINERS.split(), *NEEDED.split()):
        pass
    elif arguments and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp | ast.Constant):
        yield Edit("call dropped", node, piece(node.args[0]))
    elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) not in MODULES.split():
        yield Edit("call dropped", node, piece(node.func.value))
    if function == "range":
        start, end, *step = arguments if len(arguments) > 1 else ["0", *arguments]
        yield Edit("range", node, text(start, f"{end} - 1", *step))
        yield Edit("range", node, text(f"{start} + 1", end, *step))


def renamed(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Attribute) and node.attr in NAMES:
        yield Edit("other function", node, f"{ast.unparse(node.value)}.{NAMES[node.attr]}")
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in NAMES:
        yield Edit("other function", node, NAMES[node.id])


def order(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        words = [ast.unparse(element) for element in node.elts]
        swapped = ", ".join([*words[:-2], words[-1], words[-2]])
        yield Edit("order", node, f"({swapped})" if isinstance(node, ast.Tuple) else f"[{swapped}]")


def choice(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield Edit("condition fixed", node.test, "False")
    if isinstance(node, ast.IfExp) or (isinstance(node, ast.If) and not isinstance(node.body[0], ast.Raise)):
        yield Edit("condition fixed", node.test, "True")
    if isinstance(node, ast.comprehension):
        for condition in node.ifs:
            yield Edit("condition fixed", condition, "True")


def statement(node: ast.AST) -> Iterator[Edit]:
    deletable = (
        isinstance(node, ast.AugAssign | ast.Raise | ast.Break | ast.Continue)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Attribute))
        or (isinstance(node, ast.Assign) and reassigns(node))
    )
    if deletable:
        yield Edit("statement deleted", node, "pass")
    if isinstance(node, ast.Break):
        yield Edit("loop", node, "continue")
    if isinstance(node, ast.Continue):
        yield Edit("loop", node, "break")


def reassigns(node: ast.Assign) -> bool:
    """Return whether a name is given a new value made from its old one: ``x = f(x)``."""
    target = node.targets[0]
    return isinstance(target, ast.Name) and any(
        isinstance(part, ast.Name) and part.id == target.id for part in ast.walk(node.value)
    )


OPERATORS: tuple[Callable[[ast.AST], Iterable[Edit]], ...] = (
    compare, arithmetic, unary, boolean, constant, bounds, call, renamed, order, choice, statement,
)  # fmt: skip


def unpacked_together(tree: ast.Module) -> dict[str, str]:
    """Return for each name of an unpacked tuple (``h, w = x.shape``) the one beside it."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store):
            names = [element.id for element in node.elts if isinstance(element, ast.Name)]
            found |= {
                a: b for a, b in zip(names, [*names[1:], *names[-2:-1]], strict=False) if "_" not in (a, b)
            }
    return found


# --- text ---------------------------------------------------------------------------------------


def piece(node: ast.expr) -> str:
    """Return the text of ``node``, in parentheses where it could fall apart."""
    whole = ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.Constant | ast.Tuple | ast.List
    return ast.unparse(node) if isinstance(node, whole) else f"({ast.unparse(node)})"


def spliced(source: str, node: ast.AST, text: str) -> str:
    """Return ``source`` with the text of ``node`` replaced."""
    lines = source.encode().splitlines(keepends=True)  # columns count bytes
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    whole = b"".join(lines)
    begin = starts[node.lineno - 1] + node.col_offset  # pyright: ignore[reportAttributeAccessIssue]: see Edit
    end = starts[node.end_lineno - 1] + node.end_col_offset  # pyright: ignore[reportAttributeAccessIssue]: see Edit
    return (whole[:begin] + text.encode() + whole[end:]).decode()


def described(source: str, changed: str) -> str:
    """Return ``old → new`` of the lines that differ; where the old text stands more than once, with its number."""
    old, new = source.splitlines(), changed.splitlines()
    first = next(number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    last = next(number for number, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b)
    before, after = (" ".join(" ".join(lines[first : len(lines) - last]).split()) for lines in (old, new))
    same = [number for number, line in enumerate(old) if line.strip() == old[first].strip()]
    number = f" (line {same.index(first) + 1} of {len(same)} alike)" if len(same) > 1 else ""
    return f"{before} → {after}{number}"
