"""The ledger of VGG against networks that are really made, and what its controls do."""

import pytest

from cnnlib import numpy_nn
from cnnlib.interactive import vgg_ledger
from cnnlib.interactive.vgg_ledger import ledger
from cnnlib.summary import summary

pytestmark = pytest.mark.browser
PAPER = {11: 132_863_336, 13: 133_047_848, 16: 138_357_544, 19: 143_667_240}


def state(depth=16, doublings=0, side=224, bits=32, purpose="momentum", line=1):
    return {
        "depth": depth,
        "doublings": doublings,
        "side": side,
        "bits": bits,
        "purpose": purpose,
        "line": line,
    }


@pytest.mark.parametrize("depth", PAPER)
def test_parameters_are_those_of_the_paper(compute, depth):
    assert compute("vgg_ledger", state(depth))["parameters"] == PAPER[depth]


@pytest.mark.parametrize("side", [32, 64, 96])
def test_lines_are_those_of_a_real_network(compute, side):
    """A network of the same layers, 32 times thinner: parameters and outputs follow from its shapes."""
    thin = summary(numpy_nn.models.vgg13(width=2, rng=0), (1, 3, side, side)).rows
    real = [row for row in thin if row.kind in ("Conv2d", "MaxPool2d", "AdaptiveAvgPool2d", "Linear")]
    lines = compute("vgg_ledger", state(13, side=side))["lines"][1:]
    assert len(lines) == len(real)
    for (name, shape, parameters, outputs), row in zip(lines, real, strict=True):
        assert row.output_shape is not None
        n, *sides = row.output_shape[1:]
        channels = n if name == "linear 3" else 32 * n
        assert shape == " × ".join(map(str, [channels, *sides])), name
        assert outputs == channels * (sides[0] * sides[1] if sides else 1)
        assert (parameters > 0) == (row.parameters > 0)


@pytest.mark.parametrize("depth", PAPER)
@pytest.mark.parametrize("side", [32, 224, 448])
def test_the_picture_draws_the_same_lines(compute, depth, side):
    lines = compute("vgg_ledger", state(depth, side=side))["lines"]
    assert [(name, held, made) for name, _, held, made in lines] == [
        tuple(line) for line in ledger(depth, side)
    ]


def test_memory_is_four_bytes_for_each_number_that_is_kept(compute):
    held = 4 * 138_357_544
    outputs = 4 * (3 * 224**2 + sum(line.outputs for line in ledger(16, 224)[1:]))
    for purpose, copies in [("descent", 1), ("momentum", 2), ("adam", 3)]:
        memory = compute("vgg_ledger", state(doublings=5, purpose=purpose))["memory"]
        assert memory == {"parameters": held, "extra": copies * held, "outputs": 32 * outputs}
    use = compute("vgg_ledger", state(doublings=5, purpose="use"))["memory"]
    assert use == {"parameters": held, "extra": 0, "outputs": 32 * 4 * 2 * 64 * 224**2}


@pytest.mark.parametrize("purpose", ["use", "descent", "momentum", "adam"])
def test_outputs_outweigh_the_rest_just_from_the_named_batch_on(compute, purpose):
    now = compute("vgg_ledger", state(purpose=purpose))
    fixed, each = now["memory"]["parameters"] + now["memory"]["extra"], now["memory"]["outputs"]
    assert (now["even"] - 1) * each < fixed <= now["even"] * each


def test_sixteen_bits_halve_everything(compute):
    long, short = (compute("vgg_ledger", state(doublings=3, bits=bits))["memory"] for bits in (32, 16))
    assert {name: 2 * size for name, size in short.items()} == long


def test_figure_follows_its_controls(show):
    page = show(vgg_ledger())
    words = page.locator(".cnn-live")
    assert words.inner_text().startswith(
        "VGG-16, one picture at a time: 1.55 GiB for 138,357,544 parameters, 58.1 MiB for all outputs. "
        "The parameters and what belongs to them take more; the outputs do from 28 pictures on."
    )
    page.get_by_label("batch").press("End")
    assert "256 pictures at a time" in words.inner_text()
    assert "The outputs take more" in words.inner_text()
    page.get_by_label("picture", exact=True).press("Home")
    page.get_by_label("marked line").press("End")
    assert "Marked: linear 3, 1000: 4,097,000 parameters, 3% of all" in words.inner_text()
    page.get_by_role("button", name="19").click()
    page.get_by_role("button", name="use").click()
    assert "143,667,240 parameters" in words.inner_text()
    assert "outputs of two neighboring layers" in words.inner_text()
    assert "Marked: pool 5" not in words.inner_text()


def test_a_tap_marks_a_line(show):
    page = show(vgg_ledger())
    box = page.locator("svg.cnn-canvas").bounding_box()
    scale = box["width"] / 340
    page.mouse.click(box["x"] + scale * 100, box["y"] + scale * (30 + 13 * 19))
    assert (
        "Marked: linear 1, 4096: 102,764,544 parameters, 74% of all" in page.locator(".cnn-live").inner_text()
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"depth": 12}, "expected a depth of 11, 13, 16, 19, got 12"),
        ({"side": 100}, "a side that is a multiple of 32"),
        ({"batch": 3}, "a batch that is a power of 2"),
        ({"batch": 512}, "expected batch of at most 256"),
        ({"purpose": "fun"}, "expected a purpose of use, descent, momentum, adam, got 'fun'"),
    ],
)
def test_settings_that_the_controls_cannot_show_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        vgg_ledger(**options)
