# %% [markdown]
# # Exercises for chapter 9: pooling and downsampling
#
# **30 points** in four programming tasks and one written answer; about 100 minutes. You need [chapter
# 9](../../book/09_pooling_and_downsampling.md) and NumPy; the playground at the end also takes a digit from
# `cnnlib`.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `max_pool2d`: the largest of each window, and where it was | 8 | 30 |
# | 2 | `average_pool2d`: means that no padding waters down | 6 | 20 |
# | 3 | `blur_pool`: make a map smaller without false patterns | 7 | 25 |
# | 4 | `look_alikes`: which waves does a stride confuse? | 5 | 15 |
# | 5 | a written answer: the detector that blinks | 4 | 10 |
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
# ## Task 1. The largest of each window, and where it was
#
# **8 points** · medium · about 30 minutes ·
# [chapter 9](../../book/09_pooling_and_downsampling.md), "Keep the largest of four" and "Count windows, not
# parameters"
#
# The largest number says *that* something was found, its place says *where*. On the way back, in training,
# the gradient goes to that place and to no other. So yours returns both, and the place as a row and a column
# of the image.
#
# Write `max_pool2d(x, kernel_size, stride, padding)`.
#
# - `x`: `(N, C, H, W)`, whole numbers or floats of any dtype. It must not be changed.
# - `kernel_size`, `stride`, `padding`: pairs `(vertical, horizontal)`. The padding counts for both sides of
#   its axis. Padded cells are not zeros: they never win.
# - Returns a tuple `(y, rows, columns)` of three arrays `(N, C, H_out, W_out)`. `y` has the dtype of `x` and
#   holds the largest number of each window where the whole window fits the padded image. `rows` and `columns`
#   are whole numbers: where in `x` it stood, counted without the padding. Of equal numbers the first one
#   counts, read row by row from the left.
# - Raises `ValueError` if the window is larger than the padded image, or a padding more than half of the
#   window: then a window could lie outside altogether.
#
# Example: `[[1, 3, 2], [4, 0, 5]]` with a window of `(2, 2)`, stride `(1, 1)` and padding `(0, 0)` gives `y =
# [[4, 5]]`, `rows = [[1, 1]]`, `columns = [[0, 2]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# A window that hangs over the border is simply smaller. Where does its slice of `x` begin, if it may not
# begin before 0? Where does it end?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `argmax` of a flattened window counts its cells. How do you get a row and a column from that number, and
# what is missing until they are those of the image?
#
# </details>
# <details><summary>Hint 3</summary>
#
# −∞ cannot stand in an array of whole numbers. What else could you do with the padding?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "max_pool2d", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def max_pool2d(x, kernel_size, stride, padding):
    """Return the largest number of each window, and the row and the column of ``x`` where it stood."""
    ### BEGIN SOLUTION
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    if ph > kh / 2 or pw > kw / 2:
        raise ValueError(f"expected a padding of at most half the window {kernel_size}, got {padding}")
    starts_down = range(-ph, x.shape[2] + ph - kh + 1, sh)
    starts_right = range(-pw, x.shape[3] + pw - kw + 1, sw)
    shape = (*x.shape[:2], len(starts_down), len(starts_right))
    if 0 in shape[2:]:
        raise ValueError(f"a window {kernel_size} does not fit an image {x.shape} with padding {padding}")
    y, rows, columns = np.empty(shape, x.dtype), np.empty(shape, int), np.empty(shape, int)
    for i, row in enumerate(starts_down):
        for j, column in enumerate(starts_right):
            top, left = max(row, 0), max(column, 0)  # the window ends where the image does
            seen = x[:, :, top : row + kh, left : column + kw]
            size = seen.shape[2] * seen.shape[3]
            down, right = np.divmod(seen.reshape(*x.shape[:2], size).argmax(axis=2), seen.shape[3])
            y[:, :, i, j] = seen.max(axis=(2, 3))
            rows[:, :, i, j], columns[:, :, i, j] = top + down, left + right
    return y, rows, columns
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# No padded image is needed. A window that begins at −1 is cut off at 0 by `max`, and NumPy's slices end at
# the image's end by themselves, so nothing but pixels can win, whatever their dtype. `argmax` takes the first
# of equal numbers in the order of the flattened window, which is row by row; `divmod` by the width of *this*
# window, which may be cut off, gives row and column in it, and `top` and `left` bring them to the image.
#
# One range per axis holds both the starts and their number. It is empty when the window does not fit.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_visible", "locked": true, "points": 1, "solution": false}
# Test: two channels, a map of negative numbers with padding, and equal numbers
two = np.array(
    [
        [[[3, 1, 0, 2, 5], [4, 9, 7, 1, 6], [2, 6, 1, 8, 3], [0, 3, 5, 7, 4]]],
        [[[1, 8, 2, 9, 0], [6, 5, 3, 4, 2], [0, 1, 2, 1, 7], [9, 0, 4, 8, 1]]],
    ]
).swapaxes(0, 1)
negative = np.array([[[[-5, -3, -4], [-7, -1, -2]]]])
ties = np.array([[[[2, 5, 5], [5, 1, 5]]]])
for name, image, settings, expected, slips in [
    (
        "an image of 2 channels, 4 x 5",
        two,
        ((2, 3), (2, 1), (0, 0)),
        (
            [[[[9, 9, 7], [6, 8, 8]], [[8, 9, 9], [9, 8, 8]]]],
            [[[[1, 1, 1], [2, 2, 2]], [[0, 0, 0], [3, 3, 3]]]],
            [[[[1, 1, 2], [1, 3, 3]], [[1, 3, 3], [0, 3, 3]]]],
        ),
        (
            [
                (
                    [[[[7, 1, 6], [5, 7, 4]], [[3, 4, 2], [4, 8, 1]]]],
                    "this is the last cell of each window, not the largest",
                ),
                (
                    [[[[3, 1, 0], [2, 6, 1]], [[1, 8, 2], [0, 1, 2]]]],
                    "this is the first cell of each window, not the largest",
                ),
                (
                    [[[[9, 7], [9, 8], [6, 8]], [[8, 9], [6, 7], [9, 8]]]],
                    "the stride is on the wrong axis: the pair is (vertical, horizontal)",
                ),
                ([[[[9, 9, 9], [9, 8, 8]], [[9, 9, 9], [9, 8, 8]]]], "each channel is pooled by itself"),
                (
                    [
                        [
                            [[4, 3.3333333333, 3.5], [2.8333333333, 5, 4.6666666667]],
                            [
                                [4.1666666667, 5.1666666667, 3.3333333333],
                                [2.6666666667, 2.6666666667, 3.8333333333],
                            ],
                        ]
                    ],
                    "this is the mean of each window",
                ),
            ],
            [
                (
                    [[[[1, 1, 1], [0, 0, 0]], [[0, 0, 0], [1, 1, 1]]]],
                    "this is where it stood in the window, not in the image",
                ),
                (
                    [[[[6, 6, 7], [11, 13, 13]], [[1, 3, 3], [15, 18, 18]]]],
                    "this is the place counted through the whole image; split it into row and column",
                ),
                ([[[[1, 1, 2], [1, 3, 3]], [[1, 3, 3], [0, 3, 3]]]], "rows and columns are exchanged"),
                (
                    [[[[1, 1, 1], [2, 3, 3]], [[0, 0, 0], [3, 4, 4]]]],
                    "to split a place into row and column, divide by the width",
                ),
                (
                    [[[[1, 1, 1], [2, 2, 2]], [[1, 1, 1], [2, 2, 2]]]],
                    "each channel has its own winners, at other places",
                ),
            ],
            (),
        ),
    ),
    (
        "[[-5, -3, -4], [-7, -1, -2]]",
        negative,
        ((2, 2), (2, 2), (1, 1)),
        ([[[[-5, -3], [-7, -1]]]], [[[[0, 0], [1, 1]]]], [[[[0, 1], [0, 1]]]]),
        (
            [([[[[0, 0], [0, 0]]]], "a zero of the padding has won: padding is no number")],
            [([[[[1, 1], [2, 2]]]], "this is counted in the padded image; subtract what the padding added")],
            (),
        ),
    ),
    (
        "[[2, 5, 5], [5, 1, 5]]",
        ties,
        ((2, 2), (1, 1), (0, 0)),
        ([[[[5, 5]]]], [[[[0, 0]]]], [[[[1, 1]]]]),
        (
            (),
            [
                ([[[[1, 1]]]], "of equal numbers the first counts, read row by row"),
                ([[[[1, 0]]]], "of equal numbers the first counts, read row by row"),
            ],
            (),
        ),
    ),
]:
    tried = "max_pool2d({}, kernel_size={}, stride={}, padding={})".format(name, *settings)
    found = max_pool2d(image.copy(), *settings)
    assert isinstance(found, tuple), "return a tuple of three arrays: y, rows, columns"
    for part, got, wanted, thoughts in zip(("y", "rows", "columns"), found, expected, slips, strict=True):
        assert_matches(
            got,
            wanted,
            f"{tried}, {part}",
            'chapter 9, "Keep the largest of four" and "Count windows, not parameters"',
            thoughts,
        )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_values", "locked": true, "points": 2, "solution": false}
