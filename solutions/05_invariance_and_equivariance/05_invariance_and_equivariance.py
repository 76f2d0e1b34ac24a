# %% [markdown]
# # Exercises for chapter 5: invariance and equivariance
#
# **30 points** in four programming tasks and one written answer; about 100 minutes. You need [chapter
# 5](../../book/05_invariance_and_equivariance.md), NumPy and nothing else.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `equivariance_error`: an honest test for any layer | 8 | 30 |
# | 2 | `patch_map`: overlapping patches vote | 7 | 25 |
# | 3 | `symmetrize`: make any layer follow turns and mirror images | 6 | 20 |
# | 4 | `smallest_shift`: the shift that a whole network can follow | 5 | 15 |
# | 5 | a written answer: the count that flickers | 4 | 10 |
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
# ## Task 1. An honest test for any layer
#
# **8 points** · hard · about 30 minutes ·
# [chapter 5](../../book/05_invariance_and_equivariance.md), "Measure it on an image that moves"
#
# Is a layer equivariant to a shift? Somebody hands you the layer as a function, and you may only try it.
# Shift an image with `np.roll`, and you blame the layer for a seam that you made yourself. So let real
# pixels come in: cut two views out of one larger scene, feed both to the layer, and compare the outputs
# that belong together.
#
# Write `equivariance_error(layer, scene, shift, stride, border)`.
#
# - `layer`: a function. Give it an image `(h, w)`, and it returns an array `(h', w')` of any dtype, never
#   larger than the image. Output `[i, j]` belongs to the neighborhood of pixel `[i·stride, j·stride]`.
# - `scene`: array of shape `(H, W)`, any dtype. It must not be changed.
# - `shift`: a pair `(down, right)` of whole numbers, positive, negative or 0. What view 1 shows at pixel
#   `[r, c]`, view 2 shows at `[r + down, c + right]`. Both views are cut out of `scene`, and are as large as
#   possible: `(H − |down|, W − |right|)`.
# - `stride`: the layer's stride, the same in both directions. A shift that it does not divide, in either
#   direction, raises `ValueError`: the output cannot move by half a place.
# - `border`: so many rows and columns are left out along all four edges of **both** outputs before you
#   compare.
# - Returns one number: the largest absolute difference between an output of view 1 and its partner in the
#   output of view 2. Where a partner does not exist, or was left out, there is nothing to compare. If no
#   pair is left at all, for example because the shift is as large as the scene, raise `ValueError`.
#   Subtract real numbers: in eight bits 0 − 100 is 156.
#
# Example: the scene `[[1, 2, 4, 8]]`, shift `(0, 1)`. View 1 is `[[2, 4, 8]]`, view 2 is `[[1, 2, 4]]`: the
# 2 and the 4 moved to the right, the 8 left, the 1 came in. For the layer `lambda view: 3 * view` with
# stride 1 and border 0 the outputs are `[[6, 12, 24]]` and `[[3, 6, 12]]`; two pairs belong together, and
# the error is 0. For the layer `lambda view: view * [1, 2, 3]` the outputs are `[[2, 8, 24]]` and `[[1, 4,
# 12]]`; the pairs are 2, 4 and 8, 12, so the error is 4.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Draw a scene of 5 × 6 pixels and both views for the shift (1, 2), then for (−1, 2). In which row and
# column of the scene does each view begin?
#
# </details>
# <details><summary>Hint 2</summary>
#
# If the image moves by `shift`, by how many places does the output move?
#
# </details>
# <details><summary>Hint 3</summary>
#
# List the rows of output 1 that may be used. Which of them have their partner row among the rows of output
# 2 that may be used? The same for the columns. A slice like `[2:-0]` is empty; lists of numbers are safer.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "equivariance_error", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def equivariance_error(layer, scene, shift, stride, border):
    """Return the largest difference between the output of a moved view and the moved output."""
    ### BEGIN SOLUTION
    if shift[0] % stride or shift[1] % stride:
        raise ValueError(f"expected a shift that the stride {stride} divides, got {shift}")
    (h, w), (down, right) = scene.shape, shift
    views = []
    for top, left in [(max(down, 0), max(right, 0)), (max(-down, 0), max(-right, 0))]:
        views.append(scene[top : top + h - abs(down), left : left + w - abs(right)])
    outputs = np.array([layer(view) for view in views], dtype=float)
    places, partners = [], []
    for axis in range(2):
        kept = range(border, outputs.shape[axis + 1] - border)
        move = shift[axis] // stride
        places.append([i for i in kept if i + move in kept])
        partners.append([i + move for i in places[axis]])
    differences = np.abs(outputs[1][np.ix_(*partners)] - outputs[0][np.ix_(*places)])
    return differences.max()  # of none: ValueError
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Both views are windows of one scene, so every pixel has its real neighbors. If view 1 begins at row
# `max(down, 0)` and view 2 at `max(-down, 0)`, then view 2 begins `down` rows further up, and what it
# shows lies `down` rows further down. Both starts are never negative, whatever the sign of the shift.
#
# `places` are the rows (columns) of output 1 that are kept and whose partner is kept too; `partners` are
# these partners. Lists of numbers need no thought about slices that end at −0. `dtype=float` keeps 8-bit
# outputs from wrapping when they are subtracted, and the maximum of nothing is the `ValueError` that is
# asked.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "equivariance_error_visible", "locked": true, "points": 1, "solution": false}
# Test: layers without padding, with padding, with a stride, and one that knows the place
scene = np.arange(72.0).reshape(8, 9) ** 2 % 17


def no_padding(view):
    return view[:-1, :-2] + 2 * view[1:, 1:-1] + 4 * view[1:, 2:]


def every_second(view):
    return view[::2, ::2]


