"""Suppression in the page: the browser keeps what the library keeps, and counts hits as the library does."""

import numpy as np
import pytest

from cnnlib import detection
from cnnlib.data import detection_scenes
from cnnlib.interactive import nms
from cnnlib.numpy_nn import batched_nms, box_iou
from cnnlib.numpy_nn import nms as suppress

pytestmark = pytest.mark.browser
SCENES = detection_scenes(4, 56, rng=5)


def proposals(seed):
    """Boxes near the shapes of each scene, some of another class, some of nothing."""
    rng = np.random.default_rng(seed)
    tables = []
    for boxes, labels in zip(SCENES.boxes, SCENES.labels, strict=True):
        near = np.repeat(boxes, 6, axis=0) + rng.normal(0, 2, (6 * len(boxes), 4))
        far = rng.uniform((0, 0, 30, 30), (24, 24, 54, 54), (3, 4))
        kinds = np.where(
            rng.random(6 * len(boxes)) < 0.8, np.repeat(labels, 6), rng.integers(0, 4, 6 * len(boxes))
        )
        rows = np.vstack([near, far]).round(1)
        scores = rng.permutation(np.linspace(0.05, 0.97, len(rows))).round(3)
        tables.append(np.column_stack([rows, scores, [*kinds, *rng.integers(0, 4, 3)]]))
    return tables


