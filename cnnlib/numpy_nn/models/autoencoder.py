"""An autoencoder: squeeze a picture into a short code, and draw the picture from the code again.

Sources: Hinton and Salakhutdinov (2006), Reducing the dimensionality of data with neural networks,
https://doi.org/10.1126/science.1127647; Masci, Meier, Cireşan and Schmidhuber (2011), Stacked convolutional
auto-encoders for hierarchical feature extraction, https://doi.org/10.1007/978-3-642-21735-7_7.
"""

from functools import partial

import numpy as np

from cnnlib.numpy_nn.activation import ReLU
from cnnlib.numpy_nn.container import Sequential
from cnnlib.numpy_nn.conv import Conv2d
from cnnlib.numpy_nn.conv_transpose import ConvTranspose2d
from cnnlib.numpy_nn.init import Seed


def autoencoder(
    code_size: int = 32, in_channels: int = 1, rng: Seed = None, dtype: str = "float32"
) -> Sequential:
    """Halve 28 x 28 pixels twice, read all 7 x 7 at once into the code, and go the same way back: 107,345 parameters.

    (N, in_channels, 28, 28) to the same. ``net[0]``, the encoder, gives the code (N, code_size, 1, 1), features of the
    picture that were learnt without a label; ``net[1]`` is the decoder.

    >>> net, x = autoencoder(rng=0), np.zeros((2, 1, 28, 28), dtype=np.float32)
    >>> net[0](x).shape, net(x).shape
    ((2, 32, 1, 1), (2, 1, 28, 28))
    """
    rng = np.random.default_rng(rng)
    conv, up_conv = partial(Conv2d, rng=rng, dtype=dtype), partial(ConvTranspose2d, rng=rng, dtype=dtype)
    encoder = Sequential(
        conv(in_channels, 16, kernel_size=3, stride=2, padding=1),  # (n, 16, 14, 14)
        ReLU(),
        conv(16, 32, kernel_size=3, stride=2, padding=1),  # (n, 32, 7, 7)
        ReLU(),
        conv(32, code_size, kernel_size=7),  # (n, 32, 1, 1)
    )
    decoder = Sequential(
        up_conv(code_size, 32, kernel_size=7),  # (n, 32, 7, 7)
        ReLU(),
        up_conv(32, 16, kernel_size=2, stride=2),  # (n, 16, 14, 14)
        ReLU(),
        up_conv(16, in_channels, kernel_size=2, stride=2),  # (n, 1, 28, 28)
    )
    return Sequential({"encoder": encoder, "decoder": decoder})
