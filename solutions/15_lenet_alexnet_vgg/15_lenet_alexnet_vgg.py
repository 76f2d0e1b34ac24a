# %% [markdown]
# # Exercises for chapter 15: LeNet, AlexNet, VGG
#
# **30 points** in four programming tasks and one written answer; about 100 minutes. You need
# [chapter 15](../../book/15_lenet_alexnet_vgg.md), PyTorch for task 1 and NumPy for the others.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `lenet`: LeNet-5 for pictures of any size, of today and of 1998 | 7 | 25 |
# | 2 | `memory_ledger`: where a VGG has its numbers | 6 | 20 |
# | 3 | `table_conv2d`: a convolution whose maps are not all connected | 7 | 25 |
# | 4 | `ensemble_error`: the error that ImageNet reports | 6 | 20 |
# | 5 | a written answer: three pixels less | 4 | 10 |
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
# ## Task 1. LeNet-5 for your own pictures
#
# **7 points** · medium · about 25 minutes ·
# [chapter 15](../../book/15_lenet_alexnet_vgg.md), "Build LeNet-5" and "Build LeNet-5 as in 1998"
#
# You want to try LeNet-5 on your own pictures. They have colors, they are not square, and there are not ten
# classes. And you want to know what ReLU and max pooling have changed. So build both kinds.
#
# Write `lenet(image_shape, classes, style)`.
#
# - `image_shape`: `(C, H, W)` of one picture. The net takes `(N, C, H, W)` to scores `(N, classes)`.
# - The layers are, in this order: a convolution to 6 maps with kernel 5 and padding 2; pooling by 2; a
#   convolution to 16 maps with kernel 5 and no padding; pooling by 2; linear layers with 120, 84 and
#   `classes` outputs. All have a bias. Pooling drops an odd row or column.
# - `style` is `"today"`, with ReLU and max pooling, or `"1998"`, with tanh and average pooling. An activation
#   follows each convolution, before its pooling, and each linear layer but the last. (The whole truth about
#   1998, with trained pooling and scaled tanh, is in the chapter.)
# - Returns a `torch.nn.Module`. Define its layers in the order in which a picture passes them: the tests put
#   numbers of their own into `state_dict()`.
# - `ValueError` for any other style, and for pictures of which the second pooling leaves nothing.
#
# Example: `lenet((1, 28, 28), 10, "today")` has 61,706 parameters, and with `"1998"` it has as many.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Write down height and width after each layer, for 28 × 28 and for 32 × 48. How many numbers does the first
# linear layer read?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A size that is odd loses its last row in the pooling. Which whole-number operation does that?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Classes are values in Python: a variable can hold `torch.nn.Tanh`, and calling the variable makes a layer.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "lenet", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 5}
def lenet(image_shape, classes, style):
    """Return LeNet-5 for pictures (C, H, W), with the activations and the pooling of ``style``."""
    ### BEGIN SOLUTION
    styles = {"today": (torch.nn.ReLU, torch.nn.MaxPool2d), "1998": (torch.nn.Tanh, torch.nn.AvgPool2d)}
    if style not in styles:
        raise ValueError(f"expected a style of {list(styles)}, got {style!r}")
    bend, pool = styles[style]
    colors, *sides = image_shape
    left = [(side // 2 - 4) // 2 for side in sides]
    if min(left) < 1:
        raise ValueError(f"a picture of {sides} is too small")
    first = [torch.nn.Conv2d(colors, 6, 5, padding=2), bend(), pool(2)]
    second = [torch.nn.Conv2d(6, 16, 5), bend(), pool(2), torch.nn.Flatten()]
    third = [torch.nn.Linear(16 * left[0] * left[1], 120), bend(), torch.nn.Linear(120, 84), bend()]
    return torch.nn.Sequential(*first, *second, *third, torch.nn.Linear(84, classes))
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Only the two sides of the maps depend on the picture, so they are computed before any layer is made. A
# side is halved, loses 4 to the kernel without padding, and is halved again; `//` drops an odd row, as
# pooling does. The styles are pairs of classes, and calling one makes a new layer each time.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "lenet_visible", "locked": true, "points": 1, "solution": false}
# Test: parameters, pictures that are not square, and scores with weights set by hand
section = 'chapter 15, "Build LeNet-5"'
net = lenet((1, 28, 28), 10, "today")
assert isinstance(net, torch.nn.Module), "lenet must return a torch.nn.Module"
assert_matches(
    sum(values.numel() for values in net.state_dict().values()),
    61706,
    'lenet((1, 28, 28), 10, "today"), and counted its parameters',
    section,
    [
        (44426, "the first convolution does not pad: 28 × 28 should stay 28 × 28"),
        (107786, "the second convolution pads: 14 × 14 should become 10 × 10"),
        (60806, "these are the connections of 1998; here every map of C3 reads all of S2"),
        (51902, "the linear layer with 84 outputs is missing"),
        (61470, "the layers have no bias"),
    ],
)
linear = [tuple(v.shape) for v in lenet((3, 32, 48), 5, "today").state_dict().values() if v.ndim == 2]
assert_matches(
    str(linear),
    "[(120, 960), (84, 120), (5, 84)]",
    'lenet((3, 32, 48), 5, "today"), and listed the weights of its linear layers',
    section,
    [
        ("[(120, 400), (84, 120), (5, 84)]", "400 = 16 · 5 · 5 fits pictures of 28 × 28 only"),
        ("[(120, 576), (84, 120), (5, 84)]", "the map is taken for a square; 32 × 48 becomes 6 × 10"),
        ("[(120, 1600), (84, 120), (5, 84)]", "the map is taken for a square; 32 × 48 becomes 6 × 10"),
        ("[(120, 960), (84, 120), (10, 84)]", "five classes are asked, not always ten"),
    ],
)


def known(style):
    net = lenet((1, 12, 12), 3, style)
    state = {name: torch.zeros(values.shape) for name, values in net.state_dict().items()}
    settings = [(0, 0, 0, 2, 2, 1), (2, 0, 0, 2, 2, -1), (3, 0, 3), (4, 0, 0, -1), (4, 1, 0, 1), (5, 0, 2)]
    settings += [(6, 0, 0, -1), (6, 1, 1, 1), (6, 2, 0, 1), (7, 0, 1), (8, 0, 0, 2), (8, 1, 1, -1)]
    for tensor, *place, value in [*settings, (8, 2, 2, 1), (9, 0, -1)]:
        state[list(state)[tensor]][tuple(place)] = value
    net.load_state_dict(state)
    return net


pictures = torch.zeros(3, 1, 12, 12)
pictures[0, 0, 4:8, 4:8], pictures[1, 0, 4:8, 4:8] = 8, -2
pictures[2, 0, 4:8, 4:8] = torch.tensor([[2.0, 0, 0, 1], [0, -1, 0, 2], [1, 0, 3, 0], [0, 0, 0, 2]])
scores = known("today")(pictures)
assert torch.is_tensor(scores), "the net must return a tensor of scores"
wanted = np.array([[-1, 0, 2], [1, -3, 0], [1, -2, 0]])
assert_matches(
    np.round(scores.detach().numpy(), 3),
    wanted,
    'lenet((1, 12, 12), 3, "today") with weights set by hand, on three pictures',
    section,
    [
        ([[-1, 0, 2], [1, -5, 0], [1, -2, 0]], "no ReLU follows the first convolution"),
        ([[-1, 0, 7], [1, -3, 0], [1, -2, 0]], "no ReLU follows the second convolution"),
        ([[-1, 0, 2], [3, -3, 0], [1, -2, 0]], "no ReLU follows the first linear layer"),
        ([[-3, 0, 2], [1, -3, 0], [1, -2, 0]], "no ReLU follows the second linear layer"),
        ([[-3, 0, 2], [3, -3, -1], [1, -2, 0]], "no ReLU follows the linear layers"),
        ([[-1, 0, 2], [1, -3, 0], [1, -2.312, 0]], "this is average pooling; today it is max pooling"),
        (np.maximum(wanted, 0), "a ReLU follows the last layer: scores may be negative"),
        (
            np.round(np.exp(wanted) / np.exp(wanted).sum(axis=1, keepdims=True), 3),
            "a softmax follows the last layer",
        ),
        (np.round(np.tanh(wanted), 3), "a tanh follows the last layer: return raw scores"),
    ],
)
wanted = np.array([[-0.539, -0.64, 0.644]])
assert_matches(
    np.round(known("1998")(pictures[2:]).detach().numpy(), 3),
    wanted,
    'lenet((1, 12, 12), 3, "1998") with weights set by hand, on the last picture',
    'chapter 15, "Build LeNet-5 as in 1998"',
    [
        ([[-0.542, -0.639, 0.645]], "the pooling comes before the activation; it should come after"),
        ([[-0.55, -0.636, 0.647]], "this is max pooling; in 1998 it is average pooling"),
        ([[1, -2.312, 0]], "these are ReLUs; in 1998 it is tanh"),
        ([[1, -2, 0]], "this is the net of today"),
        ([[-0.551, -0.636, 0.648]], "no tanh follows the first convolution"),
        ([[0.846, -0.758, -0.544]], "no tanh follows the second convolution"),
        ([[-1.019, -0.758, 0.766]], "no tanh follows the first linear layer"),
        ([[-0.531, -0.758, 0.766]], "no tanh follows the second linear layer"),
        ([[-1.019, -0.991, 1.009]], "no tanh follows the linear layers"),
        (np.round(np.tanh(wanted), 3), "a tanh follows the last layer: return raw scores"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "lenet_layers", "locked": true, "points": 2, "solution": false}
# Hidden test: the layers for pictures of other sizes, colors and numbers of classes
### BEGIN HIDDEN TESTS
for shape, classes, read in [
    ((1, 28, 28), 10, 400),
    ((3, 32, 32), 100, 576),
    ((2, 31, 20), 4, 240),
    ((1, 12, 45), 2, 144),
    ((4, 15, 14), 7, 16),
]:
    for style in ("today", "1998"):
        found = [tuple(v.shape) for v in lenet(shape, classes, style).state_dict().values()]
        assert found[:4] == [(6, shape[0], 5, 5), (6,), (16, 6, 5, 5), (16,)], (
            "a convolution has the wrong size"
        )
        assert found[4:] == [(120, read), (120,), (84, 120), (84,), (classes, 84), (classes,)], (
            "a linear layer has the wrong size for these pictures, or these classes"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "lenet_today", "locked": true, "points": 1, "solution": false}
# Hidden test: what the net of today computes
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1501)
for shape in [(1, 28, 28), (2, 17, 26)]:
    net = lenet(shape, 6, "today")
    weights = [rng.normal(size=tuple(v.shape)) / 4 for v in net.state_dict().values()]
    names = list(net.state_dict())
    net.load_state_dict(
        {n: torch.tensor(v, dtype=torch.float32) for n, v in zip(names, weights, strict=True)}
    )
    x = rng.normal(size=(3, *shape))
    got = net(torch.tensor(x, dtype=torch.float32)).detach().numpy()
    x = np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2)))
    for kernel, bias in (weights[:2], weights[2:4]):
        seen = np.lib.stride_tricks.sliding_window_view(x, (5, 5), axis=(2, 3))
        x = np.einsum("nchwij,ocij->nohw", seen, kernel) + bias[:, None, None]
        x = np.maximum(x[:, :, : x.shape[2] // 2 * 2, : x.shape[3] // 2 * 2], 0)
        x = np.max([x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)], axis=0)
    x = np.maximum(x.reshape(3, -1) @ weights[4].T + weights[5], 0)
    x = np.maximum(x @ weights[6].T + weights[7], 0) @ weights[8].T + weights[9]
    assert got.shape == x.shape, "the scores have the wrong shape"
    assert np.allclose(got, x, rtol=1e-2, atol=1e-2), "the scores of the net of today are wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "lenet_1998", "locked": true, "points": 1, "solution": false}
# Hidden test: what the net of 1998 computes
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1502)
for shape in [(1, 28, 28), (2, 17, 26)]:
    net = lenet(shape, 6, "1998")
    weights = [rng.normal(size=tuple(v.shape)) / 4 for v in net.state_dict().values()]
    names = list(net.state_dict())
    net.load_state_dict(
        {n: torch.tensor(v, dtype=torch.float32) for n, v in zip(names, weights, strict=True)}
    )
    x = rng.normal(size=(3, *shape))
    got = net(torch.tensor(x, dtype=torch.float32)).detach().numpy()
    x = np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2)))
    for kernel, bias in (weights[:2], weights[2:4]):
        seen = np.lib.stride_tricks.sliding_window_view(x, (5, 5), axis=(2, 3))
        x = np.tanh(np.einsum("nchwij,ocij->nohw", seen, kernel) + bias[:, None, None])
        x = x[:, :, : x.shape[2] // 2 * 2, : x.shape[3] // 2 * 2]
        x = sum(x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)) / 4
    x = np.tanh(x.reshape(3, -1) @ weights[4].T + weights[5])
    x = np.tanh(x @ weights[6].T + weights[7]) @ weights[8].T + weights[9]
    assert got.shape == x.shape, "the scores have the wrong shape"
    assert np.allclose(got, x, rtol=1e-3, atol=1e-3), "the scores of the net of 1998 are wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "lenet_scores", "locked": true, "points": 1, "solution": false}
