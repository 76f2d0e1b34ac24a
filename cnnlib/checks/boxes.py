"""Boxes, their scores and classes, and the cells of a detector."""

from typing import Any

from cnnlib.checks.array import check_array, check_float, check_one_dtype, check_shape, dtype_name
from cnnlib.shapes import at_least


def check_box_pairs(op: str, boxes1: Any, boxes2: Any) -> None:
    """Raise unless these are two lists of boxes with numbers of one type.

    >>> import numpy as np
    >>> check_box_pairs("box_iou", np.zeros((1, 4)), np.array([[0.0, 0.0, 1.0, 1.0], [2.0, 0.0, 1.0, 1.0]]))
    Traceback (most recent call last):
    ...
    ValueError: box_iou: expected x1 <= x2 and y1 <= y2, got [2.0, 0.0, 1.0, 1.0] as box 1 of boxes2
    """
    check_boxes(op, "boxes1", boxes1)
    check_boxes(op, "boxes2", boxes2)
    check_one_dtype(op, boxes1=boxes1, boxes2=boxes2)


def check_boxes(op: str, name: str, boxes: Any) -> None:
    """Raise unless ``boxes`` has rows (x1, y1, x2, y2) that end where they begin or after it."""
    check_array(op, name, boxes, "N 4")
    if boxes.shape[1] != 4:
        raise ValueError(f"{op}: expected {name} of shape (N, 4), got {tuple(boxes.shape)}")
    right = (boxes[:, 2:] >= boxes[:, :2]).all(1)  # not so for NaN
    if not right.all():
        wrong = int((~right).nonzero()[0][0])
        raise ValueError(
            f"{op}: expected x1 <= x2 and y1 <= y2, got {boxes[wrong].tolist()} as box {wrong} of {name}"
        )


def check_boxes_and_scores(op: str, boxes: Any, scores: Any, iou_threshold: float) -> None:
    """Raise unless every box has a score and the threshold is one that an IoU can reach."""
    check_boxes(op, "boxes", boxes)
    check_float(op, "scores", scores)
    check_shape(op, "scores", scores, (len(boxes),))
    if (scores != scores).any():
        raise ValueError(f"{op}: expected scores that can be compared, got NaN")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"{op}: expected iou_threshold from 0 to 1, got {iou_threshold}")


def check_box_classes(op: str, boxes: Any, idxs: Any) -> None:
    """Raise unless every box has a class number."""
    if not hasattr(idxs, "dtype") or not dtype_name(idxs).startswith(("int", "uint")):
        got = dtype_name(idxs) if hasattr(idxs, "dtype") else type(idxs).__name__
        raise TypeError(f"{op}: expected idxs as an array of integers, got {got}")
    check_shape(op, "idxs", idxs, (len(boxes),))


def check_cells(op: str, cells: Any, image_size: Any, num_boxes: int) -> None:
    """Raise unless cells have five numbers for each box and at least one for a class."""
    check_array(op, "cells", cells, "N numbers rows columns")
    if at_least("num_boxes", num_boxes, 1) * 5 >= cells.shape[1]:
        raise ValueError(
            f"{op}: expected more than {num_boxes} * 5 numbers in each cell, got cells of shape {tuple(cells.shape)}"
        )
    if not isinstance(image_size, tuple | list) or len(image_size) != 2 or min(image_size) <= 0:
        raise ValueError(f"{op}: expected image_size as (height, width), got {image_size!r}")
