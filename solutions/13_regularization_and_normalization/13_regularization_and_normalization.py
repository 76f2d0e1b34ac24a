# %% [markdown]
# # Exercises for chapter 13: regularization and normalization
#
# **30 points** in four programming tasks and one written answer; about 100 minutes. You need
# [chapter 13](../../book/13_regularization_and_normalization.md), the
# layout of images from [chapter 7](../../book/07_channels_and_parameters.md), NumPy and nothing else.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `batch_norm2d_forward`: batch normalization, as the other library does it | 7 | 25 |
# | 2 | `batch_norm2d_backward`: the way back, without the input | 7 | 30 |
# | 3 | `channel_dropout`: drop whole channels | 7 | 20 |
# | 4 | `early_stop`: know when to stop | 5 | 15 |
# | 5 | a written answer: good in the laboratory, bad on the phone | 4 | 10 |
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
# ## Task 1. Batch normalization, as the other library does it
#
# **7 points** · medium · about 25 minutes ·
# [chapter 13](../../book/13_regularization_and_normalization.md), "Normalize each channel over the batch" and
# "Train one way, predict another"
#
# A model moves from one framework to another and gets worse. Often it is one word: *momentum*. In PyTorch and
# in the chapter it is the share of the new batch in the running statistics. In Keras it is the share of the
# **old** value, and the running variance is the plain one, divided by the count m, not by m − 1. Write batch
# normalization with Keras's conventions:
#
# $$y_{nc\,ij} = \gamma_c \frac{x_{nc\,ij} - \mu_c}{\sqrt{\sigma_c^2 + \epsilon}} + \beta_c, \qquad
# \text{running} \leftarrow \texttt{momentum} \cdot \text{running}
# + (1 - \texttt{momentum}) \cdot \text{batch}$$
#
# In training, the mean μ and the variance σ² of a channel are those of this batch: over all images, rows and
# columns. In use they are the running ones.
#
# Write `batch_norm2d_forward(x, weight, bias, running_mean, running_var, training, momentum, eps)`.
#
# - `x`: array `(N, C, H, W)`, whole numbers or floats of any dtype; `weight` (γ), `bias` (β), `running_mean`,
#   `running_var`: arrays `(C,)`, also of whole numbers. None of them may be changed.
# - `training`: True or False; `momentum` from 0 to 1; `eps` a small positive number.
# - In training, a channel of one single number (N = H = W = 1) raises `ValueError`: it would always become β.
# - Returns a tuple of three float arrays `(y, running_mean, running_var)`: the output, and the running
#   statistics after this call. In use these keep their values, and are floats even if you got whole
#   numbers. Compute with 64-bit floats. The mean of a channel may be 10⁸ times its spread.
#
# Example: two images of one pixel, 1 and 5, with γ = 10, β = 0, running mean 0 and variance 1:
# `batch_norm2d_forward(np.array([[[[1]]], [[[5]]]]), np.array([10]), np.array([0]), np.array([0]),
# np.array([1]), True, 0.75, 1e-9)` is y = −10 and 10, the running mean `[0.75]` and the running variance
# `[1.75]`: the batch has the mean 3 and the variance 4.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# How many means are there, for a batch of 8 images with 3 channels of 5 × 6 pixels? Over which axes do you
# sum?
#
# </details>
# <details><summary>Hint 2</summary>
#
# An array of shape `(C,)` beside one of shape `(N, C, H, W)`: NumPy would put it along the columns. Which
# shape puts it along the channels?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Three things differ between training and use: which mean, which variance, and what is returned behind y.
# Handle them in one place.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "batch_norm2d_forward", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def batch_norm2d_forward(x, weight, bias, running_mean, running_var, training, momentum, eps):
    """Return ``x`` with each channel normalized, and the running mean and variance after this call."""
    ### BEGIN SOLUTION
    mean, var = np.array(running_mean, float), np.array(running_var, float)
    running = mean, var
    if training:
        channels = np.moveaxis(x, 1, 0).reshape(x.shape[1], -1)
        if channels.shape[1] == 1:
            raise ValueError(f"expected more than one number in a channel, got x of shape {x.shape}")
        mean, var = channels.mean(axis=1), channels.var(axis=1)
        running = tuple(
            momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, var), strict=True)
        )
    scale = weight / np.sqrt(var + eps)
    y = (x - mean[:, None, None]) * scale[:, None, None] + bias[:, None, None]
    return y, *running
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** A channel has one mean and one variance, over images, rows and columns: the axes 0, 2 and
# 3. The two added axes of `[:, None, None]` put a number of each channel beside its pixels; without them
# NumPy would align the last axis, the columns, and complain only if the sizes differ. Training and use differ
# in which statistics are used, so they are chosen once, and the formula stands once. A running average with
# momentum 0.9 here is PyTorch's with 0.1; whoever copies the number without the convention gets statistics
# that hardly move, or hardly remember.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_forward_visible", "locked": true, "points": 1, "solution": false}
# Test: two images of two channels, in training and in use
batch = np.array([[[[1, 3]], [[10, 30]]], [[[5, 7]], [[50, 30]]]])
settings = np.array([2, 1]), np.array([5, 3]), np.array([0.0, 10]), np.array([1.0, 4])
got_y, got_mean, got_var = batch_norm2d_forward(batch.copy(), *settings, True, 0.75, 4.0)
assert_matches(
    got_y,
    [[[[3, 13 / 3]], [[3 - 20 / 204**0.5, 3]]], [[[17 / 3, 7]], [[3 + 20 / 204**0.5, 3]]]],
    "y of batch_norm2d_forward(batch, weight=[2, 1], bias=[5, 3], running_mean=[0, 10], running_var=[1, 4], "
    "training=True, momentum=0.75, eps=4), where channel 0 of the two images is [1, 3] and [5, 7], channel 1 "
    "is [10, 30] and [50, 30]",
    'chapter 13, "Normalize each channel over the batch"',
    [
        (
            [[[[3.162883, 4.387628]], [[1.784339, 3]]], [[[5.612372, 6.837117]], [[4.215661, 3]]]],
            "the variance is divided by m - 1: the numbers of the batch are all there are",
        ),
        (
            [
                [[[4.105573, 5.894427]], [[2.019419, 3.980581]]],
                [[[4.105573, 5.894427]], [[3.980581, 2.019419]]],
            ],
            "each image is normalized by itself: mean and variance are those of the whole batch",
        ),
        (
            [
                [[[3.072079, 3.313069]], [[2.578267, 3.783218]]],
                [[[3.554059, 3.79505]], [[4.988168, 3.783218]]],
            ],
            "all channels share one mean and variance: each has its own",
        ),
        (
            [[[[4.037855, 4.679285]], [[1.897594, 3]]], [[[5.320715, 5.962145]], [[4.102406, 3]]]],
            "eps is added outside the root: it belongs to the variance",
        ),
        (
            [[[[4.333333, 4.777778]], [[2.901961, 3]]], [[[5.222222, 5.666667]], [[3.098039, 3]]]],
            "divided by the variance: the root is missing",
        ),
        (
            [[[[5, 6.632993]], [[2.337734, 4.986799]]], [[[8.265986, 9.898979]], [[7.635863, 4.986799]]]],
            "in training the running statistics were used: the batch has its own",
        ),
        (
            [[[[-1, -0.3333333]], [[-1.40028, 0]]], [[[0.3333333, 1]], [[1.40028, 0]]]],
            "weight and bias are missing",
        ),
        (
            [[[[8, 9.333333]], [[1.59972, 3]]], [[[10.66667, 12]], [[4.40028, 3]]]],
            "the bias is multiplied by the weight: it is added last",
        ),
        (
            [[[[3, 2.666667]], [[2.19944, 3]]], [[[5.666667, 4]], [[7.80056, 3]]]],
            "weight and bias were put along the columns: an array of shape (C,) needs two more axes",
        ),
    ],
)
assert_matches(
    got_mean,
    [1, 15],
    "the running mean after this batch, whose channels have the means 4 and 30",
    "the introduction of this task: what momentum means here",
    [([3, 25], "this is PyTorch's momentum, the share of the new batch: here it is that of the old value")],
)
assert_matches(
    got_var,
    [2, 53],
    "the running variance after this batch, whose channels have the variances 5 and 200",
    "the introduction of this task: what momentum means here, and by what the variance is divided",
    [([2.416667, 69.66667], "the running variance is divided by m - 1: here it is the plain one")],
)
got_y, got_mean, got_var = batch_norm2d_forward(batch.copy(), *settings, False, 0.75, 12.0)
assert_matches(
    got_y,
    [[[[5 + 2 / 13**0.5, 5 + 6 / 13**0.5]], [[3, 8]]], [[[5 + 10 / 13**0.5, 5 + 14 / 13**0.5]], [[13, 8]]]],
    "y of the same call with training=False and eps=12",
    'chapter 13, "Train one way, predict another"',
    [
        (
            [[[[3.544786, 4.514929]], [[1.626394, 3]]], [[[5.485071, 6.455214]], [[4.373606, 3]]]],
            "in use the batch was normalized by itself: the running statistics are for that",
        ),
        (
            [[[[5, 6.069045]], [[2.379826, 4.860521]]], [[[7.13809, 8.207135]], [[7.341216, 4.860521]]]],
            "the call before has changed the caller's running statistics",
        ),
    ],
)
assert_matches(
    np.array([got_mean, got_var]),
    [[0, 10], [1, 4]],
    "the running statistics after a call with training=False",
    'chapter 13, "Train one way, predict another"',
    [([[1, 15], [2, 53]], "the running statistics have moved: in use they stay")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_forward_training", "locked": true, "points": 2, "solution": false}
# Hidden test: the output in training, random batches, channels of very different sizes
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1301)
for n, c, h, w in [(4, 3, 5, 2), (2, 5, 1, 3), (6, 1, 2, 2), (1, 2, 4, 3), (3, 4, 2, 4)]:
    level, size = rng.normal(size=(1, c, 1, 1)) * 50, np.exp(rng.normal(size=(1, c, 1, 1)) * 2)
    x = level + size * rng.normal(size=(n, c, h, w))
    weight, bias = rng.normal(size=c), rng.normal(size=c)
    y = batch_norm2d_forward(x.copy(), weight.copy(), bias.copy(), np.zeros(c), np.ones(c), True, 0.9, 1e-12)[
        0
    ]
    assert np.shape(y) == x.shape, "y must have the shape of x"
    for k in range(c):
        values = sorted(y[:, k].ravel())
        assert np.isclose(sum(values) / len(values), bias[k]), "the mean of a channel of y is not its bias"
        spread = sum((value - bias[k]) ** 2 for value in values) / len(values)
        assert np.isclose(spread, weight[k] ** 2), "the spread of a channel of y is not its weight"
        assert np.allclose(np.corrcoef(x[:, k].ravel(), y[:, k].ravel())[0, 1], np.sign(weight[k])), (
            "y does not rise and fall with x in each channel"
        )
flat = batch_norm2d_forward(
    np.full((2, 1, 2, 2), 7.0), np.ones(1), np.ones(1), np.zeros(1), np.ones(1), True, 0.5, 1e-5
)[0]
assert np.allclose(flat, 1), "a channel of equal numbers must become its bias, not NaN"
far = batch_norm2d_forward(
    np.array([[[[1e8 - 1, 1e8 + 1]]]]), np.ones(1), np.zeros(1), np.zeros(1), np.ones(1), True, 0.5, 1e-9
)[0]
assert np.allclose(far, [[[[-1, 1]]]], atol=1e-4), (
    "far from 0 the variance must keep its digits: average the squares of x - mean, not of x"
)
softened = batch_norm2d_forward(
    np.array([[[[0.0, 2]]]]), np.ones(1), np.zeros(1), np.zeros(1), np.ones(1), True, 0.5, 3.0
)[0]
assert np.allclose(softened, [[[[-0.5, 0.5]]]]), "eps must be added to the variance, before the root"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_forward_running", "locked": true, "points": 1, "solution": false}
# Hidden test: the running statistics over several batches
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1302)
for momentum in (0.9, 0.25, 0.0, 1.0):
    state = [rng.normal(size=2), rng.uniform(1, 2, size=2)]
    wanted = [list(part) for part in state]
    for _ in range(3):
        x = rng.normal(size=(3, 2, 2, 4)) * 3 + 5
        for k in range(2):
            numbers = x[:, k].ravel()
            center = numbers.sum() / 24
            wanted[0][k] += (1 - momentum) * (center - wanted[0][k])
            wanted[1][k] += (1 - momentum) * (((numbers - center) ** 2).sum() / 24 - wanted[1][k])
        state = list(batch_norm2d_forward(x, np.ones(2), np.zeros(2), *state, True, momentum, 1e-5)[1:])
    assert np.shape(state[0]) == np.shape(state[1]) == (2,), (
        "there must be one running mean and variance for each channel"
    )
    assert np.allclose(state[0], wanted[0]), "the running mean after several batches is wrong"
    assert np.allclose(state[1], wanted[1]), "the running variance after several batches is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_forward_use", "locked": true, "points": 1, "solution": false}
