# %% [markdown]
# # Exercises for chapter 2: pixels and filters
#
# **31 points** in four programming tasks and one written answer; about 100 minutes. You need
# [chapter 2](../../book/02_pixels_and_filters.md) and NumPy; the playground also takes a photograph from
# `cnnlib`.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `adjust`: contrast and brightness, in eight bits | 6 | 15 |
# | 2 | `box_filter`: blur a panorama that closes to a ring | 8 | 25 |
# | 3 | `make_kernel`: one kernel that moves and sharpens | 7 | 25 |
# | 4 | `find_curve`: was it a point operation, and which? | 6 | 20 |
# | 5 | a written answer: two buttons | 4 | 15 |
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
# ## Task 1. Contrast and brightness, in eight bits
#
# **6 points** · easy · about 15 minutes ·
# [chapter 2](../../book/02_pixels_and_filters.md), "Change each pixel by itself" and "Mind the eight bits"
#
# Photo programs have two sliders, contrast and brightness. The first one pushes all grays away from the
# middle gray, 128, or pulls them towards it. The second one then adds the same amount to all:
#
# $$y = \text{gain} \cdot (x - 128) + 128 + \text{offset}.$$
#
# The result goes back into eight bits.
#
# Write `adjust(image, gain, offset)`.
#
# - `image`: a `uint8` array of any shape, gray `(H, W)` or color `(C, H, W)`. It must not be changed. Any
#   other dtype raises `ValueError`: nobody could say whether white is 1 there, or 255.
# - `gain`, `offset`: real numbers; both may be negative.
# - Returns a `uint8` array of the same shape: y computed with real numbers, rounded to the nearest whole
#   number (exact halves may go either way), and clipped to 0 to 255.
#
# Example: `adjust(np.array([0, 100, 200], dtype=np.uint8), 2, 10)` is `[0, 82, 255]`: 0 would become −118,
# and 200 would become 282.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# What is `np.array([100], dtype=np.uint8) - 128`? Try it in a cell of your own.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Four steps: to real numbers, the formula, to whole numbers inside the range, to the dtype. Does their order
# matter?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `astype` does not round: what does it make of 129.7? And clip once, at the end: what a gray loses on the
# way, the offset cannot give back.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "adjust", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def adjust(image, gain, offset):
    """Return a uint8 image with its contrast changed around 128, then its brightness."""
    ### BEGIN SOLUTION
    if image.dtype != np.uint8:
        raise ValueError(f"expected an image of dtype uint8, got {image.dtype}")
    y = gain * (image.astype(float) - 128) + 128 + offset
    return np.clip(y.round(), 0, 255).astype(np.uint8)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Convert, compute, round, clip, convert back. The conversion to real numbers comes first, because 100 − 128
