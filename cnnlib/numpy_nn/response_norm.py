"""Local response normalization: a channel is damped where its neighbors are strong (AlexNet)."""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_response_norm
from cnnlib.numpy_nn.layer import Layer


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
    d = k + alpha / size * neighbor_sums(x**2, size // 2, (size - 1) // 2)
    return x / d**beta


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
    d = k + alpha / size * neighbor_sums(x**2, size // 2, (size - 1) // 2)
    direct = dy / d**beta
    # Channel j is read by the channels c whose window holds it: a window again, with its two sides exchanged.
    return direct - 2 * alpha * beta / size * x * neighbor_sums(direct * x / d, (size - 1) // 2, size // 2)


class LocalResponseNorm(Layer):
    """Local response norm in PyTorch's convention; AlexNet's own is LocalResponseNorm(5, alpha=5e-4, k=2.0).

    >>> LocalResponseNorm(5, alpha=5e-4, k=2.0)(np.ones((2, 96, 4, 4), dtype=np.float32)).shape
    (2, 96, 4, 4)
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.arguments = size, alpha, beta, k

    def forward(self, x: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """(N, C, ...) to the same shape."""
        return local_response_norm(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """(N, C, ...) to the same shape."""
        (x,) = self.inputs
        return local_response_norm_backward(dy, x, *self.arguments)


def neighbor_sums(x: np.ndarray, before: int, after: int) -> np.ndarray:
    """Add to each channel the ``before`` channels before it and the ``after`` ones after it, where they exist.

    >>> neighbor_sums(np.array([[1.0, 10.0, 100.0]]), before=1, after=0)
    array([[  1.,  11., 110.]])
    """
    sums, channels = np.zeros_like(x), x.shape[1]
    for shift in range(max(-before, 1 - channels), min(after, channels - 1) + 1):
        first, last = max(0, -shift), min(channels, channels - shift)
        sums[:, first:last] += x[:, first + shift : last + shift]
    return sums