# Hidden test: use, where an image must not depend on its neighbors
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1303)
x, weight, bias = rng.normal(size=(4, 3, 2, 5)), rng.normal(size=3), rng.normal(size=3)
state = rng.normal(size=3), rng.uniform(0.5, 2, size=3)
together = batch_norm2d_forward(x.copy(), weight, bias, *state, False, 0.9, 1e-3)
alone = batch_norm2d_forward(x[2:3, :, 1:, 4:].copy(), weight, bias, *state, False, 0.9, 1e-3)[0]
assert np.allclose(together[0][2:3, :, 1:, 4:], alone), (
    "in use, a pixel must not depend on other images and pixels"
)
for k in range(3):
    back = (together[0][:, k] - bias[k]) / weight[k] * (state[1][k] + 1e-3) ** 0.5 + state[0][k]
    assert np.allclose(back, x[:, k]), "in use, the running statistics must be used"
assert np.allclose(together[1], state[0]), "in use, the running mean must stay as it is"
assert np.allclose(together[2], state[1]), "in use, the running variance must stay as it is"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_forward_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8 bits, read-only and transposed arrays, arguments left as they were
### BEGIN HIDDEN TESTS
photo = np.array([[[[255, 253]]], [[[253, 255]]]], dtype=np.uint8)
parts = np.array([1]), np.array([0]), np.array([0]), np.array([1])
for array in (photo, *parts):
    array.setflags(write=False)
