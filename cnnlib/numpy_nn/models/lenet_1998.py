"""LeNet-5 as it was published: learned subsampling, a table of connections, scaled tanh, and codes for the ten digits.

Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, section
II.B, https://doi.org/10.1109/5.726791.
"""

from functools import partial
from typing import ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_linear
from cnnlib.numpy_nn.activation import tanh, tanh_backward
from cnnlib.numpy_nn.container import Flatten, Sequential
from cnnlib.numpy_nn.conv import Conv2d, conv2d, conv2d_backward
from cnnlib.numpy_nn.init import Seed, fan_in_uniform
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.linear import Linear
from cnnlib.numpy_nn.pool import avg_pool2d, avg_pool2d_backward

# Table I: which of the six maps of S2 (rows) each of the sixteen maps of C3 (columns) reads.
TABLE = """
X...XXX..XXXX.XX
XX...XXX..XXXX.X
XXX...XXX..X.XXX
.XXX..XXXX..X.XX
..XXX..XXXX.XX.X
...XXX..XXXX.XXX
"""
# Pictures of 7 x 12 pixels for the digits, drawn by us in the manner of figure 3.
DIGITS = """
..###..  ...#...  ..###..  ..###..  .....#.  #######  ..###..  #######  ..###..  ..###..
.#...#.  ..##...  .#...#.  .#...#.  ....##.  #......  .#...#.  ......#  .#...#.  .#...#.
#.....#  .###...  #.....#  #.....#  ...#.#.  #......  #......  .....#.  #.....#  #.....#
#.....#  #..#...  ......#  ......#  ..#..#.  #......  #......  .....#.  #.....#  #.....#
#.....#  ...#...  ......#  .....#.  .#...#.  #.###..  #......  ....#..  .#...#.  #.....#
#.....#  ...#...  .....#.  ..###..  #....#.  ##...#.  #.###..  ....#..  ..###..  .#...##
#.....#  ...#...  ....#..  .....#.  #######  ......#  ##...#.  ...#...  .#...#.  ..###.#
#.....#  ...#...  ...#...  ......#  .....#.  ......#  #.....#  ...#...  #.....#  ......#
#.....#  ...#...  ..#....  ......#  .....#.  ......#  #.....#  ..#....  #.....#  ......#
#.....#  ...#...  .#.....  #.....#  .....#.  #.....#  #.....#  ..#....  #.....#  ......#
.#...#.  ...#...  #......  .#...#.  .....#.  .#...#.  .#...#.  .#.....  .#...#.  .#...#.
..###..  .#####.  #######  ..###..  .....#.  ..###..  ..###..  .#.....  ..###..  ..###..
"""


def lenet5_1998(rng: Seed = None, dtype: str = "float32") -> Sequential:
    """The network of figure 2: 156 + 12 + 1,516 + 32 + 48,120 + 10,164 = 60,000 parameters, and 840 fixed numbers.

    (N, 1, 32, 32), a digit with a border around it, to scores (N, 10). The paper takes white as -0.1 and black as
    1.175.

    >>> net = lenet5_1998(rng=0)
    >>> {name: sum(p.size for p in layer.parameters().values()) for name, layer in net.children().items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'c1': 156, 'squash1': 0, 's2': 12, 'squash2': 0, 'c3': 1516, 'squash3': 0, 's4': 32, 'squash4': 0,
     'c5': 48120, 'squash5': 0, 'flatten': 0, 'f6': 10164, 'squash6': 0, 'output': 0}
    """
    rng = np.random.default_rng(rng)
    conv, table_conv = partial(Conv2d, rng=rng, dtype=dtype), partial(TableConv2d, rng=rng, dtype=dtype)
    subsample, linear = partial(Subsample2d, rng=rng, dtype=dtype), partial(Linear, rng=rng, dtype=dtype)
    return Sequential(
        {
            "c1": conv(1, 6, kernel_size=5),  # (n, 6, 28, 28)
            "squash1": Squash(),
            "s2": subsample(6),  # (n, 6, 14, 14)
            "squash2": Squash(),
            "c3": table_conv(connections(), kernel_size=5),  # (n, 16, 10, 10)
            "squash3": Squash(),
            "s4": subsample(16),  # (n, 16, 5, 5)
            "squash4": Squash(),
            "c5": conv(16, 120, kernel_size=5),  # (n, 120, 1, 1)
            "squash5": Squash(),
            "flatten": Flatten(),  # (n, 120)
            "f6": linear(120, 84),  # (n, 84)
            "squash6": Squash(),
            "output": Codes(digit_codes(), dtype),  # (n, 10)
        }
    )


