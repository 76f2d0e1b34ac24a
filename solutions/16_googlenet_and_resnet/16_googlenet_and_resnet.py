# %% [markdown]
# # Exercises for chapter 16: GoogLeNet and ResNet
#
# **30 points** in four programming tasks and one written answer; about 100 minutes. You need
# [chapter 16](../../book/16_googlenet_and_resnet.md),
# PyTorch and, for task 1, plain Python.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `inception_cost`: what a module of branches costs, squeezed or not | 5 | 15 |
# | 2 | `basic_block`: the residual block, with two kinds of shortcut | 8 | 30 |
# | 3 | `fold_batch_norm`: one layer where there were two | 7 | 25 |
# | 4 | `deepen`: twice the depth, the same function | 6 | 20 |
# | 5 | a written answer: what degrades? | 4 | 10 |
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
# ## Task 1. What an Inception module costs
#
# **5 points** · easy · about 15 minutes ·
# [chapter 16](../../book/16_googlenet_and_resnet.md), "Look at several scales at once" and "Squeeze with 1
# × 1 convolutions"
#
# An Inception module gives its input to several branches and puts their outputs behind each other. Done
# naively that is expensive; a 1 × 1 convolution in front makes it cheap. Write the count that shows how
# cheap.
#
# Write `inception_cost(in_channels, height, width, branches)`.
#
# - `branches`: a list of branches, each a list of steps. A step `(kernel_size, out_channels)` is a
#   convolution with bias; a step `"pool"` is max pooling. Both have stride 1 and such a padding that
#   height and width stay the same. A branch without steps hands its input on.
#   The lists stay as they are.
# - Returns a tuple of three whole numbers `(out_channels, parameters, multiply_adds)` for the whole module
#   and one picture. Biases are parameters, but no multiply-adds; products with zeros of the padding count;
#   pooling multiplies nothing.
#
# Example: GoogLeNet's first module, `inception_cost(192, 28, 28, [[(1, 64)], [(1, 96), (3, 128)], [(1,
# 16), (5, 32)], ["pool", (1, 32)]])`, is `(256, 163696, 128049152)`. Without the squeezing, `[[(1, 64)],
# [(3, 128)], [(5, 32)], ["pool"]]`, it is `(416, 387296, 303464448)`: more than twice the work.
#
# Not allowed: PyTorch, SciPy, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# What does the first convolution of a branch read? And the second one?
#
# </details>
# <details><summary>Hint 2</summary>
#
# How often is each weight used? The padding makes that easy.
#
# </details>
# <details><summary>Hint 3</summary>
#
# How many channels leave a branch that ends in a pooling?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "inception_cost", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def inception_cost(in_channels, height, width, branches):
    """Return output channels, parameters and multiply-adds of a module of parallel branches."""
    ### BEGIN SOLUTION
    out_channels = parameters = multiply_adds = 0
    for branch in branches:
        channels = in_channels
        for step in branch:
            if step != "pool":
                size, filters = step
                weights = filters * channels * size**2
                parameters += weights + filters
                multiply_adds += weights * height * width
                channels = filters
        out_channels += channels
    return out_channels, parameters, multiply_adds
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Every branch begins again with the channels of the module's input; within a branch each convolution reads
# what the one before it has put out. Since the maps keep their size, each weight is used once for every
# pixel. The branches are put behind each other, so their channels add.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "inception_cost_visible", "locked": true, "points": 1, "solution": false}
# Test: a small module with every kind of branch, then GoogLeNet's first one with and without squeezing
section = 'chapter 16, "Squeeze with 1 × 1 convolutions"'
assert_matches(
    inception_cost(3, 2, 5, [[(1, 4)], [(1, 2), (3, 5)], ["pool"], []]),
    (15, 119, 1080),
    'inception_cost(3, 2, 5, [[(1, 4)], [(1, 2), (3, 5)], ["pool"], []])',
    section,
    [
        ((15, 119, 1190), "a bias is no multiply-add"),
        ((15, 108, 1080), "the biases are parameters, too"),
        ((15, 164, 1530), "the second convolution of a branch reads what the first one puts out"),
        ((15, 119, 108), "each weight is used at every pixel"),
        ((15, 119, 180), "the padding keeps height and width: there is an output at every pixel"),
        ((15, 119, 432), "the maps are not square: the height is used twice"),
        ((15, 119, 2700), "the maps are not square: the width is used twice"),
        ((15, 119, 2160), "one multiplication and one addition together are one multiply-add"),
        ((15, 111, 1080), "every filter has a bias of its own"),
        ((9, 119, 1080), "a branch that ends in a pooling, or has no steps, hands its channels on"),
        ((12, 119, 1080), "a branch without steps hands its input on"),
        ((11, 119, 1080), "every convolution's channels are added; only the last of a branch leaves it"),
        ((17, 119, 1080), "only the last channels of a branch leave it"),
        ((15, 59, 480), "a kernel of 3 × 3 has 9 weights"),
        ((15, 62, 510), "a filter has a kernel for every input channel"),
    ],
)
squeezed = [[(1, 64)], [(1, 96), (3, 128)], [(1, 16), (5, 32)], ["pool", (1, 32)]]
assert_matches(
    inception_cost(192, 28, 28, squeezed),
    (256, 163696, 128049152),
    "inception_cost of GoogLeNet's first module",
    section,
)
assert [len(steps) for steps in squeezed] == [1, 2, 2, 2], (
    "inception_cost changed the lists that it was given"
)
assert_matches(
    inception_cost(192, 28, 28, [[(1, 64)], [(3, 128)], [(5, 32)], ["pool"]]),
    (416, 387296, 303464448),
    "inception_cost of the same module without squeezing",
    section,
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "inception_cost_channels", "locked": true, "points": 1, "solution": false}
# Hidden test: the channels that leave the module
### BEGIN HIDDEN TESTS
for channels, branches, wanted in [
    (5, [[(3, 7)]], 7),
    (5, [[(3, 7)], [(1, 2), (1, 3)]], 10),
    (5, [["pool"], []], 10),
    (4, [["pool", (1, 6)], [(1, 6), "pool"], [(5, 1), "pool", (3, 2)]], 14),
    (9, [[], [(1, 1)]], 10),
    (5, [[(3, 7)], [(3, 7)]], 14),
]:
    assert inception_cost(channels, 6, 7, branches)[0] == wanted, "the number of output channels is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "inception_cost_parameters", "locked": true, "points": 1, "solution": false}
