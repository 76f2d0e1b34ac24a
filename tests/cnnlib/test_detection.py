"""Detectors: targets that decode to what they were made from, a loss by hand, average precision by definition."""

import numpy as np
import pytest
import torch

from cnnlib import detection
from cnnlib.data import detection_scenes
from cnnlib.detection import Curve, Detections, average_precision, detect, precision_recall
from cnnlib.torch_nn import box_iou, yolo_decode

SCENES = detection_scenes(12, 56, rng=17)
ONE = (
    [np.array([[16.0, 8, 40, 24]])],
    [np.array([2])],
)  # center (28, 16): row 2, column 3


def targets(boxes, labels, grid=(7, 7), size=(56, 56)) -> torch.Tensor:
    return torch.from_numpy(detection.yolo_encode(boxes, labels, 4, grid, size))


def test_an_object_goes_to_the_cell_of_its_center() -> None:
    cells = targets(*ONE)
    assert cells.nonzero()[:, 2:].unique(dim=0).tolist() == [[2, 3]]
    expected = [0.5, 0, (24 / 56) ** 0.5, (16 / 56) ** 0.5, 1, 0, 0, 1, 0]
    np.testing.assert_allclose(cells[0, :, 2, 3], expected, atol=1e-6)


def test_decoding_gives_back_the_objects() -> None:
    """In a grid of cells of 7 x 8 pixels, 4 rows and 13 columns."""
    boxes, labels = np.array([[3.0, 1, 40, 12], [70, 20, 90, 27]]), np.array([3, 1])
    (found,) = detect(targets([boxes], [labels], (4, 13), (28, 104)), (28, 104), 1, 0.5)
    order = np.argsort(found.boxes[:, 0])
    np.testing.assert_allclose(found.boxes[order], boxes, atol=1e-4)
    assert found.labels[order].tolist() == [3, 1]


