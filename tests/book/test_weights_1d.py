"""Three weights on a signal: the browser's curve is NumPy's, and sliders, buttons and words agree."""

import numpy as np
import pytest

from cnnlib.interactive import weights_1d
from cnnlib.numpy_nn.reference import correlate1d

pytestmark = pytest.mark.browser
SIGNAL = [5.2, 5.3, 5.4, 5.1, 10.1, 10.3, 9.9, 10.3, 3.2, 3.4, 3.3, 3.1]


def test_output_is_that_of_the_library(compute, rng):
    for _ in range(5):
        x, w = rng.normal(size=rng.integers(3, 17)), rng.uniform(-2, 2, size=3)
        now = compute("weights_1d", {"x": x, "w": w})
        np.testing.assert_allclose(now["y"], correlate1d(x, w), atol=1e-12)
        assert now["sum"] == pytest.approx(w.sum(), abs=1e-12)


def test_buttons_set_all_three_weights(show):
    page = show(weights_1d(SIGNAL))
    page.get_by_role("button", name="difference").click()
    values = [page.get_by_label(f"{which} weight").input_value() for which in ("first", "middle", "last")]
    assert [float(value) for value in values] == [-1, 1, 0]
    words = page.locator(".cnn-live").inner_text()
    assert "add up to 0: flat stretches come out as 0" in words
    assert "Largest output 5 at 4, smallest −7.1 at 8." in words


def test_a_slider_moves_one_weight_by_keyboard(show):
    page = show(weights_1d(SIGNAL, w=(-1, 1, 0)))
    page.get_by_label("last weight").press("ArrowRight")
    assert "add up to 0.1: flat stretches are multiplied by 0.1" in page.locator(".cnn-live").inner_text()
    assert page.get_by_role("button", name="difference").get_attribute("aria-pressed") == "false"


def test_marked_window_follows_its_slider(show):
    page = show(weights_1d(SIGNAL, w=(-1, 1, 0), position=0))
    page.get_by_label("marked window").press("End")
    assert "Marked: −1 × 3.4 + 1 × 3.3 + 0 × 3.1 = −0.1." in page.locator(".cnn-live").inner_text()


def test_output_stays_inside_its_axis(show):
    page = show(weights_1d(SIGNAL, w=(2, 2, 2)))
    frame = page.locator(".cnn-canvas").bounding_box()
    for dot in page.locator(".cnn-canvas circle").all():
        box = dot.bounding_box()
        assert frame["y"] <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]


@pytest.mark.parametrize(
    ("x", "w", "message"),
    [
        ([1, 2], (1, 1, 1), "expected a kernel no larger"),
        (SIGNAL, (1, 1), r"expected w as three weights from -2 to 2, got \[1.0, 1.0\]"),
        (SIGNAL, (1, 1, 3), "expected w as three weights"),
        ([1] * 17, (1, 1, 1), "expected x with 1 axis of 1 to 16"),
    ],
)
def test_wrong_input_is_refused(x, w, message):
    with pytest.raises(ValueError, match=message):
        weights_1d(x, w)
