"""Residual networks, and the plain ones of the same depth that they are compared with.

Source: He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, figures 3 and 5 and table 1,
https://doi.org/10.1109/CVPR.2016.90.
"""

from functools import partial

import numpy as np
import torch
from jaxtyping import Float
from torch import nn

from cnnlib.torch_nn.activation import ReLU
from cnnlib.torch_nn.adaptive_pool import AdaptiveAvgPool2d
from cnnlib.torch_nn.batchnorm import BatchNorm2d
from cnnlib.torch_nn.container import Flatten, Residual, Sequential
from cnnlib.torch_nn.conv import Conv2d
from cnnlib.torch_nn.init import Seed
from cnnlib.torch_nn.linear import Linear
from cnnlib.torch_nn.pool import MaxPool2d


class PlainBlock(Sequential):
    """Two 3 x 3 convolutions, each with batch norm and ReLU; the first one has the stride.

    >>> PlainBlock(4, 8, stride=2)(torch.zeros(2, 4, 6, 6)).shape
    torch.Size([2, 8, 3, 3])
    """

    expansion = 1

    def __init__(
        self, in_channels: int, channels: int, stride: int = 1, rng: Seed = None, dtype: str = "float32"
    ) -> None:
        super().__init__({**two_convs(in_channels, channels, stride, rng, dtype), "relu2": ReLU()})


class BasicBlock(Residual):
    """The same two convolutions around which the input is carried, and a ReLU after the sum: figure 5, left.

    >>> BasicBlock(4, 8, stride=2)(torch.zeros(2, 4, 6, 6)).shape
    torch.Size([2, 8, 3, 3])
    """

    expansion = 1

    def __init__(
        self, in_channels: int, channels: int, stride: int = 1, rng: Seed = None, dtype: str = "float32"
    ) -> None:
        rng = np.random.default_rng(rng)
        body = two_convs(in_channels, channels, stride, rng, dtype)
        super().__init__(body, projection(in_channels, channels, stride, rng, dtype))
        self.relu2 = ReLU()

    def forward(self, x: Float[torch.Tensor, "n c_in h w"]) -> Float[torch.Tensor, "n c_out h_out w_out"]:
        """relu(body(x) + shortcut(x))."""
        return self.relu2(super().forward(x))


class Bottleneck(Residual):
    """A 1 x 1 convolution to fewer channels, a 3 x 3 one, and a 1 x 1 one to four times as many: figure 5, right.

    The 3 x 3 convolution has the stride, as in torchvision; in the paper it is the first.

    >>> Bottleneck(16, 4, stride=2)(torch.zeros(2, 16, 6, 6)).shape
    torch.Size([2, 16, 3, 3])
    """

    expansion = 4

    def __init__(
        self, in_channels: int, channels: int, stride: int = 1, rng: Seed = None, dtype: str = "float32"
    ) -> None:
        rng = np.random.default_rng(rng)
        conv, norm = partial(Conv2d, bias=False, rng=rng, dtype=dtype), partial(BatchNorm2d, dtype=dtype)
        out_channels = self.expansion * channels
        body = {
            "conv1": conv(in_channels, channels, kernel_size=1),
            "bn1": norm(channels),
            "relu1": ReLU(),
            "conv2": conv(channels, channels, kernel_size=3, stride=stride, padding=1),
            "bn2": norm(channels),
            "relu2": ReLU(),
            "conv3": conv(channels, out_channels, kernel_size=1),
            "bn3": norm(out_channels),
        }
        super().__init__(body, projection(in_channels, out_channels, stride, rng, dtype))
        self.relu3 = ReLU()

    def forward(self, x: Float[torch.Tensor, "n c_in h w"]) -> Float[torch.Tensor, "n c_out h_out w_out"]:
        """relu(body(x) + shortcut(x))."""
        return self.relu3(super().forward(x))


def two_convs(in_channels: int, channels: int, stride: int, rng: Seed, dtype: str) -> dict[str, nn.Module]:
    """Name what plain and basic blocks share: conv, norm, ReLU, conv, norm."""
    rng = np.random.default_rng(rng)
    conv = partial(Conv2d, kernel_size=3, padding=1, bias=False, rng=rng, dtype=dtype)
    return {
        "conv1": conv(in_channels, channels, stride=stride),
        "bn1": BatchNorm2d(channels, dtype=dtype),
        "relu1": ReLU(),
        "conv2": conv(channels, channels),
        "bn2": BatchNorm2d(channels, dtype=dtype),
    }


