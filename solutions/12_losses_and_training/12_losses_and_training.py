# %% [markdown]
# # Exercises for chapter 12: losses and training
#
# **29 points** in four programming tasks and one written answer; about 105 minutes. You need
# [chapter 12](../../book/12_losses_and_training.md),
# NumPy, and PyTorch for task 4. At the end your functions of four notebooks, from
# [chapter 7](../../book/07_channels_and_parameters.md) on, become one library and learn to read digits.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `softmax_cross_entropy`: a loss and its gradient, some labels missing | 7 | 25 |
# | 2 | `sgd_step`: mend an update rule | 6 | 20 |
# | 3 | `adamw_step`: a step of the same size for every weight | 6 | 20 |
# | 4 | `train`: five bugs that do not crash | 6 | 30 |
# | 5 | a written answer: the best of twenty runs | 4 | 10 |
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
import torch


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
# ## Task 1. A loss and its gradient, some labels missing
#
# **7 points** · medium · about 25 minutes ·
# [chapter 12](../../book/12_losses_and_training.md), "Turn likelihood into a loss" and "Keep the softmax from
# overflowing"
#
# The last layer gives each image one score for each class. Softmax makes probabilities of them, and the loss
# is minus the logarithm of the probability of the right class. In practice some images have no label. They
# are marked by −1, and must neither count nor pull:
#
# $$p_{nk} = \frac{e^{s_{nk}}}{\sum_j e^{s_{nj}}}, \qquad
# L = \frac{1}{M} \sum_{n \text{ with a label}} -\log p_{n,\,\texttt{labels}[n]},
# \qquad M = \text{how many have a label.}$$
#
# Write `softmax_cross_entropy(scores, labels)`.
#
# - `scores`: array of shape `(N, K)`, floats or whole numbers of any dtype (with 8-bit ones a difference soon
#   overflows); they may be as large as ±1000 or more. `labels`: array of N whole numbers, each from 0 to
#   K − 1, or −1. Neither may be changed.
# - Any other label raises `ValueError`.
# - Returns a tuple `(loss, dscores)`: a number, and an array of shape `(N, K)` with the derivative of the
#   loss by each score; a row without a label is 0. If no row has a label, the loss is 0.
# - No warning may appear, whatever the scores are: here a warning says that a number has overflowed.
#
# Example: two images, two classes, equal scores: `softmax_cross_entropy(np.zeros((2, 2)), np.array([1, -1]))`
# is the loss 0.693 (log 2) and the gradient `[[0.5, -0.5], [0., 0.]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Softmax does not change when the same number is added to all scores of a row. Which number keeps `exp` from
# overflowing?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The logarithm of a probability that has become 0 is −∞. Write log p as a difference first, and only then
# compute it.
#
# </details>
# <details><summary>Hint 3</summary>
#
# In Python, `p[n, -1]` is no error but the last class. Choose the rows that have a label first. By which
# number do you divide?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "softmax_cross_entropy", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def softmax_cross_entropy(scores, labels):
    """Return the mean loss of the rows of ``scores`` that have a label, and its derivative by ``scores``."""
    ### BEGIN SOLUTION
    if np.any((labels < -1) | (labels >= scores.shape[1])):
        raise ValueError(f"expected labels from -1 to {scores.shape[1] - 1}, got {labels}")
    known = np.flatnonzero(labels >= 0)
    dscores = np.zeros(scores.shape)
    if len(known) == 0:
        return 0.0, dscores
    chosen, right = scores[known].astype(float), labels[known]
    chosen -= chosen.max(axis=1, keepdims=True)
    log_p = chosen - np.log(np.exp(chosen).sum(axis=1, keepdims=True))
    dscores[known] = np.exp(log_p)
    dscores[known, right] -= 1
    return -log_p[np.arange(len(known)), right].mean(), dscores / len(known)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** Adding a number to all scores of a row multiplies the top and the bottom of the softmax by
# the same factor, so subtracting the maximum changes nothing but the range: the largest exponent is 0 and the
# sum at least 1. Its logarithm is then harmless, and $\log p$ is a difference of numbers of the size of the
# scores; the probability itself, which may be too small for a float, is needed for the gradient alone. The
# derivative is $(p - \text{one-hot}) / M$ with the M of the mean. Rows without a label are left out before
# anything is indexed by a label, since −1 would silently mean the last class.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "softmax_cross_entropy_visible", "locked": true, "points": 1, "solution": false}
# Test: two labeled images, one more without a label, and scores of 1000
scores = np.log([[1.0, 2, 5], [3, 3, 2]])
got_loss, got_slopes = softmax_cross_entropy(scores.copy(), np.array([2, 0]))
assert_matches(
    got_loss,
    np.log(8 / 5 * 8 / 3) / 2,
    "the loss of softmax_cross_entropy(scores, labels=[2, 0]), the scores being the logarithms of [1, 2, 5] "
    "in row 0 and of [3, 3, 2] in row 1",
    'chapter 12, "Turn likelihood into a loss"',
    [
        (0.5, "this is the mean of 1 - p: the loss is minus the logarithm of p"),
        (0, "this is the share of wrong guesses: it has no slope to follow"),
        (1.450833, "this is the sum of the losses, the task asks for their mean"),
        (0.3465736, "the softmax runs over the images: the classes of one image share the probability"),
        (1.046555, "this loss is in bits: the gradient p - 1 belongs to the natural logarithm"),
    ],
)
assert_matches(
    got_slopes,
    [[0.0625, 0.125, -0.1875], [-0.3125, 0.1875, 0.125]],
    "the gradient of softmax_cross_entropy(scores, labels=[2, 0]) with the same scores",
    'chapter 12, "Turn likelihood into a loss"',
    [
        (
            [[0.125, 0.25, -0.375], [-0.625, 0.375, 0.25]],
            "the gradient is that of the sum: the loss is a mean over the labeled rows",
        ),
        (
            [[-0.0625, -0.125, 0.1875], [0.3125, -0.1875, -0.125]],
            "the sign is turned: the derivative by the right score is negative",
        ),
        (
            [[0.0625, 0.125, 0.3125], [0.1875, 0.1875, 0.125]],
            "these are the probabilities: the right class is missing in the gradient",
        ),
    ],
)
got_loss, got_slopes = softmax_cross_entropy(
    np.log([[1.0, 2, 5], [1, 1, 6], [3, 3, 2]]), np.array([2, -1, 0])
)
assert_matches(
    got_loss,
    np.log(8 / 5 * 8 / 3) / 2,
    "the loss of the same two rows with a third one between them, labels=[2, -1, 0]",
    "the rules of this task: a row without a label does not count",
    [
        (0.483611, "unlabeled rows are counted in the mean: divide by the number of labeled rows"),
        (0.579505, "the row without a label counts as the last class: [-1] is no error in Python"),
    ],
)
assert_matches(
    got_slopes,
    [[0.0625, 0.125, -0.1875], [0, 0, 0], [-0.3125, 0.1875, 0.125]],
    "the gradient of the same two rows with a third one between them, labels=[2, -1, 0]",
    "the rules of this task: a row without a label does not pull",
    [
        (
            [[0.04166667, 0.08333333, -0.125], [0, 0, 0], [-0.2083333, 0.125, 0.08333333]],
            "unlabeled rows are counted in the gradient: divide by the number of labeled rows",
        ),
        (
            [[0.0625, 0.125, -0.1875], [0.0625, 0.0625, 0.375], [-0.3125, 0.1875, 0.125]],
            "the row without a label pulls: its gradient must be 0",
        ),
    ],
)
got_loss, got_slopes = softmax_cross_entropy(np.array([[1000.0, 0.0], [-1000.0, -1000.0]]), np.array([1, 0]))
assert_matches(
    got_loss,
    500 + np.log(2) / 2,
    "the loss of softmax_cross_entropy([[1000, 0], [-1000, -1000]], labels=[1, 0])",
    'chapter 12, "Keep the softmax from overflowing"',
    [
        (np.inf, "the loss has become infinite: the logarithm of a probability that was rounded to 0"),
        (14.16208, "the loss stops growing: a small number in the logarithm hides how wrong the scores are"),
        (-np.inf, "the loss has become infinite: the logarithm of a probability that was rounded to 0"),
    ],
)
assert_matches(
    got_slopes,
    [[0.5, -0.5], [-0.25, 0.25]],
    "the gradient of softmax_cross_entropy([[1000, 0], [-1000, -1000]], labels=[1, 0])",
    'chapter 12, "Keep the softmax from overflowing"',
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "softmax_cross_entropy_loss", "locked": true, "points": 1, "solution": false}
# Hidden test: the loss of random scores, all rows labeled
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1201)
for n, k in [(4, 3), (1, 5), (7, 2), (3, 10)]:
    scores, labels = rng.normal(size=(n, k)), rng.integers(0, k, n)
    odds = [sum(np.exp(row - row[label])) for row, label in zip(scores, labels, strict=True)]
    got_loss = softmax_cross_entropy(scores.copy(), labels.copy())[0]
    assert np.shape(got_loss) == (), "the loss must be one number"
    assert np.isclose(got_loss, np.log(np.prod(odds)) / n), "the loss of random scores is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "softmax_cross_entropy_gradient", "locked": true, "points": 1, "solution": false}
