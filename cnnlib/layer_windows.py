"""Say what one layer reads: for each output the window of inputs that it sees, along each axis.

Layers are told by the names of their classes, which are the same on both sides, so nothing here loads PyTorch.
"""

from fractions import Fraction
from typing import Any, NamedTuple

from cnnlib.shapes import IntOrPair, Pads, effective_kernel_size, padding_of_axes, pads_1d, pads_2d, pair

# A count or a place of samples: whole, after upsampling perhaps a fraction, infinite where all are seen.
Number = int | float | Fraction

# Layers in which an output reads the input at its own position only (batch norm: once it is trained).
POINTWISE = (
    *("ReLU", "LeakyReLU", "Sigmoid", "Tanh", "Squash", "Maxout", "Flatten"),
    *("Dropout", "BatchNorm1d", "BatchNorm2d", "LocalResponseNorm"),
)
# Layers in which every output reads everything.
WHOLE_INPUT = ("Linear", "Codes", "LayerNorm", "InstanceNorm2d", "GroupNorm")
CONVOLUTIONS = ("Conv1d", "Conv2d")
TRANSPOSED = ("ConvTranspose1d", "ConvTranspose2d", "MaxUnpool2d")
MAX_POOLS = ("MaxPool1d", "MaxPool2d", "MinPool1d", "MinPool2d")
AVERAGE_POOLS = ("AvgPool1d", "AvgPool2d")
ADAPTIVE_POOLS = ("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d")


class Window(NamedTuple):
    """What a layer reads along one axis: output i the positions from first + i stride on, as far as ``reach`` more."""

    first: Number
    stride: Number
    reach: Number


def is_pointwise(layer: Any) -> bool:
    """Say whether an output reads the input at its own position only."""
    return is_a(layer, *POINTWISE)


def reads_everything(layer: Any) -> bool:
    """Say whether every output reads the whole input; TypeError for pooling into several windows, whatever the size."""
    if not is_a(layer, *ADAPTIVE_POOLS):
        return is_a(layer, *WHOLE_INPUT)
    if set(pair(layer.output_size)) != {1}:
        raise TypeError(
            f"receptive_field: expected {type(layer).__name__} with output size 1, got {layer.output_size}: "
            "its windows depend on the size of the input"
        )
    return True


def windows_of(layer: Any) -> list[Window]:
    """Say what a layer reads along each axis; TypeError if it has no window of a fixed size.

    >>> from cnnlib.numpy_nn import MaxPool1d
    >>> windows_of(MaxPool1d(3, stride=2, padding=1))
    [Window(first=-1, stride=2, reach=2)]
    """
    if not of_cnnlib(layer):
        kind = f"{type(layer).__module__}.{type(layer).__name__}"
        raise TypeError(f"receptive_field: expected layers of cnnlib, got {kind}")
    if is_a(layer, *CONVOLUTIONS):
        pads = (layer.pads,) if is_a(layer, "Conv1d") else layer.pads
        return windows(layer.kernel_size, layer.stride, pads, layer.dilation)
    if is_a(layer, "CausalConv1d"):
        return windows(layer.conv.kernel_size, 1, (layer.past,), layer.conv.dilation)
    if is_a(layer, "TableConv2d"):
        return windows(tuple(layer.weight.shape[1:]), 1, pads_2d(0))
    if is_a(layer, "LocallyConnected2d"):
        stride, padding, dilation = layer.arguments
        kernel_size = tuple(layer.weight.shape[4:])
        return windows(kernel_size, stride, padding_of_axes(padding, kernel_size, stride, dilation), dilation)
    if is_a(layer, *MAX_POOLS, *AVERAGE_POOLS):
        kernel_size, stride, padding = layer.arguments[:3]
        dilation = layer.arguments[3] if is_a(layer, *MAX_POOLS) else 1
        pads = pads_1d(padding) if type(layer).__name__.endswith("1d") else pads_2d(padding)
        return windows(kernel_size, kernel_size if stride is None else stride, pads, dilation)
    if is_a(layer, "Subsample2d"):
        return windows(2, 2, pads_2d(0))
    if is_a(layer, "BlurPool2d"):
        return windows(layer.kernel_size, layer.stride, pads_2d((layer.kernel_size - 1) // 2))
    if is_a(layer, *TRANSPOSED):
        return transposed_windows(layer)
    if is_a(layer, "Upsample"):
        return upsampling_windows(layer)
    raise TypeError(
        "receptive_field: expected convolutions, pooling, upsampling, and layers that act on each number, "
        f"got {type(layer).__name__}; give the part of the model before it"
    )


def windows(
    kernel_size: IntOrPair, stride: IntOrPair, pads: tuple[Pads, ...], dilation: IntOrPair = 1
) -> list[Window]:
    """Write kernel size, stride, padding and dilation of a layer as one window for each axis.

    >>> windows(3, (1, 2), ((1, 1), (0, 0)))
    [Window(first=-1, stride=1, reach=2), Window(first=0, stride=2, reach=2)]
    """
    axes = zip(pads, pair(kernel_size), pair(stride), pair(dilation), strict=False)
    return [Window(-before, s, effective_kernel_size(k, d) - 1) for (before, _), k, s, d in axes]


def transposed_windows(layer: Any) -> list[Window]:
    """Turn the arrows round: input i is written to i s - p + t d for tap t, so output o reads i = (o + p - t d) / s."""
    if is_a(layer, "MaxUnpool2d"):
        kernel_size, stride, padding = layer.arguments
        stride, dilation = kernel_size if stride is None else stride, 1
    else:
        kernel_size, (stride, padding, _, _, dilation) = layer.kernel_size, layer.arguments
    axes = zip(pair(kernel_size), pair(stride), pair(padding), pair(dilation), strict=True)
    return [
        Window(Fraction(p - d * (k - 1), s), Fraction(1, s), Fraction(d * (k - 1), s)) for k, s, p, d in axes
    ]


def upsampling_windows(layer: Any) -> list[Window]:
    """Read the old pixel under a new one, or between which it lies; what the border repeats counts as padding.

    With a factor of f new pixel i of ``nearest`` reads floor(i / f), which lies from (i - f + 1) / f to i / f. That of
    ``bilinear`` reads both neighbors of (i + 1/2) / f - 1/2, which lie less than 1 from it.
    """
    size, scale_factor, mode, align_corners = layer.arguments
    factors = scale_factor if isinstance(scale_factor, tuple | list) else (scale_factor, scale_factor)
    if size is not None or align_corners or any(f != int(f) for f in factors):
        raise TypeError(
            "receptive_field: expected Upsample by whole factors and without align_corners, "
            f"got size={size}, scale_factor={scale_factor}, align_corners={align_corners}"
        )
    steps = [Fraction(1, int(f)) for f in factors]
    if mode == "nearest":
        return [Window(step - 1, step, 1 - step) for step in steps]
    return [Window(step - Fraction(3, 2), step, 2 - step) for step in steps]


def is_a(layer: Any, *names: str) -> bool:
    """Say whether a class of one of these names, of either backend, made the layer."""
    return any(base.__name__ in names for base in type(layer).__mro__)


def of_cnnlib(layer: Any) -> bool:
    """Say whether a class of cnnlib made the layer."""
    return any(base.__module__.startswith("cnnlib.") for base in type(layer).__mro__)
