"""The matrix puzzles against cnnlib."""

import itertools

import numpy as np
import pytest

from cnnlib.infer import infer_conv1d
from cnnlib.interactive import which_layer
from cnnlib.interactive.which_layer import Layer

pytestmark = pytest.mark.browser

# those of chapter 4
PUZZLES = [Layer(8, 3), Layer(8, 3, stride=2, padding=1), Layer(9, 3, stride=2, dilation=2, padding=2)]
ALL = list(itertools.product(range(1, 6), range(1, 4), range(1, 4), range(4)))  # what the sliders can set


def state(which, k, s, d, p):
    puzzles = [dict(zip("nksdp", puzzle, strict=True)) for puzzle in PUZZLES]
    return {"puzzles": puzzles, "which": which, "k": k, "s": s, "d": d, "p": p}


@pytest.mark.parametrize("which", range(len(PUZZLES)))
def test_only_the_hidden_layer_solves_a_puzzle(compute, which):
    solutions = [guess for guess in ALL if compute("which_layer", state(which, *guess))["found"]]
    assert solutions == [PUZZLES[which][1:]]


def test_matrices_and_their_differences_are_those_of_the_library(compute, rng):
    for i in rng.choice(len(ALL), 60, replace=False):
        k, s, d, p = ALL[i]
        which = int(rng.integers(len(PUZZLES)))
        hidden, result = PUZZLES[which], compute("which_layer", state(which, k, s, d, p))
        np.testing.assert_array_equal(result["wanted"], hidden.matrix())
        if d * (k - 1) + 1 > hidden.n + 2 * p:
            assert result["mine"] == []
            continue
        mine = Layer(hidden.n, k, s, d, p).matrix()
        np.testing.assert_array_equal(result["mine"], mine)
        same_size = mine.shape == hidden.matrix().shape
        assert result["differ"] == (np.count_nonzero(mine != hidden.matrix()) if same_size else None)


@pytest.mark.parametrize("puzzle", PUZZLES)
def test_the_recipe_of_the_chapter_solves_every_puzzle(puzzle):
    found = infer_conv1d(puzzle.matrix())
    assert found[:3] == puzzle[1:4]
    assert found.padding[0] == puzzle.padding


def test_sliders_find_the_first_puzzle_and_say_so(show):
    page = show(which_layer(PUZZLES))
    said = page.locator(".cnn-live")
    assert said.inner_text() == "The puzzle is 6×8, your matrix 8×8."
    for _ in range(2):
        page.get_by_label("taps").press("ArrowRight")
    assert said.inner_text() == "✓ Found. Matrix 1 is 3 taps, stride 1, dilation 1, no padding (valid)."
    page.get_by_role("button", name="matrix 2").click()
    assert said.inner_text() == "The puzzle is 4×8, your matrix 6×8."
    page.get_by_label("stride").press("ArrowRight")
    page.get_by_label("taps").press("ArrowLeft")
    assert said.inner_text() == "The puzzle is 4×8, your matrix 4×8. They differ in 11 squares."
    assert page.locator(".cnn-canvas").nth(1).locator(".cnn-on").count() == 11


def test_a_guess_that_does_not_fit_is_said(show):
    page = show(which_layer(PUZZLES))
    for name in ["taps", "dilation"]:
        page.get_by_label(name).press("End")
    assert "the kernel does not fit" in page.locator(".cnn-live").inner_text()


def test_figure_refuses_layers_that_its_sliders_cannot_set():
    with pytest.raises(ValueError, match="expected dilation of at most 3 in this figure, got 4"):
        which_layer([(9, 2, 1, 4, 0)])
