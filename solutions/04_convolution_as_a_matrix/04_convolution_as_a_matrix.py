# %% [markdown]
# # Exercises for chapter 4: convolution as a matrix
#
# **31 points** in four programming tasks and one written answer; about 105 minutes. You need
# [chapter 4](../../book/04_convolution_as_a_matrix.md) and NumPy; the playground also takes digits from
# `cnnlib`.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `conv_matrix`: the matrix of a layer with another border | 8 | 25 |
# | 2 | `infer_layer`: find out what is in the black box | 7 | 30 |
# | 3 | `apply_transpose`: the way back, without a matrix | 7 | 25 |
# | 4 | `closest_kernel`: make a fully connected layer share | 5 | 15 |
# | 5 | a written answer: a convolution set free | 4 | 10 |
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
# ## Task 1. The matrix of a layer with another border
#
# **8 points** · medium · about 25 minutes ·
# [chapter 4](../../book/04_convolution_as_a_matrix.md), "Turn the settings and watch the matrix"
#
# The chapter's layer takes zeros beyond the ends of its signal. This one repeats the end: every sample
# before the first one counts as the first, every sample after the last one as the last. A border of this
# kind does not darken, and it is a matrix as well. A weight that would fall off the matrix on the left now
# acts on the first sample, one that would fall off on the right acts on the last.
#
# Write `conv_matrix(w, n, stride, padding, dilation)`.
#
# - `w`: the kernel, an array of shape `(K,)`, whole numbers or floats. It must not be changed. The layer is
#   a correlation, as in the chapter.
# - `n`: the number of samples, at least 1. `padding`: how many samples are added on each side. `stride`,
#   `dilation`: as in the chapter, at least 1.
# - Returns a float array with `n` columns and one row for each place where the kernel, with its holes, fits
#   into the padded signal. If it fits nowhere: `ValueError`.
#
# Example: `conv_matrix(np.array([1, 2, 4]), 3, 1, 1, 1)` is `[[3., 4., 0.], [1., 2., 4.], [0., 1., 6.]]`. In
# the first row the weights 1 and 2 both act on sample 0, and in the last row 2 and 4 both on sample 2. A
# flat signal stays flat: each row adds up to 7.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Fill the matrix without padding first. In which column does tap a of row i stand?
#
# </details>
# <details><summary>Hint 2</summary>
#
# With padding that column can be negative, or n and more. Which column takes the weight then?
#
# </details>
# <details><summary>Hint 3</summary>
#
# What happens to an entry that two weights want to have?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "conv_matrix", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def conv_matrix(w, n, stride, padding, dilation):
    """Return the matrix of a 1-D layer on ``n`` samples that repeats the first and the last sample."""
    ### BEGIN SOLUTION
    reach = dilation * (len(w) - 1) + 1
    starts = range(-padding, n + padding - reach + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"a kernel that covers {reach} samples does not fit into {n} + 2 · {padding}")
    matrix = np.zeros((len(starts), n))
    for i, start in enumerate(starts):
        for a, tap in enumerate(w):
            matrix[i, min(max(start + a * dilation, 0), n - 1)] += tap
    return matrix
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Only the last step differs from the chapter: where its rule drops a tap that falls beside the matrix,
# `min(max(column, 0), n − 1)` moves it to the nearest column, and `+=` adds it to what already stands there.
# With `=` the row would forget a weight.
#
# The starts are written as a `range` from −padding on. Its length is the number of outputs, its steps are
# the stride, and it is empty exactly if the kernel does not fit. A good check for any border that invents no
# light: each row adds up to the sum of the kernel.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_matrix_visible", "locked": true, "points": 1, "solution": false}
# Test: one sample of padding, then a stride, then dilation with padding
for w, n, stride, padding, dilation, expected, slips in [
    (
        [1, 2, 4],
        4,
        1,
        1,
        1,
        [[3, 4, 0, 0], [1, 2, 4, 0], [0, 1, 2, 4], [0, 0, 1, 6]],
        [
            (
                [[2, 4, 0, 0], [1, 2, 4, 0], [0, 1, 2, 4], [0, 0, 1, 2]],
                "beyond the ends this layer takes zeros",
            ),
            (
                [[2, 4, 0, 0], [1, 2, 4, 0], [0, 1, 2, 4], [0, 0, 1, 4]],
                "two weights on one sample must be added",
            ),
            (
                [[1, 4, 0, 0], [1, 2, 4, 0], [0, 1, 2, 4], [0, 0, 1, 2]],
                "two weights on one sample must be added",
            ),
            (
                [[2, 4, 0, 1], [1, 2, 4, 0], [0, 1, 2, 4], [4, 0, 1, 2]],
                "the signal is no ring: x[-1] is not outside",
            ),
            (
                [[6, 1, 0, 0], [4, 2, 1, 0], [0, 4, 2, 1], [0, 0, 4, 3]],
                "the kernel is flipped: a correlation is asked",
            ),
            ([[3, 1, 0, 0], [4, 2, 1, 0], [0, 4, 2, 1], [0, 0, 4, 6]], "rows and columns are exchanged"),
            ([[1, 2, 4, 0], [0, 1, 2, 4]], "the padding is ignored"),
        ],
    ),
    (
        [1, 2, 4],
        8,
        2,
        0,
        1,
        [[1, 2, 4, 0, 0, 0, 0, 0], [0, 0, 1, 2, 4, 0, 0, 0], [0, 0, 0, 0, 1, 2, 4, 0]],
        [
            (
                [[1, 0, 2, 0, 4, 0, 0, 0], [0, 1, 0, 2, 0, 4, 0, 0], [0, 0, 1, 0, 2, 0, 4, 0]],
                "the stride is on the wrong axis: it is the step from row to row, not from tap to tap",
            ),
            (
                [[1, 2, 4, 0, 0, 0, 0, 0], [0, 1, 2, 4, 0, 0, 0, 0], [0, 0, 1, 2, 4, 0, 0, 0]],
                "the rows are counted with the stride, but each has moved by one place only",
            ),
            (
                [[1, 2, 4, 0, 0, 0], [0, 1, 2, 4, 0, 0], [0, 0, 1, 2, 4, 0], [0, 0, 0, 1, 2, 4]],
                "a stride leaves rows out, and no columns",
            ),
        ],
    ),
    (
        [1, 2, 4],
        6,
        1,
        1,
        2,
        [[1, 2, 0, 4, 0, 0], [1, 0, 2, 0, 4, 0], [0, 1, 0, 2, 0, 4], [0, 0, 1, 0, 2, 4]],
        [
            (
                [[1, 0, 2, 0, 4, 0], [0, 1, 0, 2, 0, 4]],
                "the padding is ignored",
            ),
            (
                [[0, 2, 0, 4, 0, 0], [1, 0, 2, 0, 4, 0], [0, 1, 0, 2, 0, 4], [0, 0, 1, 0, 2, 0]],
                "beyond the ends this layer takes zeros",
            ),
            (
                [[1, 0, 2, 0, 0, 4], [1, 0, 0, 2, 0, 4]],
                "dilation 2 puts neighboring taps 2 apart: one hole between them, not two",
            ),
        ],
    ),
]:
    assert_matches(
        conv_matrix(np.array(w), n, stride, padding, dilation),
        expected,
        f"conv_matrix({w}, n={n}, stride={stride}, padding={padding}, dilation={dilation})",
        'chapter 4, "Turn the settings and watch the matrix", and the rule of this task for the ends',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_matrix_plain", "locked": true, "points": 1, "solution": false}
# Hidden test: no padding, stride 1, dilation 1
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(401)
for k, n in [(3, 7), (1, 4), (4, 4), (2, 9)]:
    taps, signal = rng.normal(size=k), rng.normal(size=n)
    got = conv_matrix(taps.copy(), n, 1, 0, 1)
    assert np.shape(got) == (n - k + 1, n), "without settings there must be n - K + 1 rows and n columns"
    assert np.allclose(got @ signal, np.correlate(signal, taps, mode="valid")), (
        "the matrix times a signal is not the correlation"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_matrix_stride", "locked": true, "points": 1, "solution": false}
# Hidden test: strides (symmetric kernels, no padding)
### BEGIN HIDDEN TESTS
for n, stride, firsts in [(9, 2, [0, 2, 4, 6]), (10, 3, [0, 3, 6]), (5, 4, [0]), (8, 5, [0, 5])]:
    got = conv_matrix(np.array([5.0, -1, 5]), n, stride, 0, 1)
    assert np.shape(got) == (len(firsts), n), (
        "the matrix has the wrong number of rows or columns for this stride"
    )
    for row, first in zip(np.asarray(got), firsts, strict=True):
        assert np.array_equal(np.flatnonzero(row), [first, first + 1, first + 2]), (
            "from row to row the weights must move by the stride"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_matrix_dilation", "locked": true, "points": 1, "solution": false}
# Hidden test: dilations (symmetric kernels, no padding)
### BEGIN HIDDEN TESTS
for n, dilation, holes in [(9, 2, 5), (12, 4, 9), (7, 3, 7), (6, 1, 3)]:
    got = conv_matrix(np.array([2.0, 3, 2]), n, 1, 0, dilation)
    assert np.shape(got) == (n - holes + 1, n), "the matrix has the wrong size for this dilation"
    for i, row in enumerate(np.asarray(got)):
        assert np.array_equal(np.flatnonzero(row), range(i, i + holes, dilation)), (
            "neighboring weights must be `dilation` columns apart"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_matrix_border", "locked": true, "points": 2, "solution": false}
# Hidden test: what acts on the first and the last sample, with all settings
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(402)
for k, n, stride, padding, dilation in [
    (3, 6, 1, 1, 1),
    (5, 4, 1, 4, 1),
    (2, 1, 1, 3, 1),
    (3, 7, 2, 3, 2),
    (4, 5, 3, 6, 2),
    (3, 4, 2, 2, 3),
]:
    taps, signal = rng.normal(size=k), rng.normal(size=n)
    got = conv_matrix(taps.copy(), n, stride, padding, dilation)
    level = np.asarray(got).sum(axis=1)
    assert np.allclose(level, taps.sum()), "every row must hold all weights, so that a flat signal stays flat"
    longer = np.pad(signal, padding, mode="edge")
    seen = np.lib.stride_tricks.sliding_window_view(longer, dilation * (k - 1) + 1)[::stride, ::dilation]
    assert len(got) == len(seen), "the number of rows is wrong under this padding"
    assert np.allclose(got @ signal, seen @ taps), "at the ends a weight acts on the wrong sample"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_matrix_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: kernels of whole numbers, of 8 bits, read-only and reversed, kernel left as it was
### BEGIN HIDDEN TESTS
heavy = np.array([200, 100, 250], dtype=np.uint8)
heavy.setflags(write=False)
assert np.array_equal(conv_matrix(heavy, 2, 1, 3, 1).sum(axis=1), np.full(6, 550)), (
    "sums of 8-bit weights must not wrap"
)
tail = np.array([3.5, 2, 0.5])[::-1]
assert np.array_equal(conv_matrix(tail, 3, 1, 0, 1), [[0.5, 2, 3.5]]), "weights must keep their fractions"
taps = np.array([1.0, 2, 4])
conv_matrix(taps, 5, 1, 2, 1)
assert np.array_equal(taps, [1.0, 2, 4]), "the function changed the kernel"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv_matrix_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: kernels that do not fit
### BEGIN HIDDEN TESTS
assert np.shape(conv_matrix(np.ones(3), 3, 7, 0, 1)) == (1, 3), (
    "a kernel as long as the signal must still work"
)
for k, n, stride, padding, dilation in [
    (4, 3, 1, 0, 1),
    (3, 4, 1, 0, 2),
    (6, 3, 1, 1, 1),
    (9, 2, 3, 2, 1),
    (5, 2, 4, 0, 3),
    (4, 3, 2, 0, 1),
]:
    try:
        conv_matrix(np.ones(k), n, stride, padding, dilation)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a kernel that covers more than the padded signal must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. What is in the black box?
#
# **7 points** · hard · about 30 minutes · [chapter 4](../../book/04_convolution_as_a_matrix.md), "Ask a
# layer for its matrix, in NumPy and in PyTorch" and "Read a layer off its matrix"
#
# A device holds a convolutional layer. You cannot open it, only send signals in and look at what comes
# out. Find out its settings.
#
# Write `infer_layer(layer, n)`.
#
# - `layer`: a function. It takes one signal, a float array of shape `(n,)`, and returns an array of outputs.
#   It is the chapter's layer: a correlation of one channel, zeros beyond the ends, the same padding on both
#   sides. To every output it adds the same **bias**, which may be 0 or not.
# - Its kernel has at least two weights, and none of them is 0. At least two neighboring windows lie
#   completely inside the signal.
# - Returns a tuple of four whole numbers: `(kernel_size, stride, dilation, padding)`.
#
# Example: on four samples the layer answers [0, 0, 0, 0] by [9, 9, 9, 9, 9], and [1, 0, 0, 0] by [14, 12, 9,
# 9, 9]. So the bias is 9, and the first column of the matrix is 5, 3, 0, 0, 0. The other columns say the
# rest; for the kernel [3, 5] with padding 1 the result is `(2, 1, 1, 1)`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# What does the layer answer to silence? And how do you get a column of its matrix, without the bias?
#
# </details>
# <details><summary>Hint 2</summary>
#
# With the matrix before you, answer the chapter's questions in order. Which rows are complete? Only these
# tell kernel size, dilation and stride.
#
# </details>
# <details><summary>Hint 3</summary>
#
# For the padding take the first complete row, number i. In which column would its first weight stand if
# there were no padding?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "infer_layer", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def infer_layer(layer, n):
    """Return (kernel_size, stride, dilation, padding) of a layer that can only be asked."""
    ### BEGIN SOLUTION
    bias = layer(np.zeros(n))
    matrix = np.array([layer(impulse) - bias for impulse in np.eye(n)]).T
    taps = [np.flatnonzero(~np.isclose(row, 0)) for row in matrix]
    kernel_size = max(len(columns) for columns in taps)
    complete = [i for i, columns in enumerate(taps) if len(columns) == kernel_size]
    first, second = taps[complete[0]], taps[complete[1]]
    stride, dilation = second[0] - first[0], first[1] - first[0]
    return kernel_size, int(stride), int(dilation), int(complete[0] * stride - first[0])
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Silence gives the bias, n impulses give the columns. With the matrix in hand the four questions of the
# chapter have an order: first find the complete rows, those with the most weights, because the others have
# lost some at the border. Two of them, one below the other, give the stride; two taps in one of them give
# the dilation.
#
# For the padding, the complete row number i begins in column i · stride − padding. Counting what is missing
# in row 0 needs more care: the number of missing taps times the dilation, minus the column of the first one
# that is left.


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "infer_layer_visible", "locked": true, "points": 1, "solution": false}
# Test: three layers, the second one with a stride, the third one with a bias
def device(w, n, stride, padding, dilation, bias):
    """Return a layer as a function of one signal; it takes nothing else."""

    def layer(x):
        if np.shape(x) != (n,):
            raise ValueError(
                f"this layer takes one signal of {n} samples, got an array of shape {np.shape(x)}"
            )
        signal = np.concatenate([np.zeros(padding), x, np.zeros(padding)])
        starts = range(0, n + 2 * padding - dilation * (len(w) - 1), stride)
        return np.array([bias + sum(v * signal[i + a * dilation] for a, v in enumerate(w)) for i in starts])

    return layer


names = "kernel_size, stride, dilation, padding"
for w, n, stride, padding, dilation, bias, slips in [
    (
        [3.0, 5, 7],
        9,
        1,
        3,
        2,
        0,
        [
            (
                (5, 1, 2, 3),
                "kernel_size: the width of the band is not the kernel size, two of its places are holes",
            ),
            (
                (5, 1, 1, 3),
                "kernel_size: the width of the band is not the kernel size, two of its places are holes",
            ),
            ((3, 1, 1, 3), "dilation: it is the step from tap to tap, not the number of holes between them"),
            ((3, 1, 2, 2), "padding: two weights are missing in row 0, but the taps are 2 samples apart"),
            ((3, 1, 2, 4), "padding: the weight that is left in row 0 does not stand in column 0"),
            ((3, 1, 2, 6), "padding: this is the total of both sides"),
            ((3, 1, 2, 0), "padding: row 0 is not complete, so some of its weights fell on padding"),
            ((1, 1, 1, 0), "row 0 is not complete; only complete rows show the whole kernel"),
            ((3, 1, 2, 1), "rows and columns are exchanged: the answer to an impulse is a column"),
            (
                (3, -1, 2, -3),
                "stride: from row 0 to row 1 a weight came into view; look at two complete rows",
            ),
            ((3, -1, 2, 3), "stride: from row 0 to row 1 a weight came into view; look at two complete rows"),
        ],
    ),
    (
        [2.0, 1, -1, 4],
        12,
        2,
        1,
        1,
        0,
        [
            ((4, 1, 1, 1), "stride: between rows 0 and 1 a weight was cut off; look at two complete rows"),
            ((4, 2, 1, 0), "padding: row 0 is not complete, so some of its weights fell on padding"),
            (
                (4, 2, 1, 2),
                "padding: the first complete row begins in column 1 (or is this the total of both sides?)",
            ),
        ],
    ),
    (
        [1.0, -2],
        8,
        3,
        2,
        3,
        10,
        [
            ((8, 0, 1, 0), "every entry looks like a weight: the bias is still in the answers"),
            ((4, 3, 3, 2), "kernel_size: the width of the band is not the kernel size"),
            ((2, 3, 2, 2), "dilation: it is the step from tap to tap, not the number of holes between them"),
            (
                (2, 3, 3, 1),
                "padding: no window reaches the last samples, so the number of outputs does not tell it",
            ),
        ],
    ),
]:
    assert_matches(
        infer_layer(device(w, n, stride, padding, dilation, bias), n),
        (len(w), stride, dilation, padding),
        f"infer_layer(a layer with the weights {w} and the bias {bias}, n={n}); the numbers are {names}",
        'chapter 4, "Read a layer off its matrix"',
        slips,
    )


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "infer_layer_kernel_size", "locked": true, "points": 1, "solution": false}
# Hidden test: the kernel size (no bias)
### BEGIN HIDDEN TESTS
def sized_device(w, n, s, p, d, beta=0.0):
    rows = range(0, n + 2 * p - d * (len(w) - 1), s)
    return lambda x: np.array([beta + np.dot(np.pad(x, p)[i::d][: len(w)], w) for i in rows])


rng = np.random.default_rng(403)
for k, n, s, p, d in [(2, 9, 1, 0, 4), (5, 8, 1, 2, 1), (3, 12, 2, 0, 3), (4, 14, 1, 1, 4), (2, 3, 1, 0, 1)]:
    told = infer_layer(sized_device(rng.uniform(0.2, 2, k) * rng.choice([-1, 1], k), n, s, p, d), n)
    assert len(told) == 4, "there must be four numbers"
    assert told[0] == k, "the kernel size is the number of weights in a complete row"
faint = infer_layer(sized_device([0.003, -0.02, 0.001], 7, 1, 1, 1), 7)
assert faint[0] == 3, "a weight that is small is not a hole: only 0 is"
### END HIDDEN TESTS


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "infer_layer_stride", "locked": true, "points": 1, "solution": false}
# Hidden test: the stride (no bias)
### BEGIN HIDDEN TESTS
def strided_device(w, n, s, p, d, beta=0.0):
    rows = range(0, n + 2 * p - d * (len(w) - 1), s)
    return lambda x: np.array([beta + np.dot(np.pad(x, p)[i::d][: len(w)], w) for i in rows])


rng = np.random.default_rng(404)
for k, n, s, p, d in [(3, 11, 2, 0, 1), (3, 12, 4, 3, 1), (2, 15, 5, 1, 1), (2, 8, 3, 3, 2), (5, 9, 1, 4, 1)]:
    told = infer_layer(strided_device(rng.uniform(0.2, 2, k) * rng.choice([-1, 1], k), n, s, p, d), n)
    assert told[1] == s, "the stride is how far a complete row has moved against the complete row above it"
### END HIDDEN TESTS


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "infer_layer_dilation", "locked": true, "points": 1, "solution": false}
# Hidden test: the dilation (no bias)
### BEGIN HIDDEN TESTS
def dilated_device(w, n, s, p, d, beta=0.0):
    rows = range(0, n + 2 * p - d * (len(w) - 1), s)
    return lambda x: np.array([beta + np.dot(np.pad(x, p)[i::d][: len(w)], w) for i in rows])


