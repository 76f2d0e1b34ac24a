"""What is special about each model, seen from outside."""

from typing import Any

import numpy as np
import pytest

from cnnlib import numpy_nn
from cnnlib.numpy_nn.models.hourglass import Hourglass
from cnnlib.numpy_nn.models.resnet import BasicBlock, Bottleneck
from cnnlib.numpy_nn.models.unet import Join
from tests.cnnlib_models.support import compare, make_alike

RNG = np.random.default_rng(0)


def lively(net: Any) -> Any:
    for p in net.parameters().values():
        p[...] = np.random.default_rng(1).standard_normal(p.shape) * (2 / p[0].size) ** 0.5
    return net


def reads(net: Any, x: np.ndarray, position: tuple[int, ...]) -> np.ndarray:
    """Say which inputs the output at one position depends on, by its gradient."""
    dy = np.zeros_like(net(x))
    dy[0, :, *position] = RNG.standard_normal(dy.shape[1])
    return np.abs(net.backward(dy)[0]).max(axis=0) > 0


def test_causal_stack_sees_16_samples_back_and_none_ahead() -> None:
    net = lively(numpy_nn.models.causal_stack(width=64, rng=0, dtype="float64"))
    seen = reads(net, RNG.standard_normal((1, 1, 40)), (30,))
    assert np.flatnonzero(seen).tolist() == list(range(15, 31))


def test_causal_stack_does_not_change_its_past() -> None:
    net = numpy_nn.models.causal_stack(rng=0, dtype="float64")
    x = RNG.standard_normal((1, 1, 40))
    later = x.copy()
    later[..., 25:] += 1
    before, after = net(x), net(later)
    assert np.array_equal(before[..., :25], after[..., :25])
    assert (before[..., 25:] != after[..., 25:]).all()


