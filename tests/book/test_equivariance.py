"""The two ways around the diagram against cnnlib, and the cases in which they must agree."""

import itertools

import numpy as np
import pytest

from cnnlib.interactive import equivariance
from cnnlib.interactive.equivariance import BORDERS, KERNELS, MARGIN, network

pytestmark = pytest.mark.browser

N = 12


@pytest.fixture
def scene(rng):
    return rng.uniform(size=(N + 2 * MARGIN, N + 2 * MARGIN))


def state(scene, **settings):
    start = {"layers": 1, "s": 1, "border": "zeros", "entering": "scene", "down": 0, "right": 3}
    return {"scene": scene, "margin": MARGIN, "kernels": KERNELS, "kernel": "relief", **start, **settings}


def views(scene, down, right, entering):
    """Return the image, and the image after the shift."""
    here = scene[MARGIN:-MARGIN, MARGIN:-MARGIN]
    if entering == "around":
        return here, np.roll(here, (down, right), axis=(0, 1))
    rows, columns = (slice(MARGIN - by, MARGIN - by + N) for by in (down, right))
    return here, scene[rows, columns]


CASES = list(itertools.product(BORDERS, ("scene", "around"), (1, 2, 3), (1, 2), KERNELS))


@pytest.mark.parametrize("kernel", KERNELS)
def test_outputs_and_differences_are_those_of_the_library(compute, rng, scene, kernel):
    for border, entering, s, layers, _ in (case for case in CASES if case[-1] == kernel):
        down, right = (int(by) for by in rng.integers(-MARGIN, MARGIN + 1, size=2))
        now = state(scene, border=border, entering=entering, s=s, layers=layers, kernel=kernel)
        result = compute("equivariance", now | {"down": down, "right": right})
        x, moved = views(scene, down, right, entering)
        np.testing.assert_array_equal(result["x"], x)
        np.testing.assert_array_equal(result["moved"], moved)
        weights = np.array(KERNELS[kernel])
        before, after = (network(image, weights, layers, s, border) for image in (x, moved))
        np.testing.assert_allclose(result["before"], before, atol=1e-12)
        np.testing.assert_allclose(result["after"], after, atol=1e-12)

        steps = [int(np.floor(by / s + 0.5)) for by in (down, right)]
        expected = np.roll(before, steps, axis=(0, 1))
        known = np.ones(before.shape, dtype=bool)
        if entering == "scene":
            places = np.indices(before.shape) - np.reshape(steps, (2, 1, 1))
            known = ((places >= 0) & (places < np.reshape(before.shape, (2, 1, 1)))).all(axis=0)
        difference = np.abs(after - expected) / before.max()
        shown = np.array(result["difference"], dtype=float)  # null becomes NaN
        np.testing.assert_array_equal(np.isnan(shown), ~known)
        np.testing.assert_allclose(shown[known], difference[known], atol=1e-9)
        assert result["compared"] == known.sum()
        assert result["differ"] == np.sum(difference[known] > 1e-9)


@pytest.mark.parametrize(("border", "entering"), [("none", "scene"), ("circular", "around")])
def test_without_border_effects_all_outputs_agree(compute, scene, border, entering):
    for down, right, layers in itertools.product((-8, -1, 0, 5), (-3, 8), (1, 4)):
        settings = {"border": border, "entering": entering, "layers": layers}
        result = compute("equivariance", state(scene, down=down, right=right, **settings))
        assert result["compared"] > 0 or border == "none"  # four layers and a large shift can leave nothing
        assert result["differ"] == 0


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_zero_padding_reaches_one_pixel_further_with_each_layer(compute, scene, layers):
    result = compute("equivariance", state(scene, layers=layers, kernel="blur", right=1))
    differs = np.array(result["difference"], dtype=float) > 1e-9
    assert np.flatnonzero(differs.any(axis=0)).tolist() == [*range(1, 1 + layers), *range(N - layers, N)]


@pytest.mark.parametrize("right", [1, 2, 3, 4])
def test_a_stride_keeps_only_the_shifts_that_it_divides(compute, scene, right):
    result = compute("equivariance", state(scene, s=2, right=right, border="circular", entering="around"))
    assert (result["differ"] == 0) == result["whole"] == (right % 2 == 0)


def test_figure_says_how_many_outputs_differ(show, scene):
    page = show(equivariance(scene, border="none"))
    said = page.locator(".cnn-live")
    assert (
        said.inner_text() == "Shift: 3 to the right, 0 down. All 70 outputs compared are equal: equivariant."
    )
    page.get_by_role("slider", name="stride").press("ArrowRight")
    assert "Stride 2 does not divide the shift" in said.inner_text()
    page.get_by_role("slider", name="stride").press("Home")
    page.get_by_role("combobox", name="border").select_option("zeros")
    assert " of 108 outputs differ (" in said.inner_text()
    page.get_by_role("button", name="the other side").click()
    assert " of 144 outputs differ (" in said.inner_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"border": "same"},
            "expected border as one of none, zeros, reflect, replicate, circular, got 'same'",
        ),
        ({"shift": (0, 9)}, "expected shift right of at most 16 in this figure"),
        ({"layers": 5}, "expected layers of at most 4 in this figure, got 5"),
    ],
)
def test_figure_refuses_settings_that_it_cannot_show(scene, options, message):
    with pytest.raises(ValueError, match=message):
        equivariance(scene, **options)


def test_figure_refuses_scenes_that_are_not_square(scene):
    with pytest.raises(ValueError, match=r"expected a square scene, got shape \(28, 30\)"):
        equivariance(np.pad(scene, ((0, 0), (1, 1))))
