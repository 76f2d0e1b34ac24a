"""Normalization as the formula says it: one set of numbers at a time that share a mean and a variance.

The four layers differ only in the set. Of images (N, C, H, W), batch norm takes one channel of all images, layer norm
one whole image, instance norm one channel of one image, group norm a few channels of one image.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from cnnlib.checks import (
    check_batch_norm,
    check_gradient,
    check_group_norm,
    check_instance_norm,
    check_layer_norm,
)
from cnnlib.numpy_nn.batchnorm import BatchNormed
from cnnlib.numpy_nn.norm import scale_and_shift


def standardize(values: Float[np.ndarray, "*shape"], eps: float) -> Float[np.ndarray, "*shape"]:
    """Shift and scale a set of numbers to mean 0 and variance 1 (a little less, for eps).

    >>> standardize(np.array([3.0, 5.0]), eps=0.0)
    array([-1.,  1.])
    """
    if values.size == 0:
        return values  # nothing has no mean
    mean = np.mean(values)
    var = np.mean((values - mean) ** 2)
    return (values - mean) / np.sqrt(var + eps)


def standardize_backward(
    dx_hat: Float[np.ndarray, "*shape"], values: Float[np.ndarray, "*shape"], eps: float
) -> Float[np.ndarray, "*shape"]:
    """Go back the three ways on which a number reaches the results: directly, in the variance, in the mean.

    These are the equations of Ioffe and Szegedy (2015), section 3, in their order. The variance does not feel a
    change of the mean, since its slope at the mean is 0.

    >>> standardize_backward(np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 2.0]), eps=0.0).round(3)
    array([ 0.204, -0.408,  0.204])
    """
    if values.size == 0:
        return values
    m, mean = values.size, np.mean(values)
    var = np.mean((values - mean) ** 2)
    dvar = np.sum(dx_hat * (values - mean)) * (-1 / 2) * (var + eps) ** (-3 / 2)
    dmean = -np.sum(dx_hat) / np.sqrt(var + eps)
    return dx_hat / np.sqrt(var + eps) + dvar * 2 * (values - mean) / m + dmean / m


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
    y = np.zeros_like(x)
    for c in range(x.shape[1]):
        if training or running_mean is None or running_var is None:
            x_hat = standardize(x[:, c], eps)
        else:
            x_hat = (x[:, c] - running_mean[c]) / np.sqrt(running_var[c] + eps)
        y[:, c] = weight[c] * x_hat + bias[c]
    if not return_statistics or running_mean is None or running_var is None:
        return y
    running_mean, running_var = running_mean.copy(), running_var.copy()
    for c in range(x.shape[1]):
        if training and x.size:
            mean, m = np.mean(x[:, c]), x[:, c].size
            var = np.sum((x[:, c] - mean) ** 2) / (m - 1)
            running_mean[c] += momentum * (mean - running_mean[c])
            running_var[c] += momentum * (var - running_var[c])
    return y, running_mean, running_var


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
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(weight)
    for c in range(x.shape[1]):
        dx_hat = weight[c] * dy[:, c]
        if training or running_mean is None or running_var is None:
            x_hat = standardize(x[:, c], eps)
            dx[:, c] = standardize_backward(dx_hat, x[:, c], eps)
        else:
            x_hat = (x[:, c] - running_mean[c]) / np.sqrt(running_var[c] + eps)
            dx[:, c] = dx_hat / np.sqrt(running_var[c] + eps)
        dweight[c], dbias[c] = np.sum(dy[:, c] * x_hat), np.sum(dy[:, c])
    return dx, dweight, dbias


def layer_norm(
    x: Float[np.ndarray, "n ..."],
    normalized_shape: Sequence[int],
    weight: Float[np.ndarray, "..."] | None = None,
    bias: Float[np.ndarray, "..."] | None = None,
    eps: float = 1e-5,
) -> Float[np.ndarray, "n ..."]:
    """Standardize the last axes, those of ``normalized_shape``, of each sample: no other sample matters.

    Weight and bias have the shape ``normalized_shape``, one of each for every number. Source: Ba, Kiros and Hinton
    (2016), Layer normalization, equation 3, https://arxiv.org/abs/1607.06450.

    >>> layer_norm(np.array([[3.0, 5.0], [30.0, 50.0]]), (2,), eps=0.0)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    check_layer_norm("layer_norm", x, normalized_shape, weight, bias)
    weight, bias = scale_and_shift(weight, bias, normalized_shape, x.dtype)
    y = np.zeros_like(x)
    for sample in np.ndindex(x.shape[: x.ndim - len(normalized_shape)]):
        y[sample] = weight * standardize(x[sample], eps) + bias
    return y


def layer_norm_backward(
    dy: Float[np.ndarray, "n ..."],
    x: Float[np.ndarray, "n ..."],
    normalized_shape: Sequence[int],
    weight: Float[np.ndarray, "..."] | None = None,
    eps: float = 1e-5,
) -> tuple[Float[np.ndarray, "n ..."], Float[np.ndarray, "..."], Float[np.ndarray, "..."]]:
    """Return dx, dweight, dbias; the last two are sums over the samples.

    >>> dx, _, dbias = layer_norm_backward(np.array([[1.0, 0, 0]]), np.array([[0.0, 1, 2]]), (3,), eps=0.0)
    >>> dx.round(3).tolist(), dbias.tolist()
    ([[0.204, -0.408, 0.204]], [1.0, 0.0, 0.0])
    """
    check_layer_norm("layer_norm_backward", x, normalized_shape, weight, None)
    check_gradient("layer_norm_backward", dy, x, x.shape)
    weight, _ = scale_and_shift(weight, None, normalized_shape, x.dtype)
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(weight)
    for sample in np.ndindex(x.shape[: x.ndim - len(normalized_shape)]):
        dx[sample] = standardize_backward(weight * dy[sample], x[sample], eps)
        dweight += dy[sample] * standardize(x[sample], eps)
        dbias += dy[sample]
    return dx, dweight, dbias