# Hidden test: the largest numbers, without padding: windows side by side, overlapping and with gaps
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(901)
for (n, c, h, w), (kh, kw), (sh, sw) in [
    ((2, 3, 6, 8), (2, 2), (2, 2)),
    ((1, 2, 7, 5), (3, 2), (2, 1)),
    ((2, 1, 5, 9), (1, 3), (3, 2)),
    ((3, 2, 4, 4), (4, 4), (1, 1)),
    ((1, 1, 8, 7), (2, 3), (3, 4)),
]:
    x = rng.normal(size=(n, c, h, w))
    y = np.asarray(max_pool2d(x.copy(), (kh, kw), (sh, sw), (0, 0))[0])
    shifted = [x[:, :, a : h - kh + 1 + a : sh, b : w - kw + 1 + b : sw] for a, b in np.ndindex(kh, kw)]
    assert y.shape == shifted[0].shape, "the pooled map has the wrong shape without padding"
    assert np.array_equal(y, np.max(shifted, axis=0)), "some number is not the largest of its window"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_places", "locked": true, "points": 1, "solution": false}
# Hidden test: rows and columns of the winners, without padding and ties
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(902)
for shape, kernel, stride in [
    ((2, 3, 6, 7), (3, 2), (2, 2)),
    ((1, 4, 5, 5), (2, 4), (1, 1)),
    ((3, 1, 4, 9), (4, 2), (1, 3)),
]:
    x = rng.permuted(np.arange(np.prod(shape)).reshape(shape))
    _, rows, columns = max_pool2d(x.copy(), kernel, stride, (0, 0))
    assert np.asarray(rows).dtype.kind in "iu", "rows must be whole numbers"
    assert np.asarray(columns).dtype.kind in "iu", "columns must be whole numbers"
    for image, channel, i, j in np.ndindex(np.shape(rows)):
        row, column = rows[image, channel, i, j], columns[image, channel, i, j]
        top, left = i * stride[0], j * stride[1]
        window = x[image, channel, top : top + kernel[0], left : left + kernel[1]]
        assert top <= row < top + kernel[0], "a row lies outside its window"
        assert left <= column < left + kernel[1], "a column lies outside its window"
        assert x[image, channel, row, column] == window.max(), (
            "at the row and the column returned, there is not the largest number of the window"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_ties", "locked": true, "points": 1, "solution": false}
# Hidden test: equal numbers in a window
### BEGIN HIDDEN TESTS
flat = max_pool2d(np.zeros((1, 2, 4, 6)), (2, 3), (2, 3), (0, 0))
assert np.array_equal(flat[1], np.broadcast_to([[0, 0], [2, 2]], (1, 2, 2, 2))), (
    "in a window of equal numbers the first row wins"
)
assert np.array_equal(flat[2], np.broadcast_to([[0, 3], [0, 3]], (1, 2, 2, 2))), (
    "in a window of equal numbers the first column wins"
)
crossed = np.array([[[[0, 0, 7], [0, 7, 0], [7, 0, 0]]]])
_, row, column = max_pool2d(crossed, (3, 3), (1, 1), (0, 0))
assert (np.asarray(row).item(), np.asarray(column).item()) == (0, 2), (
    "of equal numbers the first one counts, read row by row"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_padding", "locked": true, "points": 1, "solution": false}
# Hidden test: padding, on maps of negative numbers too
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(903)
for (h, w), kernel, stride, (ph, pw) in [
    ((5, 6), (3, 3), (2, 2), (1, 1)),
    ((4, 7), (2, 5), (1, 3), (1, 2)),
    ((6, 3), (4, 1), (3, 1), (2, 0)),
    ((1, 1), (3, 2), (1, 1), (1, 1)),
]:
    x = -rng.uniform(1, 9, size=(2, 2, h, w))
    wide = np.full((2, 2, h + 2 * ph, w + 2 * pw), -np.inf)
    wide[:, :, ph : ph + h, pw : pw + w] = x
    y, rows, columns = max_pool2d(x.copy(), kernel, stride, (ph, pw))
    sizes = [(full - k) // s + 1 for full, k, s in zip(wide.shape[2:], kernel, stride, strict=True)]
    assert np.shape(y) == (2, 2, *sizes), "the pooled map has the wrong shape with padding"
    for image, channel, i, j in np.ndindex(np.shape(y)):
        top, left = i * stride[0], j * stride[1]
        best = wide[image, channel, top : top + kernel[0], left : left + kernel[1]].max()
        assert y[image, channel, i, j] == best, "padding must never win: some number is not of the image"
        row, column = rows[image, channel, i, j], columns[image, channel, i, j]
        assert min(row, column) >= 0, "rows and columns are those of the image, without the padding"
        assert x[image, channel, row, column] == best, (
            "rows and columns are those of the image, without the padding"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: the dtype is kept, read-only and strided images, input left as it was
### BEGIN HIDDEN TESTS
for kind in (np.uint8, np.int64, np.float32):
    x = np.array([[[[1, 200, 3], [4, 5, 6]]]]).astype(kind)
    x.setflags(write=False)
    y = np.asarray(max_pool2d(x, (2, 2), (1, 1), (1, 0))[0])
    assert y.dtype == kind, "the pooled map must have the dtype of the image"
    assert np.array_equal(y, [[[[200, 200], [200, 200], [5, 6]]]]), "a read-only image gives wrong numbers"
every_second = np.arange(48.0).reshape(1, 1, 6, 8)[:, :, ::-2, ::2]
assert np.array_equal(max_pool2d(every_second, (3, 2), (1, 2), (0, 0))[0], [[[[42, 46]]]]), (
    "a strided image gives wrong numbers"
)
x = np.array([[[[1.0, -2, 3], [0, 5, -1]]]])
max_pool2d(x, (2, 3), (1, 1), (1, 1))
assert np.array_equal(x, [[[[1, -2, 3], [0, 5, -1]]]]), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: windows that do not fit, and too much padding
### BEGIN HIDDEN TESTS
just = max_pool2d(np.ones((1, 1, 3, 4)), (5, 4), (1, 1), (1, 2))
assert np.shape(just[0]) == (1, 1, 1, 5), "a window that just fits must still work"
for kernel, padding in [
    ((4, 1), (0, 0)),
    ((1, 5), (0, 0)),
    ((9, 9), (1, 1)),
    ((6, 2), (1, 1)),
    ((2, 2), (2, 0)),
    ((3, 3), (2, 1)),
    ((3, 3), (1, 2)),
    ((1, 2), (1, 1)),
]:
    try:
        max_pool2d(np.ones((1, 1, 3, 4)), kernel, (1, 1), padding)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a window that does not fit, or padding of more than half of it, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. Means that no padding waters down
#
# **6 points** · medium · about 20 minutes ·
# [chapter 9](../../book/09_pooling_and_downsampling.md), "Keep the largest of four" and "Count windows, not
# parameters"
#
# In PyTorch's mean pooling the zeros of the padding count as pixels unless you forbid it. A white wall then
# gets a gray frame. Yours takes the mean of the pixels that exist.
#
# Write `average_pool2d(x, kernel_size, stride, padding)`.
#
# - `x`: `(N, C, H, W)`, whole numbers or floats of any dtype. It must not be changed.
# - `kernel_size`, `stride`, `padding`: pairs `(vertical, horizontal)`; the padding counts for both sides of
#   its axis. Windows are where they are in PyTorch: the whole window fits the padded image. The tests use
#   windows that fit, and no padding of more than half a window, so each window sees a pixel.
# - Returns a float array `(N, C, H_out, W_out)`: the mean of all pixels of the image in each window.
#
# Example: `[[2, 4], [6, 8]]` with a window of `(2, 2)`, stride `(1, 1)`, padding `(1, 1)` gives `[[2, 3, 4],
# [4, 5, 6], [6, 7, 8]]`. The corner window sees one pixel and is divided by 1.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# A window is a slice of the image. What does `np.mean` divide by?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Or: how would you find out, with the pooling that you have, how many pixels of the image each window sees?
#
# </details>
# <details><summary>Hint 3</summary>
#
# A slice that begins at −1 does not begin before the image. It begins at its end.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "average_pool2d", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def average_pool2d(x, kernel_size, stride, padding):
    """Return the mean of each window, over the pixels that exist."""

    ### BEGIN SOLUTION
    def windows(n, k, s, p):
        return [slice(max(start, 0), start + k) for start in range(-p, n + p - k + 1, s)]

    down, right = map(windows, x.shape[2:], kernel_size, stride, padding)
    means = [[x[:, :, rows, columns].mean(axis=(2, 3)) for columns in right] for rows in down]
    return np.array(means).transpose(2, 3, 0, 1)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `mean` divides by what the slice holds, and a slice that is cut off at the border holds only pixels. So the
# count needs no code of its own. It also adds whole numbers as floats, which keeps 8-bit pixels from
# wrapping. The other common way is to pool an image of ones with the same windows: dividing the two results
# gives the same means.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_visible", "locked": true, "points": 1, "solution": false}
# Test: windows that fit the image, then a white wall and an image with padding
for name, image, settings, expected, slips in [
    (
        "[[4, 0, 8, 1, 3], [2, 6, 4, 7, 9], [1, 5, 3, 2, 2]]",
        [[4, 0, 8, 1, 3], [2, 6, 4, 7, 9], [1, 5, 3, 2, 2]],
        ((2, 3), (1, 2), (0, 0)),
        [[4, 16 / 3], [3.5, 4.5]],
        [
            ([[[[24, 32], [21, 27]]]], "these are sums; a mean is divided by the number of pixels"),
            ([[[[8, 9], [6, 9]]]], "this is the largest number of each window"),
            ([[[[4.8, 5.3333333333], [3.5, 4.5]]]], "a pixel of value 0 counts as well: the image has it"),
            (
                [[[[4, 4.3333333333, 5.3333333333]]]],
                "the stride is on the wrong axis: the pair is (vertical, horizontal)",
            ),
            ([[[[4, 5], [3, 4]]]], "the means are cut to whole numbers"),
        ],
    ),
    (
        "a white wall, [[6, 6, 6], [6, 6, 6]]",
        [[6, 6, 6], [6, 6, 6]],
        ((2, 3), (1, 2), (1, 1)),
        [[6, 6], [6, 6], [6, 6]],
        [
            (
                [[[[2, 2], [4, 4], [2, 2]]]],
                "the zeros of the padding were counted: divide by the pixels that exist",
            ),
            ([[[[6]]]], "the padding is ignored"),
            (
                [[[[4, 4], [4, 4], [4, 4]]]],
                "count rows and columns that exist: a window can hang over on two sides",
            ),
            (
                [[[[6, 4], [6, 4], [3, 2]]]],
                "the count is right at the top and on the left, and wrong at the bottom and on the right",
            ),
            (
                [[[[0, 0], [0, 6], [0, 6]]]],
                "a slice from a negative number begins at its end of the image, not before it",
            ),
        ],
    ),
    (
        "[[1, 2, 3, 4], [5, 6, 7, 9]]",
        [[1, 2, 3, 4], [5, 6, 7, 9]],
        ((2, 4), (2, 2), (1, 2)),
        [[1.5, 2.5, 3.5], [5.5, 6.75, 8]],
        [([[[[1.25, 2.5, 3.75], [5.25, 6.75, 8.5]]]], "the border pixel was repeated and counted again")],
    ),
]:
    got = average_pool2d(np.array([[image]]), *settings)
    assert_matches(
        got,
        [[expected]],
        "average_pool2d({}, kernel_size={}, stride={}, padding={})".format(name, *settings),
        'chapter 9, "Count windows, not parameters", and the rules of this task',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_values", "locked": true, "points": 2, "solution": false}
# Hidden test: batches and channels, windows of many sizes and strides, without padding
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(904)
for (n, c, h, w), (kh, kw), (sh, sw) in [
    ((2, 3, 6, 8), (2, 2), (2, 2)),
    ((1, 2, 7, 5), (3, 2), (2, 1)),
    ((2, 1, 5, 9), (1, 3), (3, 2)),
    ((3, 2, 4, 3), (4, 3), (1, 1)),
    ((1, 1, 8, 7), (2, 3), (3, 4)),
]:
    x = rng.normal(size=(n, c, h, w))
    y = average_pool2d(x.copy(), (kh, kw), (sh, sw), (0, 0))
    parts = [x[:, :, a : h - kh + 1 + a : sh, b : w - kw + 1 + b : sw] for a, b in np.ndindex(kh, kw)]
    assert np.shape(y) == parts[0].shape, "the pooled map has the wrong shape without padding"
    assert np.allclose(y, sum(parts) / len(parts)), "some number is not the mean of its window"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_border", "locked": true, "points": 2, "solution": false}
# Hidden test: windows that hang over the border, on every side
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(905)
for (h, w), (kh, kw), stride, (ph, pw) in [
    ((5, 6), (3, 3), (2, 2), (1, 1)),
    ((4, 7), (2, 5), (1, 3), (1, 2)),
    ((6, 3), (4, 1), (3, 1), (2, 0)),
    ((3, 8), (1, 2), (1, 1), (0, 1)),
    ((2, 2), (4, 4), (1, 1), (2, 2)),
]:
    x = rng.normal(size=(2, 2, h, w))
    y = average_pool2d(x.copy(), (kh, kw), stride, (ph, pw))
    hollow = np.full((2, 2, h + 2 * ph, w + 2 * pw), np.nan)
    hollow[:, :, ph : ph + h, pw : pw + w] = x
    sizes = (h + 2 * ph - kh) // stride[0] + 1, (w + 2 * pw - kw) // stride[1] + 1
    assert np.shape(y) == (2, 2, *sizes), "the pooled map has the wrong shape with padding"
    for i, j in np.ndindex(sizes):
        seen = hollow[:, :, i * stride[0] : i * stride[0] + kh, j * stride[1] : j * stride[1] + kw]
        assert np.allclose(y[:, :, i, j], np.nanmean(seen, axis=(2, 3))), (
            "at the border some number is not the mean of the pixels that exist"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8-bit pixels, fractions, read-only and strided images, input left as it was
### BEGIN HIDDEN TESTS
bright = np.array([[[[255, 254, 251], [255, 255, 255]]]], dtype=np.uint8)
bright.setflags(write=False)
assert np.allclose(average_pool2d(bright, (2, 2), (1, 1), (0, 0)), [[[[254.75, 253.75]]]]), (
    "sums of 8-bit pixels must not wrap, and means must keep their fractions"
)
turned = np.arange(12, dtype=np.float32).reshape(1, 1, 3, 4).swapaxes(2, 3)
assert np.allclose(average_pool2d(turned, (2, 3), (2, 1), (0, 0)), [[[[4.5], [6.5]]]]), (
    "a transposed float32 image gives wrong means"
)
x = np.array([[[[1.0, -2, 3], [0, 5, -1]]]])
average_pool2d(x, (2, 3), (1, 1), (1, 1))
assert np.array_equal(x, [[[[1, -2, 3], [0, 5, -1]]]]), "the function changed its input"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Smaller without false patterns
#
# **7 points** · medium · about 25 minutes ·
# [chapter 9](../../book/09_pooling_and_downsampling.md), "See what a stride throws away"
#
# Fine stripes, thinned out, come back as wide ones. A blur before the stride prevents it. The chapter mirrors
# the image at its border. Yours does without invented pixels: where the blur hangs over, the weights that
# are left are scaled up so that they add up to 1 again.
#
# $$y_{ij} = \frac{\sum_{u,v} t_u\, t_v\; x[\,i s_h + u - m,\; j s_w + v - m\,]}{\sum_{u,v} t_u\, t_v},
# \qquad m = \tfrac{K - 1}{2}$$
#
# where both sums run over those pairs `u, v` for which the pixel exists.
#
# Write `blur_pool(x, taps, stride)`.
#
# - `x`: `(N, C, H, W)`, whole numbers or floats of any dtype. It must not be changed.
# - `taps`: `K` positive numbers, such as `np.array([1, 2, 1])`; not always symmetric, and `K` may be larger
#   than the image. An even `K` has no middle and raises `ValueError`.
# - `stride`: a pair `(vertical, horizontal)`. The middle of the blur stands on the rows and columns 0, s, 2s,
#   …
# - Returns a float array `(N, C, ceil(H / stride[0]), ceil(W / stride[1]))`.
#
# Example: one row `[[8, 0, 8, 0, 8]]` with `taps = np.array([1, 2, 1])` and stride `(1, 2)` gives `[[16/3, 4,
# 16/3]]`. At the left end it is (2 · 8 + 1 · 0) / (2 + 1).
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Try one row first, with stride 1. Write down the weights of the first, the second and the last pixel.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The weight of a pixel is a product of a number for its row and one for its column. So rows and columns can
# be done one after the other, each with its own scaling.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Blur, then keep every s-th. What would be left to blur if you did it the other way around?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "blur_pool", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def blur_pool(x, taps, stride):
    """Return every ``stride``-th pixel of ``x``, blurred with ``taps``; weights add up to 1 everywhere."""
    ### BEGIN SOLUTION
    if len(taps) % 2 == 0:
        raise ValueError(f"expected an odd number of taps, got {len(taps)}")

    def shares(n, step):
        """Return a matrix (outputs, n): how much of each pixel is in each output, along one axis."""
        weights = np.zeros((n, n))
        for distance, tap in enumerate(taps, -(len(taps) // 2)):
            weights += tap * np.eye(n, k=distance)
        return (weights / weights.sum(axis=1, keepdims=True))[::step]

    return shares(x.shape[2], stride[0]) @ x @ shares(x.shape[3], stride[1]).T
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The weight of a pixel is a product, one factor for its row and one for its column, and so is the sum of the
# weights that are left. So each axis can be blurred by itself. `np.eye(n, k=distance)` is the matrix that
# brings to each place the pixel `distance` further on, and nothing from outside. Dividing each row by its sum
# makes the shares add up to 1. Taking every s-th *row of the matrix* is the stride, after the blur, at no
# cost for the pixels that are not kept.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "blur_pool_visible", "locked": true, "points": 1, "solution": false}
# Test: stripes, then an image with strides that differ
stripes = np.array([[[[9, 1, 9, 1, 9, 1, 4]]]])
assert_matches(
    blur_pool(stripes.copy(), np.array([1, 2, 1]), (1, 2)),
    [[[[19 / 3, 5, 5, 3]]]],
    "blur_pool([[9, 1, 9, 1, 9, 1, 4]], taps=[1, 2, 1], stride=(1, 2))",
    'chapter 9, "See what a stride throws away"',
    [
        ([[[[9, 9, 7.75, 5.6666666667]]]], "the stride came first: what is gone cannot be blurred any more"),
        ([[[[9, 9, 9, 4]]]], "nothing was blurred"),
        ([[[[2.375, 2.5, 2.5, 1.125]]]], "the ends are too dark: scale up the weights that are left"),
        ([[[[38, 40, 40, 18]]]], "the weights do not add up to 1"),
        ([[[[9.5, 10, 10, 4.5]]]], "the weights do not add up to 1"),
        ([[[[7, 5, 5, 3.25]]]], "the border pixel was repeated"),
        ([[[[5, 5, 5, 2.5]]]], "the image was mirrored at its border"),
        ([[[[5, 5, 3.75, 4]]]], "the first tap stands on the pixel; the middle one belongs there"),
        ([[[[5, 5, 3.75]]]], "keep the rows and columns 0, s, 2s, not those that follow"),
        (
            [[[[6.3333333333, 5, 5, 5, 5, 3.75, 3]]]],
            "the stride is on the wrong axis: the pair is (vertical, horizontal)",
        ),
        ([[[[6, 5, 5, 3]]]], "the results are cut to whole numbers"),
    ],
)
assert_matches(
    blur_pool(np.array([[[[12, 0], [0, 36], [24, 0], [0, 60]]]]), np.array([1, 2, 3]), (2, 1)),
    [[[[14.88, 16], [24.8, 80 / 3]]]],
    "blur_pool([[12, 0], [0, 36], [24, 0], [0, 60]], taps=[1, 2, 3], stride=(2, 1))",
    "the formula of this task",
    [
        ([[[[9.3333333333, 9.6], [14.6666666667, 16]]]], "the taps are turned around"),
        ([[[[4.8, 4], [9.6, 8]]]], "this is blurred only from left to right"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "blur_pool_middle", "locked": true, "points": 2, "solution": false}
# Hidden test: pixels away from the border, batches and channels, stride 1
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(906)
for size in (1, 3, 5):
    x, taps = rng.normal(size=(2, 3, 7, 9)), rng.uniform(0.5, 4, size=size)
    y = blur_pool(x.copy(), taps.copy(), (1, 1))
    assert np.shape(y) == x.shape, "with stride 1 the result must be as large as the image"
    reach = size // 2
    for i, j in [(3, 4), (reach, 6 - reach), (6 - reach, reach), (2, 5)]:
        seen = x[:, :, i - reach : i + reach + 1, j - reach : j + reach + 1]
        blurred = np.tensordot(seen, np.outer(taps, taps), axes=2) / taps.sum() ** 2
        assert np.allclose(y[:, :, i, j], blurred), "a pixel away from the border is blurred wrongly"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "blur_pool_border", "locked": true, "points": 2, "solution": false}
# Hidden test: pixels at the border, and blurs wider than the image
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(907)
for (h, w), size in [((4, 6), 3), ((5, 3), 5), ((2, 3), 7), ((1, 4), 3), ((3, 1), 5), ((6, 6), 1)]:
    taps = rng.uniform(0.5, 4, size=size)
    level = blur_pool(np.full((1, 2, h, w), 6.0), taps.copy(), (1, 1))
    assert np.shape(level) == (1, 2, h, w), "with stride 1 the result must be as large as the image"
    assert np.allclose(level, 6), "an even gray must stay what it is, up to the border"
    x, reach = rng.normal(size=(1, 1, h, w)), size // 2
    y = blur_pool(x.copy(), taps.copy(), (1, 1))
    for i, j in [(0, 0), (h - 1, w - 1), (0, w - 1), (h - 1, 0), (h // 2, 0)]:
        total = mass = 0
        for p, q in np.ndindex(h, w):
            if abs(p - i) <= reach and abs(q - j) <= reach:
                share = taps[p - i + reach] * taps[q - j + reach]
                total, mass = total + share * x[0, 0, p, q], mass + share
        assert np.isclose(y[0, 0, i, j] * mass, total), "a pixel at the border is blurred wrongly"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "blur_pool_stride", "locked": true, "points": 1, "solution": false}
# Hidden test: which pixels are kept, and 8-bit images
### BEGIN HIDDEN TESTS
for (h, w), (down, right) in [((6, 9), (2, 3)), ((7, 4), (3, 1)), ((5, 5), (1, 2)), ((4, 6), (5, 4))]:
    place = np.add.outer(100 * np.arange(h), np.arange(w))[None, None]
    kept = blur_pool(place.copy(), np.array([5.0]), (down, right))
    numbers = [[100 * i + j for j in range(0, w, right)] for i in range(0, h, down)]
    assert np.shape(kept) == (1, 1, len(numbers), len(numbers[0])), "the result has the wrong shape"
    assert np.allclose(kept, numbers), (
        "with a blur of one tap, the rows and columns 0, s, 2s, ... must be kept"
    )
noise = np.random.default_rng(908).normal(size=(1, 2, 7, 8))
everywhere = blur_pool(noise.copy(), np.array([1.0, 3, 2]), (1, 1))
for down, right in [(2, 1), (1, 3), (3, 2)]:
    thinned = blur_pool(noise.copy(), np.array([1.0, 3, 2]), (down, right))
    assert np.shape(thinned) == (1, 2, -(-7 // down), -(-8 // right)), "the result has the wrong shape"
    assert np.allclose(thinned, everywhere[:, :, ::down, ::right]), (
        "a stride must keep pixels of the blurred image"
    )
soft = np.array([1, 2, 1], dtype=np.uint8)
photo = np.full((1, 1, 5, 5), 255, dtype=np.uint8)
photo.setflags(write=False)
assert np.allclose(blur_pool(photo, soft, (2, 2))[:, :, 1, 1], 255), "8-bit pixels must not wrap"
smooth = blur_pool(np.array([[[[0, 0, 1, 0, 0]] * 3]]), np.array([1, 2, 1]), (1, 2))
assert np.allclose(smooth[0, 0, 1, 1], 0.5), "results must keep their fractions, also for whole numbers"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "blur_pool_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: an even number of taps; inputs left as they were
### BEGIN HIDDEN TESTS
x, taps = np.array([[[[1.0, 2, 4]]]]), np.array([1.0, 3, 1])
assert np.shape(blur_pool(x, taps, (1, 1))) == (1, 1, 1, 3), "an odd number of taps must still work"
assert np.array_equal(x, [[[[1, 2, 4]]]]), "the function changed the image"
assert np.array_equal(taps, [1, 3, 1]), "the function changed the taps"
for size in (2, 4, 8):
    try:
        blur_pool(np.ones((1, 1, 5, 6)), np.ones(size), (1, 1))
        refused = False
    except ValueError:
        refused = True
    assert refused, "an even number of taps must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Which waves does a stride confuse?
#
# **5 points** · medium · about 15 minutes ·
# [chapter 9](../../book/09_pooling_and_downsampling.md), "See what a stride throws away"
#
# A row of `pixels` pixels can hold the waves $\cos(2\pi\, w\, i / \text{pixels})$, with whole numbers `w`
# from 0 to `pixels // 2`. A layer with a stride keeps the pixels 0, s, 2s, … of it. From then on some of
# these waves are the same numbers, and nothing that follows can tell them apart.
#
# Write `look_alikes(waves, pixels, stride)`.
#
# - All arguments are whole numbers; `waves` is from 0 to `pixels // 2`.
# - Returns the list of **all** wave numbers from 0 to `pixels // 2` that look like `waves` after the stride,
#   `waves` itself among them, in increasing order.
# - Raises `ValueError` if `stride` does not divide `pixels`: then the row does not end where it began.
#
# Examples: `look_alikes(10, 24, 2)` is `[2, 10]`, the chapter's pair. `look_alikes(10, 24, 4)` is `[2, 4, 8,
# 10]`: the six pixels that are left show two waves, however many there were.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# You may try all waves and look. But when are two rows of cosines the same, and when only nearly?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Or think: `m = pixels // stride` pixels are left. What happens to the kept numbers when `m` is added to
# `waves`?
#
# </details>
# <details><summary>Hint 3</summary>
#
# A cosine of −w waves is a cosine of w waves. So what folds back when waves pass `m / 2`?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "look_alikes", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def look_alikes(waves, pixels, stride):
    """Return all numbers of waves that a row of ``pixels`` cannot tell from ``waves`` after the stride."""
    ### BEGIN SOLUTION
    left, rest = divmod(pixels, stride)
    if rest != 0:
        raise ValueError(f"expected a stride that divides {pixels}, got {stride}")
    return [w for w in range(pixels // 2 + 1) if (w - waves) % left == 0 or (w + waves) % left == 0]
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The kept pixels are i = 0, s, 2s, …, so wave w gives cos(2π w j / m) at j = 0, 1, …, m − 1, with m = pixels
# / s. Adding m to w adds a whole turn at every j and changes nothing, and neither does the sign of w. So v
# looks like w exactly when v − w or v + w is a multiple of m. Comparing cosines finds the same list, if it
# allows for rounding: `==` does not.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "look_alikes_visible", "locked": true, "points": 1, "solution": false}
# Test: every fourth pixel, every second, every third of an odd number, and all
for settings, expected, slips in [
    (
        (4, 24, 4),
        "2 4 8 10",
        [
            ("4 10", "waves fold back: a cosine of -w waves is one of w waves"),
            ("2 4", "some are missing: with m pixels left, m waves more look the same"),
            ("4 8", "some are missing: with m pixels left, m waves more look the same"),
            ("2", "return all waves that look the same"),
            ("2 8 10", "the waves themselves belong to the list"),
            ("2 4 8 10 14 16 20 22", "a row of pixels holds at most half as many waves"),
            ("10 8 4 2", "list the waves in increasing order"),
            ("4", "rounding makes equal cosines differ in the last digit"),
        ],
    ),
    ((10, 24, 2), "2 10", ()),
    ((6, 24, 2), "6", [("6 6", "a wave that is its own mirror image is listed twice")]),
    (
        (12, 24, 2),
        "0 12",
        [
            ("0", "pixels // 2 waves belong to the row as well"),
            ("12", "0 waves, an even gray, belong to the row as well"),
        ],
    ),
    ((1, 15, 3), "1 4 6", ()),
    ((7, 40, 1), "7", ()),
]:
    got = look_alikes(*settings)
    assert_matches(
        got if got is None else " ".join(str(w) for w in got),
        expected,
        f"look_alikes{settings}",
        'chapter 9, "See what a stride throws away"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "look_alikes_half", "locked": true, "points": 1, "solution": false}
# Hidden test: every second pixel kept
### BEGIN HIDDEN TESTS
for pixels in (2, 4, 12, 20, 64):
    for waves in range(1, (pixels + 1) // 2):
        same = list(look_alikes(waves, pixels, 2))
        assert waves in same, "the waves themselves belong to the list"
        assert pixels // 2 - waves in same, "with every second pixel, w waves look like pixels / 2 - w"
        assert len(same) == len({waves, pixels // 2 - waves}), "a wave is missing, doubled, or too many"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "look_alikes_strides", "locked": true, "points": 2, "solution": false}
# Hidden test: larger strides, even and odd rows, in order
### BEGIN HIDDEN TESTS
for pixels, stride in [(24, 3), (30, 5), (48, 6), (35, 7), (27, 9), (18, 3), (12, 12)]:
    angles = 2 * np.pi * np.arange(0, pixels, stride) / pixels
    groups = {}
    for w in range(pixels // 2 + 1):
        groups.setdefault(tuple(np.round(np.cos(w * angles), 6) + 0.0), []).append(w)
    for group in groups.values():
        for w in (group[0], group[-1]):
            found = look_alikes(w, pixels, stride)
            assert len(found) == len(group), (
                "some waves are missing, doubled, or too many for a larger stride"
            )
            assert list(found) == group, "for a larger stride the list is wrong, or not in order"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "look_alikes_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: strides that do not divide the row
### BEGIN HIDDEN TESTS
assert len(look_alikes(3, 40, 2)) == 2, "a stride that divides the row must still work"
for pixels, stride in [(24, 5), (25, 2), (9, 6), (10, 11), (16, 32)]:
    try:
        look_alikes(1, pixels, stride)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a stride that does not divide the number of pixels must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "blinking_question", "locked": true, "solution": false}
# ## Task 5. The detector that blinks
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 9](../../book/09_pooling_and_downsampling.md), "Ask whether, not where", "See what a stride throws
# away" and "Pool, or stride? Try both"
#
# A network for video halves its maps four times by convolutions with stride 2 and ends in one score, the mean
# of the last map (global average pooling). A parked car fills the middle of the picture. While the camera
# slowly turns, the score jumps up and down from frame to frame. Answer in at most 150 words:
#
# 1. By how many pixels can the image move so that, apart from the border, the last map moves as a whole and
#    the score stays? What happens for all other moves?
# 2. A colleague puts a 2 × 2 max pooling with stride 2 in place of each stride: "Max pooling is invariant to
#    shifts." What is right and what is wrong with that?
# 3. Name one change that attacks the cause, say where in the network it belongs, and what it costs.
#
# | your answer | points |
# | --- | --- |
# | gives the moves of question 1, with the computation, and what happens between them | 1 |
# | says how far the invariance of max pooling reaches, and where it ends | 1 |
# | gives a change that acts before samples are dropped, its place, and its price | 1 |
# | is precise: the right words, numbers where they can be given; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "blinking", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Four strides of 2 together keep every 16th position. A move by a multiple of 16 pixels moves the last map
#    by whole cells, and its mean stays. Any other move makes the strides keep other positions: the map is
#    made of other numbers, not of moved ones, and the mean changes.
# 2. Right: an output stays as long as its winner stays in its window, so small moves change less. Wrong: with
#    windows of 2, every second move by one pixel takes a winner into the next window. Each pooling still
#    drops positions; exact moves are multiples of 16 here too.
# 3. Blur before each subsampling: convolve (or take the maximum) with stride 1, then blur and keep every
#    second. What the coarse grid cannot hold is then gone instead of aliased. The price: the convolution runs
#    at four times as many positions, the blur on top, and fine detail is lost.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Move the digit by one pixel, then by two: how much of the pooled map changes, and
# with which window the least? Make the rings smaller without a blur, then with one: where do the false rings
# go?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import IntSlider, interact

    from cnnlib import data

    digit = data.mnist().x_test[:1].astype(float)  # 1, 1, 28, 28
    row, column = np.mgrid[-60:60, -60:60]
    rings = 0.5 + 0.5 * np.cos(np.pi * (row**2 + column**2) / 125)[None, None]

    def pictures(titles):
        axes = plt.subplots(1, len(titles), figsize=(9, 3.2))[1]
        for axis, (title, values) in zip(axes, titles.items(), strict=True):
            axis.imshow(values, cmap="gray")
            axis.set_title(title)
            axis.set_axis_off()
        plt.show()

    def moving_digit(move, window):
        size = window, window
        moved = np.roll(digit, move, axis=3)
        before, after = (max_pool2d(image, size, size, (0, 0))[0][0, 0] for image in (digit, moved))
        mean = average_pool2d(moved, size, size, (0, 0))[0, 0]
        share = np.abs(after - before).sum() / (after + before).sum()
        pictures({"moved": moved[0, 0], f"largest: {share:.0%} changed": after, "mean": mean})

    def smaller_rings(stride, width):
        taps = np.ones(1)
        for _ in range(2 * width):
            taps = np.convolve(taps, [0.5, 0.5])
        kept = rings[0, 0, ::stride, ::stride]
        pictures(
            {"kept": kept, f"blurred with {len(taps)} taps": blur_pool(rings, taps, (stride,) * 2)[0, 0]}
        )

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(moving_digit, move=IntSlider(1, 0, 4), window=IntSlider(2, 1, 7))
    try_out(smaller_rings, stride=IntSlider(4, 1, 6), width=IntSlider(2, 0, 6))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
