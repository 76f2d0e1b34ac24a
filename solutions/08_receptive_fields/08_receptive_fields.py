# %% [markdown]
# # Exercises for chapter 8: receptive fields
#
# **30 points** in four programming tasks and one written answer; about 100 minutes. You need [chapter
# 8](../../book/08_receptive_fields.md), NumPy and nothing else.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `receptive_field`: how wide, how far apart, and around which sample | 6 | 20 |
# | 2 | `compose_layers`: two layers in one, with stride, channels and bias | 8 | 30 |
# | 3 | `spoiled_outputs`: where one layer is not two | 5 | 15 |
# | 4 | `effective_field`: how much each sample really counts | 7 | 25 |
# | 5 | a written answer: roofs that are too large | 4 | 10 |
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
# ## Task 1. How wide, how far apart, and around which sample
#
# **6 points** · easy · about 20 minutes ·
# [chapter 8](../../book/08_receptive_fields.md), "Derive the rule"
#
# To draw what an output sees onto the image you need three numbers: how wide its field is, where the
# **middle** of the field lies, and how far the next output's field is moved. Compute them for a stack of
# layers along one axis, before you build any network.
#
# Write `receptive_field(layers)`.
#
# - `layers`: a list of tuples of four whole numbers `(kernel_size, stride, padding, dilation)`, in the order
#   in which they are applied; `padding` is the number of zeros on each side, and neighboring taps are
#   `dilation` samples apart. Convolutions and pooling layers are described in the same way. The list may be
#   empty. It must not be changed.
# - Returns a tuple `(size, jump, center)`: the number of samples from the first to the last that an output
#   sees, the distance of neighboring outputs in samples, and the middle of the field of output **0**, where
#   sample 0 of the input is position 0. The middle of two samples lies between them: it may be a number and
#   a half. It may also be negative: then output 0 looks mostly into the padding.
# - A kernel size, stride or dilation below 1, or a negative padding, raises `ValueError`.
#
# Example: `receptive_field([(4, 2, 1, 1)])` is `(4, 2, 0.5)`: output 0 sees the positions −1, 0, 1, 2, and
# output 1 the positions 1, 2, 3, 4.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Two layers `(3, 2, 0, 1)`: which outputs of the first layer does output 0 of the second see, and which
# samples do these see?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which of the numbers counts in steps of the input, and which in steps of the layer before? A padding of 1
# in the third layer is how many samples?
#
# </details>
# <details><summary>Hint 3</summary>
#
# If you know the first position and the size, where is the middle? Check it with a field of one sample.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "receptive_field", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def receptive_field(layers):
    """Return the size of an output's field, the jump from output to output, and the center of output 0."""
    ### BEGIN SOLUTION
    size, jump, center = 1, 1, 0
    for taps, stride, padding, dilation in layers:
        if min(taps, stride, dilation) < 1 or padding < 0:
            raise ValueError(f"expected sizes of at least 1, got {(taps, stride, padding, dilation)}")
        reach = dilation * (taps - 1)
        center += (reach / 2 - padding) * jump  # from the middle of one tap to that of the kernel
        size, jump = size + reach * jump, stride * jump
    return size, jump, center
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# All three numbers count in samples of the input, so everything that a layer does is multiplied by the
# jump **before** it: its reach, and its padding. Its stride comes last and enlarges only the layers after
# it.
#
# The chapter keeps the first position; here it is the middle. Of the middle of a layer's first window,
# `padding` steps go to the left and half of the reach to the right. With odd kernels and "same" padding
# the two cancel, and output 0 of every layer looks at sample 0.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "receptive_field_visible", "locked": true, "points": 1, "solution": false}
# Test: the layer of the example, then stacks with stride, padding and dilation
for layers, wanted, slips in [
    (
        [(4, 2, 1, 1)],
        (4, 2, 0.5),
        [
            [(7, "a stride moves the fields apart; it does not make those of its own layer wider")],
            [(1, "the stride makes neighboring outputs see places that are 2 samples apart")],
            [
                (-1, "this is the first position of the field; asked is its middle"),
                (1.5, "padding puts the first window further to the left"),
                (1, "the middle of -1, 0, 1, 2 is 0.5: between two samples"),
                (0, "the middle of -1, 0, 1, 2 is 0.5: between two samples"),
            ],
        ],
    ),
    (
        [(3, 2, 1, 1), (5, 3, 1, 2), (2, 1, 0, 1)],
        (25, 6, 9),
        [
            [
                (12, "the strides of the layers before are forgotten: count in samples of the input"),
                (22, "only the stride of the last layer before counts here: multiply all of them"),
                (17, "the dilation is forgotten"),
                (27, "a kernel of 5 with dilation 2 spans 9 samples: 8 steps, not 9"),
                (16, "the strides that count for a layer are those before it: is the order right?"),
                (30, "the sizes are multiplied: fields of neighboring outputs overlap"),
            ],
            [
                (1, "all strides count, not only that of the last layer"),
                (3, "all strides count, not only the largest"),
                (5, "the strides of a stack multiply, they do not add"),
            ],
            [
                (-3, "this is the first position of the field; asked is its middle"),
                (10, "the padding of the second layer counts in its steps, which are 2 samples wide"),
            ],
        ],
    ),
]:
    got = receptive_field(list(layers))
    assert_matches(
        np.shape(got), (3,), f"the number of results of receptive_field({layers})", "the rules of this task"
    )
    for number, name in enumerate(("size", "jump", "center")):
        assert_matches(
            got[number],
            wanted[number],
            f"the {name} in receptive_field({layers})",
            'chapter 8, "Derive the rule"',
            slips[number],
        )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "receptive_field_size", "locked": true, "points": 2, "solution": false}
