"""Dropout: in training every number is left out with probability p, so that none can rely on another."""

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import nn

from cnnlib.checks import check_dropout, check_float, check_probability
from cnnlib.numpy_nn.dropout import dropout_mask as numpy_mask
from cnnlib.numpy_nn.init import Seed


def dropout_mask(shape: tuple[int, ...], p: float = 0.5, rng: Seed = None) -> Bool[torch.Tensor, "..."]:
    """Draw which numbers stay: True with probability 1 - p, each on its own.

    NumPy draws, so that one seed gives a NumPy layer and a PyTorch layer the same masks.

    >>> dropout_mask((2, 4), p=0.5, rng=0)
    tensor([[ True, False, False, False],
            [ True,  True,  True,  True]])
    """
    return torch.from_numpy(numpy_mask(tuple(shape), p, rng))


def dropout(
    x: Float[torch.Tensor, "*shape"],
    mask: Bool[torch.Tensor, "*shape"] | None,
    p: float = 0.5,
    training: bool = True,
    inverted: bool = True,
) -> Float[torch.Tensor, "*shape"]:
    """Leave out the numbers where ``mask``, from ``dropout_mask``, is False; expect the same sum as without.

    Inverted dropout, PyTorch's, divides by 1 - p in training, the original multiplies by 1 - p in use.

    >>> x, mask = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([True, False, True])
    >>> dropout(x, mask, p=0.5), dropout(x, None, p=0.5, training=False)
    (tensor([2., 0., 6.]), tensor([1., 2., 3.]))
    """
    check_dropout("dropout", x, mask, p, training)
    if not training or mask is None:
        return x if inverted else x * (1 - p)
    return x * mask / (1 - p) if inverted and p < 1 else x * mask


class Dropout(nn.Module):
    """Dropout with a new mask at every call in training.

    ``rng`` is a generator or a seed for the masks.

    >>> layer = Dropout(0.5, rng=0)
    >>> layer(torch.ones(2, 4))
    tensor([[2., 0., 0., 0.],
            [2., 2., 2., 2.]])
    """

    def __init__(self, p: float = 0.5, inverted: bool = True, rng: Seed = None) -> None:
        super().__init__()
        check_probability("Dropout", p)
        self.p, self.inverted = p, inverted
        self.rng = np.random.default_rng(rng)

    def forward(self, x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
        """Any shape to the same shape."""
        check_float("Dropout", "x", x)
        mask = dropout_mask(tuple(x.shape), self.p, self.rng).to(x.device) if self.training else None
        return dropout(x, mask, self.p, self.training, self.inverted)