y = batch_norm2d_forward(photo, *parts, True, 0.5, 1e-12)[0]
assert np.allclose(np.abs(y), 1), "8-bit pixels give a wrong output: differences must not wrap"
used = batch_norm2d_forward(photo, *parts, False, 0.5, 3.0)
assert np.allclose(used[0], photo / 2), "8-bit pixels give a wrong output in use"
assert all(np.issubdtype(array.dtype, np.floating) for array in used), (
    "in use, all three results must be floats"
)
turned = np.array([[[[1, 2]], [[5, 9]]]], dtype=np.float32).transpose(0, 3, 2, 1)
y = batch_norm2d_forward(turned, np.ones(2), np.zeros(2), np.zeros(2), np.ones(2), True, 0.5, 1e-9)[0]
assert np.allclose(np.abs(y), 1, atol=1e-5), "a transposed float32 batch gives a wrong output"
given = [np.arange(8.0).reshape(2, 2, 1, 2), np.ones(2), np.zeros(2), np.array([3.0, 4]), np.array([1.0, 2])]
kept = [array.copy() for array in given]
for mode in (True, False):
    batch_norm2d_forward(*given, mode, 0.5, 1e-5)
assert all(map(np.array_equal, given, kept)), "the function changed one of its arguments"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_forward_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: channels of one single number
### BEGIN HIDDEN TESTS
two = np.ones(2), np.zeros(2), np.zeros(2), np.ones(2)
for size in [(2, 2, 1, 1), (1, 2, 1, 2), (1, 2, 2, 1)]:
    assert np.shape(batch_norm2d_forward(np.ones(size), *two, True, 0.5, 1e-5)[0]) == size, (
        "channels of two numbers must still work"
    )
assert np.shape(batch_norm2d_forward(np.ones((1, 2, 1, 1)), *two, False, 0.5, 1e-5)[0]) == (1, 2, 1, 1), (
    "in use, one single number must still work"
)
try:
    batch_norm2d_forward(np.ones((1, 2, 1, 1)), *two, True, 0.5, 1e-5)
    refused = False
except ValueError:
    refused = True
assert refused, "in training, a channel of one single number must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. The way back, without the input
#
# **7 points** · hard · about 30 minutes ·
# [chapter 13](../../book/13_regularization_and_normalization.md), "Send the gradient through batch
# normalization"
#
# For the way back, a network keeps the input of every layer, and that fills the memory of the accelerator.
# Batch normalization can do without: from its output y one can compute what is needed of its input. (Rota
# Bulò and others, 2018, saved up to half of the memory.) In training, with m = N · H · W,
#
# $$\hat x = \frac{x - \mu_c}{\texttt{std}_c}, \qquad y = \gamma_c\, \hat x + \beta_c, \qquad
# \texttt{std}_c = \sqrt{\sigma_c^2 + \epsilon},$$
#
# where the mean μ and the variance σ² are themselves made of all the x of the channel.
#
# Write `batch_norm2d_backward(dy, y, weight, bias, std)`.
#
# - `dy`: the derivative of the loss by each output, array `(N, C, H, W)`; `y`: the outputs, of the same
#   shape; `weight` (γ), `bias` (β), `std`: arrays `(C,)`, `std` as the forward pass has computed it. Whole
#   numbers or floats of any dtype, 8 bits included: compute with floats, since differences of bytes wrap.
#   None of them may be changed.
# - A weight of 0 raises `ValueError`: its channel of y holds no trace of x.
# - Returns a tuple of float arrays `(dx, dweight, dbias)`, of the shapes `(N, C, H, W)`, `(C,)`, `(C,)`.
#
# Example: two numbers −1 and 1 in one channel, γ = 2, β = 0, std = 1:
# `batch_norm2d_backward(np.array([[[[3.0, 0.0]]]]), np.array([[[[-2.0, 2.0]]]]), np.array([2.0]),
# np.array([0.0]), np.array([1.0]))` is `dx = [[[[0., 0.]]]]`, `dweight = [-3.]`, `dbias = [3.]`: two
# numbers always become −1 and 1, so x cannot change the loss.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# First get $\hat x$ back from y. Then `dweight` and `dbias` are two sums.
#
# </details>
# <details><summary>Hint 2</summary>
#
# One x reaches the loss on three ways: directly, through μ, and through σ². The chapter adds them up; in its
# result replace everything that needs x by $\hat x$ and std.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Check your result without any reference: adding the same number to all x of a channel changes nothing, so
# its dx must sum to 0. If your sum is not 0, which way is missing?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "batch_norm2d_backward", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def batch_norm2d_backward(dy, y, weight, bias, std):
    """Return the derivatives (dx, dweight, dbias) of batch normalization in training, from its output."""
    ### BEGIN SOLUTION
    if np.any(weight == 0):
        raise ValueError(f"expected weights other than 0, got {weight}")
    dy, m, along = np.array(dy, float), dy.size / len(weight), np.s_[:, None, None]
    x_hat = (np.array(y, float) - bias[along]) / weight[along]
    dweight, dbias = np.einsum("ncij->c", dy * x_hat), np.einsum("ncij->c", dy)
    centered = m * dy - dbias[along] - x_hat * dweight[along]
    return (weight / std / m)[along] * centered, dweight, dbias
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** Normalization removes two things from x: its level and its size. A change of x along
# either cannot change the loss, so dx has no part along the constant vector and (but for ε) none along $\hat
# x$. The formula subtracts exactly these two parts: the mean of dy, and $\hat x$ times the mean of $dy \cdot
# \hat x$. Both sums are already there, as `dbias` and `dweight`. What it needs of x is $\hat x$ and std
# alone, and $\hat x$ is in y, unless the weight is 0. Whoever takes mean and variance for constants gets `dy
# * weight / std`: close in large batches, wrong in small ones.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_backward_visible", "locked": true, "points": 1, "solution": false}
# Test: one channel of four numbers, then two channels of two images
for name, got, expected in zip(
    ["dx", "dweight", "dbias"],
    batch_norm2d_backward(
        np.array([[[[8.0, 0, 0, 4]]]]),
        np.array([[[[3.0, 7, 7, 3]]]]),
        np.array([2.0]),
        np.array([5.0]),
        np.array([4.0]),
    ),
    [[[[[1, 0, 0, -1]]]], [-12], [12]],
    strict=True,
):
    assert_matches(
        got,
        expected,
        f"{name} of batch_norm2d_backward(dy=[[[[8, 0, 0, 4]]]], y=[[[[3, 7, 7, 3]]]], weight=[2], bias=[5], "
        "std=[4])",
        'chapter 13, "Send the gradient through batch normalization"',
        [
            ([[[[4, 0, 0, 2]]]], "mean and variance are made of x too: two ways back are missing"),
            ([[[[2.5, -1.5, -1.5, 0.5]]]], "the way through the variance is missing"),
            ([[[[2.5, 1.5, 1.5, 0.5]]]], "the way through the mean is missing: this dx does not sum to 0"),
            ([[[[-11, -33, -33, -13]]]], "y was taken for the normalized x: undo weight and bias first"),
            ([[[[-0.875, -9.375, -9.375, -2.875]]]], "the bias is still in the normalized x"),
            ([[[[0.5, 0, 0, -0.5]]]], "dx is not multiplied by the weight"),
            ([[[[4, 0, 0, -4]]]], "dx is not divided by std"),
            (
                [[[[-8, 0, 0, -10]]]],
                "the ways through mean and variance are too strong: they are means over the m numbers",
            ),
            (
                [[[[-4, 0, 0, -2]]]],
                "the means are those of each position: a channel has one mean over images and positions",
            ),
            (
                [-3],
                "dweight is a mean: the weight reaches all numbers of the channel, and collects their sum",
            ),
            ([[[[-0.5, 1.5, 1.5, -2.5]]]], "the way through the variance is counted twice"),
        ],
    )
