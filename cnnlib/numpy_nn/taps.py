"""Pooling as a few operations on long runs of memory, one per tap of the window.

How it works. The pixels are sorted into phases: by row and column modulo the stride. Then the next window reads the
next pixel, so tap (a, b) of all windows together is one slice of memory. The maximum over kh * kw taps is as many
elementwise maxima of slices, the mean as many additions. (A slice also holds windows that begin in one row and end in
the next; they are cut off.) A block of channels at a time keeps the numbers in the cache from one tap to the next.
Backward a maximum sends its gradient to the place of its winner, a mean adds its share to the same slices.

Results lie in memory as the input does: batch-last, the samples of a pixel side by side, or one image after the other.
In the second case n images of c channels are treated as one image of n * c channels.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import prod

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.grid import Grid
from cnnlib.numpy_nn.windows import whole_pixels

BLOCK = 1 << 19  # bytes of input to work on at a time; with output and masks they fill a second-level cache


def maxima(x: np.ndarray, grid: Grid) -> np.ndarray:
    """Take the maximum over the taps."""
    y, _ = scan(x, grid, with_winners=False)
    return y


def maxima_and_winners(x: np.ndarray, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Take the maximum over the taps, and the number of the first tap that has it."""
    return scan(x, grid, with_winners=True)


def scan(x: np.ndarray, grid: Grid, with_winners: bool) -> tuple[np.ndarray, np.ndarray]:
    """Go through the taps from the last to the first; a tap wins a window unless it is less than the maximum so far.

    So the first of equal numbers wins in the end. A winner is counted from the present tap on: one step towards the
    first tap adds 1 to every count, and a tap that wins sets it to 0.
    """
    n, c = x.shape[:2]
    x = stack(x, neighbors(x))  # (c, h, w, m)
    shape, kind = (len(x), *grid.out, x.shape[3]), np.uint8 if prod(grid.kernel) < 256 else np.uint32
    y, winners, first = np.empty(shape, x.dtype), np.empty(shape, kind), first_taps(grid).astype(kind)
    for block in blocks(x):
        pixels = sort(x[block], grid, -np.inf)
        *candidates, last = taps(pixels, grid)
        (best, best_run), (counts, counts_run) = (room(pixels, len(last), t) for t in (x.dtype, kind))
        best_run[:] = last
        for candidate in reversed(candidates):
            if with_winners:
                counts_run += 1
                counts_run *= np.less(candidate, best_run).view(np.uint8)
            np.maximum(best_run, candidate, out=best_run)
        y[block] = cut(best, grid)
        if with_winners:
            np.maximum(cut(counts, grid), first[:, :, None], out=winners[block])
    return unstack(y, n, c), unstack(winners, n, c)


