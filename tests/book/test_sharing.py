"""One layer, three ways to connect it: the browser counts what the layers of cnnlib hold."""

import pytest

from cnnlib.interactive import sharing
from cnnlib.numpy_nn import Conv2d, Linear, LocallyConnected2d

pytestmark = pytest.mark.browser


def state(n, k, maps, mode, unit=0):
    return {"n": n, "k": k, "maps": maps, "mode": mode, "unit": unit}


def held(layer):
    return sum(parameter.size for parameter in layer.parameters().values())


@pytest.mark.parametrize(("n", "k", "maps"), [(4, 3, 1), (4, 3, 2), (5, 1, 3), (6, 6, 2), (8, 5, 7)])
def test_parameters_are_those_of_the_three_layers(compute, n, k, maps):
    side = n - k + 1
    layers = {
        "full": Linear(n**2, maps * side**2),
        "local": LocallyConnected2d(1, maps, input_size=n, kernel_size=k),
        "shared": Conv2d(1, maps, k),
    }
    for mode, layer in layers.items():
        now = compute("sharing", state(n, k, maps, mode))
        assert now["units"] == maps * side**2
        assert now["parameters"] == {name: held(one) for name, one in layers.items()}
        assert now["connections"][mode] == now["units"] * now["reads"][mode]
        assert now["reads"][mode] == layer.weight.size // (maps if mode == "shared" else now["units"])


def test_windows_cover_the_image_and_only_shared_weights_start_again_at_0(compute):
    n, k = 5, 3
    for mode, step in (("full", 25), ("local", 9), ("shared", 0)):
        seen = [compute("sharing", state(n, k, 1, mode, unit)) for unit in range(9)]
        assert [now["first"] for now in seen] == [step * unit for unit in range(9)]
        windows = [now["window"] for now in seen]
        expected = [[0, 0, 5]] * 9 if mode == "full" else [[r, c, 3] for r in range(3) for c in range(3)]
        assert windows == expected


@pytest.mark.parametrize(
    ("mode", "ledger"),
    [
        ("fully connected", "68 (4 × 17)"),
        ("local", "40 (4 × 10)"),
        ("local and shared", "10 (10, and 0 for the 3 other units)"),
    ],
)
def test_figure_says_the_numbers_of_the_chapter(show, mode, ledger):
    page = show(sharing())
    page.get_by_role("button", name=mode, exact=True).press("Enter")
    assert f"Parameters of the layer: {ledger}." in page.locator(".cnn-live").inner_text()


def test_a_smaller_window_and_a_smaller_image_keep_the_unit_inside(show):
    page = show(sharing(6, 3, mode="local", unit=15))
    page.get_by_label("image", exact=True).select_option("4 × 4")
    assert "Unit 4 of 4 reads 9 of 16 pixels." in page.locator(".cnn-live").inner_text()
    page.get_by_label("window", exact=True).press("End")
    assert "Unit 1 of 1 reads 16 of 16 pixels." in page.locator(".cnn-live").inner_text()


def test_dragging_on_the_image_moves_the_window(show):
    page = show(sharing(mode="shared"))
    box = page.locator(".cnn-canvas").bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] * 0.15)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    assert page.locator(".cnn-live").inner_text().startswith("Unit 4 of 4")


def test_a_unit_of_a_large_image_is_drawn_without_a_line_for_each_pixel(show):
    page = show(sharing(1000, 10, mode="shared", unit=300_500))
    assert page.locator(".cnn-canvas *").count() < 100
    assert "982,080 other units" in page.locator(".cnn-live").inner_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 4, "kernel_size": 5}, "expected kernel_size of at most 4 in this figure, got 5"),
        ({"mode": "all"}, "expected mode as one of full, local, shared, got 'all'"),
        ({"unit": 4}, "expected unit from 0 to 3, got 4"),
        ({"maps": 65}, "expected maps of at most 64 in this figure, got 65"),
    ],
)
def test_wrong_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        sharing(**arguments)
