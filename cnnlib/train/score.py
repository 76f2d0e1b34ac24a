"""How well a network does on a set: its mean loss and the share of right answers."""

import math
from typing import Any, NamedTuple


class Score(NamedTuple):
    """The mean loss per example, and the share of right classes from 0 to 1, or NaN where targets are no classes.

    >>> Score(loss=0.5, accuracy=0.9)
    Score(loss=0.5, accuracy=0.9)
    """

    loss: float
    accuracy: float


class Tally:
    """Add batches up to a ``Score``; every example counts the same, also those of a smaller last batch.

    >>> import numpy as np
    >>> tally = Tally()
    >>> tally.add(0.3, np.array([[0.1, 0.9], [0.8, 0.2]]), np.array([1, 1]))
    >>> tally.add(0.6, np.array([[0.1, 0.9]]), np.array([1]))
    >>> score = tally.score()
    >>> round(score.loss, 3), round(score.accuracy, 3)
    (0.4, 0.667)
    """

    def __init__(self) -> None:
        self.examples, self.loss, self.accuracy = 0, 0.0, 0.0

    def add(self, loss: float, outputs: Any, target: Any) -> None:
        """Count a batch: its mean loss, the outputs (N, classes, ...) and the targets; arrays or tensors."""
        self.examples += len(target)
        self.loss += loss * len(target)
        self.accuracy += accuracy(outputs, target) * len(target)

    def score(self) -> Score:
        """Return the means over all examples, NaN if there were none."""
        n = self.examples or float("nan")
        return Score(self.loss / n, self.accuracy / n)


def accuracy(outputs: Any, target: Any) -> float:
    """Return the share of targets, class numbers, whose output is the largest of its sample (or pixel).

    NaN where the targets are no class numbers, as in regression.

    >>> import numpy as np
    >>> accuracy(np.array([[0.1, 0.9], [0.8, 0.2]]), np.array([1, 1]))
    0.5
    >>> accuracy(np.array([0.1, 0.9]), np.array([0.0, 1.0]))
    nan
    """
    if "int" not in str(target.dtype):
        return float("nan")
    right = (outputs.argmax(1) == target).sum()
    return float(right) / max(1, math.prod(target.shape))