# Hidden test: the parameters of random modules
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1601)
for _ in range(10):
    channels = int(rng.integers(1, 9))
    branches, wanted = [], 0
    for length in rng.integers(1, 4, size=3):
        stack = [
            (int(k), int(c))
            for k, c in zip(rng.choice([1, 3, 5], length), rng.integers(1, 8, length), strict=True)
        ]
        reads = [channels, *[c for _, c in stack]]
        layers = [torch.nn.Conv2d(reads[i], c, k) for i, (k, c) in enumerate(stack)]
        wanted += sum(p.numel() for layer in layers for p in layer.parameters())
        branches.append(stack)
    assert inception_cost(channels, 4, 3, branches)[1] == wanted, "the number of parameters is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "inception_cost_work", "locked": true, "points": 1, "solution": false}
# Hidden test: the multiply-adds, also of maps that are not square
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1602)
for _ in range(10):
    c, h, w, squeeze, filters = (int(v) for v in rng.integers(1, 12, 5))
    size = int(rng.choice([1, 3, 5, 7]))
    half = size // 2
    bright = torch.nn.functional.pad(torch.ones(1, squeeze, h, w), (half, half, half, half), value=1.0)
    products = torch.nn.functional.conv2d(bright, torch.ones(filters, squeeze, size, size)).sum()
    got = inception_cost(c, h, w, [[(1, squeeze), (size, filters)]])[2]
    assert got == int(products) + c * squeeze * h * w, "the number of multiply-adds is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "inception_cost_free", "locked": true, "points": 1, "solution": false}
# Hidden test: steps and branches that cost nothing, and lists that stay what they were
### BEGIN HIDDEN TESTS
bare = inception_cost(6, 5, 4, [[(3, 2)], [(1, 4), (3, 3)]])
for extra in ([["pool"]], [[]], [["pool", "pool"], []]):
    more = inception_cost(6, 5, 4, [[(3, 2)], [(1, 4), (3, 3)], *extra])
    assert tuple(more)[1:] == tuple(bare)[1:], "pooling and empty branches cost nothing"
mixed = inception_cost(6, 5, 4, [["pool", (3, 2)], [(1, 4), "pool", (3, 3), "pool"]])
assert tuple(mixed) == tuple(bare), "a pooling between convolutions changes no channels and costs nothing"
given = [[(3, 2)], ["pool", (1, 4)], []]
inception_cost(6, 5, 4, given)
assert given == [[(3, 2)], ["pool", (1, 4)], []], "the function changed the lists that it was given"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. The residual block
#
# **8 points** · medium · about 30 minutes ·
# [chapter 16](../../book/16_googlenet_and_resnet.md), "Add a shortcut" and "Match shapes with a projection"
#
# A residual block computes what is to be *added* to its input. Where it halves the maps or changes the
# number of channels, input and sum do not fit, and the paper tries two remedies: a 1 × 1 convolution,
# which learns, and zeros, which cost nothing. Write the block with both.
#
# Write `basic_block(in_channels, channels, stride, shortcut)`.
#
# - It returns a `torch.nn.Module` that takes `(N, in_channels, H, W)` to `relu(body + carried)`.
# - `body` is: 3 × 3 convolution with `stride`, batch normalization, ReLU, 3 × 3 convolution, batch
#   normalization. Both convolutions have `channels` filters, padding 1 and **no bias**. Their names are
#   `conv1`, `bn1`, `conv2` and `bn2`, so that published weights fit.
# - `carried` is the input itself if stride and channels leave its shape as it is, with either `shortcut`.
# - Else, with `"project"`, it is a 1 × 1 convolution with `stride` and no bias, followed by a batch
#   normalization: together a `torch.nn.Sequential` with the name `downsample`. With `"pad"` it has no
#   parameters: every `stride`-th row and column of the input, from the first on, and **behind** its
#   channels as many channels of zeros as are missing.
# - `basic_block` itself raises `ValueError` for any other `shortcut`, also where none is needed, and if
#   `"pad"` would have to take channels away.
#
# Example: `basic_block(64, 128, 2, "project")` has 230,144 parameters, with `"pad"` it has 221,696.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Draw the block. How many ReLUs has it, and on which side of the plus sign are they?
#
# </details>
# <details><summary>Hint 2</summary>
#
# There are two reasons for which input and sum do not fit. One of them is easily forgotten.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `torch.nn.functional.pad` counts axes from the last one: the first two numbers are left and right.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "basic_block", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 5}
def basic_block(in_channels, channels, stride, shortcut):
    """Return a block of two convolutions around which the input is carried."""
    ### BEGIN SOLUTION
    if shortcut not in ("project", "pad"):
        raise ValueError(f"expected a shortcut 'project' or 'pad', got {shortcut!r}")
    if shortcut == "pad" and channels < in_channels:
        raise ValueError(f"zeros cannot make {channels} channels out of {in_channels}")
    fits = stride == 1 and in_channels == channels

    class Block(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = torch.nn.Conv2d(in_channels, channels, 3, stride, padding=1, bias=False)
            self.bn1 = torch.nn.BatchNorm2d(channels)
            self.conv2 = torch.nn.Conv2d(channels, channels, 3, padding=1, bias=False)
            self.bn2 = torch.nn.BatchNorm2d(channels)
            if shortcut == "project" and not fits:
                fit = torch.nn.Conv2d(in_channels, channels, 1, stride, bias=False)
                self.downsample = torch.nn.Sequential(fit, torch.nn.BatchNorm2d(channels))

        def carried(self, x):
            if fits:
                return x
            if shortcut == "project":
                return self.downsample(x)
            missing = channels - in_channels
            return torch.nn.functional.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, missing))

        def forward(self, x):
            body = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
            return torch.relu(body + self.carried(x))

    return Block()
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The class stands inside the function and so sees its arguments. Whether the shapes fit depends on stride
# *and* channels. The last ReLU comes after the sum: before it, the body can also take something away from
# its input. Slicing with `::stride` keeps exactly the pixels on which the 1 × 1 convolution with this
# stride stands.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "basic_block_visible", "locked": true, "points": 1, "solution": false}
# Test: the names of the parameters, then blocks whose output can be computed by hand
section = 'chapter 16, "Add a shortcut"'
block = basic_block(2, 4, 2, "project")
assert isinstance(block, torch.nn.Module), "basic_block must return a torch.nn.Module"
plain = ["bn1.bias", "bn1.weight", "bn2.bias", "bn2.weight", "conv1.weight", "conv2.weight"]
fitted = ["downsample.0.weight", "downsample.1.bias", "downsample.1.weight"]
stored = ("running_mean", "running_var", "num_batches_tracked")
for arguments, wanted, reread in [
    ((2, 2, 1, "project"), plain, section),
    ((2, 4, 1, "project"), plain + fitted, 'chapter 16, "Match shapes with a projection"'),
    ((2, 2, 2, "project"), plain + fitted, 'chapter 16, "Match shapes with a projection"'),
    ((2, 4, 2, "pad"), plain, 'chapter 16, "Match shapes with a projection"'),
]:
    keys = sorted(key for key in basic_block(*arguments).state_dict() if not key.endswith(stored))
    biased = sorted([*wanted, "conv1.bias", "conv2.bias"])
    biased_fit = sorted([*wanted, "downsample.0.bias"])
    assert_matches(
        str(keys),
        str(wanted),
        f"the names of the parameters of basic_block{arguments}",
        reread,
        [
            (str(biased), "the convolutions have no bias: batch normalization has one"),
            (str(biased_fit), "the projection has no bias: its batch normalization has one"),
            (str(plain + fitted), "here the shapes fit, or zeros make them fit: nothing is to be learned"),
            (str(plain), "the shapes do not fit: a projection is needed"),
            (str([*plain, fitted[0]]), "a batch normalization follows the projection"),
        ],
    )


