"""Chapter 19: learn the digits 5 to 9 from a few labels, by a network that knows 0 to 4, and by one that knows nothing.

A residual network of 8 layers learns digits 0 to 4 of MNIST, about 30,000 pictures. Then 1, 5, 20 or 100 labeled
pictures of each of the digits 5 to 9 are drawn, three times for each seed, and four ways of learning from them are
compared: train all of that network further, train nothing but a new head, train the same network from first weights,
train a LeNet-5 from first weights. Measured is the mean accuracy over the three draws on all test pictures of these
digits. Steps and learning rates were chosen on training pictures outside the draws, never on the test set.

Needs the whole set: see ``cnnlib.data.mnist(full=True)``.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from book.experiments.record import Run, main
from cnnlib import data, torch_nn
from cnnlib.data import batches

OLD, NEW = (0, 1, 2, 3, 4), (5, 6, 7, 8, 9)
EPOCHS, BATCH = 2, 100  # on the old digits
LABELS, DRAWS, STEPS, FEW = (1, 5, 20, 100), 3, 200, 25  # on the new ones, FEW pictures a step
RATES = {"fine-tuned": 3e-3, "new head": 1e-2, "from scratch": 1e-2, "LeNet from scratch": 1e-3}


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train on the old digits, then in four ways on a few of the new ones."""
    torch.set_num_threads(1)
    digits = data.mnist(full=not short)
    train, test = (digits.x_train, digits.y_train), (digits.x_test, digits.y_test)
    trained, rng = body(seed), np.random.default_rng(seed)
    learn_old(trained, *chosen(*train, OLD, 200 if short else None), rng, 1 if short else EPOCHS)
    x, y = chosen(*train, NEW)
    x_test, y_test = chosen(*test, NEW, 100 if short else None)
    for labels in LABELS[:2] if short else LABELS:
        right: dict[str, list[float]] = {how: [] for how in RATES}
        for _ in range(1 if short else DRAWS):
            drawn = np.concatenate(
                [rng.choice(np.flatnonzero(y == c), labels, replace=False) for c in range(5)]
            )
            for how in RATES:
                model = start(how, trained, seed)
                learn_new(model, how, x[drawn], y[drawn], rng, 2 if short else STEPS)
                right[how].append(accuracy(model, x_test, y_test))
        for how, accuracies in right.items():
            yield {
                "way": how,
                "labels": labels,
                "draws": len(accuracies),
                "old_images": 200 if short else int(np.isin(digits.y_train, OLD).sum()),
                "test_images": len(y_test),
                "test_accuracy": round(float(np.mean(accuracies)), 4),
                "least": round(min(accuracies), 4),
                "most": round(max(accuracies), 4),
            }


def body(seed: int) -> torch_nn.Sequential:
    """Make the network of 8 layers: 8, 16 and 32 channels, five classes."""
    return torch_nn.models.small_resnet(8, num_classes=5, width=8, rng=seed)


def chosen(
    x: np.ndarray, y: np.ndarray, classes: tuple[int, ...], most: int | None = None
) -> tuple[torch.Tensor, np.ndarray]:
    """Return the pictures of these classes, as floats, with class numbers from 0."""
    some = np.flatnonzero(np.isin(y, classes))[:most]
    return torch.from_numpy(data.as_float(x[some])), np.searchsorted(classes, y[some])


def start(how: str, trained: nn.Module, seed: int) -> nn.Module:
    """Return a network with first weights, or with those of the old digits under a new head."""
    if how == "LeNet from scratch":
        return torch_nn.models.lenet5(num_classes=5, rng=seed)
    model = body(seed)
    if how != "from scratch":
        known = {name: value for name, value in trained.state_dict().items() if not name.startswith("fc.")}
        model.load_state_dict(model.state_dict() | known)
    return model


def learn_old(
    model: nn.Module, x: torch.Tensor, y: np.ndarray, rng: np.random.Generator, epochs: int
) -> None:
    """Train in batches, in a new order in each epoch."""
    adam = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for images, targets in batches(x, y, BATCH, rng):
            step(adam, cross_entropy(model(images), torch.from_numpy(targets)))


def learn_new(
    model: nn.Module, how: str, x: torch.Tensor, y: np.ndarray, rng: np.random.Generator, steps: int
) -> None:
    """Train on a few pictures; a body that stays as it is also keeps its running means."""
    head = how == "new head"
    model.train(not head)
    adam = torch.optim.Adam(model.get_submodule("fc" if head else "").parameters(), lr=RATES[how])
    for _ in range(steps):
        some = rng.permutation(len(x))[:FEW]
        step(adam, cross_entropy(model(x[some]), torch.from_numpy(y[some])))


def step(optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    """Go one step downhill."""
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


@torch.no_grad()
def accuracy(model: nn.Module, x: torch.Tensor, y: np.ndarray) -> float:
    """Return the share of pictures that get their own class."""
    model.eval()
    said = torch.cat([model(part).argmax(1) for part in x.split(500)])
    return float((said.numpy() == y).mean())


if __name__ == "__main__":
    main(__file__, run)
