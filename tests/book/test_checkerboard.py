"""The counts of products against layers of ones."""

import numpy as np
import pytest
import torch

from cnnlib.interactive import checkerboard
from cnnlib.interactive.checkerboard import products

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("method", ["stamp", "resize"])
@pytest.mark.parametrize("layers", [1, 2])
def test_row_is_that_of_layers_of_ones(compute, method, layers):
    for k in range(1, 7):
        for s in range(1, 5):
            try:
                row = products(k, s, layers, method)
            except ValueError:  # a kernel that is larger than the row
                row = []
            result = compute("checkerboard", {"k": k, "s": s, "layers": layers, "method": method})
            np.testing.assert_array_equal(result["row"], row)
            assert result["fits"] == (len(row) > 0)


def test_two_dimensions_are_the_product_of_rows():
    ones = torch.ones(1, 1, 5, 5)
    image = torch.nn.functional.conv_transpose2d(ones, torch.ones(1, 1, 3, 3), stride=2)[0, 0]
    row = products(3, 2, 1, "stamp")
    np.testing.assert_array_equal(image.numpy(), np.outer(row, row))


def test_counts_are_even_where_the_stride_divides_the_kernel_and_after_copies(compute):
    for k in range(1, 7):
        for s in range(1, 5):
            for layers in (1, 2):
                stamped, copied = (
                    compute("checkerboard", {"k": k, "s": s, "layers": layers, "method": method})
                    for method in ("stamp", "resize")
                )
                assert (stamped["least"] == stamped["most"]) == (k % s == 0)
                assert copied["least"] == copied["most"] == k**layers
                if layers == 1:
                    assert (stamped["least"], stamped["most"]) == (k // s, -(-k // s))


def test_figure_says_how_uneven_the_outputs_are(show):
    page = show(checkerboard())
    said = page.locator(".cnn-live")
    assert said.inner_text() == (
        "Kernel 3, stride 2: 5 numbers become 11. Away from the border the outputs add up "
        "1 to 2 products along a row, 1 to 4 in the image: the most is 4 times the least."
    )
    page.get_by_role("slider", name="kernel").press("ArrowRight")
    assert said.inner_text().endswith("every output adds up 2 products along a row: no checkerboard.")
    page.get_by_role("slider", name="kernel").press("Home")
    assert said.inner_text().endswith("the kernel is smaller than the stride.")
    page.get_by_role("button", name="copies, then convolution").click()
    assert said.inner_text().endswith("every output adds up 1 product along a row: no checkerboard.")


def test_figure_refuses_other_methods():
    with pytest.raises(ValueError, match="expected method stamp or resize, got 'bilinear'"):
        checkerboard(method="bilinear")
