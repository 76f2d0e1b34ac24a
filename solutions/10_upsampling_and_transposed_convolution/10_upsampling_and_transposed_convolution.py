# %% [markdown]
# # Exercises for chapter 10: upsampling and transposed convolution
#
# **31 points** in four programming tasks and one written answer; about 110 minutes. You need
# [chapter 10](../../book/10_upsampling_and_transposed_convolution.md) and NumPy; the playground at the end
# also takes a photograph from `cnnlib`.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `conv_transpose2d`: a convolution turned around, to the size you ask for | 9 | 35 |
# | 2 | `max_unpool2d`: put maxima back, also where windows overlapped | 6 | 20 |
# | 3 | `upsample_bilinear`: one interpolation, two conventions | 7 | 25 |
# | 4 | `even_layers`: find the settings that draw no checkerboard | 5 | 20 |
# | 5 | a written answer: the image that did not come back | 4 | 10 |
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
# ## Task 1. A convolution turned around
#
# **9 points** · hard · about 35 minutes ·
# [chapter 10](../../book/10_upsampling_and_transposed_convolution.md), "Stamp the kernel", "Turn the matrix
# over" and "Choose among the sizes"
#
# A convolution with a stride made a small map of a large one. Turn it around: each number of the small map
# stamps its kernel onto the large one, where the convolution had read. Several large sizes become the same
# small one, so the caller says which it was. That replaces the output padding.
#
# $$y_{n,o,p,q} = \beta_o + \sum x_{n,c,i,j} \, w_{c,o,a,b} \quad \text{over all } c, i, j, a, b \text{ with }
# p = i s_h + a - \text{top}, \;\; q = j s_w + b - \text{left}$$
#
# Write `conv_transpose2d(x, weight, bias, stride, padding, size)`.
#
# - `x`: `(N, C_in, H, W)`; `weight`: `(C_in, C_out, KH, KW)`, input channels first; `bias`: `(C_out,)`; whole
#   numbers or floats of any dtype. None of them may be changed.
# - `stride`: a pair `(vertical, horizontal)`. `padding`: four numbers `(top, bottom, left, right)`, what the
#   convolution added on each side, so what is cut off here. `size`: the pair `(H_out, W_out)` that you want.
# - Returns a float array `(N, C_out, H_out, W_out)`. Cells that no stamp reaches hold the bias alone.
# - Raises `ValueError` unless a convolution with this kernel, stride and padding makes `H × W` outputs of an
#   image of `H_out × W_out`.
#
# Example: `x = [[1, 10]]` with the kernel `[[1, 2, 3]]`, bias 0 and stride `(1, 2)`: padding `(0, 0, 0, 0)`
# and size `(1, 5)` give `[[1, 2, 13, 20, 30]]`; size `(1, 6)` gives one 0 more; padding `(0, 0, 1, 1)` and
# size `(1, 4)` give `[[2, 13, 20, 30]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Begin with a canvas of zeros as large as the *padded* image was. Where on it is the stamp of the input
# number in row i and column j?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Where stamps overlap they add up, over all input channels too. When all stamps are on the canvas, cut out
# the part that is asked. Where does it begin?
#
# </details>
# <details><summary>Hint 3</summary>
#
# How many positions has a kernel of `KH` rows on the canvas, in steps of `stride[0]`? Compare that with `H`.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "conv_transpose2d", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def conv_transpose2d(x, weight, bias, stride, padding, size):
    """Return what the stamps of all numbers of ``x`` make; padding is (top, bottom, left, right)."""
    ### BEGIN SOLUTION
    (sh, sw), (top, bottom, left, right) = stride, padding
    canvas = np.zeros((len(x), weight.shape[1], size[0] + top + bottom, size[1] + left + right))
    starts_down = range(0, canvas.shape[2] - weight.shape[2] + 1, sh)
    starts_right = range(0, canvas.shape[3] - weight.shape[3] + 1, sw)
    if (len(starts_down), len(starts_right)) != x.shape[2:]:
        raise ValueError(f"a convolution makes no {x.shape[2:]} of {size}: see stride, padding and kernel")
    for i, row in enumerate(starts_down):
        for j, column in enumerate(starts_right):
            stamps = np.tensordot(x[:, :, i, j].astype(float), weight, axes=1)  # N, C_out, KH, KW
            canvas[:, :, row : row + weight.shape[2], column : column + weight.shape[3]] += stamps
    return canvas[:, :, top : top + size[0], left : left + size[1]] + bias[:, None, None]
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The two ranges are the rows and columns at which the convolution had read; their lengths must be those of
# `x`, which is the whole check. The canvas has the size of the padded image, so every stamp fits, and one cut
# at the end does padding and output padding at once: what lies beyond the last stamp is canvas that was there
# from the start. `tensordot` with `axes=1` sums over the input channels, `(N, C_in)` times `(C_in, C_out, KH,
# KW)`, for all images of the batch.
#
# Read and write are exchanged in the loop, and nothing else, compared with the convolution: that is why it
# passes the adjoint test.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_transpose2d_visible", "locked": true, "points": 1, "solution": false}
# Test: two channels on one row, then padding and sizes
kernels = np.array([[[[1, 2, 3]], [[10, 0, 0]]], [[[0, 1, 0]], [[0, 0, 100]]]])
assert_matches(
    conv_transpose2d(
        np.array([[[[1, 2]], [[3, 0]]]]), kernels, np.array([7, 1000]), (2, 2), (0,) * 4, (1, 5)
    ),
    [[[[8, 12, 12, 11, 13]], [[1010, 1000, 1320, 1000, 1000]]]],
    "conv_transpose2d(channels [[1, 2]] and [[3, 0]], the kernels of this cell, bias=[7, 1000], "
    "stride=(2, 2), padding=(0, 0, 0, 0), size=(1, 5))",
    'chapter 10, "Stamp the kernel"',
    [
        (
            [[[[10, 12, 14, 11, 9]], [[1300, 1000, 1010, 1000, 1020]]]],
            "the kernel is turned around: a stamp is the kernel as it is",
        ),
        (
            [[[[7, 10, 7, 7, 7]], [[1000, 1000, 1000, 1000, 1000]]]],
            "stamps that overlap must add up; here the later one covers the earlier",
        ),
        ([[[[7, 10, 7, 7, 7]], [[1000, 1000, 1300, 1000, 1000]]]], "add up the stamps of all input channels"),
        (
            [[[[38, 9, 12, 11, 13]], [[1000, 1001, 1300, 1002, 1000]]]],
            "the weight has its input channels first",
        ),
        (
            [[[[15, 19, 33, 18, 20]], [[2010, 2000, 4320, 2000, 2000]]]],
            "the bias is added once to each cell, not with each stamp",
        ),
        ([[[[1, 5, 5, 4, 6]], [[10, 0, 320, 0, 0]]]], "the bias is missing"),
        (
            [[[[8, 9, 12, 11, 10]], [[1010, 1020, 1000, 1000, 1300]]]],
            "spread the stamps, not the taps: this is a dilated kernel",
        ),
    ],
)
assert_matches(
    conv_transpose2d(
        np.array([[[[1, 10]]]]), np.array([[[[1, 2, 3]]]]), np.zeros(1), (2, 2), (0, 0, 1, 1), (1, 4)
    ),
    [[[[2, 13, 20, 30]]]],
    "conv_transpose2d([[1, 10]], kernel [[1, 2, 3]], bias=[0], stride=(2, 2), padding=(0, 0, 1, 1), "
    "size=(1, 4))",
    'chapter 10, "Choose among the sizes"',
    [
        ([[[[1, 2, 13, 20]]]], "the output begins with what should be cut off"),
        ([[[[13, 20, 30, 0]]]], "the output ends with what should be cut off: the left padding on the left"),
        ([[[[2, 13, 20, 0]]]], "there are zeros where the stamps go on: cut once, from the whole canvas"),
    ],
)
assert_matches(
    conv_transpose2d(
        np.array([[[[1, 2], [4, 5]]]]),
        np.array([[[[1, 10], [0, 100], [1000, 0]]]]),
        np.zeros(1),
        (2, 3),
        (1, 0, 1, 0),
        (5, 4),
    ),
    [[[[100, 0, 0, 200], [40, 0, 2005, 50], [400, 0, 0, 500], [0, 0, 5000, 0], [0, 0, 0, 0]]]],
    "conv_transpose2d([[1, 2], [4, 5]], kernel [[1, 10], [0, 100], [1000, 0]], bias=[0], stride=(2, 3), "
    "padding=(1, 0, 1, 0), size=(5, 4))",
    'chapter 10, "Stamp the kernel" and "Choose among the sizes"',
    [
        (
            [[[[1, 10, 0, 2], [0, 100, 0, 0], [1004, 40, 0, 2005], [0, 400, 0, 0], [4000, 0, 0, 5000]]]],
            "the padding is cut off on the wrong side: the order is top, bottom, left, right",
        ),
        (
            [[[[100, 0, 200, 0], [0, 2000, 0, 0], [40, 5, 50, 0], [400, 0, 500, 0], [0, 5000, 0, 0]]]],
            "the stride is on the wrong axis: the pair is (vertical, horizontal)",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_transpose2d_stamps", "locked": true, "points": 2, "solution": false}
# Hidden test: batches, channels and strides, overlapping and with gaps, without padding
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1001)
for (n, c_in, h, w), (c_out, kh, kw), (sh, sw) in [
    ((2, 3, 4, 3), (2, 3, 2), (1, 1)),
    ((1, 2, 3, 5), (4, 2, 3), (2, 1)),
    ((3, 2, 2, 2), (2, 3, 3), (2, 2)),
    ((1, 4, 3, 2), (3, 1, 2), (3, 4)),
]:
    x, weight = rng.normal(size=(n, c_in, h, w)), rng.normal(size=(c_in, c_out, kh, kw))
    expected = np.zeros((n, c_out, (h - 1) * sh + kh, (w - 1) * sw + kw))
    for c, o, a, b in np.ndindex(weight.shape):
        expected[:, o, a : a + (h - 1) * sh + 1 : sh, b : b + (w - 1) * sw + 1 : sw] += (
            weight[c, o, a, b] * x[:, c]
        )
    y = conv_transpose2d(x.copy(), weight.copy(), np.zeros(c_out), (sh, sw), (0, 0, 0, 0), expected.shape[2:])
    assert np.shape(y) == expected.shape, "the output does not have the size that was asked"
    assert np.allclose(y, expected), "the sum of the stamps is wrong without padding"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_transpose2d_padding", "locked": true, "points": 2, "solution": false}
# Hidden test: four paddings, each of its own size, are cut off
### BEGIN HIDDEN TESTS
marks = np.zeros((1, 1, 3, 4))
marks[0, 0, 0, 0], marks[0, 0, 2, 3], marks[0, 0, 1, 2] = 1, 10, 100
for (top, bottom, left, right), (sh, sw) in [
    ((1, 0, 0, 0), (1, 1)),
    ((0, 1, 2, 0), (2, 3)),
    ((0, 0, 1, 2), (1, 2)),
    ((2, 1, 0, 1), (3, 1)),
]:
    flags = np.zeros((3 * sh + 7, 4 * sw + 7))
    for i, j in [(0, 0), (2, 3), (1, 2)]:
        flags[i * sh : i * sh + 3, j * sw : j * sw + 3] += marks[0, 0, i, j]
    h_out, w_out = 2 * sh + 3 - top - bottom, 3 * sw + 3 - left - right
    y = conv_transpose2d(
        marks.copy(), np.ones((1, 1, 3, 3)), np.zeros(1), (sh, sw), (top, bottom, left, right), (h_out, w_out)
    )
    assert np.shape(y) == (1, 1, h_out, w_out), (
        "with padding the output does not have the size that was asked"
    )
    assert np.allclose(y[0, 0], flags[top : top + h_out, left : left + w_out]), (
        "padding must be cut off: each of the four on its own side"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_transpose2d_size", "locked": true, "points": 1, "solution": false}
# Hidden test: all sizes that a stride has made equal
### BEGIN HIDDEN TESTS
ones = np.ones((1, 1, 2, 2))
for extra_rows, extra_columns in [(0, 2), (1, 0), (2, 1), (2, 2)]:
    size = 6 + extra_rows, 6 + extra_columns
    y = conv_transpose2d(ones.copy(), np.ones((1, 1, 3, 3)), np.zeros(1), (3, 3), (0, 0, 0, 0), size)
    assert np.shape(y) == (1, 1, *size), "the output does not have the size that was asked"
    assert np.allclose(y[:, :, :6, :6], 1), "a larger size must leave the stamps where they are"
    assert np.sum(y) == 36, "cells that no stamp reaches must be zero"
    kept = conv_transpose2d(
        ones.copy(),
        np.ones((1, 1, 3, 3)),
        np.zeros(1),
        (3, 3),
        (0, 2, 0, 2),
        (4 + extra_rows, 4 + extra_columns),
    )
    assert np.shape(kept) == (1, 1, 4 + extra_rows, 4 + extra_columns), (
        "the output does not have the size that was asked"
    )
    assert np.all(np.asarray(kept) == 1), (
        "with padding, a larger size keeps more of the stamps: these are not zeros"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_transpose2d_adjoint", "locked": true, "points": 1, "solution": false}
# Hidden test: it is the adjoint of the convolution with the same settings
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1002)
for (h, w), (kh, kw), (sh, sw), (top, bottom, left, right) in [
    ((7, 6), (3, 3), (2, 2), (1, 1, 1, 1)),
    ((5, 8), (2, 3), (1, 3), (0, 1, 2, 0)),
    ((6, 6), (4, 1), (3, 2), (1, 2, 0, 0)),
]:
    image, weight = rng.normal(size=(2, 3, h, w)), rng.normal(size=(4, 3, kh, kw))
    framed = np.pad(image, ((0, 0), (0, 0), (top, bottom), (left, right)))
    views = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    small = np.einsum("ncijab,ocab->noij", views, weight)
    other = rng.normal(size=small.shape)
    back = conv_transpose2d(
        other.copy(), weight.copy(), np.zeros(3), (sh, sw), (top, bottom, left, right), (h, w)
    )
    assert np.shape(back) == image.shape, "the output does not have the size that was asked"
    assert np.isclose(np.vdot(small, other), np.vdot(image, back)), (
        "it is not the adjoint of the convolution with the same kernel, stride and padding"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_transpose2d_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: the bias, 8-bit numbers, read-only arrays, inputs left as they were
### BEGIN HIDDEN TESTS
empty = conv_transpose2d(
    np.zeros((1, 2, 2, 2)), np.ones((2, 3, 1, 1)), np.array([1.5, -2, 4]), (2, 2), (0,) * 4, (4, 4)
)
for channel, level in enumerate([1.5, -2, 4]):
    assert np.allclose(np.asarray(empty)[:, channel], level), (
        "each output channel must hold its bias once at every cell, also where no stamp is"
    )
big = np.full((1, 1, 1, 3), 100, dtype=np.uint8)
threes = np.full((1, 1, 1, 3), 3, dtype=np.uint8)
big.setflags(write=False)
threes.setflags(write=False)
sums = conv_transpose2d(big, threes, np.zeros(1, dtype=np.uint8), (1, 1), (0, 0, 0, 0), (1, 5))
assert np.allclose(sums, [[[[300, 600, 900, 600, 300]]]]), "sums of 8-bit numbers must not wrap"
x, weight, bias = np.array([[[[1.0, 2]]]]), np.array([[[[3.0]]]]), np.array([4.0])
conv_transpose2d(x, weight, bias, (1, 1), (0, 0, 0, 0), (1, 2))
assert np.array_equal(x, [[[[1, 2]]]]), "the function changed x"
assert (weight.item(), bias.item()) == (3, 4), "the function changed the weight or the bias"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_transpose2d_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: sizes that no convolution takes to this input
### BEGIN HIDDEN TESTS
fits = conv_transpose2d(
    np.ones((1, 1, 3, 2)), np.ones((1, 1, 3, 4)), np.zeros(1), (2, 3), (1, 0, 0, 2), (6, 5)
)
assert np.shape(fits) == (1, 1, 6, 5), "a size that a convolution takes to this input must still work"
for size in [(5, 5), (8, 5), (6, 4), (6, 8), (3, 2), (1, 1), (5, 6), (9, 9)]:
    try:
        conv_transpose2d(
            np.ones((1, 1, 3, 2)), np.ones((1, 1, 3, 4)), np.zeros(1), (2, 3), (1, 0, 0, 2), size
        )
        refused = False
    except ValueError:
        refused = True
    assert refused, "a size that no convolution takes to this input must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. Put the maxima back
#
# **6 points** · medium · about 20 minutes ·
# [chapter 10](../../book/10_upsampling_and_transposed_convolution.md), "Put the maxima back"
#
# Max pooling kept the largest number of each window, and the row and the column where it stood (you wrote
# that in the exercises for chapter 9, but you do not need it here). On the way up each number goes back to
# its place. Between pooling and unpooling a network changes the numbers, so when windows overlapped,
# different numbers may want the same place. Here the largest of them stays.
#
# Write `max_unpool2d(y, rows, columns, size)`.
#
# - `y`: `(N, C, H, W)`, whole numbers or floats of any dtype; `rows`, `columns`: arrays of whole numbers of
#   the same shape. None of them may be changed.
# - `size`: the pair `(H_out, W_out)` of the large map.
# - Returns a float array `(N, C, H_out, W_out)`: `y[n, c, i, j]` in row `rows[n, c, i, j]` and column
#   `columns[n, c, i, j]` of image `n`, channel `c`; zeros where nothing was put. Where several numbers go to
#   one place, the largest of them, even if it is negative.
# - Raises `ValueError` if a place lies outside the large map.
#
# Example: `y = [[3, 8, -4]]`, `rows = [[0, 0, 1]]`, `columns = [[1, 1, 0]]`, `size = (2, 2)` gives `[[0, 8],
# [-4, 0]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Four loops and an `if` are enough. What do you have to know about a place before you write to it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The maximum of 0 and −4 is 0. What could stand in the empty map instead of 0, until all is done?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Row −1 is a row in Python: the last one. In the large map it is outside.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "max_unpool2d", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def max_unpool2d(y, rows, columns, size):
    """Return a map of zeros with each number of ``y`` at its place; of several at one place, the largest."""
    ### BEGIN SOLUTION
    if min(rows.min(), columns.min()) < 0 or rows.max() >= size[0] or columns.max() >= size[1]:
        raise ValueError(f"expected places in a map of {size}, got one outside")
    image, channel = np.ix_(range(y.shape[0]), range(y.shape[1]))
    tall = np.full((*y.shape[:2], *size), -np.inf)
    np.maximum.at(tall, (image[..., None, None], channel[..., None, None], rows, columns), y)
    return np.where(tall == -np.inf, 0, tall)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `tall[places] = y` would let the last number stay, and `np.maximum(tall[places], y)` reads a place once for
# all who want it. `np.maximum.at` goes through the numbers one by one, so repeated places are right. It
# starts from −∞, the only number that loses against every other, negative ones included; what is still −∞ in
# the end was never written. `np.ix_` makes the numbers of image and channel that belong to each cell.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_unpool2d_visible", "locked": true, "points": 1, "solution": false}
# Test: two channels with places of their own, then numbers that want the same place
assert_matches(
    max_unpool2d(
        np.array([[[[5, 7]], [[-2, 4]]]]),
        np.array([[[[0, 1]], [[1, 0]]]]),
        np.array([[[[2, 0]], [[1, 1]]]]),
        (2, 3),
    ),
    [[[[0, 0, 5], [7, 0, 0]], [[0, 4, 0], [0, -2, 0]]]],
    "max_unpool2d(y=[[5, 7]] and [[-2, 4]], rows=[[0, 1]] and [[1, 0]], columns=[[2, 0]] and [[1, 1]], "
    "size=(2, 3))",
    'chapter 10, "Put the maxima back"',
    [
        (
            [[[[0, 0, 5], [7, 0, 0]], [[0, 4, 0], [0, 0, 0]]]],
            "a negative number is larger than nothing: it must be written too",
        ),
        ([[[[0, 7, 0], [5, 0, 0]], [[0, 0, 0], [4, -2, 0]]]], "rows and columns are exchanged"),
        ([[[[0, 0, 5], [7, 0, 0]], [[0, 0, -2], [4, 0, 0]]]], "each channel has its own places"),
        (
            [[[[0, 0, 7], [0, 0, 0]], [[0, 4, 0], [-2, 0, 0]]]],
            "a flat place counts with the width of the large map",
        ),
        (
            [[[[5, 5, 7], [5, 5, 7]], [[-2, -2, 4], [-2, -2, 4]]]],
            "these are copies; each number goes to one place",
        ),
        (
            [
                [
                    [[-np.inf, -np.inf, 5], [7, -np.inf, -np.inf]],
                    [[-np.inf, 4, -np.inf], [-np.inf, -2, -np.inf]],
                ]
            ],
            "zeros where nothing was put",
        ),
        ([[[[0, 0, 1], [1, 0, 0]], [[0, 1, 0], [0, 1, 0]]]], "write the numbers themselves"),
    ],
)
assert_matches(
    max_unpool2d(
        np.array([[[[3, 8, 6, -4, -9]]]]),
        np.array([[[[0, 0, 0, 1, 1]]]]),
        np.array([[[[1, 1, 1, 0, 0]]]]),
        (2, 2),
    ),
    [[[[0, 8], [-4, 0]]]],
    "max_unpool2d(y=[[3, 8, 6, -4, -9]], rows=[[0, 0, 0, 1, 1]], columns=[[1, 1, 1, 0, 0]], size=(2, 2))",
    "the rules of this task: the largest number stays",
    [
        ([[[[0, 17], [-13, 0]]]], "they were added; the largest number stays"),
        ([[[[0, 6], [-9, 0]]]], "the last number stayed; the largest should"),
        ([[[[0, 3], [-4, 0]]]], "the first number stayed; the largest should"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_unpool2d_places", "locked": true, "points": 2, "solution": false}
# Hidden test: batches and channels, each number at a place of its own
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1003)
for (n, c, h, w), (tall, wide) in [((2, 3, 2, 3), (5, 7)), ((1, 2, 3, 2), (6, 4)), ((3, 1, 1, 4), (2, 9))]:
    y = rng.uniform(1, 9, size=(n, c, h, w))
    flat = np.array([rng.permutation(tall * wide)[: h * w] for _ in range(n * c)]).reshape(n, c, h, w)
    up = max_unpool2d(y.copy(), flat // wide, flat % wide, (tall, wide))
    assert np.shape(up) == (n, c, tall, wide), "the large map does not have the size that was asked"
    for spot in np.ndindex(n, c, h, w):
        here = up[spot[0], spot[1], flat[spot] // wide, flat[spot] % wide]
        assert np.isclose(here, y[spot]), "a number is not at its place, in its image and channel"
    assert np.isclose(np.sum(up), y.sum()), "where nothing was put there must be zeros"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_unpool2d_shared", "locked": true, "points": 1, "solution": false}
# Hidden test: several positive numbers for one place
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1004)
for numbers in ([2, 9, 4], [9, 4, 2], [2, 4, 9], [5, 5, 5]):
    y = np.array(numbers, dtype=float).reshape(1, 1, 3, 1)
    up = max_unpool2d(y, np.full((1, 1, 3, 1), 1), np.full((1, 1, 3, 1), 1), (3, 4))
    assert np.shape(up) == (1, 1, 3, 4), "the large map does not have the size that was asked"
    assert up[0, 0, 1, 1] == max(numbers), "of several numbers for one place the largest must stay"
    assert np.sum(up) == max(numbers), "of several numbers for one place only one may stay"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_unpool2d_negative", "locked": true, "points": 1, "solution": false}
# Hidden test: negative numbers, whole numbers, read-only arrays, inputs left as they were
### BEGIN HIDDEN TESTS
y = np.array([[[[-3, 0], [-7, 2]]]], dtype=np.int8)
down, right = np.array([[[[0, 0], [1, 1]]]]), np.array([[[[0, 2], [1, 3]]]])
for array in (y, down, right):
    array.setflags(write=False)
up = max_unpool2d(y, down, right, (2, 4))
assert np.array_equal(up, [[[[-3, 0, 0, 0], [0, -7, 0, 2]]]]), (
    "negative numbers must go to their places too, and zeros stand elsewhere"
)
y, down, right = np.array([[[[1.5, 2.5]]]]), np.array([[[[0, 1]]]]), np.array([[[[1, 0]]]])
max_unpool2d(y, down, right, (2, 2))
kept = [y.tolist(), down.tolist(), right.tolist()] == [[[[[1.5, 2.5]]]], [[[[0, 1]]]], [[[[1, 0]]]]]
assert kept, "the function changed its inputs"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_unpool2d_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: places outside the large map
### BEGIN HIDDEN TESTS
edge = max_unpool2d(np.ones((1, 1, 1, 1)), np.full((1, 1, 1, 1), 2), np.full((1, 1, 1, 1), 4), (3, 5))
assert np.sum(edge) == 1, "the last row and the last column are inside"
for row, column in [(3, 0), (0, 5), (-1, 0), (0, -1), (2, 7), (4, 2), (-3, -5)]:
    try:
        down, right = np.array([[[[1, row, 2]]]]), np.array([[[[3, column, 0]]]])
        max_unpool2d(np.ones((1, 1, 1, 3)), down, right, (3, 5))
        refused = False
    except ValueError:
        refused = True
    assert refused, "a row or a column outside the large map must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. One interpolation, two conventions
#
# **7 points** · medium · about 25 minutes ·
# [chapter 10](../../book/10_upsampling_and_transposed_convolution.md), "Copy or mix what is there"
#
# Bilinear interpolation to any size. Along an axis from `n` old pixels to `m` new ones, new pixel i reads the
# old row at place
#
# $$\left(i + \tfrac12\right) \frac{n}{m} - \tfrac12 \quad \text{if the edges are aligned}, \qquad
# i\, \frac{n - 1}{m - 1} \quad \text{if the corners are aligned.}$$
#
# At place 2.25 it finds three parts of old pixel 2 and one part of old pixel 3. A place before the first or
# behind the last old pixel finds that pixel.
#
# Write `upsample_bilinear(x, size, align_corners)`.
#
# - `x`: `(N, C, H, W)`, whole numbers or floats of any dtype. It must not be changed.
# - `size`: the pair `(H_out, W_out)`, each at least 1. It may also be smaller than the old size.
# - `align_corners`: `True` or `False`, as above. With `True` and a single new pixel, that pixel reads at 0.
# - Returns a float array `(N, C, H_out, W_out)`, interpolated along both axes.
#
# Example: the row `[[10, 30]]` to size `(1, 4)` is `[[10, 15, 25, 30]]` with `False` and `[[10, 16.67, 23.33,
# 30]]` with `True`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. `np.interp` is allowed, but it knows one row only.
#
# <details><summary>Hint 1</summary>
#
# Write a function for one axis: the places of all new pixels. Check it on the example.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Clip the *place*, not only the pixel numbers. What are the two shares at place −0.25 if you do not?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Rows first, then columns: the order does not matter. An array of pixel numbers can be an index: `x[:, :,
# below]`.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "upsample_bilinear", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def upsample_bilinear(x, size, align_corners):
    """Return ``x`` resized to ``size`` by bilinear interpolation, with edges or corners aligned."""

    ### BEGIN SOLUTION
    def shares(n, m):
        """Return a matrix (m, n): how much of each old pixel is in each new one, along one axis."""
        places = np.linspace(0, n - 1, m) if align_corners else (np.arange(m) + 0.5) * n / m - 0.5
        distances = np.abs(places.clip(0, n - 1)[:, None] - np.arange(n))
        return np.maximum(1 - distances, 0)

    return shares(x.shape[2], size[0]) @ x @ shares(x.shape[3], size[1]).T
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# A new pixel at place p takes the share 1 − |p − k| of each old pixel k that is closer than 1, and nothing of
# the others. That is `maximum(1 − distance, 0)`, a tent over each old pixel, and it needs no search for
# neighbors. Clipping the place keeps both ends: at place 0 the share of pixel 0 is 1. `linspace` spreads the
# corners evenly, and gives a single new pixel the place 0 without dividing by 0. Two matrices, one for each
# axis, do the rest.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "upsample_bilinear_visible", "locked": true, "points": 1, "solution": false}
# Test: the chapter's row in both conventions, then a small image
for name, image, size, align_corners, expected, slips in [
    (
        "[[10, 30]]",
        [[10, 30]],
        (1, 4),
        False,
        [[10, 15, 25, 30]],
        [
            ([[[[10, 20, 30, 30]]]], "a pixel's center is half a pixel from its edge: see the formula"),
            ([[[[15, 25, 30, 30]]]], "this reads half a pixel too far: see the formula"),
            ([[[[5, 15, 25, 35]]]], "the slope goes on beyond the ends: clip the place"),
            (
                [[[[15, 15, 25, 30]]]],
                "the row comes in again at the other end: pixel -1 is the last one in Python",
            ),
            (
                [[[[10, 16.6666666667, 23.3333333333, 30]]]],
                "here the corners are aligned; asked were the edges",
            ),
            ([[[[10, 10, 30, 30]]]], "this mixes nothing: it copies the nearest pixel"),
            ([[[[10, 25, 15, 30]]]], "the nearer pixel has the larger share"),
        ],
    ),
    (
        "[[10, 30]]",
        [[10, 30]],
        (1, 4),
        True,
        [[10, 50 / 3, 70 / 3, 30]],
        [
            ([[[[10, 15, 25, 30]]]], "here the edges are aligned; asked were the corners"),
            ([[[[10, 15, 20, 25]]]], "the last new pixel does not reach the last old one"),
            ([[[[10, 16, 23, 30]]]], "the results are cut to whole numbers"),
        ],
    ),
    (
        "[[0, 8, 4], [16, 0, 12]]",
        [[0, 8, 4], [16, 0, 12]],
        (4, 3),
        False,
        [[0, 8, 4], [4, 6, 6], [12, 2, 10], [16, 0, 12]],
        [([[[[0, 8, 4], [0, 8, 4], [16, 0, 12], [16, 0, 12]]]], "this interpolates only from left to right")],
    ),
    (
        "[[0, 6, 12], [6, 12, 0]]",
        [[0, 6, 12], [6, 12, 0]],
        (3, 2),
        False,
        [[1.5, 10.5], [4.5, 6.75], [7.5, 3]],
        (),
    ),
]:
    assert_matches(
        upsample_bilinear(np.array([[image]]), size, align_corners),
        [[expected]],
        f"upsample_bilinear({name}, size={size}, align_corners={align_corners})",
        'chapter 10, "Copy or mix what is there"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "upsample_bilinear_edges", "locked": true, "points": 2, "solution": false}
# Hidden test: edges aligned, many sizes, larger and smaller
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1005)
for (h, w), (tall, wide) in [
    ((2, 3), (4, 9)),
    ((4, 5), (7, 6)),
    ((5, 4), (3, 8)),
    ((6, 3), (6, 2)),
    ((3, 3), (10, 10)),
]:
    x = rng.normal(size=(2, 2, h, w))
    y = upsample_bilinear(x.copy(), (tall, wide), False)
    assert np.shape(y) == (2, 2, tall, wide), "the result does not have the size that was asked"
    down, right = (((2 * np.arange(new) + 1) * old / new - 1) / 2 for old, new in ((h, tall), (w, wide)))
    for image, channel in np.ndindex(2, 2):
        middle = [np.interp(down, range(h), line) for line in x[image, channel].T]
        wanted = [np.interp(right, range(w), line) for line in np.transpose(middle)]
        assert np.allclose(y[image, channel], wanted), "the values are wrong where the edges are aligned"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "upsample_bilinear_corners", "locked": true, "points": 2, "solution": false}
# Hidden test: corners aligned, many sizes, larger and smaller
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1006)
for (h, w), (tall, wide) in [
    ((2, 3), (4, 9)),
    ((4, 5), (7, 6)),
    ((5, 4), (3, 8)),
    ((6, 3), (6, 2)),
    ((3, 3), (10, 10)),
]:
    x = rng.normal(size=(2, 2, h, w))
    y = upsample_bilinear(x.copy(), (tall, wide), True)
    assert np.shape(y) == (2, 2, tall, wide), "the result does not have the size that was asked"
    assert np.allclose(np.asarray(y)[:, :, :: tall - 1, :: wide - 1], x[:, :, :: h - 1, :: w - 1]), (
        "the four corner pixels must stay what they are where the corners are aligned"
    )
    slopes = np.add.outer(3 * np.arange(h), 5 * np.arange(w)).astype(float)[None, None]
    even = np.add.outer(np.linspace(0, 3 * h - 3, tall), np.linspace(0, 5 * w - 5, wide))
    assert np.allclose(upsample_bilinear(slopes, (tall, wide), True), even), (
        "an even slope from corner to corner must stay an even slope"
    )
dense = upsample_bilinear(np.array([[[[0.0, 8, 4], [2, 2, 10]]]]), (3, 5), True)
assert np.allclose(dense, [[[[0, 4, 8, 6, 4], [1, 3, 5, 6, 7], [2, 2, 2, 6, 10]]]]), (
    "the values between the old pixels are wrong where the corners are aligned"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "upsample_bilinear_single", "locked": true, "points": 1, "solution": false}
# Hidden test: one old pixel, or one new one
### BEGIN HIDDEN TESTS
for align in (True, False):
    one = upsample_bilinear(np.array([[[[7.0]], [[-1.0]]]]), (2, 3), align)
    assert np.shape(one) == (1, 2, 2, 3), "the result does not have the size that was asked"
    assert np.allclose(one, np.array([7.0, -1]).reshape(1, 2, 1, 1)), "one old pixel must fill the new map"
last = upsample_bilinear(np.array([[[[3.0, 4, 5], [6, 7, 8]]]]), (1, 1), True)
assert np.allclose(last, [[[[3]]]]), "a single new pixel reads at place 0 where the corners are aligned"
mean = upsample_bilinear(np.array([[[[3.0, 4, 5], [6, 7, 8]]]]), (1, 1), False)
assert np.allclose(mean, [[[[5.5]]]]), "a single new pixel reads in the middle where the edges are aligned"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "upsample_bilinear_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8-bit pixels, fractions, read-only and transposed images, input left as it was
### BEGIN HIDDEN TESTS
bright = np.array([[[[255], [254]]]], dtype=np.uint8)
bright.setflags(write=False)
assert np.allclose(upsample_bilinear(bright, (3, 1), True), [[[[255], [254.5], [254]]]]), (
    "8-bit pixels must not wrap, and results must keep their fractions"
)
turned = np.arange(6, dtype=np.float32).reshape(1, 1, 3, 2).swapaxes(2, 3)
assert np.allclose(upsample_bilinear(turned, (2, 5), True)[0, 0, 0], [0, 1, 2, 3, 4]), (
    "a transposed float32 image gives wrong values"
)
x = np.array([[[[1.0, 2], [3, 5]]]])
upsample_bilinear(x, (5, 3), False)
assert np.array_equal(x, [[[[1, 2], [3, 5]]]]), "the function changed its input"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Settings without a checkerboard
#
# **5 points** · medium · about 20 minutes ·
# [chapter 10](../../book/10_upsampling_and_transposed_convolution.md), "Choose among the sizes" and "Find the
# checkerboard"
#
# You design the way up of a network: a transposed convolution has to bring `n` samples to exactly `m`. Away
# from the border each output should add up the same number of products, so that the layer draws no
# checkerboard. Which settings do both?
#
# Write `even_layers(n, m, stride, largest)`.
#
# - All arguments are whole numbers of at least 1; `largest` is the largest kernel that you would pay for.
# - Returns the list of all triples `(kernel_size, padding, output_padding)`, in increasing order, with which
#   `n` samples become `m` and no checkerboard appears. Kernels are at most `largest`. The padding is cut off
#   on both sides, is at least 0 and less than the kernel. The output padding is at least 0 and less than the
#   stride.
# - If there are no such settings, the list is empty.
#
# Example: `even_layers(5, 10, 2, 4)` is `[(2, 0, 0), (4, 1, 0)]`. A kernel of 3 with padding 1 and output
# padding 1 would give 10 samples too, but in turn one product and two.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Three loops try everything. What are the limits of each, and which of them are included?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The size of the output is in the chapter, with a minus where you may expect a plus.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Count the products for stride 3 and kernels of 3, 4, 5 and 6. When are they all the same?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "even_layers", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def even_layers(n, m, stride, largest):
    """Return all (kernel_size, padding, output_padding) that bring ``n`` samples to ``m`` evenly."""
    ### BEGIN SOLUTION
    found = []
    for kernel_size in range(stride, largest + 1, stride):
        cut_off = (
            (n - 1) * stride + kernel_size - m
        )  # what padding takes on two sides, less what is given back
        padding = max(-(-cut_off // 2), 0)
        while padding < kernel_size and 2 * padding - cut_off < stride:
            found.append((kernel_size, padding, 2 * padding - cut_off))
            padding += 1
    return found
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# No checkerboard means that the stride divides the kernel, so only its multiples are tried. From m = (n − 1)
# s − 2p + k + o the difference 2p − o is fixed; the smallest padding for it is half of it, rounded up, and
# each further one needs an output padding larger by 2, which soon reaches the stride. Three plain loops with
# an `if` find the same list.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "even_layers_visible", "locked": true, "points": 1, "solution": false}
# Test: stride 3 in four ways, doubling, other strides, and a size that cannot be reached
for settings, expected, slips in [
    (
        (5, 11, 3, 9),
        "(3, 2, 0), (6, 4, 1), (9, 5, 0), (9, 6, 2)",
        [
            (
                (
                    "(3, 2, 0), (4, 3, 1), (5, 3, 0), (5, 4, 2), (6, 4, 1), (7, 4, 0), (7, 5, 2), "
                    "(8, 5, 1), (9, 5, 0), (9, 6, 2)"
                ),
                "the stride does not divide this kernel: count the products",
            ),
            ("(3, 2, 0)", "the stride must divide the kernel, not the kernel the stride"),
            ("nothing", "padding makes the output shorter, on both sides"),
            (
                "(6, 5, 0), (9, 7, 1)",
                "the output has another size: from first to last stamp there is one stride less than stamps",
            ),
            ("(3, 2, 0), (9, 5, 0)", "the output padding can be more than 0"),
            (
                "(3, 2, 0), (6, 4, 1), (6, 5, 3), (9, 5, 0), (9, 6, 2)",
                "an output padding is less than the stride",
            ),
            ("(3, 2, 0), (3, 3, 2), (6, 4, 1), (9, 5, 0), (9, 6, 2)", "a padding is less than the kernel"),
            (
                "(3, 1, 2), (3, 2, 0), (6, 3, 1), (9, 4, 2), (9, 5, 0)",
                "the output padding makes the output longer",
            ),
            ("(3, 2, 0), (6, 4, 1)", "the largest kernel is allowed too"),
            ("(3, 2, 0)", "return all settings, not the first alone"),
            ("(3, 2, 0), (6, 4, 1), (9, 5, 0)", "return all settings, not one for each kernel"),
        ],
    ),
    ((5, 10, 2, 4), "(2, 0, 0), (4, 1, 0)", ()),
    ((4, 12, 3, 6), "(3, 0, 0), (3, 1, 2), (6, 2, 1)", ()),
    ((3, 7, 2, 6), "(2, 0, 1), (4, 1, 1), (6, 2, 1)", ()),
    ((6, 6, 1, 3), "(1, 0, 0), (3, 1, 0)", ()),
    ((4, 2, 1, 1), "nothing", ()),
]:
    found = even_layers(*settings)
    if found is not None:
        found = ", ".join(f"({', '.join(map(str, each))})" for each in found) or "nothing"
    assert_matches(
        found,
        expected,
        f"even_layers{settings}",
        'chapter 10, "Choose among the sizes" and "Find the checkerboard"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "even_layers_right", "locked": true, "points": 2, "solution": false}
# Hidden test: what is found fits: sizes, even counts and limits
### BEGIN HIDDEN TESTS
for n, m, stride, largest in [
    (5, 10, 2, 9),
    (7, 21, 3, 12),
    (4, 13, 3, 9),
    (6, 24, 4, 8),
    (9, 9, 1, 5),
    (4, 9, 2, 3),
]:
    settings = even_layers(n, m, stride, largest)
    assert len(settings) > 0, "there are settings, but none was found"
    for k, p, o in settings:
        assert 1 <= k <= largest, "a kernel is larger than allowed"
        assert 0 <= p < k, "a padding is not from 0 to less than the kernel"
        assert 0 <= o < stride, "an output padding is not from 0 to less than the stride"
        reached = [i * stride + a for i in range(n) for a in range(k)]
        assert max(reached) + 1 - 2 * p + o == m, "with some of these settings the output has another size"
        counts = np.bincount([i * stride + a for i in range(4 * k) for a in range(k)])[k:-k]
        assert min(counts) == max(counts), "with some of these settings a checkerboard appears"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "even_layers_all", "locked": true, "points": 1, "solution": false}
# Hidden test: nothing is left out or doubled, and the order is right
### BEGIN HIDDEN TESTS
for settings, number, first, last in [
    ((5, 10, 2, 12), 6, (2, 0, 0), (12, 5, 0)),
    ((7, 22, 3, 12), 6, (3, 0, 1), (12, 5, 2)),
    ((6, 24, 4, 8), 4, (4, 0, 0), (8, 3, 2)),
    ((3, 5, 1, 9), 4, (3, 0, 0), (9, 3, 0)),
    ((2, 12, 5, 10), 4, (5, 0, 2), (10, 3, 3)),
]:
    found = [tuple(each) for each in even_layers(*settings)]
    assert len(found) == number, "some settings are missing, doubled, or too many"
    assert found == sorted(set(found)), "the settings are not in increasing order, or some is there twice"
    assert (found[0], found[-1]) == (first, last), "the first or the last of the settings is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "even_layers_none", "locked": true, "points": 1, "solution": false}
# Hidden test: sizes that cannot be reached
### BEGIN HIDDEN TESTS
assert len(even_layers(5, 10, 2, 9)) > 0, "a size that can be reached must still be found"
for settings in [(4, 30, 2, 6), (9, 1, 1, 2), (5, 10, 7, 6), (3, 1, 1, 1), (6, 2, 2, 4)]:
    nothing = even_layers(*settings)
    assert nothing is not None, "when there are no such settings, return an empty list"
    assert len(nothing) == 0, "settings were found for a size that cannot be reached"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "not_back_question", "locked": true, "solution": false}
# ## Task 5. The image that did not come back
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 10](../../book/10_upsampling_and_transposed_convolution.md), "Do not call it deconvolution",
# "Choose among the sizes" and "Find the checkerboard"
#
# A colleague has an encoder with one layer, `Conv2d(1, 8, 3, stride=2, padding=1)`, for images of 32 × 32
# pixels. To get the images back, the colleague appends `ConvTranspose2d(8, 1, 3, stride=2, padding=1)`,
# copies the weights of the encoder into it ("the deconvolution undoes it"), and gets images that look wrong
# and have the wrong size. Answer in at most 150 words:
#
# 1. Which size do the images have, and which one setting repairs it? What stands in the row and the column
#    that are gained: zeros?
# 2. Write the encoder as a matrix W. Why do the pixels differ from the original, although the weights are
#    the same? What would have to hold for W so that they do not?
# 3. Trained further, the decoder draws a fine grid. Where does it come from, and what do you change?
#
# | your answer | points |
# | --- | --- |
# | computes the size, names the setting, and says what stands in the gained row | 1 |
# | says what the layer computes instead of an inverse, and the condition for the weights | 1 |
# | explains the grid by numbers, and gives a change that removes its cause | 1 |
# | is precise: the right words, numbers that can be checked; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "not_back", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. 32 becomes floor(31/2) + 1 = 16, and 16 becomes (16 − 1)·2 − 2 + 3 = 31. `output_padding=1` gives 32. The
#    gained row and column are parts of the last stamps, which the padding had cut off; they are not zeros.
# 2. The encoder is a matrix W, the new layer is its transpose: together, biases aside, WᵀW, not the identity.
#    The image comes back only if WᵀW = 1, that is, if the columns of W are orthonormal. W has 8·16·16 = 2,048
#    rows for 1,024 pixels, so an inverse may exist, but the transpose of trained weights is not it.
# 3. The kernel of 3 is no multiple of the stride of 2: along a row, outputs get one and two products in turn,
#    in the image one, two or four. A kernel of 4 with padding 1 makes the counts even; copying each pixel and
#    then convolving removes the pattern altogether.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. How small may the photograph become before you cannot tell what it shows? By how
# much do the two conventions differ, and where most? Which kernels and strides leave the gray even?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import IntSlider, interact

    from cnnlib import data

    photo = data.as_float(data.image("chelsea", gray=True))[None, :, :288:2, 90:378:2]  # 1, 1, 144, 144

    def pictures(titles, **options):
        axes = plt.subplots(1, len(titles), figsize=(9, 3.2))[1]
        for axis, (title, values) in zip(axes, titles.items(), strict=True):
            axis.imshow(values, cmap="gray", **options)
            axis.set_title(title)
            axis.set_axis_off()
        plt.show()

    def small_and_back(pixels):
        tiny = photo[:, :, :: 144 // pixels, :: 144 // pixels]
        edges, corners = (upsample_bilinear(tiny, (144, 144), align)[0, 0] for align in (False, True))
        shape = f"{tiny.shape[2]} × {tiny.shape[3]}"
        pictures({shape: tiny[0, 0], "edges aligned": edges, "corners aligned": corners}, vmin=0, vmax=1)

    def products(kernel, stride):
        size = 7 * stride + kernel
        even, ones = np.ones((1, 1, 8, 8)), np.ones((1, 1, kernel, kernel))
        y = conv_transpose2d(even, ones, np.zeros(1), (stride, stride), (0, 0, 0, 0), (size, size))
        flat = even[0, 0] * y.mean()
        pictures({"an even gray": flat, "products that each output gets": y[0, 0]}, vmin=0, vmax=y.max())

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(small_and_back, pixels=IntSlider(24, 6, 72))
    try_out(products, kernel=IntSlider(3, 1, 6), stride=IntSlider(2, 1, 4))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
