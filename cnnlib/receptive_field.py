"""Say which part of the input one output sees: in theory by a recurrence, in effect by a gradient.

Source: Araujo, Norris and Sim (2019), Computing receptive fields of convolutional neural networks,
https://doi.org/10.23915/distill.00021; Luo et al. (2016), Understanding the effective receptive field in deep
convolutional neural networks, https://arxiv.org/abs/1701.04128.
"""

from fractions import Fraction
from functools import reduce
from math import ceil, floor, inf
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from cnnlib.layer_windows import Number, Window, is_a, is_pointwise, reads_everything, windows_of
from cnnlib.shapes import Padding, effective_kernel_size, padding_of_axis

__all__ = ["WHOLE", "Field", "effective_receptive_field", "receptive_field"]


class Field(NamedTuple):
    """What the outputs of a layer see along one axis of the input.

    Output i sees the ``size`` samples from ``start + i * jump`` on; a negative position lies in the padding.
    ``Field()`` is the input itself.

    >>> Field().through(3).through(3).through(3).size, Field().through(5).through(5).size
    (7, 9)
    >>> Field().through(3, stride=2, padding=1).through(3, padding=1)
    Field(size=7, jump=2, start=-3)

    After upsampling there are more outputs than samples: the jump is a fraction, and the size may be one. Output i
    then sees at most the samples whose numbers lie from start + i jump to start + i jump + size - 1: ``bounds``.
    """

    size: Number = 1
    jump: Number = 1
    start: Number = 0

    def through(self, kernel_size: int, stride: int = 1, padding: Padding = 0, dilation: int = 1) -> "Field":
        """Add a layer: size grows by d (k - 1) jumps, the jump by the stride, the start goes back p jumps."""
        before, _ = padding_of_axis(padding, kernel_size, stride, dilation)
        return self.over(Window(-before, stride, effective_kernel_size(kernel_size, dilation) - 1))

    def over(self, window: Window) -> "Field":
        """Add a layer that reads ``window``, in samples of the layer before it.

        >>> Field(size=7, jump=2, start=-3).over(Window(first=0, stride=Fraction(1, 2), reach=0))
        Field(size=7, jump=1, start=-3)
        """
        size = self.size + window.reach * self.jump
        return Field(
            *(whole(v) for v in (size, self.jump * window.stride, self.start + window.first * self.jump))
        )

    def bounds(self, i: int) -> tuple[int, int] | tuple[float, float]:
        """Return the first and the last sample that output i can see.

        >>> Field(size=3, jump=2, start=-1).bounds(2), Field(size=2, jump=Fraction(1, 2)).bounds(1)
        ((3, 5), (1, 1))
        """
        if self == WHOLE:
            return -inf, inf
        first = self.start + i * self.jump
        return ceil(first), floor(first + self.size - 1)

    def join(self, other: "Field") -> "Field":
        """See what either sees: the field of a sum or of concatenated branches.

        Raises ValueError if the two advance at different speed.

        >>> Field().through(5, padding=2).join(Field())
        Field(size=5, jump=1, start=-2)
        """
        if WHOLE in (self, other):
            return WHOLE
        if self.jump != other.jump:
            raise ValueError(
                f"receptive_field: expected branches with one jump, got {self.jump} and {other.jump}"
            )
        start = min(self.start, other.start)
        size = max(self.start + self.size, other.start + other.size) - start
        return Field(whole(size), self.jump, start)


WHOLE = Field(size=inf, jump=0, start=-inf)  # every output sees the whole input


def receptive_field(model: Any) -> dict[str, tuple[Field, ...]]:
    """Name the layers of a model in order, each with what its outputs see, one ``Field`` for each spatial axis.

    ``model`` is a layer of either backend or a container of such; of branches, the union is seen. Channels make
    no difference. Layers that enlarge have a jump below 1; ``WHOLE`` stands after layers that read everything:
    global pooling, ``Linear``, normalization within a sample. Raises TypeError for layers whose order only their
    code knows and for those whose windows depend on the size of the input: give the part before them, or use
    ``effective_receptive_field``.

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
    elif reads_everything(layer):
        fields = (WHOLE,) * len(fields)
    elif not is_pointwise(layer):
        windows = zip(fields, windows_of(layer), strict=False)  # a signal has one axis of the two
        fields = tuple(field.over(window) for field, window in windows)
    found[name or type(layer).__name__] = fields
    return fields


def whole(value: Number) -> Number:
    """Write a fraction that is a whole number as one.

    >>> whole(Fraction(4, 2)), whole(Fraction(1, 2)), whole(3)
    (2, Fraction(1, 2), 3)
    """
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def axes_of(model: Any) -> int:
    """Count the spatial axes of a model's input: 1 if there is a layer for signals inside, else 2."""
    return 1 if type(model).__name__.endswith("1d") or any(axes_of(c) == 1 for _, c in children(model)) else 2


def children(layer: Any) -> list[tuple[str, Any]]:
    """Name the layers inside a layer of either backend."""
    return list(layer.named_children() if hasattr(layer, "named_children") else layer.children().items())
