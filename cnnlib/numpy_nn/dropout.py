"""Dropout: in training every number is left out with probability p, so that none can rely on another."""

from math import prod

import numpy as np
from jaxtyping import Bool, Float

from cnnlib.checks import check_dropout, check_float, check_gradient, check_probability
from cnnlib.numpy_nn.init import Seed
from cnnlib.numpy_nn.layer import Layer


def dropout_mask(shape: tuple[int, ...], p: float = 0.5, rng: Seed = None) -> Bool[np.ndarray, "..."]:
    """Draw which numbers stay: True with probability 1 - p, each on its own.

    ``rng`` is a generator or a seed; the same seed gives the same mask here and in ``torch_nn``. Raises ValueError
    unless p is from 0 to 1.

    >>> dropout_mask((2, 4), p=0.5, rng=0)
    array([[ True, False, False, False],
           [ True,  True,  True,  True]])
    """
    check_probability("dropout_mask", p)
    return np.random.default_rng(rng).random(prod(shape)).reshape(shape) >= p


def dropout(
    x: Float[np.ndarray, "*shape"],
    mask: Bool[np.ndarray, "*shape"] | None,
    p: float = 0.5,
    training: bool = True,
    inverted: bool = True,
) -> Float[np.ndarray, "*shape"]:
    """Leave out the numbers where ``mask``, from ``dropout_mask``, is False; expect the same sum as without.

    On average a share 1 - p of the numbers is left, so something must make up for it. Inverted dropout, PyTorch's, does
    it in training: y = mask x / (1 - p), and in use y = x. The original does it in use: y = (1 - p) x, and in training
    y = mask x. In use no mask is needed; give None. The mask is an argument, so that the result depends on nothing
    but the arguments and ``dropout_backward`` gets the same one.

    Source: Srivastava et al. (2014), Dropout: a simple way to prevent neural networks from overfitting, section 4;
    inverted in section 10, https://jmlr.org/papers/v15/srivastava14a.html.

    >>> x, mask = np.array([1.0, 2.0, 3.0]), np.array([True, False, True])
    >>> dropout(x, mask, p=0.5), dropout(x, None, p=0.5, training=False)
    (array([2., 0., 6.]), array([1., 2., 3.]))
    >>> dropout(x, mask, p=0.5, inverted=False), dropout(x, None, p=0.5, training=False, inverted=False)
    (array([1., 0., 3.]), array([0.5, 1. , 1.5]))
    """
    check_dropout("dropout", x, mask, p, training)
    return x * factors(x, mask, p, training, inverted)


def dropout_backward(
    dy: Float[np.ndarray, "*shape"],
    x: Float[np.ndarray, "*shape"],
    mask: Bool[np.ndarray, "*shape"] | None,
    p: float = 0.5,
    training: bool = True,
    inverted: bool = True,
) -> Float[np.ndarray, "*shape"]:
    """Multiply the gradient by what the number was multiplied by: what was left out gets none.

    >>> dropout_backward(np.array([1.0, 1.0, 1.0]), np.zeros(3), np.array([True, False, True]), p=0.5)
    array([2., 0., 2.])
    """
    check_dropout("dropout_backward", x, mask, p, training)
    check_gradient("dropout_backward", dy, x, x.shape)
    return dy * factors(x, mask, p, training, inverted)


class Dropout(Layer):
    """Dropout with a new mask at every call in training; ``backward`` uses the mask of the last one.

    ``rng`` is a generator or a seed for the masks.

    >>> layer = Dropout(0.5, rng=0)
    >>> layer(np.ones((2, 4), dtype=np.float32))
    array([[2., 0., 0., 0.],
           [2., 2., 2., 2.]], dtype=float32)
    >>> layer.eval()(np.ones(4, dtype=np.float32))
    array([1., 1., 1., 1.], dtype=float32)
    """

    def __init__(self, p: float = 0.5, inverted: bool = True, rng: Seed = None) -> None:
        super().__init__()
        check_probability("Dropout", p)
        self.p, self.inverted = p, inverted
        self.rng = np.random.default_rng(rng)

    def forward(self, x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        check_float("Dropout", "x", x)
        mask = dropout_mask(x.shape, self.p, self.rng) if self.training else None
        self.arguments = mask, self.p, self.training, self.inverted
        return dropout(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        (x,) = self.inputs
        return dropout_backward(dy, x, *self.arguments)


def factors(
    x: np.ndarray, mask: np.ndarray | None, p: float, training: bool, inverted: bool
) -> np.ndarray | np.floating:
    """Say what each number is multiplied by; where p = 1 nothing is left to make up for."""
    kept = x.dtype.type(1 - p)
    if not training or mask is None:
        return x.dtype.type(1) if inverted else kept
    return mask * (1 / kept if inverted and p < 1 else x.dtype.type(1))