def place(view):
    return 10.0 * np.arange(view.shape[0])[:, None] + np.arange(view.shape[1])


def zero_padding(view):
    wide = np.pad(view, 1)
    return wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:]


cases = [
    (
        no_padding,
        (1, 2),
        1,
        0,
        0,
        [
            (73, "outputs that came around, as by np.roll, were compared: they have no partner"),
            (95, "pixels came in from the other side of the scene: cut both views out of it instead"),
            (65, "the partners are on the wrong side: what was at [r, c] is at [r + down, c + right]"),
        ],
    ),
    (
        place,
        (-1, 2),
        1,
        0,
        8,
        [
            (-8, "a difference of -8 is as large an error as 8: its sign does not matter"),
            (19, "rows and columns are exchanged: the pair is (down, right)"),
            (12, "the sign of the shift is lost: a negative number moves up or to the left"),
            (30, "this says how many outputs differ; asked is the largest difference"),
        ],
    ),
    (
        zero_padding,
        (2, 1),
        1,
        0,
        19,
        [
            (93 / 14, "this is the mean of the differences; asked is the largest"),
            (21, "the layer got other views: two windows of the scene, as large as possible"),
            (16, "the layer got other views, or lost pairs: two windows, as large as possible"),
        ],
    ),
    (
        zero_padding,
        (2, 1),
        1,
        1,
        0,
        [
            (19, "an output next to the padding was compared: leave out the border of both outputs"),
            (16, "an output next to the padding was compared: leave out the border of both outputs"),
        ],
    ),
    (
        every_second,
        (2, -2),
        2,
        0,
        0,
        [(13, "with a stride the output moves by less than the image: the shift divided by the stride")],
    ),
]
for layer, shift, stride, border, expected, slips in cases:
    assert_matches(
        equivariance_error(layer, scene.copy(), shift, stride, border),
        expected,
        f"equivariance_error({layer.__name__}, scene, shift={shift}, stride={stride}, border={border})",
        'chapter 5, "Measure it on an image that moves"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "equivariance_error_views", "locked": true, "points": 1, "solution": false}
# Hidden test: the two views that the layer gets to see
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(501)
for shift in [(1, 2), (-2, 1), (0, -3), (2, 0), (-1, -2), (0, 0)]:
    scene, seen = rng.normal(size=(6, 7)), []

    def camera(view, seen=seen):
        seen.append(np.array(view))
        return np.zeros(np.shape(view))

    equivariance_error(camera, scene.copy(), shift, 1, 0)
    size = 6 - abs(shift[0]), 7 - abs(shift[1])
    assert all(np.shape(view) == size for view in seen), (
        "a view has the wrong shape: both are as large as possible, and equally large"
    )
    corners = np.array([np.argwhere(scene == view[0, 0])[0] for view in seen])
    for view, (row, column) in zip(seen, corners, strict=True):
        window = scene[row : row + size[0], column : column + size[1]]
        assert np.array_equal(view, window), (
            "a view is no window of the scene: all its pixels must be real neighbors"
        )
    assert np.array_equal(np.ptp(corners, axis=0), np.abs(shift)), (
        "the two views are not the shift apart in the scene"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "equivariance_error_pairs", "locked": true, "points": 2, "solution": false}
# Hidden test: which outputs are compared, for shifts in all directions (stride 1, border 0)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(502)
for shift in [(1, 2), (-2, 1), (0, -3), (3, 0), (-1, -2), (2, -1)]:
    marks = rng.normal(size=(8, 8)) ** 3

    def marked(view, marks=marks):
        return 5 * view[1:, 2:] - view[:-1, :-2] + marks[: len(view) - 1, : len(view[0]) - 2]

    wanted = 0.0
    for i in range(9 - abs(shift[0]) - 1):
        for j in range(10 - abs(shift[1]) - 2):
            k, m = i + shift[0], j + shift[1]
            if 0 <= k < 9 - abs(shift[0]) - 1 and 0 <= m < 10 - abs(shift[1]) - 2:
                wanted = max(wanted, abs(marks[k, m] - marks[i, j]))
    got = equivariance_error(marked, rng.normal(size=(9, 10)), shift, 1, 0)
    assert np.shape(got) == (), "the result must be one number"
    assert np.isclose(got, wanted), "the error is wrong for a layer that treats every place in its own way"
    exact = equivariance_error(lambda view: np.sin(view[2:, 1:]), rng.normal(size=(9, 10)), shift, 1, 0)
    assert np.isclose(exact, 0), "a layer without padding is equivariant, and an error was found"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "equivariance_error_stride", "locked": true, "points": 2, "solution": false}
# Hidden test: layers with strides 2 and 3
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(503)
for stride, shift in [(2, (2, -4)), (2, (-2, 0)), (3, (3, 3)), (3, (0, -6)), (2, (4, 2))]:
    scene = rng.normal(size=(15, 16))
    exact = equivariance_error(lambda view, s=stride: view[1::s, 1::s] ** 2, scene.copy(), shift, stride, 0)
    assert np.isclose(exact, 0), "a layer with a stride follows shifts that the stride divides"

    def located(view, s=stride):
        thin = view[::s, ::s]
        return 0 * thin + 100 * np.arange(len(thin))[:, None] + np.arange(len(thin[0]))

    got = equivariance_error(located, scene.copy(), shift, stride, 0)
    assert np.isclose(got * stride, abs(100 * shift[0] + shift[1])), (
        "the partners are not the shift divided by the stride apart"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "equivariance_error_border", "locked": true, "points": 1, "solution": false}
# Hidden test: outputs along the edges that are left out
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(504)


