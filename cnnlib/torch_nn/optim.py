"""Optimizers: how a network steps from its gradients to new weights, by PyTorch's own."""

import torch
from torch import nn

from cnnlib.checks import check_fraction, check_model, check_nesterov, check_not_negative


class SGD(torch.optim.SGD):
    """Stochastic gradient descent: w <- w - lr (g + weight_decay w), with momentum if asked for.

    With momentum a step follows v, which gathers the gradients: v <- momentum v + g (the first v is g), then
    w <- w - lr v. Nesterov's way looks one step ahead: w <- w - lr (g + momentum v). In all of them g is the
    gradient of the data plus weight_decay w: ``lr`` multiplies both, and the weight goes against the gradient,
    hence the minus.

    ``model`` is a module with parameters, where ``torch.optim.SGD`` takes ``model.parameters()``; the rest is
    PyTorch's: ``zero_grad`` before each ``backward``, then ``step``.

    >>> layer = nn.Linear(1, 1, bias=False)
    >>> layer.weight.data[:] = 3.0
    >>> sgd = SGD(layer, lr=0.5, momentum=0.5)
    >>> for dy in (2.0, 2.0):  # of y = 1 w, so that g is dy; v is 2, then 0.5 * 2 + 2 = 3
    ...     sgd.zero_grad()
    ...     layer(torch.ones(1, 1)).backward(torch.tensor([[dy]]))
    ...     sgd.step()
    ...     print(layer.weight.data)
    tensor([[2.]])
    tensor([[0.5000]])
    """

    def __init__(
        self,
        model: nn.Module,
        lr: float = 1e-3,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        check_model("SGD", model, nn.Module)
        check_not_negative("SGD", lr=lr, momentum=momentum, weight_decay=weight_decay)
        check_nesterov("SGD", nesterov, momentum)
        super().__init__(
            model.parameters(), lr=lr, momentum=momentum, weight_decay=weight_decay, nesterov=nesterov
        )


class Adam(torch.optim.Adam):
    """Adam: steps of about ``lr`` for each number, whatever the size of its gradient.

    m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2 follow the mean of the gradient and of its
    square. Both start at 0, so that after t steps they are too small by 1 - beta^t; divided by that, they give
    w <- w - lr m / (sqrt(v) + eps). As in PyTorch, g is the gradient plus weight_decay w.

    ``model`` and ``step`` are as in ``SGD``.

    >>> layer = nn.Linear(1, 1, bias=False)
    >>> layer.weight.data[:] = 3.0
    >>> adam = Adam(layer, lr=0.5)
    >>> layer(torch.ones(1, 1)).backward(torch.tensor([[1000.0]]))
    >>> adam.step()
    >>> layer.weight.data  # the first step is lr against the sign of the gradient
    tensor([[2.5000]])
    """

    def __init__(
        self,
        model: nn.Module,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        check_model("Adam", model, nn.Module)
        check_not_negative("Adam", lr=lr, eps=eps, weight_decay=weight_decay)
        check_fraction("Adam", beta1=betas[0], beta2=betas[1])
        super().__init__(model.parameters(), lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
