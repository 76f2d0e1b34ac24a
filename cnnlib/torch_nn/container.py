"""Networks of layers: one after the other, around a shortcut, side by side.

Layers are named by their place ("0", "1") or, if they are given as a dict, by its keys; the names of parameters
follow, for instance "features.0.weight".
"""

from collections.abc import Iterator, Mapping, Sequence

import torch
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_concat, check_dims, check_float, check_layers, check_same_shape, check_some
from cnnlib.numpy_nn.container import name_layers

Layers = nn.Module | Mapping[str, nn.Module]


def flatten(
    x: Float[torch.Tensor, "*shape"], start_dim: int = 1, end_dim: int = -1
) -> Float[torch.Tensor, "*flat_shape"]:
    """Write the axes from ``start_dim`` to ``end_dim`` as one: (N, C, H, W) to (N, C H W).

    >>> flatten(torch.arange(8.0).reshape(2, 1, 2, 2))
    tensor([[0., 1., 2., 3.],
            [4., 5., 6., 7.]])
    """
    check_float("flatten", "x", x)
    check_dims("flatten", x, start_dim, end_dim)
    return torch.flatten(x, start_dim, end_dim)


def concat(tensors: Sequence[Float[torch.Tensor, "..."]], dim: int = 0) -> Float[torch.Tensor, "..."]:
    """Join tensors along the axis ``dim``, 1 for channels; the other axes must agree.

    >>> concat([torch.zeros(1, 1, 3), torch.ones(1, 2, 3)], dim=1)
    tensor([[[0., 0., 0.],
             [1., 1., 1.],
             [1., 1., 1.]]])
    """
    check_concat("concat", tensors, dim)
    return torch.concat(list(tensors), dim)


class Flatten(nn.Module):
    """Write the axes from ``start_dim`` to ``end_dim`` as one: (N, C, H, W) to (N, C H W).

    >>> Flatten()(torch.ones(2, 3, 4, 5)).shape
    torch.Size([2, 60])
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.arguments = start_dim, end_dim

    def forward(self, x: Float[torch.Tensor, "*shape"]) -> Float[torch.Tensor, "*flat_shape"]:
        """(N, ...) to (N, product of the others)."""
        return flatten(x, *self.arguments)


class Sequential(nn.Module):
    """Apply layers one after the other; without a layer, return the input.

    The layers are arguments, or one dict from name to layer. As in PyTorch, ``net[0]`` is the first layer and
    ``net[:2]`` a network of the first two. As on the NumPy side, each layer may come only once.

    >>> from cnnlib.torch_nn import Linear, ReLU
    >>> net = Sequential({"hidden": Linear(4, 3, rng=0), "relu": ReLU(), "out": Linear(3, 2, rng=1)})
    >>> net(torch.ones(5, 4)).shape, list(net.state_dict())
    (torch.Size([5, 2]), ['hidden.weight', 'hidden.bias', 'out.weight', 'out.bias'])
    """

    def __init__(self, *layers: Layers) -> None:
        super().__init__()
        add_layers(self, layers)

    def forward(self, x: Float[torch.Tensor, "..."]) -> Float[torch.Tensor, "..."]:
        """Through the layers from first to last."""
        for layer in self:
            x = layer(x)
        return x

    def __iter__(self) -> Iterator[nn.Module]:
        return iter(self.children())

    def __len__(self) -> int:
        return len(list(self.children()))

    def __getitem__(self, place: int | slice) -> "nn.Module | Sequential":
        layers = list(self.named_children())[place]
        return Sequential(dict(layers)) if isinstance(layers, list) else layers[1]


class Residual(nn.Module):
    """Add a shortcut to a body: y = body(x) + shortcut(x); without ``shortcut`` the input itself is added.

    Body and shortcut are a layer each, named "body" and "shortcut", or a dict of layers in order, which keep
    their own names.

    >>> from cnnlib.torch_nn import Conv2d, ReLU
    >>> body = {"conv1": Conv2d(2, 2, 3, padding=1, rng=0), "relu": ReLU(), "conv2": Conv2d(2, 2, 1, rng=1)}
    >>> block = Residual(body)
    >>> block(torch.ones(1, 2, 4, 4)).shape, list(block.state_dict())
    (torch.Size([1, 2, 4, 4]), ['conv1.weight', 'conv1.bias', 'conv2.weight', 'conv2.bias'])
    """

    def __init__(self, body: Layers, shortcut: Layers | None = None) -> None:
        super().__init__()
        self.paths = path(self, "body", body), path(self, "shortcut", {} if shortcut is None else shortcut)

    def forward(self, x: Float[torch.Tensor, "..."]) -> Float[torch.Tensor, "*shape"]:
        """Both ways, then the sum."""
        body, shortcut = self.paths
        y, skipped = body(x), shortcut(x)
        check_same_shape("Residual", body=y, shortcut=skipped)
        return y + skipped


class Branches(nn.Module):
    """Give every branch the same input and join their outputs along the channels.

    Branches are arguments or one dict, as in ``Sequential``.

    >>> from cnnlib.torch_nn import Conv2d, MaxPool2d
    >>> inception = Branches(Conv2d(3, 4, 1), Conv2d(3, 2, 3, padding=1), MaxPool2d(3, stride=1, padding=1))
    >>> inception(torch.ones(1, 3, 8, 8)).shape
    torch.Size([1, 9, 8, 8])
    """

    def __init__(self, *branches: Layers) -> None:
        super().__init__()
        add_layers(self, branches)
        check_some("Branches", list(self.children()))

    def forward(self, x: Float[torch.Tensor, "n c_in ..."]) -> Float[torch.Tensor, "n c_out ..."]:
        """(N, C_in, ...) to (N, sum of the branches' C_out, ...)."""
        return concat([branch(x) for branch in self.children()], dim=1)


def add_layers(container: nn.Module, layers: tuple[Layers, ...]) -> None:
    """Make layers children of a container, named by their place or by the keys of a dict."""
    named = name_layers(layers)
    inside = {name: list(layer.modules()) for name, layer in named.items() if isinstance(layer, nn.Module)}
    check_layers(type(container).__name__, container, named, inside)
    for name, layer in named.items():
        container.add_module(name, layer)


def path(container: nn.Module, name: str, layers: Layers) -> Sequential:
    """Make the layers of one way through a container its children, and line them up."""
    named = layers if isinstance(layers, Mapping) else {name: layers}
    add_layers(container, (named,))
    return Sequential(named)
