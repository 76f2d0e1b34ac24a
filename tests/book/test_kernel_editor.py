"""The kernel editor: the browser filters as cnnlib does, and every control reaches the picture and the words."""

import base64

import anywidget
import numpy as np
import pytest

from cnnlib.interactive import kernel_editor
from cnnlib.interactive.kernel_editor import photographs_as_text
from cnnlib.numpy_nn.reference import convolve2d, correlate2d

pytestmark = pytest.mark.browser

SHARPEN = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]


def photographs(rng, side=8):
    return {name: rng.integers(0, 256, size=(side, side), dtype=np.uint8) for name in ("one", "two")}


@pytest.mark.parametrize(("flip", "operation"), [(False, correlate2d), (True, convolve2d)])
def test_outputs_are_those_of_the_library(compute, rng, flip, operation):
    image, kernel, divisor = rng.integers(0, 256, size=(6, 9)), rng.integers(-9, 10, size=(3, 3)), 7
    state = {"image": image, "kernel": [*kernel.ravel(), divisor], "offset": 3, "flip": flip}
    now = compute("kernel_editor", state)
    np.testing.assert_allclose(now["y"], operation(image, kernel / divisor) + 3, atol=1e-10)
    assert now["total"] == pytest.approx(kernel.sum() / divisor)


def test_figure_shows_the_pixels_that_it_was_given(show, rng):
    pictures = photographs(rng)
    page = show(kernel_editor(pictures, row=2, column=3))
    window = page.locator(".cnn-input text").all_text_contents()
    assert [int(pixel) for pixel in window] == pictures["one"][2:5, 3:6].ravel().tolist()
    page.get_by_label("photograph", exact=True).select_option("two")
    window = page.locator(".cnn-input text").all_text_contents()
    assert [int(pixel) for pixel in window] == pictures["two"][2:5, 3:6].ravel().tolist()


def test_a_weight_typed_in_changes_sum_and_words(show, rng):
    pictures = photographs(rng)
    page = show(kernel_editor(pictures))
    said = page.locator(".cnn-live")
    center = int(pictures["one"][1, 1])
    assert f"the pixel {center} becomes {center}." in said.inner_text()
    assert "flat areas keep their gray" in said.inner_text()
    page.get_by_label("weight row 2, column 2").fill("2")
    assert f"becomes {2 * center}." in said.inner_text()
    assert "flat areas are multiplied by 2" in said.inner_text()
    page.get_by_label("divided by").fill("4")
    assert f"becomes {center / 2:g}." in said.inner_text()
    page.get_by_label("add", exact=True).press("ArrowRight")
    assert f"becomes {center / 2 + 1:g}." in said.inner_text()


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("identity", "1"),
        ("shift", "1"),
        ("box", "1"),
        ("Gaussian", "1"),
        ("2δ − box", "1"),
        ("sharpen", "1"),
        ("edges", "0"),
    ],
)
def test_presets_keep_flat_areas_or_erase_them(show, rng, name, total):
    page = show(kernel_editor(photographs(rng), [[0, 0, 0], [0, 3, 0], [0, 0, 0]]))
    page.get_by_role("button", name=name, exact=True).click()
    assert f"The weights add up to {total}:" in page.locator(".cnn-live").inner_text()


def test_turning_the_kernel_turns_the_shift_around(show, rng):
    pictures = photographs(rng)
    page = show(kernel_editor(pictures, [[0, 0, 0], [0, 0, 1], [0, 0, 0]], row=1, column=1))
    said = page.locator(".cnn-live")
    assert f"becomes {pictures['one'][2, 3]}." in said.inner_text()
    page.get_by_label("turn the kernel").press("Space")
    assert f"becomes {pictures['one'][2, 1]}." in said.inner_text()
    page.get_by_role("button", name="box", exact=True).click()  # a kernel that looks the same turned
    assert "weights, turned" in page.locator(".cnn-canvas").text_content()


def test_values_outside_the_range_are_counted_and_shown_on_demand(show):
    ramp = np.tile(np.arange(0, 80, 10, dtype=np.uint8), (8, 1))
    page = show(kernel_editor({"ramp": ramp}, [[0, 0, 0], [1, 0, -1], [0, 0, 0]]))
    assert "100% of the outputs lie outside 0 to 255." in page.locator(".cnn-live").inner_text()

    def filtered():
        return page.locator(".cnn-canvas image").last.get_attribute("href")

    clipped = filtered()
    page.get_by_label("show outputs").select_option("0 as mid-gray")
    assert filtered() != clipped


def test_dragging_on_either_picture_moves_the_place(show, rng):
    page = show(kernel_editor(photographs(rng)))
    box = page.locator(".cnn-canvas").bounding_box()
    for part in (0.217, 0.723):
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] * 0.2)
        page.mouse.down()
        page.mouse.up()
        assert "At row 2, column 3" in page.locator(".cnn-live").inner_text()
        page.get_by_label("row", exact=True).press("Home")


def test_text_holds_every_byte_and_names_no_widget_attribute(rng):
    pictures = photographs(rng, side=5)
    text, side = photographs_as_text(pictures)
    assert side == 5
    assert base64.b64decode(text[1]) == pictures["two"].tobytes()
    assert set(kernel_editor(pictures).state) & set(dir(anywidget.AnyWidget)) == set()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kernel": [[1, 2], [3, 4]]}, "expected kernel as 3×3 weights from -50 to 50"),
        ({"kernel": np.full((3, 3), 51)}, "expected kernel as 3×3 weights from -50 to 50"),
        ({"divisor": 0}, "expected divisor from 1 to 100, got 0"),
        ({"row": 6}, "expected row from 0 to 5, got 6"),
        ({"photographs": {"float": np.zeros((8, 8))}}, "expected photographs as square uint8 arrays"),
        (
            {"photographs": {"wide": np.zeros((8, 9), np.uint8)}},
            "expected photographs as square uint8 arrays",
        ),
        ({"photographs": {}}, "expected photographs as square uint8 arrays"),
    ],
)
def test_wrong_input_is_refused(rng, change, message):
    with pytest.raises(ValueError, match=message):
        kernel_editor(**{"photographs": photographs(rng), "kernel": SHARPEN} | change)