def test_decoding_gives_back_the_shapes_of_scenes() -> None:
    """As many as there are cells with a center."""
    cells = targets(SCENES.boxes, SCENES.labels)
    for found, true, kinds in zip(detect(cells, (56, 56), 1, 0.5), *SCENES[1:3], strict=True):
        assert len(found.boxes) == len({tuple(cell) for cell in ((true[:, :2] + true[:, 2:]) // 16).tolist()})
        overlaps = box_iou(torch.tensor(found.boxes), torch.tensor(true))
        assert overlaps.max(dim=1).values.min() > 0.999
        assert found.labels.tolist() == kinds[overlaps.argmax(dim=1).numpy()].tolist()


def test_of_two_objects_in_one_cell_the_last_one_stays() -> None:
    cells = targets([np.array([[16.0, 8, 40, 24], [20, 10, 38, 24]])], [np.array([2, 0])])
    assert cells[0, 4].sum() == 1
    assert cells[0, 5:, 2, 3].tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("box", "label", "said"),
    [
        ([40.0, 40, 80, 60], 1, r"got \[40.0, 40.0, 80.0, 60.0\] of class 1"),
        ([-9.0, 0, 8, 4], 0, "expected a center inside the picture"),
        ([0.0, 0, 8, 4], 4, "a class below 4, got .* of class 4"),
        ([8.0, 0, 0, 4], 0, "expected x1 <= x2"),
    ],
)
def test_objects_that_no_cell_can_hold_are_refused(box, label, said) -> None:
    with pytest.raises(ValueError, match=said):
        targets([np.array([box])], [np.array([label])])


def test_labels_for_every_picture_are_asked_for() -> None:
    with pytest.raises(ValueError, match="expected labels for 1 pictures, got 2"):
        detection.yolo_encode(ONE[0], [np.array([2])] * 2, 4, (7, 7), (56, 56))


def said_perfectly() -> tuple[torch.Tensor, torch.Tensor]:
    """What a detector with two boxes should say of ONE, box 0 answering, and the targets."""
    true = targets(*ONE)
    cells = torch.zeros(1, 14, 7, 7)
    cells[:, :5], cells[:, 10:] = true[:, :5], true[:, 5:]
    return cells, true


def test_a_perfect_answer_loses_nothing() -> None:
    assert detection.yolo_loss(*said_perfectly()).item() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("number", "cell", "error", "loss"),
    [
        (4, (0, 0), 0.6, 0.5 * 0.36),  # confidence where nothing is
        (9, (2, 3), 0.6, 0.5 * 0.36),  # of the box that does not answer
        (4, (2, 3), 0.3, 0.09),  # of the box that does: it reaches an IoU of 1
        (12, (2, 3), 0.3, 0.09),  # class
        (12, (0, 0), 9.0, 0),  # class where nothing is
        (0, (0, 0), 9.0, 0),  # place where nothing is
        (5, (2, 3), 9.0, 0),  # place of the box that does not answer
    ],
)
def test_each_error_costs_what_the_paper_says(number, cell, error, loss) -> None:
    cells, true = said_perfectly()
    cells[0, number, *cell] += error
    assert detection.yolo_loss(cells, true).item() == pytest.approx(loss, abs=1e-6)


def test_a_wrong_place_counts_five_times_and_lowers_the_confidence_that_is_right() -> None:
    cells, true = said_perfectly()
    cells[0, 0, 2, 3] += 1 / 8  # one pixel to the right: 23 of 25 columns are shared
    assert detection.yolo_loss(cells, true).item() == pytest.approx(5 / 64 + (1 - 23 / 25) ** 2, rel=1e-4)


def test_the_box_that_overlaps_more_answers() -> None:
    """Both boxes lie beside the object, the second one less; only that one gets a gradient for its place."""
    cells, true = said_perfectly()
    cells[0, 5:10, 2, 3] = cells[0, :5, 2, 3]
    cells[0, 0, 2, 3] += 1.0
    cells[0, 5, 2, 3] += 0.25
    cells.requires_grad_()
    detection.yolo_loss(cells, true).backward()
    assert cells.grad is not None
    places = cells.grad[0, [0, 1, 2, 3, 5, 6, 7, 8], 2, 3].abs()
    assert places[:4].max() == 0
    assert places[4] == pytest.approx(2 * 5 * 0.25, rel=1e-4)


def test_the_loss_is_the_mean_over_pictures_and_needs_no_object() -> None:
    cells, true = said_perfectly()
    cells[0, 4, 0, 0] = 1
    both = torch.cat([cells, torch.zeros_like(cells)]), torch.cat([true, torch.zeros_like(true)])
    assert detection.yolo_loss(*both).item() == pytest.approx(detection.yolo_loss(cells, true).item() / 2)


@pytest.mark.parametrize("seed", range(4))
def test_iou_in_a_cell_is_the_iou_of_the_decoded_boxes(seed: int) -> None:
    cells = torch.rand(2, 15, 3, 5, generator=torch.Generator().manual_seed(seed))
    boxes, _ = yolo_decode(cells, (24, 50), 2)
    numbers = cells[:, :10].permute(0, 2, 3, 1).reshape(-1, 2, 5)
    found = detection.iou_in_cell(numbers[:, 0], numbers[:, 1], (3, 5))
    pairs = boxes.reshape(-1, 2, 4)
    expected = torch.stack([box_iou(pair[:1], pair[1:])[0, 0] for pair in pairs])
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)


def test_detect_keeps_classes_apart_and_sorts_by_score() -> None:
    cells = torch.zeros(1, 12, 2, 2)
    cells[0, :, 1, 0] = torch.tensor([0.5, 0.5, 0.7, 0.7, 0.9, 0.5, 0.5, 0.7, 0.7, 0.6, 0.8, 0.5])
    found = detect(cells, (40, 40), score_threshold=0.1)[0]
    assert found.labels.tolist() == [0, 1]
    np.testing.assert_allclose(found.scores, [0.72, 0.45], rtol=1e-5)
    raw = detect(cells, (40, 40), score_threshold=0.1, iou_threshold=None)[0]
    np.testing.assert_allclose(raw.scores, [0.72, 0.48, 0.45, 0.3], rtol=1e-5)
    assert len(detect(cells, (40, 40), score_threshold=0.47, iou_threshold=None)[0].scores) == 2
    assert len(detect(cells, (40, 40), score_threshold=0.99)[0].boxes) == 0


