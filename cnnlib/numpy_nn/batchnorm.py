"""Batch normalization: each channel is shifted and scaled to mean 0 and variance 1 over a batch.

How it is fast. The work is little, so memory decides: images are read once and written once if a block of channels
stays in the cache from the first pass (mean) through the second (variance) to the last (scale and shift). Both memory
orders suit: batch-last, (C, H, W, N), has all numbers of a channel in one run, (N, C, H, W) has one run per image. So
the images are viewed as ``planes`` (runs, C, length of a run) and never copied to another order.
"""

from math import prod
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_array, check_batch_norm, check_gradient
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.norm import own_gradients, scale_and_shift
from cnnlib.shapes import at_least

BatchNormed = (
    Float[np.ndarray, "n c *positions"]
    | tuple[Float[np.ndarray, "n c *positions"], Float[np.ndarray, "c"], Float[np.ndarray, "c"]]
)
BLOCK = 1 << 22  # bytes of input to work on at a time; with gradient and result they fill a third-level cache


def batch_norm(
    x: Float[np.ndarray, "n c *positions"],
    running_mean: Float[np.ndarray, "c"] | None,
    running_var: Float[np.ndarray, "c"] | None,
    weight: Float[np.ndarray, "c"] | None = None,
    bias: Float[np.ndarray, "c"] | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
    return_statistics: bool = False,
) -> BatchNormed:
    """Standardize each channel over the batch and all positions: y = weight (x - mean) / sqrt(var + eps) + bias.

    In training, mean and variance are those of this batch. In use they are ``running_mean`` and ``running_var``, so
    that the result for one image does not depend on its neighbors. With ``return_statistics`` also return both
    moved toward this batch, running + momentum (batch - running); the arrays that came are not changed. The variance
    of the output divides by the count m, the running one by m - 1, as in PyTorch. In training a channel of a single
    number raises ValueError: it would always become 0.

    Source: Ioffe and Szegedy (2015), Batch normalization, algorithm 1, https://arxiv.org/abs/1502.03167.

    >>> x = np.array([[1.0, 10.0], [3.0, 30.0]])
    >>> mean, var = np.zeros(2), np.ones(2)
    >>> batch_norm(x, mean, var, training=True, eps=0.0)
    array([[-1., -1.],
           [ 1.,  1.]])
    >>> _, mean, var = batch_norm(x, mean, var, training=True, momentum=0.5, return_statistics=True)
    >>> mean, var
    (array([ 1., 10.]), array([  1.5, 100.5]))
    """
    check_batch_norm("batch_norm", x, running_mean, running_var, weight, bias, training, return_statistics)
    weight, bias = scale_and_shift(weight, bias, x.shape[1:2], x.dtype)
    running = statistics(x, running_mean, running_var, training)
    y, mean, var = forward(x, running, weight, bias, eps)
    if not return_statistics or running_mean is None or running_var is None:
        return y
    if running:
        return y, running_mean.copy(), running_var.copy()
    m = x.size // x.shape[1]
    unbiased = var * (m / (m - 1))
    return (
        y,
        running_mean + momentum * (mean - running_mean),
        running_var + momentum * (unbiased - running_var),
    )


def batch_norm_backward(
    dy: Float[np.ndarray, "n c *positions"],
    x: Float[np.ndarray, "n c *positions"],
    running_mean: Float[np.ndarray, "c"] | None,
    running_var: Float[np.ndarray, "c"] | None,
    weight: Float[np.ndarray, "c"] | None = None,
    training: bool = False,
    eps: float = 1e-5,
) -> tuple[Float[np.ndarray, "n c *positions"], Float[np.ndarray, "c"], Float[np.ndarray, "c"]]:
    """Return dx, dweight, dbias; with running statistics, which do not depend on x, dx is only scaled.

    >>> x, dy = np.array([[0.0], [1.0], [2.0]]), np.array([[1.0], [0.0], [0.0]])
    >>> dx, dweight, dbias = batch_norm_backward(dy, x, None, None, training=True, eps=0.0)
    >>> dx.round(3).tolist(), dweight.round(3).tolist(), dbias.tolist()
    ([[0.204], [-0.408], [0.204]], [-1.225], [1.0])
    """
    op = "batch_norm_backward"
    check_batch_norm(op, x, running_mean, running_var, weight, None, training)
    check_gradient(op, dy, x, x.shape)
    weight, _ = scale_and_shift(weight, None, x.shape[1:2], x.dtype)
    running = statistics(x, running_mean, running_var, training)
    return backward(dy, x, running, weight, eps)


