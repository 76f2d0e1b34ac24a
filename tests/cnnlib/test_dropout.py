"""Dropout: whose mask it is, how often a number stays, and how it compares with PyTorch's own."""

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.support import assert_close

X = np.random.default_rng(0).standard_normal((8, 50)).astype(np.float32)


@pytest.mark.parametrize("inverted", [True, False])
def test_one_seed_gives_both_sides_the_same_masks_call_after_call(inverted: bool) -> None:
    ours, theirs = (package.Dropout(0.3, inverted, rng=5) for package in (numpy_nn, torch_nn))
    outputs = []
    for _ in range(3):
        x = torch.tensor(X, requires_grad=True)
        y, expected = ours(X), theirs(x)
        expected.backward(torch.tensor(2 * X))
        assert_close(y, expected, 1e-7)
        assert_close(ours.backward(2 * X), x.grad, 1e-7)
        outputs.append(y)
    assert not np.array_equal(outputs[0] == 0, outputs[1] == 0)
    ours.eval(), theirs.eval()
    assert_close(ours(X), theirs(torch.tensor(X)), 1e-7)
    assert_close(ours(X), X if inverted else X * np.float32(0.7), 1e-7)


def test_backward_uses_the_mask_of_the_last_call_also_after_eval() -> None:
    layer = numpy_nn.Dropout(0.5, rng=0)
    y = layer(np.ones_like(X))
    layer.eval()
    assert np.array_equal(layer.backward(np.ones_like(X)), y)
    layer(X)
    assert np.array_equal(layer.backward(X), X)


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.8, 1.0])
def test_numbers_stay_as_often_as_promised(p: float) -> None:
    """Of 40,000 coins the share of heads is within five standard deviations."""
    mask = numpy_nn.dropout_mask((200, 200), p, rng=1)
    assert abs(mask.mean() - (1 - p)) <= 5 * np.sqrt(p * (1 - p) / 40_000)
    both = mask[:, 1:] & mask[:, :-1]  # neighbors are independent
    q = (1 - p) ** 2
    assert abs(both.mean() - q) <= 6 * np.sqrt(q * (1 - q) / 20_000)


def test_the_two_kinds_differ_by_one_factor_and_both_keep_the_mean() -> None:
    x, p = np.ones((200, 200)), 0.3
    mask = numpy_nn.dropout_mask(x.shape, p, rng=2)
    inverted, original = (numpy_nn.dropout(x, mask, p, inverted=kind) for kind in (True, False))
    assert_close(inverted * (1 - p), original, 1e-15)
    in_use = numpy_nn.dropout(x, None, p, training=False, inverted=False)
    assert abs(inverted.mean() - 1) < 0.02
    assert abs(original.mean() - in_use.mean()) < 0.02


def test_values_are_those_of_pytorchs_dropout() -> None:
    """PyTorch draws other masks, but what it keeps it scales in the same way."""
    torch.manual_seed(0)
    y = nn.Dropout(0.3)(torch.tensor(X)).numpy()
    assert_close(y, numpy_nn.dropout(X, y != 0, 0.3), 1e-7)


def test_dropout_needs_no_global_state() -> None:
    np.random.seed(0)  # noqa: NPY002  (the point is that it changes nothing)
    first = numpy_nn.dropout_mask((50,), rng=3)
    np.random.seed(1)  # noqa: NPY002
    assert np.array_equal(first, numpy_nn.dropout_mask((50,), rng=3))
    assert not np.array_equal(numpy_nn.dropout_mask((50,)), numpy_nn.dropout_mask((50,)))