def projection(
    in_channels: int, out_channels: int, stride: int, rng: Seed, dtype: str
) -> dict[str, nn.Module]:
    """Fit the shortcut to a body that changes the shape, by a 1 x 1 convolution; leave it empty elsewhere."""
    if stride == 1 and in_channels == out_channels:
        return {}
    conv = Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False, rng=rng, dtype=dtype)
    return {"downsample": Sequential(conv, BatchNorm2d(out_channels, dtype=dtype))}


class ResNet(Sequential):
    """A stem, four stages of so many blocks, a mean over the map, one linear layer.

    (N, in_channels, 224, 224), or any other size, to scores (N, num_classes). Names and shapes are those of
    torchvision. ``width`` is the number of channels of the first stage; each next one has twice as many and half
    the resolution.

    >>> net = ResNet(BasicBlock, (1, 1, 1, 1), num_classes=10, in_channels=1, width=4, rng=0)
    >>> net(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """

    def __init__(
        self,
        block: type[PlainBlock] | type[BasicBlock] | type[Bottleneck],
        blocks: tuple[int, int, int, int],
        num_classes: int = 1000,
        in_channels: int = 3,
        width: int = 64,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        rng = np.random.default_rng(rng)
        wide = block.expansion * width  # channels that leave the first stage

        def stage(place: int, in_channels: int) -> Sequential:
            """The first block of a stage halves the resolution, except in the first stage."""
            channels, stride = width * 2**place, 2 if place else 1
            first = block(in_channels, channels, stride, rng, dtype)
            more = blocks[place] - 1
            rest = [block(block.expansion * channels, channels, 1, rng, dtype) for _ in range(more)]
            return Sequential(first, *rest)

        stem = Conv2d(
            in_channels, width, kernel_size=7, stride=2, padding=3, bias=False, rng=rng, dtype=dtype
        )
        super().__init__(
            {
                "conv1": stem,  # (n, 64, 112, 112)
                "bn1": BatchNorm2d(width, dtype=dtype),
                "relu": ReLU(),
                "maxpool": MaxPool2d(3, stride=2, padding=1),  # (n, 64, 56, 56)
                "layer1": stage(0, width),  # (n, 64, 56, 56)
                "layer2": stage(1, wide),  # (n, 128, 28, 28)
                "layer3": stage(2, 2 * wide),  # (n, 256, 14, 14)
                "layer4": stage(3, 4 * wide),  # (n, 512, 7, 7)
                "avgpool": AdaptiveAvgPool2d(1),  # (n, 512, 1, 1)
                "flatten": Flatten(),  # (n, 512)
                "fc": Linear(8 * wide, num_classes, rng=rng, dtype=dtype),  # (n, 1000)
            }
        )


def plain18(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> ResNet:
    """18 layers without shortcuts: 11,515,688 parameters, 173,824 less than ``resnet18``, which has projections.

    Shapes as in ``ResNet``.

    >>> plain18(num_classes=10, width=2, rng=0)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """
    return ResNet(PlainBlock, (2, 2, 2, 2), num_classes, in_channels, width, rng, dtype)


def plain34(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> ResNet:
    """34 layers without shortcuts: 21,623,848 parameters, figure 3, middle.

    Shapes as in ``ResNet``.

    >>> plain34(num_classes=10, width=2, rng=0)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """
    return ResNet(PlainBlock, (3, 4, 6, 3), num_classes, in_channels, width, rng, dtype)


def resnet18(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> ResNet:
    """18 layers in residual blocks: 11,689,512 parameters.

    Shapes as in ``ResNet``.

    >>> resnet18(num_classes=10, width=2, rng=0)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """
    return ResNet(BasicBlock, (2, 2, 2, 2), num_classes, in_channels, width, rng, dtype)


def resnet34(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> ResNet:
    """34 layers in residual blocks: 21,797,672 parameters, figure 3, right.

    Shapes as in ``ResNet``.

    >>> resnet34(num_classes=10, width=2, rng=0)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """
    return ResNet(BasicBlock, (3, 4, 6, 3), num_classes, in_channels, width, rng, dtype)


def resnet50(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> ResNet:
    """50 layers in bottleneck blocks: 25,557,032 parameters. Each stage has four times the channels of ``resnet34``.

    Shapes as in ``ResNet``.

    >>> resnet50(num_classes=10, width=2, rng=0)(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """
    return ResNet(Bottleneck, (3, 4, 6, 3), num_classes, in_channels, width, rng, dtype)
