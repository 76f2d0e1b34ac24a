"""LeNet-5 on a drawn digit: the browser computes what NumPy does, down to the single product, and draws as it says."""

import json

import numpy as np
import pytest

from cnnlib import data, numpy_nn
from cnnlib.interactive import draw_digit
from cnnlib.interactive.draw_digit import AFTER, STROKES

from .pages import soup

pytestmark = pytest.mark.browser
DIGITS = data.mnist()
NET = numpy_nn.models.lenet5(rng=4)
PEN = 1.25


def figure(net=NET, **options):
    return draw_digit(net, DIGITS.x_test[:4, 0], DIGITS.y_test[:4].tolist(), **options)


def ink(strokes):
    """Draw strokes with a soft edge, the distance of every pixel to every segment at once."""
    rows, columns = np.mgrid[:28, :28] + 0.5
    pixels, near = np.stack([columns, rows], axis=-1), np.full((28, 28), np.inf)
    for stroke in strokes:
        for a, b in zip(stroke, stroke[1:] or stroke, strict=False):
            a, b = np.array(a, float), np.array(b, float)
            along = ((pixels - a) @ (b - a)) / max((b - a) @ (b - a), 1e-12)
            foot = a + np.clip(along, 0, 1)[..., None] * (b - a)
            near = np.minimum(near, np.linalg.norm(pixels - foot, axis=-1))
    return np.clip(PEN + 0.5 - near, 0, 1)


def center(picture):
    """Return the center of mass, x and y, in pixels from the corner."""
    places = np.arange(28) + 0.5
    return picture.sum(axis=0) @ places / picture.sum(), picture.sum(axis=1) @ places / picture.sum()


@pytest.mark.parametrize("shown", [0, 3])
def test_every_layer_is_that_of_the_library(compute, shown):
    now = compute("draw_digit", figure(shown=shown).state)
    h = data.as_float(DIGITS.x_test[shown : shown + 1])
    np.testing.assert_allclose(now["layers"]["picture"], h.ravel(), atol=1e-6)
    expected = {}
    for name, layer in NET.children().items():
        h = layer(h)
        expected[name] = h.ravel()
    for theirs, ours in AFTER.items():
        np.testing.assert_allclose(now["layers"][ours], expected[theirs], atol=1e-5, err_msg=ours)
    np.testing.assert_allclose(now["p"], numpy_nn.softmax(h)[0], atol=1e-6)
    assert now["says"] == int(np.argmax(h))


UNITS = {
    "C1 in the middle": (0, 2, 13, 9),
    "C1 at a corner, beside the padding": (0, 5, 0, 27),
    "S2": (1, 3, 6, 13),
    "C3": (2, 11, 4, 9),
    "S4": (3, 15, 4, 0),
    "C5": (4, 77, 0, 0),
    "F6": (5, 83, 0, 0),
    "output": (6, 7, 0, 0),
}


def test_the_first_mark_is_at_the_strongest_number_and_its_largest_product(compute):
    state = figure(shown=2).state
    now = compute("draw_digit", state)
    assert now["unit"]["result"] == pytest.approx(max(now["layers"]["C1"]))
    assert now["unit"]["products"][state["term"]] == max(now["unit"]["products"])


@pytest.mark.parametrize("place", UNITS.values(), ids=UNITS)
def test_products_and_bias_add_up_to_the_number_on_the_map(compute, place):
    unit = dict(zip(("layer", "map", "row", "column"), place, strict=True))
    now = compute("draw_digit", {**figure().state, "unit": unit})
    name = ["C1", "S2", "C3", "S4", "C5", "F6", "output"][place[0]]
    side = {"C1": 28, "S2": 14, "C3": 10, "S4": 5}.get(name, 1)
    number = now["layers"][name][(place[1] * side + place[2]) * side + place[3]]
    made = now["unit"]
    assert made["result"] == pytest.approx(number, abs=1e-9)
    if made["weights"] is None:
        assert made["result"] == max(made["values"])
        return
    weight = NET.parameters()[f"{name.lower()}.weight"]
    np.testing.assert_allclose(made["weights"], weight[place[1]].ravel(), atol=1e-7)
    np.testing.assert_allclose(made["products"], np.multiply(made["values"], made["weights"]), atol=1e-12)
    assert sum(made["products"]) + made["bias"] == pytest.approx(made["sum"], abs=1e-9)


