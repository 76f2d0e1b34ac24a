"""What each branch of an Inception module costs, and what its 1×1 convolutions save."""

from functools import cache
from typing import NamedTuple

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range
from cnnlib.numpy_nn.models import googlenet
from cnnlib.summary import summary


class Module(NamedTuple):
    """The channels of an Inception module: of its input, of its four branches, and between their convolutions."""

    name: str
    size: int  # its maps are size×size
    cin: int
    one: int
    three: int
    five: int
    squeeze3: int
    squeeze5: int
    pool: int


@cache
def modules() -> tuple[Module, ...]:
    """Read the nine modules off GoogLeNet itself, for pictures of 224×224."""
    net = googlenet(num_classes=1, rng=0)
    weight = {name.removesuffix(".conv.weight"): values.shape for name, values in net.parameters().items()}
    found = []
    for row in summary(net, (1, 3, 224, 224)).rows:
        if row.kind == "Inception" and row.output_shape:
            one, cin, *_ = weight[f"{row.name}.branch1"]
            (three, squeeze3, *_), (five, squeeze5, *_) = (weight[f"{row.name}.branch{i}.1"] for i in (2, 3))
            pool, *_ = weight[f"{row.name}.branch4.1"]
            name, size = row.name.removeprefix("inception"), row.output_shape[2]
            found.append(Module(name, size, cin, one, three, five, squeeze3, squeeze5, pool))
    return tuple(found)


def weights(module: Module, squeeze: bool = True, k: int = 5) -> dict[str, int]:
    """Count the weights of each branch, with or without 1×1 convolutions around; biases are left out.

    >>> weights(modules()[0], squeeze=False)
    {'1×1': 12288, '3×3': 221184, '5×5': 153600, 'pool': 0}
    """
    m, third = module, f"{k}×{k}" if k != 3 else "3×3 again"
    if not squeeze:
        return {"1×1": m.cin * m.one, "3×3": 9 * m.cin * m.three, third: k * k * m.cin * m.five, "pool": 0}
    return {
        "1×1": m.cin * m.one,
        "3×3": m.squeeze3 * (m.cin + 9 * m.three),
        third: m.squeeze5 * (m.cin + k * k * m.five),
        "pool": m.cin * m.pool,
    }


def channels_out(module: Module, squeeze: bool = True) -> int:
    """Add up the channels that leave the four branches; a pooling without a 1×1 convolution hands on all it got.

    >>> channels_out(modules()[0]), channels_out(modules()[0], squeeze=False)
    (256, 416)
    """
    return module.one + module.three + module.five + (module.pool if squeeze else module.cin)


def inception_cost(module: str = "3a", squeeze: bool = True, k: int = 5) -> Interactive:
    """Count one of GoogLeNet's modules, "3a" to "5b", with as many channels in between as the reader likes.

    ``k`` is the kernel of the third branch: 5 as in the paper, 3 as in torchvision.
    """
    names = [m.name for m in modules()]
    if module not in names:
        raise ValueError(f"expected a module of GoogLeNet ({', '.join(names)}), got {module!r}")
    check_range("k", k, 3, 5)
    if k == 4:
        raise ValueError("expected k of 3 or 5, got 4")
    chosen = modules()[names.index(module)]
    return Interactive(
        "inception_cost",
        label="The four branches of an Inception module: their channels, and what they cost, squeezed and not.",
        fallback=picture(chosen, k),
        modules=[m._asdict() for m in modules()],
        place=names.index(module),
        squeeze=bool(squeeze),
        k=k,
        squeeze3=chosen.squeeze3,
        squeeze5=chosen.squeeze5,
        pool=chosen.pool,
    )


def picture(module: Module, k: int) -> bytes:
    """Draw the work of each branch, direct and squeezed, as a PNG."""
    direct, squeezed = weights(module, squeeze=False, k=k), weights(module, k=k)
    figure, ax = plots.subplots(height=2.8)
    for row, branch in enumerate(direct):
        for at, counts, face in ((-0.2, direct, plots.KERNEL_TINT), (0.2, squeezed, plots.KERNEL)):
            ax.barh(row + at, counts[branch] * module.size**2 / 1e6, 0.36, color=face, edgecolor=plots.KERNEL)
    ax.set(yticks=range(4), yticklabels=list(direct), xlabel="million multiply-adds")
    ax.set_title(f"module {module.name}: direct (pale) and squeezed (full)")
    ax.invert_yaxis()
    return plots.png(figure)