def spoiled(view, depth):
    far = np.minimum(np.arange(len(view))[:, None], np.arange(len(view))[::-1, None])
    near = np.minimum(np.arange(len(view[0])), np.arange(len(view[0]))[::-1])
    return np.where(np.minimum(far, near) < depth, 7.0, view)


for shift, depth in [((1, 0), 1), ((0, -2), 2), ((-1, 1), 3), ((2, 2), 1)]:
    for border in (depth, depth + 1):
        clean = equivariance_error(
            lambda view, d=depth: spoiled(view, d), rng.normal(size=(13, 14)), shift, 1, border
        )
        assert np.isclose(clean, 0), "what is spoiled along the edges must not count when it is left out"
    dirty = equivariance_error(
        lambda view, d=depth: spoiled(view, d), rng.normal(size=(13, 14)), shift, 1, depth - 1
    )
    assert dirty > 1, "the spoiled outputs just inside the border must count"
top = equivariance_error(lambda view: view + (np.arange(8) == 2)[:, None], np.ones((9, 6)), (1, 0), 1, 2)
assert np.isclose(top, 1), "an output just inside the border must count"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "equivariance_error_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: shifts that cannot be followed, nothing to compare; scene left as it was, 8-bit outputs
### BEGIN HIDDEN TESTS
bright = np.full((4, 5), 250, dtype=np.uint8)
bright.setflags(write=False)
steps = np.array([0, 100, 0, 100], dtype=np.uint8)
assert np.isclose(
    equivariance_error(lambda view: np.array([steps[: len(view[0])]] * len(view)), bright, (0, 1), 1, 0), 100
), "differences of 8-bit outputs must not wrap"
scene = np.arange(12.0).reshape(3, 4)
equivariance_error(lambda view: 2 * view, scene, (1, 1), 1, 0)
assert np.array_equal(scene, np.arange(12.0).reshape(3, 4)), "the function changed the scene"
for shift, stride, border in [
    ((1, 0), 2, 0),
    ((0, 3), 2, 0),
    ((2, -1), 2, 0),
    ((1, -1), 2, 0),
    ((-4, 2), 3, 0),
    ((3, 0), 1, 0),
    ((0, -4), 1, 0),
    ((0, 0), 1, 3),
    ((0, 2), 1, 2),
    ((6, 1), 1, 0),
    ((0, -8), 1, 0),
]:
    try:
        equivariance_error(lambda view: view + 0.0, np.ones((6, 7)), shift, stride, border)
        refused = False
    except ValueError:
        refused = True
    assert refused, (
        "a shift that the stride does not divide, or with no pair left to compare, must raise ValueError"
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. Overlapping patches vote
#
# **7 points** · medium · about 25 minutes ·
# [chapter 5](../../book/05_invariance_and_equivariance.md), "Turn a patch classifier into a segmentation"
#
# The chapter asks a classifier about every patch and keeps the answer for the patch's center. With a
# classifier that says what the *whole* patch shows, do it differently: each patch votes for all its pixels.
# This is how large scans are segmented in practice, tile by overlapping tile.
#
# Write `patch_map(classify, image, size, step)`.
#
# - `classify`: a function. Give it patches `(M, C, size, size)`, any number M of at least 1, and it returns
#   scores `(M, K)`: row m holds one score per class for patch m.
# - `image`: array of shape `(C, H, W)`, any dtype. It must not be changed; the patches have its dtype.
# - Patches are squares of `size` pixels. Their upper left corners lie in the rows 0, `step`, 2·`step`, … and
#   in the columns 0, `step`, 2·`step`, …: all at which the whole patch lies inside the image.
# - A pixel's class is the one with the largest **sum of scores** over all patches that contain the pixel. In
#   a tie the smaller class number wins. A pixel in no patch gets −1.
# - Returns an array of whole numbers, shape `(H, W)`. A patch larger than the image, in either direction,
#   raises `ValueError`.
#
# Example: the image `[[[5, 1, 0, 9, 2]]]` in patches of size 1 and step 2, with a classifier whose scores
# are `[4, pixel]`, gives `[[1, -1, 0, -1, 0]]`: of the three patches only the first has a score larger
# than 4.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# For a row of 7 pixels, size 3 and step 2: where do patches start? Which pixels belong to two of them?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Keep one array of sums for all classes and pixels. What does a patch do to it?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Scores may be negative, so a sum of 0 does not tell a pixel without patches. How else can you know?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "patch_map", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def patch_map(classify, image, size, step):
    """Return the class of each pixel, -1 for none, by the votes of all patches that contain it."""
    ### BEGIN SOLUTION
    _, h, w = image.shape
    corners = [(i, j) for i in range(0, h - size + 1, step) for j in range(0, w - size + 1, step)]
    patches = np.stack([image[:, i : i + size, j : j + size] for i, j in corners])  # of none: ValueError
    scores = np.insert(classify(patches), 0, 1, axis=1)  # in front of the classes: one patch
    votes = np.zeros((scores.shape[1], h, w))
    for number, (i, j) in enumerate(corners):
        votes[:, i : i + size, j : j + size] += scores[number, :, None, None]
    return np.where(votes[0] > 0, votes[1:].argmax(axis=0), -1)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Each patch adds its scores to all of its pixels; `+=` is what makes overlapping patches vote together.
# `np.insert` puts a 1 in front of the scores, so plane 0 of the sums counts how many patches a pixel
# belongs to. This tells a pixel without patches from one whose scores add up to 0. Sum or mean makes no
# difference for the largest, because all classes of a pixel are divided by the same number. `argmax`
# takes the first of equal ones.


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "patch_map_visible", "locked": true, "points": 1, "solution": false}
# Test: patches that overlap, patches that leave gaps, two channels
def bright_or_dark(patches):
    mean = patches.reshape(len(patches), -1).mean(axis=1)
    return np.stack([4 - mean, mean - 4], axis=1)


