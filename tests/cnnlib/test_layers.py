"""Layer classes: the functions with their parameters, the same numbers on both sides."""

import inspect
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.support import assert_close, dice_oracle

RNG = np.random.default_rng(0)
X, X1 = RNG.standard_normal((3, 4, 9, 7)), RNG.standard_normal((3, 4, 9))
CASES: list[tuple[str, tuple[Any, ...], dict[str, Any], np.ndarray]] = [
    ("Conv1d", (4, 6, 3), {"stride": 2, "padding": 2, "dilation": 2, "groups": 2}, X1),
    ("Conv1d", (4, 6, 4), {"padding": "same", "bias": False}, X1),
    ("Conv1d", (4, 6, 4), {"padding": "same", "padding_mode": "reflect"}, X1),
    ("Conv2d", (4, 6, (3, 2)), {"stride": (1, 2), "padding": (2, 1), "dilation": (2, 1), "groups": 2}, X),
    ("Conv2d", (4, 6, 3), {"padding": 1, "padding_mode": "circular", "bias": False}, X),
    ("Conv2d", (4, 6, (2, 4)), {"padding": "same", "padding_mode": "replicate"}, X),
    ("ConvTranspose1d", (4, 6, 3), {"stride": 3, "output_padding": 2, "padding": 1, "groups": 2}, X1),
    ("ConvTranspose1d", (4, 6, 4), {"dilation": 2, "bias": False}, X1),
    ("ConvTranspose2d", (4, 6, (3, 2)), {"stride": (1, 2), "padding": (2, 1), "dilation": (2, 1), "groups": 2}, X),
    ("ConvTranspose2d", (4, 6, 3, 2), {"output_padding": (1, 0), "bias": False}, X),
    ("MaxPool1d", (3,), {"stride": 2, "padding": 1}, X1),
    ("MaxPool2d", (2,), {"ceil_mode": True}, X),
    ("AvgPool1d", (3, 2), {"count_include_pad": False, "padding": 1}, X1),
    ("AvgPool2d", ((2, 3),), {"ceil_mode": True}, X),
    ("AdaptiveAvgPool1d", (4,), {}, X1),
    ("AdaptiveAvgPool2d", (1,), {}, X),
    ("AdaptiveMaxPool2d", ((4, 3),), {}, X),
    ("Linear", (9, 5), {}, X1[0]),
    ("Linear", (9, 5), {"bias": False}, X1[0]),
    ("ReLU", (), {}, X),
    ("LeakyReLU", (0.3,), {}, X),
    ("Sigmoid", (), {}, X),
    ("Tanh", (), {}, X),
    ("BatchNorm1d", (4,), {}, X1),
    ("BatchNorm2d", (4,), {"eps": 0.1}, X),
    ("LayerNorm", ((9, 7),), {}, X),
    ("LayerNorm", (7,), {"bias": False}, X),
    ("LayerNorm", (7,), {"elementwise_affine": False}, X),
    ("InstanceNorm2d", (4,), {}, X),
    ("InstanceNorm2d", (4,), {"affine": True}, X),
    ("GroupNorm", (2, 4), {}, X),
    ("GroupNorm", (2, 4), {"affine": False}, X1),
    ("LocalResponseNorm", (3,), {"alpha": 1.0, "k": 2.0}, X),
    ("Dropout", (0.0,), {}, X),
    ("Dropout", (1.0,), {}, X),
    ("Upsample", (), {"scale_factor": 2}, X),
    ("Upsample", ((12, 5),), {"mode": "bilinear", "align_corners": True}, X),
    ("Flatten", (), {}, X),
    ("Flatten", (2, 3), {}, X),
]  # fmt: skip
EVERY = pytest.mark.parametrize(("name", "arguments", "options", "x"), CASES)
pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")


