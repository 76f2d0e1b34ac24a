"""Two networks for MNIST-1D, signals of 40 samples in ten classes: the smaller one is the better one (chapter 14).

Data: Greydanus and Kobak (2024), Scaling down deep learning with MNIST-1D, https://arxiv.org/abs/2011.14439.
Networks: Prince (2023), Understanding deep learning, chapter 10, https://udlbook.github.io/udlbook.
"""

from functools import partial

import numpy as np

from cnnlib.torch_nn.activation import ReLU
from cnnlib.torch_nn.container import Flatten, Sequential
from cnnlib.torch_nn.conv import Conv1d
from cnnlib.torch_nn.init import Seed
from cnnlib.torch_nn.linear import Linear


def mnist1d_conv(rng: Seed = None, dtype: str = "float32") -> Sequential:
    """Halve the signal three times with kernels of 3: 60 + 690 + 690 + 610 = 2,050 parameters.

    (N, 1, 40) to the scores of ten classes, (N, 10).

    >>> import torch
    >>> mnist1d_conv(rng=0)(torch.zeros(2, 1, 40)).shape
    torch.Size([2, 10])
    """
    rng = np.random.default_rng(rng)
    conv, linear = partial(Conv1d, rng=rng, dtype=dtype), partial(Linear, rng=rng, dtype=dtype)
    return Sequential(
        {
            "conv1": conv(1, 15, kernel_size=3, stride=2),  # (n, 15, 19)
            "relu1": ReLU(),
            "conv2": conv(15, 15, kernel_size=3, stride=2),  # (n, 15, 9)
            "relu2": ReLU(),
            "conv3": conv(15, 15, kernel_size=3, stride=2),  # (n, 15, 4)
            "relu3": ReLU(),
            "flatten": Flatten(),  # (n, 60)
            "output": linear(60, 10),  # (n, 10)
        }
    )


def mnist1d_mlp(rng: Seed = None, dtype: str = "float32") -> Sequential:
    """Give every hidden layer of ``mnist1d_conv`` as many units, fully connected: 59,065 parameters.

    (N, 1, 40) to the scores of ten classes, (N, 10). The units are 15 * 19 = 285, 15 * 9 = 135 and 15 * 4 = 60; the
    parameters 11,685 + 38,610 + 8,160 + 610.

    >>> import torch
    >>> mnist1d_mlp(rng=0)(torch.zeros(2, 1, 40)).shape
    torch.Size([2, 10])
    """
    rng = np.random.default_rng(rng)
    linear = partial(Linear, rng=rng, dtype=dtype)
    return Sequential(
        {
            "flatten": Flatten(),  # (n, 40)
            "hidden1": linear(40, 285),  # (n, 285)
            "relu1": ReLU(),
            "hidden2": linear(285, 135),  # (n, 135)
            "relu2": ReLU(),
            "hidden3": linear(135, 60),  # (n, 60)
            "relu3": ReLU(),
            "output": linear(60, 10),  # (n, 10)
        }
    )
