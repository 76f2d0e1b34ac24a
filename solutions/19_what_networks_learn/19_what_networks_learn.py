# %% [markdown]
# # Exercises for chapter 19: what networks learn
#
# **30 points** in four programming tasks and one written answer; about 105 minutes. You need
# [chapter 19](../../book/19_what_networks_learn.md),
# PyTorch for tasks 1 and 2, and NumPy for tasks 3 and 4.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `saliency`: which pixels speak for this class and not for that one? | 7 | 25 |
# | 2 | `train_head`: a new task for a trained network | 6 | 25 |
# | 3 | `average_crops`: ten looks at one image | 6 | 20 |
# | 4 | `causal_conv1d`: a convolution that hears a stream, piece by piece | 7 | 25 |
# | 5 | a written answer: the network that read the ruler | 4 | 10 |
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
# ## Task 1. Which pixels speak for this class and not for that one?
#
# **7 points** · medium · about 25 minutes ·
# [chapter 19](../../book/19_what_networks_learn.md), "Ask which pixels matter"
#
# A saliency map shows how strongly each pixel moves the score of a class. If two classes look alike, the
# maps of both light up the same pixels, and you learn little. Ask the sharper question: *why a 4, and not a
# 9?* The answer is the gradient of the **difference** of the two scores.
#
# Write `saliency(model, images, classes, others)`.
#
# - `model`: a `torch.nn.Module` that takes images `(N, C, H, W)` to scores `(N, K)`, before any softmax. It
#   may contain dropout and batch normalization, and may come in either mode: ask it in evaluation mode, as
#   it would be used. It may stay in that mode; the gradients that are stored in its parameters must stay as
#   they are.
# - `images`: a tensor `(N, C, H, W)` of floats, in the dtype of the model. It must not be changed.
# - `classes`, `others`: whole-number tensors `(N,)`; image n is asked why `classes[n]`, and not `others[n]`.
# - Returns a tensor `(N, H, W)` without gradient of its own: for each image n and each pixel the largest
#   absolute value, over the channels, of the derivative of `scores[n, classes[n]] − scores[n, others[n]]`
#   with respect to that pixel. No scaling.
#
# Example: a model whose scores are 3 times the first pixel, and 5 times the first plus 1 times the second
# pixel. For the classes 0 and 1 the difference is −2 times the first and −1 times the second pixel, so the
# map is `[2, 1]`.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# PyTorch differentiates one number. Which single number has, for all images of the batch at once, the
# derivatives that you want? In evaluation mode the images do not influence each other.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `backward()` fills the gradients of everything that took part. Which function of `torch.autograd` gives the
# gradient for one tensor only?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `scores[:, classes]` is a matrix of N × N. To pick one score in each row, say the rows too.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "saliency", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 20}
def saliency(model, images, classes, others):
    """Return how strongly each pixel moves the score of one class against that of another."""
    ### BEGIN SOLUTION
    model.eval()
    pixels = torch.nn.Parameter(images)
    scores, rows = model(pixels), torch.arange(len(images))
    margins = scores[rows, classes] - scores[rows, others]
    (slopes,) = torch.autograd.grad(margins.sum(), pixels)
    return slopes.abs().amax(dim=1)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# `scores[rows, classes]` picks one score in each row. The sum of all margins is one number, and in
# evaluation mode image n appears in no margin but its own, so the derivative of the sum with respect to
# image n is that of margin n: the whole batch costs one pass forward and one back.
#
# `torch.autograd.grad` returns the gradient for the pixels and stores nothing in the model. `Parameter`
# makes a new leaf on the same pixels, so the caller's tensor does not start to ask for gradients.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "saliency_visible", "locked": true, "points": 1, "solution": false}
# Test: a linear model of 2 x 1 pixels with 2 channels, whose derivatives are its weights
weights = torch.tensor([[3.0, 0, 1, 2], [5, 1, -2, 2], [0, 4, 0, -7]])
linear = torch.nn.Sequential(
    torch.nn.BatchNorm2d(2, eps=1e-9, affine=False), torch.nn.Flatten(), torch.nn.Linear(4, 3)
)
linear[2].load_state_dict({"weight": weights, "bias": torch.zeros(3)})
linear.train()
pictures = torch.tensor([[[[1.0], [2]], [[0], [1]]], [[[0.0], [1]], [[2], [2]]]])
shown = saliency(linear, pictures.clone(), torch.tensor([0, 2]), torch.tensor([1, 0]))
assert torch.is_tensor(shown), "saliency must return a tensor"
assert not shown.requires_grad, "the map must not carry a gradient of its own: detach it"
assert_matches(
    shown.tolist(),
    [[[3], [1]], [[3], [9]]],
    "saliency(a linear model behind a batch normalization, in training mode, 2 images, classes=[0, 2], "
    "others=[1, 0])",
    'chapter 19, "Ask which pixels matter", and the rules of this task',
    [
        (
            [[[3 / 2**0.5], [3 / 2**0.5]], [[4.6049], [9 / 2**0.5]]],
            "the model was not in evaluation mode: batch normalization used the means of this batch",
        ),
        (
            [[[0.1065590], [0.03435599]], [[0.01994438], [0.006648946]]],
            "these are derivatives of probabilities; asked are those of the scores, before the softmax",
        ),
        ([[[3], [2]], [[0], [7]]], "the other class is left out: asked is the difference of two scores"),
        ([[[2], [0]], [[3], [5]]], "this is the difference of two maps; asked is the map of a difference"),
        ([[[3], [1]], [[3], [1]]], "all images were asked about the classes of the first image"),
        ([[[5], [9]], [[5], [9]]], "each image was asked about the classes of all images"),
        ([[[3], [0]], [[1], [4]]], "a large negative derivative counts too: asked is the absolute value"),
        ([[[1], [1]], [[4], [5]]], "the channels are added, with their signs; asked is the largest of them"),
        ([[[5], [1]], [[4], [13]]], "the absolute values are added over the channels; asked is the largest"),
        ([[[2.5], [0.5]], [[2], [6.5]]], "this is the mean over the channels; asked is the largest of them"),
        ([[[1.5], [0.5]], [[1.5], [4.5]]], "the derivatives are divided by the number of images"),
        ([[[1], [1 / 3]], [[1 / 3], [1]]], "No scaling: the maps shall be comparable"),
        ([[[2], [2]], [[2], [18]]], "the derivatives are multiplied by the pixels; asked are they alone"),
    ],
)
assert_matches(
    [parameter.grad is None for parameter in linear.parameters()],
    [True, True],
    "whether the stored gradients of the model (weight, bias) are still empty, after saliency(…)",
    "the rules of this task, and its second hint",
    [([False, False], "the call has left gradients in the parameters of the model")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "saliency_values", "locked": true, "points": 2, "solution": false}
# Hidden test: a small convolutional network, one channel, against differences of real scores
### BEGIN HIDDEN TESTS
torch.manual_seed(1901)
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 4, 3), torch.nn.Tanh(), torch.nn.Flatten(), torch.nn.Linear(4 * 2 * 3, 5)
)
net.double().eval()
images = torch.randn(1, 1, 4, 5, dtype=torch.float64)
for wanted, other in [(0, 3), (4, 1), (2, 0)]:
    got = saliency(net, images.clone(), torch.tensor([wanted]), torch.tensor([other]))
    assert tuple(got.shape) == (1, 4, 5), "the maps must have the shape (N, H, W)"
    for row, column in [(0, 0), (1, 3), (3, 4), (2, 2)]:
        nudge = torch.zeros_like(images)
        nudge[0, 0, row, column] = 1e-5
        with torch.no_grad():
            change = (net(images + nudge) - net(images - nudge))[0] / 2e-5
        measured = abs(float(change[wanted] - change[other]))
        assert np.isclose(float(got[0, row, column]), measured, rtol=1e-4, atol=1e-8), (
            "moving a pixel changes the difference of the scores by another amount"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "saliency_channels", "locked": true, "points": 1, "solution": false}
