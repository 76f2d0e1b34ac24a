"""One pass over the data with a PyTorch network: to train it, and to test it."""

from collections.abc import Callable, Iterable

import torch
from torch import nn

from cnnlib.train.score import Score, Tally

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def train_epoch(
    model: nn.Module, loss: Callable[..., torch.Tensor], optimizer: torch.optim.Optimizer, batches: Batches
) -> Score:
    """Go forward, measure the loss, go backward, update, once per batch; the score is that of the moving weights.

    >>> from cnnlib.torch_nn import SGD, CrossEntropyLoss, Linear
    >>> x, y = torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([0, 1])
    >>> model = Linear(2, 2, rng=0)
    >>> train_epoch(model, CrossEntropyLoss(), SGD(model, lr=1.0), [(x, y)] * 20).accuracy > 0.9
    True
    """
    model.train()
    tally = Tally()
    for x, y in batches:
        optimizer.zero_grad()
        outputs = model(x)
        value = loss(outputs, y)
        value.backward()
        optimizer.step()
        tally.add(value.item(), outputs, y)
    return tally.score()


@torch.no_grad()
def measure(model: nn.Module, loss: Callable[..., torch.Tensor], batches: Batches) -> Score:
    """Go forward only, with the network switched from training to use.

    >>> from cnnlib.torch_nn import CrossEntropyLoss, ReLU
    >>> measure(ReLU(), CrossEntropyLoss(), [(torch.tensor([[0.0, 9.0]]), torch.tensor([1]))]).accuracy
    1.0
    """
    model.eval()
    tally = Tally()
    for x, y in batches:
        outputs = model(x)
        tally.add(loss(outputs, y).item(), outputs, y)
    return tally.score()
