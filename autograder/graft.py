"""Rebuild a submission on the instructor's release: the student's answers and own cells, everything else as released.

So it does no harm when test cells were deleted, doubled, edited or retyped, when metadata is odd or gone, when cells
carry tags that stop them from running, or when the notebook names another kernel.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from copy import deepcopy

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.reading import Cell

NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
Match = dict[int, int]  # position in the release -> position in the submission


def graft(release: NotebookNode, handed: list[Cell]) -> tuple[NotebookNode, list[str]]:
    """Return the notebook to grade and notes on what was put right.

    A cell of the student's own stays after the cell that it followed; its metadata is dropped.
    """
    match = match_cells(release.cells, handed)
    own = own_cells(release.cells, handed, match)
    cells = own.get(None, [])
    for slot, released in enumerate(release.cells):
        cell = fresh(released)
        if is_answer(released):
            answer = handed[match[slot]] if slot in match else Cell(released.cell_type, "")
            cell.source = answer.text
            if answer.attachments and cell.cell_type == "markdown":
                cell.attachments = from_dict(answer.attachments)
        cells += [cell, *own.get(slot, [])]
    notebook = deepcopy(release)
    notebook.cells = cells
    notebook.nbformat_minor = max(5, release.nbformat_minor)
    name_cells(cells)
    return notebook, notes(release.cells, handed, match)


def answers_found(release: NotebookNode, handed: list[Cell]) -> int:
    """Return how many answer cells of ``release`` the submission has: 0 means that it is another notebook."""
    match = match_cells(release.cells, handed)
    return sum(is_answer(cell) for slot, cell in enumerate(release.cells) if slot in match)


def is_untouched(release: NotebookNode, handed: list[Cell]) -> bool:
    """Return whether the submission adds nothing to the release."""
    match = match_cells(release.cells, handed)
    same = (
        same_text(release.cells[slot], handed[at])
        for slot, at in match.items()
        if is_answer(release.cells[slot])
    )
    return all(same) and not own_cells(release.cells, handed, match)


# --- which cell is which ------------------------------------------------------------------------


def match_cells(released: list[NotebookNode], handed: list[Cell]) -> Match:
    """Return which submitted cell stands for which released one.

    Tried in this order: the nbgrader name, the same text, the cell's id; and for an answer that is still missing, the
    one cell that stands where it should.
    """
    match: Match = {}
    for slot, cell in enumerate(released):
        if (name := grade_id(cell)) is not None:
            named = [at for at, other in enumerate(handed) if other.grade_id == name]
            # Of copies of an answer the first that was worked on counts; a changed copy of a test is the student's own.
            wanted = [at for at in named if same_text(cell, handed[at]) != is_answer(cell)] or named
            if wanted:
                match[slot] = wanted[0]
    match_rest(match, released, handed, same_text)
    match_rest(
        match, released, handed, lambda cell, other: cell.get("id") is not None and cell.id == other.id
    )
    for slot, cell in enumerate(released):
        if is_answer(cell) and slot not in match:
            adopt(slot, match, released, handed)
    return match


def match_rest(match: Match, released: list[NotebookNode], handed: list[Cell], alike) -> None:
    """Pair each released cell that has no partner yet with the first free submitted cell that is ``alike``."""
    free = [at for at in range(len(handed)) if at not in set(match.values())]
    for slot, cell in enumerate(released):
        if slot not in match:
            found = next((at for at in free if alike(cell, handed[at])), None)
            if found is not None:
                match[slot] = found
                free.remove(found)


def adopt(slot: int, match: Match, released: list[NotebookNode], handed: list[Cell]) -> None:
    """Take the one nameless cell that can only be this answer; where it is not clear, take none.

    It stands between the answer's neighbors and defines what the stub defines, or follows the right cell. Cells that
    are not taken still run in their place, so code in them counts all the same.
    """
    before = max((match[other] for other in match if other < slot), default=-1)
    after = min((match[other] for other in match if other > slot), default=len(handed))
    taken, kind = set(match.values()), released[slot].cell_type
    candidates = [at for at in range(before + 1, after) if at not in taken and handed[at].kind == kind]
    if wanted := defined_names(released[slot].source):
        candidates = [at for at in candidates if wanted & defined_names(handed[at].text)]
    elif slot - 1 not in match:
        return
    if len(candidates) == 1:
        match[slot] = candidates[0]


def defined_names(source: str) -> set[str]:
    """Return the names of the functions and classes that ``source`` defines at its top level."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return set()
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def own_cells(
    released: list[NotebookNode], handed: list[Cell], match: Match
) -> dict[int | None, list[NotebookNode]]:
    """Return the student's own cells by the released cell that they follow (None: before all of them).

    A cell without a name that the student edited (the imports, say) counts as released and as the student's own.
    """
    slot_of = {at: slot for slot, at in match.items()}
    copies = {(grade_id(cell), cell.source.strip()) for cell in released if grade_id(cell) is not None}
    own: dict[int | None, list[NotebookNode]] = {}
    anchor = None
    for at, cell in enumerate(handed):
        if at in slot_of:
            anchor = slot_of[at]
        kept = at in slot_of and replaces(released[slot_of[at]], cell)
        if not kept and cell.text.strip() and (cell.grade_id, cell.text.strip()) not in copies:
            own.setdefault(anchor, []).append(plain(cell))
    return own


