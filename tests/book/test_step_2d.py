"""The stepping kernel against cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import step_2d
from cnnlib.numpy_nn import conv2d, pad2d

pytestmark = pytest.mark.browser

IMAGE, KERNEL = np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)


def state(image, kernel, stride=1, padding=0, dilation=1, position=0):
    return {
        "image": image,
        "kernel": kernel,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "position": position,
    }


def test_padded_table_of_the_chapter(compute):
    result = compute("step_2d", state(IMAGE, KERNEL, padding=1))
    assert result["output"] == [[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]


def test_output_is_conv2d_on_images_that_are_not_square(compute, rng):
    for _ in range(40):
        image = rng.normal(size=rng.integers(3, 9, size=2))
        kernel = rng.normal(size=rng.integers(1, 4, size=2))
        stride, padding, dilation = (int(rng.integers(*ends)) for ends in [(1, 4), (0, 3), (1, 4)])
        result = compute("step_2d", state(image, kernel, stride, padding, dilation))
        np.testing.assert_allclose(result["padded"], pad2d(image[None, None], padding)[0, 0])
        room = [m - dilation * (k - 1) for m, k in zip(np.shape(result["padded"]), kernel.shape, strict=True)]
        assert result["fits"] == (min(room) > 0)
        if result["fits"]:
            y = conv2d(image[None, None], kernel[None, None], None, stride, padding, dilation)[0, 0]
            np.testing.assert_allclose(result["output"], y, atol=1e-12)


def test_taps_and_products_belong_to_the_position(compute, rng):
    image, kernel = rng.normal(size=(4, 8)), rng.normal(size=(2, 3))
    for position in range(14):
        result = compute("step_2d", state(image, kernel, 2, 1, 1, position))
        row, column = divmod(
            min(position, 11), 4
        )  # three rows of four outputs; beyond the last it stays there
        assert (result["row"], result["column"]) == (row, column)
        assert result["taps"] == [[2 * row + a, 2 * column + b] for a in range(2) for b in range(3)]
        cells = [result["padded"][r][c] for r, c in result["taps"]]
        np.testing.assert_allclose(result["products"], np.stack([cells, kernel.ravel()], axis=1))
        assert result["sum"] == pytest.approx(np.dot(cells, kernel.ravel()))


def test_figure_steps_by_button_and_key_and_says_the_sum(show):
    page = show(step_2d(IMAGE, KERNEL, padding=1))
    said = page.locator(".cnn-live")
    assert said.inner_text().endswith("(0·0 + 0·1) + (0·2 + 0·3) = 0")
    page.get_by_role("button", name="Next").click()
    assert said.inner_text() == "Output row 0, column 1 of 4×4: (0·0 + 0·1) + (0·2 + 1·3) = 3"
    page.get_by_role("button", name="Next").press("ArrowRight")
    assert said.inner_text().endswith("(0·0 + 0·1) + (1·2 + 2·3) = 8")
    page.get_by_label("padding").press("Home")
    assert "of 2×2: (1·0 + 2·1) + (4·2 + 5·3) = 25" not in said.inner_text()
    assert said.inner_text().endswith("of 2×2: (3·0 + 4·1) + (6·2 + 7·3) = 37")


def test_figure_says_when_the_kernel_fits_nowhere(show):
    page = show(step_2d(IMAGE, KERNEL))
    for _ in range(2):
        page.get_by_label("dilation").press("ArrowRight")
    assert "reaches over 4 rows, the padded image has 3" in page.locator(".cnn-live").inner_text()


def test_a_click_on_an_output_goes_there(show):
    page = show(step_2d(IMAGE, KERNEL, padding=1))
    page.locator(".cnn-canvas").nth(2).locator(".cnn-dim").last.click()
    assert page.locator(".cnn-live").inner_text().startswith("Output row 3, column 3")


def test_figure_refuses_matrices_without_room():
    with pytest.raises(ValueError, match="expected image as a matrix of finite numbers, 1×1 to 8×8, got"):
        step_2d(np.zeros((9, 2)), KERNEL)
    with pytest.raises(ValueError, match="spans 4 samples"):
        step_2d(IMAGE, KERNEL, dilation=3)
