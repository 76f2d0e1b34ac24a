"""Networks of layers: one after the other, around a shortcut, side by side.

A container goes back through its layers in the opposite order. Where one input feeds several layers, as at the
start of a shortcut or of branches, their gradients add up: each layer answers for its own share of the change.
Layers are named by their place ("0", "1") or, if they are given as a dict, by its keys; the names of parameters
follow, for instance "features.0.weight".
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
from jaxtyping import Float

from cnnlib.checks import (
    check_concat,
    check_dims,
    check_float,
    check_gradient,
    check_layers,
    check_same_shape,
    check_some,
)
from cnnlib.numpy_nn.layer import Layer
from cnnlib.shapes import flat_shape

Layers = Layer | Mapping[str, Layer]


def flatten(
    x: Float[np.ndarray, "*shape"], start_dim: int = 1, end_dim: int = -1
) -> Float[np.ndarray, "*flat_shape"]:
    """Write the axes from ``start_dim`` to ``end_dim`` as one: (N, C, H, W) to (N, C H W).

    Number (c, i, j) of an image goes to place (c H + i) W + j. Raises ValueError if an axis does not exist or
    the first comes after the last.

    >>> flatten(np.arange(8.0).reshape(2, 1, 2, 2))
    array([[0., 1., 2., 3.],
           [4., 5., 6., 7.]])
    """
    check_float("flatten", "x", x)
    check_dims("flatten", x, start_dim, end_dim)
    # in the memory order of x: batch-last images are one run to copy, and stay as the next layer reads them best
    return x.copy(order="K").reshape(flat_shape(x.shape, start_dim, end_dim))


def flatten_backward(
    dy: Float[np.ndarray, "*flat_shape"],
    x: Float[np.ndarray, "*shape"],
    start_dim: int = 1,
    end_dim: int = -1,
) -> Float[np.ndarray, "*shape"]:
    """Put every gradient back where its number came from.

    >>> flatten_backward(np.array([[1.0, 2.0, 3.0, 4.0]]), np.zeros((1, 1, 2, 2)))
    array([[[[1., 2.],
             [3., 4.]]]])
    """
    check_float("flatten_backward", "x", x)
    check_dims("flatten_backward", x, start_dim, end_dim)
    check_gradient("flatten_backward", dy, x, flat_shape(x.shape, start_dim, end_dim))
    dx = np.empty_like(x)  # in the memory order of x, in which the layer before reads it best
    dx[...] = dy.reshape(x.shape)
    return dx


def concat(tensors: Sequence[Float[np.ndarray, "..."]], dim: int = 0) -> Float[np.ndarray, "..."]:
    """Join arrays along the axis ``dim``, 1 for channels; the other axes must agree.

    Raises ValueError, with both shapes, where they do not.

    >>> concat([np.zeros((1, 1, 3)), np.ones((1, 2, 3))], dim=1)
    array([[[0., 0., 0.],
            [1., 1., 1.],
            [1., 1., 1.]]])
    """
    check_concat("concat", tensors, dim)
    return np.concatenate(tensors, axis=dim)


def concat_backward(
    dy: Float[np.ndarray, "..."], tensors: Sequence[Float[np.ndarray, "..."]], dim: int = 0
) -> tuple[Float[np.ndarray, "..."], ...]:
    """Cut the gradient into the parts that belong to each array.

    >>> first, second = concat_backward(np.array([[1.0, 2.0, 3.0]]), [np.zeros((1, 1)), np.zeros((1, 2))], dim=1)
    >>> first, second
    (array([[1.]]), array([[2., 3.]]))
    """
    check_concat("concat_backward", tensors, dim)
    shape = list(tensors[0].shape)
    shape[dim] = sum(x.shape[dim] for x in tensors)
    check_gradient("concat_backward", dy, tensors[0], tuple(shape))
    edges = np.cumsum([x.shape[dim] for x in tensors[:-1]])
    return tuple(part.copy() for part in np.split(dy, edges, axis=dim))


class Flatten(Layer):
    """Write the axes from ``start_dim`` to ``end_dim`` as one: (N, C, H, W) to (N, C H W).

    >>> Flatten()(np.ones((2, 3, 4, 5), dtype=np.float32)).shape
    (2, 60)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.arguments = start_dim, end_dim

    def forward(self, x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*flat_shape"]:
        """(N, ...) to (N, product of the others)."""
        return flatten(x, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "*flat_shape"]) -> Float[np.ndarray, "*shape"]:
        """(N, product of the others) to (N, ...)."""
        (x,) = self.inputs
        return flatten_backward(dy, x, *self.arguments)


