"""Local response normalization as the formula says it: one channel, one window of neighbors at a time."""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_response_norm


def local_response_norm(
    x: Float[np.ndarray, "n c *positions"], size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Float[np.ndarray, "n c *positions"]:
    """Damp a channel where its neighbors are strong: y_c = x_c / (k + alpha / size * S_c)^beta.

    S_c sums x_j^2 over the ``size`` channels j from c - size // 2 to c + (size - 1) // 2 that exist.

    This is PyTorch's convention. The paper does not divide alpha by size and takes k = 2, alpha = 1e-4, beta = 0.75
    with 5 channels; its numbers are those of ``local_response_norm(x, 5, alpha=5e-4, beta=0.75, k=2.0)``. Source:
    Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional neural networks, section
    3.3, https://doi.org/10.1145/3065386.

    >>> x = np.array([[[1.0], [2.0], [3.0]]])
    >>> local_response_norm(x, size=3, alpha=3.0, beta=1.0, k=1.0).ravel()  # 1 / 6, 2 / 15, 3 / 14
    array([0.16666667, 0.13333333, 0.21428571])
    """
    check_response_norm("local_response_norm", x, size)
    y, channels = np.zeros_like(x), x.shape[1]
    for c in range(channels):
        d = k + np.zeros_like(x[:, c])
        for j in range(max(0, c - size // 2), min(channels, c + (size - 1) // 2 + 1)):
            d += alpha / size * x[:, j] ** 2
        y[:, c] = x[:, c] / d**beta
    return y


def local_response_norm_backward(
    dy: Float[np.ndarray, "n c *positions"],
    x: Float[np.ndarray, "n c *positions"],
    size: int,
    alpha: float = 1e-4,
    beta: float = 0.75,
    k: float = 1.0,
) -> Float[np.ndarray, "n c *positions"]:
    """Send dy_c two ways: to x_c above the fraction bar, and to every x_j whose square is in d_c below it.

    With d_c = k + alpha / size * S_c the first is dy_c / d_c^beta, the second dy_c times
    -beta x_c / d_c^(beta + 1) * 2 alpha / size * x_j.

    >>> x, dy = np.array([[[2.0], [1.0]]]), np.array([[[0.0], [36.0]]])
    >>> local_response_norm_backward(dy, x, size=2, alpha=2.0, beta=1.0, k=1.0).ravel()
    array([-4.,  4.])
    """
    check_response_norm("local_response_norm_backward", x, size)
    check_gradient("local_response_norm_backward", dy, x, x.shape)
    dx, channels = np.zeros_like(x), x.shape[1]
    for c in range(channels):
        window = range(max(0, c - size // 2), min(channels, c + (size - 1) // 2 + 1))
        d = k + np.zeros_like(x[:, c])
        for j in window:
            d += alpha / size * x[:, j] ** 2
        dx[:, c] += dy[:, c] / d**beta
        for j in window:
            dx[:, j] -= dy[:, c] * beta * x[:, c] / d ** (beta + 1) * 2 * alpha / size * x[:, j]
    return dx
