# %% [markdown]
# # Exercises for chapter 17: detection
#
# **32 points** in four programming tasks and one written answer; about 115 minutes. You need
# [chapter 17](../../book/17_detection.md), NumPy and nothing else.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `box_overlap`: the IoU of boxes that are given by their centers | 6 | 20 |
# | 2 | `decode_cells`: from the numbers of a grid to boxes in pixels | 8 | 30 |
# | 3 | `soft_nms`: suppress duplicates without losing a crowd | 7 | 25 |
# | 4 | `score_detections`: who found whom, and the average precision | 7 | 30 |
# | 5 | a written answer: the camera that lost customers | 4 | 10 |
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
# ## Task 1. How much two boxes share
#
# **6 points** · easy · about 20 minutes ·
# [chapter 17](../../book/17_detection.md), "Measure overlap with IoU"
#
# Every step of a detector asks the same question: are these two boxes the same object? The answer is a
# number from 0 to 1, the area that two boxes share divided by the area that they cover together. Here the
# boxes are written as a network predicts them: by the center and the size.
#
# Write `box_overlap(boxes_a, boxes_b)`.
#
# - `boxes_a`: array of shape `(N, 4)`; `boxes_b`: `(M, 4)`. A row is `(x, y, width, height)`, where `(x, y)`
#   is the **center**. Whole numbers or floats of any dtype, in pixels or in shares of the image (then all
#   are far below 1); neither array may be changed. `N` and `M` may be 0.
# - Returns a float array of shape `(N, M)`: the IoU of each box of the first list with each of the second.
# - Boxes that only touch share nothing. A box without area has IoU 0 with all boxes, also with itself.
# - A width or height below 0 raises `ValueError`.
#
# Example: `box_overlap(np.array([[2, 2, 4, 4]]), np.array([[4, 3, 4, 2], [6, 2, 4, 4]]))` is about
# `[[0.2, 0.]]`. The first pair shares 2 × 2 pixels of 16 + 8 − 4; the second pair only touches.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Look at one axis at a time. Where does the shared piece begin, where does it end, given where the two
# boxes begin and end?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two boxes that are apart in both directions have two negative lengths. What is their product?
#
# </details>
# <details><summary>Hint 3</summary>
#
# For all pairs at once, one list needs an axis more: `a[:, None]` has shape `(N, 1, 4)`. The area covered
# together counts the shared part once.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "box_overlap", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def box_overlap(boxes_a, boxes_b):
    """Return the IoU (N, M) of boxes (N, 4) and boxes (M, 4), rows of x, y, width, height around a center."""
    ### BEGIN SOLUTION
    a = np.asarray(boxes_a, float)[:, None]  # (N, 1, 4)
    b = np.asarray(boxes_b, float)  # (M, 4)
    if (a[..., 2:] < 0).any() or (b[..., 2:] < 0).any():
        raise ValueError("expected widths and heights of at least 0")
    shared = 1.0
    for axis in range(2):
        begin = np.maximum(a[..., axis] - a[..., axis + 2] / 2, b[..., axis] - b[..., axis + 2] / 2)
        end = np.minimum(a[..., axis] + a[..., axis + 2] / 2, b[..., axis] + b[..., axis + 2] / 2)
        shared = shared * (end - begin).clip(0)  # (N, M)
    together = a[..., 2] * a[..., 3] + b[..., 2] * b[..., 3] - shared
    return shared / np.where(together == 0, 1, together)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Along one axis, the shared piece begins where the later of the two boxes begins and ends where the
# earlier one ends. The difference is negative when they are apart, and must become 0 **before** the two
# axes are multiplied: the product of two negative lengths is a positive area. Only boxes without area
# cover nothing together; dividing by 1 there instead of 0 gives the 0 that the text asks for.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_overlap_visible", "locked": true, "points": 1, "solution": false}
# Test: two boxes against three: one that overlaps, one inside, one apart
assert_matches(
    box_overlap(
        np.array([[5, 4, 6, 4], [20, 10, 4, 8]]), np.array([[7, 5, 5, 6], [5, 4, 2, 2], [24, 18, 6, 10]])
    ),
    [[7 / 20, 1 / 6, 0], [0, 0, 1 / 91]],
    "box_overlap([[5, 4, 6, 4], [20, 10, 4, 8]], [[7, 5, 5, 6], [5, 4, 2, 2], [24, 18, 6, 10]])",
    'chapter 17, "Measure overlap with IoU"',
    [
        (np.zeros((2, 3)), "rows are read as corners; here they are center and size"),
        ([[2 / 7, 1 / 6, 0], [0, 0, 0]], "x and y are the center of a box, not its upper left corner"),
        (
            [[7 / 20, 1 / 6, 91], [0, 1 / 2, 1 / 91]],
            "boxes that are apart share nothing, but two negative lengths have a positive product",
        ),
        (
            [[7 / 27, 1 / 7, 0], [0, 0, 1 / 92]],
            "the area covered together has the shared part in it; it counts it once",
        ),
        (
            [[7 / 12, 1, 0], [0, 0, 1 / 32]],
            "divided by the smaller box; it should be the area covered together",
        ),
        ([[72, 4 / 3, 0], [0, 0, 15 / 8]], "a box reaches to each side of its center by half of its width"),
        ([[45 / 109, 9 / 35, 0], [0, 0, 2 / 59]], "the sizes are taken for one pixel more than they are"),
        ([[2 / 7, 1 / 6, 0], [0, 0, 1 / 91]], "half of an odd size is not a whole number: 5 / 2 is 2.5"),
    ],
)
assert_matches(
    box_overlap(np.array([[3, 3, 0, 2]]), np.array([[3, 3, 0, 2]])),
    [[0]],
    "box_overlap([[3, 3, 0, 2]], [[3, 3, 0, 2]]), a box without area and itself",
    "the rules of this task: a box without area has IoU 0 with all boxes, also with itself",
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_overlap_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random boxes, lists of different lengths
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1701)
for n, m in [(1, 1), (3, 5), (6, 2)]:
    first = np.hstack([rng.uniform(10, 14, (n, 2)), rng.uniform(8, 12, (n, 2))])
    second = np.hstack([rng.uniform(10, 14, (m, 2)), rng.uniform(8, 12, (m, 2))])
    got = box_overlap(first.copy(), second.copy())
    assert np.shape(got) == (n, m), (
        "one row for each box of the first list, one column for each of the second"
    )
    for i, j in np.ndindex(n, m):
        p, q = first[i], second[j]
        sides = [min(p[d + 2], q[d + 2], (p[d + 2] + q[d + 2]) / 2 - abs(p[d] - q[d])) for d in (0, 1)]
        common = sides[0] * sides[1]
        assert np.isclose(got[i, j], common / (p[2] * p[3] + q[2] * q[3] - common)), (
            "the IoU of two boxes that overlap is wrong"
        )
    assert np.allclose(box_overlap(first / 2000, second / 2000), got), (
        "in shares of the image boxes have the same IoU: nothing may be added to the area, or set below it"
    )