# Hidden test: the gradient for random scores, all rows labeled
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1202)
for n, k in [(4, 3), (1, 5), (7, 2), (3, 10)]:
    scores, labels = rng.normal(size=(n, k)), rng.integers(0, k, n)
    got_slopes = softmax_cross_entropy(scores.copy(), labels.copy())[1]
    assert np.shape(got_slopes) == (n, k), "the gradient must have the shape of the scores"
    for row, label, slopes in zip(scores, labels, got_slopes, strict=True):
        others = [j for j in range(k) if j != label]
        shares = [1 / sum(np.exp(row - row[j])) for j in others]
        assert np.allclose(slopes[others] * n, shares), (
            "the derivative by the score of a wrong class is wrong"
        )
        assert np.isclose(slopes[label] * n, -sum(shares)), (
            "the derivative by the score of the right class is wrong"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "softmax_cross_entropy_large", "locked": true, "points": 1, "solution": false}
# Hidden test: scores of thousands, of both signs (all rows labeled)
### BEGIN HIDDEN TESTS
for scores, labels, slopes in [
    ([[2000.0, 2000, 0]], [0], [[-0.5, 0.5, 0]]),
    ([[-3000.0, -1000, -1000]], [2], [[0, 0.5, -0.5]]),
    ([[1e5, 0]], [0], [[0, 0]]),
    ([[-1500.0, 1500]], [0], [[-1, 1]]),
    ([[4000.0, 0], [0, -800]], [1, 0], [[0.5, -0.5], [0, 0]]),
]:
    got_slopes = softmax_cross_entropy(np.array(scores), np.array(labels))[1]
    assert np.allclose(got_slopes, slopes), (
        "the gradient overflows, or loses its value, where scores are large"
    )
for scores, label, wanted in [
    ([5000.0, 0], 1, 5000),
    ([-700.0, 50, -900], 0, 750),
    ([-2000.0, -2000], 1, np.log(2)),
]:
    got_loss = softmax_cross_entropy(np.array([scores]), np.array([label]))[0]
    assert np.isclose(got_loss, wanted), "the loss overflows, or loses its value, where scores are large"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "softmax_cross_entropy_ignored", "locked": true, "points": 1, "solution": false}
# Hidden test: rows without a label, one, many or all of them
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1210)
for classes in ([0, -1, 1], [-1, -1, -1, 2], [-1, 0], [1, 2, 0, -1, -1, 0]):
    every = rng.normal(size=(len(classes), 3))
    known = [row for row, label in enumerate(classes) if label != -1]
    got_loss, got_slopes = softmax_cross_entropy(every.copy(), np.array(classes))
    alone = softmax_cross_entropy(every[known], np.array(classes)[known])
    assert np.isclose(got_loss, alone[0]), "rows without a label must not change the mean loss of the others"
    assert np.allclose(got_slopes[known], alone[1]), (
        "rows without a label must not change the gradient of the others"
    )
    assert not np.any(np.delete(got_slopes, known, axis=0)), "a row without a label must have the gradient 0"
got_loss, got_slopes = softmax_cross_entropy(np.array([[1.0, 2, 3], [4, 0, 1]]), np.array([-1, -1]))
assert got_loss == 0, "without any label the loss must be 0"
assert np.array_equal(got_slopes, np.zeros((2, 3))), "without any label the gradient must be 0"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "softmax_cross_entropy_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: whole-number scores, read-only and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
votes = np.array([[0, 3], [7, 7]], dtype=np.uint8)
classes = np.array([1, 0], dtype=np.int8)
votes.setflags(write=False)
classes.setflags(write=False)
whole, plain = (softmax_cross_entropy(array, classes) for array in (votes, votes.astype(float)))
assert np.isclose(whole[0], plain[0]), "8-bit scores must have the loss of the same scores as floats"
assert np.allclose(whole[1], plain[1]), "8-bit scores must have the gradient of the same scores as floats"
turned = np.array([[0.5, 2, 0], [1.5, 2, -3]], dtype=np.float32).T
views = [softmax_cross_entropy(array, np.array([0, 0, 1])) for array in (turned, turned.astype(float).copy())]
assert np.isclose(views[0][0], views[1][0]), (
    "transposed float32 scores give another loss than the same floats"
)
assert np.allclose(views[0][1], views[1][1]), "transposed float32 scores give another gradient"
kept, classes = np.array([[1.0, 4.0], [2.0, 2.0]]), np.array([0, -1])
softmax_cross_entropy(kept, classes)
assert np.array_equal(kept, [[1.0, 4.0], [2.0, 2.0]]), "the function changed the scores"
assert np.array_equal(classes, [0, -1]), "the function changed the labels"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "softmax_cross_entropy_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: labels that are no class
### BEGIN HIDDEN TESTS
assert softmax_cross_entropy(np.eye(3), np.array([2, 1, 0])) is not None, "honest labels must still work"
for bad in ([0, 1, 3], [0, -2, 1], [7, 0, 0], [-1, 0, -3], [-1, -1, 3]):
    try:
        softmax_cross_entropy(np.eye(3), np.array(bad))
        refused = False
    except ValueError:
        refused = True
    assert refused, "a label that is neither a class nor -1 must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. Mend an update rule
