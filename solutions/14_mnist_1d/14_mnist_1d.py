# %% [markdown]
# # Exercises for chapter 14: MNIST-1D
#
# **31 points** in four programming tasks and one written answer; about 105 minutes. You need
# [chapter 14](../../book/14_mnist_1d.md), PyTorch and, for task 2, plain Python.
#
# | task | what you write | points | minutes |
# | --- | --- | --- | --- |
# | 1 | `signal_net`: the chapter's net for signals of any length | 7 | 20 |
# | 2 | `layer_costs`: parameters and multiply-adds, layer by layer | 6 | 20 |
# | 3 | `as_linear`: the convolution that hides in the opponent | 7 | 25 |
# | 4 | `train_run`: one run, its seed and its two curves | 7 | 30 |
# | 5 | a written answer: why did it win? | 4 | 10 |
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
# ## Task 1. The net for signals of any length
#
# **7 points** · easy · about 20 minutes ·
# [chapter 14](../../book/14_mnist_1d.md), "Build the convolutional net"
#
# The chapter's net is made for 40 samples, three convolutions and 15 channels. A sensor gives you signals
# of another length. Write the net so that these three numbers are arguments.
#
# Write `signal_net(length, channels, depth)`.
#
# - It returns a `torch.nn.Module` that takes signals `(N, 1, length)` to the scores of ten classes,
#   `(N, 10)`.
# - The net has `depth` convolutions with kernel 3, stride 2, a bias and **no padding**, each with
#   `channels` output channels and each followed by a ReLU. Then one linear layer reads all that is left.
#   Nothing follows it: cross-entropy wants raw scores.
# - A signal that is too short for so many convolutions raises `ValueError`, when the net is built.
# - Define the layers in the order in which a signal passes them. `state_dict()` then lists a weight and a
#   bias for each, from first to last. The tests put numbers of their own there.
#
# Example: `signal_net(40, 15, 3)` has the chapter's 2,050 parameters, and `signal_net(7, 1, 2)`, where 7
# samples become 3 and then 1, has 4 + 4 + 20 = 28.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# How long is the signal after one convolution? After two? The linear layer must know it.
#
# </details>
# <details><summary>Hint 2</summary>
#
# PyTorch finds the parameters of a layer that is an attribute of a module, or stands in a
# `torch.nn.Sequential` or `torch.nn.ModuleList`. In a plain Python list it finds none.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `torch.nn.Conv1d` refuses nothing when it is built. Who notices that no sample is left, and when?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "signal_net", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 5}
def signal_net(length, channels, depth):
    """Return a net of ``depth`` convolutions, each of which halves the signal, and a linear layer."""
    ### BEGIN SOLUTION
    layers, maps = [], 1
    for _ in range(depth):
        length = (length - 3) // 2 + 1
        if length < 1:
            raise ValueError(f"the signal is too short for {depth} convolutions")
        layers += [torch.nn.Conv1d(maps, channels, kernel_size=3, stride=2), torch.nn.ReLU()]
        maps = channels
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(channels * length, 10))
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# Carry the length along while the list grows, and the linear layer's size is there when it is needed. The
# same loop finds the signal that is used up: `(length - 3) // 2 + 1` falls below 1 exactly when fewer
# than three samples are left. A `Sequential` made from the list registers every layer, in the right
# order.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "signal_net_visible", "locked": true, "points": 1, "solution": false}
# Test: the parameters of the chapter's net, and a small net whose weights are set by hand
section = 'chapter 14, "Build the convolutional net"'
net = signal_net(40, 15, 3)
assert isinstance(net, torch.nn.Module), "signal_net must return a torch.nn.Module"
assert_matches(
    sum(values.numel() for values in net.state_dict().values()),
    2050,
    "signal_net(40, 15, 3), and counted its parameters",
    section,
    [
        (610, "these are the linear layer's alone: are the convolutions in a plain Python list?"),
        (2200, "the convolutions pad: 40 samples should become 19, then 9, then 4"),
        (6550, "the convolutions do not skip: with stride 2, 40 samples become 19"),
        (1900, "pooling halves the signal; here the convolutions have stride 2 themselves"),
        (2005, "the convolutions have no bias"),
        (2040, "the linear layer has no bias"),
        (1600, "the linear layer reads one number for each channel; it should read all samples"),
        (1490, "the linear layer reads one channel; it should read all of them"),
        (4840, "a two-dimensional kernel has 9 weights; a signal has one dimension"),
        (2110, "one convolution is missing"),
        (2233, "there is a batch normalization, for which the task does not ask"),
        (2290, "there is one convolution too many"),
    ],
)
net = signal_net(7, 1, 2)
assert_matches(
    str([tuple(values.shape) for values in net.state_dict().values()]),
    "[(1, 1, 3), (1,), (1, 1, 3), (1,), (10, 1), (10,)]",
    "signal_net(7, 1, 2), and listed the shapes in its state_dict()",
    section,
)
chosen = [[[[1, -1, 2]]], [-1], [[[2, -1, 1]]], [3], [[1], [-1], [2], *[[0]] * 7], [4, 5, *[0] * 8]]
numbers = [torch.tensor(values, dtype=torch.float32) for values in chosen]
net.load_state_dict(dict(zip(net.state_dict(), numbers, strict=True)))
scores = net(torch.tensor([[[3.0, 1, 4, 1, 5, 9, 2]], [[1, 0, 1, -4, 6, 0, 0]]]))
assert torch.is_tensor(scores), "the net must return a tensor of scores"
assert_matches(str(tuple(scores.shape)), "(2, 10)", "signal_net(7, 1, 2) on two signals, its shape", section)
likely, wanted = np.exp([[13, -4, 18], [4, 5, 0]]), np.array([[13, -4, 18], [4, 5, 0]])
likely /= (likely.sum(axis=1) + 7)[:, None]
assert_matches(
    np.round(scores[:, :3].detach().numpy(), 3),
    wanted,
    "signal_net(7, 1, 2) with weights set by hand, on two signals; shown are three of ten scores",
    section,
    [
        ([[12, -3, 16], [4, 5, 0]], "the first convolution has no ReLU after it"),
        ([[13, -4, 18], [0, 9, -8]], "the last convolution has no ReLU after it"),
        ([[12, -3, 16], [0, 9, -8]], "no convolution has a ReLU after it"),
        (np.maximum(wanted, 0), "a ReLU follows the linear layer: scores may be negative"),
        (np.round(likely, 3), "a softmax follows the linear layer: cross-entropy wants raw scores"),
        (np.round(np.log(likely), 3), "a log-softmax follows the linear layer: return raw scores"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "signal_net_layers", "locked": true, "points": 2, "solution": false}
# Hidden test: the layers of nets for other lengths, widths and depths
### BEGIN HIDDEN TESTS
for length, channels, depth, left in [
    (40, 8, 2, 9),
    (33, 5, 1, 16),
    (100, 3, 4, 5),
    (31, 2, 4, 1),
    (15, 7, 3, 1),
]:
    net = signal_net(length, channels, depth)
    shapes = [(channels, 1, 3), (channels,)]
    shapes += (depth - 1) * [(channels, channels, 3), (channels,)]
    shapes += [(10, channels * left), (10,)]
    found = [tuple(values.shape) for values in net.state_dict().values()]
    assert found == shapes, "a net for another length, width or depth has the wrong layers"
    assert len(list(net.parameters())) == len(shapes), "all weights and biases must be parameters"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "signal_net_values", "locked": true, "points": 2, "solution": false}
# Hidden test: what the net computes with given weights
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1401)
for length, channels, depth in [(40, 15, 3), (21, 4, 2), (18, 6, 1), (64, 2, 4)]:
    net = signal_net(length, channels, depth)
    weights = {name: rng.normal(size=tuple(old.shape)) for name, old in net.state_dict().items()}
    net.load_state_dict({name: torch.tensor(new, dtype=torch.float32) for name, new in weights.items()})
    x = rng.normal(size=(3, 1, length))
    got = net(torch.tensor(x, dtype=torch.float32))
    assert torch.is_tensor(got), "the net must return a tensor of scores"
    *convs, last, shift = weights.values()
    for kernel, bias in zip(convs[::2], convs[1::2], strict=True):
        seen = np.lib.stride_tricks.sliding_window_view(x, 3, axis=2)[:, :, ::2]
        x = np.maximum(np.einsum("nclk,ock->nol", seen, kernel) + bias[:, None], 0)
    wanted = x.reshape(3, -1) @ last.T + shift
    assert np.allclose(got.detach().numpy(), wanted, rtol=1e-3, atol=1e-3), "the scores are wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "signal_net_scores", "locked": true, "points": 1, "solution": false}