def known(arguments, first=0.0, second=0.0, shift=0.0):
    block = basic_block(*arguments).eval()
    state = block.state_dict()
    for name, middle in [("conv1.weight", first), ("conv2.weight", second)]:
        state[name] = torch.zeros(state[name].shape)
        state[name][:, :, 1, 1] = middle
    block.load_state_dict({**state, "bn2.bias": torch.full(state["bn2.bias"].shape, shift)})
    return block


x = torch.tensor([[[[2.0, -1]]]])
got = known((1, 1, 1, "pad"), first=1.0, second=-1.0, shift=0.5)(x)
assert torch.is_tensor(got), "the block must return a tensor"
assert_matches(
    np.round(got.detach().numpy(), 3).tolist(),
    [[[[0.5, 0]]]],
    "a block on [[2, -1]], with the kernels 1 and -1 in the middle, and 0.5 as the second bias",
    section,
    [
        ([[[[2, -0.5]]]], "the last ReLU comes before the sum; it should come after it"),
        ([[[[2, 0]]]], "one ReLU too many: none stands between the second normalization and the sum"),
        ([[[[0.5, -0.5]]]], "the ReLU after the sum is missing"),
        ([[[[0.5, 0.5]]]], "the ReLU between the two convolutions is missing"),
        ([[[[0, 0.5]]]], "the input is not added"),
    ],
)
x = torch.arange(16.0).reshape(1, 1, 4, 4)
assert_matches(
    np.round(known((1, 2, 2, "pad"))(x).detach().numpy(), 2).tolist(),
    [[[[0, 2], [8, 10]], [[0, 0], [0, 0]]]],
    'basic_block(1, 2, 2, "pad") on the numbers 0 to 15, with kernels of zeros',
    'chapter 16, "Match shapes with a projection"',
    [
        ([[[[0, 0], [0, 0]], [[0, 2], [8, 10]]]], "the channels of zeros stand in front; they belong behind"),
        ([[[[2.5, 4.5], [10.5, 12.5]], [[0, 0], [0, 0]]]], "every second pixel is asked, not a mean"),
        ([[[[5, 7], [13, 15]], [[0, 0], [0, 0]]]], "every second pixel from the first on is asked"),
        (
            [[[[0, 1], [4, 5]], [[0, 0], [0, 0]]]],
            "this is the corner of the input; every second pixel is asked",
        ),
        ([[[[0, 2], [8, 10]], [[0, 2], [8, 10]]]], "the missing channels are zeros, no copies"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "basic_block_parameters", "locked": true, "points": 1, "solution": false}
# Hidden test: names and shapes of the parameters
### BEGIN HIDDEN TESTS
for c, k, stride, shortcut in [
    (3, 3, 1, "project"),
    (3, 3, 1, "pad"),
    (3, 5, 1, "project"),
    (4, 4, 2, "project"),
    (6, 2, 3, "project"),
    (4, 4, 2, "pad"),
    (2, 7, 1, "pad"),
]:
    shapes = {"conv1.weight": (k, c, 3, 3), "conv2.weight": (k, k, 3, 3)}
    for norm in ("bn1", "bn2"):
        shapes |= {f"{norm}.weight": (k,), f"{norm}.bias": (k,)}
    if shortcut == "project" and (c != k or stride > 1):
        shapes |= {
            "downsample.0.weight": (k, c, 1, 1),
            "downsample.1.weight": (k,),
            "downsample.1.bias": (k,),
        }
    state = basic_block(c, k, stride, shortcut).state_dict()
    found = {key: tuple(v.shape) for key, v in state.items() if key.endswith((".weight", ".bias"))}
    assert found == shapes, "names or shapes of the parameters are wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "basic_block_body", "locked": true, "points": 2, "solution": false}
# Hidden test: what a block computes whose input fits
### BEGIN HIDDEN TESTS
torch.manual_seed(1603)
F = torch.nn.functional
for c, h, w in [(2, 5, 7), (4, 3, 3), (1, 6, 4)]:
    block = basic_block(c, c, 1, "project").eval()
    state = {key: torch.rand(v.shape) + 0.5 for key, v in block.state_dict().items() if v.ndim}
    for key in ("conv1.weight", "conv2.weight", "bn1.bias", "bn2.bias"):
        state[key] = torch.randn(state[key].shape)
    block.load_state_dict({**block.state_dict(), **state})
    x = torch.randn(3, c, h, w)
    y = F.conv2d(x, state["conv1.weight"], padding=1)
    for name in ("bn1", "bn2"):
        parts = [state[f"{name}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")]
        y = F.batch_norm(y, *parts)
        if name == "bn1":
            y = F.conv2d(F.relu(y), state["conv2.weight"], padding=1)
    got = block(x).detach()
    assert got.shape == x.shape, "a block with stride 1 and the same channels must keep the shape"
    assert torch.allclose(got, F.relu(y + x), atol=1e-3, rtol=1e-3), "the block computes something else"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "basic_block_project", "locked": true, "points": 1, "solution": false}
# Hidden test: the projection, with kernels of zeros in the body
### BEGIN HIDDEN TESTS
torch.manual_seed(1604)
for c, k, stride, h, w in [(2, 5, 1, 4, 3), (3, 3, 2, 6, 8), (4, 2, 2, 5, 7), (1, 3, 3, 7, 4)]:
    block = basic_block(c, k, stride, "project").eval()
    start = block.state_dict()
    weight, scale = torch.randn(k, c, 1, 1), torch.rand(k) + 0.5
    start |= {
        "conv2.weight": torch.zeros(k, k, 3, 3),
        "downsample.0.weight": weight,
        "downsample.1.weight": scale,
    }
    block.load_state_dict(dict(start))
    x = torch.randn(2, c, h, w)
    wanted = torch.relu(torch.einsum("nchw,kc->nkhw", x[:, :, ::stride, ::stride], weight[:, :, 0, 0]))
    got = block(x).detach()
    assert got.shape == wanted.shape, "a block with a projection has the wrong output shape"
    assert torch.allclose(got, wanted * scale[:, None, None], atol=1e-3), "the projection is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "basic_block_pad", "locked": true, "points": 1, "solution": false}
# Hidden test: the shortcut without parameters, with kernels of zeros in the body
### BEGIN HIDDEN TESTS
torch.manual_seed(1605)
for c, k, stride, h, w in [(2, 5, 1, 4, 3), (3, 3, 2, 6, 8), (2, 4, 2, 5, 7), (1, 3, 3, 7, 4)]:
    block = basic_block(c, k, stride, "pad").eval()
    block.load_state_dict({**block.state_dict(), "conv2.weight": torch.zeros(k, k, 3, 3)})
    x = torch.rand(2, c, h, w)
    got = block(x).detach()
    assert got.shape == (2, k, -(-h // stride), -(-w // stride)), "a padded block has the wrong output shape"
    assert torch.allclose(got[:, :c], x[:, :, ::stride, ::stride]), "the carried channels are wrong"
    assert not got[:, c:].any(), "the channels that are missing must be zeros, behind the others"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "basic_block_training", "locked": true, "points": 1, "solution": false}
# Hidden test: training mode, negative numbers, and an input that stays what it was
### BEGIN HIDDEN TESTS
torch.manual_seed(1606)
block = basic_block(2, 2, 1, "pad")
start = block.state_dict()
block.load_state_dict({**start, "bn2.bias": torch.tensor([0.5, -3.0])})
x = 4 * torch.randn(5, 2, 6, 6)
kept = x.clone()
got = block(x).detach()
assert torch.equal(x, kept), "the block changed its input"
assert (got >= 0).all(), "the last ReLU is missing"
assert (got == 0).any(), "a sum below zero must become zero"
after = block.state_dict()
for name in ("bn1", "bn2"):
    assert int(after[f"{name}.num_batches_tracked"]) == 1, "each normalization must see each batch once"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "basic_block_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: shortcuts that do not exist, and channels that zeros cannot take away
### BEGIN HIDDEN TESTS
for arguments in [(2, 3, 2, "pad"), (3, 3, 2, "pad"), (3, 2, 2, "project"), (3, 3, 1, "project")]:
    assert basic_block(*arguments) is not None, "honest arguments must work"
for arguments in [(3, 2, 1, "pad"), (8, 4, 2, "pad"), (2, 4, 2, "zeros"), (2, 2, 1, "none"), (2, 2, 1, "")]:
    try:
        basic_block(*arguments)
        refused = False
    except ValueError:
        refused = True
    assert refused, "an unknown shortcut, or fewer channels with 'pad', must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. One layer where there were two
#
# **7 points** · medium · about 25 minutes ·
# [chapter 16](../../book/16_googlenet_and_resnet.md), "Build ResNet", and chapter 13, "Train one way,
# predict another"
#
# When a ResNet is trained and only used, its batch normalizations do nothing but multiply each channel by one
# number and add another. A convolution can do that itself. So every program that makes nets fast begins by
# folding each normalization into the convolution before it.
#
# Write `fold_batch_norm(conv, norm)`.
#
# - `conv`: a `torch.nn.Conv2d` with any numbers of channels, kernel size, stride, padding (zeros),
#   dilation and groups, with or without bias. `norm`: a `torch.nn.BatchNorm2d` for its outputs, with any
#   `eps`, with or without weight and bias (`affine=False`), in training or evaluation mode. Neither may be
#   changed, nor its mode.
# - Returns a new `torch.nn.Conv2d` with a bias, whose output is that of `conv` followed by `norm` **in
#   evaluation mode**.
#
# In evaluation mode, with running mean μ and running variance v of a channel, the normalization is
#
# $$z = \gamma \, \frac{y - \mu}{\sqrt{v + \varepsilon}} + \beta.$$
#
# Example: a convolution with one weight 3 and the bias 1, then a normalization with μ = 5, v = 4, ε = 0, γ
# = 10 and β = 7, is a convolution with the weight 15 and the bias −13.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Write y = w x + b into the formula and sort: what stands in front of x, and what is left?
#
# </details>
# <details><summary>Hint 2</summary>
#
# One number per output channel multiplies a weight of shape (C_out, C_in, KH, KW). Along which axis? If
# C_in is C_out, a mistake raises no error.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Without `affine`, `norm.weight` and `norm.bias` are `None`. Which numbers stand in for them?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "fold_batch_norm", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 5}
def fold_batch_norm(conv, norm):
    """Return a convolution that does what ``conv`` and then ``norm`` do in evaluation mode."""
    ### BEGIN SOLUTION
    folded = torch.nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        conv.stride,
        conv.padding,
        conv.dilation,
        conv.groups,
    )
    with torch.no_grad():
        scale = (norm.running_var + norm.eps).rsqrt()
        shift = -norm.running_mean if conv.bias is None else conv.bias - norm.running_mean
        if norm.affine:
            scale = scale * norm.weight
        folded.weight.copy_(conv.weight * scale.reshape(-1, 1, 1, 1))
        folded.bias.copy_(shift * scale + (norm.bias if norm.affine else 0))
    return folded
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Sorted by x, the formula has the factor γ / √(v + ε) in front of the weight, and in front of everything
# that is subtracted or added before it. So the old bias and the mean are scaled, and β is not. The factor
# belongs to the output channel, the first axis of the weight. With a new layer, nothing of the given ones
# is touched.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "fold_batch_norm_visible", "locked": true, "points": 1, "solution": false}
# Test: the example, then two channels
section = 'chapter 13, "Train one way, predict another"'


def layers(weight, bias, mean, variance, gamma, beta, eps):
    weight = torch.tensor(weight)
    conv = torch.nn.Conv2d(weight.shape[1], weight.shape[0], 1, bias=bias is not None)
    conv.load_state_dict({"weight": weight} | ({} if bias is None else {"bias": torch.tensor(bias)}))
    norm = torch.nn.BatchNorm2d(len(mean), eps=eps).eval()
    state = {"running_mean": mean, "running_var": variance, "weight": gamma, "bias": beta}
    norm.load_state_dict({key: torch.tensor(values) for key, values in state.items()}, strict=False)
    return conv, norm


folded = fold_batch_norm(*layers([[[[3.0]]]], [1.0], [5.0], [4.0], [10.0], [7.0], 0.0))
assert isinstance(folded, torch.nn.Module), "fold_batch_norm must return a torch.nn.Conv2d"
assert folded.bias is not None, "the new convolution must have a bias"
assert_matches(
    [round(folded.weight.item(), 3), round(folded.bias.item(), 3)],
    [15, -13],
    "fold_batch_norm of the example, and looked at weight and bias",
    section,
    [
        ([7.5, -3], "the variance is taken for the standard deviation: it needs a root"),
        ([15, 3], "the old bias and the mean are scaled, too: only β is left as it is"),
        ([15, 7], "the mean is scaled, too"),
        ([15, -17], "the mean is scaled, but the old bias is not"),
        ([15, 12], "the mean is forgotten"),
        ([15, -18], "the old bias is forgotten"),
        ([15, -20], "β is forgotten"),
        ([15, 15], "β is scaled, too; it is added as it is"),
        ([15, -38], "the mean is divided by the root, too"),
        ([15, 37], "the mean is added; it is to be subtracted"),
        ([10.5, -4], "γ and β are exchanged: the weight of the normalization is γ"),
        ([1.5, -2], "γ and β are forgotten"),
        ([1.5, 5], "γ is forgotten"),
        ([60, -73], "multiplied by the root of the variance; it divides"),
    ],
)
kernels = [[[[1.0]], [[2.0]]], [[[3.0]], [[4.0]]]]
folded = fold_batch_norm(*layers(kernels, None, [0.0, 2.0], [3.0, 15.0], [10.0, -4.0], [0.5, 1.0], 1.0))
assert_matches(
    np.round(folded.weight.detach().numpy()[:, :, 0, 0], 3),
    [[5, 10], [-3, -4]],
    "the weight for the kernels [1, 2] and [3, 4], variances 3 and 15, ε = 1, γ = 10 and -4",
    section,
    [
        ([[5, -2], [15, -4]], "the factors are on the input channels; they belong to the output channels"),
        ([[5.774, 11.547], [-3.098, -4.131]], "ε is forgotten"),
        ([[3.66, 7.321], [-2.463, -3.283]], "ε belongs under the root"),
    ],
)
assert_matches(
    np.round(folded.bias.detach().numpy(), 3),
    [0.5, 3],
    "the bias for no bias, means 0 and 2, variances 3 and 15, ε = 1, γ = 10 and -4, β = 0.5 and 1",
    section,
    [([0.5, -1], "the mean is added; it is to be subtracted"), ([0.5, 1], "the mean is forgotten")],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "fold_batch_norm_weight", "locked": true, "points": 2, "solution": false}
# Hidden test: the weights, for as many channels in as out and other numbers of channels
### BEGIN HIDDEN TESTS
torch.manual_seed(1607)
for c, k, size, eps in [(4, 4, 3, 1e-5), (2, 5, 1, 0.3), (3, 1, (2, 3), 1e-3), (1, 3, 3, 2.0)]:
    conv, norm = torch.nn.Conv2d(c, k, size), torch.nn.BatchNorm2d(k, eps=eps).eval()
    norm.running_mean.copy_(torch.randn(k))
    norm.running_var.copy_(torch.rand(k) + 0.1)
    torch.nn.init.normal_(norm.weight)
    folded = fold_batch_norm(conv, norm)
    x, y = torch.randn(2, 3, c, 6, 5)
    wanted = (norm(conv(x)) - norm(conv(y))).detach()
    got = torch.nn.functional.conv2d(x - y, folded.weight.detach())
    assert got.shape == wanted.shape, "the folded weight has the wrong shape"
    assert torch.allclose(got, wanted, atol=1e-3), "the folded weight is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "fold_batch_norm_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: the bias, where the convolution has one and where it has none
### BEGIN HIDDEN TESTS
torch.manual_seed(1608)
for c, k, biased in [(3, 4, True), (3, 4, False), (2, 2, True), (5, 1, False)]:
    conv, norm = torch.nn.Conv2d(c, k, 3, bias=biased), torch.nn.BatchNorm2d(k, eps=0.01).eval()
    norm.running_mean.copy_(3 * torch.randn(k))
    norm.running_var.copy_(torch.rand(k) + 0.1)
    torch.nn.init.normal_(norm.weight)
    torch.nn.init.normal_(norm.bias)
    silence = norm(conv(torch.zeros(1, c, 3, 3))).detach().flatten()
    folded = fold_batch_norm(conv, norm)
    assert folded.bias is not None, "there must be a bias, also if the convolution had none"
    assert torch.allclose(folded.bias.detach(), silence, atol=1e-3), "the folded bias is wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "fold_batch_norm_settings", "locked": true, "points": 1, "solution": false}
# Hidden test: stride, padding, dilation and groups
### BEGIN HIDDEN TESTS
torch.manual_seed(1609)
for settings in [
    {"stride": 2},
    {"padding": (2, 1)},
    {"dilation": (1, 2)},
    {"groups": 2},
    {"stride": (1, 3), "padding": 1, "dilation": 2, "groups": 4},
]:
    conv, norm = torch.nn.Conv2d(4, 8, 3, bias=False, **settings), torch.nn.BatchNorm2d(8, eps=0.0).eval()
    folded = fold_batch_norm(conv, norm)
    x = torch.randn(2, 4, 9, 8)
    wanted, got = norm(conv(x)).detach(), folded(x).detach()
    assert got.shape == wanted.shape, "the folded convolution has the wrong stride, padding or dilation"
    assert torch.allclose(got, wanted, atol=1e-3), "the folded convolution goes wrong with these settings"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "fold_batch_norm_plain", "locked": true, "points": 1, "solution": false}
