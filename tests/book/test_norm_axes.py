"""The four norms in the page against cnnlib, and whose outputs a change reaches."""

import numpy as np
import pytest

from cnnlib.interactive import norm_axes
from cnnlib.numpy_nn import batch_norm, group_norm, instance_norm, layer_norm

pytestmark = pytest.mark.browser

SMALL = np.array([[[[1, 1], [3, 3]], [[0, 2], [4, 6]]], [[[5, 5], [7, 7]], [[8, 1], [3, 2]]]])


def state(x, kind, **change):
    c = x.shape[1]
    start = {"groups": 2, "training": True, "images": len(x), "add": 0, "position": 0}
    return {"x": x, "mean": np.arange(c), "var": 1.0 + np.arange(c), "kind": kind, **start, **change}


def library(x, kind, groups=2, training=True):
    """What cnnlib makes of a batch."""
    c = x.shape[1]
    match kind:
        case "batch":
            return batch_norm(x, np.arange(c, dtype=float), 1.0 + np.arange(c), training=training)
        case "layer":
            return layer_norm(x, x.shape[1:])
        case "instance":
            return instance_norm(x)
        case _:
            return group_norm(x, groups)


@pytest.mark.parametrize("kind", ["batch", "layer", "instance", "group"])
@pytest.mark.parametrize("training", [True, False])
def test_outputs_are_those_of_the_library(compute, rng, kind, training):
    for n, c, groups in [(3, 4, 2), (2, 4, 4), (3, 3, 3), (2, 2, 1), (3, 4, 1)]:
        x = rng.normal(size=(n, c, 2, 2)) * 5
        now = compute("norm_axes", state(x, kind, groups=groups, training=training))
        np.testing.assert_allclose(now["y"], library(x, kind, groups, training), atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "sets", "numbers"), [("batch", 4, 12), ("layer", 3, 16), ("instance", 12, 4), ("group", 6, 8)]
)
def test_a_set_holds_the_numbers_that_share_the_mean_of_the_marked_one(compute, rng, kind, sets, numbers):
    x = rng.normal(size=(3, 4, 2, 2))
    for position in (0, 13, 26, 47):
        now = compute("norm_axes", state(x, kind, position=position))
        places = [tuple(place) for place in now["set"]]
        assert (now["sets"], len(set(places))) == (sets, numbers)
        assert tuple(now["now"]) == np.unravel_index(position, x.shape)
        assert tuple(now["now"]) in places
        values = np.array([x[place] for place in places])
        assert now["average"] == pytest.approx(values.mean())
        assert now["deviation"] == pytest.approx(np.sqrt(values.var() + 1e-5))
        assert now["output"] == pytest.approx((x[tuple(now["now"])] - now["average"]) / now["deviation"])


@pytest.mark.parametrize(
    ("kind", "training", "images"),
    [
        ("batch", True, {0, 1, 2}),
        ("batch", False, {2}),
        ("layer", True, set()),
        ("instance", True, set()),
        ("group", True, set()),
    ],
)
def test_light_on_the_last_image_reaches_these_images(compute, rng, kind, training, images):
    x = rng.normal(size=(3, 4, 2, 2))
    now = compute("norm_axes", state(x, kind, training=training, add=7))
    lit = x + 7 * (np.arange(3) == 2)[:, None, None, None]
    np.testing.assert_allclose(now["batch"], lit)
    np.testing.assert_allclose(now["y"], library(lit, kind, training=training), atol=1e-12)
    assert {place[0] for place in now["changed"]} == images
    difference = np.abs(library(lit, kind, training=training) - library(x, kind, training=training))
    assert len(now["changed"]) == np.count_nonzero(difference > 1e-9)


def test_running_statistics_share_nothing(compute, rng):
    x = rng.normal(size=(2, 3, 2, 2))
    now = compute("norm_axes", state(x, "batch", training=False, position=5))
    assert now["set"] == []
    assert now["running"] is True
    assert (now["average"], now["deviation"]) == (1, pytest.approx(np.sqrt(2 + 1e-5)))


def test_with_one_image_batch_norm_is_instance_norm(compute, rng):
    x = rng.normal(size=(3, 4, 2, 2))
    now = compute("norm_axes", state(x, "batch", images=1, position=40))
    np.testing.assert_allclose(now["y"], instance_norm(x[:1]), atol=1e-12)
    assert tuple(now["now"]) == (0, 3, 1, 1)  # the marked number moves inside


def figure(**options):
    return norm_axes(SMALL, running_mean=[3, 4], running_var=[4, 1], **options)


def test_every_control_moves_the_figure(show):
    page = show(figure())
    said = page.locator(".cnn-live")
    shares = page.locator(".cnn-cell.cnn-kernel")
    assert "Batch norm in training has 2 sets of 8 numbers: one channel of all images." in said.inner_text()
    assert "Here the mean is 4, the deviation 2.24. (1 − 4) / 2.24 = −1.34." in said.inner_text()
    assert shares.count() == 8
    page.get_by_role("slider", name="add to the last image").press("ArrowRight")
    assert said.inner_text().endswith(
        "Adding 1 to image 1 has changed 16 outputs, 8 of them in other images."
    )
    assert page.locator(".cnn-cell.cnn-extra").count() == 16
    page.get_by_role("button", name="use").click()
    assert "takes the running mean 3 and deviation 2 of the channel" in said.inner_text()
    assert shares.count() == 0
    assert page.locator(".cnn-cell.cnn-extra").count() == 8
    page.get_by_role("button", name="layer").click()
    assert "Layer norm in use, as in training, has 2 sets of 8 numbers: one whole image." in said.inner_text()
    page.get_by_role("button", name="training").click()
    assert "in training, as in use," in said.inner_text()
    assert said.inner_text().endswith("has changed no output.")
    page.get_by_role("group", name="groups").get_by_role("button", name="1").click()
    assert "Group norm" in said.inner_text()
    assert shares.count() == 8
    page.get_by_role("group", name="groups").get_by_role("button", name="2").click()
    assert shares.count() == 4
    page.get_by_role("slider", name="marked number").press("End")
    assert said.inner_text().startswith("Image 1, channel 1, row 1, column 1 holds 3.")
    page.get_by_role("slider", name="images in the batch").press("ArrowLeft")
    assert said.inner_text().startswith(
        "Image 0, channel 1, row 1, column 1 holds 7."
    )  # now the last, and lit
    assert page.locator("text=image 1 >> visible=true").count() == 0


def test_a_click_on_a_number_marks_it(show):
    page = show(figure())
    page.locator(".cnn-cell.cnn-input", has_text="4").click()
    assert page.locator(".cnn-live").inner_text().startswith("Image 0, channel 1, row 1, column 0 holds 4.")
    assert page.locator(".cnn-cell.cnn-output.cnn-on").count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.zeros((2, 3, 4, 4))}, "2 or 3 images of 2 to 4 channels of 2×2 finite numbers, got shape"),
        ({"running_mean": [1, 2, 3]}, "expected 2 running means and positive variances"),
        ({"running_var": [1, 0]}, "expected 2 running means and positive variances"),
        ({"kind": "spectral"}, "expected kind as one of batch, layer, instance, group, got 'spectral'"),
        ({"groups": 3}, "expected groups that divide 2 channels, got 3"),
        ({"position": 16}, "expected position from 0 to 15, got 16"),
    ],
)
def test_wrong_starts_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        norm_axes(**{"x": SMALL, "running_mean": [3, 4], "running_var": [4, 1]} | change)
