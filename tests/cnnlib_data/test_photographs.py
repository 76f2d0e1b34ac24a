"""The photographs to filter."""

import numpy as np
import pytest

from cnnlib import data

SHAPES = {
    "astronaut": (3, 256, 256),
    "brick": (1, 256, 256),
    "camera": (1, 256, 256),
    "chelsea": (3, 300, 450),
    "coffee": (3, 200, 300),
    "coins": (1, 302, 384),
}


def test_every_photograph_is_listed():
    assert set(data.photographs()) == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_photograph_is_uint8_channels_first_with_contrast(name):
    pixels = data.image(name)
    assert pixels.shape == SHAPES[name]
    assert pixels.dtype == np.uint8
    assert pixels.flags.writeable
    assert np.ptp(pixels.astype(int)) > 100


def test_neighbors_in_a_photograph_are_alike():
    """Wrong axes would break the picture into stripes."""
    for name in SHAPES:
        x = data.image(name).astype(float)
        for axis in (1, 2):
            assert np.abs(np.diff(x, axis=axis)).mean() < 0.5 * x.std()


def test_coffee_is_red_and_in_the_order_red_green_blue():
    red, green, blue = data.image("coffee").mean((1, 2))
    assert red > green > blue


def test_gray_is_the_luma_of_the_color():
    color = data.image("astronaut").astype(float)
    luma = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
    gray = data.image("astronaut", gray=True)
    assert gray.dtype == np.uint8
    assert gray.shape == (1, 256, 256)
    assert np.abs(gray[0] - luma).max() <= 0.5 + 1e-9


def test_gray_leaves_a_gray_photograph_alone():
    assert np.array_equal(data.image("camera", gray=True), data.image("camera"))


def test_unknown_name_is_rejected_with_the_names_that_exist():
    with pytest.raises(
        ValueError, match=r"^expected one of astronaut, .*coins, got '\.\./mnist/train-images'$"
    ):
        data.image("../mnist/train-images")
