"""A unit's preferred picture: the browser climbs as NumPy does, and every control does what it says."""

import numpy as np
import pytest

from cnnlib import data, numpy_nn
from cnnlib.interactive import excite
from cnnlib.interactive.excite import COUNT, DEPTH, FIELD, PLACE, STRIDE, blurred, climb, loudest
from cnnlib.interactive.lenet_weights import packed, unpacked

pytestmark = pytest.mark.browser
NET = numpy_nn.models.lenet5(rng=3)
PICTURES = data.as_float(data.mnist().x_test[:60])


@pytest.fixture(scope="module")
def figure():
    return excite(NET, PICTURES, layer="output", unit=2)


def start_of(state, number):
    import base64

    pixels = np.frombuffer(base64.b64decode(state["starts"][number]["bytes"]), np.uint8)
    return pixels.reshape(28, 28) / 255


@pytest.mark.parametrize(
    ("layer", "unit", "start", "smooth", "step"),
    [
        ("c1", 4, 0, True, 5),
        ("c1", 0, 1, False, 2),
        ("c3", 9, 0, True, 6),
        ("c3", 15, 2, False, 3),
        ("output", 2, 0, True, 5),
        ("output", 9, 1, False, 3),
        ("output", 0, 2, True, 0),
    ],
)
def test_the_page_climbs_as_numpy_does(compute, figure, layer, unit, start, smooth, step):
    state = {**figure.state, "layer": layer, "unit": unit, "start": start, "smooth": smooth, "step": step}
    now = compute("excite", state)
    net = unpacked(state["net"])
    want, values = climb(net, layer, unit, start_of(state, start), smooth, STRIDE * step)
    np.testing.assert_allclose(np.reshape(now["picture"], (28, 28)), want, atol=1e-7)
    np.testing.assert_allclose(now["values"][: step + 1], values[::STRIDE], atol=1e-6)
    assert now["value"] == now["values"][step]


def test_a_climb_goes_up(compute, figure):
    for layer, units in COUNT.items():
        state = {**figure.state, "layer": layer, "unit": units - 1, "step": 20}
        values = compute("excite", state)["values"]
        assert len(values) == 21
        assert values[-1] > values[0] + 0.02


@pytest.mark.parametrize("layer", COUNT)
def test_the_loudest_real_picture_has_the_value_that_is_named_where_the_frame_is(layer):
    """Outside the frame, noise does not change the unit."""
    net = unpacked(packed(NET))
    best, chosen = loudest(net, PICTURES.astype(float))
    for unit, found in enumerate(best[layer]):
        step, field = FIELD[layer]
        x = PICTURES[chosen[found["picture"]], 0].astype(float)
        rows, columns = (
            slice(max(0, found[side]), max(0, found[side] + field)) for side in ("row", "column")
        )
        noisy = np.random.default_rng(0).random((28, 28))
        noisy[rows, columns] = x[rows, columns]
        y = net[: DEPTH[layer]](noisy[None, None])[0, unit]
        edge = 2 if field < 28 else 0
        place = tuple((found[side] + edge) // step for side in ("row", "column")) if field < 28 else ()
        assert y[place] == pytest.approx(found["value"], abs=1e-9)
        all_values = net[: DEPTH[layer]](PICTURES.astype(float))[:, unit]
        assert found["value"] == pytest.approx(all_values.max(), abs=1e-9)


@pytest.mark.parametrize("layer", COUNT)
def test_the_climbing_unit_reads_what_is_framed(layer):
    net = unpacked(packed(NET))
    x = np.random.default_rng(1).random((1, 1, 28, 28))
    y = net[: DEPTH[layer]](x)
    dy = np.zeros_like(y)
    dy[(0, 0, *PLACE[layer])] = 1
    seen = np.argwhere(net[: DEPTH[layer]].backward(dy)[0, 0])
    first, size = {"c1": (12, 5), "c3": (8, 14), "output": (0, 28)}[layer]
    assert seen.min() >= first
    assert seen.max() < first + size


def test_the_blur_keeps_the_sum_inside():
    g = np.zeros((5, 5))
    g[2, 2] = 16
    assert blurred(g)[1:4, 1:4].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_a_byte_for_each_weight_hardly_changes_the_scores():
    scores, rounded = NET(PICTURES), unpacked(packed(NET))(PICTURES.astype(float))
    assert np.abs(scores - rounded).max() < 0.02 * np.abs(scores).max()


def test_layer_unit_start_and_blur_change_what_is_said(show, figure):
    page = show(figure)
    words = page.locator(".cnn-live")
    assert words.inner_text().startswith("The score for 2 after 40 steps: ")
    page.get_by_role("button", name="Next").click()
    assert words.inner_text().startswith("The score for 2 after 44 steps: ")
    page.get_by_role("checkbox", name="blur the gradient").uncheck()
    assert "climbs without blur" in words.inner_text()
    page.get_by_role("combobox", name="start from").select_option(label="a real 7")
    assert "from a real 7" in words.inner_text()
    unit = page.get_by_role("slider", name="unit")
    unit.focus()
    page.keyboard.press("End")
    assert words.inner_text().startswith("The score for 9")
    page.get_by_role("button", name="first").click()
    assert words.inner_text().startswith("Unit 5 of the first layer")
    page.get_by_role("button", name="second").click()
    assert words.inner_text().startswith("Unit 5 of the second convolution")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layer": "c2"}, "expected layer as one of c1, c3, output, got 'c2'"),
        ({"layer": "c1", "unit": 6}, "expected unit from 0 to 5"),
        ({"step": 21}, "expected step from 0 to 20"),
    ],
)
def test_wrong_choices_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        excite(NET, PICTURES, **options)


def test_wrong_pictures_and_networks_are_refused():
    with pytest.raises(ValueError, match=r"expected pictures of shape \(N, 1, 28, 28\)"):
        excite(NET, PICTURES[0])
    with pytest.raises(ValueError, match="expected pixels from 0 to 1, got 0 to 255"):
        excite(NET, data.mnist().x_test[:2])
    with pytest.raises(ValueError, match="expected a LeNet-5 with ten classes"):
        excite(numpy_nn.models.lenet5(5, rng=0), PICTURES)
