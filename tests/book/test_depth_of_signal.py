"""Signals and gradients in a deep network, in the page: what NumPy and PyTorch compute with the same weights."""

import numpy as np
import pytest
import torch

from cnnlib.interactive import depth_of_signal
from cnnlib.interactive.depth_of_signal import EXAMPLES, UNITS, random_numbers, signals

pytestmark = pytest.mark.browser


def state(activation="sigmoid", gain=1.0, depth=20, layer=10, seed=1):
    return {"activation": activation, "gain": gain, "depth": depth, "layer": layer, "seed": seed}


def rms(values):
    return np.sqrt(np.mean(np.square(values)))


@pytest.mark.parametrize(
    ("activation", "gain", "depth", "layer", "seed"),
    [
        ("sigmoid", 1.0, 20, 10, 1),
        ("sigmoid", 8.0, 12, 3, 2),
        ("tanh", 1.5, 30, 30, 3),
        ("tanh", 0.1, 1, 0, 4),
        ("ReLU", 2**0.5, 30, 17, 5),
        ("ReLU", 12.0, 5, 5, 99),
    ],
)
def test_sizes_are_those_of_numpy(compute, activation, gain, depth, layer, seed):
    now = compute("depth_of_signal", state(activation, gain, depth, layer, seed))
    activations, gradients = signals(activation, depth, gain, seed)
    np.testing.assert_allclose(now["forward"], [rms(h) for h in activations], rtol=1e-6)
    np.testing.assert_allclose(now["backward"], [rms(dh) for dh in gradients], rtol=1e-6)
    shown = activations[layer]
    np.testing.assert_allclose(now["spread"], rms(shown - shown.mean(axis=1, keepdims=True)), rtol=1e-5)
    counts, _ = np.histogram(shown, bins=20, range=(now["low"], now["high"]))
    assert np.abs(counts - now["counts"]).sum() <= 2  # a value on the border of two bins
    assert sum(now["counts"]) == shown.size


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "ReLU"])
def test_gradients_are_those_of_autograd(activation):
    function = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "ReLU": torch.relu}[activation]
    activations, gradients = signals(activation, 6, 1.3, seed=7)
    size = UNITS * EXAMPLES
    numbers = torch.from_numpy(random_numbers(7000, 2 * size + 6 * UNITS * UNITS))
    weights = 1.3 / UNITS**0.5 * numbers[2 * size :].reshape(6, UNITS, UNITS)
    x = torch.from_numpy(activations[0]).clone().requires_grad_()
    h = x
    for weight in weights:
        h = function(weight @ h)
    h.backward(numbers[size : 2 * size].reshape(UNITS, EXAMPLES))
    np.testing.assert_allclose(h.detach().numpy(), activations[-1], atol=1e-12)
    assert x.grad is not None
    np.testing.assert_allclose(x.grad.numpy(), gradients[0], atol=1e-12)


def test_a_share_of_values_is_flat(compute):
    """Slope below a tenth of the best: for a ReLU the values that are 0."""
    for seed in (1, 2):
        activations, _ = signals("ReLU", 4, 1.5, seed)
        assert compute("depth_of_signal", state("ReLU", 1.5, 4, 4, seed))["flat"] == np.mean(
            activations[4] == 0
        )
        h = signals("sigmoid", 4, 8.0, seed)[0][3]
        flat = compute("depth_of_signal", state("sigmoid", 8.0, 4, 3, seed))["flat"]
        assert flat == np.mean(h * (1 - h) < 0.025) > 0.2


@pytest.mark.parametrize("seed", range(1, 6))
def test_what_the_chapter_says_about_scales(compute, seed):
    def ends(activation, gain, depth=30):
        now = compute("depth_of_signal", state(activation, gain, depth, 0, seed))
        return now["forward"][-1], now["backward"][0]

    forward, backward = ends("sigmoid", 1.0, depth=20)
    assert 0.4 < forward < 0.6
    assert backward < 1e-11
    assert all(0.2 < end < 5 for end in ends("ReLU", 2**0.5))
    assert all(end < 0.15 for end in ends("ReLU", 0.9 * 2**0.5))
    assert all(end > 4 for end in ends("ReLU", 1.1 * 2**0.5))
    assert all(0.03 < end < 0.5 for end in ends("tanh", 1.0))
    forward, backward = ends("tanh", 3.0)
    assert forward < 1
    assert backward > 1e3


def test_the_fate_of_the_gradient_is_told(show):
    page = show(depth_of_signal())
    words = page.locator(".cnn-live")
    assert "20 layers of sigmoid units" in words.inner_text()
    h = signals("sigmoid", 20, 1.0, seed=1)[0][10]
    power = f"{rms(h - h.mean(axis=1, keepdims=True)):.1e}"  # such as 4.4e-07
    told = f"{power[:3].removesuffix('.0')} × 10⁻{'⁰¹²³⁴⁵⁶⁷⁸⁹'[int(power[-1])]} between the 16 inputs"
    assert f"it vanishes. In layer 10, values differ by {told}; 0% sit where" in words.inner_text()
    page.get_by_role("button", name="ReLU").click()
    page.get_by_role("button", name="√2 (He)").click()
    assert "weights of deviation 1.41 / √64" in words.inner_text()
    assert "it arrives." in words.inner_text()
    scale = page.get_by_role("slider", name="scale")
    scale.press("End")
    assert "it explodes." in words.inner_text()


def test_a_drag_over_the_plot_looks_into_another_layer(show):
    page = show(depth_of_signal("tanh", depth=10, layer=2))
    box = page.locator("svg.cnn-canvas").bounding_box()
    scale = box["width"] / 340
    page.mouse.click(box["x"] + scale * 330, box["y"] + scale * 100)
    assert "In layer 10," in page.locator(".cnn-live").inner_text()


def test_the_chosen_layer_stays_inside_a_network_that_becomes_shallow(show):
    page = show(depth_of_signal(depth=12, layer=9))
    page.get_by_role("slider", name="layers").press("Home")
    said = page.locator(".cnn-live").inner_text()
    assert said.startswith("One layer of sigmoid units")
    assert "In layer 1, values differ" in said


def test_every_control_moves_what_is_drawn(show):
    page = show(depth_of_signal())
    drawing = page.locator("svg.cnn-canvas")
    acts = [
        lambda name=name: page.get_by_role("button", name=name).click()
        for name in ("tanh", "√2 (He)", "Draw new weights")
    ]
    for name in ("scale", "layers", "look into layer"):
        acts.append(lambda name=name: page.get_by_role("slider", name=name).press("ArrowLeft"))
    for act in acts:
        before = drawing.inner_html()
        act()
        assert drawing.inner_html() != before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"activation": "step"}, "expected one of sigmoid, tanh, ReLU, got 'step'"),
        ({"gain": 0}, "expected gain from 0.1 to 12, got 0"),
        ({"depth": 31}, "expected depth from 1 to 30, got 31"),
        ({"layer": 21}, "layer from 0 to 20, got 21"),
        ({"seed": 100}, "seed from 0 to 99, got 100"),
    ],
)
def test_wrong_starts_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        depth_of_signal(**options)
