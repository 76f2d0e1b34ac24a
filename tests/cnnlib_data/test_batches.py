"""Batches and pixels as numbers."""

from inspect import unwrap

import numpy as np
import pytest

from cnnlib import data


def collect(pairs):
    return [(np.asarray(x).tolist(), np.asarray(y).tolist()) for x, y in pairs]


def test_batches_in_order_are_views_and_the_last_one_is_smaller():
    x, y = np.arange(10).reshape(5, 2), np.arange(5)
    got = list(data.batches(x, y, 2, shuffle=False))
    assert [len(a) for a, _ in got] == [2, 2, 1]
    assert all(np.shares_memory(a, x) and np.shares_memory(b, y) for a, b in got)
    np.testing.assert_array_equal(np.concatenate([a for a, _ in got]), x)


def test_shuffled_batches_hold_every_pair_once_and_keep_pairs_together():
    x, y = np.arange(101) * 10, np.arange(101)
    got = list(data.batches(x, y, 7, np.random.default_rng(0)))
    assert all((a == 10 * b).all() for a, b in got)
    seen = np.concatenate([b for _, b in got])
    assert sorted(seen.tolist()) == y.tolist()
    assert seen.tolist() != y.tolist()


def test_each_pass_has_a_new_order_and_a_seed_repeats_them():
    x = np.arange(50)
    rng = np.random.default_rng(3)
    first, second = collect(data.batches(x, x, 8, rng)), collect(data.batches(x, x, 8, rng))
    rng = np.random.default_rng(3)
    assert first != second
    assert [first, second] == [collect(data.batches(x, x, 8, rng)) for _ in range(2)]


def test_tensors_give_the_same_batches_as_arrays():
    import torch

    x, y = np.arange(22.0).reshape(11, 2), np.arange(11)
    for options in ({"rng": 1}, {"shuffle": False}):
        arrays, tensors = (
            data.batches(
                a, b, 4, **{k: np.random.default_rng(v) if k == "rng" else v for k, v in options.items()}
            )
            for a, b in ((x, y), (torch.from_numpy(x), torch.from_numpy(y)))
        )
        pairs = list(tensors)
        assert all(isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor) for a, b in pairs)
        assert collect(pairs) == collect(arrays)


def test_no_examples_give_no_batches():
    assert list(data.batches(np.zeros((0, 3)), np.zeros(0), 4, shuffle=False)) == []


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((np.zeros(3), np.zeros(4), 2), ValueError, "expected as many x as y, got 3 and 4"),
        ((np.zeros(3), np.zeros(3), 0), ValueError, "expected size of at least 1, got 0"),
        ((np.zeros(3), np.zeros(3), 2), TypeError, r"expected rng as a np.random.Generator.*got None"),
        ((np.zeros(3), np.zeros(3), 2, 0), TypeError, r"expected rng as a np.random.Generator.*got 0"),
    ],
)
def test_wrong_input_is_rejected_at_the_call_not_at_the_first_batch(arguments, error, message):
    with pytest.raises(error, match=f"^{message}"):
        unwrap(data.batches)(*arguments)


def test_as_float_maps_0_to_0_and_255_to_1_in_float32():
    pixels = np.arange(256, dtype=np.uint8)
    got = data.as_float(pixels)
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, (np.arange(256) / 255).astype(np.float32))
    assert pixels.dtype == np.uint8


@pytest.mark.parametrize("wrong", [np.zeros(3, dtype=np.float32), np.zeros(3, dtype=int), [0, 255]])
def test_as_float_takes_nothing_but_uint8(wrong):
    with pytest.raises(TypeError, match=r"^expected pixels as a uint8 array, got (float32|int64|list)$"):
        unwrap(data.as_float)(wrong)  # without the type checks that tests wrap around annotations
