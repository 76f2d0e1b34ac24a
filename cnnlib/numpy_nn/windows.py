"""Look at images through a sliding window without copying them.

The fast layers keep numbers in batch-last memory order, (C, H, W, N): the N samples of one pixel lie side by side,
so a shifted row of a whole mini-batch is one long run of memory. To the caller the array has shape (N, C, H, W)
all the same: ``transpose`` changes how memory is read, not where it lies.

A stride of 2 reads every other column, which breaks the run into pieces. ``batch_last`` can therefore sort the
columns into ``phases``: first all even columns, then all odd ones. Then every tap of the kernel reads a run again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from jaxtyping import Float, Shaped

from cnnlib.grid import Grid
from cnnlib.numpy_nn.matrices import staggered
from cnnlib.shapes import Pads


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
    if x.strides[3] == x.itemsize and n > 0:
        whole_pixels(target)[...] = whole_pixels(x)
    elif x.nbytes < 1 << 15 or (n >= 16 and x.strides[3] % 512):
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


def whole_pixels(x: Shaped[np.ndarray, "*pixels n"]) -> Shaped[np.ndarray, "*pixels"]:
    """View the n numbers of a pixel, which lie side by side, as one item of n times the size, to be copied as a whole.

    NumPy copies such items up to ten times as fast as many short runs of numbers.

    >>> x = np.arange(6.0).reshape(3, 2)
    >>> whole_pixels(x)[:2] = whole_pixels(x)[1:]
    >>> x.tolist()
    [[2.0, 3.0], [4.0, 5.0], [4.0, 5.0]]
    """
    return x.view(np.dtype((np.void, x.shape[-1] * x.itemsize)))[..., 0]


@contextmanager
def run_by_run(length: int) -> Iterator[None]:
    """Let arithmetic on views work where the numbers lie, if they lie in runs of at least 128.

    NumPy first copies a view's runs to a buffer, to have 8192 numbers for each step. That helps short runs; with long
    ones it doubles the work, and a buffer that is shorter than a run is left out.

    >>> with run_by_run(1000): np.getbufsize()
    16
    """
    size = np.setbufsize(16) if length >= 128 else None
    try:
        yield
    finally:
        if size is not None:
            np.setbufsize(size)


def batch_first(
    x: Shaped[np.ndarray, "c h_padded phases w_phase n"],
    size: Sequence[int],
    pads: tuple[Pads, Pads] = ((0, 0), (0, 0)),
) -> Shaped[np.ndarray, "n c h w"]:
    """Undo ``batch_last``: merge the phases, crop the padding, and read the memory as (N, C, H, W)."""
    c, h_padded, phases, w_phase, n = x.shape
    (h, w), ((top, _), (left, _)) = size, pads
    if phases == 1 or n == 0:
        merged = x.reshape(c, h_padded, w_phase * phases, n)
    else:
        merged = np.empty((c, h_padded, w_phase * phases, n), x.dtype)
        whole_pixels(merged).reshape(c, h_padded, w_phase, phases)[...] = whole_pixels(x.swapaxes(2, 3))
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