outside = np.array([[-3.0, -2, 4, 2]])
assert np.isclose(box_overlap(outside, outside.copy())[0, 0], 1), "a box may lie left of or above the image"
mixed = box_overlap(np.array([[0.0, 0, 6, 2]]), np.array([[1.0, 0, 2, 1], [0, 0, 6, 2], [0, 0, 12, 4]]))
assert np.allclose(mixed, [[1 / 6, 1, 1 / 4]]), (
    "the IoU of a box with one inside it, itself, or one around it is wrong"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_overlap_apart", "locked": true, "points": 1, "solution": false}
# Hidden test: boxes that touch, or are apart in one direction or in both
### BEGIN HIDDEN TESTS
middle = np.array([[10.0, 10, 4, 6]])
assert box_overlap(middle, np.array([[11.0, 10, 4, 6]]))[0, 0] > 0, (
    "boxes that overlap must have an IoU above 0"
)
for other in [(14, 10, 4, 6), (10, 16, 4, 6), (14, 16, 4, 6), (6, 4, 4, 6)]:
    assert box_overlap(middle, np.array([other], float))[0, 0] == 0, "boxes that only touch share nothing"
for other in [(30, 10, 4, 6), (10, -9, 4, 6)]:
    assert box_overlap(middle, np.array([other], float))[0, 0] == 0, (
        "boxes that are apart in one direction share nothing"
    )
for other in [(20, 20, 4, 6), (0, 30, 8, 2), (-5, -5, 1, 1)]:
    assert box_overlap(middle, np.array([other], float))[0, 0] == 0, (
        "boxes that are apart in both directions share nothing"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_overlap_degenerate", "locked": true, "points": 1, "solution": false}
# Hidden test: boxes without area, lists without boxes
### BEGIN HIDDEN TESTS
flat = np.array([[5.0, 5, 0, 3], [5, 5, 2, 0], [5, 5, 0, 0]])
assert box_overlap(flat, np.array([[5.0, 5, 4, 4]])).tolist() == [[0], [0], [0]], (
    "a box without area has IoU 0 with a box around it"
)
assert np.array_equal(box_overlap(flat, flat.copy()), np.zeros((3, 3))), (
    "boxes without area have IoU 0, also with themselves"
)
for n, m in [(0, 3), (2, 0), (0, 0)]:
    assert np.shape(box_overlap(np.ones((n, 4)), np.ones((m, 4)))) == (n, m), (
        "a list without boxes gives an array without values, of shape (N, M)"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "box_overlap_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8-bit numbers, read-only and transposed arrays, inputs left as they were, sizes below 0
### BEGIN HIDDEN TESTS
small = np.array([[3, 100, 8, 150], [5, 90, 100, 40]], dtype=np.uint8)
small.setflags(write=False)
got = box_overlap(small, small)
assert np.all(np.asarray(got) > 0), "boxes of 8-bit numbers that overlap must have an IoU above 0"
assert np.allclose(got, box_overlap(small.astype(float), small.astype(float))), (
    "boxes of 8-bit numbers must not wrap around"
)
turned = np.array([[4.0, 3.0], [4, 4], [2, 2], [8, 8]]).T
before = turned.copy()
assert np.allclose(box_overlap(turned, turned), box_overlap(before.copy(), before.copy())), (
    "a transposed array gives other values than the same boxes row by row"
)
assert np.array_equal(turned, before), "the function changed its input"
for width, height in [(-1, 2), (2, -0.5), (-2, -2)]:
    for first, second in [((3, 3, 2, 2), (3, 3, width, height)), ((3, 3, width, height), (3, 3, 2, 2))]:
        try:
            box_overlap(np.array([first], float), np.array([second], float))
            refused = False
        except ValueError:
            refused = True
        assert refused, "a width or height below 0, in either list, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. From the numbers of a grid to boxes
#
# **8 points** · hard · about 30 minutes ·
# [chapter 17](../../book/17_detection.md), "Divide the image into a grid" and "Decode the boxes"
#
# The chapter's detector predicts the size of a box from nothing. Its successor of 2017 starts from
# **anchors**, a few typical sizes, and predicts by which factor the object differs from each. At every
# cell it says five numbers for each anchor, $t_x, t_y, t_w, t_h, t_o$, each of any size. With
# $\sigma(t) = 1 / (1 + e^{-t})$, the cell in row $i$ and column $j$, a cell size of $s$ pixels and an
# anchor of $p_w \times p_h$ pixels, they mean
#
# $$x = (j + \sigma(t_x))\, s, \quad y = (i + \sigma(t_y))\, s, \quad
# w = p_w e^{t_w}, \quad h = p_h e^{t_h}, \quad \text{confidence} = \sigma(t_o),$$
#
# all in pixels. So the center stays in its cell, and $t_w = t_h = 0$ is the anchor itself.
#
# Write `decode_cells(cells, anchors, cell_size, threshold)`.
#
# - `cells`: float array of shape `(5 A, rows, columns)` for `A` anchors. Channels 0 to 4 are the five numbers
#   of anchor 0 in the order above, channels 5 to 9 those of anchor 1, and so on. Another number of channels
#   raises `ValueError`.
# - `anchors`: list of `A` pairs `(width, height)` in pixels; `cell_size`: pixels, the same in both
#   directions. The image has `rows * cell_size` by `columns * cell_size` pixels.
# - Returns `(boxes, confidences)`, arrays of shape `(K, 4)` and `(K,)`, of the K boxes whose confidence is
#   **at least** `threshold`. `K` may be 0.
# - A box is `(x1, y1, x2, y2)`: its left, upper, right and lower edge, cut off at the edges of the image.
# - The order: row by row from the top, in a row from left to right, in a cell anchor by anchor.
#
# Example: one cell of 10 pixels with the anchor `(4, 6)` and the numbers 0, 0, 0, 0, 0:
# `decode_cells(np.zeros((5, 1, 1)), [(4, 6)], 10, 0.5)` is `([[3., 2., 7., 8.]], [0.5])`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Three loops in the order that the result wants, and five numbers inside, are a good first version.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Does a step of one column change x or y? Try a grid of one row.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `np.clip` cuts. Which of the four edges can reach which border, and how far is the right one when the grid
# is not square?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "decode_cells", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def decode_cells(cells, anchors, cell_size, threshold):
    """Return the boxes (K, 4) and confidences (K,) that cells (5 A, rows, columns) are sure enough of."""
    ### BEGIN SOLUTION
    channels, rows, columns = cells.shape
    if channels != 5 * len(anchors):
        raise ValueError(f"expected 5 channels for each of {len(anchors)} anchors, got {channels}")
    boxes, confidences = [], []
    for i, j, a in np.ndindex(rows, columns, len(anchors)):
        tx, ty, tw, th, to = cells[5 * a : 5 * a + 5, i, j]
        dx, dy, confidence = 1 / (1 + np.exp(-np.array([tx, ty, to])))
        if confidence >= threshold:
            center = cell_size * np.array([j + dx, i + dy])
            half = np.array(anchors[a]) * np.exp([tw, th]) / 2
            edges = np.concatenate([center - half, center + half])
            boxes.append(np.clip(edges, 0, cell_size * np.array([columns, rows, columns, rows])))
            confidences.append(confidence)
    return np.reshape(boxes, (-1, 4)), np.array(confidences)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The loops run in the order of the result, so nothing has to be sorted. The mistakes of this task are
# exchanges: column and x belong together, so do row and y, and the image is as wide as it has **columns**.
# A vectorized version takes `cells.reshape(A, 5, rows, columns)`; it is faster, and each of these
# exchanges is harder to see in it.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "decode_cells_visible", "locked": true, "points": 1, "solution": false}
# Test: a grid of 2 rows and 3 columns with two anchors, of which two boxes are sure enough
grid = np.full((10, 2, 3), -4.0)
grid[0:5, 1, 1] = np.log([1 / 3, 1, 2, 0.75, 9])  # anchor 0; its confidence is 0.9
grid[5:10, 0, 2] = np.log([3, 1 / 3, 1, 1.5, 1])  # anchor 1; the sigmoid of log 3 is 0.75
boxes, confidences = decode_cells(grid, [(4, 8), (12, 2)], 10, 0.5)
corners = [[21.5, 1, 30, 4], [8.5, 12, 16.5, 18]]
assert_matches(
    boxes,
    corners,
    "the boxes of decode_cells(grid, [(4, 8), (12, 2)], cell_size=10, threshold=0.5)",
    'chapter 17, "Decode the boxes", and the formulas of this task',
    [
        (
            [[1.5, 20, 13.5, 20], [8.5, 12, 16.5, 18]],
            "a step to the next column changes x, one to the next row y",
        ),
        ([[24.986123, 0, 30, 0], [0, 7, 3.013877, 13]], "the center is computed without the sigmoid"),
        ([[15.5, 0, 30, 5.5], [4.5, 9, 20.5, 20]], "from the center it is half of the width to each side"),
        ([[27.5, 2.5, 12, 3], [12.5, 15, 8, 6]], "this is center and size; a box is given by two corners"),
        (
            [[27.5, 2.094535, 27.5, 2.905465], [11.113706, 16.150728, 13.886294, 13.849272]],
            "the size is the anchor times t; it should be the anchor times e to the power of t",
        ),
        (
            [[27.5, 0.85598, 27.5, 4.14402], [5.293205, 14.17239, 19.706795, 15.82761]],
            "this is the rule of 2016: the size is a square, and the anchors are not used",
        ),
        (
            [[20.143231, 0, 20.216493, 1.513195], [2.179862, 0, 30, 1.179862]],
            "the channels are mixed up: channels 0 to 4 belong to anchor 0, 5 to 9 to anchor 1",
        ),
        (
            [[26.5, 0, 28.5, 11.5], [4.5, 13.5, 20.5, 16.5]],
            "an anchor is (width, height), not the other way round",
        ),
        ([[21.5, 1, 33.5, 4], [8.5, 12, 16.5, 18]], "the first box is not cut off at the edges of the image"),
        (
            [[20, 1, 20, 4], [8.5, 12, 16.5, 18]],
            "the image is 30 pixels wide and 20 high: x is cut at its width",
        ),
        (
            corners[1:],
            "the first box is missing: its confidence, the sigmoid of 0, is at least the threshold, and what "
            "reaches beyond the image is cut, not dropped",
        ),
        (
            corners[::-1],
            "the order is row by row: not column by column, not by confidence, not anchor by anchor",
        ),
    ],
)
assert_matches(
    confidences,
    [0.5, 0.9],
    "the confidences of decode_cells(grid, [(4, 8), (12, 2)], cell_size=10, threshold=0.5)",
    "the formulas of this task",
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "decode_cells_centers", "locked": true, "points": 2, "solution": false}
# Hidden test: centers of small boxes in grids that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1702)
for rows, columns, size in [(1, 4, 16), (5, 1, 8), (3, 6, 32)]:
    i, j = int(rng.integers(rows)), int(rng.integers(columns))
    u, v = rng.uniform(0.2, 0.8, 2)
    said = np.full((5, rows, columns), -6.0)
    said[:, i, j] = [np.log(u / (1 - u)), np.log(v / (1 - v)), 0, 0, 3]
    found, _ = decode_cells(said.copy(), [(2, 2)], size, 0.9)
    assert np.shape(found) == (1, 4), "one cell is sure, so one box must come back"
    x1, y1, x2, y2 = found[0]
    assert np.isclose((x1 + x2) / 2, (j + u) * size), "the box is at a wrong place from left to right"
    assert np.isclose((y1 + y2) / 2, (i + v) * size), "the box is at a wrong place from top to bottom"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "decode_cells_sizes", "locked": true, "points": 2, "solution": false}
# Hidden test: widths, heights and confidences of all anchors of one cell
### BEGIN HIDDEN TESTS
shapes = [(3, 7), (10, 4), (6, 6)]
factors = np.array([[1.5, 0.5], [0.8, 2.0], [1.0, 1.25]])
sure = np.array([0.9, 0.75, 0.6])
said = np.zeros((15, 3, 3))
said[4::5] = -6.0
said[[2, 7, 12], 1, 1], said[[3, 8, 13], 1, 1] = np.log(factors).T
said[[4, 9, 14], 1, 1] = np.log(sure / (1 - sure))
found, trust = decode_cells(said.copy(), shapes, 40, 0.5)
assert np.shape(found) == (3, 4), "three anchors of the cell are sure, so three boxes must come back"
assert np.shape(trust) == (3,), "there must be one confidence for each box"
wide, high = found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]
assert np.allclose(wide, factors[:, 0] * np.array(shapes)[:, 0]), "a width is wrong"
assert np.allclose(high, factors[:, 1] * np.array(shapes)[:, 1]), "a height is wrong"
assert np.allclose(trust, sure), "a confidence is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "decode_cells_kept", "locked": true, "points": 1, "solution": false}
# Hidden test: which boxes are kept, and in which order
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1703)
sure = rng.permutation(np.linspace(0.05, 0.95, 2 * 3 * 4)).reshape(2, 3, 4)  # anchors, rows, columns
said = np.zeros((10, 3, 4))
said[4::5] = np.log(sure / (1 - sure))
for least in (0.0, 0.3, 0.77):
    _, trust = decode_cells(said.copy(), [(1, 1), (2, 2)], 5, least)
    wanted = [sure[a, i, j] for i in range(3) for j in range(4) for a in range(2) if sure[a, i, j] >= least]
    assert np.shape(trust) == np.shape(wanted), "the number of boxes that are sure enough is wrong"
    assert np.allclose(trust, wanted), "the order must be row by row, from left to right, anchor by anchor"
