"""Layers made of layers, and models."""

from typing import Any

from cnnlib.checks.array import check_dim, check_float, check_one_dtype


def check_concat(op: str, tensors: Any, dim: int) -> None:
    """Raise unless there are arrays that agree in all axes but ``dim``.

    >>> import numpy as np
    >>> check_concat("concat", [np.zeros((1, 2, 5, 5)), np.zeros((1, 3, 5, 4))], dim=1)
    Traceback (most recent call last):
    ...
    ValueError: concat: expected shapes that differ only in axis 1, got (1, 2, 5, 5), (1, 3, 5, 4)
    """
    if not isinstance(tensors, tuple | list) or not tensors:
        got = "none" if isinstance(tensors, tuple | list) else type(tensors).__name__
        raise TypeError(f"{op}: expected a list of at least one array, got {got}")
    for place, x in enumerate(tensors):
        check_float(op, f"tensors[{place}]", x)
    check_dim(op, tensors[0], dim, name="tensors[0]")
    shapes = [tuple(x.shape) for x in tensors]
    axis = dim % len(shapes[0])
    if len({(len(shape), *shape[:axis], *shape[axis + 1 :]) for shape in shapes}) > 1:
        raise ValueError(
            f"{op}: expected shapes that differ only in axis {dim}, got {', '.join(map(str, shapes))}"
        )
    check_one_dtype(op, **{f"tensors[{place}]": x for place, x in enumerate(tensors)})


def check_layers(op: str, container: Any, layers: dict[str, Any], inside: dict[str, list[Any]]) -> None:
    """Raise unless these can be the layers of a container; ``inside`` lists each layer with all that it holds.

    A layer remembers one input, so a second place for it would spoil the backward pass of the first.
    """
    for name, layer in layers.items():
        if name not in inside:
            raise TypeError(f"{op}: expected layers, got {type(layer).__name__} as {name!r}")
        if not isinstance(name, str) or not name or "." in name or hasattr(container, name):
            raise ValueError(f"{op}: expected a new name without a dot for each layer, got {name!r}")
    seen = [id(layer) for layers in inside.values() for layer in layers]
    twice = [
        type(layer).__name__ for layers in inside.values() for layer in layers if seen.count(id(layer)) > 1
    ]
    if twice:
        raise ValueError(
            f"{op}: expected every layer once, got one {twice[0]} in two places; make a second one"
        )


def check_some(op: str, layers: Any) -> None:
    """Raise unless there is at least one layer."""
    if not layers:
        raise ValueError(f"{op}: expected at least one layer, got none")


def check_model(op: str, model: Any, kind: type) -> None:
    """Raise unless ``model`` is of this kind, a NumPy layer or a PyTorch module, and has parameters."""
    if not isinstance(model, kind):
        got = f"{type(model).__module__}.{type(model).__qualname__}".removeprefix("builtins.")
        raise TypeError(f"{op}: expected model as a {kind.__name__}, got {got}")
    if not list(model.parameters()):
        raise ValueError(f"{op}: expected a model with parameters, got {type(model).__name__} without any")
