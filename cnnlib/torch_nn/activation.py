"""Functions that act on each number, and softmax, which acts along one axis."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_dim, check_float


def relu(x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
    """Replace negative numbers by zero: y = max(x, 0).

    >>> relu(torch.tensor([-2.0, 0.0, 3.0]))
    tensor([0., 0., 3.])
    """
    check_float("relu", "x", x)
    return F.relu(x)


def leaky_relu(
    x: Float[torch.Tensor, "*shape"], negative_slope: float = 0.01
) -> Float[torch.Tensor, "*shape"]:
    """Keep positive numbers and shrink the others: y = max(x, 0) + negative_slope min(x, 0).

    >>> leaky_relu(torch.tensor([-2.0, 0.0, 3.0]), negative_slope=0.5)
    tensor([-1.,  0.,  3.])
    """
    check_float("leaky_relu", "x", x)
    return F.leaky_relu(x, negative_slope)


def sigmoid(x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
    """Squeeze every number between 0 and 1: y = 1 / (1 + exp(-x)).

    >>> sigmoid(torch.tensor([-1000.0, 0.0, 1000.0]))
    tensor([0.0000, 0.5000, 1.0000])
    """
    check_float("sigmoid", "x", x)
    return torch.sigmoid(x)


def tanh(x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
    """Squeeze every number between -1 and 1: y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)) = 2 sigmoid(2x) - 1.

    >>> tanh(torch.tensor([-1000.0, 0.0]))
    tensor([-1.,  0.])
    """
    check_float("tanh", "x", x)
    return torch.tanh(x)


def softmax(x: Float[torch.Tensor, "*shape"], dim: int = 1) -> Float[torch.Tensor, "*shape"]:
    """Turn scores into probabilities along one axis: y_i = exp(x_i) / sum over j of exp(x_j).

    >>> softmax(torch.tensor([[0.0, 0.0], [1000.0, -1000.0]]))
    tensor([[0.5000, 0.5000],
            [1.0000, 0.0000]])
    """
    check_float("softmax", "x", x)
    check_dim("softmax", x, dim)
    return F.softmax(x, dim)


def log_softmax(x: Float[torch.Tensor, "*shape"], dim: int = 1) -> Float[torch.Tensor, "*shape"]:
    """Take the logarithm of ``softmax`` without ever computing a probability that underflows to 0.

    >>> log_softmax(torch.tensor([[0.0, -1000.0]]))
    tensor([[    0., -1000.]])
    """
    check_float("log_softmax", "x", x)
    check_dim("log_softmax", x, dim)
    return F.log_softmax(x, dim)


class ReLU(nn.Module):
    """y = max(x, 0).

    >>> ReLU()(torch.tensor([-2.0, 3.0]))
    tensor([0., 3.])
    """

    def forward(self, x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
        """Any shape to the same shape."""
        return relu(x)


class LeakyReLU(nn.Module):
    """y = max(x, 0) + negative_slope min(x, 0).

    >>> LeakyReLU(0.1)(torch.tensor([-2.0, 3.0]))
    tensor([-0.2000,  3.0000])
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        super().__init__()
        self.negative_slope = negative_slope

    def forward(self, x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
        """Any shape to the same shape."""
        return leaky_relu(x, self.negative_slope)


class Sigmoid(nn.Module):
    """y = 1 / (1 + exp(-x)).

    >>> Sigmoid()(torch.tensor([-1000.0, 0.0]))
    tensor([0.0000, 0.5000])
    """

    def forward(self, x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
        """Any shape to the same shape."""
        return sigmoid(x)


class Tanh(nn.Module):
    """y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)).

    >>> Tanh()(torch.tensor([-1000.0, 0.0]))
    tensor([-1.,  0.])
    """

    def forward(self, x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
        """Any shape to the same shape."""
        return tanh(x)
