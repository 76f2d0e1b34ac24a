"""Chapter 13: dropout, weight decay and augmentation, each alone and all together, on all of Fashion-MNIST, in NumPy.

Needs the whole set: see ``cnnlib.data.fashion_mnist(full=True)``. The last 10,000 training pictures are held out: the
gap between their loss and that on the others is what regularization is for. The test set is looked at once, in the end.
"""

from collections.abc import Iterator

import numpy as np

from book.experiments.record import Run, main, thinned
from cnnlib import data, numpy_nn
from cnnlib.train import evaluate, fit

EPOCHS, BATCH, HELD_OUT, MOST = 8, 128, 10_000, 2
WAYS = {
    "nothing": {},
    "weight decay": {"weight_decay": 1e-3},
    "dropout": {"dropout": 0.3},
    "augmentation": {"augment": True},
    "all three": {"weight_decay": 5e-4, "dropout": 0.1, "augment": True},
}


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train the same network in five ways."""
    clothes = data.fashion_mnist(full=not short)
    held_out = 100 if short else HELD_OUT
    some = slice(0, 300) if short else slice(None)
    x, y = data.as_float(clothes.x_train[some]), clothes.y_train[some]
    held, x, y = (x[-held_out:], y[-held_out:]), x[:-held_out], y[:-held_out]
    test = data.as_float(clothes.x_test[some]), clothes.y_test[some]
    loss = numpy_nn.CrossEntropyLoss()
    for name, way in WAYS.items():
        model = network(way.get("dropout", 0.0), seed)
        sgd = numpy_nn.SGD(model, lr=0.05, momentum=0.9, weight_decay=way.get("weight_decay", 0.0))
        schedule = numpy_nn.CosineAnnealingLR(sgd, EPOCHS)
        rng, epochs = np.random.default_rng(seed), 1 if short else EPOCHS
        trained, others = [], []
        for epoch in range(epochs):
            shown = moved(x, rng) if way.get("augment") else x
            order = EPOCHS * seed + epoch
            fit(
                model,
                loss,
                sgd,
                (shown, y),
                epochs=1,
                batch_size=BATCH,
                seed=order,
                schedule=schedule,
                show=False,
            )
            trained.append(evaluate(model, loss, (x[:held_out], y[:held_out])).loss)
            others.append(evaluate(model, loss, held).loss)
        yield {
            "way": name,
            "parameters": sum(p.size for p in model.parameters().values()),
            "images": len(x),
            "epochs": epochs,
            "gap": round(others[-1] - trained[-1], 4),
            "held_out_loss": round(others[-1], 4),
            "test_accuracy": round(evaluate(model, loss, test).accuracy, 4),
            "train_losses": thinned(trained),
            "held_out_losses": thinned(others),
        }


def network(dropout: float, seed: int) -> numpy_nn.Sequential:
    """A convolution and two linear layers, with dropout before each of the latter: 150,698 parameters."""
    rng = np.random.default_rng(seed)
    return numpy_nn.Sequential(
        numpy_nn.Conv2d(1, 16, 5, stride=2, rng=rng),  # (n, 16, 12, 12)
        numpy_nn.ReLU(),
        numpy_nn.MaxPool2d(2),  # (n, 16, 6, 6)
        numpy_nn.Flatten(),
        numpy_nn.Dropout(dropout, rng=rng),
        numpy_nn.Linear(576, 256, rng=rng),
        numpy_nn.ReLU(),
        numpy_nn.Dropout(dropout, rng=rng),
        numpy_nn.Linear(256, 10, rng=rng),
    )


def moved(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Shift each picture (N, 1, H, W) by up to ``MOST`` pixels each way, and mirror one in two."""
    n, _, h, w = images.shape
    padded = np.pad(images, ((0, 0), (0, 0), (MOST, MOST), (MOST, MOST)))
    moves, turned = rng.integers(0, (2 * MOST + 1) ** 2, n), rng.random(n) < 0.5
    shifted = np.empty_like(images)
    for move in range((2 * MOST + 1) ** 2):
        down, right = divmod(move, 2 * MOST + 1)
        shifted[moves == move] = padded[moves == move, :, down : down + h, right : right + w]
    shifted[turned] = shifted[turned][..., ::-1]
    return shifted


if __name__ == "__main__":
    main(__file__, run)
