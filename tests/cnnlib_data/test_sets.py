"""The sets to classify, as bundled."""

import numpy as np
import pytest

from cnnlib import data
from cnnlib.data.idx_sets import CLOTHES

SETS = {
    "mnist": (data.mnist, (8000, 1, 28, 28), (2000, 1, 28, 28), np.uint8),
    "fashion_mnist": (data.fashion_mnist, (6000, 1, 28, 28), (2000, 1, 28, 28), np.uint8),
    "mnist1d": (data.mnist1d, (4000, 1, 40), (1000, 1, 40), np.float32),
}
every_set = pytest.mark.parametrize("name", SETS)


@every_set
def test_arrays_have_the_documented_shapes_and_dtypes(name):
    load, train, test, dtype = SETS[name]
    got = load()
    assert (got.x_train.shape, got.x_test.shape) == (train, test)
    assert (got.y_train.shape, got.y_test.shape) == (train[:1], test[:1])
    assert (got.x_train.dtype, got.x_test.dtype) == (dtype, dtype)
    assert (got.y_train.dtype, got.y_test.dtype) == (np.int64, np.int64)
    assert len(got.classes) == 10


@every_set
def test_arrays_are_writable_contiguous_and_fresh_at_each_call(name):
    load = SETS[name][0]
    first, again = load(), load()
    for array in first[:4]:
        assert array.flags.writeable
        assert array.flags.c_contiguous
        array[:] = 0
    assert all(array.any() for array in again[:4])


@pytest.mark.parametrize(("name", "train", "test"), [("mnist", 800, 200), ("fashion_mnist", 600, 200)])
def test_image_subsets_hold_each_class_equally_often(name, train, test):
    got = SETS[name][0]()
    assert np.bincount(got.y_train).tolist() == [train] * 10
    assert np.bincount(got.y_test).tolist() == [test] * 10


def test_mnist1d_classes_are_nearly_equal_and_500_each_in_all():
    got = data.mnist1d()
    assert (np.bincount(got.y_train) + np.bincount(got.y_test)).tolist() == [500] * 10
    assert np.bincount(got.y_train).min() >= 394


def test_mnist1d_is_the_frozen_set():
    # The first five samples of the first training signal and the first labels as mnist1d 0.0.2.post1 makes them.
    got = data.mnist1d()
    np.testing.assert_allclose(
        got.x_train[0, 0, :5],
        [-0.33200567, -0.47191037, -0.77869708, -1.00974083, -0.88235257],
        rtol=0,
        atol=1e-6,
    )
    assert got.y_train[:12].tolist() == [2, 6, 4, 5, 6, 6, 6, 0, 3, 1, 6, 9]
    everything = np.concatenate([got.x_train, got.x_test]).astype(np.float64)
    assert abs(everything.mean()) < 1e-7
    assert everything.std() == pytest.approx(1, abs=1e-7)


def test_no_test_image_is_also_a_training_image():
    for load in (data.mnist, data.fashion_mnist):
        got = load()
        train = {image.tobytes() for image in got.x_train}
        assert not any(image.tobytes() in train for image in got.x_test)


@pytest.mark.parametrize(("name", "at_least"), [("mnist", 0.78), ("fashion_mnist", 0.65), ("mnist1d", 0.2)])
def test_labels_belong_to_their_examples(name, at_least):
    """The nearest class mean is right far more often than the 10% of chance."""
    got = SETS[name][0]()
    x, x_test = (x.reshape(len(x), -1).astype(np.float64) for x in (got.x_train, got.x_test))
    means = np.stack([x[got.y_train == c].mean(0) for c in range(10)])
    distances = (means**2).sum(1) - 2 * x_test @ means.T
    assert (distances.argmin(1) == got.y_test).mean() >= at_least


def test_images_are_upright_with_ink_in_the_middle():
    """Rows are rows: a transposed 1 would be wide, and trousers are taller than wide."""
    digits, clothes = data.mnist(), data.fashion_mnist()
    for images, y, label in (
        (digits.x_train, digits.y_train, 1),
        (clothes.x_train, clothes.y_train, CLOTHES.index("Trouser")),
    ):
        mean = images[y == label, 0].mean(0)
        assert (mean > 40).any(1).sum() > 1.5 * (mean > 40).any(0).sum()


def test_repr_tells_shapes_instead_of_numbers():
    assert "    x_train: float32 (4000, 1, 40),\n    y_train: int64 (4000,),\n" in repr(data.mnist1d())
