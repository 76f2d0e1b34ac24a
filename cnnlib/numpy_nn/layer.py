"""The base class of all layers: it remembers what went in and knows parameters and gradients by name."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np


class Layer:
    """Call it to go forward, call ``backward`` with the gradient of the output to go back.

    A layer lists its parameters in ``parameter_names`` and keeps them as attributes. ``backward`` returns the
    gradient of the input and leaves those of the parameters in ``grads``, under the parameters' names;
    ``backward_parameters`` does only the latter. Each call replaces what the last one left: nothing accumulates,
    so there is no ``zero_grad``. Layers that are attributes of a layer are its children; their parameters are
    named "child.weight", as in PyTorch.

    What a layer keeps beside its parameters and no gradient changes, such as running means, it lists in
    ``buffer_names``: arrays that ``state_dict`` saves and ``load_state_dict`` restores in place. A layer that
    computes something else after training than during it asks ``self.training``, which ``train`` and ``eval``
    switch.

    >>> class Halve(Layer):
    ...     def forward(self, x): return x / 2
    ...     def backward(self, dy): return dy / 2
    >>> halve = Halve()
    >>> halve(np.array([4.0])), halve.backward(np.array([1.0]))
    (array([2.]), array([0.5]))
    """

    parameter_names: ClassVar[tuple[str, ...]] = ()
    buffer_names: ClassVar[tuple[str, ...]] = ()
    training: bool = True
    forward: Callable[..., Any]  # the output, from the inputs
    backward: Callable[..., Any]  # the gradient of the input, from that of the output

    def __init__(self) -> None:
        self.grads: dict[str, np.ndarray] = {}
        self._inputs: tuple[Any, ...] | None = None

    def __call__(self, *inputs: Any) -> Any:
        """Go forward and remember the inputs for ``backward``."""
        self._inputs = inputs
        return self.forward(*inputs)

    def backward_parameters(self, dy: Any) -> None:
        """Go back for the gradients of the parameters alone, as the first layer of a training does.

        What comes before the first layer is data, which no training changes, so nobody asks for its gradient. A layer
        that can save work by this does; any other goes back as always and forgets dx.
        """
        self.backward(dy)

    @property
    def inputs(self) -> tuple[Any, ...]:
        """What the layer was last called with. Raises RuntimeError if it was not."""
        if self._inputs is None:
            raise RuntimeError(
                f"{type(self).__name__}: expected a call of the layer before backward, got none"
            )
        return self._inputs

    def children(self) -> dict[str, "Layer"]:
        """Name the layers inside this one, in the order in which they were assigned."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Layer)}

    def train(self, mode: bool = True) -> "Layer":
        """Switch to training, with ``mode=False`` to use; children follow. Returns the layer itself.

        >>> class Noise(Layer):
        ...     def forward(self, x): return x + 1 if self.training else x
        >>> float(Noise()(np.array(0.0))), float(Noise().eval()(np.array(0.0)))
        (1.0, 0.0)
        """
        self.training = mode
        for layer in self.children().values():
            layer.train(mode)
        return self

    def eval(self) -> "Layer":
        """Switch from training to use: the same as ``train(False)``."""
        return self.train(False)

    def parameters(self) -> dict[str, np.ndarray]:
        """Name all parameters, those of children included."""
        own = {name: getattr(self, name) for name in self.parameter_names if getattr(self, name) is not None}
        return own | {
            f"{child}.{name}": value
            for child, layer in self.children().items()
            for name, value in layer.parameters().items()
        }

    def state(self) -> dict[str, np.ndarray]:
        """Name all parameters and buffers, in PyTorch's order: a layer's own, then those of each child."""
        names = (*self.parameter_names, *self.buffer_names)
        own = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return own | {
            f"{child}.{name}": value
            for child, layer in self.children().items()
            for name, value in layer.state().items()
        }

    def gradients(self) -> dict[str, np.ndarray]:
        """Name the gradients that the last ``backward`` left, those of children included."""
        return self.grads | {
            f"{child}.{name}": value
            for child, layer in self.children().items()
            for name, value in layer.gradients().items()
        }

    def state_dict(self) -> dict[str, np.ndarray]:
        """Return a copy of everything that training has learnt, in the layout of PyTorch."""
        return {name: value.copy() for name, value in self.state().items()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Copy numbers into parameters and buffers; names and shapes must match. PyTorch's tensors will do as well.

        >>> from cnnlib.numpy_nn import Linear
        >>> Linear(2, 3).load_state_dict({"weight": np.zeros((3, 2))})
        Traceback (most recent call last):
        ...
        ValueError: Linear: expected the parameters of the layer by name, missing: bias; unknown: none
        """
        parameters, op = self.state(), type(self).__name__
        if set(state) != set(parameters):
            missing = some([name for name in parameters if name not in state])
            unknown = some([name for name in state if name not in parameters])
            raise ValueError(
                f"{op}: expected the parameters of the layer by name, missing: {missing}; unknown: {unknown}"
            )
        for name, value in parameters.items():
            if tuple(state[name].shape) != value.shape:
                raise ValueError(
                    f"{op}: expected {name} of shape {value.shape}, got {tuple(state[name].shape)}"
                )
        for name, value in parameters.items():
            value[...] = np.asarray(state[name])


def some(names: list[str], most: int = 3) -> str:
    """Write the first few names and how many follow.

    >>> some([]), some(["a", "b"]), some(["a", "b", "c", "d", "e"])
    ('none', 'a, b', 'a, b, c and 2 more')
    """
    first, more = ", ".join(names[:most]), len(names) - most
    return f"{first} and {more} more" if more > 0 else first or "none"