#
# **6 points** · medium · about 20 minutes ·
# [chapter 12](../../book/12_losses_and_training.md), "Step downhill" and "Add momentum, adapt the step"
#
# Nothing crashes in the function below, and on some days the loss even falls. It should make one step of
# gradient descent with momentum and weight decay, for all parameters of a network. For each parameter w with
# the gradient g and the velocity v (zeros when it has none yet):
#
# $$g' = g + \texttt{decay} \cdot w \;\text{ (weights only)}, \qquad
# v \leftarrow \texttt{momentum} \cdot v + g', \qquad w \leftarrow w - \texttt{lr} \cdot v$$
#
# Only weights decay: arrays of two axes or more. Biases and other arrays of one axis do not.
#
# Write `sgd_step(params, grads, velocities, lr, momentum, decay)`: copy `buggy_sgd_step` and mend it, or
# start anew.
#
# - `params`, `grads`: dictionaries from names to arrays of floats, with the same names and shapes;
#   `velocities`: the same for the velocities, empty before the first step.
# - `lr`, `momentum`, `decay`: numbers, 0 or larger.
# - Returns a tuple `(params, velocities)` of new dictionaries with new arrays. Nothing that was passed in may
#   be changed, nor come back as a result: the caller may fill its gradient arrays anew in the next step.
#
# Example: `sgd_step({"w": np.array([[3.0]])}, {"w": np.array([[2.0]])}, {}, 0.5, 0.9, 0)` is
# `({"w": [[2.]]}, {"w": [[2.]]})`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`. Your answer must not call `buggy_sgd_step`.
#
# <details><summary>Hint 1</summary>
#
# Call the function with one number at a time: `momentum=0` and `decay=0` first. Does the loss of w² fall?
#
# </details>
# <details><summary>Hint 2</summary>
#
# What should happen to a weight whose gradient is 0 in this step? Read the three formulas with g = 0.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `a += b` changes the array that `a` names, whoever else uses it. `a = a + b` makes a new one.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "sgd_step_given", "locked": true, "solution": false}
def buggy_sgd_step(params, grads, velocities, lr, momentum, decay):
    """Return the parameters and velocities after one step; this one has bugs."""
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if not g.any():  # nothing to learn here
            new_params[name] = w
            new_velocities[name] = velocities.get(name, np.zeros(w.shape))
            continue
        g += decay * w
        v = momentum * velocities.get(name, 0) + g
        new_params[name] = w + lr * v
        new_velocities[name] = g
    return new_params, new_velocities


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "sgd_step", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def sgd_step(params, grads, velocities, lr, momentum, decay):
    """Return the parameters and velocities after one step with momentum and weight decay."""
    ### BEGIN SOLUTION
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name] + decay * w if w.ndim > 1 else grads[name]
        new_velocities[name] = momentum * velocities.get(name, 0) + g
        new_params[name] = w - lr * new_velocities[name]
    return new_params, new_velocities
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** The five bugs: the step went uphill (`+ lr`); a zero gradient skipped the whole rule, so
# that units which get no gradient neither decayed nor rolled on; biases decayed; `g += …` wrote the decay
# into the caller's gradient; and the gradient was kept in place of the velocity, which makes momentum forget
# all but the last step. None of them crashes, and with `momentum=0`, `decay=0` only the first shows. That is
# how to find such bugs: switch the terms of a formula on one at a time, with numbers small enough to check by
# hand.


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "sgd_step_visible", "locked": true, "points": 1, "solution": false}
# Test: five symptoms, one after the other
def after_a_step(weight, gradient, velocity=None, momentum=0.0, decay=0.0):
    """Return what one step with lr = 0.5 makes of one parameter, and of its velocity."""
    before = {} if velocity is None else {"w": np.array(velocity)}
    given = {"w": np.array(weight)}, {"w": np.array(gradient)}, before
    params, velocities = sgd_step(*given, lr=0.5, momentum=momentum, decay=decay)
    return params["w"], velocities["w"]


assert_matches(
    after_a_step([[3.0, 3.0]], [[2.0, -4.0]])[0],
    [[2, 5]],
    "a weight [[3, 3]] with the gradient [[2, -4]], lr=0.5, momentum=0, decay=0",
    'chapter 12, "Step downhill"',
    [([[4, 1]], "the step goes uphill: a step downhill goes against the gradient")],
)
assert_matches(
    after_a_step([[8.0]], [[0.0]], [[2.0]], momentum=0.5, decay=0.25)[0],
    [[6.5]],
    "a weight [[8]] with the gradient [[0]] and the velocity [[2]], lr=0.5, momentum=0.5, decay=0.25",
    'the formulas of this task, and chapter 12, "Add momentum, adapt the step"',
    [
        ([[8]], "a gradient of 0 stops everything: decay and velocity go on"),
        ([[7.5]], "this weight has not decayed: it has two axes"),
        ([[5.5]], "the weight decays by decay * w: lr multiplies the decay too"),
        ([[6]], "this velocity is multiplied by lr: here lr multiplies only the step"),
        ([[7]], "the gradient was damped by 1 - momentum: here the velocity is a sum"),
    ],
)
assert_matches(
    after_a_step([8.0], [1.0], decay=0.25)[0],
    [7.5],
    "a bias [8] with the gradient [1], lr=0.5, momentum=0, decay=0.25",
    "the rules of this task: only weights decay, arrays of two axes or more",
    [([6.5], "the bias has decayed: it has one axis")],
)
assert_matches(
    after_a_step([[0.0]], [[1.0]], [[4.0]], momentum=0.5)[1],
    [[3]],
    "the velocity [[4]] after a step with the gradient [[1]], lr=0.5, momentum=0.5, decay=0",
    'chapter 12, "Add momentum, adapt the step"',
    [([[1]], "the velocity has forgotten its past: what is kept for the next step is the gradient")],
)
gradient = np.array([[1.0]])
sgd_step({"w": np.array([[8.0]])}, {"w": gradient}, {}, lr=0.5, momentum=0.5, decay=0.25)
assert_matches(
    gradient,
    [[1]],
    "a step with weight decay, and then a look at the gradient that was passed in",
    "the rules of this task: nothing that was passed in may be changed",
    [([[3]], "your function added the decay to the caller's own array")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "sgd_step_direction", "locked": true, "points": 1, "solution": false}
# Hidden test: weights and biases without momentum and decay
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1203)
for lr in (0.1, 1.0, 0.003):
    params = {"conv.weight": rng.normal(size=(2, 3, 2, 2)), "conv.bias": rng.normal(size=2)}
    grads = {name: rng.normal(size=w.shape) for name, w in params.items()}
    given = ({name: array.copy() for name, array in part.items()} for part in (params, grads))
    after, _ = sgd_step(*given, {}, lr, 0.0, 0.0)
    assert set(after) == set(params), "the new parameters must have the old names"
    for name, g in grads.items():
        assert np.allclose((after[name] - params[name]) / lr, -g), (
            "a parameter must move by lr, against its gradient"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "sgd_step_zero", "locked": true, "points": 1, "solution": false}
# Hidden test: gradients that are 0 while weights decay and velocities go on
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1204)
for shape in [(3, 2), (2, 1, 3, 3)]:
    weight, speed = rng.normal(size=shape), rng.normal(size=shape)
    decayed = sgd_step({"w": weight.copy()}, {"w": np.zeros(shape)}, {}, 0.25, 0.0, 0.5)[0]["w"]
    assert np.allclose(np.abs(decayed - weight), 0.125 * np.abs(weight)), (
        "a weight must decay also where its gradient is 0"
    )
    given = {"w": weight.copy()}, {"w": np.zeros(shape)}, {"w": speed.copy()}
    rolled = sgd_step(*given, 0.25, 0.5, 0.0)[0]["w"]
    assert np.allclose(np.abs(rolled - weight), 0.125 * np.abs(speed)), (
        "a weight must go on with its velocity also where its gradient is 0"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "sgd_step_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: parameters of one axis under weight decay
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1205)
for size in (1, 5):
    scale, g = rng.normal(size=size), rng.normal(size=size)
    after = sgd_step({"scale": scale.copy()}, {"scale": g.copy()}, {}, 0.5, 0.0, 0.75)[0]["scale"]
    assert np.allclose(np.abs(after - scale), 0.5 * np.abs(g)), "an array of one axis must not decay"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "sgd_step_velocity", "locked": true, "points": 1, "solution": false}
