"""Boxes of objects: how much two overlap, which of many to keep, and which ones a grid of cells predicts.

A box is (x1, y1, x2, y2), x to the right and y down, in pixels from the top left corner of the image: the first
pixel covers 0 to 1. PyTorch itself has none of this; torchvision has the first three under the same names.
"""

import torch
from jaxtyping import Float, Int, Integer

from cnnlib.checks import check_box_classes, check_box_pairs, check_boxes_and_scores, check_cells


def box_iou(
    boxes1: Float[torch.Tensor, "n 4"], boxes2: Float[torch.Tensor, "m 4"]
) -> Float[torch.Tensor, "n m"]:
    """Divide the area of the intersection by that of the union, for each box of the first list and each of the second.

    Two boxes without area have IoU 0, even with themselves.

    >>> box_iou(torch.tensor([[0.0, 0.0, 2.0, 2.0]]), torch.tensor([[1.0, 0.0, 3.0, 2.0], [2.0, 0.0, 4.0, 2.0]]))
    tensor([[0.3333, 0.0000]])
    """
    check_box_pairs("box_iou", boxes1, boxes2)
    low, high = (
        torch.maximum(boxes1[:, None, :2], boxes2[:, :2]),
        torch.minimum(boxes1[:, None, 2:], boxes2[:, 2:]),
    )
    overlap = (high - low).clamp(min=0).prod(dim=2)  # (n, m)
    area1, area2 = (boxes1[:, 2:] - boxes1[:, :2]).prod(dim=1), (boxes2[:, 2:] - boxes2[:, :2]).prod(dim=1)
    union = area1[:, None] + area2 - overlap
    return overlap / torch.where(union > 0, union, 1)


def nms(
    boxes: Float[torch.Tensor, "n 4"], scores: Float[torch.Tensor, "n"], iou_threshold: float
) -> Int[torch.Tensor, "kept"]:
    """Keep the box with the highest score, drop all that overlap it too much, and repeat with the rest.

    A box is dropped if its IoU with a kept one is larger than ``iou_threshold``, from 0 to 1; equal is not enough.
    Of equal scores the first box goes first. Returns the indices of the kept boxes by decreasing score.

    >>> boxes = torch.tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.8], [2.0, 0.0, 4.0, 2.0]])
    >>> nms(boxes, torch.tensor([0.8, 0.9, 0.5]), iou_threshold=0.5)
    tensor([1, 2])
    """
    check_boxes_and_scores("nms", boxes, scores, iou_threshold)
    rest, kept = torch.argsort(scores, descending=True, stable=True), []
    while len(rest):
        best, rest = rest[:1], rest[1:]
        kept.append(best)
        rest = rest[box_iou(boxes[best], boxes[rest])[0] <= iou_threshold]
    return torch.cat(kept) if kept else rest


def batched_nms(
    boxes: Float[torch.Tensor, "n 4"],
    scores: Float[torch.Tensor, "n"],
    idxs: Integer[torch.Tensor, "n"],
    iou_threshold: float,
) -> Int[torch.Tensor, "kept"]:
    """Suppress within each class: ``nms`` among the boxes with the same number in ``idxs``.

    A dog in front of a bicycle does not remove it. Returns indices by decreasing score over all classes.

    >>> boxes = torch.tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0]])
    >>> batched_nms(boxes, torch.tensor([0.7, 0.9, 0.8]), torch.tensor([0, 0, 1]), iou_threshold=0.5)
    tensor([1, 2])
    """
    check_boxes_and_scores("batched_nms", boxes, scores, iou_threshold)
    check_box_classes("batched_nms", boxes, idxs)
    kept = torch.zeros(len(boxes), dtype=torch.bool, device=boxes.device)
    for number in torch.unique(idxs):
        members = torch.nonzero(idxs == number)[:, 0]
        kept[members[nms(boxes[members], scores[members], iou_threshold)]] = True
    order = torch.argsort(scores, descending=True, stable=True)
    return order[kept[order]]


def yolo_decode(
    cells: Float[torch.Tensor, "n numbers rows columns"], image_size: tuple[int, int], num_boxes: int = 2
) -> tuple[Float[torch.Tensor, "n boxes 4"], Float[torch.Tensor, "n boxes classes"]]:
    """Turn what YOLO says of each cell into boxes in pixels and a score for every class.

    ``cells`` has num_boxes * 5 + C numbers for each cell: x, y, w, h and confidence of the first box, then of the
    next, then the class probabilities. In cell (i, j) of S x S the center is at ((j + x) / S, (i + y) / S) and the
    size is (w^2, h^2), all in parts of the image of (height, width). The score of a class is confidence times
    probability. Boxes come in the order row, column, box.

    >>> cells = torch.zeros(1, 7, 7, 7)
    >>> cells[0, :, 3, 2] = torch.tensor([0.5, 0.5, 0.5, 1.0, 0.9, 0.2, 0.8])
    >>> boxes, scores = yolo_decode(cells, (448, 448), num_boxes=1)
    >>> boxes[0, 3 * 7 + 2], scores[0, 3 * 7 + 2]
    (tensor([104.,   0., 216., 448.]), tensor([0.1800, 0.7200]))
    """
    check_cells("yolo_decode", cells, image_size, num_boxes)
    n, numbers, rows, columns = cells.shape
    (height, width), classes, count = image_size, numbers - 5 * num_boxes, rows * columns * num_boxes
    predicted = cells[:, : 5 * num_boxes].reshape(n, num_boxes, 5, rows, columns)
    x, y, w, h, confidence = predicted.permute(2, 0, 3, 4, 1)  # each (n, rows, columns, num_boxes)
    i, j = torch.arange(rows).to(cells)[:, None, None], torch.arange(columns).to(cells)[:, None]
    x, y, w, h = (j + x) / columns * width, (i + y) / rows * height, w**2 * width, h**2 * height
    boxes = torch.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], dim=-1)
    probability = cells[:, 5 * num_boxes :].permute(0, 2, 3, 1)  # (n, rows, columns, classes)
    scores = confidence[..., None] * probability[:, :, :, None]
    return boxes.reshape(n, count, 4), scores.reshape(n, count, classes)
