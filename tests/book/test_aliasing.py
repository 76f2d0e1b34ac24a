"""The kept pixels and the waves that they seem to show, against NumPy and the blur-pool of cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import aliasing
from cnnlib.interactive.aliasing import kept, seen_waves, stripes
from cnnlib.numpy_nn import blur_pool2d

pytestmark = pytest.mark.browser

STRIDES, BLURS = (1, 2, 3, 4), (1, 3, 5)


def state(waves, s, blur=1, shift=0):
    return {"waves": waves, "s": s, "taps": blur, "shift": shift}


@pytest.mark.parametrize("s", STRIDES)
@pytest.mark.parametrize("blur", BLURS)
def test_kept_pixels_are_those_of_numpy(compute, s, blur):
    for waves, shift in [(0, 0), (1, 3), (5, 1), (10, 2), (12, 1)]:
        result = compute("aliasing", state(waves, s, blur, shift))
        np.testing.assert_allclose(result["row"], stripes(waves, shift), atol=1e-11)
        np.testing.assert_allclose(result["kept"], kept(stripes(waves, shift), s, blur), atol=1e-11)


@pytest.mark.parametrize("s", STRIDES)
def test_the_waves_that_seem_to_be_there_go_through_all_kept_pixels(compute, s):
    for waves in range(13):
        result = compute("aliasing", state(waves, s, 3, 2))
        assert result["seen"] == seen_waves(waves, s) <= len(result["kept"]) / 2
        np.testing.assert_allclose(result["through"], result["kept"], atol=1e-11)


@pytest.mark.parametrize("blur", [3, 5])
def test_away_from_the_ends_the_kept_pixels_are_those_of_blur_pool(compute, blur):
    row = stripes(7, 1)
    layer = blur_pool2d(np.tile(row, (8, 1))[None, None], blur, 2)[0, 0, 2]
    inside = slice(1, -1)  # at the ends the layer mirrors, the figure goes around
    np.testing.assert_allclose(compute("aliasing", state(7, 2, blur, 1))["kept"][inside], layer[inside])


def test_the_blur_leaves_what_the_gain_says(compute):
    for waves in (3, 6, 12):
        swing = np.ptp(kept(stripes(waves), 1, 3))
        assert compute("aliasing", state(waves, 1, 3))["gain"] == pytest.approx(swing, abs=1e-11)


def test_figure_says_which_waves_appear_and_that_the_blur_removes_them(show):
    page = show(aliasing())
    said = page.locator(".cnn-live")
    assert said.inner_text() == (
        "10 waves in 24 pixels. One pixel in 2 is kept, 12 of 24: they seem to show 2 waves."
    )
    page.get_by_role("slider", name="waves").press("End")
    assert said.inner_text().endswith("they are all alike, 1.")
    page.get_by_role("slider", name="move right").press("ArrowRight")
    assert said.inner_text().endswith("they are all alike, 0.")
    page.get_by_role("button", name="3 taps").click()
    assert said.inner_text().endswith(
        "they are all alike, 0.5. The blur leaves 0% of the height of the waves."
    )


def test_figure_refuses_other_blurs():
    with pytest.raises(ValueError, match="expected blur of 1, 3 or 5 taps, got 2"):
        aliasing(blur=2)
