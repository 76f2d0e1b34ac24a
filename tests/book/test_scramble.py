"""Tiles that trade places: the browser moves pixels and weights as NumPy does, and the sum stays."""

import numpy as np
import pytest

from cnnlib.interactive import scramble

pytestmark = pytest.mark.browser


def example(rng, n=6):
    pictures = rng.integers(0, 256, size=(2, n, n))
    orders = {n: np.arange(n * n), 1: rng.permutation(n * n)}
    return pictures, rng.normal(size=(n, n)), orders


def test_pixels_weights_and_sums_are_those_of_numpy(compute, rng):
    pictures, weights, orders = example(rng)
    for step, order in enumerate(orders.values()):
        for follow in (True, False):
            state = {"picture": pictures[0], "weights": weights, "orders": list(orders.values())}
            now = compute("scramble", {**state, "step": step, "follow": follow})
            mixed = pictures[0].ravel()[order].reshape(6, 6)
            moved = weights.ravel()[order] if follow else weights.ravel()
            assert now["mixed"] == mixed.tolist()
            assert now["moved"] == moved.tolist()
            assert now["before"] == pytest.approx(np.sum(weights * pictures[0] / 255), abs=1e-12)
            assert now["after"] == pytest.approx(moved @ mixed.ravel() / 255, abs=1e-12)
            expected = np.corrcoef(mixed[:, :-1].ravel(), mixed[:, 1:].ravel())[0, 1]
            assert now["neighbors"] == pytest.approx(expected, abs=1e-12)


def test_a_flat_picture_has_correlation_0(compute):
    flat = np.full((3, 3), 7)
    state = {"picture": flat, "weights": flat, "orders": [np.arange(9)], "step": 0, "follow": True}
    assert compute("scramble", state)["neighbors"] == 0


def test_the_sum_stays_only_while_the_weights_follow(show, rng):
    pictures, weights, orders = example(rng)
    page = show(scramble(pictures, weights, orders))
    said = page.locator(".cnn-live")
    page.get_by_label("tiles", exact=True).press("ArrowRight")
    assert "Tiles of 1×1 pixels." in said.inner_text()
    assert "as before" in said.inner_text()
    page.get_by_label("the weights move with their pixels").press("Space")
    assert "before it was" in said.inner_text()
    page.get_by_label("tiles", exact=True).press("ArrowLeft")
    assert "as before" in said.inner_text()


def test_errors_are_drawn_and_said_for_the_tiles_that_are_shown(show, rng):
    pictures, weights, orders = example(rng)
    page = show(scramble(pictures, weights, orders, errors={"one": [8, 9], "two": [5, 25]}, step=1))
    assert "one 9%, two 25%." in page.locator(".cnn-live").inner_text()
    assert page.locator(".cnn-canvas polyline").count() == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pictures": np.zeros((2, 5, 6))}, r"expected pictures \(N, n, n\) and weights \(n, n\)"),
        ({"pictures": np.full((1, 6, 6), 256)}, "expected pixels from 0 to 255, got 256 to 256"),
        ({"orders": {1: [0] * 36}}, "expected the order for tile 1 to hold each of 0 to 35 once"),
        ({"errors": {"one": [1, 2, 3]}}, "expected errors of at most 2 networks, 2 values each"),
        ({"step": 2}, "expected step from 0 to 1, got 2"),
    ],
)
def test_wrong_input_is_refused(rng, change, message):
    pictures, weights, orders = example(rng)
    arguments = {"pictures": pictures, "weights": weights, "orders": orders} | change
    with pytest.raises(ValueError, match=message):
        scramble(**arguments)
