"""Say which part of the input one output sees: in theory by a recurrence, in effect by a gradient.

Source: Araujo, Norris and Sim (2019), Computing receptive fields of convolutional neural networks,
https://doi.org/10.23915/distill.00021; Luo et al. (2016), Understanding the effective receptive field in deep
convolutional neural networks, https://arxiv.org/abs/1701.04128.
"""

from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from cnnlib.shapes import Padding, Pads, effective_kernel_size, padding_of_axis, pads_1d, pads_2d, pair

# Layers in which an output reads the input at its own position only (batch norm: once it is trained).
POINTWISE = (
    "ReLU",
    "LeakyReLU",
    "Sigmoid",
    "Tanh",
    "Dropout",
    "BatchNorm1d",
    "BatchNorm2d",
    "LocalResponseNorm",
)


class Field(NamedTuple):
    """What the outputs of a layer see along one axis of the input.

    Output i sees the ``size`` samples from ``start + i * jump`` on; a negative position lies in the padding.
    ``Field()`` is the input itself.

    >>> Field().through(3).through(3).through(3).size, Field().through(5).through(5).size
    (7, 9)
    >>> Field().through(3, stride=2, padding=1).through(3, padding=1)
    Field(size=7, jump=2, start=-3)
    """

    size: int = 1
    jump: int = 1
    start: int = 0

    def through(self, kernel_size: int, stride: int = 1, padding: Padding = 0, dilation: int = 1) -> "Field":
        """Add a layer: size grows by d (k - 1) jumps, the jump by the stride, the start goes back p jumps."""
        before, _ = padding_of_axis(padding, kernel_size, stride, dilation)
        return Field(
            self.size + (effective_kernel_size(kernel_size, dilation) - 1) * self.jump,
            self.jump * stride,
            self.start - before * self.jump,
        )

    def join(self, other: "Field") -> "Field":
        """See what either sees: the field of a sum or of concatenated branches.

        Raises ValueError if the two advance at different speed.

        >>> Field().through(5, padding=2).join(Field())
        Field(size=5, jump=1, start=-2)
        """
        if self.jump != other.jump:
            raise ValueError(
                f"receptive_field: expected branches with one jump, got {self.jump} and {other.jump}"
            )
        start = min(self.start, other.start)
        return Field(max(self.start + self.size, other.start + other.size) - start, self.jump, start)


def receptive_field(model: Any) -> dict[str, tuple[Field, ...]]:
    """Name the layers of a model in order, each with what its outputs see, one ``Field`` for each spatial axis.

    ``model`` is a layer of either backend or a container of such; of branches, the union is seen. Channels make
    no difference. Raises TypeError for layers that read the whole input (``Linear``), that enlarge it, or whose
    order only their code knows: give the part before them, or use ``effective_receptive_field``.

    >>> from cnnlib.numpy_nn import Conv2d, MaxPool2d, ReLU, Sequential
    >>> net = Sequential(Conv2d(3, 8, 5), ReLU(), MaxPool2d(2), Conv2d(8, 8, (3, 1)))
    >>> for name, (height, width) in receptive_field(net).items(): print(name, height, width)
    0 Field(size=5, jump=1, start=0) Field(size=5, jump=1, start=0)
    1 Field(size=5, jump=1, start=0) Field(size=5, jump=1, start=0)
    2 Field(size=6, jump=2, start=0) Field(size=6, jump=2, start=0)
    3 Field(size=10, jump=2, start=0) Field(size=6, jump=2, start=0)
    """
    found: dict[str, tuple[Field, ...]] = {}
    follow(model, "", (Field(),) * axes_of(model), found)
    return found


