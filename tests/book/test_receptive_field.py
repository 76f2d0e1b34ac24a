"""The traced paths against the recurrence, and against gradients of real layers."""

import numpy as np
import pytest

from cnnlib.interactive import receptive_field
from cnnlib.interactive.receptive_field import DILATIONS, count_paths, field_of, stack_of, stack_sizes
from cnnlib.numpy_nn import conv1d, conv1d_backward

pytestmark = pytest.mark.browser


def state(layers, k=3, stride=1, dilation="one", position=0, n=31):
    return {"n": n, "layers": layers, "k": k, "stride": stride, "dilation": dilation, "position": position}


def settings(rng, how_many):
    """Draw settings that the controls reach."""
    for _ in range(how_many):
        layers, stride = (int(rng.integers(*ends)) for ends in [(1, 7), (1, 4)])
        yield (
            layers,
            int(rng.choice([1, 3, 5, 7])),
            stride,
            str(rng.choice(DILATIONS)),
            int(rng.integers(8, 42)),
        )


@pytest.mark.parametrize(
    ("setting", "size"),
    [
        ({"layers": 1}, 3),
        ({"layers": 2}, 5),
        ({"layers": 3}, 7),
        ({"layers": 2, "k": 5}, 9),
        ({"layers": 3, "stride": 2}, 15),
        ({"layers": 4, "dilation": "doubling"}, 31),
    ],
)
def test_the_chapters_fields(compute, setting, size):
    assert compute("receptive_field", state(**setting))["field"]["size"] == size


def test_field_is_that_of_the_recurrence(compute, rng):
    for layers, k, stride, dilation, n in settings(rng, 60):
        stack = stack_of(layers, k, stride, dilation)
        position = int(rng.integers(stack_sizes(n, stack)[-1]))
        result = compute("receptive_field", state(layers, k, stride, dilation, position, n))
        field = field_of(stack)
        assert result["field"] == field._asdict()
        assert result["sizes"] == stack_sizes(n, stack)
        assert result["first"] == field.start + position * field.jump
        assert result["last"] == result["first"] + field.size - 1


def test_paths_are_the_gradient_of_layers_whose_weights_are_one(compute, rng):
    for layers, k, stride, dilation, n in settings(rng, 25):
        stack = stack_of(layers, k, stride, dilation)
        signals = [np.zeros((1, 1, n))]
        for _, s, d in stack:
            ones = np.ones((1, 1, k))
            signals.append(conv1d(signals[-1], ones, stride=s, padding=d * (k // 2), dilation=d))
        position = int(rng.integers(signals[-1].shape[2]))
        gradient = np.zeros_like(signals[-1])
        gradient[..., position] = 1
        for x, (_, s, d) in zip(signals[-2::-1], stack[::-1], strict=True):
            gradient, _, _ = conv1d_backward(gradient, x, np.ones((1, 1, k)), s, d * (k // 2), d)
        result = compute("receptive_field", state(layers, k, stride, dilation, position, n))
        assert result["paths"][0] == gradient[0, 0].tolist()
        assert [paths.tolist() for paths in count_paths(n, stack, position)] == result["paths"]
        assert result["total"] == gradient.sum()
        assert result["read"] == np.count_nonzero(gradient)


def test_half_of_the_paths_start_in_the_window_and_no_smaller_one(compute, rng):
    for layers, k, stride, dilation, n in settings(rng, 25):
        result = compute("receptive_field", state(layers, k, stride, dilation, n // 3, n))
        away = np.abs(np.arange(n) - (result["first"] + result["last"]) / 2)
        paths, reach = np.array(result["paths"][0]), (result["half"] - 1) / 2
        assert 2 * paths[away <= reach].sum() >= result["total"]
        assert 2 * paths[away <= reach - 1].sum() < result["total"]


def test_figure_grows_with_the_layers_and_says_what_it_sees(show):
    page = show(receptive_field(2))
    said = page.locator(".cnn-live")
    assert said.inner_text() == (
        "Output 15 of 31 sees 5 cells in theory: cells 13 to 17. "
        "Of 9 paths, at least half start in the 3 cells in the middle."
    )
    page.get_by_label("layers", exact=True).press("ArrowRight")
    assert "sees 7 cells in theory: cells 12 to 18. Of 27 paths" in said.inner_text()
    page.get_by_label("output", exact=True).press("Home")
    assert "cells −3 to 3. 3 of them lie beyond the image, in the padding." in said.inner_text()
    page.get_by_label("stride").press("ArrowRight")
    assert said.inner_text().startswith("Output 0 of 4 sees 15 cells")
    assert said.inner_text().endswith("The next output sees as many, 8 cells further on.")


def test_figure_counts_the_cells_that_are_skipped(show):
    page = show(receptive_field(3))
    page.get_by_role("button", name="2, 2, …").click()
    said = page.locator(".cnn-live")
    assert (
        "sees 13 cells in theory: cells 9 to 21. It reads only 7 of the 13 in the image." in said.inner_text()
    )
    page.get_by_role("button", name="1, 2, 4, …").click()
    assert "sees 15 cells in theory: cells 8 to 22. Of 27 paths" in said.inner_text()


def test_figure_refuses_what_its_controls_cannot_show():
    with pytest.raises(ValueError, match="expected an odd kernel_size from 1 to 7 in this figure, got 4"):
        receptive_field(kernel_size=4)
    with pytest.raises(ValueError, match="expected layers of at most 6 in this figure, got 7"):
        receptive_field(7)
    with pytest.raises(ValueError, match="expected dilation 'one', 'two', 'doubling', got 'three'"):
        receptive_field(dilation="three")
    with pytest.raises(ValueError, match="expected position of at most 4 in this figure, got 5"):
        receptive_field(3, stride=2, position=4)
