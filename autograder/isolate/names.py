"""Which names a cell needs from elsewhere, and which it defines at its top level."""

from __future__ import annotations

import ast
import symtable
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager


def statements(text: str) -> list[ast.stmt]:
    """Return the statements of plain Python, an empty list where it is none."""
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def parsed(source: str) -> list[ast.stmt]:
    """Return the statements of a cell of the instructor's, magics included, an empty list where it is no Python.

    A student's text is not given to this: IPython can be made to look at one cell five hundred times.
    """
    try:
        return statements(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, RuntimeError):
        return []


def functions_and_classes(text: str) -> set[str]:
    """Return the names of the functions and classes that a text defines at its top level."""
    return {one.name for one in statements(text) if isinstance(one, ast.FunctionDef | ast.ClassDef)}


def needed(source: str) -> list[str]:
    """Return the names that a cell uses before it gives them a value itself, in order."""
    own: set[str] = set()
    wanted: dict[str, None] = {}
    for statement in parsed(source):
        given = bound(statement)
        whole = isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr)
        hidden = own if whole else own | given  # inside a loop or a function its own variables are its own
        loads = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        augmented = isinstance(statement, ast.AugAssign)
        wanted |= {
            node.id: None
            for node in loads
            if (isinstance(node.ctx, ast.Load) or augmented) and node.id not in hidden
        }
        own |= given
    return [name for name in wanted if name in looked_up(source)]


@lru_cache(maxsize=1024)
def looked_up(source: str) -> frozenset[str]:
    """Return the names that a cell, or a function in it, looks up outside of all functions."""
    try:
        scopes = [symtable.symtable(TransformerManager().transform_cell(source), "cell", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    found: set[str] = set()
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        top = scope.get_type() == "module"
        found |= {s.get_name() for s in scope.get_symbols() if top or (s.is_referenced() and s.is_global())}
    return frozenset(found)


def bound(tree: ast.AST) -> set[str]:
    """Return the names that a statement gives a value at its own level."""
    found: set[str] = set()
    if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {tree.name}
    if isinstance(tree, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).partition(".")[0] for alias in tree.names}
    if isinstance(tree, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return found
    if isinstance(tree, ast.Name) and isinstance(tree.ctx, ast.Store | ast.Del):
        found.add(tree.id)
    if isinstance(tree, ast.ExceptHandler) and tree.name:
        found.add(tree.name)
    for child in ast.iter_child_nodes(tree):
        found |= bound(child)
    return found


@lru_cache(maxsize=1024)
def defined(source: str) -> tuple[list[str], list[str]]:
    """Return the names that a cell defines, and those of them that are classes."""
    statements = parsed(source)
    names = sorted({name for statement in statements for name in bound(statement)})
    return names, sorted(node.name for node in statements if isinstance(node, ast.ClassDef))