def walk(scores, boxes, truth=((0.0, 0, 10, 10), (20.0, 0, 30, 10)), **options) -> Curve:
    """The curve of detections of class 1 in one picture with two objects of class 1 and one of class 0."""
    found = Detections(
        np.array(boxes, float).reshape(-1, 4), np.array(scores, float), np.ones(len(scores), int)
    )
    objects = [np.array([*truth, (50.0, 50, 60, 60)])], [np.array([1] * len(truth) + [0])]
    return precision_recall([found], *objects, label=1, **options)


def test_precision_and_recall_by_hand() -> None:
    """A hit, a second box on the same object, the object of another class, a hit: 1, 1/2, 1/3, 2/4."""
    boxes = [(0, 0, 10, 9), (0, 0, 10, 10), (50, 50, 60, 60), (20, 0, 30, 8)]
    curve = walk([0.9, 0.8, 0.7, 0.6], boxes)
    np.testing.assert_allclose(curve.precision, [1, 1 / 2, 1 / 3, 1 / 2])
    np.testing.assert_allclose(curve.recall, [1 / 2, 1 / 2, 1 / 2, 1])
    assert average_precision(curve) == pytest.approx(1 / 2 * 1 + 1 / 2 * 1 / 2)


def test_a_hit_needs_an_iou_of_at_least_the_threshold() -> None:
    assert walk([0.9], [(0, 0, 10, 5)]).recall.tolist() == [0.5]
    assert walk([0.9], [(0, 0, 10, 5)], iou_threshold=0.51).recall.tolist() == [0]


def test_pictures_are_walked_through_together() -> None:
    """The surest mistake of one picture comes before the hits of the others; what no one finds lowers recall."""
    near, far, none = [np.array([[x, 0.0, x + 10, 10]]) for x in (0, 40, 80)]
    label = np.zeros(1, int)
    found = [Detections(near, np.array([s]), label) for s in (0.5, 0.9)] + [
        Detections(none[:0], np.zeros(0), label[:0])
    ]
    curve = precision_recall(found, [near, far, none], [label] * 3, 0)
    np.testing.assert_allclose(curve.precision, [0, 1 / 2])
    np.testing.assert_allclose(curve.recall, [0, 1 / 3])
    assert average_precision(curve) == pytest.approx(1 / 6)


def test_a_class_without_objects_has_no_average_precision() -> None:
    with pytest.raises(ValueError, match="expected at least one object of class 3, got none"):
        precision_recall([], [], [], 3)


@pytest.mark.parametrize("seed", range(5))
def test_average_precision_is_the_mean_of_the_best_precision_from_each_hit_on(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hits = rng.random(30) < 0.4
    objects = hits.sum() + 3
    precision, recall = np.cumsum(hits) / np.arange(1, 31), np.cumsum(hits) / objects
    by_definition = sum(precision[place:].max() for place in np.flatnonzero(hits)) / objects
    assert average_precision(Curve(np.zeros(30), precision, recall)) == pytest.approx(by_definition)


def test_patches_show_what_they_are_called() -> None:
    """The first ones of a picture stand on its objects; the center of a picture of one color has its color."""
    images = np.arange(48, dtype=np.uint8).reshape(1, 1, 6, 8)
    patches, kinds = detection.cut_patches(images, [np.array([[2.0, 1, 4, 5]])], [np.array([3])], 4, rng=0)
    assert patches.shape == (2, 1, 4, 4)
    assert patches[0, 0].tolist() == images[0, 0, 1:5, 1:5].tolist()
    assert kinds[0] == 4
    corner, _ = detection.cut_patches(images, [np.array([[0.0, 0, 1, 1]])], [np.array([0])], 4, rng=0)
    assert corner[0, 0].tolist() == [[0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1], [8, 8, 8, 9]]


def test_a_patch_without_an_object_near_its_center_is_background() -> None:
    patches, kinds = detection.cut_patches(*SCENES[:3], 32, rng=3)
    objects = sum(len(boxes) for boxes in SCENES.boxes)
    assert len(patches) == len(kinds) == 2 * objects
    assert 0 < (kinds == 0).sum() <= objects
    assert set(kinds) == {0, 1, 2, 3, 4}
