"""What a model does in training and in use."""

from typing import Any

import numpy as np
import pytest
import torch

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib_models.support import MODELS

# What each model has that works otherwise in training.
MODES = {
    "lenet5": "",
    "lenet5_1998": "",
    "mnist1d_conv": "",
    "autoencoder": "",
    "unet": "",
    "causal_stack": "",
    "vgg11": "dropout",
    "googlenet": "dropout and norm",
    "plain18": "norm",
    "resnet18": "norm",
    "resnet50": "norm",
    "small_resnet": "norm",
    "encoder_decoder": "norm",
    "hourglass": "norm",
    "small_yolo": "norm",
}


def run(net: Any, x: np.ndarray) -> np.ndarray:
    if isinstance(net, numpy_nn.Layer):
        return net(x)
    return net(torch.from_numpy(x)).detach().numpy()


@pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])
@pytest.mark.parametrize("name", MODES)
def test_training_differs_from_use_where_it_should(package: Any, name: str) -> None:
    _, options, shape = MODELS[name]
    net = getattr(package.models, name)(**options, rng=0)
    x = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    trained = run(net, x)
    net.eval()
    used, again, alone = run(net, x), run(net, x), run(net, x[:1])
    assert np.array_equal(used, again)
    assert np.allclose(used[:1], alone, atol=1e-5)  # in use, one picture does not depend on its neighbors
    assert np.allclose(trained, used, atol=1e-6) == (MODES[name] == "")
    net.train()
    assert np.array_equal(trained, run(net, x)) == ("dropout" not in MODES[name])
