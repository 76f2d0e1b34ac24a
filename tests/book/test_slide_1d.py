"""The sliding kernel: the browser multiplies and adds as NumPy does, and every control does what it says."""

import numpy as np
import pytest

from cnnlib.interactive import slide_1d
from cnnlib.numpy_nn.reference import convolve1d, correlate1d

pytestmark = pytest.mark.browser
F, BOX = [10, 50, 60, 10, 20, 40, 30], [1 / 3, 1 / 3, 1 / 3]


@pytest.mark.parametrize("k", [1, 2, 3, 4, 7])
@pytest.mark.parametrize(("flip", "operation"), [(False, correlate1d), (True, convolve1d)])
def test_outputs_are_those_of_the_library(compute, rng, k, flip, operation):
    x, w = rng.normal(size=7), rng.normal(size=k)
    now = compute("slide_1d", {"x": x, "w": w, "flip": flip, "position": 0})
    np.testing.assert_allclose(now["y"], operation(x, w), atol=1e-12)


@pytest.mark.parametrize("flip", [False, True])
def test_running_sum_ends_in_the_output(compute, rng, flip):
    x, w = rng.normal(size=7), rng.normal(size=3)
    for position in range(5):
        now = compute("slide_1d", {"x": x, "w": w, "flip": flip, "position": position})
        taps = w[::-1] if flip else w
        np.testing.assert_allclose(now["products"], taps * x[position : position + 3], atol=1e-12)
        np.testing.assert_allclose(now["running"], np.cumsum(now["products"]), atol=1e-12)
        assert now["running"][-1] == pytest.approx(now["y"][position], abs=1e-12)


def test_next_fills_in_one_more_output(show):
    page = show(slide_1d(F, BOX))
    assert "3.33 + 16.67 + 20 = 40." in page.locator(".cnn-live").inner_text()
    for _ in range(3):
        page.get_by_role("button", name="Next").click()
    assert page.locator(".cnn-live").inner_text().endswith("3.33 + 6.67 + 13.33 = 23.33.")


def test_arrow_keys_walk_and_stop_at_the_last_window(show):
    page = show(slide_1d(F, BOX, position=3))
    page.get_by_role("button", name="Next").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.locator(".cnn-live").inner_text().startswith("Output 4 ")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".cnn-live").inner_text().startswith("Output 3 ")


def test_flip_reverses_the_taps(show):
    page = show(slide_1d(F, [1, 2, 3]))
    words = page.locator(".cnn-live")
    assert "1 × 10, 2 × 50, 3 × 60" in words.inner_text()
    page.get_by_role("button", name="convolution").press("Enter")
    assert "3 × 10, 2 × 50, 1 × 60" in words.inner_text()


def test_a_tap_can_be_typed_as_a_fraction_and_nonsense_is_marked(show):
    page = show(slide_1d(F, [0, 0, 0]))
    tap = page.get_by_role("textbox", name="tap 1")
    tap.fill("−3/4")
    assert "−0.75 × 50" in page.locator(".cnn-live").inner_text()
    tap.fill("three")
    assert tap.get_attribute("aria-invalid") == "true"
    tap.blur()
    assert (tap.input_value(), tap.get_attribute("aria-invalid")) == ("−0.75", None)


def test_a_kernel_can_be_chosen(show):
    page = show(slide_1d(F, BOX))
    choice = page.get_by_role("button", name="0, 0, 1")
    choice.click()
    assert choice.get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="box").get_attribute("aria-pressed") == "false"
    assert [box.input_value() for box in page.get_by_role("textbox").all()] == ["0", "0", "1"]


def test_dragging_moves_the_window(show):
    page = show(slide_1d(F, BOX))
    box = page.locator(".cnn-canvas").bounding_box()
    y = box["y"] + box["height"] * 0.3
    page.mouse.move(box["x"] + box["width"] * 0.2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, y)
    page.mouse.up()
    assert page.locator(".cnn-live").inner_text().startswith("Output 4 ")


def test_flip_is_visible_in_the_drawing(show):
    page = show(slide_1d(F, [7, 8, 9]), reduced_motion="reduce")

    def left_to_right():
        taps = page.locator(".cnn-kernel text").all()
        return [tap.text_content() for tap in sorted(taps, key=lambda tap: tap.bounding_box()["x"])]

    assert left_to_right() == ["7", "8", "9"]
    page.get_by_role("button", name="convolution").click()
    assert left_to_right() == ["9", "8", "7"]


@pytest.mark.parametrize(
    ("x", "w", "options", "message"),
    [
        ([], [1], {}, r"expected x .* got shape \(0,\)"),
        ([[1, 2]], [1], {}, r"expected x with 1 axis .* got shape \(1, 2\)"),
        ([1, np.nan], [1], {}, "expected x .* got nan"),
        ([1, 2], [1, 2, 3], {}, "expected a kernel no larger"),
        (F, BOX, {"position": 5}, "expected position from 0 to 4, got 5"),
    ],
)
def test_wrong_input_is_refused(x, w, options, message):
    with pytest.raises(ValueError, match=message):
        slide_1d(x, w, **options)
