"""One pass over the data with a PyTorch network: to train it, and to test it."""

from collections.abc import Callable, Iterable

import torch
from torch import nn

from cnnlib.torch_nn import elastic_net_penalty, max_norm
from cnnlib.train.regularization import Regularization, is_weight
from cnnlib.train.score import Score, Tally

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def train_epoch(
    model: nn.Module,
    loss: Callable[..., torch.Tensor],
    optimizer: torch.optim.Optimizer,
    batches: Batches,
    regularization: Regularization = Regularization(),  # noqa: B008  (a tuple, which nobody can change)
) -> Score:
    """Go forward, measure the loss, go backward, update, once per batch; the score is that of the moving weights.

    Penalties add to the gradients, not to the score.

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
        (value + penalty(model, regularization) if regularization.penalizes else value).backward()
        optimizer.step()
        bound_weights(model, regularization)
        tally.add(value.item(), outputs, y)
    return tally.score()


def penalty(model: nn.Module, regularization: Regularization) -> torch.Tensor:
    """Add up the penalties on all weights that are trained.

    >>> layer = nn.Linear(1, 1)
    >>> layer.weight.data[:] = 3.0
    >>> penalty(layer, Regularization(l1=0.5, l2=0.1)).item()
    1.9500000476837158
    """
    l1, l2, _ = regularization
    weights = [p for name, p in model.named_parameters() if p.requires_grad and is_weight(name, p)]
    return sum((elastic_net_penalty(weight, l1, l2) for weight in weights), start=torch.zeros(()))


@torch.no_grad()
def bound_weights(model: nn.Module, regularization: Regularization) -> None:
    """Shorten in place the weights of each unit that are longer than allowed."""
    if regularization.max_norm is not None:
        for name, weight in model.named_parameters():
            if is_weight(name, weight):
                weight.copy_(max_norm(weight, regularization.max_norm))


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
