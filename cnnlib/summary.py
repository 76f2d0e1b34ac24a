"""List the layers of a model with what they cost: parameters, multiply-adds, memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Row", "Summary", "summary"]


class Row(NamedTuple):
    """One layer. ``output_shape`` is None if the model did not call it."""

    name: str
    kind: str
    output_shape: tuple[int, ...] | None
    parameters: int
    multiply_adds: int
    memory: int  # bytes of the output


class Summary(NamedTuple):
    """The layers of a model in the order in which an input meets them, and what they come to."""

    input_shape: tuple[int, ...]
    rows: list[Row]

    @property
    def parameters(self) -> int:
        """Count all trained numbers, weights and biases."""
        return sum(row.parameters for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Count the multiply-adds of the whole mini-batch."""
        return sum(row.multiply_adds for row in self.rows)

    @property
    def memory(self) -> int:
        """Add up the bytes of all outputs, which training keeps for the backward pass."""
        return sum(row.memory for row in self.rows)

    def __str__(self) -> str:
        head = ("Layer", "Kind", "Output shape", "Parameters", "Multiply-adds", "Output memory")
        lines = [
            (
                r.name,
                r.kind,
                shape_text(r.output_shape),
                f"{r.parameters:,}",
                f"{r.multiply_adds:,}",
                size_text(r.memory),
            )
            for r in self.rows
        ]
        total = (
            *("Total", "", ""),
            *(f"{self.parameters:,}", f"{self.multiply_adds:,}", size_text(self.memory)),
        )
        widths = [max(map(len, column)) for column in zip(head, *lines, total, strict=True)]

        def write(cells: tuple[str, ...]) -> str:
            texts = [
                c.ljust(w) if i < 3 else c.rjust(w)
                for i, (c, w) in enumerate(zip(cells, widths, strict=True))
            ]
            return "  ".join(texts).rstrip()

        rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
        return "\n".join(
            [
                f"Input {shape_text(self.input_shape)}",
                write(head),
                rule,
                *map(write, lines),
                rule,
                write(total),
            ]
        )


def summary(model: Any, input_shape: tuple[int, ...]) -> Summary:
    """Send zeros through a model of either backend and write down what each layer makes of them.

    ``input_shape`` has the batch as its first axis; the zeros have the dtype of the first parameter. Raises
    TypeError if ``model`` is not a layer, and whatever the model raises if it cannot take the input.

    Multiply-adds are the products of convolutions and fully connected layers, each with its addition; the distances
    to fixed codes, the output of LeNet-5 in 1998, count as a fully connected layer. A bias is added without a
    multiplication and does not count; nor do pooling (LeNet's trained subsampling included), normalization and
    activations, which do a few operations for each number. Memory is that of outputs; a sum or a concatenation counts
    where a container makes it. A layer that is called twice has two rows, but its parameters count once. The model
    runs as in use, not as in training, and is left in the mode in which it was.

    >>> from cnnlib.numpy_nn import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential
    >>> net = Sequential(Conv2d(3, 10, 5), ReLU(), MaxPool2d(2), Flatten(), Linear(1960, 10))
    >>> print(summary(net, (1, 3, 32, 32)))
    Input (1, 3, 32, 32)
    Layer  Kind       Output shape     Parameters  Multiply-adds  Output memory
    ---------------------------------------------------------------------------
    0      Conv2d     (1, 10, 28, 28)         760        588,000       30.6 KiB
    1      ReLU       (1, 10, 28, 28)           0              0       30.6 KiB
    2      MaxPool2d  (1, 10, 14, 14)           0              0        7.7 KiB
    3      Flatten    (1, 1960)                 0              0        7.7 KiB
    4      Linear     (1, 10)              19,610         19,600           40 B
    ---------------------------------------------------------------------------
    Total                                  20,370        607,600       76.6 KiB
    """
    if not callable(getattr(model, "children", None)):
        raise TypeError(f"summary: expected a layer or a network of layers, got {type(model).__name__}")
    calls: list[tuple[Any, Any, Any]] = []
    with switched_to_use(model), watched(model, lambda layer, x, y: calls.append((layer, x, y))):
        model(zeros_for(model, input_shape))
    names, counted, rows = {id(layer): name for name, layer in named_layers(model)}, set(), []
    for layer, x, y in calls:
        y = y[0] if isinstance(y, tuple) else y  # max pooling may return places, too
        own = 0 if id(layer) in counted else own_parameters(layer)
        counted.add(id(layer))
        rows.append(
            Row(
                names[id(layer)],
                type(layer).__name__,
                tuple(y.shape),
                own,
                multiply_adds(layer, x, y),
                int(y.nbytes),
            )
        )
    for name, layer in named_layers(model):
        if id(layer) not in counted and own_parameters(layer):
            rows.append(Row(name, type(layer).__name__, None, own_parameters(layer), 0, 0))
    return Summary(tuple(input_shape), rows)


