"""Boxes: by hand, by counting pixels, and by the greedy algorithm as it is defined."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn, torch_nn
from cnnlib.data import detection_scenes
from cnnlib.numpy_nn import reference
from tests.cnnlib.support import LAYOUTS, assert_close, lay_out

EVERY = pytest.mark.parametrize(
    "package", [numpy_nn, reference, torch_nn], ids=["fast", "reference", "torch"]
)
SQUARE = [0.0, 0, 2, 2]


def call(package: Any, name: str, *arguments: Any) -> Any:
    """Call a function of either side with arrays; return arrays."""
    if package is not torch_nn:
        return getattr(package, name)(*arguments)
    y = getattr(package, name)(*(torch.tensor(a) if isinstance(a, np.ndarray) else a for a in arguments))
    return tuple(v.numpy() for v in y) if isinstance(y, tuple) else y.numpy()


@EVERY
@pytest.mark.parametrize(
    ("other", "iou"),
    [
        (SQUARE, 1),
        ([1.0, 0, 3, 2], 2 / 6),
        ([1.0, 1, 3, 3], 1 / 7),
        ([0.0, 0, 1, 1], 1 / 4),  # inside
        ([2.0, 0, 4, 2], 0),  # touching
        ([5.0, 5, 6, 6], 0),
        ([5.0, 0, 6, 2], 0),  # apart along one axis only
        ([1.0, 1, 1, 2], 0),  # no area
        ([-1.0, -1, 3, 3], 4 / 16),
    ],
)
def test_iou_by_hand(package: Any, other: list[float], iou: float) -> None:
    a, b = np.array([SQUARE]), np.array([other])
    assert_close(call(package, "box_iou", a, b), np.array([[float(iou)]]), 1e-15)
    assert_close(call(package, "box_iou", b, a), np.array([[float(iou)]]), 1e-15)


@EVERY
def test_iou_of_boxes_without_area_is_0_and_raises_no_warning(package: Any) -> None:
    points = np.array([[1.0, 1, 1, 1], [0, 1, 4, 1]])
    with np.errstate(all="raise"):
        assert call(package, "box_iou", points, points).tolist() == [[0, 0], [0, 0]]


@EVERY
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_no_boxes(package: Any, dtype: str) -> None:
    none, two = np.zeros((0, 4), dtype), np.zeros((2, 4), dtype)
    assert_close(call(package, "box_iou", none, two), np.zeros((0, 2), dtype))
    assert_close(call(package, "box_iou", two, none), np.zeros((2, 0), dtype))
    kept = call(package, "nms", none, np.zeros(0, dtype), 0.5)
    assert (kept.shape, kept.dtype) == ((0,), np.int64)
    kept = call(package, "batched_nms", none, np.zeros(0, dtype), np.zeros(0, np.int64), 0.5)
    assert (kept.shape, kept.dtype) == ((0,), np.int64)


corner = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 4), st.integers(0, 4))
box_lists = st.lists(corner.map(lambda c: (c[0], c[1], c[0] + c[2], c[1] + c[3])), max_size=12)


def as_boxes(boxes: list[tuple[int, ...]], dtype: str = "float64") -> np.ndarray:
    return np.array(boxes, dtype).reshape(-1, 4)


@EVERY
@settings(settings.get_profile("cnnlib"))
@given(first=box_lists, second=box_lists, layout=st.sampled_from(LAYOUTS))
def test_iou_counts_the_pixels_of_both_and_of_either(
    package: Any, first: list[tuple[int, ...]], second: list[tuple[int, ...]], layout: str
) -> None:
    def pixels(box: tuple[int, ...]) -> np.ndarray:
        picture = np.zeros((12, 12), bool)
        picture[box[1] : box[3], box[0] : box[2]] = True
        return picture

    expected = np.zeros((len(first), len(second)))
    for i, j in np.ndindex(expected.shape):
        a, b = pixels(first[i]), pixels(second[j])
        expected[i, j] = (a & b).sum() / max(1, (a | b).sum())
    boxes = lay_out(as_boxes(first), layout) if package is not torch_nn else as_boxes(first)
    assert_close(call(package, "box_iou", boxes, as_boxes(second)), expected, 1e-15)


@EVERY
def test_nms_by_hand(package: Any) -> None:
    boxes = np.array([[0.0, 0, 4, 4], [1, 0, 5, 4], [2, 0, 6, 4], [10, 0, 14, 4]])  # neighbors: IoU 12/20
    scores = np.array([0.7, 0.8, 0.6, 0.1])
    assert call(package, "nms", boxes, scores, 0.5).tolist() == [1, 3]
    assert call(package, "nms", boxes, scores, 0.6).tolist() == [1, 0, 2, 3]  # equal is not more
    # the middle box goes, so it cannot drop the third, which overlaps the first by 8 / 24 only
    assert call(package, "nms", boxes, np.array([0.9, 0.8, 0.6, 0.1]), 0.5).tolist() == [0, 2, 3]


@EVERY
def test_first_of_equal_scores_wins(package: Any) -> None:
    boxes, scores = np.array([SQUARE] * 3), np.array([0.5, 0.5, 0.5])
    assert call(package, "nms", boxes, scores, 0.5).tolist() == [0]
    assert call(package, "nms", boxes, scores, 1.0).tolist() == [0, 1, 2]
    assert call(package, "batched_nms", boxes, scores, np.array([2, 1, 2]), 0.5).tolist() == [0, 1]


@EVERY
def test_a_box_without_area_drops_nothing_and_stays(package: Any) -> None:
    boxes = np.array([[1.0, 1, 1, 1], [1, 1, 1, 1], [0, 0, 2, 2]])
    assert call(package, "nms", boxes, np.array([0.9, 0.8, 0.7]), 0.0).tolist() == [0, 1, 2]


@settings(settings.get_profile("cnnlib"))
@given(data=st.data(), boxes=box_lists, threshold=st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 1.0]))
def test_nms_equals_the_greedy_algorithm(
    data: st.DataObject, boxes: list[tuple[int, ...]], threshold: float
) -> None:
    n, few = len(boxes), st.integers(0, 3)
    scores = np.array(data.draw(st.lists(few, min_size=n, max_size=n)), float)  # many ties
    classes = np.array(data.draw(st.lists(few, min_size=n, max_size=n)), np.int64)
    array = as_boxes(boxes)
    expected = reference.nms(array, scores, threshold)
    per_class = reference.batched_nms(array, scores, classes, threshold)
    for package in (numpy_nn, torch_nn):
        assert call(package, "nms", array, scores, threshold).tolist() == expected.tolist()
        assert call(package, "batched_nms", array, scores, classes, threshold).tolist() == per_class.tolist()
    one_by_one = [
        members[i]
        for number in range(4)
        for members in [np.flatnonzero(classes == number)]
        for i in reference.nms(array[members], scores[members], threshold)
    ]
    assert sorted(one_by_one) == sorted(per_class)
    assert (np.diff(scores[per_class]) <= 0).all()
    iou = reference.box_iou(array[expected], array[expected])
    assert (iou[~np.eye(len(expected), dtype=bool)] <= threshold).all()  # what is left does not overlap


@pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])
class TestYolo:
    def test_decode_by_hand(self, package: Any) -> None:
        cells = np.zeros((1, 12, 7, 7))  # two boxes, two classes, cells of 64 pixels
        cells[0, :5, 3, 2] = 0.5, 0.25, 0.5, 1.0, 0.8
        cells[0, 5:10, 3, 2] = 0.0, 1.0, 0.25, 0.5, 0.5
        cells[0, 10:, 3, 2] = 0.25, 0.75
        boxes, scores = call(package, "yolo_decode", cells, (448, 448))
        assert (boxes.shape, scores.shape) == ((1, 98, 4), (1, 98, 2))
        place = (3 * 7 + 2) * 2
        # centers (2.5, 3.25) and (2, 4) cells, sizes 448 (1/4, 1) and 448 (1/16, 1/4)
        assert boxes[0, place].tolist() == [160 - 56, 208 - 224, 160 + 56, 208 + 224]
        assert boxes[0, place + 1].tolist() == [128 - 14, 256 - 56, 128 + 14, 256 + 56]
        assert_close(scores[0, place : place + 2], np.array([[0.2, 0.6], [0.125, 0.375]]), 1e-15)
        assert boxes[0, 0].tolist() == [0, 0, 0, 0]
        assert boxes[0, -1].tolist() == [384, 384, 384, 384]

    def test_height_and_width_stay_apart(self, package: Any) -> None:
        cells = np.zeros((2, 6, 2, 3))
        cells[1, :, 1, 2] = 0.5, 0.5, 0.5, 1.0, 1.0, 1.0
        boxes, scores = call(package, "yolo_decode", cells, (20, 60), 1)
        assert boxes[1, 5].tolist() == [50 - 7.5, 15 - 10, 50 + 7.5, 15 + 10]
        assert (scores[1, 5], scores[0].any()) == (1, False)

    def test_what_was_encoded_comes_back(self, package: Any) -> None:
        s, size, found = 8, 64, 0
        scenes = detection_scenes(20, size, rng=0)
        for truth, labels in zip(scenes.boxes, scenes.labels, strict=True):
            cells, places = np.zeros((1, 5 + 4, s, s), np.float32), []
            for (x1, y1, x2, y2), label in zip(truth, labels, strict=True):
                x, y = (x1 + x2) / 2 / size * s, (y1 + y2) / 2 / size * s
                i, j = int(y), int(x)
                cells[0, :5, i, j] = x - j, y - i, ((x2 - x1) / size) ** 0.5, ((y2 - y1) / size) ** 0.5, 1
                cells[0, 5:, i, j] = np.eye(4)[label]
                places.append(i * s + j)
            boxes, scores = call(package, "yolo_decode", cells, (size, size), 1)
            for box, label, place in zip(truth, labels, places, strict=True):
                if places.count(place) == 1:  # one cell holds one object
                    found += 1
                    assert_close(boxes[0, place], box, 1e-6)
                    assert scores[0, place].argmax() == label
        assert found > 30

    def test_dtype_and_input_are_kept(self, package: Any) -> None:
        cells = np.random.default_rng(0).standard_normal((2, 14, 3, 4)).astype(np.float32)
        before = cells.copy()
        boxes, scores = call(package, "yolo_decode", cells, (30, 40))
        assert boxes.dtype == scores.dtype == np.float32
        assert np.array_equal(cells, before)
        call(package, "nms", boxes[0], scores[0, :, 0], 0.5)  # decoded boxes are fit for suppression
        transposed = np.asfortranarray(cells)
        assert np.array_equal(call(package, "yolo_decode", transposed, (30, 40))[0], boxes)