def figure(seed=0, **options):
    return nms(SCENES.images, proposals(seed), SCENES.boxes, SCENES.labels, SCENES.classes, **options)


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("overlap", [0.0, 0.3, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("score", [0.05, 0.4, 0.95])
def test_the_page_keeps_what_the_library_keeps(compute, score, overlap, apart):
    state = figure(seed=1).state
    for scene in range(4):
        now = compute("nms", {**state, "scene": scene, "score": score, "overlap": overlap, "apart": apart})
        rows = np.array(state["found"][scene])
        rows = rows[rows[:, 4] >= score]
        kinds = rows[:, 5].astype(int)
        kept = (
            batched_nms(rows[:, :4], rows[:, 4], kinds, overlap)
            if apart
            else suppress(rows[:, :4], rows[:, 4], overlap)
        )
        assert now["kept"] == kept.tolist()
        assert len(now["strong"]) == len(rows)
        assert sorted([*now["kept"], *now["dropped"]]) == now["strong"]
        overlaps = box_iou(rows[:, :4], rows[:, :4])
        for lost, by, shared in zip(now["dropped"], now["by"], now["ious"], strict=True):
            assert by in now["kept"]
            assert shared == pytest.approx(overlaps[by, lost])
            assert shared > overlap
            assert not apart or kinds[by] == kinds[lost]


@pytest.mark.parametrize("scene", range(4))
@pytest.mark.parametrize("score", [0.05, 0.5])
def test_hits_are_those_of_the_library(compute, scene, score):
    """The library's recall at the end of each class's list, times its objects, is the number of hits."""
    state = figure(seed=2, scene=scene, score=score).state
    now = compute("nms", state)
    rows = np.array(state["found"][scene])[now["kept"]].reshape(-1, 6)
    found = detection.Detections(rows[:, :4], rows[:, 4], rows[:, 5].astype(int))
    expected = 0.0
    for kind in set(state["labels"][scene]):
        objects = sum(label == kind for label in state["labels"][scene])
        one = slice(scene, scene + 1)
        curve = detection.precision_recall([found], SCENES.boxes[one], SCENES.labels[one], kind)
        expected += objects * (curve.recall[-1] if len(curve.recall) else 0)
    assert len(now["hits"]) == pytest.approx(expected)
    assert now["objects"] == len(SCENES.boxes[scene])


def test_each_control_does_what_it_says(show):
    page = show(figure(score=0.4, overlap=0.5, scene=1))
    words, drawing = page.locator(".cnn-live"), page.locator("svg.cnn-canvas")
    boxes = lambda: drawing.locator("rect").count()  # noqa: E731  (asked again after each control)

    def moves(name, key):
        before = words.inner_text(), boxes()
        page.get_by_role("slider", name=name).press(key)
        return words.inner_text() != before[0] and boxes() != before[1]

    assert moves("smallest score", "End")
    assert "a score of at least 0.6" in words.inner_text()
    assert moves("smallest score", "Home")
    assert moves("largest IoU", "End")
    assert " 0 dropped for an IoU above 1 " in words.inner_text()
    assert moves("largest IoU", "Home")
    apart = boxes()
    page.get_by_role("checkbox", name="each class on its own").press("Space")
    assert "with a surer box, " in words.inner_text()
    assert boxes() != apart
    assert moves("scene", "ArrowRight")
    count = boxes()
    page.get_by_role("checkbox", name="show the true boxes").press("Space")
    assert boxes() == count + 2 * len(SCENES.boxes[2])


def test_the_marked_box_says_what_it_has_dropped(show):
    rows = [
        (10, 10, 30, 30, 0.9, 0),
        (10, 10, 30, 28, 0.8, 0),
        (10, 10, 30, 24, 0.7, 0),
        (40, 40, 50, 50, 0.6, 1),
    ]
    true, kinds = [np.array([[10.0, 10, 30, 30]])], [np.array([0])]
    page = show(nms(SCENES.images[:1], [rows], true, kinds, SCENES.classes))
    words = page.locator(".cnn-live")
    assert words.inner_text() == (
        "4 boxes with a score of at least 0.3; 2 dropped for an IoU above 0.5 with a surer box of their class, "
        "2 left. Hits: 1 of 1 shape; mistakes: 1. "
        "The marked box, number 1: disk, score 0.9, a hit, has dropped 2 (IoU 0.7 to 0.9)."
    )
    page.get_by_role("slider", name="marked box").press("End")
    assert words.inner_text().endswith("number 2: square, score 0.6, a mistake, has dropped none.")
    box = page.locator("svg.cnn-canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 20 / 56, box["y"] + box["height"] * 20 / 56)
    assert "The marked box, number 1" in words.inner_text()


def test_a_scene_without_strong_boxes_is_no_mistake(show):
    page = show(nms(SCENES.images[:1], [[]], SCENES.boxes[:1], SCENES.labels[:1], SCENES.classes))
    assert (
        page.locator(".cnn-live")
        .inner_text()
        .startswith("0 boxes with a score of at least 0.3; 0 dropped for an IoU above")
    )


def test_pixels_travel_unchanged(show):
    """The picture in the page has the colors of the scene."""
    page = show(figure())
    got = page.evaluate(
        """async () => {
            const image = new Image();
            image.src = document.querySelector("svg.cnn-canvas image").getAttribute("href");
            await image.decode();
            const sheet = document.createElement("canvas");
            [sheet.width, sheet.height] = [image.width, image.height];
            const context = sheet.getContext("2d");
            context.drawImage(image, 0, 0);
            return [image.width, image.height, ...context.getImageData(0, 0, image.width, image.height).data];
        }"""
    )
    assert got[:2] == [56, 56]
    pixels = np.array(got[2:]).reshape(56, 56, 4)[..., :3]
    assert np.array_equal(pixels, SCENES.images[0].transpose(1, 2, 0))


@pytest.mark.parametrize(
    ("images", "found", "said"),
    [
        (SCENES.images[0], [[]], "expected images as bytes of shape"),
        (SCENES.images[:1].astype(float), [[]], "got float64"),
        (SCENES.images[:1], [[], []], "for each of 1 images, got 2, 1 and 1"),
    ],
)
def test_wrong_scenes_are_refused(images, found, said):
    with pytest.raises(ValueError, match=said):
        nms(images, found, SCENES.boxes[:1], SCENES.labels[:1], SCENES.classes)
