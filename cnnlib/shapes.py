"""Say how long a result is: output sizes of convolution and pooling, one axis at a time.

Every function works on one axis and on plain integers, so it serves 1-D and 2-D layers, NumPy and PyTorch
alike.
"""

from collections.abc import Sequence
from math import floor, inf, prod
from operator import index
from typing import Literal

IntOrPair = int | tuple[int, int]
OnePadding = int | Literal["same", "valid"]
Padding = IntOrPair | Literal["same", "valid"]
Pads = tuple[int, int]  # samples before and after one axis
PadMode = Literal["zeros", "reflect", "replicate", "circular"]
InterpolateMode = Literal["nearest", "bilinear"]
ScaleFactor = int | float | tuple[int | float, int | float]


def conv_output_size(
    n: int, kernel_size: int, stride: int = 1, padding: Padding = 0, dilation: int = 1
) -> int:
    """Count the positions of a kernel along one axis: floor((n + 2p - d(k - 1) - 1) / s) + 1.

    ``padding`` is p samples on each side, ``(before, after)``, ``'valid'`` (none) or ``'same'`` (the output
    is as long as the input; stride 1 only). Raises ValueError where the kernel fits nowhere. Source: Dumoulin
    and Visin (2016), A guide to convolution arithmetic, relationships 6 and 15,
    https://arxiv.org/abs/1603.07285.

    >>> conv_output_size(7, 3), conv_output_size(7, 3, stride=2), conv_output_size(7, 3, stride=2, padding=1)
    (5, 3, 4)
    >>> conv_output_size(7, 3, padding="same")
    7
    >>> conv_output_size(4, 3, dilation=2)
    Traceback (most recent call last):
    ...
    ValueError: kernel of 3 with dilation 2 spans 5 samples, but the padded input has 4 (4 + 0 + 0)
    """
    n, stride = at_least("n", n, 0), at_least("stride", stride, 1)
    before, after = padding_of_axis(padding, kernel_size, stride, dilation)
    padded, span = n + before + after, effective_kernel_size(kernel_size, dilation)
    if span > padded:
        raise ValueError(
            f"kernel of {kernel_size} with dilation {dilation} spans {span} samples, "
            f"but the padded input has {padded} ({n} + {before} + {after})"
        )
    return (padded - span) // stride + 1


