"""What keeps weights small in training: penalties that are added to the loss, and a bound on their length."""

from typing import Any, NamedTuple

from cnnlib.checks import check_not_negative, check_positive


class Regularization(NamedTuple):
    """Strengths of the L1 and the L2 penalty, 0 for none, and the longest that a unit's weights may be.

    >>> Regularization(l1=0.01).penalizes, Regularization(max_norm=3.0).penalizes
    (True, False)
    """

    l1: float = 0.0
    l2: float = 0.0
    max_norm: float | None = None

    @property
    def penalizes(self) -> bool:
        """Say whether anything is added to the loss."""
        return bool(self.l1 or self.l2)


def checked_regularization(l1: Any, l2: Any, max_norm: Any) -> Regularization:
    """Return the three, or say what is wrong with them.

    >>> checked_regularization(0.0, -0.1, None)
    Traceback (most recent call last):
    ...
    ValueError: fit: expected l2 of at least 0, got -0.1
    """
    check_not_negative("fit", l1=l1, l2=l2)
    if max_norm is not None:
        check_positive("fit", max_norm=max_norm)
    return Regularization(l1, l2, max_norm)


def is_weight(name: str, parameter: Any) -> bool:
    """Tell weights, which multiply inputs, from biases and from the scales of normalization, which are left alone.

    >>> import numpy as np
    >>> is_weight("conv.weight", np.zeros((4, 1, 3, 3))), is_weight("bn.weight", np.zeros(4))
    (True, False)
    """
    return parameter.ndim > 1 and name.rpartition(".")[2] != "bias"
