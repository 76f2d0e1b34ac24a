"""The MNIST-1D network in the page: the browser computes what NumPy does, and every control does what it says."""

import numpy as np
import pytest

from cnnlib import data, numpy_nn
from cnnlib.interactive import mnist1d_net
from cnnlib.interactive.mnist1d_net import maps

pytestmark = pytest.mark.browser
NET = numpy_nn.models.mnist1d_conv(rng=4, dtype="float64")
SIGNALS = data.mnist1d().x_test[:3, 0]


def figure(**options):
    return mnist1d_net(NET, SIGNALS, [7, 1, 2], **options)


@pytest.mark.parametrize("shift", [-12, -1, 0, 5, 12])
@pytest.mark.parametrize("signal", [0, 2])
def test_maps_and_scores_are_those_of_the_library(compute, signal, shift):
    state = figure(signal=signal, shift=shift).state
    now = compute("mnist1d_net", state)
    x = np.roll(SIGNALS[signal].round(3), shift)
    h = x[None, None].astype(float)
    np.testing.assert_allclose(now["x"], x, atol=1e-9)
    expected = []
    for layer in NET:
        h = layer(h)
        expected.append(h[0])
    for got, want in zip(now["maps"], expected[1:6:2], strict=True):
        np.testing.assert_allclose(got, want, atol=1e-3)  # the page holds five decimals of each weight
    np.testing.assert_allclose(now["scores"], expected[-1], atol=1e-3)
    np.testing.assert_allclose(now["p"], numpy_nn.softmax(h)[0], atol=1e-3)
    assert now["says"] == int(np.argmax(expected[-1]))


def test_the_picture_shows_the_same_maps():
    parameters = {name: values.astype(float) for name, values in NET.parameters().items()}
    *found, scores = maps(parameters, SIGNALS[1].astype(float))
    h = SIGNALS[1][None, None].astype(float)
    np.testing.assert_allclose(scores, NET(h)[0], atol=1e-12)
    assert [m.shape for m in found] == [(15, 19), (15, 9), (15, 4)]


@pytest.mark.parametrize(("layer", "position"), [(0, 0), (0, 18), (1, 4), (2, 3)])
def test_a_unit_reads_just_the_samples_that_are_named(compute, layer, position):
    """Changing a sample changes some channel at that place if and only if the sample is among them."""
    state = figure().state
    before = np.array(compute("mnist1d_net", state)["maps"][layer])[:, position]
    changed = []
    for sample in range(40):
        signals = np.array(state["signals"])
        signals[0, sample] += 3
        after = compute("mnist1d_net", {**state, "signals": signals.tolist()})["maps"][layer]
        changed.append(bool(np.abs(np.array(after)[:, position] - before).max() > 1e-9))
    read = np.flatnonzero(changed)
    field, step = ((3, 2), (7, 4), (15, 8))[layer]
    assert (read.min(), read.max()) == (step * position, step * position + field - 1)


def test_moving_the_signal_changes_what_is_said(show):
    page = show(figure())
    words = page.locator(".cnn-live")
    assert words.inner_text().startswith("A signal of class 7. The network says ")
    slider = page.get_by_role("slider", name="move right")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert words.inner_text().startswith("A signal of class 7, moved right by 3.")


def test_the_place_stays_inside_when_the_layer_changes(show):
    page = show(figure())
    page.get_by_role("button", name="layer 1").click()
    place = page.get_by_role("slider", name="place")
    place.focus()
    page.keyboard.press("End")
    assert "layer 1, channel 0, place 18, reads samples 36 to 38" in page.locator(".cnn-live").inner_text()
    page.get_by_role("button", name="layer 3").click()
    assert "layer 3, channel 0, place 3, reads samples 24 to 38" in page.locator(".cnn-live").inner_text()


def test_a_tap_on_a_map_marks_that_unit(show):
    page = show(figure())
    box = page.locator("svg.cnn-canvas").bounding_box()
    scale = box["width"] / 340
    page.mouse.click(box["x"] + scale * (10 + 8 * 20), box["y"] + scale * (260 + 4 * 6 + 2))
    assert "layer 3, channel 6, place 2, reads samples 16 to 30" in page.locator(".cnn-live").inner_text()


@pytest.mark.parametrize(
    ("signals", "labels"), [(np.zeros((1, 39)), [0]), (np.zeros((21, 40)), [0] * 21), (SIGNALS, [1])]
)
def test_wrong_signals_are_refused(signals, labels):
    with pytest.raises(ValueError, match="expected 1 to 20 signals of 40 samples and a label for each"):
        mnist1d_net(NET, signals, labels)