def instance_norm(
    x: Float[np.ndarray, "n c *positions"],
    *,
    weight: Float[np.ndarray, "c"] | None = None,
    bias: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> Float[np.ndarray, "n c *positions"]:
    """Standardize each channel of each image on its own: its contrast is gone, its pattern stays.

    A channel of one single position raises ValueError: it would always become 0. Source: Ulyanov, Vedaldi and
    Lempitsky (2016), Instance normalization, equation 4, https://arxiv.org/abs/1607.08022.

    >>> instance_norm(np.array([[[3.0, 5.0], [30.0, 50.0]]]), eps=0.0)
    array([[[-1.,  1.],
            [-1.,  1.]]])
    """
    check_instance_norm("instance_norm", x, weight, bias)
    weight, bias = scale_and_shift(weight, bias, x.shape[1:2], x.dtype)
    y = np.zeros_like(x)
    for i, c in np.ndindex(x.shape[:2]):
        y[i, c] = weight[c] * standardize(x[i, c], eps) + bias[c]
    return y


def instance_norm_backward(
    dy: Float[np.ndarray, "n c *positions"],
    x: Float[np.ndarray, "n c *positions"],
    *,
    weight: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> tuple[Float[np.ndarray, "n c *positions"], Float[np.ndarray, "c"], Float[np.ndarray, "c"]]:
    """Return dx, dweight, dbias; the last two are sums over images and positions.

    >>> dx, _, dbias = instance_norm_backward(np.array([[[1.0, 0, 0]]]), np.array([[[0.0, 1, 2]]]), eps=0.0)
    >>> dx.round(3).tolist(), dbias.tolist()
    ([[[0.204, -0.408, 0.204]]], [1.0])
    """
    check_instance_norm("instance_norm_backward", x, weight, None)
    check_gradient("instance_norm_backward", dy, x, x.shape)
    weight, _ = scale_and_shift(weight, None, x.shape[1:2], x.dtype)
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(weight)
    for i, c in np.ndindex(x.shape[:2]):
        dx[i, c] = standardize_backward(weight[c] * dy[i, c], x[i, c], eps)
        dweight[c] += np.sum(dy[i, c] * standardize(x[i, c], eps))
        dbias[c] += np.sum(dy[i, c])
    return dx, dweight, dbias


def group_norm(
    x: Float[np.ndarray, "n c *positions"],
    num_groups: int,
    weight: Float[np.ndarray, "c"] | None = None,
    bias: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> Float[np.ndarray, "n c *positions"]:
    """Standardize each group of C / num_groups neighboring channels of each image; weight and bias are per channel.

    One group is layer norm over (C, H, W), C groups are instance norm. Source: Wu and He (2018), Group normalization,
    equation 7, https://doi.org/10.1007/978-3-030-01261-8_1.

    >>> group_norm(np.array([[[3.0], [5.0], [30.0], [50.0]]]), num_groups=2, eps=0.0).ravel()
    array([-1.,  1., -1.,  1.])
    """
    check_group_norm("group_norm", x, num_groups, weight, bias)
    weight, bias = scale_and_shift(weight, bias, x.shape[1:2], x.dtype)
    y, per_group = np.zeros_like(x), x.shape[1] // num_groups
    for i, g in np.ndindex(len(x), num_groups):
        channels = slice(g * per_group, (g + 1) * per_group)
        x_hat = standardize(x[i, channels], eps)
        for k, c in enumerate(range(x.shape[1])[channels]):
            y[i, c] = weight[c] * x_hat[k] + bias[c]
    return y


def group_norm_backward(
    dy: Float[np.ndarray, "n c *positions"],
    x: Float[np.ndarray, "n c *positions"],
    num_groups: int,
    weight: Float[np.ndarray, "c"] | None = None,
    eps: float = 1e-5,
) -> tuple[Float[np.ndarray, "n c *positions"], Float[np.ndarray, "c"], Float[np.ndarray, "c"]]:
    """Return dx, dweight, dbias; the last two are sums over images and positions.

    >>> dx, _, dbias = group_norm_backward(np.array([[[1.0], [0], [0]]]), np.array([[[0.0], [1], [2]]]), 1, eps=0.0)
    >>> dx.round(3).ravel().tolist(), dbias.tolist()
    ([0.204, -0.408, 0.204], [1.0, 0.0, 0.0])
    """
    check_group_norm("group_norm_backward", x, num_groups, weight, None)
    check_gradient("group_norm_backward", dy, x, x.shape)
    weight, _ = scale_and_shift(weight, None, x.shape[1:2], x.dtype)
    dx_hat, per_group = np.zeros_like(x), x.shape[1] // num_groups
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(weight)
    for i, g in np.ndindex(len(x), num_groups):
        channels = slice(g * per_group, (g + 1) * per_group)
        x_hat = standardize(x[i, channels], eps)
        for k, c in enumerate(range(x.shape[1])[channels]):
            dx_hat[i, c] = weight[c] * dy[i, c]
            dweight[c] += np.sum(dy[i, c] * x_hat[k])
            dbias[c] += np.sum(dy[i, c])
        dx[i, channels] = standardize_backward(dx_hat[i, channels], x[i, channels], eps)
    return dx, dweight, dbias
