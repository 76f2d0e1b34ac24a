# %% [markdown]
# # Exercises for chapter 7: channels and parameters
#
# **30 points** in four programming tasks and one written answer; about 105 minutes. You need [chapter
# 7](../../book/07_channels_and_parameters.md) and NumPy; the playground at the end also takes a photograph
# from `cnnlib`.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `conv2d`: the layer itself, with channels, stride and padding | 8 | 30 |
# | 2 | `pointwise`: a small network that runs at every pixel | 6 | 20 |
# | 3 | `explain_count`: which layer has this many parameters? | 5 | 20 |
# | 4 | `merge_layers`: one layer that does the work of two | 7 | 25 |
# | 5 | a written answer: the network for a phone | 4 | 10 |
#
# **How to work.** Run the cells from top to bottom; the first one holds what the visible tests use. Replace
# `raise NotImplementedError()` by your code, then run the test cell below it. A test that passes says
# nothing; one that fails ends with what it tried, expected and got, and what to reread. The tasks do not
# depend on each other. You may add cells of your own anywhere.
#
# **How it is graded.** The first test of each task is visible and worth 1 point. The others are hidden: the
# cell shows only its title until the work is graded. They look at what the text asks and the visible test
# does not try. Each title is worth its own points, so a slip in one place does not cost the rest.
#
# **How to submit.** Choose *Kernel → Restart Kernel and Run All Cells*, press *Validate* if you have the
# button, save, and hand in this notebook under its own name.

# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "setup", "locked": true, "solution": false}
import textwrap

import numpy as np


def agree(got, values):
    """Return whether two results are the same text, or arrays of the same shape and values."""
    if isinstance(values, str):
        return isinstance(got, str) and got == values
    return np.shape(got) == np.shape(values) and np.allclose(got, values)


def assert_matches(got, expected, tried, reread, slips=()):
    """Fail unless ``got`` agrees with ``expected``; ``slips`` pairs what mistakes give with a hint."""
    if agree(got, expected):
        return
    wanted = expected if isinstance(expected, str) else np.asarray(expected).tolist()
    lines = [f"tried:    {tried}", f"expected: {wanted!r}", f"got:      {got!r}"]
    if got is None:
        lines.append("hint:     the function ends without return")
    elif np.shape(got) != np.shape(expected):
        lines.append(f"hint:     your result has shape {np.shape(got)}, expected is {np.shape(expected)}")
    lines += [f"hint:     {what}" for values, what in slips if agree(got, values)]
    lines.append(f"reread:   {reread}")
    raise AssertionError(
        "\n".join(["", *(textwrap.fill(line, 78, subsequent_indent=" " * 10) for line in lines)])
    )