found, trust = decode_cells(np.zeros((5, 2, 2)), [(1, 1)], 5, 0.5)
assert len(trust) == 4, "a confidence equal to the threshold is enough"
found, trust = decode_cells(np.zeros((5, 2, 2)), [(1, 1)], 5, 0.6)
assert (np.shape(found), np.shape(trust)) == ((0, 4), (0,)), (
    "without a sure box the shapes must be (0, 4) and (0,)"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "decode_cells_edges", "locked": true, "points": 1, "solution": false}
# Hidden test: boxes that reach beyond the image, on each side
### BEGIN HIDDEN TESTS
for rows, columns in [(3, 6), (5, 4)]:
    said = np.full((5, rows, columns), -6.0)
    said[:, 1, 1] = 0, 0, 0, 0, 3
    for anchor in [(900, 900), (900, 4), (4, 900)]:
        found, _ = decode_cells(said.copy(), [anchor], 10, 0.9)
        assert np.shape(found) == (1, 4), "a box that reaches beyond the image must be cut, not dropped"
        x1, y1, x2, y2 = found[0]
        if anchor[0] == 900:
            assert (x1, x2) == (0, 10 * columns), "a wide box must be cut at 0 and at the width of the image"
        else:
            assert 0 < x1 <= x2 < 10 * columns, "an edge inside the image must not be cut"
        if anchor[1] == 900:
            assert (y1, y2) == (0, 10 * rows), "a high box must be cut at 0 and at the height of the image"
        else:
            assert 0 < y1 <= y2 < 10 * rows, "an edge inside the image must not be cut"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "decode_cells_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: numbers of channels that do not fit, read-only input