# Hidden test: normalizations without weight and bias
### BEGIN HIDDEN TESTS
torch.manual_seed(1610)
for k in (1, 3):
    conv, norm = torch.nn.Conv2d(2, k, 3, bias=False), torch.nn.BatchNorm2d(k, eps=0.0, affine=False).eval()
    x = torch.randn(2, 2, 5, 6)
    got = fold_batch_norm(conv, norm)(x).detach()
    assert torch.allclose(got, norm(conv(x)).detach(), atol=1e-3), (
        "a normalization without weights is folded wrongly"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "fold_batch_norm_kept", "locked": true, "points": 1, "solution": false}
# Hidden test: a single layer comes out, training mode is ignored, both layers stay what they were
### BEGIN HIDDEN TESTS
torch.manual_seed(1611)
conv, norm = torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3)
norm.running_mean.copy_(torch.randn(3))
norm.running_var.copy_(torch.rand(3) + 0.1)
before = [values.clone() for layer in (conv, norm) for values in layer.state_dict().values()]
trained = fold_batch_norm(conv, norm.train()).state_dict()
after = [values for layer in (conv, norm) for values in layer.state_dict().values()]
for old, new in zip(before, after, strict=True):
    assert torch.equal(old, new), "the function changed the layers that it was given"
assert conv.training, "the function changed the mode of the convolution"
assert norm.training, "the function changed the mode of the normalization"
assert sorted(trained) == ["bias", "weight"], "the result must be one convolution, and nothing else"
used = fold_batch_norm(conv, norm.eval()).state_dict()
for name, values in trained.items():
    assert torch.allclose(values, used[name], atol=1e-5), "the mode of the normalization must not matter"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. Twice the depth, the same function
