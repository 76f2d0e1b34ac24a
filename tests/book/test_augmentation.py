"""Windows of a picture: the browser cuts, mirrors, counts and compares as NumPy does."""

import re

import numpy as np
import pytest

from cnnlib.interactive import augmentation

pytestmark = pytest.mark.browser


def state(image, margin, **change):
    return {"image": image, "margin": margin, "row": 0, "column": 0, "mirror": False, "epoch": 0, **change}


@pytest.fixture
def photograph(rng):
    return rng.integers(0, 256, size=(16, 16), dtype=np.uint8)


@pytest.mark.parametrize("mirror", [False, True])
def test_a_window_is_the_slice_of_the_picture(compute, photograph, mirror):
    for margin, row, column in [(4, 0, 4), (4, 3, 1), (1, 1, 0), (7, 7, 7)]:
        now = compute("augmentation", state(photograph, margin, row=row, column=column, mirror=mirror))
        side = 16 - margin
        window = photograph[row : row + side, column : column + side]
        np.testing.assert_array_equal(now["crop"], window[:, ::-1] if mirror else window)
        assert now["side"] == side


@pytest.mark.parametrize("mirror", [False, True])
def test_likeness_is_the_correlation_with_the_window_in_the_middle(compute, photograph, mirror):
    now = compute("augmentation", state(photograph, 5, row=4, column=1, mirror=mirror))
    middle = photograph[2:13, 2:13]
    for row, column in np.ndindex(6, 6):
        window = photograph[row : row + 11, column : column + 11]
        window = window[:, ::-1] if mirror else window
        wanted = np.corrcoef(middle.ravel(), window.ravel())[0, 1]
        assert now["likeness"][row][column] == pytest.approx(wanted)
    assert now["alike"] == now["likeness"][4][1]


def test_large_windows_are_compared_on_every_eighth_pixel(compute, rng):
    image = rng.integers(0, 256, size=(256, 256))
    now = compute("augmentation", state(image, 32, row=3, column=30))
    some = [image[r : r + 224 : 8, c : c + 224 : 8].ravel() for r, c in [(16, 16), (3, 30)]]
    assert now["alike"] == pytest.approx(np.corrcoef(*some)[0, 1])
    assert now["likeness"][16][16] == pytest.approx(1)


def test_a_flat_picture_is_like_nothing(compute):
    assert compute("augmentation", state(np.full((8, 8), 7), 2))["likeness"] == [[0] * 3] * 3


@pytest.mark.parametrize(("side", "margin", "count"), [(256, 32, 2178), (36, 8, 162), (32, 4, 50), (8, 1, 8)])
def test_variants_are_counted_by_listing_them(compute, rng, side, margin, count):
    places = sum(1 for corner in range(side) if corner + side - margin <= side)
    now = compute("augmentation", state(rng.integers(0, 256, size=(side, side)), margin))
    assert now["count"] == 2 * places**2 == count


def test_draws_are_even_over_places_and_sides(compute, photograph):
    draws = np.array(compute("augmentation", state(photograph, 4, epoch=2000))["draws"]).astype(int)
    assert draws.shape == (2000, 3)
    for column, choices in enumerate([5, 5, 2]):
        share = np.bincount(draws[:, column], minlength=choices) / 2000
        assert len(share) == choices
        np.testing.assert_allclose(share, 1 / choices, atol=0.04)
    assert abs(np.corrcoef(draws.T) - np.eye(3)).max() < 0.08


def test_draws_of_an_epoch_stay_and_repetitions_do_not_count(compute, photograph):
    early, late = (compute("augmentation", state(photograph, 1, epoch=n)) for n in (5, 40))
    assert late["draws"][:5] == early["draws"]
    assert late["different"] == len({tuple(draw) for draw in late["draws"]}) <= 8


def figure(photograph):
    other = np.zeros((20, 20), np.uint8)
    other[5:12, 7:9] = 255
    return augmentation(
        {"photo": photograph, "digit": other}, {"photo": 4, "digit": 6}, lost_in_mirror=["digit"]
    )


def shown(page, number):
    return page.locator(".cnn-canvas image").nth(number).get_attribute("href")