@pytest.mark.parametrize("block", [BasicBlock, Bottleneck])
def test_residual_block_whose_body_is_silent_passes_its_input(block: Any) -> None:
    net = block(8, 8 // block.expansion, dtype="float64")
    last = net.bn2 if block is BasicBlock else net.bn3
    last.weight[...] = 0
    x = RNG.standard_normal((2, 8, 5, 6))
    assert np.array_equal(net(x), np.maximum(x, 0))


def test_plain_net_is_the_residual_one_without_its_shortcuts() -> None:
    """With the same weights the first block of each differs by the input, before the last ReLU."""
    plain = numpy_nn.models.plain18(width=4, rng=0, dtype="float64")
    residual = numpy_nn.models.resnet18(width=4, rng=0, dtype="float64")
    names = [name for name in residual.parameters() if "downsample" not in name]
    assert list(plain.parameters()) == names
    first = residual[4][0]
    x = RNG.standard_normal((2, 4, 6, 6))
    plain[4][0].load_state_dict(first.state_dict())
    assert np.allclose(plain[4][0](x), np.maximum(first.paths[0](x), 0))
    assert np.allclose(first(x), np.maximum(first.paths[0](x) + x, 0))


def test_unet_joins_odd_sizes_and_puts_the_zeros_last() -> None:
    kept, below = np.ones((1, 1, 5, 3)), np.ones((1, 2, 4, 2))
    y = Join()(kept, below)
    assert y.shape == (1, 3, 5, 3)
    assert (y[:, 1:, :4, :2] == 1).all()
    assert y.sum() == kept.sum() + below.sum()


def test_unet_and_encoder_decoder_and_hourglass_say_something_about_every_pixel() -> None:
    for name, size in (("unet", (19, 26)), ("encoder_decoder", (19, 26)), ("hourglass", (16, 24))):
        model = getattr(numpy_nn.models, name)
        net = model(in_channels=2, num_classes=3, width=2, rng=0, dtype="float64")
        assert net(RNG.standard_normal((2, 2, *size))).shape == (2, 3, *size)


def test_unet_at_its_bottom_sees_far_and_across_sees_near() -> None:
    net = lively(numpy_nn.models.unet(width=4, depth=3, rng=0, dtype="float64"))
    x = RNG.standard_normal((1, 1, 64, 64))
    assert reads(net, x, (32, 32)).sum() > 40 * 40
    for up_conv in net.up_convs:
        up_conv.weight[...] = 0  # cut everything but the copies across
    rows, columns = np.nonzero(reads(net, x, (32, 32)))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (
        28,
        36,
        28,
        36,
    )  # four 3 x 3 convolutions


def test_unet_with_batch_norm_agrees_and_has_no_bias_before_it() -> None:
    ours, theirs = make_alike("unet", width=2, depth=2, norm=True)
    compare(ours, theirs, (3, 1, 13, 10))
    names = {name.removeprefix("bottom.") for name in ours.parameters() if name.startswith("bottom.")}
    assert names == {"conv1.weight", "bn1.weight", "bn1.bias", "conv2.weight", "bn2.weight", "bn2.bias"}


def test_small_resnet_has_six_n_plus_two_layers_with_weights() -> None:
    for depth in (8, 14, 20):
        kinds = [
            p.ndim
            for name, p in numpy_nn.models.small_plain(depth, width=2).parameters().items()
            if "bn" not in name
        ]
        assert kinds.count(4) + kinds.count(2) == depth
    for depth in (7, 2, 9):
        with pytest.raises(ValueError, match=f"SmallResNet: expected depth as 6 n \\+ 2, .* got {depth}"):
            numpy_nn.models.small_resnet(depth)


def test_unet_without_skips_agrees_and_lets_nothing_across() -> None:
    """Its up-convolutions are then the only way, so that without them no input reaches an output."""
    options: dict[str, Any] = {"width": 2, "depth": 2, "skips": False}
    ours, theirs = make_alike("unet", **options)
    compare(ours, theirs, (2, 1, 13, 10))
    whole = numpy_nn.models.unet(width=2, depth=2, rng=0)
    halved = {"expand.0.conv1.weight": (4, 4, 3, 3), "expand.1.conv1.weight": (2, 2, 3, 3)}
    for name, p in ours.parameters().items():
        assert p.shape == halved.get(name, whole.parameters()[name].shape)
    for up_conv in ours.up_convs:
        up_conv.weight[...] = 0
    assert not reads(ours, RNG.standard_normal((1, 1, 12, 12)), (6, 6)).any()


def test_unpooling_puts_numbers_where_the_maxima_were() -> None:
    net = numpy_nn.models.encoder_decoder(width=2, rng=0, dtype="float64")
    net(RNG.standard_normal((1, 3, 16, 16)))
    pooled, unpooled = (
        net.pools[0].inputs[0],
        net.decode[2].inputs[0],
    )  # what was pooled first is unpooled last
    largest = pooled.reshape(1, 2, 8, 2, 8, 2).max((3, 5)).repeat(2, axis=2).repeat(2, axis=3)
    assert (unpooled != 0).sum() > 20
    assert (pooled == largest)[unpooled != 0].all()


def test_hourglass_adds_what_it_says_at_each_resolution() -> None:
    net = Hourglass(4, depth=2, rng=0, dtype="float64")
    x = RNG.standard_normal((1, 4, 8, 8))
    y = net(x)
    assert np.allclose(y, net.low(x) + net.high(x))


def test_autoencoder_squeezes_784_pixels_into_its_code() -> None:
    net = numpy_nn.models.autoencoder(code_size=9, rng=0, dtype="float64")
    x = RNG.standard_normal((2, 1, 28, 28))
    code = net[0](x)
    assert code.shape == (2, 9, 1, 1)
    assert np.array_equal(net(x), net[1](code))
    assert reads(net[0], x, (0, 0)).all()


def test_small_yolo_sees_a_whole_object_from_each_cell() -> None:
    net = lively(numpy_nn.models.small_yolo(width=4, rng=0, dtype="float64")).eval()
    rows, _ = np.nonzero(reads(net, RNG.standard_normal((1, 3, 112, 112)), (7, 7)))
    assert (
        rows.max() - rows.min() + 1 >= 48
    )  # the largest shape of scenes of 56 pixels has a radius of 0.26 * 56
    assert rows.min() < 56
    assert rows.max() >= 64  # beyond both ends of the cell
