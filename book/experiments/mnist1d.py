"""Chapter 14: the small convolutional network against the larger fully connected one on MNIST-1D, 100,000 steps each.

As in Prince (2023), chapter 10: stochastic gradient descent with learning rate 0.01, batches of 100, nothing else.
"""

from collections.abc import Iterator

from book.experiments.record import Run, main, thinned
from cnnlib import data, numpy_nn
from cnnlib.train import evaluate, fit

STEPS, BATCH = 100_000, 100


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train both networks from the same seed."""
    signals = data.mnist1d()
    train, test = (signals.x_train, signals.y_train), (signals.x_test, signals.y_test)
    epochs = 2 if short else STEPS * BATCH // len(signals.x_train)
    loss = numpy_nn.CrossEntropyLoss()
    for name in ("mnist1d_conv", "mnist1d_mlp"):
        model = getattr(numpy_nn.models, name)(rng=seed)
        sgd = numpy_nn.SGD(model, lr=0.01)
        history = fit(model, loss, sgd, train, test, epochs=epochs, batch_size=BATCH, seed=seed, show=False)
        yield {
            "network": name,
            "parameters": sum(p.size for p in model.parameters().values()),
            "epochs": epochs,
            "train_error": round(1 - evaluate(model, loss, train).accuracy, 4),
            "test_error": round(1 - evaluate(model, loss, test).accuracy, 4),
            "train_loss": thinned(history.train_loss),
            "test_loss": thinned(history.validation_loss),
            "train_errors": thinned(1 - a for a in history.train_accuracy),
            "test_errors": thinned(1 - a for a in history.validation_accuracy),
        }


if __name__ == "__main__":
    main(__file__, run)
