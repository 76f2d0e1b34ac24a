"""Chapter 16: deeper plain networks train worse, residual ones do not, in PyTorch.

As in He et al. (2016), section 4.2, but small: clothes of the bundled Fashion-MNIST, averaged down to 14 x 14 pixels, 8
channels in the first stage. What counts is the error on the training set: where it grows with depth, the deeper network
was not fitted too well, it was fitted worse. All networks have batch norm. Whether their gradients vanish is measured:
the norm of the gradient in the first layer, which is the last one that backpropagation reaches, at every step.
"""

from collections.abc import Iterator

import numpy as np
import torch

from book.experiments.record import Run, main, thinned
from cnnlib import data, torch_nn
from cnnlib.data import batches

EPOCHS, BATCH, IMAGES = 10, 100, 4000


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train plain and residual networks of 8, 20 and 44 layers."""
    torch.set_num_threads(1)
    clothes = data.fashion_mnist()
    n, epochs = (200, 1) if short else (IMAGES, EPOCHS)
    x, y = halved(clothes.x_train[:n]), clothes.y_train[:n]
    x_test, y_test = halved(clothes.x_test), clothes.y_test
    for depth in (8,) if short else (8, 20, 44):
        for kind in ("plain", "resnet"):
            model = getattr(torch_nn.models, f"small_{kind}")(depth, width=8, rng=seed)
            sgd = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
            steps = epochs * -(-n // BATCH)
            schedule = torch.optim.lr_scheduler.OneCycleLR(sgd, max_lr=0.1, total_steps=steps)
            rng, losses, gradients = np.random.default_rng(seed), [], []
            model.train()
            for _ in range(epochs):
                for images, labels in batches(x, y, BATCH, rng):
                    loss = torch.nn.functional.cross_entropy(
                        model(torch.from_numpy(images)), torch.from_numpy(labels)
                    )
                    sgd.zero_grad()
                    loss.backward()
                    gradients.append(model.conv1.weight.grad.norm().item())
                    sgd.step()
                    schedule.step()
                    losses.append(loss.item())
            yield {
                "network": kind,
                "depth": depth,
                "parameters": sum(p.numel() for p in model.parameters()),
                "epochs": epochs,
                "first_gradient": round(gradients[0], 4),
                "least_gradient": round(min(gradients), 4),
                "train_error": round(error(model, x, y), 4),
                "test_error": round(error(model, x_test, y_test), 4),
                "train_loss": thinned(losses),
                "gradients": thinned(gradients),
            }


def halved(images: np.ndarray) -> np.ndarray:
    """Average blocks of 2 x 2 pixels: uint8 (N, 1, 28, 28) to float32 (N, 1, 14, 14)."""
    n, c, h, w = images.shape
    return data.as_float(images).reshape(n, c, h // 2, 2, w // 2, 2).mean((3, 5))


@torch.no_grad()
def error(model: torch.nn.Module, x: np.ndarray, y: np.ndarray) -> float:
    """Return the share of pictures that do not get their own class."""
    model.eval()
    parts = torch.from_numpy(x).split(500)
    found = torch.cat([model(part).argmax(1) for part in parts]).numpy()
    return float((found != y).mean())


if __name__ == "__main__":
    main(__file__, run)
