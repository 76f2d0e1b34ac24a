"""Pictures say what they should: the data in them, the words on them, and colors that can be told apart."""

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from PIL import Image

from cnnlib import plots
from cnnlib.receptive_field import WHOLE, Field

RNG = np.random.default_rng(0)


@pytest.fixture
def ax() -> Iterator[Axes]:
    figure, axes = plots.subplots(height=3)
    yield axes
    plt.close(figure)


def shown(ax: Axes) -> np.ndarray:
    """Return the numbers of the one picture, NaN where there is a gap."""
    (image,) = ax.images
    values: Any = image.get_array()
    return np.ma.filled(values.astype(float), np.nan)


def ticks(axis: Any) -> dict[float, str]:
    return dict(zip(axis.get_ticklocs(), [label.get_text() for label in axis.get_ticklabels()], strict=True))


def bar_label(ax: Axes) -> str:
    """Return the name of the color bar, empty if there is none."""
    return "".join(other.get_ylabel() for other in ax.figure.axes if other is not ax)


def test_matrix_shows_its_numbers(ax: Axes) -> None:
    values = np.array([[1.0, -2.0, 0.0], [0.0, 1.0, -2.0]])
    plots.matrix(ax, values)
    assert np.array_equal(shown(ax), values)
    assert [text.get_text() for text in ax.texts] == ["1", "-2", "", "", "1", "-2"]
    assert [text.get_position() for text in ax.texts] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("input number", "output number")
    assert ax.images[0].get_clim() == (-2, 2)  # 0 in the middle of the colors
    assert bar_label(ax) == ""


def test_a_large_matrix_has_a_color_bar_instead(ax: Axes) -> None:
    values = RNG.standard_normal((20, 30))
    plots.matrix(ax, values, label="tap")
    assert (len(ax.texts), bar_label(ax)) == (0, "tap")
    assert np.array_equal(shown(ax), values)


def test_numbers_stand_out_from_their_squares(ax: Axes) -> None:
    plots.matrix(ax, np.array([[-1.0, -0.5, 0.5, 1.0]]))
    image = ax.images[0]
    for text, square in zip(ax.texts, image.to_rgba(np.asarray(image.get_array()))[0], strict=True):
        assert contrast(to_rgb(str(text.get_color())), square[:3]) >= 4.5


def contrast(a: Any, b: Any) -> float:
    """WCAG contrast ratio of two colors."""

    def luminance(color: Any) -> float:
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    high, low = sorted([luminance(a), luminance(b)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", ["Blues", "PuOr_r"])
def test_numbers_stand_out_at_every_shade(colors: str, ax: Axes) -> None:
    values = np.linspace(0, 1, 101)[None]
    image = plots.picture(ax, values, colors, 0, 1)
    plots.write_numbers(image, values, ["1"] * 101)
    for text, square in zip(ax.texts, image.to_rgba(values)[0], strict=True):
        assert contrast(to_rgb(str(text.get_color())), square[:3]) >= 4.5


def test_confusion_counts_what_each_class_was_taken_for(ax: Axes) -> None:
    target, predicted = np.array([0, 0, 0, 0, 1, 2, 2]), torch.tensor([0, 0, 1, 2, 1, 0, 0])
    plots.confusion(ax, target, predicted, ["disk", "square", "cross"])
    assert [text.get_text() for text in ax.texts] == ["2", "1", "1", "0", "1", "0", "2", "0", "0"]
    assert shown(ax).tolist() == [[0.5, 0.25, 0.25], [0, 1, 0], [1, 0, 0]]
    assert ax.get_title() == "3 of 7 right (42.9%)"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    names = {0: "disk", 1: "square", 2: "cross"}
    assert ticks(ax.xaxis) == ticks(ax.yaxis) == names


def test_a_class_that_never_comes_is_an_empty_row(ax: Axes) -> None:
    plots.confusion(ax, [1], [1], ["a", "b"])
    assert shown(ax).tolist() == [[0, 0], [0, 1]]


def test_curves_are_means_in_a_band_from_lowest_to_highest(ax: Axes) -> None:
    runs = np.array([[4.0, 2.0, 1.0], [6.0, 3.0, 1.0], [5.0, 1.0, 1.0]])
    plots.curves(ax, {"training": runs, "test": torch.tensor([5.0, 4.0, 3.0])}, ylabel="error")
    training, test = ax.lines
    assert training.get_xdata().tolist() == test.get_xdata().tolist() == [1, 2, 3]
    assert training.get_ydata().tolist() == [5, 2, 1]
    assert test.get_ydata().tolist() == [5, 4, 3]
    (band,) = ax.collections
    corners = {tuple(corner) for corner in band.get_paths()[0].vertices.tolist()}
    assert corners == {(1, 4), (1, 6), (2, 1), (2, 3), (3, 1)}
    assert ax.get_title() == "mean and range of 3 runs"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "error")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "test"]


