"""Two boxes in the page: the browser finds the IoU of the library, and the boxes go where they are moved."""

import numpy as np
import pytest

from cnnlib.interactive import iou
from cnnlib.interactive.iou import HEIGHT, WIDTH, corners
from cnnlib.numpy_nn import box_iou

pytestmark = pytest.mark.browser


def random_box(rng):
    width, height = rng.integers(1, WIDTH), rng.integers(1, HEIGHT)
    left, top = rng.integers(0, WIDTH - width + 1), rng.integers(0, HEIGHT - height + 1)
    return [int(number) for number in (left, top, width, height)]


def test_the_iou_is_that_of_the_library(compute, rng):
    for _ in range(20):
        boxes = [random_box(rng), random_box(rng)]
        now = compute("iou", {"boxes": boxes})
        assert now["iou"] == pytest.approx(box_iou(*(corners(box) for box in boxes))[0, 0], abs=1e-12)


def test_the_shared_squares_are_those_that_both_boxes_cover(compute, rng):
    for _ in range(20):
        boxes = [random_box(rng), random_box(rng)]
        sheet = np.zeros((3, HEIGHT, WIDTH), bool)
        now = compute("iou", {"boxes": boxes})
        for layer, (left, top, width, height) in zip(sheet, [*boxes, now["shared"]], strict=True):
            layer[top : top + height, left : left + width] = True
        assert (sheet[2] == (sheet[0] & sheet[1])).all()
        assert now["both"] == sheet[2].sum()
        assert now["union"] == (sheet[0] | sheet[1]).sum()
        assert now["areas"] == [sheet[0].sum(), sheet[1].sum()]


@pytest.mark.parametrize(
    ("truth", "prediction", "said"),
    [
        ((0, 0, 6, 2), (2, 0, 6, 2), "share 4 × 2 = 8. Together: 12 + 12 − 8 = 16. IoU = 8 / 16 = 0.5, at least one"),
        ((0, 0, 6, 2), (3, 0, 6, 2), "IoU = 6 / 18 = 0.33, less than one half: no hit."),
        ((0, 0, 6, 2), (6, 2, 6, 2), "share no square. Together: 12 + 12 − 0 = 24. IoU = 0 / 24 = 0,"),
    ],
)  # fmt: skip
def test_the_words_do_the_sum(show, truth, prediction, said):
    words = show(iou(truth, prediction)).locator(".cnn-live").inner_text()
    assert said in words


def test_sliders_move_the_chosen_box(show):
    page = show(iou((0, 0, 4, 4), (0, 0, 4, 4)))
    words = page.locator(".cnn-live")
    assert "IoU = 16 / 16 = 1" in words.inner_text()
    page.get_by_role("slider", name="left").press("ArrowRight")
    assert "IoU = 12 / 20 = 0.6" in words.inner_text()
    page.get_by_role("slider", name="height").press("ArrowRight")
    assert "cover 16 and 20 squares" in words.inner_text()
    page.get_by_role("button", name="truth").click()
    assert page.get_by_role("slider", name="left").input_value() == "0"
    page.get_by_role("slider", name="top").press("ArrowRight")
    page.get_by_role("slider", name="width").press("ArrowLeft")
    assert "cover 12 and 20 squares and share 2 × 4 = 8" in words.inner_text()


def test_a_box_stays_on_the_sheet(show):
    page = show(iou((0, 0, 4, 4), (10, 5, 6, 5)))
    assert page.get_by_role("slider", name="left").get_attribute("max") == "10"
    page.get_by_role("slider", name="width").press("End")
    assert "cover 16 and 30 squares" in page.locator(".cnn-live").inner_text()


def drag(page, start, end):
    """Drag from one corner of squares to another one."""
    sheet = page.locator("svg.cnn-canvas").bounding_box()
    scale = sheet["width"] / 340
    at = [(sheet["x"] + scale * (2 + 21 * x), sheet["y"] + scale * (2 + 21 * y)) for x, y in (start, end)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=4)
    page.mouse.up()


def test_dragging_moves_a_box_and_its_corner_resizes_it(show):
    page = show(iou((0, 0, 4, 4), (8, 5, 4, 4)))
    words = page.locator(".cnn-live")
    drag(page, (1.5, 1.5), (3.5, 1.5))  # the truth, which was not chosen
    drag(page, (10, 7), (4, 2))
    assert "share 4 × 4 = 16" in words.inner_text(), "the prediction should lie on the truth now"
    drag(page, (6, 4), (9, 6))  # both corners are here: that of the box chosen last
    assert "cover 16 and 42 squares" in words.inner_text()


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ((0, 0, 17, 2), "expected truth on the sheet of 16 x 10 squares"),
        ((0, 0, 0, 2), "expected truth on the sheet"),
        ((0.5, 0, 2, 2), "expected truth as four whole numbers"),
        ((0, 0, 2), "expected truth as four whole numbers"),
    ],
)
def test_wrong_boxes_are_refused(box, said):
    with pytest.raises(ValueError, match=said):
        iou(truth=box)
