"""The painted patches against NumPy."""

import numpy as np
import pytest

from cnnlib.interactive import patches
from cnnlib.interactive.patches import STEPS

pytestmark = pytest.mark.browser


@pytest.fixture
def answers(rng):
    """Return a scene, probabilities and truth for patches of 17 × 17 pixels."""
    return rng.integers(256, size=(96, 144)), rng.uniform(size=(80, 128)), rng.integers(2, size=(80, 128))


@pytest.mark.parametrize("step", STEPS)
def test_each_answer_paints_the_square_around_the_center_of_its_patch(compute, answers, step):
    _, scores, truth = answers
    percent = (100 * scores).round()
    result = compute("patches", {"scores": percent, "truth": truth, "step": step})
    half = step // 2
    labels = percent[half::step, half::step] > 50
    assert (result["rows"], result["columns"]) == (80 // step, 128 // step)
    np.testing.assert_array_equal(result["labels"], labels)
    painted = labels.repeat(step, axis=0).repeat(step, axis=1)
    np.testing.assert_array_equal(result["painted"], painted)
    assert result["birds"] == labels.sum()
    overlap = (painted & (truth == 1)).sum() / (painted | (truth == 1)).sum()
    assert result["overlap"] == pytest.approx(overlap)


def test_figure_names_the_patch_and_counts_the_birds(show):
    scores = np.zeros((80, 128))
    scores[40:60, 30:60] = 1
    page = show(patches(np.full((96, 144), 200), scores, scores))
    said = page.locator(".cnn-live")
    assert said.inner_text().startswith("40 patches, 16 pixels apart: 4 of bird, 36 of sky.")
    assert (
        "The marked patch, row 2, column 2: bird. Painted birds and true birds overlap by 53%."
        in said.inner_text()
    )
    page.get_by_role("button", name="1", exact=True).click()
    assert said.inner_text() == (
        "10,240 patches, 1 pixel apart: 600 of bird, 9,640 of sky. "
        "The marked patch, row 40, column 40: bird. Painted birds and true birds overlap by 100%."
    )
    page.get_by_role("slider", name="patch right").press("Home")
    assert "row 40, column 0: sky." in said.inner_text()
    page.get_by_role("button", name="truth").click()
    assert said.inner_text().endswith("Shown: the truth.")


def test_dragging_moves_the_patch(show):
    page = show(patches(np.full((96, 144), 200), np.zeros((80, 128)), np.zeros((80, 128)), step=1))
    box = page.locator(".cnn-canvas").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    assert "row 40, column 64: sky." in page.locator(".cnn-live").inner_text()


def test_figure_refuses_maps_that_do_not_belong_together():
    with pytest.raises(
        ValueError, match=r"expected scores and truth of one shape.*got \(80, 128\), \(80, 128\) and"
    ):
        patches(np.zeros((96, 143)), np.zeros((80, 128)), np.zeros((80, 128)))
    with pytest.raises(ValueError, match="expected step as one of 16, 8, 4, 2, 1, got 3"):
        patches(np.zeros((96, 144)), np.zeros((80, 128)), np.zeros((80, 128)), step=3)