### BEGIN HIDDEN TESTS
said = np.full((10, 2, 3), 1.5, dtype=np.float32)
said.setflags(write=False)
found, _ = decode_cells(said, [(1, 1), (0.5, 1)], 10, 0.4)
assert np.shape(found) == (12, 4), "ten channels and two anchors fit, also in a read-only float32 array"
for channels, count in [(10, 1), (10, 3), (5, 2), (4, 1), (11, 2)]:
    try:
        decode_cells(np.zeros((channels, 2, 3)), [(4, 4)] * count, 6, 0.5)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a number of channels other than 5 for each anchor must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Suppress duplicates without losing a crowd
#
# **7 points** · medium · about 25 minutes ·
# [chapter 17](../../book/17_detection.md), "Suppress what is not the maximum"
#
# Non-maximum suppression throws away every box that overlaps a better one too much. Two people side by side
# overlap, too, and one of them is lost. **Soft-NMS** (2017) lowers the score of such a box instead: the more
# it overlaps, the lower. A duplicate ends near 0, a neighbor survives.
#
# The rule. As long as boxes are left: take the one with the highest score **now**, of equal scores the one
# with the lowest index. If this score is below `min_score`, stop. Else keep the box with this score, and
# multiply the score of each box that is left, is of the **same class**, and whose IoU with it is **larger
# than** `iou_threshold`, by 1 − IoU.
#
# Write `soft_nms(overlaps, scores, labels, iou_threshold, min_score)`.
#
# - `overlaps`: array of shape `(N, N)`, the IoU of each pair of boxes; `scores`: `(N,)`, floats; `labels`:
#   `(N,)`, whole numbers, the class of each box. None of them may be changed. `N` may be 0.
# - Returns `(kept, new_scores)`, lists or arrays: the indices of the kept boxes in the order in which they
#   were taken, and the scores that they had then.
#
# Example: three boxes with scores 0.9, 0.8 and 0.5, all of one class; the second overlaps the first with IoU
# 0.75, and nothing else overlaps. `soft_nms` with `iou_threshold` 0.5 and `min_score` 0.1 gives `kept` = 0,
# 2, 1 and `new_scores` = 0.9, 0.5, 0.2.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# In plain suppression the order of the boxes is known from the beginning. Is it here?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Keep the scores of now in an array of your own, and a list of the boxes that are left.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A box may be lowered several times, each time from the score that it has then. A box that is kept already
# does not change any more.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "soft_nms", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def soft_nms(overlaps, scores, labels, iou_threshold, min_score):
    """Return the indices of the kept boxes in the order of their lowered scores, and these scores."""
    ### BEGIN SOLUTION
    now, left = [float(score) for score in scores], list(range(len(scores)))
    kept, new_scores = [], []
    while left:
        best = max(left, key=lambda box: now[box])  # the first of equals
        if now[best] < min_score:
            break
        left.remove(best)
        kept.append(best)
        new_scores.append(now[best])
        for box in left:
            if labels[box] == labels[best] and overlaps[best, box] > iou_threshold:
                now[box] *= 1 - overlaps[best, box]
    return kept, new_scores
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Plain suppression sorts once. Here each box that is kept changes the scores of others, so the best one
# has to be looked up again in every round: the list of boxes that are left gets shorter by one each time,
# and only boxes in it are lowered. `max` returns the first of equal boxes, which settles ties. With a
# factor of 0 instead of 1 − IoU it would be plain suppression.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "soft_nms_visible", "locked": true, "points": 1, "solution": false}
# Test: seven boxes; boxes 3 and 6 are of other classes, box 4 overlaps two others
shared = np.eye(7)
for one, other, iou in [(0, 1, 0.7), (0, 3, 0.9), (0, 4, 0.6), (1, 2, 0.5), (2, 4, 0.6)]:
    shared[one, other] = shared[other, one] = iou
