"""The longer row against cnnlib and PyTorch."""

from typing import Any

import numpy as np
import pytest
import torch

from cnnlib.interactive import resize_row
from cnnlib.interactive.resize_row import METHODS, resized

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("method", METHODS)
def test_row_is_that_of_the_layers(compute, rng, method):
    for n in range(2, 6):
        for factor in (2, 3):
            x = rng.normal(size=n)
            state = {"x": x, "factor": factor, "method": method, "position": 0}
            result = compute("resize_row", state)
            np.testing.assert_allclose(result["y"], resized(x, factor, method), atol=1e-12)
            if method != "zeros":
                options: dict[str, dict[str, Any]] = {
                    "copy": {"mode": "nearest"},
                    "linear": {"mode": "linear"},
                }
                options["corners"] = {"mode": "linear", "align_corners": True}
                theirs = torch.nn.functional.interpolate(
                    torch.from_numpy(x)[None, None], factor * n, **options[method]
                )
                np.testing.assert_allclose(result["y"], theirs[0, 0].numpy(), atol=1e-12)


def test_shares_add_up_to_the_new_numbers(compute, rng):
    x = rng.normal(size=4)
    for method in ("linear", "corners"):
        result = compute("resize_row", {"x": x, "factor": 3, "method": method, "position": 0})
        mixed = [(1 - share) * x[lower] + share * x[upper] for lower, upper, share in result["sources"]]
        np.testing.assert_allclose(mixed, result["y"])
        places = [lower + share for lower, _, share in result["sources"]]
        np.testing.assert_allclose(places, result["at"])


def test_figure_says_what_each_new_number_reads(show):
    page = show(resize_row([10, 30, 20, 40], 2, "linear", 3))
    said = page.locator(".cnn-live")
    assert said.inner_text() == "New number 3 reads at place 1.25: 0.75 × 30 + 0.25 × 20 = 27.5."
    page.get_by_role("button", name="copies").click()
    assert said.inner_text() == "New number 3 reads old number 1 alone: 30."
    page.get_by_role("button", name="zeros between").click()
    assert said.inner_text() == "New number 3 reads nothing: a zero was put between."
    page.get_by_role("button", name="linear, corners aligned").click()
    page.get_by_role("button", name="Back to the start").click()
    assert said.inner_text() == "New number 0 reads old number 0 alone: 10."


def test_figure_refuses_rows_without_room():
    with pytest.raises(ValueError, match="expected x with 2 to 5 numbers, got 1"):
        resize_row([1.0])
    with pytest.raises(
        ValueError, match="expected method as one of copy, zeros, linear, corners, got 'cubic'"
    ):
        resize_row([1.0, 2.0], method="cubic")
