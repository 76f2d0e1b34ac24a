"""The hourglass: down to a small map and up again, with a branch at every resolution that is added on the way up.

Source: Newell, Yang and Deng (2016), Stacked hourglass networks for human pose estimation, figure 3,
https://doi.org/10.1007/978-3-319-46484-8_29. The paper stacks eight of them and has more in a block; this is one.
"""

from functools import partial

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_divisible
from cnnlib.numpy_nn.activation import ReLU
from cnnlib.numpy_nn.container import Residual, Sequential
from cnnlib.numpy_nn.conv import Conv2d
from cnnlib.numpy_nn.init import Seed
from cnnlib.numpy_nn.models.resnet import BasicBlock
from cnnlib.numpy_nn.pool import MaxPool2d
from cnnlib.numpy_nn.upsample import Upsample


class Hourglass(Residual):
    """Add what a smaller hourglass says at half the resolution to what a block says at this one.

    (N, channels, H, W) to the same; H and W are multiples of 2^depth, else ValueError. The smallest hourglass, of
    depth 0, is a block.

    >>> Hourglass(4, depth=2)(np.zeros((1, 4, 12, 8), dtype=np.float32)).shape
    (1, 4, 12, 8)
    """

    def __init__(self, channels: int, depth: int, rng: Seed = None, dtype: str = "float32") -> None:
        rng = np.random.default_rng(rng)
        self.multiple = 2**depth
        block = partial(BasicBlock, channels, channels, rng=rng, dtype=dtype)
        inner = Hourglass(channels, depth - 1, rng, dtype) if depth > 1 else block()
        low = Sequential(
            {
                "pool": MaxPool2d(2),
                "block1": block(),
                "inner": inner,
                "block2": block(),
                "upsample": Upsample(scale_factor=2, mode="nearest"),
            }
        )
        super().__init__({"low": low}, {"high": block()})

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h w"]:
        """low(x) + high(x)."""
        check_divisible("Hourglass", x, self.multiple)
        return super().forward(x)


def hourglass(
    num_classes: int = 5,
    in_channels: int = 3,
    width: int = 32,
    depth: int = 3,
    rng: Seed = None,
    dtype: str = "float32",
) -> Sequential:
    """A convolution, an hourglass, and a score for every class at every pixel: 186,661 parameters for 5 classes.

    (N, in_channels, H, W) to (N, num_classes, H, W); H and W are multiples of 2^depth.

    >>> hourglass(width=4, rng=0)(np.zeros((1, 3, 16, 24), dtype=np.float32)).shape
    (1, 5, 16, 24)
    """
    rng = np.random.default_rng(rng)
    conv = partial(Conv2d, rng=rng, dtype=dtype)
    return Sequential(
        {
            "stem": conv(in_channels, width, kernel_size=3, padding=1),  # (n, 32, h, w)
            "relu": ReLU(),
            "hourglass": Hourglass(width, depth, rng, dtype),  # (n, 32, h, w)
            "head": conv(width, num_classes, kernel_size=1),  # (n, classes, h, w)
        }
    )
