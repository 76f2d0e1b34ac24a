# %% [markdown]
# # Exercises for chapter 18: segmentation and U-Net
#
# **31 points** in four programming tasks and one written answer; about 110 minutes. You need
# [chapter 18](../../book/18_segmentation_and_unet.md), NumPy and, for the last programming task, PyTorch.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `mean_iou`: how good are the masks of a whole set? | 7 | 20 |
# | 2 | `dice_loss`: an overlap to learn from, and its gradient | 7 | 30 |
# | 3 | `augment_pair`: mend code that spoils the labels | 5 | 15 |
# | 4 | `mini_unet`: the class `MiniUNet`, a U-Net for images of any size | 8 | 35 |
# | 5 | a written answer: 96 percent of the pixels | 4 | 10 |
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
# ## Task 1. How good are the masks of a whole set?
#
# **7 points** · medium · about 20 minutes ·
# [chapter 18](../../book/18_segmentation_and_unet.md), "Measure overlap with IoU and Dice"
#
# A segmentation network gives a class to every pixel. The usual measure compares, for each class, the pixels
# that it was given with the pixels that it has: the IoU of two sets. A fair number counts the pixels of **all
# images together** before it divides. It leaves out the pixels that nobody could label, and the classes that
# do not occur.
#
# Write `mean_iou(predictions, truths, num_classes, ignore)`.
#
# - `predictions`, `truths`: two lists of equally many arrays of whole numbers, of any integer dtype. A pair
#   has one shape `(H, W)`; different images may have different shapes. None may be changed.
# - Classes are 0 to `num_classes - 1`. Where a truth holds `ignore`, the pixel counts **nowhere**, whatever
#   is predicted there.
# - Returns `(iou, mean)`. `iou` is a float array of shape `(num_classes,)`: for each class, over all images
#   together, the pixels that have the class in both arrays, divided by the pixels that have it in at least
#   one of them. A class without such pixels gets NaN. `mean` is the mean of the values that are not NaN.
# - Raises `ValueError` if the lists have different lengths, if the shapes of a pair differ, if a pixel that
#   counts holds something that is no class, in either array, or if no pixel counts at all.
#
# Example: with 3 classes and `ignore` 255, the prediction `[[0, 0, 1]]` and the truth `[[0, 1, 1]]` give
# `iou` = 1/2, 1/2, NaN and `mean` = 1/2. With the truth `[[0, 255, 1]]` they give 1, 1, NaN and 1.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# For one class, two arrays of booleans are enough. Which two counts have to be added up over the images?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A pixel that is not labeled must vanish from both arrays, before anything is counted.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `np.nanmean` leaves NaN out. Where does NaN come from without a warning? `np.divide` has `out` and `where`.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "mean_iou", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def mean_iou(predictions, truths, num_classes, ignore):
    """Return the IoU of each class over all images together, NaN where it is nowhere, and their mean."""
    ### BEGIN SOLUTION
    both, either = np.zeros(num_classes), np.zeros(num_classes)
    for guess, truth in zip(predictions, truths, strict=True):  # ValueError for lists of different lengths
        if guess.shape != truth.shape:
            raise ValueError(f"expected a prediction of shape {truth.shape}, got {guess.shape}")
        counted = truth != ignore
        guess = guess[counted]
        truth = truth[counted]
        if not np.isin([guess, truth], np.arange(num_classes)).all():
            raise ValueError(f"expected classes below {num_classes}")
        for k in range(num_classes):
            both[k] += np.sum((guess == k) & (truth == k))
            either[k] += np.sum((guess == k) | (truth == k))
    if not either.any():
        raise ValueError("expected at least one labeled pixel")
    iou = np.divide(both, either, out=np.full(num_classes, np.nan), where=either > 0)
    return iou, np.nanmean(iou)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The two counts of a class, pixels that both arrays give it and pixels that at least one gives it, are