# Hidden test: the largest absolute value over three channels
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1902)
for _ in range(3):
    slopes = rng.normal(size=(2, 3, 2, 4))
    colors = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(24, 2))
    colors.load_state_dict(
        {"1.weight": torch.tensor(slopes.reshape(2, 24), dtype=torch.float32), "1.bias": torch.zeros(2)}
    )
    got = saliency(colors, torch.zeros(1, 3, 2, 4), torch.tensor([0]), torch.tensor([1]))
    difference = slopes[0] - slopes[1]
    peak = np.maximum(difference.max(axis=0), -difference.min(axis=0))
    assert np.allclose(np.asarray(got), peak[None], atol=1e-5), (
        "a pixel's value is not the largest absolute derivative among its channels"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "saliency_batch", "locked": true, "points": 1, "solution": false}
# Hidden test: every image of a batch alone, each with classes of its own
### BEGIN HIDDEN TESTS
torch.manual_seed(1903)
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 3, 2), torch.nn.Sigmoid(), torch.nn.Flatten(), torch.nn.Linear(3 * 3 * 2, 4)
)
net.eval()
images, wanted, other = torch.randn(5, 1, 4, 3), torch.tensor([0, 3, 1, 1, 2]), torch.tensor([2, 1, 0, 3, 0])
together = saliency(net, images.clone(), wanted, other)
assert tuple(together.shape) == (5, 4, 3), "the maps must have the shape (N, H, W)"
for n in range(5):
    alone = saliency(net, images[n : n + 1].clone(), wanted[n : n + 1], other[n : n + 1])
    assert torch.allclose(together[n], alone[0], atol=1e-6), "an image gets another map in a batch than alone"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "saliency_mode", "locked": true, "points": 1, "solution": false}
# Hidden test: dropout and batch normalization, in a model that comes in training mode
### BEGIN HIDDEN TESTS
torch.manual_seed(1904)
norm = torch.nn.BatchNorm2d(2)
net = torch.nn.Sequential(norm, torch.nn.Flatten(), torch.nn.Dropout(0.5), torch.nn.Linear(12, 2))
norm.load_state_dict(
    {
        "weight": torch.tensor([2.0, 1.0]),
        "bias": torch.zeros(2),
        "running_mean": torch.tensor([5.0, -3.0]),
        "running_var": torch.tensor([4.0, 0.25]),
        "num_batches_tracked": torch.tensor(7),
    }
)
slopes = (net.state_dict()["3.weight"][0] - net.state_dict()["3.weight"][1]).reshape(2, 2, 3)
wanted = (slopes * torch.tensor([2.0 / 2, 1 / 0.5])[:, None, None]).abs().amax(dim=0)
net.train()
got = saliency(net, torch.randn(3, 2, 2, 3), torch.tensor([0, 1, 0]), torch.tensor([1, 0, 1]))
assert np.allclose(np.asarray(got), wanted.expand(3, 2, 3).numpy(), rtol=1e-3), (
    "the map is wrong for a model with batch normalization and dropout that came in training mode"
)
assert torch.equal(norm.state_dict()["running_mean"], torch.tensor([5.0, -3.0])), (
    "the running statistics of the model have changed"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "saliency_kept", "locked": true, "points": 1, "solution": false}
