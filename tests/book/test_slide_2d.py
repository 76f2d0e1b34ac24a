"""The kernel on an image: the browser multiplies and adds as NumPy does, and turns the kernel on both axes."""

import numpy as np
import pytest

from cnnlib.interactive import slide_2d
from cnnlib.numpy_nn.reference import convolve2d, correlate2d

pytestmark = pytest.mark.browser
IMAGE, KERNEL = np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (3, 1), (3, 4)])
@pytest.mark.parametrize(("flip", "operation"), [(False, correlate2d), (True, convolve2d)])
def test_outputs_are_those_of_the_library(compute, rng, shape, flip, operation):
    image, kernel = rng.normal(size=(3, 4)), rng.normal(size=shape)
    y = operation(image, kernel)
    for position, (i, j) in enumerate(np.ndindex(*y.shape)):
        now = compute("slide_2d", {"image": image, "kernel": kernel, "flip": flip, "position": position})
        np.testing.assert_allclose(now["y"], y, atol=1e-12)
        assert (now["top"], now["left"]) == (i, j)
        assert np.sum(now["products"]) == pytest.approx(y[i, j], abs=1e-12)


@pytest.mark.parametrize(
    ("operation", "results"), [("correlation", [19, 25, 37, 43]), ("convolution", [5, 11, 23, 29])]
)
def test_steps_say_the_numbers_of_the_book(show, operation, results):
    page = show(slide_2d(IMAGE, KERNEL))
    page.get_by_role("button", name=operation).click()
    for result in results:
        assert page.locator(".cnn-live").inner_text().endswith(f"= {result}.")
        page.get_by_role("button", name="Next").press("Enter")


def test_outputs_fill_in_as_the_window_steps(show):
    page = show(slide_2d(IMAGE, KERNEL, position=1))

    def filled():
        return sorted(filter(None, page.locator(".cnn-output text").all_text_contents()))

    assert filled() == ["19", "25"]
    page.get_by_role("button", name="Next").press("ArrowRight")
    assert filled() == ["19", "25", "37"]


def test_dragging_on_the_image_moves_the_window(show):
    page = show(slide_2d(IMAGE, KERNEL))
    box = page.locator(".cnn-canvas").bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.9)
    page.mouse.up()
    assert page.locator(".cnn-live").inner_text().endswith("= 43.")


def test_half_turn_is_visible_in_the_drawing(show):
    page = show(slide_2d(IMAGE, KERNEL), reduced_motion="reduce")

    def row_by_row():
        boxes = {tap.text_content(): tap.bounding_box() for tap in page.locator(".cnn-kernel text").all()}
        return sorted(boxes, key=lambda tap: (round(boxes[tap]["y"] / 10), boxes[tap]["x"]))

    assert row_by_row() == ["0", "1", "2", "3"]
    page.get_by_role("button", name="convolution").click()
    assert row_by_row() == ["3", "2", "1", "0"]


@pytest.mark.parametrize(
    ("image", "kernel", "message"),
    [
        (IMAGE, [1, 2], r"expected kernel with 2 axes .* got shape \(2,\)"),
        (IMAGE, np.ones((2, 4)), "expected kernel with 2 axes of 1 to 3"),
        (IMAGE[:2], np.ones((3, 3)), "expected a kernel no larger"),
    ],
)
def test_wrong_input_is_refused(image, kernel, message):
    with pytest.raises(ValueError, match=message):
        slide_2d(image, kernel)
