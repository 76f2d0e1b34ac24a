"""Other ways to convolve, on the shapes of ``benchmarks.conv``: forward, and forward with backward, against PyTorch.

``tensordot`` is the way of many courses: windows without copying, then one tensordot. The others are libraries that are
measured where they are installed, see peers.txt.
"""

import collections
import collections.abc
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.conv import SHAPES, Shape
from benchmarks.timing import Benchmark, Candidates

Calls = dict[str, Callable[[], object]]  # "forward", and "both" if the peer has a backward pass
MODULES = {"numpy-ml": "numpy_ml", "autograd": "autograd", "JAX": "jax"}
INSTALLED = [name for name, module in MODULES.items() if find_spec(module)]
MISSING = [name for name in MODULES if name not in INSTALLED]


def candidates(shape: Shape) -> Candidates:
    """Make the calls to be timed, in float32."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((shape.n, shape.c_in, shape.size, shape.size), dtype=np.float32)
    weight = rng.standard_normal((shape.c_out, shape.c_in, shape.kernel, shape.kernel), dtype=np.float32)
    bias, geometry = np.zeros(shape.c_out, np.float32), (shape.stride, shape.padding)
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]

    def torch_forward() -> torch.Tensor:
        return F.conv2d(tensors[0], tensors[1], tensors[2], *geometry)

    def torch_inference() -> None:
        with torch.no_grad():
            torch_forward()

    dy = rng.standard_normal(torch_forward().shape, dtype=np.float32)
    dy_torch = torch.from_numpy(dy)
    made: Candidates = {
        "forward torch": torch_inference,
        "both torch": lambda: torch.autograd.grad(torch_forward(), tensors, dy_torch),
        "forward tensordot": lambda: tensordot(x, weight, bias, *geometry),
    }
    for name in INSTALLED:
        calls = PEERS[name](x, weight, bias, dy, *geometry)
        made |= {f"{what} {name}": call for what, call in calls.items()}
    return made


def tensordot(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, stride: int, padding: int) -> np.ndarray:
    """Convolve as many courses do: windows without copying, one tensordot."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    seen = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))[
        :, :, ::stride, ::stride
    ]
    return np.tensordot(seen, weight, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + bias[:, None, None]


def numpy_ml(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray, dy: np.ndarray, stride: int, padding: int
) -> Calls:
    """Call the layer of numpy-ml, which wants (N, H, W, C) and does without Python 3.10's change to ``collections``."""
    collections.Hashable = collections.abc.Hashable  # type: ignore  # it imports the name from there
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts of it that are not used here
        from numpy_ml.neural_nets.layers import Conv2D  # type: ignore  # not a requirement of the course

    layer = Conv2D(len(weight), weight.shape[2:], pad=padding, stride=stride)
    images, dy = (np.ascontiguousarray(a.transpose(0, 2, 3, 1)) for a in (x, dy))
    layer.forward(images[:1])  # this makes its parameters, which are then replaced
    layer.parameters["W"] = np.ascontiguousarray(weight.transpose(2, 3, 1, 0))
    layer.parameters["b"] = bias.reshape(1, 1, 1, -1)
    layer.derived_variables = {name: [] for name in layer.derived_variables}
    layer.X = []

    def both() -> None:
        layer.forward(images)
        layer.backward(dy)
        layer.flush_gradients()

    return {"forward": lambda: layer.forward(images, retain_derived=False), "both": both}


def taps(library: Any, x: Any, weight: Any, bias: Any, stride: int, padding: int) -> Any:
    """Convolve by one product per tap, which a library can differentiate that knows no convolution."""
    x = library.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), "constant")
    kh, kw = weight.shape[2:]
    h, w = ((size - k) // stride + 1 for size, k in zip(x.shape[2:], (kh, kw), strict=True))
    y = bias[:, None, None]
    for a in range(kh):
        for b in range(kw):
            seen = x[:, :, a : a + (h - 1) * stride + 1 : stride, b : b + (w - 1) * stride + 1 : stride]
            product = library.tensordot(seen, weight[:, :, a, b], axes=((1,), (1,)))  # (n, h, w, c_out)
            y = y + library.transpose(product, (0, 3, 1, 2))
    return y


def autograd(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray, dy: np.ndarray, stride: int, padding: int
) -> Calls:
    """Let autograd differentiate the products of the taps."""
    import autograd.numpy as anp  # type: ignore  # not a requirement of the course
    from autograd import make_vjp  # type: ignore  # not a requirement of the course

    def conv(arguments: tuple[Any, Any, Any]) -> Any:
        return taps(anp, *arguments, stride, padding)

    def both() -> None:
        backward, _ = make_vjp(conv)((x, weight, bias))
        backward(dy)

    return {"forward": lambda: taps(np, x, weight, bias, stride, padding), "both": both}


def jax(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray, dy: np.ndarray, stride: int, padding: int
) -> Calls:
    """Compile JAX's own convolution and its derivative; the compiling is not timed."""
    import jax  # type: ignore  # not a requirement of the course

    arguments = [jax.numpy.asarray(a) for a in (x, weight, bias)]
    dy = jax.numpy.asarray(dy)

    def conv(x: Any, weight: Any, bias: Any) -> Any:
        y = jax.lax.conv_general_dilated(x, weight, (stride, stride), [(padding, padding)] * 2)
        return y + bias[:, None, None]

    def gradients(x: Any, weight: Any, bias: Any, dy: Any) -> Any:
        y, backward = jax.vjp(conv, x, weight, bias)
        return y, backward(dy)

    forward, both = jax.jit(conv), jax.jit(gradients)
    return {
        "forward": lambda: jax.block_until_ready(forward(*arguments)),
        "both": lambda: jax.block_until_ready(both(*arguments, dy)),
    }


PEERS: dict[str, Callable[..., Calls]] = {"numpy-ml": numpy_ml, "autograd": autograd, "JAX": jax}
NAMES = ["forward tensordot", *(f"{what} {name}" for name in INSTALLED for what in ("forward", "both"))]
CONV_PEERS = Benchmark(
    "convolution, other libraries",
    {name: (name, f"{name.split()[0]} torch") for name in NAMES},
    {shape.name: partial(candidates, shape) for shape in SHAPES},
    {},
    seconds=0.5,
)