def test_every_control_moves_the_figure(show, photograph):
    page = show(figure(photograph))
    said, drawing = page.locator(".cnn-live"), page.locator(".cnn-canvas")
    assert said.inner_text() == (
        "The window at row 2, column 2 of the photo. It is the one in the middle. There are 5 · 5 · 2 = 50 variants."
    )
    window = shown(page, 1)
    for name, place in [("row", "row 3, column 2"), ("column", "row 3, column 3")]:
        page.get_by_role("slider", name=name).press("ArrowRight")
        assert f"The window at {place} of the photo. Its correlation" in said.inner_text()
        assert shown(page, 1) != window
        window = shown(page, 1)
    likeness = shown(page, 2)
    page.get_by_label("mirrored").check()
    assert "column 3 of the photo, mirrored." in said.inner_text()
    assert "lost" not in said.inner_text()
    assert shown(page, 1) != window
    assert shown(page, 2) != likeness
    page.get_by_role("slider", name="pixels to spare").press("ArrowLeft")
    assert "4 · 4 · 2 = 32 variants" in said.inner_text()
    assert "a window, 13×13" in drawing.text_content()
    page.get_by_role("button", name="digit").click()
    assert said.inner_text().startswith(
        "The window at row 3, column 3 of the digit. It is the one in the middle."
    )
    assert "7 · 7 · 2 = 98 variants" in said.inner_text()
    page.get_by_label("mirrored").check()
    assert "Mirrored it has lost its label." in said.inner_text()


def test_an_epoch_draws_a_window_and_leaves_a_dot(show, photograph):
    page = show(figure(photograph))
    for _ in range(3):
        page.get_by_role("button", name="Next").click()
    said = page.locator(".cnn-live").inner_text()
    assert re.search(r"3 epochs have drawn [123] different ones\.$", said)
    assert page.locator(".cnn-canvas circle").count() == 3
    page.get_by_role("button", name="photo").click()  # already chosen: nothing changes
    assert page.locator(".cnn-canvas circle").count() == 3
    page.get_by_role("button", name="digit").click()
    assert page.locator(".cnn-canvas circle").count() == 0


def test_dragging_in_the_map_chooses_the_place(show, photograph):
    page = show(figure(photograph))
    box = page.locator(".cnn-canvas").bounding_box()
    page.mouse.move(
        box["x"] + box["width"] * 10 / 340, box["y"] + box["height"] * (20 + 164 + 24 + 120) / 346
    )
    page.mouse.down()
    page.mouse.up()
    assert "The window at row 4, column 0" in page.locator(".cnn-live").inner_text()


def test_dragging_in_the_picture_moves_the_middle_of_the_window_to_the_pointer(show, photograph):
    page = show(figure(photograph))
    box = page.locator(".cnn-canvas").bounding_box()
    across, down = box["width"] / 340, box["height"] / 346
    for pixel, column in [(8.0, 2), (9.0, 3), (3.0, 0), (15.0, 4)]:  # of 16, with a window of 12
        page.mouse.move(box["x"] + across * (2 + 164 * pixel / 16), box["y"] + down * (20 + 164 * 7 / 16))
        page.mouse.down()
        page.mouse.up()
        assert f"The window at row 1, column {column} " in page.locator(".cnn-live").inner_text()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pictures": {"one": np.zeros((8, 9), np.uint8)}}, "expected one as a square uint8 array"),
        ({"pictures": {"one": np.zeros((8, 8))}}, "expected one as a square uint8 array"),
        ({"margins": {"one": 33}}, "expected the margin of one from 0 to 32, got 33"),
        ({"margins": {"one": 5}}, "expected a margin of one from 1 to half of 8, got 5"),
        ({"margins": {}}, "expected a margin of one from 1 to half of 8, got None"),
        ({"lost_in_mirror": ["two"]}, "expected pictures, and lost_in_mirror among them"),
        ({"pictures": {}}, "expected pictures, and lost_in_mirror among them"),
    ],
)
def test_wrong_input_is_refused(change, message):
    start = {"pictures": {"one": np.zeros((8, 8), np.uint8)}, "margins": {"one": 2}}
    with pytest.raises(ValueError, match=message):
        augmentation(**start | change)