class Squash(Layer):
    """y = 1.7159 tanh(2 x / 3), equation 6: close to -1 at -1, to 1 at 1, where it bends most.

    >>> Squash()(np.array([-1.0, 0.0, 1.0])).round(3)
    array([-1.,  0.,  1.])
    """

    amplitude, slope = 1.7159, 2 / 3

    def forward(self, x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        return self.amplitude * tanh(self.slope * x)

    def backward(self, dy: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Any shape to the same shape."""
        (x,) = self.inputs
        return self.amplitude * self.slope * tanh_backward(dy, self.slope * x)


class Subsample2d(Layer):
    """Sum 2 x 2 pixels, times one trained number per channel, plus another: 2 parameters per channel.

    >>> layer = Subsample2d(1, dtype="float64")
    >>> layer.load_state_dict({"weight": np.array([10.0]), "bias": np.array([0.5])})
    >>> layer(np.array([[[[1.0, 2.0], [3.0, 4.0]]]])).tolist()
    [[[[100.5]]]]
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(self, channels: int, rng: Seed = None, dtype: str = "float32") -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        self.weight = fan_in_uniform((channels,), 4, rng, dtype)
        self.bias = fan_in_uniform((channels,), 4, rng, dtype)

    def forward(self, x: Float[np.ndarray, "n c h w"]) -> Float[np.ndarray, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H / 2, W / 2)."""
        return self.weight[:, None, None] * (4 * avg_pool2d(x, 2)) + self.bias[:, None, None]

    def backward(self, dy: Float[np.ndarray, "n c h_out w_out"]) -> Float[np.ndarray, "n c h w"]:
        """(N, C, H / 2, W / 2) to (N, C, H, W)."""
        (x,) = self.inputs
        dweight = np.sum(dy * (4 * avg_pool2d(x, 2)), axis=(0, 2, 3))
        self.grads = {"weight": dweight, "bias": np.sum(dy, axis=(0, 2, 3))}
        return avg_pool2d_backward(4 * self.weight[:, None, None] * dy, x, 2)


class TableConv2d(Layer):
    """A convolution in which an output channel reads only the input channels that a table gives it.

    ``table`` is bool (C_out, C_in); weight (connections, k, k) has the kernel of each True, row by row.

    >>> layer = TableConv2d(np.array([[True, False], [True, True]]), kernel_size=3)
    >>> layer.weight.shape, layer(np.zeros((1, 2, 5, 5), dtype=np.float32)).shape
    ((3, 3, 3), (1, 2, 3, 3))
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(self, table: np.ndarray, kernel_size: int, rng: Seed = None, dtype: str = "float32") -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        self.table, shape = table, (int(table.sum()), kernel_size, kernel_size)
        fan_in = round(table.sum(axis=1).mean()) * kernel_size**2  # on average
        self.weight = fan_in_uniform(shape, fan_in, rng, dtype)
        self.bias = fan_in_uniform((len(table),), fan_in, rng, dtype)

    def kernels(self) -> Float[np.ndarray, "c_out c_in k k"]:
        """Write the kernels into the table, with zeros where there is no connection."""
        kernels = np.zeros((*self.table.shape, *self.weight.shape[1:]), self.weight.dtype)
        kernels[self.table] = self.weight
        return kernels

    def forward(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n c_out h_out w_out"]:
        """(N, C_in, H, W) to (N, C_out, H - k + 1, W - k + 1)."""
        return conv2d(x, self.kernels(), self.bias)

    def backward(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> Float[np.ndarray, "n c_in h w"]:
        """(N, C_out, H - k + 1, W - k + 1) to (N, C_in, H, W)."""
        (x,) = self.inputs
        dx, dkernels, dbias = conv2d_backward(dy, x, self.kernels())
        self.grads = {"weight": dkernels[self.table], "bias": dbias}
        return dx


class Codes(Layer):
    """Score each class by how near its code is: y_i = -sum over j of (x_j - code_ij)^2, with codes that stay fixed.

    Equation 7 without the minus: the paper's output units measure the distance, and the smallest wins. With it the
    largest wins, as everywhere else, and cross-entropy takes the scores.

    >>> codes = np.array([[1.0, 1.0], [1.0, -1.0]])
    >>> Codes(codes, dtype="float64")(np.array([[1.0, 0.0], [1.0, -1.0]])).tolist()
    [[-1.0, -1.0], [-4.0, -0.0]]
    """

    buffer_names: ClassVar[tuple[str, ...]] = ("codes",)

    def __init__(self, codes: np.ndarray, dtype: str = "float32") -> None:
        super().__init__()
        self.codes = codes.astype(dtype)

    def forward(self, x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n classes"]:
        """(N, D) to (N, classes)."""
        check_linear("Codes", x, self.codes, None)
        return -np.sum((x[:, None] - self.codes) ** 2, axis=2)

    def backward(self, dy: Float[np.ndarray, "n classes"]) -> Float[np.ndarray, "n d"]:
        """(N, classes) to (N, D)."""
        (x,) = self.inputs
        return -2 * np.sum(dy[:, :, None] * (x[:, None] - self.codes), axis=1)


def connections() -> np.ndarray:
    """Read ``TABLE`` as bool (16, 6): three neighbors for maps 0 to 5, four for 6 to 14, all six for the last.

    >>> connections().sum(axis=1).tolist()
    [3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6]
    """
    return np.array([[mark == "X" for mark in row] for row in TABLE.split()]).T


def digit_codes() -> np.ndarray:
    """Read ``DIGITS`` as numbers (10, 84): 1 for ink, -1 for paper.

    >>> digit_codes().shape
    (10, 84)
    """
    rows = [line.split() for line in DIGITS.strip().splitlines()]  # 12 rows of 10 digits
    return np.array([[1.0 if pixel == "#" else -1.0 for row in rows for pixel in row[d]] for d in range(10)])
