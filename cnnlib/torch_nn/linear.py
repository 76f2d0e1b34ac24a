"""The fully connected layer: every output reads every input."""

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_linear
from cnnlib.torch_nn.init import Seed, fan_in_uniform


def linear(
    x: Float[torch.Tensor, "n d_in"],
    weight: Float[torch.Tensor, "d_out d_in"],
    bias: Float[torch.Tensor, "d_out"] | None = None,
) -> Float[torch.Tensor, "n d_out"]:
    """Multiply by the weights and add the bias: y = x weight^T + bias.

    >>> linear(torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0, 4.0], [5.0, 6.0]]), torch.tensor([0.0, 100.0]))
    tensor([[ 11., 117.]])
    """
    check_linear("linear", x, weight, bias)
    return F.linear(x, weight, bias)


class Linear(nn.Module):
    """y = x weight^T + bias, with weight (out_features, in_features).

    >>> Linear(4, 3)(torch.ones(2, 4)).shape
    torch.Size([2, 3])
    """

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, rng: Seed = None, dtype: str = "float32"
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        self.weight = nn.Parameter(fan_in_uniform((out_features, in_features), in_features, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform((out_features,), in_features, rng, dtype)) if bias else None

    def forward(self, x: Float[torch.Tensor, "n d_in"]) -> Float[torch.Tensor, "n d_out"]:
        """(N, in_features) to (N, out_features)."""
        return linear(x, self.weight, self.bias)
