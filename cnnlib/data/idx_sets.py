"""The sets to classify: handwritten digits, clothes, and digits drawn as signals."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from cnnlib.data.bundled import bundled
from cnnlib.data.dataset import Dataset
from cnnlib.data.full import FullSet, full_array

DIGITS = tuple("0123456789")
CLOTHES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

# SHA-256 of the files as published, unpacked: a file is the same whether gzipped here or there.
MNIST = FullSet(
    title="MNIST",
    folder="mnist",
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    sha256={
        "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
)
FASHION_MNIST = FullSet(
    title="Fashion-MNIST",
    folder="fashion-mnist",
    mirrors=(
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
    sha256={
        "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
    elsewhere=(Path("/usr/share/datasets/fashion-mnist"),),  # Debian's package dataset-fashion-mnist
)


def mnist(full: bool = False) -> Dataset:
    """Return handwritten digits: uint8 (N, 1, 28, 28), white ink (255) on black (0).

    8,000 to train on, 800 of each digit, and 2,000 to test with, 200 of each, evenly spread over the published
    training and test sets. ``full=True`` returns all 60,000 and 10,000, from files placed by hand or downloaded
    (``cnnlib.data.full``). LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
    recognition, https://doi.org/10.1109/5.726791. License: CC BY-SA 3.0.

    >>> mnist()
    Dataset(
        x_train: uint8 (8000, 1, 28, 28),
        y_train: int64 (8000,),
        x_test: uint8 (2000, 1, 28, 28),
        y_test: int64 (2000,),
        classes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    )
    """
    return idx_set(MNIST, DIGITS, full)


def fashion_mnist(full: bool = False) -> Dataset:
    """Return photographs of clothes: uint8 (N, 1, 28, 28), light on black (0).

    6,000 to train on, 600 of each class, and 2,000 to test with, 200 of each, evenly spread over the published
    training and test sets. ``full=True`` returns all 60,000 and 10,000, from files placed by hand, Debian's package
    dataset-fashion-mnist, or downloaded (``cnnlib.data.full``). Xiao, Rasul and Vollgraf (2017), Fashion-MNIST: a
    novel image dataset for benchmarking machine learning algorithms, https://arxiv.org/abs/1708.07747. License: MIT.

    >>> clothes = fashion_mnist()
    >>> [clothes.classes[y] for y in clothes.y_test[:3]]
    ['Ankle boot', 'Pullover', 'Trouser']
    """
    return idx_set(FASHION_MNIST, CLOTHES, full)


def mnist1d() -> Dataset:
    """Return digits drawn as signals of 40 samples: float32 (N, 1, 40), mean 0 and standard deviation 1 over the set.

    4,000 to train on and 1,000 to test with: the frozen set of Greydanus and Kobak (2024), Scaling down deep learning
    with MNIST-1D, https://arxiv.org/abs/2011.14439, rounded to float32. License: Apache 2.0.

    >>> signals = mnist1d()
    >>> signals.x_train.shape, signals.x_test.shape, signals.x_train.dtype
    ((4000, 1, 40), (1000, 1, 40), dtype('float32'))
    """
    signals, labels = "signals-idx2-float", "labels-idx1-ubyte"
    return Dataset(
        bundled(f"mnist1d/train-{signals}")[:, None],
        bundled(f"mnist1d/train-{labels}").astype(np.int64),
        bundled(f"mnist1d/test-{signals}")[:, None],
        bundled(f"mnist1d/test-{labels}").astype(np.int64),
        DIGITS,
    )


def idx_set(source: FullSet, classes: tuple[str, ...], full: bool) -> Dataset:
    """Read the four files of a set, the bundled ones or the full ones."""
    read: Callable[[str], np.ndarray] = (
        (lambda name: full_array(source, name)) if full else (lambda name: bundled(f"{source.folder}/{name}"))
    )
    return Dataset(
        read("train-images-idx3-ubyte")[:, None],
        read("train-labels-idx1-ubyte").astype(np.int64),
        read("t10k-images-idx3-ubyte")[:, None],
        read("t10k-labels-idx1-ubyte").astype(np.int64),
        classes,
    )