# Hidden test: raw scores, the same for a picture alone and in a batch
### BEGIN HIDDEN TESTS
torch.manual_seed(1503)
for style in ("today", "1998"):
    net = lenet((1, 14, 20), 4, style)
    start = {name: torch.randn(old.shape) / 4 for name, old in net.state_dict().items()}
    net.load_state_dict(start)
    x = torch.randn(5, 1, 14, 20)
    before = net(x).detach()
    assert before.shape == (5, 4), "five pictures must give five rows of scores"
    alone = net(x[2:3]).detach()
    assert alone.shape == (1, 4), "one picture must give one row of scores"
    assert torch.allclose(alone[0], before[2], atol=1e-4), (
        "the scores of a picture must not depend on the others in its batch"
    )
    *_, weight, bias = start
    net.load_state_dict({**start, weight: -2 * start[weight], bias: -2 * start[bias]})
    assert torch.allclose(net(x).detach(), -2 * before, atol=1e-3), "nothing may follow the last linear layer"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "lenet_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: pictures that are too small, and styles that do not exist
### BEGIN HIDDEN TESTS
for shape in [(1, 12, 12), (3, 12, 40), (1, 40, 13)]:
    assert lenet(shape, 10, "today") is not None, "a picture that is just large enough must work"
for shape, style in [
    ((1, 11, 28), "today"),
    ((1, 28, 11), "1998"),
    ((3, 9, 9), "today"),
    ((1, 6, 50), "1998"),
    ((1, 3, 3), "today"),
    ((1, 28, 28), "2012"),
    ((1, 28, 28), "Today"),
]:
    try:
        lenet(shape, 10, style)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a picture that is too small, or an unknown style, must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. The ledger of a VGG
