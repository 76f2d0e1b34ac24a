"""What a training measured in each epoch, as arrays to plot."""

from dataclasses import dataclass, field, fields

import numpy as np

from cnnlib.train.score import Score

MEASURED = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy")


def column() -> np.ndarray:
    """Make an empty column.

    >>> column()
    array([], dtype=float64)
    """
    return np.empty(0)


@dataclass(eq=False, repr=False)
class History:
    """One number per epoch in each column, in the order of the epochs.

    ``train_loss`` and ``train_accuracy`` are means over the epoch, taken while the weights moved;
    ``validation_loss`` and ``validation_accuracy`` are measured at its end, NaN without a validation set. ``lr``
    is the learning rate of the epoch, ``seconds`` the time it took. ``epoch`` counts from 1.

    >>> history = History()
    >>> history.add(lr=0.1, trained=Score(2.0, 0.5), tested=Score(3.0, 0.25), seconds=1.0)
    >>> history
    History of 1 epoch, the last: train_loss 2, train_accuracy 0.5, validation_loss 3, validation_accuracy 0.25, 1 s
    >>> history.train_loss
    array([2.])
    """

    epoch: np.ndarray = field(default_factory=column)
    lr: np.ndarray = field(default_factory=column)
    train_loss: np.ndarray = field(default_factory=column)
    train_accuracy: np.ndarray = field(default_factory=column)
    validation_loss: np.ndarray = field(default_factory=column)
    validation_accuracy: np.ndarray = field(default_factory=column)
    seconds: np.ndarray = field(default_factory=column)

    def __len__(self) -> int:
        """Count the epochs."""
        return len(self.epoch)

    def __repr__(self) -> str:
        epochs = "1 epoch" if len(self) == 1 else f"{len(self)} epochs"
        return f"History of {epochs}, the last: {self.last()}" if len(self) else "History of 0 epochs"

    def add(self, lr: float, trained: Score, tested: Score, seconds: float) -> None:
        """Add an epoch."""
        row = (len(self) + 1, lr, *trained, *tested, seconds)
        for (name, values), number in zip(self.columns().items(), row, strict=True):
            setattr(self, name, np.append(values, number))

    def last(self) -> str:
        """Write the last epoch on one line, without what was not measured."""
        row = {name: values[-1] for name, values in self.columns().items()}
        measured = [f"{name} {row[name]:.4g}" for name in MEASURED if not np.isnan(row[name])]
        return f"{', '.join(measured)}, {row['seconds']:.3g} s"

    def columns(self) -> dict[str, np.ndarray]:
        """Name the columns."""
        return {column.name: getattr(self, column.name) for column in fields(self)}

    @property
    def best_epoch(self) -> int:
        """The first epoch, from 1, with the least validation loss; 0 if there is none."""
        losses = self.validation_loss
        return 0 if np.isnan(losses).all() else int(self.epoch[np.nanargmin(losses)])
