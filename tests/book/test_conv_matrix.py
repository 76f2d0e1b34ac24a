"""The matrix under its signal against cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import conv_matrix
from cnnlib.numpy_nn import conv1d, conv1d_matrix, pad1d

pytestmark = pytest.mark.browser

SIGNAL, WEIGHTS = [3, 1, 4, 1, 5, 9, 2, 6], [1, 2, 3, 4]


def settings_of(rng):
    return {name: int(rng.integers(*ends)) for name, ends in zip("nksdp", ENDS, strict=True)}


ENDS = [(3, 9), (1, 5), (1, 4), (1, 4), (0, 3)]


def test_matrix_and_outputs_are_those_of_the_library(compute, rng):
    compared = 0
    for _ in range(60):
        x, w, now = rng.normal(size=8), rng.normal(size=4), settings_of(rng)
        result = compute("conv_matrix", {"signal": x, "weights": w, **now})
        n, k, s, d, p = now.values()
        if d * (k - 1) + 1 > n + 2 * p:
            assert result["matrix"] == result["y"] == []
            continue
        weight = w[None, None, :k]
        np.testing.assert_array_equal(result["matrix"], conv1d_matrix(weight, n, s, p, d))
        y = conv1d(x[None, None, :n], weight, stride=s, padding=p, dilation=d)[0, 0]
        np.testing.assert_allclose(result["y"], y, atol=1e-12)
        compared += 1
    assert compared > 30


def test_cut_weights_and_matrix_make_the_matrix_of_the_padded_signal(compute, rng):
    for _ in range(30):
        now = settings_of(rng) | {"n": 8, "p": 2}
        w = rng.normal(size=4)
        result = compute("conv_matrix", {"signal": np.zeros(8), "weights": w, **now})
        whole = np.pad(np.reshape(result["matrix"], (-1, 8)), ((0, 0), (2, 2)))
        for row, column, weight in result["cut"]:
            whole[row, column + 2] = weight
        padded = pad1d(np.zeros((1, 1, 8)), 2).shape[2]
        weight = w[None, None, : now["k"]]
        np.testing.assert_array_equal(whole, conv1d_matrix(weight, padded, now["s"], 0, now["d"]))


def test_figure_says_the_row_and_the_column(show):
    page = show(conv_matrix(SIGNAL, WEIGHTS))
    said = page.locator(".cnn-live")
    assert said.inner_text() == (
        "6×8 matrix: 48 entries, 18 of them not zero, 3 weights to learn. "
        "Row 0: y0 = 1·x0 + 2·x1 + 3·x2 = 1·3 + 2·1 + 3·4 = 17."
    )
    page.get_by_role("button", name="Next").press("Enter")
    assert said.inner_text().endswith("Row 1: y1 = 1·x1 + 2·x2 + 3·x3 = 1·1 + 2·4 + 3·1 = 12.")
    page.get_by_role("button", name="column").click()
    assert said.inner_text().endswith("Column 1: sample x1 has the weight 2 in y0, 1 in y1.")
    page.get_by_label("stride").press("End")
    page.get_by_label("taps").press("Home")
    assert said.inner_text().startswith("3×8 matrix: 24 entries, 3 of them not zero, 1 weight to learn.")
    assert said.inner_text().endswith("Column 1: all zeros, no output reads x1.")


def test_a_click_on_the_matrix_lights_its_row_and_then_its_column(show):
    page = show(conv_matrix(SIGNAL, WEIGHTS))
    matrix = page.locator(".cnn-canvas .cnn-grid").nth(1)
    # what is lit lies on top, so it comes last: the entry before it is the 3 at the end of row 5
    matrix.locator(".cnn-kernel:not(.cnn-on)").last.click()
    assert "Row 5: y5 = 1·x5 + 2·x6 + 3·x7" in page.locator(".cnn-live").inner_text()
    page.get_by_role("button", name="column").click()
    matrix.locator(".cnn-cell", has_text="1").first.click()
    assert "Column 0: sample x0 has the weight 1 in y0." in page.locator(".cnn-live").inner_text()


def test_padding_shows_what_it_cuts_off_and_a_kernel_without_room_is_said(show):
    page = show(conv_matrix(SIGNAL[:5], WEIGHTS, dilation=2, kernel_size=2, padding=1))
    assert (
        page.locator(".cnn-canvas .cnn-pad").count() == 3
    )  # one cut weight left, one right, and a padding cell
    page.get_by_label("padding").press("Home")
    for name in ["taps", "dilation"]:
        page.get_by_role("slider", name=name).press("End")  # the drawing says these words as well
    assert page.locator(".cnn-live").inner_text() == (
        "4 taps with dilation 3 reach over 10 samples, and there are 5: no row, no output."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"signal": [*SIGNAL, 1]}, "expected signal with 1 axis of 1 to 8 finite numbers, got shape"),
        ({"signal": [1, 2]}, "expected samples in signal of at least 3, got 2"),
        ({"weights": [1, 0, 2]}, "expected weights other than 0"),
        ({"kernel_size": 5}, "expected kernel_size of at most 4 in this figure, got 5"),
        ({"row": 6}, "expected row from 0 to 5, got 6"),
    ],
)
def test_figure_refuses_what_it_cannot_show(options, message):
    with pytest.raises(ValueError, match=message):
        conv_matrix(**{"signal": SIGNAL, "weights": WEIGHTS, **options})