# Hidden test: raw scores, the same for a signal alone and in a batch
### BEGIN HIDDEN TESTS
torch.manual_seed(1402)
net = signal_net(24, 3, 2)
start = {name: torch.randn(old.shape) for name, old in net.state_dict().items()}
net.load_state_dict(start)
x = torch.randn(6, 1, 24)
before = net(x).detach()
assert before.shape == (6, 10), "a batch of six signals must give six rows of ten scores"
for place in (0, 5):
    alone = net(x[place : place + 1]).detach()
    assert alone.shape == (1, 10), "a single signal must give one row of ten scores"
    assert torch.allclose(alone[0], before[place], atol=1e-4), (
        "the scores of a signal must not depend on the others in its batch"
    )
*_, weight, bias = start
net.load_state_dict({**start, weight: -2 * start[weight], bias: -2 * start[bias]})
assert torch.allclose(net(x).detach(), -2 * before, atol=1e-4), "nothing may follow the linear layer"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "signal_net_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: signals that are too short
### BEGIN HIDDEN TESTS
for length, depth in [(3, 1), (7, 2), (15, 3), (16, 3)]:
    assert signal_net(length, 2, depth) is not None, "a signal that is just long enough must work"
for length, depth in [(2, 1), (1, 1), (6, 2), (3, 2), (14, 3), (2, 3), (40, 5)]:
    try:
        signal_net(length, 2, depth)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a signal that is too short must raise ValueError when the net is built"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 2. What each layer costs