for name, got, expected in zip(
    ["dx", "dweight", "dbias"],
    batch_norm2d_backward(
        np.array([[[[1.0, 2]], [[0, 4]]], [[[3, 6]], [[0, 0]]]]),
        np.array([[[[1.0, 1]], [[2, 0]]], [[[-1, -1]], [[0, 2]]]]),
        np.array([1.0, -1]),
        np.array([0.0, 1]),
        np.array([2.0, 0.5]),
    ),
    [[[[[-0.25, 0.25]], [[0, -4]]], [[[-0.75, 0.75]], [[4, 0]]]], [-6, 4], [12, 4]],
    strict=True,
):
    assert_matches(
        got,
        expected,
        f"{name} for two images of two channels: dy is [1, 2], [0, 4] and [3, 6], [0, 0], y is [1, 1], [2, "
        "0] and [-1, -1], [0, 2]; weight=[1, -1], bias=[0, 1], std=[2, 0.5]",
        'chapter 13, "Send the gradient through batch normalization"',
        [
            (
                [[[[-1, -0.5]], [[0, 0]]], [[[-3, -1.5]], [[0, 0]]]],
                "the means are those of each image: a channel has one mean over images and positions",
            ),
            ([[[[-0.25, 0.25]], [[0, 4]]], [[[-0.75, 0.75]], [[-4, 0]]]], "the sign of the weight was lost"),
        ],
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_backward_parameters", "locked": true, "points": 1, "solution": false}
# Hidden test: the derivatives by weight and bias
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1304)
for n, c, h, w in [(3, 2, 4, 5), (2, 4, 1, 3), (5, 1, 2, 1)]:
    z, dy = rng.normal(size=(n, c, h, w)), rng.normal(size=(n, c, h, w))
    weight, bias = rng.uniform(0.5, 2, size=c) * rng.choice([-1, 1], c), rng.normal(size=c)
    y = np.einsum("c,ncij->ncij", weight, z) + np.einsum("c,ncij->ncij", bias, np.ones(z.shape))
    _, dweight, dbias = batch_norm2d_backward(dy, y, weight, bias, np.ones(c))
    assert np.shape(dweight) == np.shape(dbias) == (c,), (
        "dweight and dbias must have one number for each channel"
    )
    assert np.allclose(dweight, [np.vdot(dy[:, k], z[:, k]) for k in range(c)]), "dweight is wrong"
    assert np.allclose(dbias, [sum(dy[:, k].ravel()) for k in range(c)]), "dbias is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_backward_slopes", "locked": true, "points": 2, "solution": false}
# Hidden test: the derivative by the input, against small changes of it (weights 1, biases 0)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1305)


def normalized_channels(x, eps):
    """Return the channels of ``x`` normalized over batch and positions, and their standard deviations."""
    std = np.array([(np.var(x[:, k]) + eps) ** 0.5 for k in range(x.shape[1])])
    centered = x - np.array([np.mean(x[:, k]) for k in range(x.shape[1])])[:, None, None]
    return centered / std[:, None, None], std


for (n, c, h, w), eps in [
    ((3, 2, 4, 5), 1e-5),
    ((2, 4, 1, 3), 0.5),
    ((6, 1, 1, 1), 1e-3),
    ((1, 3, 3, 2), 2.0),
]:
    x, dy = rng.normal(size=(n, c, h, w)) * 2 + 3, rng.normal(size=(n, c, h, w))
    change = rng.normal(size=x.shape)
    y, std = normalized_channels(x, eps)
    dx = batch_norm2d_backward(dy, y, np.ones(c), np.zeros(c), std)[0]
    assert np.shape(dx) == x.shape, "dx must have the shape of dy"
    losses = [np.vdot(dy, normalized_channels(x + step * change, eps)[0]) for step in (-1e-5, 1e-5)]
    assert np.isclose(np.vdot(dx, change) * 2e-5, losses[1] - losses[0], rtol=1e-4, atol=1e-9), (
        "a small change of x does not change the loss as dx says"
    )
    assert np.allclose(dx.sum(axis=(0, 2, 3)), 0), "the dx of each channel must sum to 0"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_backward_scale", "locked": true, "points": 1, "solution": false}
