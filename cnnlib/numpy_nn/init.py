"""First values of parameters."""

import math

import numpy as np

Seed = np.random.Generator | int | None


def fan_in_uniform(
    shape: tuple[int, ...], fan_in: int, rng: Seed = None, dtype: str = "float32"
) -> np.ndarray:
    """Draw from the uniform distribution between -1 / sqrt(fan_in) and 1 / sqrt(fan_in), PyTorch's default.

    ``fan_in`` is the number of inputs that one output reads. The same seed gives the same numbers here and in
    ``torch_nn``. Source: LeCun et al. (1998), Efficient BackProp, section 4.6,
    https://doi.org/10.1007/3-540-49430-8_2.

    >>> fan_in_uniform((2, 4), fan_in=4, rng=0).round(2)
    array([[ 0.14, -0.23, -0.46, -0.48],
           [ 0.31,  0.41,  0.11,  0.23]], dtype=float32)
    """
    bound = fan_in**-0.5 if fan_in > 0 else 0.0
    return np.random.default_rng(rng).uniform(-bound, bound, shape).astype(dtype)


def kaiming_uniform(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> np.ndarray:
    """Draw from the uniform distribution between -b and b, b = sqrt(6 / fan_in): variance 2 / fan_in.

    See ``kaiming_normal``. A uniform distribution between -b and b has the variance b^2 / 3.

    >>> kaiming_uniform((2, 6), rng=0).round(2)
    array([[ 0.27, -0.46, -0.92, -0.97,  0.63,  0.83],
           [ 0.21,  0.46,  0.09,  0.87,  0.63, -0.99]], dtype=float32)
    """
    fan_in, _ = fans(shape)
    bound = (6 / fan_in) ** 0.5
    return np.random.default_rng(rng).uniform(-bound, bound, shape).astype(dtype)


def kaiming_normal(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> np.ndarray:
    """Draw from the normal distribution of mean 0 and variance 2 / fan_in, for layers before a ReLU.

    A ReLU loses half of what it gets; the 2 makes up for it, so that signals neither grow nor fade from layer to layer.
    ``shape`` is that of the weight, (out, in) or (out, in / groups, kernel); a bias starts at 0. PyTorch's
    ``kaiming_normal_`` does the same by default. Source: He et al. (2015), Delving deep into rectifiers, equation 10,
    https://doi.org/10.1109/ICCV.2015.123.

    >>> weight = kaiming_normal((64, 32, 3, 3), rng=0)
    >>> weight.shape, round(float(weight.std() * (32 * 3 * 3 / 2) ** 0.5), 2)
    ((64, 32, 3, 3), 1.0)
    """
    fan_in, _ = fans(shape)
    return np.random.default_rng(rng).normal(0, (2 / fan_in) ** 0.5, shape).astype(dtype)


def xavier_uniform(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> np.ndarray:
    """Draw from the uniform distribution between -b and b, b = sqrt(6 / (fan_in + fan_out)).

    See ``xavier_normal``. Source: Glorot and Bengio (2010), equation 16.

    >>> xavier_uniform((2, 4), rng=0).round(2)
    array([[ 0.27, -0.46, -0.92, -0.97],
           [ 0.63,  0.83,  0.21,  0.46]], dtype=float32)
    """
    bound = (6 / sum(fans(shape))) ** 0.5
    return np.random.default_rng(rng).uniform(-bound, bound, shape).astype(dtype)


def xavier_normal(shape: tuple[int, ...], rng: Seed = None, dtype: str = "float32") -> np.ndarray:
    """Draw from the normal distribution of mean 0 and variance 2 / (fan_in + fan_out), for layers before a tanh.

    1 / fan_in would keep the size of signals, 1 / fan_out that of gradients; this lies between the two. ``shape`` is
    that of the weight; a bias starts at 0. Source: Glorot and Bengio (2010), Understanding the difficulty of training
    deep feedforward neural networks, equation 12, https://proceedings.mlr.press/v9/glorot10a.html.

    >>> weight = xavier_normal((300, 100), rng=0)
    >>> weight.shape, round(float(weight.std() * ((100 + 300) / 2) ** 0.5), 2)
    ((300, 100), 1.0)
    """
    return np.random.default_rng(rng).normal(0, (2 / sum(fans(shape))) ** 0.5, shape).astype(dtype)


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """Count the inputs that one output reads, fan_in, and the outputs that one input reaches, fan_out.

    ``shape`` is that of a weight, (out, in) or (out, in / groups, kernel). As in PyTorch, fan_out is counted as without
    groups. Raises ValueError for a shape that reads nothing, and for a bias.

    >>> fans((10, 20)), fans((6, 3, 5, 5))
    ((20, 10), (75, 150))
    >>> fans((10,))
    Traceback (most recent call last):
    ...
    ValueError: expected the shape of a weight with 2 axes or more, none of them 0, got (10,)
    """
    if len(shape) < 2 or 0 in shape:
        raise ValueError(
            f"expected the shape of a weight with 2 axes or more, none of them 0, got {tuple(shape)}"
        )
    c_out, c_in, *kernel = shape
    return c_in * math.prod(kernel), c_out * math.prod(kernel)