kept, new_scores = soft_nms(
    shared, np.array([0.9, 0.8, 0.6, 0.5, 0.7, 0.1, 0.5]), np.array([2, 2, 2, 7, 2, 2, 4]), 0.5, 0.115
)
call = "soft_nms(shared, [0.9, 0.8, 0.6, 0.5, 0.7, 0.1, 0.5], [2, 2, 2, 7, 2, 2, 4], 0.5, 0.115)"
assert_matches(
    kept,
    [0, 2, 3, 6, 1],
    f"the boxes that {call} keeps",
    'chapter 17, "Suppress what is not the maximum", and the rule of this task',
    [
        ([0, 2, 3, 6], "this is plain suppression: box 1 is dropped; its score should be lowered, to 0.24"),
        ([0, 2, 6, 1], "box 3 was lowered by a box of another class"),
        (
            [0, 1, 4, 2, 3, 6],
            "sorted by the scores of the beginning; take the box that has the highest score now",
        ),
        ([0, 2, 3, 6, 4, 1], "box 4 is lowered twice, the second time from the score that it has then"),
        ([0, 2, 1, 3, 6, 4], "the score is multiplied by the IoU; the rule says times 1 - IoU"),
        ([0, 2, 3, 6, 1, 4], "box 4 is kept with a score that has fallen below min_score"),
        ([0, 2, 3, 6, 1, 4, 5], "boxes 4 and 5 are kept with scores below min_score"),
        ([0, 2, 6, 3, 1], "boxes 3 and 6 have equal scores: the one with the lowest index goes first"),
        ([0, 1, 2, 3, 6], "the boxes must stand in the order in which they were taken"),
    ],
)
assert_matches(
    new_scores,
    [0.9, 0.6, 0.5, 0.5, 0.24],
    f"the new scores that {call} gives",
    "the rule of this task",
    [
        (
            [0.9, 0.6, 0.5, 0.5, 0.8],
            "these are scores of the input, not the scores that the boxes had when they were taken",
        ),
        (
            [0.9, 0.6, 0.5, 0.5, 0.12],
            "box 1 is lowered by box 2, too, but their IoU of 0.5 is not larger than the threshold",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "soft_nms_scores", "locked": true, "points": 2, "solution": false}
# Hidden test: random boxes of one class: each score, and who is taken next
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1704)
for n in (2, 5, 9, 14):
    shared = np.triu(rng.uniform(0, 1, (n, n)), 1)
    shared = shared + shared.T + np.eye(n)
    scores = rng.uniform(0.2, 1, n)
    kept, new_scores = soft_nms(shared.copy(), scores.copy(), np.zeros(n, int), 0.4, 0.05)
    assert len(kept) == len(new_scores), "there must be one score for each kept box"
    assert len(set(kept)) == len(kept), "a box must not be kept twice"
    for step, (box, score) in enumerate(zip(kept, new_scores, strict=True)):
        faded = [np.prod([1 - shared[b, k] for k in kept[:step] if shared[b, k] > 0.4]) for b in range(n)]
        faded = scores * np.array(faded)
        assert np.isclose(faded[box], score), "the score of a kept box is wrong"
        later = [faded[b] for b in range(n) if b not in kept[:step]]
        assert score >= max(later) - 1e-9, "a box was taken while another one had a higher score"
    gone = [
        scores[b] * np.prod([1 - shared[b, k] for k in kept if shared[b, k] > 0.4])
        for b in range(n)
        if b not in kept
    ]
    assert max(gone, default=0) < 0.05, "a box is missing whose score is still high enough"
twins = np.ones((2, 2))
assert list(soft_nms(twins, np.array([0.6, 0.6]), np.zeros(2, int), 0.5, 0.1)[0]) == [0], (
    "of two boxes in the same place one must remain"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "soft_nms_classes", "locked": true, "points": 1, "solution": false}
# Hidden test: several classes in one place
### BEGIN HIDDEN TESTS
pile = np.full((6, 6), 0.8) + 0.2 * np.eye(6)
given = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
_, lowered = soft_nms(pile.copy(), given.copy(), np.array([4, 2, 0, 1, 7, 3]), 0.5, 0.01)
assert np.shape(lowered) == (6,), "six boxes of six classes must all be kept"
assert np.allclose(lowered, given), "boxes of six classes must keep their scores"
boxes, lowered = soft_nms(pile.copy(), given.copy(), np.array([0, 3, 0, 3, 5, 5]), 0.5, 0.01)
worth = dict(zip((int(box) for box in boxes), lowered, strict=True))
assert np.allclose([worth.get(box) or 0 for box in (0, 1, 4)], [0.9, 0.8, 0.5]), (
    "the best box of each class must keep its score"
)
assert all(worth.get(box, 0) < given[box] for box in (2, 3, 5)), (
    "the second box of a class must be lowered by the first"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "soft_nms_limits", "locked": true, "points": 2, "solution": false}
# Hidden test: the IoU and the score at their limits, equal scores
### BEGIN HIDDEN TESTS
pair, one_class = np.array([[1, 0.5], [0.5, 1]]), np.zeros(2, int)
for scores, iou_limit, least, count, lowest in [
    ((0.9, 0.8), 0.5, 0.1, 2, 0.8),
    ((0.75, 0.5), 0.3, 0.25, 2, 0.25),
    ((0.75, 0.5), 0.3, 0.26, 1, 0.75),
    ((0.2, 0.1), 0.3, 0.5, 0, None),
]:
    _, lowered = soft_nms(pair.copy(), np.array(scores), one_class.copy(), iou_limit, least)
    if iou_limit == 0.5:
        assert np.allclose(lowered, scores), "an IoU equal to the threshold lowers nothing"
    elif least == 0.25:
        assert len(lowered) == count, "a score equal to min_score is enough"
    else:
        assert len(lowered) == count, "a box whose score is below min_score must not be kept"
    assert count == 0 or np.isclose(lowered[-1], lowest), "the score of the last kept box is wrong"
stack = soft_nms(np.ones((3, 3)), np.array([0.9, 0.8, 0.7]), np.zeros(3, int), 0.5, 0)[0]
assert sorted(stack) == [0, 1, 2], "with min_score 0 every box is kept, and once"
kept_of_equals = soft_nms(np.eye(5), np.full(5, 0.7), np.zeros(5, int), 0.5, 0.1)[0]
assert list(kept_of_equals) == [0, 1, 2, 3, 4], "of equal scores the box with the lowest index goes first"
of_two_classes = soft_nms(np.eye(4), np.full(4, 0.7), np.array([5, 1, 5, 1]), 0.5, 0.1)[0]
assert list(of_two_classes) == [0, 1, 2, 3], "of equal scores the lowest index goes first, whatever its class"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "soft_nms_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: no boxes, read-only arrays, inputs left as they were
### BEGIN HIDDEN TESTS
kept, new_scores = soft_nms(np.zeros((0, 0)), np.zeros(0), np.zeros(0, int), 0.5, 0.1)
assert (len(kept), len(new_scores)) == (0, 0), "without boxes nothing is kept"
shared = np.array([[1, 0.6], [0.6, 1]], dtype=np.float32)
scores, labels = np.array([1, 0.5], dtype=np.float32), np.array([1, 1])
before = [shared.copy(), scores.copy(), labels.copy()]
soft_nms(shared, scores, labels, 0.5, 0.1)
assert all(np.array_equal(a, b) for a, b in zip([shared, scores, labels], before, strict=True)), (
    "the function changed its arguments"
)
for array in (shared, scores, labels):
    array.setflags(write=False)
kept, new_scores = soft_nms(shared, scores, labels, 0.75, 0.1)
assert list(kept) == [0, 1], "read-only float32 arrays give wrong boxes"
assert np.allclose(new_scores, [1, 0.5]), "read-only float32 arrays give wrong scores"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Who found whom, and the average precision
#
# **7 points** · hard · about 30 minutes ·
# [chapter 17](../../book/17_detection.md), "Score a detector"
#
# A detector returns any number of boxes, an image holds any number of objects. Two detectors can be compared
# only after each detection has been called a hit or a mistake, and even then the number depends on how many
# boxes one looks at. The **average precision** (AP) looks at all: it goes down the list of detections from
# the surest on.
#
# 1. *Match.* Take the detections by decreasing score, of equal scores the lower index first. Look at the
#    objects that **no detection before has got**. If the one with the largest IoU (the first of equals) has
#    an IoU of **at least** `threshold`, the detection gets this object and is a hit. Else it is a mistake.
# 2. *Precision and recall.* After each detection, precision is hits so far / detections so far, and recall
#    is hits so far / all objects.
# 3. *Smooth.* Replace each precision by the largest one from there to the end of the list.
# 4. *Average.* AP is the area under this curve: at each step, the growth of recall times the smoothed
#    precision there. Objects that nobody finds add nothing.
#
# Write `score_detections(overlaps, scores, threshold)`.
#
# - `overlaps`: array of shape `(N, M)`, the IoU of each of N detections with each of M objects, all of one
#   class; `scores`: `(N,)`, floats. Neither may be changed. `N` may be 0; without objects (`M` = 0) nothing
#   can be averaged: raise `ValueError`.
# - Returns `(matches, ap)`: a list or array of N whole numbers, for each detection **in the order of the
#   input** the index of its object or −1, and the average precision, a number from 0 to 1.
#
# Example: two objects; detections with scores 0.9, 0.8, 0.7, of which the first gets no object, the second
# object 1, the third object 0. Precision is 0, 1/2, 2/3, smoothed 2/3, 2/3, 2/3; recall is 0, 1/2, 1. So
# `matches` is −1, 1, 0 and AP is 1/2 · 2/3 + 1/2 · 2/3 = 2/3.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# `np.argsort(-scores, kind="stable")` is the order. Work in it, but write the matches to the places that the
# detections have in the input.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Recall grows only at hits, each time by the same amount. So which smoothed precisions count, and how much?
#
# </details>
# <details><summary>Hint 3</summary>
#
# The largest value from here to the end is `np.maximum.accumulate`, walked from the other side.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "score_detections", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def score_detections(overlaps, scores, threshold):
    """Return the object (or -1) of each of N detections, given IoU (N, M) with M objects, and the AP."""
    ### BEGIN SOLUTION
    objects = overlaps.shape[1]
    if objects == 0:
        raise ValueError("expected at least one object: there is nothing to find")
    order, free = np.argsort(-scores, kind="stable"), list(range(objects))
    matches = np.full(len(scores), -1)
    for detection in order:
        best = max(free, key=lambda thing: overlaps[detection, thing], default=None)
        if best is not None and overlaps[detection, best] >= threshold:
            matches[detection] = best
            free.remove(best)
    hits = matches[order] >= 0
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    smooth = np.maximum.accumulate(precision[::-1])[::-1]
    return matches, smooth[hits].sum() / objects
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Recall grows only at hits, each time by 1 / objects. So the area under the curve is the sum of the
# smoothed precision over the hits, divided by the number of objects, and objects that nobody finds lower
# it without being mentioned. The matches are written to the places of the input, while precision follows
# the order of the scores: `matches[order]` leads from one to the other.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "score_detections_visible", "locked": true, "points": 1, "solution": false}
# Test: five detections of four objects, and four detections of four objects
overlaps = np.array(
    [[0.52, 0.9, 0, 0], [0.45, 0.8, 0, 0], [0.55, 0.7, 0, 0], [0, 0, 0.5, 0], [0, 0.2, 0.55, 0.6]]
)
matches, ap = score_detections(overlaps, np.array([0.8, 0.9, 0.8, 0.5, 0.6]), 0.5)
assert_matches(
    matches,
    [0, 1, -1, 2, 3],
    "the matches of score_detections(overlaps, [0.8, 0.9, 0.8, 0.5, 0.6], 0.5)",
    'chapter 17, "Score a detector", and step 1 of this task',
    [
        ([1, -1, 0, 2, 3], "the detections are taken in the order of the input, not by decreasing score"),
        ([-1, 1, -1, 2, 3], "detection 0 may still get object 0, which no detection before has got"),
        ([1, 1, 1, 2, 3], "three detections have object 1: an object can be got once"),
        ([1, 0, -1, 3, 2], "the matches stand in the order of the scores, not in the order of the input"),
        (
            [0, 1, -1, -1, 3],
            "detection 3 has an IoU of 0.5 with object 2, and that is at least the threshold",
        ),
        (
            [0, 1, -1, -1, 2],
            "detection 4 got an object that overlaps enough, but not the one with the largest IoU",
        ),
        ([-1, 1, 0, 2, 3], "detections 0 and 2 have equal scores: the one with the lower index goes first"),
    ],
)
assert_matches(
    ap,
    0.9,
    "the average precision of score_detections(overlaps, [0.8, 0.9, 0.8, 0.5, 0.6], 0.5)",
    'chapter 17, "Score a detector", and steps 2 to 4 of this task',
    [
        (0.8875, "the precision is not smoothed"),
        (1, "smoothed from the beginning; take the largest precision from there to the end of the list"),
        (0.88, "the mean over all detections; only a growth of recall counts"),
        (0.65, "the points of the curve are joined by slanted lines; it goes in steps"),
        (10 / 11, "this is the mean at eleven values of recall; take the area under the whole curve"),
    ],
)
overlaps = np.array([[0.1, 0, 0, 0], [0.9, 0.55, 0, 0], [0, 0.8, 0, 0.6], [0.2, 0, 0, 0]])
assert_matches(
    score_detections(overlaps, np.array([0.9, 0.7, 0.4, 0.8]), 0.5)[1],
    1 / 4,
    "the average precision of score_detections(other overlaps, [0.9, 0.7, 0.4, 0.8], 0.5)",
    'chapter 17, "Score a detector", and steps 2 to 4 of this task',
    [(1 / 2, "recall is a share of all four objects: objects that nobody finds count too")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "score_detections_matches", "locked": true, "points": 2, "solution": false}
# Hidden test: random lists, and a threshold of 0: who gets which object
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1705)
for n, m in [(6, 3), (3, 6), (12, 5), (1, 1)]:
    overlaps, scores = rng.uniform(0, 1, (n, m)), rng.permutation(np.linspace(0.1, 0.9, n))
    matches, _ = score_detections(overlaps.copy(), scores.copy(), 0.5)
    matches = [int(match) for match in matches]
    assert len(matches) == n, "there must be one match, or -1, for each detection"
    for d in range(n):
        gone = [matches[e] for e in range(n) if scores[e] > scores[d]]
        rest = [overlaps[d, t] if t not in gone else -1.0 for t in range(m)]
        if max(rest) >= 0.5:
            assert matches[d] == np.argmax(rest), (
                "a detection did not get the object that overlaps it most of those left"
            )
        else:
            assert matches[d] == -1, "a detection that overlaps no object enough must have -1"
assert list(score_detections(np.array([[0.3], [0.2]]), np.array([0.9, 0.8]), 0.0)[0]) == [0, -1], (
    "with a threshold of 0, too, an object can be got once"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "score_detections_ap", "locked": true, "points": 2, "solution": false}
# Hidden test: the average precision of lists in which it is clear who gets what
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1706)
for n, m in [(4, 2), (8, 5), (15, 9), (3, 7)]:
    finds = rng.permutation(n)[: min(n, m) - 1]
    overlaps = np.zeros((n, m))
    overlaps[finds, rng.permutation(m)[: len(finds)]] = 0.9
    _, ap = score_detections(overlaps.copy(), np.linspace(0.9, 0.3, n), 0.5)
    best = [
        max([sum(finds <= k) / (k + 1) for k in range(n) if sum(finds <= k) >= count], default=0)
        for count in range(1, m + 1)
    ]
    assert np.isclose(ap, sum(best) / m), "the average precision is wrong"
