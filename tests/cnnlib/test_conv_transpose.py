"""Transposed convolution is the adjoint of convolution, not its inverse."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn
from cnnlib.numpy_nn import reference
from cnnlib.shapes import conv_output_size, conv_transpose_output_size
from tests.cnnlib.support import assert_close, draw_conv

BOTH = pytest.mark.parametrize("package", [numpy_nn, reference], ids=["fast", "reference"])


@BOTH
@pytest.mark.parametrize("dims", [1, 2])
@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_it_is_the_adjoint_of_convolution(package: Any, dims: int, data: st.DataObject) -> None:
    """<conv(x), y> = <x, conv_transpose(y)> for every x and y, with the output_padding that gives the size of x."""

    @st.composite
    def arguments(draw: st.DrawFn) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        arrays, options = draw_conv(dims)(draw, np.random.default_rng(draw(st.integers(0, 2**32))))
        assume(options["padding"] != "same")
        return arrays, options

    arrays, options = data.draw(arguments())
    x, weight = arrays["x"], arrays["weight"]
    conv, conv_transpose = (getattr(package, f"{name}{dims}d") for name in ("conv", "conv_transpose"))
    conv_x = conv(x, weight, **options)
    y = np.random.default_rng(1).standard_normal(conv_x.shape)
    axes = zip(
        x.shape[2:],
        y.shape[2:],
        weight.shape[2:],
        *(np.broadcast_to(options[name], dims).tolist() for name in ("stride", "padding", "dilation")),
        strict=True,
    )
    missing = tuple(n + 2 * p - (m - 1) * s - d * (k - 1) - 1 for n, m, k, s, p, d in axes)
    x_back = conv_transpose(y, weight, output_padding=missing if dims == 2 else missing[0], **options)
    assert_close(np.vdot(x, x_back), np.vdot(conv_x, y), 1e-10)


@settings(settings.get_profile("cnnlib"))
@given(st.integers(1, 9), st.integers(1, 5), st.integers(1, 4), st.integers(0, 3), st.integers(1, 3))
def test_its_output_size_undoes_that_of_a_convolution(n: int, k: int, s: int, p: int, d: int) -> None:
    for output_padding in range(s):  # every length that shrinks to n
        if (n - 1) * s + d * (k - 1) + 1 + output_padding > 2 * p:
            size = conv_transpose_output_size(n, k, s, p, output_padding, d)
            assert conv_output_size(size, k, s, p, d) == n


@BOTH
def test_it_is_not_the_inverse(package: Any) -> None:
    x, weight = np.array([[[1.0, 2.0, 3.0]]]), np.array([[[1.0, 1.0]]])
    assert package.conv_transpose1d(package.conv1d(x, weight), weight).tolist() == [[[3, 8, 5]]]


@BOTH
def test_stamps_that_overlap_unevenly_make_a_checkerboard(package: Any) -> None:
    """Kernel 3 with stride 2 covers every other sample twice; kernel 4 covers all alike."""
    x = np.ones((1, 1, 4))
    assert package.conv_transpose1d(x, np.ones((1, 1, 3)), stride=2).tolist() == [
        [[1, 1, 2, 1, 2, 1, 2, 1, 1]]
    ]
    assert package.conv_transpose1d(x, np.ones((1, 1, 4)), stride=2, padding=1).tolist() == [
        [[1, 2, 2, 2, 2, 2, 2, 1]]
    ]
