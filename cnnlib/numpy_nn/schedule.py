"""Schedules: how the learning rate changes from epoch to epoch, as in PyTorch."""

import math

from cnnlib.checks import check_not_negative
from cnnlib.numpy_nn.optim import SGD, Adam
from cnnlib.shapes import at_least


class StepLR:
    """Multiply the learning rate by ``gamma`` every ``step_size`` epochs: lr = lr_0 gamma^floor(epoch / step_size).

    Call ``step`` at the end of each epoch; it sets ``optimizer.lr``. Source: the factor 10 each time the error stops
    to fall, of Krizhevsky, Sutskever and Hinton (2012), section 5, https://doi.org/10.1145/3065386, at fixed epochs.

    >>> from cnnlib.numpy_nn import Linear
    >>> sgd = SGD(Linear(1, 1), lr=1.0)
    >>> schedule = StepLR(sgd, step_size=2, gamma=0.5)
    >>> for epoch in range(4):
    ...     schedule.step()
    ...     print(sgd.lr)
    1.0
    0.5
    0.5
    0.25
    """

    def __init__(self, optimizer: SGD | Adam, step_size: int, gamma: float = 0.1) -> None:
        check_not_negative("StepLR", gamma=gamma)
        self.optimizer, self.gamma = optimizer, gamma
        self.step_size = at_least("step_size", step_size, 1)
        self.first_lr, self.epoch = optimizer.lr, 0

    def step(self) -> None:
        """End an epoch."""
        self.epoch += 1
        self.optimizer.lr = self.first_lr * self.gamma ** (self.epoch // self.step_size)


class CosineAnnealingLR:
    """Let the learning rate fall from lr_0 to ``eta_min`` along half a cosine, in ``T_max`` epochs.

    lr = eta_min + (lr_0 - eta_min) (1 + cos(pi epoch / T_max)) / 2. After ``T_max`` epochs it climbs again, the
    same way back, as in PyTorch. Call ``step`` at the end of each epoch; it sets ``optimizer.lr``. Source:
    Loshchilov and Hutter (2017), SGDR, equation 5, https://arxiv.org/abs/1608.03983.

    >>> from cnnlib.numpy_nn import Linear
    >>> sgd = SGD(Linear(1, 1), lr=1.0)
    >>> schedule = CosineAnnealingLR(sgd, T_max=4)
    >>> for epoch in range(4):
    ...     schedule.step()
    ...     print(round(sgd.lr, 3))
    0.854
    0.5
    0.146
    0.0
    """

    def __init__(self, optimizer: SGD | Adam, T_max: int, eta_min: float = 0.0) -> None:
        check_not_negative("CosineAnnealingLR", eta_min=eta_min)
        self.optimizer, self.eta_min = optimizer, eta_min
        self.T_max = at_least("T_max", T_max, 1)
        self.first_lr, self.epoch = optimizer.lr, 0

    def step(self) -> None:
        """End an epoch."""
        self.epoch += 1
        height = (1 + math.cos(math.pi * self.epoch / self.T_max)) / 2  # 1 at first, 0 after T_max epochs
        self.optimizer.lr = self.eta_min + (self.first_lr - self.eta_min) * height
