"""One pass over the data with a NumPy network: to train it, and to test it."""

from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable

import numpy as np

from cnnlib.numpy_nn import SGD, Adam, Layer, elastic_net_penalty_backward, max_norm
from cnnlib.train.regularization import Regularization, is_weight
from cnnlib.train.score import Score, Tally

Batches = Iterable[tuple[np.ndarray, np.ndarray]]


@runtime_checkable
class Loss(Protocol):
    """What training asks of a loss: its mean over a batch, then the gradient with respect to the outputs."""

    def __call__(self, outputs: np.ndarray, target: np.ndarray, /) -> Any:
        """Return the loss of (N, ...) outputs, a number."""
        ...

    def backward(self) -> np.ndarray:
        """Return the gradient of the last loss, of the shape of the outputs."""
        ...


def train_epoch(
    model: Layer,
    loss: Loss,
    optimizer: SGD | Adam,
    batches: Batches,
    regularization: Regularization = Regularization(),  # noqa: B008  (a tuple, which nobody can change)
) -> Score:
    """Go forward, measure the loss, go backward, update, once per batch; the score is that of the moving weights.

    Penalties add to the gradients, not to the score.

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
        model.backward_parameters(loss.backward())
        add_penalty_gradients(model, regularization)
        optimizer.step()
        bound_weights(model, regularization)
        tally.add(float(value), outputs, y)
    return tally.score()


def add_penalty_gradients(model: Layer, regularization: Regularization) -> None:
    """Add the gradient of the penalty to that of the data, for each weight that has one.

    >>> from cnnlib.numpy_nn import Linear
    >>> layer = Linear(1, 1, dtype="float64")
    >>> layer.weight[:], layer.grads = 3.0, {"weight": np.array([[10.0]])}
    >>> add_penalty_gradients(layer, Regularization(l1=0.5, l2=0.1))
    >>> layer.grads["weight"].round(6)
    array([[10.8]])
    """
    if regularization.penalizes:
        gradients, (l1, l2, _) = model.gradients(), regularization
        for name, weight in model.parameters().items():
            if is_weight(name, weight) and name in gradients:
                gradients[name] += elastic_net_penalty_backward(1.0, weight, l1, l2)


def bound_weights(model: Layer, regularization: Regularization) -> None:
    """Shorten in place the weights of each unit that are longer than allowed."""
    if regularization.max_norm is not None:
        for name, weight in model.parameters().items():
            if is_weight(name, weight):
                weight[...] = max_norm(weight, regularization.max_norm)


def measure(model: Layer, loss: Loss, batches: Batches) -> Score:
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
