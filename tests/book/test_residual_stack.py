"""Plain and residual stacks in the page: the browser measures what the library's layers do."""

import numpy as np
import pytest

from cnnlib.interactive import residual_stack
from cnnlib.interactive.residual_stack import drawn, measure, rms, stack
from cnnlib.torch_nn.models import resnet

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("norm", [False, True])
@pytest.mark.parametrize(("depth", "gain"), [(1, 1.0), (5, 0.0), (7, 1.5), (24, 0.5)])
def test_browser_measures_what_the_layers_do(compute, depth, gain, norm):
    weights, x, dy = drawn()
    now = compute("residual_stack", residual_stack(depth, gain, norm, block=1).state)
    for name, carry in (("plain", False), ("residual", True)):
        expected = measure(stack(weights[:depth], gain, norm, carry), x, dy)
        for measured, values in expected._asdict().items():
            np.testing.assert_allclose(now[name][measured], values, rtol=1e-6, atol=1e-300)


@pytest.mark.parametrize("block", ["PlainBlock", "BasicBlock"])
def test_blocks_with_batch_norm_are_those_of_resnet_on_maps_of_one_pixel(block):
    """Of a 3×3 kernel with padding 1, only the middle meets a map of 1×1; autograd goes back."""
    import torch

    weights, x, dy = drawn()
    net = getattr(resnet, block)(12, 12, dtype="float64")
    for name, weight in zip(("conv1.weight", "conv2.weight"), weights[0], strict=True):
        net.get_parameter(name).data[:, :, 1, 1] = torch.from_numpy(weight)
    pixels = torch.from_numpy(x)[:, :, None, None].requires_grad_()
    y = net(pixels)
    y.backward(torch.from_numpy(dy)[:, :, None, None])
    ours = measure(stack(weights[:1], 1.0, True, block == "BasicBlock"), x, dy)
    assert ours.signal[1] == pytest.approx(rms(y.detach().numpy()), rel=1e-9)
    assert pixels.grad is not None
    assert ours.gradient[0] == pytest.approx(rms(pixels.grad.numpy()), rel=1e-9)


def test_without_a_body_one_stack_is_silent_and_the_other_hands_on(compute):
    now = compute("residual_stack", residual_stack(9, gain=0.0).state)
    assert now["plain"]["signal"][1:] == [0] * 9
    assert now["plain"]["gradient"][:-1] == [0] * 9
    assert now["residual"]["signal"] == [now["residual"]["signal"][0]] * 10
    assert now["residual"]["change"] == [0] * 9


def test_every_control_changes_the_drawing_and_the_words(show):
    page = show(residual_stack(depth=12, gain=0.5, block=6))
    said = page.locator(".cnn-live")
    seen = [page.locator("svg.cnn-canvas").inner_html()]
    heard = [said.inner_text()]
    assert heard[0].startswith("Behind block 12 the plain signal has size")
    for name, key in [("blocks", "End"), ("gain", "ArrowRight"), ("without block", "Home")]:
        page.get_by_role("slider", name=name, exact=True).press(key)
        seen.append(page.locator("svg.cnn-canvas").inner_html())
        heard.append(said.inner_text())
    page.get_by_label("batch norm").press("Space")
    seen.append(page.locator("svg.cnn-canvas").inner_html())
    heard.append(said.inner_text())
    assert len(set(seen)) == len(set(heard)) == 5
    assert "Without block 1 the output changes by" in heard[-1]


def test_the_marked_block_stays_inside_when_the_stack_shrinks(show):
    page = show(residual_stack(depth=12, block=12))
    page.get_by_role("slider", name="blocks", exact=True).press("Home")
    assert "Without block 1 the output changes by" in page.locator(".cnn-live").inner_text()


def test_a_tap_marks_a_block(show):
    page = show(residual_stack(depth=10, block=1))
    box = page.locator("svg.cnn-canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] * (44 + 29 * 6.5) / 340, box["y"] + box["height"] / 2)
    assert "Without block 7 the output" in page.locator(".cnn-live").inner_text()


def test_figure_refuses_what_its_controls_cannot_show():
    with pytest.raises(ValueError, match="expected depth of at most 24"):
        residual_stack(depth=25)
    with pytest.raises(ValueError, match=r"expected gain from 0 to 1.5, got 2"):
        residual_stack(gain=2)
    with pytest.raises(ValueError, match="expected block of at most 3"):
        residual_stack(depth=3, block=4)