@pytest.mark.parametrize("place", [(0, 2, 13, 9), (2, 11, 4, 9), (4, 77, 0, 0)], ids=["C1", "C3", "C5"])
def test_a_unit_reads_just_the_numbers_below_that_are_named(compute, place):
    """Values and window, cut out of the layer below by NumPy."""
    unit = dict(zip(("layer", "map", "row", "column"), place, strict=True))
    now = compute("draw_digit", {**figure().state, "unit": unit})
    below = {0: ("picture", (1, 28, 28)), 2: ("S2", (6, 14, 14)), 4: ("S4", (16, 5, 5))}[place[0]]
    layer = np.reshape(now["layers"][below[0]], below[1])
    top, left = now["reads"]["top"], now["reads"]["left"]
    window = layer[:, top : top + 5, left : left + 5]
    np.testing.assert_allclose(now["unit"]["values"], window.ravel(), atol=1e-12)
    assert (top, left) == {0: (11, 7), 2: (4, 9), 4: (0, 0)}[place[0]]


@pytest.mark.parametrize("digit", [0, 1, 4, 7])
def test_a_drawing_is_prepared_as_mnist_was(compute, digit):
    """20 pixels on the longer side, center of mass in the middle: whatever its size and place on the board."""
    strokes = [[[0.4 * x + 15, 0.4 * y + 16] for x, y in stroke] for stroke in STROKES[digit]]
    state = {**figure().state, "shown": -1, "strokes": strokes}
    small = np.reshape(compute("draw_digit", state)["layers"]["picture"], (28, 28))
    large = np.reshape(
        compute("draw_digit", {**state, "strokes": STROKES[digit]})["layers"]["picture"], (28, 28)
    )
    np.testing.assert_allclose(small, large, atol=1e-9)
    assert np.allclose(center(large), 14, atol=0.15)
    inked = np.argwhere(large > 0.25)
    assert (np.ptp(inked, axis=0) + 1).max() in (20, 21)
    left = np.reshape(compute("draw_digit", {**state, "prepare": False})["layers"]["picture"], (28, 28))
    np.testing.assert_allclose(left, ink(strokes), atol=1e-9)


def test_center_of_mass_and_size_are_those_of_the_data():
    """What the preparation aims at is what MNIST has."""
    pictures = DIGITS.x_test[:300, 0].astype(float)
    assert np.abs(np.mean([center(picture) for picture in pictures], axis=0) - 14.5).max() < 0.05
    sides = [np.ptp(np.argwhere(picture > 0), axis=0).max() + 1 for picture in pictures]
    assert set(sides) == {20}


@pytest.mark.book
def test_the_network_of_the_page_reads_the_drawn_examples(compute, site):
    (script,) = soup(site, "book/15_lenet_alexnet_vgg").select("[data-module=draw_digit] .cnn-data")
    state = json.loads(str(script.string))["state"] | {"shown": -1}
    said = [compute("draw_digit", {**state, "strokes": strokes})["says"] for strokes in state["examples"]]
    assert sum(digit == answer for digit, answer in enumerate(said)) >= 9, said
    moved = [[[[x + 5, y + 5] for x, y in stroke] for stroke in strokes] for strokes in state["examples"]]
    said = [compute("draw_digit", {**state, "strokes": m, "prepare": False})["says"] for m in moved]
    assert sum(digit == answer for digit, answer in enumerate(said)) <= 5, said


def test_drawing_with_the_mouse_replaces_the_test_digit(show):
    page = show(figure())
    answer = page.locator(".cnn-live").first
    assert answer.inner_text().startswith(f"A test digit, a {DIGITS.y_test[0]}. The network says ")
    box = page.get_by_role("application").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 60, steps=6)
    page.mouse.up()
    assert answer.inner_text().startswith("Your drawing. The network says ")
    page.get_by_role("button", name="Undo").click()
    assert answer.inner_text().startswith("The board is empty.")