# %% [markdown]
# ## Task 1. The layer itself
#
# **8 points** · medium · about 30 minutes ·
# [chapter 7](../../book/07_channels_and_parameters.md), "Add up the input channels" and "Stack the outputs"
#
# This is the layer that networks are made of: several channels in, several out, a bias for each channel that
# goes out, a stride and a border of zeros. Yours takes the border side by side, so that it can do the uneven
# "same" padding of chapter 6 too.
#
# $$y_{n,o,i,j} = \beta_o + \sum_{c,a,b} w_{o,c,a,b} \; x_{n,\; c,\; i s_h + a - \text{top},\; j s_w + b -
# \text{left}} \qquad \text{with zeros outside the image}$$
#
# Write `conv2d(x, weight, bias, stride, padding)`.
#
# - `x`: `(N, C_in, H, W)`; `weight`: `(C_out, C_in, KH, KW)`; `bias`: `(C_out,)`; whole numbers or floats of
#   any dtype. None of them may be changed.
# - `stride`: a pair `(vertical, horizontal)`. `padding`: four numbers `(top, bottom, left, right)`, the rows
#   and columns of zeros on each side.
# - Returns a float array `(N, C_out, H_out, W_out)`: as many rows and columns as there are positions where
#   the whole kernel fits.
# - Raises `ValueError` if `weight` has another number of input channels than `x`, if `bias` has not exactly
#   `C_out` numbers, or if the kernel is larger than the padded image.
#
# Example: the image with the channels `[[1, 2, 3]]` and `[[10, 20, 30]]`, one filter with the kernels `[[1,
# 0]]` and `[[0, 1]]`, bias `[0.5]`, stride `(1, 1)`, padding `(0, 0, 0, 1)`. The output has one row: `[21.5,
# 32.5, 3.5]`. The first value is 1 + 20 + 0.5, the last one 3 + 0 + 0.5.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. Plain loops are fine: the images of the tests are small.
#
# <details><summary>Hint 1</summary>
#
# One number of the output needs one window, as deep as the image. Which slice of the padded `x` is it, for
# all images of the batch at once?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `x` has four axes, and only two of them get a border. How many positions has a kernel of `KH` rows in `H +
# top + bottom` rows, in steps of `stride[0]`?
#
# </details>
# <details><summary>Hint 3</summary>
#
# NumPy stretches an axis of length 1 without a word, so a filter for one channel runs over three. Compare
# the shapes yourself, at the start.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "conv2d", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def conv2d(x, weight, bias, stride, padding):
    """Return what a convolutional layer makes of ``x``; padding is (top, bottom, left, right)."""
    ### BEGIN SOLUTION
    if weight.shape[1] != x.shape[1] or bias.shape != weight.shape[:1]:
        raise ValueError(f"weight {weight.shape} and bias {bias.shape} do not fit an image {x.shape}")
    padded = np.pad(x.astype(float), [(0, 0), (0, 0), padding[:2], padding[2:]])
    # refuses a kernel that does not fit; (N, C_in, rows, columns, KH, KW)
    windows = np.lib.stride_tricks.sliding_window_view(padded, weight.shape[2:], axis=(2, 3))
    y = np.einsum("ncijab,ocab->noij", windows[:, :, :: stride[0], :: stride[1]], weight)
    return y + bias[:, None, None]
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `sliding_window_view` copies nothing: it looks at the padded images through six axes, image, channel, row,
# column, and the two of the window. A stride is then a slice of rows and columns. The letters of `einsum` are
# the formula: `c`, `a` and `b` are missing on the right, so it sums over them, and over nothing else.
#
# A kernel that does not fit is refused by the view itself. Channels and biases are not: `einsum` stretches an
# axis of length 1, and so does `+`, which is why the first two lines compare shapes. The bias gets two axes
# of length 1 so that it stands under the channels and not under the columns.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_visible", "locked": true, "points": 1, "solution": false}
# Test: two channels in, two out; then stride and padding that differ on every side
colors = np.array([[[[1, 0, 2, 1], [3, 1, 0, 2], [0, 4, 1, 1]], [[0, 2, 1, 0], [1, 0, 3, 1], [2, 1, 0, 5]]]])
filters = np.array(
    [[[[1, 0, 2], [0, 3, 0]], [[0, 1, 0], [2, 0, 1]]], [[[0, 0, 1], [0, 0, 0]], [[4, 0, 0], [0, 0, 5]]]]
)
assert_matches(
    conv2d(colors.copy(), filters.copy(), np.array([10, 200]), (1, 1), (0, 0, 0, 0)),
    [[[[25, 14], [29, 28]], [[217, 214], [204, 227]]]],
    "conv2d(an image of 2 channels, 2 filters, bias=[10, 200], stride=(1, 1), padding=(0, 0, 0, 0))",
    'chapter 7, "Add up the input channels" and "Stack the outputs"',
    [
        (
            [[[[18, 25], [22, 21]], [[215, 215], [205, 224]]]],
            "the kernels are flipped: networks slide them as they are",
        ),
        (
            [[[[35, 24], [39, 38]], [[417, 414], [404, 427]]]],
            "the bias is added once for each input channel; it belongs to the sum, once",
        ),
        ([[[[15, 4], [19, 18]], [[17, 14], [4, 27]]]], "the bias is missing"),
        (
            [[[[18, 12], [25, 18]], [[202, 201], [200, 202]]]],
            "only the first input channel counts; a filter has a kernel for each channel",
        ),
        (
            [[[[17.5, 12], [19.5, 19]], [[208.5, 207], [202, 213.5]]]],
            "this takes the mean over the input channels; they are added up",
        ),
        (
            [[[[19, 12], [28, 19]], [[221, 219], [206, 234]]]],
            "input and output channels of the weight are exchanged: filters come first",
        ),
    ],
)
ramp = np.array([[[[1, 2], [3, 4], [5, 6], [7, 8]]]])
assert_matches(
    conv2d(ramp.copy(), np.array([[[[1, 10], [100, 1000]]]]), np.array([0]), (2, 1), (1, 0, 0, 2)),
    [[[[2100, 200, 0], [6543, 604, 0]]]],
    "conv2d([[1, 2], [3, 4], [5, 6], [7, 8]], kernel [[1, 10], [100, 1000]], bias=[0], "
    "stride=(2, 1), padding=(1, 0, 0, 2))",
    'chapter 6, "Pad the image" and "Skip positions with a stride"',
    [
        (
            [[[[2100, 0], [4321, 0], [6543, 0], [8765, 0]]]],
            "the stride is on the wrong axis: the pair is (vertical, horizontal)",
        ),
        ([[[[2100, 200, 0], [4321, 402, 0], [6543, 604, 0], [8765, 806, 0]]]], "the stride is ignored"),
        (
            [[[[2100, 200, 0], [6543, 604, 0], [87, 8, 0]]]],
            "one position too many: a kernel that hangs over the end does not count",
        ),
        (
            [[[[2100, 200, 0], [4321, 402, 0]]]],
            "the windows stand side by side, one pixel apart; only their number follows the stride",
        ),
        (
            [[[[3010, 4321], [7050, 8765], [0, 0]]]],
            "top and bottom are on the wrong axis: the order is top, bottom, left, right",
        ),
        (
            [[[[0, 3010, 4321], [0, 7050, 8765]]]],
            "the zeros are on the opposite side: the order is top, bottom, left, right",
        ),
        (
            [[[[2100], [6543], [87]]]],
            "both sides of an axis get the same padding; here each side has its own",
        ),
        ([[[[2121, 2222, 2222], [6543, 6644, 6644]]]], "the border must hold zeros, not the nearest pixel"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_values", "locked": true, "points": 2, "solution": false}
# Hidden test: batches, channels and kernels of many sizes, without bias, stride and padding
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(701)
for (n, c_in, h, w), (c_out, kh, kw) in [
    ((2, 3, 5, 6), (4, 3, 2)),
    ((1, 2, 4, 7), (3, 1, 4)),
    ((3, 4, 6, 4), (2, 2, 1)),
    ((2, 3, 3, 3), (3, 3, 3)),
    ((1, 1, 4, 5), (1, 2, 2)),
]:
    x, weight = rng.normal(size=(n, c_in, h, w)), rng.normal(size=(c_out, c_in, kh, kw))
    expected = np.zeros((n, c_out, h - kh + 1, w - kw + 1))
    for o, c, a, b in np.ndindex(weight.shape):
        expected[:, o] += weight[o, c, a, b] * x[:, c, a : a + h - kh + 1, b : b + w - kw + 1]
    y = conv2d(x.copy(), weight.copy(), np.zeros(c_out), (1, 1), (0, 0, 0, 0))
    assert np.shape(y) == expected.shape, "the output has the wrong shape without stride and padding"
    assert np.allclose(y, expected), "the values are wrong without bias, stride and padding"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: the bias, alone
### BEGIN HIDDEN TESTS
offsets = np.array([5.0, -1.5, 0.25])
for c_in in (1, 2, 4):
    y = conv2d(np.ones((2, c_in, 4, 4)), np.zeros((3, c_in, 2, 2)), offsets.copy(), (1, 1), (0, 0, 0, 0))
    assert np.shape(y) == (2, 3, 3, 3), "the output has the wrong shape for three filters of 2 x 2"
    for o, offset in enumerate(offsets):
        assert np.allclose(y[:, o], offset), (
            "with weights of zero, each output channel must hold its bias: once, at every pixel"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_stride", "locked": true, "points": 1, "solution": false}
# Hidden test: strides that differ in the two directions, sizes that they do not divide
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(702)
for (h, w), (kh, kw), (down, right) in [
    ((7, 6), (3, 3), (2, 1)),
    ((6, 9), (2, 3), (1, 3)),
    ((8, 8), (3, 1), (3, 2)),
    ((5, 7), (5, 2), (4, 4)),
]:
    x = rng.normal(size=(1, 1, h, w))
    y = conv2d(x.copy(), np.ones((1, 1, kh, kw)), np.zeros(1), (down, right), (0, 0, 0, 0))
    starts = [(i, j) for i in range(0, h - kh + 1, down) for j in range(0, w - kw + 1, right)]
    sums = [x[0, 0, i : i + kh, j : j + kw].sum() for i, j in starts]
    assert np.shape(y) == (1, 1, len({i for i, _ in starts}), len({j for _, j in starts})), (
        "the output has the wrong shape for this stride"
    )
    assert np.allclose(np.ravel(y), sums), "with this stride the windows are not where they belong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_padding", "locked": true, "points": 1, "solution": false}
# Hidden test: four paddings, each of its own size
### BEGIN HIDDEN TESTS
spot = np.zeros((2, 1, 2, 3))
spot[0, 0, 0, 0], spot[1, 0, 1, 2] = 1, 1
for top, bottom, left, right in [(1, 0, 2, 0), (0, 3, 0, 1), (2, 1, 3, 4), (0, 0, 0, 0), (1, 1, 1, 1)]:
    y = conv2d(spot.copy(), np.full((1, 1, 1, 1), 7.0), np.zeros(1), (1, 1), (top, bottom, left, right))
    assert np.shape(y) == (2, 1, 2 + top + bottom, 3 + left + right), (
        "the output has the wrong shape for this padding"
    )
    assert y[0, 0, top, left] == 7, "the first pixel is not where the padding puts it"
    assert y[1, 0, top + 1, left + 2] == 7, "the last pixel is not where the padding puts it"
    assert np.sum(y) == 14, "the border must hold zeros, in every image of the batch"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels of 8 bits, fractions, read-only and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
bright = np.full((1, 2, 3, 3), 200, dtype=np.uint8)
bright.setflags(write=False)
twos = np.full((1, 2, 3, 3), 2, dtype=np.uint8)
twos.setflags(write=False)
assert np.allclose(conv2d(bright, twos, np.array([5], dtype=np.uint8), (1, 1), (0, 0, 0, 0)), 7205), (
    "sums of 8-bit pixels must not wrap"
)
halves = conv2d(
    np.ones((1, 1, 1, 3), dtype=int), np.full((1, 1, 1, 1), 0.5), np.zeros(1), (1, 1), (0, 0, 0, 0)
)
assert np.allclose(halves, 0.5), "results must keep their fractions, also for images of whole numbers"
turned = np.arange(6, dtype=np.float32).reshape(1, 3, 2, 1).T.reshape(1, 2, 3, 1)
assert np.allclose(
    conv2d(turned, np.ones((1, 2, 1, 1)), np.zeros(1), (1, 1), (0, 0, 0, 0)), turned.sum(axis=1)[:, None]
), "a float32 image that is not stored row by row gives wrong values"
x, weight, bias = np.array([[[[1.0, 2, 3]]]]), np.array([[[[4.0]]]]), np.array([5.0])
conv2d(x, weight, bias, (1, 2), (1, 1, 1, 1))
assert np.array_equal(x, [[[[1, 2, 3]]]]), "the function changed the image"
assert (weight.item(), bias.item()) == (4, 5), "the function changed the weight or the bias"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: channels, biases and kernels that do not fit
### BEGIN HIDDEN TESTS
exact = conv2d(np.ones((1, 3, 2, 4)), np.ones((2, 3, 3, 4)), np.ones(2), (1, 1), (0, 1, 0, 0))
assert np.shape(exact) == (1, 2, 1, 1), "a kernel that just fits the padded image must still work"
for depth, size, biases in [
    (1, (2, 2), 2),
    (2, (2, 2), 2),
    (4, (1, 1), 2),
    (3, (2, 2), 1),
    (3, (2, 2), 3),
    (3, (4, 4), 2),
    (3, (3, 5), 2),
    (3, (9, 9), 2),
    (3, (4, 1), 2),
    (3, (1, 5), 2),
]:
    try:
        conv2d(np.ones((1, 3, 2, 4)), np.ones((2, depth, *size)), np.ones(biases), (1, 1), (0, 1, 0, 0))
        refused = False
    except ValueError:
        refused = True
    assert refused, "input channels, biases or kernels that do not fit must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. A small network at every pixel
#
# **6 points** · medium · about 20 minutes ·
# [chapter 7](../../book/07_channels_and_parameters.md), "Mix channels with a 1×1 kernel"
#
# One 1 × 1 convolution is one linear map, the same at every pixel. Two of them with a ReLU in between are a
# small fully connected network that runs at every pixel: the "network in network" of 2014. The same function
# gives a photograph other colors, or turns 64 feature maps into 10.
#
# Write `pointwise(x, layers)`.
#
# - `x`: `(N, C, H, W)`, whole numbers or floats of any dtype. It must not be changed.
# - `layers`: a list of at least one pair `(matrix, bias)`. `matrix` has a row for each channel that goes out
#   and a column for each channel that comes in; `bias` has a number for each channel that goes out.
# - A ReLU stands **between** the layers: after each but the last.
# - Returns a float array `(N, C_last, H, W)`.
# - Raises `ValueError` if a matrix does not fit the channels that it gets, or a bias not the rows of its
#   matrix.
#
# Example: one pixel with the channels 3 and 1, `layers = [(np.array([[1, -1], [-2, 0]]), np.array([0, 5])),
# (np.array([[10, 1]]), np.array([-4]))]`. The first layer gives 3 − 1 = 2 and −6 + 5 = −1, the ReLU makes
# that 2 and 0, and the second layer gives 20 + 0 − 4 = 16.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# For one pixel it is a matrix times a vector. How do you reach all pixels: two loops, or an axis that says
# so?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Before you use `reshape`: it never moves a number, it only counts anew. Which axis has to stand last, or
# first, before pixels may be counted together? And how do you get back?
#
# </details>
# <details><summary>Hint 3</summary>
#
# An array of shape `(3,)` is added along the *last* axis. Where is the channel in yours?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "pointwise", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def pointwise(x, layers):
    """Return the outputs (N, C_last, H, W) of 1 × 1 convolutions with a ReLU between them."""
    ### BEGIN SOLUTION
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape != (len(bias), h.shape[1]):
            raise ValueError(f"expected {len(bias)} x {h.shape[1]} weights, got {matrix.shape}")
        if number > 0:
            h = np.maximum(h, 0)
        h = np.einsum("oc,ncij->noij", matrix, h) + bias[:, None, None]
    return h
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `einsum` names the axis that the matrix acts on, so nothing has to be moved. With `@` the channels would
# have to stand last, `np.moveaxis(h, 1, 3) @ matrix.T`, and be moved back afterwards; a `reshape` to rows of
# C numbers without that takes numbers of neighboring pixels for channels, gives the right shape, and is
# wrong. Applying the ReLU before every layer but the first is the same as after every layer but the last, and
# needs no look ahead.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pointwise_visible", "locked": true, "points": 1, "solution": false}
# Test: one layer on two images, then two layers on one
pair = np.array([[[[1, 2, 0]], [[3, 0, 5]]], [[[0, 4, 1]], [[2, 2, 6]]]])
mix, offset = np.array([[1, 2], [0, -1], [3, 1]]), np.array([10, 0, -1])
assert_matches(
    pointwise(pair.copy(), [(mix, offset)]),
    [[[[17, 12, 20]], [[-3, 0, -5]], [[5, 5, 4]]], [[[14, 18, 23]], [[-2, -2, -6]], [[1, 13, 8]]]],
    "pointwise(two images of 2 channels and 1 x 3 pixels, one layer from 2 to 3 channels)",
    'chapter 7, "Mix channels with a 1×1 kernel"',
    [
        (
            [[[[15, 16, 20]], [[-2, -3, -5]], [[4, 2, 4]]], [[[18, 15, 24]], [[-4, -2, -6]], [[3, 4, 11]]]],
            "the sums mix numbers of different pixels: reshape alone moves no axis",
        ),
        (
            [[[[17, -3, 5]], [[12, 0, 5]], [[20, -5, 4]]], [[[14, -2, 1]], [[18, -2, 13]], [[23, -6, 8]]]],
            "the numbers are right and in the wrong places: the channel axis was not moved back",
        ),
        (
            [[[[17, 12, 20]], [[0, 0, 0]], [[5, 5, 4]]], [[[14, 18, 23]], [[0, 0, 0]], [[1, 13, 8]]]],
            "there is no ReLU after the last layer",
        ),
        (
            [[[[17, 2, 9]], [[7, 0, -6]], [[16, 6, 4]]], [[[14, 8, 12]], [[8, -2, -7]], [[12, 14, 8]]]],
            "the bias is added along the width; it belongs to the channels",
        ),
        (
            [[[[7, 2, 10]], [[-3, 0, -5]], [[6, 6, 5]]], [[[4, 8, 13]], [[-2, -2, -6]], [[2, 14, 9]]]],
            "the bias is missing",
        ),
        (
            [[[[17, 12, 20]], [[-3, 0, -5]], [[5, 5, 4]]], [[[17, 12, 20]], [[-3, 0, -5]], [[5, 5, 4]]]],
            "every image of the batch has its own output",
        ),
    ],
)
first = np.array([[1, -2], [0, 1]]), np.array([0, -1])
second = np.array([[1, 3], [-4, 2]]), np.array([0, 1])
assert_matches(
    pointwise(np.array([[[[4, -1], [3, 0]], [[1, 2], [5, -2]]]]), [first, second]),
    [[[[2, 3], [12, 4]], [[-7, 3], [9, -15]]]],
    "pointwise(an image of 2 channels and 2 x 2 pixels, two layers)",
    "the rules of this task: a ReLU after each layer but the last",
    [
        (
            [[[[2, 3], [12, 0]], [[-7, 3], [9, 1]]]],
            "the ReLU acts on the image itself; it belongs between the layers",
        ),
        ([[[[2, -2], [5, -5]], [[-7, 23], [37, -21]]]], "there is no ReLU between the layers"),
        (
            [[[[4, -12], [3, 0]], [[13, 7], [10, 1]]]],
            "the matrix is transposed: each of its rows makes one output channel",
        ),
        ([[[[2, -5], [-7, 4]], [[0, 1], [4, -3]]]], "the second layer is missing"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pointwise_mixing", "locked": true, "points": 2, "solution": false}
# Hidden test: one layer without bias, random batches that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(703)
for (n, c_in, h, w), c_out in [((2, 3, 4, 5), 2), ((1, 4, 2, 3), 4), ((3, 2, 2, 2), 5), ((4, 1, 3, 1), 1)]:
    x, matrix = rng.normal(size=(n, c_in, h, w)), rng.normal(size=(c_out, c_in))
    y = pointwise(x.copy(), [(matrix.copy(), np.zeros(c_out))])
    assert np.shape(y) == (n, c_out, h, w), "the output has the wrong shape for one layer"
    for image, i, j in np.ndindex(n, h, w):
        assert np.allclose(y[image, :, i, j], [np.vdot(row, x[image, :, i, j]) for row in matrix]), (
            "at some pixel the output is not the matrix times the channels of that pixel"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pointwise_stack", "locked": true, "points": 1, "solution": false}
# Hidden test: several layers, with the ReLU between them and nowhere else
### BEGIN HIDDEN TESTS
one = np.ones((1, 1)), np.zeros(1)
turn = -np.ones((1, 1)), np.zeros(1)
values = np.array([-2.0, -0.5, 0.0, 3.0]).reshape(1, 1, 1, 4)
for layers, wanted in [
    ([one], [-2, -0.5, 0, 3]),
    ([one, one], [0, 0, 0, 3]),
    ([turn, turn], [-2, -0.5, 0, 0]),
    ([turn, one, turn], [-2, -0.5, 0, 0]),
    ([one, turn, one], [0, 0, 0, 0]),
]:
    y = pointwise(values.copy(), layers)
    assert np.shape(y) == (1, 1, 1, 4), "a layer from one channel to one keeps the shape"
    assert np.allclose(np.ravel(y), wanted), (
        "a ReLU is missing between two layers, or stands before the first or after the last"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pointwise_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: the bias of each layer, 8-bit pixels, input left as it was
### BEGIN HIDDEN TESTS
level = np.full((2, 1, 3, 3), 100, dtype=np.uint8)
level.setflags(write=False)
widen = np.array([[1], [2], [3]], dtype=np.uint8), np.array([0.5, 7, -9])
wide = pointwise(level, [widen])
assert np.shape(wide) == (2, 3, 3, 3), "the output has the wrong shape for one layer"
for channel, wanted in enumerate([100.5, 207, 291]):
    assert np.allclose(wide[:, channel], wanted), (
        "the bias must be added once in each output channel, and 8-bit pixels must not wrap"
    )
x = np.array([[[[1.0, -2.0]]]])
pointwise(x, [(np.array([[2.0]]), np.array([1.0])), (np.array([[1.0]]), np.array([0.0]))])
assert np.array_equal(x, [[[[1.0, -2.0]]]]), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pointwise_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: matrices and biases that do not fit
### BEGIN HIDDEN TESTS
fine = np.ones((4, 3)), np.ones(4)
assert np.shape(pointwise(np.ones((1, 3, 2, 2)), [fine])) == (1, 4, 2, 2), "layers that fit must still work"
for layers in [
    [(np.ones((4, 2)), np.ones(4))],
    [(np.ones((4, 1)), np.ones(4))],
    [(np.ones((4, 3)), np.ones(1))],
    [(np.ones((4, 3)), np.ones(3))],
    [fine, (np.ones((2, 3)), np.ones(2))],
    [fine, (np.ones((2, 1)), np.ones(2))],
    [fine, (np.ones((2, 4)), np.ones(1))],
]:
    try:
        pointwise(np.ones((1, 3, 2, 2)), layers)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a matrix or a bias that does not fit must raise ValueError, in every layer"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Which layer has this many parameters?
#
# **5 points** · medium · about 20 minutes ·
# [chapter 7](../../book/07_channels_and_parameters.md), "Count the parameters" and "Split the channels into
# groups"
#
# A paper says that a layer takes 64 channels to 64 channels with 3 × 3 kernels and has 36,928 parameters. It
# does not say whether it has a bias, nor in how many groups its channels are split. The count gives it away.
#
# Write `explain_count(count, in_channels, out_channels, kernel_size)`.
#
# - `count`, `in_channels`, `out_channels`: whole numbers of at least 1; `kernel_size`: a pair `(KH, KW)`.
# - Returns the list of all pairs `(groups, bias)`, with `bias` either `True` or `False`, for which a
#   convolutional layer of these sizes has exactly `count` parameters. Fewer groups come first. If there is no
#   such layer, the list is empty.
#
# Examples: `explain_count(36928, 64, 64, (3, 3))` is `[(1, True)]`: 64 · (64 · 9 + 1). With 1 × 1 kernels two
# layers can have the same count: `explain_count(18, 6, 6, (1, 1))` is `[(2, False), (3, True)]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Turn it around: write down how many parameters a layer has with `groups` groups, with a bias and without.
# Then try all groups.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which numbers of groups are possible for 6 channels in and 4 channels out?
#
# </details>
# <details><summary>Hint 3</summary>
#
# With G groups, what becomes smaller: the number of filters, their depth, or both? Look at the shape of the
# weight in the chapter.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "explain_count", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def explain_count(count, in_channels, out_channels, kernel_size):
    """Return all (groups, bias) with which a layer of these sizes has ``count`` parameters."""
    ### BEGIN SOLUTION
    found = []
    for groups in range(1, in_channels + 1):
        depth, left_over = divmod(in_channels, groups)
        if left_over == 0 and out_channels % groups == 0:
            weights = out_channels * depth * kernel_size[0] * kernel_size[1]
            if count - weights in {0, out_channels}:
                found.append((groups, count > weights))
    return found
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# A layer with G groups still has all its filters; each is G times less deep. So it has C_out · (C_in / G) ·
# KH · KW weights, and C_out biases or none. For one G there is at most one explanation, because the two
# counts differ. For two different G there can be two only if one more channel weighs as much as the bias: K =
# 1, and depths that differ by 1.
#
# Writing the layer's weight down as a shape, `(C_out, C_in / G, KH, KW)`, keeps the mistake away of dividing
# the filters too.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "explain_count_visible", "locked": true, "points": 1, "solution": false}
# Test: five layers of the chapter's kind, a count with two explanations, and three that no layer has
for settings, expected, slips in [
    (
        (36928, 64, 64, (3, 3)),
        "(1, True)",
        [
            ("nothing", "64 filters with 64 x 9 weights are 36864, and each filter has a bias"),
            ("(True, 1)", "the order in a pair is (groups, bias)"),
        ],
    ),
    (
        (120, 4, 2, (3, 5)),
        "(1, False)",
        [("nothing", "2 filters with 4 x 3 x 5 weights: the kernel is not square")],
    ),
    (
        (360, 12, 8, (3, 5)),
        "(4, False)",
        [
            ("nothing", "this layer has several groups: with 4, each of its 8 filters reads 3 channels"),
            ("(2, False)", "this is the weight of one group; the layer still has all its filters"),
        ],
    ),
    (
        (640, 64, 64, (3, 3)),
        "(64, True)",
        [("nothing", "this layer has several groups: with 64, each of its filters reads one channel")],
    ),
    (
        (228, 6, 12, (3, 2)),
        "(2, True)",
        [("nothing", "with 2 groups: 12 filters with 3 x 6 weights, and each filter has a bias")],
    ),
    (
        (18, 6, 6, (1, 1)),
        "(2, False), (3, True)",
        [
            ("(2, False)", "a second layer has the same count: return both"),
            ("(3, True), (2, False)", "fewer groups come first"),
        ],
    ),
    (
        (36929, 64, 64, (3, 3)),
        "nothing",
        [("(1, True)", "no layer has exactly this count: then the list is empty")],
    ),
    ((76, 6, 4, (3, 3)), "nothing", [("(3, True)", "the groups must divide both numbers of channels")]),
    ((24, 4, 6, (1, 3)), "nothing", [("(3, True)", "the groups must divide both numbers of channels")]),
]:
    found = explain_count(*settings)
    if found is not None:
        found = ", ".join(f"({groups}, {bias})" for groups, bias in found) or "nothing"
    assert_matches(
        found,
        expected,
        f"explain_count{settings}",
        'chapter 7, "Count the parameters" and "Split the channels into groups"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "explain_count_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: layers of one group, with a bias and without
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(704)
for c_in, c_out, kh, kw in rng.integers([1, 1, 2, 1], [40, 40, 6, 6], size=(20, 4)).tolist():
    shape = (c_out, c_in, kh, kw)
    plain = explain_count(np.ones(shape).sum().astype(int).item(), c_in, c_out, (kh, kw))
    assert (1, False) in plain, "a layer of one group without bias is not found"
    assert all(tuple(each) == (1, False) for each in plain), "a layer is found that has another count"
    biased = explain_count(np.ones(shape).sum().astype(int).item() + c_out, c_in, c_out, (kh, kw))
    assert (1, True) in biased, "a layer of one group with a bias is not found"
    assert all(tuple(each) == (1, True) for each in biased), "a layer is found that has another count"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "explain_count_groups", "locked": true, "points": 1, "solution": false}
# Hidden test: layers of several groups, depthwise ones too, without bias
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(705)
for groups, deep, filters_each, kh, kw in rng.integers(
    [2, 1, 1, 2, 1], [7, 6, 6, 5, 5], size=(20, 5)
).tolist():
    filters_of_all = [np.ones((filters_each, deep, kh, kw))] * groups
    size = int(np.sum(filters_of_all))
    got = explain_count(size, groups * deep, groups * filters_each, (kh, kw))
    assert (groups, False) in got, "a layer with several groups is not found"
    assert len(got) == 1, "a layer is found that has another count"
wide = explain_count(192 * 9, 192, 192, (3, 3))
assert (192, False) in wide, "a depthwise layer of many channels is not found"
assert len(wide) == 1, "a layer is found that has another count"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "explain_count_both", "locked": true, "points": 1, "solution": false}
# Hidden test: counts with two explanations, in order
### BEGIN HIDDEN TESTS
for settings, wanted in [
    ((24, 12, 12, (1, 1)), [(6, False), (12, True)]),
    ((36, 12, 12, (1, 1)), [(4, False), (6, True)]),
    ((16, 2, 8, (1, 1)), [(1, False), (2, True)]),
    ((90, 6, 30, (1, 1)), [(2, False), (3, True)]),
]:
    got = explain_count(*settings)
    assert len(got) == 2, "with 1 x 1 kernels two layers can have the same count: find both"
    assert [tuple(each) for each in got] == wanted, "both layers must be found, fewer groups first"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "explain_count_none", "locked": true, "points": 1, "solution": false}
# Hidden test: counts that no layer has
### BEGIN HIDDEN TESTS
assert len(explain_count(36, 2, 2, (3, 3))) == 1, "a count that a layer has must still be explained"
for settings in [
    (1, 3, 5, (3, 3)),
    (28, 9, 4, (1, 2)),
    (32, 9, 4, (2, 2)),
    (90, 4, 10, (3, 3)),
    (100, 4, 10, (3, 3)),
    (55, 6, 5, (5, 1)),
    (63, 4, 9, (2, 3)),
    (640, 63, 64, (3, 3)),
]:
    got = explain_count(*settings)
    assert got is not None, "when there is no such layer, return an empty list"
    assert len(got) == 0, (
        "a layer was found where none has this count: do the groups divide both numbers of channels?"
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. One layer that does the work of two
#
# **7 points** · hard · about 25 minutes ·
# [chapter 7](../../book/07_channels_and_parameters.md), "Split the channels into groups" and "Mix channels
# with a 1×1 kernel"
#
# A layer with groups is often followed by a 1 × 1 layer that mixes its channels; with as many groups as
# channels the two are a depthwise separable convolution. If no ReLU stands between them, both together are
# **one** ordinary layer without groups. Find its weight and bias. Tools that make networks ready for a phone
# do this to save a pass over the image; and what you find says which layers can be split in two.
#
# Write `merge_layers(weight, bias, groups, mix, mix_bias)`.
#
# - The first layer: `weight` `(C_mid, C_in / groups, KH, KW)`, `bias` `(C_mid,)`, with `groups` groups.
# - The second layer: `mix` `(C_out, C_mid)`, a 1 × 1 weight without its last two axes; `mix_bias` `(C_out,)`.
# - Returns a tuple of float arrays, `full_weight` `(C_out, C_in, KH, KW)` and `full_bias` `(C_out,)`: the one
#   layer without groups that gives the same output for every image.
# - Raises `ValueError` if `groups` does not divide `C_mid`, or `mix` has not `C_mid` columns.
#
# Example, depthwise: two channels with the kernels `[[1, 2]]` and `[[3, 4]]`, biases 0 and 1, `groups = 2`,
# then `mix = [[10, 100]]` and `mix_bias = [7]`. The one filter is `[[10, 20]]` for channel 0 and `[[300,
# 400]]` for channel 1, its bias is 10 · 0 + 100 · 1 + 7 = 107.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Begin with `groups = 1`. Output channel o is a weighted sum of the channels in the middle; each of these is
# a weighted sum of the input. Which filter is the sum?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Now with groups. Which input channels does channel m in the middle read? All the others have a weight too:
# which one?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Feed both layers an image of zeros. What comes out of the first one, and what does the second make of it?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "merge_layers", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def merge_layers(weight, bias, groups, mix, mix_bias):
    """Return weight and bias of the one layer that equals a layer with groups and a 1 × 1 layer after it."""
    ### BEGIN SOLUTION
    c_mid, depth, kh, kw = weight.shape
    if c_mid % groups != 0 or mix.shape[1] != c_mid:
        raise ValueError(f"{groups} groups and a mix of {mix.shape} do not fit {c_mid} channels")
    full_weight = np.zeros((len(mix), groups * depth, kh, kw))
    for m in range(c_mid):
        first = m // (c_mid // groups) * depth  # the first input channel that channel m reads
        full_weight[:, first : first + depth] += np.multiply.outer(mix[:, m], weight[m])
    return full_weight, mix @ bias + mix_bias
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Both layers are linear maps of a window, plus a constant. Output o is the sum over m of `mix[o, m]` times
# (filter m on its channels, plus `bias[m]`), plus `mix_bias[o]`. Collect what multiplies the window, and what
# does not. Filter m reads the channels of group m // (C_mid / G) and has weights of zero for all others, so
# its kernels go to that slice of the full filter, and filters of one group add up there.
#
# For a depthwise layer each slice is one channel, and the kernels for it are multiples of one kernel: this is
# what a depthwise separable convolution gives up.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "merge_layers_visible", "locked": true, "points": 1, "solution": false}
# Test: a layer without groups, then four channels in two groups
kernels = np.array([[[[1, 2]], [[0, 3]]], [[[4, 0]], [[5, 1]]]])
mix, middle, last = np.array([[1, 10], [100, 0]]), np.array([2, 3]), np.array([1000, 2000])
full_weight, full_bias = merge_layers(kernels.copy(), middle.copy(), 1, mix.copy(), last.copy())
assert_matches(
    full_weight,
    [[[[41, 2]], [[50, 13]]], [[[100, 200]], [[0, 300]]]],
    "merge_layers(2 channels in, 2 in the middle, 2 out, groups=1), the weight",
    'chapter 7, "Mix channels with a 1×1 kernel", and hint 1 of this task',
    [
        (
            [[[[401, 2]], [[500, 103]]], [[[10, 20]], [[0, 30]]]],
            "the mix is transposed: each of its rows makes one output channel",
        ),
        (
            [[[[40, 0]], [[50, 10]]], [[[0, 0]], [[0, 0]]]],
            "kernels of one group must add up; here the last one overwrites the others",
        ),
        (
            [[[[1, 2]], [[40, 0]]], [[[100, 200]], [[0, 0]]]],
            "this fits depthwise layers only: a filter has a kernel for each channel of its group",
        ),
        ([[[[2, 41]], [[13, 50]]], [[[200, 100]], [[300, 0]]]], "the kernels are flipped on the way"),
    ],
)
assert_matches(
    full_bias,
    [1032, 2200],
    "the same, the bias",
    "hint 3 of this task",
    [
        ([1000, 2000], "the first layer's bias is lost: what comes out for an image of zeros?"),
        ([1002, 2003], "the first layer's bias goes through the mix as well"),
        ([21032, 100200], "the second bias is added after the mix, as it is"),
    ],
)
grouped = np.array([[[[1]], [[2]]], [[[3]], [[4]]], [[[5]], [[6]]], [[[7]], [[8]]]])
mix = np.array([[1, 0, 0, 10], [0, 1, 10, 0], [100, 1, 0, 0]])
full_weight, full_bias = merge_layers(grouped.copy(), np.zeros(4), 2, mix.copy(), np.zeros(3))
assert_matches(
    full_weight,
    [
        [[[1]], [[2]], [[70]], [[80]]],
        [[[3]], [[4]], [[50]], [[60]]],
        [[[103]], [[204]], [[0]], [[0]]],
    ],
    "merge_layers(4 channels in, 4 in the middle, 3 out, groups=2), the weight",
    'chapter 7, "Split the channels into groups", and hint 2 of this task',
    [
        (
            [
                [[[71]], [[82]], [[0]], [[0]]],
                [[[53]], [[64]], [[0]], [[0]]],
                [[[103]], [[204]], [[0]], [[0]]],
            ],
            "all kernels stand at the input channels that only the first group reads",
        ),
        (
            [
                [[[1]], [[2]], [[70]], [[80]]],
                [[[50]], [[60]], [[3]], [[4]]],
                [[[100]], [[200]], [[3]], [[4]]],
            ],
            "the groups are taken in turn; filters of one group stand together",
        ),
        (
            [
                [[[71]], [[82]], [[71]], [[82]]],
                [[[53]], [[64]], [[53]], [[64]]],
                [[[103]], [[204]], [[103]], [[204]]],
            ],
            "a filter reads only its own group; all other channels have weights of zero",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "merge_layers_mixing", "locked": true, "points": 2, "solution": false}
# Hidden test: layers of one group, tried on random windows
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(706)
for c_in, c_mid, c_out, kh, kw in [(3, 4, 2, 3, 2), (2, 3, 3, 1, 3), (1, 2, 5, 2, 2), (4, 4, 4, 1, 1)]:
    weight, mix = rng.normal(size=(c_mid, c_in, kh, kw)), rng.normal(size=(c_out, c_mid))
    full_weight, _ = merge_layers(weight.copy(), np.zeros(c_mid), 1, mix.copy(), np.zeros(c_out))
    assert np.shape(full_weight) == (c_out, c_in, kh, kw), "the merged weight has the wrong shape"
    for seen in rng.normal(size=(5, c_in, kh, kw)):
        one_by_one = mix @ [np.vdot(kernel, seen) for kernel in weight]
        assert np.allclose([np.vdot(kernel, seen) for kernel in full_weight], one_by_one), (
            "without groups, the merged layer gives other outputs than the two layers"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "merge_layers_groups", "locked": true, "points": 2, "solution": false}
# Hidden test: several groups and depthwise layers, tried on random windows
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(707)
for groups, deep, each, c_out in [(2, 3, 2, 3), (3, 1, 2, 4), (4, 1, 1, 2), (2, 2, 3, 6), (3, 2, 1, 3)]:
    weight, mix = rng.normal(size=(groups * each, deep, 2, 3)), rng.normal(size=(c_out, groups * each))
    full_weight, _ = merge_layers(weight.copy(), np.zeros(groups * each), groups, mix.copy(), np.zeros(c_out))
    assert np.shape(full_weight) == (c_out, groups * deep, 2, 3), (
        "the merged weight must have a kernel for every input channel, of all groups"
    )
    for seen in rng.normal(size=(5, groups, deep, 2, 3)):
        answers = [np.vdot(kernel, seen[number // each]) for number, kernel in enumerate(weight)]
        together = [np.vdot(kernel, seen) for kernel in full_weight]
        assert np.allclose(together, mix @ answers), (
            "with groups, the merged layer gives other outputs than the two layers"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "merge_layers_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: the biases of both layers, inputs left as they were
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(708)
for c_mid, c_out in [(3, 3), (4, 2), (2, 5), (1, 1)]:
    bias, mix, mix_bias = rng.normal(size=c_mid), rng.normal(size=(c_out, c_mid)), rng.normal(size=c_out)
    given = bias.copy(), mix.copy(), mix_bias.copy()
    _, full_bias = merge_layers(np.zeros((c_mid, 2, 1, 1)), bias, 1, mix, mix_bias)
    assert np.shape(full_bias) == (c_out,), "the merged bias must have a number for each output channel"
    for o in range(c_out):
        assert np.isclose(full_bias[o], sum(mix[o, m] * bias[m] for m in range(c_mid)) + mix_bias[o]), (
            "on an image of zeros the merged layer gives other outputs than the two layers"
        )
    same = [np.array_equal(now, before) for now, before in zip((bias, mix, mix_bias), given, strict=True)]
    assert all(same), "the function changed its inputs"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "merge_layers_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: groups and mixes that do not fit
### BEGIN HIDDEN TESTS
fits = merge_layers(np.ones((6, 1, 2, 2)), np.ones(6), 3, np.ones((2, 6)), np.ones(2))
assert np.shape(fits[0]) == (2, 3, 2, 2), "layers that fit must still work"
for groups, columns in [(4, 6), (5, 6), (12, 6), (3, 5), (3, 7), (3, 3), (3, 1)]:
    try:
        merge_layers(np.ones((6, 1, 2, 2)), np.ones(6), groups, np.ones((2, columns)), np.ones(2))
        refused = False
    except ValueError:
        refused = True
    assert refused, "groups that do not divide the channels, or a mix of another width, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "phone_question", "locked": true, "solution": false}
# ## Task 5. The network for a phone
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 7](../../book/07_channels_and_parameters.md), "Split the channels into groups"
#
# To make a network fit on a phone, a colleague replaces a 3 × 3 layer from 128 to 128 channels by a depthwise
# 3 × 3 layer and a 1 × 1 layer, both with biases, and no ReLU in between. "The same thing, only cheaper", the
# colleague says. Answer in at most 150 words:
#
# 1. How many parameters had the old layer, how many have the new ones together?
# 2. Is it the same thing? Say which 3 × 3 layers can be replaced without any change of the output, and give
#    one that cannot: two input channels and two output channels are enough.
# 3. Someone proposes a ReLU between the two new layers. Does that cost parameters? Can the two layers then
#    still be merged into one?
#
# | your answer | points |
# | --- | --- |
# | gives both counts, with the biases, and the computation | 1 |
# | says what the kernels of a replaceable layer have in common | 1 |
# | gives a layer that cannot be replaced, with the reason | 1 |
# | answers both parts of question 3, with a reason; at most 150 words in all | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "phone", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Old: 128 · (128 · 9 + 1) = 147,584. New: 128 · (9 + 1) + 128 · (128 + 1) = 1,280 + 16,512 = 17,792,
#    8.3 times fewer.
# 2. No. Merged, the two layers have the kernels mix[o, c] · depthwise[c]: for each input channel, the kernels
#    of all output channels are multiples of one kernel. Exactly such layers can be replaced. Counterexample:
#    output 0 looks for horizontal edges in channel 0, output 1 for vertical edges in the same channel. One
#    kernel per input channel cannot be both.
# 3. A ReLU has no parameters. It makes the pair nonlinear: doubling the input still doubles the output
#    (without biases), but changing its sign no longer changes the sign of the output. No single convolution
#    does that, so they cannot be merged.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Which weights make an edge filter blind to brightness, so that it sees color
# alone? Which saturation makes the photograph gray, and what does a negative one do?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatSlider, IntSlider, interact

    from cnnlib import data

    photo = data.as_float(data.image("astronaut"))[None, :, ::2, ::2]  # 1, 3, 128, 128

    def show_beside_photo(picture, title, **options):
        left, right = plt.subplots(1, 2, figsize=(8, 4))[1]
        left.imshow(photo[0].transpose(1, 2, 0))
        right.imshow(picture, **options)
        right.set_title(title)
        plt.show()

    def edges(red, green, blue, stride):
        slope = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]]) / 8
        weight = np.array([red, green, blue]).reshape(1, 3, 1, 1) * slope
        y = conv2d(photo, weight, np.zeros(1), (stride, stride), (1, 1, 1, 1))
        show_beside_photo(y[0, 0], f"edges, {y.shape[2]} × {y.shape[3]}", cmap="gray", vmin=-0.3, vmax=0.3)

    def colors(saturation, brightness):
        gray = np.tile([0.299, 0.587, 0.114], (3, 1))
        mix = gray + saturation * (np.eye(3) - gray)
        y = pointwise(photo, [(mix, np.full(3, brightness))])
        show_beside_photo(y[0].transpose(1, 2, 0).clip(0, 1), "other colors")

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    weights = {name: FloatSlider(1, min=-1, max=1) for name in ("red", "green", "blue")}
    try_out(edges, **weights, stride=IntSlider(1, 1, 4))
    try_out(colors, saturation=FloatSlider(2, min=-2, max=3), brightness=FloatSlider(0, min=-0.5, max=0.5))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
