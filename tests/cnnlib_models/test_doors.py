"""A picture of the wrong size, or too few axes, or numbers of the wrong kind: one line that says so."""

from typing import Any

import numpy as np
import pytest
import torch

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib_models.support import MODELS, Zeros

WRONG = [
    ("mnist1d_conv", (2, 3, 40), "reads 1 channels, but x has 3"),
    ("mnist1d_conv", (2, 1, 80), "reads 60 features, but x has 135"),
    ("mnist1d_mlp", (2, 1, 41), "reads 40 features, but x has 41"),
    (
        "convolutional_ch1",
        (1, 1, 60, 60),
        "kernel of 5 with dilation 1 spans 5 samples, but the padded input has 4",
    ),
    ("lenet5", (2, 1, 32, 32), "reads 400 features, but x has 576"),
    (
        "lenet5_1998",
        (2, 1, 28, 28),
        "kernel of 5 with dilation 1 spans 5 samples, but the padded input has 4",
    ),
    ("vgg11", (3, 32, 32), "expected x with 4 axes"),
    ("resnet18", (2, 3, 32, 32), "reads 1 channels, but x has 3"),
    ("autoencoder", (2, 1, 24, 28), "kernel of 7"),
    ("encoder_decoder", (2, 3, 7, 16), "window of 2"),
    ("hourglass", (2, 3, 20, 16), "expected height and width as multiples of 8, got 20 x 16"),
    ("unet", (2, 1, 15, 16), "window of 2"),
    ("causal_stack", (2, 2, 40), "reads 1 channels, but x has 2"),
]


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(("name", "shape", "message"), WRONG)
def test_wrong_size_is_one_line(name: str, shape: tuple[int, ...], message: str) -> None:
    for package, zeros in ((numpy_nn, np.zeros), (torch_nn, torch.zeros)):
        model: Any = getattr(package.models, name)(**MODELS[name].options, rng=0)
        x = zeros(shape, dtype=np.float32) if package is numpy_nn else zeros(shape)
        with pytest.raises(ValueError, match=message) as error:
            model(x)
        assert "\n" not in str(error.value)


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(
    ("name", "channels", "size"),
    [
        ("convolutional_ch1", 1, 70),
        ("alexnet", 3, 63),
        ("vgg11", 3, 32),
        ("googlenet", 3, 15),
        ("unet", 1, 16),
    ],
)
def test_smallest_picture_is_as_the_docstring_says(name: str, channels: int, size: int) -> None:
    net = getattr(torch_nn.models, name)(**MODELS[name].options, rng=Zeros()).eval()
    assert net(torch.zeros(1, channels, size, size)).shape[0] == 1
    for height, width in ((size - 1, size), (size, size - 1)):
        with pytest.raises(ValueError, match="but the padded input has"):
            net(torch.zeros(1, channels, height, width))


@pytest.mark.usefixtures("doors_only")
def test_weights_of_another_model_are_refused() -> None:
    ours = numpy_nn.models.lenet5(rng=Zeros())
    with pytest.raises(ValueError, match="expected the parameters"):
        ours.load_state_dict(numpy_nn.models.mnist1d_mlp(rng=0).state_dict())
