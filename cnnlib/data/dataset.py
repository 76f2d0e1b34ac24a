"""What a set for classification holds: examples and class numbers, to train on and to test with."""

from typing import NamedTuple

import numpy as np


class Dataset(NamedTuple):
    """Training and test examples, their class numbers, and the name of each class.

    ``y_train[i]`` is the class of ``x_train[i]``, and ``classes[y_train[i]]`` its name.

    >>> Dataset(np.zeros((2, 1, 3)), np.array([0, 1]), np.zeros((1, 1, 3)), np.array([1]), ("up", "down"))
    Dataset(
        x_train: float64 (2, 1, 3),
        y_train: int64 (2,),
        x_test: float64 (1, 1, 3),
        y_test: int64 (1,),
        classes: up, down,
    )
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    classes: tuple[str, ...]

    def __repr__(self) -> str:
        arrays = zip(self._fields, self[:4], strict=False)
        lines = [f"{name}: {array.dtype} {array.shape}" for name, array in arrays]
        lines.append(f"classes: {', '.join(self.classes)}")
        return "\n".join(["Dataset(", *(f"    {line}," for line in lines), ")"])
