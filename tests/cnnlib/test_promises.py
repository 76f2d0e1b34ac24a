"""What every operation promises, whatever it computes."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from cnnlib import numpy_nn
from cnnlib.numpy_nn import reference
from tests.cnnlib.support import LAYOUTS, for_backward, lay_out

RNG = np.random.default_rng(0)
X, X1 = RNG.standard_normal((3, 4, 6, 5)), RNG.standard_normal((3, 4, 6))
CASES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "conv1d": ((X1, RNG.standard_normal((2, 4, 3)), RNG.standard_normal(2)), {"stride": 2, "padding": 1}),
    "conv2d": ((X, RNG.standard_normal((2, 4, 3, 2)), RNG.standard_normal(2)), {"stride": 2, "padding": 1}),
    "conv_transpose1d": (
        (X1, RNG.standard_normal((4, 2, 3)), RNG.standard_normal(2)),
        {"stride": 2, "padding": 1, "output_padding": 1},
    ),
    "conv_transpose2d": (
        (X, RNG.standard_normal((4, 2, 3, 2)), RNG.standard_normal(2)),
        {"stride": 2, "padding": 1},
    ),
    "max_pool1d": ((X1, 3), {"stride": 2, "padding": 1}),
    "max_pool2d": ((X, 3), {"stride": 2, "padding": 1}),
    "avg_pool1d": ((X1, 3), {"stride": 2, "padding": 1}),
    "avg_pool2d": ((X, 3), {"stride": 2, "padding": 1}),
    "adaptive_avg_pool1d": ((X1, 4), {}),
    "adaptive_avg_pool2d": ((X, (4, 2)), {}),
    "adaptive_max_pool2d": ((X, (4, 2)), {}),
    "min_pool1d": ((X1, 3), {"stride": 2, "padding": 1}),
    "min_pool2d": ((X, 3), {"stride": 2, "padding": 1}),
    "maxout": ((X, 2), {}),
    "blur_pool2d": ((X,), {}),
    "locally_connected2d": (
        (X, RNG.standard_normal((2, 2, 2, 4, 3, 2)), RNG.standard_normal((2, 2, 2))),
        {"stride": (2, 3)},
    ),
    "max_unpool2d": ((X, np.broadcast_to(RNG.permutation(120)[:30].reshape(6, 5), X.shape), 2), {}),
    "pad1d": ((X1, 1), {"mode": "reflect"}),
    "pad2d": ((X, ((0, 1), (2, 0))), {}),
    "linear": ((X1[0], RNG.standard_normal((2, 6)), RNG.standard_normal(2)), {}),
    "relu": ((X,), {}),
    "leaky_relu": ((X,), {"negative_slope": 0.3}),
    "sigmoid": ((X,), {}),
    "tanh": ((X,), {}),
    "conv1d_matrix": ((RNG.standard_normal((2, 4, 3)), 6), {"stride": 2, "padding": 1}),
    "conv2d_matrix": ((RNG.standard_normal((2, 4, 3, 2)), (6, 5)), {"stride": 2, "padding": 1}),
    "im2col": ((X, (3, 2)), {"stride": 2, "padding": 1}),
    "col2im": (
        (RNG.standard_normal((3, 24, 9)), (6, 5)),
        {"kernel_size": (3, 2), "stride": 2, "padding": (1, 1)},
    ),
    "flatten": ((X,), {"start_dim": 2}),
    "concat": (([X, 2 * X],), {"dim": 1}),
    "batch_norm": ((X, *RNG.random((4, 4))), {"training": True}),
    "layer_norm": ((X, (6, 5), *RNG.random((2, 6, 5))), {}),
    "instance_norm": ((X,), {"weight": RNG.random(4), "bias": RNG.random(4)}),
    "group_norm": ((X, 2, *RNG.random((2, 4))), {}),
    "local_response_norm": ((X, 3), {"alpha": 1.0}),
    "dropout": ((X, RNG.random(X.shape) < 0.7), {"p": 0.3}),
    "interpolate": ((X,), {"scale_factor": 1.5, "mode": "bilinear"}),
    "softmax": ((X,), {}),
    "log_softmax": ((X,), {}),
    "cross_entropy": ((X, RNG.integers(0, 4, (3, 6, 5))), {}),
    "mse_loss": ((X, RNG.standard_normal(X.shape)), {}),
    "binary_cross_entropy_with_logits": ((X, RNG.random(X.shape)), {}),
    "hinge_loss": ((X[:, :, 0, 0], RNG.integers(0, 4, 3)), {}),
    "dice_loss": ((X, RNG.integers(0, 4, (3, 6, 5))), {}),
    "l1_penalty": ((X,), {"strength": np.float64(0.5)}),
    "l2_penalty": ((X,), {"strength": np.float64(0.5)}),
    "elastic_net_penalty": ((X,), {"l1": np.float64(0.5), "l2": np.float64(0.25)}),
}
# What a loss says of an empty batch: a mean has no value, and two empty regions overlap wholly.
LOSSES_OF_NOTHING = {
    "cross_entropy": np.nan,
    "mse_loss": np.nan,
    "binary_cross_entropy_with_logits": np.nan,
    "hinge_loss": np.nan,
    "dice_loss": 0.0,
    "l1_penalty": 0.0,
    "l2_penalty": 0.0,
    "elastic_net_penalty": 0.0,
}
WITH_BATCH = {*LOSSES_OF_NOTHING, "dropout", "max_unpool2d"}  # all arrays have one entry per sample
EVERY = pytest.mark.parametrize("name", CASES)
BOTH = pytest.mark.parametrize("package", [numpy_nn, reference], ids=["fast", "reference"])


def run(package: Any, name: str, change: Any) -> list[Any]:
    """Go forward and back with every array changed by ``change``; return all inputs, then all results."""
    arguments, options = CASES[name]
    arguments = [each(change, a) for a in arguments]
    options = {key: each(change, a) for key, a in options.items()}
    y = getattr(package, name)(*arguments, **options)
    dy = change(np.ones_like(y)) if y.ndim else y.dtype.type(1)
    gradients = getattr(package, f"{name}_backward")(dy, **for_backward(package, name, arguments, options))
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    given = [
        a
        for argument in (*arguments, *options.values())
        for a in (argument if isinstance(argument, list) else [argument])
    ]
    return [[*given, dy], [y, *gradients]]


def each(change: Any, argument: Any) -> Any:
    """Change an array, or every array of a list, and leave other arguments as they are."""
    if isinstance(argument, list):
        return [change(a) for a in argument]
    return change(argument) if isinstance(argument, np.ndarray) else argument


def to32(a: np.ndarray) -> np.ndarray:
    return a.astype(np.float32) if a.dtype.kind == "f" else a


@EVERY
@BOTH
def test_float32_stays_float32(package: Any, name: str) -> None:
    _, results = run(package, name, to32)
    assert [r.dtype for r in results] == [np.float32] * len(results)


@EVERY
@BOTH
def test_float32_is_exact_to_float32(package: Any, name: str) -> None:
    (_, results), (_, exact) = run(package, name, to32), run(package, name, lambda a: a)
    for result, e in zip(results, exact, strict=True):
        assert np.max(np.abs(result - e)) <= 1e-5 * max(1, np.max(np.abs(e)))


@EVERY
@BOTH
@pytest.mark.parametrize("layout", LAYOUTS)
def test_inputs_are_not_changed_and_results_share_no_memory_with_them(
    package: Any, name: str, layout: str
) -> None:
    kept: list[np.ndarray] = []

    def change(a: np.ndarray) -> np.ndarray:
        stored = lay_out(a, layout)
        kept.append(stored.copy())
        return stored

    inputs, results = run(package, name, change)
    arrays = [a for a in inputs if isinstance(a, np.ndarray)]
    for array, before in zip(arrays, kept, strict=True):
        assert np.array_equal(array, before)
    for array in arrays:
        for result in results:
            assert not np.shares_memory(array, result), f"{name} returned memory of its input"
    for result in results:
        assert not isinstance(result, np.ndarray) or result.flags.writeable


@BOTH
def test_one_by_one_convolution_and_no_padding_return_new_memory(package: Any) -> None:
    weight = np.ones((4, 1, 1, 1))
    for y in (package.conv2d(X, weight, groups=4), package.pad2d(X, 0), package.max_pool2d(X, 1)):
        assert np.array_equal(y, X)
        assert not np.shares_memory(y, X)
    dx, _, _ = package.conv2d_backward(X, X, weight, groups=4)
    assert not np.shares_memory(dx, X)


@EVERY
@BOTH
def test_an_empty_batch_gives_an_empty_batch_and_no_warning(package: Any, name: str) -> None:
    arguments, options = CASES[name]
    x = each(lambda a: a[:0], arguments[0])
    arguments = (
        (x, *(each(lambda a: a[:0], a) for a in arguments[1:])) if name in WITH_BATCH else (x, *arguments[1:])
    )
    with np.errstate(all="raise"):
        y = getattr(package, name)(*arguments, **options)
        if name in LOSSES_OF_NOTHING:
            np.testing.assert_equal(y, LOSSES_OF_NOTHING[name])
        else:
            assert y.shape == (0, *getattr(package, name)(*CASES[name][0], **options).shape[1:])
        back = for_backward(package, name, arguments, options)
        gradients = getattr(package, f"{name}_backward")(y if y.ndim else 1.0, **back)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    assert gradients[0].shape == (x[0] if isinstance(x, list) else x).shape
    assert [np.abs(g).max(initial=0) for g in gradients[1:]] == [0.0] * len(gradients[1:])


def test_importing_the_numpy_side_does_not_load_torch() -> None:
    code = "import sys, cnnlib.numpy_nn, cnnlib.shapes; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_every_operation_is_held_to_its_promises() -> None:
    assert set(CASES) == {n.removesuffix("_backward") for n in numpy_nn.__all__ if n.endswith("_backward")}