#
# **6 points** · medium · about 20 minutes ·
# [chapter 15](../../book/15_lenet_alexnet_vgg.md), "Keep the ledger of parameters and memory" and
# "Stack 3 × 3 like VGG"
#
# VGG-16 has 138 million parameters, most of them in one layer. In training, most of its memory goes
# elsewhere: every number that a layer puts out is kept for the backward pass. Write the ledger that shows
# both.
#
# Write `memory_ledger(plan, image_shape, batch_size)`.
#
# - `plan`: a list in the style of the VGG paper, with one `"flatten"` in it. Before it, a number is a 3 × 3
#   convolution with so many maps, stride 1, padding 1 and a bias, and `"pool"` is max pooling by 2 × 2, which
#   drops an odd row or column. Behind it, a number is a linear layer with so many outputs and a bias. ReLUs
#   write their result over their input, so they need no memory and no line of their own.
# - `image_shape`: `(C, H, W)` of one picture; `batch_size`: the number of pictures.
# - Returns a list of tuples `(shape, parameters, memory)`: first a line for the input, which is kept too,
#   then one for each entry of `plan`. `shape` is the output's for **one** picture, `(C, H, W)` or `(n,)`;
#   `memory` is that of the outputs of **the whole batch**, in bytes, with float32. Flattening copies
#   nothing: its memory is 0.
# - `ValueError` if a pooling would leave no row or no column.
#
# Example: `memory_ledger([4, "pool", "flatten", 10], (3, 6, 5), 2)` is
# `[((3, 6, 5), 0, 720), ((4, 6, 5), 112, 960), ((4, 3, 2), 0, 192), ((24,), 0, 0), ((10,), 250, 80)]`.
#
# Not allowed: PyTorch, SciPy, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# What has to be known of one line to write the next? Keep it in a variable, and let it be a tuple.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The length of the tuple tells whether the maps have been flattened. A number means different things before
# and after.
#
# </details>
# <details><summary>Hint 3</summary>
#
# How many bytes has a number in float32? Which of parameters and memory grows with the batch?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "memory_ledger", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def memory_ledger(plan, image_shape, batch_size):
    """Return (shape, parameters, bytes) for the input and for each entry of ``plan``."""
    ### BEGIN SOLUTION
    shape = tuple(image_shape)
    rows = [(shape, 0, 4 * batch_size * np.prod(shape))]
    for entry in plan:
        parameters = 0
        if entry == "flatten":
            shape = (np.prod(shape),)
        elif entry == "pool":
            shape = (shape[0], shape[1] // 2, shape[2] // 2)
            if 0 in shape:
                raise ValueError(f"nothing is left to pool: {shape}")
        else:
            taps = 9 if len(shape) == 3 else 1
            parameters = entry * (taps * shape[0] + 1)
            shape = (entry, *shape[1:])
        rows.append((shape, parameters, 0 if entry == "flatten" else 4 * batch_size * np.prod(shape)))
    return rows
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The shape alone tells which layer a number means: `(C, H, W)` is a stack of maps, `(n,)` a vector. Both
# layers replace the first entry of the shape and leave the others, so they share a line; a convolution
# only has 9 weights where a linear layer has one. For VGG-16, the sum over the parameters is 138,357,544,
# and the two lines before the first pooling hold more than two fifths of the memory.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "memory_ledger_visible", "locked": true, "points": 1, "solution": false}
# Test: the parameters of VGG-16, then shapes and memory of a small net with odd sizes
section = 'chapter 15, "Keep the ledger of parameters and memory"'
plan = [64, 64, "pool", 128, 128, "pool", *[256] * 3, "pool", *[512] * 3, "pool", *[512] * 3, "pool"]
rows = memory_ledger([*plan, "flatten", 4096, 4096, 1000], (3, 224, 224), 1)
assert isinstance(rows, list), "memory_ledger must return a list of tuples"
assert_matches(
    sum(parameters for _, parameters, _ in rows),
    138357544,
    "memory_ledger of VGG-16, and added up its parameters",
    section,
    [
        (138344128, "the biases are parameters, too"),
        (35797800, "the first linear layer reads all numbers of all maps: 512 · 7 · 7"),
        (37694248, "the first linear layer reads all numbers of all maps: 512 · 7 · 7"),
        (123761128, "each convolution reads the maps of the layer before it, not the colors of the picture"),
        (245332776, "the second linear layer reads the 4096 numbers of the first"),
        (123685096, "each filter has 9 weights for every input map"),
    ],
)
rows = memory_ledger([4, 2, "pool", "flatten", 10, 3], (3, 7, 5), 2)
shapes = [(3, 7, 5), (4, 7, 5), (2, 7, 5), (2, 3, 2), (12,), (10,), (3,)]
assert_matches(
    str([tuple(int(side) for side in shape) for shape, _, _ in rows]),
    str(shapes),
    'the shapes of memory_ledger([4, 2, "pool", "flatten", 10, 3], (3, 7, 5), 2)',
    section,
    [
        (str(shapes[1:]), "the line of the input is missing"),
        (str([*shapes[:3], (2, 4, 3), (24,), (10,), (3,)]), "pooling drops an odd row and column"),
        (str([(2, *s) for s in shapes]), "a shape is that of one picture, without the batch"),
        (str([s for s in shapes if s != (12,)]), "flattening has a line of its own"),
    ],
)
assert_matches(
    [parameters for _, parameters, _ in rows],
    [0, 112, 74, 0, 0, 130, 33],
    'the parameters of memory_ledger([4, 2, "pool", "flatten", 10, 3], (3, 7, 5), 2)',
    section,
    [
        ([0, 224, 148, 0, 0, 260, 66], "parameters do not grow with the batch"),
        (
            [0, 112, 56, 0, 0, 130, 33],
            "the second convolution reads the 4 maps of the first, not the picture",
        ),
        ([0, 112, 74, 0, 0, 130, 39], "the second linear layer reads the 10 numbers of the first"),
    ],
)
memory = [840, 1120, 560, 96, 0, 80, 24]
assert_matches(
    [used for _, _, used in rows],
    memory,
    'the memory of memory_ledger([4, 2, "pool", "flatten", 10, 3], (3, 7, 5), 2)',
    section,
    [
        ([210, 280, 140, 24, 0, 20, 6], "these are numbers; in float32 each takes 4 bytes"),
        ([1680, 2240, 1120, 192, 0, 160, 48], "float32 takes 4 bytes, not 8"),
        ([420, 560, 280, 48, 0, 40, 12], "this is the memory of one picture, not of two"),
        ([840, 1120, 560, 96, 96, 80, 24], "flattening copies nothing"),
        ([0, 1120, 560, 96, 0, 80, 24], "the input is kept too"),
        ([840, 1568, 856, 96, 0, 600, 156], "only outputs count, not the parameters"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "memory_ledger_shapes", "locked": true, "points": 1, "solution": false}
# Hidden test: the shapes of random plans
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1504)
for _ in range(15):
    c, h, w = (int(v) for v in rng.integers([1, 16, 16], [5, 40, 40]))
    maps = [int(v) for v in rng.integers(1, 9, 4)]
    rows = memory_ledger([maps[0], "pool", maps[1], maps[2], "pool", "pool", "flatten", 11], (c, h, w), 1)
    found = [tuple(row[0]) for row in rows]
    sizes = [(h >> halvings, w >> halvings) for halvings in (0, 0, 1, 1, 1, 2, 3)]
    stack = [c, maps[0], maps[0], maps[1], maps[2], maps[2], maps[2]]
    assert found[:7] == [(m, *size) for m, size in zip(stack, sizes, strict=True)], (
        "the shape of a map is wrong"
    )
    assert found[7:] == [(maps[2] * (h >> 3) * (w >> 3),), (11,)], "the shape of a vector is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "memory_ledger_convs", "locked": true, "points": 1, "solution": false}
# Hidden test: the parameters of convolutions and poolings
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1505)
for size in (1, 7):
    c, a, b, d = (int(v) for v in rng.integers(1, 30, 4))
    rows = memory_ledger([a, b, "pool", d, "flatten"], (c, 9, 6), size)
    found = [int(row[1]) for row in rows]
    layers = [(c, a), (a, b), (b, d)]
    sizes = [sum(p.numel() for p in torch.nn.Conv2d(*layer, 3).parameters()) for layer in layers]
    assert found[1:3] + found[4:5] == sizes, "a convolution has the wrong number of parameters"
    assert found[0] == found[3] == found[5] == 0, "input, pooling and flattening have no parameters"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "memory_ledger_linear", "locked": true, "points": 1, "solution": false}