def replaces(released: NotebookNode, handed: Cell) -> bool:
    """Return whether the released cell stands for the submitted one wholly, so that this need not be kept beside it."""
    return grade_id(released) is not None or same_text(released, handed)


# --- cells --------------------------------------------------------------------------------------


def plain(cell: Cell) -> NotebookNode:
    """Return a notebook cell with the text of ``cell`` and nothing else of it."""
    node = NEW_CELL[cell.kind](cell.text)
    if cell.attachments and cell.kind == "markdown":
        node.attachments = from_dict(cell.attachments)
    return node


def fresh(cell: NotebookNode) -> NotebookNode:
    """Return a copy of a released cell without outputs."""
    cell = deepcopy(cell)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def name_cells(cells: list[NotebookNode]) -> None:
    """Give each cell an id that is its own: a released cell keeps its id, a student's cell is counted."""
    used: set[str] = set()
    for number, cell in enumerate(cells):
        name = cell.get("id")
        if not cell.metadata.get("nbgrader") or not name or name in used:
            name = next(name for name in free_names(number) if name not in used)
        cell["id"] = name
        used.add(name)


def free_names(number: int) -> Iterator[str]:
    """Yield names for a cell at position ``number``."""
    yield f"cell-{number}"
    while True:
        number += 1
        yield f"cell-x{number}"


def mark_of(cell: NotebookNode) -> dict:
    """Return the nbgrader metadata of a released cell."""
    return cell.metadata.get("nbgrader", {})


def grade_id(cell: NotebookNode) -> str | None:
    """Return the nbgrader name of a released cell, if it has one."""
    return mark_of(cell).get("grade_id")


def is_answer(cell: NotebookNode) -> bool:
    """Return whether a released cell is where the student writes."""
    return bool(mark_of(cell).get("solution"))


def same_text(cell: NotebookNode, other: Cell) -> bool:
    """Return whether a released and a submitted cell read the same."""
    return cell.source.strip() == other.text.strip()


# --- notes --------------------------------------------------------------------------------------


def notes(released: list[NotebookNode], handed: list[Cell], match: Match) -> list[str]:
    """Return one line for each kind of thing that grafting put right."""
    named = [(slot, cell) for slot, cell in enumerate(released) if grade_id(cell) is not None]
    answers = [(slot, cell) for slot, cell in named if is_answer(cell)]
    locked = [(slot, cell) for slot, cell in named if not is_answer(cell)]
    found = {
        "answer cells were missing": [cell for slot, cell in answers if slot not in match],
        "answer cells had lost their names; they were found by their place": [
            cell for slot, cell in answers if slot in match and handed[match[slot]].grade_id is None
        ],
        "deleted test cells were put back": [cell for slot, cell in locked if slot not in match],
        "changed test cells were replaced by the released ones": [
            cell for slot, cell in locked if slot in match and not same_text(cell, handed[match[slot]])
        ],
        "cells were there more than once; the answer that counts is the first that was worked on": [
            cell for _, cell in named if sum(other.grade_id == grade_id(cell) for other in handed) > 1
        ],
    }
    return [f"{what}: {names(cells)}" for what, cells in found.items() if cells]


def names(cells: Iterable[NotebookNode]) -> str:
    """Return the nbgrader names of ``cells``, separated by commas."""
    return ", ".join(str(grade_id(cell)) for cell in cells)
