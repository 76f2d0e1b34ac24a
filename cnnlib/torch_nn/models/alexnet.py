"""AlexNet, the network that won ImageNet in 2012, and its slimmer form of 2014, whose weights are published.

Sources: Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional neural networks,
figure 2, https://doi.org/10.1145/3065386; Krizhevsky (2014), One weird trick for parallelizing convolutional neural
networks, https://arxiv.org/abs/1404.5997.
"""

from functools import partial

import numpy as np

from cnnlib.torch_nn.activation import ReLU
from cnnlib.torch_nn.adaptive_pool import AdaptiveAvgPool2d
from cnnlib.torch_nn.container import Flatten, Sequential
from cnnlib.torch_nn.conv import Conv2d
from cnnlib.torch_nn.dropout import Dropout
from cnnlib.torch_nn.init import Seed
from cnnlib.torch_nn.linear import Linear
from cnnlib.torch_nn.pool import MaxPool2d
from cnnlib.torch_nn.response_norm import LocalResponseNorm


def alexnet(num_classes: int = 1000, rng: Seed = None, dtype: str = "float32") -> Sequential:
    """Five convolutions, three linear layers, as in torchvision: 61,100,840 parameters.

    (N, 3, 224, 224), or any other size from 63 x 63, to scores (N, num_classes). Names and shapes are those of
    torchvision. This is the network of 2014: no groups, no normalization, 64 and 192 filters first.

    >>> import torch
    >>> net = alexnet(num_classes=10, rng=0)
    >>> net(torch.zeros(1, 3, 224, 224)).shape
    torch.Size([1, 10])
    """
    rng = np.random.default_rng(rng)
    conv, linear = partial(Conv2d, rng=rng, dtype=dtype), partial(Linear, rng=rng, dtype=dtype)
    features = Sequential(
        conv(3, 64, kernel_size=11, stride=4, padding=2),  # (n, 64, 55, 55)
        ReLU(),
        MaxPool2d(3, stride=2),  # (n, 64, 27, 27)
        conv(64, 192, kernel_size=5, padding=2),  # (n, 192, 27, 27)
        ReLU(),
        MaxPool2d(3, stride=2),  # (n, 192, 13, 13)
        conv(192, 384, kernel_size=3, padding=1),  # (n, 384, 13, 13)
        ReLU(),
        conv(384, 256, kernel_size=3, padding=1),  # (n, 256, 13, 13)
        ReLU(),
        conv(256, 256, kernel_size=3, padding=1),  # (n, 256, 13, 13)
        ReLU(),
        MaxPool2d(3, stride=2),  # (n, 256, 6, 6)
    )
    classifier = Sequential(
        Dropout(0.5, rng=rng),
        linear(256 * 6 * 6, 4096),  # (n, 4096)
        ReLU(),
        Dropout(0.5, rng=rng),
        linear(4096, 4096),  # (n, 4096)
        ReLU(),
        linear(4096, num_classes),  # (n, 1000)
    )
    return Sequential(
        {
            "features": features,
            "avgpool": AdaptiveAvgPool2d(6),  # (n, 256, 6, 6), whatever the size of the picture
            "flatten": Flatten(),  # (n, 9216)
            "classifier": classifier,
        }
    )


def alexnet_2012(num_classes: int = 1000, rng: Seed = None, dtype: str = "float32") -> Sequential:
    """The network of the paper, split over two GPUs in convolutions 2, 4 and 5: 60,965,224 parameters.

    (N, 3, 227, 227) to scores (N, num_classes); the paper says 224, but then its first maps would have 54 columns
    and not 55. Two GPUs hold half of the maps each: ``groups=2`` wherever a half reads only itself. Normalization
    is that of section 3.3, with k = 2, n = 5, alpha = 0.0001 and beta = 0.75; PyTorch and we divide alpha by n, so
    that it is given as 0.0005. It runs over all maps, where each GPU knew only its own.

    >>> import torch
    >>> net = alexnet_2012(num_classes=10, rng=0)
    >>> net(torch.zeros(1, 3, 227, 227)).shape
    torch.Size([1, 10])
    """
    rng = np.random.default_rng(rng)
    conv, linear = partial(Conv2d, rng=rng, dtype=dtype), partial(Linear, rng=rng, dtype=dtype)
    features = Sequential(
        conv(3, 96, kernel_size=11, stride=4),  # (n, 96, 55, 55)
        ReLU(),
        LocalResponseNorm(5, alpha=5e-4, k=2.0),
        MaxPool2d(3, stride=2),  # (n, 96, 27, 27)
        conv(96, 256, kernel_size=5, padding=2, groups=2),  # (n, 256, 27, 27)
        ReLU(),
        LocalResponseNorm(5, alpha=5e-4, k=2.0),
        MaxPool2d(3, stride=2),  # (n, 256, 13, 13)
        conv(256, 384, kernel_size=3, padding=1),  # (n, 384, 13, 13): the GPUs meet
        ReLU(),
        conv(384, 384, kernel_size=3, padding=1, groups=2),  # (n, 384, 13, 13)
        ReLU(),
        conv(384, 256, kernel_size=3, padding=1, groups=2),  # (n, 256, 13, 13)
        ReLU(),
        MaxPool2d(3, stride=2),  # (n, 256, 6, 6)
    )
    classifier = Sequential(
        linear(256 * 6 * 6, 4096),  # (n, 4096)
        ReLU(),
        Dropout(0.5, rng=rng),
        linear(4096, 4096),  # (n, 4096)
        ReLU(),
        Dropout(0.5, rng=rng),
        linear(4096, num_classes),  # (n, 1000)
    )
    return Sequential({"features": features, "flatten": Flatten(), "classifier": classifier})
