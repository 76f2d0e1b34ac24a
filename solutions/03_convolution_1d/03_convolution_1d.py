# %% [markdown]
# # Exercises for chapter 3: convolution in one dimension
#
# **30 points** in four programming tasks and one written answer; about 95 minutes. You need
# [chapter 3](../../book/03_convolution_1d.md), NumPy and nothing else.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `moving_average`: smooth a signal, ends included | 6 | 20 |
# | 2 | `conv1d_centered`: the flip, and where the kernel sits | 8 | 25 |
# | 3 | `match_map`: find a pattern in an image | 7 | 25 |
# | 4 | `which_operation`: tell convolution and correlation apart | 5 | 15 |
# | 5 | a written answer: the library that flips | 4 | 10 |
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
# ## Task 1. Smooth a signal, ends included
#
# **6 points** · easy · about 20 minutes ·
# [chapter 3](../../book/03_convolution_1d.md), "Decide what happens at the ends"
#
# A thermometer is read once a minute and the readings jitter. Replace each reading by the mean of the `m`
# readings around it. The chapter's box filter takes zeros outside the signal, so its first and last values
# are too low. Yours averages only the readings that exist:
#
# $$y_i = \text{mean of all } x_j \text{ with } |i - j| \le \tfrac{m-1}{2} \text{ and } 0 \le j < n.$$
#
# Write `moving_average(x, m)`.
#
# - `x`: array of shape `(n,)`, `n ≥ 1`, whole numbers or floats of any dtype. It must not be changed.
# - `m`: a whole number; it may be larger than `n`. An even one, or one below 1, raises `ValueError`.
# - Returns a float array of shape `(n,)`.
#
# Example: `moving_average(np.array([10, 50, 60, 10, 20, 40, 30]), 3)` is `[30., 40., 40., 30., 23.33, 30.,
# 35.]`: the first value is (10 + 50) / 2.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# How many readings does the window hold at position 0? At position 1? In the middle?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A window is a slice of `x`. Its ends must not leave the signal, and a negative index does not mean
# "outside" in Python.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Where will you store the means? An array made like `x` is an array of whole numbers when `x` is.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "moving_average", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def moving_average(x, m):
    """Return the centered mean of ``m`` samples of ``x``; at the ends, of those that exist."""
    ### BEGIN SOLUTION
    if m < 1 or m % 2 == 0:
        raise ValueError(f"expected an odd window of at least 1, got m = {m}")
    half = m // 2
    return np.array([np.mean(x[max(i - half, 0) : i + half + 1]) for i in range(len(x))])
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# A slice already stops at the end of the array, so only its beginning needs a guard: a negative index
# would count from the end. `np.mean` divides by the number of readings that are really in the slice, and
# computes in floats whatever the dtype, so neither the ends nor 8-bit readings need a case of their own.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "moving_average_visible", "locked": true, "points": 1, "solution": false}
# Test: the signal of the chapter, and one peak
readings = np.array([10.0, 50, 60, 10, 20, 40, 30])
smooth = moving_average(readings, 3)
assert_matches(
    readings,
    [10, 50, 60, 10, 20, 40, 30],
    "moving_average(x, 3), and then a look at x: your function changed it",
    "the rules of this task: x must not be changed",
)
assert_matches(
    smooth,
    [30, 40, 40, 30, 70 / 3, 30, 35],
    "moving_average([10, 50, 60, 10, 20, 40, 30], 3)",
    'chapter 3, "Decide what happens at the ends"',
    [
        (
            [20, 40, 40, 30, 70 / 3, 30, 70 / 3],
            "the ends are too low: do not count what does not exist, not even as 0",
        ),
        ([70 / 3, 40, 40, 30, 70 / 3, 30, 100 / 3], "the ends repeat the first and the last reading"),
        (
            [40, 40, 30, 70 / 3, 30, 35, 30],
            "the window starts at the reading; it should have it in its middle",
        ),
        ([10, 30, 40, 40, 30, 70 / 3, 30], "the window ends at the reading; it should have it in its middle"),
        (
            [40, 32.5, 30, 36, 32, 25, 30],
            "the window is too wide: with m = 3 it holds one reading on each side",
        ),
        ([40, 40, 30, 70 / 3, 30], "the ends are missing: return one value for each reading"),
    ],
)
assert_matches(
    moving_average(np.array([0, 0, 0, 25, 0, 0, 0]), 5),
    [0, 25 / 4, 5, 5, 5, 25 / 4, 0],
    "moving_average([0, 0, 0, 25, 0, 0, 0], 5)",
    'chapter 3, "Slide a window, multiply, add"',
    [([0, 6, 5, 5, 5, 6, 0], "the means are cut to whole numbers")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "moving_average_middle", "locked": true, "points": 1, "solution": false}
# Hidden test: random signals and widths, where the window fits inside
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(301)
for n, m in [(9, 3), (14, 5), (11, 7), (6, 1), (1, 1)]:
    x = rng.normal(size=n)
    got = moving_average(x.copy(), m)
    assert np.shape(got) == (n,), "the result must have one value for each reading"
    for i in range(m // 2, n - m // 2, 2):
        inside = sum(x[i + step] for step in range(-(m // 2), m // 2 + 1))
        assert np.isclose(got[i] * m, inside), (
            "a value in the middle is not the mean of the m readings around it"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "moving_average_ends", "locked": true, "points": 2, "solution": false}
# Hidden test: the first and last values, and windows wider than the signal
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(302)
for n, m in [(9, 5), (10, 7), (4, 3), (3, 9), (2, 5), (1, 3)]:
    level = moving_average(np.full(n, 7.5), m)
    assert np.shape(level) == (n,), (
        "the result must have one value for each reading, also when m is larger than n"
    )
    assert np.allclose(level, 7.5), "a constant signal must stay what it is, up to its ends"
    x = rng.normal(size=n)
    got = moving_average(x.copy(), m)
    begin, end = x[: m // 2 + 1], x[max(n - m // 2 - 1, 0) :]
    assert np.isclose(got[0] * len(begin), begin.sum()), (
        "the first value is not the mean of the readings that exist"
    )
    assert np.isclose(got[-1] * len(end), end.sum()), (
        "the last value is not the mean of the readings that exist"
    )
    assert np.allclose(got, moving_average(x[::-1].copy(), m)[::-1]), (
        "a reversed signal must give the reversed result"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "moving_average_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: whole numbers of few bits, read-only and strided arrays, input left as it was
### BEGIN HIDDEN TESTS
bright = np.array([200, 250, 255, 0, 255, 251], dtype=np.uint8)
bright.setflags(write=False)
middle = moving_average(bright, 3)[1:5]
assert np.allclose(middle, [235, 505 / 3, 170, 506 / 3]), (
    "sums of uint8 readings must not wrap, means must keep their fraction"
)
every_second = np.arange(12, dtype=np.float32)[::2]
assert np.allclose(moving_average(every_second, 3)[1:5], [2, 4, 6, 8]), (
    "a strided float32 signal gives wrong means"
)
x = np.array([3.0, -1.0, 4.0, 1.0, -5.0])
moving_average(x, 3)
assert np.array_equal(x, [3.0, -1.0, 4.0, 1.0, -5.0]), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "moving_average_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: widths that make no sense
### BEGIN HIDDEN TESTS
assert np.isclose(moving_average(np.ones(6), 3)[2], 1), "an honest width must still work"
for bad in (2, 4, 0, -3):
    try:
        moving_average(np.arange(6.0), bad)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a width that is even or below 1 must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. The flip, and where the kernel sits
#
# **8 points** · medium · about 25 minutes ·
# [chapter 3](../../book/03_convolution_1d.md), "Flip the kernel"
#
# An echo sounder sends one click and hears the kernel `w`. For any other signal it hears the convolution.
# Here the caller also says which entry of the kernel belongs to the moment of the click: index `center`.
#
# $$y_i = \sum_{k=0}^{K-1} w_k \, x_{i + c - k}, \qquad c = \texttt{center}, \qquad x_j = 0 \text{ outside.}$$
#
# Write `conv1d_centered(x, w, center)`.
#
# - `x`: array of shape `(n,)`; `w`: array of shape `(K,)`; both at least 1 long. `K` may be even, or larger
#   than `n`. Neither may be changed.
# - `center`: a whole number from 0 to K − 1. One below or above raises `ValueError`: here −1 does not mean
#   the last entry.
# - Returns a float array of shape `(n,)`.
#
# Example: one click at position 2, `conv1d_centered(np.array([0, 0, 1, 0, 0]), np.array([1, 2, 3]), 1)`, is
# `[0., 1., 2., 3., 0.]`: the kernel as it is, its entry number 1 on the click.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. `np.convolve` is allowed, but it knows no center: you would have to
# know which part of what it returns is asked here.
#
# <details><summary>Hint 1</summary>
#
# By hand: which entries of `x` does y₂ need when K = 3 and c = 1? Which when c = 0?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two loops and the formula are enough. Which pairs (i, k) must be left out?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Or turn it around: what does the single sample `x[j]` add to the result, and to which places?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "conv1d_centered", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def conv1d_centered(x, w, center):
    """Return ``x`` convolved with ``w``, as long as ``x``, with ``w[center]`` on the current sample."""
    ### BEGIN SOLUTION
    n, size = len(x), len(w)
    if not 0 <= center < size:
        raise ValueError(f"expected a center from 0 to {size - 1}, got {center}")
    y = np.zeros(n)
    for i in range(n):
        for k in range(size):
            if 0 <= i + center - k < n:
                y[i] += float(w[k]) * x[i + center - k]
    return y
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The loops are the formula: output i takes sample i + c − k with weight k, and pairs outside the signal
# are left out. The other view is as good: sample j adds its whole echo, `x[j] * w`, starting at place j −
# c. And the full convolution of NumPy contains the answer as the n values from index `center` on.
# `float(w[k])` keeps 8-bit products from wrapping around.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv1d_centered_visible", "locked": true, "points": 1, "solution": false}
# Test: one click, then two
assert_matches(
    conv1d_centered(np.array([0, 0, 1, 0, 0]), np.array([1, 2, 3]), 1),
    [0, 1, 2, 3, 0],
    "conv1d_centered([0, 0, 1, 0, 0], [1, 2, 3], center=1)",
    'chapter 3, "Flip the kernel"',
    [
        (
            [0, 3, 2, 1, 0],
            "this is the correlation: a click must give the kernel as it is, not its mirror image",
        ),
        ([0, 0, 1, 2, 3], "the kernel starts at the click; entry number `center` belongs there"),
        ([1, 2, 3, 0, 0], "the kernel ends at the click; entry number `center` belongs there"),
        ([2, 3, 0], "the ends are missing: return one value for each sample"),
        ([1, 2, 3], "the ends are missing: return one value for each sample"),
    ],
)
assert_matches(
    conv1d_centered(np.array([10, 0, 4, 0, 0, 1]), np.array([1, 2, 3.5, 4]), 2),
    [39, 48, 14, 17, 2, 3.5],
    "conv1d_centered([10, 0, 4, 0, 0, 1], [1, 2, 3.5, 4], center=2)",
    'chapter 3, "Give each output a name" and "Decide what happens at the ends"',
    [
        (
            [35, 36, 24, 8, 8, 3.5],
            "this is the correlation: a click must give the kernel as it is, not its mirror image",
        ),
        (
            [20, 39, 48, 14, 17, 2],
            "the center is off by one: is it counted from the wrong end of the kernel?",
        ),
        ([43, 48, 14, 17, 12, 23.5], "the signal comes in again at the other end: outside there are zeros"),
        (
            [43, 48, 14, 17, 2, 3.5],
            "the last sample comes in again at the start: x[-1] is not outside in Python",
        ),
        ([79, 48, 14, 17, 3, 6.5], "the signal is continued with its end values: outside there are zeros"),
        ([39, 48, 14, 17, 2, 3], "the results are cut to whole numbers"),
        ([4, 8, 14, 1, 2, 3.5], "echoes that meet must be added; here the later one overwrites the earlier"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv1d_centered_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random signals, odd kernels with the center in their middle
### BEGIN HIDDEN TESTS
first = conv1d_centered(np.array([4.0, -1, 2, 7, -3, 5]), np.array([2.0, -1, 3]), 1)
assert np.shape(first) == (6,), "the result must be as long as the signal"
assert np.allclose(first, [-6, 17, 9, -7, 34, -14]), "the values for an asymmetric kernel of 3 are wrong"
rng = np.random.default_rng(303)
for n, size in [(9, 3), (12, 5), (8, 7)]:
    x, w = rng.normal(size=n), rng.normal(size=size)
    got = conv1d_centered(x.copy(), w.copy(), size // 2)
    assert np.shape(got) == (n,), "the result must be as long as the signal"
    for i in (0, n // 2, n - 1):
        parts = [w[size // 2 + i - j] * x[j] for j in range(n) if abs(i - j) <= size // 2]
        assert np.isclose(got[i], sum(parts)), "the values for random signals are wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv1d_centered_center", "locked": true, "points": 2, "solution": false}
# Hidden test: even kernels, and centers away from the middle
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(304)
for n, size, center in [(9, 2, 0), (9, 2, 1), (10, 4, 3), (10, 4, 1), (11, 5, 0), (11, 5, 4), (5, 1, 0)]:
    w = rng.normal(size=size)
    click = np.zeros(n)
    click[4] = 1.0
    padded = np.concatenate([np.zeros(4), w, np.zeros(n)])
    echo = conv1d_centered(click, w.copy(), center)
    assert np.shape(echo) == (n,), "the result must be as long as the signal"
    assert np.allclose(echo, padded[center : center + n]), (
        "a click must give the kernel, with its entry `center` on the click"
    )
    x = rng.normal(size=n)
    mirrored = conv1d_centered(x[::-1].copy(), w[::-1].copy(), size - 1 - center)[::-1]
    assert np.allclose(conv1d_centered(x, w, center), mirrored), (
        "mirroring signal, kernel and center must mirror the result"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv1d_centered_long", "locked": true, "points": 1, "solution": false}
# Hidden test: kernels that are longer than the signal (symmetric ones)
### BEGIN HIDDEN TESTS
for signal, taps, wanted in [
    ([5, 1], [1, 2, 3, 2, 1], [17, 13]),
    ([2], [4, 7, 4], [14]),
    ([1, 0, -2], [1, 2, 3, 5, 3, 2, 1], [1, -3, -8]),
]:
    got = conv1d_centered(np.array(signal, float), np.array(taps, float), len(taps) // 2)
    assert np.shape(got) == (len(signal),), (
        "the result must be as long as the signal, also under a longer kernel"
    )
    assert np.allclose(got, wanted), "the values are wrong when the kernel is longer than the signal"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv1d_centered_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: dtypes, read-only and strided arrays, inputs left as they were (symmetric kernels)
### BEGIN HIDDEN TESTS
loud = np.array([250, 0, 200, 90, 255], dtype=np.uint8)
loud.setflags(write=False)
weights = np.array([1, 2, 1], dtype=np.uint8)
assert np.allclose(conv1d_centered(loud, weights, 1)[1:4], [450, 490, 635]), (
    "sums of uint8 samples must not wrap"
)
half = conv1d_centered(loud, np.array([0.25, 0.5, 0.25]), 1)
assert np.allclose(half[1:4], [112.5, 122.5, 158.75]), (
    "a result with fractions must keep them, also for whole-number signals"
)
pair = np.arange(10, dtype=np.float32)[::3]
assert np.allclose(conv1d_centered(pair, np.array([1.0, 1, 1]), 1)[1:3], [9, 18]), (
    "a strided float32 signal gives wrong values"
)
x, w = np.array([1.0, 2, 4]), np.array([1.0, 0, 1])
conv1d_centered(x, w, 1)
assert np.array_equal(x, [1.0, 2, 4]), "the function changed the signal"
x, w = np.array([1.0, 2, 4]), np.array([1.0, 3, 2])
conv1d_centered(x, w, 1)
assert np.array_equal(w, [1.0, 3, 2]), "the function changed the kernel"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv1d_centered_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: centers that are not in the kernel
### BEGIN HIDDEN TESTS
assert np.shape(conv1d_centered(np.ones(5), np.ones(3), 1)) == (5,), "an honest center must still work"
for size, bad in [(3, 3), (3, -1), (2, 2), (1, 1), (4, -4)]:
    try:
        conv1d_centered(np.arange(6.0), np.ones(size), bad)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a center below 0 or beyond the last entry of the kernel must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Find a pattern in an image
#
# **7 points** · medium · about 25 minutes ·
# [chapter 3](../../book/03_convolution_1d.md), "Go to two dimensions"
#
# Slide a small `pattern` over an `image` and write down, for each place where it fits, how well the image
# agrees with it. Plain correlation is a poor judge: any bright area scores high. So subtract the pattern's
# own mean first; then a flat area scores exactly 0, bright or dark.
#
# $$s_{ij} = \sum_{u,v} \bigl(p_{uv} - \bar p\bigr)\, x_{i+u,\,j+v}$$
#
# Write `match_map(image, pattern)`.
#
# - `image`: array of shape `(H, W)`; `pattern`: array of shape `(KH, KW)`; whole numbers or floats of any
#   dtype. Neither may be changed.
# - A pattern that is higher or wider than the image raises `ValueError`.
# - Returns a float array of shape `(H − KH + 1, W − KW + 1)`; entry `[i, j]` belongs to the pattern's upper
#   left corner at row `i`, column `j`.
#
# Example: `match_map(np.array([[0, 0, 9, 9], [0, 0, 9, 9]]), np.array([[0, 1]]))` is `[[0., 4.5, 0.], [0.,
# 4.5, 0.]]`: the step from dark to bright is found, the flat areas give 0.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# On paper: a 3 × 5 image and a 2 × 3 pattern. How many rows and columns has the result? Which pixels does
# its entry [1, 2] see?
#
# </details>
# <details><summary>Hint 2</summary>
#
# First make the centered pattern, as a new array of floats. The rest is the chapter's sliding window.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The error needs a check of your own: when the pattern is just one row too high, the result would silently
# be empty.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "match_map", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def match_map(image, pattern):
    """Return the score of ``pattern`` minus its mean at each place of ``image`` where it fits."""
    ### BEGIN SOLUTION
    (h, w), (kh, kw) = image.shape, pattern.shape
    if kh > h or kw > w:
        raise ValueError(f"expected a pattern that fits into the image {image.shape}, got {pattern.shape}")
    centered = pattern - np.mean(pattern)
    score = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            score[i, j] = np.sum(centered * image[i : i + kh, j : j + kw])
    return score
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `pattern - np.mean(pattern)` is a new array of floats, so nothing of the caller's changes and nothing
# wraps. Its sum is 0, which is why a flat area scores 0 and why no mean of the image is needed: a constant
# that is added to all pixels is multiplied by 0. The error is raised before the sizes are computed,
# because a size of 0 would silently give an empty map.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "match_map_visible", "locked": true, "points": 1, "solution": false}
# Test: a bright corner, a pattern that is not symmetric
assert_matches(
    match_map(np.array([[0, 0, 0, 8], [0, 4, 0, 0], [6, 0, 0, 2]]), np.array([[1, 0, 0], [0, 0, 5]])),
    [[-4, -12], [-10, 8]],
    "match_map([[0, 0, 0, 8], [0, 4, 0, 0], [6, 0, 0, 2]], [[1, 0, 0], [0, 0, 5]])",
    'chapter 3, "Go to two dimensions", and the formula of this task',
    [
        ([[0, 0], [0, 14]], "this is plain correlation: the mean of the pattern is not subtracted"),
        ([[-4, -12], [-10, 16]], "the pattern is turned by 180 degrees: that is convolution"),
        ([[-4, 32], [-4, -6]], "the pattern is flipped up and down: it should stay as it is"),
        ([[-4, 16], [20, -6]], "the pattern is flipped left and right: it should stay as it is"),
        ([[-10, -10], [-10, 4]], "the mean of the image is subtracted; it should be the mean of the pattern"),
        ([[-4 / 6, -2], [-10 / 6, 8 / 6]], "this is a mean of products; the formula asks for their sum"),
    ],
)
assert_matches(
    match_map(np.full((3, 4), 200), np.array([[0, 1], [3, 2]])),
    np.zeros((2, 3)),
    "match_map(an image of 3 rows and 4 columns, all 200, with the pattern [[0, 1], [3, 2]])",
    'the introduction of this task, and chapter 3, "Read a kernel"',
    [
        (np.full((2, 3), 400), "the mean of this pattern is 1.5: it has lost its fraction"),
        (np.full((2, 3), 1200), "this is plain correlation: the mean of the pattern is not subtracted"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "match_map_values", "locked": true, "points": 3, "solution": false}
# Hidden test: random images and patterns that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(305)
for (h, w), (kh, kw) in [((7, 5), (2, 3)), ((4, 9), (3, 2)), ((6, 6), (3, 3)), ((5, 8), (4, 1))]:
    image, pattern = rng.normal(size=(h, w)), rng.normal(size=(kh, kw))
    score = match_map(image.copy(), pattern.copy())
    assert np.shape(score) == (h - kh + 1, w - kw + 1), (
        "the map has the wrong shape for an image that is not square"
    )
    for i, j in [(0, 0), (h - kh, w - kw), (h - kh, 0), (0, w - kw), (1, 1 if w > kw else 0)]:
        seen = image[i : i + kh, j : j + kw]
        wanted = np.vdot(seen, pattern) - seen.sum() * pattern.mean()
        assert np.isclose(score[i, j], wanted), "a score differs from the formula"
    other = rng.normal(size=(h, w))
    assert np.allclose(match_map(image + 2 * other, pattern), score + 2 * match_map(other, pattern)), (
        "scores of a sum of images must add"
    )
    assert np.allclose(match_map(image + 50, pattern), score), (
        "making the whole image brighter must not change the map"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "match_map_edges", "locked": true, "points": 1, "solution": false}
# Hidden test: patterns as large as the image, as high, as wide, and of one pixel
### BEGIN HIDDEN TESTS
table = np.array([[1.0, 5, 2], [0, 3, 7]])
for pattern, wanted in [
    (table, [[34]]),
    (-table[:, :1], [[-0.5, -1, 2.5]]),
    (table[:1], [[26 / 3], [7 / 3]]),
    (table[1:, 2:], np.zeros((2, 3))),
]:
    got = match_map(table.copy(), pattern.copy())
    assert np.shape(got) == np.shape(wanted), (
        "the map has the wrong shape when the pattern is as high or as wide as the image"
    )
    assert np.allclose(got, wanted), "the map is wrong when the pattern is as high or as wide as the image"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "match_map_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels of 8 bits, read-only and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
photo = np.array([[0, 255, 200], [255, 0, 10], [7, 0, 255]], dtype=np.uint8)
stamp = np.array([[0, 255], [255, 0]], dtype=np.uint8)
photo.setflags(write=False)
stamp.setflags(write=False)
assert np.allclose(match_map(photo, stamp), [[65025, -8287.5], [-31620, -31237.5]]), (
    "the map of an 8-bit image is wrong"
)
turned = (np.arange(12, dtype=np.float32) ** 2).reshape(3, 4).T
assert np.allclose(match_map(turned, np.array([[0.0, 2], [2, 0]])), -8), (
    "the map of a transposed float32 image is wrong"
)
image, pattern = np.array([[1.0, 2], [3, 5]]), np.array([[1.0, 4]])
score = match_map(image, pattern)
assert np.array_equal(image, [[1.0, 2], [3, 5]]), "the function changed the image"
assert np.array_equal(pattern, [[1.0, 4]]), "the function changed the pattern"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "match_map_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: patterns that do not fit
### BEGIN HIDDEN TESTS
assert match_map(np.ones((4, 6)), np.ones((2, 3))) is not None, "a pattern that fits must still work"
for size in [(5, 2), (2, 7), (5, 7), (9, 1), (1, 9)]:
    try:
        match_map(np.ones((4, 6)), np.ones(size))
        refused = False
    except ValueError:
        refused = True
    assert refused, "a pattern that is higher or wider than the image must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Convolution or correlation?
#
# **5 points** · medium · about 15 minutes ·
# [chapter 3](../../book/03_convolution_1d.md), "Know what the word means"
#
# Libraries and papers say "convolution" for both. You get an image, a kernel and somebody's output, and
# find out which of the two, without padding, was computed.
#
# Write `which_operation(image, kernel, output)`.
#
# - `image`: `(H, W)`; `kernel`: `(KH, KW)`, not larger than the image; `output`: any matrix.
# - Returns `"correlation"`, `"convolution"`, `"both"` (the two agree here, and with the output) or
#   `"neither"`.
# - `output` was rounded to float32 on its way: compare as `np.allclose` does. An output of another shape
#   than the valid one is `"neither"`, not an error.
#
# Example: the chapter's image `[[0, 1, 2], [3, 4, 5], [6, 7, 8]]` and kernel `[[0, 1], [2, 3]]` with the
# output `[[19, 25], [37, 43]]` is `"correlation"`, with `[[5, 11], [23, 29]]` it is `"convolution"`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Compute both, then compare. One function is enough for both: what do you feed it the second time?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The flip of a matrix turns it by 180 degrees. Check yours on the kernel of the example.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `np.allclose` compares a 1 × 1 output happily with a larger one. What do you have to ask before?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "which_operation", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def which_operation(image, kernel, output):
    """Return what made ``output``: "correlation", "convolution", "both" or "neither"."""

    ### BEGIN SOLUTION
    def correlate(weights):
        windows = np.lib.stride_tricks.sliding_window_view(image, weights.shape)
        return np.einsum("ijuv,uv->ij", windows, weights)

    def agrees(result):
        return result.shape == np.shape(output) and np.allclose(result, output)

    plain, flipped = agrees(correlate(kernel)), agrees(correlate(kernel[::-1, ::-1]))
    if plain and flipped:
        return "both"
    return "correlation" if plain else "convolution" if flipped else "neither"
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# One function computes both, since a convolution is the correlation with the kernel turned by 180 degrees,
# both axes reversed. The shape is compared before the values, because `np.allclose` stretches an output of
# 1 × 1 over the whole map. Symmetry of the kernel decides nothing: whether the two agree is a question
# about the outputs.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "which_operation_visible", "locked": true, "points": 1, "solution": false}
# Test: the example of the chapter, and outputs that fit both or neither
image = np.arange(9.0).reshape(3, 3)
kernel = np.array([[0.0, 1], [2, 3]])
for tried, weights, output, expected, thought in [
    (
        "the chapter's kernel, output [[19, 25], [37, 43]]",
        kernel,
        [[19, 25], [37, 43]],
        "correlation",
        "here the kernel was slid over the image as it is",
    ),
    (
        "the chapter's kernel, output [[5, 11], [23, 29]]",
        kernel,
        [[5, 11], [23, 29]],
        "convolution",
        "convolution turns the kernel by 180 degrees: both axes are flipped",
    ),
    (
        "a kernel of ones, output [[8, 12], [20, 24]]",
        np.ones((2, 2)),
        [[8, 12], [20, 24]],
        "both",
        "here the two operations give the same output",
    ),
    (
        "the chapter's kernel, output [[19, 25], [37, 44]]",
        kernel,
        [[19, 25], [37, 44]],
        "neither",
        "the output is not what either operation gives",
    ),
    (
        "a kernel of ones, output [[8, 12], [20, 25]]",
        np.ones((2, 2)),
        [[8, 12], [20, 25]],
        "neither",
        "a symmetric kernel is not enough: the output must agree",
    ),
    (
        "the kernel [[0.1, 0], [0, 0]], output [[0, 0.1], [0.3, 0.4]] in float32",
        np.array([[0.1, 0], [0, 0]]),
        [[0, 0.1], [0.3, 0.4]],
        "correlation",
        "the output was rounded to float32 on its way",
    ),
    (
        "the chapter's kernel, output [[19]]",
        kernel,
        [[19]],
        "neither",
        "an output of another shape was made by neither",
    ),
]:
    got = which_operation(image.copy(), weights.copy(), np.array(output, dtype=np.float32))
    assert_matches(
        got,
        expected,
        f"which_operation with {tried}",
        'chapter 3, "Know what the word means"',
        [(name, thought) for name in ("correlation", "convolution", "both", "neither")],
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "which_operation_direction", "locked": true, "points": 2, "solution": false}
# Hidden test: random images and kernels that are not square
### BEGIN HIDDEN TESTS
click = np.zeros((5, 7))
click[2, 3] = 1.0
rng = np.random.default_rng(306)
for kh, kw in [(2, 3), (3, 2), (1, 3), (3, 1), (2, 2)]:
    kernel = rng.normal(size=(kh, kw))
    stamped = np.zeros((6 - kh, 8 - kw))
    stamped[3 - kh : 3, 4 - kw : 4] = kernel
    answer = which_operation(click.copy(), kernel.copy(), stamped)
    assert answer == "convolution", "a single bright pixel turned into the kernel itself: that is convolution"
    stamped[3 - kh : 3, 4 - kw : 4] = np.rot90(kernel, 2)
    answer = which_operation(click.copy(), kernel.copy(), stamped)
    assert answer == "correlation", (
        "a single bright pixel turned into the kernel upside down: that is correlation"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "which_operation_both", "locked": true, "points": 1, "solution": false}
# Hidden test: outputs that fit both operations, or neither
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(307)
kernel = rng.normal(size=(2, 3))
flat = np.full((4, 5), 3.0)
summed = np.full((3, 3), 3 * kernel.sum())
assert which_operation(flat, kernel, summed) == "both", (
    "two operations can agree although the kernel is not symmetric"
)
assert which_operation(flat, kernel, summed + 1) == "neither", (
    "an output that neither operation gives was not recognized"
)
photo = rng.normal(size=(4, 5))
assert which_operation(photo, np.eye(2), photo[:3, :4] + photo[1:, 1:]) == "both", (
    "a kernel that looks the same turned by 180 degrees gives both"
)
mixed = photo[:3, :4] - photo[1:, 1:]
assert which_operation(photo, np.eye(2), mixed) == "neither", (
    "a symmetric kernel does not make every output right"
)
turned = np.array([[0.0, 1], [2, 3]])
crossed = 2 * photo[:3, 1:] + photo[1:, :4] + 3 * photo[1:, 1:]
assert which_operation(photo, turned, crossed) == "neither", "transposing the kernel is not flipping it"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "which_operation_compare", "locked": true, "points": 1, "solution": false}
# Hidden test: rounded outputs and outputs of another shape
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(308)
photo = rng.normal(size=(5, 6))
edge = np.array([[-0.1, 0.1]])
rounded = (0.1 * (photo[:, 1:] - photo[:, :-1])).astype(np.float32)
assert which_operation(photo, edge, rounded) != "neither", (
    "an output rounded to float32 must still be recognized"
)
for strange in (rounded[:, :4], rounded[:3], np.zeros((5, 6)), np.zeros((1, 1)), rounded.T):
    assert which_operation(photo, edge, strange) == "neither", (
        "an output of another shape is neither, and no error"
    )
flat = np.full((4, 4), 2.0)
assert which_operation(flat, edge, np.zeros((1, 1))) == "neither", (
    "an output of another shape is neither, and no error"
)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "flipping_library_question", "locked": true, "solution": false}
# ## Task 5. The library that flips
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 3](../../book/03_convolution_1d.md), "See why a network does not care"
#
# A network was trained with PyTorch, whose `Conv2d` computes a correlation. Its weights are copied,
# unchanged, into an embedded device whose `convolve2d` computes a true convolution. Answer in at most 150
# words:
#
# 1. What goes wrong on the device, and for which kernels would nobody notice?
# 2. How do you repair it without training again and without changing the device's code?
# 3. Would the network have been worse had it been *trained* with the device's convolution? Say why.
#
# | your answer | points |
# | --- | --- |
# | says how each kernel acts on the device, and names kernels for which nothing changes | 1 |
# | gives a repair that touches the weights alone, and says along which of their four axes | 1 |
# | decides question 3 with a yes or a no, and has the reason | 1 |
# | is precise: the right words, a formula or a small example; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "flipping_library", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. The device computes Σ w[k] x[i − k] where the network was trained with Σ w[k] x[i + k]: each kernel
#    acts turned by 180 degrees. An edge detector [−1, 0, 1] answers with the wrong sign. Kernels that stay
#    the same when turned (a box, a Gaussian, the Laplacian) give the same output; 1 × 1 kernels too.
# 2. Copy weight[:, :, ::-1, ::-1]. The axes of the channels stay as they are; biases and other layers too.
# 3. No. The two layers describe the same family of functions, each kernel of one being the turned kernel of
#    the other. Gradient descent, started from turned weights, finds the turned solution step by step: same
#    outputs, same loss.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Move the sliders: how wide may the average be before the two peaks melt into
# one? Does the best match stay on the pattern when you add noise?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatSlider, IntSlider, interact

    def smooth(width, noise):
        t = np.linspace(0, 1, 120)
        x = np.exp(-(((t - 0.35) / 0.05) ** 2)) + np.exp(-(((t - 0.6) / 0.05) ** 2))
        x = x + noise * np.random.default_rng(0).normal(size=t.size)
        y = moving_average(x, width)
        plt.figure(figsize=(7, 2.5))
        plt.plot(t, x, color="0.7", label="signal")
        plt.plot(t, y, label=f"moving average of {width}")
        plt.legend()
        plt.show()

    def search(noise):
        cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
        scene = noise * np.random.default_rng(1).normal(size=(16, 24))
        scene[5:8, 15:18] += cross
        found = match_map(scene, cross)
        row, column = np.unravel_index(np.argmax(found), found.shape)
        left, right = plt.subplots(1, 2, figsize=(9, 3))[1]
        left.imshow(scene, cmap="gray")
        left.set_title("a cross at row 5, column 15")
        right.imshow(found)
        right.set_title(f"best match at row {row}, column {column}")
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(smooth, width=IntSlider(5, 1, 31, 2), noise=FloatSlider(0.3, min=0, max=1))
    try_out(search, noise=FloatSlider(0.5, min=0, max=2))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