# is 228 in `uint8`. Clipping comes last: what is clipped before the offset is added cannot be given back by
# it. Rounding is a step of its own, since `astype` cuts the fraction off and would make every picture half a
# gray too dark.
#
# A table of 256 entries does the same faster, `table[image]`, because a point operation has only 256
# different results.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adjust_visible", "locked": true, "points": 1, "solution": false}
# Test: more contrast and a little light, then less contrast
strip = np.array([0, 100, 128, 200, 255], dtype=np.uint8)
brighter = adjust(strip, 2, 10)
assert_matches(
    strip,
    [0, 100, 128, 200, 255],
    "adjust(image, 2, 10), and then a look at image: your function changed it",
    "the rules of this task: image must not be changed",
)
assert_matches(
    brighter,
    [0, 82, 138, 255, 255],
    "adjust([0, 100, 128, 200, 255], gain=2, offset=10)",
    'chapter 2, "Change each pixel by itself" and "Mind the eight bits"',
    [
        ([138, 82, 138, 26, 136], "numbers below 0 and above 255 wrap: clip before you convert to uint8"),
        ([-118, 82, 138, 282, 392], "no pixel can hold numbers below 0 or above 255"),
        ([255, 255, 138, 255, 255], "image - 128 wraps below 0 as long as it is computed in uint8"),
        ([0, 92, 148, 255, 255], "the offset is added before the gain multiplies"),
        ([10, 210, 255, 255, 255], "the gain should stretch the grays around 128, not around 0"),
        ([10, 82, 138, 255, 255], "clipped twice: black became -128, and adding 10 leaves it below 0"),
        (
            [0, 73, 129, 255, 255],
            "the gain should stretch the grays around 128, not around the mean of the image",
        ),
        ([0, 72, 128, 255, 255], "the offset is missing"),
        ([0, 0, 10, 154, 255], "the 128 that is taken away has to come back"),
    ],
)
assert_matches(
    adjust(np.array([[100, 127], [130, 137]], dtype=np.uint8), 0.3, 0),
    [[120, 128], [129, 131]],
    "adjust([[100, 127], [130, 137]], gain=0.3, offset=0)",
    "the rules of this task: rounded to the nearest whole number",
    [
        ([[119, 127], [128, 130]], "the results are cut off; they should be rounded"),
        ([[119.6, 127.7], [128.6, 130.7]], "a pixel is a whole number"),
        ([[127, 128], [128, 128]], "the gain has lost its fraction"),
    ],
)
assert_matches(
    str(np.asarray(brighter).dtype),
    "uint8",
    "the dtype of adjust(an image of dtype uint8, 2, 10)",
    'chapter 2, "Look at the numbers"',
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adjust_curve", "locked": true, "points": 2, "solution": false}
# Hidden test: random gains and offsets, all 256 grays, where nothing is clipped
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(201)
grays = np.arange(256, dtype=np.uint8)
for _ in range(30):
    gain, offset = rng.uniform(-0.6, 0.6), rng.uniform(-40, 40)
    got = adjust(grays.copy(), gain, offset)
    assert np.shape(got) == (256,), "the result must have the shape of the image"
    line = np.array([gain * x + (128 - 128 * gain) + offset for x in range(256)])
    assert np.all(np.abs(np.asarray(got, float) - line) <= 0.5 + 1e-9), (
        "a gray is not rounded to the nearest whole number, or not what the formula gives"
    )
assert np.array_equal(adjust(grays, -1, -1), grays[::-1]), "gain -1 and offset -1 must give the negative"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adjust_ends", "locked": true, "points": 1, "solution": false}
# Hidden test: grays that leave the range, on both sides and on the way
### BEGIN HIDDEN TESTS
grays = np.arange(256, dtype=np.uint8)
for gain, offset, low, high in [
    (4, 0, 96, 160),
    (1, 200, 0, 55),
    (1, -200, 200, 255),
    (3, 100, 52, 137),
    (1000, 0, 128, 128),
]:
    got = np.asarray(adjust(grays.copy(), gain, offset), int)
    assert np.all(got[grays < low] == 0), "grays that would fall below 0 must become 0"
    assert np.all(got[grays > high] == 255), "grays that would rise above 255 must become 255"
    assert np.all(np.diff(got) >= 0), "with a positive gain a lighter gray must not become darker"
again = np.asarray(adjust(grays.copy(), 2, 60), int)
assert again[50] == 32, "clipping on the way, before the offset is added, loses grays"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adjust_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: color, read-only and transposed images, the dtype of the result, input left as it was
### BEGIN HIDDEN TESTS
color = np.arange(90, 150, dtype=np.uint8).reshape(3, 4, 5)
color.setflags(write=False)
got = adjust(color, 1, 7)
assert got.dtype == np.uint8, "the result must have dtype uint8"
assert np.array_equal(got, color + 7), "an image in color, or a read-only one, comes out wrong"
slanted = np.array([[100, 110, 120], [130, 140, 150]], dtype=np.uint8).T
assert np.array_equal(adjust(slanted, 1.0, 0.0), slanted), "a transposed image comes out wrong"
photo = np.array([[1, 200], [30, 255]], dtype=np.uint8)
adjust(photo, 3, -20)
assert np.array_equal(photo, [[1, 200], [30, 255]]), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adjust_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: images that are not uint8
### BEGIN HIDDEN TESTS
assert adjust(np.full((2, 2), 99, dtype=np.uint8), 1, 0) is not None, "a uint8 image must still work"
for dtype in (float, np.float32, int, np.int8, np.uint16, bool):
    try:
        adjust(np.ones((2, 3), dtype=dtype), 1, 0)
        refused = False
    except ValueError:
        refused = True
    assert refused, "an image of another dtype than uint8 must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. Blur a panorama that closes to a ring
#
# **8 points** · medium · about 25 minutes ·
# [chapter 2](../../book/02_pixels_and_filters.md), "Average nine pixels"
#
# A camera turned once around itself and took a panorama of 360 degrees. Its left and right ends show the
# same place, so beyond the last column comes the first one again. Above the first row and below the last row
# there is nothing. Blur it with a box filter that knows this:
#
# $$y_{i,j} = \text{mean of all } x_{r,\;c \bmod W} \text{ with } |r - i| \le \tfrac{K_H - 1}{2},\;\;
# |c - j| \le \tfrac{K_W - 1}{2} \text{ and } 0 \le r < H.$$
#
# Rows that do not exist are not counted, not even as 0.
#
# Write `box_filter(image, size)`.
#
# - `image`: array of shape `(H, W)`, whole numbers or floats of any dtype. It must not be changed.
# - `size`: the pair `(KH, KW)`, height and width of the window. Both must be odd and at least 1, and the
#   window must not be wider than the image, else `ValueError`. It may be higher than the image.
# - Returns a float array of shape `(H, W)`.
#
# Example: `box_filter(np.array([[90, 0, 0, 0], [0, 0, 0, 0]]), (3, 3))` is `[[15., 15., 0., 15.], [15., 15.,
# 0., 15.]]`: a window holds the two rows that exist, and the last column has the first one for its neighbor.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Do the two directions one after the other in your mind: which rows does the window at row 0 hold? Which
# columns the one at column 0?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Rows: a slice whose ends stay inside. Columns: a list of column numbers, and the remainder `%`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `np.mean` adds eight-bit numbers without wrapping. If you add pixels or slices yourself, what is 200 + 200
# in `uint8`?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "box_filter", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def box_filter(image, size):
    """Return the mean of KH x KW pixels around each; columns go round, rows end at the border."""
    ### BEGIN SOLUTION
    (h, w), (kh, kw) = image.shape, size
    if kh < 1 or kw < 1 or kh % 2 == 0 or kw % 2 == 0 or kw > w:
        raise ValueError(f"expected an odd window, at most {w} wide, got {kh} x {kw}")
    y = np.empty((h, w))
    for i in range(h):
        band = image[max(i - kh // 2, 0) : i + kh // 2 + 1]
        for j in range(w):
            around = np.arange(j - kw // 2, j + kw // 2 + 1) % w
            y[i, j] = np.mean(band[:, around])
    return y
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Each direction has its own rule, so each is handled in its own way. Rows are a slice whose start is kept at
# 0; a slice that ends beyond the image is cut by NumPy itself. Columns are a list of numbers modulo the
# width. `np.mean` then counts only what was picked, and adds eight-bit numbers without wrapping.
#
# The mean of a window factors into rows and columns: as a matrix product it is A · image · B, with A for
# rows that end and B for columns that go round. That is one of the other right answers.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_filter_visible", "locked": true, "points": 1, "solution": false}
# Test: three bright pixels, two of them at the ends, then a bright row of eight bits
lights = np.array([[0, 0, 0, 0, 0], [0, 0, 0, 0, 90], [0, 0, 90, 0, 0], [90, 0, 0, 0, 0]])
assert_matches(
    box_filter(lights.copy(), (3, 3)),
    [[15, 0, 0, 15, 15], [10, 10, 10, 20, 10], [20, 20, 10, 20, 20], [15, 30, 15, 15, 15]],
    "box_filter([[0, 0, 0, 0, 0], [0, 0, 0, 0, 90], [0, 0, 90, 0, 0], [90, 0, 0, 0, 0]], (3, 3))",
    'chapter 2, "Average nine pixels", and the formula of this task',
    [
        (
            [[10, 0, 0, 10, 10], [10, 10, 10, 20, 10], [20, 20, 10, 20, 20], [10, 20, 10, 10, 10]],
            "rows that do not exist are counted as 0; they should not be counted at all",
        ),
        (
            [[10, 0, 0, 10, 10], [10, 10, 10, 20, 10], [20, 20, 10, 20, 20], [20, 30, 10, 10, 20]],
            "the first and the last row are repeated; they should be counted once",
        ),
        (
            [[20, 10, 0, 10, 20], [10, 10, 10, 20, 10], [20, 20, 10, 20, 20], [10, 20, 10, 10, 10]],
            "the rows go round as well; only the columns should",
        ),
        (
            [[0, 0, 0, 15, 22.5], [0, 10, 10, 20, 15], [15, 20, 10, 20, 15], [22.5, 30, 15, 15, 0]],
            "beyond the last column comes the first one again",
        ),
        (
            [[0, 0, 0, 15, 30], [0, 10, 10, 20, 20], [20, 20, 10, 20, 20], [30, 30, 15, 15, 0]],
            "the first and the last column are repeated; the image should go round",
        ),
        (
            [[0, 0, 0, 10, 10], [0, 10, 10, 20, 10], [10, 20, 10, 20, 10], [10, 20, 10, 10, 0]],
            "outside the image there are zeros; the rules of this task are others",
        ),
        (
            [[0, 0, 0, 10, 20], [0, 10, 10, 20, 20], [20, 20, 10, 20, 20], [40, 30, 10, 10, 0]],
            "the pixels at the edge are repeated, as in the chapter; the rules of this task are others",
        ),
        (
            [[10, 10, 20, 10, 10], [20, 10, 20, 20, 20], [30, 15, 15, 15, 15], [30, 0, 0, 30, 30]],
            "the window starts at the pixel; it should have it in its middle",
        ),
        ([[10, 10, 20], [20, 10, 20]], "the border is missing: return one value for each pixel"),
    ],
)
assert_matches(
    box_filter(lights.copy(), (1, 3)),
    [[0, 0, 0, 0, 0], [30, 0, 0, 30, 30], [0, 30, 30, 30, 0], [30, 30, 0, 0, 30]],
    "box_filter(the same image, (1, 3))",
    "the rules of this task: the pair is (height, width)",
    [
        (
            [[0, 0, 0, 0, 45], [0, 0, 30, 0, 30], [30, 0, 30, 0, 30], [45, 0, 45, 0, 0]],
            "the window is 3 high and 1 wide; height and width are exchanged",
        ),
        (
            [[15, 0, 0, 15, 15], [10, 10, 10, 20, 10], [20, 20, 10, 20, 20], [15, 30, 15, 15, 15]],
            "the window is 3 high; it should be 1 high and 3 wide",
        ),
    ],
)
assert_matches(
    box_filter(np.array([[200, 201, 200, 200]], dtype=np.uint8), (1, 3)),
    [[601 / 3, 601 / 3, 601 / 3, 200]],
    "box_filter([[200, 201, 200, 200]] of dtype uint8, (1, 3))",
    'chapter 2, "Mind the eight bits"',
    [
        ([[89 / 3, 89 / 3, 89 / 3, 88 / 3]], "sums of eight-bit pixels wrap at 256"),
        ([[29, 29, 29, 29]], "sums of eight-bit pixels wrap at 256, and the means are cut off"),
        ([[200, 200, 200, 200]], "the means have lost their fraction"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_filter_middle", "locked": true, "points": 2, "solution": false}
# Hidden test: random images and windows that are not square, away from the border
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(202)
for (h, w), (kh, kw) in [
    ((7, 9), (3, 5)),
    ((9, 6), (5, 3)),
    ((5, 8), (1, 7)),
    ((11, 4), (7, 1)),
    ((3, 3), (3, 3)),
]:
    scene = rng.normal(size=(h, w))
    got = box_filter(scene.copy(), (kh, kw))
    assert np.shape(got) == (h, w), "the result must be as large as the image"
    for i in range(kh // 2, h - kh // 2):
        for j in range(kw // 2, w - kw // 2):
            inside = scene[i - kh // 2 : i - kh // 2 + kh, j - kw // 2 : j - kw // 2 + kw]
            assert np.isclose(got[i, j] * kh * kw, inside.sum()), (
                "away from the border a value is not the mean of the window around its pixel"
            )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_filter_ring", "locked": true, "points": 2, "solution": false}
# Hidden test: columns go round (windows of one row)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(203)
for (h, w), kw in [((2, 7), 3), ((1, 9), 7), ((3, 5), 5), ((2, 6), 1)]:
    scene = rng.normal(size=(h, w))
    got = np.asarray(box_filter(scene.copy(), (1, kw)))
    total = sum(np.roll(scene, k, axis=1) for k in range(-(kw // 2), kw // 2 + 1))
    assert np.allclose(got * kw, total), (
        "beyond the last column must come the first one, and the other way about"
    )
    assert np.allclose(got.sum(axis=1), scene.sum(axis=1)), "on a ring every pixel must count equally often"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_filter_ends", "locked": true, "points": 1, "solution": false}
# Hidden test: rows that do not exist, windows higher than the image (one column wide)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(204)
for (h, w), kh in [((6, 3), 5), ((4, 2), 7), ((2, 4), 9), ((1, 3), 3), ((5, 1), 3)]:
    scene = rng.normal(size=(h, w))
    got = box_filter(scene.copy(), (kh, 1))
    assert np.allclose(got[0], np.mean(scene[: kh // 2 + 1], axis=0)), (
        "the first row must be the mean of the rows that exist"
    )
    assert np.allclose(got[-1], np.mean(scene[::-1][: kh // 2 + 1], axis=0)), (
        "the last row must be the mean of the rows that exist"
    )
    assert np.allclose(box_filter(np.full((h, w), 3.25), (kh, 1)), 3.25), "a flat image must stay flat"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_filter_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels of few bits, fractions, read-only and transposed arrays, input left as it was
### BEGIN HIDDEN TESTS
bright = np.array([[255, 254, 250], [251, 255, 249], [255, 255, 255]], dtype=np.uint8)
bright.setflags(write=False)
assert np.isclose(box_filter(bright, (3, 3))[1, 1], 2279 / 9), (
    "sums of 8-bit pixels must not wrap, means must keep their fraction"
)
deep = np.array([[120, -128, 127], [127, 126, 125], [-1, 127, 127]], dtype=np.int8)
assert np.isclose(box_filter(deep, (3, 3))[1, 1], 750 / 9), "sums of signed 8-bit pixels must not wrap"
ramp = np.arange(12, dtype=np.float32).reshape(3, 4).T
assert np.allclose(box_filter(ramp, (3, 1))[1:3], ramp[1:3]), "a transposed float32 image gives wrong values"
scene = np.array([[1.0, 2, 4], [8, 16, 32]])
box_filter(scene, (1, 3))
assert np.array_equal(scene, [[1.0, 2, 4], [8, 16, 32]]), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_filter_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: windows without a middle, empty ones, and windows that are too wide
### BEGIN HIDDEN TESTS
assert np.shape(box_filter(np.ones((4, 5)), (9, 5))) == (4, 5), (
    "a window as wide as the image must still work"
)
for size in [(2, 3), (3, 2), (4, 4), (0, 3), (3, 0), (-1, 3), (3, -1), (3, 7), (1, 9)]:
    try:
        box_filter(np.ones((4, 5)), size)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a size that is even or below 1, or a window wider than the image, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. One kernel that moves and sharpens
#
# **7 points** · medium · about 25 minutes ·
# [chapter 2](../../book/02_pixels_and_filters.md), "Weigh the nine pixels", "Know which way it moves" and
# "Sharpen by subtracting a blur"
#
# A stabilizer in a camera moves each picture of a film by a few pixels, and sharpens it on the way. Both are
# filters, and one after the other they are again a single filter. Make its kernel.
#
# The chapter sharpens by adding the difference to a blur once. Here it is added `amount` times:
#
# $$\text{image} + \text{amount} \cdot (\text{image} - \text{mean of nine}).$$
#
# Then everything moves `down` rows downwards and `right` columns to the right.
#
# Write `make_kernel(down, right, amount)`.
#
# - `down`, `right`: whole numbers; a negative one moves up, or to the left. `amount`: a real number; a
#   negative one blurs.
# - Returns a float array of shape `(2 r + 1, 2 r + 1)` where r = 1 + the larger one of |`down`| and
#   |`right`|: just large enough. It will be laid on the image by **correlation**, with its middle on the
#   pixel that is computed.
#
# Example: `make_kernel(0, 0, 1)` is the chapter's 2δ − box, with 17/9 in the middle and −1/9 around it.
# `make_kernel(0, 1, 0)` is 5 × 5 and holds a single 1. Each pixel is replaced by its *left* neighbor, so the
# 1 is to the left of the middle, at `[2, 1]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# First the kernel that only moves. To move the image down, from where must each pixel take its new value?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Then the 3 × 3 kernel that only sharpens. Write its nine weights as numbers for amount = 9.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Both at once: sharpen around the pixel from which the value is taken. Where does the 3 × 3 table stand in
# the large one?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "make_kernel", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def make_kernel(down, right, amount):
    """Return the kernel that sharpens by ``amount`` and moves the image; for correlation, odd by odd."""
    ### BEGIN SOLUTION
    reach = 1 + max(abs(down), abs(right))
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1))
    row, column = reach - down, reach - right
    kernel[row - 1 : row + 2, column - 1 : column + 2] = -amount / 9
    kernel[row, column] += 1 + amount
    return kernel
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# To move a picture *down* each pixel has to take the value from *above*, so the 1 stands above the middle:
# at row `reach − down`. Sharpening gives the pixel itself the weight 1 + amount and takes amount/9 from each
# of the nine, itself included. Sharpening the pixel that is taken means putting this 3 × 3 table around the
# same place.
#
# The weights add up to 1 + amount − 9 · amount/9 = 1, whatever the arguments are, so flat areas stay. Amount
# 0 only moves; amount −1 is the plain box filter.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "make_kernel_visible", "locked": true, "points": 1, "solution": false}
# Test: only moving, only sharpening, then both, and the size
assert_matches(
    make_kernel(1, 0, 0),
    [[0, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
    "make_kernel(down=1, right=0, amount=0)",
    'chapter 2, "Know which way it moves"',
    [
        (
            [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]],
            "this moves the image up: each pixel is replaced by the one below it",
        ),
        (
            [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
            "this moves the image to the right; rows and columns are exchanged",
        ),
        (np.zeros((5, 5)), "with amount 0 the image itself is missing"),
        (
            np.array([[0, -1, -1, -1, 0], [0, -1, 17, -1, 0], [0, -1, -1, -1, 0], [0] * 5, [0] * 5]) / 9,
            "the amount is ignored: with amount 0 nothing is sharpened",
        ),
        ([[0, 1, 0], [0, 0, 0], [0, 0, 0]], "the rules of this task ask for room for the sharpening, too"),
    ],
)
assert_matches(
    make_kernel(0, 0, 9),
    [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]],
    "make_kernel(down=0, right=0, amount=9)",
    'chapter 2, "Sharpen by subtracting a blur"',
    [
        ([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], "the weights add up to 0: the image itself is missing"),
        (
            [[1, 1, 1], [1, -7, 1], [1, 1, 1]],
            "this blurs: image and mean have changed places in the difference",
        ),
        (
            [[-1, -1, -1], [-1, 1, -1], [-1, -1, -1]],
            "the image is there once; it should be there 1 + amount times",
        ),
        ([[-1, -1, -1], [-1, 10, -1], [-1, -1, -1]], "the mean of nine includes the pixel in the middle"),
        (
            [[-9 / 8] * 3, [-9 / 8, 10, -9 / 8], [-9 / 8] * 3],
            "this is the mean of the eight neighbors; the mean of nine includes the middle",
        ),
        (
            [[0, -9, 0], [-9, 37, -9], [0, -9, 0]],
            "this is the chapter's stronger sharpening, by four neighbors",
        ),
    ],
)
assert_matches(
    make_kernel(1, -1, 9),
    [[0, 0, -1, -1, -1], [0, 0, -1, 9, -1], [0, 0, -1, -1, -1], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
    "make_kernel(down=1, right=-1, amount=9)",
    'the introduction of this task, and chapter 2, "Sharpen by subtracting a blur"',
    [
        (
            [[0, 0, 0, 0, 0], [0, -1, -1, 9, 0], [0, -1, -1, -1, 0], [0, -1, -1, -1, 0], [0, 0, 0, 0, 0]],
            "the box stayed in the middle; what is subtracted must be the mean around the same pixel",
        ),
        (
            [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [-1, -1, -1, 0, 0], [-1, 9, -1, 0, 0], [-1, -1, -1, 0, 0]],
            "this moves the image up and to the right",
        ),
    ],
)
assert_matches(
    np.shape(make_kernel(-2, 1, 1)),
    (7, 7),
    "the shape of make_kernel(down=-2, right=1, amount=1)",
    "the rules of this task: r = 1 + the larger one of |down| and |right|",
    [
        ((9, 9), "the two moves happen at once; there need not be room for one after the other"),
        ((5, 5), "a move up or to the left needs room as well, and so does the sharpening"),
        ((7, 5), "the kernel should be square"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "make_kernel_shape", "locked": true, "points": 1, "solution": false}
# Hidden test: the size of the kernel, and that its weights add up to 1
### BEGIN HIDDEN TESTS
for down, right, amount, side in [
    (0, 0, 0.5, 3),
    (2, 1, 1, 7),
    (1, -4, 2, 11),
    (-3, 0, -1, 9),
    (-2, -2, 0, 7),
]:
    got = make_kernel(down, right, amount)
    assert np.shape(got) == (side, side), (
        "the kernel must be square, and just large enough in both directions"
    )
    assert np.isclose(np.sum(got), 1), "the weights must add up to 1, so that a flat image stays as it is"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "make_kernel_move", "locked": true, "points": 2, "solution": false}
# Hidden test: where a picture goes (amount 0)
### BEGIN HIDDEN TESTS
for down, right in [(1, 0), (0, 2), (-2, 0), (0, -1), (2, 3), (-3, 1), (1, -2), (-1, -1), (0, 0)]:
    kernel = np.asarray(make_kernel(down, right, 0))
    middle = np.array(kernel.shape) // 2
    found = np.argwhere(~np.isclose(kernel, 0))
    assert len(found) == 1, "a kernel that only moves must hold a single number that is not 0"
    assert np.isclose(kernel.max(), 1), "a kernel that only moves must hold a single 1"
    assert np.array_equal(middle - found[0], [down, right]), (
        "the image moves into the wrong direction: a 1 above the middle brings everything down"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "make_kernel_sharpen", "locked": true, "points": 2, "solution": false}
# Hidden test: what happens to a picture that does not move
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(205)
for amount in (1, 0.25, 3, -1, -0.5, 9):
    kernel, patch = np.asarray(make_kernel(0, 0, amount)), rng.normal(size=(3, 3))
    assert kernel.shape == (3, 3), "a kernel that does not move is 3 x 3"
    assert np.isclose(np.sum(kernel * patch), patch[1, 1] + amount * (patch[1, 1] - patch.mean())), (
        "the difference between a pixel and the mean of nine must be added `amount` times"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "make_kernel_both", "locked": true, "points": 1, "solution": false}
# Hidden test: moving and sharpening at once (moves along the diagonal)
### BEGIN HIDDEN TESTS
for far, amount in [(1, 9), (-2, 4.5), (3, -9)]:
    kernel = np.asarray(make_kernel(far, far, amount))
    alone = np.full((3, 3), -amount / 9) + np.diag([0, 1 + amount, 0])
    lines = [slice(0, 3) if sign else slice(-3, None) for sign in (True, False)]
    parts = [kernel[part, part] for part in lines]
    assert any(np.allclose(part, alone) for part in parts), (
        "the sharpening must go along, whole, with the move"
    )
    assert np.isclose(np.abs(kernel).sum(), np.abs(alone).sum()), "nothing else may be left in the kernel"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Was it a point operation, and which?
#
# **6 points** · medium · about 20 minutes ·
# [chapter 2](../../book/02_pixels_and_filters.md), "Change each pixel by itself" and "Ask the neighbors"
#
# You have a photograph before and after somebody's secret filter. If the filter was a point operation, it
# has a curve: one new gray for each old one. Read it off. If one gray became two different ones, it was not.
#
# Write `find_curve(before, after)`.
#
# - `before`, `after`: `uint8` arrays. Neither may be changed. They must have the same shape, else
#   `ValueError`.
# - Returns an array of 256 whole numbers. `curve[g]` is what every pixel of gray g has become, or −1 if no
#   pixel of `before` has the gray g.
# - Raises `ValueError` if no point operation can turn `before` into `after`.
#
# Example: from `before = [[10, 20], [10, 30]]` to `after = [[5, 7], [5, 7]]` the curve has 5 at 10, 7 at 20,
# 7 at 30, and −1 elsewhere. Two old grays may get the same new one. But `after = [[5, 7], [6, 7]]` raises
# `ValueError`: the gray 10 became 5 in one place, and 6 in another.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# On paper, for the example: go through the pixels in pairs, old and new, and fill a table. When do you see
# that it was no point operation?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which grays can a `uint8` table hold? Can it hold −1?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Without a loop over pixels: fill the table in one assignment, then apply it to `before`. What must come
# out?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "find_curve", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def find_curve(before, after):
    """Return the new gray of each of 256 old ones, -1 where unknown; refuse what is no point operation."""
    ### BEGIN SOLUTION
    if before.shape != after.shape:
        raise ValueError(f"expected images of one shape, got {before.shape} and {after.shape}")
    curve = np.full(256, -1)
    curve[before] = after
    if np.any(curve[before] != after):
        raise ValueError("one gray became two different ones: this was no point operation")
    return curve
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Fill the table in one assignment and apply it. If a gray has become two different ones, one of the two was
# overwritten, and applying the table cannot give back the picture: `curve[before]` differs from `after`
# somewhere. So the check is complete, and no loop is needed.
#
# The table must hold −1 beside 255, which `uint8` cannot. The shapes are compared first, because NumPy would
# stretch a smaller picture over the larger one and find a curve for something that never happened.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_curve_visible", "locked": true, "points": 1, "solution": false}
# Test: a curve with three known grays, a threshold, and two filters that have no curve
old = np.array([[10, 20, 10], [30, 20, 10]], dtype=np.uint8)
curve = find_curve(old, np.array([[5, 7, 5], [0, 7, 5]], dtype=np.uint8))
assert_matches(
    np.shape(curve),
    (256,),
    "find_curve([[10, 20, 10], [30, 20, 10]], [[5, 7, 5], [0, 7, 5]]): the shape of the curve",
    "the rules of this task: one entry for each of the 256 grays",
)
assert_matches(
    np.asarray(curve)[[10, 20, 30]],
    [5, 7, 0],
    "find_curve([[10, 20, 10], [30, 20, 10]], [[5, 7, 5], [0, 7, 5]]): its entries 10, 20 and 30",
    'chapter 2, "Change each pixel by itself"',
    [
        ([5, 7, 7], "the grays are matched in the order of their brightness, but a curve can also fall"),
        ([0, 5, 7], "the grays are matched in the order of their brightness, but a curve can also fall"),
        ([-1, -1, -1], "the curve is read the other way: its index is the gray before"),
    ],
)
assert_matches(
    np.asarray(curve)[[0, 5, 7, 15, 255]],
    [-1, -1, -1, -1, -1],
    "find_curve([[10, 20, 10], [30, 20, 10]], [[5, 7, 5], [0, 7, 5]]): its entries 0, 5, 7, 15 and 255",
    "the rules of this task: -1 marks grays that do not occur before",
    [
        ([0, 0, 0, 0, 0], "0 is black; a gray that is not known has to be marked by -1"),
        ([255, 255, 255, 255, 255], "the table cannot hold -1: uint8 makes 255 of it"),
        ([0, 5, 7, 15, 255], "a gray that does not occur is not known; it need not have stayed what it is"),
    ],
)


def verdict(before, after):
    """Return whether the student's function takes two images for those of a point operation."""
    try:
        find_curve(np.array(before, dtype=np.uint8), np.array(after, dtype=np.uint8))
        return "a curve"
    except ValueError:
        return "ValueError"


for before, after, expected, thought in [
    (
        [[1, 2, 3, 4]],
        [[0, 0, 255, 255]],
        "a curve",
        "a threshold is a point operation: grays may melt into one",
    ),
    (
        [[9, 8, 9]],
        [[15, 15, 16]],
        "ValueError",
        "gray 9 became 15 in one place, 16 in another: no curve does that",
    ),
    ([[9, 8], [8, 9]], [[0, 4], [4, 200]], "ValueError", "gray 9 became 0 in one place, 200 in another"),
]:
    assert_matches(
        verdict(before, after),
        expected,
        f"find_curve({before}, {after})",
        'chapter 2, "Ask the neighbors"',
        [("a curve", thought), ("ValueError", thought)],
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_curve_known", "locked": true, "points": 2, "solution": false}
# Hidden test: random curves, on images that hold every gray
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(206)
for _ in range(3):
    secret = rng.integers(0, 256, size=256).astype(np.uint8)
    photo = rng.permutation(np.tile(np.arange(256, dtype=np.uint8), 4)).reshape(32, 32)
    assert np.array_equal(find_curve(photo.copy(), secret[photo]), secret), (
        "the curve is not the one that was used, although every gray occurs"
    )
photo = np.arange(256, dtype=np.uint8).reshape(4, 64)
assert np.array_equal(find_curve(photo, 255 - photo), np.arange(255, -1, -1)), "a negative has a curve"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_curve_unknown", "locked": true, "points": 1, "solution": false}
# Hidden test: grays that do not occur
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(207)
for top in (1, 4, 100):
    photo = rng.integers(0, top, size=(5, 9)).astype(np.uint8)
    got = np.asarray(find_curve(photo.copy(), np.full((5, 9), 255, dtype=np.uint8)))
    used = np.isin(np.arange(256), photo)
    assert np.all(got[~used] == -1), "a gray that does not occur must be marked by -1, and only such a one"
    assert np.all(got[used] == 255), "an entry of 255 is a gray like any other"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_curve_refuse", "locked": true, "points": 1, "solution": false}
# Hidden test: filters that are no point operations
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(208)
photo = rng.integers(0, 16, size=(12, 10)).astype(np.uint8)
spot = 2 * photo
spot[7, 3] += 1
late = 2 * photo
late[-1, -1] -= 1
blurred = ((photo.astype(int) + np.roll(photo, 1, axis=1)) // 2).astype(np.uint8)
moved = np.roll(photo, 3, axis=0)
jump = photo.copy()
jump[photo == 5] = 0
jump[tuple(np.argwhere(photo == 5)[0])] = 128
swing = 2 * photo
swing[tuple(np.argwhere(photo == 5)[1])] += 1
swing[tuple(np.argwhere(photo == 5)[2])] -= 1
for changed in (spot, late, blurred, moved, jump, swing):
    try:
        find_curve(photo.copy(), changed)
        refused = False
    except ValueError:
        refused = True
    assert refused, "where one gray becomes two, even in a single pixel by one step, there is no curve"
assert find_curve(photo, 2 * photo)[15] == 30, "an honest point operation must not be refused"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_curve_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: color, read-only and transposed images, images of two shapes, inputs left as they were
### BEGIN HIDDEN TESTS
color = np.arange(60, dtype=np.uint8).reshape(3, 4, 5)
color.setflags(write=False)
assert np.array_equal(np.asarray(find_curve(color, color + 9))[:60], np.arange(9, 69)), (
    "an image in color fails"
)
slanted = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.uint8).T
flat = np.ascontiguousarray(2 * slanted)
assert np.array_equal(np.asarray(find_curve(slanted, flat))[1:7], [2, 4, 6, 8, 10, 12]), (
    "a transposed image fails"
)
assert np.array_equal(slanted.T, [[1, 2, 3], [4, 5, 6]]), "the function changed the image before"
assert np.array_equal(flat.T, [[2, 4, 6], [8, 10, 12]]), "the function changed the image after"
for size in [(4, 4), (5, 1), (1, 4), (1, 1), (4, 5), (1, 5, 4)]:
    try:
        find_curve(np.full((5, 4), 7, dtype=np.uint8), np.full(size, 9, dtype=np.uint8))
        refused = False
    except ValueError:
        refused = True
    assert refused, "images of different shapes must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "two_buttons_question", "locked": true, "solution": false}
# ## Task 5. Two buttons
#
# **4 points** · written answer, graded by hand · about 15 minutes ·
# [chapter 2](../../book/02_pixels_and_filters.md), "Blur with weights that add up to 1" and "Sharpen by
# subtracting a blur"
#
# A photo program has two buttons. *Smooth* is the 3 × 3 box filter, *Sharpen* the kernel [0 −1 0; −1 5 −1; 0
# −1 0]. After each button the picture is stored as `uint8`, rounded and clipped. You have a noisy photograph
# of a white house before a dark wood. Answer in at most 150 words:
#
# 1. With real numbers, would the order of the two buttons matter, away from the border? Does it matter in
#    this program, and at which pixels?
# 2. In a flat part of the picture the errors of the pixels are independent. By which factor does each button
#    alone multiply their standard deviation? Somebody multiplies the two factors and says that both buttons
#    together raise the noise. Why is this wrong?
# 3. Find the right factor for both buttons. (Write down the kernel that does what both do.)
#
# | your answer | points |
# | --- | --- |
# | decides both parts of question 1, and names the pixels | 1 |
# | gives both factors, and the condition that fails at the second button | 1 |
# | gives the kernel of 5 × 5 or its sum of squares, and the factor | 1 |
# | is precise: numbers that can be checked; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "two_buttons", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. No: both are sums with fixed weights, and the kernel of both together is the same in either order. In
#    the program it does: sharpening first overshoots at the edge of the house, below 0 on the dark side and
#    above 255 on the white one. What is clipped there is lost to the smoothing. (Rounding matters a little,
#    everywhere.)
# 2. Box 1/3, sharpen √(5² + 4 · 1²) = √29 = 5.39. Their product, 1.80, would need errors that are
#    independent again after the first button. But two neighbors in a smoothed picture share six of their
#    nine pixels.
# 3. Five boxes in the middle minus four that are moved by one. Times 9, this is 1 in the middle, 2 at its
#    four sides, 3 at its four corners, and −1 at the twelve pixels beside this block. The squares are 1, 16,
#    36 and 12, together 65; the factor is √65 / 9 = 0.90: less noise than before.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live, on a photograph. Watch the curve that you find under *develop*: where is it
# level, and what is lost there? Under *stabilize* smooth first and sharpen then: does the noise come back?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatSlider, IntSlider, interact

    from cnnlib import data

    photo = data.image("camera")[0][20:148, 70:198]

    def develop(gain, offset):
        changed = adjust(photo, gain, offset)
        curve = np.asarray(find_curve(photo, changed))
        left, right = plt.subplots(1, 2, figsize=(8, 3.5), layout="constrained")[1]
        left.imshow(changed, cmap="gray", vmin=0, vmax=255)
        left.axis("off")
        right.plot(np.flatnonzero(curve >= 0), curve[curve >= 0], ".")
        right.set(xlim=(0, 255), ylim=(0, 255), xlabel="gray before", ylabel="gray after")
        plt.show()

    def stabilize(noise, smooth, amount, down, right):
        shaky = photo + noise * np.random.default_rng(0).normal(size=photo.shape)
        kernel = make_kernel(down, right, amount)
        padded = np.pad(box_filter(shaky, (smooth, smooth)), len(kernel) // 2, mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)
        steady = np.einsum("ijuv,uv->ij", windows, kernel)
        axes = plt.subplots(1, 2, figsize=(8, 4))[1]
        for ax, picture in zip(axes, (shaky, steady), strict=True):
            ax.imshow(picture, cmap="gray", vmin=0, vmax=255)
            ax.axis("off")
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(develop, gain=FloatSlider(1.5, min=-2, max=4), offset=IntSlider(20, -200, 200))
    moves = {"down": IntSlider(6, -20, 20), "right": IntSlider(-4, -20, 20)}
    amount = FloatSlider(2, min=-1, max=6)
    try_out(stabilize, noise=IntSlider(0, 0, 60), smooth=IntSlider(1, 1, 9, 2), amount=amount, **moves)


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
