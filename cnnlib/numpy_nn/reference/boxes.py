"""Overlap and suppression as they are defined: two boxes at a time."""

import numpy as np
from jaxtyping import Float, Int, Integer

from cnnlib.checks import check_box_classes, check_box_pairs, check_boxes_and_scores


def box_iou(boxes1: Float[np.ndarray, "n 4"], boxes2: Float[np.ndarray, "m 4"]) -> Float[np.ndarray, "n m"]:
    """Divide the area of the intersection by that of the union, pair by pair; 0 where there is no area.

    >>> box_iou(np.array([[0.0, 0.0, 2.0, 2.0]]), np.array([[1.0, 0.0, 3.0, 2.0], [2.0, 0.0, 4.0, 2.0]]))
    array([[0.33333333, 0.        ]])
    """
    check_box_pairs("box_iou", boxes1, boxes2)
    iou = np.zeros((len(boxes1), len(boxes2)), boxes1.dtype)
    for a, (left1, top1, right1, bottom1) in enumerate(boxes1):
        for b, (left2, top2, right2, bottom2) in enumerate(boxes2):
            width = max(0, min(right1, right2) - max(left1, left2))
            height = max(0, min(bottom1, bottom2) - max(top1, top2))
            areas = (right1 - left1) * (bottom1 - top1) + (right2 - left2) * (bottom2 - top2)
            union = areas - width * height  # what both cover was counted twice
            iou[a, b] = width * height / union if union > 0 else 0
    return iou


def nms(
    boxes: Float[np.ndarray, "n 4"], scores: Float[np.ndarray, "n"], iou_threshold: float
) -> Int[np.ndarray, "kept"]:
    """Go through the boxes by decreasing score and keep each that overlaps no kept one by more than the threshold.

    >>> boxes = np.array([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.8], [2.0, 0.0, 4.0, 2.0]])
    >>> nms(boxes, np.array([0.8, 0.9, 0.5]), iou_threshold=0.5)
    array([1, 2])
    """
    check_boxes_and_scores("nms", boxes, scores, iou_threshold)
    iou, kept = box_iou(boxes, boxes), []
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):  # sorted leaves ties in their order
        if all(iou[i, k] <= iou_threshold for k in kept):
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def batched_nms(
    boxes: Float[np.ndarray, "n 4"],
    scores: Float[np.ndarray, "n"],
    idxs: Integer[np.ndarray, "n"],
    iou_threshold: float,
) -> Int[np.ndarray, "kept"]:
    """Do the same, but let a box be dropped only by kept ones of its class.

    >>> boxes = np.array([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0]])
    >>> batched_nms(boxes, np.array([0.7, 0.9, 0.8]), np.array([0, 0, 1]), iou_threshold=0.5)
    array([1, 2])
    """
    check_boxes_and_scores("batched_nms", boxes, scores, iou_threshold)
    check_box_classes("batched_nms", boxes, idxs)
    iou, kept = box_iou(boxes, boxes), []
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        if all(iou[i, k] <= iou_threshold for k in kept if idxs[i] == idxs[k]):
            kept.append(i)
    return np.array(kept, dtype=np.int64)
