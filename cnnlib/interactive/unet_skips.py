"""Switch the skips of a trained U-Net one by one, beside a network that was trained without any."""

import base64
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.data import as_float
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most

EPS = 1e-5  # of batch norm


def unet_skips(
    with_skips: Any, without: Any, images: ArrayLike, masks: ArrayLike, scene: int = 0
) -> Interactive:
    """Show what two trained networks say of each pixel of a scene; the reader switches the skips of the first.

    Both are ``unet(2, 3, ..., norm=True)`` of one side, NumPy or PyTorch, the second with ``skips=False``. ``images``
    (N, 3, H, H) are 2 to 12 pictures as uint8, H a multiple of 2^depth; ``masks`` (N, H, H) are 1 on objects.
    """
    pictures, truth = np.asarray(images), np.asarray(masks)
    nets = [folded(net) for net in (with_skips, without)]
    skips = [net["expand"][0][0]["in"] != net["up"][0]["out"] for net in nets]
    if skips != [True, False]:
        raise ValueError(f"unet_skips: expected a network with skips, then one without, got {skips}")
    depth = len(nets[0]["contract"])
    shape = pictures.shape
    if pictures.dtype != np.uint8 or len(shape) != 4 or not 2 <= len(pictures) <= 12 or shape[2] != shape[3]:
        raise ValueError(
            f"unet_skips: expected 2 to 12 square pictures (3, H, H) as uint8, got {pictures.dtype} of shape {shape}"
        )
    n, _, h, _ = shape
    if truth.shape != (n, h, h) or h % 2**depth:
        raise ValueError(
            f"unet_skips: expected masks of shape {(n, h, h)}, H a multiple of {2**depth}, got {truth.shape}"
        )
    at_most("scene", scene, n - 1)
    answers = [run(net, as_float(pictures[scene])).argmax(0) for net in nets]
    return Interactive(
        "unet_skips",
        label="A scene, its true objects, and the objects that two networks find, one with skips and one without.",
        fallback=picture(pictures[scene], truth[scene], *answers),
        nets=nets,
        images=[encoded(one) for one in pictures],
        masks=[encoded(one > 0) for one in truth],
        columns=h,
        scene=scene,
        skips=["own"] * depth,
    )


def encoded(values: np.ndarray) -> str:
    """Return the bytes of an array in base64."""
    return base64.b64encode(values.astype(np.uint8).tobytes()).decode()


def folded(net: Any) -> dict[str, Any]:
    """Return the convolutions of a U-Net, batch norm and bias made part of their numbers, four decimals of each."""
    state = {name: np.asarray(values, dtype=float) for name, values in net.state_dict().items()}
    steps = len({name.split(".")[1] for name in state if name.startswith("contract.")})

    def conv(name: str, transposed: bool = False) -> dict[str, Any]:
        weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
        c_out, c_in = weight.shape[:2][:: -1 if transposed else 1]
        return {"in": c_in, "out": c_out, "k": weight.shape[2], "w": numbers(weight), "b": numbers(bias)}

    def normed(name: str, number: int) -> dict[str, Any]:
        weight = state[f"{name}.conv{number}.weight"]
        scale, shift, mean, variance = (
            state[f"{name}.bn{number}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")
        )
        factor = scale / np.sqrt(variance + EPS)
        state[f"{name}.{number}.weight"] = weight * factor[:, None, None, None]
        state[f"{name}.{number}.bias"] = shift - mean * factor
        return conv(f"{name}.{number}")

    def double(name: str) -> list[dict[str, Any]]:
        return [normed(name, 1), normed(name, 2)]

    return {
        "contract": [double(f"contract.{step}") for step in range(steps)],
        "bottom": double("bottom"),
        "up": [conv(f"up_convs.{step}", transposed=True) for step in range(steps)],
        "expand": [double(f"expand.{step}") for step in range(steps)],
        "head": conv("head"),
    }


def numbers(values: np.ndarray) -> list[float]:
    """Return an array as a flat list of numbers with four decimals."""
    return values.round(4).ravel().tolist()


def run(net: dict[str, Any], x: np.ndarray) -> np.ndarray:
    """Return the scores (2, H, W) of one picture (3, H, W), by the numbers that the page gets."""
    from cnnlib.numpy_nn import conv2d, conv_transpose2d, max_pool2d, relu

    def arrays(layer: dict[str, Any], transposed: bool = False) -> tuple[np.ndarray, np.ndarray]:
        channels = (layer["in"], layer["out"]) if transposed else (layer["out"], layer["in"])
        return np.reshape(layer["w"], (*channels, layer["k"], layer["k"])), np.array(layer["b"])

    def double(layers: list[dict[str, Any]], h: np.ndarray) -> np.ndarray:
        for layer in layers:
            h = relu(conv2d(h, *arrays(layer), padding=1))
        return h

    h, kept = x[None].astype(float), []
    for layers in net["contract"]:
        kept.append(double(layers, h))
        h = np.asarray(max_pool2d(kept[-1], 2))
    h = double(net["bottom"], h)
    for up, layers in zip(net["up"], net["expand"], strict=True):
        h, across = conv_transpose2d(h, *arrays(up, transposed=True), stride=2), kept.pop()
        h = double(layers, np.concatenate([across, h], axis=1) if layers[0]["in"] != up["out"] else h)
    return conv2d(h, *arrays(net["head"]))[0]


def picture(image: np.ndarray, truth: np.ndarray, with_skips: np.ndarray, without: np.ndarray) -> bytes:
    """Draw the scene, its mask and both answers as a PNG."""
    figure, axes = plots.subplots(1, 4, width=6.4, height=1.9)
    shown = {
        "scene": image.transpose(1, 2, 0),
        "truth": truth > 0,
        "with skips": with_skips,
        "without": without,
    }
    for ax, (title, values) in zip(axes, shown.items(), strict=True):
        ax.imshow(values, cmap="gray", vmin=0, vmax=1)
        ax.set_title(title)
        ax.set_axis_off()
    return plots.png(figure)
