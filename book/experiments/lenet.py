"""Chapter 15: LeNet-5 on all of MNIST and all of Fashion-MNIST, in NumPy.

Needs the whole sets: see ``cnnlib.data.mnist(full=True)``. Nothing is chosen by looking at the test set: ten epochs, a
learning rate that falls along a cosine, the weights of the last epoch.
"""

from collections.abc import Iterator

from book.experiments.record import Run, main, thinned
from cnnlib import data, numpy_nn
from cnnlib.train import evaluate, fit

EPOCHS = 10


def run(seed: int, short: bool) -> Iterator[Run]:
    """Train on digits, then on clothes."""
    for name in ("mnist", "fashion_mnist"):
        pictures = getattr(data, name)(full=not short)
        some = slice(0, 200) if short else slice(None)
        train = data.as_float(pictures.x_train[some]), pictures.y_train[some]
        test = data.as_float(pictures.x_test[some]), pictures.y_test[some]
        model, loss = numpy_nn.models.lenet5(rng=seed), numpy_nn.CrossEntropyLoss()
        sgd = numpy_nn.SGD(model, lr=0.05, momentum=0.9, weight_decay=5e-4)
        epochs = 1 if short else EPOCHS
        schedule = numpy_nn.CosineAnnealingLR(sgd, epochs)
        history = fit(
            model,
            loss,
            sgd,
            train,
            test,
            epochs=epochs,
            batch_size=64,
            seed=seed,
            schedule=schedule,
            show=False,
        )
        yield {
            "data": name,
            "images": len(train[0]),
            "epochs": epochs,
            "train_accuracy": round(evaluate(model, loss, train).accuracy, 4),
            "test_accuracy": round(evaluate(model, loss, test).accuracy, 4),
            "train_loss": thinned(history.train_loss),
            "test_loss": thinned(history.validation_loss),
        }


if __name__ == "__main__":
    main(__file__, run)