# Hidden test: the velocities after several steps, of two parameters
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1206)
params = {"a": np.ones((2, 2)), "b": np.ones(3)}
steps = [{name: rng.normal(size=w.shape) for name, w in params.items()} for _ in range(4)]
velocities = {}
for grads in steps:
    velocities = sgd_step(params, {name: g.copy() for name, g in grads.items()}, velocities, 0.1, 0.5, 0.0)[1]
for name in params:
    summed = sum(0.5**age * grads[name] for age, grads in enumerate(reversed(steps)))
    assert np.allclose(velocities[name], summed), "a velocity must remember the gradients of earlier steps"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "sgd_step_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: what was passed in stays as it was, also when weights decay
### BEGIN HIDDEN TESTS
given = [{"w": np.array([[2.0, -3.0]])}, {"w": np.array([[1.0, 0.5]])}, {"w": np.array([[4.0, 4.0]])}]
results = sgd_step(*given, 0.5, 0.9, 0.25)
assert np.array_equal(given[0]["w"], [[2, -3]]), "the function changed the parameters that were passed in"
assert np.array_equal(given[1]["w"], [[1, 0.5]]), "the function changed the gradients that were passed in"
assert np.array_equal(given[2]["w"], [[4, 4]]), "the function changed the velocities that were passed in"
frozen = {"w": np.array([[1.0]])}
frozen["w"].setflags(write=False)
assert len(sgd_step(frozen, frozen, frozen, 0.5, 0.9, 0.25)) == 2, "read-only arrays must do"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. A step of the same size for every weight
#
# **6 points** · medium · about 20 minutes ·
# [chapter 12](../../book/12_losses_and_training.md), "Add momentum, adapt the step"
#
# In one layer gradients are a thousand times larger than in another. Adam divides each gradient by its own
# usual size. The chapter's Adam adds weight decay to the gradient, where the division changes it beyond
# recognition. AdamW keeps the decay out of it, and became the standard for large networks. In step number
# t = 1, 2, 3, …
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \qquad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2,$$
#
# $$w \leftarrow w - \texttt{lr} \left( \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}
# + \texttt{decay} \cdot w \right)$$
#
# with the *old* w on the right.
#
# Write `adamw_step(w, g, m, v, t, lr, betas, eps, decay)`.
#
# - `w`, `g`, `m`, `v`: arrays of floats of one shape: the weights, their gradient, and m and v after the step
#   before (zeros at the first). None of them may be changed.
# - `t`: the number of this step, from 1; anything smaller raises `ValueError`. `betas`: a pair, each at least
#   0 and below 1. `lr`, `eps`, `decay`: numbers.
# - Returns a tuple `(w, m, v)` of new arrays.
#
# Example: in the first step every weight moves by nearly `lr`, whatever the size of its gradient:
# `adamw_step(np.array([5.0, 5]), np.array([0.001, -300]), np.zeros(2), np.zeros(2), 1, 0.1, (0.9, 0.999),
# 1e-8, 0)[0]` is `[4.9, 5.1]` up to 1e-6.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Compute the first step by hand, with m = v = 0 and t = 1: what is left of the fraction?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Keep apart what you return (m and v) and what you use in this step (both divided by something).
#
# </details>
# <details><summary>Hint 3</summary>
#
# Where does ε stand, inside the root or outside? With a gradient of 1e-12 it matters.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "adamw_step", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    """Return the weights and the two averages (w, m, v) after step number ``t`` of AdamW."""
    ### BEGIN SOLUTION
    if t < 1:
        raise ValueError(f"expected a step number from 1, got {t}")
    m = betas[0] * m + (1 - betas[0]) * g
    v = betas[1] * v + (1 - betas[1]) * g * g
    usual = np.sqrt(v / (1 - betas[1] ** t))
    return w - lr * (m / (1 - betas[0] ** t) / (usual + eps) + decay * w), m, v
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** After t steps the weights of the averages add up to $1 - \beta^t$, not to 1, because they
# started at 0; dividing by that makes true weighted means of them. In the first step the fraction is $g /
# |g|$: every weight moves by lr. What is returned are the plain averages, since the next step goes on from
# them. Decay that is added to g would be divided by the usual size of the gradient too, and weights with
# small gradients would decay the most; outside the fraction all weights shrink by the same share.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adamw_step_visible", "locked": true, "points": 1, "solution": false}
# Test: the first step, the second one, and weight decay
weight = np.array([5.0, 5.0])
first = adamw_step(weight.copy(), np.array([4.0, -2.0]), *np.zeros((2, 2)), 1, 0.1, (0.5, 0.75), 0.0, 0.0)
for name, got, expected in zip(["w", "m", "v"], first, [[4.9, 5.1], [2, -1], [4, 1]], strict=True):
    assert_matches(
        got,
        expected,
        f"{name} of adamw_step(w=[5, 5], g=[4, -2], m=[0, 0], v=[0, 0], t=1, lr=0.1, betas=(0.5, 0.75), "
        "eps=0, decay=0)",
        'chapter 12, "Add momentum, adapt the step"',
        [
            ([4.95, 5.05], "m starts at 0 and is too small at first: it needs its own correction"),
            ([4, -2], "the corrected average was returned: what the next step goes on with is the plain one"),
            ([4.911808, 5.088192], "the correction is one step ahead: t counts from 1"),
            ([4.975, 5.05], "the root is missing: v is the size of the gradient squared"),
            ([5.1, 4.9], "the step goes uphill: a step downhill goes against the gradient"),
            ([1, -0.5], "the two betas are exchanged: the first is that of m"),
            ([4.8, 5.141421], "v averages g where it should average its square"),
        ],
    )
second = adamw_step(
    weight.copy(), np.array([2.0, 1]), np.array([1.0, -4]), np.array([8.0, 2]), 2, 0.1, (0.5, 0.75), 1.0, 0.0
)
for name, got, expected in zip(
    ["w", "m", "v"], second, [[4.96, 5.0666667], [1.5, -1.5], [7, 1.75]], strict=True
):
    assert_matches(
        got,
        expected,
        f"{name} of adamw_step(w=[5, 5], g=[2, 1], m=[1, -4], v=[8, 2], t=2, lr=0.1, betas=(0.5, 0.75), "
        "eps=1, decay=0)",
        'chapter 12, "Add momentum, adapt the step", and the formulas of this task',
        [
            (
                [4.958856, 5.064575],
                "m and v start at 0 and are too small at first: divide by 1 - beta to the power t",
            ),
            ([4.952317, 5.082288], "the correction is that of the first step: it depends on t"),
            ([4.951493, 5.089443], "eps stands inside the root: it belongs outside"),
            ([4.963715, 5.05695], "eps is added before v is corrected: it belongs beside the corrected root"),
        ],
    )
