"""Optimizers: how a network steps from its gradients to new weights, as in PyTorch."""

import numpy as np

from cnnlib.checks import check_fraction, check_model, check_nesterov, check_not_negative
from cnnlib.numpy_nn.layer import Layer


class SGD:
    """Stochastic gradient descent: w <- w - lr (g + weight_decay w), with momentum if asked for.

    With momentum a step follows v, which gathers the gradients: v <- momentum v + g (the first v is g), then
    w <- w - lr v. Nesterov's way looks one step ahead: w <- w - lr (g + momentum v). In all of them g is the
    gradient of the data plus weight_decay w: ``lr`` multiplies both, and the weight goes against the gradient,
    hence the minus.

    ``model`` is a layer with parameters; call ``step`` after each ``backward``. A parameter without a gradient
    stays as it is. The state between steps is in ``state``, by parameter. Source: Sutskever et al. (2013), On the
    importance of initialization and momentum in deep learning,
    https://proceedings.mlr.press/v28/sutskever13.html; PyTorch's v differs from the paper's by the factor -lr.

    >>> from cnnlib.numpy_nn import Linear
    >>> layer = Linear(1, 1, bias=False, dtype="float64")
    >>> layer.weight[:] = 3.0
    >>> sgd = SGD(layer, lr=0.5, momentum=0.5)
    >>> for dy in (2.0, 2.0):  # of y = 1 w, so that g is dy; v is 2, then 0.5 * 2 + 2 = 3
    ...     y = layer(np.ones((1, 1)))
    ...     dx = layer.backward(np.array([[dy]]))
    ...     sgd.step()
    ...     print(layer.weight)
    [[2.]]
    [[0.5]]
    """

    def __init__(
        self,
        model: Layer,
        lr: float = 1e-3,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        check_model("SGD", model, Layer)
        check_not_negative("SGD", lr=lr, momentum=momentum, weight_decay=weight_decay)
        check_nesterov("SGD", nesterov, momentum)
        self.model, self.lr, self.momentum = model, lr, momentum
        self.weight_decay, self.nesterov = weight_decay, nesterov
        self.places = parameter_places(model)
        self.state: dict[str, dict[str, np.ndarray]] = {}

    def step(self) -> None:
        """Change every parameter in place. Raises RuntimeError before the first ``backward``."""
        for name, w, g in parameters_and_gradients(self.places, self.weight_decay):
            if self.momentum:
                if name not in self.state:
                    self.state[name] = {"momentum_buffer": np.zeros_like(w)}
                v = self.state[name]["momentum_buffer"]
                v *= self.momentum
                v += g
                g = g + self.momentum * v if self.nesterov else v
            w -= self.lr * g


class Adam:
    """Adam: steps of about ``lr`` for each number, whatever the size of its gradient.

    m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2 follow the mean of the gradient and of its
    square. Both start at 0, so that after t steps they are too small by 1 - beta^t; divided by that, they give
    w <- w - lr m / (sqrt(v) + eps). As in PyTorch, g is the gradient plus weight_decay w. Source: Kingma and Ba
    (2015), Adam, algorithm 1, https://arxiv.org/abs/1412.6980.

    ``model``, ``step`` and ``state`` are as in ``SGD``.

    >>> from cnnlib.numpy_nn import Linear
    >>> layer = Linear(1, 1, bias=False, dtype="float64")
    >>> layer.weight[:] = 3.0
    >>> adam = Adam(layer, lr=0.5)
    >>> y = layer(np.ones((1, 1)))
    >>> dx = layer.backward(np.array([[1000.0]]))
    >>> adam.step()
    >>> layer.weight.round(6)  # the first step is lr against the sign of the gradient
    array([[2.5]])
    """

    def __init__(
        self,
        model: Layer,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        check_model("Adam", model, Layer)
        check_not_negative("Adam", lr=lr, eps=eps, weight_decay=weight_decay)
        check_fraction("Adam", beta1=betas[0], beta2=betas[1])
        self.model, self.lr, self.betas, self.eps, self.weight_decay = model, lr, betas, eps, weight_decay
        self.places = parameter_places(model)
        self.state: dict[str, dict[str, np.ndarray]] = {}

    def step(self) -> None:
        """Change every parameter in place. Raises RuntimeError before the first ``backward``."""
        beta1, beta2 = self.betas
        for name, w, g in parameters_and_gradients(self.places, self.weight_decay):
            if name not in self.state:
                zeros = {"step": np.zeros(()), "exp_avg": np.zeros_like(w), "exp_avg_sq": np.zeros_like(w)}
                self.state[name] = zeros
            state = self.state[name]
            t, m, v = state["step"], state["exp_avg"], state["exp_avg_sq"]
            t += 1
            m *= beta1
            m += (1 - beta1) * g
            v *= beta2
            v += (1 - beta2) * g**2
            m_hat, v_hat = m / (1 - beta1 ** float(t)), v / (1 - beta2 ** float(t))
            w -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def parameter_places(layer: Layer, path: str = "") -> list[tuple[str, Layer, str]]:
    """List (full name, layer, name in the layer) of every parameter, once for all steps, as PyTorch's optimizers do.

    >>> from cnnlib.numpy_nn import Linear, ReLU, Sequential
    >>> net = Sequential(ReLU(), Linear(2, 1, bias=False))
    >>> [(name, layer is net[1], attribute) for name, layer, attribute in parameter_places(net)]
    [('1.weight', True, 'weight')]
    """
    own = [(path + name, layer, name) for name in layer.parameter_names if getattr(layer, name) is not None]
    return own + [
        place
        for name, child in layer.children().items()
        for place in parameter_places(child, f"{path}{name}.")
    ]


def parameters_and_gradients(
    places: list[tuple[str, Layer, str]], weight_decay: float
) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """List (name, parameter, gradient + weight_decay parameter) of every parameter that has a gradient.

    >>> from cnnlib.numpy_nn import Linear
    >>> parameters_and_gradients(parameter_places(Linear(2, 1)), 0.0)
    Traceback (most recent call last):
    ...
    RuntimeError: expected a backward before step, but no parameter has a gradient
    """
    found = [
        (full, getattr(layer, name), layer.grads[name]) for full, layer, name in places if name in layer.grads
    ]
    if not found:
        raise RuntimeError("expected a backward before step, but no parameter has a gradient")
    return [(name, w, g + weight_decay * w) for name, w, g in found] if weight_decay else found