assert np.isclose(score_detections(np.eye(4), np.linspace(0.9, 0.3, 4), 0.5)[1], 1), (
    "a perfect detector has AP 1"
)
assert np.isclose(score_detections(np.eye(4)[:1], np.array([0.1]), 0.5)[1], 0.25), (
    "objects that nobody finds count too"
)
assert score_detections(np.full((3, 2), 0.4), np.array([0.9, 0.8, 0.7]), 0.5)[1] == 0, (
    "without a hit the AP is 0"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "score_detections_limits", "locked": true, "points": 1, "solution": false}
# Hidden test: an IoU at the threshold, equal scores, other thresholds
### BEGIN HIDDEN TESTS
edge, falling = np.array([[0.5, 0.125], [0, 0.75]]), np.array([0.9, 0.8])
assert list(score_detections(edge.copy(), falling, 0.5)[0]) == [0, 1], (
    "an IoU equal to the threshold is a hit"
)
assert list(score_detections(edge.copy(), falling, 0.6)[0]) == [-1, 1], "an IoU below the threshold is no hit"
same = np.array([[0.6], [0.9], [0.7]])
for tied in [(0.5, 0.5, 0.5), (0.7, 0.7, 0.5)]:
    assert score_detections(same.copy(), np.array(tied), 0.5)[0][0] == 0, (
        "of equal scores the detection with the lower index goes first"
    )
