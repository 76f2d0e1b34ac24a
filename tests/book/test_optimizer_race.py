"""The race of the optimizers in the page: the paths are those of the library and of PyTorch, from any start."""

import numpy as np
import pytest
import torch

from cnnlib.interactive import optimizer_race
from cnnlib.interactive.optimizer_race import GONE, SURFACES, race, rate

pytestmark = pytest.mark.browser
NAMES = ["SGD", "momentum", "Nesterov", "Adam"]


def state(surface="valley", start=(-3.5, 1.2), power=-1.4, momentum=0.8, step=40):
    x, y = start
    return {"surface": surface, "x": x, "y": y, "power": power, "momentum": momentum, "step": step}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    ("start", "power", "momentum", "step"),
    [((-3.5, 1.2), -1.4, 0.8, 40), ((0.05, -1.0), -1.7, 0.9, 120), ((3.9, 2.0), -3, 0.0, 60)],
)
def test_paths_and_losses_are_those_of_the_library(compute, surface, start, power, momentum, step):
    now = compute("optimizer_race", state(surface, start, power, momentum, step))
    assert now["lr"] == rate(power)
    expected = race(surface, start, rate(power), momentum, step)
    for name, path, losses in zip(NAMES, now["paths"], now["losses"], strict=True):
        np.testing.assert_allclose(path, expected[name], rtol=1e-7, atol=1e-9, err_msg=name)
        loss = SURFACES[surface][0](*expected[name].T)
        np.testing.assert_allclose(losses, loss, rtol=1e-6, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("surface", SURFACES)
def test_paths_are_those_of_pytorch(surface):
    expected = race(surface, (-2.0, 0.7), 0.03, 0.7, 30)
    kinds = {
        "SGD": lambda w: torch.optim.SGD([w], lr=0.03),
        "momentum": lambda w: torch.optim.SGD([w], lr=0.03, momentum=0.7),
        "Nesterov": lambda w: torch.optim.SGD([w], lr=0.03, momentum=0.7, nesterov=True),
        "Adam": lambda w: torch.optim.Adam([w], lr=0.03, betas=(0.7, 0.999)),
    }
    for name, kind in kinds.items():
        w = torch.tensor([-2.0, 0.7], dtype=torch.float64, requires_grad=True)
        optimizer = kind(w)
        for at in expected[name]:
            np.testing.assert_allclose(w.detach().numpy(), at, atol=1e-9, err_msg=name)
            w.grad = torch.tensor(SURFACES[surface][1](*w.tolist()), dtype=torch.float64)
            optimizer.step()


@pytest.mark.parametrize("surface", SURFACES)
def test_the_gradient_is_the_slope_of_the_loss(surface, rng):
    loss, slope = SURFACES[surface]
    for x, y in rng.uniform(-2, 2, (10, 2)):
        across = (loss(x + 1e-6, y) - loss(x - 1e-6, y)) / 2e-6
        up = (loss(x, y + 1e-6) - loss(x, y - 1e-6)) / 2e-6
        np.testing.assert_allclose(slope(x, y), (across, up), atol=1e-7)


def test_without_momentum_three_of_the_four_are_one(compute):
    sgd, momentum, nesterov, adam = compute("optimizer_race", state(momentum=0))["paths"]
    assert sgd == momentum == nesterov != adam


@pytest.mark.parametrize(
    ("name", "calm", "wild"), [("Nesterov", -1.3, -1.2), ("SGD", -1.1, -1.0), ("momentum", -0.9, -0.8)]
)
def test_the_steepest_wall_sets_the_largest_rate(compute, name, calm, wild):
    """Curvature 25, momentum 0.8: limits 2 · 1.8 / 2.6 / 25, 2 / 25 and 2 · 1.8 / 25."""
    one = NAMES.index(name)
    for power, leaves in ((calm, False), (wild, True)):
        path = compute("optimizer_race", state(power=power, step=120))["paths"][one]
        assert (abs(path[-1][1]) > 2) == leaves


def test_who_is_gone_stays_where_it_is(compute):
    path = np.array(compute("optimizer_race", state(power=0, step=120))["paths"][0])
    beyond = np.flatnonzero(np.abs(path).max(axis=1) >= GONE)
    assert len(beyond) > 50
    assert (path[beyond] == path[beyond[0]]).all()


def test_the_result_is_told_in_words(show):
    page = show(optimizer_race())
    words = page.locator(".cnn-live")
    assert words.inner_text().startswith(
        "Start at (−3.5, 1.2) with a loss of 24, learning rate 0.04. Loss after 40 steps: SGD 0.23, "
    )
    assert words.inner_text().endswith("Lowest: Nesterov.")
    rate_slider = page.get_by_role("slider", name="learning rate")
    rate_slider.focus()
    page.keyboard.press("End")
    assert "learning rate 1." in words.inner_text()
    assert "SGD off the map" in words.inner_text()
    page.get_by_role("button", name="Back to the start").click()
    assert words.inner_text().endswith("Nobody has moved yet.")


def test_dragging_over_the_map_moves_the_start(show):
    page = show(optimizer_race())
    box = page.locator("svg.cnn-canvas").first.bounding_box()
    unit = box["width"] / 8
    page.mouse.move(box["x"] + 2 * unit, box["y"] + 1 * unit)
    page.mouse.down()
    page.mouse.move(box["x"] + 5 * unit, box["y"] + 3 * unit, steps=3)
    page.mouse.up()
    assert page.locator(".cnn-live").inner_text().startswith("Start at (1, −1) with a loss of 13,")


def test_the_start_is_drawn_where_it_is(show):
    page = show(optimizer_race(start=(-2.0, 1.0)))
    start = page.locator("svg.cnn-canvas circle").first
    assert [float(start.get_attribute(name)) for name in ("cx", "cy")] == [340 / 4, 170 / 4]
    page.get_by_role("slider", name="start, up").press("Home")
    assert float(start.get_attribute("cy")) == 170


def test_every_control_moves_what_is_drawn(show):
    page = show(optimizer_race(step=20))
    drawing = page.locator("svg.cnn-canvas").first
    acts = [
        *(
            lambda name=name: page.get_by_role("button", name=name).click()
            for name in ("bend", "ripples", "Next")
        ),
        *(
            lambda name=name: page.get_by_role("slider", name=name).press("ArrowLeft")
            for name in ("learning rate", "momentum", "start, across", "start, up")
        ),
    ]
    for act in acts:
        before = drawing.inner_html()
        act()
        assert drawing.inner_html() != before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"surface": "hill"}, "expected one of valley, bend, saddle, ripples, got 'hill'"),
        ({"start": (5, 0)}, "expected a start within ±4 and ±2"),
        ({"power": 1}, "expected power from -3 to 0"),
        ({"momentum": 1.0}, "momentum from 0 to 0.95"),
        ({"step": 121}, "step from 0 to 120, got 121"),
    ],
)
def test_wrong_starts_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        optimizer_race(**options)