rng = np.random.default_rng(405)
for k, n, s, p, d in [(3, 9, 1, 0, 2), (2, 12, 2, 3, 5), (3, 11, 2, 1, 3), (4, 8, 1, 0, 1)]:
    told = infer_layer(dilated_device(rng.uniform(0.2, 2, k) * rng.choice([-1, 1], k), n, s, p, d), n)
    assert told[2] == d, "the dilation is the distance of two neighboring weights in a complete row"
### END HIDDEN TESTS


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "infer_layer_padding", "locked": true, "points": 2, "solution": false}
# Hidden test: the padding (no bias)
### BEGIN HIDDEN TESTS
def padded_device(w, n, s, p, d, beta=0.0):
    rows = range(0, n + 2 * p - d * (len(w) - 1), s)
    return lambda x: np.array([beta + np.dot(np.pad(x, p)[i::d][: len(w)], w) for i in rows])


rng = np.random.default_rng(406)
for k, n, s, p, d in [
    (3, 8, 1, 1, 1),
    (4, 14, 2, 5, 2),
    (2, 9, 1, 7, 3),
    (3, 9, 2, 0, 1),
    (5, 14, 3, 4, 1),
    (2, 9, 1, 4, 1),
]:
    told = infer_layer(padded_device(rng.uniform(0.2, 2, k) * rng.choice([-1, 1], k), n, s, p, d), n)
    assert told[3] == p, "the padding is what row 0 would need on its left to be complete"
