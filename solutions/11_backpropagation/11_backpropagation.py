# %% [markdown]
# # Exercises for chapter 11: backpropagation
#
# **31 points** in four programming tasks and one written answer; about 105 minutes. You need [chapter
# 11](../../book/11_backpropagation.md), the pooling of [chapter
# 9](../../book/09_pooling_and_downsampling.md), NumPy and nothing else.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `average_pool2d_backward`: a gradient that is spread | 6 | 20 |
# | 2 | `max_pool2d_backward`: a gradient that is routed, and ties that share it | 7 | 25 |
# | 3 | `row2im`: windows put back where they came from | 6 | 20 |
# | 4 | `conv2d_backward`: the whole layer, ReLU included | 8 | 30 |
# | 5 | a written answer: the gradient check that was too kind | 4 | 10 |
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
# ## Task 1. A gradient that is spread
#
# **6 points** · easy · about 20 minutes ·
# [chapter 11](../../book/11_backpropagation.md), "Spread it through average pooling"
#
# A layer takes the mean of each window. On the way back, the loss tells each output how it should change
# (`dy`), and the layer has to tell each pixel (`dx`). The means of this layer are honest at the border: of
# a window that hangs over the edge, only the pixels that exist are averaged, as in
#
# $$y_{ij} = \frac{1}{n_{ij}} \sum_{\text{pixels of window } (i,\,j)} x_{rc},
# \qquad n_{ij} = \text{how many pixels the window has.}$$
#
# Window (i, j) begins at row `i * stride[0] - padding[0]` and column `j * stride[1] - padding[1]`.
#
# Write `average_pool2d_backward(dy, x_shape, kernel_size, stride, padding)`.
#
# - `dy`: the derivative of the loss by each output, array of shape `(N, C, H_out, W_out)`, whole numbers or
#   floats of any dtype. It must not be changed.
# - `x_shape`: the shape `(N, C, H, W)` of the input. You get no `x`: find out why none is needed.
# - `kernel_size`, `stride`, `padding`: pairs (vertical, horizontal); the padding is smaller than the kernel.
# - If `dy` is not as large as the layer's output, raises `ValueError`. An output has
#   `(H + 2 * padding[0] - kernel_size[0]) // stride[0] + 1` rows, and columns likewise.
# - Returns `dx`, a float array of shape `x_shape`. A pixel in several windows gets something from each.
#
# Example: one row of three pixels under windows of two, `average_pool2d_backward(np.array([[[[4, 6]]]]),
# (1, 1, 1, 3), (1, 2), (1, 1), (0, 0))`, is `[[[[2., 5., 3.]]]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# By how much does the mean of six pixels change when one of them grows by 1?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Go through the outputs, not through the pixels. Which rows does window `i` have? At the border, where does
# it really begin, and where does it end?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Several windows write to the same pixel. What happens to what the first one wrote?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "average_pool2d_backward", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def average_pool2d_backward(dy, x_shape, kernel_size, stride, padding):
    """Return the derivative of the loss by each pixel, given that by each mean of existing pixels."""
    ### BEGIN SOLUTION
    h, w = x_shape[2:]
    h_out = (h + 2 * padding[0] - kernel_size[0]) // stride[0] + 1
    w_out = (w + 2 * padding[1] - kernel_size[1]) // stride[1] + 1
    if dy.shape != (*x_shape[:2], h_out, w_out):
        raise ValueError(f"expected dy of shape {(*x_shape[:2], h_out, w_out)}, got {dy.shape}")
    dx = np.zeros(x_shape)
    for i in range(h_out):
        for j in range(w_out):
            top, left = i * stride[0] - padding[0], j * stride[1] - padding[1]
            pixels = dx[:, :, max(top, 0) : top + kernel_size[0], max(left, 0) : left + kernel_size[1]]
            share = dy[:, :, i, j] / (pixels.shape[2] * pixels.shape[3])
            pixels += share[:, :, None, None]  # a view: this changes dx
    return dx
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** A mean of $n$ pixels has the slope $1/n$ by each of them, whatever their values; that is
# why the shape of x is enough. So each window hands `dy / n` to its pixels, and a pixel in several windows
# collects several parts. The slice begins at `max(top, 0)` because a negative start would count from the end
# of the array; its end may lie outside, since NumPy cuts it. Dividing by the size of the slice, not of the
# kernel, is what makes the border honest: the parts of one window always add up to its `dy`.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_backward_visible", "locked": true, "points": 1, "solution": false}
# Test: two images of two windows side by side, then three windows that overlap and hang over the edge
assert_matches(
    average_pool2d_backward(np.array([[[[8, 4]]], [[[20, 12]]]]), (2, 1, 2, 4), (2, 2), (2, 2), (0, 0)),
    [[[[2, 2, 1, 1], [2, 2, 1, 1]]], [[[5, 5, 3, 3], [5, 5, 3, 3]]]],
    "average_pool2d_backward([[[[8, 4]]], [[[20, 12]]]], x_shape=(2, 1, 2, 4), kernel_size=(2, 2), "
    "stride=(2, 2), padding=(0, 0))",
    'chapter 11, "Spread it through average pooling"',
    [
        (
            [[[[8, 8, 4, 4], [8, 8, 4, 4]]], [[[20, 20, 12, 12], [20, 20, 12, 12]]]],
            "every pixel gets the whole gradient: a mean of n pixels has the slope 1 / n",
        ),
        (
            [[[[2, 3, 1, 0], [2, 3, 1, 0]]], [[[5, 8, 3, 0], [5, 8, 3, 0]]]],
            "the stride is ignored: neighboring windows begin one stride apart",
        ),
        (
            [
                [[[0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25]]],
                [[[0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25]]],
            ],
            "dy is not used: each window has its own gradient to spread",
        ),
        (
            [[[[1, 1, 0.5, 0.5], [1, 1, 0.5, 0.5]]], [[[2.5, 2.5, 1.5, 1.5], [2.5, 2.5, 1.5, 1.5]]]],
            "the gradients are also divided by the number of images: nothing is averaged over the batch",
        ),
    ],
)
assert_matches(
    average_pool2d_backward(np.array([[[[12], [18], [24]]]]), (1, 1, 5, 2), (3, 2), (2, 1), (1, 0)),
    [[[[3, 3], [6, 6], [3, 3], [9, 9], [6, 6]]]],
    "average_pool2d_backward([[[[12], [18], [24]]]], x_shape=(1, 1, 5, 2), kernel_size=(3, 2), "
    "stride=(2, 1), padding=(1, 0))",
    'chapter 11, "Spread it through average pooling", and the formula of this task',
    [
        (
            [[[[2, 2], [5, 5], [3, 3], [7, 7], [4, 4]]]],
            "the padding was counted: at the edge the mean has fewer pixels, and each a larger part",
        ),
        (
            [[[[3, 3], [6, 6], [3, 3], [7, 7], [4, 4]]]],
            "the padding behind the last pixel was counted: the window may hang over on that side too",
        ),
        (
            [[[[2, 2], [5, 5], [3, 3], [9, 9], [6, 6]]]],
            "the padding before the first pixel was counted: the window may hang over on that side too",
        ),
        (
            [[[[3, 3], [3, 3], [3, 3], [6, 6], [6, 6]]]],
            "where windows overlap, the later one overwrites the earlier: gradients that meet add up",
        ),
        (
            [[[[2, 2], [2, 2], [5, 5], [3, 3], [15, 15]]]],
            "the padding is ignored: the first window begins before the first pixel",
        ),
        (
            [[[[0, 0], [3, 3], [3, 3], [9, 9], [6, 6]]]],
            "the window before the first pixel gave nothing: a negative index is counted from the end",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_backward_values", "locked": true, "points": 1, "solution": false}
# Hidden test: windows side by side, batches and channels, images that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1101)
for shape, kernel in [
    ((2, 3, 4, 6), (2, 3)),
    ((1, 2, 6, 5), (3, 2)),
    ((3, 1, 5, 7), (1, 2)),
    ((1, 1, 2, 3), (2, 3)),
]:
    rows, columns = shape[2] // kernel[0], shape[3] // kernel[1]
    dy = rng.normal(size=(*shape[:2], rows, columns))
    dx = average_pool2d_backward(dy.copy(), shape, kernel, kernel, (0, 0))
    assert np.shape(dx) == shape, "dx must have the shape of the input"
    used = dx[:, :, : rows * kernel[0], : columns * kernel[1]]
    assert np.allclose(used * kernel[0] * kernel[1], np.kron(dy, np.ones(kernel))), (
        "each pixel of a window must get the same part of its gradient"
    )
    assert np.isclose(dx.sum(), dy.sum()), "pixels that no window reads must get no gradient"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_backward_overlap", "locked": true, "points": 1, "solution": false}
# Hidden test: windows that overlap in one direction or both, and windows with gaps between them
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1102)
for shape, kernel, stride in [
    ((2, 2, 6, 5), (3, 2), (1, 1)),
    ((1, 3, 5, 8), (2, 4), (2, 3)),
    ((2, 1, 7, 6), (3, 3), (2, 1)),
    ((1, 2, 7, 9), (1, 2), (3, 4)),
]:
    x = rng.normal(size=shape)
    averaged = np.lib.stride_tricks.sliding_window_view(x, kernel, (2, 3)).mean((4, 5))
    averaged = averaged[:, :, :: stride[0], :: stride[1]]
    dy = rng.normal(size=averaged.shape)
    dx = average_pool2d_backward(dy, shape, kernel, stride, (0, 0))
    assert np.shape(dx) == shape, "dx must have the shape of the input"
    assert np.isclose(np.vdot(dx, x), np.vdot(dy, averaged)), (
        "where windows overlap, a pixel must get something from each of them, once"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_backward_border", "locked": true, "points": 1, "solution": false}
# Hidden test: windows that hang over the edge, padding that differs in the two directions
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1103)
for shape, kernel, stride, padding in [
    ((2, 2, 6, 4), (2, 2), (2, 2), (1, 1)),
    ((1, 2, 4, 7), (3, 2), (3, 2), (1, 0)),
    ((2, 1, 5, 4), (2, 3), (2, 3), (0, 2)),
    ((1, 1, 2, 3), (4, 5), (4, 5), (3, 4)),
]:
    x = rng.normal(size=shape)
    sides = ((0, 0), (0, 0), (padding[0], padding[0]), (padding[1], padding[1]))
    views = np.pad(x, sides, constant_values=np.nan)
    views = np.lib.stride_tricks.sliding_window_view(views, kernel, (2, 3))
    averaged = np.nanmean(views[:, :, :: stride[0], :: stride[1]], (4, 5))
    dy = rng.normal(size=averaged.shape)
    dx = average_pool2d_backward(dy, shape, kernel, stride, padding)
    assert np.shape(dx) == shape, "dx must have the shape of the input, without the padding"
    assert np.isclose(np.vdot(dx, x), np.vdot(dy, averaged)), (
        "the gradient of a window at the edge is wrong: only pixels that exist were averaged"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_backward_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: whole numbers, read-only and transposed arrays, dy left as it was
### BEGIN HIDDEN TESTS
whole = np.array([[[[250], [7]]]], dtype=np.uint8)
whole.setflags(write=False)
dx = average_pool2d_backward(whole, (1, 1, 2, 4), (1, 4), (1, 4), (0, 0))
assert np.allclose(dx, [[[[62.5] * 4, [1.75] * 4]]]), "the parts of whole numbers must keep their fractions"
turned = np.arange(6, dtype=np.float32).reshape(3, 2, 1, 1).transpose(1, 0, 2, 3)
dx = average_pool2d_backward(turned, (2, 3, 1, 2), (1, 2), (1, 2), (0, 0))
assert np.allclose(dx[:, :, 0, 1], [[0, 1, 2], [0.5, 1.5, 2.5]]), "a transposed float32 dy gives wrong values"
dy = np.array([[[[3.0, 5.0]]]])
average_pool2d_backward(dy, (1, 1, 1, 4), (1, 2), (1, 2), (0, 0))
assert np.array_equal(dy, [[[[3.0, 5.0]]]]), "the function changed dy"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_pool2d_backward_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: gradients that do not belong to this layer
### BEGIN HIDDEN TESTS
settings = (2, 3, 5, 6), (2, 2), (1, 2), (0, 0)
assert np.shape(average_pool2d_backward(np.ones((2, 3, 4, 3)), *settings)) == (2, 3, 5, 6), (
    "a gradient of the right shape must still work"
)
for size in [
    (2, 3, 3, 3),
    (2, 3, 5, 3),
    (2, 3, 4, 2),
    (2, 3, 4, 4),
    (1, 3, 4, 3),
    (2, 1, 4, 3),
    (2, 3, 1, 1),
    (2, 3, 3, 4),
    (3, 2, 4, 3),
]:
    try:
        average_pool2d_backward(np.ones(size), *settings)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a dy that is not as large as the layer's output must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. A gradient that is routed, and ties that share it
#
# **7 points** · medium · about 25 minutes ·
# [chapter 11](../../book/11_backpropagation.md), "Route the gradient through max pooling"
#
# A max pooling layer lets one pixel of each window through. Only that pixel can change the output, so it
# gets the whole gradient. But which one, if two are equal? After a ReLU, windows full of zeros are common.
# The chapter's layer, as PyTorch's `max_pool2d`, picks the first. PyTorch's `amax` is fairer, and so is
# yours: **the largest pixels of a window share its gradient equally.**
#
# Write `max_pool2d_backward(dy, x, kernel_size, stride, padding)`.
#
# - `dy`: the derivative by each output, array of shape `(N, C, H_out, W_out)`; `x`: the input of the layer,
#   `(N, C, H, W)`; both whole numbers or floats of any dtype. Neither may be changed.
# - `kernel_size`, `stride`, `padding`: pairs (vertical, horizontal); the padding is smaller than the kernel.
#   Window (i, j) begins at row `i * stride[0] - padding[0]`, column `j * stride[1] - padding[1]`. What it has
#   outside the image never is the largest, not even where all pixels are negative.
# - If `dy` is not as large as the layer's output, raises `ValueError`. An output has
#   `(H + 2 * padding[0] - kernel_size[0]) // stride[0] + 1` rows, and columns likewise.
# - Returns `dx`, a float array of the shape of `x`. A pixel that wins several windows gets the gradients of
#   all of them.
#
# Example: `max_pool2d_backward(np.array([[[[6, 4]]]]), np.array([[[[5, 5, 1, 3]]]]), (1, 2), (1, 2), (0, 0))`
# is `[[[[3., 3., 0., 4.]]]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# For one window: which comparison marks its largest pixels, however many there are? How many did it mark?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which number is smaller than every pixel? Or cut the window where the image ends, so that you need none.
#
# </details>
# <details><summary>Hint 3</summary>
#
# One pixel may win several windows: does your second gradient replace the first one?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "max_pool2d_backward", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def max_pool2d_backward(dy, x, kernel_size, stride, padding):
    """Return the derivative by each pixel of ``x``; the largest of a window share its gradient equally."""
    ### BEGIN SOLUTION
    h, w = x.shape[2:]
    h_out = (h + 2 * padding[0] - kernel_size[0]) // stride[0] + 1
    w_out = (w + 2 * padding[1] - kernel_size[1]) // stride[1] + 1
    if dy.shape != (*x.shape[:2], h_out, w_out):
        raise ValueError(f"expected dy of shape {(*x.shape[:2], h_out, w_out)}, got {dy.shape}")
    dx = np.zeros(x.shape)
    for i in range(h_out):
        for j in range(w_out):
            top, left = i * stride[0] - padding[0], j * stride[1] - padding[1]
            rows, columns = (
                slice(max(top, 0), top + kernel_size[0]),
                slice(max(left, 0), left + kernel_size[1]),
            )
            seen = x[:, :, rows, columns]
            winners = seen == seen.max(axis=(2, 3), keepdims=True)
            dx[:, :, rows, columns] += winners * (dy[:, :, i, j] / winners.sum(axis=(2, 3)))[:, :, None, None]
    return dx
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** The output equals the largest pixel, so near this input only that pixel has a slope other
# than 0. At a tie the maximum has no derivative, and any choice between the two one-sided slopes is a
# convention; sharing equally keeps the sum of the parts at `dy`. Cutting the window at the border needs no
# padding value; whoever pads must take −∞, because a 0 wins against negative pixels, and its gradient is then
# lost outside the image. The comparison with `==` is safe here: the maximum is one of the very numbers that
# it is compared with.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_backward_visible", "locked": true, "points": 1, "solution": false}
# Test: two windows side by side, overlapping ones, a tie, and windows that hang over the edge
assert_matches(
    max_pool2d_backward(
        np.array([[[[10, 20]]]]), np.array([[[[3, 1, 2, 0], [1, 2, 5, 4]]]]), (2, 2), (2, 2), (0, 0)
    ),
    [[[[10, 0, 0, 0], [0, 0, 20, 0]]]],
    "max_pool2d_backward([[[[10, 20]]]], x=[[[[3, 1, 2, 0], [1, 2, 5, 4]]]], kernel_size=(2, 2), "
    "stride=(2, 2), padding=(0, 0))",
    'chapter 11, "Route the gradient through max pooling"',
    [
        (
            [[[[0, 0, 0, 0], [0, 10, 0, 20]]]],
            "the gradient goes to the last pixel of the window: look where the largest is",
        ),
        ([[[[1, 0, 0, 0], [0, 0, 1, 0]]]], "dy is not used: each window has its own gradient to pass on"),
        (
            [[[[2.5, 2.5, 5, 5], [2.5, 2.5, 5, 5]]]],
            "this is average pooling: only the largest pixel can change the output",
        ),
        ([[[[0, 5, 0, 20], [5, 0, 0, 0]]]], "the gradient goes to the smallest pixel"),
    ],
)
assert_matches(
    max_pool2d_backward(
        np.array([[[[1], [10]]]]), np.array([[[[0, 7], [9, 2], [8, 3]]]]), (2, 2), (1, 1), (0, 0)
    ),
    [[[[0, 0], [11, 0], [0, 0]]]],
    "max_pool2d_backward([[[[1], [10]]]], x=[[[[0, 7], [9, 2], [8, 3]]]], kernel_size=(2, 2), "
    "stride=(1, 1), padding=(0, 0))",
    'chapter 11, "Route the gradient through max pooling"',
    [
        (
            [[[[0, 0], [10, 0], [0, 0]]]],
            "where windows overlap, the later one overwrites the earlier: gradients that meet add up",
        )
    ],
)
assert_matches(
    max_pool2d_backward(np.array([[[[6]]]]), np.array([[[[4, 1, 4], [0, 4, 2]]]]), (2, 3), (2, 3), (0, 0)),
    [[[[2, 0, 2], [0, 2, 0]]]],
    "max_pool2d_backward([[[[6]]]], x=[[[[4, 1, 4], [0, 4, 2]]]], kernel_size=(2, 3), stride=(2, 3), "
    "padding=(0, 0))",
    "the rule of this task: the largest pixels share the gradient equally",
    [
        ([[[[6, 0, 0], [0, 0, 0]]]], "the first of the equal pixels gets all: here they share"),
        (
            [[[[6, 0, 6], [0, 6, 0]]]],
            "each of the equal pixels gets all: the parts must add up to the gradient",
        ),
    ],
)
assert_matches(
    max_pool2d_backward(np.array([[[[5, 7]]]]), np.array([[[[-3, -1, -2, -4]]]]), (1, 3), (1, 3), (0, 1)),
    [[[[0, 5, 7, 0]]]],
    "max_pool2d_backward([[[[5, 7]]]], x=[[[[-3, -1, -2, -4]]]], kernel_size=(1, 3), stride=(1, 3), "
    "padding=(0, 1))",
    "the rules of this task: what a window has outside the image never is the largest",
    [
        (
            [[[[0, 0, 0, 0]]]],
            "zeros of the padding have won against negative pixels, and the gradient is lost",
        ),
        ([[[[0, 12, 0, 0]]]], "the stride is ignored: neighboring windows begin one stride apart"),
        (
            [[[[0, 5, 0, 7]]]],
            "the windows are not where they should be: with padding the first begins before the first pixel",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_backward_values", "locked": true, "points": 1, "solution": false}
# Hidden test: windows side by side, no ties, pixels of both signs, images that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1104)
for shape, kernel in [
    ((2, 3, 4, 6), (2, 3)),
    ((1, 2, 6, 5), (3, 2)),
    ((3, 1, 5, 7), (1, 2)),
    ((1, 1, 3, 2), (3, 2)),
]:
    x = rng.permutation(np.prod(shape)).reshape(shape) - np.prod(shape) / 2
    rows, columns = shape[2] // kernel[0], shape[3] // kernel[1]
    dy = rng.normal(size=(*shape[:2], rows, columns))
    dx = max_pool2d_backward(dy.copy(), x.copy(), kernel, kernel, (0, 0))
    assert np.shape(dx) == shape, "dx must have the shape of x"
    assert np.count_nonzero(dx) == dy.size, "one pixel of each window must get a gradient"
    tiles = (*shape[:2], rows, kernel[0], columns, kernel[1])
    used = np.s_[:, :, : rows * kernel[0], : columns * kernel[1]]
    assert np.allclose(dx[used].reshape(tiles).sum((3, 5)), dy), (
        "the winner must get the gradient of its window"
    )
    highest = np.where(dx[used] != 0, x[used], -np.inf).reshape(tiles).max((3, 5))
    assert np.array_equal(highest, x[used].reshape(tiles).max((3, 5))), (
        "the gradient must go to the largest pixel"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_backward_overlap", "locked": true, "points": 1, "solution": false}
# Hidden test: windows that overlap, and windows with gaps between them
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1105)
for shape, kernel, stride in [
    ((2, 2, 6, 5), (3, 2), (1, 1)),
    ((1, 3, 5, 8), (2, 4), (2, 3)),
    ((2, 1, 7, 6), (3, 3), (2, 1)),
    ((1, 2, 7, 9), (1, 2), (3, 4)),
]:
    x = rng.permutation(np.prod(shape)).reshape(shape).astype(float)
    change = rng.uniform(-0.4, 0.4, size=shape)
    maxima = [
        np.lib.stride_tricks.sliding_window_view(near, kernel, (2, 3)).max((4, 5))[
            :, :, :: stride[0], :: stride[1]
        ]
        for near in (x, x + change)
    ]
    dy = rng.normal(size=maxima[0].shape)
    dx = max_pool2d_backward(dy, x, kernel, stride, (0, 0))
    assert np.shape(dx) == shape, "dx must have the shape of x"
    assert np.isclose(np.vdot(dx, change), np.vdot(dy, maxima[1] - maxima[0])), (
        "where windows overlap or leave gaps, a small change of the pixels does not do what dx says"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_backward_ties", "locked": true, "points": 1, "solution": false}
# Hidden test: two, three and more equal pixels in a window
### BEGIN HIDDEN TESTS
for pixels, gradient, wanted in [
    ([[1, 3, 0, 0], [3, 2, 0, 0]], [8, 12], [[0, 4, 3, 3], [4, 0, 3, 3]]),
    ([[0, 0, 5, 4], [0, 9, 5, 5]], [8, 12], [[0, 0, 4, 0], [0, 8, 4, 4]]),
    ([[-1, -1, 2, 7], [-2, -1, 7, 7]], [9, -6], [[3, 3, 0, -2], [0, 3, -2, -2]]),
]:
    dx = max_pool2d_backward(np.array([[[gradient]]]), np.array([[pixels]]), (2, 2), (2, 2), (0, 0))
    assert np.allclose(dx, [[wanted]]), "equal largest pixels of a window must share its gradient equally"
alike = max_pool2d_backward(np.ones((2, 2, 1, 2)), np.zeros((2, 2, 2, 6)), (2, 3), (2, 3), (0, 0))
assert np.allclose(alike, 1 / 6), "in a window of equal pixels, each must get the same part"
dx = max_pool2d_backward(np.array([[[[1]]]]), np.array([[[[1000000, 1000001]]]]), (1, 2), (1, 2), (0, 0))
assert np.allclose(dx, [[[[0, 1]]]]), "pixels that are nearly equal are no tie: the largest gets all"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_backward_border", "locked": true, "points": 1, "solution": false}
# Hidden test: windows that hang over the edge, pixels that are all negative
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1106)
for shape, kernel, padding in [
    ((2, 2, 6, 4), (2, 2), (1, 1)),
    ((1, 2, 4, 7), (3, 2), (1, 0)),
    ((2, 1, 5, 4), (2, 3), (0, 2)),
    ((1, 1, 2, 3), (4, 5), (3, 4)),
]:
    x = -1.0 - rng.permutation(np.prod(shape)).reshape(shape)
    change = rng.uniform(-0.4, 0.4, size=shape)
    sides = ((0, 0), (0, 0), (padding[0], padding[0]), (padding[1], padding[1]))
    maxima = []
    for near in (x, x + change):
        around = np.pad(near, sides, constant_values=-np.inf)
        views = np.lib.stride_tricks.sliding_window_view(around, kernel, (2, 3))
        maxima.append(views[:, :, :: kernel[0], :: kernel[1]].max((4, 5)))
    dy = rng.normal(size=maxima[0].shape)
    dx = max_pool2d_backward(dy, x, kernel, kernel, padding)
    assert np.shape(dx) == shape, "dx must have the shape of x, without the padding"
    assert np.isclose(np.vdot(dx, change), np.vdot(dy, maxima[1] - maxima[0])), (
        "the gradient of a window at the edge goes to the wrong pixel, or is lost outside"
    )
deep = np.array([[[[-1e30, -2e30]]]])
assert np.allclose(max_pool2d_backward(np.ones((1, 1, 1, 1)), deep, (1, 3), (1, 3), (0, 1)), [[[[1, 0]]]]), (
    "what a window has outside the image never is the largest, however small the pixels are"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_backward_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels of 8 bits, read-only and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
photo = np.array([[[[0, 255, 3, 2]]]], dtype=np.uint8)
upstream = np.array([[[[200, 100]]]], dtype=np.uint8)
photo.setflags(write=False)
upstream.setflags(write=False)
dx = max_pool2d_backward(upstream, photo, (1, 2), (1, 2), (0, 0))
assert np.allclose(dx, [[[[0, 200, 100, 0]]]]), "an 8-bit image gives wrong gradients"
dx = max_pool2d_backward(np.array([[[[0.5, -0.25]]]]), photo, (1, 2), (1, 2), (0, 0))
assert np.allclose(dx, [[[[0, 0.5, -0.25, 0]]]]), (
    "gradients of a whole-number image must keep sign and fraction"
)
turned = np.array([[5, 1], [2, 7], [4, 3]], dtype=np.float32).T[None, None]
dx = max_pool2d_backward(np.array([[[[1.0], [2.0]]]]), turned, (1, 3), (1, 3), (0, 0))
assert np.allclose(dx, [[[[1, 0, 0], [0, 2, 0]]]]), "a transposed float32 image gives wrong gradients"
dy, x = np.array([[[[3.0]]]]), np.array([[[[1.0, 4.0]]]])
max_pool2d_backward(dy, x, (1, 2), (1, 2), (0, 0))
assert np.array_equal(dy, [[[[3.0]]]]), "the function changed dy"
assert np.array_equal(x, [[[[1.0, 4.0]]]]), "the function changed x"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "max_pool2d_backward_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: gradients that do not belong to this layer
### BEGIN HIDDEN TESTS
image, settings = np.arange(180.0).reshape(2, 3, 5, 6), ((2, 2), (1, 2), (0, 0))
assert np.shape(max_pool2d_backward(np.ones((2, 3, 4, 3)), image, *settings)) == (2, 3, 5, 6), (
    "a gradient of the right shape must still work"
)
for size in [
    (2, 3, 3, 3),
    (2, 3, 5, 3),
    (2, 3, 4, 2),
    (2, 3, 4, 4),
    (1, 3, 4, 3),
    (2, 1, 4, 3),
    (2, 3, 1, 1),
    (2, 3, 3, 4),
    (3, 2, 4, 3),
]:
    try:
        max_pool2d_backward(np.ones(size), image, *settings)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a dy that is not as large as the layer's output must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Windows put back where they came from
#
# **6 points** · medium · about 20 minutes ·
# [chapter 11](../../book/11_backpropagation.md), "Unfold with im2col, fold with col2im"
#
# Fast libraries copy every window of an image into a matrix, so that a convolution becomes one product of
# matrices. In the chapter, `im2col` makes a *column* of each window. Here each window is a *row*, and one
# matrix holds the windows of the whole batch:
#
# $$\texttt{rows}\bigl[(n \cdot H_{out} + i) \cdot W_{out} + j,\;\; (c \cdot K_H + a) \cdot K_W + b\bigr]
# = x\bigl[n,\; c,\; i s_h - p_h + a,\; j s_w - p_w + b\bigr],$$
#
# with 0 for what lies outside the image. Backpropagation needs the way back: a matrix of the same shape,
# with the gradient of each copy, comes in; each pixel collects the gradients of all its copies.
#
# Write `row2im(rows, x_shape, kernel_size, stride, padding)`.
#
# - `rows`: array of shape `(N * H_out * W_out, C * KH * KW)`, whole numbers or floats of any dtype. It must
#   not be changed.
# - `x_shape`: `(N, C, H, W)`; `kernel_size`, `stride`, `padding`: pairs (vertical, horizontal). `H_out` is
#   `(H + 2 * padding[0] - KH) // stride[0] + 1`, and `W_out` likewise.
# - If `rows` has another shape, raises `ValueError`.
# - Returns a float array of shape `x_shape`: at each pixel the sum over its copies, 0 where there is none.
#   What belongs to the padding is dropped.
#
# Example: a row of three pixels under windows of two, `row2im(np.array([[1, 2], [30, 40]]), (1, 1, 1, 3),
# (1, 2), (1, 1), (0, 0))`, is `[[[[1., 32., 40.]]]]`: the pixel in the middle had two copies.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Read the two long index formulas as a `reshape`: which six axes does the matrix have, in which order?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Work on a padded image of zeros, and cut the padding off at the end. (`0:-0` is an empty slice.)
#
# </details>
# <details><summary>Hint 3</summary>
#
# Add window by window, or tap by tap: all windows at once put their tap (a, b) on a grid of pixels. What is
# the step of that grid? Why does `+=` work with one slice and fail with an index array that names a pixel
# twice?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "row2im", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def row2im(rows, x_shape, kernel_size, stride, padding):
    """Return images of shape ``x_shape``: at each pixel the sum of its copies in the rows of windows."""
    ### BEGIN SOLUTION
    (n, c, h, w), (kh, kw), (sh, sw), (ph, pw) = x_shape, kernel_size, stride, padding
    h_out, w_out = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    if rows.shape != (n * h_out * w_out, c * kh * kw):
        raise ValueError(f"expected rows of shape {(n * h_out * w_out, c * kh * kw)}, got {rows.shape}")
    windows = rows.reshape(n, h_out, w_out, c, kh, kw)
    images = np.pad(np.zeros(x_shape), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    for i in range(h_out):
        for j in range(w_out):
            images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += windows[:, i, j]
    return images[:, :, ph : ph + h, pw : pw + w]
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** Unfolding is a linear map: each entry of the matrix copies one pixel, or the 0 of the
# padding. The way back of a copy is to add the gradient to the pixel, so folding is the transpose of
# unfolding. It is not its inverse: unfolded and folded again, a pixel comes back as often as it was copied.
# The `reshape` reads the index formula backwards, the fastest index last. An assignment in place of `+=`, or
# `images[index_array] += …`, keeps one of the copies only.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "row2im_visible", "locked": true, "points": 1, "solution": false}
# Test: windows side by side, two channels under overlapping windows, two images with a border
assert_matches(
    row2im(np.arange(1, 17).reshape(4, 4), (1, 1, 4, 4), (2, 2), (2, 2), (0, 0)),
    [[[[1, 2, 5, 6], [3, 4, 7, 8], [9, 10, 13, 14], [11, 12, 15, 16]]]],
    "row2im([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]], x_shape=(1, 1, 4, 4), "
    "kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))",
    'chapter 11, "Unfold with im2col, fold with col2im", and the formula of this task',
    [
        (
            [[[[1, 5, 2, 6], [9, 13, 10, 14], [3, 7, 4, 8], [11, 15, 12, 16]]]],
            "each column was taken for a window: here a row is one",
        ),
        (
            [[[[1, 3, 5, 7], [2, 4, 6, 8], [9, 11, 13, 15], [10, 12, 14, 16]]]],
            "the taps of a window are transposed: b runs fastest",
        ),
        (
            [[[[1, 2, 9, 10], [3, 4, 11, 12], [5, 6, 13, 14], [7, 8, 15, 16]]]],
            "the windows are in the wrong order: those of the first row come first, j runs faster than i",
        ),
        (
            [[[[1, 7, 6, 0], [12, 34, 22, 0], [11, 27, 16, 0], [0, 0, 0, 0]]]],
            "the stride is ignored: neighboring windows begin one stride apart",
        ),
    ],
)
assert_matches(
    row2im(np.array([[1, 2, 10, 20], [4, 8, 40, 80]]), (1, 2, 1, 3), (1, 2), (1, 1), (0, 0)),
    [[[[1, 6, 8]], [[10, 60, 80]]]],
    "row2im([[1, 2, 10, 20], [4, 8, 40, 80]], x_shape=(1, 2, 1, 3), kernel_size=(1, 2), stride=(1, 1), "
    "padding=(0, 0))",
    'chapter 11, "Unfold with im2col, fold with col2im"',
    [
        (
            [[[[1, 4, 8]], [[10, 40, 80]]]],
            "where windows overlap, the later one overwrites the earlier: the copies of a pixel add up",
        ),
        ([[[[1, 3, 8]], [[10, 30, 80]]]], "a pixel with two copies gets their mean: it should get their sum"),
        (
            [[[[1, 14, 40]], [[2, 28, 80]]]],
            "the channels are mixed up: in a row all taps of channel 0 come first, then those of channel 1",
        ),
    ],
)
assert_matches(
    row2im(np.array([[1, 2], [3, 4], [5, 6], [7, 8]]), (2, 1, 3, 1), (2, 1), (2, 1), (1, 0)),
    [[[[2], [3], [4]]], [[[6], [7], [8]]]],
    "row2im([[1, 2], [3, 4], [5, 6], [7, 8]], x_shape=(2, 1, 3, 1), kernel_size=(2, 1), stride=(2, 1), "
    "padding=(1, 0))",
    'chapter 11, "Unfold with im2col, fold with col2im": what belongs to the padding is dropped',
    [
        (
            [[[[2], [5], [6]]], [[[4], [7], [8]]]],
            "the images are mixed up: all windows of image 0 come first",
        ),
        (
            [[[[1], [2], [3]]], [[[5], [6], [7]]]],
            "the padding is cut on the wrong side: it lies before the first pixel too",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "row2im_values", "locked": true, "points": 1, "solution": false}
# Hidden test: windows side by side, batches and channels, images that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1107)
for (n, c, up, across), (kh, kw) in [((2, 3, 2, 3), (2, 3)), ((3, 2, 1, 4), (3, 2)), ((1, 4, 3, 2), (1, 2))]:
    tiles = rng.normal(size=(n, c, up, kh, across, kw))
    matrix = tiles.transpose(0, 2, 4, 1, 3, 5).reshape(n * up * across, c * kh * kw)
    shape = (n, c, up * kh, across * kw)
    images = row2im(matrix.copy(), shape, (kh, kw), (kh, kw), (0, 0))
    assert np.shape(images) == shape, "the result must have the shape x_shape"
    assert np.allclose(images, tiles.reshape(shape)), (
        "windows side by side must be put back as they were: look at the order of images, channels and taps"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "row2im_overlap", "locked": true, "points": 1, "solution": false}
# Hidden test: windows that overlap, windows with gaps, pixels that no window reads (one channel, one image)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1108)
for (h, w), kernel, stride in [
    ((6, 5), (3, 2), (1, 1)),
    ((5, 8), (2, 4), (2, 3)),
    ((7, 6), (3, 3), (2, 1)),
    ((7, 9), (1, 2), (3, 4)),
]:
    x = rng.normal(size=(1, 1, h, w))
    views = np.lib.stride_tricks.sliding_window_view(x[0, 0], kernel)[:: stride[0], :: stride[1]]
    copies = views.reshape(-1, kernel[0] * kernel[1])
    matrix = rng.normal(size=copies.shape)
    images = row2im(matrix, x.shape, kernel, stride, (0, 0))
    assert np.shape(images) == x.shape, "the result must have the shape x_shape"
    assert np.isclose(np.vdot(images, x), np.vdot(matrix, copies)), (
        "a pixel must collect the sum over all its copies, 0 where there is none"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "row2im_padding", "locked": true, "points": 1, "solution": false}
# Hidden test: padding that differs in the two directions (windows side by side)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1109)
for (h, w), kernel, padding in [((6, 4), (2, 2), (1, 1)), ((4, 7), (3, 2), (1, 0)), ((5, 4), (2, 3), (0, 2))]:
    x = rng.normal(size=(1, 1, h, w))
    around = np.pad(x[0, 0], ((padding[0],) * 2, (padding[1],) * 2))
    views = np.lib.stride_tricks.sliding_window_view(around, kernel)[:: kernel[0], :: kernel[1]]
    copies = views.reshape(-1, kernel[0] * kernel[1])
    matrix = rng.normal(size=copies.shape)
    images = row2im(matrix, x.shape, kernel, kernel, padding)
    assert np.shape(images) == x.shape, "the result must have the shape x_shape, without the padding"
    assert np.isclose(np.vdot(images, x), np.vdot(matrix, copies)), (
        "with padding, the copies do not return to the pixels from which they came"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "row2im_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: whole numbers, fractions, read-only and transposed arrays, rows left as they were
### BEGIN HIDDEN TESTS
loud = np.array([[200, 250], [100, 7]], dtype=np.uint8)
loud.setflags(write=False)
images = row2im(loud, (1, 1, 1, 3), (1, 2), (1, 1), (0, 0))
assert np.allclose(images, [[[[200, 350, 7]]]]), "sums of uint8 numbers must not wrap"
turned = np.array([[0.5, 1.5], [2.5, 3.5]], dtype=np.float32).T
images = row2im(turned, (1, 1, 1, 4), (1, 2), (1, 2), (0, 0))
assert np.allclose(images, [[[[0.5, 2.5, 1.5, 3.5]]]]), "a transposed float32 matrix gives wrong images"
matrix = np.array([[1.0, 2], [3, 4]])
row2im(matrix, (1, 1, 1, 3), (1, 2), (1, 1), (0, 0))
assert np.array_equal(matrix, [[1, 2], [3, 4]]), "the function changed rows"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "row2im_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: matrices of another shape
### BEGIN HIDDEN TESTS
settings = (2, 3, 4, 6), (2, 3), (2, 3), (0, 0)
assert np.shape(row2im(np.ones((8, 18)), *settings)) == (2, 3, 4, 6), (
    "rows of the right shape must still work"
)
for size in [(18, 8), (9, 18), (8, 17), (4, 36), (16, 9), (4, 18), (8, 6), (144, 1), (8, 36)]:
    try:
        row2im(np.ones(size), *settings)
        refused = False
    except ValueError:
        refused = True
    assert refused, "rows that do not fit x_shape and the windows must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. The whole layer, ReLU included
#
# **8 points** · hard · about 30 minutes ·
# [chapter 11](../../book/11_backpropagation.md), "Differentiate a convolution by its kernel",
# "Differentiate a convolution by its input" and "Handle stride, padding and dilation"
#
# Networks rarely use a convolution alone; a ReLU follows. Take both as one layer,
#
# $$y = \max(z, 0), \qquad z_{noij} = \beta_o + \sum_{c,a,b} w_{ocab} \;
# x\bigl[n,\; c,\; i s_h - t + a,\; j s_w - l + b\bigr],$$
#
# with t rows of zeros above the image and l columns of zeros on its left, and go back through both. Nobody
# kept z. The output y is enough to know where the ReLU let a number through: where `y > 0`.
#
# Write `conv2d_backward(dy, y, x, weight, stride, padding)`.
#
# - `dy`: the derivative of the loss by each output, `(N, C_out, H_out, W_out)`; `y`: the outputs, of the same
#   shape; `x`: the inputs, `(N, C_in, H, W)`; `weight`: `(C_out, C_in, KH, KW)`. Whole numbers or floats of
#   any dtype, 8 bits included: compute with floats, since products of bytes wrap. None may be changed.
# - `stride`: a pair (vertical, horizontal); `padding`: four numbers of zeros (top, bottom, left, right). The
#   kernel may leave rows or columns at the end unread.
# - Returns a tuple `(dx, dweight, dbias)` of float arrays, of the shapes of `x`, of `weight`, and `(C_out,)`.
#   They are derivatives of the loss, a sum over the batch: nothing is averaged here.
#
# Example: two pixels, a kernel of one row `[2, 3]`, the output y = 7, and the derivative 10 of the loss by
# it: `conv2d_backward(np.array([[[[10]]]]), np.array([[[[7]]]]), np.array([[[[5, 4]]]]), np.array([[[[2,
# 3]]]]), (1, 1), (0, 0, 0, 0))` is `dx = [[[[20., 30.]]]]`, `dweight = [[[[50., 40.]]]]`, `dbias = [10.]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# First turn `dy` into the derivative by z. From then on it is the chapter's layer. (`dy[y <= 0] = 0` would
# change what you were given.)
#
# </details>
# <details><summary>Hint 2</summary>
#
# Each product w · x of the forward pass gives something to two places: g · w to the pixel, g · x to the
# weight, where g is the derivative by z of the output it went into. Follow the products.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Pad x first, make a gradient of the padded image, and cut it at the end. Stride and padding then appear in
# one place only: where window (i, j) begins.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "conv2d_backward", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def conv2d_backward(dy, y, x, weight, stride, padding):
    """Return the derivatives (dx, dweight, dbias) of the layer y = relu(conv2d(x, weight, bias))."""
    ### BEGIN SOLUTION
    (above, below, left, right), (h, w), (kh, kw) = padding, x.shape[2:], weight.shape[2:]
    dz = np.where(y > 0, dy, 0.0)
    padded = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (above, below), (left, right)))
    dpadded, dweight = np.zeros(padded.shape), np.zeros(weight.shape)
    for i in range(dz.shape[2]):
        for j in range(dz.shape[3]):
            row, column = i * stride[0], j * stride[1]
            window = np.s_[:, :, row : row + kh, column : column + kw]
            dpadded[window] += np.einsum("no,ocab->ncab", dz[:, :, i, j], weight)
            dweight += np.einsum("no,ncab->ocab", dz[:, :, i, j], padded[window])
    return dpadded[:, :, above : above + h, left : left + w], dweight, np.einsum("noij->o", dz)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** Each product $w \cdot x$ that went into an output z sends `dz * w` to its pixel and `dz *
# x` to its weight; the loop goes through the windows of the forward pass once more and sends both. The ReLU
# comes first on the way back: where y is 0 its slope is 0 (at z = 0 by convention). Padded pixels take part
# like all others and are cut off at the end, so stride and padding appear only in where a window begins.
# `np.where` makes a new array, so `dy` stays what it was. The bias enters every output of its channel with
# the factor 1, hence the sum over images, rows and columns; a mean here would make the learning rate depend
# on the size of the image.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_visible", "locked": true, "points": 1, "solution": false}
# Test: two outputs of which the ReLU stopped one, then two images with a stride and a border
image = np.array([[[[1, 2, 3], [4, 5, 6]]]])
kernel = np.array([[[[1, -1], [2, 0]]]])
results = conv2d_backward(np.array([[[[5, 3]]]]), np.array([[[[0, 1]]]]), image, kernel, (1, 1), (0, 0, 0, 0))
for name, got, expected in zip(
    ["dx", "dweight", "dbias"],
    results,
    [[[[[0, 3, -3], [0, 6, 0]]]], [[[[6, 9], [15, 18]]]], [3]],
    strict=True,
):
    assert_matches(
        got,
        expected,
        f"{name} of conv2d_backward(dy=[[[[5, 3]]]], y=[[[[0, 1]]]], x=[[[[1, 2, 3], [4, 5, 6]]]], "
        "weight=[[[[1, -1], [2, 0]]]], stride=(1, 1), padding=(0, 0, 0, 0))",
        'chapter 11, "Walk the graph backwards" and "Differentiate a convolution by its kernel"',
        [
            ([[[[5, -2, -3], [10, 6, 0]]]], "the ReLU is ignored: an output that it stopped changes nothing"),
            ([[[[0, 1, -1], [0, 2, 0]]]], "dy is not used: it multiplies every product on the way back"),
            (
                [[[[0, 0, 6], [0, -3, 3]]]],
                "the kernel is turned: a pixel gets the weight that it was multiplied with",
            ),
            (
                [[[[18, 15], [9, 6]]]],
                "dweight is turned by 180 degrees: each weight gets the pixels that it saw",
            ),
        ],
    )
images = np.array([[[[1, 2, 3, 4]]], [[[5, 0, 7, 6]]]])
filters = np.array([[[[1, 2, 4]]], [[[0, 3, -1]]]])
upstream = np.array([[[[1, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]]])
results = conv2d_backward(upstream, np.ones((2, 2, 1, 2)), images, filters, (1, 2), (0, 0, 1, 1))
for name, got, expected in zip(
    ["dx", "dweight", "dbias"],
    results,
    [
        [[[[11, 3, 16, 4]]], [[[31, 19, 36, 16]]]],
        [[[[4, 74, 46]]], [[[8, 106, 70]]]],
        [14, 22],
    ],
    strict=True,
):
    assert_matches(
        got,
        expected,
        f"{name} of conv2d_backward(dy, y, x, weight, stride=(1, 2), padding=(0, 0, 1, 1)), all y > 0, with "
        "dy, x and weight called upstream, images and filters in this cell",
        'chapter 11, "Handle stride, padding and dilation" and "Differentiate a convolution by its input"',
        [
            ([7, 11], "this dbias is averaged over the batch: the loss already says how images are weighed"),
            (
                [[[[2, 37, 23]]], [[[4, 53, 35]]]],
                "this dweight is averaged over the batch: the loss already says how images are weighed",
            ),
            ([3, 7], "this dbias comes from the first image only: the bias reaches all of them"),
            (
                [[[[13, 17, 4, 0]]], [[[37, 49, 16, 0]]]],
                "the stride is ignored: neighboring windows begin one stride apart",
            ),
            (
                [[[[13, 17, 4, 0]]], [[[37, 49, 16, 0]]]],
                "the stride is on the wrong axis: the pair is (vertical, horizontal)",
            ),
            ([[[[0, 0, 0, 0]]], [[[0, 0, 0, 0]]]], "the order of the padding is (top, bottom, left, right)"),
            (
                [[[[1, 11, 3, 16]]], [[[5, 31, 19, 36]]]],
                "the padding is cut on the wrong side: it lies before the first pixel too",
            ),
            (
                [[[[9, 0, 12, -4]]], [[[21, 0, 24, -8]]]],
                "a pixel that several outputs read gets something from each: this dx keeps the last",
            ),
        ],
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: the derivative by the bias, all outputs positive
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1110)
for n, c_out, rows, columns in [(3, 2, 4, 5), (1, 4, 1, 3), (2, 1, 3, 1)]:
    dy, x = rng.normal(size=(n, c_out, rows, columns)), rng.normal(size=(n, 2, rows + 1, columns + 2))
    dbias = conv2d_backward(
        dy, np.ones(dy.shape), x, rng.normal(size=(c_out, 2, 2, 3)), (1, 1), (0, 0, 0, 0)
    )[2]
    assert np.shape(dbias) == (c_out,), "dbias must have one number for each output channel"
    assert np.allclose(dbias, [sum(dy[:, channel].ravel()) for channel in range(c_out)]), (
        "a bias reaches every output of its channel, in every image: it must get the sum of their gradients"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_weight", "locked": true, "points": 1, "solution": false}
# Hidden test: the derivative by the weights, stride 1, no padding, all outputs positive
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1111)
for n, c_in, c_out, (h, w), size in [
    (2, 3, 2, (5, 4), (2, 3)),
    (1, 1, 3, (4, 6), (3, 1)),
    (3, 2, 4, (3, 5), (1, 2)),
    (2, 2, 1, (3, 3), (3, 3)),
]:
    x, weight = rng.normal(size=(n, c_in, h, w)), rng.normal(size=(c_out, c_in, *size))
    views = np.lib.stride_tricks.sliding_window_view(x, size, (2, 3))
    dy = rng.normal(size=(n, c_out, *views.shape[2:4]))
    dweight = conv2d_backward(dy, np.ones(dy.shape), x, weight, (1, 1), (0, 0, 0, 0))[1]
    assert np.shape(dweight) == weight.shape, "dweight must have the shape of the weights"
    change = rng.normal(size=weight.shape)
    response = np.tensordot(views, change, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
    assert np.isclose(np.vdot(dweight, change), np.vdot(dy, response)), (
        "a change of the weights does not change the loss as dweight says"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_input", "locked": true, "points": 1, "solution": false}
# Hidden test: the derivative by the pixels, stride 1, no padding, all outputs positive
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1112)
for n, c_in, c_out, (h, w), size in [
    (2, 3, 2, (5, 4), (2, 3)),
    (1, 1, 3, (4, 6), (3, 1)),
    (3, 2, 4, (3, 5), (1, 2)),
    (2, 2, 1, (3, 3), (3, 3)),
]:
    x, weight = rng.normal(size=(n, c_in, h, w)), rng.normal(size=(c_out, c_in, *size))
    change = rng.normal(size=x.shape)
    views = np.lib.stride_tricks.sliding_window_view(change, size, (2, 3))
    response = np.tensordot(views, weight, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
    dy = rng.normal(size=response.shape)
    dx = conv2d_backward(dy, np.ones(dy.shape), x, weight, (1, 1), (0, 0, 0, 0))[0]
    assert np.shape(dx) == x.shape, "dx must have the shape of x"
    assert np.isclose(np.vdot(dx, change), np.vdot(dy, response)), (
        "a change of the pixels does not change the loss as dx says"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_relu", "locked": true, "points": 1, "solution": false}
# Hidden test: outputs that the ReLU stopped (1 × 1 kernels, one image)
### BEGIN HIDDEN TESTS
y = np.array([[[[0.0, 2, 0], [1e-9, 0, 3]]]])
dy = np.array([[[[5.0, 7, -2], [4, 1, -6]]]])
x = np.arange(1.0, 7).reshape(1, 1, 2, 3)
dx, dweight, dbias = conv2d_backward(dy, y, x, np.full((1, 1, 1, 1), 2.0), (1, 1), (0, 0, 0, 0))
assert np.allclose(dx, [[[[0, 14, 0], [8, 0, -12]]]]), (
    "a pixel must get nothing through an output that the ReLU stopped"
)
assert np.isclose(np.sum(dweight), -6), "a weight must get nothing through an output that the ReLU stopped"
assert np.isclose(np.sum(dbias), 5), "a bias must get nothing through an output that the ReLU stopped"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_stride", "locked": true, "points": 1, "solution": false}
# Hidden test: strides that differ in the two directions, rows and columns left unread (dx and dweight)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1113)
for (h, w), size, stride in [((7, 5), (2, 2), (2, 1)), ((5, 9), (3, 2), (1, 3)), ((8, 7), (1, 3), (3, 2))]:
    x, weight = rng.normal(size=(1, 1, h, w)), rng.normal(size=(1, 1, *size))
    change = rng.normal(size=x.shape)
    views, response = (
        np.lib.stride_tricks.sliding_window_view(z[0, 0], size)[:: stride[0], :: stride[1]]
        for z in (x, change)
    )
    dy = rng.normal(size=(1, 1, *views.shape[:2]))
    dx, dweight, _ = conv2d_backward(dy, np.ones(dy.shape), x, weight, stride, (0, 0, 0, 0))
    assert np.shape(dx) == x.shape, "dx must have the shape of x, also where the kernel leaves rows unread"
    assert np.allclose(dweight[0, 0], np.einsum("ij,ijab->ab", dy[0, 0], views)), (
        "dweight is wrong for this stride"
    )
    assert np.isclose(np.vdot(dx, change), np.einsum("ij,ijab,ab", dy[0, 0], response, weight[0, 0])), (
        "dx is wrong for this stride"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_padding", "locked": true, "points": 1, "solution": false}
# Hidden test: padding that differs on the four sides (stride 1, dx and dweight)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1114)
for (h, w), size, padding in [
    ((4, 5), (3, 3), (1, 1, 1, 1)),
    ((3, 6), (2, 3), (1, 0, 0, 0)),
    ((5, 2), (2, 4), (0, 0, 1, 3)),
    ((2, 3), (3, 2), (0, 2, 1, 0)),
]:
    sides = padding[:2], padding[2:]
    x, weight = rng.normal(size=(1, 1, h, w)), rng.normal(size=(1, 1, *size))
    change = rng.normal(size=x.shape)
    views, response = (
        np.lib.stride_tricks.sliding_window_view(np.pad(z[0, 0], sides), size) for z in (x, change)
    )
    dy = rng.normal(size=(1, 1, *views.shape[:2]))
    dx, dweight, _ = conv2d_backward(dy, np.ones(dy.shape), x, weight, (1, 1), padding)
    assert np.shape(dx) == x.shape, "dx must have the shape of x, without the padding"
    assert np.allclose(dweight[0, 0], np.einsum("ij,ijab->ab", dy[0, 0], views)), (
        "dweight is wrong with padding"
    )
    assert np.isclose(np.vdot(dx, change), np.einsum("ij,ijab,ab", dy[0, 0], response, weight[0, 0])), (
        "dx is wrong with padding"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "conv2d_backward_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8 bits, fractions, read-only and transposed arrays, inputs left as they were (1 × 1 kernels)
### BEGIN HIDDEN TESTS
photo = np.array([[[[200, 250]]]], dtype=np.uint8)
three = np.array([[[[3]]]], dtype=np.uint8)
upstream = np.array([[[[100, 90]]]], dtype=np.uint8)
for array in (photo, three, upstream):
    array.setflags(write=False)
dx, dweight, dbias = conv2d_backward(upstream, photo, photo, three, (1, 1), (0, 0, 0, 0))
assert np.allclose(dx, [[[[300, 270]]]]), "dx of 8-bit numbers must not wrap"
assert np.isclose(np.sum(dweight), 42500), "dweight of 8-bit numbers must not wrap"
assert np.isclose(np.sum(dbias), 190), "dbias of 8-bit numbers must not wrap"
turned = np.array([[[[0.5, 1], [2, -4]]]], dtype=np.float32).transpose(0, 1, 3, 2)
dx, dweight, dbias = conv2d_backward(
    turned, np.ones((1, 1, 2, 2)), turned, np.array([[[[1]]]]), (1, 1), (0, 0, 0, 0)
)
assert np.allclose(dx, turned), "dx of a transposed float32 array is wrong, or lost its fractions"
assert np.isclose(np.sum(dweight), 21.25), "dweight of a transposed float32 array is wrong"
given = [np.full((1, 1, 1, 1), value) for value in (2.0, 4.0, 5.0, 3.0)]
given[1] *= 0
kept = [array.copy() for array in given]
conv2d_backward(*given, (1, 1), (0, 0, 0, 0))
assert all(map(np.array_equal, given, kept)), "the function changed one of its inputs"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "kind_check_question", "locked": true, "solution": false}
# ## Task 5. The gradient check that was too kind
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 11](../../book/11_backpropagation.md), "Check gradients with finite differences"
#
# A colleague has written the backward pass of a convolution and checks it:
#
# ```python
# x = np.arange(36.0).reshape(1, 1, 6, 6)
# weight = np.ones((1, 1, 3, 3))
# dx, dweight, dbias = their_backward(np.ones((1, 1, 4, 4)), x, weight)   # the loss is y.sum()
# ```
#
# Each entry of `dx`, `dweight` and `dbias` agrees with `(loss(+h) - loss(-h)) / (2 * h)` up to 1e-7, and
# they call it proven. Answer in at most 150 words:
#
# 1. Name three different mistakes in a backward pass that this check cannot see. Say for each which choice
#    of the check hides it.
# 2. Write the check that would have seen all three: which `x`, `weight`, `dy` and sizes?
# 3. They run it again in float32 with `h = 1e-6`, and nothing agrees any more. Is the backward pass wrong?
#
# | your answer | points |
# | --- | --- |
# | three mistakes that really pass this check, each with the choice that hides it | 1 |
# | the choices of a check that sees all three | 1 |
# | decides question 3, with the reason in numbers, and says what to do | 1 |
# | is precise: the right words, a formula or a small example; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "kind_check", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Ignoring dy: it is all ones. Flipping the kernel in dx: the kernel is symmetric. Exchanging height and
#    width: image and kernel are square. (Also hidden: channels or images mixed up, since there is one of
#    each; a mean over the batch instead of the sum; stride and padding ignored.)
# 2. Random x, weight and dy of both signs; the loss is the sum of dy · y. Sizes that all differ: 2 images,
#    3 channels in, 4 out, 5 × 6 pixels, 2 × 3 kernel, stride (2, 1), padding (1, 0).
# 3. It may be right. A float32 has 7 digits. This loss is about 2,500, so its spacing is 2.4e-4; a change of
#    the loss by 2h · 9, about 2e-5, is rounded away. Check in float64, or with a step near 1: the loss is
#    linear in x, so central differences make no other error.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. First: where does the gradient of a pooled digit go? Make the windows overlap.
# Then: your convolution under a gradient check. It draws a random layer and compares your derivatives with
# central differences; try strides, padding and a wrong sign in your code.

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import IntSlider, interact

    from cnnlib.data import mnist

    digits = mnist().x_test[:20] / 255.0

    def route(digit, kernel, stride):
        x = digits[digit : digit + 1]
        size = (28 - kernel) // stride + 1
        dy, settings = np.ones((1, 1, size, size)), ((kernel, kernel), (stride, stride), (0, 0))
        pictures = {
            "the digit": x,
            "through the maximum": max_pool2d_backward(dy, x, *settings),
            "through the mean": average_pool2d_backward(dy, x.shape, *settings),
        }
        axes = plt.subplots(1, 3, figsize=(9, 3))[1]
        for axis, (title, picture) in zip(axes, pictures.items(), strict=True):
            axis.imshow(picture[0, 0], cmap="gray", vmin=0)
            axis.set_title(title)
            axis.axis("off")
        plt.show()

    def check(vertical_stride, horizontal_stride, padding, seed):
        rng, (sh, sw) = np.random.default_rng(seed), (vertical_stride, horizontal_stride)

        def layer(x, weight, bias):
            x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
            windows = np.lib.stride_tricks.sliding_window_view(x, (2, 3), (2, 3))[:, :, ::sh, ::sw]
            z = np.tensordot(windows, weight, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
            return np.maximum(z + bias[:, None, None], 0)

        given = [rng.normal(size=shape) for shape in [(2, 2, 5, 6), (3, 2, 2, 3), (3,)]]
        y = layer(*given)
        dy = rng.normal(size=y.shape)
        derivatives = conv2d_backward(dy, y, *given[:2], (sh, sw), (padding,) * 4)
        for name, array, yours in zip(["dx", "dweight", "dbias"], given, derivatives, strict=True):
            slope = np.zeros(array.shape)
            for place in np.ndindex(array.shape):
                kept, losses = array[place], []
                for step in (-1e-5, 1e-5):
                    array[place] = kept + step
                    losses.append(np.vdot(dy, layer(*given)))
                slope[place], array[place] = (losses[1] - losses[0]) / 2e-5, kept
            error = np.abs(yours - slope).max() / np.abs(slope).max()
            verdict = "agrees with" if error < 1e-5 else "DIFFERS from"
            print(f"{name:8} {verdict} central differences: relative error {error:.1e}")

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(route, digit=IntSlider(0, 0, 19), kernel=IntSlider(4, 1, 8), stride=IntSlider(4, 1, 8))
    steps = {name: IntSlider(1, 1, 3) for name in ("vertical_stride", "horizontal_stride")}
    try_out(check, **steps, padding=IntSlider(0, 0, 2), seed=IntSlider(0, 0, 20))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
