"""Find out which submitted cell stands for which released one, whatever was lost or changed on the way."""

from __future__ import annotations

from nbformat import NotebookNode

from autograder.isolate.names import functions_and_classes
from autograder.reading import Cell

MAX_PARSED = 100_000  # characters in all: in more an answer that has lost its name is not looked for
Match = dict[int, int]  # position in the release -> position in the submission


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
    if wanted := functions_and_classes(released[slot].source):
        if sum(len(handed[at].text) for at in candidates) > MAX_PARSED:
            return
        candidates = [at for at in candidates if wanted & functions_and_classes(handed[at].text)]
    elif slot - 1 not in match:
        return
    if len(candidates) == 1:
        match[slot] = candidates[0]


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
