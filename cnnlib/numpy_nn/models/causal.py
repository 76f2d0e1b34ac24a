"""Convolutions in time: a stack that sees far back and never ahead.

Source: van den Oord et al. (2016), WaveNet: a generative model for raw audio, figure 3,
https://arxiv.org/abs/1609.03499. WaveNet adds gates and shortcuts to each layer; this is the stack alone.
"""

from functools import partial

import numpy as np
from jaxtyping import Float

from cnnlib.numpy_nn.activation import ReLU
from cnnlib.numpy_nn.container import Sequential
from cnnlib.numpy_nn.conv import Conv1d
from cnnlib.numpy_nn.init import Seed
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.pad import pad1d, pad1d_backward


class CausalConv1d(Layer):
    """A convolution that pads only before the signal: output t reads the inputs up to t.

    >>> layer = CausalConv1d(1, 1, kernel_size=2, dilation=2, dtype="float64")
    >>> layer.load_state_dict({"conv.weight": np.array([[[10.0, 1.0]]]), "conv.bias": np.array([0.0])})
    >>> layer(np.array([[[1.0, 2.0, 3.0, 4.0]]])).tolist()  # x[t] + 10 x[t - 2]
    [[[1.0, 2.0, 13.0, 24.0]]]
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        dilation: int = 1,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        self.conv = Conv1d(in_channels, out_channels, kernel_size, dilation=dilation, rng=rng, dtype=dtype)
        self.past = dilation * (kernel_size - 1), 0  # samples before and after

    def forward(self, x: Float[np.ndarray, "n c_in l"]) -> Float[np.ndarray, "n c_out l"]:
        """(N, in_channels, L) to (N, out_channels, L)."""
        return self.conv(pad1d(x, self.past))

    def backward(self, dy: Float[np.ndarray, "n c_out l"]) -> Float[np.ndarray, "n c_in l"]:
        """(N, out_channels, L) to (N, in_channels, L)."""
        (x,) = self.inputs
        return pad1d_backward(self.conv.backward(dy), x, self.past)


def causal_stack(
    in_channels: int = 1,
    out_channels: int = 1,
    width: int = 16,
    dilations: tuple[int, ...] = (1, 2, 4, 8),
    rng: Seed = None,
    dtype: str = "float32",
) -> Sequential:
    """Kernels of 2, each with twice the dilation of the last: four layers see 16 samples. 1,649 parameters.

    (N, in_channels, L) to (N, out_channels, L): output t reads the inputs t - 15 to t, in general from t minus the
    sum of the dilations. To predict the next sample, compare output t with input t + 1.

    >>> causal_stack(rng=0)(np.zeros((2, 1, 40), dtype=np.float32)).shape
    (2, 1, 40)
    """
    rng = np.random.default_rng(rng)
    conv = partial(CausalConv1d, kernel_size=2, rng=rng, dtype=dtype)
    layers: list[Layer] = []
    for place, dilation in enumerate(dilations):
        layers += [conv(width if place else in_channels, width, dilation=dilation), ReLU()]  # (n, 16, l)
    head = Conv1d(width, out_channels, kernel_size=1, rng=rng, dtype=dtype)  # (n, 1, l)
    return Sequential({"stack": Sequential(*layers), "head": head})