#
# **6 points** · medium · about 20 minutes ·
# [chapter 16](../../book/16_googlenet_and_resnet.md), "Watch plain deep nets degrade"
#
# The chapter's plain nets get worse with depth, on the training set too. Yet a deeper net cannot be unable
# to do what a shallow one does: it could copy it, and let its other layers do nothing. Write the function
# that builds this copy. Its existence is the puzzle that led to ResNet.
#
# Write `deepen(net)`.
#
# - `net`: a `torch.nn.Sequential` of `torch.nn.Conv2d` (`groups=1`), `torch.nn.ReLU` and
#   `torch.nn.MaxPool2d`. A ReLU stands directly behind a convolution; not every convolution has one. It
#   must not be changed.
# - Returns a new `torch.nn.Sequential` with the layers of `net` in their order, and behind **every** ReLU
#   two new ones of its own: a 3 × 3 convolution with padding 1, with a bias and as many output channels as
#   input channels, and a ReLU. For all inputs its output is that of `net`.
# - The new weights must be parameters that can be trained. So what comes out can be deepened again.
#
# Example: a net of convolution, ReLU, pooling, convolution becomes one of convolution, ReLU, convolution,
# ReLU, pooling, convolution.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Which 3 × 3 kernel leaves a single map as it is? And which ones do it for five maps, where each output
# reads all five?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Why is it important that the new pair stands behind a ReLU, and not just anywhere?
#
# </details>
# <details><summary>Hint 3</summary>
#
# A new convolution comes with random weights, and with a bias that is random, too.
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "deepen", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 5}
def deepen(net):
    """Return a net with a new convolution and a ReLU behind each ReLU that computes the same."""
    ### BEGIN SOLUTION
    layers = []
    for layer in net:
        layers.append(layer)
        if isinstance(layer, torch.nn.Conv2d):
            channels = layer.out_channels
        if isinstance(layer, torch.nn.ReLU):
            idle = torch.nn.Conv2d(channels, channels, 3, padding=1)
            with torch.no_grad():
                idle.bias.zero_()
                idle.weight.zero_()
                idle.weight[:, :, 1, 1] = torch.eye(channels)
            layers += [idle, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers)
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Output channel o must be input channel o and nothing of the others: the middle taps of the kernels are
# the identity matrix. The new ReLU changes nothing because it gets what a ReLU has put out, and that is
# never negative. Behind a convolution without a ReLU it would cut. `torch.nn.init.dirac_` writes the same
# weights.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "deepen_visible", "locked": true, "points": 1, "solution": false}
# Test: one convolution of two channels, then a net with a pooling and an end without ReLU
section = 'chapter 16, "Watch plain deep nets degrade"'
first = torch.nn.Conv2d(1, 2, 1)
first.load_state_dict({"weight": torch.tensor([[[[1.0]]], [[[-2.0]]]]), "bias": torch.tensor([0.0, 5.0])})
deep = deepen(torch.nn.Sequential(first, torch.nn.ReLU()))
assert isinstance(deep, torch.nn.Module), "deepen must return a torch.nn.Sequential"
assert len(deep) == 4, "one convolution and one ReLU should become two of each"
y = deep(torch.tensor([[[[1.0, -2], [3, 0]]]])).detach().numpy()
assert_matches(
    np.round(y[0], 3),
    [[[1, 0], [3, 0]], [[3, 9], [0, 5]]],
    "deepen of a 1 × 1 convolution to two channels and a ReLU, on [[1, -2], [3, 0]]",
    section,
    [
        ([[[4, 9], [3, 5]], [[4, 9], [3, 5]]], "the new kernels add the channels; each must keep its own"),
        ([[[1, 0], [3, 0]], [[1, 0], [3, 0]]], "the new kernels copy one channel; each must keep its own"),
        ([[[1, 0], [3, 1]], [[8, 9], [0, 8]]], "`torch.eye(3)` has three taps; only the middle may count"),
        ([[[0, 0], [0, 1]], [[0, 0], [0, 3]]], "the new kernels shift the maps: which tap is the middle?"),
        ([[[0, 0], [0, 0]], [[0, 0], [0, 0]]], "the new kernels are all zeros: nothing gets through"),
        (
            [[[4, 4], [4, 4]], [[17, 17], [17, 17]]],
            "the new kernels add the neighbors; only the middle may count",
        ),
    ],
)
torch.manual_seed(0)
parts = [torch.nn.Conv2d(2, 3, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Conv2d(3, 2, 1)]
net = torch.nn.Sequential(*parts)
deep = deepen(net)
assert len(net) == 4, "deepen changed the net that it was given"
assert len(deep) == 6, (
    "one ReLU means one new convolution and one new ReLU: six layers; nothing behind the last one"
)
x = torch.randn(1, 2, 6, 6)
assert_matches(
    np.round(deep(x).detach().numpy(), 3).tolist(),
    np.round(net(x).detach().numpy(), 3).tolist(),
    "deepen of convolution, ReLU, pooling, convolution, and compared its output with the given net's",
    section,
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "deepen_function", "locked": true, "points": 2, "solution": false}
# Hidden test: the same outputs, for maps that are not square and any number of channels
### BEGIN HIDDEN TESTS
torch.manual_seed(1612)
nn = torch.nn
for widths, (h, w) in [
    ((1, 1), (4, 6)),
    ((1, 40), (3, 5)),
    ((3, 5), (7, 5)),
    ((2, 7, 4), (6, 6)),
    ((1, 3, 2, 6), (5, 9)),
]:
    net = nn.Sequential()
    for place in range(1, len(widths)):
        net.extend([nn.Conv2d(widths[place - 1], widths[place], 3, padding=1), nn.ReLU()])
    x = 3 * torch.randn(2, widths[0], h, w)
    wanted, got = net(x).detach(), deepen(net)(x).detach()
    assert got.shape == wanted.shape, "the deeper net gives maps of another shape"
    assert torch.allclose(got, wanted, atol=1e-4), "the deeper net computes something else"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "deepen_layers", "locked": true, "points": 1, "solution": false}