def effective_receptive_field(
    model: Any, shape: tuple[int, ...], rng: np.random.Generator | int | None = None
) -> Float[np.ndarray, "..."]:
    """Measure how much each input position moves the output in the center: the mean |gradient|, at most 1.

    ``model`` is a layer of ``numpy_nn`` and ``shape`` that of a mini-batch of inputs, drawn from the normal
    distribution; the mean goes over samples and channels. The result has the spatial axes of the input. Raises
    ValueError if the output depends on no input.

    >>> from cnnlib.numpy_nn import Conv1d, Sequential
    >>> box = Conv1d(1, 1, 3, padding=1)
    >>> box.weight[...] = 1
    >>> effective_receptive_field(Sequential(box), (1, 1, 5))
    array([0., 1., 1., 1., 0.])
    """
    parameters = list(model.parameters().values())
    dtype = parameters[0].dtype if parameters else np.dtype("float64")
    y = model(np.random.default_rng(rng).standard_normal(shape).astype(dtype))
    dy = np.zeros_like(y)
    dy[(slice(None), slice(None), *(n // 2 for n in y.shape[2:]))] = 1
    strength = np.abs(model.backward(dy)).mean(axis=(0, 1), dtype=float)
    if not strength.any():
        raise ValueError("effective_receptive_field: expected an output that depends on the input, got none")
    return strength / strength.max()


def follow(
    layer: Any, name: str, fields: tuple[Field, ...], found: dict[str, tuple[Field, ...]]
) -> tuple[Field, ...]:
    """Go through a layer, note the fields of every layer inside, and return those of its output."""
    inside = {f"{name}.{child}" if name else child: part for child, part in children(layer)}
    if is_a(layer, "Sequential"):
        for child, part in inside.items():
            fields = follow(part, child, fields, found)
        return fields
    if is_a(layer, "Residual"):
        ends = [follow(way, name, fields, found) for way in layer.paths]
        fields = tuple(body.join(shortcut) for body, shortcut in zip(*ends, strict=True))
    elif is_a(layer, "Branches"):
        ends = [follow(part, child, fields, found) for child, part in inside.items()]
        fields = tuple(reduce(Field.join, axis) for axis in zip(*ends, strict=True))
    elif not is_a(layer, *POINTWISE):
        windows = windows_of(layer)
        fields = tuple(field.through(*window) for field, window in zip(fields, windows, strict=True))
    found[name or type(layer).__name__] = fields
    return fields


def windows_of(layer: Any) -> list[tuple[int, int, Pads, int]]:
    """Say (kernel_size, stride, padding, dilation) of a layer for each axis; TypeError if it has no such window."""
    if is_a(layer, "Conv1d", "Conv2d"):
        kernel_size, stride, dilation = layer.kernel_size, layer.stride, layer.dilation
        pads = (layer.pads,) if is_a(layer, "Conv1d") else layer.pads
    elif is_a(layer, "MaxPool1d", "MaxPool2d", "AvgPool1d", "AvgPool2d"):
        kernel_size, stride, padding = layer.arguments[:3]
        stride = kernel_size if stride is None else stride
        dilation = layer.arguments[3] if is_a(layer, "MaxPool1d", "MaxPool2d") else 1
        pads = pads_2d(padding) if is_a(layer, "MaxPool2d", "AvgPool2d") else pads_1d(padding)
    else:
        raise TypeError(
            "receptive_field: expected convolutions, pooling, and layers that act on each number, "
            f"got {type(layer).__name__}; give the part of the model before it"
        )
    axes = zip(pair(kernel_size), pair(stride), pair(dilation), strict=True)
    return [
        (k, s, p, d) for p, (k, s, d) in zip(pads, axes, strict=False)
    ]  # a signal has one axis of the two


def axes_of(model: Any) -> int:
    """Count the spatial axes of a model's input: 1 if there is a layer for signals inside, else 2."""
    return 1 if type(model).__name__.endswith("1d") or any(axes_of(c) == 1 for _, c in children(model)) else 2


def children(layer: Any) -> list[tuple[str, Any]]:
    """Name the layers inside a layer of either backend."""
    return list(layer.named_children() if hasattr(layer, "named_children") else layer.children().items())


def is_a(layer: Any, *names: str) -> bool:
    """Say whether a class of one of these names, of either backend, made the layer."""
    return any(base.__name__ in names for base in type(layer).__mro__)