#
# **6 points** · medium · about 20 minutes ·
# [chapter 14](../../book/14_mnist_1d.md), "Count what it costs"
#
# Parameters are paid once, in memory. Multiply-adds are paid for every signal, in time. The chapter's net
# is cheap in the one and not so cheap in the other. Write the ledger of any such net.
#
# Write `layer_costs(layers, length, channels, batch_size)`.
#
# - `layers`: a list of tuples, from first to last. `("conv", out_channels, kernel_size, stride, padding)` is
#   a convolution with bias, with `padding` zeros on each side; `("pool", kernel_size, stride)` a max pooling
#   without padding; `("linear", out_features)` a linear layer with bias. The first linear layer reads all
#   numbers that it is given; after a linear layer come only linear layers.
# - `length`, `channels`: the size of one signal. `batch_size`: the number of signals.
# - Returns a list with one tuple `(parameters, multiply_adds)` for each layer, whole numbers.
# - A multiply-add is one product of a weight and an input, with its addition. Products with the zeros of
#   the padding count. The bias is added without a product, so it does **not** count, and neither do
#   comparisons. Multiply-adds are those of **the whole batch**.
# - A layer that does not fit into its input raises `ValueError`.
#
# Example: `layer_costs([("conv", 2, 3, 2, 0), ("linear", 5)], 9, 1, 10)` is `[(8, 240), (45, 400)]`: the
# convolution has 2 · 3 + 2 parameters and uses its 6 weights at 4 positions of 10 signals; the linear layer
# reads 2 · 4 numbers.
#
# Not allowed: PyTorch, SciPy, `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# Go through the layers and carry along what the next one must know. Which two numbers are these?
#
# </details>
# <details><summary>Hint 2</summary>
#
# How often is one weight of a convolution used for one signal? And a weight of a linear layer?
#
# </details>
# <details><summary>Hint 3</summary>
#
# After a linear layer with `m` outputs, what are "channels" and "length" for the next linear layer?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "layer_costs", "locked": false, "solution": true} autograder={"forbid": ["torch", "scipy", "cnnlib"], "timeout": 5}
def layer_costs(layers, length, channels, batch_size):
    """Return (parameters, multiply-adds of the batch) of each layer."""
    ### BEGIN SOLUTION
    costs = []
    for kind, *numbers in layers:
        if kind == "conv":
            filters, taps, stride, padding = numbers
        elif kind == "pool":
            filters, (taps, stride), padding = channels, numbers, 0
        else:  # one window that sees the whole signal
            filters, taps, stride, padding = numbers[0], length, 1, 0
        length = (length + 2 * padding - taps) // stride + 1
        if length < 1:
            raise ValueError(f"a {kind} layer does not fit into its input")
        weights = filters * channels * taps
        costs.append((0, 0) if kind == "pool" else (weights + filters, batch_size * weights * length))
        channels = filters
    return costs
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# One formula serves all three kinds, because a linear layer is a convolution with a single window, as
# long as the signal: its output has length 1 and as many channels as it has features. Only the last line
# but one tells the kinds apart. Parameters do not know the batch; products are made again for each signal
# and each position.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_visible", "locked": true, "points": 1, "solution": false}
# Test: the chapter's net with one signal, then a small net with padding and pooling on a batch of 10
assert_matches(
    layer_costs([*[("conv", 15, 3, 2, 0)] * 3, ("linear", 10)], 40, 1, 1),
    [(60, 855), (690, 6075), (690, 2700), (610, 600)],
    "layer_costs of the chapter's net, on one signal of 40 samples",
    'chapter 14, "Count what it costs"',
    [
        ([(60, 1140), (690, 6210), (690, 2760), (610, 610)], "the bias is no multiply-add"),
        ([(45, 855), (675, 6075), (675, 2700), (600, 600)], "the biases are parameters, too"),
        ([(60, 45), (690, 675), (690, 675), (610, 600)], "a kernel is used at every position"),
        (
            [(60, 1800), (690, 12825), (690, 6075), (610, 600)],
            "a kernel is used once for each output sample, not for each input sample",
        ),
        (
            [(60, 855), (60, 405), (60, 180), (610, 600)],
            "each filter has a kernel for every input channel",
        ),
        (
            [(60, 855), (690, 6075), (690, 2700), (160, 150)],
            "the linear layer reads all samples of all channels: 15 · 4 numbers",
        ),
        (
            [(60, 855), (690, 6075), (690, 2700), (50, 40)],
            "the linear layer reads all samples of all channels: 15 · 4 numbers",
        ),
    ],
)
assert_matches(
    layer_costs([("conv", 4, 3, 1, 1), ("pool", 2, 2), ("linear", 6), ("linear", 5)], 8, 2, 10),
    [(28, 1920), (0, 0), (102, 960), (35, 300)],
    "layer_costs of [conv 4 · k3 s1 p1, pool k2 s2, linear 6, linear 5] on 10 signals of 2 × 8",
    'chapter 14, "Count what it costs"',
    [
        ([(28, 192), (0, 0), (102, 96), (35, 30)], "these are the multiply-adds of one signal, not of ten"),
        (
            [(280, 1920), (0, 0), (1020, 960), (350, 300)],
            "parameters are not paid again for each signal: all share them",
        ),
        ([(28, 1440), (0, 0), (78, 720), (35, 300)], "the padding is forgotten: 8 samples stay 8"),
        ([(28, 1680), (0, 0), (78, 720), (35, 300)], "the padding counts on both sides: 8 samples stay 8"),
        ([(28, 1920), (0, 0), (198, 1920), (35, 300)], "the pooling halves the signal"),
        ([(28, 1920), (36, 1280), (102, 960), (35, 300)], "pooling has no weights and no products"),
        ([(28, 1920), (0, 320), (102, 960), (35, 300)], "pooling compares; it multiplies nothing"),
        ([(28, 1920), (102, 960), (35, 300)], "one tuple for each layer, pooling included"),
        ([(28, 1920), (0, 0), (102, 960), (125, 1200)], "the second linear layer reads 6 numbers"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_convs", "locked": true, "points": 1, "solution": false}
# Hidden test: convolutions of random sizes, on one signal
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1403)
for _ in range(20):
    length, channels = (int(v) for v in rng.integers([20, 1], [60, 5]))
    layers, wanted, x = [], [], torch.ones(1, channels, length)
    for _ in range(int(rng.integers(1, 4))):
        out, k, s, p = (int(v) for v in rng.integers([1, 1, 1, 0], [6, 6, 3, 3]))
        layers.append(("conv", out, k, s, p))
        kernel = torch.ones(out, x.shape[1], k)
        products = torch.nn.functional.conv1d(torch.nn.functional.pad(x, (p, p), value=1.0), kernel, stride=s)
        wanted.append((kernel.numel() + out, int(products.sum())))
        x = torch.ones_like(products)
    got = layer_costs(layers, length, channels, 1)
    assert [tuple(pair) for pair in got] == wanted, "the costs of a convolution are wrong"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_linear", "locked": true, "points": 1, "solution": false}
# Hidden test: linear layers, behind a convolution, behind each other, and alone
### BEGIN HIDDEN TESTS
for widths in [(7,), (12, 3), (4, 9, 2)]:
    for layers, length, channels, numbers in [
        ([], 11, 3, 33),
        ([("conv", 5, 3, 2, 0)], 11, 3, 25),
        ([("conv", 5, 4, 1, 0), ("conv", 2, 1, 1, 0)], 9, 1, 12),
    ]:
        wanted = [(b * a + b, b * a) for a, b in zip((numbers, *widths[:-1]), widths, strict=True)]
        found = layer_costs([*layers, *[("linear", width) for width in widths]], length, channels, 1)
        assert [tuple(pair) for pair in found[len(layers) :]] == wanted, (
            "the costs of a linear layer are wrong"
        )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_pool", "locked": true, "points": 1, "solution": false}
# Hidden test: pooling costs nothing and shortens the signal, also with windows that overlap
### BEGIN HIDDEN TESTS
for length, size, stride, left in [
    (20, 2, 2, 10),
    (21, 2, 2, 10),
    (20, 3, 2, 9),
    (9, 3, 1, 7),
    (10, 4, 4, 2),
]:
    found = layer_costs([("pool", size, stride), ("linear", 3)], length, 4, 1)
    assert len(found) == 2, "each layer needs its tuple, pooling too"
    assert tuple(found[0]) == (0, 0), "pooling has no parameters and no multiply-adds"
    assert found[1][0] in (12 * left, 12 * left + 3), "the layer after the pooling has the wrong size"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_batch", "locked": true, "points": 1, "solution": false}
# Hidden test: batches: multiply-adds grow with them, parameters do not
### BEGIN HIDDEN TESTS
plan = [("conv", 6, 5, 2, 2), ("conv", 3, 3, 1, 0), ("linear", 8), ("linear", 4)]
single = layer_costs(plan, 30, 2, 1)
for size in (2, 17, 100):
    batch = layer_costs(plan, 30, 2, size)
    for (stored, used), (stored_once, used_once) in zip(batch, single, strict=True):
        assert stored == stored_once, "the parameters must not depend on the batch"
        assert used == size * used_once, "every signal of the batch has its own multiply-adds"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "layer_costs_errors", "locked": true, "points": 1, "solution": false}
# Hidden test: layers that do not fit
### BEGIN HIDDEN TESTS
for fits in [[("conv", 2, 5, 3, 0)], [("conv", 2, 9, 1, 2)], [("pool", 5, 2)]]:
    assert len(layer_costs(fits, 5, 1, 1)) == 1, "a layer that just fits must work"
for misfit in [
    [("conv", 2, 6, 1, 0)],
    [("conv", 2, 8, 1, 1)],
    [("conv", 2, 3, 2, 0), ("conv", 2, 3, 1, 0)],
    [("pool", 6, 1)],
    [("pool", 2, 2), ("pool", 3, 1), ("linear", 4)],
]:
    try:
        layer_costs(misfit, 5, 1, 1)
        refused = False
    except ValueError:
        refused = True
    assert refused, "a layer that is wider than its input must raise ValueError"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 3. The convolution that hides in the opponent
#
# **7 points** · hard · about 25 minutes ·
# [chapter 14](../../book/14_mnist_1d.md), "Build the opponent"
#
# The chapter's opponent is fully connected, has 29 times as many parameters, and loses. Is it perhaps unable
# to compute what the convolutional net computes? No: every convolution *is* a linear layer, most of whose
# weights are zero and the others shared. You prove it by writing that layer.
#
# Write `as_linear(conv, length)`.
#
# - `conv`: a `torch.nn.Conv1d` with any numbers of channels, kernel size, stride, padding (zeros, a number
#   on each side) and dilation, `groups=1`, with or without bias, float32 or float64. It must not be changed.
# - `length`: the length of its input signals, large enough for `conv`.
# - Returns a `torch.nn.Linear` with weights and a bias of the same dtype such that for all signals `x` of
#   shape `(N, C, length)` the outputs `linear(x.flatten(1))` and `conv(x).flatten(1)` are the same. Where
#   `conv` has no bias, the linear layer may have none, or one of zeros.
#
# Example: a convolution from 1 to 2 channels with the kernels [1, 2] and [3, 4] and the biases 5 and 6, on
# signals of 3 samples, becomes the weight `[[1, 2, 0], [0, 1, 2], [3, 4, 0], [0, 3, 4]]` with the bias
# `[5, 5, 6, 6]`. The chapter's first layer becomes 285 × 40 weights: that is the size of the opponent's
# first layer, to the last weight.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# In which order does `flatten(1)` write channels and samples? Write the eight numbers of a tensor of shape
# (1, 2, 4) in a row.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Chapter 4 has two ways to the matrix: say which weight stands in which row and column, or feed signals with
# a single 1 and see what comes out.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A parameter that wants a gradient refuses to be written into, except under `torch.no_grad()`. And what
# comes out of `conv` when all samples are zero?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "as_linear", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 5}
def as_linear(conv, length):
    """Return the linear layer that computes on flat signals what ``conv`` computes on signals."""
    ### BEGIN SOLUTION
    samples = conv.in_channels * length
    with torch.no_grad():
        silence = torch.zeros(1, conv.in_channels, length, dtype=conv.weight.dtype)
        clicks = torch.eye(samples, dtype=conv.weight.dtype).reshape(samples, *silence.shape[1:])
        shift = conv(silence).flatten()
        columns = conv(clicks).flatten(1) - shift
        linear = torch.nn.Linear(samples, len(shift), dtype=shift.dtype)
        linear.weight.copy_(columns.T)
        linear.bias.copy_(shift)
    return linear
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# A linear map is known when we know what it does to each unit vector: that is one column of its matrix.
# So we feed all signals with a single 1 at once, as one batch, and read the columns off. What comes out
# for silence is the bias, already in the right order, and it must be taken off the columns. Stride,
# padding and dilation need no line of code: `conv` knows them.

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "as_linear_visible", "locked": true, "points": 1, "solution": false}
# Test: the example, then two input channels, a stride and no bias
conv = torch.nn.Conv1d(1, 2, kernel_size=2)
conv.load_state_dict({"weight": torch.tensor([[[1.0, 2]], [[3, 4]]]), "bias": torch.tensor([5.0, 6])})
linear = as_linear(conv, 3)
assert isinstance(linear, torch.nn.Module), "as_linear must return a torch.nn.Linear"
banded = np.array([[1, 2, 0], [0, 1, 2], [3, 4, 0], [0, 3, 4]])
assert_matches(
    linear.weight.detach().numpy(),
    banded,
    "as_linear(conv, 3).weight, conv with the kernels [1, 2] and [3, 4]",
    'chapter 14, "Build the opponent", and chapter 4',
    [
        (
            banded[[0, 2, 1, 3]],
            "the rows go through the channels first; flatten(1) goes through samples first",
        ),
        (
            [[2, 1, 0], [0, 2, 1], [4, 3, 0], [0, 4, 3]],
            "the kernel is flipped: PyTorch computes the correlation",
        ),
        (banded.T, "a row of torch.nn.Linear's weight makes one output: this is the transpose"),
        (banded + np.array([[5], [5], [6], [6]]), "the bias is in the weights"),
    ],
)
assert_matches(
    linear.bias.detach().numpy(),
    [5, 5, 6, 6],
    "as_linear(conv, 3).bias, conv with the biases 5 and 6",
    'chapter 14, "Build the opponent"',
    [
        ([5, 6, 5, 6], "all positions of channel 0 come first, then those of channel 1"),
        ([5, 6], "each position of a channel gets the bias of its channel"),
        ([0, 0, 0, 0], "the bias is forgotten"),
    ],
)
conv = torch.nn.Conv1d(2, 1, kernel_size=2, stride=2, bias=False)
conv.load_state_dict({"weight": torch.tensor([[[1.0, 2], [3, 4]]])})
assert_matches(
    as_linear(conv, 4).weight.detach().numpy(),
    [[1, 2, 0, 0, 3, 4, 0, 0], [0, 0, 1, 2, 0, 0, 3, 4]],
    "as_linear(conv, 4).weight, conv from 2 channels to 1, kernels [1, 2] and [3, 4], stride 2, no bias",
    'chapter 14, "Build the opponent", and chapter 4',
    [
        (
            [[1, 3, 2, 4, 0, 0, 0, 0], [0, 0, 0, 0, 1, 3, 2, 4]],
            "the columns go through the channels first; flatten(1) goes through the samples first",
        ),
        (
            [[1, 2, 0, 0, 3, 4, 0, 0], [0, 1, 2, 0, 0, 3, 4, 0], [0, 0, 1, 2, 0, 0, 3, 4]],
            "the stride is forgotten",
        ),
        (
            [[1, 2, 0, 0, 3, 4, 0, 0], [0, 1, 2, 0, 0, 3, 4, 0]],
            "each row must shift by the stride, not by one",
        ),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "as_linear_channels", "locked": true, "points": 2, "solution": false}
# Hidden test: several channels in and out, stride 1, biases of zero
### BEGIN HIDDEN TESTS
torch.manual_seed(1404)
for c_in, c_out, taps, length in [(1, 4, 3, 9), (3, 1, 3, 8), (2, 3, 4, 7), (3, 2, 1, 5), (4, 4, 5, 5)]:
    conv = torch.nn.Conv1d(c_in, c_out, taps)
    torch.nn.init.zeros_(conv.bias)
    matrix = as_linear(conv, length).weight.detach()
    x = torch.randn(6, c_in, length)
    wanted = conv(x).flatten(1).detach()
    assert matrix.shape == (wanted.shape[1], c_in * length), "the weight has the wrong shape"
    assert torch.allclose(x.flatten(1) @ matrix.T, wanted, atol=1e-4), (
        "the linear layer does not do what the convolution does"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "as_linear_settings", "locked": true, "points": 2, "solution": false}
# Hidden test: stride, padding and dilation, one channel
### BEGIN HIDDEN TESTS
torch.manual_seed(1405)
for taps, stride, padding, dilation, length in [
    (3, 2, 0, 1, 10),
    (3, 1, 1, 1, 8),
    (3, 1, 0, 2, 9),
    (4, 3, 2, 1, 11),
    (2, 2, 3, 3, 7),
    (5, 1, 4, 1, 3),
]:
    conv = torch.nn.Conv1d(1, 1, taps, stride=stride, padding=padding, dilation=dilation)
    torch.nn.init.zeros_(conv.bias)
    matrix = as_linear(conv, length).weight.detach()
    x = torch.randn(5, 1, length)
    wanted = conv(x).flatten(1).detach()
    assert matrix.shape == (wanted.shape[1], length), "the weight has the wrong shape"
    assert torch.allclose(x.flatten(1) @ matrix.T, wanted, atol=1e-4), (
        "the linear layer goes wrong where the convolution has a stride, a padding or a dilation"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "as_linear_bias", "locked": true, "points": 1, "solution": false}
# Hidden test: biases of several channels, and none
### BEGIN HIDDEN TESTS
for c_out, taps, length in [(3, 2, 6), (4, 1, 4), (2, 5, 5)]:
    conv = torch.nn.Conv1d(2, c_out, taps)
    silent = torch.zeros(1, 2, length)
    wanted = conv(silent).flatten().detach()
    linear = as_linear(conv, length)
    got = linear.bias.detach()
    assert got.shape == wanted.shape, "the bias must have one number for each output"
    assert torch.allclose(got, wanted), "the biases are wrong, or in the wrong order"
    used = int(linear.weight.detach().count_nonzero())
    assert used == 2 * taps * len(wanted), "weights that the convolution does not have must be zero"
    bare = as_linear(torch.nn.Conv1d(2, c_out, taps, bias=False), length).bias
    assert bare is None or not bare.detach().any(), "a convolution without bias must give none, or zeros"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "as_linear_kept", "locked": true, "points": 1, "solution": false}
