"""One pass over the data with a NumPy network: to train it, and to test it."""

from collections.abc import Iterable

import numpy as np

from cnnlib.numpy_nn import SGD, Adam, Layer
from cnnlib.train.score import Score, Tally

Batches = Iterable[tuple[np.ndarray, np.ndarray]]


def train_epoch(model: Layer, loss: Layer, optimizer: SGD | Adam, batches: Batches) -> Score:
    """Go forward, measure the loss, go backward, update, once per batch; the score is that of the moving weights.

    >>> from cnnlib.numpy_nn import CrossEntropyLoss, Linear
    >>> x, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
    >>> model = Linear(2, 2, rng=0, dtype="float64")
    >>> train_epoch(model, CrossEntropyLoss(), SGD(model, lr=1.0), [(x, y)] * 20).accuracy > 0.9
    True
    """
    model.train()
    tally = Tally()
    for x, y in batches:
        outputs = model(x)
        value = loss(outputs, y)
        model.backward(loss.backward())
        optimizer.step()
        tally.add(float(value), outputs, y)
    return tally.score()


def measure(model: Layer, loss: Layer, batches: Batches) -> Score:
    """Go forward only, with the network switched from training to use.

    >>> from cnnlib.numpy_nn import CrossEntropyLoss, ReLU
    >>> measure(ReLU(), CrossEntropyLoss(), [(np.array([[0.0, 9.0]]), np.array([1]))]).accuracy
    1.0
    """
    model.eval()
    tally = Tally()
    for x, y in batches:
        outputs = model(x)
        tally.add(float(loss(outputs, y)), outputs, y)
    return tally.score()
