"""A small YOLO: one look at the picture, and every cell of a grid says what is in it and where.

Source: Redmon, Divvala, Girshick and Farhadi (2016), You only look once: unified, real-time object detection,
figures 2 and 3, https://doi.org/10.1109/CVPR.2016.91. The paper pools a picture of 448 x 448 down to a grid of 7 x
7 and ends in two linear layers; here 56 x 56 gives 7 x 7, and 1 x 1 convolutions end it, so that the grid grows
with the picture. Batch norm is that of its successor, Redmon and Farhadi (2017),
https://doi.org/10.1109/CVPR.2017.690.
"""

from functools import partial

import numpy as np

from cnnlib.numpy_nn.activation import LeakyReLU
from cnnlib.numpy_nn.batchnorm import BatchNorm2d
from cnnlib.numpy_nn.container import Sequential
from cnnlib.numpy_nn.conv import Conv2d
from cnnlib.numpy_nn.init import Seed
from cnnlib.numpy_nn.pool import MaxPool2d


class ConvNormLeaky(Sequential):
    """A 3 x 3 convolution without bias, batch norm, leaky ReLU.

    >>> ConvNormLeaky(3, 8)(np.zeros((2, 3, 6, 5), dtype=np.float32)).shape
    (2, 8, 6, 5)
    """

    def __init__(self, in_channels: int, out_channels: int, rng: Seed = None, dtype: str = "float32") -> None:
        conv = Conv2d(in_channels, out_channels, kernel_size=3, padding=1, bias=False, rng=rng, dtype=dtype)
        super().__init__({"conv": conv, "bn": BatchNorm2d(out_channels, dtype=dtype), "relu": LeakyReLU(0.1)})


def small_yolo(
    num_classes: int = 4,
    boxes: int = 2,
    in_channels: int = 3,
    width: int = 16,
    rng: Seed = None,
    dtype: str = "float32",
) -> Sequential:
    """Halve the picture three times, look around, and say 5 numbers per box and one per class: 247,198 parameters.

    (N, in_channels, 8 S, 8 S) to (N, boxes * 5 + num_classes, S, S): for each cell x, y, the roots of width and height,
    and the confidence of the first box, then of the next, then a number for every class. ``yolo_decode`` reads them.

    >>> small_yolo(rng=0)(np.zeros((2, 3, 56, 56), dtype=np.float32)).shape
    (2, 14, 7, 7)
    """
    rng = np.random.default_rng(rng)

    conv = partial(ConvNormLeaky, rng=rng, dtype=dtype)
    linear = partial(Conv2d, kernel_size=1, rng=rng, dtype=dtype)  # the same one at every cell
    return Sequential(
        {
            "conv1": conv(in_channels, width),  # (n, 16, 56, 56)
            "pool1": MaxPool2d(2),  # (n, 16, 28, 28)
            "conv2": conv(width, 2 * width),  # (n, 32, 28, 28)
            "pool2": MaxPool2d(2),  # (n, 32, 14, 14)
            "conv3": conv(2 * width, 4 * width),  # (n, 64, 14, 14)
            "pool3": MaxPool2d(2),  # (n, 64, 7, 7)
            "conv4": conv(4 * width, 8 * width),  # (n, 128, 7, 7)
            "conv5": conv(8 * width, 8 * width),  # (n, 128, 7, 7)
            "head": linear(8 * width, boxes * 5 + num_classes),  # (n, 14, 7, 7)
        }
    )
