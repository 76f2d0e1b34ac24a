"""What ``fit`` needs to know of a NumPy network: its data, and everything that the rest of a training depends on."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from cnnlib.numpy_nn import SGD, Adam, CosineAnnealingLR, Layer, StepLR
from cnnlib.train.checkpoint import Arrays, part
from cnnlib.train.numpy_loop import measure, train_epoch


class NumpySide:
    """A NumPy network with its optimizer and schedule.

    >>> from cnnlib.numpy_nn import Linear
    >>> layer = Linear(2, 1, rng=0)
    >>> arrays, facts = NumpySide(layer, SGD(layer, lr=0.1)).state()
    >>> list(arrays), facts
    (['model/weight', 'model/bias'], {'lr': 0.1, 'schedule': {}, 'generators': {}})
    """

    train_epoch = staticmethod(train_epoch)
    measure = staticmethod(measure)

    def __init__(
        self,
        model: Layer,
        optimizer: SGD | Adam,
        schedule: StepLR | CosineAnnealingLR | None = None,
        device: Any = None,
    ) -> None:
        for name, value, kinds in (
            ("optimizer", optimizer, (SGD, Adam)),
            ("schedule", schedule, (StepLR, CosineAnnealingLR, type(None))),
        ):
            if not isinstance(value, kinds):
                raise TypeError(
                    f"fit: expected {name} of numpy_nn, as the model is, got {type(value).__module__}"
                )
        if str(device or "cpu") != "cpu":
            raise ValueError(f"fit: expected device 'cpu' for a NumPy network, got {str(device)!r}")
        self.model, self.optimizer, self.schedule = model, optimizer, schedule

    def data(self, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
        """Return a set as arrays."""
        return np.asarray(x), np.asarray(y)

    def at_work(self, threads: int) -> AbstractContextManager[None]:
        """NumPy's threads were counted when it was loaded."""
        return nullcontext()

    def seeded(self, seed: int) -> AbstractContextManager[None]:
        """Layers keep their own random generators."""
        return nullcontext()

    def lr(self) -> float:
        """Return the learning rate of the next step."""
        return self.optimizer.lr

    def weights(self) -> Arrays:
        """Copy parameters and buffers."""
        return self.model.state_dict()

    def load_weights(self, weights: Arrays) -> None:
        """Copy numbers into parameters and buffers."""
        self.model.load_state_dict(weights)

    def state(self) -> tuple[Arrays, dict[str, Any]]:
        """Return arrays by name, and what JSON can hold: learning rate, schedule, random generators of layers."""
        arrays = {f"model/{name}": value for name, value in self.weights().items()}
        for parameter, state in self.optimizer.state.items():
            arrays |= {f"optimizer/{parameter}/{name}": value.copy() for name, value in state.items()}
        schedule = self.schedule
        facts = {
            "lr": self.optimizer.lr,
            "schedule": {} if schedule is None else {"first_lr": schedule.first_lr, "epoch": schedule.epoch},
            "generators": {name: rng.bit_generator.state for name, rng in generators(self.model)},
        }
        return arrays, facts

    def restore(self, arrays: Arrays, facts: dict[str, Any]) -> None:
        """Put back what ``state`` returned."""
        self.load_weights(part(arrays, "model"))
        self.optimizer.lr, self.optimizer.state = facts["lr"], {}
        for key, value in part(arrays, "optimizer").items():
            parameter, name = key.rsplit("/", 1)
            self.optimizer.state.setdefault(parameter, {})[name] = value
        if self.schedule is not None:
            self.schedule.first_lr, self.schedule.epoch = (
                facts["schedule"][k] for k in ("first_lr", "epoch")
            )
        for name, rng in generators(self.model):
            rng.bit_generator.state = facts["generators"][name]

    def options(self) -> dict[str, Any]:
        """Return what makes this training this one: the kind and options of optimizer and schedule."""
        first_lr = self.optimizer.lr if self.schedule is None else self.schedule.first_lr
        moving = ("model", "places", "state", "lr", "optimizer", "first_lr", "epoch")
        return {
            name: {"kind": type(of).__name__} | {k: v for k, v in vars(of).items() if k not in moving}
            for name, of in (("optimizer", self.optimizer), ("schedule", self.schedule))
            if of is not None
        } | {"first lr": first_lr, "generators": [name for name, _ in generators(self.model)]}


def generators(model: Layer, path: str = "") -> Iterator[tuple[str, np.random.Generator]]:
    """Yield the random generators that layers keep, for instance to drop units, with their names.

    >>> layer = Layer()
    >>> layer.rng = np.random.default_rng(0)
    >>> [name for name, _ in generators(layer)]
    ['rng']
    """
    for name, value in vars(model).items():
        if isinstance(value, np.random.Generator):
            yield path + name, value
    for name, child in model.children().items():
        yield from generators(child, f"{path}{name}.")
