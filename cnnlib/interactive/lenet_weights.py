"""The weights of a trained LeNet-5 as figures carry them: one byte each, with a scale for each array."""

import base64
from typing import Any

import numpy as np

from cnnlib.numpy_nn import Layer
from cnnlib.numpy_nn.container import Sequential
from cnnlib.numpy_nn.models import lenet5

SHAPES = {name: values.shape for name, values in lenet5(rng=0).state_dict().items()}


def packed(net: Layer) -> dict[str, dict[str, Any]]:
    """Return for each array its numbers, divided by a scale and rounded to −127 to 127, in base64, and the scale.

    Raises ValueError for any network but ``lenet5()`` with ten classes.
    """
    state = net.state_dict()
    if {name: values.shape for name, values in state.items()} != SHAPES:
        raise ValueError(
            f"expected a LeNet-5 with ten classes, got a network with {', '.join(state) or 'no weights'}"
        )
    found = {}
    for name, values in state.items():
        scale = float(np.abs(values).max()) / 127 or 1.0
        numbers = (values / scale).round().astype(np.int16) + 128
        found[name] = {"bytes": base64.b64encode(numbers.astype(np.uint8).tobytes()).decode(), "scale": scale}
    return found


def unpacked(weights: dict[str, dict[str, Any]]) -> Sequential:
    """Return a LeNet-5 in double precision with the weights that a figure carries.

    >>> net = lenet5(rng=0)
    >>> rounded = unpacked(packed(net)).state_dict()["c1.weight"]
    >>> bool(np.abs(rounded - net.state_dict()["c1.weight"]).max() <= 0.2 / 127 / 2)  # the largest is below 0.2
    True
    """
    net = lenet5(rng=0, dtype="float64")
    net.load_state_dict(
        {
            name: (np.frombuffer(base64.b64decode(part["bytes"]), np.uint8).reshape(SHAPES[name]) - 128.0)
            * part["scale"]
            for name, part in weights.items()
        }
    )
    return net


def as_text(picture: np.ndarray) -> str:
    """Return a picture with numbers from 0 to 1 as bytes in base64.

    >>> as_text(np.array([0.0, 1.0]))
    'AP8='
    """
    return base64.b64encode((255 * picture).round().astype(np.uint8).tobytes()).decode()


def check_pictures(name: str, pictures: Any) -> np.ndarray:
    """Return pictures as a float array (N, 1, 28, 28); ValueError unless there are some, with numbers from 0 to 1."""
    x = np.asarray(pictures, dtype=float)
    if x.ndim != 4 or not len(x) or x.shape[1:] != (1, 28, 28):
        raise ValueError(f"{name}: expected pictures of shape (N, 1, 28, 28), got {x.shape}")
    if not (x.min() >= 0 and x.max() <= 1):
        got = f"{x.min():g} to {x.max():g}"
        raise ValueError(f"{name}: expected pixels from 0 to 1, got {got}; see cnnlib.data.as_float")
    return x
