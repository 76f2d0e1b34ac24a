"""Read and write IDX, the format of the original MNIST files.

Two zero bytes, one byte for the type of number, one for the number of axes, the length of each axis as a big-endian
32-bit integer, then the numbers, big-endian, last axis fastest. Described at the end of the MNIST page,
http://yann.lecun.com/exdb/mnist/.
"""

import numpy as np

TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def parse_idx(content: bytes) -> np.ndarray:
    """Turn the bytes of an IDX file into an array, in the byte order of this machine.

    Raises ValueError where the bytes are not IDX or their number does not fit the lengths.

    >>> parse_idx(bytes([0, 0, 0x08, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]))
    array([[1, 2, 3],
           [4, 5, 6]], dtype=uint8)
    >>> parse_idx(b"<html>not here</html>")
    Traceback (most recent call last):
    ...
    ValueError: expected IDX data, which begins with two zero bytes and a type, got b'<htm'
    """
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in TYPES:
        raise ValueError(
            f"expected IDX data, which begins with two zero bytes and a type, got {content[:4]!r}"
        )
    dtype, start = np.dtype(TYPES[content[2]]), 4 + 4 * content[3]
    shape = tuple(int.from_bytes(content[i : i + 4], "big") for i in range(4, start, 4))
    expected = start + int(np.prod(shape)) * dtype.itemsize
    if len(content) != expected:
        raise ValueError(f"expected {expected} bytes of IDX data for shape {shape}, got {len(content)}")
    return np.frombuffer(content, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="))


def idx_bytes(array: np.ndarray) -> bytes:
    """Turn an array into the bytes of an IDX file.

    >>> idx_bytes(np.array([1, 2], dtype=np.uint8)).hex(" ")
    '00 00 08 01 00 00 00 02 01 02'
    """
    codes = {np.dtype(dtype): code for code, dtype in TYPES.items()}
    dtype = array.dtype.newbyteorder(">")
    if dtype not in codes:
        raise TypeError(f"expected an array of {', '.join(t.name for t in codes)}, got {array.dtype}")
    lengths = b"".join(n.to_bytes(4, "big") for n in array.shape)
    return bytes([0, 0, codes[dtype], array.ndim]) + lengths + array.astype(dtype).tobytes()
