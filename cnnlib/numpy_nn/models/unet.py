"""U-Net: down one side of the U, up the other, and across it the details that the way down lost.

Source: Ronneberger, Fischer and Brox (2015), U-Net: convolutional networks for biomedical image segmentation,
figure 1, https://doi.org/10.1007/978-3-319-24574-4_28. The paper convolves without padding, so that its output is
smaller than its input and it crops what it copies; here every convolution is padded and the sizes match.
"""

from functools import partial
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from cnnlib.numpy_nn.activation import ReLU
from cnnlib.numpy_nn.batchnorm import BatchNorm2d
from cnnlib.numpy_nn.container import Sequential, concat
from cnnlib.numpy_nn.conv import Conv2d
from cnnlib.numpy_nn.conv_transpose import ConvTranspose2d
from cnnlib.numpy_nn.init import Seed
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.pad import pad2d, pad2d_backward
from cnnlib.numpy_nn.pool import MaxPool2d


class DoubleConv(Sequential):
    """Two 3 x 3 convolutions, each with a ReLU; with ``norm`` batch norm between them takes the place of the bias.

    >>> DoubleConv(3, 8)(np.zeros((2, 3, 6, 5), dtype=np.float32)).shape
    (2, 8, 6, 5)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        norm: bool = False,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        rng = np.random.default_rng(rng)
        conv = partial(Conv2d, kernel_size=3, padding=1, bias=not norm, rng=rng, dtype=dtype)
        layers = dict[str, Layer]()
        for number, channels in (("1", in_channels), ("2", out_channels)):
            layers[f"conv{number}"] = conv(channels, out_channels)
            if norm:
                layers[f"bn{number}"] = BatchNorm2d(out_channels, dtype=dtype)
            layers[f"relu{number}"] = ReLU()
        super().__init__(layers)


class Join(Layer):
    """Lay what comes from below beside what was kept at this resolution: the gray arrows of figure 1.

    Pooling rounds an odd size down; there ``below`` is a row or a column short, and zeros are added. With
    ``skip=False`` what was kept is left out.

    >>> kept, below = np.zeros((1, 2, 5, 6), dtype=np.float32), np.zeros((1, 3, 4, 6), dtype=np.float32)
    >>> Join()(kept, below).shape
    (1, 5, 5, 6)
    """

    def __init__(self, skip: bool = True) -> None:
        super().__init__()
        self.skip = skip

    def forward(
        self, kept: Float[np.ndarray, "n c_kept h w"], below: Float[np.ndarray, "n c_below h_below w_below"]
    ) -> Float[np.ndarray, "n c_out h w"]:
        """(N, C, H, W) and (N, C', H or H - 1, W or W - 1) to (N, C + C', H, W)."""
        (h, w), (h_below, w_below) = kept.shape[2:], below.shape[2:]
        self.missing = (0, h - h_below), (0, w - w_below)
        below = pad2d(below, self.missing)
        return concat([kept, below], dim=1) if self.skip else below

    def backward(
        self, dy: Float[np.ndarray, "n c_out h w"]
    ) -> tuple[Float[np.ndarray, "n c_kept h w"], Float[np.ndarray, "n c_below h_below w_below"]]:
        """Cut dy into its two parts."""
        kept, below = self.inputs
        c_kept = kept.shape[1] if self.skip else 0
        dkept = dy[:, :c_kept] if self.skip else np.zeros_like(kept)
        return dkept, pad2d_backward(dy[:, c_kept:], below, self.missing)


class UNet(Layer):
    """A contracting and an expanding path of ``depth`` steps, joined at each resolution.

    (N, in_channels, H, W) to a score for every class at every pixel, (N, num_classes, H, W); H and W are at least
    2^depth. ``width`` is the number of channels at full resolution, doubled with every step down. With
    ``skips=False`` nothing goes across, and what comes from below has to do. ``norm`` adds batch norm, which the paper
    does not have and which lets it train in a few minutes.

    >>> UNet(2, 1, width=4, depth=2, rng=0)(np.zeros((1, 1, 13, 10), dtype=np.float32)).shape
    (1, 2, 13, 10)
    """

    def __init__(
        self,
        num_classes: int,
        in_channels: int,
        width: int = 64,
        depth: int = 4,
        skips: bool = True,
        norm: bool = False,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        double_conv = partial(DoubleConv, norm=norm, rng=rng, dtype=dtype)
        up_conv = partial(ConvTranspose2d, kernel_size=2, stride=2, rng=rng, dtype=dtype)
        *channels, lowest = [width * 2**step for step in range(depth + 1)]  # 64, 128, 256, 512; 1024
        self.contract = Sequential(*(double_conv(a, b) for a, b in pairwise([in_channels, *channels])))
        self.pools = Sequential(*(MaxPool2d(2) for _ in channels))
        self.bottom = double_conv(channels[-1], lowest)
        climb = list(pairwise([lowest, *reversed(channels)]))  # (1024, 512), (512, 256), ...
        self.up_convs = Sequential(*(up_conv(a, b) for a, b in climb))
        self.joins = Sequential(*(Join(skips) for _ in climb))
        self.expand = Sequential(*(double_conv(2 * b if skips else b, b) for _, b in climb))
        self.head = Conv2d(width, num_classes, kernel_size=1, rng=rng, dtype=dtype)

    def forward(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n classes h w"]:
        """(N, in_channels, H, W) to (N, num_classes, H, W)."""
        kept = []
        for convs, pool in zip(self.contract, self.pools, strict=True):
            kept.append(convs(x))  # (n, 64, h, w), (n, 128, h / 2, w / 2), ...
            x = pool(kept[-1])
        x = self.bottom(x)  # (n, 1024, h / 16, w / 16)
        for up_conv, join, convs in zip(self.up_convs, self.joins, self.expand, strict=True):
            x = convs(join(kept.pop(), up_conv(x)))  # ..., (n, 128, h / 2, w / 2), (n, 64, h, w)
        return self.head(x)

    def backward(self, dy: Float[np.ndarray, "n classes h w"]) -> Float[np.ndarray, "n c_in h w"]:
        """The same way back; what was kept gets its gradient twice, from across and from below."""
        dy, dkept = self.head.backward(dy), []
        for up_conv, join, convs in reversed(list(zip(self.up_convs, self.joins, self.expand, strict=True))):
            across, below = join.backward(convs.backward(dy))
            dkept.append(across)
            dy = up_conv.backward(below)
        dy = self.bottom.backward(dy)
        for convs, pool in reversed(list(zip(self.contract, self.pools, strict=True))):
            dy = convs.backward(pool.backward(dy) + dkept.pop())
        return dy


def unet(
    num_classes: int = 2,
    in_channels: int = 1,
    width: int = 64,
    depth: int = 4,
    skips: bool = True,
    norm: bool = False,
    rng: Seed = None,
    dtype: str = "float32",
) -> UNet:
    """The network of figure 1, padded: 31,030,658 parameters. Shapes as in ``UNet``.

    >>> unet(num_classes=5, in_channels=3, width=4, rng=0)(np.zeros((1, 3, 32, 48), dtype=np.float32)).shape
    (1, 5, 32, 48)
    """
    return UNet(num_classes, in_channels, width, depth, skips, norm, rng, dtype)