def louder_channel(patches):
    return patches.sum(axis=(2, 3))


picture = np.array([[[0, 1, 1, 0, 9, 8], [2, 3, 4, 6, 6, 9], [0, 0, 9, 8, 1, 1]]])
assert_matches(
    patch_map(bright_or_dark, picture.copy(), 2, 1),
    [[0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]],
    "patch_map(bright or dark, a picture of 3 rows and 6 columns, size=2, step=1)",
    'chapter 5, "Turn a patch classifier into a segmentation", and the rules of this task',
    [
        (
            [[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1]],
            "a later patch overwrites the earlier ones: the scores of all of them are added",
        ),
        (
            [[0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1]],
            "each patch has one vote for its best class here; it is the scores that are added",
        ),
        (
            [[0, 0, 0, 0, 1, 1], [0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1]],
            "the most certain patch decides here; it should be the sum of scores",
        ),
        (
            [[0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]],
            "in a tie the smaller class number wins",
        ),
        (
            [[0, 0, 0, -1, 1, 1], [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]],
            "a sum of 0 is not the same as no patch",
        ),
        (
            [[-1, -1, -1, -1, -1, -1], [-1, 0, 0, 0, 1, 1], [-1, 0, 0, 1, 1, 1]],
            "only one pixel of each patch got a class: a patch votes for all its pixels",
        ),
        (
            [[0, 0, 0, 0, 1, -1], [0, 0, 0, 0, 1, -1], [-1, -1, -1, -1, -1, -1]],
            "the last row and column belong to patches too: where does the last patch begin?",
        ),
        (
            [[0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1], [-1, -1, -1, -1, -1, -1]],
            "patches are missing: each begins a step after the last, and the last ends at the border",
        ),
        (
            [[0, 0, 0], [0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 1, 1], [1, 1, 1]],
            "height and width are exchanged: the axes are channels, rows, columns",
        ),
        (
            [[0, 0, 0, 1, 1], [0, 0, 1, 1, 1]],
            "this is a class for each patch; asked is a class for each pixel",
        ),
    ],
)
assert_matches(
    patch_map(bright_or_dark, picture.copy(), 2, 3),
    [[0, 0, -1, 1, 1, -1], [0, 0, -1, 1, 1, -1], [-1, -1, -1, -1, -1, -1]],
    "patch_map(bright or dark, a picture of 3 rows and 6 columns, size=2, step=3)",
    "the rules of this task: where patches begin, and pixels that belong to none",
    [
        (
            [[0, 0, 0, 1, 1, 0], [0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 0, 0]],
            "a pixel in no patch gets -1, not class 0",
        )
    ],
)
stereo = np.array([[[3, 1, 4, 1], [5, 9, 2, 6]], [[2, 7, 1, 8], [2, 8, 1, 8]]])
assert_matches(
    patch_map(louder_channel, stereo.copy(), 1, 1),
    [[0, 1, 0, 1], [0, 0, 0, 1]],
    "patch_map(the louder channel, 2 channels of 2 rows and 4 columns, size=1, step=1)",
    "the rules of this task: shapes",
    [([[0, 0, 0, 0], [0, 0, 0, 0]], "the patches have their channels last: asked is (M, C, size, size)")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "patch_map_cut", "locked": true, "points": 2, "solution": false}
# Hidden test: the patches that the classifier is asked about
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(505)
for (c, h, w), size, step in [
    ((1, 6, 8), 3, 1),
    ((2, 7, 5), 2, 3),
    ((3, 5, 9), 4, 2),
    ((2, 4, 4), 4, 3),
    ((1, 8, 3), 1, 2),
]:
    image, asked = rng.normal(size=(c, h, w)), []

    def listen(patches, asked=asked):
        asked.extend(np.array(patches))
        return np.zeros((len(patches), 2))

    patch_map(listen, image.copy(), size, step)
    assert all(np.shape(patch) == (c, size, size) for patch in asked), "a patch has the wrong shape"
    windows = np.lib.stride_tricks.sliding_window_view(image, (c, size, size))[0, ::step, ::step]
    wanted = {tuple(window.ravel()) for row in windows for window in row}
    heard = {tuple(patch.ravel()) for patch in asked}
    assert wanted <= heard, "patches are missing"
    assert heard <= wanted, "the classifier was asked about other patches than those that the text describes"
tiny = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)
kinds = []
patch_map(lambda patches: kinds.append(patches.dtype) or np.ones((len(patches), 2)), tiny, 2, 1)
assert set(kinds) == {np.dtype(np.uint8)}, "the patches must have the dtype of the image"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "patch_map_votes", "locked": true, "points": 2, "solution": false}
# Hidden test: sums of scores where patches overlap, and ties
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(506)
for (h, w), size, step in [((6, 8), 3, 1), ((7, 5), 3, 2), ((5, 9), 4, 1), ((4, 7), 3, 2)]:
    image = rng.normal(size=(2, h, w))

    def judge(patches):
        left, right = patches[:, 0, :, 0].sum(axis=1), patches[:, 1, 0, :].sum(axis=1)
        return np.stack([left, right - 1, left * right, right**2 - 2], axis=1)

    got = patch_map(judge, image.copy(), size, step)
    assert np.shape(got) == (h, w), "the map must have one class for each pixel"
    for r in range(h):
        for q in range(w):
            tops = [i for i in range(r - size + 1, r + 1) if 0 <= i <= h - size and i % step == 0]
            lefts = [j for j in range(q - size + 1, q + 1) if 0 <= j <= w - size and j % step == 0]
            around = [image[:, i : i + size, j : j + size] for i in tops for j in lefts]
            if around:
                assert got[r, q] == np.argmax(judge(np.array(around)).sum(axis=0)), (
                    "a pixel does not have the class with the largest sum of scores"
                )