# Hidden test: float64, a layer that can be trained, and a convolution that stays what it was
### BEGIN HIDDEN TESTS
torch.manual_seed(1406)
conv = torch.nn.Conv1d(1, 2, 3, dtype=torch.float64)
before = {name: values.clone() for name, values in conv.state_dict().items()}
linear = as_linear(conv, 6)
assert linear.weight.dtype == torch.float64, "a convolution in float64 must give a linear layer in float64"
assert linear.weight.requires_grad, "the weights must stay parameters that can be trained"
assert linear.in_features == 6, "the result must be a torch.nn.Linear"
assert len(list(linear.parameters())) == 2, "the linear layer must have a weight and a bias"
for name, values in conv.state_dict().items():
    assert torch.equal(values, before[name]), "the function changed the convolution"
assert conv.weight.requires_grad, "the function changed the convolution"
### END HIDDEN TESTS

# %% [markdown]
# ## Task 4. One run
#
# **7 points** · medium · about 30 minutes ·
# [chapter 14](../../book/14_mnist_1d.md), "Train both" and "Compare over seeds"
#
# "The convolutional net is better" is a claim about many runs. It takes a function that makes one run, does
# it the same way each time, and leaves nothing to chance but what the seed decides.
#
# Write `train_run(net, train, test, epochs, batch_size, lr, seed)`.
#
# - `net`: a module that gives scores; it is trained in place. `train` and `test`: pairs `(x, y)` of tensors,
#   inputs `(n, …)` and class numbers `(n,)`.
# - In each epoch every training sample is used **once**, in a new random order that depends on `seed` only,
#   `batch_size` at a time; the last batch may be smaller. For each batch take one step of plain gradient
#   descent (no momentum, no weight decay) on the mean cross-entropy of the batch.
# - After each epoch measure the share of `test` samples whose largest score is not that of their class.
# - Training happens in training mode, measuring in evaluation mode.
# - Returns two lists with one float for each epoch: `losses`, the mean over all training samples of the loss
#   that the sample's batch had just before its step, and `errors`, the shares measured after the epoch.
#
# Example: a net that is `torch.nn.Linear(2, 2)` with all parameters 0 begins with the loss log 2 = 0.693,
# whatever the data.
#
# Not allowed: `cnnlib`.
#
# <details><summary>Hint 1</summary>
#
# `torch.Generator().manual_seed(seed)` makes a source of random numbers; `torch.randperm` can draw from it.
# Make it once, not in each epoch.
#
# </details>
# <details><summary>Hint 2</summary>
#
# With 5 samples in batches of 2, the last batch holds one sample. How much does its loss count in the mean
# over all samples?
#
# </details>
# <details><summary>Hint 3</summary>
#
# What does `backward()` do to gradients that are still there from the batch before? What do dropout and
# batch normalization do differently when you measure, and who switches them back?
#
# </details>


# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "train_run", "locked": false, "solution": true} autograder={"forbid": ["cnnlib"], "timeout": 10}
def train_run(net, train, test, epochs, batch_size, lr, seed):
    """Train ``net`` by gradient descent; return the training loss and the test error of each epoch."""
    ### BEGIN SOLUTION
    (signals, classes), (unseen, answers) = train, test
    luck = torch.Generator().manual_seed(seed)
    descent = torch.optim.SGD(net.parameters(), lr)
    losses, errors = [], []
    for _ in range(epochs):
        net.train()
        total = 0.0
        for chosen in torch.randperm(len(signals), generator=luck).split(batch_size):
            loss = torch.nn.functional.cross_entropy(net(signals[chosen]), classes[chosen])
            descent.zero_grad()
            loss.backward()
            descent.step()
            total += loss.item() * len(chosen)
        losses.append(total / len(signals))
        net.eval()
        wrong = net(unseen).argmax(dim=1) != answers
        errors.append(wrong.double().mean().item())
    return losses, errors
    ### END SOLUTION


# %% [markdown] tags=["solution-note"]
# The generator is made once, so each epoch continues its sequence and draws another permutation.
# `train()` and `eval()` stand inside the loop, since each epoch needs both. The loss is weighted by the
# size of its batch: a sum over samples, divided once. `item()` makes plain numbers, which also lets go of
# the graph behind each loss.


# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_run_visible", "locked": true, "points": 1, "solution": false}
# Test: batches of unequal size, three steps that can be done by hand, and a net with dropout
def linear_net(weight, *before):
    layer = torch.nn.Linear(len(weight[0]), len(weight), bias=False)
    layer.load_state_dict({"weight": torch.tensor(weight)})
    return torch.nn.Sequential(*before, layer)


def curves(*arguments):
    found = train_run(*arguments)
    assert found is not None, "train_run ends without return"
    assert all(isinstance(v, float) for curve in found for v in curve), (
        "losses and errors must be lists of floats: .item() makes one of a tensor"
    )
    return np.round(np.array(found), 3)


section = 'chapter 14, "Train both"'
train = torch.tensor([[0.0], [-2], [1]]), torch.tensor([0, 0, 1])
own = np.log1p(np.exp([0, 4, 2]))  # the loss of each sample, by hand


def curve(loss, error=2 / 3):
    return np.round([[loss], [error]], 3)


assert_matches(
    curves(linear_net([[1.0], [-1]]), train, train, 1, 2, 0.0, 0),
    curve(own.mean()),
    "train_run with lr 0, batches of 2 and 1, the losses of the samples being 0.69, 4.02 and 2.13",
    section,
    [
        *[
            (curve(loss), what)
            for last in own  # the order decides which sample is alone in the last batch
            for loss, what in [
                ((own.sum() + last) / 4, "this is the mean over the batches; the last one is smaller"),
                ((own.sum() + last) / 6, "the mean of a batch counts once for each of its samples"),
                ((own.sum() - last) / 2, "the last, smaller batch is left out"),
                ((own.sum() - last) / 3, "the last, smaller batch is left out"),
            ]
        ],
        *[(curve((2 * i + j) / 3), "not every sample is used once") for i in own for j in own],
        (curve(1.042), "a softmax stands before cross_entropy, which has one inside"),
        (curve(1.613), "the samples are shuffled without their classes"),
        (curve(0.279), "the samples are shuffled without their classes"),
        (curve(own.sum()), "the losses are added; their mean is asked"),
        (curve(own.mean(), 1 / 3), "this is the share of right answers, not of wrong ones"),
        (curve(own.mean(), 2), "the errors are counted; a share is asked"),
    ],
)
train = torch.tensor([[1.0, 0], [0, 2]]), torch.tensor([0, 1])
test = torch.tensor([[3.0, 1], [1, 2], [0, 1], [2, 1]]), torch.tensor([0, 1, 1, 1])
assert_matches(
    curves(linear_net([[0.0, 0], [0, 0]]), train, test, 3, 2, 1.0, 0),
    [[0.693, 0.301, 0.214], [0.25, 0.25, 0.25]],
    "train_run of a linear net that begins with zeros: 2 samples in one batch, 3 epochs, lr 1",
    section,
    [
        (
            [[0.693, 0.301, 0.118], [0.25] * 3],
            "gradients of earlier batches are still there in the third step",
        ),
        (
            [[0.301, 0.214, 0.165], [0.25] * 3],
            "the loss is measured after the step; it should be that before",
        ),
        ([[0.693, 0.561, 0.498], [0.25] * 3], "a softmax stands before cross_entropy, which has one inside"),
        ([[1.386, 0.331, 0.21], [0.25] * 3], "the losses of a batch are added; take their mean"),
        ([[0.693, 0.301, 0.124], [0.25] * 3], "this is gradient descent with momentum"),
        ([[0.693, 0.301, 0.216], [0.25] * 3], "this is gradient descent with weight decay"),
        ([[0.693] * 3, [0.75] * 3], "no step is taken"),
        ([[0.693, 0.301, 0.214], [0.75, 0.25, 0.25]], "the error is measured before the epoch"),
    ],
)
train = torch.tensor([[1.0], [2], [3]]), torch.tensor([1, 1, 1])
assert_matches(
    curves(linear_net([[-1.0], [1]], torch.nn.Dropout(1.0)), train, train, 2, 3, 0.0, 0),
    [[0.693, 0.693], [0, 0]],
    "train_run with lr 0 of a net that is right about all samples, except while dropout is on",
    section,
    [
        ([[0.693, 0.693], [1, 1]], "it is measured with dropout on: switch to evaluation mode"),
        ([[0.693, 0.049], [0, 0]], "the second epoch trains with dropout off: switch back to training mode"),
        ([[0.049, 0.049], [0, 0]], "it trains with dropout off: switch to training mode"),
    ],
)

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_run_steps", "locked": true, "points": 2, "solution": false}
# Hidden test: the steps, when all samples are one batch
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1407)
for n, d, c, epochs, lr in [(12, 5, 3, 4, 0.5), (9, 2, 4, 6, 0.1), (20, 3, 2, 1, 2.0)]:
    x, y = rng.normal(size=(n, d)), rng.integers(0, c, n)
    w = rng.normal(size=(c, d))
    net = torch.nn.Linear(d, c, bias=False)
    net.load_state_dict({"weight": torch.tensor(w, dtype=torch.float32)})
    data = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    losses, errors = train_run(net, data, data, epochs, n + 3, lr, 5)
    assert len(losses) == len(errors) == epochs, "there must be one loss and one error for each epoch"
    for loss in losses:
        share = np.exp(x @ w.T) / np.exp(x @ w.T).sum(axis=1, keepdims=True)
        assert np.isclose(loss, -np.log(share[range(n), y]).mean(), rtol=1e-5), "the training loss is wrong"
        w -= lr * (share - np.eye(c)[y]).T @ x / n
    assert np.allclose(net.weight.detach().numpy(), w, atol=1e-5), (
        "the net does not end where plain gradient descent ends"
    )
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_run_curves", "locked": true, "points": 1, "solution": false}
# Hidden test: what is reported: mean losses, shares of errors, floats
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1408)
for n, size in [(10, 3), (7, 4), (6, 2)]:
    x, y, w = rng.normal(size=(n, 2)), rng.integers(0, 3, n), 3 * rng.normal(size=(3, 2))
    net = torch.nn.Linear(2, 3, bias=False)
    net.load_state_dict({"weight": torch.tensor(w, dtype=torch.float32)})
    train = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    test = torch.tensor(rng.normal(size=(8, 2)), dtype=torch.float32), torch.tensor(rng.integers(0, 3, 8))
    losses, errors = train_run(net, train, test, 2, size, 0.0, 1)
    assert all(isinstance(v, float) for v in [*losses, *errors]), "losses and errors must be floats"
    surprise = np.log(np.exp(x @ w.T).sum(axis=1)) - (x @ w.T)[range(n), y]
    assert np.allclose(losses, surprise.mean(), rtol=1e-3), "the loss is not the mean over all samples"
    missed = ((test[0].numpy() @ w.T).argmax(axis=1) != test[1].numpy()).sum()
    assert np.allclose(np.array(errors) * 8, missed), "the error is not the share of wrong test samples"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_run_visits", "locked": true, "points": 1, "solution": false}
