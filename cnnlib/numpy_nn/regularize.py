"""Regularization of weights: penalties that are added to the loss, and a bound that weights are put back within."""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_float, check_not_negative, check_positive


def l1_penalty(weight: Float[np.ndarray, "*shape"], strength: float) -> np.floating:
    """Return strength times the sum of |w|; it drives weights to exactly 0.

    Source: Tibshirani (1996), Regression shrinkage and selection via the lasso,
    https://doi.org/10.1111/j.2517-6161.1996.tb02080.x.

    >>> float(l1_penalty(np.array([3.0, -4.0]), 0.5))
    3.5
    """
    check_float("l1_penalty", "weight", weight)
    check_not_negative("l1_penalty", strength=strength)
    return weight.dtype.type(strength) * np.sum(np.abs(weight))


def l1_penalty_backward(
    dy: float | np.floating, weight: Float[np.ndarray, "*shape"], strength: float
) -> Float[np.ndarray, "*shape"]:
    """Return dweight = dy strength sign(w): the same pull on small and large weights, none at 0.

    >>> l1_penalty_backward(1.0, np.array([3.0, -4.0, 0.0]), 0.5)
    array([ 0.5, -0.5,  0. ])
    """
    check_float("l1_penalty_backward", "weight", weight)
    check_not_negative("l1_penalty_backward", strength=strength)
    return np.sign(weight) * weight.dtype.type(dy * strength)


def l2_penalty(weight: Float[np.ndarray, "*shape"], strength: float) -> np.floating:
    """Return strength / 2 times the sum of w^2; it keeps weights small.

    Half of it, so that the gradient is strength w and not twice that. Source: Krogh and Hertz (1991), A simple weight
    decay can improve generalization, equation 1,
    https://proceedings.neurips.cc/paper/1991/hash/8eefcfdf5990e441f0fb6f3fad709e21-Abstract.html.

    >>> float(l2_penalty(np.array([3.0, -4.0]), 0.5))
    6.25
    """
    check_float("l2_penalty", "weight", weight)
    check_not_negative("l2_penalty", strength=strength)
    return weight.dtype.type(strength / 2) * np.sum(weight**2)


def l2_penalty_backward(
    dy: float | np.floating, weight: Float[np.ndarray, "*shape"], strength: float
) -> Float[np.ndarray, "*shape"]:
    """Return dweight = dy strength w, a pull in proportion to the weight.

    A step with learning rate lr takes lr times the whole gradient, that of the data and that of the penalty:
    w - lr (dweight_data + strength w) = (1 - lr strength) w - lr dweight_data. That is weight decay: ``SGD`` with
    ``weight_decay=strength`` does the same.

    >>> l2_penalty_backward(1.0, np.array([3.0, -4.0, 0.0]), 0.5)
    array([ 1.5, -2. ,  0. ])
    """
    check_float("l2_penalty_backward", "weight", weight)
    check_not_negative("l2_penalty_backward", strength=strength)
    return weight * weight.dtype.type(dy * strength)


def elastic_net_penalty(weight: Float[np.ndarray, "*shape"], l1: float, l2: float) -> np.floating:
    """Add ``l1_penalty`` of strength ``l1`` and ``l2_penalty`` of strength ``l2``: l1 sum |w| + l2 / 2 sum w^2.

    Mind the half: the paper, and many a lecture, write l2 sum w^2. Source: Zou and Hastie (2005), Regularization and
    variable selection via the elastic net, equation 3, https://doi.org/10.1111/j.1467-9868.2005.00503.x.

    >>> float(elastic_net_penalty(np.array([3.0, -4.0]), l1=0.5, l2=0.1))
    4.75
    """
    return l1_penalty(weight, l1) + l2_penalty(weight, l2)


def elastic_net_penalty_backward(
    dy: float | np.floating, weight: Float[np.ndarray, "*shape"], l1: float, l2: float
) -> Float[np.ndarray, "*shape"]:
    """Return dweight = dy (l1 sign(w) + l2 w).

    >>> elastic_net_penalty_backward(1.0, np.array([3.0, -4.0, 0.0]), l1=0.5, l2=0.25)
    array([ 1.25, -1.5 ,  0.  ])
    """
    return l1_penalty_backward(dy, weight, l1) + l2_penalty_backward(dy, weight, l2)


def max_norm(weight: Float[np.ndarray, "n_out *shape"], most: float) -> Float[np.ndarray, "n_out *shape"]:
    """Shorten the weights of each output unit whose length, sqrt(sum w^2), is over ``most``, to that length.

    The rest is multiplied by most / most, that is, stays as it is. This is no penalty but a projection: apply it
    after each step. ``most`` bounds the length, not its square. Source: Srivastava et al.
    (2014), Dropout, section 5.1, https://jmlr.org/papers/v15/srivastava14a.html.

    >>> max_norm(np.array([[3.0, 4.0], [0.6, 0.8]]), 2.5)
    array([[1.5, 2. ],
           [0.6, 0.8]])
    """
    check_float("max_norm", "weight", weight)
    check_positive("max_norm", most=most)
    lengths = np.sqrt(np.sum(weight**2, axis=tuple(range(1, weight.ndim)), keepdims=True))  # (n_out, 1, ...)
    most = weight.dtype.type(most)
    return weight * (most / np.maximum(lengths, most))
