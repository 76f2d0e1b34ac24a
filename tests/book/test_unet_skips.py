"""The U-Net in the page: the browser scores each pixel as the library does, for every state of the skips."""

import numpy as np
import pytest

from cnnlib import data, numpy_nn, torch_nn
from cnnlib.interactive import unet_skips
from cnnlib.interactive.unet_skips import folded, run
from cnnlib.train import fit

pytestmark = pytest.mark.browser

SCENES = data.segmentation_scenes(3, 32, rng=18)
TRUTH = SCENES.masks > 0


def net(skips):
    """A U-Net after a few steps, its batch norms with statistics of their own, half of its answers 1."""
    model = numpy_nn.models.unet(2, 3, width=3, depth=2, skips=skips, norm=True, rng=5)
    some = data.segmentation_scenes(32, 32, rng=1)
    x, y = data.as_float(some.images), (some.masks > 0).astype(np.int64)
    fit(model, numpy_nn.CrossEntropyLoss(), numpy_nn.Adam(model, lr=1e-2), (x, y), epochs=5, batch_size=8)
    model.head.weight *= 20
    background, objects = model(data.as_float(SCENES.images)).swapaxes(0, 1)
    assert model.head.bias is not None
    model.head.bias[1] -= np.median(objects - background)
    return model


@pytest.fixture(scope="module")
def nets():
    return net(True), net(False)


def figure(nets, images=SCENES.images, masks=TRUTH, **options):
    with_skips, without = nets
    return unet_skips(with_skips, without, images, masks, **options)


def scores(model, x, across=lambda level, kept: kept):
    """What the library's layers say, with what goes over each skip replaced."""
    kept = []
    for convs, pool in zip(model.contract, model.pools, strict=True):
        kept.append(convs(x))
        x = pool(kept[-1])
    kept = [across(level, one) for level, one in enumerate(kept)]
    x = model.bottom(x)
    for up_conv, join, convs in zip(model.up_convs, model.joins, model.expand, strict=True):
        x = convs(join(kept.pop(), up_conv(x)))
    return model.head(x)[0]


def leads(scores_):
    """By how much objects lead at each pixel; differs from pixel to pixel, or nothing could be compared."""
    lead = scores_[1] - scores_[0]
    assert np.ptp(lead) > 0.2
    return lead


@pytest.mark.parametrize(
    "skips", [["own", "own"], ["none", "own"], ["own", "none"], ["other", "own"], ["none", "other"]]
)
def test_each_pixel_gets_the_scores_that_the_library_gives_it(compute, nets, skips):
    state = figure(nets, scene=2).state
    now = compute("unet_skips", state | {"skips": skips})
    x = data.as_float(SCENES.images)
    other = []
    h = x[:1]  # the scene after the last one is the first
    for convs, pool in zip(nets[0].contract, nets[0].pools, strict=True):
        other.append(convs(h))
        h = pool(other[-1])
    source = {
        "own": lambda level, kept: kept,
        "none": lambda level, kept: 0 * kept,
        "other": lambda level, kept: other[level],
    }
    expected = leads(scores(nets[0], x[2:], lambda level, kept: source[skips[level]](level, kept)))
    # the page holds four decimals of each weight
    np.testing.assert_allclose(now["switched"]["lead"], expected, atol=2e-3 * np.ptp(expected))
    expected = leads(scores(nets[1], x[2:]))
    np.testing.assert_allclose(now["without"]["lead"], expected, atol=2e-3 * np.ptp(expected))


def test_overlap_and_counts_are_those_of_the_masks(compute, nets):
    now = compute("unet_skips", figure(nets).state)
    for result in (now["switched"], now["without"]):
        answer = np.array(result["lead"]) > 0
        np.testing.assert_array_equal(result["answer"], answer)
        assert 0.1 < answer.mean() < 0.9
        assert result["missed"] == np.sum(TRUTH[0] & ~answer)
        assert result["extra"] == np.sum(~TRUTH[0] & answer)
        assert result["iou"] == pytest.approx(np.sum(TRUTH[0] & answer) / np.sum(TRUTH[0] | answer))


@pytest.mark.parametrize("skips", [True, False])
def test_folding_batch_norm_into_the_convolutions_changes_no_answer(nets, skips):
    model, x = nets[0 if skips else 1], data.as_float(SCENES.images)
    for i in range(3):
        expected = leads(scores(model, x[i : i + 1]))
        np.testing.assert_allclose(
            np.subtract(*run(folded(model), x[i])[::-1]), expected, atol=2e-3 * np.ptp(expected)
        )


def test_both_sides_of_the_library_give_the_same_figure():
    models = [
        [
            side.models.unet(2, 3, width=2, depth=1, skips=skips, norm=True, rng=0).eval()
            for skips in (True, False)
        ]
        for side in (numpy_nn, torch_nn)
    ]
    states = [figure(pair).state for pair in models]
    assert states[0] == states[1]


def test_every_switch_changes_the_drawing_and_the_words(show, nets):
    page = show(figure(nets))
    said, drawing = page.locator(".cnn-live"), page.locator("svg.cnn-canvas")
    assert said.inner_text().startswith("All skips as trained. Overlap with the true objects: IoU 0.")
    seen = {drawing.inner_html()}
    for size in ("32×32", "16×16"):
        group = page.get_by_role("group", name=f"Skip at {size}")
        for source, words in (("cut", "cut"), ("other", "of the other scene")):
            group.get_by_role("button", name=source).click()
            assert f"{size} {words}" in said.inner_text()
            assert drawing.inner_html() not in seen
            seen.add(drawing.inner_html())
    page.get_by_label("scene", exact=True).select_option("number 2")
    assert drawing.inner_html() not in seen
    assert "other scene: 0" in (drawing.text_content() or "")


def test_wrong_input_is_refused(nets):
    with pytest.raises(ValueError, match="expected a network with skips, then one without"):
        figure(nets[::-1])
    with pytest.raises(ValueError, match="expected 2 to 12 square pictures"):
        figure(nets, SCENES.images / 255)
    with pytest.raises(ValueError, match="expected 2 to 12 square pictures"):
        figure(nets, SCENES.images[..., :24])
    with pytest.raises(ValueError, match=r"expected masks of shape \(3, 32, 32\), H a multiple of 4"):
        figure(nets, masks=TRUTH[:2])
    with pytest.raises(ValueError, match="expected scene from 0 to 2"):
        figure(nets, scene=3)
