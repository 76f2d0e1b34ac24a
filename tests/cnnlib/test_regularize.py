"""What penalties and max norm do to weights in training; their values and gradients are in the shared tables."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.support import LAYOUTS, assert_close, lay_out


@settings(settings.get_profile("cnnlib"))
@given(
    shape=st.lists(st.integers(0, 5), min_size=1, max_size=4),
    most=st.sampled_from([0.5, 1.0, 3.0]),
    layout=st.sampled_from(LAYOUTS),
    seed=st.integers(0, 100),
)
def test_max_norm_equals_renorm_of_pytorch(shape: list[int], most: float, layout: str, seed: int) -> None:
    weight = np.random.default_rng(seed).standard_normal(shape)
    kept = weight.copy()
    stored = lay_out(weight, layout)
    got, mirror = numpy_nn.max_norm(stored, most), torch_nn.max_norm(torch.tensor(weight), most)
    assert_close(mirror, got)
    assert np.array_equal(stored, kept)
    assert not np.shares_memory(stored, got)
    if (
        weight.ndim > 1 and weight.size
    ):  # PyTorch's wants a matrix, and adds 1e-7 to a length before it divides
        assert_close(got, torch.renorm(torch.tensor(weight), 2, 0, most), 1e-6)
    lengths = np.sqrt((weight.reshape(len(weight), -1) ** 2).sum(1)) if weight.size else np.empty(0)
    for before, after, length in zip(weight, got, lengths, strict=bool(weight.size)):
        assert np.linalg.norm(after) <= most * (1 + 1e-15)
        assert length > most or np.array_equal(before, after)


def test_max_norm_keeps_float32_and_builds_no_graph() -> None:
    weight = np.full((2, 3), 5, np.float32)
    assert numpy_nn.max_norm(weight, np.float64(1.0)).dtype == np.float32
    assert not torch_nn.max_norm(torch.tensor(weight, requires_grad=True), 1.0).requires_grad


def test_weight_decay_is_the_step_of_the_l2_penalty() -> None:
    """With a learning rate other than 1, so that a step that forgets it for one of the two gradients shows."""
    x, target = np.random.default_rng(0).standard_normal((5, 3)), np.array([0, 1, 1, 0, 1])
    decayed, penalized = (numpy_nn.Linear(3, 2, bias=False, rng=0, dtype="float64") for _ in range(2))
    loss, optimizer = numpy_nn.CrossEntropyLoss(), numpy_nn.SGD(decayed, lr=0.25, weight_decay=0.5)
    for _ in range(3):
        for layer in (decayed, penalized):
            loss(layer(x), target)
            layer.backward(loss.backward())
        optimizer.step()
        dpenalty = numpy_nn.l2_penalty_backward(1.0, penalized.weight, 0.5)
        penalized.weight -= 0.25 * (penalized.grads["weight"] + dpenalty)
        assert_close(decayed.weight, penalized.weight, 1e-14)


def test_l1_makes_weights_exactly_zero_and_l2_does_not() -> None:
    """With no data at all: the pull of L1 does not weaken on the way to zero."""
    weights = np.array([1.0, -0.5, 0.25])
    l1, l2 = weights.copy(), weights.copy()
    for _ in range(40):
        l1 = np.where(np.abs(l1) < 0.05, 0, l1 - 0.5 * numpy_nn.l1_penalty_backward(1.0, l1, 0.1))
        l2 = l2 - 0.5 * numpy_nn.l2_penalty_backward(1.0, l2, 0.1)
    assert l1.tolist() == [0, 0, 0]
    assert l2 == pytest.approx(weights * 0.95**40)
