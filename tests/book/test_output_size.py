"""The output size explorer against counting and against cnnlib."""

import numpy as np
import pytest

from cnnlib.interactive import output_size
from cnnlib.interactive.output_size import LOST, draw_positions
from cnnlib.numpy_nn import conv1d
from cnnlib.shapes import conv_output_size, effective_kernel_size

pytestmark = pytest.mark.browser

# n, k, s, p, d and the number of outputs; the first lines are the numbers of the chapter
CASES = [
    ((7, 3, 1, 0, 1), 5),
    ((7, 3, 2, 0, 1), 3),
    ((7, 3, 2, 1, 1), 4),
    ((8, 3, 2, 1, 2), 3),
    ((8, 3, 2, 0, 1), 3),
    ((10, 3, 1, 2, 2), 10),
    ((6, 1, 4, 0, 3), 2),
]


def settings(rng, how_many):
    """Draw settings that the sliders reach, some of which leave no room for the kernel."""
    for _ in range(how_many):
        yield tuple(int(rng.integers(low, high)) for low, high in [(1, 15), (1, 8), (1, 6), (0, 4), (1, 4)])


def state(n, k, s, p, d):
    return {"n": n, "k": k, "s": s, "p": p, "d": d}


@pytest.mark.parametrize(("setting", "size"), CASES)
def test_the_chapters_numbers(compute, setting, size):
    assert compute("output_size", state(*setting))["size"] == size


def test_size_is_cnnlibs_and_fits_says_where_cnnlib_refuses(compute, rng):
    refused = 0
    for n, k, s, p, d in settings(rng, 200):
        result = compute("output_size", state(n, k, s, p, d))
        assert result["reach"] == effective_kernel_size(k, d)
        if result["fits"]:
            assert result["size"] == len(result["taps"]) == conv_output_size(n, k, s, p, d)
        else:
            refused += 1
            assert result["size"] == 0
            with pytest.raises(ValueError, match="spans"):
                conv_output_size(n, k, s, p, d)
    assert refused > 10


def test_crossed_out_cells_are_those_that_cannot_change_the_output(compute, rng):
    """A cell is under no tap exactly if its value reaches no output of an all-ones kernel."""
    for n, k, s, p, d in settings(rng, 60):
        result = compute("output_size", state(n, k, s, p, d))
        if not result["fits"]:
            assert result["left"] == result["gaps"] == []
            continue
        impulses = np.eye(n + 2 * p)[:, None, :]  # one signal for each padded cell
        silent = np.flatnonzero(
            conv1d(impulses, np.ones((1, 1, k)), stride=s, dilation=d).sum(axis=(1, 2)) == 0
        )
        assert sorted(result["left"] + result["gaps"]) == (silent - p).tolist()
        assert len(result["left"]) == (n + 2 * p - d * (k - 1) - 1) % s
        assert result["left"] == list(range(n + p - len(result["left"]), n + p))


def test_figure_follows_the_keyboard_and_says_the_result(show):
    page = show(output_size(7, 3))
    said = page.locator(".cnn-live")
    formula = page.locator(".cnn-formula")
    assert "5 outputs" in said.inner_text()
    page.get_by_label("stride s").press("ArrowRight")
    assert "3 outputs" in said.inner_text()
    assert formula.inner_text() == "⌊(7 + 2·0 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊4 / 2⌋ + 1 = 2 + 1 = 3"
    page.get_by_label("cells n").press("ArrowRight")
    assert "Left over at the end: 1 cell (of the image)." in said.inner_text()
    page.get_by_label("cells n").press("Home")
    assert "no output" in said.inner_text()
    assert formula.inner_text().endswith("below zero, there is no output")


def test_figure_refuses_what_its_sliders_cannot_show():
    with pytest.raises(ValueError, match="expected n of at most 14 in this figure, got 20"):
        output_size(20)
    with pytest.raises(ValueError, match="expected stride of at least 1, got 0"):
        output_size(stride=0)


def test_still_picture_crosses_out_the_last_cell_of_eight():
    from matplotlib.figure import Figure

    crossed = []
    for n in (7, 8):
        ax = Figure().subplots()
        draw_positions(ax, n, 3, stride=2)
        crosses = [np.mean(np.asarray(line.get_xdata())) for line in ax.lines if line.get_color() == LOST]
        crossed.append(sorted({float(middle) for middle in crosses}))
    assert crossed == [[], [7.5]]