# Hidden test: weights and biases of all kinds, also negative (dx)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1306)
z = rng.normal(size=(2, 3, 2, 4))
z = (z - z.mean(axis=(0, 2, 3), keepdims=True)) / z.std(axis=(0, 2, 3), keepdims=True)
dy, std = rng.normal(size=z.shape), rng.uniform(0.5, 2, size=3)
plain = batch_norm2d_backward(dy, z.copy(), np.ones(3), np.zeros(3), std)[0]
assert np.any(plain), "dx is 0 everywhere"
for weight, bias in [
    ([2.0, 1, 0.5], [0.0, 0, 0]),
    ([1.0, -1, -3], [0.0, 0, 0]),
    ([0.1, -0.2, 4], [7.0, -5, 1]),
]:
    weight, bias = np.array(weight), np.array(bias)
    y = weight[:, None, None] * z + bias[:, None, None]
    dx = batch_norm2d_backward(dy, y, weight, bias, std)[0]
    assert np.allclose(dx, plain * weight[:, None, None]), (
        "dx must be that for weight 1 and bias 0, times the weight of the channel"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_backward_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8 bits, read-only and transposed arrays, arguments left as they were (dweight and dbias)
### BEGIN HIDDEN TESTS
small = [np.array([[[[200, 100]]]]), np.array([[[[0, 4]]]]), np.array([2]), np.array([2]), np.array([1])]
small = [array.astype(np.uint8) for array in small]
for array in small:
    array.setflags(write=False)
_, dweight, dbias = batch_norm2d_backward(*small)
assert np.allclose([dweight[0], dbias[0]], [-100, 300]), "8-bit numbers must not wrap"
turned = np.array([[[[1, 3]], [[0.5, 0.25]]]], dtype=np.float32).transpose(0, 3, 2, 1)
ones = np.ones(2, dtype=np.float32)
_, dweight, dbias = batch_norm2d_backward(turned, turned, ones, 0 * ones, ones)
assert np.allclose(dweight, [1.25, 9.0625]), "a transposed float32 array gives a wrong dweight"
assert np.allclose(dbias, [1.5, 3.25]), "a transposed float32 array gives a wrong dbias"
given = [np.array([[[[3.0, 0, 1]]]]), np.array([[[[3.0, -1, 1]]]]), np.array([2.0]), np.ones(1), np.ones(1)]
kept = [array.copy() for array in given]
batch_norm2d_backward(*given)
assert all(map(np.array_equal, given, kept)), "the function changed one of its arguments"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "batch_norm2d_backward_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: weights from whose output nothing can be computed
### BEGIN HIDDEN TESTS
grid = np.arange(12.0).reshape(1, 3, 2, 2)
assert len(batch_norm2d_backward(grid, grid, np.array([1.0, -1e-8, 3]), np.zeros(3), np.ones(3))) == 3, (
    "a small weight must still work"
)
for bad in ([0.0, 1, 1], [1.0, 1, 0], [0.0, 0, 0], [2.0, -0.0, 5]):
    try:
        batch_norm2d_backward(grid, grid, np.array(bad), np.zeros(3), np.ones(3))
        refused = False
    except ValueError:
        refused = True
    assert refused, "a weight of 0 must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Drop whole channels
#
# **7 points** · medium · about 20 minutes ·
# [chapter 13](../../book/13_regularization_and_normalization.md), "Drop units at random" and "Train one way,
# predict another"
#
# Neighboring pixels of a feature map say nearly the same. Dropping single ones, as the chapter does, loses
# little: the neighbor knows. Convolutional networks therefore drop whole channels: in training, each channel
# **of each image** is set to 0 with probability `p`, all its pixels together. What stays is divided by 1 − p,
# so that the mean stays the same and nothing is left to do in use.
#
# Write `channel_dropout(x, p, training, rng)`.
#
# - `x`: array of shape `(N, C, H, W)`, whole numbers or floats of any dtype. It must not be changed.
# - `p`: the probability to drop a channel, from 0 to 1; anything else raises `ValueError`, in use too.
# - `rng`: a `numpy.random.Generator`. It is the only source of chance: the same seed gives the same result.
# - Returns a float array of shape `(N, C, H, W)`. In use (`training=False`) it holds the values of x. With
#   `p = 1` in training it is all 0.
#
# Example: with `x = np.ones((1, 4, 2, 2))` and `p = 0.5`, some of the four channels are all 0 and the others
# are all 2.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# How many random decisions are needed for a batch of shape (8, 3, 5, 5)? What shape must they have to reach
# all pixels of a channel?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `rng.random(shape)` is even between 0 and 1. Which comparison is true with probability 1 − p?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Compute the factor for p = 1 by hand. Why should that case be handled before?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "channel_dropout", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def channel_dropout(x, p, training, rng):
    """Return ``x`` with whole channels set to 0 with probability ``p``, and the others divided by 1 - p."""
    ### BEGIN SOLUTION
    if not 0 <= p <= 1:
        raise ValueError(f"expected a probability from 0 to 1, got {p}")
    if not training:
        return np.array(x, float)
    if p == 1:
        return np.zeros(x.shape)
    stays = rng.random((*x.shape[:2], 1, 1)) >= p
    return x * (stays / (1 - p))
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** One decision for each image and channel has the shape (N, C, 1, 1); broadcasting carries
# it to all pixels. A channel stays with probability 1 − p and is then divided by 1 − p, so its expected value
# is what it was, and use needs no change. `rng.random() >= p` is true with probability 1 − p, since the
# numbers are even in [0, 1). At p = 1 the division would make 0 · ∞ = NaN, so that case is answered before.
# In use, `np.array` makes a new float array: returning x itself would let the caller's later changes reach
# it.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "channel_dropout_visible", "locked": true, "points": 1, "solution": false}
# Test: what is left of many channels of ones, and use
ones = np.ones((40, 30, 2, 3))
dropped = channel_dropout(ones, 0.25, True, np.random.default_rng(0))
assert_matches(
    np.shape(dropped),
    (40, 30, 2, 3),
    "the shape of channel_dropout(ones of (40, 30, 2, 3), p=0.25)",
    "the task",
)
assert_matches(
    [ones.min(), ones.max()],
    [1, 1],
    "the smallest and the largest number of x after the call",
    "the rules of this task: x must not be changed",
    [([0, 1], "your function has dropped channels in the caller's array")],
)
assert_matches(
    np.ptp(dropped, axis=(2, 3)).max(),
    0,
    "the largest difference between two pixels of one channel, after channel_dropout(ones, p=0.25)",
    "the introduction of this task: all pixels of a channel together",
    [(4 / 3, "pixels were dropped, not channels"), (1, "pixels were dropped, not channels")],
)
assert_matches(
    dropped.max(),
    4 / 3,
    "what a channel of ones becomes that stays, with p=0.25",
    'chapter 13, "Drop units at random": inverted dropout',
    [
        (1, "what stays must make up for what was dropped"),
        (4, "divided by p; the share that stays is 1 - p"),
        (0.75, "multiplied by 1 - p: that is what original dropout does, in use"),
    ],
)
assert_matches(
    round(4 * float(np.mean(dropped == 0))),
    1,
    "how many quarters of the 1200 channels are 0, rounded, with p=0.25",
    "the rules of this task: p is the probability to drop",
    [(3, "three quarters are dropped: p is the share that should go, not the one that should stay")],
)
for axis, what in [(0, "image"), (1, "channel")]:
    patterns = np.unique(dropped[:, :, 0, 0], axis=axis)
    assert_matches(
        patterns.shape[axis] > 1,
        True,
        f"whether the zeros differ from {what} to {what}",
        "the introduction of this task: each channel of each image",
        [(False, f"the zeros are the same in each {what}: one decision for each channel of each image")],
    )
rng = np.random.default_rng(1)
again, other = (channel_dropout(ones, 0.25, True, source) for source in (np.random.default_rng(0), rng))
assert_matches(
    [np.array_equal(dropped, again), np.array_equal(again, other)],
    [True, False],
    "whether a second call with the same seed gives the same, and one with another seed gives the same",
    "the rules of this task: rng is the only source of chance",
    [
        ([False, False], "the same seed gives different results: chance comes from elsewhere"),
        ([True, True], "another seed changes nothing: rng is not used"),
    ],
)
assert_matches(
    np.abs(channel_dropout(ones, 1.0, True, rng)).max(),
    0,
    "the largest number with p=1",
    "the rules of this task",
)
assert_matches(
    channel_dropout(2 * ones[:1, :2], 0.25, False, rng),
    2 * ones[:1, :2],
    "channel_dropout(two channels of twos, p=0.25, training=False)",
    'chapter 13, "Train one way, predict another": in use nothing is dropped, nothing scaled',
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "channel_dropout_channels", "locked": true, "points": 1, "solution": false}
# Hidden test: which pixels are 0, for random images that are not square (nothing about the others)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1307)
for size in [(6, 5, 3, 4), (1, 40, 2, 1), (30, 1, 1, 5), (3, 10, 4, 4)]:
    x = rng.uniform(1, 2, size=size)
    zero = channel_dropout(x.copy(), 0.5, True, rng) == 0
    assert np.shape(zero) == size, "the result must have the shape of x"
    share = zero.mean(axis=(2, 3))
    assert np.all((share == 0) | (share == 1)), "all pixels of a channel must be dropped, or none"
    assert 0 < share.mean() < 1, "some channels must be dropped, and some not"
    assert size[0] == 1 or len(np.unique(share, axis=0)) > 1, (
        "each image must have channels of its own dropped"
    )
    assert size[1] == 1 or len(np.unique(share, axis=1)[0]) > 1, "each channel must be decided on its own"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "channel_dropout_scale", "locked": true, "points": 1, "solution": false}
