"""Pooling as a few whole-array operations, one per tap of the window.

How it works. Tap (a, b) of all windows together is one strided view of the input, as large as the output. So the
maximum over kh * kw taps is as many elementwise maxima of views, the mean as many additions, and backward the same
views of dx are added to. Taps that fall into the padding are left out, so nothing is ever padded. A block of channels
at a time keeps the numbers in the cache from one tap to the next.
"""

from collections.abc import Sequence
from itertools import product
from math import prod

import numpy as np

from cnnlib.grid import Grid
from cnnlib.numpy_nn.windows import batch_first, batch_last

BLOCK = 1 << 19  # bytes of input to work on at a time; with output and masks they fill a second-level cache
Inputs = tuple[slice, slice, int, slice]  # channels, rows, phase, columns of the images
Outputs = tuple[slice, slice, slice]  # channels, rows, columns of the result
Tap = tuple[int, Inputs, Outputs]  # number in reading order, what it reads, the windows that it belongs to


def maxima(x: np.ndarray, grid: Grid) -> np.ndarray:
    """Take the maximum over the taps."""
    y, _ = scan(x, grid, with_winners=False)
    return y.transpose(3, 0, 1, 2)


def maxima_and_winners(x: np.ndarray, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Take the maximum over the taps, and the number of the first tap that has it, in batch-last memory."""
    y, winners = scan(x, grid, with_winners=True)
    return y.transpose(3, 0, 1, 2), winners


def scan(x: np.ndarray, grid: Grid, with_winners: bool) -> tuple[np.ndarray, np.ndarray]:
    """Go through the taps from the last to the first; a tap wins a window unless it is less than the maximum so far.

    So the first of equal numbers wins in the end. A winner is the smallest number of a tap that did not lose; the
    number of one that did is turned into the largest there is, all bits set, by or-ing it with -1.
    """
    x, reads = prepare(x, grid)  # (c, h, phases, w_phase, n)
    shape, kind = (x.shape[0], *grid.out, x.shape[4]), np.uint8 if prod(grid.kernel) < 256 else np.uint32
    y, winners = np.full(shape, -np.inf, x.dtype), np.full(shape if with_winners else 0, -1).astype(kind)
    for block in blocks(x):
        for tap, inputs, outputs in reversed(reads):
            best, candidates = y[block][outputs], x[block][inputs]
            if with_winners:
                numbers = -np.less(candidates, best).astype(kind) | kind(tap)
                np.minimum(winners[block][outputs], numbers, out=winners[block][outputs])
            np.maximum(best, candidates, out=best)
    return y, winners


def places(winners: np.ndarray, size: Sequence[int], grid: Grid) -> np.ndarray:
    """Turn the numbers of taps into places in the image, row * W + column: (n, c, h_out, w_out)."""
    (kh, kw), (sh, sw), (dh, dw), (h_out, w_out) = grid.kernel, grid.stride, grid.dilation, grid.out
    (top, _), (left, _) = grid.pads
    w = size[1]
    offsets = (
        np.arange(kh)[:, None] * dh * w + np.arange(kw) * dw
    ).ravel()  # of each tap from its window's corner
    corners = (np.arange(h_out)[:, None] * sh - top) * w + np.arange(w_out) * sw - left
    return (offsets[winners] + corners[:, :, None]).transpose(3, 0, 1, 2)


def route(dy: np.ndarray, winners: np.ndarray, size: Sequence[int], grid: Grid) -> np.ndarray:
    """Add the gradient of each window to its winner."""
    (n, c), phases = dy.shape[:2], phases_for(len(dy), grid)
    dx = np.zeros((c, size[0], phases, -(-size[1] // phases), n), dy.dtype)
    dy, reads = batch_last(dy)[:, :, 0], taps(size, grid, phases)
    disjoint = all(d * (k - 1) < s for k, s, d in zip(grid.kernel, grid.stride, grid.dilation, strict=True))
    for block in blocks(dx):
        for tap, inputs, outputs in reads:
            gradients, wins = dy[block][outputs], winners[block][outputs] == tap
            if disjoint:
                np.multiply(gradients, wins, out=dx[block][inputs])
            else:
                dx[block][inputs] += gradients * wins
    return batch_first(dx, size)


def means(x: np.ndarray, grid: Grid, count_include_pad: bool) -> np.ndarray:
    """Add up the taps and divide by how many there are."""
    n, c, h, w = x.shape
    count = counts((h, w), grid, count_include_pad)[:, :, None].astype(x.dtype)
    x, reads = prepare(x, grid)  # (c, h, phases, w_phase, n)
    y = np.zeros((c, *grid.out, n), x.dtype)
    for block in blocks(x):
        for _, inputs, outputs in reads:
            y[block][outputs] += x[block][inputs]
        y[block] /= count
    return y.transpose(3, 0, 1, 2)


def spread(dy: np.ndarray, x: np.ndarray, grid: Grid, count_include_pad: bool) -> np.ndarray:
    """Give every tap its share of the gradient."""
    size = x.shape[2:]
    x, reads = prepare(x, grid)
    share = batch_last(dy)[:, :, 0] / counts(size, grid, count_include_pad)[:, :, None].astype(x.dtype)
    dx = np.zeros(x.shape, x.dtype)
    for block in blocks(x):
        for _, inputs, outputs in reads:
            dx[block][inputs] += share[block][outputs]
    return batch_first(dx, size)


def counts(size: Sequence[int], grid: Grid, count_include_pad: bool) -> np.ndarray:
    """Count the samples that enter the mean of each window: (h_out, w_out)."""
    per_axis = []
    for n, k, s, (p, _), out in zip(size, grid.kernel, grid.stride, grid.pads, grid.out, strict=True):
        first, last = (-p, n + p) if count_include_pad else (0, n)
        start = np.arange(out) * s - p
        per_axis.append(np.minimum(start + k, last) - np.maximum(start, first))
    return per_axis[0][:, None] * per_axis[1]


def prepare(x: np.ndarray, grid: Grid) -> tuple[np.ndarray, list[Tap]]:
    """Lay images out so that every tap reads long runs of memory, and list the taps."""
    phases = phases_for(len(x), grid)
    return batch_last(x, phases=phases), taps(x.shape[2:], grid, phases)


def phases_for(n: int, grid: Grid) -> int:
    """With a large mini-batch every pixel is a long run of memory; with a small one the columns need sorting."""
    return 1 if n >= 16 else grid.stride[1]


def blocks(x: np.ndarray) -> list[slice]:
    """Cut the channels into blocks of about ``BLOCK`` bytes."""
    c = x.shape[0]
    step = max(1, BLOCK * c // max(1, x.nbytes))
    return [slice(start, min(start + step, c)) for start in range(0, c, step)]


def taps(size: Sequence[int], grid: Grid, phases: int) -> list[Tap]:
    """List, in reading order, the taps with the inputs that each reads and the windows that these belong to.

    >>> from cnnlib.grid import pool_grid
    >>> for tap, inputs, outputs in taps((1, 3), pool_grid((1, 3), (1, 2), 1, (0, 1)), 1):
    ...     print(tap, inputs[3], outputs[2])
    0 slice(0, 3, 1) slice(1, 4, None)
    1 slice(0, 3, 1) slice(0, 3, None)
    """
    (h, w), (kh, kw), (sh, sw), (dh, dw) = size, grid.kernel, grid.stride, grid.dilation
    ((top, _), (left, _)), (h_out, w_out) = grid.pads, grid.out
    every, found = slice(None), []
    for a, b in product(range(kh), range(kw)):
        (i0, i1), (j0, j1) = reach(a * dh - top, sh, h, h_out), reach(b * dw - left, sw, w, w_out)
        if i0 < i1 and j0 < j1:
            row, column = i0 * sh + a * dh - top, j0 * sw + b * dw - left
            rows = slice(row, row + (i1 - i0 - 1) * sh + 1, sh)
            step, start = sw // phases, column // phases
            columns = slice(start, start + (j1 - j0 - 1) * step + 1, step)
            inputs, outputs = (every, rows, column % phases, columns), (every, slice(i0, i1), slice(j0, j1))
            found.append((a * kw + b, inputs, outputs))
    return found


def reach(offset: int, stride: int, n: int, out: int) -> tuple[int, int]:
    """Say which windows, from first to before last, have sample i * stride + offset among the n that exist.

    >>> reach(-1, 2, 6, 3), reach(1, 2, 6, 3)
    ((1, 3), (0, 3))
    """
    return max(0, -(offset // stride)), min(out, (n - 1 - offset) // stride + 1)
