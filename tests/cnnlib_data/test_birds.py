"""Birds in the sky: the mask is exact, and darkness alone does not tell a bird from a wire."""

import numpy as np
import pytest

from cnnlib import data
from cnnlib.data.birds import WING, bird, stroke


@pytest.fixture(scope="module")
def scenes():
    return data.bird_scenes(30, rng=0)


def test_shapes_types_and_classes(scenes):
    assert (scenes.images.shape, scenes.images.dtype) == ((30, 1, 96, 144), np.uint8)
    assert (scenes.masks.shape, scenes.masks.dtype) == ((30, 96, 144), np.int64)
    assert scenes.classes == ("sky", "bird")
    assert set(np.unique(scenes.masks)) == {0, 1}


def test_same_seed_draws_the_same_and_a_longer_call_begins_the_same(scenes):
    again = data.bird_scenes(3, rng=0)
    np.testing.assert_array_equal(again.images, scenes.images[:3])
    np.testing.assert_array_equal(again.masks, scenes.masks[:3])
    assert not np.array_equal(data.bird_scenes(1, rng=1).images, scenes.images[:1])


def test_no_scenes_are_empty_arrays():
    empty = data.bird_scenes(0, rng=0)
    assert (empty.images.shape, empty.masks.shape) == ((0, 1, 96, 144), (0, 96, 144))
    with pytest.raises(ValueError, match="expected n of at least 0, got -1"):
        data.bird_scenes(-1, rng=0)


def test_birds_are_dark_and_so_are_wires(scenes):
    dark = scenes.images[:, 0] < 100
    birds = scenes.masks == 1
    assert dark[birds].mean() > 0.9
    assert (dark & ~birds).sum() > 0.3 * birds.sum()  # of the wires: darkness is not enough


def test_each_scene_shows_birds_and_more_sky(scenes):
    share = scenes.masks.mean(axis=(1, 2))
    assert share.min() > 0.005
    assert share.max() < 0.2


def test_a_wing_is_as_thick_as_its_strokes_and_the_other_its_mirror_image():
    half_span = 10.0
    for x, y, thick in WING:
        ends = bird(np.array([-x, x]) * half_span, np.full(2, y) * half_span, half_span, 0.0)
        assert ends[0] == ends[1] <= -thick * half_span + 1e-9
    x, y, thick = WING[-1]
    tip = bird(np.array([x * half_span]), np.array([y * half_span]), half_span, 0.0)
    assert tip == pytest.approx(-thick * half_span)
    turned = bird(np.array([0.0]), np.array([6.0]), half_span, np.pi / 2)
    assert turned == pytest.approx(bird(np.array([6.0]), np.array([0.0]), half_span, 0.0))


def test_distance_from_a_stroke_of_even_width_is_that_from_its_line():
    x, y = np.array([-3.0, 2.0, 14.0]), np.array([4.0, -5.0, 3.0])
    distance = stroke(x, y, (0.0, 0.0, 1.0), (10.0, 0.0, 1.0))
    np.testing.assert_allclose(distance, [4.0, 4.0, 4.0])
