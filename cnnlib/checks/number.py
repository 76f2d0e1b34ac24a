"""Numbers that a caller chooses: probabilities, rates, fractions."""

from typing import Any

from cnnlib.checks.array import check_float, check_shape, dtype_name


def check_probability(op: str, p: float) -> None:
    """Raise unless ``p`` is a probability."""
    if not 0 <= p <= 1:
        raise ValueError(f"{op}: expected p from 0 to 1, got {p}")


def check_dropout(op: str, x: Any, mask: Any, p: float, training: bool) -> None:
    """Raise unless ``p`` is a probability and every number has its truth value in the mask, in training at least."""
    check_float(op, "x", x)
    check_probability(op, p)
    if mask is None and training:
        raise TypeError(f"{op}: expected mask in training, got None; dropout_mask draws one")
    if mask is not None:
        check_shape(op, "mask", mask, tuple(x.shape))
        if dtype_name(mask) != "bool":
            raise TypeError(f"{op}: expected mask of truth values, got {dtype_name(mask)}")


def check_not_negative(op: str, **numbers: float) -> None:
    """Raise unless each number is one, and 0 or more; NaN is not.

    >>> check_not_negative("l2_penalty", strength=-0.1)
    Traceback (most recent call last):
    ...
    ValueError: l2_penalty: expected strength of at least 0, got -0.1
    """
    for name, value in numbers.items():
        if isinstance(value, str) or not hasattr(value, "__float__"):
            raise TypeError(f"{op}: expected {name} as a number, got {value!r}")
        if not value >= 0:
            raise ValueError(f"{op}: expected {name} of at least 0, got {value}")


def check_positive(op: str, **numbers: float) -> None:
    """Raise unless each number is finite and over 0.

    >>> check_positive("max_norm", most=0)
    Traceback (most recent call last):
    ...
    ValueError: max_norm: expected most over 0 and finite, got 0
    """
    for name, value in numbers.items():
        if isinstance(value, str) or not hasattr(value, "__float__"):
            raise TypeError(f"{op}: expected {name} as a number, got {value!r}")
        if not 0 < value < float("inf"):
            raise ValueError(f"{op}: expected {name} over 0 and finite, got {value}")


def check_fraction(op: str, **numbers: float) -> None:
    """Raise unless each number is from 0 to less than 1.

    >>> check_fraction("Adam", beta1=1.0)
    Traceback (most recent call last):
    ...
    ValueError: Adam: expected beta1 from 0 to less than 1, got 1.0
    """
    check_not_negative(op, **numbers)
    for name, value in numbers.items():
        if not value < 1:
            raise ValueError(f"{op}: expected {name} from 0 to less than 1, got {value}")


def check_nesterov(op: str, nesterov: bool, momentum: float) -> None:
    """Raise where Nesterov's momentum is asked for without momentum."""
    if nesterov and momentum == 0:
        raise ValueError(f"{op}: expected momentum over 0 with nesterov=True, got {momentum}")
