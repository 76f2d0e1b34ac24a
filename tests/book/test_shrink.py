"""The shrinking image against cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import shrink
from cnnlib.interactive.shrink import stack_sizes
from cnnlib.numpy_nn import conv2d

pytestmark = pytest.mark.browser


def state(n, k, p, s, layers):
    return {"n": n, "k": k, "p": p, "s": s, "layers": layers}


@pytest.mark.parametrize(
    ("setting", "sizes", "blocked"),
    [
        ((32, 5, 0, 1, 7), [32, 28, 24, 20, 16, 12, 8, 4], False),
        ((32, 5, 0, 1, 8), [32, 28, 24, 20, 16, 12, 8, 4], True),
        ((32, 3, 0, 1, 16), [*range(32, 1, -2)], True),
        ((32, 5, 2, 1, 3), [32, 32, 32, 32], False),
        ((32, 5, 2, 2, 6), [32, 16, 8, 4, 2, 1, 1], False),
    ],
)
def test_the_chapters_stacks(compute, setting, sizes, blocked):
    assert compute("shrink", state(*setting)) == {"sizes": sizes, "blocked": blocked}


def test_sizes_are_those_of_real_layers(compute, rng):
    for _ in range(30):
        n, k, p, s = (int(rng.integers(*ends)) for ends in [(1, 30), (1, 8), (0, 4), (1, 4)])
        result = compute("shrink", state(n, k, p, s, 4))
        assert result["sizes"] == stack_sizes(n, k, p, s, 4)
        x, weight = np.zeros((1, 1, n, n)), np.zeros((1, 1, k, k))
        for size in result["sizes"][1:]:
            x = conv2d(x, weight, stride=s, padding=p)
            assert x.shape[2:] == (size, size)
        assert result["blocked"] == (len(result["sizes"]) < 5)
        if result["blocked"]:
            with pytest.raises(ValueError, match="spans"):
                conv2d(x, weight, stride=s, padding=p)


def test_figure_says_when_a_layer_does_not_fit(show):
    page = show(shrink())
    said = page.locator(".cnn-live")
    assert said.inner_text() == (
        "32 → 28 → 24 → 20 → 16 → 12 → 8 → 4. Positions: 1,024 before, 16 after (1.6%)."
    )
    page.get_by_label("layers").press("ArrowRight")
    assert said.inner_text().endswith("Layer 8 does not fit: 5 taps on 4 cells.")
    page.get_by_label("padding").press("ArrowRight")
    page.get_by_label("padding").press("ArrowRight")
    assert said.inner_text().startswith("32 → 32 → 32")


def test_figure_refuses_what_its_sliders_cannot_show():
    with pytest.raises(ValueError, match="expected layers of at most 16 in this figure, got 17"):
        shrink(layers=17)
