"""Schedules: how the learning rate changes from epoch to epoch, by PyTorch's own."""

import torch
from torch.optim import lr_scheduler

from cnnlib.checks import check_not_negative
from cnnlib.shapes import at_least


class StepLR(lr_scheduler.StepLR):
    """Multiply the learning rate by ``gamma`` every ``step_size`` epochs: lr = lr_0 gamma^floor(epoch / step_size).

    Call ``step`` at the end of each epoch; it sets the learning rate in ``optimizer.param_groups``.

    >>> from cnnlib.torch_nn import SGD, Linear
    >>> sgd = SGD(Linear(1, 1), lr=1.0)
    >>> schedule = StepLR(sgd, step_size=2, gamma=0.5)
    >>> for epoch in range(4):
    ...     sgd.step()
    ...     schedule.step()
    ...     print(sgd.param_groups[0]["lr"])
    1.0
    0.5
    0.5
    0.25
    """

    def __init__(self, optimizer: torch.optim.Optimizer, step_size: int, gamma: float = 0.1) -> None:
        check_not_negative("StepLR", gamma=gamma)
        super().__init__(optimizer, at_least("step_size", step_size, 1), gamma)


class CosineAnnealingLR(lr_scheduler.CosineAnnealingLR):
    """Let the learning rate fall from lr_0 to ``eta_min`` along half a cosine, in ``T_max`` epochs.

    lr = eta_min + (lr_0 - eta_min) (1 + cos(pi epoch / T_max)) / 2. After ``T_max`` epochs it climbs again, the
    same way back. Call ``step`` at the end of each epoch; it sets the learning rate in
    ``optimizer.param_groups``.

    >>> from cnnlib.torch_nn import SGD, Linear
    >>> sgd = SGD(Linear(1, 1), lr=1.0)
    >>> schedule = CosineAnnealingLR(sgd, T_max=4)
    >>> for epoch in range(4):
    ...     sgd.step()
    ...     schedule.step()
    ...     print(round(sgd.param_groups[0]["lr"], 3))
    0.854
    0.5
    0.146
    0.0
    """

    def __init__(self, optimizer: torch.optim.Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        check_not_negative("CosineAnnealingLR", eta_min=eta_min)
        super().__init__(optimizer, at_least("T_max", T_max, 1), eta_min)
