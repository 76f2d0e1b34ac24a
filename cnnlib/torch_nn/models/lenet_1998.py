"""LeNet-5 as it was published: learned subsampling, a table of connections, scaled tanh, and codes for the ten digits.

Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, section
II.B, https://doi.org/10.1109/5.726791.
"""

from functools import partial

import numpy as np
import torch
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_linear
from cnnlib.numpy_nn.models.lenet_1998 import connections, digit_codes
from cnnlib.torch_nn.activation import tanh
from cnnlib.torch_nn.container import Flatten, Sequential
from cnnlib.torch_nn.conv import Conv2d, conv2d
from cnnlib.torch_nn.init import Seed, fan_in_uniform
from cnnlib.torch_nn.linear import Linear
from cnnlib.torch_nn.pool import avg_pool2d


def lenet5_1998(rng: Seed = None, dtype: str = "float32") -> Sequential:
    """The network of figure 2: 156 + 12 + 1,516 + 32 + 48,120 + 10,164 = 60,000 parameters, and 840 fixed numbers.

    (N, 1, 32, 32), a digit with a border around it, to scores (N, 10). The paper takes white as -0.1 and black as
    1.175.

    >>> net = lenet5_1998(rng=0)
    >>> {name: sum(p.numel() for p in layer.parameters()) for name, layer in net.named_children()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'c1': 156, 'squash1': 0, 's2': 12, 'squash2': 0, 'c3': 1516, 'squash3': 0, 's4': 32, 'squash4': 0,
     'c5': 48120, 'squash5': 0, 'flatten': 0, 'f6': 10164, 'squash6': 0, 'output': 0}
    """
    rng = np.random.default_rng(rng)
    conv, table_conv = partial(Conv2d, rng=rng, dtype=dtype), partial(TableConv2d, rng=rng, dtype=dtype)
    subsample, linear = partial(Subsample2d, rng=rng, dtype=dtype), partial(Linear, rng=rng, dtype=dtype)
    return Sequential(
        {
            "c1": conv(1, 6, kernel_size=5),  # (n, 6, 28, 28)
            "squash1": Squash(),
            "s2": subsample(6),  # (n, 6, 14, 14)
            "squash2": Squash(),
            "c3": table_conv(connections(), kernel_size=5),  # (n, 16, 10, 10)
            "squash3": Squash(),
            "s4": subsample(16),  # (n, 16, 5, 5)
            "squash4": Squash(),
            "c5": conv(16, 120, kernel_size=5),  # (n, 120, 1, 1)
            "squash5": Squash(),
            "flatten": Flatten(),  # (n, 120)
            "f6": linear(120, 84),  # (n, 84)
            "squash6": Squash(),
            "output": Codes(digit_codes(), dtype),  # (n, 10)
        }
    )


class Squash(nn.Module):
    """y = 1.7159 tanh(2 x / 3), equation 6: close to -1 at -1, to 1 at 1, where it bends most.

    >>> Squash()(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-1.0000,  0.0000,  1.0000])
    """

    amplitude, slope = 1.7159, 2 / 3

    def forward(self, x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*shape"]:
        """Any shape to the same shape."""
        return self.amplitude * tanh(self.slope * x)


class Subsample2d(nn.Module):
    """Sum 2 x 2 pixels, times one trained number per channel, plus another: 2 parameters per channel.

    >>> layer = Subsample2d(1)
    >>> layer.load_state_dict({"weight": torch.tensor([10.0]), "bias": torch.tensor([0.5])})
    <All keys matched successfully>
    >>> layer(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])).tolist()
    [[[[100.5]]]]
    """

    def __init__(self, channels: int, rng: Seed = None, dtype: str = "float32") -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        self.weight = nn.Parameter(fan_in_uniform((channels,), 4, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform((channels,), 4, rng, dtype))

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H / 2, W / 2)."""
        return self.weight[:, None, None] * (4 * avg_pool2d(x, 2)) + self.bias[:, None, None]


class TableConv2d(nn.Module):
    """A convolution in which an output channel reads only the input channels that a table gives it.

    ``table`` is bool (C_out, C_in); weight (connections, k, k) has the kernel of each True, row by row.

    >>> layer = TableConv2d(np.array([[True, False], [True, True]]), kernel_size=3)
    >>> layer.weight.shape, layer(torch.zeros(1, 2, 5, 5)).shape
    (torch.Size([3, 3, 3]), torch.Size([1, 2, 3, 3]))
    """

    def __init__(self, table: np.ndarray, kernel_size: int, rng: Seed = None, dtype: str = "float32") -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        self.table, shape = torch.from_numpy(table), (int(table.sum()), kernel_size, kernel_size)
        fan_in = round(table.sum(axis=1).mean()) * kernel_size**2  # on average
        self.weight = nn.Parameter(fan_in_uniform(shape, fan_in, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform((len(table),), fan_in, rng, dtype))

    def kernels(self) -> Float[torch.Tensor, "c_out c_in k k"]:
        """Write the kernels into the table, with zeros where there is no connection."""
        kernels = self.weight.new_zeros(*self.table.shape, *self.weight.shape[1:])
        kernels[self.table] = self.weight
        return kernels

    def forward(self, x: Float[torch.Tensor, "n c_in h w"]) -> Float[torch.Tensor, "n c_out h_out w_out"]:
        """(N, C_in, H, W) to (N, C_out, H - k + 1, W - k + 1)."""
        return conv2d(x, self.kernels(), self.bias)


class Codes(nn.Module):
    """Score each class by how near its code is: y_i = -sum over j of (x_j - code_ij)^2, with codes that stay fixed.

    Equation 7 without the minus: the paper's output units measure the distance, and the smallest wins. With it the
    largest wins, as everywhere else, and cross-entropy takes the scores.

    >>> Codes(np.array([[1.0, 1.0], [1.0, -1.0]]))(torch.tensor([[1.0, 0.0], [1.0, -1.0]])).tolist()
    [[-1.0, -1.0], [-4.0, -0.0]]
    """

    def __init__(self, codes: np.ndarray, dtype: str = "float32") -> None:
        super().__init__()
        self.codes: torch.Tensor
        self.register_buffer("codes", torch.from_numpy(codes.astype(dtype)))

    def forward(self, x: Float[torch.Tensor, "n d"]) -> Float[torch.Tensor, "n classes"]:
        """(N, D) to (N, classes)."""
        check_linear("Codes", x, self.codes, None)
        return -torch.sum((x[:, None] - self.codes) ** 2, dim=2)
