"""Chapter 16: a residual network of 8 layers and 77,754 parameters on all of Fashion-MNIST, in PyTorch.

Needs the whole set: see ``cnnlib.data.fashion_mnist(full=True)``. In training, pictures are mirrored at random; in
the test, the scores of a picture and of its mirror image are added. Nothing is chosen by looking at the test set, which
is used once, at the end.
"""

from collections.abc import Iterator

import numpy as np
import torch

from book.experiments.record import Run, main, thinned
from cnnlib import data, torch_nn
from cnnlib.data import batches

EPOCHS, BATCH = 8, 128
LAYOUT = torch.channels_last  # half the time on a CPU, the same arithmetic


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train one network."""
    torch.set_num_threads(1)
    clothes = data.fashion_mnist(full=not short)
    some = slice(0, 300) if short else slice(None)
    x, y = data.as_float(clothes.x_train[some]), clothes.y_train[some]
    test = torch.from_numpy(data.as_float(clothes.x_test[some])), torch.from_numpy(clothes.y_test[some])
    model = torch_nn.models.small_resnet(8, rng=seed).to(memory_format=LAYOUT)
    steps = EPOCHS * -(-len(x) // BATCH)
    sgd = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(sgd, max_lr=0.1, total_steps=steps)
    rng, losses, epochs = np.random.default_rng(seed), [], 1 if short else EPOCHS
    for epoch in range(epochs):
        for images, labels in batches(x, y, BATCH, rng):
            pixels = torch.from_numpy(mirrored(images, rng)).to(memory_format=LAYOUT)
            loss = torch.nn.functional.cross_entropy(model(pixels), torch.from_numpy(labels))
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            schedule.step()
            losses.append(loss.item())
        print(f"  seed {seed}, epoch {epoch + 1}: loss {np.mean(losses[-100:]):.4f}", flush=True)
    yield {
        "parameters": sum(p.numel() for p in model.parameters()),
        "images": len(x),
        "epochs": epochs,
        "test_accuracy": round(accuracy(model, *test), 4),
        "train_loss": thinned(losses),
    }


def mirrored(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mirror about half of the pictures (N, 1, H, W), left for right."""
    return np.where(rng.random((len(images), 1, 1, 1)) < 0.5, images, images[..., ::-1])


@torch.no_grad()
def accuracy(model: torch.nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    """Return the share of pictures that get their own class, by the scores of both mirror images."""
    model.eval()
    scores = torch.cat([model(part) + model(part.flip(3)) for part in x.split(500)])
    return (scores.argmax(1) == y).float().mean().item()


if __name__ == "__main__":
    main(__file__, run)