# Hidden test: stored gradients, weights and images stay as they were
### BEGIN HIDDEN TESTS
torch.manual_seed(1905)
net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(6, 3))
before = {name: value.clone() for name, value in net.state_dict().items()}
images = torch.randn(2, 1, 2, 3)
old = images.clone()
got = saliency(net, images, torch.tensor([0, 1]), torch.tensor([1, 2]))
assert got is not None, "the function must return the maps"
assert torch.equal(images, old), "the function changed the images"
assert all(parameter.grad is None for parameter in net.parameters()), (
    "the call left gradients in the parameters of the model"
)
assert all(torch.equal(net.state_dict()[name], value) for name, value in before.items()), (
    "the call changed the weights of the model"
)
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. A new task for a trained network
#
# **6 points** · medium · about 25 minutes ·
# [chapter 19](../../book/19_what_networks_learn.md), "Reuse a trained network"
#
# You have thirty labeled images and no hope of training a deep network on them. But somebody has trained
# one on a million others. Keep its body as it is, let it turn your images into features, and train nothing
# but a new linear layer, the head, on top.
#
# Write `train_head(body, images, labels, classes, steps, rate)`.
#
# - `body`: a `torch.nn.Module` that takes images to features `(N, F)`. It may contain dropout and batch
#   normalization, and may come in either mode: use it in evaluation mode. It may stay in that mode; nothing
#   else in it may change, neither parameters nor running statistics nor stored gradients.
# - `images`: a tensor of N images; `labels`: a whole-number tensor `(N,)`, values from 0 to `classes` − 1.
# - The head gives the scores `features @ weight.T + bias`, with `weight` of shape `(classes, F)` and `bias`
#   of shape `(classes,)`, in the dtype of the features. Both start at **zero**.
# - Train it by `steps` steps of plain gradient descent with the learning rate `rate`: no momentum, no decay,
#   each step on all images. The loss is the cross-entropy, its **mean** over the images.
# - Returns a tuple `(weight, bias)` of tensors without gradient: the head after the last step.
#
# Example: two images with the features `[1, 0]` and `[0, 1]` and the labels 0 and 1. With zero weights both
# classes have the probability ½, so one step with rate 1 makes `weight` `[[0.25, −0.25], [−0.25, 0.25]]` and
# leaves `bias` at `[0, 0]`.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# The features of an image are the same in every step. How often do you have to ask the body?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which of the two is `torch.nn.functional.cross_entropy` made for, scores or probabilities?
#
# </details>
# <details><summary>Hint 3</summary>
#
# What does PyTorch do with the gradient of the last step when you call `backward()` again?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "train_head", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 20}
def train_head(body, images, labels, classes, steps, rate):
    """Return weight and bias of a linear layer trained on what ``body`` makes of the images."""
    ### BEGIN SOLUTION
    body.eval()
    features = body(images).detach()
    truth = torch.nn.functional.one_hot(labels, classes).to(features.dtype)
    weight, bias = features.new_zeros(classes, features.shape[1]), features.new_zeros(classes)
    for _ in range(steps):
        error = (features @ weight.T + bias).softmax(dim=1) - truth  # the gradient of each image's loss
        weight = weight - rate * error.T @ features / len(features)
        bias = bias - rate * error.mean(dim=0)
    return weight, bias
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The body is asked once, in evaluation mode, and its features are detached: from here on it takes part in
# nothing, so nothing in it can change. What is left is logistic regression, and the gradient of the
# cross-entropy is short: the probabilities minus the truth (chapter 12, "Keep the softmax from
# overflowing"), times the features, averaged over the images.
#
# With `torch.nn.Linear`, `torch.optim.SGD` and `backward()` the same numbers come out. Then take care of
# `zero_grad`, of the start at zero and of the dtype.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_head_visible", "locked": true, "points": 1, "solution": false}
# Test: the features of the example, one step and two steps; then a body with batch normalization
two = torch.tensor([[1.0, 0], [0, 1]])
for steps, expected, slips in [
    (0, [[0, 0], [0, 0]], [([[0.25, -0.25], [-0.25, 0.25]], "this is one step too many")]),
    (
        1,
        [[0.25, -0.25], [-0.25, 0.25]],
        [
            ([[0.5, -0.5], [-0.5, 0.5]], "the losses are added; asked is the mean over the images"),
            ([[0.125, -0.125], [-0.125, 0.125]], "there is a softmax too many: the loss takes scores"),
            ([[-0.25, 0.25], [0.25, -0.25]], "this goes uphill: the loss gets larger"),
            ([[1, -1], [-1, 1]], "this is Adam; asked is plain gradient descent"),
            ([[0.5, -0.731], [-0.5, 0.731]], "a step after each image; asked are steps on all images"),
            ([[0, 0], [0, 0]], "one step is missing"),
        ],
    ),
    (
        2,
        [[0.439, -0.439], [-0.439, 0.439]],
        [
            ([[0.689, -0.689], [-0.689, 0.689]], "the gradients of both steps pile up"),
            ([[0.664, -0.664], [-0.664, 0.664]], "plain gradient descent has no momentum"),
        ],
    ),
]:
    weight, bias = train_head(torch.nn.Flatten(), two.clone(), torch.tensor([0, 1]), 2, steps, 1.0)
    assert [weight.requires_grad, bias.requires_grad] == [False, False], "weight and bias must be detached"
    assert_matches(
        np.round(weight.numpy(), 3),
        expected,
        f"the weight after {steps} steps on the features [1, 0] and [0, 1], labels 0 and 1, rate 1",
        'chapter 19, "Reuse a trained network", and chapter 12, "Run the training loop"; it starts at zero',
        slips,
    )