@lru_cache(maxsize=64)  # for a small image the numbers of the windows would take as long as the pooling
def first_taps(grid: Grid) -> np.ndarray:
    """Number the first tap of each window that lies in the image and not in the padding before it: (h_out, w_out)."""
    rows, columns = (
        -np.minimum(0, (np.arange(out) * s - p) // d)
        for out, s, (p, _), d in zip(grid.out, grid.stride, grid.pads, grid.dilation, strict=True)
    )
    return rows[:, None] * grid.kernel[1] + columns


def places(winners: np.ndarray, size: Sequence[int], grid: Grid) -> np.ndarray:
    """Turn the numbers of taps into places in the image, row * W + column: (n, c, h_out, w_out)."""
    offsets, corners = addresses(size[1], grid)
    return offsets[winners] + corners


@lru_cache(maxsize=64)
def addresses(w: int, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return row * W + column of each tap, from its window's corner, and of the windows' corners."""
    (kh, kw), (sh, sw), (dh, dw), (h_out, w_out) = grid.kernel, grid.stride, grid.dilation, grid.out
    (top, _), (left, _) = grid.pads
    offsets = np.arange(kh)[:, None] * dh * w + np.arange(kw) * dw
    corners = (np.arange(h_out)[:, None] * sh - top) * w + np.arange(w_out) * sw - left
    return offsets.ravel(), corners


def route(dy: np.ndarray, winners: np.ndarray, size: Sequence[int], grid: Grid) -> np.ndarray:
    """Add the gradient of each window to its winner."""
    (n, c), (h, w), m = dy.shape[:2], size, neighbors(winners)
    dy, winners = stack(dy, m), stack(winners, m)
    dx = np.empty((len(dy), h, w, m), dy.dtype)
    offsets, corners = addresses(w, grid)
    first, channels = (corners[:, :, None] * m + np.arange(m)), np.arange(len(dx))[:, None, None, None]
    for block in blocks(dx):
        part = dx[block]
        part.fill(0)  # here and not above, so that it is in the cache when the gradients come
        at = (offsets * m).take(winners[block])
        at += first
        at += channels[: len(part)] * part[0].size
        np.add.at(part.reshape(-1), at.ravel(), dy[block].ravel())
    return unstack(dx, n, c)


def means(x: np.ndarray, grid: Grid, count_include_pad: bool) -> np.ndarray:
    """Add up the taps and divide by how many there are."""
    n, c, h, w = x.shape
    count = counts((h, w), grid, count_include_pad)[:, :, None].astype(x.dtype)
    x = stack(x, neighbors(x))  # (c, h, w, m)
    y = np.empty((len(x), *grid.out, x.shape[3]), x.dtype)
    for block in blocks(x):
        pixels = sort(x[block], grid, 0)
        terms = taps(pixels, grid)
        total, run = room(pixels, len(terms[0]), x.dtype)
        for term in terms:
            run += term
        np.divide(cut(total, grid), count, out=y[block])
    return unstack(y, n, c)


def spread(dy: np.ndarray, x: np.ndarray, grid: Grid, count_include_pad: bool) -> np.ndarray:
    """Give every tap its share of the gradient."""
    (n, c, h, w), m = x.shape, neighbors(dy)
    count = counts((h, w), grid, count_include_pad)[:, :, None].astype(x.dtype)
    dy, dx = stack(dy, m), np.empty((n * c // m, h, w, m), x.dtype)
    for block in blocks(dx):
        pixels = np.zeros(sorted_shape(dx[block], grid), x.dtype)
        terms = taps(pixels, grid)
        share, run = room(pixels, len(terms[0]), x.dtype)
        np.divide(dy[block], count, out=cut(share, grid))
        for term in terms:
            term += run
        dx[block] = unsort(pixels, (h, w), grid)
    return unstack(dx, n, c)


def counts(size: Sequence[int], grid: Grid, count_include_pad: bool) -> np.ndarray:
    """Count the samples that enter the mean of each window: (h_out, w_out)."""
    per_axis = []
    for n, k, s, (p, _), out in zip(size, grid.kernel, grid.stride, grid.pads, grid.out, strict=True):
        first, last = (-p, n + p) if count_include_pad else (0, n)
        start = np.arange(out) * s - p
        per_axis.append(np.minimum(start + k, last) - np.maximum(start, first))
    return per_axis[0][:, None] * per_axis[1]


def neighbors(x: np.ndarray) -> int:
    """Say how many samples of a pixel lie side by side in memory: all n in batch-last memory, otherwise 1."""
    return max(1, len(x)) if x.strides[0] == x.itemsize else 1


def stack(x: np.ndarray, m: int) -> np.ndarray:
    """See images (n, c, h, w) as (c, h, w, n), or for m = 1 as (n * c, h, w, 1); copies if they lie otherwise."""
    n, c, h, w = x.shape
    return x.reshape(m, n * c // m, h, w).transpose(1, 2, 3, 0)


def unstack(x: np.ndarray, n: int, c: int) -> np.ndarray:
    """Undo ``stack``."""
    return x.transpose(3, 0, 1, 2).reshape(n, c, *x.shape[1:3])


def blocks(x: np.ndarray) -> list[slice]:
    """Cut the channels into blocks of about ``BLOCK`` bytes."""
    c = x.shape[0]
    step = max(1, BLOCK * c // max(1, x.nbytes))
    return [slice(start, min(start + step, c)) for start in range(0, c, step)]


def sort(x: np.ndarray, grid: Grid, fill: float) -> np.ndarray:
    """Pad images, and sort rows and columns by phase: pixel (i, j) goes to [i % sh, j % sw, :, i // sh, j // sw]."""
    (c, h, w, _), ((top, _), (left, _)) = x.shape, grid.pads
    sh, sw, _, h_phase, w_phase, m = shape = sorted_shape(x, grid)
    # single numbers are picked faster from a copy in the cache, made by reading straight through
    if m == 1 or (h_phase * sh, w_phase * sw) != (h, w):
        padded = np.full((c, h_phase * sh, w_phase * sw, m), fill, x.dtype)
        padded[:, top : top + h, left : left + w] = x
        x = padded
    phases = whole_pixels(x).reshape(c, h_phase, sh, w_phase, sw).transpose(2, 4, 0, 1, 3)
    return phases.copy().view(x.dtype).reshape(shape)


def sorted_shape(x: np.ndarray, grid: Grid) -> tuple[int, ...]:
    """Say how large the sorted pixels of (c, h, w, m) are: (sh, sw, c, h_phase, w_phase, m)."""
    (c, h, w, m), (sh, sw), ((top, bottom), (left, right)) = x.shape, grid.stride, grid.pads
    return sh, sw, c, -(-(top + h + bottom) // sh), -(-(left + w + right) // sw), m


def unsort(pixels: np.ndarray, size: Sequence[int], grid: Grid) -> np.ndarray:
    """Undo ``sort``."""
    (sh, sw, c, h_phase, w_phase, m), (h, w), ((top, _), (left, _)) = pixels.shape, size, grid.pads
    images = np.empty((c, h_phase * sh, w_phase * sw, m), pixels.dtype)
    for row_phase, column_phase in product(range(sh), range(sw)):
        whole_pixels(images)[:, row_phase::sh, column_phase::sw] = whole_pixels(pixels)[
            row_phase, column_phase
        ]
    return images[:, top : top + h, left : left + w]


def taps(pixels: np.ndarray, grid: Grid) -> list[np.ndarray]:
    """List, in reading order, what each tap reads in sorted pixels, all of one length.

    >>> from cnnlib.grid import pool_grid
    >>> grid = pool_grid((1, 5), (1, 3), (1, 2))
    >>> pixels = sort(np.arange(5.0).reshape(1, 1, 5, 1), grid, 0)
    >>> for tap in taps(pixels, grid): print(tap)
    [0. 2.]
    [1. 3.]
    [2. 4.]
    """
    (sh, sw, _, _, w_phase, m), (kh, kw), (dh, dw) = pixels.shape, grid.kernel, grid.dilation
    memory, found = pixels.reshape(sh, sw, -1), []
    for a, b in product(range(kh), range(kw)):
        (i, row_phase), (j, column_phase) = divmod(a * dh, sh), divmod(b * dw, sw)
        found.append(memory[row_phase, column_phase, (i * w_phase + j) * m :])
    return [tap[: len(found[-1])] for tap in found]  # the last tap has the least before the end


def room(pixels: np.ndarray, length: int, dtype: DTypeLike) -> tuple[np.ndarray, np.ndarray]:
    """Make room for a number of each window, (c, h_phase, w_phase, m), and see it also as a run as long as a tap."""
    numbers = np.zeros(pixels.shape[2:], dtype)
    return numbers, numbers.reshape(-1)[:length]


def cut(numbers: np.ndarray, grid: Grid) -> np.ndarray:
    """Cut off what is not a window: (c, h_out, w_out, m)."""
    return numbers[:, : grid.out[0], : grid.out[1]]