even = patch_map(lambda patches: np.array([[1.0, 2.0, 2.0]] * len(patches)), np.ones((1, 3, 4)), 2, 1)
assert np.all(even == 1), "in a tie the smaller class number must win"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "patch_map_gaps", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels that belong to no patch
### BEGIN HIDDEN TESTS
for (h, w), size, step, rows, columns in [
    ((5, 7), 2, 3, "11.11", "11.11.."),
    ((6, 4), 3, 2, "11111.", "111."),
    ((4, 9), 1, 4, "1...", "1...1...1"),
    ((3, 3), 2, 5, "11.", "11."),
    ((7, 6), 3, 4, "111.111", "111..."),
]:
    inside = np.outer([mark == "1" for mark in rows], [mark == "1" for mark in columns])
    for level in (-3.0, 0.0, 2.0):
        got = patch_map(
            lambda patches, s=level: np.full((len(patches), 3), s), np.ones((2, h, w)), size, step
        )
        assert np.array_equal(np.asarray(got) == -1, ~inside), (
            "-1 must stand where no patch is, and nowhere else"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "patch_map_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: read-only and transposed images, whole numbers out, image left as it was, patches too large
### BEGIN HIDDEN TESTS
ramp = np.arange(24, dtype=np.float32).reshape(1, 6, 4).transpose(0, 2, 1)
ramp.setflags(write=False)
got = patch_map(lambda patches: np.stack([patches[:, 0, 0, 0], 0 * patches[:, 0, 0, 0] + 8], 1), ramp, 1, 1)
assert np.array_equal(got, ramp[0] < 8), "the map of a transposed image is wrong"
assert np.asarray(got).dtype.kind in "iu", "classes must be whole numbers"
image = np.array([[[1.0, 2], [3, 5]]])
patch_map(lambda patches: np.ones((len(patches), 2)), image, 2, 1)
assert np.array_equal(image, [[[1.0, 2], [3, 5]]]), "the function changed the image"
for size, shape in [(4, (1, 3, 5)), (4, (2, 5, 3)), (9, (1, 3, 3))]:
    try:
        patch_map(lambda patches: np.ones((len(patches), 2)), np.ones(shape), size, 1)
        refused = False
    except ValueError:
        refused = True
    assert refused, "patches higher or wider than the image must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Make any layer follow turns and mirror images
#
# **6 points** · medium · about 20 minutes ·
# [chapter 5](../../book/05_invariance_and_equivariance.md), "Prove it in one line, and turn it around" and
# "Look at other changes"
#
# Under the microscope there is no up and no left: turn the slide, and the answer should turn along. A
# convolution with any kernel does not do that. But the chapter made an equivariant matrix out of any matrix,
# by an average over all shifts. The same trick works for every layer, linear or not, and for turns and
# mirror images: **change the image, apply the layer, change the output back**, and take the mean over all
# changes.
#
# $$g(x) = \tfrac18 \sum_{t} t^{-1}\bigl(f(t(x))\bigr)$$
#
# A square has eight of these changes t: turns by 0, 90, 180 and 270 degrees, each with and without a mirror
# image before it.
#
# Write `symmetrize(layer, image)`.
#
# - `layer`: a function f. Give it an image `(h, w)` of any size, and it returns an array `(h − b, w − b)`;
#   the number b, often 0, is the same for all sizes. The array may hold floats or whole numbers, also of
#   eight bits.
# - `image`: array of shape `(H, W)`, any dtype, in general not square. It must not be changed.
# - Returns g(image), a float array as large as `layer(image)`.
#
# Example: let the layer double the pixels in its first column: `def layer(x): y = 1.0 * x; y[:, 0] *= 2;
# return y`. Then `symmetrize(layer, np.ones((3, 4)))` is `[[1.5, 1.25, 1.25, 1.5], [1.25, 1, 1, 1.25],
# [1.5, 1.25, 1.25, 1.5]]`: each edge is the first column in two of the eight changes.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. `np.rot90` and slices with step −1 are all you need.
#
# <details><summary>Hint 1</summary>
#
# Put on socks, then shoes. What comes off first? What does this say about a mirror image followed by a turn?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Test your changes alone, without a layer: there and back must give the same image. Try one that is not
# square and has no symmetry.
#
# </details>
# <details><summary>Hint 3</summary>
#
# In which dtype do you add eight outputs? A layer may return pixels of 8 bits.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "symmetrize", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def symmetrize(layer, image):
    """Return the mean over eight turns and mirror images: change the image, apply the layer, change back."""
    ### BEGIN SOLUTION
    outputs = []
    for way in range(8):
        turns, step = way % 4, 1 - way // 4 * 2  # ways 4 to 7 with a mirror image
        output = layer(np.rot90(image[:, ::step], turns))
        outputs.append(np.rot90(output, -turns)[:, ::step])
    return np.mean(outputs, axis=0)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Ways 0 to 3 turn the image, ways 4 to 7 mirror it and turn it then. Undoing goes backwards: first the
# turn, in the other direction, then the mirror image, which is its own opposite. With a shape that is not
# square the output of a quarter turn comes back with height and width exchanged again.
#
# Why is the mean equivariant? Turn the image, and the eight changes are the same eight in another order.
# The sum does not care about the order.


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "symmetrize_visible", "locked": true, "points": 1, "solution": false}
# Test: the layer of the example, and a difference of neighbors
def double_first_column(view):
    output = 1.0 * view
    output[:, 0] *= 2
    return output


def eight_times_one(view):
    return 8.0 * view[:-3, 1:-2]


