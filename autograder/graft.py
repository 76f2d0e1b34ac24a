"""Rebuild a submission on the instructor's release: the student's answers and own cells, everything else as released.

So it does no harm when test cells were deleted, doubled, edited or retyped, when metadata is odd or gone, when cells
carry tags that stop them from running, or when the notebook names another kernel.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.isolate.names import defined
from autograder.match import Match, grade_id, is_answer, match_cells, same_text
from autograder.reading import Cell
from autograder.repairs import repairs
from autograder.safe.markdown import as_text, safe_markdown

NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell}


def graft(release: NotebookNode, handed: list[Cell]) -> tuple[NotebookNode, list[str]]:
    """Return the notebook to grade and notes on what was put right.

    A cell of the student's own stays after the cell that it followed; its metadata is dropped.
    """
    match = match_cells(release.cells, handed)
    own = own_cells(release.cells, handed, match)
    cells, altered = own.get(None, []), []
    for slot, released in enumerate(release.cells):
        cell = fresh(released)
        if is_answer(released):
            answer = handed[match[slot]] if slot in match else Cell(released.cell_type, "")
            altered += [] if shown(cell, answer) else [released]
        cells += [cell, *own.get(slot, [])]
    notebook = deepcopy(release)
    notebook.cells = cells
    notebook.nbformat_minor = max(5, release.nbformat_minor)
    name_cells(cells)
    return notebook, repairs(release.cells, handed, match, altered)


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
    """Return a notebook cell with the text of ``cell`` and nothing else of it; a page would write raw text as HTML."""
    if cell.kind == "raw":
        return new_markdown_cell(as_text(cell.text))
    node = NEW_CELL[cell.kind](
        metadata={"autograder": {"own": True}}
    )  # for isolate/plan.py: no test needs it
    shown(node, cell)
    return node


def shown(node: NotebookNode, cell: Cell) -> bool:
    """Put a student's text into a cell of the graded notebook; return whether it could stay as it was."""
    node.source = safe_markdown(cell.text, cell.attachments) if node.cell_type == "markdown" else cell.text
    if cell.attachments and node.cell_type == "markdown":
        node.attachments = from_dict(cell.attachments)
    return node.source == cell.text


def fresh(cell: NotebookNode) -> NotebookNode:
    """Return a copy of a released cell without outputs."""
    cell = deepcopy(cell)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
        if is_answer(cell):  # for isolate/plan.py: which names are the student's to define
            names, classes = defined(cell.source)
            cell.metadata["autograder"] = {
                **cell.metadata.get("autograder", {}),
                "names": names,
                "classes": classes,
            }
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
