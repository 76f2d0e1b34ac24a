"""Generated scenes: the labels are exact, and the pictures are not trivial."""

import numpy as np
import pytest

from cnnlib import data
from cnnlib.data import outlines
from cnnlib.data.scenes import SHAPES, Shape, draw_scene, draw_scenes, visible_boxes

SIZE = 64


@pytest.fixture(scope="module")
def scenes():
    return draw_scenes(60, SIZE, 0)


def corners(kind: str, shape: Shape) -> list[np.ndarray]:
    """Return the shape as convex polygons (K, 2), corners in (x, y), written down apart from the outlines."""
    r = shape.radius
    if kind == "square":
        own = [[(0.7, 0.7), (-0.7, 0.7), (-0.7, -0.7), (0.7, -0.7)]]
    elif kind == "triangle":
        own = [[(np.cos(a), np.sin(a)) for a in (0, 2 * np.pi / 3, 4 * np.pi / 3)]]
    else:
        bar = [(0.9, 0.3), (-0.9, 0.3), (-0.9, -0.3), (0.9, -0.3)]
        own = [bar, [(-y, x) for x, y in bar]]
    cos, sin = np.cos(shape.angle), np.sin(shape.angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    return [np.array(polygon) * r @ turn.T + (shape.x, shape.y) for polygon in own]


def holds(shape: Shape, size: int) -> np.ndarray:
    """Say for each pixel whether its center lies in the shape, by the definition of a disk or a convex polygon."""
    y, x = np.mgrid[:size, :size] + 0.5
    kind = SHAPES[shape.kind]
    if kind == "disk":
        return (x - shape.x) ** 2 + (y - shape.y) ** 2 < (0.9 * shape.radius) ** 2
    inside = np.zeros((size, size), dtype=bool)
    for polygon in corners(kind, shape):
        left_of_all = np.ones((size, size), dtype=bool)
        for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            left_of_all &= (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0
        inside |= left_of_all
    return inside


class Quiet(np.random.Generator):
    """A generator without noise, otherwise the same numbers."""

    def normal(self, mean, deviation, shape):
        return np.zeros(shape)


def test_owner_is_the_topmost_shape_that_holds_the_center_of_the_pixel(scenes):
    for scene in scenes:
        expected = np.zeros((SIZE, SIZE), dtype=int)
        for number, shape in enumerate(scene.shapes, start=1):
            expected[holds(shape, SIZE)] = number
        np.testing.assert_array_equal(scene.owner, expected)


def test_picture_shows_each_shape_in_its_color_where_the_mask_says():
    """Light differs by at most a quarter and noise averages out, so the median pixel has nearly the color's hue."""
    checked = 0
    for scene in draw_scenes(100, SIZE, 5):
        for number, shape in enumerate(scene.shapes, start=1):
            inner = (scene.owner == number) & (shape.outline(SIZE) < -1)
            shown = np.median(scene.image[:, inner], axis=1) / 255
            if shape.color.max() < 0.75:  # brighter ones may be clipped
                light = shown @ shape.color / (shape.color @ shape.color)
                assert 0.7 < light < 1.3
                assert np.abs(shown - light * shape.color).max() < 0.05
                checked += 1
    assert checked > 20


def test_mask_is_one_pixel_exact_at_the_border_of_a_plain_shape(monkeypatch):
    """On a black ground, without light and noise, a pixel is brighter than half exactly where the mask is set."""
    from cnnlib.data import scenes as module

    monkeypatch.setattr(module, "background", lambda size, rng: np.zeros((3, size, size)))
    monkeypatch.setattr(module, "waves", lambda size, rng, **options: np.zeros((size, size)))
    monkeypatch.setattr(module, "line", lambda size, rng: np.ones((size, size)))
    monkeypatch.setattr(module, "vivid_color", lambda behind, rng: np.ones(3))
    monkeypatch.setattr(module, "MOST_SHAPES", 1)

    for seed in range(20):
        scene = draw_scene(SIZE, Quiet(np.random.PCG64(seed)))
        assert len(scene.shapes) == 1
        np.testing.assert_array_equal(scene.image[0] > 127, scene.owner == 1)


def test_boxes_are_tight_around_the_visible_pixels():
    size = 80
    found = data.detection_scenes(40, size, rng=2)
    for scene, boxes, labels in zip(draw_scenes(40, size, 2), found.boxes, found.labels, strict=True):
        assert len(boxes) == len(labels) == len(scene.shapes)
        for number, (x1, y1, x2, y2) in enumerate(boxes.astype(int), start=1):
            own = scene.owner == number
            outside = own.copy()
            outside[y1:y2, x1:x2] = False
            assert not outside.any()
            assert own[y1, x1:x2].any()
            assert own[y2 - 1, x1:x2].any()
            assert own[y1:y2, x1].any()
            assert own[y1:y2, x2 - 1].any()
            assert found.classes[labels[number - 1]] == SHAPES[scene.shapes[number - 1].kind]


def test_box_of_one_pixel_is_one_wide_and_one_high():
    owner = np.zeros((5, 7), dtype=np.int64)
    owner[3, 2] = 1
    np.testing.assert_array_equal(visible_boxes(owner, 1), [[2, 3, 3, 4]])


def test_boxes_are_float32_and_labels_int64():
    found = data.detection_scenes(5, rng=0)
    assert found.images.shape == (5, 3, 64, 64)
    assert found.images.dtype == np.uint8
    assert {boxes.dtype for boxes in found.boxes} == {np.dtype(np.float32)}
    assert {labels.dtype for labels in found.labels} == {np.dtype(np.int64)}
    assert all(
        boxes.shape == (len(labels), 4) for boxes, labels in zip(found.boxes, found.labels, strict=True)
    )


def test_masks_name_the_kind_of_the_owner_and_0_for_the_background():
    found = data.segmentation_scenes(30, SIZE, rng=0)
    assert found.classes == ("background", *SHAPES)
    assert (found.images.dtype, found.masks.dtype) == (np.uint8, np.int64)
    for scene, mask in zip(draw_scenes(30, SIZE, 0), found.masks, strict=True):
        np.testing.assert_array_equal(mask == 0, scene.owner == 0)
        for number, shape in enumerate(scene.shapes, start=1):
            assert (mask[scene.owner == number] == shape.kind + 1).all()


def test_segmentation_and_detection_draw_the_same_scenes_from_one_seed():
    segmented, detected = data.segmentation_scenes(4, 48, rng=9), data.detection_scenes(4, 48, rng=9)
    np.testing.assert_array_equal(segmented.images, detected.images)


def test_at_least_half_of_each_shape_is_visible_and_some_are_covered(scenes):
    covered = 0
    for scene in scenes:
        for number, shape in enumerate(scene.shapes, start=1):
            whole, visible = holds(shape, SIZE).sum(), (scene.owner == number).sum()
            assert 2 * visible >= whole
            covered += visible < whole
    assert covered >= 20


def test_shapes_lie_within_the_picture(scenes):
    for scene in scenes:
        for shape in scene.shapes:
            assert shape.radius <= shape.x <= SIZE - shape.radius
            assert shape.radius <= shape.y <= SIZE - shape.radius


def test_every_kind_and_every_number_of_shapes_is_about_equally_frequent():
    scenes = draw_scenes(400, 32, 0)
    kinds = np.bincount([shape.kind for scene in scenes for shape in scene.shapes], minlength=4)
    numbers = np.bincount([len(scene.shapes) for scene in scenes], minlength=5)
    assert (np.abs(kinds / kinds.sum() - 0.25) < 0.05).all()
    assert numbers[0] == 0
    assert (np.abs(numbers[1:] / 400 - 0.25) < 0.1).all()


def test_color_tells_shapes_from_the_ground_but_not_from_each_other(scenes):
    """A rule on color alone finds shapes but cannot name them: the mean colors of the kinds are alike."""
    for scene in scenes:
        ground = np.median(scene.image[:, scene.owner == 0], axis=1) / 255
        assert np.ptp(ground) < 0.3
        assert all(np.ptp(shape.color) >= 0.5 for shape in scene.shapes)
    many = [shape for scene in draw_scenes(300, 32, 0) for shape in scene.shapes]
    by_kind = [[shape.color for shape in many if shape.kind == kind] for kind in range(4)]
    assert np.ptp([np.mean(colors, axis=0) for colors in by_kind], axis=0).max() < 0.1
    assert all(np.std(colors, axis=0).min() > 0.2 for colors in by_kind)


def test_lines_and_texture_are_dull_so_that_only_shapes_are_vivid():
    for seed in range(30):
        scene = draw_scene(SIZE, Quiet(np.random.PCG64(seed)))
        ground = np.all([shape.outline(SIZE) > 1 for shape in scene.shapes], axis=0)
        assert np.ptp(scene.image[:, ground].astype(float), axis=0).max() / 255 < 0.26


def test_every_picture_has_noise_of_its_own_strength():
    strengths = []
    for seed in range(30):
        quiet, noisy = (
            draw_scene(SIZE, kind(np.random.PCG64(seed))) for kind in (Quiet, np.random.Generator)
        )
        strengths.append((noisy.image.astype(float) - quiet.image).std() / 255)
    assert min(strengths) > 0.005
    assert max(strengths) > 3 * min(strengths)


def test_vivid_color_is_found_for_any_ground():
    rng = np.random.default_rng(0)
    for behind in (np.zeros(3), np.ones(3), np.full(3, 0.5)):
        for _ in range(50):
            color = data.scenes.vivid_color(behind, rng)
            assert np.abs(color - behind).max() >= 0.3
            assert np.ptp(color) >= 0.5


def test_a_seed_fixes_the_scenes_another_changes_them_and_global_state_is_not_used():
    first = data.segmentation_scenes(3, 32, rng=7)
    np.random.seed(0)  # noqa: NPY002 - the global state is what must not matter
    again, other = data.segmentation_scenes(3, 32, rng=7), data.segmentation_scenes(3, 32, rng=8)
    np.testing.assert_array_equal(first.images, again.images)
    np.testing.assert_array_equal(first.masks, again.masks)
    assert not np.array_equal(first.images, other.images)


def test_fewer_scenes_are_the_first_of_more():
    few, more = data.segmentation_scenes(3, 32, rng=1), data.segmentation_scenes(8, 32, rng=1)
    np.testing.assert_array_equal(few.images, more.images[:3])


def test_a_generator_moves_on_so_that_two_calls_differ():
    rng = np.random.default_rng(0)
    train, test = data.segmentation_scenes(4, 32, rng=rng), data.segmentation_scenes(4, 32, rng=rng)
    assert not {image.tobytes() for image in train.images} & {image.tobytes() for image in test.images}


def test_no_scenes_give_empty_arrays():
    segmented, detected = data.segmentation_scenes(0, rng=0), data.detection_scenes(0, rng=0)
    assert (segmented.images.shape, segmented.masks.shape) == ((0, 3, 64, 64), (0, 64, 64))
    assert (detected.images.shape, detected.boxes, detected.labels) == ((0, 3, 64, 64), [], [])


@pytest.mark.parametrize("scenes_of", [data.segmentation_scenes, data.detection_scenes])
@pytest.mark.parametrize(
    ("n", "size", "error", "message"),
    [
        (-1, 64, ValueError, "expected n of at least 0, got -1"),
        (1, 16, ValueError, "expected size of at least 32, got 16"),
    ],
)
def test_wrong_arguments_are_rejected(scenes_of, n, size, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        scenes_of(n, size, rng=0)


def test_the_generator_must_be_given():
    with pytest.raises(TypeError, match="rng"):
        data.segmentation_scenes(2)


@pytest.mark.parametrize("kind", outlines.OUTLINES)
def test_outline_fits_into_its_circle_and_grows_with_distance_by_at_most_one_per_pixel(kind):
    u, v = np.meshgrid(np.linspace(-20, 20, 401), np.linspace(-20, 20, 401))
    distance = outlines.OUTLINES[kind](u, v, 10.0)
    assert np.hypot(u, v)[distance < 0].max() <= 10
    assert max(np.abs(np.diff(distance, axis=axis)).max() for axis in (0, 1)) <= 0.1 + 1e-9
    angle = np.linspace(0, 2 * np.pi, 360)
    near, far = (outlines.OUTLINES[kind](r * np.cos(angle), r * np.sin(angle), 10.0) for r in (11, 14))
    assert (near > 0).all()
    assert ((far - near) / 3 >= 0.35).all()
