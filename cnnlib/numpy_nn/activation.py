"""Functions that act on each number, and softmax, which acts along one axis."""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_dim, check_float, check_gradient
from cnnlib.numpy_nn.layer import Layer


def relu(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Replace negative numbers by zero: y = max(x, 0).

    Source: Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines,
    https://www.cs.toronto.edu/~hinton/absps/reluICML.pdf.

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    check_float("relu", "x", x)
    # with an array of zeros, not the number 0: two arrays are compared several numbers at a time
    y = np.zeros_like(x)
    return np.maximum(x, y, out=y)


def relu_backward(
    dy: Float[np.ndarray, "*shape"], x: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    """Let the gradient pass where x was positive; at 0 the slope is taken as 0, as in PyTorch.

    >>> relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 7.])
    """
    check_float("relu_backward", "x", x)
    check_gradient("relu_backward", dy, x, x.shape)
    return dy * (x > 0)


def leaky_relu(x: Float[np.ndarray, "*shape"], negative_slope: float = 0.01) -> Float[np.ndarray, "*shape"]:
    """Keep positive numbers and shrink the others: y = max(x, 0) + negative_slope min(x, 0).

    Source: Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic models, section 2,
    https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf.

    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), negative_slope=0.5)
    array([-1.,  0.,  3.])
    """
    check_float("leaky_relu", "x", x)
    return np.maximum(x, 0) + x.dtype.type(negative_slope) * np.minimum(x, 0)


def leaky_relu_backward(
    dy: Float[np.ndarray, "*shape"], x: Float[np.ndarray, "*shape"], negative_slope: float = 0.01
) -> Float[np.ndarray, "*shape"]:
    """Multiply the gradient by the slope: 1 where x was positive, else negative_slope, at 0 too, as in PyTorch.

    >>> leaky_relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-2.0, 0.0, 3.0]), negative_slope=0.5)
    array([2.5, 3. , 7. ])
    """
    check_float("leaky_relu_backward", "x", x)
    check_gradient("leaky_relu_backward", dy, x, x.shape)
    slope = x.dtype.type(negative_slope)
    return dy * (slope + (1 - slope) * (x > 0))


def sigmoid(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Squeeze every number between 0 and 1: y = 1 / (1 + exp(-x)).

    For very negative x the exponential is too large for the dtype and becomes infinite; 1 / inf is 0, as it should be.
    Source: Rumelhart, Hinton and Williams (1986), Learning representations by
    back-propagating errors, equation 2, https://doi.org/10.1038/323533a0.

    >>> sigmoid(np.array([-1000.0, 0.0, np.log(3.0), 1000.0]))
    array([0.  , 0.5 , 0.75, 1.  ])
    """
    check_float("sigmoid", "x", x)
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def sigmoid_backward(
    dy: Float[np.ndarray, "*shape"], x: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    """Return dx = dy y (1 - y): the slope is 1/4 at 0, its steepest, and vanishes on both sides.

    >>> sigmoid_backward(np.array([16.0, 16.0, 16.0]), np.array([0.0, np.log(3.0), 1000.0]))
    array([4., 3., 0.])
    """
    y = sigmoid(x)
    check_gradient("sigmoid_backward", dy, x, x.shape)
    return dy * y * (1 - y)


def tanh(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Squeeze every number between -1 and 1: y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)) = 2 sigmoid(2x) - 1.

    Source: LeCun et al. (1998), Efficient BackProp, section 4.4, https://doi.org/10.1007/3-540-49430-8_2.

    >>> tanh(np.array([-1000.0, 0.0, np.log(3.0)]))
    array([-1. ,  0. ,  0.8])
    """
    check_float("tanh", "x", x)
    return np.tanh(x)


def tanh_backward(
    dy: Float[np.ndarray, "*shape"], x: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    """Return dx = dy (1 - y^2): the slope is 1 at 0 and vanishes on both sides.

    >>> tanh_backward(np.array([25.0, 25.0]), np.array([0.0, np.log(3.0)])).round(12)
    array([25.,  9.])
    """
    y = tanh(x)
    check_gradient("tanh_backward", dy, x, x.shape)
    return dy * (1 - y**2)


def softmax(x: Float[np.ndarray, "*shape"], dim: int = 1) -> Float[np.ndarray, "*shape"]:
    """Turn scores into probabilities along one axis: y_i = exp(x_i) / sum over j of exp(x_j).

    The largest score is subtracted first: it cancels in the fraction and keeps exp from overflowing.

    >>> softmax(np.array([[0.0, np.log(3.0)], [1000.0, 1000.0]]))
    array([[0.25, 0.75],
           [0.5 , 0.5 ]])
    """
    check_float("softmax", "x", x)
    check_dim("softmax", x, dim)
    e = np.exp(x - np.max(x, axis=dim, keepdims=True))
    return e / np.sum(e, axis=dim, keepdims=True)


def softmax_backward(
    dy: Float[np.ndarray, "*shape"], x: Float[np.ndarray, "*shape"], dim: int = 1
) -> Float[np.ndarray, "*shape"]:
    """Return dx_i = y_i (dy_i - sum over j of dy_j y_j).

    >>> softmax_backward(np.array([[8.0, 0.0]]), np.array([[1.0, 1.0]]))
    array([[ 2., -2.]])
    """
    y = softmax(x, dim)
    check_gradient("softmax_backward", dy, x, x.shape)
    return y * (dy - np.sum(dy * y, axis=dim, keepdims=True))


def log_softmax(x: Float[np.ndarray, "*shape"], dim: int = 1) -> Float[np.ndarray, "*shape"]:
    """Take the logarithm of ``softmax`` without ever computing a probability that underflows to 0.

    >>> log_softmax(np.array([[0.0, -1000.0]]))
    array([[    0., -1000.]])
    """
    check_float("log_softmax", "x", x)
    check_dim("log_softmax", x, dim)
    x = x - x.max(axis=dim, keepdims=True)
    x -= np.log(np.exp(x).sum(axis=dim, keepdims=True))
    return x


def log_softmax_backward(
    dy: Float[np.ndarray, "*shape"], x: Float[np.ndarray, "*shape"], dim: int = 1
) -> Float[np.ndarray, "*shape"]:
    """Return dx_i = dy_i - softmax(x)_i times the sum of dy.

    >>> log_softmax_backward(np.array([[8.0, 0.0]]), np.array([[1.0, 1.0]]))
    array([[ 4., -4.]])
    """
    p = softmax(x, dim)
    check_gradient("log_softmax_backward", dy, x, x.shape)
    return dy - p * np.sum(dy, axis=dim, keepdims=True)


class ReLU(Layer):
    """y = max(x, 0).

    >>> ReLU()(np.array([-2.0, 3.0]))
    array([0., 3.])
    """

    def forward(self, x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        return relu(x)

    def backward(self, dy: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        (x,) = self.inputs
        return relu_backward(dy, x)


class LeakyReLU(Layer):
    """y = max(x, 0) + negative_slope min(x, 0).

    >>> LeakyReLU(0.1)(np.array([-2.0, 3.0]))
    array([-0.2,  3. ])
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        super().__init__()
        self.negative_slope = negative_slope

    def forward(self, x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        return leaky_relu(x, self.negative_slope)

    def backward(self, dy: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        (x,) = self.inputs
        return leaky_relu_backward(dy, x, self.negative_slope)


class Sigmoid(Layer):
    """y = 1 / (1 + exp(-x)).

    >>> Sigmoid()(np.array([-1000.0, 0.0]))
    array([0. , 0.5])
    """

    def forward(self, x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        return sigmoid(x)

    def backward(self, dy: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        (x,) = self.inputs
        return sigmoid_backward(dy, x)


class Tanh(Layer):
    """y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)).

    >>> Tanh()(np.array([-1000.0, 0.0]))
    array([-1.,  0.])
    """

    def forward(self, x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        return tanh(x)

    def backward(self, dy: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        (x,) = self.inputs
        return tanh_backward(dy, x)
