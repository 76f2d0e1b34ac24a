"""Point and neighborhood operations: the browser clips and wraps as NumPy does, and mixing tells the two apart."""

import anywidget
import numpy as np
import pytest

from cnnlib.interactive import point_ops
from cnnlib.interactive.point_ops import OPERATIONS

pytestmark = pytest.mark.browser

# what the operations are on real numbers
EXACT = {
    "identity": lambda x: x,
    "darken": lambda x: x - 128,
    "lower contrast": lambda x: x / 2,
    "lower contrast, curved": lambda x: (x / 255) ** (1 / 3) * 255,
    "invert": lambda x: 255 - x,
    "lighten": lambda x: x + 128,
    "raise contrast": lambda x: 2 * x,
    "raise contrast, curved": lambda x: (x / 255) ** 2 * 255,
}
# and in NumPy on uint8, as a student would write them
UINT8 = {
    "identity": lambda x: x,
    "darken": lambda x: x - np.uint8(128),
    "lower contrast": lambda x: x // np.uint8(2),
    "invert": lambda x: np.uint8(255) - x,
    "lighten": lambda x: x + np.uint8(128),
    "raise contrast": lambda x: x * np.uint8(2),
}
EVERY = np.arange(256, dtype=np.uint8).reshape(16, 16)


def nine(x):
    padded = np.pad(x, 1, mode="edge")
    return np.stack([padded[a : a + x.shape[0], b : b + x.shape[1]] for a in range(3) for b in range(3)])


def run(compute, image, op, store="clip", mixed=False):
    return compute("point_ops", {"image": image, "op": op, "store": store, "mixed": mixed})


@pytest.mark.parametrize("op", EXACT)
def test_clipped_values_are_numpys_for_every_gray(compute, op):
    now = run(compute, EVERY, op)
    exact = EXACT[op](EVERY.astype(float))
    np.testing.assert_allclose(now["exact"], exact, atol=1e-9)
    np.testing.assert_array_equal(now["output"], np.floor(np.clip(exact, 0, 255) + 0.5))
    assert now["outside"] == pytest.approx(np.mean((exact < -0.5) | (exact >= 255.5)))


@pytest.mark.parametrize("op", UINT8)
def test_wrapped_values_are_those_of_uint8(compute, op):
    np.testing.assert_array_equal(run(compute, EVERY, op, "wrap")["output"], UINT8[op](EVERY))


def test_neighborhoods_are_numpys_and_a_mean_in_uint8_wraps_before_it_divides(compute, rng):
    image = rng.integers(0, 256, size=(7, 5), dtype=np.uint8)
    around = nine(image)
    mean = around.astype(float).mean(axis=0)
    np.testing.assert_allclose(run(compute, image, "mean of nine")["exact"], mean, atol=1e-9)
    wrapped = np.add.reduce(around, axis=0, dtype=np.uint8) // 9
    np.testing.assert_array_equal(run(compute, image, "mean of nine", "wrap")["output"], wrapped)
    np.testing.assert_array_equal(run(compute, image, "largest of nine")["output"], around.max(axis=0))


@pytest.mark.parametrize("op", OPERATIONS)
def test_mixing_and_putting_back_changes_nothing_for_point_operations_alone(compute, rng, op):
    image = rng.integers(0, 256, size=(6, 6), dtype=np.uint8)
    plain, mixed = run(compute, image, op), run(compute, image, op, mixed=True)
    assert sorted(np.ravel(mixed["input"])) == sorted(image.ravel())
    assert mixed["input"] != image.tolist()
    assert (mixed["restored"] == plain["output"]) == (op in EXACT)
    assert (plain["levels"] == 1) == (op in EXACT)


def test_list_of_operations_is_that_of_the_figure(show):
    page = show(point_ops({"all": EVERY}))
    assert page.get_by_label("operation", exact=True).locator("option").all_text_contents() == list(
        OPERATIONS
    )


def test_figure_says_what_wraps(show):
    page = show(point_ops({"all": EVERY}, op="lighten", row=12, column=8))  # the pixel 200
    said = page.locator(".cnn-live")
    assert "The marked pixel 200 becomes 328, stored as 255." in said.inner_text()
    assert "50% of the results lie outside 0 to 255 and are clipped." in said.inner_text()
    page.get_by_role("button", name="in uint8, which wraps").press("Enter")
    assert "stored as 72." in said.inner_text()
    assert "50% of the results lie outside 0 to 255 and wrap." in said.inner_text()
    page.get_by_label("operation", exact=True).select_option("largest of nine")
    assert "A neighborhood operation" in said.inner_text()


def test_mixing_shows_a_third_picture_and_dragging_marks_a_pixel(show):
    page = show(point_ops({"all": EVERY}))
    assert page.locator(".cnn-canvas image").count() == 3  # before, after, and the plot
    page.get_by_label("mix the pixels").press("Space")
    assert page.locator(".cnn-canvas image").count() == 4
    page.get_by_label("mix the pixels").press("Space")
    box = page.locator(".cnn-canvas").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] * 0.07)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.07)
    page.mouse.up()
    assert "The marked pixel 15 becomes 15." in page.locator(".cnn-live").inner_text()


def test_state_names_no_widget_attribute():
    assert set(point_ops({"all": EVERY}).state) & set(dir(anywidget.AnyWidget)) == set()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"op": "blur"}, "expected op as one of identity, darken"),
        ({"column": 16}, "expected column from 0 to 15, got 16"),
    ],
)
def test_wrong_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        point_ops({"all": EVERY}, **arguments)
