"""Maxout as the formula says it: at each position, one group of channels at a time.

Source: Goodfellow and others (2013), Maxout networks, section 3, https://arxiv.org/abs/1302.4389.
"""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_maxout


def maxout(x: Float[np.ndarray, "n c *positions"], pool_size: int) -> Float[np.ndarray, "n c_out *positions"]:
    """Take the largest of each ``pool_size`` channels in a row: y_g = max over t of x[g pool_size + t].

    >>> maxout(np.array([[[1.0, 2.0], [3.0, 0.0], [5.0, 6.0], [4.0, 7.0]]]), 2)
    array([[[3., 2.],
            [5., 7.]]])
    """
    check_maxout("maxout", x, pool_size)
    n, c, *positions = x.shape
    y = np.zeros((n, c // pool_size, *positions), x.dtype)
    for sample, group, *position in np.ndindex(y.shape):
        channels = slice(group * pool_size, (group + 1) * pool_size)
        y[sample, group, *position] = np.max(x[sample, channels, *position])
    return y


def maxout_backward(
    dy: Float[np.ndarray, "n c_out *positions"], x: Float[np.ndarray, "n c *positions"], pool_size: int
) -> Float[np.ndarray, "n c *positions"]:
    """Give the gradient of each group to its first largest channel.

    >>> maxout_backward(np.array([[[5.0, 7.0]]]), np.array([[[1.0, 2.0], [3.0, 2.0]]]), 2)
    array([[[0., 7.],
            [5., 0.]]])
    """
    check_maxout("maxout_backward", x, pool_size)
    n, c, *positions = x.shape
    check_gradient("maxout_backward", dy, x, (n, c // pool_size, *positions))
    dx = np.zeros(x.shape, x.dtype)
    for sample, group, *position in np.ndindex(dy.shape):
        channels = slice(group * pool_size, (group + 1) * pool_size)
        first = group * pool_size + np.argmax(x[sample, channels, *position])
        dx[sample, first, *position] = dy[sample, group, *position]
    return dx
