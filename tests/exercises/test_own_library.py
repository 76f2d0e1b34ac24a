"""What a student wrote in four notebooks becomes one network that learns; chapter 12's notebook puts it together."""

from copy import deepcopy

import nbformat
import numpy as np
import pytest

from tools import quick
from tools.exercise_rules import is_answer

from .support.sources import release, source

CHAPTERS = {
    7: "07_channels_and_parameters",
    9: "09_pooling_and_downsampling",
    11: "11_backpropagation",
    12: "12_losses_and_training",
}


def handed_out(folder, notebooks, monkeypatch):
    """Write the notebooks as a student has them; return what the one of chapter 12, opened there, defines."""
    for name, notebook in notebooks.items():
        (folder / name).mkdir()
        nbformat.write(notebook, folder / name / f"{name}.ipynb")
    monkeypatch.chdir(folder / CHAPTERS[12])
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    names: dict = {"__name__": "__main__"}
    for cell in notebooks[CHAPTERS[12]].cells:
        if cell.cell_type == "code":
            quick.run(cell.source, names)
    return names


def test_the_solutions_of_four_chapters_learn_to_read_digits(tmp_path, monkeypatch):
    names = handed_out(tmp_path, {name: source(name) for name in CHAPTERS.values()}, monkeypatch)
    said = []
    mine = names["library"]()
    assert set(mine) == set(names["NEEDED"])
    assert names["train_on_digits"](mine, 60, say=said.append) > 0.75
    assert "relative error" in said[0]


def test_what_is_not_written_yet_is_named_with_its_chapter(tmp_path, monkeypatch, capsys):
    solved = {name: source(name) for name in CHAPTERS.values()} | {CHAPTERS[9]: release(CHAPTERS[9])}
    names = handed_out(tmp_path, solved, monkeypatch)
    assert set(names["NEEDED"]) - set(names["library"]()) == {"max_pool2d"}
    names["show_library"]()
    assert "is still missing: write it in the notebook of chapter 9" in capsys.readouterr().out


def test_without_any_other_notebook_only_this_one_counts(tmp_path, monkeypatch):
    names = handed_out(tmp_path, {CHAPTERS[12]: source(CHAPTERS[12])}, monkeypatch)
    assert set(names["library"]()) == {"softmax_cross_entropy", "sgd_step"}


@pytest.mark.parametrize("name", ["conv2d_backward", "max_pool2d_backward"])
def test_a_wrong_way_back_is_noticed_before_training(name, tmp_path, monkeypatch):
    names = handed_out(tmp_path, {name: source(name) for name in CHAPTERS.values()}, monkeypatch)
    mine = names["library"]()
    right = mine[name]

    def half(*arguments):
        results = right(*arguments)
        return results / 2 if isinstance(results, np.ndarray) else tuple(part / 2 for part in results)

    with pytest.raises(ValueError, match="the gradients are not the slopes of the loss"):
        names["train_on_digits"](mine | {name: half}, 1)


def test_helpers_and_broken_experiments_of_a_student_do_no_harm(tmp_path, monkeypatch):
    """A helper in a cell of its own is found; a cell that fails before the answer is passed over."""
    notebooks = {name: source(name) for name in CHAPTERS.values()}
    other = deepcopy(notebooks[CHAPTERS[9]])
    place = next(number for number, cell in enumerate(other.cells) if is_answer(cell))
    other.cells[place:place] = [nbformat.v4.new_code_cell(text) for text in ("1 / 0", "helper = max")]
    names = handed_out(tmp_path, notebooks | {CHAPTERS[9]: other}, monkeypatch)
    assert names["functions_of"](9)["helper"] is max
    assert "max_pool2d" in names["library"]()
