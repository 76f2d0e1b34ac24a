"""3x3 convolution with 16 multiplications where the formula has 36 (Winograd's algorithm).

How it works, in one dimension. A kernel (g0, g1, g2) over four samples (d0, d1, d2, d3) gives two outputs, by the
formula with six multiplications. Four are enough, if samples and kernel are added up first:

    m0 = (d0 - d2) g0                   m2 = (d2 - d1) (g0 - g1 + g2) / 2        y0 = m0 + m1 + m2
    m1 = (d1 + d2) (g0 + g1 + g2) / 2   m3 = (d1 - d3) g2                        y1 = m1 - m2 - m3

An image is cut into tiles of 4x4 pixels for 2x2 outputs, each two pixels from the last. The rows of a tile are combined
as above, then its columns: 16 numbers, which meet the 16 numbers that its kernel became. Over all tiles and channels
that is 16 products of matrices, which together cost 4/9 of the one product in ``bands.py``. Additions are the price,
worth paying where there are many channels. Going backward, the kernels' gradient runs every step in reverse, with each
matrix transposed; that of the input is a convolution again.

The additions round a little differently, and an infinity or NaN spoils the four outputs of its tiles, not only those
whose window it is in.

Source: Winograd (1980), Arithmetic complexity of computations; for networks Lavin and Gray (2016), Fast algorithms for
convolutional neural networks, https://arxiv.org/abs/1509.09308, equations 5 to 8.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from cnnlib.grid import Grid
from cnnlib.numpy_nn.matrices import times_transposed
from cnnlib.numpy_nn.windows import copy, run_by_run

FROM_KERNEL = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])  # m = FROM_KERNEL g ...
TO_KERNEL = np.einsum("ai,bj->abij", FROM_KERNEL, FROM_KERNEL).reshape(16, 9)  # ... on rows and columns
FROM_SAMPLES = ((np.subtract, 0, 2), (np.add, 1, 2), (np.subtract, 2, 1), (np.subtract, 1, 3))
BAND = 1 << 18  # bytes of combined samples at a time: with their products they fill a second-level cache
# where tiles are faster than columns, as measured: see ``suits``
CHANNELS, POSITIONS, OVERHANG = 48, 512, 1.2


def combine(samples: Sequence[np.ndarray], out: np.ndarray) -> None:
    """Turn four samples into their four combinations."""
    for (operation, first, second), combination in zip(FROM_SAMPLES, out, strict=True):
        operation(samples[first], samples[second], out=combination)


def outputs(products: np.ndarray, out: np.ndarray) -> None:
    """Turn four products into two outputs: y0 = m0 + m1 + m2, y1 = m1 - m2 - m3."""
    np.add(products[1], products[2], out=out[0])
    out[0] += products[0]
    np.subtract(products[1], products[2], out=out[1])
    out[1] -= products[3]


def spread(doutputs: np.ndarray, out: np.ndarray) -> None:
    """Transpose ``outputs``: the gradients of four products from those of two outputs."""
    out[0] = doutputs[0]
    np.add(doutputs[0], doutputs[1], out=out[1])
    np.subtract(doutputs[0], doutputs[1], out=out[2])
    np.negative(doutputs[1], out=out[3])


class Tiles:
    """The 4x4 tiles of an input, two pixels apart; one for each 2x2 outputs.

    >>> from cnnlib.grid import conv_grid
    >>> x, weight = np.arange(16.0).reshape(1, 1, 4, 4), np.ones((1, 1, 3, 3))
    >>> Tiles(x, conv_grid((4, 4), (3, 3))).multiply(weight, bias=None)
    array([[[[45., 54.],
             [81., 90.]]]])
    """

    def __init__(self, x: np.ndarray, grid: Grid) -> None:
        (n, c, h, _), ((top, _), (left, _)) = x.shape, grid.pads
        self.n, self.size = n, grid.out
        self.tiles = high, wide = -(-grid.out[0] // 2), -(-grid.out[1] // 2)
        bands = -(-high * wide * n * 4 * c * x.itemsize // BAND)
        self.height = -(-high // max(1, min(high, bands)))  # rows of tiles in a band
        x = x.transpose(1, 2, 3, 0)
        # even columns, then odd ones: so the first pixels of neighboring tiles lie side by side, as do the second ...
        padded = np.zeros((c, 2 * (high + 1), 2, wide + 1, n), x.dtype)
        for parity in range(2):
            first = (parity - left) % 2  # the first column of x of this parity, and where it goes
            start = (first + left) // 2
            columns = x[:, :, first::2]
            copy(columns, padded[:, top : top + h, parity, start : start + columns.shape[2]])
        self.pixels = padded.reshape(c, high + 1, 2, 2, wide + 1, n)  # rows by their parity, too

    def bands(self) -> Iterator[tuple[slice, Iterator[np.ndarray]]]:
        """Cut the rows of tiles into bands, the first the highest; each comes with its combinations."""
        (c, *_, across, n), dtype, (high, wide) = self.pixels.shape, self.pixels.dtype, self.tiles
        combined = np.empty((c, self.height, 2, across, n), dtype)
        found = np.empty((4, c, self.height, wide, n), dtype)
        for start in range(0, high, self.height):
            rows = slice(start, min(start + self.height, high))
            height = rows.stop - rows.start
            yield rows, self.combinations(rows, combined[:, :height], found[:, :, :height])

    def combinations(self, rows: slice, combined: np.ndarray, found: np.ndarray) -> Iterator[np.ndarray]:
        """Combine the rows of the tiles in four ways, and of each the columns in four: (4, c, positions)."""
        here, below = self.pixels[:, rows], self.pixels[:, rows.start + 1 : rows.stop + 1]
        samples = (here[:, :, 0], here[:, :, 1], below[:, :, 0], below[:, :, 1])
        even, odd = combined[:, :, 0], combined[:, :, 1]
        for operation, first, second in FROM_SAMPLES:
            with run_by_run(self.tiles[1] * self.n):
                operation(samples[first], samples[second], out=combined)
                combine((even[:, :, :-1], odd[:, :, :-1], even[:, :, 1:], odd[:, :, 1:]), out=found)
            yield found.reshape(*found.shape[:2], -1)

    def multiply(self, weight: np.ndarray, bias: np.ndarray | None) -> np.ndarray:
        """Convolve: the 16 numbers of each tile times those of each kernel."""
        (c_out, c_in, *_), (h_out, w_out), dtype = weight.shape, self.size, weight.dtype
        kernels = (TO_KERNEL.astype(dtype) @ weight.reshape(-1, 9).T).reshape(4, 4, c_out, c_in)
        y = np.empty((c_out, h_out, w_out, self.n), dtype)
        row = self.tiles[1] * self.n  # tiles side by side, in all images
        all_products = np.empty((4, c_out, self.height * row), dtype)
        all_columns = np.empty((2, c_out, self.height * row), dtype)
        all_sums = np.empty((2, 2, c_out, self.height * row), dtype)  # rows, columns of the outputs of a tile
        for rows, combinations in self.bands():
            band = slice((rows.stop - rows.start) * row)
            products, part, sums = all_products[..., band], all_columns[..., band], all_sums[..., band]
            for number, combined in enumerate(combinations):
                np.matmul(kernels[number], combined, out=products)
                # the columns' outputs of m0, m1, m2, m3 in turn: y0 = m0 + m1 + m2, y1 = m1 - m2 - m3 for the rows
                columns = (sums[0], sums[1], part, part)[number]
                outputs(products, out=columns)
                if number in (1, 2):
                    sums[0] += columns
                if number in (2, 3):
                    sums[1] -= columns
            if bias is not None:
                sums += bias[:, None]
            for quarter, found in self.quarters(y, rows, sums):
                copy(found, quarter)
        return y.transpose(3, 0, 1, 2)

    def weight_gradient(self, dy: np.ndarray) -> np.ndarray:
        """Return dweight, every step of ``multiply`` in reverse and transposed; dy is (n, c_out, h_out, w_out)."""
        dy = dy.transpose(1, 2, 3, 0)
        c_out, c_in = len(dy), len(self.pixels)
        dkernels = np.zeros((4, 4, c_out, c_in), dy.dtype)
        for rows, combinations in self.bands():
            shape = (c_out, (rows.stop - rows.start) * self.tiles[1] * self.n)
            dsums = np.zeros((2, 2, *shape), dy.dtype)
            for quarter, dsum in self.quarters(dy, rows, dsums):
                copy(quarter, dsum)
            dproducts, dcolumns = np.empty((4, *shape), dy.dtype), np.empty((4, 2, *shape), dy.dtype)
            spread(dsums, out=dcolumns)
            for number, combined in enumerate(combinations):
                spread(dcolumns[number], out=dproducts)
                dkernels[number] += times_transposed(dproducts, combined)
        dweight = TO_KERNEL.T.astype(dy.dtype) @ dkernels.reshape(16, -1)
        return dweight.T.reshape(c_out, c_in, 3, 3)

    def quarters(
        self, y: np.ndarray, rows: slice, sums: np.ndarray
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Pair the outputs in even and odd rows and columns of y with where they stand in sums."""
        c_out, h_out, _, n = y.shape
        for row in range(2):
            for column in range(2):
                quarter = y[:, 2 * rows.start + row : min(2 * rows.stop, h_out) : 2, column::2]
                found = sums[row, column].reshape(c_out, -1, self.tiles[1], n)
                yield quarter, found[:, : quarter.shape[1], : quarter.shape[2]]