# Hidden test: the parameters of linear layers
### BEGIN HIDDEN TESTS
for plan, shape, read in [
    (["flatten", 13, 9, 4], (2, 3, 5), [30, 13, 9]),
    ([6, "flatten", 5, 8, 2], (1, 4, 7), [168, 5, 8]),
    ([3, "pool", "flatten", 7, 1, 6], (2, 5, 9), [24, 7, 1]),
]:
    found = [int(row[1]) for row in memory_ledger(plan, shape, 3)][-3:]
    wanted = [(n + 1) * out for n, out in zip(read, plan[-3:], strict=True)]
    assert found == wanted, "a linear layer has the wrong number of parameters"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "memory_ledger_bytes", "locked": true, "points": 1, "solution": false}
# Hidden test: the memory of batches
### BEGIN HIDDEN TESTS
for size in (1, 3, 64):
    rows = memory_ledger([5, 2, "pool", "flatten", 9], (3, 8, 10), size)
    used = [int(row[2]) for row in rows]
    kept = [np.zeros((size, *shape), "float32").nbytes for shape in [(3, 80), (5, 80), (2, 80), (2, 20)]]
    assert used[:4] == kept, "the memory of the input, of a convolution or of a pooling is wrong"
    assert used[4] == 0, "flattening needs no memory of its own"
    assert used[5] == np.zeros((size, 9), "float32").nbytes, "the memory of a linear layer is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "memory_ledger_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: maps that are too small to be pooled