def both(name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> tuple[Any, Any]:
    """Build a NumPy layer in float64 and PyTorch's own layer with the same weights."""
    takes = inspect.signature(getattr(numpy_nn, name)).parameters
    drawn = {key: value for key, value in (("rng", 0), ("dtype", "float64")) if key in takes}
    ours = getattr(numpy_nn, name)(*arguments, **options, **drawn)
    theirs = getattr(nn, name)(*arguments, **options).double()
    theirs.load_state_dict({key: torch.tensor(value) for key, value in ours.state_dict().items()})
    return ours, theirs


@EVERY
def test_layer_and_gradients_equal_those_of_torch_nn(
    name: str, arguments: Any, options: Any, x: np.ndarray
) -> None:
    ours, theirs = both(name, arguments, options)
    x_torch = torch.tensor(x, requires_grad=True)
    y, expected = ours(x), theirs(x_torch)
    assert_close(y, expected)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    expected.backward(torch.tensor(dy))
    assert_close(ours.backward(dy), x_torch.grad)
    assert list(ours.gradients()) == list(ours.parameters()) == [key for key, _ in theirs.named_parameters()]
    for key, parameter in theirs.named_parameters():
        assert_close(ours.grads[key], parameter.grad, what=key)


@EVERY
def test_one_seed_gives_both_sides_the_same_layer(
    name: str, arguments: Any, options: Any, x: np.ndarray
) -> None:
    seed = {"rng": 7} if "rng" in inspect.signature(getattr(numpy_nn, name)).parameters else {}
    ours, theirs = (getattr(package, name)(*arguments, **options, **seed) for package in (numpy_nn, torch_nn))
    state = theirs.state_dict()
    assert list(ours.state_dict()) == list(state)
    for key, value in ours.state_dict().items():
        assert_close(value, state[key], 0)
    x32 = x.astype(np.float32)
    assert_close(ours(x32), theirs(torch.tensor(x32)), 1e-5)


def test_first_weights_fill_pytorchs_interval() -> None:
    for layer, fan_in in (
        (numpy_nn.Conv2d(4, 50, (3, 2), groups=2, rng=0), 12),
        (numpy_nn.ConvTranspose2d(50, 4, (3, 2), groups=2, rng=0), 12),
        (numpy_nn.ConvTranspose1d(50, 4, 6, groups=2, rng=0), 12),
        (numpy_nn.Linear(25, 80, rng=0), 25),
    ):
        bound = fan_in**-0.5
        for value in layer.parameters().values():
            assert 0.9 * bound < np.abs(value).max() <= bound
            assert abs(value.mean()) < 0.2 * bound


def test_each_layer_draws_its_own_weights_from_a_shared_generator() -> None:
    rng = np.random.default_rng(0)
    first, second = numpy_nn.Linear(3, 2, rng=rng), numpy_nn.Linear(3, 2, rng=rng)
    assert not np.array_equal(first.weight, second.weight)
    assert not np.array_equal(numpy_nn.Linear(3, 2).weight, numpy_nn.Linear(3, 2).weight)


@pytest.mark.parametrize(
    ("name", "target", "oracle"),
    [
        ("CrossEntropyLoss", np.array([1, 0, 3]), nn.CrossEntropyLoss()),
        ("MSELoss", RNG.random((3, 4)), nn.MSELoss()),
        ("BCEWithLogitsLoss", RNG.random((3, 4)), nn.BCEWithLogitsLoss()),
        ("HingeLoss", np.array([1, 0, 3]), lambda scores, target: 4 * nn.MultiMarginLoss()(scores, target)),
        ("DiceLoss", np.array([1, 0, 3]), lambda logits, target: dice_oracle(logits, target, 1e-5)),
    ],
)
def test_loss_goes_back_from_one(name: str, target: np.ndarray, oracle: Any) -> None:
    logits = RNG.standard_normal((3, 4))
    loss, logits_torch = getattr(numpy_nn, name)(), torch.tensor(logits, requires_grad=True)
    expected = oracle(logits_torch, torch.tensor(target))
    expected.backward()
    assert_close(loss(logits, target), expected)
    assert_close(loss.backward(), logits_torch.grad)
    assert_close(loss.backward(3.0), 3 * logits_torch.grad)  # type: ignore  # backward has set it
    assert_close(getattr(torch_nn, name)()(logits_torch, torch.tensor(target)), expected)


def test_hinge_loss_of_no_sample_is_nan_on_both_sides() -> None:
    """PyTorch's own mean of no margin is a number from memory that nobody wrote."""
    scores, target = np.zeros((0, 3)), np.zeros(0, int)
    assert np.isnan(numpy_nn.hinge_loss(scores, target))
    assert torch_nn.hinge_loss(torch.tensor(scores), torch.tensor(target)).isnan()


def test_dice_loss_passes_its_eps_on() -> None:
    logits, target = RNG.standard_normal((3, 4)), np.array([1, 0, 3])
    loss = numpy_nn.DiceLoss(eps=1.0)
    assert (
        loss(logits, target) == numpy_nn.dice_loss(logits, target, 1.0) != numpy_nn.dice_loss(logits, target)
    )
    assert np.array_equal(loss.backward(), numpy_nn.dice_loss_backward(1.0, logits, target, 1.0))
    torch_loss = torch_nn.DiceLoss(eps=1.0)(torch.tensor(logits), torch.tensor(target))
    assert_close(torch_loss, np.asarray(loss(logits, target)))


def test_pooling_layer_returns_places_when_asked() -> None:
    for name, x in (("MaxPool1d", X1), ("MaxPool2d", X), ("AdaptiveMaxPool2d", X)):
        y, places = getattr(numpy_nn, name)(2, return_indices=True)(x)
        expected, expected_places = getattr(nn, name)(2, return_indices=True)(torch.tensor(x))
        assert_close(y, expected)
        assert_close(places, expected_places, 0)
        torch_y, torch_places = getattr(torch_nn, name)(2, return_indices=True)(torch.tensor(x))
        assert_close(torch_y, expected)
        assert_close(torch_places, expected_places, 0)


@pytest.mark.parametrize(
    ("name", "arguments", "options", "x"),
    [
        ("MinPool1d", (3,), {"stride": 2, "padding": 1}, X1),
        ("MinPool2d", (2,), {"ceil_mode": True}, X),
        ("Maxout", (2,), {}, X),
        ("BlurPool2d", (), {}, X),
        ("BlurPool2d", (4, 1), {}, X),
        ("LocallyConnected2d", (4, 2, (9, 7), 3), {"stride": 2, "padding": 1}, X),
        ("LocallyConnected2d", (4, 2, (9, 7), (2, 3)), {"dilation": 2, "bias": False}, X),
    ],
)
def test_layer_that_torch_nn_has_not_is_the_same_on_both_sides(
    name: str, arguments: Any, options: Any, x: np.ndarray
) -> None:
    takes = inspect.signature(getattr(numpy_nn, name)).parameters
    drawn = {key: value for key, value in (("rng", 0), ("dtype", "float64")) if key in takes}
    ours, theirs = (
        getattr(package, name)(*arguments, **options, **drawn) for package in (numpy_nn, torch_nn)
    )
    x_torch = torch.tensor(x, requires_grad=True)
    y, expected = ours(x), theirs(x_torch)
    assert_close(y, expected)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    expected.backward(torch.tensor(dy))
    assert_close(ours.backward(dy), x_torch.grad)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    assert list(ours.gradients()) == [key for key, _ in theirs.named_parameters()]
    for key, parameter in theirs.named_parameters():
        assert_close(ours.grads[key], parameter.grad, what=key)


def test_equal_kernels_everywhere_make_a_convolution() -> None:
    weight = RNG.standard_normal((2, 4, 3, 3))
    everywhere = np.tile(weight[:, None, None], (1, 7, 5, 1, 1, 1))
    assert_close(numpy_nn.locally_connected2d(X, everywhere), numpy_nn.conv2d(X, weight))


def test_blurring_keeps_a_shift_by_one_pixel_small() -> None:
    """Stripes of one pixel: every second pixel is all or nothing, and a shift turns one into the other."""
    stripes = np.tile([0.0, 1.0], (1, 1, 16, 8))
    plain = [stripes[:, :, ::2, start::2] for start in (0, 1)]
    blurred = [numpy_nn.blur_pool2d(np.roll(stripes, -start, axis=3)) for start in (0, 1)]
    assert np.abs(plain[0] - plain[1]).min() == 1
    assert np.abs(blurred[0] - blurred[1]).max() == 0


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(2, None, 0), ((3, 2), 2, (1, 0)), (3, 2, 1)])
def test_unpooling_layer_takes_the_places_of_a_pooling_layer(kernel: Any, stride: Any, padding: Any) -> None:
    """Windows of 3 with stride 2 overlap: then two maxima of one place are the same number."""
    y, places = numpy_nn.MaxPool2d(kernel, stride, padding, return_indices=True)(X)
    layer = numpy_nn.MaxUnpool2d(kernel, stride, padding)
    y_torch, places_torch = torch.tensor(y, requires_grad=True), torch.tensor(places)
    for size in [(X.shape[2:],)] + [()] * (
        padding == 1
    ):  # the usual size of the others has not all the places
        x, expected = (
            layer(y, places, *size),
            nn.MaxUnpool2d(kernel, stride, padding)(y_torch, places_torch, *size),
        )
        assert_close(x, expected)
        assert_close(torch_nn.MaxUnpool2d(kernel, stride, padding)(y_torch, places_torch, *size), expected)
        dx = np.random.default_rng(1).standard_normal(x.shape)
        (dy,) = torch.autograd.grad(expected, y_torch, torch.tensor(dx))
        assert_close(layer.backward(dx), dy)