for lower in (1, 200):
    many = np.full(400, 0.5)
    many[lower] = 0.25
    assert score_detections(np.full((400, 1), 0.9), many, 0.5)[0][0] == 0, (
        "also of many equal scores the one with the lower index goes first"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "score_detections_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: no detections, no objects, read-only arrays, inputs left as they were
### BEGIN HIDDEN TESTS
matches, ap = score_detections(np.zeros((0, 3)), np.zeros(0), 0.5)
assert len(matches) == 0, "without detections there are no matches"
assert ap == 0, "without detections the AP is 0"
overlaps, scores = np.array([[0.9, 0.2], [0.1, 0.8]]), np.array([0.8, 0.6])
score_detections(overlaps, scores, 0.5)
assert np.array_equal(overlaps, [[0.9, 0.2], [0.1, 0.8]]), "the function changed the overlaps"
assert np.array_equal(scores, [0.8, 0.6]), "the function changed the scores"
overlaps.setflags(write=False)
scores.setflags(write=False)
assert list(score_detections(overlaps, scores, 0.5)[0]) == [0, 1], "read-only arrays give wrong matches"
for n in (0, 1, 4):
    try:
        score_detections(np.zeros((n, 0)), np.linspace(0.9, 0.5, n), 0.5)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a list without objects must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "lost_customers_question", "locked": true, "solution": false}
