"""Residual networks for small pictures, and the plain ones of the same depth that they are compared with.

Three stages of n blocks, on 32 x 32, 16 x 16 and 8 x 8 positions, between one convolution and one linear layer: 6 n + 2
layers with weights. Source: He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section 4.2,
https://doi.org/10.1109/CVPR.2016.90. Where a shortcut changes the shape, the paper fills up with zeros; here it has a
1 x 1 convolution, as in ``resnet18``.
"""

from functools import partial

import numpy as np

from cnnlib.numpy_nn.activation import ReLU
from cnnlib.numpy_nn.adaptive_pool import AdaptiveAvgPool2d
from cnnlib.numpy_nn.batchnorm import BatchNorm2d
from cnnlib.numpy_nn.container import Flatten, Sequential
from cnnlib.numpy_nn.conv import Conv2d
from cnnlib.numpy_nn.init import Seed
from cnnlib.numpy_nn.linear import Linear
from cnnlib.numpy_nn.models.resnet import BasicBlock, PlainBlock


class SmallResNet(Sequential):
    """A convolution, three stages of (depth - 2) / 6 blocks, a mean over the map, one linear layer.

    (N, in_channels, 32, 32), or any other size, to scores (N, num_classes). ``width`` is the number of channels of the
    first stage; each next one has twice as many and half the resolution. Raises ValueError for a ``depth`` that is not
    6 n + 2.

    >>> SmallResNet(BasicBlock, 8, width=4, rng=0)(np.zeros((2, 1, 28, 28), dtype=np.float32)).shape
    (2, 10)
    """

    def __init__(
        self,
        block: type[PlainBlock] | type[BasicBlock],
        depth: int,
        num_classes: int = 10,
        in_channels: int = 1,
        width: int = 16,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        blocks, rest = divmod(depth - 2, 6)
        if blocks < 1 or rest:
            raise ValueError(
                f"{type(self).__name__}: expected depth as 6 n + 2, say 8, 14 or 20, got {depth}"
            )
        rng = np.random.default_rng(rng)
        make = partial(block, rng=rng, dtype=dtype)

        def stage(place: int) -> Sequential:
            """The first block of a stage halves the resolution and doubles the channels, but for the first stage."""
            channels = width * 2**place
            first = make(channels // 2, channels, stride=2) if place else make(channels, channels)
            return Sequential(first, *(make(channels, channels) for _ in range(blocks - 1)))

        stem = Conv2d(in_channels, width, kernel_size=3, padding=1, bias=False, rng=rng, dtype=dtype)
        super().__init__(
            {
                "conv1": stem,  # (n, 16, 32, 32)
                "bn1": BatchNorm2d(width, dtype=dtype),
                "relu": ReLU(),
                "layer1": stage(0),  # (n, 16, 32, 32)
                "layer2": stage(1),  # (n, 32, 16, 16)
                "layer3": stage(2),  # (n, 64, 8, 8)
                "avgpool": AdaptiveAvgPool2d(1),  # (n, 64, 1, 1)
                "flatten": Flatten(),  # (n, 64)
                "fc": Linear(4 * width, num_classes, rng=rng, dtype=dtype),  # (n, 10)
            }
        )


def small_plain(
    depth: int = 8,
    num_classes: int = 10,
    in_channels: int = 1,
    width: int = 16,
    rng: Seed = None,
    dtype: str = "float32",
) -> SmallResNet:
    """``depth`` layers without shortcuts; 75,002 parameters with 8. Shapes as in ``SmallResNet``.

    >>> small_plain(14, width=2, rng=0)(np.zeros((2, 1, 28, 28), dtype=np.float32)).shape
    (2, 10)
    """
    return SmallResNet(PlainBlock, depth, num_classes, in_channels, width, rng, dtype)


def small_resnet(
    depth: int = 8,
    num_classes: int = 10,
    in_channels: int = 1,
    width: int = 16,
    rng: Seed = None,
    dtype: str = "float32",
) -> SmallResNet:
    """``depth`` layers in residual blocks; 77,754 parameters with 8. Shapes as in ``SmallResNet``.

    >>> small_resnet(14, width=2, rng=0)(np.zeros((2, 1, 28, 28), dtype=np.float32)).shape
    (2, 10)
    """
    return SmallResNet(BasicBlock, depth, num_classes, in_channels, width, rng, dtype)