def multiply_adds(layer: Any, x: Any, y: Any) -> int:
    """Count the products of a layer that maps x to y.

    Each weight is used once for every sample and every position: of the output, in a transposed convolution of
    the input. The weights of a locally connected layer belong to one position each.
    """
    weight, kind = getattr(layer, "weight", getattr(layer, "codes", None)), type(layer).__name__
    if weight is None or len(weight.shape) < 2 or "Norm" in kind:
        return 0
    if "Local" in kind:
        return len(y) * prod(weight.shape)
    positions = x.shape[2:] if "Transpose" in kind else y.shape[2:]
    return len(y) * prod(positions) * prod(weight.shape)


def named_layers(model: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Go through a model of either backend and all layers inside, each with its full name."""
    yield name or type(model).__name__, model
    children = model.named_children() if is_torch(model) else model.children().items()
    for child, layer in children:
        yield from named_layers(layer, f"{name}.{child}" if name else child)


def is_torch(model: Any) -> bool:
    """Say whether a layer is PyTorch's, without loading PyTorch."""
    return hasattr(model, "register_forward_hook")


def own_parameters(layer: Any) -> int:
    """Count the parameters of a layer that are not those of a layer inside."""
    if is_torch(layer):
        return sum(p.numel() for p in layer.parameters(recurse=False))
    return sum(
        getattr(layer, name).size for name in layer.parameter_names if getattr(layer, name) is not None
    )


def makes_output(layer: Any) -> bool:
    """Say whether a layer computes something itself: all but a chain of layers."""
    children = list(layer.children())
    sums = any(base.__name__ in ("Residual", "Branches") for base in type(layer).__mro__)
    return not children or sums or own_parameters(layer) > 0


@contextmanager
def switched_to_use(model: Any) -> Iterator[None]:
    """Leave training mode for a while, each layer for itself."""
    modes = [(layer, layer.training) for _, layer in named_layers(model)]
    model.eval()
    try:
        yield
    finally:
        for layer, mode in modes:
            layer.training = mode


@contextmanager
def watched(model: Any, note: Callable[[Any, Any, Any], object]) -> Iterator[None]:
    """Tell ``note`` of every call of a layer: the layer, its first input and its output."""
    layers = {id(layer): layer for _, layer in named_layers(model) if makes_output(layer)}.values()
    if is_torch(model):
        hooks = [layer.register_forward_hook(lambda layer, xs, y: note(layer, xs[0], y)) for layer in layers]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()
        return

    def watch(layer: Any, forward: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*xs: Any) -> Any:
            y = forward(*xs)
            note(layer, xs[0], y)
            return y

        return noted

    for layer in layers:
        layer.forward = watch(layer, layer.forward)
    try:
        yield
    finally:
        for layer in layers:
            del layer.forward  # the class's own shows again


def zeros_for(model: Any, shape: tuple[int, ...]) -> Any:
    """Make an input of zeros where the parameters are, of the same type."""
    if not is_torch(model):
        return np.zeros(shape, next((value.dtype for value in model.parameters().values()), "float32"))
    import torch

    parameter = next(model.parameters(), torch.zeros(0))
    return torch.zeros(shape, dtype=parameter.dtype, device=parameter.device)


def shape_text(shape: tuple[int, ...] | None) -> str:
    """Write a shape; a layer that was not called has none."""
    return "not called" if shape is None else f"({', '.join(map(str, shape))})"


def size_text(size: int) -> str:
    """Write a number of bytes with its unit.

    >>> size_text(512), size_text(31_360), size_text(12_845_056)
    ('512 B', '30.6 KiB', '12.2 MiB')
    """
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"