# Hidden test: where the new layers stand, and their shapes
### BEGIN HIDDEN TESTS
nn = torch.nn
net = nn.Sequential(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.Conv2d(4, 3, 3), nn.ReLU(), nn.MaxPool2d(2))
deep = deepen(net)
assert len(deep) == 9, "each ReLU must bring two new layers"
kinds = [hasattr(layer, "out_channels") for layer in deep]
assert kinds == [*[True, False] * 4, False], "behind each ReLU must stand a convolution, then a ReLU"
shapes = [tuple(values.shape) for values in deep.state_dict().values()]
wanted = [(4, 1, 5, 5), (4,), (4, 4, 3, 3), (4,), (3, 4, 3, 3), (3,), (3, 3, 3, 3), (3,)]
assert shapes == wanted, "the layers have the wrong order or the wrong shapes"
assert all(values.requires_grad for values in deep.parameters()), "all weights must be trainable"
assert len(list(deep.parameters())) == 8, "all weights must be parameters"
even = deepen(nn.Sequential(nn.Conv2d(2, 2, 1), nn.ReLU(), nn.Conv2d(2, 2, 1), nn.ReLU()))
assert len(list(even.parameters())) == 8, "each ReLU must bring a new convolution of its own"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "deepen_ends", "locked": true, "points": 1, "solution": false}
# Hidden test: poolings, and convolutions without a ReLU behind them
### BEGIN HIDDEN TESTS
torch.manual_seed(1613)
nn = torch.nn
bare = [nn.Conv2d(2, 3, 3), nn.Conv2d(3, 4, 1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 2, 1)]
for layers, many in [(bare, 7), (bare[:2], 2), ([*bare[:3], nn.MaxPool2d(2), nn.MaxPool2d(2)], 7)]:
    net = nn.Sequential(*layers)
    deep = deepen(net)
    assert len(deep) == many, "only a ReLU brings new layers, and each brings two"
    x = torch.randn(3, 2, 10, 11)
    assert torch.allclose(deep(x).detach(), net(x).detach(), atol=1e-4), "negative outputs must stay negative"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "deepen_kept", "locked": true, "points": 1, "solution": false}
