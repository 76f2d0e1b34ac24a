"""Hold every backward against finite differences: no oracle, only the meaning of a derivative."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cnnlib import numpy_nn
from cnnlib.numpy_nn import reference
from tests.cnnlib.support import OPS, assert_close, for_backward


def numerical_gradient(f: Callable[[], Any], x: np.ndarray, dy: Any, step: float = 1e-5) -> np.ndarray:
    """Change one number of ``x`` at a time by a step up and down and see how the sum of f() * dy answers."""
    dx = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + step
        up = np.sum(f() * dy)
        x[place] = kept - step
        dx[place] = (up - np.sum(f() * dy)) / (2 * step)
        x[place] = kept
    return dx


def normal(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape)


def apart(*shape: int) -> np.ndarray:
    """Numbers no two of which are near each other or near 0, so that no step changes which is larger."""
    numbers = np.arange(1, np.prod(shape) + 1) * np.where(np.arange(np.prod(shape)) % 2, 0.1, -0.1)
    return np.random.default_rng(0).permutation(numbers).reshape(shape)


WITHOUT_GRADIENT = {op.name: op.without_gradient for op in OPS}
CASES = [
    ("conv1d", (normal(2, 4, 7), normal(6, 2, 3), normal(6)), {"stride": 2, "padding": 2, "dilation": 2, "groups": 2}),
    ("conv1d", (normal(2, 1, 5), normal(2, 1, 4), normal(2)), {"padding": "same"}),
    (
        "conv2d",
        (normal(2, 4, 5, 6), normal(2, 2, 3, 2), normal(2)),
        {"stride": (1, 2), "padding": (1, 0), "dilation": (1, 2), "groups": 2},
    ),
    ("conv2d", (normal(1, 2, 4, 5), normal(3, 2, 1, 1), normal(3)), {"stride": 3}),
    (
        "conv_transpose1d",
        (normal(2, 4, 3), normal(4, 3, 3), normal(6)),
        {"stride": 3, "padding": 1, "output_padding": 2, "groups": 2, "dilation": 2},
    ),
    (
        "conv_transpose2d",
        (normal(2, 4, 2, 3), normal(4, 1, 3, 2), normal(2)),
        {"stride": (1, 2), "padding": (1, 0), "output_padding": (1, 0), "groups": 2, "dilation": (2, 1)},
    ),
    ("max_pool1d", (apart(2, 2, 7), 3), {"stride": 2, "padding": 1}),
    ("max_pool2d", (apart(1, 2, 5, 6), (2, 3)), {"stride": (1, 2), "padding": (1, 1), "dilation": (2, 1)}),
    ("avg_pool1d", (normal(2, 2, 7), 3), {"stride": 2, "padding": 1, "count_include_pad": False}),
    ("avg_pool2d", (normal(1, 2, 5, 6), (2, 3)), {"stride": (1, 2), "padding": (1, 1), "ceil_mode": True}),
    ("adaptive_avg_pool1d", (normal(2, 2, 7), 3), {}),
    ("adaptive_avg_pool2d", (normal(1, 2, 5, 6), (3, 4)), {}),
    ("adaptive_max_pool2d", (apart(1, 2, 5, 6), (3, 4)), {}),
    ("min_pool1d", (apart(2, 2, 7), 3), {"stride": 2, "padding": 1}),
    ("min_pool2d", (apart(1, 2, 5, 6), (2, 3)), {"stride": (1, 2), "padding": (1, 1), "ceil_mode": True}),
    ("maxout", (apart(2, 6, 2, 2), 3), {}),
    ("blur_pool2d", (normal(1, 2, 4, 5),), {}),
    ("blur_pool2d", (normal(1, 2, 4, 5), 4), {"stride": 1}),
    (
        "locally_connected2d",
        (normal(2, 2, 4, 3), normal(2, 2, 2, 2, 3, 2), normal(2, 2, 2)),
        {"stride": (2, 1), "padding": (1, 0)},
    ),
    (
        "locally_connected2d",
        (normal(1, 1, 4, 3), normal(2, 4, 3, 1, 2, 2), normal(2, 4, 3)),
        {"padding": "same", "dilation": (2, 1)},
    ),
    ("max_unpool2d", (normal(1, 2, 1, 2), np.array([[[[4, 1]], [[2, 6]]]]), 2), {"output_size": (2, 5)}),
    ("pad1d", (normal(1, 2, 4), (3, 2)), {"mode": "reflect"}),
    ("pad2d", (normal(1, 1, 3, 4), ((2, 1), (0, 3))), {"mode": "circular"}),
    ("pad2d", (normal(1, 1, 3, 4), 2), {"mode": "replicate"}),
    ("pad2d", (normal(1, 1, 3, 4), 1), {"mode": "zeros"}),
    ("linear", (normal(3, 4), normal(2, 4), normal(2)), {}),
    ("relu", (apart(3, 4),), {}),
    ("leaky_relu", (apart(3, 4),), {"negative_slope": 0.3}),
    ("sigmoid", (normal(3, 4),), {}),
    ("tanh", (normal(3, 4),), {}),
    ("conv1d_matrix", (normal(4, 2, 3), 6), {"stride": 2, "padding": 3, "dilation": 2, "groups": 2}),
    ("conv2d_matrix", (normal(2, 2, 2, 3), (3, 4)), {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2)}),
    ("im2col", (normal(2, 2, 5, 4), (3, 2)), {"stride": (1, 2), "padding": (2, 1), "dilation": (2, 1)}),
    ("col2im", (normal(2, 12, 10), (5, 4), (3, 2)), {"stride": (1, 2), "padding": (1, 1), "dilation": (1, 3)}),
    ("flatten", (normal(2, 3, 2, 2),), {"start_dim": 1, "end_dim": 2}),
    ("concat", ([normal(2, 1, 3), normal(2, 2, 3)],), {"dim": 1}),
    ("batch_norm", (normal(3, 2, 2, 2), normal(2), np.ones(2), normal(2), normal(2)), {"training": True}),
    ("batch_norm", (normal(3, 2), normal(2), np.ones(2) / 2, normal(2), normal(2)), {"eps": 0.1}),
    ("layer_norm", (normal(2, 2, 3), (2, 3), normal(2, 3), normal(2, 3)), {}),
    ("layer_norm", (normal(2, 2, 3), (3,), normal(3), normal(3)), {"eps": 0.1}),
    ("instance_norm", (normal(2, 2, 2, 3),), {"weight": normal(2), "bias": normal(2)}),
    ("group_norm", (normal(2, 6, 3), 2, normal(6), normal(6)), {}),
    ("local_response_norm", (normal(2, 6, 2), 4), {"alpha": 2.0, "beta": 0.75, "k": 2.0}),
    ("dropout", (normal(3, 4), normal(3, 4) > 0), {"p": 0.3}),
    ("dropout", (normal(3, 4), None), {"p": 0.3, "training": False, "inverted": False}),
    ("interpolate", (normal(2, 1, 2, 3),), {"scale_factor": (2, 1.5)}),
    ("interpolate", (normal(2, 1, 3, 4), (5, 3)), {"mode": "bilinear"}),
    ("interpolate", (normal(2, 1, 3, 4),), {"scale_factor": 1.7, "mode": "bilinear"}),
    ("interpolate", (normal(2, 1, 3, 2), (2, 5)), {"mode": "bilinear", "align_corners": True}),
    ("softmax", (normal(3, 4),), {}),
    ("softmax", (normal(3, 4),), {"dim": 0}),
    ("log_softmax", (normal(3, 4, 2),), {}),
    ("cross_entropy", (normal(2, 3, 2), np.array([[0, 2], [1, 1]])), {}),
    ("mse_loss", (normal(2, 3), np.ones((2, 3))), {}),
    ("binary_cross_entropy_with_logits", (normal(2, 3), np.array([[0, 1, 1], [0.5, 0, 1]])), {}),
    ("hinge_loss", (apart(3, 4), np.array([2, 0, 3])), {}),
    ("dice_loss", (normal(2, 3, 2), np.array([[0, 2], [1, 1]])), {}),
    ("l1_penalty", (apart(2, 3, 2),), {"strength": 0.3}),
    ("l2_penalty", (normal(2, 3, 2),), {"strength": 0.3}),
    ("elastic_net_penalty", (apart(2, 3, 2),), {"l1": 0.3, "l2": 0.7}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "options"), CASES)
@pytest.mark.parametrize("package", [numpy_nn, reference], ids=["fast", "reference"])
def test_backward_equals_finite_differences(
    package: Any, name: str, arguments: tuple[Any, ...], options: Any
) -> None:
    def forward() -> Any:
        return getattr(package, name)(*arguments, **options)

    dy = np.random.default_rng(1).standard_normal(np.shape(forward()))[()]
    named = inspect.signature(getattr(package, name)).bind(*arguments, **options).arguments
    given = [
        a
        for key, argument in named.items()
        if key not in WITHOUT_GRADIENT[name]
        for a in (argument if isinstance(argument, list) else [argument])
    ]
    arrays = [a for a in given if isinstance(a, np.ndarray)]
    got = getattr(package, f"{name}_backward")(dy, **for_backward(package, name, arguments, options))
    got = got if isinstance(got, tuple) else (got,)
    assert len(got) == len(arrays)
    for array, gradient in zip(arrays, got, strict=True):
        assert_close(gradient, numerical_gradient(forward, array, dy), 1e-8)


def test_every_backward_is_checked() -> None:
    differentiable = {
        name.removesuffix("_backward") for name in numpy_nn.__all__ if name.endswith("_backward")
    }
    assert differentiable == {name for name, _, _ in CASES}
