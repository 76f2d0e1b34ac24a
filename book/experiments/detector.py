"""Chapter 17: a small YOLO finds the shapes of generated scenes; with few boxes, it starts from a classifier.

The scenes have 56 x 56 pixels, so that the grid is 7 x 7, and each seed draws its own. Nothing is chosen by looking at
the test scenes: a fixed number of epochs, a learning rate that falls along a cosine, the weights of the last epoch. The
result also keeps what the first detector says of a few test scenes before suppression.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from book.experiments.record import Run, main, thinned
from cnnlib import data, detection, torch_nn
from cnnlib.data.scenes import DetectionScenes
from cnnlib.train import evaluate, fit

SIZE, GRID, PATCH = 56, (7, 7), 32
MANY, FEW, FOR_CLASSIFIER, TEST = 3000, 100, 1000, 500
EPOCHS, EPOCHS_OF_FEW, EPOCHS_OF_CLASSIFIER = 16, 60, 6
BATCH, RATE = 32, 4e-3
SHOWN, LEAST = 8, 0.05  # scenes whose detections are kept, and from which score on


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train with many boxes; with few, from random weights; with few, from the weights of a classifier."""
    torch.set_num_threads(1)
    many, few, for_classifier, n_test = (16, 8, 8, 12) if short else (MANY, FEW, FOR_CLASSIFIER, TEST)
    train, test, others = (draw(n, seed, part) for part, n in enumerate([many, n_test, for_classifier]))
    for start, scenes, epochs in (
        ("random", many, EPOCHS),
        ("random", few, EPOCHS_OF_FEW),
        ("classifier", few, EPOCHS_OF_FEW),
    ):
        model, accuracy = torch_nn.models.small_yolo(rng=seed), None
        if start == "classifier":
            accuracy = learn_patches(model, others, test, 1 if short else EPOCHS_OF_CLASSIFIER, seed)
        targets = detection.yolo_encode(train.boxes, train.labels, len(train.classes), GRID, (SIZE, SIZE))
        pair = data.as_float(train.images[:scenes]), targets[:scenes]
        losses = learn(model, detection.yolo_loss, pair, 1 if short else epochs, seed)
        cells = apply(model, test)
        shown = detection.detect(cells[:SHOWN], (SIZE, SIZE), score_threshold=LEAST, iou_threshold=None)
        yield {
            "start": start,
            "scenes": scenes,
            "epochs": 1 if short else epochs,
            "patch_accuracy": accuracy,
            **scores(cells, test),
            "train_loss": thinned(losses),
            "detections": [rows(found) for found in shown] if (seed, scenes) == (0, many) else [],
        }


def draw(n: int, seed: int, part: int) -> DetectionScenes:
    """Draw the scenes of one part: 0 to train on, 1 to test on, 2 for the classifier."""
    return data.detection_scenes(n, SIZE, rng=np.random.default_rng([seed, part]))


def learn(model: torch.nn.Module, loss: Any, pair: tuple, epochs: int, seed: int) -> list[float]:
    """Train in place; return the loss of each epoch."""
    adam = torch_nn.Adam(model, lr=RATE)
    schedule = torch_nn.CosineAnnealingLR(adam, epochs)
    history = fit(
        model, loss, adam, pair, epochs=epochs, batch_size=BATCH, seed=seed, schedule=schedule, show=False
    )
    return list(history.train_loss)


def learn_patches(
    model: Any, scenes: DetectionScenes, test: DetectionScenes, epochs: int, seed: int
) -> float:
    """Train all of ``model`` but its head to classify patches; return the share of right answers on test patches."""
    head = torch_nn.Linear(model.head.weight.shape[1], len(scenes.classes) + 1, rng=seed)
    body = [layer for name, layer in model.named_children() if name != "head"]
    classifier = torch_nn.Sequential(*body, torch_nn.AdaptiveAvgPool2d(1), torch_nn.Flatten(), head)
    loss = torch_nn.CrossEntropyLoss()
    learn(classifier, loss, patches(scenes, seed), epochs, seed)
    return round(evaluate(classifier, loss, patches(test, seed)).accuracy, 4)


def patches(scenes: DetectionScenes, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Cut patches and say what each shows."""
    pictures, kinds = detection.cut_patches(scenes.images, scenes.boxes, scenes.labels, PATCH, rng=seed)
    return data.as_float(pictures), kinds


@torch.no_grad()
def apply(model: torch.nn.Module, scenes: DetectionScenes) -> torch.Tensor:
    """Return what the detector says of each scene."""
    model.eval()
    return torch.cat([model(part) for part in torch.from_numpy(data.as_float(scenes.images)).split(50)])


def scores(cells: torch.Tensor, test: DetectionScenes) -> Run:
    """Measure the average precision, also without suppression, and precision at 21 values of recall."""
    kept = detection.detect(cells, (SIZE, SIZE))
    raw = detection.detect(cells, (SIZE, SIZE), iou_threshold=None)

    def curves(found: list[detection.Detections], iou: float) -> list[detection.Curve]:
        kinds = range(len(test.classes))
        return [detection.precision_recall(found, test.boxes, test.labels, kind, iou) for kind in kinds]

    def mean(found: list[detection.Detections], iou: float) -> float:
        return round(float(np.mean([detection.average_precision(curve) for curve in curves(found, iou)])), 4)

    at_half = curves(kept, 0.5)
    levels = np.linspace(0, 1, 21)
    return {
        "ap50": mean(kept, 0.5),
        "ap75": mean(kept, 0.75),
        "ap50_without_suppression": mean(raw, 0.5),
        "ap50_of_classes": [round(detection.average_precision(curve), 4) for curve in at_half],
        "precision_at_recall": [
            [round(float(curve.precision[curve.recall >= level].max(initial=0)), 3) for level in levels]
            for curve in at_half
        ],
    }


def rows(found: detection.Detections) -> list[list[float]]:
    """Write detections as rows of x1, y1, x2, y2, score, class."""
    table = np.column_stack([found.boxes.round(1), found.scores.round(3)]).astype(float)
    return [[*row, int(label)] for row, label in zip(table.round(3).tolist(), found.labels, strict=True)]


if __name__ == "__main__":
    main(__file__, run)
