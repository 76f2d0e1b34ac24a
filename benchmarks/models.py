"""Whole models: a training step on MNIST-1D, part of an epoch of LeNet, a forward pass of ResNet-18.

PyTorch runs eagerly, with its own layers and its own optimizer.
"""

from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.timing import Benchmark, Candidates
from cnnlib import data, numpy_nn, torch_nn

STEPS = 10  # of MNIST-1D in a row, as a training makes them
EPOCH = 60_000  # images
PART = 1024  # images of the LeNet row: 16 of an epoch's 938 mini-batches, all of which cost the same


def mnist1d_steps() -> Candidates:
    """Train the 2,050-parameter net on batches of 100 signals: forward, backward, SGD with momentum."""
    signals = data.mnist1d()
    twin = nn.Sequential(
        *(nn.Conv1d(1, 15, 3, 2), nn.ReLU(), nn.Conv1d(15, 15, 3, 2), nn.ReLU()),
        *(nn.Conv1d(15, 15, 3, 2), nn.ReLU(), nn.Flatten(), nn.Linear(60, 10)),
    )
    x, target = signals.x_train[: 100 * STEPS], signals.y_train[: 100 * STEPS]
    return training(numpy_nn.models.mnist1d_conv(rng=0), twin, x, target, 100)


def lenet_epoch(images: int) -> Candidates:
    """Train LeNet-5 on so many images, the bundled ones again and again, in mini-batches of 64."""
    digits = data.mnist()
    twin = nn.Sequential(
        *(
            nn.Conv2d(1, 6, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),
        ),
        *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )
    places = np.arange(images) % len(digits.x_train)
    x, target = digits.x_train[places].astype(np.float32) / 255, digits.y_train[places]
    return training(numpy_nn.models.lenet5(rng=0), twin, x, target, 64)


def training(model: Any, twin: nn.Module, x: np.ndarray, target: np.ndarray, batch: int) -> Candidates:
    """Make one pass over the examples on each side, with the same weights to begin with.

    Neither side computes the gradient of the images: PyTorch leaves it out because nothing asks for it.
    """
    twin.load_state_dict(
        {
            name: torch.tensor(value)
            for name, value in zip(twin.state_dict(), model.state_dict().values(), strict=True)
        }
    )
    loss, sgd = numpy_nn.CrossEntropyLoss(), numpy_nn.SGD(model, lr=0.01, momentum=0.9)
    torch_loss, torch_sgd = nn.CrossEntropyLoss(), torch.optim.SGD(twin.parameters(), lr=0.01, momentum=0.9)
    x_torch, target_torch = torch.tensor(x), torch.tensor(target)

    def ours() -> None:
        for start in range(0, len(x), batch):
            loss(model(x[start : start + batch]), target[start : start + batch])
            model.backward_parameters(loss.backward())
            sgd.step()

    def theirs() -> None:
        for start in range(0, len(x), batch):
            torch_sgd.zero_grad()
            torch_loss(twin(x_torch[start : start + batch]), target_torch[start : start + batch]).backward()
            torch_sgd.step()

    return {"NumPy": ours, "torch": theirs}


def resnet_forward(n: int) -> Candidates:
    """Classify n pictures of 224 x 224 pixels."""
    x = np.random.default_rng(0).standard_normal((n, 3, 224, 224), dtype=np.float32)
    model, twin = numpy_nn.models.resnet18(rng=0).eval(), torch_nn.models.resnet18(rng=0).eval()
    x_torch = torch.tensor(x)

    def theirs() -> None:
        with torch.no_grad():
            twin(x_torch)

    return {"NumPy": lambda: model(x), "torch": theirs}


RATIO = {"NumPy / torch": ("NumPy", "torch")}
MNIST1D = Benchmark(
    "MNIST-1D training",
    RATIO,
    {f"{STEPS} steps of 100 signals": mnist1d_steps},
    {"NumPy / torch": (1 / 3.5, 1 / 3.5)},
)
LENET = Benchmark(
    "LeNet-5 training, batches of 64",
    RATIO,
    {f"{PART:,} of {EPOCH:,} images": partial(lenet_epoch, PART)},
    {"NumPy / torch": (0.9, 0.9)},
    seconds=5,
)
LENET_EPOCH = LENET._replace(rows={f"all {EPOCH:,} images": partial(lenet_epoch, EPOCH)})
RESNET = Benchmark(
    "ResNet-18 forward at 224 x 224",
    RATIO,
    {f"{n} pictures": partial(resnet_forward, n) for n in (1, 4)},
    {"NumPy / torch": (1.5, 1.5)},
    seconds=5,
)
