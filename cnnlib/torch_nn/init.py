"""First values of parameters: the numbers of ``numpy_nn.init``, as tensors."""

import torch

from cnnlib.numpy_nn import init as numpy_init
from cnnlib.numpy_nn.init import Seed


def fan_in_uniform(
    shape: tuple[int, ...], fan_in: int, rng: Seed = None, dtype: str = "float32"
) -> torch.Tensor:
    """Draw from the uniform distribution between -1 / sqrt(fan_in) and 1 / sqrt(fan_in), PyTorch's default.

    NumPy draws, so that one seed gives a NumPy layer and a PyTorch layer the same weights.

    >>> fan_in_uniform((2, 4), fan_in=4, rng=0)
    tensor([[ 0.1370, -0.2302, -0.4590, -0.4835],
            [ 0.3133,  0.4128,  0.1066,  0.2295]])
    """
    return torch.from_numpy(numpy_init.fan_in_uniform(shape, fan_in, rng, dtype))


def kaiming_uniform(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> torch.Tensor:
    """Draw from the uniform distribution between -b and b, b = sqrt(6 / fan_in): variance 2 / fan_in.

    >>> kaiming_uniform((2, 3), rng=0)
    tensor([[ 0.3874, -0.6511, -1.2983],
            [-1.3675,  0.8861,  1.1674]])
    """
    return torch.from_numpy(numpy_init.kaiming_uniform(shape, rng, dtype))


def kaiming_normal(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> torch.Tensor:
    """Draw from the normal distribution of mean 0 and variance 2 / fan_in, for layers before a ReLU.

    >>> kaiming_normal((64, 32, 3, 3), rng=0).std() * (32 * 3 * 3 / 2) ** 0.5
    tensor(0.9972)
    """
    return torch.from_numpy(numpy_init.kaiming_normal(shape, rng, dtype))


def xavier_uniform(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> torch.Tensor:
    """Draw from the uniform distribution between -b and b, b = sqrt(6 / (fan_in + fan_out)).

    >>> xavier_uniform((2, 4), rng=0)
    tensor([[ 0.2739, -0.4604, -0.9181, -0.9669],
            [ 0.6265,  0.8255,  0.2133,  0.4590]])
    """
    return torch.from_numpy(numpy_init.xavier_uniform(shape, rng, dtype))


def xavier_normal(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> torch.Tensor:
    """Draw from the normal distribution of mean 0 and variance 2 / (fan_in + fan_out), for layers before a tanh.

    >>> xavier_normal((300, 100), rng=0).std() * ((100 + 300) / 2) ** 0.5
    tensor(0.9971)
    """
    return torch.from_numpy(numpy_init.xavier_normal(shape, rng, dtype))