normed = torch.nn.Sequential(torch.nn.BatchNorm1d(2), torch.nn.Dropout(0.5))
normed.train()
weight, bias = train_head(normed, 2 * two, torch.tensor([0, 1]), 3, 2, 1.0)
tried = (
    "2 steps, 3 classes, a body of batch normalization and dropout in training mode, images [2, 0], [0, 2]"
)
reread = 'chapter 19, "Reuse a trained network", and chapter 13, "Train one way, predict another"'
assert_matches(
    normed.state_dict()["0.running_mean"].tolist(),
    [0, 0],
    f"the running mean in the body, after train_head: {tried}",
    reread,
    [([0.1, 0.1], "the body must be in evaluation mode; here it went on learning")],
)
assert_matches(
    normed.state_dict()["0.weight"].tolist(),
    [1, 1],
    f"the weight of the batch normalization in the body, after train_head: {tried}",
    reread,
    [(normed.state_dict()["0.weight"].tolist(), "the body was trained along; only the head may change")],
)
assert_matches(
    np.round(bias.numpy(), 2),
    [0.2, 0.2, -0.4],
    f"the bias: {tried}",
    reread,
    [([0, 0, 0], "the bias is not trained")],
)
assert_matches(
    np.round(weight.numpy(), 2),
    [[0.85, -0.44], [-0.44, 0.85], [-0.4, -0.4]],
    f"the weight: {tried}",
    reread,
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_head_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random features, more classes and steps, against the formula of the gradient
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1906)
for n, wide, classes, steps, rate in [
    (6, 3, 2, 4, 0.5),
    (9, 5, 4, 7, 1.5),
    (4, 2, 5, 20, 0.2),
    (1, 3, 3, 3, 2.0),
]:
    features, labels = rng.normal(size=(n, wide)), rng.integers(0, classes, n)
    table = np.zeros((classes, wide + 1))
    longer = np.hstack([features, np.ones((n, 1))])
    for _ in range(steps):
        scores = longer @ table.T
        share = np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, None])
        share[np.arange(n), labels] -= 1
        table = table - rate * share.T @ longer / n
    head = train_head(torch.nn.Flatten(), torch.tensor(features), torch.tensor(labels), classes, steps, rate)
    weight, bias = head
    assert tuple(weight.shape) == (classes, wide), "the weight of the head has the wrong shape"
    assert tuple(bias.shape) == (classes,), "the bias of the head has the wrong shape"
    assert np.allclose(np.asarray(weight), table[:, :-1], atol=1e-6), (
        "the weight is not what these steps of gradient descent give"
    )
    assert np.allclose(np.asarray(bias), table[:, -1], atol=1e-6), (
        "the bias is not what these steps of gradient descent give"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_head_body", "locked": true, "points": 2, "solution": false}
# Hidden test: a convolutional body with batch normalization and dropout: evaluation mode, nothing changes
### BEGIN HIDDEN TESTS
torch.manual_seed(1907)
body = torch.nn.Sequential(
    torch.nn.Conv2d(1, 3, 3),
    torch.nn.BatchNorm2d(3),
    torch.nn.ReLU(),
    torch.nn.Dropout(0.5),
    torch.nn.AdaptiveAvgPool2d(1),
    torch.nn.Flatten(),
)
images, labels = torch.randn(6, 1, 5, 6) + 1, torch.tensor([0, 1, 2, 0, 1, 2])
body.train()
with torch.no_grad():
    body(3 * torch.randn(20, 1, 5, 6))
before = {name: value.clone() for name, value in body.state_dict().items()}
weight, bias = train_head(body, images.clone(), labels, 3, 4, 2.0)
assert not weight.requires_grad, "the weight must not carry a gradient"
assert all(torch.equal(body.state_dict()[name], value) for name, value in before.items()), (
    "something in the body has changed: parameters or running statistics"
)
assert all(parameter.grad is None for parameter in body.parameters()), "gradients were left in the body"
body.train()
weight, bias = train_head(body, images.clone(), labels, 3, 1, 3.0)
with torch.no_grad():
    features = body.eval()(images)
sums = torch.stack([features[labels == k].sum(dim=0) for k in range(3)])
assert torch.allclose(weight, 0.5 * (sums - features.sum(dim=0) / 3), atol=1e-5), (
    "after one step from zero the weight is not what the features in evaluation mode give"
)
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_head_zero", "locked": true, "points": 1, "solution": false}
# Hidden test: no step, a class without an image, features in double precision
### BEGIN HIDDEN TESTS
features = torch.tensor([[2.0, 1.0], [1.0, -1.0]], dtype=torch.float64)
weight, bias = train_head(torch.nn.Flatten(), features.clone(), torch.tensor([0, 0]), 3, 0, 1.0)
assert not weight.any(), "without a step the weight must be zero"
assert not bias.any(), "without a step the bias must be zero"
assert tuple(weight.shape) == (3, 2), "a class without an image has its row in the weight all the same"
weight, bias = train_head(torch.nn.Flatten(), features.clone(), torch.tensor([0, 0]), 2, 5, 0.1)
assert weight.dtype == torch.float64, "the head must have the dtype of the features"
assert bias[0] > 0 > bias[1], "a class that all images have must become more likely"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Ten looks at one image
#
# **6 points** · medium · about 20 minutes ·
# [chapter 19](../../book/19_what_networks_learn.md), "Average over crops and mirrors"
#
# A network wants 224 × 224 pixels, the photograph has 256 × 256. Instead of one crop, AlexNet looked at ten:
# the four corners and the middle, and the mirror image of each. It averaged the ten predictions, and made
# fewer mistakes. Do it for any classifier.
#
# Write `average_crops(classify, images, size)`.
#
# - `classify`: a function. Give it images `(M, C, size, size)`, any number M of at least 1, and it returns
#   scores `(M, K)`, before any softmax. They may be a view of the images: do not change them.
# - `images`: array of shape `(N, C, H, W)`. It must not be changed. If `size` is larger than H or W, raise
#   `ValueError`.
# - The crops are squares of `size` pixels: upper left, upper right, lower left, lower right, and the middle,
#   which begins in row floor((H − size) / 2) and column floor((W − size) / 2). Each of the five is looked at
#   as it is and mirrored, left and right exchanged.
# - Returns an array `(N, K)`: for each image the mean, over its ten looks, of the **probabilities** (the
#   softmax of the scores). Scores of ±1000 must not lead to a warning or to `nan`.
#
# Example: an image `[[[[0, 0, 1]]]]` of one row, size 1 and a classifier with the scores `[0, ln 3 · pixel]`.
# The crops are the pixels 0 (left, twice), 1 (right, twice) and 0 (middle). A pixel 1 gives the
# probabilities ¼ and ¾, a pixel 0 gives ½ and ½; four looks of ten see the 1. The mean is `[0.4, 0.6]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Which rows and columns do the four corner crops begin with, in terms of H, W and size?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Crop the whole batch at once and ask the classifier ten times. Then image n stays in row n.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Softmax does not change when the same number is subtracted from all scores of a row. Which number makes
# `exp` harmless?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "average_crops", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def average_crops(classify, images, size):
    """Return the mean probabilities over five crops of each image and their mirror images."""
    ### BEGIN SOLUTION
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError(f"expected crops that fit into images {images.shape}, got size {size}")
    places = [(i * down, j * right) for i in range(2) for j in range(2)]
    places.append((down // 2, right // 2))
    looks = []
    for row, column in places:
        crop = images[:, :, row : row + size, column : column + size]
        for mirrored in range(2):
            scores = classify(crop[..., :: 1 - 2 * mirrored])
            shares = np.exp(scores - np.max(scores, axis=1, keepdims=True))
            looks.append(shares / shares.sum(axis=1, keepdims=True))
    return np.mean(looks, axis=0)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# There are `H − size + 1` places from top to bottom; the first is 0, the last `H − size`. The last axis
# with step −1 is the mirror image. The classifier sees the whole batch ten times, so row n of each answer
# belongs to image n.
#
# Each row's largest score is subtracted before `exp`: the largest power is then 1, and the sum is at
# least 1. The mean is taken over probabilities. Over scores, one very certain look could outvote nine
# others.


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_crops_visible", "locked": true, "points": 1, "solution": false}
# Test: the row of the example, and two images whose probabilities are their pixels
def by_pixel(crops):
    first = crops[:, 0, 0, 0]
    return np.stack([0 * first, np.log(3) * first], axis=1)


def corner_pixels(crops):
    return np.log(crops[:, 0, :, 0])


assert_matches(
    average_crops(by_pixel, np.array([[[[0.0, 0, 1]]]]), 1),
    [[0.4, 0.6]],
    "average_crops(the classifier of the example, [[[[0, 0, 1]]]], 1)",
    'chapter 19, "Average over crops and mirrors"',
    [
        (
            [[1 / (1 + 3**0.4), 3**0.4 / (1 + 3**0.4)]],
            "this is the softmax of the mean of the scores; asked is the mean of the probabilities",
        ),
        ([[0, 0.4 * np.log(3)]], "these are scores; asked are probabilities"),
        ([[1, 1]], "the probabilities of an image add up to 1: the softmax goes over the classes"),
        ([[0.6, 0.4]], "these are votes for the best class; asked is the mean of the probabilities"),
        ([[4, 6]], "this is the sum over the ten looks; asked is the mean"),
        ([[5 / 12, 7 / 12]], "crops at the same place count too: there are always ten looks"),
        ([[0.4375, 0.5625]], "the middle crop weighs more than a corner: all ten looks count alike"),
        ([[0.5, 0.5]], "the crops at the right end are missing: is the height taken for the width?"),
    ],
)
album = np.array(
    [
        [[[1, 2, 3, 4, 5], [2, 4, 2, 2, 1], [8, 1, 6, 1, 3], [1, 1, 1, 3, 9]]],
        [[[5, 1, 1, 2, 2], [1, 9, 3, 3, 8], [2, 2, 1, 5, 1], [4, 6, 2, 2, 7]]],
    ],
    dtype=float,
)
assert_matches(
    np.round(average_crops(corner_pixels, album.copy(), 2), 3),
    [[0.511, 0.489], [0.452, 0.548]],
    "average_crops(probabilities as the pixels in the first column, 2 images of 4 rows and 5 columns, 2)",
    'chapter 19, "Average over crops and mirrors"',
    [
        ([[0.588, 0.412], [0.62, 0.38]], "the mirror images are missing: ten looks, not five"),
        ([[0.5, 0.5], [0.5, 0.5]], "the mirror images are upside down; asked is left and right exchanged"),
        ([[0.516, 0.484], [0.4, 0.6]], "the middle crop begins in the middle; its own middle belongs there"),
        ([[0.497, 0.503], [0.408, 0.592]], "the place of the middle crop is rounded up; asked is floor"),
        ([[0.552, 0.448], [0.415, 0.585]], "the image is mirrored, then cropped: mirror the crop instead"),
        ([[0.492, 0.508], [0.471, 0.529]], "the answers of different images are mixed"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_crops_crops", "locked": true, "points": 2, "solution": false}
# Hidden test: what the classifier gets to see, for images that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1908)
for (c, h, w), size in [((1, 5, 8), 3), ((3, 6, 4), 2), ((2, 7, 7), 4), ((1, 4, 9), 4), ((2, 3, 3), 3)]:
    images, seen = rng.permutation(2.0 * np.arange(2 * c * h * w)).reshape(2, c, h, w), []

    def camera(crops, seen=seen):
        seen.extend(np.array(crops, dtype=float))
        return np.zeros((len(crops), 2))

    average_crops(camera, images.copy(), size)
    assert all(np.shape(look) == (c, size, size) for look in seen), "a crop has the wrong shape"
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(2, 3))
    ends = [windows[:, :, i, j] for i in (0, -1) for j in (0, -1)]
    five = [*ends, windows[:, :, (h - size) // 2, (w - size) // 2]]
    wanted = {look.tobytes() for view in five for look in view}
    mirrored = {look[:, :, ::-1].tobytes() for view in five for look in view}
    heard = {np.ascontiguousarray(look).tobytes() for look in seen}
    assert wanted <= heard, "one of the five crops is missing: the four corners and the middle"
    assert mirrored <= heard, "a mirror image is missing: left and right exchanged"
    assert heard <= wanted | mirrored, "the classifier was asked about something else than the ten looks"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_crops_mean", "locked": true, "points": 1, "solution": false}
# Hidden test: the mean of the probabilities, image by image
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1909)
images = rng.normal(size=(3, 2, 4, 4))


def judge(crops):
    left, top = crops[:, 0, :, 0].sum(axis=1), crops[:, 1, 0].sum(axis=1)
    return 2 * np.stack([left, top, left * top, 0 * left], axis=1)


got = average_crops(judge, images.copy(), 4)
assert np.shape(got) == (3, 4), "the result must have one row for each image, one column for each class"
scores, turned = judge(images), judge(images[..., ::-1])
for n in range(3):
    for k in range(4):
        odds = sum(1 / np.exp(s[n] - s[n, k]).sum() for s in (scores, turned))
        assert np.isclose(2 * got[n, k], odds), "a probability is not the mean of those of the looks"
bright = rng.normal(size=(2, 1, 4, 7))
got = average_crops(lambda crops: np.pad(crops[:, 0, :, 0], [(0, 0), (0, 1)]), bright.copy(), 3)
for n in range(2):
    shares = np.zeros(4)
    for row, left in [(0, 0), (0, 4), (1, 0), (1, 4), (0, 2)]:
        for column in (left, left + 2):
            powers = np.exp([*bright[n, 0, row : row + 3, column], 0.0])
            shares += powers / powers.sum()
    assert np.allclose(10 * np.asarray(got)[n], shares), "the ten looks do not count alike"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_crops_extreme", "locked": true, "points": 1, "solution": false}
# Hidden test: scores of plus and minus 1000
### BEGIN HIDDEN TESTS
for scores, wanted in [
    ([1000.0, -1000.0], [1, 0]),
    ([1000.0, 1000.0], [0.5, 0.5]),
    ([-1000.0, -1000.0], [0.5, 0.5]),
    ([0.0, -800.0], [1, 0]),
    ([1000.0, 900.0], [1, 0]),
    ([-1000.0, -900.0], [0, 1]),
]:
    got = average_crops(lambda crops, s=scores: np.array([s] * len(crops)), np.ones((1, 1, 2, 2)), 1)
    assert np.allclose(got, [wanted]), "the probabilities are wrong for very large or very small scores"
album = np.array([[[[1.0]]], [[[-1.0]]]])
got = average_crops(lambda crops: 1000 * np.repeat(crops[:, 0, 0], 2, axis=1), album, 1)
assert np.allclose(got, 0.5), "the probabilities are wrong when the scores of two images are far apart"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "average_crops_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: read-only images, images and scores left as they were, crops that do not fit
### BEGIN HIDDEN TESTS
album = np.arange(12, dtype=np.uint8).reshape(1, 1, 3, 4)
album.setflags(write=False)
got = average_crops(lambda crops: np.zeros((len(crops), 4)), album, 2)
assert np.allclose(got, 0.25), "equal scores must give equal probabilities"
images = np.array([[[[1.0, 2], [3, 5]]]])
average_crops(lambda crops: crops[:, 0, 0], images, 2)
assert np.array_equal(images, [[[[1.0, 2], [3, 5]]]]), (
    "the function changed the images, or scores that are a view of them"
)
for shape, size in [((1, 1, 4, 6), 5), ((2, 1, 6, 4), 5), ((1, 3, 2, 2), 3)]:
    try:
        average_crops(lambda crops: np.zeros((len(crops), 2)), np.ones(shape), size)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a crop that is higher or wider than the images must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. A convolution that hears a stream, piece by piece
#
# **7 points** · hard · about 25 minutes ·
# [chapter 19](../../book/19_what_networks_learn.md), "Convolve in time"
#
# A network that speaks or plays music makes one sample after the other. An output may depend on what has
# been heard, never on what comes. And sound arrives in pieces: a layer that starts each piece with zeros
# clicks at every border. So yours takes along what came **before** the piece.
#
# $$y_{n,o,t} = b_o + \sum_{c}\sum_{k=0}^{K-1} w_{o,c,k} \; x_{n,c,\,t - d\,(K-1-k)}$$
#
# The last tap stands on the present sample, the tap before it d samples earlier, and so on. Samples with
# negative numbers come from `past`: number −1 is its last one. What lies before `past` is 0.
#
# Write `causal_conv1d(x, weight, bias, dilation, past)`.
#
# - `x`: array `(N, C_in, L)`, L ≥ 1; `weight`: `(C_out, C_in, K)`; `bias`: `(C_out,)`; numbers of any dtype,
#   8 bits too.
# - `dilation`: d, a whole number. If it is below 1, raise `ValueError`.
# - `past`: array `(N, C_in, P)`. P may be 0, or smaller than needed, or larger.
# - If the channels of `weight` do not fit those of `x`, raise `ValueError`.
# - Returns a float array `(N, C_out, L)`. No argument may be changed.
#
# Example: `causal_conv1d(np.array([[[1, 2, 3]]]), np.array([[[10, 1]]]), np.array([0]), 2, np.array([[[7,
# 5]]]))` is `[[[71, 52, 13]]]`: each sample, plus 10 times the one two samples before; before the piece came
# 7 and 5. With an empty past it is `[[[1, 2, 13]]]`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# How many samples before the piece does the first output need? Make one long signal that has them all.
#
# </details>
# <details><summary>Hint 2</summary>
#
# For tap k, which L samples of the long signal are multiplied by it?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `long[:, :, -0:]` is everything, not nothing: what happens to your slices when K = 1?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "causal_conv1d", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def causal_conv1d(x, weight, bias, dilation, past):
    """Return a convolution in time of a piece ``x`` that reads ``past`` before it, and never ahead."""
    ### BEGIN SOLUTION
    if dilation < 1:
        raise ValueError(f"expected a dilation of at least 1, got {dilation}")
    n, channels, length = x.shape
    reach = dilation * (weight.shape[2] - 1)
    heard = np.concatenate([np.zeros((n, channels, reach)), past, x], axis=2)
    heard = heard[:, :, past.shape[2] :]  # (n, c_in, reach + length)
    y = np.zeros((length, n, len(weight))) + bias
    for tap in range(weight.shape[2]):
        samples = heard[:, :, tap * dilation : tap * dilation + length].transpose(2, 0, 1)
        y += samples @ weight[:, :, tap].T  # (length, n, c_out); refuses other channels
    return np.moveaxis(y, 0, 2)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The long signal is built from zeros, the past and the piece, and the first P samples are cut off: what
# remains has `reach + L` samples, whether P is too small, just right or too large. No slice ends at −0,
# so K = 1 needs no case of its own.
#
# Tap k of the first output stands on sample k·d of the long signal; the last one, `(K − 1)·d = reach`, on
# the first sample of the piece. The matrix product sums over the input channels and refuses others.
#
# A player keeps the last `reach` samples of each layer's input as the past of the next piece. This is all
# the memory that a causal network needs.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "causal_conv1d_visible", "locked": true, "points": 1, "solution": false}
# Test: the piece of the example, without and with a past; two channels, three taps
piece, echo = np.array([[[1, 2, 3]]]), np.array([[[10, 1]]])
nothing, seven_five = np.zeros((1, 1, 0)), np.array([[[7, 5]]])
assert_matches(
    causal_conv1d(piece, echo, np.array([0]), 2, nothing),
    [[[1, 2, 13]]],
    "causal_conv1d([[[1, 2, 3]]], [[[10, 1]]], bias=[0], dilation=2, an empty past)",
    'chapter 19, "Convolve in time"',
    [
        ([[[2, 13, 20]]], "the outputs look into the future: all padding belongs before the signal"),
        ([[[10, 20, 31]]], "the last tap stands on the present sample, not the first one"),
        ([[[1, 12, 23]]], "the dilation is ignored: with 2 the other tap stands two samples before"),
        (
            [[[1, 2, 3]]],
            "dilation 1 is the plain kernel: with 2 the other tap stands two samples before, not three",
        ),
        ([[[0, 1, 2]]], "an output hears the sample of its own time too; here all come one late"),
    ],
)
assert_matches(
    causal_conv1d(piece, echo, np.array([0]), 2, seven_five),
    [[[71, 52, 13]]],
    "causal_conv1d([[[1, 2, 3]]], [[[10, 1]]], bias=[0], dilation=2, past=[[[7, 5]]])",
    'chapter 19, "Convolve in time", and the rules of this task',
    [
        ([[[1, 2, 13]]], "the past is ignored: the piece begins as if there had been silence"),
        ([[[51, 72, 13]]], "the past is read backward: its last sample comes right before the piece"),
    ],
)
assert_matches(
    causal_conv1d(piece, echo, np.array([0]), 1, np.array([[[9, 7, 5]]])),
    [[[51, 12, 23]]],
    "causal_conv1d([[[1, 2, 3]]], [[[10, 1]]], bias=[0], dilation=1, past=[[[9, 7, 5]]])",
    "the rules of this task: the past may be longer than needed",
    [([[[91, 12, 23]]], "the last samples of the past are the latest; here the oldest are used")],
)
assert_matches(
    causal_conv1d(
        np.array([[[1, 0, 0, 2], [0, 1, 0, 0]]]),
        np.array([[[1, 10, 100], [2, 20, 200]]]),
        np.array([0.5]),
        1,
        np.zeros((1, 2, 0)),
    ),
    [[[100.5, 210.5, 21.5, 202.5]]],
    "causal_conv1d([[[1, 0, 0, 2], [0, 1, 0, 0]]], [[[1, 10, 100], [2, 20, 200]]], bias=[0.5], dilation=1, "
    "an empty past)",
    "the formula of this task",
    [([[[100, 210, 21, 202]]], "the bias is missing")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "causal_conv1d_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random batches, channels, taps and dilations, with an empty past
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1910)
for n, c_in, c_out, taps, d, length in [
    (2, 3, 4, 3, 1, 9),
    (3, 1, 2, 4, 2, 11),
    (1, 4, 1, 2, 3, 7),
    (2, 2, 3, 5, 3, 6),
]:
    x, w, b = rng.normal(size=(n, c_in, length)), rng.normal(size=(c_out, c_in, taps)), rng.normal(size=c_out)
    got = causal_conv1d(x.copy(), w.copy(), b.copy(), d, np.zeros((n, c_in, 0)))
    assert np.shape(got) == (n, c_out, length), "the result must have the shape (N, C_out, L)"
    for t in range(length):
        back = [k for k in range(taps) if t >= d * (taps - 1 - k)]
        window = x[:, :, [t - d * (taps - 1 - k) for k in back]].reshape(n, -1)
        assert np.allclose(np.asarray(got)[:, :, t], window @ w[:, :, back].reshape(c_out, -1).T + b), (
            "an output is not the weighted sum of the formula"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "causal_conv1d_future", "locked": true, "points": 1, "solution": false}
# Hidden test: a sample never changes an output before it, and does change the one at its time
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1911)
w, b = rng.uniform(1, 2, size=(2, 1, 3)), np.zeros(2)
for d in (1, 2, 4):
    x = rng.normal(size=(1, 1, 12))
    before = np.asarray(causal_conv1d(x.copy(), w, b, d, np.zeros((1, 1, 3))))
    for t in (0, 5, 11):
        louder = x.copy()
        louder[0, 0, t] += 1
        change = np.asarray(causal_conv1d(louder, w, b, d, np.zeros((1, 1, 3)))) - before
        assert np.allclose(change[:, :, :t], 0), "an output depends on a sample that comes later"
        assert np.all(np.abs(change[:, :, t]) > 0.5), (
            "an output does not depend on the sample of its own time"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "causal_conv1d_past", "locked": true, "points": 2, "solution": false}
# Hidden test: a stream cut into pieces, with pasts that are too short, just right, and too long
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1912)
for taps, d, cuts in [(3, 2, (1, 2, 3, 8)), (2, 5, (4, 5, 6)), (4, 1, (1, 5, 9)), (1, 3, (2, 7))]:
    stream = rng.integers(-9, 10, size=(2, 3, 12)).astype(float)
    w, b = rng.integers(-3, 4, size=(2, 3, taps)).astype(float), np.array([1.0, -2.0])
    whole = np.asarray(causal_conv1d(stream.copy(), w, b, d, np.zeros((2, 3, 0))))
    for cut in cuts:
        rest = causal_conv1d(stream[:, :, cut:].copy(), w, b, d, stream[:, :, :cut].copy())
        assert np.shape(rest) == (2, 2, 12 - cut), "the result must be as long as the piece"
        assert np.allclose(rest, whole[:, :, cut:]), "a stream in two pieces sounds different from the whole"
    single = causal_conv1d(stream[:, :, 6:7].copy(), w, b, d, stream[:, :, 2:6].copy())
    again = causal_conv1d(stream[:, :, 2:7].copy(), w, b, d, np.zeros((2, 3, 0)))
    assert np.allclose(single, np.asarray(again)[:, :, 4:]), "before the past there must be zeros"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "causal_conv1d_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8-bit samples, read-only arrays, arguments left as they were, wrong channels and dilations
### BEGIN HIDDEN TESTS
loud = np.array([[[200, 250, 255]]], dtype=np.uint8)
loud.setflags(write=False)
same = causal_conv1d(loud, np.array([[[1, 1]]], dtype=np.uint8), np.array([0]), 1, loud[:, :, :1])
assert np.allclose(same, [[[400, 450, 505]]]), "sums of 8-bit samples must not wrap"
more = causal_conv1d(loud, np.array([[[3, 3]]], dtype=np.uint8), np.array([0]), 1, loud[:, :, :1])
assert np.allclose(more, [[[1200, 1350, 1515]]]), "products of 8-bit numbers must not wrap"
half = causal_conv1d(loud, np.array([[[0.5]]]), np.array([0]), 1, loud)
assert np.allclose(half, [[[100, 125, 127.5]]]), "results must keep their fractions"
arrays = [np.ones((1, 2, 4)), np.ones((3, 2, 2)), np.zeros(3), np.ones((1, 2, 5))]
kept = [array.copy() for array in arrays]
causal_conv1d(arrays[0], arrays[1], arrays[2], 1, arrays[3])
assert all(np.array_equal(array, old) for array, old in zip(arrays, kept, strict=True)), (
    "the function changed one of its arguments"
)
for channels, d in [(3, 1), (1, 1), (2, 0), (2, -1)]:
    try:
        causal_conv1d(np.ones((1, 2, 4)), np.ones((3, channels, 2)), np.zeros(3), d, np.ones((1, 2, 1)))
        refused = False
    except ValueError:
        refused = True
    assert refused, "channels that do not fit, and a dilation below 1, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "ruler_question", "locked": true, "solution": false}
# ## Task 5. The network that read the ruler
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 19](../../book/19_what_networks_learn.md), "Ask which pixels matter",
# "Cover the picture piece by piece" and "Reuse a trained network"
#
# A network tells harmless moles from dangerous ones on photographs, with 94 % of the test images right. In
# the saliency maps of some dangerous moles it is not the mole that lights up, but a ruler at the edge of the
# photograph. Physicians lay a ruler beside a mole when they are worried. Answer in at most 150 words:
#
# 1. What do the maps show, and what do they not yet prove?
# 2. Plan one experiment with covered pictures that decides whether the network uses the ruler. What do you
#    cover, with what do you compare, and which result would clear the network?
# 3. A colleague keeps the body of this network and trains a new head on photographs of another hospital,
#    all with rulers. Does that help? What do you watch?
#
# | your answer | points |
# | --- | --- |
# | says what a gradient measures, and the step that is missing to "the network uses the ruler" | 1 |
# | gives an experiment with a comparison that rules out the covering itself, and a deciding result | 1 |
# | decides about the new head with a reason, and names what to measure | 1 |
# | is precise: the right words; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "ruler", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. A small change of the ruler's pixels would change the score most. That is a slope at this picture. It
#    does not say how much the ruler adds to the score, nor what the network would do without it.
# 2. Cover the ruler in many test pictures with skin from the same picture; in the same pictures, cover a
#    piece of plain skin of the same size. Compare the mean change of the score for "dangerous". If both are
#    alike, the network is cleared; if covering the ruler lowers the score much more, it is not. Pasting
#    rulers beside harmless moles is the counter-check.
# 3. It helps the head: with a ruler on every picture, that feature says nothing about the class, so the head
#    has no reason to weigh it. The body still spends features on it. Watch the accuracy on pictures without
#    rulers, and repeat experiment 2.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. First: a small network has just learned digits. Ask it why this digit, and not
# another one: where would ink make the most difference? Then: a click goes through a stack of your causal
# convolutions with dilations 1, 2, 4, … How long does the stack remember it? Does anything ring before the
# click?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import Checkbox, IntSlider, interact

    from cnnlib.data import as_float, mnist

    digits = mnist()
    torch.manual_seed(0)
    reader = torch.nn.Sequential(
        *(torch.nn.Conv2d(1, 8, 5, stride=2), torch.nn.ReLU()),
        *(torch.nn.Conv2d(8, 16, 5, stride=2), torch.nn.ReLU()),
        *(torch.nn.Flatten(), torch.nn.Linear(256, 10)),
    )
    adam = torch.optim.Adam(reader.parameters(), lr=3e-3)
    x, y = torch.from_numpy(as_float(digits.x_train[:3200])), torch.from_numpy(digits.y_train[:3200])
    for batch in range(64):
        adam.zero_grad()
        some = slice(50 * batch, 50 * batch + 50)
        torch.nn.functional.cross_entropy(reader(x[some]), y[some]).backward()
        adam.step()

    def why(picture, other):
        digit = int(digits.y_test[picture])
        image = torch.from_numpy(as_float(digits.x_test[picture : picture + 1]))
        shown = saliency(reader, image, torch.tensor([digit]), torch.tensor([other]))
        left, right = plt.subplots(1, 2, figsize=(7, 3))[1]
        left.imshow(image[0, 0].numpy(), cmap="gray")
        left.set_title(f"a {digit}")
        right.imshow(shown[0].numpy(), cmap="inferno")
        right.set_title(f"why a {digit}, and not a {other}?")
        plt.show()

    def ring(layers, doubling):
        sound = np.zeros((1, 1, 80))
        sound[0, 0, 20] = 1
        plt.figure(figsize=(8, 2.5))
        plt.stem(sound[0, 0], markerfmt=" ", linefmt="0.7", label="click")
        for layer in range(layers):
            dilation = 2**layer if doubling else 1
            sound = causal_conv1d(sound, np.array([[[0.9, 1.0]]]), np.zeros(1), dilation, np.zeros((1, 1, 0)))
        plt.plot(sound[0, 0], ".-", label=f"after {layers} layers")
        plt.legend()
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(why, picture=IntSlider(4, 0, 99), other=IntSlider(9, 0, 9))
    try_out(ring, layers=IntSlider(3, 1, 5), doubling=Checkbox(True))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
