"""Upsampling is linear, and backward is its adjoint."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn
from cnnlib.numpy_nn import reference
from tests.cnnlib.support import assert_close, draw_interpolate

BOTH = pytest.mark.parametrize("package", [numpy_nn, reference], ids=["fast", "reference"])


@BOTH
@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_backward_is_the_adjoint(package: Any, data: st.DataObject) -> None:
    """<A x, z> = <x, A^T z> for every x and z."""

    @st.composite
    def arguments(draw: st.DrawFn) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        return draw_interpolate(draw, np.random.default_rng(draw(st.integers(0, 2**32))))

    arrays, options = data.draw(arguments())
    x = arrays["x"]
    y = package.interpolate(x, **options)
    z = np.random.default_rng(1).standard_normal(y.shape)
    back = package.interpolate_backward(z, x, **options)
    assert abs(np.sum(y * z) - np.sum(x * back)) <= 1e-12 * (1 + np.sum(np.abs(y * z)))


@BOTH
@pytest.mark.parametrize("align_corners", [False, True])
def test_a_flat_image_stays_flat_and_a_ramp_stays_a_ramp(package: Any, align_corners: bool) -> None:
    ramp = np.arange(4.0).reshape(1, 1, 1, 4)
    for size in (2, 3, 7, 12):
        arguments = (1, size), None, "bilinear", align_corners
        assert_close(
            package.interpolate(np.full_like(ramp, 5.0), *arguments), np.full((1, 1, 1, size), 5.0), 1e-15
        )
        y = package.interpolate(ramp, *arguments).ravel()
        inside = (y > 0) & (y < 3)  # without align_corners the borders repeat
        steps = np.diff(y[inside])
        assert_close(steps, np.full_like(steps, 3 / (size - 1) if align_corners else 4 / size), 1e-12)
    assert package.interpolate(ramp, (1, 7), None, "bilinear", True).ravel()[[0, -1]].tolist() == [0, 3]


@BOTH
def test_nearest_undoes_itself(package: Any) -> None:
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 5))
    larger = package.interpolate(x, scale_factor=3)
    assert larger.shape == (2, 3, 12, 15)
    assert np.array_equal(larger[:, :, ::3, ::3], x)
    assert np.array_equal(package.interpolate(larger, size=(4, 5)), x)


def test_a_float32_image_is_read_at_places_in_double_precision() -> None:
    x = np.arange(3000, dtype=np.float32).reshape(1, 1, 1, -1)
    y = numpy_nn.interpolate(x, (1, 7001), mode="bilinear", align_corners=True)
    assert y.dtype == np.float32
    assert np.abs(y.ravel() - np.linspace(0, 2999, 7001)).max() < 1e-3
