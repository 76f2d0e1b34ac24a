"""Going back through a convolution in the page: the gradients are those of the library and of autograd."""

import numpy as np
import pytest
import torch

from cnnlib.interactive import backward_1d
from cnnlib.numpy_nn import conv1d_backward

pytestmark = pytest.mark.browser
X, W, DY = [3, 1, 4, 1, 5], [2, 0, -1], [1, -2, 3]


def products(x, w, stride):
    return ((len(x) - len(w)) // stride + 1) * len(w)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize(("n", "k"), [(5, 3), (7, 2), (3, 3), (4, 1)])
def test_all_products_together_give_the_gradients(compute, rng, n, k, stride):
    x, w, dy = rng.normal(size=n), rng.normal(size=k), rng.normal(size=n - k + 1)
    now = compute("backward_1d", {"x": x, "w": w, "dy": dy, "s": stride, "step": products(x, w, stride)})
    upstream = dy[: len(now["y"])]
    dx, dw, _ = conv1d_backward(upstream[None, None], x[None, None], w[None, None], stride=stride)
    np.testing.assert_allclose(now["dx"], dx[0, 0], atol=1e-12)
    np.testing.assert_allclose(now["dw"], dw[0, 0], atol=1e-12)
    tensors = [torch.tensor(a[None, None], requires_grad=True) for a in (x, w)]
    y = torch.nn.functional.conv1d(*tensors, stride=stride)
    np.testing.assert_allclose(now["y"], y[0, 0].detach().numpy(), atol=1e-12)
    y.backward(torch.tensor(upstream[None, None]))
    np.testing.assert_allclose(now["dx"], tensors[0].grad[0, 0].numpy(), atol=1e-12)
    np.testing.assert_allclose(now["dw"], tensors[1].grad[0, 0].numpy(), atol=1e-12)


def test_one_step_touches_one_weight_and_one_sample(compute):
    state = {"x": X, "w": W, "dy": DY, "s": 1}
    for step in range(1, products(X, W, 1) + 1):
        before, after = (compute("backward_1d", {**state, "step": t}) for t in (step - 1, step))
        i, a = divmod(step - 1, 3)
        assert after["now"] == {"i": i, "a": a, "j": i + a}
        change = np.array(after["dx"]) - before["dx"]
        assert change[i + a] == DY[i] * W[a]
        assert np.count_nonzero(np.delete(change, i + a)) == 0
        change = np.array(after["dw"]) - before["dw"]
        assert change[a] == DY[i] * X[i + a]
        assert np.count_nonzero(np.delete(change, a)) == 0


def test_steps_are_told_in_words(show):
    page = show(backward_1d(X, W, DY))
    words = page.locator(".cnn-live")
    assert words.inner_text().startswith("The forward pass is done: 9 products")
    for _ in range(4):
        page.get_by_role("button", name="Next").click()
    said = words.inner_text()
    assert "Product 4 of 9: y₁ holds w₀x₁." in said
    assert "dw₀ gets dy₁x₁ = −2 × 1 = −2, and is 1 so far." in said
    assert "dx₁ gets dy₁w₀ = −2 × 2 = −4, and is −4 so far." in said


def test_stride_two_leaves_fewer_products(show):
    page = show(backward_1d(X, W, DY, step=9))
    page.get_by_role("slider", name="stride").press("ArrowRight")
    assert "Product 6 of 6" in page.locator(".cnn-live").inner_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dy": [1, 2]}, "a number for each of 3 outputs, got 2"),
        ({"stride": 3}, "stride 1 or 2, got 3"),
        ({"step": 10}, "step from 0 to 9, got 10"),
    ],
)
def test_wrong_starts_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        backward_1d(X, W, **({"dy": DY} | options))
