# %% [markdown]
# # Exercises for chapter 1: why not fully connected?
#
# **32 points** in four programming tasks and one written answer; about 100 minutes. You need
# [chapter 1](../../book/01_why_not_fully_connected.md) and NumPy; the playground also takes digits from
# `cnnlib`.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `layer_costs`: weights, biases and connections of a stack of layers | 8 | 25 |
# | 2 | `regional_layer`: everything between local and shared | 8 | 25 |
# | 3 | `rearrange_weights`: a unit that follows its mixed pixels | 6 | 15 |
# | 4 | `find_order`: undo the mixing | 6 | 25 |
# | 5 | a written answer: the camera at the door | 4 | 10 |
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
# ## Task 1. What does a layer cost?
#
# **8 points** · easy · about 25 minutes ·
# [chapter 1](../../book/01_why_not_fully_connected.md), "Look through a window", "Share the weights" and "Do
# not confuse weights with work"
#
# Before you train a network, count it. A picture goes through a list of layers, one after the other; say
# for each of them how many weights and biases it stores, and how many connections it computes.
#
# Write `layer_costs(shape, layers)`.
#
# - `shape`: `(C, H, W)`. The picture has C tables of H rows and W columns: one table if it is gray, three if
#   it is in color.
# - `layers`: a list with a tuple for each layer.
#   - `("full", units)`: each unit reads all numbers that come in.
#   - `("local", maps, (KH, KW))`: a window of KH rows and KW columns stands at every place where it lies
#     inside the picture. At each place there are `maps` units. A unit reads its window in **all** tables
#     that come in, with weights and a bias of its own.
#   - `("shared", maps, (KH, KW))`: the same units. The units of one map share one set of weights and one
#     bias.
# - A local or shared layer hands on a picture: `maps` tables, as large as there are places. A full layer
#   hands on a list without neighbors: another full layer can follow, a local or shared one raises
#   `ValueError`. So does a window that is higher or wider than what comes in, and an unknown kind of layer.
# - Returns a list with a tuple of three whole numbers for each layer: `(weights, biases, connections)`. A
#   connection is one product of a weight and an incoming number, computed for one picture.
#
# Example: `layer_costs((1, 4, 4), [("local", 1, (3, 3)), ("full", 2)])` is `[(36, 4, 36), (8, 2, 8)]`: four
# places with 3 · 3 weights and a bias each, then two units that read the four results.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# On paper first: a 4 × 6 picture in color, windows of 3 × 2. In how many rows of places does the window fit,
# in how many columns? How many numbers does one unit read?
#
# </details>
# <details><summary>Hint 2</summary>
#
# For local and shared layers count one place of one map, then ask for each of the three numbers: is it
# needed once for each map, or again at each place?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Keep the size of what comes in in variables, and change them at the end of each turn. How do you remember
# that it is a list?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "layer_costs", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def layer_costs(shape, layers):
    """Return (weights, biases, connections) of each layer that a picture (C, H, W) goes through."""
    ### BEGIN SOLUTION
    (c, h, w), picture, costs = shape, True, []
    for kind, count, *window in layers:
        if kind == "full":
            reads = c * h * w
            costs.append((reads * count, count, reads * count))
            c, h, w, picture = count, 1, 1, False
        elif kind in ("local", "shared") and picture:
            ((kh, kw),) = window
            if kh > h or kw > w:
                raise ValueError(f"a window of {kh} x {kw} does not fit into {h} x {w}")
            places = (h - kh + 1) * (w - kw + 1)
            stored = places if kind == "local" else 1
            one_place = count * c * kh * kw
            costs.append((stored * one_place, stored * count, places * one_place))
            c, h, w = count, h - kh + 1, w - kw + 1
        else:
            raise ValueError(f"a layer of the kind {kind!r} cannot stand here")
    return costs
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Three questions settle every number. How many places has the window? How many numbers does one unit read?
# Is the thing stored once for each map, or once for each unit? Local and shared layers differ in one factor
# only: `stored` is the number of places or 1. The connections do not know which of the two it is, because
# each unit does its own products either way.
#
# What one layer hands on is the state of the loop: `c`, `h`, `w`, and whether it still is a picture. A full
# layer could be written as 1 × 1 tables, but then a window of 1 × 1 would fit behind it, and the rules
# refuse that. So a flag is needed.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_visible", "locked": true, "points": 1, "solution": false}
# Test: one layer of each kind, then three in a row
for layer, expected, slips in [
    (
        ("full", 5),
        [(240, 5, 240)],
        [
            ([(240, 1, 240)], "biases: every unit has one of its own"),
            ([(240, 0, 240)], "biases: there is one for each unit"),
            ([(240, 5, 245)], "a bias is stored beside the weights, and multiplies nothing"),
            ([(120, 5, 120)], "a unit reads both tables that come in"),
        ],
    ),
    (
        ("local", 3, (3, 2)),
        [(432, 36, 432)],
        [
            ([(432, 3, 432)], "biases: the units of a local layer share nothing, not even a bias"),
            ([(432, 1, 432)], "biases: every unit has one of its own"),
            ([(432, 72, 432)], "biases: a unit has one, however many tables it reads"),
            ([(432, 12, 432)], "biases: there are three units at each place"),
            ([(432, 0, 432)], "biases: there are some"),
            ([(216, 36, 216)], "a unit reads its window in both tables that come in"),
            ([(144, 12, 144)], "three maps, and each has a unit at all 4 x 3 places; windows may overlap"),
            ([(216, 18, 216)], "a window of 3 fits into 6 rows at 4 places: count places, not steps"),
            ([(360, 30, 360)], "rows first: the picture is (C, H, W), the window (KH, KW)"),
            ([(864, 72, 864)], "a window has to lie inside the picture"),
            ([(36, 3, 432)], "this is a shared layer"),
            ([(468, 36, 468)], "a bias is stored beside the weights, and multiplies nothing"),
        ],
    ),
    (
        ("shared", 3, (3, 2)),
        [(36, 3, 432)],
        [
            ([(36, 3, 36)], "connections: each unit does its own products, sharing does not save them"),
            ([(36, 36, 432)], "biases: the units of one map share their bias, too"),
            ([(36, 1, 432)], "biases: each map has one of its own"),
            ([(36, 6, 432)], "biases: a unit has one, however many tables it reads"),
            ([(36, 0, 432)], "biases: there are some"),
            ([(18, 3, 216)], "a kernel has weights for both tables that come in"),
            ([(36, 3, 216)], "connections: a window of 3 fits into 6 rows at 4 places, not 3"),
            ([(36, 3, 144)], "connections: three maps, and each has a unit at all 4 x 3 places"),
            ([(36, 3, 360)], "rows first: the picture is (C, H, W), the window (KH, KW)"),
            ([(36, 3, 864)], "a window has to lie inside the picture"),
            ([(432, 36, 432)], "this is a local layer"),
            ([(36, 3, 468)], "a bias is stored beside the weights, and multiplies nothing"),
        ],
    ),
]:
    assert_matches(
        layer_costs((2, 6, 4), [layer]),
        expected,
        f"layer_costs((2, 6, 4), [{layer}])",
        'chapter 1, "Look through a window" and "Share the weights"',
        slips,
    )
