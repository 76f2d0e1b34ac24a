"""LeNet-5 as it is built today: ReLU and max pooling in the frame of 1998, whose own version is ``lenet5_1998``.

Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, figure 2,
https://doi.org/10.1109/5.726791.
"""

from functools import partial

import numpy as np

from cnnlib.torch_nn.activation import ReLU
from cnnlib.torch_nn.container import Flatten, Sequential
from cnnlib.torch_nn.conv import Conv2d
from cnnlib.torch_nn.init import Seed
from cnnlib.torch_nn.linear import Linear
from cnnlib.torch_nn.pool import MaxPool2d


def lenet5(num_classes: int = 10, rng: Seed = None, dtype: str = "float32") -> Sequential:
    """[Conv, ReLU, Pool] twice, then three linear layers: 61,706 parameters for ten classes.

    (N, 1, 28, 28), a digit of MNIST, to scores (N, num_classes). The layers have the names of the paper, where C is a
    convolution, S subsampling, and F fully connected. C5 reads all of S4, so that the paper's convolution by 5 x 5
    there is a linear layer.

    >>> import torch
    >>> lenet5(rng=0)(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """
    rng = np.random.default_rng(rng)
    conv, linear = partial(Conv2d, rng=rng, dtype=dtype), partial(Linear, rng=rng, dtype=dtype)
    return Sequential(
        {
            "c1": conv(1, 6, kernel_size=5, padding=2),  # (n, 6, 28, 28)
            "relu1": ReLU(),
            "s2": MaxPool2d(2),  # (n, 6, 14, 14)
            "c3": conv(6, 16, kernel_size=5),  # (n, 16, 10, 10)
            "relu3": ReLU(),
            "s4": MaxPool2d(2),  # (n, 16, 5, 5)
            "flatten": Flatten(),  # (n, 400)
            "c5": linear(400, 120),  # (n, 120)
            "relu5": ReLU(),
            "f6": linear(120, 84),  # (n, 84)
            "relu6": ReLU(),
            "output": linear(84, num_classes),  # (n, 10)
        }
    )
