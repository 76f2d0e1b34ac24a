"""The fully connected layer: every output reads every input."""

from typing import ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_linear
from cnnlib.numpy_nn.init import Seed, fan_in_uniform
from cnnlib.numpy_nn.layer import Layer


def linear(
    x: Float[np.ndarray, "n d_in"],
    weight: Float[np.ndarray, "d_out d_in"],
    bias: Float[np.ndarray, "d_out"] | None = None,
) -> Float[np.ndarray, "n d_out"]:
    """Multiply by the weights and add the bias: y = x weight^T + bias.

    >>> linear(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]), np.array([0.0, 0.0, 100.0]))
    array([[ 11.,  17., 123.]])
    """
    check_linear("linear", x, weight, bias)
    y = (weight @ x.T).T  # in batch-last memory order, in which softmax and the layer before read it best
    if bias is not None:
        y += bias
    return y


def linear_backward(
    dy: Float[np.ndarray, "n d_out"], x: Float[np.ndarray, "n d_in"], weight: Float[np.ndarray, "d_out d_in"]
) -> tuple[Float[np.ndarray, "n d_in"], Float[np.ndarray, "d_out d_in"], Float[np.ndarray, "d_out"]]:
    """Return dx = dy weight, dweight = dy^T x, and dbias, the sum of dy over the batch.

    >>> dx, dweight, dbias = linear_backward(np.array([[1.0, 10.0]]), np.array([[2.0]]), np.array([[3.0], [4.0]]))
    >>> dx.tolist(), dweight.tolist(), dbias.tolist()
    ([[43.0]], [[2.0], [20.0]], [1.0, 10.0])
    """
    check_linear("linear_backward", x, weight, None)
    check_gradient("linear_backward", dy, x, (len(x), len(weight)))
    return (weight.T @ dy.T).T, dy.T @ x, dy.sum(axis=0)


class Linear(Layer):
    """y = x weight^T + bias, with weight (out_features, in_features).

    >>> Linear(4, 3)(np.ones((2, 4), dtype=np.float32)).shape
    (2, 3)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, rng: Seed = None, dtype: str = "float32"
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        self.weight = fan_in_uniform((out_features, in_features), in_features, rng, dtype)
        self.bias = fan_in_uniform((out_features,), in_features, rng, dtype) if bias else None

    def forward(self, x: Float[np.ndarray, "n d_in"]) -> Float[np.ndarray, "n d_out"]:
        """(N, in_features) to (N, out_features)."""
        return linear(x, self.weight, self.bias)

    def backward(self, dy: Float[np.ndarray, "n d_out"]) -> Float[np.ndarray, "n d_in"]:
        """(N, out_features) to (N, in_features)."""
        self.backward_parameters(dy)
        return (self.weight.T @ dy.T).T

    def backward_parameters(self, dy: Float[np.ndarray, "n d_out"]) -> None:
        """Leave the gradients of weight and bias, and save the work for that of the input."""
        (x,) = self.inputs
        check_gradient("linear_backward", dy, x, (len(x), len(self.weight)))
        self.grads = {"weight": dy.T @ x} | ({} if self.bias is None else {"bias": dy.sum(axis=0)})
