"""Look at images through a sliding window without copying them.

The fast layers keep numbers in batch-last memory order, (C, H, W, N): the N samples of one pixel lie side by side,
so a shifted row of a whole mini-batch is one long run of memory. To the caller the array has shape (N, C, H, W)
all the same: ``transpose`` changes how memory is read, not where it lies.

A stride of 2 reads every other column, which breaks the run into pieces. ``batch_last`` can therefore sort the
columns into ``phases``: first all even columns, then all odd ones. Then every tap of the kernel reads a run again.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Shaped

from cnnlib.grid import Grid
from cnnlib.shapes import Pads

GAP = 32  # numbers left free between two rows of a matrix of round length, see ``staggered``


def staggered(rows: int, columns: int, dtype: np.dtype) -> Shaped[np.ndarray, "rows columns"]:
    """Make room for a matrix whose rows do not lie a round number of bytes apart.

    A cache keeps a number in a place that the last digits of its address decide. If the rows are 4096 bytes apart, say,
    a whole column competes for one place, and a product of matrices reads columns. A few free numbers after each row
    spread the column over the cache, which makes some products twice as fast. Rows that are no round number of bytes
    apart stay without a gap: what follows goes through unbroken memory faster.

    >>> staggered(2, 1024, np.dtype("float32")).strides, staggered(2, 900, np.dtype("float32")).strides
    ((4224, 4), (3600, 4))
    """
    gap = GAP if is_round(columns, dtype) else 0
    return np.empty((rows, columns + gap), dtype)[:, :columns]


def is_round(columns: int, dtype: np.dtype) -> bool:
    """Say whether rows of so many numbers are a multiple of 512 bytes long, so that the caches' places soon repeat."""
    return columns * dtype.itemsize % 512 == 0


def batch_last(
    x: Shaped[np.ndarray, "n c h w"], pads: tuple[Pads, Pads] = ((0, 0), (0, 0)), phases: int = 1
) -> Shaped[np.ndarray, "c h_padded phases w_phase n"]:
    """Pad images with zeros and lay them out batch-last; nothing is copied if nothing has to change.

    Padded column j is at [:, :, j % phases, j // phases]; the last phases may end in a column more of zeros.
    """
    n, c, h, w = x.shape
    x = x.transpose(1, 2, 3, 0)  # (c, h, w, n)
    (top, bottom), (left, right) = pads
    if phases == 1 and not (top or bottom or left or right):
        if x.flags.c_contiguous:
            return x[:, :, None]
        padded = np.empty((c, h, 1, w, n), x.dtype)
    else:
        shape = (c, top + h + bottom, phases, -(-(left + w + right) // phases), n)
        padded = np.zeros(shape, x.dtype)
    for phase in range(phases):
        first = (phase - left) % phases  # the first column of x in this phase, and where it goes
        columns, start = x[:, :, first::phases], (first + left) // phases
        copy(columns, padded[:, top : top + h, phase, start : start + columns.shape[2]])
    return padded


def copy(x: Shaped[np.ndarray, "c h w n"], target: Shaped[np.ndarray, "c h w n"]) -> None:
    """Copy images into batch-last memory, fast.

    NumPy alone would read one pixel of every image, then the next pixel. With images of 64 KiB, say, all these pixels
    compete for the same few lines of the cache. A few images are therefore read one after the other; of many, a few
    channels at a time go through memory where the images are ``staggered``.
    """
    c, h, w, n = x.shape
    if x.strides[3] == x.itemsize or x.nbytes < 1 << 15:
        target[...] = x
    elif n < 16:
        for sample in range(n):
            target[..., sample] = x[..., sample]
    else:
        step = max(1, 4096 // (h * w))  # channels
        room = staggered(n, step * h * w, x.dtype)
        for start in range(0, c, step):
            block = x[start : start + step].transpose(3, 0, 1, 2)  # (n, channels, h, w)
            images = room[:, : len(block[0]) * h * w].reshape(block.shape)
            images[...] = block
            target[start : start + step] = images.transpose(1, 2, 3, 0)


def batch_first(
    x: Shaped[np.ndarray, "c h_padded phases w_phase n"],
    size: Sequence[int],
    pads: tuple[Pads, Pads] = ((0, 0), (0, 0)),
) -> Shaped[np.ndarray, "n c h w"]:
    """Undo ``batch_last``: merge the phases, crop the padding, and read the memory as (N, C, H, W)."""
    c, h_padded, phases, w_phase, n = x.shape
    (h, w), ((top, _), (left, _)) = size, pads
    merged = x.swapaxes(2, 3).reshape(c, h_padded, w_phase * phases, n)  # copies if there are phases to merge
    return merged[:, top : top + h, left : left + w].transpose(3, 0, 1, 2)


def windows(
    x: Float[np.ndarray, "c h_padded phases w_phase n"], grid: Grid, writeable: bool = False
) -> list[Float[np.ndarray, "c kh h_out w_out n"]]:
    """View every window at once, one view per kernel column: tap (a, b) of window (i, j) is [b][:, a, i, j].

    The views share the memory of ``x``. One tap of all windows never names an element twice, so it may be
    added to; different taps do overlap.

    >>> from cnnlib.grid import conv_grid
    >>> x = np.arange(4.0).reshape(1, 1, 1, 4)
    >>> for view in windows(batch_last(x), conv_grid((1, 4), (1, 2))): print(view.ravel())
    [0. 1. 2.]
    [1. 2. 3.]
    """
    c, _, phases, _, n = x.shape
    (kh, kw), (h_out, w_out) = grid.kernel, grid.out
    (sh, sw), (dh, dw) = grid.stride, grid.dilation
    at_c, at_h, at_phase, at_w, at_n = x.strides
    strides = (at_c, at_h * dh, at_h * sh, at_w * (sw // phases), at_n)
    starts = [b * dw % phases * at_phase + b * dw // phases * at_w for b in range(kw)] if x.size else [0] * kw
    # NumPy refuses a view that would leave the memory of x; as_strided would not, and is five times slower
    views = [np.ndarray((c, kh, h_out, w_out, n), x.dtype, x, start, strides) for start in starts]
    for view in () if writeable else views:
        view.flags.writeable = False
    return views
