"""Two layers and their composed kernel against NumPy."""

import numpy as np
import pytest

from cnnlib.interactive import compose
from cnnlib.interactive.compose import two_layers
from cnnlib.numpy_nn import conv1d

pytestmark = pytest.mark.browser

SIGNAL = [5.2, 5.3, 5.4, 5.1, 10.1, 10.3, 9.9, 10.3, 3.2, 3.4, 3.3, 3.1]
WEIGHTS = [-1, 0.5, -0.2]


def test_the_chapters_border_differences(compute):
    result = compute("compose", {"x": SIGNAL, "w": WEIGHTS, "padding": "each"})
    np.testing.assert_allclose(result["composed"], [1, -1, 0.65, -0.2, 0.04])
    np.testing.assert_allclose(result["difference"], [-1.04, *[0] * 10, -0.62], atol=1e-12)


@pytest.mark.parametrize("padding", ["each", "once"])
def test_layers_are_those_of_cnnlib(compute, rng, padding):
    for _ in range(20):
        x, w = rng.normal(size=rng.integers(3, 17)), rng.uniform(-1, 1, size=3)
        signal, weight, composed = x[None, None], w[None, None], np.convolve(w, w)[None, None]
        result = compute("compose", {"x": x, "w": w, "padding": padding})
        inner = conv1d(signal, weight, padding=2)
        np.testing.assert_allclose(result["inner"], inner[0, 0], atol=1e-12)
        second = conv1d(inner, weight) if padding == "once" else conv1d(inner[..., 1:-1], weight, padding=1)
        np.testing.assert_allclose(result["two"], second[0, 0], atol=1e-12)
        np.testing.assert_allclose(two_layers(x, w, padding), second[0, 0], atol=1e-12)
        one = conv1d(signal, composed, padding=2)
        np.testing.assert_allclose(result["one"], one[0, 0], atol=1e-12)
        np.testing.assert_allclose(result["difference"], (second - one)[0, 0], atol=1e-12)


def test_only_the_first_and_the_last_output_differ_and_by_the_product_of_the_outer_weights(compute, rng):
    for _ in range(10):
        x, w = rng.normal(size=9), rng.uniform(-1, 1, size=3)
        difference = compute("compose", {"x": x, "w": w, "padding": "each"})["difference"]
        expected = np.zeros(9)
        expected[[0, -1]] = -w[0] * w[2] * x[[0, -1]]
        np.testing.assert_allclose(difference, expected, atol=1e-12)


def test_figure_says_what_is_missing_at_the_border(show):
    page = show(compose(SIGNAL))
    said, summary = page.locator(".cnn-live"), page.locator(".cnn-formula")
    assert summary.inner_text() == (
        "[−1, 0.5, −0.2] twice is [1, −1, 0.65, −0.2, 0.04]. "
        "Two layers and one kernel differ at output 0 by −1.04 and at output 11 by −0.62."
    )
    assert said.inner_text().endswith("put 0 there, so (−1)·(−1.04) is missing.")
    page.get_by_label("output", exact=True).press("End")
    assert "one place after the last sample the first layer would give −3.1" in said.inner_text()
    assert said.inner_text().endswith("so (−0.2)·(−3.1) is missing.")
    page.get_by_label("output", exact=True).press("ArrowLeft")
    assert said.inner_text().endswith("The same.")
    page.get_by_role("button", name="only before the first").click()
    assert summary.inner_text().endswith("Two layers and one kernel agree at every output.")


def test_figure_says_when_the_cut_is_worth_nothing(show):
    page = show(compose(SIGNAL))
    for _ in range(2):
        page.get_by_label("weight 2").press("ArrowRight")
    assert page.locator(".cnn-live").inner_text().endswith("what the padding cut off here is worth 0.")
    assert page.locator(".cnn-formula").inner_text().endswith("agree at every output.")


def test_figure_refuses_what_it_has_no_room_for():
    with pytest.raises(ValueError, match="expected w as three weights from -1 to 1, got"):
        compose(SIGNAL, (2, 0, 0))
    with pytest.raises(ValueError, match="expected x with 1 axis of 1 to 16 finite numbers"):
        compose(np.zeros(17))
    with pytest.raises(ValueError, match="expected padding 'each' or 'once', got 'valid'"):
        compose(SIGNAL, padding="valid")
    with pytest.raises(ValueError, match="expected position of at most 12 in this figure, got 13"):
        compose(SIGNAL, position=12)