### END HIDDEN TESTS


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "infer_layer_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: layers with a bias
### BEGIN HIDDEN TESTS
def biased_device(w, n, s, p, d, beta=0.0):
    rows = range(0, n + 2 * p - d * (len(w) - 1), s)
    return lambda x: np.array([beta + np.dot(np.pad(x, p)[i::d][: len(w)], w) for i in rows])


for beta in (-3.0, 0.1, 250.7):
    told = infer_layer(biased_device([0.5, 1.5, -3.0], 6, 1, 0, 1, beta), 6)
    assert [int(v) for v in told] == [3, 1, 1, 0], (
        "with a bias the same layer must give the same four numbers"
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. The way back, without a matrix
#
# **7 points** · medium · about 25 minutes · [chapter 4](../../book/04_convolution_as_a_matrix.md), "Write
# the matrix of an image layer" and "Ask a layer for its matrix, in NumPy and in PyTorch"
#
# A layer has the matrix W, and its transpose leads back, from the outputs to the pixels. Gradients take this
# way (chapter 11), and layers that enlarge pictures do (chapter 10). For an image of 224 × 224 pixels W
# would fill ten gigabytes, so no library builds it: the transpose lays down a copy of the kernel for each
# output, where its window was, and adds what overlaps.
#
# Write `apply_transpose(outputs, kernel, size, stride)`.
#
# - `kernel`: array of shape `(KH, KW)`; `size`: the pair `(H, W)` of the layer's image; `stride`: the pair
#   (vertical, horizontal). The layer is a correlation without padding: output `[i, j]` has its window's
#   upper left corner on pixel `[i · stride[0], j · stride[1]]`.
# - `outputs`: array with a number for each output of the layer, of shape ((H − KH) // stride[0] + 1, (W −
#   KW) // stride[1] + 1). Any other shape raises `ValueError`.
# - Returns a float array of shape `(H, W)`: Wᵀ times the outputs, laid out as an image. Pixels that no
#   window sees get 0. The inputs may have any dtype, `uint8` included, and must not be changed.
#
# Example: `apply_transpose(np.array([[1, 10]]), np.array([[1, 2, 3]]), (1, 6), (1, 2))` is `[[1., 2., 13.,
# 20., 30., 0.]]`. The second copy of the kernel starts two pixels further right, and both act on pixel 2. No
# window sees pixel 5.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Which pixels does output [i, j] come from, and with which weights? Those get its value back, times the same
# weights.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Start from an image of zeros of the right size and dtype. One slice of it for each output; add to it.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Test yourself: for any image x and any outputs y, the sum of (W x) · y is the sum of x · (Wᵀ y).
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "apply_transpose", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def apply_transpose(outputs, kernel, size, stride):
    """Return the transpose of an image layer's matrix times its outputs, as an image of ``size``."""
    ### BEGIN SOLUTION
    (h, w), (kh, kw), (down, right) = size, kernel.shape, stride
    expected = (h - kh) // down + 1, (w - kw) // right + 1
    if outputs.shape != expected:
        raise ValueError(f"this layer has outputs of shape {expected}, got {outputs.shape}")
    image = np.zeros((h, w))
    for (i, j), value in np.ndenumerate(outputs):
        top, left = i * down, j * right
        image[top : top + kh, left : left + kw] += float(value) * kernel
    return image
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Column j of W says where pixel j goes; row i of the transpose says where the value of an output comes back
# to. Each output reads its window with the weights of the kernel, so it returns its value to that window
# with the same weights, not turned. (Seen from a pixel the kernel *is* turned; whoever loops over pixels
# must flip it.)
#
# `+=` is the whole point: where windows overlap, a pixel took part in several outputs, and gets something
# back from each. A stride only moves the windows apart. This is the heart of the backward pass of a
# convolution and of the transposed convolution.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "apply_transpose_visible", "locked": true, "points": 1, "solution": false}
# Test: four outputs whose windows overlap, a stride that leaves pixels out, then a fraction
some_outputs, some_kernel = np.array([[1, 10], [0, 100]]), np.array([[1, 2, 0], [3, 0, 4]])
assert_matches(
    apply_transpose(some_outputs.copy(), some_kernel.copy(), (3, 4), (1, 1)),
    [[1, 12, 20, 0], [3, 130, 204, 40], [0, 300, 0, 400]],
    "apply_transpose([[1, 10], [0, 100]], [[1, 2, 0], [3, 0, 4]], (3, 4), (1, 1))",
    'chapter 4, "Ask a layer for its matrix, in NumPy and in PyTorch"',
    [
        (
            [[1, 10, 20, 0], [0, 100, 200, 0], [0, 300, 0, 400]],
            "a later copy of the kernel overwrites an earlier one; where they overlap, add",
        ),
        ([[4, 40, 3, 30], [0, 402, 21, 310], [0, 0, 200, 100]], "the kernel is turned by 180 degrees"),
        (
            [[1, 6, 10, 0], [1.5, 32.5, 51, 20], [0, 150, 0, 400]],
            "this is the mean of the copies that overlap; add them",
        ),
        ([[21]], "this is the layer itself; the way back leads from the outputs to the pixels"),
    ],
)
assert_matches(
    apply_transpose(some_outputs.copy(), some_kernel.copy(), (5, 8), (2, 3)),
    [
        [1, 2, 0, 10, 20, 0, 0, 0],
        [3, 0, 4, 30, 0, 40, 0, 0],
        [0, 0, 0, 100, 200, 0, 0, 0],
        [0, 0, 0, 300, 0, 400, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ],
    "apply_transpose([[1, 10], [0, 100]], [[1, 2, 0], [3, 0, 4]], (5, 8), (2, 3))",
    'chapter 4, "Turn the settings and watch the matrix", and the rules of this task',
    [
        (
            [
                [1, 12, 20, 0, 0, 0, 0, 0],
                [3, 130, 204, 40, 0, 0, 0, 0],
                [0, 300, 0, 400, 0, 0, 0, 0],
                [0] * 8,
                [0] * 8,
            ],
            "the stride is ignored: the windows of this layer stand 2 rows and 3 columns apart",
        ),
        (
            [
                [1, 2, 10, 20, 0, 0, 0, 0],
                [3, 0, 34, 0, 40, 0, 0, 0],
                [0] * 8,
                [0, 0, 100, 200, 0, 0, 0, 0],
                [0, 0, 300, 0, 400, 0, 0, 0],
            ],
            "the stride is on the wrong axis: the pair is (vertical, horizontal)",
        ),
        (
            [[1, 2, 0, 10, 20, 0], [3, 0, 4, 30, 0, 40], [0, 0, 0, 100, 200, 0], [0, 0, 0, 300, 0, 400]],
            "the pixels that no window sees are missing",
        ),
    ],
)
assert_matches(
    apply_transpose(np.array([[2, 5, 7]]), np.array([[0.5]]), (1, 3), (1, 1)),
    [[1, 2.5, 3.5]],
    "apply_transpose([[2, 5, 7]], [[0.5]], (1, 3), (1, 1))",
    "the rules of this task: the result is a float array",
    [([[1, 2, 3]], "the results are cut to whole numbers")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "apply_transpose_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random outputs and kernels that are not square, stride 1
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(407)
for (h, w), (kh, kw) in [
    ((5, 4), (2, 3)),
    ((3, 7), (3, 1)),
    ((4, 4), (1, 1)),
    ((6, 5), (4, 2)),
    ((3, 5), (3, 5)),
]:
    taps, given = rng.normal(size=(kh, kw)), rng.normal(size=(h - kh + 1, w - kw + 1))
    back = apply_transpose(given.copy(), taps.copy(), (h, w), (1, 1))
    assert np.shape(back) == (h, w), "the result must be as large as the layer's image"
    pixels = rng.normal(size=(h, w))
    seen = np.lib.stride_tricks.sliding_window_view(pixels, (kh, kw))
    ahead = np.tensordot(seen, taps, axes=2)
    assert np.isclose(np.sum(ahead * given), np.sum(pixels * back)), (
        "the sum of (W x) y differs from the sum of x (transposed W y)"
    )
    spot = np.zeros_like(given)
    spot[-1, -1] = 3.0
    assert np.allclose(apply_transpose(spot, taps.copy(), (h, w), (1, 1))[h - kh :, w - kw :], 3 * taps), (
        "the last output must lay the kernel down in the lower right corner, as it is"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "apply_transpose_stride", "locked": true, "points": 2, "solution": false}
# Hidden test: strides that differ in the two directions, pixels that no window sees (kernels of one number)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(408)
for (h, w), (kh, kw), (sh, sw) in [
    ((7, 6), (2, 2), (2, 1)),
    ((5, 11), (3, 2), (1, 4)),
    ((8, 9), (2, 3), (3, 2)),
    ((6, 6), (1, 1), (5, 4)),
    ((4, 5), (3, 3), (2, 7)),
]:
    tops, lefts = range(0, h - kh + 1, sh), range(0, w - kw + 1, sw)
    given = rng.normal(size=(len(tops), len(lefts)))
    back = apply_transpose(given.copy(), np.full((kh, kw), 2.0), (h, w), (sh, sw))
    assert np.shape(back) == (h, w), "the result must be as large as the layer's image, also under a stride"
    for r, c in np.ndindex(h, w):
        met = [
            given[i, j]
            for i, top in enumerate(tops)
            for j, left in enumerate(lefts)
            if top <= r < top + kh and left <= c < left + kw
        ]
        assert np.isclose(back[r, c], 2 * sum(met)), (
            "a pixel must get something from the windows that see it, only"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "apply_transpose_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: whole numbers of few bits, fractions, read-only and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
loud = np.full((2, 2), 100, dtype=np.uint8)
loud.setflags(write=False)
dark = np.full((2, 2), 3, dtype=np.uint8)
dark.setflags(write=False)
assert np.isclose(apply_transpose(loud, dark, (3, 3), (1, 1))[1, 1], 1200), (
    "products of 8-bit numbers must not wrap"
)
half = apply_transpose(np.array([[1, 3]]), np.array([[0.5]]), (1, 2), (1, 1))
assert np.allclose(half, [[0.5, 1.5]]), "results must keep their fractions, also for outputs of whole numbers"
slanted = np.arange(6, dtype=np.float32).reshape(2, 3).T
assert np.allclose(apply_transpose(slanted, np.array([[2]]), (3, 2), (1, 1)), 2 * slanted), (
    "transposed float32 outputs give wrong values"
)
given, taps = np.array([[1.0, 2]]), np.array([[4.0, 5]])
apply_transpose(given, taps, (1, 3), (1, 1))
assert np.array_equal(given, [[1.0, 2]]), "the function changed the outputs"
assert np.array_equal(taps, [[4.0, 5]]), "the function changed the kernel"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "apply_transpose_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: outputs that this layer does not have
### BEGIN HIDDEN TESTS
assert apply_transpose(np.ones((2, 3)), np.ones((3, 2)), (5, 7), (2, 2)) is not None, (
    "honest outputs must still work"
)
shapes = [(3, 3), (2, 4), (3, 2), (1, 3), (2, 2), (1, 1), (5, 7)]
layers = [(shape, (3, 2), (5, 7), (2, 2)) for shape in shapes] + [((4, 1), (1, 1), (1, 4), (1, 1))]
for shape, taps, size, stride in layers:
    try:
        apply_transpose(np.ones(shape), np.ones(taps), size, stride)
        refused = False
    except ValueError:
        refused = True
    assert refused, "outputs of another shape than the layer's must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Make a fully connected layer share
#
# **5 points** · medium · about 15 minutes · [chapter 4](../../book/04_convolution_as_a_matrix.md), "Compare
# it with a fully connected layer" and "Follow the diagonals"
#
# Somebody trained a fully connected layer, and its matrix looks nearly like that of a convolution: large
# numbers along a few diagonals, small ones elsewhere. Which convolution is it nearly? Find the kernel whose
# matrix is *closest* to the given one, with the smallest sum of squared differences over all entries.
#
# All entries that share one weight must be replaced by one number. The number with the smallest sum of
# squared differences to others is their mean.
#
# Write `closest_kernel(matrix, kernel_size, padding)`.
#
# - `matrix`: array with a row for each output and a column for each sample. It must not be changed. The
#   convolution is the chapter's: stride 1, `padding` zeros on each side, so that tap a of row i stands in
#   column i + a − padding, or nowhere.
# - `kernel_size`: at most the number n of columns; `padding`: from 0 to `kernel_size` − 1. If the matrix
#   does not have n + 2 · `padding` − `kernel_size` + 1 rows, `ValueError`.
# - Returns a float array of shape `(kernel_size,)`.
#
# Example: `closest_kernel(np.array([[4, 1, 0], [6, 4, 9], [0, 8, 1]]), 3, 1)` is `[7., 3., 5.]`. The middle
# tap stands on the diagonal, and 3 is the mean of 4, 4 and 1. The first one stands below it, the last one
# above it.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Draw the matrix of a convolution with the letters a, b, c. Which entries of the given matrix lie under the
# a's?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A loop over the rows collects the entries of one tap. Which rows have that tap at all?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Or look up what `np.diagonal` does with its second argument. What is it for tap a?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "closest_kernel", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def closest_kernel(matrix, kernel_size, padding):
    """Return the kernel whose matrix, with stride 1, differs least from ``matrix`` in squares."""
    ### BEGIN SOLUTION
    rows, n = matrix.shape
    if rows != n + 2 * padding - kernel_size + 1:
        raise ValueError(f"{n} samples give {n + 2 * padding - kernel_size + 1} outputs, got {rows} rows")
    return np.array([np.diagonal(matrix, a - padding).mean() for a in range(kernel_size)])
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Entries that belong to different taps do not disturb each other, so the problem falls apart: for each tap
# find the number with the smallest sum of squared differences to the entries on its diagonal. This is their
# mean. `np.diagonal(matrix, a − padding)` collects them, and is as long as the border leaves it, so dividing
# by its own length is right.
#
# Entries off these diagonals add to the squared difference too, but no kernel can change them.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "closest_kernel_visible", "locked": true, "points": 1, "solution": false}
# Test: complete diagonals, then diagonals that the border cuts
assert_matches(
    closest_kernel(np.array([[1, 2, 0, 9, 0], [7, 3, 8, 6, 1], [0, 4, 5, 2, 0]]), 3, 0),
    [3, 4, 2],
    "closest_kernel([[1, 2, 0, 9, 0], [7, 3, 8, 6, 1], [0, 4, 5, 2, 0]], 3, 0)",
    'chapter 4, "Follow the diagonals"',
    [
        ([9, 12, 6], "these are the sums along the diagonals; the closest number is the mean"),
        ([1, 2, 0], "this is the first row only; each weight stands in every row"),
        ([8 / 3, 3, 13 / 3], "these are the means of columns; a weight moves on from row to row"),
        ([2, 4, 3], "the kernel is the wrong way round: tap 0 stands furthest left"),
        ([3, 4, 2, 5], "four diagonals: the kernel has three taps"),
    ],
)
assert_matches(
    closest_kernel(np.array([[4, 1, 0], [5, 6, 7], [3, 8, 2]]), 3, 1),
    [6.5, 4, 4],
    "closest_kernel([[4, 1, 0], [5, 6, 7], [3, 8, 2]], 3, 1)",
    'chapter 4, "Compare it with a fully connected layer", and the rules of this task',
    [
        ([13 / 3, 4, 8 / 3], "the border cuts a diagonal: divide by the number of entries that are there"),
        ([4, 4, 6.5], "the kernel is the wrong way round: tap 0 stands furthest left"),
        ([4, 4, 0], "the padding is ignored: tap 0 of row 0 stands to the left of column 0"),
        ([5, 6, 7], "these are the complete rows only; a weight also stands in the others"),
        ([6, 4, 4], "the means have lost their fraction"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "closest_kernel_complete", "locked": true, "points": 1, "solution": false}
# Hidden test: matrices without padding
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(409)
for rows, k in [(4, 3), (6, 1), (1, 5), (3, 4)]:
    given = rng.normal(size=(rows, rows + k - 1))
    got = closest_kernel(given.copy(), k, 0)
    assert np.shape(got) == (k,), "there must be one number for each tap"
    for a in range(k):
        assert np.isclose(got[a] * rows, sum(given[i, i + a] for i in range(rows))), (
            "a tap is not the mean of the entries that share it"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "closest_kernel_border", "locked": true, "points": 2, "solution": false}
# Hidden test: matrices with padding, and that no other kernel is closer
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(410)
for n, k, p in [(5, 3, 1), (4, 4, 2), (6, 2, 1), (7, 5, 4), (3, 3, 2)]:
    given = rng.normal(size=(n + 2 * p - k + 1, n))
    got = np.asarray(closest_kernel(given.copy(), k, p))
    assert got.shape == (k,), "there must be one number for each tap"
    rest = given.copy()
    for i in range(len(given)):
        for a in range(k):
            if 0 <= i + a - p < n:
                rest[i, i + a - p] -= got[a]
    for a in range(k):
        left = sum(rest[i, i + a - p] for i in range(len(given)) if 0 <= i + a - p < n)
        assert np.isclose(left, 0), (
            "another kernel is closer: a tap is not the mean of the entries that share it"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "closest_kernel_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: matrices of the wrong size, of few bits, read-only, matrix left as it was
### BEGIN HIDDEN TESTS
loud = np.array([[200, 0], [0, 255], [250, 251]], dtype=np.uint8)
loud.setflags(write=False)
assert np.allclose(closest_kernel(loud[:2], 1, 0), [227.5]), "sums of 8-bit entries must not wrap"
grid = np.arange(12.0).reshape(4, 3)
kept = grid.copy()
assert np.shape(closest_kernel(grid, 2, 1)) == (2,), "a matrix of the right size must still work"
assert np.array_equal(grid, kept), "the function changed the matrix"
for shape, k, p in [((4, 4), 3, 0), ((3, 5), 3, 1), ((3, 5), 4, 0), ((5, 3), 3, 1), ((1, 1), 1, 1)]:
    try:
        closest_kernel(np.ones(shape), k, p)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a matrix that does not have the rows of such a convolution must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "set_free_question", "locked": true, "solution": false}
# ## Task 5. A convolution set free
#
# **4 points** · written answer, graded by hand · about 10 minutes · [chapter
# 4](../../book/04_convolution_as_a_matrix.md), "Compare it with a fully connected layer" and "Write the
# matrix of an image layer"
#
# A convolutional layer with a 3 × 3 kernel and one zero around a 64 × 64 image was trained. Its matrix is
# then copied into a fully connected layer without bias, which computes exactly the same, and training goes
# on. Answer in at most 150 words:
#
# 1. How many weights had the layer before, how many has it now, and how many of them are not zero at first?
# 2. After one step of gradient descent on one picture: is it still a convolution? Say what becomes of the
#    zeros, and of the weights on one diagonal.
# 3. How would you have to change the gradient so that each step leaves it a convolution? What has this to do
#    with task 4?
#
# | your answer | points |
# | --- | --- |
# | gives the three numbers, and how they come about | 1 |
# | decides question 2, with what happens to zeros and to diagonals, and why | 1 |
# | says which entries of the gradient are combined, and what the others become | 1 |
# | is precise: the right words, numbers that can be checked; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "set_free", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Before 9. Now (64 · 64)² = 16,777,216. Not zero: along one axis 3 · 64 − 2 = 190 pairs of input and
#    output meet, in two dimensions 190² = 36,100.
# 2. No. Entry (i, j) of the gradient is the upstream gradient of output i times pixel j. A zero gets one
#    like any other entry, and is no longer zero where both factors are not. Along a diagonal each entry
#    meets another output and another pixel, so equal weights move by different amounts.
# 3. Set the gradient to 0 where the convolution has no weight. Replace it on each set of shared entries by
#    one number. For gradient descent on the nine weights this is the sum of the set, because a weight acts
#    through every place where it stands. Their mean, as in task 4, gives a step of the same sign for each
#    weight, but about 4,000 times shorter.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Turn the settings and watch your matrix: when do the columns at the ends get
# heavy? Then send a digit the way back. With a kernel of 3 and a stride of 2, where does the pattern of
# squares come from? Which kernel sizes are free of it?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import IntSlider, interact

    from cnnlib import data

    digits = data.mnist().x_test[:40, 0] / 255

    def look(taps, stride, padding, dilation):
        matrix = conv_matrix(np.arange(1.0, taps + 1), 32, stride, padding, dilation)
        plt.figure(figsize=(5, 4))
        plt.imshow(matrix, cmap="Blues")
        plt.title(f"{matrix.shape[0]} outputs of {matrix.shape[1]} samples")
        plt.colorbar()
        plt.show()

    def enlarge(digit, taps, stride):
        side = 27 * stride + taps
        kernel = np.full((taps, taps), stride**2 / taps**2)
        large = apply_transpose(digits[digit], kernel, (side, side), (stride, stride))
        plt.figure(figsize=(4, 4))
        plt.imshow(large, cmap="gray")
        plt.title(f"28 × 28 became {side} × {side}")
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    settings = {"stride": IntSlider(1, 1, 5), "padding": IntSlider(2, 0, 8), "dilation": IntSlider(1, 1, 5)}
    try_out(look, taps=IntSlider(5, 1, 7), **settings)
    try_out(enlarge, digit=IntSlider(0, 0, 39), taps=IntSlider(3, 1, 8), stride=IntSlider(2, 1, 4))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
