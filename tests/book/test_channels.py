"""The sum over channels against cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import channels
from cnnlib.numpy_nn import conv2d

pytestmark = pytest.mark.browser

# The picture of the chapter: red gives way to green, the sum of both stays the same; the lower half is bluer.
IMAGE = [[[3, 3, 1, 1]] * 4, [[0, 0, 2, 2]] * 4, [[0] * 4] * 2 + [[2] * 4] * 2]
BRIGHTNESS = [[[-1, 1], [-1, 1]]] * 3
COLOR = [[[1, -1], [1, -1]], [[-1, 1], [-1, 1]], [[0, 0], [0, 0]]]
WEIGHT, BIAS = [BRIGHTNESS, COLOR], [0, -2]


def state(image, weight, bias, filter=0, position=0):
    return {"image": image, "weight": weight, "bias": bias, "filter": filter, "position": position}


def test_color_edge_of_the_chapter_is_seen_by_one_filter_only(compute):
    y = compute("channels", state(IMAGE, WEIGHT, BIAS))["y"]
    assert y == [[[0, 0, 0]] * 3, [[-2, 6, -2]] * 3]


def test_output_is_conv2d_on_images_and_kernels_that_are_not_square(compute, rng):
    for _ in range(30):
        c, filters, h, w = rng.integers([1, 1, 3, 3], [5, 4, 6, 6])
        kh, kw = rng.integers(1, 4, size=2)
        image, weight = rng.normal(size=(c, h, w)), rng.normal(size=(filters, c, kh, kw))
        bias = rng.normal(size=filters)
        y = conv2d(image[None], weight, bias)[0]
        position, o = int(rng.integers(y[0].size)), int(rng.integers(filters))
        result = compute("channels", state(image, weight, bias, o, position))
        np.testing.assert_allclose(result["y"], y, atol=1e-12)
        row, column = divmod(position, y.shape[2])
        assert (result["row"], result["column"]) == (row, column)
        window = image[:, row : row + kh, column : column + kw]
        np.testing.assert_allclose(result["products"], window * weight[o])
        parts = (window * weight[o]).sum(axis=(1, 2))
        np.testing.assert_allclose(result["sums"], parts, atol=1e-12)
        np.testing.assert_allclose(result["running"], np.cumsum([*parts, bias[o]]), atol=1e-12)
        assert result["running"][-1] == pytest.approx(y[o, row, column])


def test_figure_adds_channel_by_channel_and_then_the_bias(show):
    page = show(channels(IMAGE, WEIGHT, BIAS, filter=1, position=4))
    said = page.locator(".cnn-live")
    assert said.inner_text() == "Filter 1, row 1, column 1. Red: 3·1 + 1·(−1) + 3·1 + 1·(−1) = 4."
    step = page.get_by_role("button", name="Next")
    step.click()
    assert said.inner_text().endswith("Green: 0·(−1) + 2·1 + 0·(−1) + 2·1 = 4. So far: 4 + 4 = 8.")
    step.press("ArrowRight")
    assert said.inner_text().endswith("Blue: 0·0 + 0·0 + 2·0 + 2·0 = 0. So far: 4 + 4 + 0 = 8.")
    step.press("ArrowRight")
    assert said.inner_text() == "Filter 1, row 1, column 1. Bias −2. Output: 4 + 4 + 0 + (−2) = 6."
    page.get_by_role("button", name="0", exact=True).click()
    assert said.inner_text().endswith("Bias 0. Output: −4 + 4 + 0 + 0 = 0.")


def test_sheets_that_are_added_turn_to_glass_and_the_view_turns(show):
    page = show(channels(IMAGE, WEIGHT, BIAS))
    drawing = page.locator(".cnn-canvas")
    sheets = drawing.locator(".cnn-grid").count()
    page.get_by_role("button", name="Next").click()
    assert drawing.locator(".cnn-grid").count() == sheets - 2  # red sheet of the image, and of the filter
    before = drawing.locator(".cnn-grid").first.get_attribute("transform")
    page.get_by_label("turn").press("ArrowRight")
    assert drawing.locator(".cnn-grid").first.get_attribute("transform") != before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"names": ("red", "green")}, "and 2 names"),
        ({"bias": [0.0]}, r"\(1,\) and 3 names"),
        ({"image": np.zeros((3, 6, 4))}, "at most 4 channels, 3 filters, 5 pixels, 3 taps"),
        ({"weight": np.zeros((2, 2, 2, 2))}, r"got shapes \(3, 4, 4\), \(2, 2, 2, 2\)"),
        ({"position": 9}, "expected position of at most 9 in this figure, got 10"),
        ({"turn": 70}, "expected turn of at most 55"),
    ],
)
def test_figure_refuses_what_it_cannot_show(change, message):
    with pytest.raises(ValueError, match=message):
        channels(**{"image": IMAGE, "weight": WEIGHT, "bias": BIAS} | change)