def test_curves_differ_in_color_and_in_dashes(ax: Axes) -> None:
    plots.curves(ax, {str(i): [1.0, 2.0] for i in range(4)}, start=0)
    assert (
        len({line.get_linestyle() for line in ax.lines}) == len({line.get_color() for line in ax.lines}) == 4
    )
    assert ax.lines[0].get_xdata().tolist() == [0, 1]
    assert ax.get_title() == ""  # single runs have no range
    for line in ax.lines:
        assert contrast(to_rgb(line.get_color()), (1, 1, 1)) >= 3


def test_more_curves_than_colors_are_all_drawn(ax: Axes) -> None:
    plots.curves(ax, {str(i): [1.0, i] for i in range(9)})
    assert [line.get_ydata()[1] for line in ax.lines] == list(range(9))


def test_filters_of_one_channel_in_reading_order(ax: Axes) -> None:
    weight = np.arange(1.0, 13).reshape(3, 1, 2, 2) * np.array([1, -1, 1]).reshape(3, 1, 1, 1)
    plots.filters(ax, torch.tensor(weight, requires_grad=True), columns=2)
    gap = np.nan
    expected = [
        [1, 2, gap, -5, -6],
        [3, 4, gap, -7, -8],
        [gap] * 5,
        [9, 10, *[gap] * 3],
        [11, 12, *[gap] * 3],
    ]
    np.testing.assert_equal(shown(ax), np.array(expected))
    assert ax.images[0].get_clim() == (-12, 12)
    assert ticks(ax.yaxis) == {0.5: "0", 3.5: "2"}
    assert (ax.get_title(), ax.get_ylabel(), bar_label(ax)) == ("3 filters of 2 × 2", "filter", "weight")


def test_filters_of_three_channels_are_colors(ax: Axes) -> None:
    weight = np.zeros((2, 3, 1, 2))
    weight[0, :, 0, 0], weight[1, :, 0, 1] = (2, 0, -2), (0, 1, 0)
    plots.filters(ax, weight)
    gray, gap = [0.5] * 3, [1] * 3  # gray stands for 0
    assert shown(ax).tolist() == [[[1, 0.5, 0], gray, gap, gray, [0.5, 0.75, 0.5]]]
    assert ax.get_title() == "2 filters of 3 × 1 × 2"


def test_other_filters_have_a_column_for_each_input_channel(ax: Axes) -> None:
    weight = RNG.standard_normal((3, 4, 2, 3))
    plots.filters(ax, weight)
    sheet = shown(ax)
    assert sheet.shape == (3 * 3 - 1, 4 * 4 - 1)
    for o, c in np.ndindex(3, 4):
        assert np.array_equal(sheet[3 * o : 3 * o + 2, 4 * c : 4 * c + 3], weight[o, c])
    assert ticks(ax.xaxis) == {1: "0", 5: "1", 9: "2", 13: "3"}
    assert ticks(ax.yaxis) == {0.5: "0", 3.5: "1", 6.5: "2"}
    assert (ax.get_xlabel(), ax.get_title()) == ("input channel", "3 filters of 4 × 2 × 3")


def test_feature_maps_share_one_scale(ax: Axes) -> None:
    maps = np.array([[[0.0, 1.0]], [[5.0, -2.0]], [[3.0, 3.0]]])
    plots.feature_maps(ax, maps, columns=3)
    np.testing.assert_equal(shown(ax), np.array([[0, 1, np.nan, 5, -2, np.nan, 3, 3]]))
    assert ax.images[0].get_clim() == (-2, 5)
    assert (ax.get_title(), bar_label(ax)) == ("3 maps of 1 × 2", "activation")


def test_receptive_field_frames_what_theory_says(ax: Axes) -> None:
    strength = RNG.random((12, 10))
    plots.receptive_field(ax, strength, (Field(5, 2, -1), Field(3, 1, 0)), output=(2, 4))
    assert np.array_equal(shown(ax), strength)
    (frame,) = ax.patches
    x0, y0, width, height = frame.get_window_extent().transformed(ax.transData.inverted()).bounds
    # rows -1 + 2 * 2 = 3 to 7, columns 4 to 6; a square reaches half a unit beyond its center, rows point down
    assert np.allclose([x0, y0 + height, width, height], [3.5, 2.5, 3, -5])
    assert ax.get_title() == "framed: 5 × 3 pixels in theory"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("column", "row")
    assert bar_label(ax) == "share of the largest gradient"


