"""The stamped output against cnnlib and PyTorch."""

import numpy as np
import pytest
import torch

from cnnlib.interactive import transposed
from cnnlib.numpy_nn import conv_transpose2d

pytestmark = pytest.mark.browser

IMAGE, KERNEL = np.array([[1, 2], [3, 4]]), np.array([[1, 2, 1], [0, 3, 0], [1, 0, 2]])


def state(image, kernel, s=2, p=0, extra=0, position=0):
    return {"image": image, "kernel": kernel, "s": s, "p": p, "extra": extra, "position": position}


def test_output_is_that_of_the_layers_on_images_that_are_not_square(compute, rng):
    for _ in range(40):
        image = rng.normal(size=rng.integers(1, 4, size=2))
        kernel = rng.normal(size=rng.integers(1, 4, size=2))
        s, p = int(rng.integers(1, 4)), int(rng.integers(0, 3))
        extra = int(rng.integers(0, s))
        result = compute("transposed", state(image, kernel, s, p, extra))
        sizes = [(n - 1) * s + k + extra - 2 * p for n, k in zip(image.shape, kernel.shape, strict=True)]
        assert result["fits"] == (min(sizes) > 0)
        if result["fits"]:
            x, w = image[None, None], kernel[None, None]
            ours = conv_transpose2d(x, w, stride=s, padding=p, output_padding=extra)
            theirs = torch.nn.functional.conv_transpose2d(
                torch.from_numpy(x), torch.from_numpy(w), stride=s, padding=p, output_padding=extra
            )
            np.testing.assert_allclose(result["output"], ours[0, 0], atol=1e-12)
            np.testing.assert_allclose(result["output"], theirs[0, 0].numpy(), atol=1e-12)


def test_stamps_so_far_are_the_output_of_an_image_that_ends_there(compute, rng):
    image = rng.normal(size=(3, 2))
    for position in range(6):
        result = compute("transposed", state(image, KERNEL, position=position))
        begun = np.where(np.arange(6).reshape(3, 2) <= position, image, 0)
        np.testing.assert_allclose(
            result["canvas"],
            conv_transpose2d(begun[None, None], KERNEL[None, None].astype(float), stride=2)[0, 0],
        )
        np.testing.assert_allclose(result["stamp"], image.ravel()[position] * KERNEL)
        assert result["corner"] == [2 * (position // 2), 2 * (position % 2)]


def test_counts_are_the_stamps_on_each_cell(compute):
    counts = compute("transposed", state(IMAGE, KERNEL, position=3))["counts"]
    row = [1, 1, 2, 1, 1]
    np.testing.assert_array_equal(counts, np.outer(row, row))


def test_figure_steps_and_says_the_stamp_and_the_size(show):
    page = show(transposed(IMAGE, KERNEL))
    said = page.locator(".cnn-live")
    page.get_by_role("button", name="Next").click()
    assert said.inner_text() == (
        "Stamp 2 of 4: 2 times the kernel (2, 4, 2; 0, 6, 0; 2, 0, 4), at row 0, column 2. "
        "3 cells have got more than one stamp; they add up. Width of the output: (2 − 1)·2 + 3 = 5."
    )
    page.get_by_role("slider", name="padding", exact=True).press("ArrowRight")
    page.get_by_role("slider", name="output padding").press("ArrowRight")
    assert said.inner_text().endswith("(2 − 1)·2 + 3 − 2·1 + 1 = 4.")
    page.get_by_role("slider", name="stride").press("Home")
    assert said.inner_text().endswith("(2 − 1)·1 + 3 − 2·1 = 2.")  # stride 1 leaves no output padding
    page.get_by_role("slider", name="padding", exact=True).press("End")
    assert said.inner_text().endswith("The padding cuts everything off: there is no output.")


def test_figure_refuses_what_the_layer_refuses():
    with pytest.raises(ValueError, match="expected output_padding below stride 2 or dilation 1, got 2"):
        transposed(IMAGE, KERNEL, output_padding=2)
    with pytest.raises(ValueError, match="expected image as a matrix of finite numbers, 1×1 to 3×3, got"):
        transposed(np.zeros((4, 2)), KERNEL)