### BEGIN HIDDEN TESTS
assert len(memory_ledger([2, "pool", "pool", "flatten", 3], (1, 4, 7), 1)) == 6, (
    "a map that is just large enough must work"
)
for plan, shape in [
    (["pool", "flatten"], (3, 1, 8)),
    (["pool", "flatten"], (3, 8, 1)),
    ([2, "pool", 2, "pool", "flatten", 3], (1, 3, 9)),
    (["pool", "pool", "pool", "flatten"], (1, 30, 7)),
]:
    try:
        memory_ledger(plan, shape, 1)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a pooling that leaves no row or no column must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. Maps that are not all connected
#
# **7 points** · hard · about 25 minutes ·
# [chapter 15](../../book/15_lenet_alexnet_vgg.md), "Build LeNet-5 as in 1998"
#
# In LeNet-5 of 1998, a map of layer C3 does not read all six maps of S2. A table says which ones it reads.
# That breaks the symmetry between the maps, and it saved weights: 60 kernels instead of 96,
# and with 16 biases 60 · 25 + 16 = 1,516 parameters. Write this layer.
#
# $$y_{n,o} = b_o + \sum_{c \,:\, \text{table}[c, o]} x_{n,c} \star w_{c,o}$$
#
# where ⋆ is the correlation without padding, stride 1, and each pair (c, o) of the table has a kernel of its
# own.
#
# Write `table_conv2d(x, table, kernels, bias)`.
#
# - `x`: `(N, C_in, H, W)`, whole numbers or floats of any dtype, as `kernels` and `bias`. It must not be
#   changed.
# - `table`: booleans `(C_in, C_out)`, as the paper prints it: a row for each input map, a column for each
#   output map. A column may be empty.
# - `kernels`: `(K, KH, KW)`, one for each `True` of the table, **column by column**, each from top to bottom:
#   first all kernels of output map 0. Any other number than that of the connections raises `ValueError`.
# - `bias`: `(C_out,)`.
# - Returns a float array `(N, C_out, H - KH + 1, W - KW + 1)`.
#
# Example: kernels of one pixel, 2, 3, 5, 7 and 11, and biases 0, 10 and 20. With `table = [[True, True,
# False], [True, False, True], [False, False, True]]`, a picture with the maps [[1]], [[100]] and [[10000]]
# becomes the maps [[302]], [[15]] and [[110720]]: map 0 is 2 · 1 + 3 · 100.
#
# Not allowed: PyTorch, SciPy, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Write down the pairs (c, o) for the table of the example, in the order of the kernels. `np.argwhere` lists
# the places of `True`, but row by row: of which matrix do you need the rows?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Each connection adds the correlation of one map with one kernel to one output map. Where do the outputs
# begin?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Correlating all N pictures with one kernel takes a loop over the pixels of the kernel, not of the picture.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "table_conv2d", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def table_conv2d(x, table, kernels, bias):
    """Return the correlation in which output map o reads only the input maps of column o of ``table``."""
    ### BEGIN SOLUTION
    pairs = np.argwhere(np.transpose(table))
    if len(pairs) != len(kernels):
        raise ValueError(f"expected {len(pairs)} kernels, one for each connection, got {len(kernels)}")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernels.shape[1:], axis=(2, 3))
    n, _, rows, columns = windows.shape[:4]
    y = np.zeros((n, len(bias), rows, columns)) + np.reshape(bias, (-1, 1, 1))
    for place, (o, c) in enumerate(pairs):
        y[:, o] += np.einsum("nijuv,uv->nij", windows[:, c], kernels[place].astype(float))
    return y
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The transposed table is read row by row, which is the given one column by column: so its places come in
# the order of the kernels. Output map and input map of a connection are the two numbers of its place. The
# output begins as the bias, which every map gets once, also one that reads nothing; then each connection
# adds its share.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "table_conv2d_visible", "locked": true, "points": 1, "solution": false}
# Test: five connections by hand, then larger kernels, two pictures, and a map that reads nothing
section = 'chapter 15, "Build LeNet-5 as in 1998"'
table = np.array([[True, True, False], [True, False, True], [False, False, True]])
assert_matches(
    table_conv2d(
        np.array([1, 100, 10000]).reshape(1, 3, 1, 1),
        table,
        np.array([2, 3, 5, 7, 11]).reshape(5, 1, 1),
        np.array([0, 10, 20]),
    ),
    np.array([302, 15, 110720]).reshape(1, 3, 1, 1),
    "table_conv2d of three maps of one pixel, 1, 100 and 10000, and the rest as in the example",
    section,
    [
        (np.reshape(maps, (1, 3, 1, 1)), hint)
        for maps, hint in [
            ([502, 13, 110720], "the kernels are taken row by row; column by column is asked"),
            ([302, 70015, 110020], "the table is transposed: a column belongs to an output map"),
            ([203, 15, 70020 + 1100], "the kernels of a map are taken from bottom to top"),
            ([300, 15, 110020], "the shares of the input maps must be added; here the last one stays alone"),
            ([300, 5, 110000], "the shares of the input maps must be added; here the last one stays alone"),
            ([302, 5, 110700], "the bias is missing"),
            ([302, 15, 110740], "a map gets its bias once, not once for each connection"),
        ]
    ],
)
wired = np.array([[mark == "X" for mark in row] for row in ("X..X", ".X.X", "X..X")])
x = np.zeros((2, 3, 3, 4))
x[0, 0, 1, 1], x[0, 1, 1, 2], x[0, 2, 2, 3], x[1, 1, 0, 0] = 1, 10, 100, 1000
kernels = np.arange(1, 37).reshape(6, 3, 2)
bias = np.array([0.5, 0.25, -2, 1])
assert_matches(
    table_conv2d(x, wired, kernels, 0 * bias)[:, :, 0],
    [
        [[4, 3, 1200], [0, 160, 150], [0, 0, 0], [22, 301, 3870]],
        [[0] * 3, [13000, 0, 0], [0] * 3, [25000, 0, 0]],
    ],
    "table_conv2d(x, wired, kernels, zeros) with the arrays of this cell; the maps have one row",
    section,
    [
        (
            [
                [[3, 4, 700], [0, 150, 160], [0, 0, 0], [21, 292, 3380]],
                [[0] * 3, [18000, 0, 0], [0] * 3, [30000, 0, 0]],
            ],
            "the kernels are flipped: the layer computes the correlation",
        ),
    ],
)
assert_matches(
    table_conv2d(0 * x, wired, kernels, bias)[0, :, 0, 0],
    bias,
    "table_conv2d(0 * x, wired, kernels, [0.5, 0.25, -2, 1]), the first number of each map",
    section,
    [
        ([1, 0.25, 0, 3], "a map gets its bias once, not once for each connection"),
        ([1, 0.25, -2, 3], "a map gets its bias once, not once for each connection"),
        ([0.5, 0.25, 0, 1], "a map that reads nothing still has its bias"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "table_conv2d_order", "locked": true, "points": 2, "solution": false}
# Hidden test: which kernel belongs to which connection
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1506)
for c_in, c_out in [(6, 16), (3, 3), (4, 2), (1, 5), (5, 1)]:
    table = rng.random((c_in, c_out)) < 0.6
    table[0, 0] = True
    count = int(table.sum())
    kernels = 1.0 + np.arange(count).reshape(count, 1, 1)
    dense = np.zeros((c_in, c_out))
    place = 0
    for o in range(c_out):
        for c in range(c_in):
            if table[c, o]:
                place += 1
                dense[c, o] = place
    x = rng.normal(size=(2, c_in, 2, 3))
    got = table_conv2d(x.copy(), table, kernels, np.zeros(c_out))
    assert np.shape(got) == (2, c_out, 2, 3), "the result has the wrong shape"
    assert np.allclose(got, np.tensordot(x, dense, (1, 0)).transpose(0, 3, 1, 2)), (
        "a kernel acts between the wrong maps"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "table_conv2d_values", "locked": true, "points": 1, "solution": false}
# Hidden test: one input and one output map, kernels and pictures that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1507)
for n, (h, w), (kh, kw) in [
    (3, (6, 9), (2, 4)),
    (1, (7, 5), (5, 5)),
    (2, (4, 8), (4, 1)),
    (2, (5, 5), (1, 3)),
]:
    x, kernel = rng.normal(size=(n, 1, h, w)), rng.normal(size=(1, kh, kw))
    got = table_conv2d(x.copy(), np.array([[True]]), kernel.copy(), np.zeros(1))
    assert np.shape(got) == (n, 1, h - kh + 1, w - kw + 1), "the result has the wrong shape"
    wanted = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(kernel)[None]).numpy()
    assert np.allclose(got, wanted), "a connection does not compute the correlation"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "table_conv2d_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: biases, also of maps that read nothing
