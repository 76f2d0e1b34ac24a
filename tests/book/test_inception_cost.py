"""The books of an Inception module against networks that are really made."""

import numpy as np
import pytest

from cnnlib.interactive import inception_cost
from cnnlib.interactive.inception_cost import channels_out, modules, weights
from cnnlib.numpy_nn import Branches, Conv2d, MaxPool2d, Sequential
from cnnlib.numpy_nn.models import googlenet
from cnnlib.summary import summary

pytestmark = pytest.mark.browser


def books(net, module):
    """Channels that leave a network, its weights and multiply-adds, on maps of the module's size."""
    shape = 1, module.cin, module.size, module.size
    found = summary(net, shape)
    return net(np.zeros(shape, dtype=np.float32)).shape[1], found.parameters, found.multiply_adds


def conv(cin, cout, k):
    return Conv2d(cin, cout, k, padding=k // 2, bias=False)


def built(module, squeeze3, squeeze5, pool, k):
    m = module
    return Branches(
        conv(m.cin, m.one, 1),
        Sequential(conv(m.cin, squeeze3, 1), conv(squeeze3, m.three, 3)),
        Sequential(conv(m.cin, squeeze5, 1), conv(squeeze5, m.five, k)),
        Sequential(MaxPool2d(3, stride=1, padding=1), conv(m.cin, pool, 1)),
    )


def bare(module, k):
    m = module
    return Branches(
        conv(m.cin, m.one, 1),
        conv(m.cin, m.three, 3),
        conv(m.cin, m.five, k),
        MaxPool2d(3, stride=1, padding=1),
    )


@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize(
    ("place", "squeeze3", "squeeze5", "pool"), [(0, 96, 16, 32), (3, 1, 512, 7), (8, 300, 2, 832)]
)
def test_books_are_those_of_a_real_module(compute, place, squeeze3, squeeze5, pool, k):
    module = modules()[place]
    state = inception_cost(module.name, k=k).state | {
        "squeeze3": squeeze3,
        "squeeze5": squeeze5,
        "pool": pool,
    }
    now = compute("inception_cost", state)
    expected = books(built(module, squeeze3, squeeze5, pool, k), module)
    assert (now["channels"], now["weights"], now["multiplyAdds"]) == expected
    direct = books(bare(module, k), module)
    assert (now["channelsDirect"], now["direct"], now["multiplyAddsDirect"]) == direct
    now = compute("inception_cost", state | {"squeeze": False})
    assert (now["channels"], now["weights"], now["multiplyAdds"]) == direct


def test_modules_are_those_of_googlenet():
    """With the kernel of 3 that torchvision has, the modules' weights are the network's."""
    net = googlenet(num_classes=1, rng=0)
    inside = {name: v.size for name, v in net.parameters().items() if name.endswith("conv.weight")}
    assert [m.name for m in modules()] == ["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"]
    for module in modules():
        mine = sum(size for name, size in inside.items() if name.startswith(f"inception{module.name}."))
        assert sum(weights(module, k=3).values()) == mine
    for before, after in zip(modules(), modules()[1:], strict=False):
        assert channels_out(before) == after.cin


def test_a_detour_pays_up_to_the_width_that_is_named(compute):
    state = inception_cost("4b").state
    for key, branch in (("squeeze3", 1), ("squeeze5", 2)):
        pays = compute("inception_cost", state)["branches"][branch]["pays"]
        costs = [compute("inception_cost", state | {key: pays + more})["branches"][branch] for more in (0, 1)]
        assert costs[0]["squeezed"] < costs[0]["direct"] <= costs[1]["squeezed"]


def test_every_control_changes_the_drawing_and_the_words(show):
    page = show(inception_cost())
    said, drawing = page.locator(".cnn-live"), page.locator("svg.cnn-canvas")
    assert said.inner_text().startswith(
        "Module 3a, 192 channels of 28×28: 163,328 weights and 128 million multiply-adds, 42% of the 303 million"
    )
    seen, heard = [drawing.inner_html()], [said.inner_text()]

    def note():
        seen.append(drawing.inner_html())
        heard.append(said.inner_text())

    for name in ("before 3×3", "before third", "after pool"):
        page.get_by_role("slider", name=name).press("ArrowRight")
        note()
    page.get_by_role("button", name="3×3").press("Enter")
    note()
    page.get_by_label("squeeze by 1×1").press("Space")
    note()
    page.get_by_label("module", exact=True).select_option("8")
    note()
    assert len(set(seen)) == len(set(heard)) == 7
    assert heard[-1].startswith("Module 5b, 832 channels of 7×7, nothing squeezed:")
    page.get_by_label("squeeze by 1×1").press("Space")
    assert "1024 channels leave it, without squeezing 1,728." in said.inner_text()


def test_another_module_brings_its_own_channels_in_between(show):
    page = show(inception_cost())
    page.get_by_role("slider", name="before third").press("End")
    page.get_by_label("module", exact=True).select_option("2")
    values = [
        page.get_by_role("slider", name=n).input_value() for n in ("before 3×3", "before third", "after pool")
    ]
    assert values == ["96", "16", "64"]


def test_figure_refuses_what_googlenet_does_not_have():
    with pytest.raises(ValueError, match=r"expected a module of GoogLeNet \(3a, 3b, .*5b\), got '6a'"):
        inception_cost("6a")
    with pytest.raises(ValueError, match="expected k of 3 or 5, got 4"):
        inception_cost(k=4)
