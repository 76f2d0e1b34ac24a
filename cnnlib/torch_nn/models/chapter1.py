"""Two networks that tell two classes of gray pictures of 500 x 1000 pixels apart: why chapter 1 wants the second."""

from functools import partial

import numpy as np

from cnnlib.torch_nn.activation import ReLU
from cnnlib.torch_nn.adaptive_pool import AdaptiveAvgPool2d
from cnnlib.torch_nn.container import Flatten, Sequential
from cnnlib.torch_nn.conv import Conv2d
from cnnlib.torch_nn.init import Seed
from cnnlib.torch_nn.linear import Linear
from cnnlib.torch_nn.pool import MaxPool2d


def fully_connected_ch1(rng: Seed = None, dtype: str = "float32") -> Sequential:
    """Let every unit read every pixel: 50,005,100 weights and 152 biases.

    (N, 1, 500, 1000) to the scores of two classes, (N, 2). The weights are 500,000 * 100 + 100 * 50 + 50 * 2.

    >>> net = fully_connected_ch1(rng=0)
    >>> sum(p.numel() for name, p in net.named_parameters() if name.endswith("weight"))
    50005100
    """
    rng = np.random.default_rng(rng)
    linear = partial(Linear, rng=rng, dtype=dtype)
    return Sequential(
        {
            "flatten": Flatten(),  # (n, 500000)
            "hidden1": linear(500_000, 100),  # (n, 100)
            "relu1": ReLU(),
            "hidden2": linear(100, 50),  # (n, 50)
            "relu2": ReLU(),
            "output": linear(50, 2),  # (n, 2)
        }
    )


def convolutional_ch1(rng: Seed = None, dtype: str = "float32") -> Sequential:
    """Let every unit read a small patch, with the same weights everywhere: 30,050 weights and 51 biases.

    (N, 1, 500, 1000), or any other size from 70 x 70, to the scores of two classes, (N, 2). The weights are
    24 * 25 * 25 + 25 * 24 * 5 * 5 + 2 * 25 = 15,000 + 15,000 + 50.

    >>> import torch
    >>> net = convolutional_ch1(rng=0)
    >>> sum(p.numel() for name, p in net.named_parameters() if name.endswith("weight"))
    30050
    >>> net(torch.zeros(1, 1, 500, 1000)).shape
    torch.Size([1, 2])
    """
    rng = np.random.default_rng(rng)
    conv, linear = partial(Conv2d, rng=rng, dtype=dtype), partial(Linear, rng=rng, dtype=dtype)
    return Sequential(
        {
            "conv1": conv(1, 24, kernel_size=25, stride=5),  # (n, 24, 96, 196)
            "relu1": ReLU(),
            "pool1": MaxPool2d(2),  # (n, 24, 48, 98)
            "conv2": conv(24, 25, kernel_size=5),  # (n, 25, 44, 94)
            "relu2": ReLU(),
            "pool2": AdaptiveAvgPool2d(1),  # (n, 25, 1, 1): the mean of each map
            "flatten": Flatten(),  # (n, 25)
            "output": linear(25, 2),  # (n, 2)
        }
    )
