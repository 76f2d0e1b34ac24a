"""Pooling and the ways back up: the browser computes what cnnlib does, and every control shows."""

import numpy as np
import pytest

from cnnlib.interactive import unpooling
from cnnlib.interactive.unpooling import WAYS, down_and_up, moved
from cnnlib.numpy_nn import max_pool2d, max_unpool2d

pytestmark = pytest.mark.browser

DOTS = np.zeros((8, 8))
DOTS[1, 2], DOTS[4, 1] = 7, 5
BLOCK = np.zeros((8, 8))
BLOCK[1:5, 1:5] = np.arange(1, 17).reshape(4, 4) % 9 + 1
MAPS = {"two dots": DOTS, "a block": BLOCK}


def state(values, right=0, down=0, rounds=1, way="places"):
    return {"maps": {"it": values}, "drawn": "it", "right": right, "down": down, "rounds": rounds, "way": way}


def test_two_numbers_return_to_their_places_and_nowhere_else(compute):
    result = compute("unpooling", state(DOTS))
    assert (result["kept"], result["wrong"], result["numbers"]) == (2, 0, 2)
    np.testing.assert_array_equal(result["back"], DOTS)
    corner = compute("unpooling", state(DOTS, way="corner"))
    assert (corner["kept"], corner["wrong"]) == (
        0,
        2,
    )  # rows 1 and 4, columns 2 and 1: no corner is hit by both


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("rounds", [1, 2])
def test_the_way_down_and_up_is_that_of_the_layers(compute, rng, way, rounds):
    for _ in range(8):
        values = np.zeros((8, 8))
        values[:5, :5] = rng.integers(0, 4, size=(5, 5))  # full of ties
        right, down = (int(n) for n in rng.integers(0, 4, 2))
        result = compute("unpooling", state(values, right, down, rounds, way))
        map_ = moved(values, right, down)
        pooled, back = down_and_up(map_, rounds, way)
        np.testing.assert_array_equal(result["map"], map_)
        np.testing.assert_array_equal(result["pooled"], pooled)
        np.testing.assert_array_equal(result["back"], back)
        assert result["kept"] == np.sum((map_ != 0) & (back == map_))
        assert result["wrong"] == np.sum((back != 0) & (back != map_))
        assert result["along"] == np.array_equal(
            back, moved(down_and_up(values, rounds, way)[1], right, down)
        )


def test_the_winners_that_are_marked_are_the_indices_of_the_layer(compute):
    x, places = max_pool2d(BLOCK[None, None], 2, return_indices=True)
    winners = max_unpool2d(x, places, 2)[0, 0] > 0
    np.testing.assert_array_equal(compute("unpooling", state(BLOCK, way="copies"))["marks"], winners)


def test_places_follow_a_move_by_one_and_copies_do_not(compute):
    assert compute("unpooling", state(DOTS, right=1))["along"]
    assert not compute("unpooling", state(DOTS, right=1, way="copies"))["along"]
    assert compute("unpooling", state(DOTS, right=2, way="copies"))["along"]  # a whole window


def test_every_control_changes_the_drawing_and_the_words(show):
    page = show(unpooling(MAPS, "two dots"))
    said, drawing = page.locator(".cnn-live"), page.locator("svg.cnn-canvas")
    assert said.inner_text() == (
        "64 numbers become 16. Put to their places: of 2 numbers other than 0, 2 are back in place; "
        "in 0 cells stands a number that did not stand there."
    )
    seen = {drawing.inner_html()}

    def changed():
        before = len(seen)
        seen.add(drawing.inner_html())
        return len(seen) > before

    page.get_by_role("slider", name="move right").press("ArrowRight")
    assert changed()
    assert said.inner_text().endswith("The map has moved by 1 and 0, and the result has moved along.")
    page.get_by_role("slider", name="move down").press("ArrowRight")
    assert changed()
    for button in ("copies", "corner", "twice"):
        page.get_by_role("button", name=button).click()
        assert changed(), button
    page.get_by_label("map", exact=True).select_option("a block")
    assert changed()
    assert "64 numbers become 4. Put into the upper left corners: of 16" in said.inner_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"maps": {"x": np.ones((8, 8))}, "drawn": "x"}, "zeros in the last three rows and columns"),
        ({"maps": {"x": np.zeros((8, 8))}, "drawn": "x"}, "not all 0"),
        ({"maps": {"x": -DOTS}, "drawn": "x"}, "not below 0"),
        ({"maps": MAPS, "drawn": "x"}, "expected drawn as one of"),
        ({"maps": MAPS, "drawn": "a block", "way": "up"}, "expected way as one of"),
        ({"maps": MAPS, "drawn": "a block", "rounds": 3}, "expected rounds as one of"),
        ({"maps": MAPS, "drawn": "a block", "right": 4}, "expected right from 0 to 3"),
    ],
)
def test_wrong_input_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        unpooling(**options)
