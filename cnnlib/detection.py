"""Detectors: what YOLO is trained on, what it loses, the boxes that it ends with, and how they are scored.

The rules of training are those of Redmon et al. (2016), You only look once, section 2.2,
https://doi.org/10.1109/CVPR.2016.91; those of scoring are of Everingham et al. (2010), The Pascal visual object classes
challenge, section 4.2, https://doi.org/10.1007/s11263-009-0275-4. Loads PyTorch.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float, Float32, Int, UInt8

from cnnlib.checks import check_boxes, check_cells
from cnnlib.numpy_nn.boxes import box_iou
from cnnlib.torch_nn.boxes import batched_nms, yolo_decode

__all__ = [
    "Curve",
    "Detections",
    "average_precision",
    "cut_patches",
    "detect",
    "precision_recall",
    "yolo_encode",
    "yolo_loss",
]


class Detections(NamedTuple):
    """What was found in one picture: boxes (K, 4) in pixels, scores (K,), falling, and classes (K,)."""

    boxes: Float[np.ndarray, "k 4"]
    scores: Float[np.ndarray, "k"]
    labels: Int[np.ndarray, "k"]


class Curve(NamedTuple):
    """After each detection from the surest on: its score, and the precision and recall of all up to it."""

    scores: Float[np.ndarray, "k"]
    precision: Float[np.ndarray, "k"]
    recall: Float[np.ndarray, "k"]


def cut_patches(
    images: UInt8[np.ndarray, "n c h w"],
    boxes: Sequence[np.ndarray],
    labels: Sequence[np.ndarray],
    size: int,
    rng: np.random.Generator | int,
) -> tuple[UInt8[np.ndarray, "p c size size"], Int[np.ndarray, "p"]]:
    """Cut a square around the center of every object, and as many at random places: pictures for a classifier.

    A patch has the class of the object whose center is nearest to its own, plus 1, or 0, background, if none is nearer
    than a quarter of ``size``. What a patch shows beyond the picture repeats its edge.

    >>> from cnnlib.data import detection_scenes
    >>> images, boxes, labels, classes = detection_scenes(2, rng=0)
    >>> patches, kinds = cut_patches(images, boxes, labels, 32, rng=0)
    >>> patches.shape, kinds.tolist()
    ((8, 3, 32, 32), [2, 2, 4, 0, 0, 0, 1, 0])
    """
    generator, half = np.random.default_rng(rng), size // 2
    padded = np.pad(images, [(0, 0), (0, 0), (half, half), (half, half)], mode="edge")
    patches, kinds = [], []
    for picture, of_picture, numbers in zip(padded, boxes, labels, strict=True):
        centers = (of_picture[:, :2] + of_picture[:, 2:]) / 2
        elsewhere = generator.uniform((0, 0), images.shape[:1:-1], (len(centers), 2))
        for x, y in np.concatenate([centers, elsewhere]).astype(int):
            patches.append(picture[:, y : y + size, x : x + size])
            away = np.abs(centers - (x, y)).max(axis=1)
            kinds.append(numbers[away.argmin()] + 1 if away.min() < size / 4 else 0)
    return np.array(patches), np.array(kinds)


def yolo_encode(
    boxes: Sequence[np.ndarray],
    labels: Sequence[np.ndarray],
    num_classes: int,
    grid: tuple[int, int],
    image_size: tuple[int, int],
) -> Float32[np.ndarray, "n numbers rows columns"]:
    """Write objects as the cells that a detector should say: the inverse of ``yolo_decode`` with one box.

    ``boxes`` (K, 4) in pixels and ``labels`` (K,) are given for each picture, ``grid`` as (rows, columns),
    ``image_size`` as (height, width). Each object goes to the cell that holds the center of its box: x and y in the
    cell, the roots of width and height in parts of the picture, 1, and 1 at its class; all other numbers are 0. Of two
    objects in one cell the last one stays. Raises ValueError for a center outside the picture and for an unknown class.

    >>> cells = yolo_encode([np.array([[104.0, 0, 216, 448]])], [np.array([1])], 2, (7, 7), (448, 448))
    >>> cells.shape, cells[0, :, 3, 2].tolist()
    ((1, 7, 7, 7), [0.5, 0.5, 0.5, 1.0, 1.0, 0.0, 1.0])
    """
    if len(boxes) != len(labels):
        raise ValueError(f"yolo_encode: expected labels for {len(boxes)} pictures, got {len(labels)}")
    (rows, columns), (height, width) = grid, image_size
    cells = np.zeros((len(boxes), 5 + num_classes, rows, columns), dtype=np.float32)
    for picture, (of_picture, kinds) in enumerate(zip(boxes, labels, strict=True)):
        check_boxes("yolo_encode", "boxes", of_picture)
        for (x1, y1, x2, y2), kind in zip(of_picture, kinds, strict=True):
            x, y = (x1 + x2) / 2 / width * columns, (y1 + y2) / 2 / height * rows
            j, i = int(np.floor(x)), int(np.floor(y))
            if not (0 <= i < rows and 0 <= j < columns and 0 <= kind < num_classes):
                raise ValueError(
                    f"yolo_encode: expected a center inside the picture and a class below {num_classes}, "
                    f"got {[float(x1), float(y1), float(x2), float(y2)]} of class {kind}"
                )
            cells[picture, :, i, j] = 0
            cells[picture, :5, i, j] = (
                x - j,
                y - i,
                ((x2 - x1) / width) ** 0.5,
                ((y2 - y1) / height) ** 0.5,
                1,
            )
            cells[picture, 5 + kind, i, j] = 1
    return cells


def yolo_loss(
    cells: Float[torch.Tensor, "n numbers rows columns"],
    targets: Float[torch.Tensor, "n target_numbers rows columns"],
    coord: float = 5.0,
    no_object: float = 0.5,
) -> Float[torch.Tensor, ""]:
    """Add up the squared errors that count, per picture: equation 3 of the paper.

    ``targets`` come from ``yolo_encode``. In a cell with an object, the box that overlaps the object most answers for
    it: its place and size count ``coord`` times, its confidence should be the IoU that it reaches, and the classes
    should be 1 and 0. The confidence of every other box should be 0, and counts ``no_object`` times.

    >>> one = yolo_encode([np.array([[104.0, 0, 216, 448]])], [np.array([1])], 2, (7, 7), (448, 448))
    >>> targets = torch.from_numpy(one)
    >>> cells = torch.zeros(1, 12, 7, 7)
    >>> cells[:, :5], cells[:, 10:] = targets[:, :5], targets[:, 5:]
    >>> float(yolo_loss(cells, targets))
    0.0
    >>> cells[0, 9, 0, 0] = 1  # a box where nothing is
    >>> float(yolo_loss(cells, targets))
    0.5
    """
    n, numbers, rows, columns = targets.shape
    boxes = (cells.shape[1] - numbers + 5) // 5
    check_cells("yolo_loss", cells, (rows, columns), boxes)
    holds = targets[:, 4] > 0  # (n, rows, columns)
    said, true = (x.permute(0, 2, 3, 1)[holds] for x in (cells, targets))  # (k, numbers) of the k cells
    said_boxes, cell = said[:, : 5 * boxes].reshape(-1, boxes, 5), torch.arange(len(said))
    with torch.no_grad():
        iou = iou_in_cell(said_boxes, true[:, None], (rows, columns))  # (k, boxes)
        best = iou.argmax(dim=1)
    answer, iou = said_boxes[cell, best], iou[cell, best]  # (k, 5) and (k,)
    place = ((answer[:, :4] - true[:, :4]) ** 2).sum()
    sure = ((answer[:, 4] - iou) ** 2).sum()
    kind = ((said[:, 5 * boxes :] - true[:, 5:]) ** 2).sum()
    idle = (cells[:, 4 : 5 * boxes : 5] ** 2).sum() - (answer[:, 4] ** 2).sum()
    return (coord * place + sure + no_object * idle + kind) / n


def iou_in_cell(
    a: Float[torch.Tensor, "*#k five"], b: Float[torch.Tensor, "*#k numbers"], grid: tuple[int, int]
) -> Float[torch.Tensor, "*k"]:
    """Return the IoU of boxes whose centers are in one and the same cell: x, y in it, then roots of sizes.

    >>> iou_in_cell(torch.tensor([[0.5, 0.5, 0.5, 0.5]]), torch.tensor([[0.5, 0.5, 1.0, 1.0]]), (7, 7))
    tensor([0.0625])
    """
    scale = torch.tensor([grid[1], grid[0]]).to(a)
    half_a, half_b = a[..., 2:4] ** 2 * scale / 2, b[..., 2:4] ** 2 * scale / 2  # sizes in cells
    low = torch.maximum(a[..., :2] - half_a, b[..., :2] - half_b)
    high = torch.minimum(a[..., :2] + half_a, b[..., :2] + half_b)
    shared = (high - low).clamp(min=0).prod(dim=-1)
    return shared / (4 * half_a.prod(dim=-1) + 4 * half_b.prod(dim=-1) - shared).clamp(min=1e-12)


def detect(
    cells: Float[torch.Tensor, "n numbers rows columns"],
    image_size: tuple[int, int],
    num_boxes: int = 2,
    score_threshold: float = 0.01,
    iou_threshold: float | None = 0.5,
) -> list[Detections]:
    """Decode what a detector says, keep what is sure enough, and suppress within each class.

    Each pair of a box and a class counts as one detection with its own score; ``score_threshold`` is the smallest that
    counts. Without an ``iou_threshold`` nothing is suppressed.

    >>> cells = torch.zeros(1, 7, 7, 7)
    >>> cells[0, :, 3, 2] = torch.tensor([0.5, 0.5, 0.5, 1.0, 0.9, 0.2, 0.8])
    >>> detect(cells, (448, 448), num_boxes=1, score_threshold=0.2)[0].labels
    array([1])
    """
    found = []
    for boxes, scores in zip(*yolo_decode(cells.detach(), image_size, num_boxes), strict=True):
        box, label = torch.nonzero(scores >= score_threshold, as_tuple=True)
        boxes, scores = boxes[box], scores[box, label]
        if iou_threshold is None:
            kept = torch.argsort(scores, descending=True, stable=True)
        else:
            kept = batched_nms(boxes, scores, label, iou_threshold)
        found.append(Detections(boxes[kept].numpy(), scores[kept].numpy(), label[kept].numpy()))
    return found


def precision_recall(
    found: Sequence[Detections],
    boxes: Sequence[np.ndarray],
    labels: Sequence[np.ndarray],
    label: int,
    iou_threshold: float = 0.5,
) -> Curve:
    """Walk through all detections of one class in all pictures, the surest first, and count hits.

    A detection is a hit if the object of its class that it overlaps most has an IoU of at least ``iou_threshold`` with
    it, and no surer detection has got that object. Precision is hits over detections, recall hits over objects.
    Raises ValueError if there is no object of the class.

    >>> twice = np.array([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.8]])
    >>> found = Detections(twice, np.array([0.9, 0.8]), np.zeros(2, int))
    >>> precision_recall([found], [np.array([[0.0, 0.0, 2.0, 2.0]])], [np.zeros(1, int)], label=0).precision
    array([1. , 0.5])
    """
    objects = sum(int((kinds == label).sum()) for kinds in labels)
    if not objects:
        raise ValueError(f"precision_recall: expected at least one object of class {label}, got none")
    scores, hits = [], []
    for detections, truth, kinds in zip(found, boxes, labels, strict=True):
        mine = detections.labels == label
        scores.append(detections.scores[mine])
        hits.append(hit(detections.boxes[mine], truth[kinds == label], iou_threshold))
    scores, hits = np.concatenate(scores), np.concatenate(hits)
    order = np.argsort(-scores, kind="stable")
    count = np.cumsum(hits[order])
    return Curve(scores[order], count / (1 + np.arange(len(count))), count / objects)


def hit(
    boxes: Float[np.ndarray, "k 4"], truth: Float[np.ndarray, "m 4"], iou_threshold: float
) -> Bool[np.ndarray, "k"]:
    """Say of each detection in one picture, the surest first, whether it is the first one on its object."""
    hits, taken = np.zeros(len(boxes), dtype=bool), set[int]()
    if not len(truth):
        return hits
    overlaps = box_iou(boxes.astype(float), truth.astype(float))  # (k, m)
    for number, own in enumerate(overlaps):
        nearest = int(own.argmax())
        hits[number] = own[nearest] >= iou_threshold and nearest not in taken
        if hits[number]:
            taken.add(nearest)
    return hits


def average_precision(curve: Curve) -> float:
    """Return the area under precision over recall, after each precision is raised to the best one right of it.

    >>> average_precision(Curve(np.array([0.9, 0.8, 0.7]), np.array([1, 1 / 2, 2 / 3]), np.array([0.5, 0.5, 1])))
    0.8333333333333333
    """
    best, area, recall = 0.0, 0.0, np.concatenate([[0.0], curve.recall])
    for step in reversed(range(len(curve.precision))):
        best = max(best, float(curve.precision[step]))
        area += best * float(recall[step + 1] - recall[step])
    return area