### BEGIN HIDDEN TESTS
wires = np.array([[True, False, True, False], [True, False, False, False], [True, False, True, True]])
bias = np.array([3.0, -7, 11, 0.5])
got = table_conv2d(np.zeros((2, 3, 4, 5)), wires, np.ones((6, 2, 2)), bias)
assert np.shape(got) == (2, 4, 3, 4), "a map that reads nothing must be there, too"
for o in (0, 2, 3):
    assert np.allclose(np.array(got)[:, o], bias[o]), "each output map must get its bias once"
assert np.allclose(np.array(got)[:, 1], -7), "a map that reads nothing has its bias and nothing else"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "table_conv2d_inputs", "locked": true, "points": 1, "solution": false}
# Hidden test: pixels of 8 bits, fractions, read-only arrays, input left as it was
### BEGIN HIDDEN TESTS
x = np.full((1, 1, 2, 3), 250, dtype=np.uint8)
x.setflags(write=False)
taps = np.full((1, 2, 2), 3, dtype=np.uint8)
taps.setflags(write=False)
assert np.allclose(table_conv2d(x, np.array([[True]]), taps, np.zeros(1)), 3000), (
    "sums of 8-bit pixels must not wrap"
)
got = table_conv2d(np.array([[[[1, 2]]]]), np.array([[True]]), np.array([[[0.5]]]), np.zeros(1))
assert np.allclose(got, [[[[0.5, 1]]]]), "results must keep their fractions, also for whole numbers"
x = np.array([[[[1.0, 2], [3, 4]]]])
table_conv2d(x, np.array([[True]]), np.array([[[2.0]]]), np.array([1.0]))
assert np.array_equal(x, [[[[1.0, 2], [3, 4]]]]), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "table_conv2d_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: too many and too few kernels
### BEGIN HIDDEN TESTS
wires = np.array([[True, False, True], [True, True, False]])
assert table_conv2d(np.ones((1, 2, 3, 3)), wires, np.ones((4, 2, 2)), np.zeros(3)) is not None, (
    "as many kernels as connections must work"
)
for count in (3, 5, 6, 2, 1):
    try:
        table_conv2d(np.ones((1, 2, 3, 3)), wires, np.ones((count, 2, 2)), np.zeros(3))
        refused = False
    except ValueError:
        refused = True
    assert refused, "another number of kernels than of connections must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. The error that ImageNet reports