class Sequential(Layer):
    """Apply layers one after the other; without a layer, return the input.

    The layers are arguments, or one dict from name to layer. As in PyTorch, ``net[0]`` is the first layer and
    ``net[:2]`` a network of the first two. Every layer remembers its own input, so each may come only once.

    >>> from cnnlib.numpy_nn import Linear, ReLU
    >>> net = Sequential({"hidden": Linear(4, 3, rng=0), "relu": ReLU(), "out": Linear(3, 2, rng=1)})
    >>> net(np.ones((5, 4), dtype=np.float32)).shape, list(net.state_dict())
    ((5, 2), ['hidden.weight', 'hidden.bias', 'out.weight', 'out.bias'])
    """

    def __init__(self, *layers: Layers) -> None:
        super().__init__()
        add_layers(self, layers)

    def forward(self, x: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
        """Through the layers from first to last."""
        for layer in self:
            x = layer(x)
        return x

    def backward(self, dy: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
        """Back through the layers from last to first."""
        for layer in reversed(list(self)):
            dy = layer.backward(dy)
        return dy

    def backward_parameters(self, dy: Float[np.ndarray, "..."]) -> None:
        """Back to the first layer with parameters; it and the layers before it owe nobody a dx."""
        layers = list(self)
        while layers and not (layers[0].parameter_names or layers[0].parameters()):
            layers.pop(0)
        for layer in reversed(layers[1:]):
            dy = layer.backward(dy)
        for layer in layers[:1]:
            layer.backward_parameters(dy)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.children().values())

    def __len__(self) -> int:
        return len(self.children())

    def __getitem__(self, place: int | slice) -> "Layer | Sequential":
        layers = list(self.children().items())[place]
        return Sequential(dict(layers)) if isinstance(layers, list) else layers[1]


class Residual(Layer):
    """Add a shortcut to a body: y = body(x) + shortcut(x); without ``shortcut`` the input itself is added.

    Body and shortcut are a layer each, named "body" and "shortcut", or a dict of layers in order, which keep
    their own names. Raises ValueError if the two results differ in shape. Source: He et al. (2016), Deep
    residual learning for image recognition, equations 1 and 2, https://doi.org/10.1109/CVPR.2016.90.

    >>> from cnnlib.numpy_nn import Conv2d, ReLU
    >>> body = {"conv1": Conv2d(2, 2, 3, padding=1, rng=0), "relu": ReLU(), "conv2": Conv2d(2, 2, 1, rng=1)}
    >>> block = Residual(body)
    >>> block(np.ones((1, 2, 4, 4), dtype=np.float32)).shape, list(block.state_dict())
    ((1, 2, 4, 4), ['conv1.weight', 'conv1.bias', 'conv2.weight', 'conv2.bias'])
    """

    def __init__(self, body: Layers, shortcut: Layers | None = None) -> None:
        super().__init__()
        self.paths = path(self, "body", body), path(self, "shortcut", {} if shortcut is None else shortcut)

    def forward(self, x: Float[np.ndarray, "..."]) -> Float[np.ndarray, "*shape"]:
        """Both ways, then the sum."""
        body, shortcut = self.paths
        y, skipped = body(x), shortcut(x)
        check_same_shape("Residual", body=y, shortcut=skipped)
        return y + skipped

    def backward(self, dy: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "..."]:
        """Both ways back with the same dy, as a sum hands it to either term; then the sum, as both read x."""
        body, shortcut = self.paths
        return body.backward(dy) + shortcut.backward(dy)


class Branches(Layer):
    """Give every branch the same input and join their outputs along the channels.

    Branches are arguments or one dict, as in ``Sequential``. Source: Szegedy et al. (2015), Going deeper with
    convolutions, figure 2, https://doi.org/10.1109/CVPR.2015.7298594.

    >>> from cnnlib.numpy_nn import Conv2d, MaxPool2d
    >>> inception = Branches(Conv2d(3, 4, 1), Conv2d(3, 2, 3, padding=1), MaxPool2d(3, stride=1, padding=1))
    >>> inception(np.ones((1, 3, 8, 8), dtype=np.float32)).shape
    (1, 9, 8, 8)
    """

    def __init__(self, *branches: Layers) -> None:
        super().__init__()
        add_layers(self, branches)
        check_some("Branches", self.children())

    def forward(self, x: Float[np.ndarray, "n c_in ..."]) -> Float[np.ndarray, "n c_out ..."]:
        """(N, C_in, ...) to (N, sum of the branches' C_out, ...)."""
        self.outputs = [branch(x) for branch in self.children().values()]
        return concat(self.outputs, dim=1)

    def backward(self, dy: Float[np.ndarray, "n c_out ..."]) -> Float[np.ndarray, "n c_in ..."]:
        """Each branch gets its channels of dy; what they return adds up, since all read the same x."""
        branches = self.children().values()
        parts = concat_backward(dy, self.outputs, dim=1)
        gradients = [branch.backward(part) for branch, part in zip(branches, parts, strict=True)]
        return reduce(np.add, gradients)


def add_layers(container: Layer, layers: tuple[Layers, ...]) -> None:
    """Make layers children of a container, named by their place or by the keys of a dict."""
    named = name_layers(layers)
    inside = {name: descendants(layer) for name, layer in named.items() if isinstance(layer, Layer)}
    check_layers(type(container).__name__, container, named, inside)
    for name, layer in named.items():
        setattr(container, name, layer)


def path(container: Layer, name: str, layers: Layers) -> Sequential:
    """Make the layers of one way through a container its children, and line them up."""
    named = layers if isinstance(layers, Mapping) else {name: layers}
    add_layers(container, (named,))
    return Sequential(named)


def name_layers(layers: tuple[Any, ...]) -> dict[str, Any]:
    """Name layers by their place, unless they come as one dict that does.

    >>> name_layers(("a", "b")), name_layers(({"first": "a"},))
    ({'0': 'a', '1': 'b'}, {'first': 'a'})
    """
    if len(layers) == 1 and isinstance(layers[0], Mapping):
        return dict(layers[0])
    return {str(place): layer for place, layer in enumerate(layers)}


def descendants(layer: Layer) -> list[Layer]:
    """List a layer, its children, their children, and so on."""
    return [layer, *(d for child in layer.children().values() for d in descendants(child))]
