"""The books of a layer against layers that are really made."""

import pytest

from cnnlib.interactive import layer_ledger
from cnnlib.interactive.layer_ledger import draw_connections
from cnnlib.numpy_nn import Conv2d, Linear
from cnnlib.summary import summary

pytestmark = pytest.mark.browser


def state(cin, cout, k, groups=1, bias=True, n=32, stride=1):
    return {"cin": cin, "cout": cout, "k": k, "groups": groups, "bias": bias, "n": n, "stride": stride}


def test_the_chapters_layer_has_760_parameters(compute):
    books = compute("layer_ledger", state(3, 10, 5))
    assert (books["weights"], books["biases"], books["parameters"]) == (750, 10, 760)
    assert books["multiplyAdds"] == 768_000


def test_books_are_those_of_a_real_layer(compute, rng):
    refused = 0
    for _ in range(40):
        cin, cout, groups = (int(rng.integers(1, high)) for high in (13, 13, 4))
        k, n, stride = int(rng.choice([1, 3, 5])), int(rng.integers(1, 12)), int(rng.integers(1, 4))
        bias = bool(rng.integers(2))
        books = compute("layer_ledger", state(cin, cout, k, groups, bias, n, stride))
        if not books["fits"]:
            refused += 1
            assert groups not in books["possible"]
            with pytest.raises(ValueError, match="groups"):
                Conv2d(cin, cout, k, groups=groups)
            continue
        layer = Conv2d(cin, cout, k, stride, k // 2, groups=groups, bias=bias)
        row = summary(layer, (1, cin, n, n)).rows[0]
        assert row.output_shape == (1, cout, books["size"], books["size"])
        assert (books["parameters"], books["multiplyAdds"]) == (row.parameters, row.multiply_adds)
        assert books["shape"] == list(layer.weight.shape)
        assert books["outputs"] == cout * books["size"] ** 2
        dense = Linear(cin * n * n, books["outputs"], bias=bias)
        assert books["dense"] == sum(values.size for values in dense.parameters().values())
    assert refused > 5


def test_possible_groups_are_those_that_pytorch_takes(compute):
    import torch

    books = compute("layer_ledger", state(12, 18, 3, groups=5))
    assert not books["fits"]
    taken = []
    for groups in range(1, 19):
        try:
            torch.nn.Conv2d(12, 18, 3, groups=groups)
            taken.append(groups)
        except ValueError:
            pass
    assert books["possible"] == taken


def test_figure_follows_what_the_reader_types(show):
    page = show(layer_ledger())
    said, table = page.locator(".cnn-live"), page.locator("table")
    assert said.inner_text().startswith("760 parameters: 750 weights and 10 biases. 768,000 multiply-adds.")
    page.get_by_label("bias").press("Space")
    assert said.inner_text().startswith("750 parameters: 750 weights and 0 biases.")
    page.get_by_label("stride").press("ArrowRight")
    assert "750 × 16" not in table.inner_text()
    assert "192,000" in table.inner_text()
    page.get_by_label("groups").press("ArrowUp")
    assert said.inner_text() == (
        "2 groups do not divide 3 and 10 channels evenly: PyTorch refuses. Possible: 1. "
        "With 1 group it would be 750 parameters."
    )
    page.get_by_label("input channels", exact=True).fill("10")
    assert said.inner_text().startswith("1,250 parameters")


def test_figure_refuses_what_its_controls_cannot_show():
    with pytest.raises(ValueError, match="expected an odd kernel_size from 1 to 11 in this figure, got 4"):
        layer_ledger(kernel_size=4)
    with pytest.raises(ValueError, match="expected in_channels of at most 512"):
        layer_ledger(in_channels=513)
    with pytest.raises(ValueError, match="groups"):
        layer_ledger(groups=2)


def test_still_picture_has_one_block_for_each_group():
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    ax = Figure().subplots()
    draw_connections(ax, 8, 4, groups=4)
    blocks = [patch.get_bbox().bounds for patch in ax.patches[:-1] if isinstance(patch, Rectangle)]
    assert blocks == [(2 * g, g, 2, 1) for g in range(4)]
