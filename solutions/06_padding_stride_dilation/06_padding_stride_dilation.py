# %% [markdown]
# # Exercises for chapter 6: padding, stride, dilation
#
# **30 points** in four programming tasks and one written answer; about 95 minutes. You need [chapter
# 6](../../book/06_padding_stride_dilation.md), NumPy and nothing else.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `input_sizes`: the output size, asked backwards | 6 | 20 |
# | 2 | `padding_for_stride`: "same" padding when the stride is not 1 | 5 | 15 |
# | 3 | `pad_or_crop`: a border that grows and shrinks | 7 | 20 |
# | 4 | `strided_filter`: stride, dilation and the border in two dimensions | 8 | 30 |
# | 5 | a written answer: the model that moved by one pixel | 4 | 10 |
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
# ## Task 1. The output size, asked backwards
#
# **6 points** · easy · about 20 minutes ·
# [chapter 6](../../book/06_padding_stride_dilation.md), "Derive the output size"
#
# A layer must give exactly `out` values. How long may its input be? The rounding in the formula makes
# several lengths give the same output. Find the smallest and the largest.
#
# Write `input_sizes(out, kernel_size, stride, padding, dilation)`.
#
# - All arguments are whole numbers; kernel size, stride and dilation are at least 1. `padding`, at least
#   0, is the number of zeros on **each** side, and the kernel's neighboring taps are `dilation` samples
#   apart, as in PyTorch and in the chapter.
# - Returns a tuple of two whole numbers `(smallest, largest)`: the input lengths, at least 1, that give
#   `out`.
# - Raises `ValueError` if `out` is below 1, or if no input of length 1 or more gives it (much padding alone
#   already makes a longer output).
#
# Example: `input_sizes(3, 3, 2, 0, 1)` is `(7, 8)`: a kernel of 3 that moves in steps of 2 fits three times
# into 7 samples, and still three times into 8; into 6 it fits twice and into 9 four times.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Where does the first window begin, where does the last one end? How many samples lie between, padding
# included?
#
# </details>
# <details><summary>Hint 2</summary>
#
# How many more samples can you add at the end before one more window fits?
#
# </details>
# <details><summary>Hint 3</summary>
#
# With large padding your smallest length may come out as 0 or less. Which lengths are left then, if any?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "input_sizes", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def input_sizes(out, kernel_size, stride, padding, dilation):
    """Return the smallest and the largest input length for which the layer gives ``out`` values."""
    ### BEGIN SOLUTION
    shortest = (out - 1) * stride + dilation * (kernel_size - 1) + 1 - 2 * padding
    longest = shortest + stride - 1
    if out < 1 or longest < 1:
        raise ValueError(f"no input of length 1 or more gives {out} values")
    return max(shortest, 1), longest
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The first window begins at 0, the last one begins `(out - 1) * stride` later and covers `dilation *
# (kernel_size - 1) + 1` samples: that is the shortest padded input. Up to `stride - 1` more samples do not
# let another window in. Large padding may push the shortest length below 1; the answer is then cut at 1,
# unless even the longest one is below 1.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "input_sizes_visible", "locked": true, "points": 1, "solution": false}
# Test: one layer without padding, one with padding and dilation
assert_matches(
    input_sizes(3, 3, 2, 0, 1),
    (7, 8),
    "input_sizes(out=3, kernel_size=3, stride=2, padding=0, dilation=1)",
    'chapter 6, "Derive the output size"',
    [
        ((7, 7), "7 is right for the smallest; the rounding lets longer inputs give 3 values too"),
        ((7, 9), "an input of 9 gives 4 values: the largest is one too large"),
        ((6, 7), "an input of 6 gives 2 values: three windows need one sample more"),
        ((9, 10), "the last window begins after out - 1 steps, not after out"),
        ((6, 6), "this forgets the kernel: the last window needs its full width"),
    ],
)
assert_matches(
    input_sizes(5, 4, 3, 2, 2),
    (15, 17),
    "input_sizes(out=5, kernel_size=4, stride=3, padding=2, dilation=2)",
    'chapter 6, "Spread the kernel with dilation" and "Read other people\'s formulas"',
    [
        ((17, 19), "the padding counts on both sides: the input is shorter by twice as much"),
        ((19, 21), "the padding makes the input shorter: an output of 5 is reached with fewer samples"),
        ((23, 25), "the padding is added to the length; it makes the input that is needed shorter"),
        ((12, 14), "the dilation is forgotten: a kernel of 4 with dilation 2 covers 7 samples"),
        ((16, 18), "a kernel of 4 with dilation 2 covers 7 samples, not 8"),
        ((18, 20), "dilation 2 puts neighboring taps 2 apart: one sample between them, not two"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "input_sizes_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random kernels, strides and padding, without dilation
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(601)
for _ in range(40):
    k, s, out = (int(v) for v in rng.integers(1, 8, 3))
    p = int(rng.integers(0, k // 2 + 1))
    small, large = input_sizes(out, k, s, p, 1)
    assert all(isinstance(v, int | np.integer) for v in (small, large)), "lengths must be whole numbers"
    counts = [len(range(0, n + 2 * p - k + 1, s)) for n in (small - 1, small, large, large + 1)]
    assert counts[1] == out, "the smallest length does not give the output"
    assert counts[2] == out, "the largest length does not give the output"
    assert small == 1 or counts[0] != out, "there is a smaller length"
    assert counts[3] != out, "there is a larger length"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "input_sizes_dilation", "locked": true, "points": 1, "solution": false}
# Hidden test: dilation
### BEGIN HIDDEN TESTS
for settings, wanted in [
    ((1, 3, 1, 0, 5), (11, 11)),
    ((4, 2, 1, 0, 7), (11, 11)),
    ((6, 5, 1, 0, 3), (18, 18)),
    ((9, 1, 1, 0, 4), (9, 9)),
    ((2, 6, 1, 0, 2), (12, 12)),
]:
    small, large = input_sizes(*settings)
    assert small == wanted[0], "the smallest length is wrong for a dilated kernel with stride 1"
    assert large >= wanted[1], "the largest length is too small for a dilated kernel with stride 1"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "input_sizes_short", "locked": true, "points": 1, "solution": false}
# Hidden test: much padding, where lengths below 1 would come out
### BEGIN HIDDEN TESTS
for settings, wanted in [((1, 3, 3, 2, 1), (1, 1)), ((2, 3, 4, 3, 1), (1, 4)), ((1, 1, 5, 0, 1), (1, 5))]:
    small, large = input_sizes(*settings)
    assert small == wanted[0], "the smallest length must be 1 where the formula would give 0 or less"
    assert large >= small, "the largest length is below the smallest"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "input_sizes_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: outputs that no input gives
### BEGIN HIDDEN TESTS
assert input_sizes(2, 3, 1, 0, 1)[0] > 0, "honest settings must still work"
for settings in [
    (0, 3, 1, 0, 1),
    (-2, 3, 2, 1, 1),
    (1, 3, 1, 4, 1),
    (2, 3, 1, 5, 2),
    (3, 1, 1, 6, 9),
    (1, 2, 1, 1, 1),
]:
    try:
        input_sizes(*settings)
        refused = False
    except ValueError:
        refused = True
    assert refused, "an output below 1, or one that no input gives, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. "Same" padding when the stride is not 1
#
# **5 points** · medium · about 15 minutes ·
# [chapter 6](../../book/06_padding_stride_dilation.md), "Place an even kernel"
#
# The chapter's "same" padding keeps the length, which needs stride 1. TensorFlow extends the word: with
# stride `s`, "same" means `ceil(n / s)` outputs, the number of positions 0, s, 2s, … in the signal. Compute
# its padding, which now depends on the length `n`.
#
# Write `padding_for_stride(n, kernel_size, stride, dilation)`.
#
# - All arguments are whole numbers of at least 1; anything smaller raises `ValueError`.
# - Returns a tuple of two whole numbers `(before, after)` with the **smallest** total that gives `ceil(n /
#   stride)` outputs. An odd total puts the extra zero **after**.
#
# Example: `padding_for_stride(7, 3, 2, 1)` is `(1, 1)` (outputs around samples 0, 2, 4, 6), but
# `padding_for_stride(8, 3, 2, 1)` is `(0, 1)`: with 8 samples one zero is enough for four outputs.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# With m outputs, from where to where do the windows reach? How many samples is that?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Compare that number with n. What if n is already larger?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `-(-n // s)` rounds up in whole numbers; `math.ceil(n / s)` goes through floats.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "padding_for_stride", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def padding_for_stride(n, kernel_size, stride, dilation):
    """Return the padding (before, after) with which ``n`` samples give ceil(n / stride) outputs."""
    ### BEGIN SOLUTION
    if min(n, kernel_size, stride, dilation) < 1:
        raise ValueError(f"expected numbers of at least 1, got {(n, kernel_size, stride, dilation)}")
    outputs = -(-n // stride)
    reach = (outputs - 1) * stride + dilation * (kernel_size - 1) + 1
    total = max(reach - n, 0)
    return total // 2, total - total // 2
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The windows of `ceil(n / stride)` outputs reach over a known number of samples. What the signal lacks of
# them is the total padding, and if it lacks nothing, the padding is 0: a kernel that is narrower than the
# stride skips samples instead. `-(-n // stride)` rounds up in whole numbers, and halving with `//` puts
# the odd zero after.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "padding_for_stride_visible", "locked": true, "points": 1, "solution": false}
# Test: three lengths under the same stride, and a kernel that is narrower than the stride
for n, k, s, d, expected, slips in [
    (
        7,
        3,
        2,
        1,
        (1, 1),
        [
            ((0, 0), "7 samples must give ceil(7 / 2) = 4 outputs, not 3"),
            ((2, 2), "this is the total on each side; it is shared between the two"),
        ],
    ),
    (
        8,
        3,
        2,
        1,
        (0, 1),
        [
            ((1, 1), "this does not depend on n and stride: with 8 samples one zero is enough"),
            ((1, 0), "an odd total puts the extra zero after"),
            ((0, 0), "the total is 1, and halving it lost the zero"),
            ((0.5, 0.5), "half a zero does not exist: the odd one goes after"),
        ],
    ),
    (
        9,
        4,
        3,
        2,
        (2, 2),
        [
            ((3, 3), "this does not depend on n and stride: with 9 samples less is enough"),
            ((0, 1), "the dilation is forgotten: a kernel of 4 with dilation 2 covers 7 samples"),
            ((2, 3), "a kernel of 4 with dilation 2 covers 7 samples, not 8"),
            ((3, 4), "dilation 2 puts neighboring taps 2 apart: one sample between them, not two"),
        ],
    ),
    (10, 1, 4, 1, (0, 0), [((0, -1), "padding cannot be negative"), ((-1, 0), "padding cannot be negative")]),
]:
    assert_matches(
        padding_for_stride(n, k, s, d),
        expected,
        f"padding_for_stride(n={n}, kernel_size={k}, stride={s}, dilation={d})",
        'chapter 6, "Place an even kernel", and the rule of this task',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "padding_for_stride_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random settings: number of outputs, smallest total, split
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(602)
for _ in range(60):
    n = int(rng.integers(1, 30))
    s, d = (int(v) for v in rng.integers(1, 5, 2))
    k = int(rng.integers(s, 9))
    before, after = padding_for_stride(n, k, s, d)
    assert all(isinstance(v, int | np.integer) for v in (before, after)), "padding must be whole numbers"
    last = np.arange(0, n, s)[-1] + d * (k - 1)
    spare = n + before + after - 1 - last
    assert spare >= 0, "the padding is too small for the outputs that are asked"
    assert before + after == 0 or spare == 0, "a smaller total would do"
    assert 0 <= after - before <= 1, "the zeros are not split evenly, the extra one after"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "padding_for_stride_narrow", "locked": true, "points": 1, "solution": false}
# Hidden test: kernels that are narrower than the stride
### BEGIN HIDDEN TESTS
for settings, wanted in [
    ((10, 2, 5, 1), (0, 0)),
    ((11, 2, 5, 1), (0, 1)),
    ((16, 1, 3, 1), (0, 0)),
    ((15, 1, 4, 1), (0, 0)),
    ((3, 2, 7, 1), (0, 0)),
    ((1, 3, 9, 1), (1, 1)),
]:
    assert tuple(padding_for_stride(*settings)) == wanted, (
        "wrong padding where the stride is wider than the kernel"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "padding_for_stride_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: arguments below 1
### BEGIN HIDDEN TESTS
assert sum(padding_for_stride(6, 3, 1, 1)) > 0, "honest settings must still work"
for settings in [(0, 3, 1, 1), (5, 0, 1, 1), (5, 3, 0, 1), (5, 3, 1, 0), (5, 3, -2, 1)]:
    try:
        padding_for_stride(*settings)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a length, kernel, stride or dilation below 1 must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. A border that grows and shrinks
#
# **7 points** · medium · about 20 minutes ·
# [chapter 6](../../book/06_padding_stride_dilation.md), "Pad the image"
#
# Networks often have to make an image a little larger, or cut it to the size of another. One function for
# both: a positive number adds rows or columns on that side, a negative one removes them.
#
# Write `pad_or_crop(images, top, bottom, left, right, value)`.
#
# - `images`: array of shape `(..., H, W)`: one image, a batch `(N, H, W)`, a batch with channels `(N, C, H,
#   W)`, … Only the last two axes change. It must not be changed itself.
# - `top`, `bottom`, `left`, `right`: whole numbers, each positive, negative or 0. `value` fills what is
#   added.
# - At least one row and one column of the image itself must remain, else `ValueError`; what is added on
#   another side does not count.
# - Returns an array of shape `(..., H + top + bottom, W + left + right)` with the dtype of `images`.
#
# Example: `pad_or_crop(np.array([[1, 2, 3], [4, 5, 6]]), 1, 0, -1, 2, 9)` is `[[9, 9, 9, 9], [2, 3, 9, 9],
# [5, 6, 9, 9]]`: a row added on top, a column cut on the left, two added on the right.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. `np.pad` is allowed; it refuses negative numbers.
#
# <details><summary>Hint 1</summary>
#
# Do it in two steps. Which order makes the sizes easy?
#
# </details>
# <details><summary>Hint 2</summary>
#
# What is `x[..., 0:-0]`? Say where a slice ends by counting from the start instead.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A full array of the right shape and dtype, then one assignment of the part that remains. Where does it
# start?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "pad_or_crop", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def pad_or_crop(images, top, bottom, left, right, value):
    """Return ``images`` (..., H, W) with rows and columns added (positive) or removed (negative)."""
    ### BEGIN SOLUTION
    h, w = images.shape[-2:]
    rows = slice(max(-top, 0), h - max(-bottom, 0))
    columns = slice(max(-left, 0), w - max(-right, 0))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        raise ValueError(f"cutting {(top, bottom, left, right)} leaves nothing of an image of {h} x {w}")
    around = [(max(top, 0), max(bottom, 0)), (max(left, 0), max(right, 0))]
    widths = [(0, 0)] * (images.ndim - 2) + around
    return np.pad(images[..., rows, columns], widths, constant_values=value)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Cutting comes first, so that padding meets an image whose size is final. Counting a slice's end from the
# start, `h - max(-bottom, 0)`, avoids the trap of `x[0:-0]`, which is empty. The check asks for what is
# left of the image itself, before anything is added. Leading axes get the width (0, 0) each, however many
# there are.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pad_or_crop_visible", "locked": true, "points": 1, "solution": false}
# Test: a row and columns added, a column cut, and a batch of two images
small = np.array([[1, 2, 3], [4, 5, 6]])
assert_matches(
    pad_or_crop(small, 1, 0, 1, 2, 9),
    [[9, 9, 9, 9, 9, 9], [9, 1, 2, 3, 9, 9], [9, 4, 5, 6, 9, 9]],
    "pad_or_crop([[1, 2, 3], [4, 5, 6]], top=1, bottom=0, left=1, right=2, value=9)",
    'chapter 6, "Pad the image"',
    [
        ([[0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 0, 0], [0, 4, 5, 6, 0, 0]], "the border holds 0 instead of value"),
        ([[1, 1, 2, 3, 3, 3], [1, 1, 2, 3, 3, 3], [4, 4, 5, 6, 6, 6]], "the border repeats the image's edge"),
        ([[9, 9, 9, 9, 9, 9], [9, 9, 1, 2, 3, 9], [9, 9, 4, 5, 6, 9]], "left and right are exchanged"),
        ([[9, 1, 2, 3, 9, 9], [9, 4, 5, 6, 9, 9], [9, 9, 9, 9, 9, 9]], "top and bottom are exchanged"),
        (
            [[9, 9, 1, 2, 3, 9], [9, 9, 4, 5, 6, 9], [9, 9, 9, 9, 9, 9]],
            "top and bottom, and left and right, are exchanged",
        ),
        (
            [[9, 9, 9, 9], [9, 1, 2, 3], [9, 4, 5, 6], [9, 9, 9, 9], [9, 9, 9, 9]],
            "rows and columns are exchanged: the order of the arguments is top, bottom, left, right",
        ),
    ],
)
assert_matches(
    pad_or_crop(small, 1, 0, -1, 2, 9),
    [[9, 9, 9, 9], [2, 3, 9, 9], [5, 6, 9, 9]],
    "pad_or_crop([[1, 2, 3], [4, 5, 6]], top=1, bottom=0, left=-1, right=2, value=9)",
    'chapter 6, "Pad the image", and the rules of this task: a negative number removes',
    [
        ([[9, 9, 9, 9, 9], [1, 2, 3, 9, 9], [4, 5, 6, 9, 9]], "the negative number was taken for 0"),
        ([[9, 9, 9, 9], [1, 2, 9, 9], [4, 5, 9, 9]], "the column was cut on the wrong side"),
    ],
)
assert_matches(
    pad_or_crop(np.stack([small, 10 * small]), 0, -1, 0, 1, 7),
    [[[1, 2, 3, 7]], [[10, 20, 30, 7]]],
    "pad_or_crop(a batch of 2 images of 2 rows and 3 columns, top=0, bottom=-1, left=0, right=1, value=7)",
    "the rules of this task: only the last two axes change",
    [([[[1, 2, 3], [4, 5, 6], [7, 7, 7]]], "the batch was cut: rows and columns are the last two axes")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pad_or_crop_pad", "locked": true, "points": 2, "solution": false}
# Hidden test: random padding of images that are not square, with zeros, ones and other values
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(603)
for _ in range(12):
    h, w, top, bottom, left, right = (int(v) for v in rng.integers([1, 1, 0, 0, 0, 0], [6, 6, 4, 4, 4, 4]))
    image, value = rng.normal(size=(h, w)), float(rng.integers(-5, 6))
    got = pad_or_crop(image.copy(), top, bottom, left, right, value)
    assert np.shape(got) == (h + top + bottom, w + left + right), "the padded image has the wrong shape"
    assert np.array_equal(got[top : top + h, left : left + w], image), "the image is not where it belongs"
    frame = got.copy()
    frame[top : top + h, left : left + w] = value
    assert np.all(frame == value), "the border does not hold the value"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pad_or_crop_crop", "locked": true, "points": 2, "solution": false}
# Hidden test: sides that are cut, alone and beside sides that grow, or stay
### BEGIN HIDDEN TESTS
grid = np.arange(42.0).reshape(6, 7)
for amounts, first, last in [
    ((-1, -2, -3, -1), grid[1, 3], grid[3, 5]),
    ((-2, 0, 0, -3), grid[2, 0], grid[5, 3]),
    ((0, -5, -6, 0), grid[0, 6], grid[0, 6]),
    ((0, 0, 0, 0), grid[0, 0], grid[5, 6]),
]:
    part = pad_or_crop(grid.copy(), *amounts, -1.0)
    assert np.shape(part) == (6 + sum(amounts[:2]), 7 + sum(amounts[2:])), "the cut image has the wrong shape"
    assert part[0, 0] == first, "the wrong rows or columns were cut at the top or on the left"
    assert part[-1, -1] == last, "the wrong rows or columns were cut at the bottom or on the right"
mixed = pad_or_crop(grid.copy(), -4, 2, 1, -5, 0.0)
assert np.array_equal(mixed, [[0, 28, 29], [0, 35, 36], [0, 0, 0], [0, 0, 0]]), (
    "cutting one side and padding the other in one call gives a wrong image"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pad_or_crop_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: batches and channels, dtype kept, read-only and strided arrays, input left as it was
### BEGIN HIDDEN TESTS
batch = np.arange(48, dtype=np.uint8).reshape(2, 3, 4, 2)
batch.setflags(write=False)
got = pad_or_crop(batch, 1, 1, 1, 1, 255)
assert np.shape(got) == (2, 3, 6, 4), "only the last two axes of a batch with channels may change"
assert got.dtype == np.uint8, "the dtype of the images must be kept"
assert np.array_equal(got[:, :, 1:5, 1:3], batch), "the images of the batch are not where they belong"
turned = np.arange(6, dtype=np.float32).reshape(2, 3).T
got = pad_or_crop(turned, 1, 1, 1, 1, 0.5)
assert got.dtype == np.float32, "the dtype of the images must be kept"
assert np.array_equal(got[1:4, 1:3], turned), "a transposed image is not where it belongs"
image = np.array([[1.0, 2], [3, 4]])
pad_or_crop(image, 1, 2, 3, 4, 8)
assert np.array_equal(image, [[1.0, 2], [3, 4]]), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "pad_or_crop_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: cuts that leave nothing of the image
### BEGIN HIDDEN TESTS
assert pad_or_crop(np.ones((3, 4)), 1, 1, 1, 1, 0) is not None, "honest amounts must still work"
for amounts in [
    (-3, 0, 0, 0),
    (-1, -2, 0, 0),
    (0, 0, -4, 0),
    (0, 0, -2, -2),
    (-9, 0, 0, 0),
    (-3, 2, 0, 0),
    (0, 0, -4, 2),
]:
    try:
        pad_or_crop(np.ones((3, 4)), *amounts, 0)
        refused = False
    except ValueError:
        refused = True
    assert refused, "amounts that leave no row or no column of the image must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Stride, dilation and the border in two dimensions
#
# **8 points** · hard · about 30 minutes ·
# [chapter 6](../../book/06_padding_stride_dilation.md), "Spread the kernel with dilation" and "Choose what
# stands in the border"
#
# Zeros around a photograph make a dark frame. Filters for photographs repeat the nearest pixel of the image
# instead. Write a correlation that does so, whose kernel stands with its middle on the pixels 0, s, 2s, …
# in each direction.
#
# $$y_{ij} = \sum_{u,v} w_{uv} \; x\Bigl[\, i s_h + \bigl(u - \tfrac{K_H - 1}{2}\bigr) d_h,
# \;\; j s_w + \bigl(v - \tfrac{K_W - 1}{2}\bigr) d_w \Bigr]$$
#
# where a row above the image means its first row, a row below it the last one, and the same for columns.
#
# Write `strided_filter(image, kernel, stride, dilation)`.
#
# - `image`: `(H, W)`; `kernel`: `(KH, KW)`, both odd, else `ValueError`; whole numbers or floats of any
#   dtype. Neither may be changed. The dilated kernel may be larger than the image.
# - `stride`: a pair `(vertical, horizontal)`; `dilation`: a pair `(vertical, horizontal)`.
# - Returns a float array of shape `(ceil(H / stride[0]), ceil(W / stride[1]))`.
#
# Example: `strided_filter(np.array([[1, 2, 0, 4], [3, 1, 5, 0]]), np.array([[1, 2, 4]]), (1, 2), (1, 1))`
# is `[[11., 18.], [13., 11.]]`: the first value is 1·1 + 2·1 + 4·2, with the 1 at the border taken twice.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Without stride and dilation first. `np.clip` turns a row number that is outside into the nearest one that
# exists.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which rows does kernel row `u` see, for all `i` at once? That is one array of row numbers, and one of
# column numbers.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Which of `s`, `d` and `K` belongs to rows and which to columns? Try a kernel of one row first.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "strided_filter", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def strided_filter(image, kernel, stride, dilation):
    """Return the correlation centered on every ``stride``-th pixel; outside counts the nearest pixel."""
    ### BEGIN SOLUTION
    h, w = image.shape
    kh, kw = kernel.shape
    if kh % 2 == 0 or kw % 2 == 0:
        raise ValueError(f"expected a kernel with a middle, odd by odd, got {kernel.shape}")
    rows, columns = np.arange(0, h, stride[0]), np.arange(0, w, stride[1])
    y = np.zeros((len(rows), len(columns)))
    for (u, v), weight in np.ndenumerate(kernel):
        r = np.clip(rows + (u - kh // 2) * dilation[0], 0, h - 1)
        c = np.clip(columns + (v - kw // 2) * dilation[1], 0, w - 1)
        y += float(weight) * image[np.ix_(r, c)]
    return y
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# For one tap of the kernel, the rows and columns that it sees for **all** outputs are two short lists of
# numbers. `np.clip` turns those outside into the nearest that exist, which is the whole border rule, and
# `np.ix_` picks the pixels at all crossings of the two lists. Vertical numbers (kh, stride[0],
# dilation[0]) never meet horizontal ones, so none of them can be exchanged unseen.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "strided_filter_visible", "locked": true, "points": 1, "solution": false}
# Test: one kernel row, then stride and dilation that differ in the two directions
assert_matches(
    strided_filter(np.array([[1, 2, 0, 4], [3, 1, 5, 0]]), np.array([[1, 2, 4]]), (1, 1), (1, 1)),
    [[11, 5, 18, 24], [13, 25, 11, 5]],
    "strided_filter([[1, 2, 0, 4], [3, 1, 5, 0]], [[1, 2, 4]], stride=(1, 1), dilation=(1, 1))",
    'chapter 6, "Choose what stands in the border"',
    [
        (
            [[10, 5, 18, 8], [10, 25, 11, 5]],
            "outside the image there are zeros; it should be the nearest pixel",
        ),
        (
            [[14, 5, 18, 12], [10, 25, 11, 17]],
            "the image comes in again at its other side; take the nearest pixel",
        ),
        ([[8, 8, 12, 12], [19, 19, 14, 20]], "the kernel is flipped: this is the convolution"),
        ([[5, 18], [25, 11]], "the border is missing: one value for each pixel when the stride is 1"),
        ([[5, 18, 24, 28], [25, 11, 5, 0]], "the kernel starts at the pixel; its middle belongs there"),
    ],
)
assert_matches(
    strided_filter(
        np.array([[1, 0, 2, 0], [0, 4, 0, 5], [6, 0, 7, 0], [0, 9, 0, 1], [3, 0, 8, 2]]),
        np.array([[0, 1, 0], [2, 0, 0], [0, 0, 5]]),
        (2, 1),
        (1, 2),
    ),
    [[3, 27, 29, 25], [12, 21, 17, 10], [46, 25, 16, 11]],
    "strided_filter(the image and the kernel of this cell, stride=(2, 1), dilation=(1, 2))",
    'chapter 6, "Skip positions with a stride" and "Spread the kernel with dilation"',
    [
        (
            [[3, 29], [36, 2], [12, 17], [46, 17], [46, 16]],
            "the stride is on the wrong axis: the pair is (vertical, horizontal)",
        ),
        (
            [[3, 37, 2, 4], [13, 52, 12, 24], [12, 46, 17, 26]],
            "the dilation is on the wrong axis: the pair is (vertical, horizontal)",
        ),
        (
            [[3, 2, 4, 2], [23, 22, 24, 22], [22, 16, 23, 16]],
            "the taps are one pixel too far apart: dilation 1 is the plain kernel",
        ),
        ([[23, 2, 27, 29], [57, 16, 5, 24], [6, 55, 10, 27]], "the dilation is ignored"),
        (
            [[3, 27, 29, 25], [36, 0, 2, 8], [12, 21, 17, 10], [46, 10, 17, 28], [46, 25, 16, 11]],
            "the stride is ignored",
        ),
        (
            [[3, 27, 29, 25], [12, 21, 17, 10]],
            "the last row is missing: 5 rows with stride 2 give rows 0, 2 and 4",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "strided_filter_border", "locked": true, "points": 2, "solution": false}
# Hidden test: values inside and at the border, stride 1 and dilation 1
### BEGIN HIDDEN TESTS
photo = np.array([[3.0, -1, 4, 1], [5, 9, -2, 6], [5, 3, 5, 8]])
taps = np.array([[1.0, -2, 0], [0, 3, 1], [2, 0, -1]])
plain = strided_filter(photo.copy(), taps.copy(), (1, 1), (1, 1))
assert np.shape(plain) == (3, 4), "with stride 1 the result must be as large as the image"
assert np.isclose(plain[1, 1], 35), "a value in the middle of the image is wrong"
assert np.isclose(plain[1, 2], -11), "a value in the middle of the image is wrong"
assert np.allclose([plain[0, 0], plain[2, 3]], [6, 20]), "a value in a corner is wrong"
assert np.allclose([plain[0, 2], plain[1, 0]], [16, 28]), "a value at an edge is wrong"
rng = np.random.default_rng(604)
for size in [(3, 3), (1, 5), (5, 1), (3, 1), (7, 3)]:
    weights = rng.normal(size=size)
    level = strided_filter(np.full((4, 6), 2.5), weights.copy(), (1, 1), (1, 1))
    assert np.allclose(level, 2.5 * weights.sum()), "a flat image must stay flat up to its border"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "strided_filter_stride", "locked": true, "points": 1, "solution": false}
# Hidden test: strides that differ in the two directions, sizes that they do not divide
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(605)
for (h, w), stride in [
    ((7, 5), (2, 1)),
    ((6, 8), (1, 3)),
    ((5, 9), (3, 2)),
    ((4, 4), (5, 4)),
    ((8, 6), (4, 3)),
]:
    image = rng.normal(size=(h, w))
    taps = np.array([[0.0, 1, 0], [0, 2, -1], [0, 0, 0]])
    thinned = strided_filter(image.copy(), taps.copy(), stride, (1, 1))
    assert np.shape(thinned) == (-(-h // stride[0]), -(-w // stride[1])), (
        "the result has the wrong shape for this stride"
    )
    full = strided_filter(image.copy(), taps.copy(), (1, 1), (1, 1))
    assert np.allclose(thinned, full[:: stride[0], :: stride[1]]), (
        "a stride must keep every s-th value of the result"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "strided_filter_dilation", "locked": true, "points": 2, "solution": false}
# Hidden test: dilations that differ in the two directions, kernels wider than the image
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(606)
for dilation, size in [
    ((1, 2), (3, 3)),
    ((3, 1), (3, 1)),
    ((2, 3), (3, 5)),
    ((4, 4), (3, 3)),
    ((2, 1), (1, 3)),
]:
    taps, image = rng.normal(size=size), rng.normal(size=(6, 7))
    holes = np.zeros(((size[0] - 1) * dilation[0] + 1, (size[1] - 1) * dilation[1] + 1))
    holes[:: dilation[0], :: dilation[1]] = taps
    got = strided_filter(image.copy(), taps.copy(), (1, 1), dilation)
    assert np.allclose(got, strided_filter(image.copy(), holes, (1, 1), (1, 1))), (
        "a dilated kernel must act like the kernel with zeros written between its taps"
    )
spot = np.zeros((9, 9))
spot[4, 4] = 1.0
answer = strided_filter(spot, np.array([[0.0, 0, 7], [0, 0, 0], [0, 0, 0]]), (1, 1), (2, 3))
assert np.isclose(answer[6, 1], 7), "the taps are not d pixels apart, or the dilation is on the wrong axis"
assert np.isclose(answer.sum(), 7), "a single bright pixel far from the border must be seen once by each tap"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "strided_filter_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels of 8 bits, fractions, read-only and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
bright = np.full((4, 5), 200, dtype=np.uint8)
bright.setflags(write=False)
heavy = np.array([[1, 2, 1]], dtype=np.uint8)
heavy.setflags(write=False)
assert np.allclose(strided_filter(bright, heavy, (1, 1), (1, 1))[1, 1:4], 800), (
    "sums of 8-bit pixels must not wrap"
)
soft = np.array([[0.25, 0.5, 0.25]])
assert np.allclose(
    strided_filter(np.array([[1, 2, 4, 1, 0]]), soft, (1, 1), (1, 1))[0, 1:4], [2.25, 2.75, 1.5]
), "results must keep their fractions, also for images of whole numbers"
ramp = np.arange(12, dtype=np.float32).reshape(3, 4).T
assert np.allclose(strided_filter(ramp, np.array([[1.0, 0, 1]]), (1, 1), (1, 1))[:, 1], [8, 10, 12, 14]), (
    "a transposed float32 image gives wrong values"
)
image, kernel = np.array([[1.0, 2], [3, 5]]), np.array([[1.0, 2, 3]])
strided_filter(image, kernel, (1, 1), (1, 1))
assert np.array_equal(image, [[1.0, 2], [3, 5]]), "the function changed the image"
assert np.array_equal(kernel, [[1.0, 2, 3]]), "the function changed the kernel"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "strided_filter_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: kernels without a middle
### BEGIN HIDDEN TESTS
assert strided_filter(np.ones((5, 6)), np.ones((3, 3)), (1, 1), (1, 1)) is not None, (
    "an odd kernel must still work"
)
for size in [(2, 3), (3, 2), (2, 2), (4, 1), (1, 6)]:
    try:
        strided_filter(np.ones((5, 6)), np.ones(size), (1, 1), (1, 1))
        refused = False
    except ValueError:
        refused = True
    assert refused, "a kernel with an even height or width must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "moved_model_question", "locked": true, "solution": false}
# ## Task 5. The model that moved by one pixel
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 6](../../book/06_padding_stride_dilation.md), "Place an even kernel"
#
# A detector was trained in TensorFlow on images of 64 × 64 pixels. Its first layer has a 3 × 3 kernel,
# stride 2 and "same" padding (the rule of task 2). A colleague copies the weights into PyTorch, where
# `padding='same'` is refused for stride 2, and writes `Conv2d(3, 16, 3, stride=2, padding=1)` instead. The
# output has the right shape, and the detector is worse. Answer in at most 150 words:
#
# 1. Why is the output's shape right and its content wrong? On which pixels does the first output value of a
#    row stand in each of the two?
# 2. How do you repair the PyTorch model without training it again?
# 3. Would the error also appear on images of 65 × 65 pixels? Show it by numbers.
#
# | your answer | points |
# | --- | --- |
# | gives the padding of each model, and the pixels that its first window sees | 1 |
# | gives a repair whose windows are exactly those of TensorFlow | 1 |
# | gives the padding of both for 65 pixels, and the conclusion | 1 |
# | is precise: numbers that can be checked; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "moved_model", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. 64 pixels with stride 2 give 32 outputs. TensorFlow needs (32 − 1)·2 + 3 = 65 samples, one more than
#    there are: padding (0, 1). PyTorch adds (1, 1), has 66 samples and leaves the last one unused:
#    floor(63/2) + 1 = 32 too. The first window of TensorFlow sees pixels 0, 1, 2; that of PyTorch sees
#    padding, 0, 1. Every window is one pixel off.
# 2. `ZeroPad2d((0, 1, 0, 1))` (left, right, top, bottom), then `Conv2d(3, 16, 3, stride=2)` with the same
#    weights.
# 3. No. 65 pixels give 33 outputs and need (33 − 1)·2 + 3 = 67 samples: padding (1, 1) in both.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Make the border negative. Give the filter a large dilation: why does a grid
# appear? Which stride loses the thin lines first?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import IntSlider, interact

    row, column = np.mgrid[0:48, 0:64]
    disc = np.hypot(row - 20, column - 22) < 12
    scene = 0.2 + 0.6 * disc + 0.4 * (column % 8 == 0) * (row > 30)

    def picture(changed):
        plt.figure(figsize=(5, 4))
        plt.imshow(changed, cmap="gray", vmin=0, vmax=1)
        plt.title(f"{scene.shape} became {changed.shape}")
        plt.show()

    def border(top, bottom, left, right):
        picture(pad_or_crop(scene, top, bottom, left, right, 0.0))

    def thin(stride, dilation):
        kernel = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16
        picture(strided_filter(scene, kernel, (stride, stride), (dilation, dilation)))

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    amounts = {"top": 4, "bottom": -6, "left": -10, "right": 8}
    try_out(border, **{side: IntSlider(amount, -12, 12) for side, amount in amounts.items()})
    try_out(thin, stride=IntSlider(1, 1, 8), dilation=IntSlider(1, 1, 8))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
