"""Boxes of objects: how much two overlap, which of many to keep, and which ones a grid of cells predicts.

A box is (x1, y1, x2, y2), x to the right and y down, in pixels from the top left corner of the image: the first
pixel covers 0 to 1.
"""

import numpy as np
from jaxtyping import Float, Int, Integer

from cnnlib.checks import check_box_classes, check_box_pairs, check_boxes_and_scores, check_cells


def box_iou(boxes1: Float[np.ndarray, "n 4"], boxes2: Float[np.ndarray, "m 4"]) -> Float[np.ndarray, "n m"]:
    """Divide the area of the intersection by that of the union, for each box of the first list and each of the second.

    Two boxes without area have IoU 0, even with themselves. Raises ValueError for a box that ends before it
    begins. Source: Everingham et al. (2010), The Pascal visual object classes challenge, section 4.2,
    https://doi.org/10.1007/s11263-009-0275-4.

    >>> box_iou(np.array([[0.0, 0.0, 2.0, 2.0]]), np.array([[1.0, 0.0, 3.0, 2.0], [2.0, 0.0, 4.0, 2.0]]))
    array([[0.33333333, 0.        ]])
    """
    check_box_pairs("box_iou", boxes1, boxes2)
    low, high = np.maximum(boxes1[:, None, :2], boxes2[:, :2]), np.minimum(boxes1[:, None, 2:], boxes2[:, 2:])
    overlap = np.prod(np.maximum(high - low, 0), axis=2)  # (n, m)
    area1, area2 = (
        np.prod(boxes1[:, 2:] - boxes1[:, :2], axis=1),
        np.prod(boxes2[:, 2:] - boxes2[:, :2], axis=1),
    )
    union = area1[:, None] + area2 - overlap
    return np.divide(overlap, union, out=np.zeros_like(overlap), where=union > 0)


def nms(
    boxes: Float[np.ndarray, "n 4"], scores: Float[np.ndarray, "n"], iou_threshold: float
) -> Int[np.ndarray, "kept"]:
    """Keep the box with the highest score, drop all that overlap it too much, and repeat with the rest.

    A box is dropped if its IoU with a kept one is larger than ``iou_threshold``, from 0 to 1; equal is not enough.
    Of equal scores the first box goes first. Returns the indices of the kept boxes by decreasing score, as
    torchvision does. Source: Neubeck and Van Gool (2006), Efficient non-maximum suppression,
    https://doi.org/10.1109/ICPR.2006.479.

    >>> boxes = np.array([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.8], [2.0, 0.0, 4.0, 2.0]])
    >>> nms(boxes, np.array([0.8, 0.9, 0.5]), iou_threshold=0.5)
    array([1, 2])
    """
    check_boxes_and_scores("nms", boxes, scores, iou_threshold)
    rest, kept = np.argsort(-scores, kind="stable"), []
    while len(rest):
        best, rest = rest[0], rest[1:]
        kept.append(best)
        rest = rest[box_iou(boxes[[best]], boxes[rest])[0] <= iou_threshold]
    return np.array(kept, dtype=np.int64)


def batched_nms(
    boxes: Float[np.ndarray, "n 4"],
    scores: Float[np.ndarray, "n"],
    idxs: Integer[np.ndarray, "n"],
    iou_threshold: float,
) -> Int[np.ndarray, "kept"]:
    """Suppress within each class: ``nms`` among the boxes with the same number in ``idxs``.

    A dog in front of a bicycle does not remove it. Returns indices by decreasing score over all classes.

    >>> boxes = np.array([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0]])
    >>> batched_nms(boxes, np.array([0.7, 0.9, 0.8]), np.array([0, 0, 1]), iou_threshold=0.5)
    array([1, 2])
    """
    check_boxes_and_scores("batched_nms", boxes, scores, iou_threshold)
    check_box_classes("batched_nms", boxes, idxs)
    kept = np.zeros(len(boxes), bool)
    for number in np.unique(idxs):
        members = np.flatnonzero(idxs == number)
        kept[members[nms(boxes[members], scores[members], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable")
    return order[kept[order]]


def yolo_decode(
    cells: Float[np.ndarray, "n numbers rows columns"], image_size: tuple[int, int], num_boxes: int = 2
) -> tuple[Float[np.ndarray, "n boxes 4"], Float[np.ndarray, "n boxes classes"]]:
    """Turn what YOLO says of each cell into boxes in pixels and a score for every class.

    ``cells`` has num_boxes * 5 + C numbers for each cell: x, y, w, h and confidence of the first box, then of the
    next, then the class probabilities. In cell (i, j) of S x S the center is at ((j + x) / S, (i + y) / S) and the
    size is (w^2, h^2), all in parts of the image of (height, width); squared, since the network predicts square
    roots (section 2.2). The score of a class is confidence times probability (equation 1). Boxes come in the
    order row, column, box, and may reach beyond the image. Source: Redmon et al. (2016), You only look once,
    https://doi.org/10.1109/CVPR.2016.91.

    >>> cells = np.zeros((1, 7, 7, 7))
    >>> cells[0, :, 3, 2] = 0.5, 0.5, 0.5, 1.0, 0.9, 0.2, 0.8  # a box in row 3, column 2; two classes
    >>> boxes, scores = yolo_decode(cells, (448, 448), num_boxes=1)
    >>> boxes[0, 3 * 7 + 2], scores[0, 3 * 7 + 2]
    (array([104.,   0., 216., 448.]), array([0.18, 0.72]))
    """
    check_cells("yolo_decode", cells, image_size, num_boxes)
    n, numbers, rows, columns = cells.shape
    (height, width), classes, count = image_size, numbers - 5 * num_boxes, rows * columns * num_boxes
    predicted = cells[:, : 5 * num_boxes].reshape(n, num_boxes, 5, rows, columns)
    x, y, w, h, confidence = predicted.transpose(2, 0, 3, 4, 1)  # each (n, rows, columns, num_boxes)
    i, j = np.arange(rows, dtype=cells.dtype)[:, None, None], np.arange(columns, dtype=cells.dtype)[:, None]
    x, y, w, h = (j + x) / columns * width, (i + y) / rows * height, w**2 * width, h**2 * height
    boxes = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)
    probability = cells[:, 5 * num_boxes :].transpose(0, 2, 3, 1)  # (n, rows, columns, classes)
    scores = confidence[..., None] * probability[:, :, :, None]
    return boxes.reshape(n, count, 4), scores.reshape(n, count, classes)
