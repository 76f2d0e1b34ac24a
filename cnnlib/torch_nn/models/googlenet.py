"""GoogLeNet: nine Inception modules, each looking at its input through four branches side by side.

Source: Szegedy et al. (2015), Going deeper with convolutions, figures 2 (b) and 3 and table 1,
https://doi.org/10.1109/CVPR.2015.7298594. Batch norm instead of local response normalization: Ioffe and Szegedy
(2015), https://proceedings.mlr.press/v37/ioffe15.html.
"""

from functools import partial

import numpy as np

from cnnlib.torch_nn.activation import ReLU
from cnnlib.torch_nn.adaptive_pool import AdaptiveAvgPool2d
from cnnlib.torch_nn.batchnorm import BatchNorm2d
from cnnlib.torch_nn.container import Branches, Flatten, Sequential
from cnnlib.torch_nn.conv import Conv2d
from cnnlib.torch_nn.dropout import Dropout
from cnnlib.torch_nn.init import Seed
from cnnlib.torch_nn.linear import Linear
from cnnlib.torch_nn.pool import MaxPool2d


class ConvNormReLU(Sequential):
    """A convolution without bias, batch norm, ReLU.

    >>> import torch
    >>> ConvNormReLU(3, 8, kernel_size=3, padding=1)(torch.zeros(2, 3, 6, 5)).shape
    torch.Size([2, 8, 6, 5])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        conv = partial(Conv2d, stride=stride, padding=padding, bias=False, rng=rng, dtype=dtype)
        norm = BatchNorm2d(out_channels, eps=0.001, dtype=dtype)
        super().__init__({"conv": conv(in_channels, out_channels, kernel_size), "bn": norm, "relu": ReLU()})


class Inception(Branches):
    """Look through 1 x 1, 3 x 3, again 3 x 3, and a max pool; 1 x 1 convolutions around them save most of the work.

    ``branch2`` and ``branch3`` are (channels between, channels out). The paper's third branch has a kernel of 5;
    torchvision's has 3, and the published weights with it.

    >>> import torch
    >>> module = Inception(192, 64, (96, 128), (16, 32), 32, rng=0)
    >>> module(torch.zeros(1, 192, 7, 7)).shape
    torch.Size([1, 256, 7, 7])
    """

    def __init__(
        self,
        in_channels: int,
        branch1: int,
        branch2: tuple[int, int],
        branch3: tuple[int, int],
        branch4: int,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        rng = np.random.default_rng(rng)
        conv = partial(ConvNormReLU, rng=rng, dtype=dtype)
        super().__init__(
            {
                "branch1": conv(in_channels, branch1, kernel_size=1),
                "branch2": Sequential(
                    conv(in_channels, branch2[0], kernel_size=1),
                    conv(branch2[0], branch2[1], kernel_size=3, padding=1),
                ),
                "branch3": Sequential(
                    conv(in_channels, branch3[0], kernel_size=1),
                    conv(branch3[0], branch3[1], kernel_size=3, padding=1),
                ),
                "branch4": Sequential(
                    MaxPool2d(3, stride=1, padding=1),
                    conv(in_channels, branch4, kernel_size=1),
                ),
            }
        )


def googlenet(num_classes: int = 1000, rng: Seed = None, dtype: str = "float32") -> Sequential:
    """Table 1 from top to bottom, without its two auxiliary classifiers: 6,624,904 parameters.

    (N, 3, 224, 224), or any other size from 15 x 15, to scores (N, num_classes). Names and shapes are those of
    torchvision, where convolutions have batch norm and no bias.

    >>> import torch
    >>> googlenet(num_classes=10, rng=0)(torch.zeros(2, 3, 64, 64)).shape
    torch.Size([2, 10])
    """
    rng = np.random.default_rng(rng)
    conv, inception = partial(ConvNormReLU, rng=rng, dtype=dtype), partial(Inception, rng=rng, dtype=dtype)
    return Sequential(
        {
            "conv1": conv(3, 64, kernel_size=7, stride=2, padding=3),  # (n, 64, 112, 112)
            "maxpool1": MaxPool2d(3, stride=2, ceil_mode=True),  # (n, 64, 56, 56)
            "conv2": conv(64, 64, kernel_size=1),  # (n, 64, 56, 56)
            "conv3": conv(64, 192, kernel_size=3, padding=1),  # (n, 192, 56, 56)
            "maxpool2": MaxPool2d(3, stride=2, ceil_mode=True),  # (n, 192, 28, 28)
            "inception3a": inception(192, 64, (96, 128), (16, 32), 32),  # (n, 256, 28, 28)
            "inception3b": inception(256, 128, (128, 192), (32, 96), 64),  # (n, 480, 28, 28)
            "maxpool3": MaxPool2d(3, stride=2, ceil_mode=True),  # (n, 480, 14, 14)
            "inception4a": inception(480, 192, (96, 208), (16, 48), 64),  # (n, 512, 14, 14)
            "inception4b": inception(512, 160, (112, 224), (24, 64), 64),  # (n, 512, 14, 14)
            "inception4c": inception(512, 128, (128, 256), (24, 64), 64),  # (n, 512, 14, 14)
            "inception4d": inception(512, 112, (144, 288), (32, 64), 64),  # (n, 528, 14, 14)
            "inception4e": inception(528, 256, (160, 320), (32, 128), 128),  # (n, 832, 14, 14)
            "maxpool4": MaxPool2d(2, stride=2, ceil_mode=True),  # (n, 832, 7, 7)
            "inception5a": inception(832, 256, (160, 320), (32, 128), 128),  # (n, 832, 7, 7)
            "inception5b": inception(832, 384, (192, 384), (48, 128), 128),  # (n, 1024, 7, 7)
            "avgpool": AdaptiveAvgPool2d(1),  # (n, 1024, 1, 1)
            "flatten": Flatten(),  # (n, 1024)
            "dropout": Dropout(0.2, rng=rng),
            "fc": Linear(1024, num_classes, rng=rng, dtype=dtype),  # (n, 1000)
        }
    )
