"""Output sizes: numbers worked out by hand, then counted window by window, then what is refused."""

# ruff: noqa: E501  (the table of refusals reads best with one case a line)

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlib.grid import conv_grid, pool_grid
from cnnlib.shapes import (
    conv_output_size,
    effective_kernel_size,
    padding_of_axes,
    padding_of_axis,
    pads_1d,
    pads_2d,
    pair,
    pool_output_size,
    same_padding,
)


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        ((7, 3), 5),
        ((7, 3, 2), 3),
        ((7, 3, 2, 1), 4),
        ((32, 5), 28),
        ((28, 5), 24),
        ((7, 3, 1, 0, 2), 3),
        ((7, 3, 1, (2, 0)), 7),
        ((8, 2, 1, "same"), 8),
        ((8, 2, 3, "valid"), 3),
        ((1, 1), 1),
        ((0, 3, 1, 2), 2),
    ],
)
def test_conv_output_size_by_hand(arguments: tuple[Any, ...], size: int) -> None:
    assert conv_output_size(*arguments) == size


def test_seven_5x5_layers_leave_4_of_32() -> None:
    n = 32
    for _ in range(7):
        n = conv_output_size(n, 5)
    assert n == 4


@settings(settings.get_profile("cnnlib"))
@given(
    n=st.integers(0, 20),
    k=st.integers(1, 5),
    s=st.integers(1, 6),
    before=st.integers(0, 4),
    after=st.integers(0, 4),
    d=st.integers(1, 3),
)
def test_conv_output_size_counts_the_windows_that_fit(
    n: int, k: int, s: int, before: int, after: int, d: int
) -> None:
    padded = n + before + after
    windows = [start for start in range(0, padded, s) if start + d * (k - 1) < padded]
    if windows:
        assert conv_output_size(n, k, s, (before, after), d) == len(windows)
    else:
        with pytest.raises(ValueError, match=rf"the padded input has {padded} "):
            conv_output_size(n, k, s, (before, after), d)


@settings(settings.get_profile("cnnlib"))
@given(
    n=st.integers(1, 20),
    k=st.integers(1, 5),
    s=st.integers(1, 6),
    p=st.integers(0, 3),
    d=st.integers(1, 3),
    ceil_mode=st.booleans(),
)
def test_pool_output_size_equals_pytorchs(n: int, k: int, s: int, p: int, d: int, ceil_mode: bool) -> None:
    assume(p == 0 or d <= n)
    try:
        expected = F.max_pool1d(torch.zeros(1, 1, n), k, s, p, d, ceil_mode).shape[2]
    except RuntimeError:
        with pytest.raises(ValueError, match=r"^(window of|expected padding)"):
            pool_output_size(n, k, s, p, d, ceil_mode)
    else:
        assert pool_output_size(n, k, s, p, d, ceil_mode) == expected


@pytest.mark.parametrize(
    ("k", "d", "expected"), [(1, 1, (0, 0)), (3, 1, (1, 1)), (2, 1, (0, 1)), (4, 1, (1, 2)), (2, 3, (1, 2))]
)
def test_same_padding_puts_the_odd_sample_after(k: int, d: int, expected: tuple[int, int]) -> None:
    assert same_padding(k, d) == expected
    assert sum(expected) == effective_kernel_size(k, d) - 1
    assert conv_output_size(9, k, 1, expected, d) == 9


def test_every_way_to_write_padding() -> None:
    assert padding_of_axis(2, 3) == padding_of_axis((2, 2), 3) == (2, 2)
    assert padding_of_axis("valid", 3, stride=2) == (0, 0)
    assert padding_of_axes((1, 2), (3, 3)) == ((1, 1), (2, 2))
    assert padding_of_axes("same", (2, 3)) == ((0, 1), (1, 1))
    assert pads_1d((1, 2)) == ((1, 2),)
    assert pads_2d((1, 2)) == ((1, 1), (2, 2))
    assert pads_2d(((0, 1), (2, 3))) == ((0, 1), (2, 3))
    assert pair(4) == pair((4, 4)) == (4, 4)


def test_grids_keep_height_and_width_apart() -> None:
    grid = conv_grid((9, 7), (3, 2), (2, 1), (1, 0), (1, 3))
    assert grid == ((3, 2), (2, 1), (1, 3), ((1, 1), (0, 0)), (5, 4))
    assert pool_grid((5, 8), (2, 3), None, (1, 0)).out == (3, 2)
    assert pool_grid((6, 5), 2, ceil_mode=True).pads == ((0, 0), (0, 1))


WRONG: list[tuple[Any, tuple[Any, ...], str]] = [
    (conv_output_size, (4, 3, 1, 0, 2), "kernel of 3 with dilation 2 spans 5 samples, but the padded input has 4 (4 + 0 + 0)"),
    (conv_output_size, (4, 0), "expected kernel_size of at least 1, got 0"),
    (conv_output_size, (4, 2, 0), "expected stride of at least 1, got 0"),
    (conv_output_size, (4, 2, 1, -1), "expected padding of at least 0, got -1"),
    (conv_output_size, (4, 2, 1, 0, 0), "expected dilation of at least 1, got 0"),
    (conv_output_size, (-1, 1), "expected n of at least 0, got -1"),
    (conv_output_size, (4, 2.0), "expected kernel_size to be an integer, got 2.0"),
    (conv_output_size, (4, 2, 1, "full"), "expected padding 'same', 'valid' or integers, got 'full'"),
    (conv_output_size, (4, 3, 2, "same"), "padding 'same' needs stride 1, got stride 2"),
    (conv_output_size, (4, 3, 1, (1, 2, 3)), "expected an integer or a pair of integers, got (1, 2, 3)"),
    (pool_output_size, (1, 2), "window of 2 with dilation 1 spans 2 samples, but the padded input has 1 (1 + 0 + 0)"),
    (pool_output_size, (9, 3, 1, 2), "expected padding of at most half the kernel, 1, got 2"),
    (pool_output_size, (2, 2, 1, 1, 3), "expected dilation of at most the 2 samples of the padded input, got 3"),
    (pair, (1.5,), "expected an integer or a pair of integers, got 1.5"),
]  # fmt: skip


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(("function", "arguments", "message"), WRONG)
def test_what_is_refused(function: Any, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(
        TypeError if "integer" in message and "'same'" not in message else ValueError
    ) as caught:
        function(*arguments)
    assert str(caught.value) == message