# Hidden test: the given net stays what it was, and the deeper one can be deepened again
### BEGIN HIDDEN TESTS
torch.manual_seed(1614)
nn = torch.nn
net = nn.Sequential(nn.Conv2d(2, 3, 3), nn.ReLU(), nn.MaxPool2d(2))
before = {name: values.clone() for name, values in net.state_dict().items()}
deeper = deepen(deepen(net))
assert len(net) == 3, "the function changed the given net"
assert net.state_dict().keys() == before.keys(), "the function changed the given net"
assert all(torch.equal(net.state_dict()[name], before[name]) for name in before), (
    "the function changed the given net"
)
assert len(deeper) == 9, "deepened twice, one ReLU becomes four"
x = torch.randn(2, 2, 7, 8)
assert deeper(x).shape == net(x).shape, "deepened twice, the net gives maps of another shape"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "what_degrades_question", "locked": true, "solution": false}
# ## Task 5. What degrades?
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 16](../../book/16_googlenet_and_resnet.md), "Watch plain deep nets
# degrade"
#
# Somebody trains a plain net of 20 layers and one of 56 on the same pictures, both with batch
# normalization. The deeper one has the higher error, on the training set as on the test set. Three
# explanations are offered: "It overfits." "It has not enough capacity." "Its gradients vanish on the way
# down." Answer in at most 150 words:
#
# 1. Which of the three is refuted by the errors alone, and which by task 4? Say how.
# 2. What would you measure to test the third, and which result would refute it?
# 3. With residual blocks the 56 layers win. "Of course: the shortcuts add parameters." From which of the
#    blocks of task 2 do you build a net to answer that, and what do you compare it with?
#
# | your answer | points |
# | --- | --- |
# | gives for each of the first two the fact that contradicts it | 1 |
# | names a quantity that can be measured in a layer, when, and the result that refutes | 1 |
# | names two nets that differ in the shortcut's parameters only, or in the shortcut only, and the conclusion | 1 |
# | is precise: the right words; training and test error kept apart; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "what_degrades", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. Overfitting lowers the training error and raises the test error; here the training error is higher too.
#    Capacity: `deepen` builds a 56-layer net with the training error of the 20-layer one. The deep net can
#    represent a better solution than training finds: what fails is the optimization.
# 2. The norm of the loss's gradient with respect to each layer's weights, relative to that of the weights,
#    at the start and during training. If it is of the same order in the first layers as in the last,
#    nothing vanishes. Batch normalization keeps the signal's variance, so this is what the paper found.
# 3. A net of blocks with `"pad"`: its shortcuts have no parameters at all. Compare it with the plain net
#    of 56 layers, which has exactly as many. If it still wins, parameters are not the reason; `"project"`
#    shows what they add.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. Stack more and more blocks, and take their shortcuts away. And squeeze an
# Inception module: how many channels in between are still worth it?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import IntSlider, interact

    from cnnlib.data import as_float, mnist

    digits = mnist()
    small = as_float(digits.x_train).reshape(-1, 1, 14, 2, 14, 2).mean(axis=(3, 5))
    pictures, labels = torch.from_numpy(small), torch.from_numpy(digits.y_train)

    def losses(blocks, carry, steps):
        torch.manual_seed(0)
        layers = [basic_block(1, 8, 2, "pad"), *[basic_block(8, 8, 1, "pad") for _ in range(blocks - 1)]]
        head = torch.nn.Linear(8, 10)
        weights = [p for layer in (*layers, head) for p in layer.parameters()]
        descent, found = torch.optim.SGD(weights, 0.1), []
        for _ in range(steps):
            some = torch.randint(len(pictures), (64,))
            x = pictures[some]
            for layer in layers:
                plain = torch.relu(layer.bn1(layer.conv1(x)))
                x = layer(x) if carry else torch.relu(layer.bn2(layer.conv2(plain)))
            loss = torch.nn.functional.cross_entropy(head(x.mean(dim=(2, 3))), labels[some])
            descent.zero_grad()
            loss.backward()
            descent.step()
            found.append(loss.item())
        return found

    def depth(blocks, steps):
        plt.figure(figsize=(6, 3))
        for carry, name in [(False, "without shortcuts"), (True, "with shortcuts")]:
            plt.plot(losses(blocks, carry, steps), label=name)
        plt.title(f"{2 * blocks + 1} layers")
        plt.xlabel("step")
        plt.ylabel("training loss")
        plt.legend()
        plt.show()

    def squeeze(kernel_size, channels):
        direct = inception_cost(192, 28, 28, [[(kernel_size, 64)]])
        bent = inception_cost(192, 28, 28, [[(1, channels), (kernel_size, 64)]])
        plt.figure(figsize=(6, 2))
        plt.barh(["direct", "squeezed"], [direct[2] / 1e6, bent[2] / 1e6])
        plt.xlabel("million multiply-adds")
        plt.title(f"parameters: {direct[1]:,} and {bent[1]:,}")
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

    try_out(depth, blocks=IntSlider(3, 1, 24), steps=IntSlider(30, 10, 300, 10))
    try_out(squeeze, kernel_size=IntSlider(3, 1, 7, 2), channels=IntSlider(16, 1, 192))


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