def suits(x: np.ndarray, weight: np.ndarray, grid: Grid, groups: int) -> bool:
    """Say whether tiles are possible, faster than columns, and stay within output + 1.5 input + 8 MiB.

    They are faster from ``CHANNELS`` channels on, if there are at least ``POSITIONS`` outputs to pay for turning each
    kernel into 16 numbers, and if tiles that hang over the edge make at most ``OVERHANG`` times as many.

    >>> from cnnlib.grid import conv_grid
    >>> x, weight = np.zeros((4, 64, 28, 28), np.float32), np.zeros((64, 64, 3, 3), np.float32)
    >>> suits(x, weight, conv_grid((28, 28), (3, 3), padding=1), groups=1)
    True
    >>> suits(x, weight, conv_grid((28, 28), (3, 3), stride=2), groups=1)
    False
    """
    (n, c_in, *_), (c_out, *_), (h_out, w_out) = x.shape, weight.shape, grid.out
    if (grid.kernel, grid.stride, grid.dilation, groups) != ((3, 3), (1, 1), (1, 1), 1):
        return False
    high, wide = -(-h_out // 2), -(-w_out // 2)
    positions, tiles = n * h_out * w_out, n * high * wide
    if min(c_in, c_out) < CHANNELS or positions < POSITIONS or 4 * tiles > OVERHANG * positions:
        return False
    in_band = BAND // (4 * c_in * x.itemsize) + n * wide  # tiles, at most
    numbers = 4 * c_in * n * (high + 1) * (wide + 1) + 16 * c_in * c_out + in_band * (6 * c_in + 10 * c_out)
    return numbers * x.itemsize <= 1.5 * x.nbytes + (8 << 20)
