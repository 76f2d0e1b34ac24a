"""Train a network: epochs, early stopping, checkpoints, the same for both sides."""

import sys
import time
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnlib.data.batches import batches
from cnnlib.numpy_nn import Layer
from cnnlib.shapes import at_least
from cnnlib.train import numpy_loop
from cnnlib.train.checkpoint import Checkpoint
from cnnlib.train.history import History
from cnnlib.train.numpy_side import NumpySide
from cnnlib.train.progress import on_terminal, progress
from cnnlib.train.regularization import checked_regularization
from cnnlib.train.score import Score

if TYPE_CHECKING:
    from cnnlib.train.torch_side import TorchSide


def fit(
    model: Any,
    loss: Any,
    optimizer: Any,
    train: Any,
    validation: Any = None,
    *,
    epochs: int = 10,
    batch_size: int = 100,
    seed: int = 0,
    schedule: Any = None,
    patience: int | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
    max_norm: float | None = None,
    checkpoint: str | PathLike[str] | None = None,
    device: Any = None,
    threads: int = 1,
    show: bool | None = None,
) -> History:
    """Train ``model`` in place and return what was measured in each epoch.

    - ``model``, ``loss``, ``optimizer``, ``schedule``: all of ``numpy_nn``, or all of PyTorch. The schedule steps at
      the end of each epoch.
    - ``train``, ``validation``: each a pair (x, y) of arrays, or tensors, of equal length.
    - ``seed``: with the number of the epoch it decides the order of the examples, the same on both sides. PyTorch's
      own dropout draws from it too; the random numbers of the caller are left alone.
    - ``patience``: stop after that many epochs in a row without a smaller validation loss. In the end, whatever the
      reason, the model gets the weights of its best epoch. Watch a set for this that no result is reported on.
    - ``l1``, ``l2``: strengths of the penalty l1 sum |w| + l2 / 2 sum w^2, ``elastic_net_penalty``, on the weights: all
      parameters of two and more axes but biases. It moves them; the history holds the loss of the data alone.
    - ``max_norm``: after each step, shorten each row of such an array to this length where it is longer.
    - ``checkpoint``: a file that holds the whole training as it is after each epoch. If it is there, the training goes
      on from it. Whatever stopped it, be it in the middle of an epoch, the result is the same to the last bit as
      without the stop (PyTorch: on a CPU, with the same number of threads). More ``epochs`` than before prolong it.
    - ``device``: where PyTorch works, see ``pick_device``; ``threads``: how many of the CPU it may use meanwhile.
    - ``show``: draw a progress bar; unless given, only on a terminal.

    In the end the model is switched from training to use. Raises TypeError or ValueError for what does not fit
    together, and for a checkpoint of another training.

    >>> from cnnlib.numpy_nn import SGD, CrossEntropyLoss, Linear
    >>> x, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
    >>> model = Linear(2, 2, rng=0, dtype="float64")
    >>> history = fit(model, CrossEntropyLoss(), SGD(model, lr=1.0), (x, y), (x, y), epochs=20)
    >>> float(history.validation_accuracy[-1]), bool(history.train_loss[-1] < history.train_loss[0])
    (1.0, True)
    """
    epochs, batch_size = at_least("epochs", epochs, 1), at_least("batch_size", batch_size, 1)
    seed, threads = at_least("seed", seed, 0), at_least("threads", threads, 1)
    patience = None if patience is None else at_least("patience", patience, 1)
    regularization = checked_regularization(l1, l2, max_norm)
    if patience and validation is None:
        raise ValueError("fit: expected a validation set to be patient with, got none")
    side = side_of(model, optimizer, schedule, device)
    x, y = side.data(*checked("train", train))
    held_out = () if validation is None else side.data(*checked("validation", validation))
    show = on_terminal() if show is None else show

    options = {
        "batch_size": batch_size,
        "seed": seed,
        "early stopping": patience is not None,
        **regularization._asdict(),
    }
    file = Checkpoint(checkpoint, side, options, (x, y, *held_out))
    history, best = file.resume()
    with side.at_work(threads):
        file.keep(history, best)  # now, too: an interrupt in the first epoch leaves weights that moved
        while len(history) < epochs and not (patience and len(history) - history.best_epoch >= patience):
            label, lr, start = f"epoch {len(history) + 1}/{epochs}", side.lr(), time.perf_counter()
            seeds = np.random.SeedSequence([seed, len(history)])
            order = batches(x, y, batch_size, np.random.default_rng(seeds))
            with side.seeded(int(seeds.generate_state(1)[0])):
                bar = progress(order, -(-len(x) // batch_size), label, show)
                trained = side.train_epoch(model, loss, optimizer, bar, regularization)
            in_order = batches(held_out[0], held_out[1], batch_size, shuffle=False) if held_out else ()
            tested = side.measure(model, loss, in_order)
            if schedule is not None:
                schedule.step()
            history.add(lr, trained, tested, time.perf_counter() - start)
            if patience and history.best_epoch == len(history):
                best = side.weights()
            file.keep(history, best)
            if show:
                print(f"{label}: {history.last()}", file=sys.stderr)
    if best:
        side.load_weights(best)
    model.eval()
    return history


def evaluate(model: Any, loss: Any, data: Any, batch_size: int = 100) -> Score:
    """Return the mean loss and the share of right classes on ``data``, a pair (x, y), with the weights as they are.

    The model is switched from training to use, and stays so; a PyTorch model works on the device where it is.

    >>> from cnnlib.numpy_nn import CrossEntropyLoss, ReLU
    >>> evaluate(ReLU(), CrossEntropyLoss(), (np.array([[0.0, 9.0]]), np.array([1]))).accuracy
    1.0
    """
    x, y = checked("data", data)
    if isinstance(model, Layer):
        return numpy_loop.measure(
            model, loss, batches(np.asarray(x), np.asarray(y), batch_size, shuffle=False)
        )
    from cnnlib.train import torch_loop, torch_side  # loads PyTorch

    device = next((parameter.device for parameter in model.parameters()), "cpu")
    x, y = torch_side.as_tensors(x, y, device)
    return torch_loop.measure(model, loss, batches(x, y, batch_size, shuffle=False))


def side_of(model: Any, optimizer: Any, schedule: Any, device: Any) -> "NumpySide | TorchSide":
    """Tell a NumPy network from a PyTorch one, and load PyTorch only for the latter."""
    if isinstance(model, Layer):
        return NumpySide(model, optimizer, schedule, device)
    if not hasattr(model, "named_modules"):
        raise TypeError(
            f"fit: expected model as a layer of numpy_nn or a PyTorch module, got {type(model).__name__}"
        )
    from cnnlib.train.torch_side import TorchSide  # loads PyTorch

    return TorchSide(model, optimizer, schedule, device)


def checked(name: str, data: Any) -> tuple[Any, Any]:
    """Return a pair (x, y), or say what is wrong with it.

    >>> checked("train", (np.zeros((3, 2)), np.zeros(2)))
    Traceback (most recent call last):
    ...
    ValueError: fit: expected train as a pair (x, y) of equal length, not empty, got lengths 3 and 2
    """
    if not isinstance(data, tuple | list) or len(data) != 2 or not all(hasattr(a, "shape") for a in data):
        raise TypeError(
            f"fit: expected {name} as a pair (x, y) of arrays or tensors, got {type(data).__name__}"
        )
    x, y = data
    if len(x) != len(y) or not len(x):
        raise ValueError(
            f"fit: expected {name} as a pair (x, y) of equal length, not empty, got lengths {len(x)} and {len(y)}"
        )
    return x, y
