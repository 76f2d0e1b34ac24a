"""The pooling windows against cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import max_pool
from cnnlib.interactive.max_pool import move_right, pool
from cnnlib.numpy_nn import max_pool2d

pytestmark = pytest.mark.browser

LECTURE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])


def state(image, k=2, s=2, mode="max", shift=0, position=0):
    return {"image": image, "k": k, "s": s, "mode": mode, "shift": shift, "position": position}


@pytest.mark.parametrize(
    ("mode", "output"),
    [("max", [[6, 8], [3, 4]]), ("average", [[3.25, 5.25], [2, 2]]), ("first", [[1, 2], [3, 1]])],
)
def test_the_lectures_table(compute, mode, output):
    assert compute("max_pool", state(LECTURE, mode=mode))["output"] == output


def test_output_is_that_of_the_layers_on_maps_that_are_not_square(compute, rng):
    for _ in range(40):
        image = rng.normal(size=rng.integers(4, 9, size=2))  # below zero too: padding or zeros must not win
        k, s, shift = (int(rng.integers(*ends)) for ends in [(2, 5), (1, 5), (0, 5)])
        for mode in ("max", "average", "first"):
            result = compute("max_pool", state(image, k, s, mode, shift))
            moved = move_right(image, shift)
            np.testing.assert_allclose(result["moved"], moved)
            np.testing.assert_allclose(result["output"], pool(moved, k, s, mode), atol=1e-12)
            np.testing.assert_allclose(result["before"], pool(image, k, s, mode), atol=1e-12)


def test_winners_are_the_indices_of_the_layer_first_of_ties(compute, rng):
    for k, s in [(2, 2), (3, 2), (2, 1), (4, 3)]:
        image = rng.integers(0, 3, size=(6, 8)).astype(float)  # full of ties
        _, indices = max_pool2d(image[None, None], k, s, return_indices=True)
        places = np.stack(np.divmod(indices[0, 0].ravel(), 8), axis=1)
        np.testing.assert_array_equal(compute("max_pool", state(image, k, s))["winners"], places)


def test_differences_are_zero_for_no_move_and_one_for_nothing_in_common(compute):
    one = np.zeros((4, 8))
    one[1, 1] = 5.0
    assert compute("max_pool", state(one))["mapDifference"] == 0
    inside = compute("max_pool", state(move_right(one, 1), shift=1))  # from column 2 to 3: the same window
    assert (inside["mapDifference"], inside["outputDifference"]) == (1, 0)
    across = compute("max_pool", state(one, shift=1))  # from column 1 to 2: the next window
    assert (across["mapDifference"], across["outputDifference"]) == (1, 1)


def test_difference_is_the_share_of_what_changed(compute, rng):
    image = rng.random(size=(5, 7))
    result = compute("max_pool", state(image, 3, 2, "average", 2))
    now, before = pool(move_right(image, 2), 3, 2, "average"), pool(image, 3, 2, "average")
    assert result["outputDifference"] == pytest.approx(np.abs(now - before).sum() / (now + before).sum())


def test_figure_names_the_winner_and_what_the_move_changed(show):
    page = show(max_pool(LECTURE))
    said = page.locator(".cnn-live")
    assert said.inner_text() == (
        "Window 0: largest of 1, 1, 5, 6 is 6, at row 1, column 1 of the map. The map is where it was."
    )
    page.get_by_role("button", name="Next").click()
    assert said.inner_text().startswith("Window 1: largest of 2, 4, 7, 8 is 8, at row 1, column 3")
    page.get_by_role("button", name="average").click()
    assert said.inner_text().startswith("Window 1: mean of 2, 4, 7, 8 is 5.25.")
    page.get_by_role("slider", name="move right").press("ArrowRight")
    assert "Moved right by 1, the map differs by " in said.inner_text()


def test_a_click_on_an_output_goes_to_its_window(show):
    page = show(max_pool(LECTURE))
    page.locator(".cnn-cell.cnn-output", has_text="4").click()
    assert page.locator(".cnn-live").inner_text().startswith("Window 3: largest of 1, 0, 3, 4 is 4")


def test_a_window_of_equal_cells_has_no_winner(show):
    page = show(max_pool(np.zeros((4, 4))))
    assert page.locator(".cnn-live").inner_text().startswith("Window 0: largest of 0, 0, 0, 0 is 0. ")


def test_figure_refuses_what_it_has_no_room_for():
    with pytest.raises(ValueError, match="expected image with 4 to 8 rows and columns, got shape"):
        max_pool(np.zeros((3, 8)))
    with pytest.raises(ValueError, match="expected mode as one of max, average, first, got 'min'"):
        max_pool(LECTURE, mode="min")
    with pytest.raises(ValueError, match="expected position of at most 3 in this figure, got 4"):
        max_pool(LECTURE, position=4)
