"""Windows are views of the image: nobody writes through them by accident, and none leaves its memory."""

import numpy as np
import pytest

from cnnlib.grid import conv_grid
from cnnlib.numpy_nn.windows import batch_last, windows

X = np.arange(2.0 * 3 * 5 * 7).reshape(2, 3, 5, 7)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("dilation", [1, 2])
def test_each_view_holds_the_pixels_that_its_column_of_the_kernel_reads(stride: int, dilation: int) -> None:
    grid = conv_grid((5, 7), (2, 3), stride, dilation=dilation)
    for phases in {1, stride}:
        views = windows(batch_last(X, phases=phases), grid)
        for b, view in enumerate(views):  # (c, kh, h_out, w_out, n)
            for a, i, j in np.ndindex(2, *grid.out):
                pixel = X[:, :, i * stride + a * dilation, j * stride + b * dilation]
                assert np.array_equal(view[:, a, i, j], pixel.T)


def test_views_are_read_only_unless_asked_for() -> None:
    """A 1x1 kernel's columns are a view of the input: writing to them would spoil it."""
    x = batch_last(X)
    grid = conv_grid((5, 7), (1, 1))
    assert [v.flags.writeable for v in windows(x, grid)] == [False]
    (view,) = windows(x, grid, writeable=True)
    assert view.flags.writeable
    assert np.shares_memory(view, x)


def test_a_grid_that_does_not_fit_the_image_is_refused() -> None:
    with pytest.raises(ValueError, match="strides is incompatible"):
        windows(batch_last(X), conv_grid((9, 9), (3, 3)))
