"""Pooling across channels: the largest answer of a group of filters.

If the filters of a group look for the same thing at different angles, the maximum does not care how it is turned.

Source: Goodfellow and others (2013), Maxout networks, section 3, https://arxiv.org/abs/1302.4389.
"""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_maxout
from cnnlib.numpy_nn.layer import Layer


def maxout(x: Float[np.ndarray, "n c *positions"], pool_size: int) -> Float[np.ndarray, "n c_out *positions"]:
    """Take the largest of each ``pool_size`` channels in a row, at every position: C_out = C / pool_size.

    >>> maxout(np.array([[[1.0, 2.0], [3.0, 0.0], [5.0, 6.0], [4.0, 7.0]]]), 2)
    array([[[3., 2.],
            [5., 7.]]])
    """
    check_maxout("maxout", x, pool_size)
    n, c, *positions = x.shape
    return x.reshape(n, c // pool_size, pool_size, *positions).max(axis=2)


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
    first = x.reshape(n, c // pool_size, pool_size, *positions).argmax(axis=2)
    dx = np.zeros((n, c // pool_size, pool_size, *positions), x.dtype)
    np.put_along_axis(dx, first[:, :, None], dy[:, :, None], axis=2)
    return dx.reshape(x.shape)


class Maxout(Layer):
    """Largest of each ``pool_size`` channels in a row.

    >>> Maxout(4)(np.ones((2, 12, 5, 5))).shape
    (2, 3, 5, 5)
    """

    def __init__(self, pool_size: int) -> None:
        super().__init__()
        self.pool_size = pool_size

    def forward(self, x: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c_out *positions"]:
        """(N, C, ...) to (N, C / pool_size, ...)."""
        return maxout(x, self.pool_size)

    def backward(self, dy: Float[np.ndarray, "n c_out *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """(N, C / pool_size, ...) to (N, C, ...)."""
        (x,) = self.inputs
        return maxout_backward(dy, x, self.pool_size)
