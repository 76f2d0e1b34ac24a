"""What is handed out after the deadline: executed, explained, readable offline, and nowhere before."""

import re

import nbformat
import pytest

from tools import site, solutions, student_zip
from tools.exercise_rules import HIDDEN, is_answer, is_note, is_test

from .support.sources import NAMES, ROOT, source, whole

NAME = "03_convolution_1d"
TEXT = (ROOT / "solutions" / NAME / f"{NAME}.py").read_text("utf8")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder with one assignment's solution."""
    folder = tmp_path_factory.mktemp("solutions")
    solutions.write([NAME], folder)
    return folder


@pytest.mark.grading
def test_the_notebook_ran_from_top_to_bottom_without_an_error(written):
    cells = nbformat.read(written / f"{NAME}.ipynb", as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [out for cell in code for out in cell.outputs if out.output_type == "error"]


@pytest.mark.grading
def test_the_page_loads_nothing_and_shows_solutions_notes_and_formulas(written):
    html = (written / f"{NAME}.html").read_text("utf8")
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", html) == []
    assert re.findall(r"""(?:import|from|fetch)\W{0,3}["']https?://""", html) == []
    assert "<math" in html
    assert "Model answer." in html
    assert "conv1d_centered" in html


@pytest.mark.parametrize("name", NAMES)
def test_solutions_show_answers_and_notes_and_keep_hidden_tests_unless_asked(name):
    text = (ROOT / "solutions" / name / f"{name}.py").read_text("utf8")
    short, long = solutions.solution(text), solutions.solution(text, hidden_tests=True)
    shown, all_shown = ("\n".join(cell.source for cell in book.cells) for book in (short, long))
    assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN)", all_shown)
    assert not [cell for cell in long.cells if cell.metadata], "nothing is locked or graded"
    for cell in filter(is_test, source(name).cells):
        for hidden in HIDDEN.findall(cell.source):
            assert hidden.strip() in all_shown
            assert hidden.strip() not in shown
    notes = [line for cell in filter(is_note, whole(name).cells) for line in cell.source.splitlines()]
    assert all(line in shown for line in notes)


@pytest.mark.parametrize("name", NAMES)
def test_each_programming_task_has_a_note_on_its_solution(name):
    cells = whole(name).cells
    tasks = [number for number, cell in enumerate(cells) if is_answer(cell)]
    lacking = [cells[number].id for number in tasks if not is_note(cells[number + 1])]
    assert lacking == []
    assert all(len(cell.source.split()) >= 25 for cell in cells if is_note(cell)), (
        "a sentence or two at least"
    )


def test_solutions_are_written_beside_the_book_and_not_into_it_nor_into_the_archive(tmp_path, monkeypatch):
    assert solutions.TARGET.parts[0] == "_build"
    assert "html" not in solutions.TARGET.parts
    shown = "_build/html/index.html", f"book/{site.LIST.as_posix()}"
    for part in (*shown, f"_build/solutions/{NAME}.html", f"_build/solutions/{NAME}.ipynb"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_text("text")
    (tmp_path / "LICENSE").write_text("text")
    monkeypatch.setattr(student_zip, "ROOT", tmp_path)
    monkeypatch.setattr(student_zip, "build_wheel", lambda folder: tmp_path / "LICENSE")
    monkeypatch.setattr(student_zip, "student_requirements", str)
    monkeypatch.setattr(student_zip.chapter_notebooks, "write", lambda folder: [])
    assert student_zip.pack(tmp_path / "course.zip") == [
        "LICENSE",
        "START_HERE.txt",
        f"html/{site.LIST.as_posix()}",
        "html/index.html",
        "requirements.txt",
    ]


def test_a_cell_that_fails_ends_the_command(tmp_path):
    with pytest.raises(Exception, match="ZeroDivisionError"):
        solutions.execute(solutions.solution("# %%\n1 / 0\n"), tmp_path)