assert_matches(
    symmetrize(double_first_column, np.ones((3, 4))),
    [[1.5, 1.25, 1.25, 1.5], [1.25, 1, 1, 1.25], [1.5, 1.25, 1.25, 1.5]],
    "symmetrize(double the first column, an image of ones of 3 rows and 4 columns)",
    'chapter 5, "Look at other changes", and the formula of this task',
    [
        (
            [[12, 10, 10, 12], [10, 8, 8, 10], [12, 10, 10, 12]],
            "this is the sum of eight outputs; asked is their mean",
        ),
        ([[2, 2, 2, 2], [2, 1, 1, 2], [2, 2, 2, 2]], "this is the largest of the eight, not their mean"),
        (
            [[1.5, 1, 1, 1.5], [1.5, 1, 1, 1.5], [1.5, 1, 1, 1.5]],
            "the turns by 90 and 270 degrees are missing",
        ),
        (
            [[2, 1.5, 1.5, 1.5], [1.5, 1, 1, 1], [1.5, 1, 1, 1]],
            "the outputs are not changed back: turn and mirror each of them before you add",
        ),
    ],
)
assert_matches(
    symmetrize(
        eight_times_one, np.array([[7, 1, 2, 4, 3], [8, 9, 0, 5, 1], [2, 6, 3, 0, 4], [1, 0, 8, 2, 6]])
    ),
    [[26, 36]],
    "symmetrize(8 times the pixel in row 0 and column 1 of each 4 x 4 block, the image of this cell)",
    'chapter 5, "Prove it in one line, and turn it around": the average over all changes',
    [
        ([[32, 22]], "the mirror images are missing, or some changes count twice"),
        (
            [[31, 31]],
            "a change is not undone: last one first, and a turn by the turn in the other direction",
        ),
        ([[41, 21]], "the outputs of mirrored images are turned back, but not mirrored back"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "symmetrize_values", "locked": true, "points": 2, "solution": false}
# Hidden test: the kernel that comes out, for random kernels on square images
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(507)
for padding in (0, 1, 2):
    kernel, image = rng.normal(size=(3, 3)), rng.normal(size=(6, 6))

    def filtered(view, kernel=kernel, padding=padding):
        wide = np.pad(view, padding)
        windows = np.lib.stride_tricks.sliding_window_view(wide, (3, 3))
        return np.einsum("ijuv,uv->ij", windows, kernel)

    corner, edge = kernel[::2, ::2].mean(), (kernel[1, ::2] + kernel[::2, 1]).mean() / 2
    wide = np.pad(image, padding)
    n = 4 + 2 * padding
    near = [wide[i : i + n, j : j + n] for i in range(3) for j in range(3)]
    wanted = kernel[1, 1] * near[4] + edge * sum(near[1::2]) + corner * sum(near[k] for k in (0, 2, 6, 8))
    got = symmetrize(filtered, image.copy())
    assert np.shape(got) == (n, n), "the result must be as large as the layer's output"
    assert np.allclose(got, wanted), (
        "the mean must act like a kernel whose four corners are equal, and its four edges"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "symmetrize_follows", "locked": true, "points": 2, "solution": false}
# Hidden test: turned and mirrored images that are not square; layers that need no mending
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(508)
for h, w in [(4, 6), (5, 3), (4, 4), (1, 5)]:
    image = rng.normal(size=(h, w))

    def odd(view):
        return np.cumsum(view, axis=0) * (1 + np.arange(view.shape[1])) + np.abs(view)

    got = symmetrize(odd, image.copy())
    assert np.shape(got) == (h, w), "the result must be as large as the layer's output"
    assert np.allclose(symmetrize(odd, np.rot90(image).copy()), np.rot90(got)), (
        "a turned image must give the turned result"
    )
    assert np.allclose(symmetrize(odd, image[::-1].copy()), got[::-1]), (
        "a mirrored image must give the mirrored result"
    )
    assert np.allclose(symmetrize(odd, image.T.copy()), got.T), (
        "a transposed image must give the transposed result"
    )
    assert np.allclose(symmetrize(lambda view: np.tanh(view), image.copy()), np.tanh(image)), (
        "a layer that follows all changes already must stay what it is"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "symmetrize_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8-bit images and outputs, read-only arrays, image left as it was
### BEGIN HIDDEN TESTS
bright = np.array([[250, 255], [251, 3]], dtype=np.uint8)
bright.setflags(write=False)
assert np.allclose(symmetrize(lambda view: view, bright), bright), "sums of 8-bit outputs must not wrap"
assert np.allclose(symmetrize(lambda view: np.eye(2, dtype=int), bright), 0.5), (
    "the mean must keep its fraction"
)
image = np.array([[1.0, 2], [3, 5]])
symmetrize(lambda view: 3 * view, image)
assert np.array_equal(image, [[1.0, 2], [3, 5]]), "the function changed the image"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. The shift that a whole network can follow
#
# **5 points** · medium · about 15 minutes ·
# [chapter 5](../../book/05_invariance_and_equivariance.md), "See a stride keep every second shift"
#
# A network for segmentation first makes its maps smaller, then larger again, until there is an answer for
# each pixel. Its output has the resolution of its input. Can it follow a shift by one pixel? You get the
# list of its layers and find the smallest shift that it follows exactly, borders aside.
#
# Write `smallest_shift(layers)`.
#
# - `layers`: a list of tuples, in the order in which they are applied; it may be empty.
#   - `("conv", kernel_size, stride)`: a convolution.
#   - `("pool", kernel_size, stride)`: a window that moves in steps of `stride` and keeps its maximum.
#   - `("up", factor)`: each sample is repeated `factor` times, so its output is `factor` times as long. A
#     shift of its input by 1 moves its output by `factor` places.
#   - All numbers are whole and at least 1.
# - A layer with any other name raises `ValueError`.
# - Returns a tuple `(shift, moves)` of two whole numbers: the smallest `shift ≥ 1` of the network's input
#   for which every layer moves its output by a whole number of places, and by how many places the network's
#   output moves then.
#
# Example: `smallest_shift([("conv", 3, 2), ("up", 2)])` is `(2, 2)`. A shift by 1 would have to move the
# convolution's output by half a place; enlarging it afterwards does not help.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Try the input shifts 1, 2, 3, … on the network `[("up", 2), ("pool", 2, 3)]` by hand. Which is the first
# that works, and why is it neither 1 nor 2?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Walk through the layers with a shift in hand. What does each layer do to it, and when is it stuck?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Trying the shifts one after the other is fine: the product of all strides always works, so the search ends.
# Stay with whole numbers; 1 / 3 · 3 is a matter of luck with floats.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "smallest_shift", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def smallest_shift(layers):
    """Return the smallest input shift that every layer follows, and how far the output moves then."""
    ### BEGIN SOLUTION
    shift = moves = 1
    for layer in layers:
        match layer:
            case ("up", factor):
                moves *= factor
            case ("conv" | "pool", _, stride):
                times = 1  # so many times the shift, until the stride divides what arrives
                while moves * times % stride:
                    times += 1
                shift, moves = shift * times, moves * times // stride
            case _:
                raise ValueError(f"expected a layer conv, pool or up, got {layer}")
    return shift, moves
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `shift` is the smallest shift of the input that all layers so far can follow, and `moves` is how far it
# has moved what arrives. All other shifts that they follow are multiples of it. A stride that does not
# divide `moves` needs a multiple; `times` is the smallest one that does. Enlarging multiplies what
# arrives and asks for nothing.
#
# So a network with two strides of 2 and two enlargements by 2 follows shifts by 4 only, although its
# output has the resolution of its input. Every U-Net is of this kind.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "smallest_shift_visible", "locked": true, "points": 1, "solution": false}
# Test: strides, enlarging after them and before them
for layers, expected, slips in [
    (
        [("conv", 3, 2), ("pool", 3, 4), ("conv", 5, 3)],
        (24, 1),
        [
            ((45, 1), "these are the kernel sizes; the steps between windows are what counts"),
            ((18, 1), "for pooling too, the step between windows is the last number"),
            ((6, 1), "a pooling layer has a stride too"),
            ((9, 1), "strides multiply, they do not add"),
            ((12, 1), "strides multiply: after a stride of 2, a stride of 4 needs a shift by 8"),
            ((4, 1), "every stride counts, not only the largest"),
            ((1, 1), "a layer cannot move by half a place, and rounding does not help"),
        ],
    ),
    (
        [("conv", 3, 2), ("up", 2)],
        (2, 2),
        [
            ((1, 1), "a shift by 1 moves the output of the first layer by half a place"),
            ((2, 1), "the second number: the first layer moves by 1, then it is enlarged"),
            ((4, 1), "an enlarged map moves further, not less far"),
        ],
    ),
    (
        [("up", 2), ("pool", 2, 3)],
        (3, 2),
        [
            ((6, 4), "this works, but a smaller shift does too"),
            ((3, 1), "the second number: 3 becomes 6, and 6 becomes 2"),
            ((1, 1), "the second layer cannot move by two thirds of a place"),
            ((2, 1), "the second layer cannot move by four thirds of a place"),
        ],
    ),
    (
        [("up", 2), ("conv", 3, 2)],
        (1, 1),
        [
            ((2, 2), "this works, but 1 does too: enlarged first, it becomes 2"),
            ((2, 1), "a shift by 1 becomes 2, which the stride divides"),
        ],
    ),
]:
    assert_matches(
        smallest_shift(list(layers)),
        expected,
        f"smallest_shift({layers})",
        'chapter 5, "See a stride keep every second shift"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "smallest_shift_strides", "locked": true, "points": 1, "solution": false}
# Hidden test: stacks of strides and pooling, and no layer at all
### BEGIN HIDDEN TESTS
for layers, wanted in [
    ([], (1, 1)),
    ([("conv", 7, 1), ("pool", 3, 1)], (1, 1)),
    ([("conv", 11, 4), ("pool", 3, 2), ("conv", 5, 1), ("pool", 3, 2)], (16, 1)),
    ([("pool", 2, 3), ("conv", 2, 5), ("pool", 4, 1), ("conv", 1, 2)], (30, 1)),
    ([("conv", 1, 6)], (6, 1)),
    ([("conv", 3, 2)] * 5, (32, 1)),
    ([("pool", 2, 2)] * 8, (256, 1)),
]:
    got = smallest_shift(list(layers))
    assert all(isinstance(number, int | np.integer) for number in got), "both results must be whole numbers"
    assert got[0] == wanted[0], "the smallest shift is wrong for layers with strides only"
    assert got[1] == wanted[1], "after the smallest shift a stack of strides moves by one place"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "smallest_shift_up", "locked": true, "points": 2, "solution": false}
# Hidden test: networks that make maps smaller and larger, against signals that really go through them
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(509)
networks = [
    [("conv", 3, 2), ("conv", 3, 2), ("up", 2), ("up", 2)],
    [("up", 4), ("conv", 3, 2), ("pool", 2, 3)],
    [("pool", 2, 2), ("up", 3), ("conv", 2, 4)],
    [("conv", 3, 6), ("up", 2), ("conv", 3, 1), ("up", 2)],
    [("up", 3), ("conv", 2, 2), ("up", 2), ("conv", 3, 1)],
    [("up", 6), ("conv", 3, 4), ("pool", 2, 3)],
    [("up", 2), ("conv", 3, 1), ("up", 2)],
    [("conv", 3, 3), ("up", 2), ("pool", 3, 4), ("up", 6)],
]
for layers in networks:
    strides = int(np.prod([layer[2] for layer in layers if layer[0] != "up"]))
    kernels = [rng.normal(size=layer[1]) for layer in layers]

    def run(ring, layers=layers, kernels=kernels):
        for (name, *numbers), weights in zip(layers, kernels, strict=True):
            if name == "up":
                ring = np.repeat(ring, numbers[0])
                continue
            taps = np.array([np.roll(ring, -k) for k in range(numbers[0])])
            ring = (weights @ taps if name == "conv" else taps.max(axis=0))[:: numbers[1]]
        return ring

    x = rng.normal(size=2 * strides)
    before = run(x)
    followed = []
    for by in range(1, strides + 1):
        after = run(np.roll(x, by))
        ways = [m for m in range(len(before)) if np.allclose(after, np.roll(before, m))]
        followed += [(by, m) for m in ways[:1]]
    got = smallest_shift(list(layers))
    assert got[0] <= followed[0][0], "a real signal shows that the network follows a smaller shift"
    assert got[0] >= followed[0][0], "a real signal shows that the network does not follow this shift"
    assert (got[1] - followed[0][1]) % len(before) == 0, (
        "a real signal shows that the output moves by another number"
    )
    assert 1 <= got[1] <= len(before), "a real signal shows that the output moves by another number"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "smallest_shift_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: layers of another name, and a list left as it was
### BEGIN HIDDEN TESTS
stack = [("conv", 3, 2), ("conv", 3, 1)]
assert smallest_shift(stack)[0] == 2, "honest layers must still work"
assert stack == [("conv", 3, 2), ("conv", 3, 1)], "the function changed the list of layers"
for bad in [
    [("down", 2)],
    [("conv", 3, 2), ("relu", 1, 1)],
    [("upsample", 2), ("conv", 3, 1)],
    [("Conv", 3, 2)],
    [("", 1, 1)],
]:
    try:
        smallest_shift(bad)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a layer that is not conv, pool or up must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "flickering_count_question", "locked": true, "solution": false}
# ## Task 5. The count that flickers
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 5](../../book/05_invariance_and_equivariance.md), "See a stride keep every second shift" and "Make
# invariance out of equivariance"
#
# A network counts the cells under a microscope. The slide moves to the right by exactly one pixel from frame
# to frame, and no cell enters or leaves the picture. The count goes 41, 43, 42, 40, 41, 43, 42, 40, 41, 43,
# … Answer in at most 150 words:
#
# 1. The count repeats after four frames. What does that say about the network? Could zero padding alone be
#    the reason?
# 2. Name one change to the network that makes the flicker smaller, and say what it costs.
# 3. The network may not be changed or trained again. Which number, computed from several runs of it, stays
#    the same under every shift by whole pixels, and at what price? Slides also move up and down.
#
# | your answer | points |
# | --- | --- |
# | concludes from the period what the network has, and decides about the padding with a reason | 1 |
# | names a change that acts on the cause, and its cost | 1 |
# | gives a mean over the right set of shifts, and their number in two dimensions | 1 |
# | is precise: the right words and numbers; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "flickering_count", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Its strides, multiplied, are 4 (two layers with stride 2, say): it follows only shifts by multiples of 4,
#    and in between the cells meet another raster. Padding alone would not repeat: its damage depends on how
#    far a cell is from the edge, and after four frames that has changed.
# 2. Blur before each subsampling, which costs fine detail and some work. Or use stride 1 throughout: exact,
#    but the later layers then have 16 times as many outputs to compute.
# 3. The mean of the counts over the 4 · 4 = 16 shifts of the picture by 0 to 3 pixels to the right and down.
#    A further shift by one pixel only exchanges these 16 runs for others that, but for the border, count the
#    same. The price is 16 runs for each frame.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. First: what is bird, what is sky? The classifier knows nothing but how dark a
# patch is. Which size and step draw the birds best, and what does it take the wires for? Then: a relief
# filter that sees light coming from one side. Turn the picture; where does the plain layer disagree with
# itself, and what does `symmetrize` make of the relief?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatSlider, IntSlider, interact

    from cnnlib.data import as_float, bird_scenes, image

    def show(pictures, titles):
        for axis, picture, title in zip(
            plt.subplots(1, len(pictures), figsize=(9, 3))[1], pictures, titles, strict=True
        ):
            axis.imshow(picture, cmap="gray")
            axis.set_title(title)
            axis.set_axis_off()
        plt.show()

    def segment(size, step, darkness):
        sky = as_float(bird_scenes(8, rng=1).images[7])

        def classify(patches):
            dark = 1 - patches.mean(axis=(1, 2, 3))
            return np.stack([darkness - dark, dark - darkness], axis=1)

        show([sky[0], patch_map(classify, sky, size, step)], ["scene", f"patches of {size}, step {step}"])

    def relief(view):
        return view[1:-1, 1:-1] - view[1:-1, 2:]

    def turned(turns):
        photo = as_float(image("camera"))[0, 28:156, 60:188]
        shown = [np.rot90(relief(np.rot90(photo, turns)), -turns)]
        shown.append(np.rot90(symmetrize(relief, np.rot90(photo, turns)), -turns))
        show([photo, *shown], ["photograph", "plain, turned back", "symmetrized, turned back"])

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(
        segment, size=IntSlider(8, 1, 24), step=IntSlider(4, 1, 16), darkness=FloatSlider(0.5, min=0, max=1)
    )
    try_out(turned, turns=IntSlider(1, 0, 3))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
