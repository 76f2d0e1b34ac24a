"""An encoder and a decoder that puts every maximum back to where it came from.

Source: Noh, Hong and Han (2015), Learning deconvolution network for semantic segmentation, figures 2 and 3,
https://doi.org/10.1109/ICCV.2015.178. The paper mirrors all of VGG-16; this is the same idea in three steps.
"""

from functools import partial
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from cnnlib.numpy_nn.activation import ReLU
from cnnlib.numpy_nn.batchnorm import BatchNorm2d
from cnnlib.numpy_nn.container import Sequential
from cnnlib.numpy_nn.conv import Conv2d
from cnnlib.numpy_nn.conv_transpose import ConvTranspose2d
from cnnlib.numpy_nn.init import Seed
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.pool import MaxPool2d
from cnnlib.numpy_nn.unpool import MaxUnpool2d


class EncoderDecoder(Layer):
    """Convolve and pool, three times; unpool and convolve back, three times.

    (N, in_channels, H, W) to a score for every class at every pixel, (N, num_classes, H, W); H and W are at least 8. A
    pool remembers where its maxima were, and the unpool at the same resolution puts its numbers there, among zeros.

    >>> EncoderDecoder(5, 3, width=4, rng=0)(np.zeros((2, 3, 17, 24), dtype=np.float32)).shape
    (2, 5, 17, 24)
    """

    def __init__(
        self, num_classes: int, in_channels: int, width: int = 16, rng: Seed = None, dtype: str = "float32"
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        conv = partial(Conv2d, kernel_size=3, padding=1, bias=False, rng=rng, dtype=dtype)
        up_conv = partial(ConvTranspose2d, kernel_size=3, padding=1, bias=False, rng=rng, dtype=dtype)

        def norm_relu(layer: Conv2d | ConvTranspose2d, channels: int) -> Sequential:
            return Sequential({"conv": layer, "bn": BatchNorm2d(channels, dtype=dtype), "relu": ReLU()})

        channels = [width, 2 * width, 4 * width]
        climb = list(pairwise([*reversed(channels), width]))  # (64, 32), (32, 16), (16, 16)
        self.encode = Sequential(*(norm_relu(conv(a, b), b) for a, b in pairwise([in_channels, *channels])))
        self.pools = Sequential(*(MaxPool2d(2, return_indices=True) for _ in channels))
        self.bottom = norm_relu(conv(channels[-1], channels[-1]), channels[-1])
        self.unpools = Sequential(*(MaxUnpool2d(2) for _ in climb))
        self.decode = Sequential(*(norm_relu(up_conv(a, b), b) for a, b in climb))
        self.head = Conv2d(width, num_classes, kernel_size=1, rng=rng, dtype=dtype)

    def forward(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n classes h w"]:
        """(N, in_channels, H, W) to (N, num_classes, H, W)."""
        places = []
        for conv, pool in zip(self.encode, self.pools, strict=True):
            x = conv(x)  # (n, 16, h, w), (n, 32, h / 2, w / 2), (n, 64, h / 4, w / 4)
            size = x.shape[2:]
            x, indices = pool(x)
            places.append((indices, size))
        x = self.bottom(x)  # (n, 64, h / 8, w / 8)
        for unpool, conv in zip(self.unpools, self.decode, strict=True):
            x = conv(unpool(x, *places.pop()))  # (n, 32, h / 4, w / 4), (n, 16, h / 2, w / 2), (n, 16, h, w)
        return self.head(x)

    def backward(self, dy: Float[np.ndarray, "n classes h w"]) -> Float[np.ndarray, "n c_in h w"]:
        """Back through every layer; the places of the maxima are numbers without a gradient."""
        dy = self.head.backward(dy)
        for unpool, conv in reversed(list(zip(self.unpools, self.decode, strict=True))):
            dy = unpool.backward(conv.backward(dy))
        dy = self.bottom.backward(dy)
        for conv, pool in reversed(list(zip(self.encode, self.pools, strict=True))):
            dy = conv.backward(pool.backward(dy))
        return dy


def encoder_decoder(
    num_classes: int = 5, in_channels: int = 3, width: int = 16, rng: Seed = None, dtype: str = "float32"
) -> EncoderDecoder:
    """Three steps down and up with 16, 32 and 64 channels: 86,245 parameters. Shapes as in ``EncoderDecoder``.

    >>> encoder_decoder(rng=0)(np.zeros((1, 3, 64, 64), dtype=np.float32)).shape
    (1, 5, 64, 64)
    """
    return EncoderDecoder(num_classes, in_channels, width, rng, dtype)