class TwoLayers(numpy_nn.Layer):
    """A network of two layers, as a student would write it."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = numpy_nn.Linear(9, 5, rng=0)
        self.act = numpy_nn.ReLU()
        self.out = numpy_nn.Linear(5, 2, bias=False, rng=1)

    def forward(self, x: np.ndarray) -> np.ndarray:
        return self.out(self.act(self.hidden(x)))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        return self.hidden.backward(self.act.backward(self.out.backward(dy)))


def test_children_name_their_parameters_and_gradients() -> None:
    net, names = TwoLayers(), ["hidden.weight", "hidden.bias", "out.weight"]
    assert list(net.parameters()) == list(net.state_dict()) == names
    assert net.gradients() == {}
    net.backward(np.ones_like(net(X1[0].astype(np.float32))))
    assert list(net.gradients()) == names
    for name, gradient in net.gradients().items():
        assert gradient.shape == net.parameters()[name].shape


def test_weights_travel_both_ways() -> None:
    net, twin = TwoLayers(), nn.Sequential()
    twin.hidden, twin.out = torch_nn.Linear(9, 5), torch_nn.Linear(5, 2, bias=False)
    net.load_state_dict(twin.state_dict())
    for name, value in twin.state_dict().items():
        assert_close(net.parameters()[name], value, 0)
    net.hidden.weight += 1
    twin.load_state_dict({name: torch.tensor(value) for name, value in net.state_dict().items()})
    assert_close(twin.hidden.weight, net.hidden.weight, 0)


def test_state_dict_is_a_copy() -> None:
    layer = numpy_nn.Linear(2, 2, rng=0)
    layer.state_dict()["weight"][:] = 0
    assert layer.weight.all()


def test_gradients_do_not_pile_up() -> None:
    layer, x = numpy_nn.Linear(9, 5, rng=0), X1[0].astype(np.float32)
    layer.backward(np.ones_like(layer(x)))
    once = layer.grads["weight"].copy()
    layer.backward(np.ones_like(layer(x)))
    assert np.array_equal(layer.grads["weight"], once)


def test_backward_belongs_to_the_last_call() -> None:
    layer = numpy_nn.ReLU()
    layer(np.array([1.0, -1.0]))
    layer(np.array([-1.0, 1.0]))
    assert layer.backward(np.array([5.0, 6.0])).tolist() == [0.0, 6.0]


def test_what_a_layer_refuses() -> None:
    with pytest.raises(RuntimeError) as not_called:
        numpy_nn.ReLU().backward(X)
    assert str(not_called.value) == "ReLU: expected a call of the layer before backward, got none"
    layer = numpy_nn.Linear(2, 3, rng=0)
    before = layer.state_dict()
    with pytest.raises(
        ValueError, match=r"Linear: expected the parameters .* by name, missing: bias; unknown: none"
    ):
        layer.load_state_dict({"weight": layer.weight})
    with pytest.raises(ValueError, match=r"missing: none; unknown: 0, 1, 2 and 97 more$"):
        layer.load_state_dict(layer.state_dict() | {str(i): layer.bias for i in range(100)})
    with pytest.raises(ValueError, match=r"Linear: expected bias of shape \(3,\), got \(2,\)"):
        layer.load_state_dict({"weight": layer.weight + 1, "bias": np.zeros(2)})
    assert all(np.array_equal(value, before[name]) for name, value in layer.parameters().items())


class Halved(numpy_nn.CrossEntropyLoss):
    """Goes forward in a way of its own, on other logits than the caller's."""

    def forward(self, logits: Any, target: Any) -> Any:
        return super().forward(logits / 2, target)


def test_cross_entropy_goes_backward_from_the_last_inputs_whatever_forward_has_kept() -> None:
    first, second = np.random.default_rng(0).standard_normal((2, 4, 3))
    target = np.array([0, 2, 1, 1])
    loss = numpy_nn.CrossEntropyLoss()
    loss(first, target)
    loss.forward(second, target)  # past the call that remembers its inputs
    assert_close(loss.backward(), numpy_nn.cross_entropy_backward(1.0, first, target), 1e-12)
    halved = Halved()
    halved(first, target)
    assert_close(halved.backward(), numpy_nn.cross_entropy_backward(1.0, first, target), 1e-12)