class BatchNorm(Layer):
    """What ``BatchNorm1d`` and ``BatchNorm2d`` share: parameters, running statistics, and the two ways to work."""

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")
    buffer_names: ClassVar[tuple[str, ...]] = ("running_mean", "running_var", "num_batches_tracked")

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        at_least("num_features", num_features, 1)
        self.eps, self.momentum, self.track_running_stats = eps, momentum, track_running_stats
        self.weight = np.ones(num_features, dtype) if affine else None
        self.bias = np.zeros(num_features, dtype) if affine else None
        self.running_mean: Any = np.zeros(num_features, dtype) if track_running_stats else None
        self.running_var: Any = np.ones(num_features, dtype) if track_running_stats else None
        self.num_batches_tracked: Any = np.array(0) if track_running_stats else None

    def normalize(self, x: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """Standardize by the batch, and move the running statistics toward it, or by the running statistics."""
        self.by_batch = self.training or not self.track_running_stats  # as it was at the time of the call
        follow = self.training and self.track_running_stats
        arguments = self.weight, self.bias, self.by_batch, self.momentum, self.eps, follow
        result = batch_norm(x, self.running_mean, self.running_var, *arguments)
        if not isinstance(result, tuple):
            return result
        y, self.running_mean[...], self.running_var[...] = result
        self.num_batches_tracked += 1
        return y

    def normalize_backward(
        self, dy: Float[np.ndarray, "n c *positions"]
    ) -> Float[np.ndarray, "n c *positions"]:
        """Go back the way that the last call took."""
        (x,) = self.inputs
        arguments = self.running_mean, self.running_var, self.weight, self.by_batch, self.eps
        dx, dweight, dbias = batch_norm_backward(dy, x, *arguments)
        self.grads = own_gradients(self, dweight, dbias)
        return dx


class BatchNorm1d(BatchNorm):
    """Batch norm of features or signals, with weight and bias (num_features,).

    In training each batch is standardized by its own mean and variance, and ``running_mean`` and ``running_var``
    follow; after ``eval()`` these two take their place. See ``batch_norm``.

    >>> layer = BatchNorm1d(2, momentum=0.5)
    >>> layer(np.array([[1.0, 10.0], [3.0, 30.0]], dtype=np.float32)).round(3)
    array([[-1., -1.],
           [ 1.,  1.]], dtype=float32)
    >>> layer.running_mean, layer.eval()(np.zeros((1, 2), dtype=np.float32)).round(2)
    (array([ 1., 10.], dtype=float32), array([[-0.82, -1.  ]], dtype=float32))
    """

    def forward(self, x: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """(N, C) or (N, C, L) to the same shape."""
        check_array("BatchNorm1d", "x", x, "N C" if np.ndim(x) == 2 else "N C L")
        return self.normalize(x)

    def backward(self, dy: Float[np.ndarray, "n c *positions"]) -> Float[np.ndarray, "n c *positions"]:
        """(N, C) or (N, C, L) to the same shape."""
        return self.normalize_backward(dy)


class BatchNorm2d(BatchNorm):
    """Batch norm of images, with weight and bias (num_features,); see ``BatchNorm1d``.

    >>> y = BatchNorm2d(3)(np.random.default_rng(0).normal(5, 2, (8, 3, 4, 4)).astype("float32"))
    >>> bool(abs(y.mean()) < 1e-6), bool(abs(y.var() - 1) < 1e-4)
    (True, True)
    """

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H, W) to the same shape."""
        check_array("BatchNorm2d", "x", x, "N C H W")
        return self.normalize(x)

    def backward(self, dy: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H, W) to the same shape."""
        return self.normalize_backward(dy)


def statistics(
    x: np.ndarray, running_mean: np.ndarray | None, running_var: np.ndarray | None, training: bool
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return mean and variance to standardize by, or None for those of the batch; an empty batch has none."""
    if training or running_mean is None or running_var is None:
        return None if x.size else (np.zeros(x.shape[1], x.dtype), np.ones(x.shape[1], x.dtype))
    return running_mean, running_var


def forward(
    x: np.ndarray,
    running: tuple[np.ndarray, np.ndarray] | None,
    weight: np.ndarray,
    bias: np.ndarray,
    eps: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Standardize each channel, by ``running`` mean and variance or its own; return the output and those of each."""
    planes = to_planes(x, batch_last=is_batch_last(x))
    y, m = np.empty(planes.shape, x.dtype), len(planes) * planes.shape[2]
    means, variances = running or (np.zeros_like(weight), np.ones_like(weight))
    for block in channel_blocks(planes):
        centered = y[:, block]  # filled in here, then turned into the output where it lies
        if not running:
            means[block] = channel_sums(planes[:, block]) / m
        np.subtract(planes[:, block], means[block, None], out=centered)
        if not running:
            variances[block] = channel_dots(centered, centered) / m
        centered *= (weight[block] / np.sqrt(variances[block] + eps))[:, None]
        centered += bias[block, None]
    return from_planes(y, x.shape), means, variances


def backward(
    dy: np.ndarray,
    x: np.ndarray,
    running: tuple[np.ndarray, np.ndarray] | None,
    weight: np.ndarray,
    eps: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return dx, dweight, dbias, where dx = weight / std (dy - mean(dy) - x_hat mean(dy x_hat)).

    The two means are what flows back through the mean and the variance of the batch; running ones let nothing flow.
    Mean and variance are computed once more, in the cache, rather than remembered.
    """
    planes = to_planes(x, batch_last=is_batch_last(x))
    dplanes = to_planes(dy, batch_last=is_batch_last(x))
    dx, m = np.empty(planes.shape, x.dtype), len(planes) * planes.shape[2]
    dweight, dbias = np.empty_like(weight), np.empty_like(weight)
    for block in channel_blocks(planes):
        dy_block, centered = dplanes[:, block], dx[:, block]
        mean = running[0][block] if running else channel_sums(planes[:, block]) / m
        np.subtract(planes[:, block], mean[:, None], out=centered)
        var = running[1][block] if running else channel_dots(centered, centered) / m
        std = np.sqrt(var + eps)
        dweight[block] = channel_dots(dy_block, centered) / std
        dbias[block] = channel_sums(dy_block)
        if running:
            np.multiply(dy_block, (weight[block] / std)[:, None], out=centered)
        else:
            centered *= (-dweight[block] / (m * std))[:, None]  # -x_hat mean(dy x_hat)
            centered += dy_block
            centered -= (dbias[block] / m)[:, None]
            centered *= (weight[block] / std)[:, None]
    return from_planes(dx, x.shape), dweight, dbias


def is_batch_last(x: np.ndarray) -> bool:
    """Say whether the samples of one pixel lie side by side, in the order (C, H, W, N)."""
    return np.moveaxis(x, 0, -1).flags.c_contiguous


def channel_blocks(planes: np.ndarray) -> list[slice]:
    """Cut the channels into blocks of about ``BLOCK`` bytes."""
    c = planes.shape[1]
    step = max(1, BLOCK * c // max(1, planes.nbytes))
    return [slice(start, min(start + step, c)) for start in range(0, c, step)]


def to_planes(x: np.ndarray, batch_last: bool) -> np.ndarray:
    """View images as (runs, C, length): a channel is one run in batch-last memory, else one per sample.

    Copies only what lies in memory in another order.

    >>> to_planes(np.zeros((5, 3, 2, 2)), batch_last=False).shape, to_planes(np.zeros((5, 3)), batch_last=True).shape
    ((5, 3, 4), (1, 3, 5))
    """
    n, c, positions = len(x), x.shape[1], prod(x.shape[2:])
    if batch_last:
        return np.moveaxis(x, 0, -1).reshape(1, c, positions * n)
    return x.reshape(n, c, positions)


def from_planes(planes: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """View planes as images again; a single run is batch-last memory."""
    if len(planes) == 1:
        return np.moveaxis(planes.reshape(*shape[1:], shape[0]), -1, 0)
    return planes.reshape(shape)


def channel_sums(planes: np.ndarray) -> np.ndarray:
    """Sum each channel, as a dot product with ones, which NumPy has a faster loop for.

    >>> channel_sums(np.arange(8.0).reshape(2, 2, 2))
    array([10., 18.])
    """
    if planes.shape[2] == 1:  # features (N, C): no run to multiply, so multiply the columns
        return np.ones(len(planes), planes.dtype) @ planes[:, :, 0]
    return np.sum(np.vecdot(planes, np.ones(planes.shape[2], planes.dtype)), axis=0)


def channel_dots(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Sum the products of two arrays over each channel.

    >>> channel_dots(np.arange(8.0).reshape(2, 2, 2), np.full((2, 2, 2), 10.0))
    array([100., 180.])
    """
    if a.shape[2] == 1:
        return np.einsum("ncl,ncl->c", a, b)
    return np.sum(np.vecdot(a, b), axis=0)