def conv_transpose_output_size(
    n: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """Say how long n samples become in a transposed convolution: (n - 1) s - 2p + d(k - 1) + 1 + output_padding.

    It undoes ``conv_output_size``. With a stride above 1 several lengths shrink to the same n; ``output_padding``
    chooses among them. Raises ValueError where nothing would be left, or where ``output_padding`` is as large as both
    stride and dilation. Source: Dumoulin and Visin (2016), A guide to convolution arithmetic, relationship 14,
    https://arxiv.org/abs/1603.07285.

    >>> conv_transpose_output_size(3, 3, stride=2), conv_transpose_output_size(3, 3, stride=2, output_padding=1)
    (7, 8)
    >>> conv_output_size(7, 3, stride=2), conv_output_size(8, 3, stride=2)
    (3, 3)
    """
    n, stride = at_least("n", n, 1), at_least("stride", stride, 1)
    padding, output_padding = at_least("padding", padding, 0), at_least("output_padding", output_padding, 0)
    if output_padding >= max(stride, dilation):
        raise ValueError(
            f"expected output_padding below stride {stride} or dilation {dilation}, got {output_padding}"
        )
    size = (n - 1) * stride - 2 * padding + effective_kernel_size(kernel_size, dilation) + output_padding
    if size < 1:
        raise ValueError(
            f"expected padding that leaves some of the {size + 2 * padding} samples, got {padding} on each side"
        )
    return size


def pool_output_size(
    n: int,
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """Count the windows of a pooling layer along one axis; ``stride`` is ``kernel_size`` unless given.

    With ``ceil_mode`` a last window may hang over the end, provided that it starts inside the input or the
    padding before it, as in PyTorch. Raises ValueError where no window fits or where a window could lie in
    the padding alone.

    >>> pool_output_size(7, 2), pool_output_size(7, 2, ceil_mode=True), pool_output_size(55, 3, stride=2)
    (3, 4, 27)
    """
    n, padding = at_least("n", n, 0), at_least("padding", padding, 0)
    stride = kernel_size if stride is None else at_least("stride", stride, 1)
    span = effective_kernel_size(kernel_size, dilation)
    if padding > kernel_size // 2:
        raise ValueError(f"expected padding of at most half the kernel, {kernel_size // 2}, got {padding}")
    if padding and dilation > max(n, 1):
        raise ValueError(f"expected dilation of at most the {n} samples of the padded input, got {dilation}")
    size = (n + 2 * padding - span + (stride - 1 if ceil_mode else 0)) // stride + 1
    if ceil_mode and (size - 1) * stride >= n + padding:
        size -= 1
    if size < 1:
        raise ValueError(
            f"window of {kernel_size} with dilation {dilation} spans {span} samples, "
            f"but the padded input has {n + 2 * padding} ({n} + {padding} + {padding})"
        )
    return size


def adaptive_windows(n: int, output_size: int) -> list[slice]:
    """Cut n samples into as many windows as asked for, window i from floor(i n / out) to ceil((i + 1) n / out).

    Where n / out is not whole the windows differ by a sample or overlap, as in PyTorch.

    >>> adaptive_windows(6, 2), adaptive_windows(5, 2), adaptive_windows(5, 1)
    ([slice(0, 3, None), slice(3, 6, None)], [slice(0, 3, None), slice(2, 5, None)], [slice(0, 5, None)])
    """
    n, out = at_least("n", n, 1), at_least("output_size", output_size, 1)
    return [slice(i * n // out, -(-(i + 1) * n // out)) for i in range(out)]


def max_unpool_output_size(n: int, kernel_size: int, stride: int | None = None, padding: int = 0) -> int:
    """Say how long n maxima become when they are put back: (n - 1) s - 2p + k.

    >>> max_unpool_output_size(3, 2), max_unpool_output_size(3, 3, stride=2, padding=1)
    (6, 5)
    """
    stride = kernel_size if stride is None else stride
    n, padding = at_least("n", n, 1), at_least("padding", padding, 0)
    return (n - 1) * at_least("stride", stride, 1) - 2 * padding + at_least("kernel_size", kernel_size, 1)


def interpolate_output_size(n: int, size: int | None = None, scale_factor: int | float | None = None) -> int:
    """Say how long an axis becomes by resizing: ``size`` samples, or floor(n scale_factor).

    Raises ValueError unless exactly one of the two is given and both axes have at least one sample.

    >>> interpolate_output_size(7, size=10), interpolate_output_size(7, scale_factor=1.5)
    (10, 10)
    """
    n = at_least("samples of the input", n, 1)
    if size is not None and scale_factor is None:
        return at_least("size", size, 1)
    if size is not None or scale_factor is None:
        got = "neither" if size is None else "both"
        raise ValueError(f"expected either size or scale_factor, got {got}")
    out = floor(n * scale_factor) if 0 < scale_factor < inf else 0
    if out < 1:
        raise ValueError(f"expected scale_factor that leaves a sample of {n}, got {scale_factor}")
    return out


def effective_kernel_size(kernel_size: int, dilation: int = 1) -> int:
    """Count the samples from a kernel's first tap to its last: d(k - 1) + 1.

    >>> effective_kernel_size(3), effective_kernel_size(3, dilation=2), effective_kernel_size(1, dilation=9)
    (3, 5, 1)
    """
    return at_least("dilation", dilation, 1) * (at_least("kernel_size", kernel_size, 1) - 1) + 1


def same_padding(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    """Split the d(k - 1) samples that keep the length at stride 1 into (before, after).

    An odd total puts the extra sample after, as PyTorch does.

    >>> same_padding(3), same_padding(4), same_padding(3, dilation=2)
    ((1, 1), (1, 2), (2, 2))
    """
    total = effective_kernel_size(kernel_size, dilation) - 1
    return total // 2, total - total // 2


def flat_shape(shape: Sequence[int], start_dim: int = 1, end_dim: int = -1) -> tuple[int, ...]:
    """Multiply the sizes of the axes from ``start_dim`` to ``end_dim`` into one.

    >>> flat_shape((8, 16, 5, 5)), flat_shape((8, 16, 5, 5), 0, 1), flat_shape((8,), 0)
    ((8, 400), (128, 5, 5), (8,))
    """
    start, end = start_dim % len(shape), end_dim % len(shape)
    return (*shape[:start], prod(shape[start : end + 1]), *shape[end + 1 :])


def padding_of_axis(
    padding: Padding, kernel_size: int, stride: int = 1, dilation: int = 1
) -> tuple[int, int]:
    """Turn any way to write the padding of one axis into (before, after).

    >>> padding_of_axis(2, 3), padding_of_axis((2, 0), 3), padding_of_axis("same", 4)
    ((2, 2), (2, 0), (1, 2))
    """
    if padding == "valid":
        return 0, 0
    if padding == "same":
        if stride != 1:
            raise ValueError(f"padding 'same' needs stride 1, got stride {stride}")
        return same_padding(kernel_size, dilation)
    if isinstance(padding, str):
        raise ValueError(f"expected padding 'same', 'valid' or integers, got {padding!r}")
    before, after = pair(padding)
    return at_least("padding", before, 0), at_least("padding", after, 0)


def padding_of_axes(
    padding: Padding, kernel_size: tuple[int, int], stride: IntOrPair = 1, dilation: IntOrPair = 1
) -> tuple[Pads, Pads]:
    """Turn any way to write the padding of a 2-D convolution into ((top, bottom), (left, right)).

    A pair is (height, width), the same on both sides of an axis, as in PyTorch.

    >>> padding_of_axes((1, 2), (3, 3)), padding_of_axes("same", (3, 4))
    (((1, 1), (2, 2)), ((1, 1), (1, 2)))
    """
    paddings = (padding, padding) if isinstance(padding, str) else pair(padding)
    (ph, pw), (kh, kw), (sh, sw), (dh, dw) = paddings, kernel_size, pair(stride), pair(dilation)
    return padding_of_axis(ph, kh, sh, dh), padding_of_axis(pw, kw, sw, dw)


def pads_1d(padding: IntOrPair) -> tuple[Pads]:
    """Write the padding of one axis, an integer or (before, after), as ((before, after),).

    >>> pads_1d(2), pads_1d((2, 0))
    (((2, 2),), ((2, 0),))
    """
    return (padding_of_axis(padding, 1),)


def pads_2d(padding: IntOrPair | tuple[Pads, Pads]) -> tuple[Pads, Pads]:
    """Write the padding of two axes as ((top, bottom), (left, right)).

    >>> pads_2d(1), pads_2d((1, 2)), pads_2d(((0, 1), (2, 0)))
    (((1, 1), (1, 1)), ((1, 1), (2, 2)), ((0, 1), (2, 0)))
    """
    height, width = padding if isinstance(padding, tuple | list) and len(padding) == 2 else (padding, padding)
    return padding_of_axis(height, 1), padding_of_axis(width, 1)


def pair(value: IntOrPair) -> tuple[int, int]:
    """Write one number for both axes as two.

    >>> pair(3), pair((1, 2))
    ((3, 3), (1, 2))
    """
    try:
        first, second = value if isinstance(value, tuple | list) else (value, value)
        return index(first), index(second)
    except (TypeError, ValueError):
        raise TypeError(f"expected an integer or a pair of integers, got {value!r}") from None


def at_least(name: str, value: int, smallest: int) -> int:
    """Return ``value`` as an integer, or say what is wrong with it.

    >>> at_least("stride", 0, 1)
    Traceback (most recent call last):
    ...
    ValueError: expected stride of at least 1, got 0
    """
    try:
        number = index(value)
    except TypeError:
        raise TypeError(f"expected {name} to be an integer, got {value!r}") from None
    if number < smallest:
        raise ValueError(f"expected {name} of at least {smallest}, got {value}")
    return number
