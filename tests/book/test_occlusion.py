"""A covered digit: the browser asks the network as NumPy does, and every control does what it says."""

import numpy as np
import pytest

from cnnlib import data, numpy_nn
from cnnlib.interactive import occlusion
from cnnlib.interactive.lenet_weights import unpacked
from cnnlib.interactive.occlusion import covered, probabilities

pytestmark = pytest.mark.browser
NET = numpy_nn.models.lenet5(rng=4)
NET.load_state_dict(
    {name: 3 * values for name, values in NET.state_dict().items()}
)  # surer, so that patches matter
PICTURES = data.as_float(data.mnist().x_test[:3])
LABELS = data.mnist().y_test[:3].tolist()


def figure(**options):
    return occlusion(NET, PICTURES, LABELS, **options)


@pytest.mark.parametrize(
    ("picture", "size", "fill", "row", "column"), [(0, 8, 0, 3, 5), (1, 14, 1, 14, 0), (2, 2, 0.5, 26, 25)]
)
def test_answers_and_map_are_those_of_the_library(compute, picture, size, fill, row, column):
    state = {**figure().state, "picture": picture, "size": size, "fill": fill, "row": row, "column": column}
    now = compute("occlusion", {**state, "digit": 6})
    net, x = unpacked(state["net"]), PICTURES[picture, 0].astype(float)
    shown = x.copy()
    shown[row : row + size, column : column + size] = fill
    np.testing.assert_allclose(np.reshape(now["shown"], (28, 28)), shown, atol=1e-9)
    np.testing.assert_allclose(now["p"], numpy_nn.softmax(net(shown[None, None]))[0], atol=1e-9)
    np.testing.assert_allclose(now["before"], numpy_nn.softmax(net(x[None, None]))[0], atol=1e-9)
    assert now["says"] == int(np.argmax(now["p"]))
    want = probabilities(net, x, size, fill)
    np.testing.assert_allclose(now["map"], want[..., 6], atol=1e-9)
    own = compute("occlusion", {**state, "digit": -1})["map"]
    np.testing.assert_allclose(own, want[..., LABELS[picture]], atol=1e-9)


def test_a_place_of_the_map_is_the_answer_there(compute):
    state = figure(size=6).state
    for row, column in [(0, 0), (4, 10), (22, 22)]:
        now = compute("occlusion", {**state, "row": row, "column": column, "digit": 3})
        assert now["map"][row // 2][column // 2] == pytest.approx(now["p"][3], abs=1e-12)


def test_the_figure_opens_where_the_digit_is_least_sure():
    state = figure(picture=2, size=10).state
    seen = probabilities(unpacked(state["net"]), PICTURES[2, 0].astype(float), 10, 0.0)[..., LABELS[2]]
    assert seen[state["row"] // 2, state["column"] // 2] == seen.min()


def test_a_copy_is_covered():
    x = np.ones((28, 28))
    assert covered(x, 2, 3, 4, 0.5).sum() == 28 * 28 - 8
    assert x.min() == 1


def test_patch_picture_color_and_class_change_what_is_said(show):
    page = show(figure())
    words = page.locator(".cnn-live")
    for name in ("row", "column"):
        page.get_by_role("slider", name=name).focus()
        page.keyboard.press("Home")
    assert words.inner_text().startswith(
        f"The patch covers rows 0 to 7 and columns 0 to 7 of a {LABELS[0]}: the network says "
    )
    page.get_by_role("slider", name="column").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("slider", name="row").focus()
    page.keyboard.press("End")
    assert words.inner_text().startswith("The patch covers rows 20 to 27 and columns 1 to 8")
    page.get_by_role("slider", name="patch").focus()
    page.keyboard.press("ArrowRight")
    assert words.inner_text().startswith("The patch covers rows 18 to 27 and columns 1 to 10"), (
        "it stays inside"
    )
    page.get_by_role("combobox", name="picture").select_option(label=f"a {LABELS[1]}")
    assert f"of a {LABELS[1]}: " in words.inner_text()
    page.get_by_role("combobox", name="probability of").select_option(label="5")
    assert "Probability of 5: " in words.inner_text()
    drawing = page.locator("svg.cnn-canvas")
    before = drawing.inner_html()
    page.get_by_role("button", name="white").click()
    assert drawing.inner_html() != before


def test_dragging_moves_the_patch(show):
    page = show(figure())
    box = page.locator("svg.cnn-canvas").bounding_box()
    scale = box["width"] / 340
    for left in (8, 178):  # on the picture and on the map
        page.mouse.click(box["x"] + scale * 300, box["y"] + scale * 30)
        page.mouse.click(box["x"] + scale * (left + 154 / 28 * 10), box["y"] + scale * (22 + 154 / 28 * 14))
        assert "rows 10 to 17 and columns 6 to 13" in page.locator(".cnn-live").inner_text()


@pytest.mark.parametrize(
    ("pictures", "labels", "options", "message"),
    [
        (PICTURES, LABELS[:2], {}, "1 to 20 pictures and a label for each, got 3 pictures and 2 labels"),
        (np.zeros((21, 1, 28, 28)), [0] * 21, {}, "1 to 20 pictures and a label for each"),
        (PICTURES[:, 0], LABELS, {}, r"expected pictures of shape \(N, 1, 28, 28\)"),
        (PICTURES, LABELS, {"size": 5}, "an even number from 2 to 14, got 5"),
        (PICTURES, LABELS, {"picture": 3}, "expected picture from 0 to 2"),
    ],
)
def test_wrong_input_is_refused(pictures, labels, options, message):
    with pytest.raises(ValueError, match=message):
        occlusion(NET, pictures, labels, **options)