# Hidden test: every sample once in each epoch, and no test sample ever
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1409)
for n, size, epochs in [(12, 4, 3), (10, 5, 2), (15, 3, 1)]:
    x = torch.tensor(rng.normal(size=(n, 3)), dtype=torch.float32)
    far = x[:4] + 100
    witness = torch.nn.Sequential(torch.nn.BatchNorm1d(3, momentum=None), torch.nn.Linear(3, 2))
    y = torch.tensor(rng.integers(0, 2, n))
    train_run(witness, (x, y), (far, y[:4]), epochs, size, 0.01, 2)
    assert int(witness[0].num_batches_tracked) == epochs * n // size, (
        "the number of batches that the net was trained on is wrong"
    )
    assert torch.allclose(witness[0].running_mean, x.mean(dim=0), atol=1e-3), (
        "the net was not trained on every training sample once in each epoch, and on nothing else"
    )
counter = torch.nn.Sequential(torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 2))
train_run(counter, (x[:11], y[:11]), (x[:2], y[:2]), 2, 4, 0.01, 3)
assert int(counter[0].num_batches_tracked) == 6, "the last, smaller batch of an epoch must be used"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_run_seed", "locked": true, "points": 1, "solution": false}
# Hidden test: the same seed gives the same run, another seed or epoch another order
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1410)
x = torch.tensor(rng.normal(size=(24, 1)), dtype=torch.float32)
y = torch.tensor(rng.integers(0, 2, 24))