# added up over the images, and divided once at the end. Averaging the IoU of single images instead lets a
# class of three pixels in one image count as much as a whole sky in another. Taking the unlabeled pixels
# out of **both** arrays first is what makes them count nowhere. For many classes a table of all pairs, by
# `np.bincount` of `num_classes * truth + guess`, needs one pass over the pixels; in 8 bits that number
# wraps around.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mean_iou_visible", "locked": true, "points": 1, "solution": false}
# Test: two images of different shapes, four classes of which one does not occur, two pixels without a label
iou, mean = mean_iou(
    [np.array([[0, 0, 1, 1], [2, 0, 1, 2]]), np.array([[1, 1], [0, 0], [0, 1]])],
    [np.array([[0, 1, 1, 1], [255, 0, 1, 2]]), np.array([[1, 1], [0, 0], [0, 255]])],
    4,
    255,
)
assert_matches(
    np.nan_to_num(iou, nan=-1),
    [5 / 6, 5 / 6, 1, -1],
    "the IoU of each class for the two images of this cell (NaN is shown as -1)",
    'chapter 18, "Measure overlap with IoU and Dice", and the rules of this task',
    [
        (
            [5 / 6, 7 / 8, 1, -1],
            "averaged over the images; count the pixels of all images together, then divide",
        ),
        ([5 / 6, 5 / 6, 1, 0], "class 3 is nowhere: a class that is nowhere gets NaN, not 0"),
        ([5 / 6, 5 / 6, 1, 1], "class 3 is nowhere: a class that is nowhere gets NaN, not 1"),
        ([5 / 6, 5 / 7, 1 / 2, -1], "a pixel that is not labeled counts nowhere, also not as predicted"),
        (
            [1, 5 / 6, 1, -1],
            "divided by the pixels that have the class in the truth; it is in at least one of them",
        ),
        ([5 / 6, 1, 1, -1], "divided by the pixels predicted as the class; it is in at least one of them"),
        ([10 / 11, 10 / 11, 1, -1], "this is the overlap called Dice"),
        (
            [5 / 11, 5 / 11, 1 / 2, -1],
            "the pixels that both have are counted twice in what at least one of them has",
        ),
    ],
)
assert_matches(
    np.nan_to_num(mean, nan=-1),
    8 / 9,
    "the mean IoU for the two images of this cell (NaN is shown as -1)",
    'chapter 18, "Measure overlap with IoU and Dice", and the rules of this task',
    [
        (2 / 3, "a class that is nowhere is left out of the mean"),
        (11 / 13, "weighted by the number of pixels; it is the plain mean of the classes"),
        (11 / 12, "this is the share of pixels that are right"),
        (-1, "the mean is over the values that are not NaN"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mean_iou_values", "locked": true, "points": 2, "solution": false}
# Hidden test: random masks of several sizes, all pixels labeled, all classes there
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1801)
for classes in (2, 3, 7):
    shapes = [(4, 9), (11, 5), (6, 6)]
    masks = [rng.integers(0, classes, shape) for shape in shapes]
    guesses = [
        np.where(rng.random(mask.shape) < 0.4, rng.integers(0, classes, mask.shape), mask) for mask in masks
    ]
    iou, mean = mean_iou([g.copy() for g in guesses], [t.copy() for t in masks], classes, 255)
    assert np.shape(iou) == (classes,), "there must be one IoU for each class"
    flat_g, flat_t = np.concatenate([g.ravel() for g in guesses]), np.concatenate([t.ravel() for t in masks])
    for k in range(classes):
        where_g, where_t = set(np.flatnonzero(flat_g == k)), set(np.flatnonzero(flat_t == k))
        assert np.isclose(iou[k], len(where_g & where_t) / len(where_g | where_t)), (
            "the IoU of a class, counted over all images together, is wrong"
        )
    assert np.isclose(mean, sum(iou) / classes), "the mean must be the plain mean of the IoU of the classes"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mean_iou_absent", "locked": true, "points": 1, "solution": false}
# Hidden test: classes that are nowhere, only predicted, or only there
### BEGIN HIDDEN TESTS
iou, mean = mean_iou([np.array([[4, 4, 1, 4]])], [np.array([[4, 4, 4, 3]])], 6, 255)
assert np.isnan(iou[[0, 2, 5]]).all(), "a class that is nowhere must get NaN"
assert not np.isnan(iou[[1, 3, 4]]).any(), (
    "a class that is predicted somewhere, or is there, must get a number"
)
assert np.allclose(iou[[1, 3]], 0), "a class that is only predicted, or only there, has IoU 0"
assert np.isclose(mean, np.mean(iou[[1, 3, 4]])), "classes that are nowhere must be left out of the mean"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mean_iou_ignore", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels that are not labeled, also with other numbers for them than 255
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1802)
for nobody in (255, -1, 9):
    truth, guess = rng.integers(0, 3, (8, 7)), rng.integers(0, 3, (8, 7))
    guess[:, 2:4] = [0, 2]
    holes = np.zeros((8, 7), bool)
    holes[:, 2:4] = True
    pierced = np.where(holes, nobody, truth)
    iou, _ = mean_iou([guess.copy()], [pierced.copy()], 3, nobody)
    rest = np.hstack([guess[:, :2], guess[:, 4:]]), np.hstack([truth[:, :2], truth[:, 4:]])
    expected, _ = mean_iou([rest[0]], [rest[1]], 3, nobody)
    assert np.allclose(iou, expected), "a pixel that is not labeled must count nowhere, also not as predicted"
iou, _ = mean_iou([np.array([[0, 1, 7]])], [np.array([[0, 1, 255]])], 2, 255)
assert len(iou) == 2, "what is predicted where nobody labeled does not matter, even if it is no class"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mean_iou_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: 8-bit masks with many classes, read-only arrays, inputs left as they were
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1803)
truth = rng.integers(0, 21, (30, 40)).astype(np.uint8)
guess = np.where(rng.random(truth.shape) < 0.3, 20, truth).astype(np.uint8)
truth[:, 5] = 255
kept = truth.copy()
small, _ = mean_iou([guess], [truth], 21, 255)
assert np.array_equal(truth, kept), "the function changed a mask"
wide, _ = mean_iou([guess.astype(np.int64)], [truth.astype(np.int64)], 21, 255)
assert np.allclose(small, wide), "masks of 8-bit numbers must give the same as masks of large numbers"
truth.setflags(write=False)
guess.setflags(write=False)
assert np.allclose(mean_iou([guess], [truth], 21, 255)[0], wide), "read-only masks must give the same"
assert np.allclose(mean_iou([guess.T], [truth.T], 21, 255)[0], wide), "transposed masks must give the same"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mean_iou_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: lists, shapes and classes that do not fit, sets without a labeled pixel
### BEGIN HIDDEN TESTS
fine = np.array([[0, 1], [1, 0]])
assert len(mean_iou([fine], [fine.copy()], 2, 255)[0]) == 2, "honest masks must still work"
for guesses, masks in [
    ([fine], [fine, fine]),
    ([fine, fine], [fine]),
    ([fine[:1]], [fine]),
    ([fine.reshape(4, 1)], [fine.reshape(1, 4)]),
    ([fine + 1], [fine]),
    ([fine - 1], [fine]),
    ([fine], [fine + 1]),
    ([fine], [fine - 1]),
    ([fine], [np.full((2, 2), 255)]),
    ([], []),
]:
    try:
        mean_iou([g.copy() for g in guesses], [t.copy() for t in masks], 2, 255)
        refused = False
    except ValueError:
        refused = True
    assert refused, "lists, shapes or classes that do not fit, or no labeled pixel, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. An overlap to learn from