def test_receptive_field_without_theory_has_no_frame(ax: Axes) -> None:
    plots.receptive_field(ax, RNG.random((3, 3)))
    assert (len(ax.patches), ax.get_title()) == (0, "one output's receptive field")


EVERY_PLOT: dict[str, Any] = {
    "matrix": lambda ax: plots.matrix(ax, RNG.random((4, 5))),
    "large matrix": lambda ax: plots.matrix(ax, RNG.random((20, 30))),
    "confusion": lambda ax: plots.confusion(ax, [0, 1], [1, 1], ["a", "b"]),
    "curves": lambda ax: plots.curves(ax, {"training": [[2.0, 1.0], [3.0, 2.0]]}),
    "one filter a tile": lambda ax: plots.filters(ax, RNG.random((9, 1, 3, 3))),
    "filters in color": lambda ax: plots.filters(ax, RNG.random((9, 3, 3, 3))),
    "a row a filter": lambda ax: plots.filters(ax, RNG.random((2, 4, 3, 3))),
    "feature maps": lambda ax: plots.feature_maps(ax, RNG.random((9, 3, 3))),
    "receptive field": lambda ax: plots.receptive_field(ax, RNG.random((9, 9)), (Field(3), Field(3))),
}


@pytest.mark.parametrize("name", EVERY_PLOT)
def test_every_axis_with_numbers_on_it_is_named(name: str, ax: Axes) -> None:
    EVERY_PLOT[name](ax)
    for axes in ax.figure.axes:
        for axis, label in ((axes.xaxis, axes.get_xlabel()), (axes.yaxis, axes.get_ylabel())):
            assert label or not any(tick.get_text() for tick in axis.get_ticklabels())
    assert ax.get_title() or name.endswith("matrix")


def test_the_whole_input_is_framed_where_an_output_sees_all_of_it(ax: Axes) -> None:
    plots.receptive_field(ax, RNG.random((4, 6)), (WHOLE, WHOLE))
    (frame,) = ax.patches
    assert isinstance(frame, Rectangle)
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((-0.5, -0.5), 6, 4)


@pytest.mark.parametrize("name", ["gray", "Blues", "cividis"])
def test_scales_of_one_direction_survive_gray_print(name: str) -> None:
    shades = plt.get_cmap(name)(np.linspace(0, 1, 50))[:, :3] @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(shades) > 0).all() or (np.diff(shades) < 0).all()


def test_nothing_is_cut_off_and_the_ground_is_white(tmp_path: Any) -> None:
    figure, ax = plots.subplots(height=2.4)
    plots.filters(ax, RNG.standard_normal((3, 6, 3, 3)))
    (tmp_path / "figure.png").write_bytes(plots.png(figure))
    pixels = np.asarray(Image.open(tmp_path / "figure.png").convert("RGB"))
    for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        assert (edge == 255).all()
    assert pixels.min() < 50  # and something is drawn


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda ax: plots.matrix(ax, np.zeros(3)),
            "matrix: expected values with 2 axes (rows, columns), got shape (3,)",
        ),
        (
            lambda ax: plots.filters(ax, np.zeros((2, 3, 5))),
            "filters: expected weight with 4 axes (C_out, C_in, KH, KW), got shape (2, 3, 5)",
        ),
        (
            lambda ax: plots.feature_maps(ax, np.zeros((1, 2, 3, 5))),
            "feature_maps: expected maps with 3 axes (C, H, W), got shape (1, 2, 3, 5)",
        ),
        (
            lambda ax: plots.receptive_field(ax, np.zeros(4)),
            "receptive_field: expected strength with 2 axes (H, W), got shape (4,)",
        ),
        (
            lambda ax: plots.confusion(ax, [0, 1], [0], ["a", "b"]),
            "confusion: expected predicted of shape (2,), got (1,)",
        ),
        (
            lambda ax: plots.confusion(ax, [0, 2], [0, 1], ["a", "b"]),
            "confusion: expected target from 0 to 1, got values from 0 to 2",
        ),
        (
            lambda ax: plots.curves(ax, {"test": np.zeros((1, 2, 3))}),
            "curves: expected 'test' with 2 axes (seeds, steps), got shape (1, 2, 3)",
        ),
    ],
)
def test_wrong_input_is_refused(ax: Axes, draw: Any, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  (the next line compares the whole message)
        draw(ax)
    assert str(caught.value) == message