def last_batch(epochs, seed):
    witness = torch.nn.Sequential(torch.nn.BatchNorm1d(1, momentum=1.0), torch.nn.Linear(1, 2))
    torch.nn.init.zeros_(witness[1].weight)
    train_run(witness, (x, y), (x, y), epochs, 3, 0.1, seed)
    return witness[0].running_mean.item()


same = [last_batch(2, 7) for _ in range(3)]
assert same[0] == same[1] == same[2], "runs with the same seed must be the same"
assert len({last_batch(1, seed) for seed in range(6)}) > 1, "the order must depend on the seed"
assert len({last_batch(epochs, 7) for epochs in range(1, 7)}) > 1, "each epoch must have an order of its own"
### END HIDDEN TESTS

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "train_run_modes", "locked": true, "points": 1, "solution": false}
# Hidden test: training mode for the steps of every epoch, evaluation mode for measuring
### BEGIN HIDDEN TESTS
x = torch.tensor([[1.0, -1], [2, 0], [0, 3], [-1, 1]])
y = torch.tensor([0, 0, 1, 1])
sure = torch.nn.Linear(2, 2)
sure.load_state_dict({"weight": torch.tensor([[1.0, 0], [0, 1]]), "bias": torch.tensor([0.0, 0.5])})
net = torch.nn.Sequential(torch.nn.Dropout(1.0), sure)
losses, errors = train_run(net, (x, y), (x, y), 3, 2, 0.0, 4)
assert np.allclose(errors, 0), "errors must be measured in evaluation mode, after every epoch"
assert np.allclose(losses, 0.724, atol=1e-3), "steps must be taken in training mode, in every epoch"
### END HIDDEN TESTS

# %% [markdown] nbgrader={"schema_version": 3, "grade": false, "grade_id": "winners_reason_question", "locked": true, "solution": false}
# ## Task 5. Why did it win?
#
# **4 points** · written answer, graded by hand · about 10 minutes ·
# [chapter 14](../../book/14_mnist_1d.md), "Say what inductive bias is" and "Compare over
# seeds"
#
# "Your convolutional net has no inductive bias worth the name", says a colleague. "It is small, and what is
# small cannot overfit. That is all." In the chapter's comparison the two nets differ in both respects at
# once: in their size, and in locality and sharing. Answer in at most 150 words:
#
# 1. Describe a third net, with its number of parameters, that separates the two explanations.
# 2. Which test error does each explanation predict for it?
# 3. The colleague trains it once, looks at the test error every ten epochs, and reports the lowest value.
#    Name two things that are wrong with that, and what you would do instead.
#
# | your answer | points |
# | --- | --- |
# | gives a net that keeps one of the two properties and changes the other, with a count that can be checked | 1 |
# | gives for each explanation the outcome that it predicts, so that one of them must be wrong | 1 |
# | names both faults of the measurement, and what repairs each | 1 |
# | is precise: the right words, numbers; at most 150 words | 1 |

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "winners_reason", "locked": false, "points": 4, "solution": true}
# ### BEGIN SOLUTION
# 1. A fully connected net with one hidden layer of 40 units: 40 · 41 + 41 · 10 = 2,050 parameters, as many
#    as the convolutional net, but neither locality nor sharing. Or a large convolutional net: with 95
#    channels, 4 · 95 + 2 (3 · 95² + 95) + 40 · 95 + 10 = 58,530.
# 2. If size is the reason, the small fully connected net comes near 15% and the large convolutional one near
#    40%. If locality and sharing are, it is the other way round.
# 3. The lowest of many test errors is chosen with the help of the test signals, so it is too good: hold
#    back some training signals, choose the epoch by these, and measure once on the test set. One run shows
#    chance as well: train several seeds and report their mean and spread, for all nets with the same budget.
# ### END SOLUTION

# %% [markdown]
# ## Playground (not graded)
#
# Your own functions, live. How deep may your net be before the signal is used up? Which learning rate is too
# large? And how much of the opponent's first layer does a convolution use?

# %%
import os


def playground():
    """Drive the functions of this notebook with sliders."""
    import matplotlib.pyplot as plt
    from ipywidgets import FloatLogSlider, IntSlider, interact

    from cnnlib.data import mnist1d

    data = mnist1d()
    train = torch.from_numpy(data.x_train), torch.from_numpy(data.y_train)
    test = torch.from_numpy(data.x_test), torch.from_numpy(data.y_test)

    def learn(channels, depth, epochs, lr):
        torch.manual_seed(0)
        net = signal_net(40, channels, depth)
        losses, errors = train_run(net, train, test, epochs, 50, lr, 0)
        left, right = plt.subplots(1, 2, figsize=(9, 3))[1]
        left.plot(range(1, epochs + 1), losses)
        left.set(title="training loss", xlabel="epoch", ylim=(0, None))
        right.plot(range(1, epochs + 1), errors)
        right.set(title=f"test error, at the end {errors[-1]:.1%}", xlabel="epoch", ylim=(0, 1))
        plt.show()

    def opponent(channels, kernel_size, stride):
        torch.manual_seed(0)
        weight = as_linear(torch.nn.Conv1d(1, channels, kernel_size, stride), 40).weight.detach().numpy()
        plt.figure(figsize=(5, 5))
        plt.imshow(weight, cmap="RdBu", vmin=-1, vmax=1, aspect="auto")
        plt.title(f"{np.count_nonzero(weight)} of {weight.size} weights are not zero")
        plt.xlabel("input sample")
        plt.ylabel("output")
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

    rate = FloatLogSlider(0.2, min=-3, max=1)
    try_out(
        learn, channels=IntSlider(15, 1, 30), depth=IntSlider(3, 1, 5), epochs=IntSlider(3, 1, 60), lr=rate
    )
    kernel, step = IntSlider(3, 1, 11), IntSlider(2, 1, 5)
    try_out(opponent, channels=IntSlider(15, 1, 20), kernel_size=kernel, stride=step)


if "NBGRADER_EXECUTION" not in os.environ:
    playground()