#
# **7 points** · hard · about 30 minutes ·
# [chapter 18](../../book/18_segmentation_and_unet.md), "Measure overlap with IoU and Dice"
#
# A small object is a few pixels of many, and a network that never finds it still has a low cross-entropy.
# The Dice loss asks for the overlap itself. The chapter has it for several classes; here is the other
# usual form, for one kind of object, image by image. With $p = \sigma(z) = 1 / (1 + e^{-z})$ for the logit
# $z$ of each pixel, $g$ = 1 on the object and 0 elsewhere, the sums over the pixels of image $n$, and $N$
# images:
#
# $$D_n = \frac{2 \sum p\,g + \varepsilon}{\sum p + \sum g + \varepsilon}, \qquad
# L = 1 - \frac{1}{N} \sum_n D_n.$$
#
# An image without the object where nothing is found has $D_n = 1$; that is what $\varepsilon$ is for.
#
# Write `dice_loss(logits, masks, eps)`.
#
# - `logits`: floats of shape `(N, H, W)`; `masks`: the same shape, 0 and 1 in any dtype, also booleans;
#   `eps`: $\varepsilon$, above 0. Nothing may be changed.
# - Returns `(loss, dlogits)`: a number, and the derivative of the loss by each logit, of shape `(N, H, W)`.
# - Logits of any size give numbers, never NaN.
#
# Example: one image of two pixels, of which the first is the object, `logits` 0 and 0, `eps` 1: p = 1/2,
# 1/2, so D = (2 · 1/2 + 1) / (1 + 1 + 1) = 2/3. `dice_loss(np.zeros((1, 1, 2)), np.array([[[1, 0]]]), 1)`
# is a loss of 1/3 and the gradient `[[[-0.111, 0.056]]]`, rounded: the first logit should grow.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# The pixel's p stands above and below the fraction line. The quotient rule gives the derivative of D by p;
# write it with D itself, it becomes short.
#
# </details>
# <details><summary>Hint 2</summary>
#
# From p to z it is one factor more. What is the derivative of the sigmoid, written with p?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Sums over the last two axes with `keepdims=True` fit to every pixel of their image. For the sigmoid without
# NaN: which of its two forms, $1 / (1 + e^{-z})$ or $e^z / (1 + e^z)$, fails for large z? `np.tanh` never
# does.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "dice_loss", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def dice_loss(logits, masks, eps):
    """Return 1 - the mean Dice overlap of images (N, H, W), and its gradient by the logits."""
    ### BEGIN SOLUTION
    z, g = np.reshape(logits, (len(logits), -1)), np.reshape(masks, (len(masks), -1))  # a row for each image
    p = (1 + np.tanh(z / 2)) / 2  # the sigmoid
    size = np.sum(p + g, axis=1, keepdims=True) + eps
    dice = (2 * np.sum(p * g, axis=1, keepdims=True) + eps) / size  # (N, 1)
    dp = (dice - 2 * g) / size / len(p)
    return 1 - np.mean(dice), np.reshape(dp * p * (1 - p), np.shape(logits))
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# With S the sum below and D the fraction, the quotient rule gives dD/dp = (2 g S − (2 Σ p g + ε)) / S² =
# (2 g − D) / S: written with D itself it is one line. The loss is 1 minus the mean, which brings the sign
# and the division by N; the sigmoid brings p (1 − p). The sigmoid is (1 + tanh(z / 2)) / 2, the same
# function in a form that is finite for each z.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "dice_loss_visible", "locked": true, "points": 1, "solution": false}
# Test: two images of three pixels, the second without the object
loss, dlogits = dice_loss(np.log([[[1.0, 3, 1]], [[3, 1 / 3, 1]]]), np.array([[[1, 1, 0]], [[0, 0, 0]]]), 0.5)
assert_matches(
    loss,
    71 / 136,
    "the loss of dice_loss(log [[[1, 3, 1]], [[3, 1/3, 1]]], [[[1, 1, 0]], [[0, 0, 0]]], eps=0.5)",
    'chapter 18, "Measure overlap with IoU and Dice", and the formulas of this task',
    [
        (65 / 136, "this is the mean of D; the loss is 1 - D"),
        (11 / 23, "the sums go over both images; each image has its own D"),
        (0.39712919, "this is the chapter's form with squares below; here p and g are added as they are"),
        (7 / 12, "this is the IoU: the shared part is subtracted below, and not doubled above"),
        (0.12524101, "the sigmoid of the logits is missing"),
        (10 / 21, "p is rounded to 0 and 1; the loss needs the numbers between"),
        (12 / 17, "eps is missing above: without an object and without a find D must be 1"),
    ],
)
slopes = np.array([[[-11 / 289, -33 / 1156, 6 / 289]], [[3 / 256, 3 / 256, 1 / 64]]])
assert_matches(
    dlogits,
    slopes,
    "the gradient of dice_loss(log [[[1, 3, 1]], [[3, 1/3, 1]]], [[[1, 1, 0]], [[0, 0, 0]]], eps=0.5)",
    'chapter 18, "Measure overlap with IoU and Dice", and the quotient rule',
    [
        (-slopes, "the sign is wrong: where the object is, a larger logit makes the loss smaller"),
        (2 * slopes, "the loss is a mean: its gradient is divided by the number of images"),
        (
            [[[-44 / 289, -44 / 289, 24 / 289]], [[1 / 16, 1 / 16, 1 / 16]]],
            "this is the derivative by p, not by the logit: the derivative of the sigmoid is missing",
        ),
        (
            [[[-1 / 17, -3 / 68, 0]], [[0, 0, 0]]],
            "p also stands below the fraction line: the quotient rule has two terms",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "dice_loss_loss", "locked": true, "points": 2, "solution": false}
# Hidden test: the loss of one image, random logits, several sizes and eps
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1804)
for (h, w), eps in [((3, 4), 1.0), ((5, 2), 0.01), ((1, 7), 10.0)]:
    scores, marks = rng.normal(0, 2, (1, h, w)), rng.integers(0, 2, (1, h, w))
    marks[0, 0, 0] = 1
    sure = [1 / (1 + np.exp(-z)) for z in scores.ravel()]
    hit = sum(s for s, mark in zip(sure, marks.ravel(), strict=True) if mark)
    wanted = 1 - (2 * hit + eps) / (sum(sure) + marks.sum() + eps)
    assert np.shape(dice_loss(scores.copy(), marks.copy(), eps)[0]) == (), "the loss must be one number"
    assert np.isclose(dice_loss(scores.copy(), marks.copy(), eps)[0], wanted), (
        "the loss of one image is wrong"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "dice_loss_gradient", "locked": true, "points": 2, "solution": false}
# Hidden test: the gradient of one image against finite differences
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1805)


def loss_of(scores, marks, eps):
    sure = 1 / (1 + np.exp(-scores))
    return 1 - (2 * sure[marks == 1].sum() + eps) / (sure.sum() + marks.sum() + eps)


for (h, w), eps in [((3, 4), 1.0), ((2, 5), 0.1)]:
    scores, marks = rng.normal(0, 2, (1, h, w)), rng.integers(0, 2, (1, h, w))
    marks[0, 0, 0] = 1
    slopes = np.zeros((1, h, w))
    for place in np.ndindex(1, h, w):
        step = np.zeros((1, h, w))
        step[place] = 1e-5
        slopes[place] = (loss_of(scores + step, marks, eps) - loss_of(scores - step, marks, eps)) / 2e-5
    found = dice_loss(scores.copy(), marks.copy(), eps)[1]
    assert np.shape(found) == (1, h, w), "there must be one derivative for each logit"
    assert np.all(np.sign(found) == np.sign(slopes)), (
        "the gradient has a wrong sign: it must point to larger loss"
    )
    assert np.allclose(found, slopes, atol=1e-7), "the gradient differs from finite differences of the loss"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "dice_loss_images", "locked": true, "points": 1, "solution": false}