def test_drawing_with_the_keyboard(show):
    page = show(figure())
    page.get_by_role("application").focus()
    page.keyboard.press("Space")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    answer = page.locator(".cnn-live").first
    assert answer.inner_text().startswith("Your drawing.")
    assert answer.inner_text().endswith("Pen down, row 19, column 14.")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    assert answer.inner_text().endswith("Pen up, row 19, column 13.")
    drawn = page.locator(".cnn-canvas path").first.get_attribute("d")
    assert drawn == "M14,14L14,15L14,16L14,17L14,18L14,19"
    page.keyboard.press("Backspace")
    assert answer.inner_text().startswith("The board is empty.")


def test_pointing_shows_a_unit_and_a_click_holds_it(show):
    marked = figure()
    page, unit = show(marked), marked.state["unit"]
    words = page.locator(".cnn-live").last
    held = words.inner_text()
    where = f"C1, map {unit['map']}, row {unit['row']}, column {unit['column']}"
    assert held.startswith(f"{where}: 25 products")
    drawing = page.locator("svg.cnn-canvas").nth(1)
    box = drawing.bounding_box()
    scale = box["width"] / 340
    at = (box["x"] + scale * (42.85 * 2 + 4 * 3 + 2), box["y"] + scale * (287 + 43 + 4 * 7 + 2))
    page.mouse.move(*at)
    assert words.inner_text().startswith("C3, map 10, row 7, column 3: 150 products")
    page.mouse.move(box["x"] + scale * 5, box["y"] + scale * 148)
    assert words.inner_text() == held
    page.mouse.click(*at)
    page.mouse.move(box["x"] + scale * 20, box["y"] + scale * 180)
    assert words.inner_text().startswith("C1, map 0, ")
    page.mouse.move(5, 5)
    assert words.inner_text().startswith("C3, map 10, row 7, column 3: 150 products")


def test_controls_mark_every_kind_of_unit(show):
    page = show(figure())
    words = page.locator(".cnn-live").last
    layer = page.get_by_label("marked number in")
    for name in ("map or unit", "row", "column"):
        page.get_by_role("slider", name=name).press("End")
    row = page.get_by_role("slider", name="row")
    for name, begins in [
        ("S2", "S2, map 5, row 13, column 13: the largest of "),
        ("C3", "C3, map 5, row 9, column 9: 150 products and the bias "),
        ("S4", "S4, map 5, row 4, column 4: the largest of "),
        ("C5", "C5, unit 5: 400 products and the bias "),
        ("F6", "F6, unit 5: 120 products and the bias "),
        ("output", "The score of 5: 84 products and the bias "),
    ]:
        layer.select_option(name)
        assert words.inner_text().startswith(begins), words.inner_text()
        assert row.count() == (1 if "row" in begins else 0)
    page.get_by_role("slider", name="map or unit").press("End")
    page.get_by_role("slider", name="what it reads").press("End")
    assert words.inner_text().startswith("The score of 9: ")
    assert "Product 84: F6 unit 83 " in words.inner_text()


def test_a_point_in_the_table_of_weights_marks_that_product(show):
    marked = figure()
    page, unit = show(marked), marked.state["unit"]
    box = page.locator("svg.cnn-canvas").nth(2).bounding_box()
    scale = box["width"] / 340
    page.mouse.move(box["x"] + scale * (180 + 31 * 3.5), box["y"] + scale * (36 + 31 * 1.5))
    pixel = unit["row"] - 1, unit["column"] + 1
    assert f"Product 9: pixel {pixel} " in page.locator(".cnn-live").last.inner_text()


@pytest.mark.parametrize(
    ("pictures", "labels", "message"),
    [
        (np.zeros((2, 28, 27), np.uint8), [0, 1], "1 to 30 uint8 pictures of 28 x 28"),
        (np.zeros((2, 28, 28)), [0, 1], "1 to 30 uint8 pictures of 28 x 28"),
        (np.zeros((31, 28, 28), np.uint8), [0] * 31, "1 to 30 uint8 pictures of 28 x 28"),
        (np.zeros((2, 28, 28), np.uint8), [0], "a label for each of 2 pictures, got 1"),
    ],
)
def test_wrong_pictures_are_refused(pictures, labels, message):
    with pytest.raises(ValueError, match=message):
        draw_digit(NET, pictures, labels)


def test_another_network_is_refused():
    with pytest.raises(ValueError, match="expected the parameters of lenet5"):
        figure(numpy_nn.models.lenet5(num_classes=11, rng=0))
