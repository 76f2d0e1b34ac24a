"""Say what was put right in a submission when it was rebuilt on the release."""

from __future__ import annotations

from collections.abc import Iterable

from nbformat import NotebookNode

from autograder.match import Match, grade_id, is_answer, same_text
from autograder.reading import Cell


def repairs(
    released: list[NotebookNode], handed: list[Cell], match: Match, altered: list[NotebookNode]
) -> list[str]:
    """Return one line for each kind of thing that rebuilding a submission put right."""
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
        "HTML, links or images that could act are shown as text": altered,
        "cells were there more than once; the answer that counts is the first that was worked on": [
            cell for _, cell in named if sum(other.grade_id == grade_id(cell) for other in handed) > 1
        ],
    }
    return [f"{what}: {names(cells)}" for what, cells in found.items() if cells]


def names(cells: Iterable[NotebookNode]) -> str:
    """Return the nbgrader names of ``cells``, separated by commas."""
    return ", ".join(str(grade_id(cell)) for cell in cells)
