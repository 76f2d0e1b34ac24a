"""Scores and targets of the losses."""

from typing import Any

from cnnlib.checks.array import check_array, check_float, check_integers, check_one_dtype, check_shape


def check_classes(op: str, logits: Any, target: Any) -> None:
    """Raise unless every position of the logits has one class number that exists.

    >>> import numpy as np
    >>> check_classes("cross_entropy", np.zeros((2, 3)), np.array([0, 3]))
    Traceback (most recent call last):
    ...
    ValueError: cross_entropy: expected target from 0 to 2, got values from 0 to 3
    """
    check_float(op, "logits", logits)
    if len(logits.shape) < 2:
        raise ValueError(
            f"{op}: expected logits with axes (N, classes, ...), got shape {tuple(logits.shape)}"
        )
    check_integers(op, "target", target)
    check_shape(op, "target", target, (logits.shape[0], *logits.shape[2:]))
    if 0 not in target.shape and not 0 <= target.min() <= target.max() < logits.shape[1]:
        raise ValueError(
            f"{op}: expected target from 0 to {logits.shape[1] - 1}, "
            f"got values from {int(target.min())} to {int(target.max())}"
        )


def check_scores(op: str, scores: Any, target: Any) -> None:
    """Raise unless every sample has one score for each class and one class number that exists."""
    check_array(op, "scores", scores, "N classes")
    check_classes(op, scores, target)


def check_target(op: str, name: str, x: Any, target: Any, largest: float | None = None) -> None:
    """Raise unless every number of ``x`` has a target of its dtype, from 0 to ``largest`` if that is given.

    >>> import numpy as np
    >>> check_target("mse_loss", "x", np.zeros((2, 1)), np.zeros(2))
    Traceback (most recent call last):
    ...
    ValueError: mse_loss: expected target of shape (2, 1), got (2,)
    """
    check_float(op, name, x)
    check_shape(op, "target", target, tuple(x.shape))
    check_one_dtype(op, **{name: x, "target": target})
    if largest is not None and 0 not in target.shape and not 0 <= target.min() <= target.max() <= largest:
        raise ValueError(
            f"{op}: expected target from 0 to {largest}, "
            f"got values from {float(target.min()):g} to {float(target.max()):g}"
        )
