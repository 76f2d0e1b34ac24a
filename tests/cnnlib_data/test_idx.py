"""The IDX format."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlib.data.idx import TYPES, idx_bytes, parse_idx

HEADER = bytes([0, 0, 0x08, 2, 0, 0, 0, 2, 0, 0, 0, 3])


def test_reads_rows_then_columns():
    assert parse_idx(HEADER + bytes([1, 2, 3, 4, 5, 6])).tolist() == [[1, 2, 3], [4, 5, 6]]


def test_numbers_are_big_endian_in_the_file_and_native_in_memory():
    array = parse_idx(bytes([0, 0, 0x0B, 1, 0, 0, 0, 1, 0x01, 0x02]))
    assert array[0] == 0x0102
    assert array.dtype.isnative


@given(
    st.sampled_from(sorted(TYPES.values())).flatmap(
        lambda dtype: hnp.arrays(np.dtype(dtype).newbyteorder("="), hnp.array_shapes(max_dims=4, min_side=0))
    )
)
def test_what_is_written_is_read_again(array):
    again = parse_idx(idx_bytes(array))
    assert again.dtype == array.dtype
    np.testing.assert_array_equal(again, array)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "expected IDX data, which begins with two zero bytes and a type, got b''"),
        (b"\x1f\x8b\x08\x00", "expected IDX data, which begins"),
        (bytes([0, 0, 0x07, 1]), "expected IDX data, which begins"),
        (HEADER + bytes(5), r"expected 18 bytes of IDX data for shape \(2, 3\), got 17"),
        (HEADER + bytes(7), r"expected 18 bytes of IDX data for shape \(2, 3\), got 19"),
    ],
)
def test_wrong_bytes_are_rejected(content, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        parse_idx(content)


def test_unknown_dtype_is_rejected():
    with pytest.raises(TypeError, match="got int64"):
        idx_bytes(np.zeros(3, dtype=np.int64))