# Hidden test: several images, images without the object
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1806)
scores, marks = rng.normal(0, 2, (4, 3, 5)), rng.integers(0, 2, (4, 3, 5))
marks[2] = 0
alone = [dice_loss(scores[n : n + 1].copy(), marks[n : n + 1].copy(), 0.3) for n in range(4)]
loss, found = dice_loss(scores.copy(), marks.copy(), 0.3)
assert np.isclose(loss, np.mean([one[0] for one in alone])), (
    "the loss must be the mean of the losses of the images"
)
assert np.shape(found) == (4, 3, 5), "there must be one derivative for each logit"
assert np.allclose(found, np.concatenate([one[1] for one in alone]) / 4), (
    "the gradient of the mean over N images is the gradient of each image, divided by N"
)
empty = dice_loss(np.full((1, 4, 4), -30.0), np.zeros((1, 4, 4)), 1.0)[0]
assert np.isclose(empty, 0, atol=1e-6), "nothing there and nothing found must cost nothing"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "dice_loss_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: large logits, masks of booleans and 8-bit numbers, read-only arrays, inputs left as they were
### BEGIN HIDDEN TESTS
scores, marks = np.array([[[0.5, -1, 2], [1, 0, -0.5]]]), np.array([[[1, 0, 1], [1, 1, 0]]])
loss, found = dice_loss(scores, marks, 1.0)
assert np.array_equal(scores, [[[0.5, -1, 2], [1, 0, -0.5]]]), "the function changed the logits"
assert np.array_equal(marks, [[[1, 0, 1], [1, 1, 0]]]), "the function changed the masks"
for kind in (bool, np.uint8, np.float32):
    cast = marks.astype(kind)
    cast.setflags(write=False)
    again = dice_loss(scores, cast, 1.0)
    assert np.isclose(again[0], loss), "the loss must not depend on the dtype of the masks"
    assert np.allclose(again[1], found), "the gradient must not depend on the dtype of the masks"
with np.errstate(all="ignore"):
    loss, found = dice_loss(np.array([[[1000.0, -1000, 900, -900]]]), np.array([[[1, 0, 0, 1]]]), 1.0)