# Hidden test: the size for random stacks, against samples that are really traced back
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(801)
for depth in [0, 1, 2, 2, 3, 3, 4, 4]:
    layers = [tuple(int(v) for v in rng.integers([1, 1, 0, 1], [5, 4, 3, 4])) for _ in range(depth)]
    seen = {0}
    for k, s, _, d in layers[::-1]:
        seen = {s * i + d * tap for i in seen for tap in range(k)}
    got = receptive_field(layers[:])
    assert got[0] == max(seen) - min(seen) + 1, "the size is not what an output of the stack really sees"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "receptive_field_jump", "locked": true, "points": 1, "solution": false}
# Hidden test: the jump from output to output
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(802)
for depth in [0, 1, 2, 3, 5]:
    layers = [tuple(int(v) for v in rng.integers([1, 1, 0, 1], [5, 4, 3, 4])) for _ in range(depth)]
    first, second = 0, 1
    for _, s, _, _ in layers[::-1]:
        first, second = s * first, s * second
    assert receptive_field(list(layers))[1] == second - first, (
        "the jump is not the distance of what neighboring outputs really see"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "receptive_field_center", "locked": true, "points": 1, "solution": false}
# Hidden test: the center of output 0, with padding and even kernels
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(803)
for depth in [0, 1, 1, 2, 2, 3, 3, 4]:
    layers = [tuple(int(v) for v in rng.integers([1, 1, 0, 1], [6, 4, 4, 3])) for _ in range(depth)]
    seen = {0}
    for k, s, p, d in layers[::-1]:
        seen = {s * i + d * tap - p for i in seen for tap in range(k)}
    got = receptive_field(layers[:])
    assert np.isclose(got[2] * 2, max(seen) + min(seen)), (
        "the center is not in the middle of what output 0 really sees"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "receptive_field_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: layers that cannot be; a list that must stay as it was
### BEGIN HIDDEN TESTS
stack = [(3, 1, 1, 1), (1, 1, 0, 1)]
assert receptive_field(stack)[0] == 3, "honest layers must still work"
assert stack == [(3, 1, 1, 1), (1, 1, 0, 1)], "the function changed the list of layers"
for bad in [(0, 1, 0, 1), (3, 0, 1, 1), (3, 1, -1, 1), (3, 1, 1, 0), (-3, 1, 0, 1), (1, -1, 0, 1)]:
    for stack in ([bad], [(3, 2, 1, 1), bad]):
        try:
            receptive_field(stack)
            refused = False
        except ValueError:
            refused = True
        assert refused, "a size, stride or dilation below 1, or a negative padding, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. Two layers in one
#
# **8 points** · hard · about 30 minutes ·
# [chapter 8](../../book/08_receptive_fields.md), "Compose two kernels into one"
#
# Two convolutions with nothing between them are a waste at run time: one would do. Tools that make networks
# faster melt such layers into one before the network goes to a phone. Do it for real layers: two-dimensional,
# with several channels, with biases, and with a stride in the first.
#
# Write `compose_layers(weight1, bias1, weight2, bias2, stride)`.
#
# - `weight1`: `(M, C, KH, KW)` and `bias1`: `(M,)`, the first layer, from C channels to M. It moves by
#   `stride`, a pair `(vertical, horizontal)`, and has no padding.
# - `weight2`: `(O, M, LH, LW)` and `bias2`: `(O,)`, the second layer, from M channels to O, stride 1, no
#   padding. If it does not take M channels, raise `ValueError`.
# - Both are correlations, as in PyTorch: `y[o, i, j] = bias[o] + Σ weight[o, c, u, v] · x[c, i·sh + u, j·sw +
#   v]`, over all channels c and taps u, v. None of the arrays may be changed.
# - Returns a tuple `(weight, bias)`: float arrays of one layer with the stride `stride` that gives the same
#   output for every image. `weight` has the shape `(O, C, (LH − 1)·stride[0] + KH, (LW − 1)·stride[1] +
#   KW)`, `bias` the shape `(O,)`.
#
# Example, one channel, kernels of one row: `weight1 = [[[[1, 2, 3]]]]`, `weight2 = [[[[10, 100]]]]`, stride
# `(1, 2)`. The second layer reads two outputs of the first, which lie 2 samples apart: the composed kernel is
# `[[[[10, 20, 30 + 100, 200, 300]]]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. `np.convolve` knows no stride and one axis only.
#
# <details><summary>Hint 1</summary>
#
# Tap (u, v) of the second kernel reads one output of the first layer. Which part of the image does that
# output see, and where does this part lie in the composed kernel?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Fix o and c. Over what do you have to sum, besides the taps? Every path from input channel c to output
# channel o goes through some channel in the middle.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The image is all 0. What does the first layer give, and what does the second make of it?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "compose_layers", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def compose_layers(weight1, bias1, weight2, bias2, stride):
    """Return weight and bias of the one layer that does the work of two."""
    ### BEGIN SOLUTION
    _, channels, kh, kw = weight1.shape
    (lh, lw), (sh, sw) = weight2.shape[2:], stride
    weight = np.zeros((len(weight2), channels, (lh - 1) * sh + kh, (lw - 1) * sw + kw))
    for u in range(lh):
        for v in range(lw):
            # (o, c, kh, kw); refuses a second layer for another number of channels
            paths = np.tensordot(weight2[:, :, u, v], weight1, axes=1)
            weight[:, :, u * sh : u * sh + kh, v * sw : v * sw + kw] += paths
    return weight, bias2 + weight2.sum(axis=(2, 3)) @ bias1
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Tap (u, v) of the second kernel reads the output of the first layer that is u places further down and v
# further right. In the image that is u·sh and v·sw pixels. There the whole first kernel stands, weighted.
# Neighbors overlap where the stride is smaller than the kernel, and so they add.
#
# For fixed taps the channels are a matrix product: (O, M) times (M, C). The bias of the first layer is
# the same at every place, so the second layer sees it through all of its taps: their sum times the bias,
# and its own bias on top. With a ReLU between them none of this would hold.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "compose_layers_visible", "locked": true, "points": 1, "solution": false}
# Test: the kernels of the example, two rows with a stride, two channels in the middle, biases
row1, row2 = np.array([[[[1.0, 2, 3]]]]), np.array([[[[10.0, 100]]]])
weight, bias = compose_layers(row1, np.zeros(1), row2, np.zeros(1), (1, 2))
assert_matches(
    weight,
    [[[[10, 20, 130, 200, 300]]]],
    "the weight of compose_layers([[[[1, 2, 3]]]], [0], [[[[10, 100]]]], [0], stride=(1, 2))",
    'chapter 8, "Compose two kernels into one", and the example of this task',
    [
        (
            [[[[10, 120, 230, 300]]]],
            "the second layer reads outputs that lie 2 samples apart, horizontally: (vertical, horizontal)",
        ),
        (
            [[[[10, 100, 20, 200, 30, 300]]]],
            "the taps of the first kernel stay neighbors; it is the second whose taps lie apart",
        ),
        (
            [[[[10, 20, 100, 200, 300]]]],
            "where two parts overlap must be added; here one overwrites the other",
        ),
        ([[[[100, 200, 310, 20, 30]]]], "one kernel is turned around: layers of a network correlate"),
    ],
)
weight, bias = compose_layers(
    np.array([[[[1.0, 2], [3, 4]]]]), np.zeros(1), np.array([[[[1.0], [10]]]]), np.zeros(1), (1, 3)
)
assert_matches(
    weight,
    [[[[1, 2], [13, 24], [30, 40]]]],
    "the weight of compose_layers([[[[1, 2], [3, 4]]]], [0], [[[[1], [10]]]], [0], stride=(1, 3))",
    'chapter 8, "Compose two kernels into one"',
    [],
)
weight, bias = compose_layers(
    np.array([[[[1.0]], [[2.0]]], [[[3.0]], [[4.0]]]]),
    np.array([5.0, 7.0]),
    np.array([[[[10.0, 20]], [[100.0, 300]]]]),
    np.array([1.0]),
    (1, 1),
)
assert_matches(
    weight,
    [[[[310, 920]], [[420, 1240]]]],
    "the weight for 2 channels, 2 in the middle and 1 at the end (the numbers of this cell)",
    "the formula of this task: a sum over all channels of the layer before",
    [
        ([[[[10, 20]], [[400, 1200]]]], "every path through a channel in the middle counts, not one each"),
        ([[[[210, 620]], [[430, 1260]]]], "weights have their channels in the order out first, in second"),
    ],
)
assert_matches(
    bias,
    [2951],
    "the bias for 2 channels in the middle: bias1 = [5, 7], bias2 = [1] (the numbers of this cell)",
    "the third hint of this task",
    [
        ([1], "the first bias is lost: the second layer sees it"),
        ([13], "the first bias goes through the second layer before it comes out"),
        ([751], "the first bias stands at every place, so all taps of the second kernel see it"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "compose_layers_kernel", "locked": true, "points": 2, "solution": false}
# Hidden test: one channel, kernels that are not square, stride 1, against two layers that really run
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(804)
for first, second in [((3, 3), (3, 3)), ((2, 3), (3, 1)), ((1, 4), (2, 2)), ((5, 2), (1, 3))]:
    w1, w2 = rng.normal(size=first), rng.normal(size=second)
    got, _ = compose_layers(w1[None, None], np.zeros(1), w2[None, None], np.zeros(1), (1, 1))
    reach = first[0] + second[0] - 1, first[1] + second[1] - 1
    assert np.shape(got) == (1, 1, *reach), "the composed kernel has the wrong shape"
    x = rng.normal(size=(reach[0] + 1, reach[1] + 2))
    once = np.tensordot(np.lib.stride_tricks.sliding_window_view(x, first), w1, 2)
    twice = np.tensordot(np.lib.stride_tricks.sliding_window_view(once, second), w2, 2)
    alone = np.tensordot(np.lib.stride_tricks.sliding_window_view(x, reach), np.asarray(got)[0, 0], 2)
    assert np.allclose(alone, twice), "the composed kernel does not do what the two do one after the other"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "compose_layers_stride", "locked": true, "points": 2, "solution": false}
# Hidden test: strides of the first layer that differ in the two directions
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(805)
for (sh, sw), first, second in [
    ((2, 1), (3, 2), (2, 3)),
    ((1, 3), (2, 2), (3, 2)),
    ((2, 3), (3, 3), (2, 2)),
    ((4, 2), (2, 1), (3, 4)),
]:
    w1, w2 = rng.normal(size=first), rng.normal(size=second)
    got, _ = compose_layers(w1[None, None], np.zeros(1), w2[None, None], np.zeros(1), (sh, sw))
    reach = (second[0] - 1) * sh + first[0], (second[1] - 1) * sw + first[1]
    assert np.shape(got) == (1, 1, *reach), "the composed kernel has the wrong shape for this stride"
    x = rng.normal(size=(reach[0] + 2 * sh, reach[1] + sw))
    once = np.tensordot(np.lib.stride_tricks.sliding_window_view(x, first)[::sh, ::sw], w1, 2)
    twice = np.tensordot(np.lib.stride_tricks.sliding_window_view(once, second), w2, 2)
    whole = np.lib.stride_tricks.sliding_window_view(x, reach)[::sh, ::sw]
    assert np.allclose(np.tensordot(whole, np.asarray(got)[0, 0], 2), twice), (
        "with a stride, the composed kernel does not do what the two do one after the other"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "compose_layers_channels", "locked": true, "points": 1, "solution": false}
# Hidden test: different numbers of channels before, between and after
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(806)
for c, m, o in [(2, 3, 4), (3, 1, 2), (1, 4, 1), (3, 3, 2)]:
    w1, w2 = rng.normal(size=(m, c, 2, 1)), rng.normal(size=(o, m, 1, 3))
    got, _ = compose_layers(w1.copy(), np.zeros(m), w2.copy(), np.zeros(o), (1, 1))
    assert np.shape(got) == (o, c, 2, 3), "the composed weight has the wrong shape for these channels"
    for a in range(2):
        for b in range(3):
            assert np.allclose(np.asarray(got)[:, :, a, b], w2[:, :, 0, b] @ w1[:, :, a, 0]), (
                "the channels in the middle are not summed over as they should be"
            )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "compose_layers_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: the bias
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(807)
for (m, c, o), size in [((3, 2, 4), (2, 3)), ((1, 1, 1), (1, 1)), ((4, 1, 2), (3, 2))]:
    w1, w2 = rng.normal(size=(m, c, 2, 2)), rng.normal(size=(o, m, *size))
    b1, b2 = rng.normal(size=m), rng.normal(size=o)
    _, bias = compose_layers(w1.copy(), b1.copy(), w2.copy(), b2.copy(), (1, 1))
    assert np.shape(bias) == (o,), "the bias has the wrong shape"
    for channel in range(o):
        black = b2[channel] + sum(b1[j] * value for j in range(m) for value in w2[channel, j].ravel())
        assert np.isclose(bias[channel], black), "on a black image the two layers give another number"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "compose_layers_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: layers that do not fit each other, whole numbers, arrays left as they were
### BEGIN HIDDEN TESTS
arrays = [np.ones((1, 1, 1, 2)), np.ones(1), np.full((1, 1, 1, 2), 3.0), np.ones(1)]
kept = [array.copy() for array in arrays]
compose_layers(arrays[0], arrays[1], arrays[2], arrays[3], (1, 1))
assert all(np.array_equal(array, old) for array, old in zip(arrays, kept, strict=True)), (
    "the function changed one of its arrays"
)
whole = np.full((1, 1, 1, 1), 3)
half = np.full((1, 1, 1, 1), 0.5)
for pair in [(whole, half), (half, whole)]:
    weight, _ = compose_layers(pair[0], np.zeros(1), pair[1], np.zeros(1), (1, 1))
    assert np.isclose(np.asarray(weight)[0, 0, 0, 0], 1.5), "a product with fractions must keep them"
for m, taken in [(2, 3), (1, 2), (3, 1)]:
    try:
        compose_layers(np.ones((m, 2, 1, 1)), np.ones(m), np.ones((2, taken, 1, 1)), np.ones(2), (1, 1))
        refused = False
    except ValueError:
        refused = True
    assert refused, "a second layer that takes another number of channels must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Where one layer is not two
#
# **5 points** · medium · about 15 minutes ·
# [chapter 8](../../book/08_receptive_fields.md), "Watch out at the borders"
#
# A stack of convolutions of one axis, nothing between them, keeps the length of a signal by zero padding in
# front of each layer. You replace it by one layer with the composed kernel and with as much padding. Inside,
# the outputs agree. Find those that do not.
#
# Write `spoiled_outputs(n, kernel_sizes)`.
#
# - `n`: the length of the signal, at least 1.
# - `kernel_sizes`: a list of odd numbers, one for each layer, in the order in which they are applied. A layer
#   of size k pads with (k − 1)/2 zeros on each side. An even size raises `ValueError`. The list may be empty
#   (no layer at all). It must not be changed.
# - Returns a list (or array) of n whole numbers: 1 for each output at which the stack and the composed layer
#   differ, 0 for each at which they agree (`True` and `False` will do), if the weights and the signal are any
#   numbers and nothing cancels by chance.
#
# Example: `spoiled_outputs(8, [3, 5])` is `[1, 1, 0, 0, 0, 0, 1, 1]`. The second layer reaches 2 places to
# each side; where it reads a padded 0, the composed kernel reads what the first layer would have given there.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. You may think, or simulate with random weights, or both.
#
# <details><summary>Hint 1</summary>
#
# One layer alone: what is the composed kernel? How many outputs differ?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Three layers of size 3. Which outputs of the second layer are spoiled already, and which outputs of the
# third read one of these, or a padded 0?
#
# </details>
# <details><summary>Hint 3</summary>
#
# If the first layer has size 1: what would it give outside of the signal? And if the first two have?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "spoiled_outputs", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def spoiled_outputs(n, kernel_sizes):
    """Return 1 for each output at which a padded stack differs from the composed layer, else 0."""
    ### BEGIN SOLUTION
    if any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError(f"expected odd kernel sizes, got {kernel_sizes}")
    wide = [size for size in kernel_sizes if size != 1]  # the others do not reach beyond the ends
    spoiled = sum(size // 2 for size in wide[1:])
    return [min(i, n - 1 - i) < spoiled for i in range(n)]
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The composed kernel reads what the earlier layers *would* have given outside of the signal. The padding
# says 0 there. So a layer spoils outputs only if there is something outside, and that is so after the
# first kernel wider than 1. From then on each layer carries the damage in by its own reach.
#
# The order of layers matters: [3, 5] spoils two outputs at each end, [5, 3] one. The composed kernel is
# the same.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "spoiled_outputs_visible", "locked": true, "points": 1, "solution": false}
# Test: two layers, in both orders, three layers, and one
for n, sizes, expected, slips in [
    (
        8,
        [3, 5],
        [1, 1, 0, 0, 0, 0, 1, 1],
        [
            ([1, 0, 0, 0, 0, 0, 0, 1], "the second layer reaches 2 places to each side"),
            ([1, 1, 1, 0, 0, 1, 1, 1], "the first layer pads in the same way as the composed one does"),
            ([1, 1, 0, 0, 0, 0, 0, 0], "the padding at the other end does the same"),
            ([1, 1, 1, 1, 1, 1, 1, 1], "a kernel of 5 reaches 2 places to each side, not 4"),
            ([0, 0, 1, 1, 1, 1, 0, 0], "1 marks the outputs that differ; here it marks those that agree"),
        ],
    ),
    (
        8,
        [5, 3],
        [1, 0, 0, 0, 0, 0, 0, 1],
        [
            ([1, 1, 0, 0, 0, 0, 1, 1], "the order matters: it is the second layer that reads a padded 0"),
            ([1, 1, 1, 0, 0, 1, 1, 1], "the first layer pads in the same way as the composed one does"),
        ],
    ),
    (
        9,
        [3, 3, 3],
        [1, 1, 0, 0, 0, 0, 0, 1, 1],
        [
            (
                [1, 0, 0, 0, 0, 0, 0, 0, 1],
                "the third layer reads spoiled outputs of the second: the damage creeps inwards",
            ),
            ([1, 1, 1, 0, 0, 0, 1, 1, 1], "the first layer pads in the same way as the composed one does"),
        ],
    ),
    (
        6,
        [5],
        [0, 0, 0, 0, 0, 0],
        [
            ([1, 1, 0, 0, 1, 1], "a single layer is its own composed kernel: nothing differs"),
        ],
    ),
    (
        6,
        [1, 3],
        [0, 0, 0, 0, 0, 0],
        [
            (
                [1, 0, 0, 0, 0, 1],
                "what a kernel of size 1 gives outside of the signal is 0, and the padding is 0 too",
            ),
        ],
    ),
]:
    assert_matches(
        spoiled_outputs(n, list(sizes)),
        expected,
        f"spoiled_outputs({n}, {sizes})",
        'chapter 8, "Watch out at the borders"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "spoiled_outputs_stacks", "locked": true, "points": 2, "solution": false}
# Hidden test: stacks of two to five layers, against signals that really go through them
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(808)
for n, sizes in [(12, [3, 7]), (15, [7, 3]), (17, [5, 3, 5]), (20, [3, 5, 3, 3]), (23, [3, 3, 3, 3, 5])]:
    y = x = rng.uniform(1, 2, size=n)
    kernel = np.ones(1)
    for size in sizes:
        w = rng.uniform(1, 2, size=size)
        y = np.convolve(y, w)[size // 2 : size // 2 + n]
        kernel = np.convolve(kernel, w)
    alone = np.convolve(x, kernel)[len(kernel) // 2 : len(kernel) // 2 + n]
    got = spoiled_outputs(n, list(sizes))
    wrong = ~np.isclose(y, alone, rtol=1e-9, atol=0)
    assert np.shape(got) == (n,), "the result must have one number for each output"
    assert np.all(wrong <= (np.asarray(got) == 1)), "outputs differ that are not marked by 1"
    assert np.all((np.asarray(got) == 0) == ~wrong), "outputs agree that are not marked by 0"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "spoiled_outputs_ones", "locked": true, "points": 1, "solution": false}
# Hidden test: kernels of size 1 at any place of the stack, and no layer
### BEGIN HIDDEN TESTS
for sizes, wanted in [
    ([], 0),
    ([1], 0),
    ([1, 1, 1], 0),
    ([1, 5, 1], 0),
    ([1, 1, 3, 5], 2),
    ([3, 1, 1, 3], 1),
    ([1, 3, 1, 5, 1], 2),
    ([7, 1], 0),
]:
    ends = np.minimum(np.arange(11), np.arange(11)[::-1])
    assert np.array_equal(spoiled_outputs(11, list(sizes)), ends < wanted), (
        "wrong for a stack with kernels of size 1, or for no layer at all"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "spoiled_outputs_short", "locked": true, "points": 1, "solution": false}
# Hidden test: signals so short that everything differs, sizes that are even, a list left as it was
### BEGIN HIDDEN TESTS
for n, sizes in [(1, [3, 3]), (2, [3, 3]), (3, [3, 5]), (4, [5, 9]), (2, [3, 15])]:
    assert np.array_equal(spoiled_outputs(n, list(sizes)), np.ones(n)), (
        "every output must be marked when the borders meet"
    )
sizes = [3, 3, 5]
spoiled_outputs(9, sizes)
assert sizes == [3, 3, 5], "the function changed the list of sizes"
for bad in ([2], [3, 4], [4, 3], [1, 6, 3], [3, 3, 2]):
    try:
        spoiled_outputs(9, bad)
        refused = False
    except ValueError:
        refused = True
    assert refused, "an even kernel size must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. How much each sample really counts
#
# **7 points** · hard · about 25 minutes ·
# [chapter 8](../../book/08_receptive_fields.md), "Measure what really counts" and "Watch out at the borders"
#
# The theoretical field says which samples *can* move an output. The effective field says how much each of
# them *does*: the derivative of the output with respect to every sample. For a stack without activations it
# does not even depend on the signal. Compute it, for real layers on a signal that ends.
#
# Write `effective_field(layers, n, output)`.
#
# - `layers`: a list of tuples `(kernel, stride, padding, dilation)`, in the order in which they are applied.
#   `kernel` is an array of shape `(K,)`; the layer is a correlation, tap k reads `dilation · k` places
#   further, and `padding` zeros stand on each side of **its** input. It gives floor((length + 2·padding −
#   dilation·(K − 1) − 1) / stride) + 1 values. The list may be empty.
# - `n`: the length of the signal.
# - `output`: a number of an output of the last layer, from 0. If there is no such output, raise
#   `ValueError`.
# - Returns a float array of shape `(n,)`: entry j is the derivative of that output with respect to sample j.
#   Neither the list nor a kernel may be changed.
#
# Example: `effective_field([(np.array([1, 10]), 1, 0, 1), (np.array([1, 2]), 2, 0, 1)], 5, 1)` is `[0, 0, 1,
# 12, 20]`. Output 1 of the second layer reads the outputs 2 and 3 of the first, with weights 1 and 2; those
# read the samples 2 and 3, and 3 and 4. Two paths lead to sample 3, with the weights 1·10 and 2·1.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# There are two ways. From below: what comes out if only sample j is 1 and all others are 0? From above:
# start with a 1 at the output, and hand it down through the layers, last one first.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Downwards: output i of a layer holds the value v. To which places of its input does it give something, and
# how much to each?
#
# </details>
# <details><summary>Hint 3</summary>
#
# What is given to a place in the padding is lost, in *every* layer, not only in the first. Which length has
# the input of each layer?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "effective_field", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def effective_field(layers, n, output):
    """Return the derivative of one output of a stack of layers with respect to each of ``n`` samples."""
    ### BEGIN SOLUTION
    lengths = [n]
    for kernel, stride, padding, dilation in layers:
        room = lengths[-1] + 2 * padding - dilation * (len(kernel) - 1) - 1
        lengths.append(room // stride + 1)
    if not 0 <= output < lengths[-1]:
        raise ValueError(f"expected an output from 0 to {lengths[-1] - 1}, got {output}")
    paths = np.zeros(lengths.pop())
    paths[output] = 1
    for kernel, stride, padding, dilation in reversed(layers):
        below = np.zeros(lengths.pop())
        for i in np.flatnonzero(paths):
            for k, weight in enumerate(kernel):
                j = i * stride + k * dilation - padding
                if 0 <= j < len(below):
                    below[j] += paths[i] * weight
        paths = below
    return paths
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# This goes from above: the output has the weight 1, and each layer hands the weights of its outputs down
# to its inputs. Two paths that meet add up. A place that is not in the input of a layer is padding; what
# goes there is lost, and it is lost in the middle of the stack as well. That is why the lengths of all
# layers are computed first.
#
# It is what backpropagation does (chapter 11), for layers without activation. The other way, one impulse
# after the other through the whole stack, gives the same numbers with n times the work.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "effective_field_visible", "locked": true, "points": 1, "solution": false}
# Test: the layers of the example, a dilation, and three padded layers at the end of a signal
steps, box = np.array([1, 10]), np.array([1.0, 1, 1])
for tried, layers, n, output, expected, slips in [
    (
        "effective_field([([1, 10], 1, 0, 1), ([1, 2], 2, 0, 1)], 5, 1)",
        [(steps, 1, 0, 1), (np.array([1, 2]), 2, 0, 1)],
        5,
        1,
        [0, 0, 1, 12, 20],
        [
            ([0, 0, 20, 12, 1], "a kernel is turned around: tap k reads dilation * k places further"),
            ([0, 1, 12, 20, 0], "the stride is ignored: output i begins at place i * stride"),
            ([0, 0, 1, 2, 20], "the weights of paths that meet are added; here one overwrites the other"),
            ([0, 0, 1, 2, 10], "downwards it goes through the last layer first"),
            ([0, 0, 1, 1, 1], "this says which samples count; asked is how much"),
            ([0, 0, 0.05, 0.6, 1], "this is divided by the largest value; asked is the derivative itself"),
        ],
    ),
    (
        "effective_field([([1, 10], 1, 0, 2), ([1, 2], 1, 0, 1)], 6, 1)",
        [(steps, 1, 0, 2), (np.array([1, 2]), 1, 0, 1)],
        6,
        1,
        [0, 1, 2, 10, 20, 0],
        [([0, 1, 12, 20, 0, 0], "the dilation is ignored: neighboring taps are dilation places apart")],
    ),
    (
        "effective_field([([1, 1, 1], 1, 1, 1)] * 3, 6, 0)",
        [(box, 1, 1, 1)] * 3,
        6,
        0,
        [4, 5, 3, 1, 0, 0],
        [
            ([7, 6, 3, 1, 0, 0], "what is given to a place in the padding is lost, in the layers above too"),
            (
                [4, 5, 3, 2, 3, 5],
                "what is given to the padding comes in at the other end: x[-1] is not outside in Python",
            ),
            ([1, 3, 6, 7, 6, 3], "the padding puts the first window further to the left"),
        ],
    ),
]:
    assert_matches(
        effective_field(layers, n, output),
        expected,
        tried,
        'chapter 8, "Measure what really counts" and "Watch out at the borders"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "effective_field_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random kernels, strides and dilations without padding, against signals that go through
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(809)


def forward(layers, y):
    for w, s, p, d in layers:
        y = np.concatenate([np.zeros(p), y, np.zeros(p)])
        last = len(y) - d * (len(w) - 1)
        y = np.array([w @ y[i : i + d * (len(w) - 1) + 1 : d] for i in range(0, last, s)])
    return y


for depth in [1, 1, 2, 2, 3]:
    layers = []
    for _ in range(depth):
        k, s, d = (int(v) for v in rng.integers([1, 1, 1], [5, 4, 4]))
        layers.append((rng.normal(size=k), s, 0, d))
    n = int(rng.integers(60, 70))
    x = rng.normal(size=n)
    y = forward(layers, x)
    for output in {0, len(y) // 2, len(y) - 1}:
        got = effective_field(layers[:], n, output)
        assert np.shape(got) == (n,), "the result must have one value for each sample"
        assert np.isclose(np.dot(got, x), y[output]), (
            "the output of a real signal is not the sum of its samples times what they count"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "effective_field_padding", "locked": true, "points": 2, "solution": false}
# Hidden test: padded layers, outputs near the ends, signals shorter than the field
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(810)


def padded_forward(layers, y):
    for w, s, p, d in layers:
        y = np.pad(y, p)
        taps = [y[d * k :][: len(y) - d * (len(w) - 1)] * value for k, value in enumerate(w)]
        y = np.sum(taps, axis=0)[::s]
    return y


for n, settings in [
    (7, [(3, 1, 1, 1), (3, 1, 1, 1)]),
    (6, [(5, 1, 2, 1), (3, 1, 1, 1), (3, 1, 1, 1)]),
    (9, [(3, 2, 2, 1), (4, 1, 3, 1)]),
    (4, [(3, 1, 2, 2), (3, 2, 3, 2), (2, 1, 1, 1)]),
    (5, [(1, 1, 2, 1), (3, 1, 0, 1)]),
]:
    layers = [(rng.normal(size=k), s, p, d) for k, s, p, d in settings]
    whole = np.array([padded_forward(layers, one) for one in np.eye(n)])
    for output in range(whole.shape[1]):
        got = effective_field(layers[:], n, output)
        assert np.shape(got) == (n,), "the result must have one value for each sample"
        assert np.allclose(got, whole[:, output]), (
            "with padding, a sample does not count as much as it does in a real signal"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "effective_field_plain", "locked": true, "points": 1, "solution": false}
# Hidden test: no layer, kernels of whole numbers, list and kernels left as they were
### BEGIN HIDDEN TESTS
assert np.array_equal(effective_field([], 4, 2), [0, 0, 1, 0]), (
    "without a layer the output is the sample itself"
)
heavy = np.array([100, 200], dtype=np.uint8)
heavy.setflags(write=False)
assert np.allclose(effective_field([(heavy, 1, 0, 1), (heavy, 1, 0, 1)], 3, 0), [10000, 40000, 40000]), (
    "products of 8-bit weights must not wrap"
)
soft = np.array([0.5, 0.25])
layers = [(soft, 1, 1, 1), (soft, 1, 0, 1)]
effective_field(layers, 4, 1)
assert np.array_equal(soft, [0.5, 0.25]), "the function changed a kernel"
assert [padding for _, _, padding, _ in layers] == [1, 0], "the function changed the list of layers"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "effective_field_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: outputs that do not exist
### BEGIN HIDDEN TESTS
three = np.ones(3)
assert np.shape(effective_field([(three, 2, 0, 1)], 7, 2)) == (7,), "the last output must still work"
for layers, n, output in [
    ([(three, 2, 0, 1)], 7, 3),
    ([(three, 1, 0, 1)], 7, -1),
    ([], 4, 4),
    ([(three, 1, 0, 2)], 4, 0),
    ([(three, 1, 0, 1), (three, 2, 1, 1)], 8, 3),
    ([(three, 1, 1, 1)], 5, -5),
]:
    try:
        effective_field(layers=layers, n=n, output=output)
        refused = False
    except ValueError:
        refused = True
    assert refused, "an output that does not exist must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "large_roofs_question", "locked": true, "solution": false}
# ## Task 5. Roofs that are too large
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 8](../../book/08_receptive_fields.md), "Let the field grow faster" and "Measure what really
# counts"
#
# A network labels every pixel of aerial photographs as roof or street. It is a stack of ten 3 × 3 layers,
# stride 1, padding 1, with ReLU between them. Both surfaces are smooth and gray; a roof shows only by its
# edge. Small houses are labeled well. On halls of 60 × 60 pixels the pixels near the edge are right, and
# those in the middle are a gamble. Answer in at most 150 words:
#
# 1. Compute the receptive field. Why does it fail just there?
# 2. Name two changes after which a pixel in the middle of a hall can know, still with ten 3 × 3 layers.
#    Give the new field of each, and what each costs.
# 3. A colleague chooses the dilations so that the field is exactly 61 and says: "Now it sees the edge." What
#    do you answer?
#
# | your answer | points |
# | --- | --- |
# | computes the field, and connects it with the place of the failure | 1 |
# | gives two different changes, with numbers for the field that can be checked, and a cost for each | 1 |
# | answers with the effective field, and says what it means for the edge | 1 |
# | is precise: the right words and numbers; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "large_roofs", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. 1 + 10 · 2 = 21 pixels, 10 to each side. The middle of a hall is 30 pixels from the edge: for pixels
#    more than 10 from it, everything in the field is gray, and roof and street look the same.
# 2. Stride 2 in the first two layers: 1 + 2·(1 + 2 + 8·4) = 71 pixels. It costs resolution: one answer for
#    each 4 × 4 pixels, to be enlarged. Or dilations 1, 2, 4, 8, 16, 1, 1, 1, 1, 1: 1 + 2·36 = 73 at full
#    resolution. It costs memory and work, since no map gets smaller, as before.
# 3. The edge then lies at the rim of the field. Few paths lead there and most of them to the middle, so the
#    rim moves the output hardly at all. The field should be clearly larger than the object.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. First: the bars are the effective field of the output in the middle, the gray
# band is the theoretical one. Add layers: which of the two grows faster? Give it dilation 2, then 3: what
# happens between the bars? Then: a photograph goes through a stack of box filters, and through the one
# composed filter. Where do they disagree, and how far in does it get?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import IntSlider, interact

    from cnnlib.data import as_float, image

    def field(layers, taps, stride, dilation):
        stack = [(np.full(taps, 1 / taps), stride, 0, dilation)] * layers
        size, jump, center = receptive_field([(taps, stride, 0, dilation)] * layers)
        output = max(0, round((120 - center) / jump))
        n = max(241, size + output * jump)
        start = center + output * jump - (size - 1) / 2
        plt.figure(figsize=(8, 2.5))
        plt.axvspan(start - 0.5, start + size - 0.5, color="0.85", label=f"theoretical: {size}")
        plt.bar(range(n), effective_field(stack, n, output), width=1.0, label="effective")
        plt.xlim(start - 20, start + size + 20)
        plt.legend()
        plt.show()

    def filtered(picture, weight):
        kh, kw = weight.shape
        windows = np.lib.stride_tricks.sliding_window_view(
            np.pad(picture, [(kh // 2,) * 2, (kw // 2,) * 2]), (kh, kw)
        )
        return np.tensordot(windows, weight, 2)

    def border(layers):
        photo = as_float(image("camera"))[0, 28:156, 60:188]
        box = np.full((1, 1, 5, 5), 1 / 25)
        stacked, composed = filtered(photo, box[0, 0]), (box, np.zeros(1))
        for _ in range(layers - 1):
            stacked = filtered(stacked, box[0, 0])
            composed = compose_layers(*composed, box, np.zeros(1), (1, 1))
        alone = filtered(photo, composed[0][0, 0])
        rows = sum(spoiled_outputs(len(photo), [5] * layers)) // 2
        pictures = [stacked, alone, np.abs(stacked - alone)]
        titles = ["one after the other", "the composed kernel", f"difference: {rows} rows in"]
        for axis, picture, title in zip(plt.subplots(1, 3, figsize=(9, 3))[1], pictures, titles, strict=True):
            axis.imshow(picture, cmap="gray")
            axis.set_title(title)
            axis.set_axis_off()
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    sizes = {"taps": IntSlider(3, 1, 7), "stride": IntSlider(1, 1, 2), "dilation": IntSlider(1, 1, 4)}
    try_out(field, layers=IntSlider(3, 1, 6), **sizes)
    try_out(border, layers=IntSlider(2, 1, 4))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
