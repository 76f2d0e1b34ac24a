"""The matrix of a convolution does what the convolution does, and its transpose what the backward pass does."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn
from cnnlib.infer import infer_conv1d
from tests.cnnlib.support import assert_close, draw_conv


@pytest.mark.parametrize("dims", [1, 2])
@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_matrix_and_transpose_equal_forward_and_backward(dims: int, data: st.DataObject) -> None:
    @st.composite
    def arguments(draw: st.DrawFn) -> Any:
        return draw_conv(dims)(draw, np.random.default_rng(draw(st.integers(0, 2**32))))

    arrays, options = data.draw(arguments())
    x, weight = arrays["x"], arrays["weight"]
    name, size = f"conv{dims}d", x.shape[2:]
    matrix = getattr(numpy_nn, f"{name}_matrix")(weight, size if dims == 2 else size[0], **options)
    y = getattr(numpy_nn, name)(x, weight, **options)
    dy = np.random.default_rng(0).standard_normal(y.shape)
    dx, _, _ = getattr(numpy_nn, f"{name}_backward")(dy, x, weight, **options)
    for sample in range(len(x)):
        assert_close(matrix @ x[sample].ravel(), y[sample].ravel(), what="W x")
        assert_close(matrix.T @ dy[sample].ravel(), dx[sample].ravel(), what="W^T dy")


def test_a_stride_of_1_gives_constant_diagonals() -> None:
    matrix = numpy_nn.conv1d_matrix(np.array([[[1.0, 2, 3, 4]]]), 9, padding=2, dilation=2)
    for offset in range(-len(matrix) + 1, matrix.shape[1]):
        assert len(set(np.diagonal(matrix, offset))) == 1


def test_a_fully_connected_layer_has_more_weights() -> None:
    d = 40
    matrix = numpy_nn.conv1d_matrix(np.array([[[1.0, 2, 3]]]), d, padding=1)
    assert matrix.size == numpy_nn.Linear(d, d, bias=False).weight.size == d**2
    assert len(np.unique(matrix[matrix != 0])) == numpy_nn.Conv1d(1, 1, 3, bias=False).weight.size == 3


@settings(settings.get_profile("cnnlib"), max_examples=300)
@given(
    k=st.integers(1, 4),
    stride=st.integers(1, 4),
    dilation=st.integers(1, 3),
    before=st.integers(0, 3),
    rows=st.integers(3, 6),
    after=st.integers(0, 3),
)
def test_a_matrix_in_which_the_kernel_shows_tells_its_layer(
    k: int, stride: int, dilation: int, before: int, rows: int, after: int
) -> None:
    span = dilation * (k - 1) + 1
    n = (rows - 1) * stride + span - before - after  # the last window ends where the padding ends
    starts = [i * stride - before for i in range(rows)]
    assume(any(start >= 0 and start + span <= n for start in starts))
    weight = np.arange(1.0, k + 1)
    matrix = np.zeros((rows, n + before + after))
    for i in range(rows):
        matrix[i, i * stride : i * stride + span : dilation] = weight
    matrix = matrix[:, before : before + n]
    if not matrix.any(axis=1).all():
        with pytest.raises(ValueError, match="expected a weight in every row, got none in row"):
            infer_conv1d(matrix)
        return
    assert infer_conv1d(matrix) == (k, stride, dilation if k > 1 else 1, (before, after))


@pytest.mark.parametrize(
    ("options", "n", "found"),
    [
        ({}, 8, (3, 1, 1, (0, 0))),  # the 6 x 8 matrix of the lectures
        ({"stride": 2, "padding": 1}, 7, (3, 2, 1, (1, 1))),
        ({"dilation": 2, "padding": 2}, 7, (3, 1, 2, (2, 2))),
        ({"padding": "same"}, 6, (3, 1, 1, (1, 1))),
        ({"stride": 3}, 9, (3, 3, 1, (0, 0))),
    ],
)
def test_quizzes_of_chapter_4(options: Any, n: int, found: Any) -> None:
    matrix = numpy_nn.conv1d_matrix(np.array([[[1.0, 2.0, 3.0]]]), n, **options)
    assert infer_conv1d(matrix) == found


def test_samples_after_the_last_window_leave_no_trace() -> None:
    matrix = numpy_nn.conv1d_matrix(np.array([[[1.0, 2.0]]]), 6, stride=3)
    assert matrix.tolist() == [[1, 2, 0, 0, 0, 0], [0, 0, 0, 1, 2, 0]]
    assert infer_conv1d(matrix) == (2, 3, 1, (0, 0))


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (np.zeros(3), "infer_conv1d: expected matrix with 2 axes (rows, columns), got shape (3,)"),
        (np.zeros((2, 3)), "infer_conv1d: expected a weight in every row, got none in row 0"),
        (np.zeros((0, 3)), "infer_conv1d: expected at least one row, got none"),
        (
            np.array([[1.0, 2, 0, 3]]),
            "infer_conv1d: expected taps at equal distances, got columns 0, 1, 3 in row 0",
        ),
        (
            np.array([[1.0, 2, 0], [0, 1, 3]]),
            "infer_conv1d: expected the matrix of a convolution, got other weights in row 1",
        ),
        (
            np.array([[0.0, 1, 2], [1, 2, 0]]),
            "infer_conv1d: expected every row to be the one above moved to the right, got row 1 moved by -1",
        ),
    ],
)
def test_what_is_not_a_convolution(matrix: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  (the next line compares the whole message)
        infer_conv1d(matrix)
    assert str(caught.value) == message