# Hidden test: the values that stay
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1308)
x = rng.normal(size=(8, 20, 2, 3))
for p in (0.1, 0.25, 0.5, 0.875):
    y = channel_dropout(x.copy(), p, True, rng)
    stays = np.broadcast_to(np.any(y != 0, axis=(2, 3), keepdims=True), x.shape) & (y != 0)
    assert np.any(stays), "nothing has stayed"
    assert np.allclose(y[stays] * (1 - p), x[stays]), "what stays must be divided by 1 - p"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "channel_dropout_rate", "locked": true, "points": 1, "solution": false}
# Hidden test: the share that is dropped
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1309)
for p in (0.1, 0.3, 0.75, 0.9):
    y = channel_dropout(np.ones((60, 50, 1, 1)), p, True, rng)
    share = float(np.mean(y == 0))
    assert abs(share - p) < 0.04, "a channel must be dropped with probability p"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "channel_dropout_chance", "locked": true, "points": 1, "solution": false}
# Hidden test: chance comes from rng alone, and goes on from call to call
### BEGIN HIDDEN TESTS
x = np.ones((5, 9, 1, 2))
results = []
for seed in (1, 1, 2):
    source = np.random.default_rng(seed)
    results.append([channel_dropout(x.copy(), 0.5, True, source) for _ in range(2)])
assert np.array_equal(results[0], results[1]), "the same seed must drop the same channels"
assert not np.array_equal(results[0], results[2]), "another seed must drop other channels"
assert not np.array_equal(results[0][0], results[0][1]), "a second call must drop other channels"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "channel_dropout_ends", "locked": true, "points": 1, "solution": false}
# Hidden test: p of 0 and 1, use, and probabilities that are none
### BEGIN HIDDEN TESTS
x = np.arange(1.0, 25).reshape(2, 3, 2, 2)
assert np.array_equal(channel_dropout(x.copy(), 0.0, True, np.random.default_rng(0)), x), (
    "p = 0 must change nothing"
)
assert np.array_equal(channel_dropout(x.copy(), 1.0, True, np.random.default_rng(0)), 0 * x), (
    "p = 1 must leave only 0"
)
for p in (0.0, 0.5, 1.0):
    used = channel_dropout(x.copy(), p, False, np.random.default_rng(0))
    assert np.array_equal(used, x), "in use, the values must stay as they are"
for bad in (-0.1, 1.5, 50):
    for training in (True, False):
        try:
            channel_dropout(x, bad, training, np.random.default_rng(0))
            refused = False
        except ValueError:
            refused = True
        assert refused, "a p below 0 or above 1 must raise ValueError, in training and in use"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "channel_dropout_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8 bits, read-only and transposed arrays, x left as it was
### BEGIN HIDDEN TESTS
photo = np.full((4, 6, 1, 2), 200, dtype=np.uint8)
photo.setflags(write=False)
y = channel_dropout(photo, 0.5, True, np.random.default_rng(3))
assert set(np.unique(y)) <= {0, 200, 400}, "8-bit values must not wrap"
assert np.issubdtype(y.dtype, np.floating), "the result must be a float array"
assert np.issubdtype(channel_dropout(photo, 0.5, False, np.random.default_rng(3)).dtype, np.floating), (
    "the result must be a float array in use too"
)
turned = np.ones((3, 2, 1, 4), dtype=np.float32).transpose(0, 3, 2, 1)
assert np.shape(channel_dropout(turned, 0.5, True, np.random.default_rng(0))) == (3, 4, 1, 2), (
    "a transposed batch gives a wrong shape"
)
x = np.ones((2, 8, 1, 1))
for training in (True, False):
    channel_dropout(x, 0.5, training, np.random.default_rng(0))