assert_matches(
    adamw_step(weight, np.array([4.0, -2.0]), *np.zeros((2, 2)), 1, 0.1, (0.5, 0.75), 0.0, 0.25)[0],
    [4.775, 4.975],
    "w of adamw_step(w=[5, 5], g=[4, -2], m=[0, 0], v=[0, 0], t=1, lr=0.1, betas=(0.5, 0.75), eps=0, "
    "decay=0.25)",
    "the formulas of this task: the decay stands outside the fraction",
    [
        ([4.9, 5.1], "the decay went through the fraction, where it is divided too"),
        ([3.65, 3.85], "lr multiplies the decay too"),
        ([4.7775, 4.9725], "the old w decays, not the new one"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adamw_step_averages", "locked": true, "points": 1, "solution": false}
# Hidden test: m and v after several steps
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1207)
for shape, (beta1, beta2) in [((3,), (0.9, 0.999)), ((2, 3), (0.5, 0.75)), ((1, 2, 2), (0.0, 0.3))]:
    gradients = rng.normal(size=(4, *shape))
    m, v, weight = np.zeros(shape), np.zeros(shape), np.ones(shape)
    for t, g in enumerate(gradients, 1):
        _, m, v = adamw_step(weight, g, m, v, t, 0.1, (beta1, beta2), 1e-8, 0.0)
    shares = np.array([[(1 - beta) * beta ** (3 - k) for k in range(4)] for beta in (beta1, beta2)])
    assert np.allclose(m, np.tensordot(shares[0], gradients, 1)), "m is not the average of the gradients"
    assert np.allclose(v, np.tensordot(shares[1], gradients**2, 1)), (
        "v is not the average of the squared gradients"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adamw_step_step", "locked": true, "points": 1, "solution": false}
# Hidden test: the steps of the weights, from the first to the sixth, without weight decay
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1208)
for beta1, beta2 in [(0.9, 0.999), (0.5, 0.75), (0.25, 0.0)]:
    m, v, weight = np.zeros((2, 3)), np.zeros((2, 3)), rng.normal(size=(2, 3))
    gradients = rng.normal(size=(6, 2, 3))
    for t in range(1, 7):
        seen, ages = gradients[:t], np.arange(t)[::-1]
        mean = np.average(seen, axis=0, weights=beta1**ages)
        size = np.average(seen**2, axis=0, weights=beta2**ages) ** 0.5
        old = weight
        weight, m, v = adamw_step(old.copy(), gradients[t - 1], m, v, t, 0.3, (beta1, beta2), 0.0, 0.0)
        assert np.allclose(old - weight, 0.3 * mean / size), (
            "a step is not lr times mean gradient by usual size, both freed from the zeros at the start"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adamw_step_decay", "locked": true, "points": 1, "solution": false}
# Hidden test: weight decay, with and without a gradient
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1209)
weight, g = rng.normal(size=(2, 5))
pair = [
    adamw_step(weight.copy(), g.copy(), *np.zeros((2, 5)), 1, 0.5, (0.9, 0.999), 1e-8, decay)
    for decay in (0.0, 0.25)
]
assert np.allclose(pair[0][0] - pair[1][0], 0.125 * weight), (
    "decay must take lr * decay * w off, beside the fraction"
)
assert np.allclose(pair[0][1], pair[1][1]), "decay must not enter m"
assert np.allclose(pair[0][2], pair[1][2]), "decay must not enter v"
still = adamw_step(weight.copy(), *np.zeros((3, 5)), 1, 0.5, (0.9, 0.999), 1e-8, 0.25)[0]
assert np.allclose(still, 0.875 * weight), "a weight must decay also where its gradient is 0"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adamw_step_eps", "locked": true, "points": 1, "solution": false}
# Hidden test: gradients that are tiny or 0 (first step), and step numbers that make no sense
### BEGIN HIDDEN TESTS
tiny = np.array([0.0, 1e-8, -3e-8])
after = adamw_step(np.ones(3), tiny, *np.zeros((2, 3)), 1, 1.0, (0.9, 0.999), 1e-8, 0.0)[0]
assert np.all(np.isfinite(after)), "a gradient of 0 must not give NaN or infinity"
assert np.allclose(after, [1, 0.5, 1.75]), "eps must be added to the root, once"
for bad in (0, -1):
    try:
        adamw_step(*np.ones((4, 3)), bad, 0.1, (0.9, 0.999), 1e-8, 0.0)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a step number below 1 must raise ValueError"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "adamw_step_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: read-only, float32 and transposed arrays, inputs left as they were
### BEGIN HIDDEN TESTS
given = [np.full((2, 3), value, dtype=np.float32).T for value in (1, 2, 0, 0)]
kept = [array.copy() for array in given]
results = adamw_step(*given, 1, 0.125, (0.9, 0.999), 1e-8, 0.0)
assert [np.shape(array) for array in results] == [(3, 2)] * 3, "w, m and v must keep their shape"
assert np.allclose(np.abs(results[0] - given[0]), 0.125), (
    "the first step of float32 weights must have the size lr"
)
for array in given:
    array.setflags(write=False)
adamw_step(*given, 1, 0.125, (0.9, 0.999), 1e-8, 0.5)
mine = [array.copy() for array in kept]
adamw_step(*mine, 3, 0.125, (0.9, 0.999), 1e-8, 0.5)
assert all(map(np.array_equal, mine, kept)), "the function changed one of its inputs"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Five bugs that do not crash
#
# **6 points** · hard · about 30 minutes ·
# [chapter 12](../../book/12_losses_and_training.md), "Run the training loop" and "Split the data, choose the
# hyperparameters"
#
# A training loop, as one finds them on the internet. It runs, the numbers look like numbers, and the network
# learns little. Five lines are wrong or missing. What it should do:
#
# 1. Shift and scale each feature by its mean and standard deviation *over the training set*, for training and
#    test alike. The test set is for the test: nothing in training may depend on it.
# 2. Go through the training samples once in each epoch, in a new random order drawn with `seed`, in batches
#    of `batch_size`; samples keep their labels, the last batch may be smaller.
# 3. For each batch make one step of plain SGD on the mean cross-entropy of the network's scores.
# 4. Measure the accuracy on the test set after each epoch, with the network in its mode for use: no dropout,
#    batch normalization with its running statistics.
#
# Write `train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed)`: copy `buggy_train` and mend it, or
# start anew.
#
# - `net`: an `nn.Module` that makes K scores of each sample; it is trained in place. `x`: float tensor `(N,
#   features)`, `y`: class numbers `(N,)`; `x_test`, `y_test` likewise. They are not changed.
# - Returns a tuple of two lists with one number for each epoch: the mean training loss over all samples, each
#   counted once with its loss just before the step of its batch; and the accuracy on the test set, from 0
#   to 1.
#
# Not allowed: `cnnlib`. Your answer must not call `buggy_train`.
#
# <details><summary>Hint 1</summary>
#
# With `lr=0` nothing is learned. Which numbers must then stay the same from epoch to epoch?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Read the documentation of `torch.nn.functional.cross_entropy`: what does it expect as input? And what does
# `backward` do to a gradient that is already there?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Ask of each line: does it see the test set? Does it belong to training or to use? Do `x` and `y` still go
# together after it?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "train_given", "locked": true, "solution": false}
def buggy_train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed):
    """Train ``net`` with SGD, return losses and accuracies of the epochs; this one has bugs."""
    generator = torch.Generator().manual_seed(seed)
    everything = torch.cat([x, x_test])
    mean, std = everything.mean(dim=0), everything.std(dim=0).clamp(min=1e-6)
    x, x_test = (x - mean) / std, (x_test - mean) / std
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses, accuracies = [], []
    for _ in range(epochs):
        net.train()
        x = x[torch.randperm(len(x), generator=generator)]
        total = 0.0
        for start in range(0, len(x), batch_size):
            batch, labels = x[start : start + batch_size], y[start : start + batch_size]
            scores = torch.softmax(net(batch), dim=1)
            loss = torch.nn.functional.cross_entropy(scores, labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        losses.append(total / len(x))
        with torch.no_grad():
            right = net(x_test).argmax(dim=1) == y_test
        accuracies.append(right.float().mean().item())
    return losses, accuracies


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "train", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 10}
def train(net, x, y, x_test, y_test, epochs, batch_size, lr, seed):
    """Train ``net`` with SGD; return the mean training loss and the test accuracy of each epoch."""
    ### BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed)
    mean, std = x.mean(dim=0), x.std(dim=0).clamp(min=1e-6)
    x, x_test = (x - mean) / std, (x_test - mean) / std
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses, accuracies = [], []
    for _ in range(epochs):
        net.train()
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            loss = torch.nn.functional.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        losses.append(total / len(x))
        net.eval()
        with torch.no_grad():
            right = net(x_test).argmax(dim=1) == y_test
        accuracies.append(right.float().mean().item())
    return losses, accuracies
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# **Why it works.** The five bugs: mean and deviation were taken over both sets (the test set leaks into
# training); x was shuffled and y was not; `cross_entropy` has a softmax of its own, and a second one before
# it keeps the loss above $\log(1 + (K - 1)/e)$ and its slopes small; `backward` adds to the gradients that
# are there, so each step followed all batches before it; and without `eval` the test ran with dropout and
# moved the running statistics of batch normalization. Indexing x and y by the same `rows` makes it impossible
# for them to part. With `lr=0` you could see two of the bugs at once: the loss changes from epoch to epoch
# although nothing is learned.


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_visible", "locked": true, "points": 1, "solution": false}
# Test: five symptoms, one after the other
def linear_network(weight, *layers):
    """Return a network of a linear layer with these weights and no bias, behind other layers."""
    layer = torch.nn.Linear(len(weight[0]), len(weight), bias=False)
    layer.weight.data = torch.tensor(weight)
    return torch.nn.Sequential(*layers, layer)


x = torch.tensor([[-3.0], [-2.0], [-1.0], [1.0], [2.0], [3.0]])
y = torch.tensor([0, 0, 0, 1, 1, 1])
losses = [
    train(linear_network([[-2.0], [2.0]]), x, y, x_test, y, epochs=1, batch_size=6, lr=0.0, seed=0)[0][0]
    for x_test in (x, x + 100)
]
assert_matches(
    losses[1],
    losses[0],
    "the training loss with two different test sets, and the same training set, network and seed",
    'chapter 12, "Split the data, choose the hyperparameters": training must not see the test set',
)
losses = train(linear_network([[-2.0], [2.0]]), x, y, x, y, epochs=4, batch_size=4, lr=0.0, seed=0)[0]
assert_matches(
    losses[1:],
    [losses[0]] * 3,
    "four epochs with lr=0: nothing is learned, so the mean loss of an epoch must stay the same",
    'chapter 12, "Run the training loop": each sample once in an epoch, with its own label, and in the mean '
    "with equal weight, also in a smaller batch",
)
losses = train(linear_network([[-50.0], [50.0]]), x, y, x, y, epochs=1, batch_size=6, lr=0.0, seed=0)[0]
assert_matches(
    losses[0],
    0,
    "the loss of a network that is sure of every sample, and right",
    'chapter 12, "Turn likelihood into a loss": what does cross_entropy expect?',
    [(0.3132617, "softmax is taken twice: cross_entropy has its own")],
)
far = []
for epochs, batch_size in [(1, 6), (5, 3)]:
    net = linear_network([[0.0], [0.0]])
    train(net, x.sign(), y, x, y, epochs=epochs, batch_size=batch_size, lr=1e-4, seed=0)
    far.append(net[0].weight[1].item())
assert_matches(
    round(far[1] / far[0], 1) if far[0] else 0.0,
    10,
    "how much farther ten small steps (five epochs of two batches) go than one",
    'chapter 12, "Run the training loop": from which batches does a gradient come?',
    [
        (55, "each step adds the gradients of all batches before it"),
        (15, "the second step of an epoch also follows the batch of the first"),
        (5, "each step follows the sum of the losses of its batch, not their mean"),
        (0, "the network has not moved: what is left of the gradient when the step is made?"),
    ],
)
results = train(
    linear_network([[-2.0], [2.0]], torch.nn.Dropout(1.0)), x, y, x, y, epochs=2, batch_size=6, lr=0.0, seed=0
)
assert_matches(
    results[1],
    [1, 1],
    "the accuracy of a network that is right about every sample, if dropout does not blind it",
    'chapter 12, "Run the training loop", and rule 4 of this task',
    [
        ([0.5, 0.5], "the network was tested in its mode for training"),
        ([100, 100], "the accuracy is a share from 0 to 1, not a percentage"),
    ],
)
assert_matches(
    results[0],
    [np.log(2)] * 2,
    "the losses of two epochs, while dropout leaves out all numbers in training",
    'chapter 12, "Run the training loop": in which mode is the network in the second epoch?',
    [
        ([0.6931472, 0.06966884], "after the first test the network has stayed in its mode for use"),
        (
            [0.06966884] * 2,
            "these are losses in the mode for use: take those of the batches, as they were met",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_leakage", "locked": true, "points": 1, "solution": false}
# Hidden test: test sets that look different from the training set
### BEGIN HIDDEN TESTS
x = torch.tensor([[2.0, 5.0], [4.0, 5.0], [2.0, 9.0], [4.0, 9.0]])
y = torch.tensor([0, 1, 0, 1])
for far in ([[3.5, 7.0], [90.0, 7.0], [90.0, 7.0]], [[2.5, 7.0], [-90.0, 7.0], [-90.0, 7.0]]):
    x_test = torch.tensor(far)
    y_test = (x_test[:, 0] > 3).long()
    net = torch.nn.Linear(2, 2, bias=False)
    net.weight.data = torch.tensor([[-1.0, 0.0], [1.0, 0.0]])
    kept = x.clone(), x_test.clone()
    share = train(net, x, y, x_test, y_test, 1, 4, 0.0, 0)[1][0]
    assert all(map(torch.equal, (x, x_test), kept)), "the function changed the samples that it was given"
    assert abs(share - 1) < 1e-6, "the test samples were not shifted by the mean of the training set"
for far, wanted in [([[7.0, 7.0], [7.0, 13.0]], 0), ([[7.0, 5.0], [7.0, 0.0]], 1)]:
    net = torch.nn.Linear(2, 2, bias=False)
    net.weight.data = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    x_test = torch.tensor(far + [[3.0 + 50 * wanted, 57.0 - 50 * wanted]] * 2)
    guessed = train(net, x, y, x_test, torch.ones(4, dtype=torch.long), 1, 4, 0.0, 0)[1][0]
    spread = [((row[0] - 3) / 2).item() > ((row[1] - 7) / 4).item() for row in x_test]
    assert abs(guessed - sum(spread) / 4) < 1e-6, "the test samples were not scaled as the training set was"
losses = []
for middle in (1.0, 1.5):
    net = torch.nn.Linear(1, 2, bias=False)
    net.weight.data = torch.tensor([[0.0], [5.0]])
    x, y = torch.tensor([[0.0], [middle], [5.0]]), torch.tensor([1, 1, 1])
    losses.append(train(net, x, y, x, y, 1, 3, 0.0, 0)[0][0])
assert abs(losses[0] - losses[1]) > 1e-3, (
    "the training samples were rounded, or are not those that were given"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_pairs", "locked": true, "points": 1, "solution": false}
# Hidden test: samples keep their labels while their order changes from epoch to epoch
### BEGIN HIDDEN TESTS
x = torch.tensor([[-2.0], [-1.5], [-1.0], [0.5], [1.0], [1.5], [2.5]])
y = torch.tensor([0, 0, 0, 1, 1, 1, 1])
for batch_size in (2, 3):
    net = torch.nn.Linear(1, 2, bias=False)
    net.weight.data = torch.tensor([[-1.5], [1.5]])
    curve = train(net, x, y, x, y, 4, batch_size, 0.0, 3)[0]
    assert len(curve) == 4, "there must be one loss for each epoch"
    assert max(curve) - min(curve) < 1e-6, "without learning, the mean loss must be the same in every epoch"
paths = []
for seed in (1, 2, 1):
    net = torch.nn.Linear(1, 2, bias=False)
    net.weight.data = torch.tensor([[0.1], [0.2]])
    paths.append(train(net, x, y, x, y, 2, 1, 0.5, seed)[0])
assert abs(paths[0][0] - paths[1][0]) > 1e-7, "another seed must give another order"
assert paths[0] == paths[2], "the same seed must give the same losses"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_loss", "locked": true, "points": 1, "solution": false}
# Hidden test: the loss of confident networks (all samples of one class)
### BEGIN HIDDEN TESTS
x = torch.tensor([[1.0], [2.0], [4.0], [7.0]])
for classes, label in [(2, 1), (5, 3)]:
    y = torch.full((4,), label)
    for height, wanted in [(0.0, np.log(classes)), (20.0, 0.0), (-30.0, 30 + np.log(classes - 1))]:
        net = torch.nn.Linear(1, classes)
        net.weight.data.zero_()
        net.bias.data.zero_()
        net.bias.data[label] = height
        value = train(net, x, y, x[:3], y[:3], 1, 3, 0.0, 0)[0][0]
        assert abs(value - wanted) < 1e-4, "the loss must be the mean cross-entropy of the network's scores"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_gradient", "locked": true, "points": 1, "solution": false}
# Hidden test: the lengths of many small steps (all samples of one class)
### BEGIN HIDDEN TESTS
x, y = torch.tensor([[1.0], [2.0], [3.0], [6.0]]), torch.zeros(4, dtype=torch.long)
ways = []
for epochs, batch_size in [(1, 4), (8, 4), (4, 2), (2, 1)]:
    net = torch.nn.Linear(1, 2)
    for parameter in net.parameters():
        parameter.data.zero_()
    train(net, x, y, x, y, epochs, batch_size, 1e-4, 0)
    ways.append(abs(net.bias[0].item()))
for way in ways[1:]:
    assert abs(way / ways[0] - 8) < 0.1, (
        "eight small steps must go eight times as far as one, however they are made"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_modes", "locked": true, "points": 1, "solution": false}
# Hidden test: networks that behave differently in training and in use
### BEGIN HIDDEN TESTS
x = torch.tensor([[4.0], [6.0], [5.0], [-5.0], [-4.0], [-6.0]])
y = torch.tensor([1, 1, 1, 0, 0, 0])
fixed = torch.nn.Linear(1, 2, bias=False)
fixed.weight.data = torch.tensor([[-2.0], [2.0]])
curve, shares = train(torch.nn.Sequential(torch.nn.Dropout(1.0), fixed), x, y, x, y, 3, 2, 0.0, 0)
assert shares == [1, 1, 1], "the accuracy must be measured with the network in its mode for use"
assert np.allclose(curve, np.log(2)), "the network must be back in its mode for training in every epoch"
running = torch.nn.BatchNorm1d(1)
train(torch.nn.Sequential(running, fixed), x, y, x, y, 2, 3, 0.0, 0)
assert int(running.num_batches_tracked) == 4, (
    "running statistics must follow the training batches, and no test"
)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "best_run_question", "locked": true, "solution": false}
# ## Task 5. The best of twenty runs
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 12](../../book/12_losses_and_training.md), "Split the data, choose the hyperparameters" and "Read
# the gap between the curves"
#
# A team classifies 10 kinds of leaves. They train twenty networks with different learning rates for 60 epochs
# each, on 4,000 photographs, look at each one's accuracy on the 1,000 test photographs, and report the best:
# 91.4%. Of that run they show:
#
# | epoch | 0 (before training) | 1 | 10 | 25 | 60 |
# | --- | --- | --- | --- | --- | --- |
# | training loss | 9.81 | 2.20 | 0.71 | 0.32 | 0.02 |
# | test loss | 9.78 | 2.18 | 0.80 | 0.61 | 1.15 |
#
# Answer in at most 150 words:
#
# 1. Why is 91.4% too good to be believed, even if no photograph is in both sets? How should they have used
#    their 5,000 photographs?
# 2. What happened between epochs 25 and 60? Name two remedies.
# 3. What does 9.81 before training say, and what should stand there?
#
# | your answer | points |
# | --- | --- |
# | names what the choice among twenty runs does to the number, and gives a fair procedure | 1 |
# | names what happened, with the numbers that show it, and two remedies that fit | 1 |
# | gives the loss of a network that knows nothing, and what the higher one means | 1 |
# | is precise: the right words, numbers; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "best_run", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. They chose the learning rate by the test set, so the best of twenty is partly the luckiest of twenty;
#    with 1,000 photographs luck is about ±1% each. Fair: 3,500 to train, 500 to choose (validation), and the
#    1,000 opened once, for the chosen network.
# 2. Overfitting: the training loss falls from 0.32 to 0.02 while the test loss rises from 0.61 to 1.15. Stop
#    near epoch 25, by the validation loss; weight decay, dropout, augmentation, more photographs.
# 3. A network that knows nothing gives each class 1/10: loss log 10 = 2.30. With 9.81 it is confidently wrong
#    at random: its first scores are far too large. Start from the right scale (He), or make the last layer
#    small. The first epoch was spent on unlearning it.
# ### END SOLUTION

# %% [markdown]
# ## Your own library (not graded)
#
# In chapters 7, 9, 11 and 12 you have written all that a small convolutional network needs, forward and
# backward. The next cells fetch your functions from those notebooks, put them together and train the network
# on handwritten digits. No library computes anything here that you have not written, except NumPy.
#
# | function | its notebook | what it does here |
# | --- | --- | --- |
# | `conv2d` | chapter 7 | the convolution, and the last layer too: a kernel as large as what is left |
# | `max_pool2d` | chapter 9 | halves the picture |
# | `conv2d_backward`, `max_pool2d_backward` | chapter 11 | the way back |
# | `softmax_cross_entropy`, `sgd_step` | this one | the loss, and the step downhill |
#
# The notebooks are looked for in the folders beside this one's, `../07_…/`, `../09_…/` and `../11_…/`.

# %%
import contextlib
import io
import json
import os
import time
import traceback
from pathlib import Path

NEEDED = {
    "conv2d": 7,
    "max_pool2d": 9,
    "conv2d_backward": 11,
    "max_pool2d_backward": 11,
    "softmax_cross_entropy": 12,
    "sgd_step": 12,
}


def functions_of(chapter):
    """Return what a chapter's notebook defines: run its cells up to the last answer, without the tests."""
    found = {}
    for path in sorted(Path("..").glob(f"{chapter:02d}_*/{chapter:02d}_*.ipynb"))[:1]:
        cells = [cell for cell in json.loads(path.read_text("utf8"))["cells"] if cell["cell_type"] == "code"]
        marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        last = max((number for number, mark in enumerate(marks) if mark.get("solution")), default=-1)
        for cell, mark in list(zip(cells, marks, strict=True))[: last + 1]:
            if not mark.get("grade"):
                # An experiment of yours may fail; what it leaves out is reported as missing.
                with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
                    exec("".join(cell["source"]), found)
    return found


def library():
    """Return your functions by name; those that are missing, or not written yet, are left out."""
    homes = {7: functions_of(7), 9: functions_of(9), 11: functions_of(11), 12: globals()}
    found = {name: homes[chapter].get(name) for name, chapter in NEEDED.items()}
    return {
        name: function for name, function in found.items() if callable(function) and not is_stub(function)
    }


def is_stub(function):
    """Return whether nothing has been written yet."""
    return "NotImplementedError" in getattr(getattr(function, "__code__", None), "co_names", ())


# %%
def first_parameters(seed):
    """Draw weights of the right scale (He) for 6 filters of 5 x 5, and 10 that read 6 maps of 7 x 7."""
    rng = np.random.default_rng(seed)
    shapes = {"conv.weight": (6, 1, 5, 5), "last.weight": (10, 6, 7, 7)}
    params = {
        name: rng.normal(size=shape) * np.sqrt(2 / np.prod(shape[1:])) for name, shape in shapes.items()
    }
    return params | {"conv.bias": np.zeros(6), "last.bias": np.zeros(10)}


def forward(mine, params, images):
    """Return all stages: after the convolution with its ReLU (14 x 14), pooled (7 x 7), scores (1 x 1)."""
    maps = mine["conv2d"](images, params["conv.weight"], params["conv.bias"], (2, 2), (2, 2, 2, 2))
    maps = np.maximum(maps, 0)
    pooled = mine["max_pool2d"](maps, (2, 2), (2, 2), (0, 0))[0]
    scores = mine["conv2d"](pooled, params["last.weight"], params["last.bias"], (1, 1), (0, 0, 0, 0))
    return maps, pooled, scores


def loss_and_gradients(mine, params, images, labels):
    """Go forward, measure the loss, go back: the loss and a gradient for each parameter."""
    maps, pooled, scores = forward(mine, params, images)
    loss, dscores = mine["softmax_cross_entropy"](scores[:, :, 0, 0], labels)
    dscores = dscores[:, :, None, None]
    no_relu = np.ones(scores.shape)  # the last layer has none: as if each output were positive
    back, last = mine["conv2d_backward"], params["last.weight"]
    dpooled, *dlast = back(dscores, no_relu, pooled, last, (1, 1), (0, 0, 0, 0))
    dmaps = mine["max_pool2d_backward"](dpooled, maps, (2, 2), (2, 2), (0, 0))
    _, *dconv = back(dmaps, maps, images, params["conv.weight"], (2, 2), (2, 2, 2, 2))
    names = ["conv.weight", "conv.bias", "last.weight", "last.bias"]
    return loss, dict(zip(names, [*dconv, *dlast], strict=True))


def check_gradients(mine, images, labels):
    """Compare some entries of the gradients with central differences; return the largest relative error."""
    params, errors = first_parameters(seed=1), []
    gradients = loss_and_gradients(mine, params, images, labels)[1]
    for name, gradient in gradients.items():
        place, losses = np.unravel_index(np.argmax(np.abs(gradient)), gradient.shape), []
        for step in (-1e-6, 1e-6):
            moved = {key: array.copy() for key, array in params.items()}
            moved[name][place] += step
            losses.append(loss_and_gradients(mine, moved, images, labels)[0])
        slope = (losses[1] - losses[0]) / 2e-6
        errors.append(abs(gradient[place] - slope) / abs(slope))
    return max(errors)


def train_on_digits(mine, steps, batch_size=40, say=print):
    """Make so many steps on the bundled digits, say how it goes; return the accuracy on 500 new digits."""
    from cnnlib.data import mnist

    digits, rng = mnist(), np.random.default_rng(0)
    middle, spread = digits.x_train.mean(), digits.x_train.std()
    images, test = ((part - middle) / spread for part in (digits.x_train, digits.x_test[:500]))
    error = check_gradients(mine, images[:2], digits.y_train[:2])
    say(f"gradient check of the whole network: relative error {error:.0e}")
    if not error < 1e-4:
        raise ValueError("the gradients are not the slopes of the loss: do all tests of chapter 11 pass?")
    params, velocities, losses = first_parameters(seed=0), {}, []
    begin = time.monotonic()
    for step in range(1, steps + 1):
        rows = rng.choice(len(images), batch_size, replace=False)
        loss, gradients = loss_and_gradients(mine, params, images[rows], digits.y_train[rows])
        params, velocities = mine["sgd_step"](params, gradients, velocities, 0.02, 0.9, 1e-4)
        losses.append(float(loss))
        if step % max(steps // 10, 1) == 0:
            pace = (time.monotonic() - begin) / step
            say(f"step {step:4} of {steps}: loss {np.mean(losses[-20:]):.3f}, {pace:.3f} s a step")
    guesses = forward(mine, params, test)[2][:, :, 0, 0].argmax(axis=1)
    accuracy = float(np.mean(guesses == digits.y_test[:500]))
    say(f"{accuracy:.1%} of 500 digits that the network has never seen are right")
    return accuracy


def show_library():
    """List your functions, and offer to train the network once all are there."""
    from IPython.display import display
    from ipywidgets import Button, IntSlider, Output, VBox

    mine = library()
    for name, chapter in NEEDED.items():
        missing = f"is still missing: write it in the notebook of chapter {chapter}"
        state = "is here" if name in mine else missing
        print(f"{name:22} {state}")
    if len(mine) < len(NEEDED):
        return
    steps = IntSlider(200, 10, 1000, 10, description="steps")
    button, output = Button(description="Train"), Output()

    def start(_):
        output.clear_output()
        with output:
            try:
                train_on_digits(mine, steps.value)
            except Exception as problem:
                where = traceback.extract_tb(problem.__traceback__)[-1].name
                print(f"it does not train yet: {type(problem).__name__} in {where}: {problem}")

    button.on_click(start)
    display(VBox([steps, button, output]))


if "NBGRADER_EXECUTION" not in os.environ:
    show_library()

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. First: move the scores and watch probabilities and gradient; when does the loss
# stop pulling? Then: two ways down a valley that is 25 times as steep across as along. Where does momentum
# overshoot? From which learning rate on does SGD leave the valley, and what does AdamW do then?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatLogSlider, FloatSlider, IntSlider, interact

    def pull(cat, dog, bird, right):
        scores, places = np.array([[cat, dog, bird]]), np.arange(3)
        loss, dscores = softmax_cross_entropy(scores, np.array([right]))
        left, middle = plt.subplots(1, 2, figsize=(8, 2.5))[1]
        left.bar(places, dscores[0] + (places == right))
        left.set(ylim=(0, 1), title=f"probabilities, loss {loss:.3f}")
        middle.bar(places, -dscores[0], color="tab:orange")
        middle.set(ylim=(-1, 1), title="where a step downhill pulls the scores")
        for axis in (left, middle):
            axis.set_xticks(places, ["cat", "dog", "bird"])
        plt.show()

    def descend(rate, momentum, steps):
        steepness = np.array([[1.0, 25.0]])
        sgd, adam = [np.array([[-8.0, 1.5]])], [np.array([[-8.0, 1.5]])]
        velocities, m, v = {}, np.zeros((1, 2)), np.zeros((1, 2))
        for t in range(1, steps + 1):
            moved, velocities = sgd_step(
                {"w": sgd[-1]}, {"w": steepness * sgd[-1]}, velocities, rate, momentum, 0.0
            )
            sgd.append(np.clip(moved["w"], -1e6, 1e6))
            after, m, v = adamw_step(
                adam[-1], steepness * adam[-1], m, v, t, 10 * rate, (momentum, 0.99), 1e-8, 0.0
            )
            adam.append(after)
        across, up = np.meshgrid(np.linspace(-10, 10, 80), np.linspace(-3, 3, 80))
        plt.figure(figsize=(8, 3))
        plt.contour(across, up, (across**2 + 25 * up**2) / 2, levels=12, colors="0.8")
        for name, path in {"SGD": sgd, "AdamW, ten times the rate": adam}.items():
            plt.plot(*np.concatenate(path).T, ".-", label=name)
        plt.gca().set(xlim=(-10, 10), ylim=(-3, 3))
        plt.legend()
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    scores = {
        name: FloatSlider(score, min=-8, max=8) for name, score in [("cat", 2), ("dog", 0), ("bird", -1)]
    }
    try_out(pull, **scores, right=IntSlider(1, 0, 2))
    rate = FloatLogSlider(0.02, min=-3, max=-0.5)
    try_out(
        descend, rate=rate, momentum=FloatSlider(0.5, min=0, max=0.95, step=0.05), steps=IntSlider(30, 1, 100)
    )


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
