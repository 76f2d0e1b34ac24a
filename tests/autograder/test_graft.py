"""Is the rebuilt notebook the release with the student's answers, whatever was done to the cells?"""

from __future__ import annotations

from collections.abc import Callable

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from autograder.graft import answers_found, fresh, graft, is_untouched
from autograder.match import match_cells
from autograder.reading import Cell, cells_of
from tests.autograder import students
from tests.autograder.course import RIGHT, filled, release
from tests.autograder.students import cell, edited, without

RELEASED = [one.source for one in release().cells]


def read(notebook: NotebookNode) -> list[Cell]:
    """Return a notebook as it is read from a file."""
    return cells_of(notebook)[0]


def sources(notebook: NotebookNode) -> list[str]:
    """Return the texts of a notebook's cells."""
    return [one.source for one in notebook.cells]


def test_an_honest_notebook_comes_out_as_it_went_in() -> None:
    """Are order, texts and names those of the submission?"""
    rebuilt, notes = graft(release(), read(filled(RIGHT)))
    assert sources(rebuilt) == sources(filled(RIGHT))
    assert [one.metadata for one in rebuilt.cells] == [fresh(one).metadata for one in release().cells]
    assert notes == []
    nbformat.validate(rebuilt)


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (
            without("double_visible", "first_hidden"),
            "deleted test cells were put back: double_visible, first_hidden",
        ),
        (students.doubled_test, "more than once"),
        (students.doubled_answer, "more than once"),
        (students.retyped_and_weakened, "replaced by the released ones: first_hidden"),
        (students.stripped, "found by their place: double, first, why"),
        (students.odd_metadata, "found by their place: why"),
        (lambda notebook: notebook.cells.reverse(), ""),
        (
            lambda notebook: cell(notebook, "double").metadata["nbgrader"].update(grade_id="first"),
            "more than once",
        ),
        (
            lambda notebook: [
                one.update(outputs=[{"x": 1}]) for one in notebook.cells if one.cell_type == "code"
            ],
            "",
        ),
    ],
)
def test_whatever_happens_to_metadata_and_tests_the_answers_count(
    change: Callable[[NotebookNode], object], note: str
) -> None:
    """Are all answers found, and all other cells those of the release?"""
    rebuilt, notes = graft(release(), read(edited(change)))
    named = {one.metadata.nbgrader.grade_id: one for one in rebuilt.cells if "nbgrader" in one.metadata}
    for name, released in (
        (one.metadata.nbgrader.grade_id, one) for one in release().cells if "nbgrader" in one.metadata
    ):
        if name not in RIGHT:
            assert named[name].source == released.source
        assert named[name].metadata == fresh(released).metadata
        assert named[name].cell_type == released.cell_type
    assert RIGHT["double"] in "\n".join(sources(rebuilt))
    assert named["first"].source in (RIGHT["first"], RIGHT["double"])
    assert rebuilt.metadata == release().metadata
    assert note in "; ".join(notes)
    nbformat.validate(rebuilt)


def test_cells_of_the_students_own_stay_where_they_were() -> None:
    """Do helper cells run between the same cells as in the student's notebook, without their metadata?"""
    notebook = edited(students.with_cell("double", "helper = 1"))
    notebook.cells[4].metadata = {
        "tags": ["skip-execution"],
        "nbgrader": {"grade_id": "double_hidden", "grade": True},
    }
    rebuilt, _ = graft(release(), read(notebook))
    assert sources(rebuilt)[3:6] == [RIGHT["double"], "helper = 1", RELEASED[4]]
    assert rebuilt.cells[4].metadata == {"autograder": {"own": True}}


def test_an_edited_cell_without_name_runs_after_the_released_one() -> None:
    """Does an import that the student added to the imports cell count?"""
    rebuilt, _ = graft(
        release(), read(edited(lambda notebook: students.set_source(notebook, 1, "import operator")))
    )
    assert sources(rebuilt)[:4] == [RELEASED[0], "import math", "import operator", RELEASED[2]]


def test_released_cells_are_not_shown_twice() -> None:
    """Does a notebook without any metadata still give each instruction once?"""
    rebuilt, _ = graft(release(), read(edited(students.stripped)))
    assert sources(rebuilt) == sources(filled(RIGHT))


def test_a_missing_answer_leaves_its_cell_empty() -> None:
    """Does a deleted answer cell neither raise the stub's error nor hide a function that is defined elsewhere?"""
    notebook = edited(without("double"))
    students.set_source(notebook, 1, RIGHT["double"])
    rebuilt, notes = graft(release(), read(notebook))
    assert cell(rebuilt, "double").source == ""
    assert RIGHT["double"] in sources(rebuilt)
    assert notes == ["answer cells were missing: double"]


def test_of_several_nameless_cells_the_one_that_defines_the_function_is_the_answer() -> None:
    """Is a helper cell before the answer not taken for it?"""
    notebook = edited(students.stripped)
    notebook.cells.insert(3, nbformat.v4.new_code_cell("def helper():\n    pass"))
    rebuilt, _ = graft(release(), read(notebook))
    assert cell(rebuilt, "double").source == RIGHT["double"]


def test_another_notebook_has_no_answers() -> None:
    """Is another assignment's notebook told from this one?"""
    assert (
        answers_found(release(), [Cell("code", "x = 1", "exercise_7"), Cell("markdown", "# Something else")])
        == 0
    )
    assert answers_found(release(), read(release())) == 3
    assert answers_found(release(), read(edited(students.stripped))) == 3


def test_an_untouched_release_is_known_as_one() -> None:
    """Is one changed answer, or one cell of the student's own, enough to be not untouched?"""
    assert is_untouched(release(), read(release()))
    assert not is_untouched(release(), read(filled({"why": "Because."})))
    assert not is_untouched(release(), [*read(release()), Cell("code", "mine = 1")])


def test_pasted_images_stay_in_a_written_answer() -> None:
    """Does a photographed derivation reach the grader?"""
    notebook = filled(RIGHT)
    cell(notebook, "why").attachments = {"a.png": {"image/png": "AAAA"}}
    rebuilt, _ = graft(release(), read(notebook))
    assert cell(rebuilt, "why").attachments == {"a.png": {"image/png": "AAAA"}}


NAMES = st.none() | st.sampled_from(
    ["double", "double_visible", "double_hidden", "first", "first_hidden", "why", "other"]
)
CELLS = st.builds(
    Cell, st.sampled_from(["code", "markdown", "raw"]), st.sampled_from([*RELEASED, "x = 1", ""]), NAMES,
    st.none() | st.sampled_from(["double", "plain-1", "first"]),
)  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(st.lists(CELLS, max_size=15))
def test_any_list_of_cells_gives_a_valid_notebook_with_every_released_cell_once(handed: list[Cell]) -> None:
    """Is there a submission that loses a test or breaks the notebook?"""
    rebuilt, notes = graft(release(), handed)
    nbformat.validate(rebuilt)
    expected = [one.metadata.nbgrader.grade_id for one in release().cells if "nbgrader" in one.metadata]
    got = [one.metadata.nbgrader.grade_id for one in rebuilt.cells if "nbgrader" in one.metadata]
    assert got == expected
    assert len({one.id for one in rebuilt.cells}) == len(rebuilt.cells)
    match = match_cells(release().cells, handed)
    assert len(set(match.values())) == len(match), "one submitted cell stands for two released ones"
    assert all("\n" not in note for note in notes)