assert np.array_equal(x, np.ones((2, 8, 1, 1))), "x must stay as it was"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Know when to stop
#
# **5 points** · easy · about 15 minutes ·
# [chapter 13](../../book/13_regularization_and_normalization.md), "Stop early"
#
# After each epoch you measure the loss on the validation set. Training ends when the loss has not improved
# for `patience` epochs in a row, and the weights of the best epoch are kept. Small gains are noise: an
# epoch *improves* only if its loss is lower than that of the best epoch so far by **more than** `least`.
# Given the losses that a full training would have, say what happens.
#
# Write `early_stop(losses, patience, least)`.
#
# - `losses`: a list of floats, one for each epoch, the first for epoch 0. A loss may be NaN (the network has
#   exploded): NaN never improves, and any number improves on a NaN.
# - `patience`: whole number, at least 1; `least`: at least 0. Anything else, or no losses at all, raises
#   `ValueError`.
# - Returns a tuple of two whole numbers `(last, best)`: the last epoch that is run, and the epoch whose
#   weights are kept. If training never stops early, `last` is the last of the list.
#
# Example: `early_stop([5.0, 3.0, 3.5, 2.9, 3.2, 3.1, 1.0], 2, 0.2)` is `(3, 1)`. Epoch 3 is lower than
# epoch 1 by only 0.1, so it is the second in a row that does not improve; the 1.0 is never seen.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Go through the epochs with two notes: which epoch is the best so far, and how long ago was it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# When nothing has improved for `patience` epochs, what is the distance between this epoch and the best one?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Every comparison with NaN is false, also `nan > nan`. What does that do to your test when the first loss is
# NaN?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "early_stop", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def early_stop(losses, patience, least):
    """Return the last epoch that is run, and the epoch whose weights are kept."""
    ### BEGIN SOLUTION
    if len(losses) == 0 or patience < 1 or least < 0:
        raise ValueError(f"expected losses, patience >= 1 and least >= 0, got {losses}, {patience}, {least}")
    best = epoch = 0
    while epoch - best < patience and epoch + 1 < len(losses):
        epoch += 1
        gain = losses[best] - losses[epoch]
        if gain > least or np.isnan(losses[best]) > np.isnan(losses[epoch]):
            best = epoch
    return epoch, best
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** All that matters about the past is which epoch is the best; the distance to it is how long
# nothing has improved. Comparing with the best epoch, not with the one before, lets many small gains add up
# until together they are more than `least`, and keeps a slow rise from passing as patience. NaN needs a rule
# of its own, because each comparison with it is false: a first loss of NaN would never be beaten.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "early_stop_visible", "locked": true, "points": 1, "solution": false}
# Test: a training that stops, one that does not, small gains, and an explosion
assert_matches(
    early_stop([9.0, 7.0, 8.0, 6.0, 6.5, 7.5, 5.0, 1.0], 2, 0.0),
    (5, 3),
    "early_stop([9, 7, 8, 6, 6.5, 7.5, 5, 1], patience=2, least=0)",
    'chapter 13, "Stop early"',
    [
        ([7, 7], "one epoch too many was run: stop when patience epochs have not improved"),
        ([5, 5], "the last weights were kept: the best ones are asked"),
        ([5, 7], "the best epoch was never run: training had stopped before"),
        (
            [4, 3],
            "the epochs without improvement were counted in total: an improvement starts the count anew",
        ),
        ([6, 3], "the epochs are counted from 0: this is how many were run"),
    ],
)
assert_matches(
    early_stop([9.0, 7.0, 6.0, 6.2], 3, 0.0),
    (3, 2),
    "early_stop([9, 7, 6, 6.2], patience=3, least=0)",
    'chapter 13, "Stop early"',
)
assert_matches(
    early_stop([8.0, 7.5, 7.25, 7.0, 6.9], 3, 0.5),
    (4, 2),
    "early_stop([8, 7.5, 7.25, 7, 6.9], patience=3, least=0.5)",
    "the rules of this task: lower than the best so far, by more than least",
    [
        ([3, 0], "the level to beat is the loss of the best epoch so far, not that of the epoch before"),
        ([4, 4], "the gain of some epoch was too small: by more than least"),
        ([4, 3], "a gain of exactly least counted: it must be more"),
    ],
)
assert_matches(
    early_stop([float("nan"), 3.0, float("nan"), float("nan")], 2, 0.0),
    (3, 1),
    "early_stop([nan, 3, nan, nan], patience=2, least=0)",
    "the rules of this task: NaN never improves, any number improves on it",
    [
        ([2, 0], "training never got away from a first NaN: any number improves on it"),
        ([3, 3], "NaN counted as an improvement"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "early_stop_last", "locked": true, "points": 1, "solution": false}
# Hidden test: the last epoch of random trainings (every lower loss improves)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1310)
for _ in range(40):
    length, patience = int(rng.integers(1, 15)), int(rng.integers(1, 5))
    losses = [float(value) for value in rng.permutation(length)]
    last = early_stop(list(losses), patience, 0.0)[0]
    records = [epoch for epoch in range(length) if losses[epoch] == min(losses[: epoch + 1])]
    gaps = [after - before for before, after in zip(records, [*records[1:], length + patience], strict=True)]
    stop = next(record + patience for record, gap in zip(records, gaps, strict=True) if gap > patience)
    assert last == min(stop, length - 1), "training does not stop at the right epoch"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "early_stop_best", "locked": true, "points": 1, "solution": false}
# Hidden test: the epoch whose weights are kept (very patient)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1311)
for _ in range(20):
    losses = [float(value) for value in rng.integers(0, 9, size=int(rng.integers(1, 12)))]
    best = early_stop(list(losses), 50, 0.0)[1]
    assert isinstance(best, int | np.integer), "epochs are whole numbers"
    assert best == losses.index(min(losses)), (
        "the weights of the first epoch with the lowest loss must be kept"
    )
assert early_stop([3e12, 2e12, 2.5e12], 50, 0.0)[1] == 1, "a loss may be as large as it likes"
assert early_stop([-1.0, -3.0, -2.0], 50, 0.0)[1] == 1, "a loss may be negative"
assert early_stop([4.0, 5, 6, 1], 2, 0.0)[1] == 0, "an epoch that is never run cannot be the best"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "early_stop_least", "locked": true, "points": 1, "solution": false}
# Hidden test: gains that are too small, alone and added up (the epoch that is kept)
### BEGIN HIDDEN TESTS
for losses, least, wanted in [
    ([10.0, 9, 8, 7, 6], 1.0, 4),
    ([10.0, 9, 8, 7, 6], 0.5, 4),
    ([10.0, 9, 8, 7, 6], 4.0, 0),
    ([10.0, 9, 8, 7, 6], 3.0, 4),
    ([10.0, 9.5, 20, 8.75, 8.25], 1.0, 3),
    ([10.0, 9.5, 20, 8.75, 7.5], 1.0, 4),
]:
    best = early_stop(losses, 50, least)[1]
    assert best == wanted, "an epoch improves if it is lower than the best one by more than least"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "early_stop_odd", "locked": true, "points": 1, "solution": false}
