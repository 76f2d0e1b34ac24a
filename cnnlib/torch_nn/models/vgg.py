"""VGG: only 3 x 3 convolutions, in five blocks, each with half the resolution of the last.

Source: Simonyan and Zisserman (2015), Very deep convolutional networks for large-scale image recognition, table 1,
https://arxiv.org/abs/1409.1556.
"""

from functools import partial

import numpy as np
from torch import nn

from cnnlib.torch_nn.activation import ReLU
from cnnlib.torch_nn.adaptive_pool import AdaptiveAvgPool2d
from cnnlib.torch_nn.container import Flatten, Sequential
from cnnlib.torch_nn.conv import Conv2d
from cnnlib.torch_nn.dropout import Dropout
from cnnlib.torch_nn.init import Seed
from cnnlib.torch_nn.linear import Linear
from cnnlib.torch_nn.pool import MaxPool2d


class VGG(Sequential):
    """Five blocks of so many convolutions each, then three linear layers.

    (N, in_channels, 224, 224), or any other size from 32 x 32, to scores (N, num_classes). Names and shapes are
    those of torchvision. ``width`` is the number of channels of the first block; all others follow from it.

    >>> import torch
    >>> net = VGG((1, 1, 1, 1, 1), num_classes=10, width=4, rng=0)
    >>> net(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """

    def __init__(
        self,
        convs: tuple[int, int, int, int, int],
        num_classes: int = 1000,
        in_channels: int = 3,
        width: int = 64,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        rng = np.random.default_rng(rng)
        linear = partial(Linear, rng=rng, dtype=dtype)
        channels = [in_channels, width, 2 * width, 4 * width, 8 * width, 8 * width]
        features: list[nn.Module] = []
        for count, c_in, c_out in zip(convs, channels[:-1], channels[1:], strict=True):
            features += block(count, c_in, c_out, rng, dtype)
        classifier = Sequential(
            linear(8 * width * 7 * 7, 64 * width),  # (n, 4096)
            ReLU(),
            Dropout(0.5, rng=rng),
            linear(64 * width, 64 * width),  # (n, 4096)
            ReLU(),
            Dropout(0.5, rng=rng),
            linear(64 * width, num_classes),  # (n, 1000)
        )
        super().__init__(
            {
                "features": Sequential(*features),  # (n, 512, 7, 7)
                "avgpool": AdaptiveAvgPool2d(7),  # (n, 512, 7, 7), whatever the size of the picture
                "flatten": Flatten(),  # (n, 25088)
                "classifier": classifier,
            }
        )


def block(count: int, in_channels: int, out_channels: int, rng: Seed, dtype: str) -> list[nn.Module]:
    """List the layers of one block: ``count`` convolutions that keep the size, and a pool that halves it."""
    layers: list[nn.Module] = []
    for place in range(count):
        c_in = out_channels if place else in_channels
        layers += [Conv2d(c_in, out_channels, kernel_size=3, padding=1, rng=rng, dtype=dtype), ReLU()]
    return [*layers, MaxPool2d(2)]


def vgg11(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> VGG:
    """Configuration A, 11 weight layers: 132,863,336 parameters. Shapes as in ``VGG``.

    >>> len([name for name in vgg11(width=2, rng=0).state_dict() if name.endswith("weight")])
    11
    """
    return VGG((1, 1, 2, 2, 2), num_classes, in_channels, width, rng, dtype)


def vgg13(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> VGG:
    """Configuration B, 13 weight layers: 133,047,848 parameters. Shapes as in ``VGG``.

    >>> len([name for name in vgg13(width=2, rng=0).state_dict() if name.endswith("weight")])
    13
    """
    return VGG((2, 2, 2, 2, 2), num_classes, in_channels, width, rng, dtype)


def vgg16(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> VGG:
    """Configuration D, 16 weight layers: 138,357,544 parameters. Shapes as in ``VGG``.

    >>> len([name for name in vgg16(width=2, rng=0).state_dict() if name.endswith("weight")])
    16
    """
    return VGG((2, 2, 3, 3, 3), num_classes, in_channels, width, rng, dtype)


def vgg19(
    num_classes: int = 1000, in_channels: int = 3, width: int = 64, rng: Seed = None, dtype: str = "float32"
) -> VGG:
    """Configuration E, 19 weight layers: 143,667,240 parameters. Shapes as in ``VGG``.

    >>> len([name for name in vgg19(width=2, rng=0).state_dict() if name.endswith("weight")])
    19
    """
    return VGG((2, 2, 4, 4, 4), num_classes, in_channels, width, rng, dtype)