# ## Task 5. The camera that lost customers
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 17](../../book/17_detection.md), "Suppress what is not the maximum" and "Score a
# detector"
#
# A camera counts the people in a shop. Its detector gives every person a box 40 pixels wide and 100 high,
# then plain non-maximum suppression drops each box whose IoU with a better one is larger than 0.5. At the
# entrance, people often stand 12 pixels apart, one beside the other; there the count is too low. Answer in
# at most 150 words:
#
# 1. Why does one of two people at the entrance vanish? From which distance on do both stay? Show it by
#    numbers.
# 2. A colleague raises the threshold to 0.9, and at the entrance nobody is lost any more. What happens to
#    precision, and why, in all the rest of the shop?
# 3. Propose a repair that keeps both people and does not bring this damage. What becomes of the second
#    person's score, and which setting must fit to it?
#
# | your answer | points |
# | --- | --- |
# | gives the IoU at 12 pixels, and the distance from which on both boxes stay | 1 |
# | says which boxes come back with 0.9, and what they do to precision | 1 |
# | gives a repair that fits, and the number that it makes of the second score | 1 |
# | is precise: numbers that can be checked; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "lost_customers", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Boxes of equal height that are d pixels apart share 40 − d of 40 + d columns. For d = 12 this is 28/52 ≈
#    0.54, more than 0.5, and the weaker box is dropped. Both stay if (40 − d) / (40 + d) ≤ 0.5, so from d =
#    40/3 ≈ 13.3 pixels on.
# 2. A detector says each person several times, a few pixels apart: these duplicates have an IoU below 0.9
#    and stay. The first box of a person is a hit, every other one a mistake, often a sure one. Precision
#    falls for everybody, and the count is now too high.
# 3. Soft-NMS with the same threshold: the second person's score is multiplied by 1 − 0.54 = 0.46, a duplicate
#    with IoU 0.85 by 0.15. A score of 0.9 becomes 0.42 and 0.13; the smallest score that counts must lie
#    between, say 0.3.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Move one box through the grid: which number moves its center, and why can it
# never leave its cell? Then look at a scene in which an imaginary detector says each shape several times:
# which thresholds leave one box for each shape? What does AP say to duplicates with a low score?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatSlider, IntSlider, interact

    from cnnlib.data import detection_scenes

    scenes = detection_scenes(8, rng=17)

    def corners(boxes):
        return np.hstack([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2])

    def show_boxes(number, boxes, scores, title):
        plt.figure(figsize=(4.5, 4.5))
        plt.imshow(scenes.images[number].transpose(1, 2, 0), extent=(0, 64, 64, 0))
        for (x1, y1, x2, y2), score in zip(boxes, scores, strict=True):
            plt.gca().add_patch(plt.Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor="w", lw=2))
            plt.text(x1, y1, f"{score:.2f}", color="w", va="bottom")
        plt.title(title)

    def one_cell(row, column, t_x, t_y, t_w, t_h):
        said = np.full((5, 4, 4), -9.0)
        said[:, row, column] = t_x, t_y, t_w, t_h, 2.0
        show_boxes(0, *decode_cells(said, [(20, 20)], 16, 0.5), "cells of 16 pixels, an anchor of 20 by 20")
        plt.xticks(range(0, 65, 16))
        plt.yticks(range(0, 65, 16))
        plt.grid(color="w", alpha=0.5)
        plt.show()

    def candidates(number):
        noise = np.random.default_rng(number)
        true, labels = scenes.boxes[number], scenes.labels[number]
        true = np.hstack([(true[:, :2] + true[:, 2:]) / 2, true[:, 2:] - true[:, :2]])
        guesses = np.repeat(true, 4, axis=0) + noise.normal(0, 2.5, (4 * len(true), 4))
        guesses[:, 2:] = guesses[:, 2:].clip(4)
        return true, np.repeat(labels, 4), guesses, noise.uniform(0.4, 1, len(guesses))

    def suppress(scene, iou_threshold, min_score):
        true, labels, guesses, scores = candidates(scene)
        kept, new_scores = soft_nms(box_overlap(guesses, guesses), scores, labels, iou_threshold, min_score)
        kept = np.array(kept, int)
        _, ap = score_detections(box_overlap(guesses[kept], true), np.array(new_scores), 0.5)
        said = f"{len(kept)} boxes of {len(guesses)} for {len(true)} shapes, AP {ap:.2f}"
        show_boxes(scene, corners(guesses[kept]), new_scores, said)
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    numbers = {name: FloatSlider(0, min=-3, max=3) for name in ("t_x", "t_y")}
    numbers |= {name: FloatSlider(0, min=-1, max=1) for name in ("t_w", "t_h")}
    try_out(one_cell, row=IntSlider(1, 0, 3), column=IntSlider(2, 0, 3), **numbers)
    thresholds = {"iou_threshold": FloatSlider(0.5, min=0, max=1, step=0.05)}
    thresholds |= {"min_score": FloatSlider(0.3, min=0, max=1, step=0.05)}
    try_out(suppress, scene=IntSlider(1, 0, 7), **thresholds)


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