# Hidden test: NaN, and arguments that make no sense
### BEGIN HIDDEN TESTS
nan = float("nan")
assert tuple(early_stop([5.0, nan, nan, nan, 1], 3, 0.0)) == (3, 0), "NaN never improves"
assert tuple(early_stop([nan, nan, 2.0, 1.0], 9, 0.0)) == (3, 3), "any number improves on NaN"
assert tuple(early_stop([nan, nan, nan, 1.0], 2, 0.0)) == (2, 0), "a NaN that follows a NaN is no improvement"
assert tuple(early_stop([nan, 7.0, 8.0], 9, 100.0)) == (2, 1), "a number improves on NaN, whatever least is"
for bad in [([], 2, 0.0), ([1.0], 0, 0.0), ([1.0, 2], -1, 0.0), ([1.0, 2], 2, -0.5)]:
    try:
        early_stop(*bad)
        refused = False
    except ValueError:
        refused = True
    assert refused, "no losses, a patience below 1 or a negative least must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "phone_question", "locked": true, "solution": false}
# ## Task 5. Good in the laboratory, bad on the phone
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 13](../../book/13_regularization_and_normalization.md), "Train one way, predict another" and
# "Normalize over other axes"
#
# A network with dropout and batch normalization (PyTorch's, momentum 0.0001) was trained for 500 steps. In
# the laboratory it is tested in batches of 256 photographs and gets 93% right. On the phone it gets one
# photograph at a time, and two things happen: the same photograph gets different answers, and only 60% are
# right. After `net.eval()` the answers no longer change, but 71% is all. Answer in at most 150 words:
#
# 1. Which layer explained each of the two symptoms on the phone, and how? (The laboratory had not called
#    `eval` either.)
# 2. Why is it still bad after `eval`? Compute how much of the running statistics is what they started with,
#    and say how to repair the network without training it again.
# 3. Would group normalization have had this problem? Say which numbers it averages over.
#
# | your answer | points |
# | --- | --- |
# | gives each symptom its layer, with what that layer does in training | 1 |
# | computes what is left of the start, and gives a repair that needs no training | 1 |
# | decides question 3, with the axes | 1 |
# | is precise: the right words, numbers; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "phone", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Changing answers: dropout, still drawing masks. 60%: batch normalization, still using the batch's own
#    statistics. With 256 photographs these are good estimates; with one, each channel is normalized by its
#    own picture, and contrast and brightness, which meant something, are gone.
# 2. A running statistic keeps the share 0.9999^500 = 95% of its start (0 and 1), so `eval` normalizes by
#    numbers that are nearly invented. Repair: pass training photographs through the network in training
#    mode, dropout off, without any step of the optimizer, with a larger momentum (or average over batches),
#    and keep the statistics.
# 3. No. It averages over a few channels and all positions of one image, never over the batch. One photograph
#    is enough; training and use compute the same.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. First: what does the normalization of a batch do to one photograph in it, in
# training and in use? Make the batch small. Then: a photograph's 24 feature maps under your dropout. Last:
# where does your rule stop this training, and what would more patience have found?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import Checkbox, FloatSlider, IntSlider, interact

    from cnnlib.data import mnist

    digits = mnist().x_test[:64] / 255.0

    def normalize(images, contrast, training):
        batch = digits[:images].copy()
        batch[0] *= contrast
        state = np.array([0.13]), np.array([0.095])
        y, mean, var = batch_norm2d_forward(batch, np.ones(1), np.zeros(1), *state, training, 0.9, 1e-5)
        left, right = plt.subplots(1, 2, figsize=(9, 3))[1]
        left.imshow(y[0, 0], cmap="gray", vmin=-1, vmax=3)
        left.set_title("the first image, normalized")
        right.hist([batch[0].ravel(), y[0].ravel()], bins=30, label=["before", "after"], log=True)
        right.set_title(f"running mean {mean[0]:.3f}, variance {var[0]:.3f}")
        right.legend()
        plt.show()

    def drop(p, seed):
        windows = np.lib.stride_tricks.sliding_window_view(digits[3, 0], (5, 5))
        filters = np.random.default_rng(0).normal(size=(24, 5, 5))
        maps = np.maximum(np.einsum("ijab,kab->kij", windows, filters), 0)[None]
        dropped = channel_dropout(maps, p, True, np.random.default_rng(seed))
        axes = plt.subplots(3, 8, figsize=(9, 3.4))[1]
        for axis, picture in zip(axes.flat, dropped[0], strict=True):
            axis.imshow(picture, cmap="gray", vmin=0, vmax=maps.max())
            axis.axis("off")
        plt.suptitle(f"mean of all maps: {maps.mean():.3f} before, {dropped.mean():.3f} after")
        plt.show()

    def stop(patience, least, noise):
        epochs = np.arange(60)
        losses = 1.5 * np.exp(-epochs / 6) + 0.4 + 0.012 * epochs
        losses = losses + noise * np.random.default_rng(5).normal(size=60)
        last, best = early_stop(losses.tolist(), patience, least)
        plt.figure(figsize=(7, 2.8))
        plt.plot(epochs, losses, color="0.75", label="never seen")
        plt.plot(epochs[: last + 1], losses[: last + 1], label="validation loss")
        plt.plot(best, losses[best], "o", label=f"kept: epoch {best}, stopped after {last}")
        plt.legend()
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    training = Checkbox(True, description="training")
    try_out(
        normalize, images=IntSlider(32, 1, 64), contrast=FloatSlider(1, min=0.1, max=3), training=training
    )
    try_out(drop, p=FloatSlider(0.25, min=0, max=1, step=0.05), seed=IntSlider(0, 0, 20))
    noise = FloatSlider(0.05, min=0, max=0.2, step=0.01)
    try_out(stop, patience=IntSlider(5, 1, 30), least=FloatSlider(0, min=0, max=0.2, step=0.01), noise=noise)


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