assert np.isfinite(loss), "large logits must not make the loss NaN"
assert np.isfinite(found).all(), "large logits must not make the gradient NaN"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Mend code that spoils the labels
#
# **5 points** · easy · about 15 minutes ·
# [chapter 18](../../book/18_segmentation_and_unet.md), "Classify every pixel"
#
# Chapter 13 changes a picture and keeps its label. In segmentation the label is a picture, too, and has to
# be changed **with** the image where things move, and left alone where only colors change. The function
# below cuts a square out of an image and its mask, mirrors, brightens and shrinks them. It runs without an
# error, the images look right, and networks that are trained with it stay bad.
#
# What it should do, in this order:
#
# 1. Cut out `size` rows and columns, `size` even, of which the first are `top` and `left`. They may begin
#    before the image or end behind it, but a piece of it is always inside. Outside, the image becomes black,
#    0, and the mask 255, which means: not labeled.
# 2. If `flip`, mirror image and mask from left to right.
# 3. Multiply the image by `brightness`; what is above 255 becomes 255, and fractions are cut off.
# 4. Halve the resolution. Each block of 2 × 2 pixels of the image becomes its mean, fractions cut off. A mask
#    cannot be averaged: halfway between class 1 and class 3 is not class 2. Each block becomes its upper left
#    pixel.
#
# Copy the function into `augment_pair(image, mask, top, left, size, flip, brightness)` and mend it. There are
# four mistakes.
#
# - `image`: `uint8` of shape `(3, H, W)`; `mask`: `uint8` of shape `(H, W)`. Neither may be changed.
# - Returns `(image, mask)`: `uint8` of shapes `(3, size / 2, size / 2)` and `(size / 2, size / 2)`.
#
# Not allowed: SciPy, PyTorch, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Make a pair in which you can see each step: a mask with a different number at every pixel, and as the image
# three copies of it. Call the function with one change at a time.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which axis of `(3, H, W)` runs from left to right, and which of `(H, W)`?
#
# </details>
# <details><summary>Hint 3</summary>
#
# What does `np.array([300.0]).astype(np.uint8)` give?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "augment_pair_given", "locked": true, "solution": false}
def buggy_augment_pair(image, mask, top, left, size, flip, brightness):
    """Return a square of ``image`` and ``mask`` from row ``top`` and column ``left``, changed and halved."""
    channels, h, w = image.shape
    picture = np.zeros((channels, size, size), np.uint8)
    labels = np.zeros((size, size), np.uint8)
    rows, columns = np.arange(top, top + size), np.arange(left, left + size)
    inside = np.ix_((rows >= 0) & (rows < h), (columns >= 0) & (columns < w))
    first, last = max(top, 0), max(left, 0)
    labels[inside] = mask[first : top + size, last : left + size]
    for channel in range(channels):
        picture[channel][inside] = image[channel, first : top + size, last : left + size]
    if flip:
        picture = picture[:, :, ::-1]
        labels = labels[::-1]
    picture = (picture * brightness).astype(np.uint8)
    blocks = (size // 2, 2, size // 2, 2)
    picture = picture.reshape(channels, *blocks).mean(axis=(2, 4)).astype(np.uint8)
    labels = labels.reshape(blocks).mean(axis=(1, 3)).astype(np.uint8)
    return picture, labels


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "augment_pair", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def augment_pair(image, mask, top, left, size, flip, brightness):
    """Return a square of ``image`` and ``mask`` from row ``top`` and column ``left``, changed and halved."""
    ### BEGIN SOLUTION
    channels, h, w = image.shape
    picture = np.zeros((channels, size, size))
    labels = np.full((size, size), 255, np.uint8)
    rows, columns = np.arange(top, top + size), np.arange(left, left + size)
    inside = np.ix_((rows >= 0) & (rows < h), (columns >= 0) & (columns < w))
    first, last = max(top, 0), max(left, 0)
    labels[inside] = mask[first : top + size, last : left + size]
    for channel in range(channels):
        picture[channel][inside] = image[channel, first : top + size, last : left + size]
    if flip:
        picture = picture[:, :, ::-1]
        labels = labels[:, ::-1]
    picture = np.minimum(picture * brightness, 255).astype(np.uint8)
    blocks = (size // 2, 2, size // 2, 2)
    picture = picture.reshape(channels, *blocks).mean(axis=(2, 4)).astype(np.uint8)
    return picture, labels[::2, ::2]
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Four lines differ. The mask begins as 255 everywhere, because 0 is a class. It is mirrored along its
# second axis: the image has channels in front, so its columns are the third. The product is cut at 255
# while it is a float; after `astype` it is too late. And the mask is thinned, not averaged, because class
# numbers are names. None of the four raises an error, which is why such code is tried on a small example
# and looked at.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "augment_pair_visible", "locked": true, "points": 1, "solution": false}
# Test: everything at once on an image of 2 rows, of which 4 are cut out from two rows above it on
gray, classes = np.array([[40, 60, 90, 130], [80, 100, 130, 130]]), np.array([[3, 1, 2, 2], [3, 3, 2, 2]])
image, mask = augment_pair(
    np.stack([gray] * 3).astype(np.uint8), classes.astype(np.uint8), -2, 0, 4, True, 2.0
)
assert_matches(
    mask,
    [[255, 255], [2, 1]],
    "the mask of augment_pair(..., top=-2, left=0, size=4, flip=True, brightness=2.0)",
    'chapter 18, "Classify every pixel", and the four steps of this task',
    [
        ([[2, 2], [0, 0]], "nothing is mended yet"),
        ([[0, 0], [2, 1]], "0 is a class; beyond the image the mask must be 255, not labeled"),
        (
            [[2, 1], [2, 1]],
            "beyond the image nobody labeled: the mask must be 255 there, not what is at the edge",
        ),
        (
            [[3, 2], [255, 255]],
            "mirrored from top to bottom; it should be from left to right, like the image",
        ),
        ([[255, 255], [3, 2]], "the mask is not mirrored"),
        ([[255, 255], [2, 2]], "a block of classes 1, 3, 3, 3 has no mean: it becomes its upper left pixel"),
        ([[255, 255], [2, 3]], "a block of classes 1, 3, 3, 3 must become its upper left pixel"),
    ],
)
assert_matches(
    image[0],
    [[0, 0], [236, 140]],
    "the first channel of the image of augment_pair(..., top=-2, left=0, size=4, flip=True, brightness=2.0)",
    "the four steps of this task",
    [
        ([[0, 0], [48, 140]], "130 times 2 is 260 and must become 255; in 8 bits it became 4"),
        ([[0, 0], [140, 236]], "the image is not mirrored"),
        ([[255, 255], [236, 140]], "beyond the image the picture is black, 0"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "augment_pair_border", "locked": true, "points": 1, "solution": false}
# Hidden test: squares that reach beyond the image on each side
### BEGIN HIDDEN TESTS
image, mask = np.full((3, 6, 8), 120, dtype=np.uint8), np.full((6, 8), 4, dtype=np.uint8)
for top, left, size, rows, columns in [
    (-2, 0, 4, [0], []),
    (0, -4, 8, [3], [0, 1]),
    (4, 6, 4, [1], [1]),
    (-4, -2, 12, [0, 1, 5], [0, 5]),
]:
    picture, labels = augment_pair(image.copy(), mask.copy(), top, left, size, False, 1.0)
    outside = np.zeros((size // 2, size // 2), bool)
    outside[rows], outside[:, columns] = True, True
    assert np.shape(labels) == (size // 2, size // 2), "the mask has the wrong shape"
    assert np.all(labels[outside] == 255), "beyond the image the mask must be 255, not labeled"
    assert np.all(labels[~outside] == 4), "inside the image the mask must hold its classes"
    assert np.all(np.asarray(picture)[:, outside] == 0), "beyond the image the picture must be black"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "augment_pair_flip", "locked": true, "points": 1, "solution": false}
# Hidden test: mirrored masks, inside the image, in blocks of one class
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1807)
coarse = rng.permutation(16).reshape(4, 4)
mask = np.kron(coarse, np.ones((2, 2), int)).astype(np.uint8)
kept = mask.copy()
_, labels = augment_pair(np.zeros((3, 8, 8), np.uint8), mask, 0, 0, 8, True, 1.0)
assert np.array_equal(labels, coarse[:, ::-1]), "the mask must be mirrored from left to right, like the image"
picture, labels = augment_pair(np.stack([mask] * 3), mask, 2, 4, 4, True, 1.0)
assert np.array_equal(labels, coarse[1:3, 2:][:, ::-1]), (
    "what was cut out must be mirrored, not the whole mask"
)
assert np.array_equal(picture[1], labels), "the image must be mirrored, too"
assert np.array_equal(mask, kept), "the function changed the mask"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "augment_pair_brightness", "locked": true, "points": 1, "solution": false}
# Hidden test: images that become brighter than white
### BEGIN HIDDEN TESTS
levels = np.array([[10, 50], [100, 250]])
image = np.stack([np.kron(levels + 2 * c, np.ones((2, 2), int)) for c in range(3)]).astype(np.uint8)
kept = image.copy()
for factor in (1.5, 4.0):
    picture, _ = augment_pair(image, np.zeros((4, 4), np.uint8), 0, 0, 4, False, factor)
    for c in range(3):
        for (i, j), level in np.ndenumerate(levels + 2 * c):
            wanted = 255 if level * factor > 255 else level * factor
            assert picture[c][i][j] == wanted, (
                "what is brighter than white must become 255, and all else be multiplied"
            )
assert np.array_equal(image, kept), "the function changed the image"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "augment_pair_classes", "locked": true, "points": 1, "solution": false}
# Hidden test: masks whose class changes within a block
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1808)
for _ in range(3):
    mask = rng.choice(np.array([0, 3, 7, 20, 255], np.uint8), (6, 10))
    picture, labels = augment_pair(np.zeros((3, 6, 10), np.uint8), mask.copy(), 0, 2, 6, False, 1.0)
    assert np.array_equal(labels, mask[::2, 2:8:2]), "a block of the mask must become its upper left pixel"
    assert np.asarray(labels).dtype == np.uint8, "the mask must stay uint8"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. A U-Net that takes images of any size
#
# **8 points** · hard · about 35 minutes ·
# [chapter 18](../../book/18_segmentation_and_unet.md), "Build a U-Net" and "Keep the details with skips"
#
# The chapter's U-Net goes up by transposed convolutions and fills with zeros what is missing where a size was
# odd. Here is a small one that goes up by repeating pixels, always to exactly the size that it needs, and
# convolves afterwards. That leaves no checkerboard and no gap.
#
# Write the class `MiniUNet`, a `torch.nn.Module` made by `MiniUNet(in_channels, num_classes, width)`. It has
# exactly these layers, all `torch.nn.Conv2d` with bias, under these names:
#
# | name | kernel | padding | channels in | channels out |
# | --- | --- | --- | --- | --- |
# | `down1` | 3 × 3 | 1 | `in_channels` | `width` |
# | `down2` | 3 × 3 | 1 | `width` | 2 `width` |
# | `bottom` | 3 × 3 | 1 | 2 `width` | 4 `width` |
# | `up2` | 3 × 3 | 1 | 2 `width` + 4 `width` | 2 `width` |
# | `up1` | 3 × 3 | 1 | `width` + 2 `width` | `width` |
# | `head` | 1 × 1 | 0 | `width` | `num_classes` |
#
# What happens to `x` of shape `(N, in_channels, H, W)`, H and W at least 4:
#
# 1. `down1`, ReLU: *keep it*. Max pooling 2 × 2, where an odd last row or column is dropped.
# 2. `down2`, ReLU: *keep it*. Max pooling 2 × 2.
# 3. `bottom`, ReLU.
# 4. Enlarge to the height and width of what step 2 kept. Put **what was kept first**, then what comes from
#    below, as channels of one tensor. `up2`, ReLU.
# 5. The same with what step 1 kept, and `up1`, ReLU.
# 6. `head`, and nothing after it: the scores, of shape `(N, num_classes, H, W)`.
#
# *Enlarge* from h to H rows repeats rows: row i of the result is row ⌊i h / H⌋, and the same for columns.
# This is the mode `"nearest"` of `torch.nn.functional.interpolate`.
#
# Example: `MiniUNet(3, 5, 8)(torch.zeros(2, 3, 21, 30))` has shape `(2, 5, 21, 30)`.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Layers are attributes that are made in `__init__`, after `super().__init__()`. Pooling, ReLU and
# enlarging have no parameters; `torch.nn.functional` has all three.
#
# </details>
# <details><summary>Hint 2</summary>
#
# 21 rows become 10, then 5. On the way up, doubling gives 10 and 20. Where can you read the size that you
# need?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Along which axis do channels lie in `(N, C, H, W)`? `torch.cat` takes it as `dim`.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "mini_unet", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 5}
class MiniUNet(torch.nn.Module):
    """A U-Net of two steps down and up: (N, in_channels, H, W) to scores (N, num_classes, H, W)."""

    def __init__(self, in_channels, num_classes, width):
        ### BEGIN SOLUTION
        super().__init__()
        self.down1 = torch.nn.Conv2d(in_channels, width, 3, padding=1)
        self.down2 = torch.nn.Conv2d(width, 2 * width, 3, padding=1)
        self.bottom = torch.nn.Conv2d(2 * width, 4 * width, 3, padding=1)
        self.up2 = torch.nn.Conv2d(6 * width, 2 * width, 3, padding=1)
        self.up1 = torch.nn.Conv2d(3 * width, width, 3, padding=1)
        self.head = torch.nn.Conv2d(width, num_classes, 1)
        ### END SOLUTION

    def forward(self, x):
        """(N, in_channels, H, W) to (N, num_classes, H, W)."""
        ### BEGIN SOLUTION
        one = torch.relu(self.down1(x))  # (n, width, h, w)
        two = torch.relu(self.down2(torch.nn.functional.max_pool2d(one, 2)))
        below = torch.relu(self.bottom(torch.nn.functional.max_pool2d(two, 2)))
        for kept, convolve in [(two, self.up2), (one, self.up1)]:
            enlarged = torch.nn.functional.interpolate(below, size=kept.shape[2:])  # "nearest" is its default
            below = torch.relu(convolve(torch.cat([kept, enlarged], dim=1)))
        return self.head(below)
        ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The size to enlarge to is read off what was kept, so odd sizes need no case of their own. What was kept
# is the activation before the pooling: it has the resolution that is wanted on the way up. The loop over
# the two steps works because both do the same with other layers; two blocks written out are as good.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mini_unet_visible", "locked": true, "points": 1, "solution": false}
# Test: the layers, then a column of the scores for an image of 7 rows and 5 columns
torch.set_num_threads(1)
net = MiniUNet(1, 1, 1)
weights = {}
for name, (c_out, c_in, k) in {
    "down1": (1, 1, 3),
    "down2": (2, 1, 3),
    "bottom": (4, 2, 3),
    "up2": (2, 6, 3),
    "up1": (1, 3, 3),
    "head": (1, 1, 1),
}.items():
    taps = torch.zeros(c_out, c_in, k, k)
    taps[:, :, k // 2, k // 2] = torch.tensor(
        [[3 * (o + i) % 4 - 1.0 for i in range(c_in)] for o in range(c_out)]
    )
    weights |= {f"{name}.weight": taps.abs() if name == "down1" else taps, f"{name}.bias": torch.zeros(c_out)}
names = ", ".join(sorted(net.state_dict()))
assert_matches(
    names,
    ", ".join(sorted(weights)),
    "the names of the parameters of MiniUNet(1, 1, 1)",
    "the table of this task",
    [
        ("", "nothing is registered: a layer is an attribute of its own, not an item of a plain list"),
        (
            ", ".join(sorted(name for name in weights if "weight" in name or "head" in name)),
            "layers need a bias",
        ),
    ],
)
shapes = {name: tuple(value.shape) for name, value in net.state_dict().items() if name.endswith("weight")}
expected = {name: tuple(value.shape) for name, value in weights.items() if name.endswith("weight")}
assert_matches(
    str(sorted(shapes.items())),
    str(sorted(expected.items())),
    "the shapes of the weights of MiniUNet(1, 1, 1): channels out, channels in, height, width",
    'chapter 18, "Build a U-Net", and the table of this task',
    [
        (
            str(sorted((expected | {"up1.weight": (1, 2, 3, 3), "up2.weight": (2, 4, 3, 3)}).items())),
            "what was kept is missing: up2 and up1 also get the channels of down2 and down1",
        ),
        (
            str(
                sorted(
                    (
                        expected
                        | {f"up{k}.weight": (1, k, 3, 3) for k in (1, 2)}
                        | {"bottom.weight": (2, 2, 3, 3)}
                    ).items()
                )
            ),
            "what was kept is added; it should lie beside what comes from below, as more channels",
        ),
        (
            str(sorted((expected | {"bottom.weight": (2, 2, 3, 3), "up2.weight": (2, 4, 3, 3)}).items())),
            "bottom gives four times the width, and up2 gets as many from it",
        ),
    ],
)
net.load_state_dict(weights)
x = torch.arange(35.0).reshape(1, 1, 7, 5) * 3 % 7
assert_matches(
    net(x).detach()[0, 0, :, 3].numpy(),
    [-94, -93, -92, -83, -82, -96, -95],
    "the last column but one of the scores for the image and the weights of this cell",
    'chapter 18, "Build a U-Net" and "Keep the details with skips"',
    [
        ([-122, -123, -124, -125, -126, -120, -121], "what was kept comes first, then what comes from below"),
        ([0] * 7, "scores may be negative: nothing comes after the head"),
        ([1] * 7, "a softmax over one class is 1: nothing comes after the head"),
        (
            [-94, -93, -84, -83, -90, -96, -95],
            "doubled, and the last row repeated; row i of the result must be row floor(i h / H)",
        ),
        (
            [-94, -93, -84, -83, -82, -96, -95],
            'row i of the result must be row floor(i h / H), not the nearest to its middle ("nearest-exact")',
        ),
        ([-94, -93, -84, -83, -90, -96, -87], "an odd last row or column is dropped by the pooling"),
        ([-94, -93, -84, -83], "what was kept was cut; what comes from below must be enlarged to its size"),
        (
            [-94, -93, -84, -83, -54, -60, 0],
            "what is missing at the end is filled with zeros; enlarge to the full size",
        ),
        (
            [-92.4, -90.6, -87.2, -83.8, -85.542857, -94.285714, -94.2],
            "enlarging mixes neighboring pixels; it repeats them",
        ),
        ([-43.5, -42.5, -41.5, -42.625, -41.625, -50.125, -49.125], "it is max pooling, not the average"),
        ([-90, -90, -90, -83, -83, -90, -90], "keep what a ReLU gives, before the pooling, not after it"),
        ([-106, -105, -104, -93, -92, -108, -107], "what is kept has gone through the ReLU"),
        ([-94, -93, -92, -81, -80, -96, -95], "a ReLU is missing on the way up"),
        ([-48, -48, -48, -44, -44, -48, -48], "what down1 gave is not used on the way up"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mini_unet_layers", "locked": true, "points": 2, "solution": false}
# Hidden test: names and shapes of all parameters, for other channels and widths
### BEGIN HIDDEN TESTS
for c, classes, width in [(3, 5, 8), (1, 2, 3)]:
    found = {name: tuple(value.shape) for name, value in MiniUNet(c, classes, width).state_dict().items()}
    wanted = {}
    for layer, c_in, c_out, k in [
        ("down1", c, width, 3),
        ("down2", width, 2 * width, 3),
        ("bottom", 2 * width, 4 * width, 3),
        ("up2", 6 * width, 2 * width, 3),
        ("up1", 3 * width, width, 3),
        ("head", width, classes, 1),
    ]:
        wanted[f"{layer}.weight"], wanted[f"{layer}.bias"] = (c_out, c_in, k, k), (c_out,)
    assert found.keys() == wanted.keys(), (
        "the names of the layers, or which of them have a bias, differ from the table"
    )
    assert found == wanted, "a kernel size or a number of channels differs from the table"
one, other = (net.state_dict()["bottom.weight"] for net in (MiniUNet(2, 2, 4), MiniUNet(2, 2, 4)))
assert not torch.equal(one, other), "each network must begin with random weights of its own"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mini_unet_sizes", "locked": true, "points": 1, "solution": false}
# Hidden test: the shape of the scores for even, odd, small and long images
### BEGIN HIDDEN TESTS
net = MiniUNet(2, 3, 2)
for h, w in [(8, 12), (4, 4), (5, 16), (16, 7), (7, 6), (11, 13)]:
    assert tuple(net(torch.zeros(2, 2, h, w)).shape) == (2, 3, h, w), (
        "the scores must have the height and width of the image, also where they are odd"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mini_unet_values", "locked": true, "points": 2, "solution": false}
# Hidden test: the scores with given weights, sizes that divide by four
### BEGIN HIDDEN TESTS
chance = torch.Generator().manual_seed(1809)
net = MiniUNet(2, 3, 4)
given = {name: torch.randn(value.shape, generator=chance) / 3 for name, value in net.state_dict().items()}
net.load_state_dict(given)
for h, w in [(8, 12), (4, 16)]:
    x = torch.randn(2, 2, h, w, generator=chance)

    def layer(name, value, given=given):
        return torch.nn.functional.conv2d(
            value, given[f"{name}.weight"], given.get(f"{name}.bias"), padding="same"
        )

    high = layer("down1", x).clamp(min=0)
    middle = layer("down2", high.unfold(2, 2, 2).unfold(3, 2, 2).amax((4, 5))).clamp(min=0)
    low = layer("bottom", middle.unfold(2, 2, 2).unfold(3, 2, 2).amax((4, 5))).clamp(min=0)
    low = torch.hstack([middle, low.repeat_interleave(2, 2).repeat_interleave(2, 3)])
    low = layer("up2", low).clamp(min=0).repeat_interleave(2, 2).repeat_interleave(2, 3)
    wanted = layer("head", layer("up1", torch.hstack([high, low])).clamp(min=0))
    got = net(x.clone())
    assert tuple(got.shape) == (2, 3, h, w), "the scores have the wrong shape"
    assert torch.allclose(got.detach(), wanted, atol=1e-4), (
        "the scores are wrong for an image whose sizes divide by four"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mini_unet_odd", "locked": true, "points": 1, "solution": false}
# Hidden test: the scores with given weights, odd sizes
### BEGIN HIDDEN TESTS
net = MiniUNet(1, 1, 1)
dirac = {name: torch.zeros(value.shape) for name, value in net.state_dict().items()}
for name in ("down1", "down2", "bottom"):
    dirac[f"{name}.weight"][:, 0, 1, 1] = 1.0
dirac["up2.weight"][:, 2, 1, 1] = dirac["up1.weight"][0, 1, 1, 1] = 1.0  # only what comes from below
dirac["head.weight"][0, 0, 0, 0] = 1.0
net.load_state_dict(dirac)
for h, w in [(7, 5), (10, 11), (6, 13)]:
    x = torch.arange(1.0, h * w + 1).reshape(1, 1, h, w)
    got = net(x.clone()).detach()
    assert tuple(got.shape) == (1, 1, h, w), "the scores must have the height and width of the image"
    for i, j in [(0, 0), (h // 2, w // 2), (h - 1, w - 1), (h - 1, 0), (h - 2, w - 2)]:
        u, v = i * (h // 2) // h, j * (w // 2) // w  # the row and column after one step down, then after two
        u, v = u * (h // 4) // (h // 2), v * (w // 4) // (w // 2)
        assert got[0, 0, i, j] == x[0, 0, 4 * u + 3, 4 * v + 3], (
            "what is enlarged to an odd size comes from a wrong pixel"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "mini_unet_skips", "locked": true, "points": 1, "solution": false}
# Hidden test: details that only the skips can bring
### BEGIN HIDDEN TESTS
chance = torch.Generator().manual_seed(1810)
for cut in (["bottom"], ["bottom", "down2"]):
    net = MiniUNet(1, 2, 4)
    state = {name: torch.rand(value.shape, generator=chance) / 8 for name, value in net.state_dict().items()}
    assert {"bottom.weight", "down2.weight"} <= state.keys(), (
        "the layers must be found under the names of the table"
    )
    net.load_state_dict(
        {name: 0 * value if name.split(".")[0] in cut else value for name, value in state.items()}
    )
    x = torch.rand(1, 1, 8, 8, generator=chance)
    spot = x.clone()
    spot[0, 0, 3, 4] += 0.5
    change = (net(spot) - net(x)).detach().abs()[0, 0]
    assert change[3, 4] > 1e-6, (
        "a pixel must still change the scores in its place when the way through the bottom is cut"
    )
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "many_pixels_question", "locked": true, "solution": false}
# ## Task 5. 96 percent of the pixels
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 18](../../book/18_segmentation_and_unet.md), "Measure overlap with IoU and
# Dice" and "Take the skips away"
#
# A network marks cracks in photographs of bridges, two classes: crack and no crack. A crack is 3 pixels wide;
# 4 pixels of 100 belong to one. The report says: "96 percent of all pixels are right." Answer in at most 150
# words:
#
# 1. Which network, without a single weight, reaches the same? What are its IoU of both classes and its mean
#    IoU? Show the numbers.
# 2. Another network finds every crack, but marks it 5 pixels wide, one more on each side. Is its share of
#    right pixels higher, and what is its IoU of the class crack? Which of the two would you use?
# 3. This network has no skips, and its lowest level has an eighth of the resolution. Why are its cracks too
#    wide, and what would skips change?
#
# | your answer | points |
# | --- | --- |
# | names the network of question 1 and gives its three numbers | 1 |
# | gives the share of right pixels and the IoU of question 2, and decides | 1 |
# | explains question 3 by what is lost on the way down and how it comes back | 1 |
# | is precise: numbers that can be checked; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "many_pixels", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. One that says "no crack" everywhere: 96 of 100 pixels are right. IoU of no crack is 96/100, of crack
#    0/4 = 0; the mean is 0.48.
# 2. Of 100 pixels, 4 belong to cracks, and 4 · 5/3 ≈ 6.7 are marked. All 4 are among them, 2.7 are wrong:
#    97.3 percent are right, hardly more. But the IoU of crack is 3/5 = 0.6 instead of 0. The second one:
#    the first finds nothing.
# 3. At an eighth of the resolution a pixel stands for 8 × 8 pixels, wider than a crack. That there is one
#    survives the way down, on which of the 8 columns it lies hardly does, so that the border becomes
#    blurred on the way up. Skips bring the activations of the full resolution, in which the edge still has
#    its place, to the layers that decide.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Move a mask off its object by one pixel: which of IoU and Dice falls faster? Then
# train your U-Net for a few steps. Cut its skips and train it again: what is missing in the masks?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import Checkbox, IntSlider, interact

    from cnnlib.data import segmentation_scenes

    torch.set_num_threads(1)
    scenes = segmentation_scenes(24, size=32, rng=18)
    objects = scenes.masks > 0
    images = torch.from_numpy(scenes.images / 255.0).float()

    def show_pictures(**pictures):
        axes = plt.subplots(1, len(pictures), figsize=(3 * len(pictures), 3))[1]
        for axis, (title, picture) in zip(axes, pictures.items(), strict=True):
            axis.imshow(picture, vmin=0, vmax=1)
            axis.set_title(title.replace("_", " "))
            axis.axis("off")
        plt.show()

    def overlap(scene, moved_by):
        truth = objects[scene].astype(int)
        moved = np.roll(truth, moved_by, axis=1)
        iou, _ = mean_iou([moved], [truth], 2, 255)
        loss, _ = dice_loss(np.where(moved == 1, 30.0, -30.0)[None], truth[None], 1e-6)
        print(f"IoU {iou[1]:.2f}, Dice {1 - loss:.2f}")
        show_pictures(image=scenes.images[scene].transpose(1, 2, 0), truth=truth, moved=moved)

    def train(steps, cut_the_skips):
        torch.manual_seed(0)
        net = MiniUNet(3, 2, 8)
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
        for _ in range(steps):
            loss = torch.nn.functional.cross_entropy(net(images[:16]), torch.from_numpy(objects[:16]).long())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if cut_the_skips:
                with torch.no_grad():
                    net.up2.weight[:, :16] = 0
                    net.up1.weight[:, :8] = 0
        with torch.no_grad():
            masks = net(images[16:]).argmax(1).numpy()
        iou, _ = mean_iou(list(masks), list(objects[16:].astype(int)), 2, 255)
        print(f"IoU of the objects in 8 new scenes: {iou[1]:.2f}")
        show_pictures(image=scenes.images[20].transpose(1, 2, 0), truth=objects[20], found=masks[4])

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        interact(attempt, **sliders)

    try_out(overlap, scene=IntSlider(0, 0, 23), moved_by=IntSlider(1, 0, 12))
    steps = IntSlider(40, 0, 200, 20, continuous_update=False)
    try_out(train, steps=steps, cut_the_skips=Checkbox(False))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