#
# **6 points** · medium · about 20 minutes ·
# [chapter 15](../../book/15_lenet_alexnet_vgg.md), "Meet ImageNet" and "Follow ImageNet's error over the
# years"
#
# AlexNet's 16.4% of 2012 is a top-5 error: an answer is wrong if the label is not among the five classes that
# the net finds most likely. And it is not one net's: the probabilities of five networks were averaged. Write
# both steps.
#
# Write `ensemble_error(scores, labels, k)`.
#
# - `scores`: `(M, N, C)`, the raw scores that M networks give N pictures for C classes, as they come out
#   of the last linear layer. They may be large, positive or negative. Must not be changed.
# - `labels`: `(N,)`, whole numbers from 0 to C − 1.
# - Each network's scores become probabilities by the softmax. Average these over the networks. A picture
#   counts as wrong if its label is not among the `k` classes with the largest average. You need not care
#   about ties.
# - Returns the share of wrong pictures, a float from 0 to 1. `ValueError` if `k` is not between 1 and C.
#
# Example: two networks give one picture the scores [1, 0, 2] and [7, 9, 0]. The average probabilities are
# about [0.18, 0.49, 0.33], so class 1 is first and class 2 second. (By the average scores, class 0 would
# be second.)
#
# Not allowed: PyTorch, SciPy, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Which axis is the softmax taken over, and which one is averaged? Look at the shapes before and after.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.exp(1000)` is infinite. Which number may you take off all scores of a picture without changing its
# probabilities?
#
# </details>
# <details><summary>Hint 3</summary>
#
# You need not sort: how many classes are more likely than the label, if it is among the best `k`?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "ensemble_error", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def ensemble_error(scores, labels, k):
    """Return the top-k error of the averaged probabilities of several networks."""
    ### BEGIN SOLUTION
    if not 1 <= k <= scores.shape[2]:
        raise ValueError(f"expected k from 1 to {scores.shape[2]}, got {k}")
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    belief = (weights / weights.sum(axis=2, keepdims=True)).sum(axis=0)
    own = belief[np.arange(len(labels)), labels]
    better = (belief > own[:, None]).sum(axis=1)
    return np.mean(better >= k)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Subtracting the largest score keeps every exponential at most 1, so nothing overflows, and changes no
# probability. Dividing by the number of networks is left out, because it changes no order. Nothing is
# sorted either: the label is among the best `k` exactly when fewer than `k` classes are more likely.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "ensemble_error_visible", "locked": true, "points": 1, "solution": false}
# Test: top-1, top-2 and top-3 error of a single network, then two networks that disagree
section = 'chapter 15, "Meet ImageNet"'
single = np.array([[[3.0, 1, 2, 0], [0, 1, 2, 3], [5, 4, 3, 2], [1, 4, 3, 2], [2, 0, 3, 1]]])
labels = np.array([0, 1, 1, 0, 3])
for k, wanted in [(1, 0.8), (2, 0.6), (3, 0.2)]:
    assert_matches(
        ensemble_error(single, labels, k),
        wanted,
        f"ensemble_error of one network on five pictures, k = {k}",
        section,
        [
            (1 - wanted, "this is the share of right answers, not of wrong ones"),
            (5 * wanted, "the wrong pictures are counted; their share is asked"),
            (0.8, "this is the error for k = 1, whatever k is"),
            ({1: 0.8, 2: 0.4, 3: 0.2}[k], "the k classes with the smallest scores are taken for the best"),
            ({1: 0.6, 2: 0.2, 3: 0}[k], "one class too many is taken"),
            ({1: 1, 2: 0.8, 3: 0.6}[k], "one class too few is taken"),
        ],
    )
pair = np.array([[[1.0, 0, 2]], [[7, 9, 0]]])
for k, label, wanted, slips in [
    (
        1,
        1,
        0,
        [
            (1, "one network decides alone; average the probabilities of both"),
            (0.5, "the errors of the networks are averaged; average the probabilities"),
        ],
    ),
    (2, 2, 0, [(1, "the scores are averaged; average the probabilities")]),
    (2, 0, 1, [(0, "the scores are averaged; average the probabilities")]),
]:
    assert_matches(
        ensemble_error(pair, np.array([label]), k),
        wanted,
        f"ensemble_error of the scores [1, 0, 2] and [7, 9, 0], label {label}, k = {k}",
        'chapter 15, "Follow ImageNet\'s error over the years"',
        slips,
    )

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "ensemble_error_average", "locked": true, "points": 2, "solution": false}
# Hidden test: the average over several networks
### BEGIN HIDDEN TESTS
import math

rng = np.random.default_rng(1508)
for m, n, c, k in [(2, 30, 4, 1), (5, 40, 8, 3), (3, 30, 6, 2), (4, 1, 5, 1)]:
    scores, labels = 3 * rng.normal(size=(m, n, c)), rng.integers(0, c, n)
    wrong = 0
    for i in range(n):
        sums = [sum(math.exp(v) for v in net[i]) for net in scores]
        mean = [sum(math.exp(net[i, j]) / s for net, s in zip(scores, sums, strict=True)) for j in range(c)]
        best = sorted(range(c), key=mean.__getitem__)[-k:]
        wrong += int(labels[i]) not in best
    assert np.isclose(ensemble_error(scores.copy(), labels, k) * n, wrong), (
        "the error of several networks is not that of their average probabilities"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "ensemble_error_topk", "locked": true, "points": 1, "solution": false}
# Hidden test: one network, every k
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1509)
for n, c in [(50, 6), (17, 3), (1, 4)]:
    scores, labels = rng.normal(size=(1, n, c)), rng.integers(0, c, n)
    places = [
        sorted(row, reverse=True).index(row[label]) for row, label in zip(scores[0], labels, strict=True)
    ]
    for k in range(1, c + 1):
        got = ensemble_error(scores.copy(), labels, k)
        assert np.shape(got) == (), "the error must be one number"
        assert np.isclose(got * n, sum(place >= k for place in places)), (
            "the top-k error of one network is wrong"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "ensemble_error_large", "locked": true, "points": 1, "solution": false}
