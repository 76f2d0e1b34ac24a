"""The ring of edge filters against cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import orientations
from cnnlib.interactive.orientations import answers, edge_filters, edge_patch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("filters", [2, 4, 8])
def test_answers_are_those_of_conv2d_relu_and_maxout(compute, filters):
    for angle in range(0, 360, 15):
        result = compute("orientations", {"angle": angle, "filters": filters})
        each, largest = answers(angle, filters)
        np.testing.assert_allclose(result["patch"], edge_patch(angle), atol=1e-11)
        np.testing.assert_allclose(result["weights"], edge_filters(filters)[:, 0], atol=1e-11)
        np.testing.assert_allclose(result["answers"], each, atol=1e-11)
        assert result["largest"] == pytest.approx(largest) == result["answers"][result["best"]]


def test_eight_filters_leave_no_gap_and_two_do():
    largest = {n: [answers(angle, n)[1] for angle in range(360)] for n in (2, 4, 8)}
    assert min(largest[8]) > 0.9
    assert 0.65 < min(largest[4]) < 0.75
    assert min(largest[2]) < 0.01


def test_figure_turns_by_key_and_says_the_answers(show):
    page = show(orientations(0, 4))
    said = page.locator(".cnn-live")
    assert said.inner_text() == (
        "Edge at 0°. The filter of 0° answers 100%. 3 of 4 filters are silent; "
        "the largest answer is 100%, from the filter of 0°."
    )
    page.get_by_label("turn the edge").press("End")
    (first, *others), largest = answers(345, 4)
    assert first == largest > max(others) > 0
    assert said.inner_text() == (
        f"Edge at 345°. The filter of 0° answers {first:.0%}. 2 of 4 filters are silent; "
        f"the largest answer is {largest:.0%}, from the filter of 0°."
    )
    page.get_by_role("button", name="2", exact=True).click()
    assert "1 of 2 filters are silent" in said.inner_text()


def test_figure_refuses_angles_between_its_steps():
    with pytest.raises(ValueError, match="expected angle as a multiple of 15 degrees, got 20"):
        orientations(20)