stack = [("shared", 4, (3, 3)), ("local", 2, (2, 2)), ("full", 10)]
assert_matches(
    layer_costs((1, 7, 6), stack),
    [(36, 4, 720), (384, 24, 384), (240, 10, 240)],
    f"layer_costs((1, 7, 6), {stack})",
    'chapter 1, "Build both networks", and the rules of this task: what does a layer hand on?',
    [
        ([(36, 4, 720), (240, 60, 240), (420, 10, 420)], "every layer was given the first picture"),
        ([(36, 4, 720), (96, 24, 96), (120, 10, 120)], "the next layer gets a table for each map"),
        ([(36, 4, 720), (960, 60, 960), (840, 10, 840)], "the tables get smaller from layer to layer"),
        ([(36, 4, 720), (384, 24, 384), (120, 10, 120)], "the full layer reads the tables of all maps"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_full", "locked": true, "points": 1, "solution": false}
# Hidden test: full layers, small and large, one and several
### BEGIN HIDDEN TESTS
for sizes in ([500 * 1000, 100, 50, 2], [224 * 224, 224 * 224], [9, 1], [6, 2, 2, 7]):
    found = layer_costs((1, 1, sizes[0]), [("full", units) for units in sizes[1:]])
    assert len(found) == len(sizes) - 1, "there must be one tuple for each layer"
    for (weights, biases, products), wide, units in zip(found, sizes, sizes[1:], strict=False):
        assert weights == products == wide * units, "each unit of a full layer reads all that comes in, once"
        assert biases == units, "each unit of a full layer has a bias"
flat = layer_costs((3, 224, 224), [("full", 3 * 224 * 224)])[0]
assert flat[0] == 22_658_678_784, "a full layer reads all three tables of a color picture"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_weights", "locked": true, "points": 2, "solution": false}
# Hidden test: the weights of local and shared layers
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(101)
for _ in range(12):
    c, maps, h, w = (int(v) for v in rng.integers([1, 1, 1, 1], [4, 6, 9, 9]))
    kh, kw = int(rng.integers(1, h + 1)), int(rng.integers(1, w + 1))
    spots = [(i, j) for i in range(h) for j in range(w) if i + kh <= h and j + kw <= w]
    alone = layer_costs((c, h, w), [("local", maps, (kh, kw))])[0][0]
    assert alone == sum(c * kh * kw for _ in spots for _ in range(maps)), (
        "a local layer stores the weights of every unit, at every place of every map"
    )
    together = layer_costs((c, h, w), [("shared", maps, (kh, kw))])[0][0]
    assert together == sum(c * kh * kw for _ in range(maps)), (
        "a shared layer stores one window of weights for each map, through all tables"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_biases", "locked": true, "points": 1, "solution": false}
# Hidden test: the biases of local and shared layers
### BEGIN HIDDEN TESTS
for (c, h, w), maps, (kh, kw) in [((1, 5, 5), 1, (5, 5)), ((3, 8, 5), 4, (2, 3)), ((2, 3, 9), 7, (3, 1))]:
    spots = len(range(h - kh + 1)) * len(range(w - kw + 1))
    assert layer_costs((c, h, w), [("local", maps, (kh, kw))])[0][1] == maps * spots, (
        "in a local layer every unit has its own bias"
    )
    assert layer_costs((c, h, w), [("shared", maps, (kh, kw))])[0][1] == maps, (
        "in a shared layer every map has one bias"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_connections", "locked": true, "points": 1, "solution": false}
# Hidden test: the connections of local and shared layers
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(102)
for _ in range(8):
    c, maps, h, w = (int(v) for v in rng.integers([1, 1, 2, 2], [4, 6, 9, 9]))
    kh, kw = int(rng.integers(1, h + 1)), int(rng.integers(1, w + 1))
    products = maps * c * (h - kh + 1) * kh * (w - kw + 1) * kw
    for kind in ("local", "shared"):
        assert layer_costs((c, h, w), [(kind, maps, (kh, kw))])[0][2] == products, (
            "each unit multiplies every number of its window, in all tables, whether it shares weights or not"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_stack", "locked": true, "points": 1, "solution": false}
# Hidden test: what one layer hands on to the next
### BEGIN HIDDEN TESTS
deep = layer_costs((3, 12, 9), [("shared", 5, (4, 2)), ("shared", 8, (2, 3)), ("full", 6), ("full", 2)])
assert len(deep) == 4, "there must be one tuple for each layer"
assert deep[1][0] == 8 * 5 * 2 * 3, "a layer reads one table for each map of the layer before"
assert deep[2][0] == 8 * 8 * 6 * 6, (
    "a full layer reads every number of all maps, as large as they are by then"
)
assert deep[3][0] == 6 * 2, "a full layer behind a full layer reads its units"
mixed = layer_costs((1, 9, 8), [("local", 2, (1, 5)), ("local", 3, (6, 1))])
assert mixed[1][0] == 3 * 2 * 6 * 4 * 4, "the tables that a local layer hands on have another size"
assert layer_costs((1, 9, 8), []) == [], "no layer, no costs"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: layers that cannot be
### BEGIN HIDDEN TESTS
assert len(layer_costs((1, 4, 6), [("shared", 1, (4, 6))])) == 1, "a window as large as the picture must work"
for bad in [
    [("local", 1, (5, 2))],
    [("shared", 1, (2, 7))],
    [("shared", 2, (3, 3)), ("local", 2, (3, 3))],
    [("shared", 2, (3, 3)), ("shared", 2, (2, 5))],
    [("full", 3), ("shared", 1, (1, 1))],
    [("full", 3), ("full", 1), ("local", 1, (1, 1))],
    [("dense", 3)],
    [("dense", 3, (1, 1))],
]:
    try:
        layer_costs((1, 4, 6), bad)
        refused = False
    except ValueError:
        refused = True
    assert refused, (
        "a window that does not fit, a window behind a full layer or an unknown kind must raise ValueError"
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. Everything between local and shared
#
# **8 points** · medium · about 25 minutes ·
# [chapter 1](../../book/01_why_not_fully_connected.md), "Look through a window" and "Share the weights"
#
# In passport photographs the eyes are above and the mouth is below. A layer for them need not share its
# weights over the whole picture, but may share them within a region: one kernel for the upper part, another
# one for the lower part. With one region this is the convolutional layer, with a region for each place it
# is the local layer. Write all of it at once.
#
# There is one unit at each place where a window of KH × KW pixels lies inside the picture. These are H' = H
# − KH + 1 rows and W' = W − KW + 1 columns of units. Cut them into R × S equal regions, each H'/R units
# high and W'/S units wide. A unit in region (r, s) of map m adds up
#
# $$y_{m,i,j} = b_{m,r,s} + \sum_{u,v} w_{m,r,s,u,v} \; x_{i+u,\,j+v}.$$
#
# Write `regional_layer(image, weight, bias)`.
#
# - `image`: array of shape `(H, W)`; `weight`: `(M, R, S, KH, KW)`; `bias`: `(M, R, S)`. None of them may be
#   changed. Pixels and weights may be floats or whole numbers of any dtype. Compute with floats: a `uint8`
#   holds nothing above 255, and the product of two of them starts again at 0, without an error.
# - Returns a float array of shape `(M, H', W')`. There is no activation function.
# - A window that is higher or wider than the image raises `ValueError`; so do regions that do not all have
#   the same size (H' is not a multiple of R, or W' not of S).
#
# Example: the image is `[[1, 2, 3, 4, 5]]` and there is one map with windows of 1 × 2, so there are four
# units. With the kernels `[1, 1]` and `[0, 10]` for the left and the right half, and the biases 0 and 500,
# the output is `[[[3., 5., 540., 550.]]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Forget the regions first: write the layer for R = S = 1, with a loop over the places.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Six columns of units in two regions: units 0, 1, 2 are in region 0, units 3, 4, 5 in region 1. Which
# division of whole numbers says so?
#
# </details>
# <details><summary>Hint 3</summary>
#
# The remainder `%` finds regions of unequal size. But what is 0 % 3, and what is it when the window is
# larger than the image?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "regional_layer", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def regional_layer(image, weight, bias):
    """Return what units with windows, and weights shared within R x S regions, make of an image."""
    ### BEGIN SOLUTION
    (h, w), (maps, rows, columns, kh, kw) = image.shape, weight.shape
    h_out, w_out = h - kh + 1, w - kw + 1
    if h_out < 1 or w_out < 1:
        raise ValueError(f"a window of {kh} x {kw} does not fit into an image of {h} x {w}")
    if h_out % rows or w_out % columns:
        raise ValueError(f"{h_out} x {w_out} units cannot be cut into {rows} x {columns} equal regions")
    y = np.empty((maps, h_out, w_out))
    for i in range(h_out):
        for j in range(w_out):
            r, s = i // (h_out // rows), j // (w_out // columns)
            seen = image[i : i + kh, j : j + kw].astype(float)
            y[:, i, j] = bias[:, r, s] + np.einsum("muv,uv->m", weight[:, r, s], seen)
    return y
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `i // (h_out // rows)` numbers blocks: units 0, 1, 2 get 0, units 3, 4, 5 get 1. The remainder `i % rows`
# would deal the kernels out like cards, and neighbors would never share. With `rows = columns = 1` the
# quotient is always 0, one kernel for all: the convolutional layer. With as many regions as units it is `i`
# itself: the local layer. The formula does not change between the two; only an index does.
#
# The size is checked before the remainder is taken: 0 % 3 is 0, so a window that fits nowhere would pass for
# a good division. The patch becomes float before it is multiplied, because products of eight-bit numbers
# wrap.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "regional_layer_visible", "locked": true, "points": 1, "solution": false}
# Test: four regions on one small image, then two maps without regions
image = np.array([[1, 0, 2, 0, 1, 3, 0], [0, 4, 0, 1, 0, 0, 2], [2, 0, 1, 0, 3, 1, 0]])
kernels = np.array([[[[1.0, 2], [0, 0]], [[0, 1], [10, 0]]], [[[0, 0], [3, -1]], [[0, 5], [0, 2]]]])
assert_matches(
    regional_layer(image, kernels[None], np.array([[[0.0, 100], [200, 300]]])),
    [[[1, 4, 2, 111, 103, 100], [206, 199, 203, 306, 302, 310]]],
    "regional_layer(image, weight, bias) with the image (3 rows, 7 columns) and four kernels of this cell",
    'the formula of this task, and chapter 1, "Look through a window"',
    [
        (
            [[[1, 4, 2, 11, 3, 0], [6, -1, 3, 6, 2, 10]]],
            "the bias is missing, or every unit got the one of the first region, which is 0",
        ),
        (
            [[[4, 8, 1, 111, 130, 100], [212, 196, 203, 302, 315, 305]]],
            "the kernels are turned by 180 degrees: w[0, 0] belongs to the upper left pixel of the window",
        ),
        (
            [[[1, 142, 2, 111, 7, 100], [206, 302, 203, 306, 208, 310]]],
            "the kernels take turns; a region is a block of units beside each other",
        ),
        ([[[1, 4, 2, 2, 7, 3], [8, 4, 2, 1, 0, 4]]], "all units use the kernel of the first region"),
        (
            [[[1, 4, 2, 203, 200, 198], [124, 100, 111, 306, 302, 310]]],
            "weight[m, r, s]: r counts regions downwards, s to the right",
        ),
    ],
)
assert_matches(
    regional_layer(
        np.array([[1, 2, 3], [4, 5, 6]]),
        np.array([[1.0, 0.5], [0, 1]]).reshape(2, 1, 1, 1, 2),
        np.array([0.0, 100]).reshape(2, 1, 1),
    ),
    [[[2, 3.5], [6.5, 8]], [[102, 103], [105, 106]]],
    "regional_layer([[1, 2, 3], [4, 5, 6]], ...) with one region, and the kernels [1, 0.5] and [0, 1]",
    'chapter 1, "Share the weights"',
    [
        ([[[2, 3], [6, 8]], [[102, 103], [105, 106]]], "the results are cut to whole numbers"),
        ([[[104, 106.5], [111.5, 114]]] * 2, "the maps are added up; each has a table of its own"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "regional_layer_shared", "locked": true, "points": 1, "solution": false}
# Hidden test: one region: the convolutional layer
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(103)
for (h, w), (kh, kw), maps in [
    ((6, 4), (2, 3), 2),
    ((3, 8), (3, 1), 1),
    ((5, 5), (5, 4), 3),
    ((4, 7), (1, 1), 1),
]:
    scene, kernel, shift = rng.normal(size=(h, w)), rng.normal(size=(maps, kh, kw)), rng.normal(size=maps)
    got = regional_layer(scene.copy(), kernel.reshape(maps, 1, 1, kh, kw), shift.reshape(maps, 1, 1))
    assert np.shape(got) == (maps, h - kh + 1, w - kw + 1), "the output has the wrong shape for one region"
    want = shift[:, None, None] + sum(
        kernel[:, u, v, None, None] * scene[None, u : h - kh + 1 + u, v : w - kw + 1 + v]
        for u, v in np.ndindex(kh, kw)
    )
    assert np.allclose(got, want), "with one region every unit must use the same kernel and bias"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "regional_layer_local", "locked": true, "points": 2, "solution": false}
# Hidden test: a region for each place: the local layer
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(104)
for (h, w), (kh, kw), maps in [((5, 6), (2, 4), 2), ((7, 3), (3, 2), 1), ((2, 6), (1, 3), 3)]:
    kernels = rng.normal(size=(maps, h - kh + 1, w - kw + 1, kh, kw))
    levels = rng.normal(size=kernels.shape[:3])
    silent = regional_layer(np.zeros((h, w)), kernels.copy(), levels.copy())
    assert np.shape(silent) == levels.shape, "the output of a local layer has the wrong shape"
    assert np.allclose(silent, levels), "on a black image each unit must answer with its own bias"
    for i, j in [(0, 0), (h - 1, w - 1), (h // 2, w // 2), (0, w - 1)]:
        spot = np.zeros((h, w))
        spot[i, j] = 2.0
        seen = regional_layer(spot, kernels.copy(), levels.copy()) - levels
        for m, r, s in np.ndindex(*levels.shape):
            inside = 0 <= i - r < kh and 0 <= j - s < kw
            answer = 2 * kernels[m, r, s, i - r, j - s] if inside else 0
            assert np.isclose(seen[m, r, s], answer), "a unit gives a single bright pixel the wrong weight"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "regional_layer_regions", "locked": true, "points": 2, "solution": false}
# Hidden test: regions of several units
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(105)
for maps, (rows, columns), (high, wide) in [
    (1, (2, 3), (3, 2)),
    (2, (3, 2), (2, 4)),
    (1, (1, 4), (5, 3)),
    (3, (4, 1), (2, 3)),
]:
    factors, levels = rng.normal(size=(2, maps, rows, columns))
    scene = rng.normal(size=(rows * high, columns * wide))
    got = regional_layer(scene.copy(), factors[..., None, None], levels.copy())
    assert np.shape(got) == (maps, *scene.shape), "the output has the wrong shape for windows of one pixel"
    for r, s in np.ndindex(rows, columns):
        here = np.ix_(range(r * high, r * high + high), range(s * wide, s * wide + wide))
        for m in range(maps):
            assert np.allclose(got[m][here], factors[m, r, s] * scene[here] + levels[m, r, s]), (
                "a region is not a block of units of equal size, or uses the weights or the bias of another"
            )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "regional_layer_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels of 8 bits, fractions, read-only and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
photo = np.full((3, 4), 200, dtype=np.uint8)
photo.setflags(write=False)
strong = np.full((1, 1, 1, 2, 2), 2, dtype=np.uint8)
assert np.allclose(regional_layer(photo, strong, np.full((1, 1, 1), 0.5)), 1600.5), (
    "sums of 8-bit pixels must not wrap and must keep their fraction"
)
ramp = np.arange(6, dtype=np.float32).reshape(2, 3).T
assert np.allclose(regional_layer(ramp, np.ones((1, 1, 1, 1, 2)), np.zeros((1, 1, 1))), [[[3], [5], [7]]]), (
    "a transposed float32 image gives wrong values"
)
parts = [np.array([[1.0, 2, 4]]), np.full((1, 1, 2, 1, 2), 0.5), np.array([[[1.0, 3]]])]
copies = [part.copy() for part in parts]
regional_layer(*parts)
assert all(np.array_equal(a, b) for a, b in zip(parts, copies, strict=True)), "the function changed an input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "regional_layer_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: windows that do not fit, regions of unequal size
### BEGIN HIDDEN TESTS
assert regional_layer(np.ones((4, 7)), np.ones((1, 3, 2, 2, 2)), np.ones((1, 3, 2))) is not None, (
    "regions of equal size must still work"
)
for rows, columns, kh, kw in [
    (2, 2, 2, 2),
    (3, 4, 2, 2),
    (1, 7, 2, 2),
    (4, 1, 2, 2),
    (1, 1, 5, 2),
    (1, 1, 2, 8),
    (1, 1, 6, 9),
    (2, 3, 5, 8),
]:
    try:
        regional_layer(np.ones((4, 7)), np.ones((1, rows, columns, kh, kw)), np.ones((1, rows, columns)))
        refused = False
    except ValueError:
        refused = True
    assert refused, "a window that does not fit, or regions that are not equal, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. A unit that follows its mixed pixels
#
# **6 points** · easy · about 15 minutes ·
# [chapter 1](../../book/01_why_not_fully_connected.md), "See what a list of pixels forgets"
#
# A fully connected layer was trained on pictures. Then the camera's cable was replaced, and since that day
# the pixels arrive in another order, always the same one. You need not train again. Move the weights.
#
# Count the pixels of a picture row by row: pixel number i = row · W + column. With the new cable pixel
# number i arrives at place number `order[i]`. The colors of a pixel travel together.
#
# Write `rearrange_weights(weight, order)`.
#
# - `weight`: array of shape `(U, C, H, W)`: for each of U units a weight for each color of each pixel, laid
#   out like the picture. It must not be changed.
# - `order`: a list or array of H · W whole numbers, each of 0, 1, …, H · W − 1 once. Anything else raises
#   `ValueError`.
# - Returns a new array of the same shape and dtype: the weights with which each unit makes the same sum of a
#   picture from the new cable as it did of the picture from the old one.
#
# Example: one unit, one color, a picture of one row, `weight = [[[[10, 20, 30]]]]` and `order = [1, 2, 0]`.
# Pixel 0 arrives at place 1, pixel 1 at place 2, pixel 2 at place 0. The new weights are `[[[[30, 10,
# 20]]]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Where must the weight of pixel i go? Write it as a loop over i, with one assignment.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `a[order]` *takes* from the places of `order`, `b[order] = …` *puts* to them. Which one is asked for?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Rows and columns are one axis for this task. Which `reshape` leaves units and colors alone?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "rearrange_weights", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def rearrange_weights(weight, order):
    """Return weights that act on mixed pictures as ``weight`` does on pictures in order."""
    ### BEGIN SOLUTION
    units, channels, h, w = weight.shape
    if sorted(order) != list(range(h * w)):
        raise ValueError(f"expected each of the places 0 to {h * w - 1} once, got {order}")
    moved = np.empty((units, channels, h * w), weight.dtype)
    moved[:, :, order] = weight.reshape(units, channels, h * w)
    return moved.reshape(weight.shape)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The sum of a unit has one term for each pixel, weight times gray. If the pixel goes to place `order[i]`,
# its weight has to go there too: `moved[:, :, order] = …` puts. The chapter's `w[order]` takes, and undoes a
# cable of the other direction. For an order that undoes itself when it is used twice, such as a mirror, the
# two agree; that is why a test with a mirror only would prove nothing.
#
# Sorting the order and comparing it with 0, 1, 2, … finds places that are missing, doubled, negative or too
# large in one line.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "rearrange_weights_visible", "locked": true, "points": 1, "solution": false}
# Test: one row of pixels, then two rows in two colors
trained = np.array([[[[10.0, 20, 30]]]])
rewired = rearrange_weights(trained, np.array([1, 2, 0]))
assert_matches(
    trained,
    [[[[10, 20, 30]]]],
    "rearrange_weights(weight, [1, 2, 0]), and then a look at weight: your function changed it",
    "the rules of this task: return a new array",
)
assert_matches(
    rewired,
    [[[[30, 10, 20]]]],
    "rearrange_weights([[[[10, 20, 30]]]], [1, 2, 0])",
    'the example of this task, and chapter 1, "See what a list of pixels forgets"',
    [
        (
            [[[[20, 30, 10]]]],
            "the wrong direction: order[i] says where pixel i arrives, not where it comes from",
        ),
        ([[[[10, 20, 30]]]], "nothing has moved"),
    ],
)
colored = np.array([[[[1.0, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]])
assert_matches(
    rearrange_weights(colored, np.array([2, 4, 5, 0, 1, 3])),
    [[[[4, 5, 1], [6, 2, 3]], [[40, 50, 10], [60, 20, 30]]]],
    "rearrange_weights([[[[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]], [2, 4, 5, 0, 1, 3])",
    'the rules of this task, and chapter 1, "See what a list of pixels forgets"',
    [
        (
            [[[[3, 5, 6], [1, 2, 4]], [[30, 50, 60], [10, 20, 40]]]],
            "the wrong direction: order[i] says where pixel i arrives, not where it comes from",
        ),
        (
            [[[[5, 1, 4], [3, 6, 2]], [[50, 10, 40], [30, 60, 20]]]],
            "pixels are counted row by row, not column by column",
        ),
        (
            [[[[4, 5, 1], [6, 2, 3]], [[10, 20, 30], [40, 50, 60]]]],
            "all colors of a pixel move, not the first only",
        ),
        (
            [[[[10, 20, 30], [40, 1, 2]], [[50, 60, 3], [4, 5, 6]]]],
            "colors and pixels got mixed: the axes stand in the order units, colors, rows, columns",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "rearrange_weights_gray", "locked": true, "points": 2, "solution": false}
# Hidden test: random orders, pictures in gray that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(106)
for units, h, w in [(1, 2, 5), (4, 3, 4), (2, 7, 1), (3, 6, 2), (1, 1, 1)]:
    weight, pictures = rng.normal(size=(units, 1, h, w)), rng.normal(size=(6, h * w))
    places = rng.permutation(h * w)
    arrived = np.zeros_like(pictures)
    for i in range(h * w):
        arrived[:, places[i]] = pictures[:, i]
    moved = rearrange_weights(weight.copy(), places.copy())
    assert np.shape(moved) == weight.shape, "the new weights must have the shape of the old ones"
    assert np.allclose(arrived @ np.reshape(moved, (units, -1)).T, pictures @ weight.reshape(units, -1).T), (
        "a unit does not make the same sum of the mixed picture"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "rearrange_weights_color", "locked": true, "points": 1, "solution": false}
# Hidden test: pictures in color (orders that two times in a row undo themselves)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(107)
for colors, h, w in [(3, 2, 4), (2, 5, 3)]:
    weight, picture = rng.normal(size=(2, colors, h, w)), rng.normal(size=(colors, h, w))
    backwards = np.arange(h * w)[::-1]
    moved = rearrange_weights(weight.copy(), backwards.copy())
    assert np.shape(moved) == weight.shape, "the new weights must have the shape of the old ones"
    turned = picture[:, ::-1, ::-1]
    assert np.allclose(np.sum(moved * turned, axis=(1, 2, 3)), np.sum(weight * picture, axis=(1, 2, 3))), (
        "in a color picture every color of a pixel must take its weight along"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "rearrange_weights_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: a new array of the same dtype, read-only and transposed weights, orders as lists
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(108)
swap = [1, 0, 3, 2, 4, 5]
fixed = rng.normal(size=(2, 1, 2, 3)).astype(np.float32)
fixed.setflags(write=False)
moved = rearrange_weights(fixed, swap)
assert moved.dtype == np.float32, "the dtype of the weights must be kept"
assert np.array_equal(moved[:, 0, 0, :2], fixed[:, 0, 0, 1::-1]), (
    "read-only weights, or an order as a list, fail"
)
slanted = np.arange(12.0).reshape(3, 2, 1, 2).transpose(3, 2, 1, 0)
assert np.array_equal(rearrange_weights(slanted, np.array(swap))[:, 0, 0, 0], slanted[:, 0, 0, 1]), (
    "transposed weights are moved to the wrong places"
)
kept = slanted.copy()
rearrange_weights(kept, np.array(swap))
assert np.array_equal(kept, slanted), "the function changed the weights that it was given"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "rearrange_weights_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: orders in which a place is missing, doubled, or not there
### BEGIN HIDDEN TESTS
assert rearrange_weights(np.ones((1, 1, 2, 2)), np.array([0, 1, 2, 3])) is not None, (
    "an honest order must work"
)
for bad in [
    [0, 1, 2, 2],
    [0, 0, 3, 3],
    [1, 2, 3, 4],
    [0, 1, 2, -1],
    [0, 1, 2],
    [0, 1, 2, 3, 3],
    [0, 1, 2, 3, 4],
]:
    try:
        rearrange_weights(np.arange(4.0).reshape(1, 1, 2, 2), np.array(bad))
        refused = False
    except ValueError:
        refused = True
    assert refused, "an order that does not name every place exactly once must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Undo the mixing
#
# **6 points** · hard · about 25 minutes ·
# [chapter 1](../../book/01_why_not_fully_connected.md), "See what a list of pixels forgets"
#
# Nobody wrote down the order of the new cable. But some pictures exist twice: as they were, and as they
# arrived. Find the order from them.
#
# A single picture will not do: many of its pixels are equally gray. But follow one pixel through all
# pictures. It makes a series of grays, and the same series arrives at one place.
#
# Write `find_order(before, after)`.
#
# - `before`, `after`: arrays of the same shape `(N, H, W)` and dtype, N pictures before and after. Every
#   pixel arrives exactly as it was. Neither may be changed.
# - Returns an array of H · W whole numbers. Pixel number i of every picture, counted row by row, arrived at
#   place number `order[i]`; each place is used once. If several pixels have the same series (a border that
#   is always black), any order that fits is right.
# - Raises `ValueError` if no order fits: the pictures were not all mixed in the same way, or not only mixed.
#
# Example: `find_order(np.array([[[7, 7, 9]], [[1, 2, 3]]]), np.array([[[9, 7, 7]], [[3, 1, 2]]]))` is `[1,
# 2, 0]`. The first of the two pictures leaves open which 7 is which; the second decides.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# With `before.reshape(N, H * W)` the series of pixel i is a column. Which column of the other array is equal
# to it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two pixels with the same series must not be sent to the same place. How do you mark a place as taken?
#
# </details>
# <details><summary>Hint 3</summary>
#
# A quick way: sort the columns on both sides, for example with `np.lexsort`. The first of one side belongs
# to the first of the other. Check in the end that your order really does it.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "find_order", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def find_order(before, after):
    """Return for each pixel of ``before`` the place in ``after`` where it arrived, in all pictures."""
    ### BEGIN SOLUTION
    n, h, w = before.shape
    series = [pictures.reshape(n, h * w) for pictures in (before, after)]
    by_series, arrived = np.lexsort(series[0]), np.lexsort(series[1])
    order = arrived[np.argsort(by_series)]
    if not np.array_equal(series[1][:, order], series[0]):
        raise ValueError("no order of the pixels turns all pictures before into those after")
    return order
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Sort the columns of both sides by the same rule, and equal series stand at equal ranks: the column that is
# first on one side arrived at the place that is first on the other. `np.lexsort` sorts columns; its last row
# counts most, which does not matter here, as long as both sides do the same. Ties are harmless, because
# columns that are equal may change places.
#
# The check at the end is needed: sorting always gives *some* order, also for pictures that were mixed each
# in its own way. Two loops and a list of free places do the same in n² steps, which is fine for 784 pixels
# and slow for a photograph.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_order_visible", "locked": true, "points": 1, "solution": false}
# Test: two pictures that decide together, then a border that is always black
pair = np.array([[[7, 7, 9], [5, 7, 5]], [[1, 2, 3], [4, 3, 1]]])
mixed = np.array([[[5, 7, 7], [5, 9, 7]], [[4, 3, 1], [1, 3, 2]]])
assert_matches(
    find_order(pair, mixed),
    [2, 5, 4, 0, 1, 3],
    "find_order([[[7, 7, 9], [5, 7, 5]], [[1, 2, 3], [4, 3, 1]]], "
    "[[[5, 7, 7], [5, 9, 7]], [[4, 3, 1], [1, 3, 2]]])",
    'the example of this task, and chapter 1, "See what a list of pixels forgets"',
    [
        (
            [3, 4, 0, 5, 2, 1],
            "the wrong direction: order[i] is where pixel i arrived, not where it came from",
        ),
        ([1, 2, 4, 0, 5, 3], "this fits the first picture, but not the second"),
        ([1, 1, 4, 0, 1, 0], "two pixels are sent to one place: look at both pictures"),
        ([2, 0, 4, 5, 1, 3], "series with the same sum are not the same series"),
        ([4, 0, 5, 2, 3, 1], "pixels are counted row by row, not column by column"),
        ([2, 5, 1, 0, 1, 2], "this fits the second picture, but not the first"),
        ([2, 5, 1, 0, 4, 3], "this fits the second picture, but not the first"),
    ],
)
framed = np.zeros((2, 3, 4), dtype=np.uint8)
framed[:, 1, 1:3] = [[200, 90], [10, 30]]
shuffled = framed.reshape(2, 12)[:, [5, 3, 0, 1, 2, 6, 4, 7, 8, 9, 10, 11]].reshape(2, 3, 4)
found = find_order(framed.copy(), shuffled.copy())
assert_matches(
    np.sort(np.asarray(found)),
    np.arange(12),
    "find_order of two pictures of 3 rows and 4 columns with a black border: the places, sorted",
    "the rules of this task: each place is used once, also by pixels that are equal",
)
assert_matches(
    shuffled.reshape(2, 12)[:, np.asarray(found)],
    framed.reshape(2, 12),
    "find_order of two pictures with a black border: the pixels, taken back from the places that you found",
    'chapter 1, "See what a list of pixels forgets"',
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_order_distinct", "locked": true, "points": 1, "solution": false}
# Hidden test: pictures in which all pixels differ
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(109)
for n, h, w in [(1, 3, 4), (3, 5, 2), (2, 1, 9), (5, 6, 6)]:
    scenes, places = rng.normal(size=(n, h, w)), rng.permutation(h * w)
    cable = np.zeros((n, h * w))
    for i, place in enumerate(places):
        cable[:, place] = scenes.reshape(n, h * w)[:, i]
    assert np.array_equal(find_order(scenes.copy(), cable.reshape(n, h, w)), places), (
        "the order is wrong although every pixel has a gray of its own"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_order_series", "locked": true, "points": 2, "solution": false}
# Hidden test: grays that are equal in each single picture, and differ only as a series
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(110)
for n, h, w in [(4, 4, 4), (6, 8, 8), (5, 2, 15)]:
    numbers = rng.permutation(2**n)[: h * w]
    bits = (numbers >> np.arange(n)[:, None]) & 1
    scenes, places = (200 * bits).astype(np.uint8).reshape(n, h, w), rng.permutation(h * w)
    cable = np.empty((n, h * w), dtype=np.uint8)
    cable[:, places] = scenes.reshape(n, h * w)
    found = find_order(scenes.copy(), cable.reshape(n, h, w))
    assert np.array_equal(found, places), (
        "the order is wrong where only all pictures together tell pixels apart"
    )
pair = np.array([[[0, 255, 1, 254]], [[255, 0, 254, 1]]], dtype=np.uint8)
assert np.array_equal(find_order(pair, pair[:, :, [2, 0, 3, 1]]), [1, 3, 0, 2]), (
    "pixels whose grays add up to the same number are still different pixels"
)
for one in (0, -1):
    film = np.full((12, 3, 4), 255, dtype=np.uint8)
    film[one] = np.arange(12).reshape(3, 4)
    assert np.array_equal(find_order(film.copy(), film[:, ::-1, ::-1].copy()), np.arange(12)[::-1]), (
        "in a long series a single picture, the first or the last, may be the one that tells pixels apart"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_order_ties", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels that are equal in all pictures
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(111)
for n, h, w, grays in [(2, 6, 5, 2), (1, 4, 4, 3), (3, 3, 3, 1)]:
    scenes, places = rng.integers(0, grays, size=(n, h, w)), rng.permutation(h * w)
    cable = np.empty((n, h * w), dtype=int)
    cable[:, places] = scenes.reshape(n, h * w)
    found = np.asarray(find_order(scenes.copy(), cable.reshape(n, h, w)))
    assert np.array_equal(np.sort(found), np.arange(h * w)), "each place must be used once"
    assert np.array_equal(cable[:, found], scenes.reshape(n, h * w)), (
        "a pixel is sent to a place of another gray"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "find_order_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: pictures for which no order fits
### BEGIN HIDDEN TESTS
base = np.arange(12.0).reshape(2, 2, 3)
assert sorted(find_order(base.copy(), base[:, ::-1])) == list(range(6)), "an honest pair must still work"
apart = np.stack([base[0], base[1, ::-1]])
for wrong in (apart, base + 1, np.where(base == 11, 10, base), np.where(base == 0, -1, base)):
    try:
        find_order(base.copy(), wrong)
        refused = False
    except ValueError:
        refused = True
    assert refused, "pictures that no single order turns into the others must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "door_camera_question", "locked": true, "solution": false}
# ## Task 5. The camera at the door
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 1](../../book/01_why_not_fully_connected.md), "Share the weights" and "See what a list of pixels
# forgets"
#
# A camera at a door sees a face, always upright and always in the middle, in gray pictures of 200 × 200
# pixels. The first layer shall have 20 maps with windows of 10 × 10 that lie inside the picture. Your
# colleague wants it locally connected: "eyes are above, mouths are below, so why should they share?" You are
# for sharing. Answer in at most 150 words:
#
# 1. How many parameters has each of the two layers, and how many connections? Say how you count.
# 2. When is your colleague's layer the better choice? Name what must be true of the pictures, and how many
#    of them there must be.
# 3. By mistake all pictures were stored with their pixels in another order, the same one for all. Both
#    layers and a fully connected one are trained on these pictures. Which of the three suffer, and why?
#
# | your answer | points |
# | --- | --- |
# | gives both pairs of numbers, with the number of places and the biases | 1 |
# | says what sharing assumes, when that fails, and what not sharing costs | 1 |
# | decides question 3 for all three layers, and has the reason | 1 |
# | is precise: the right words and numbers; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "door_camera", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. A window fits at 200 − 10 + 1 = 191 places in each direction. Local: 20 · 191² units with 100 weights
#    and a bias each, 73,691,620 parameters. Shared: 20 · 101 = 2,020. Connections: 20 · 191² · 100 =
#    72,962,000 in both.
# 2. Sharing assumes that what is worth finding at one place is worth finding at all. If every face stands on
#    the same pixels, a kernel for eyes is wasted below, and units of their own can specialize. But each of
#    them sees only its own window of each picture, so there must be far more pictures, and the alignment
#    must also hold in use.
# 3. Local and shared suffer: their windows hold pixels that are no neighbors. The local layer suffers too,
#    although it shares nothing. The fully connected one does not: for each of its solutions there is one
#    with its weights in the new order.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live, on handwritten digits. A unit likes sevens; mix the pixels and let its weights
# follow or stay. Then play the new cable: how many pictures does your function need until it can put a
# digit back together that it has never seen?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import Checkbox, IntSlider, SelectionSlider, interact

    from cnnlib import data

    digits = data.mnist()
    pictures = digits.x_train[:, 0]
    sevens = pictures[digits.y_train == 7].mean(axis=0) - pictures.mean(axis=0)

    def tile_places(tile):
        n = 28 // tile
        tiles = np.arange(784).reshape(n, tile, n, tile).swapaxes(1, 2).reshape(n * n, tile, tile)
        mixed = np.random.default_rng(0).permutation(tiles).reshape(n, n, tile, tile)
        return mixed.swapaxes(1, 2).ravel()

    def picture_row(**shown):
        axes = plt.subplots(1, len(shown), figsize=(3 * len(shown), 3))[1]
        for ax, (title, picture) in zip(axes, shown.items(), strict=True):
            ax.imshow(picture, cmap="gray")
            ax.set_title(title.replace("_", " "))
            ax.axis("off")
        plt.show()

    def likes_sevens(digit, tile, follow):
        places = tile_places(tile)
        moved = rearrange_weights(sevens[None, None], places)[0, 0] if follow else sevens
        arrived = np.empty(784)
        arrived[places] = digits.x_test[digit, 0].ravel()
        arrived = arrived.reshape(28, 28)
        picture_row(picture=arrived, weights=moved)
        print(f"sum of the unit: {np.sum(arrived * moved) / 255**2:.2f}")

    def put_back(examples, digit):
        places = tile_places(1)
        arrived = np.empty((examples, 784), dtype=np.uint8)
        arrived[:, places] = pictures[:examples].reshape(examples, 784)
        found = find_order(pictures[:examples], arrived.reshape(examples, 28, 28))
        unseen = np.empty(784, dtype=np.uint8)
        unseen[places] = digits.x_test[digit, 0].ravel()
        picture_row(as_it_arrived=unseen.reshape(28, 28), put_back=unseen[found].reshape(28, 28))
        right = np.mean(unseen[found] == digits.x_test[digit, 0].ravel())
        print(f"{right:.0%} of its pixels are what they were")

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    sizes = SelectionSlider(options=[28, 14, 7, 4, 2, 1], value=4)
    try_out(likes_sevens, digit=IntSlider(0, 0, 40), tile=sizes, follow=Checkbox(value=True))
    try_out(put_back, examples=IntSlider(10, 1, 400), digit=IntSlider(0, 0, 40))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