# Hidden test: scores of a thousand and more, and input left as it was
### BEGIN HIDDEN TESTS
scores = np.array([[[1000.0, 999, 0], [-2000, -1001, -1000]], [[3, 3.5, -900], [800, 799.5, 0]]])
kept = scores.copy()
assert np.isclose(ensemble_error(scores, np.array([0, 1]), 1), 0.5), "large scores give a wrong error"
assert np.isclose(ensemble_error(scores, np.array([1, 0]), 1), 1.0), "large scores give a wrong error"
assert np.isclose(ensemble_error(scores, np.array([1, 1]), 2), 0.0), "large scores give a wrong error"
assert np.array_equal(scores, kept), "the function changed its input"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "ensemble_error_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: values of k that make no sense
### BEGIN HIDDEN TESTS
for k in (1, 4):
    assert 0 <= ensemble_error(np.eye(4)[None], np.arange(4), k) <= 1, "every k from 1 to C must work"
for bad in (0, -1, 5, 100):
    try:
        ensemble_error(np.eye(4)[None], np.arange(4), bad)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a k below 1 or above the number of classes must raise ValueError"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "three_pixels_question", "locked": true, "solution": false}
# ## Task 5. Three pixels less
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 15](../../book/15_lenet_alexnet_vgg.md), "Read AlexNet's numbers"
#
# AlexNet of 2012 is built for pictures of 227 × 227: 11 × 11 with stride 4 and no padding, pooling, 5 × 5
# with padding 2, pooling, three times 3 × 3 with padding 1, pooling, then linear layers; every pooling is
# 3 × 3 with stride 2. The paper says 224 × 224, and a classmate feeds pictures of this size. Answer in at
# most 150 words:
#
# 1. Follow the size of the maps through the layers. Where does the program stop, and with which two numbers?
# 2. The classmate adds padding 2 to the first layer, and it runs. Has the net as many parameters as
#    before? Do weights that were trained on 227 × 227 give the same scores in it?
# 3. Another one leaves the padding out and puts an adaptive average pooling to 6 × 6 before the linear
#    layers. That runs, too. What has been repaired, and how would you find out whether it is good enough?
#
# | your answer | points |
# | --- | --- |
# | has the right sizes, and the two numbers that do not fit together | 1 |
# | decides both questions about the weights, and gives the reason | 1 |
# | says what the pooling does to the maps, and names a measurement that decides | 1 |
# | is precise: numbers that can be checked; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "three_pixels", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. 224 becomes ⌊213/4⌋ + 1 = 54 (227 would become 55), then 26, 26, 12, 12, 5. The first linear layer gets
#    256 · 5 · 5 = 6,400 numbers and was built for 256 · 6 · 6 = 9,216: there it stops.
# 2. As many: 96 (3 · 121 + 1) = 34,944 in this layer, because no weight knows the size of the picture or the
#    padding. The maps are 55 × 55 again. The scores differ: the first window begins 2 pixels outside, all
#    windows stand on other pixels, and those at the border see zeros.
# 3. The shape, nothing else. Each of the 6 × 6 numbers is a mean of up to four of the 5 × 5, so neighbors are
#    mixed and every weight of the linear layer looks at a slightly different place. A program that runs is no
#    proof: measure the top-5 error on validation pictures and compare it with that at 227 × 227.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Which style learns faster from few digits, and with which learning rate? Where
# does the memory of a VGG go when the pictures grow, and where the parameters?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import Dropdown, FloatLogSlider, IntSlider, interact

    from cnnlib.data import as_float, mnist

    digits = mnist()
    pictures, labels = torch.from_numpy(as_float(digits.x_train)), torch.from_numpy(digits.y_train)
    unseen, answers = torch.from_numpy(as_float(digits.x_test)), torch.from_numpy(digits.y_test)

    def learn(style, lr, steps):
        torch.manual_seed(0)
        net = lenet((1, 28, 28), 10, style)
        descent, losses = torch.optim.SGD(net.parameters(), lr), []
        for _ in range(steps):
            some = torch.randint(len(pictures), (64,))
            loss = torch.nn.functional.cross_entropy(net(pictures[some]), labels[some])
            descent.zero_grad()
            loss.backward()
            descent.step()
            losses.append(loss.item())
        with torch.no_grad():
            scores = net(unseen)
        error = ensemble_error(scores[None].numpy(), answers.numpy(), 1)
        plt.figure(figsize=(6, 3))
        plt.plot(losses)
        plt.title(f"style {style}: {error:.1%} of the test digits are wrong")
        plt.xlabel("step")
        plt.ylabel("loss")
        plt.show()

    def ledger(side, batch_size):
        blocks = [[64] * 2, [128] * 2, [256] * 3, [512] * 3, [512] * 3]
        plan = [entry for maps in blocks for entry in (*maps, "pool")]
        rows = memory_ledger([*plan, "flatten", 4096, 4096, 1000], (3, side, side), batch_size)
        names = ["input", *map(str, plan), "flatten", "4096", "4096", "1000"]
        left, right = plt.subplots(1, 2, figsize=(9, 5), sharey=True)[1]
        left.barh(range(len(rows)), [used / 2**20 for _, _, used in rows])
        left.set(yticks=range(len(rows)), yticklabels=names, xlabel="memory of the outputs, MiB")
        left.invert_yaxis()
        right.barh(range(len(rows)), [parameters / 1e6 for _, parameters, _ in rows])
        right.set(xlabel="parameters, millions")
        plt.show()

    def try_out(show, **sliders):
        def attempt(**values):
            try:
                show(**values)
            except Exception as problem:
                print(f"{show.__name__} needs your function: {type(problem).__name__} {problem}".strip())

        for slider in sliders.values():
            slider.continuous_update = False
        interact(attempt, **sliders)

    rate = FloatLogSlider(0.1, min=-3, max=1)
    try_out(learn, style=Dropdown(options=["today", "1998"]), lr=rate, steps=IntSlider(60, 10, 500, 10))
    try_out(ledger, side=IntSlider(224, 32, 448, 32), batch_size=IntSlider(1, 1, 256))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
