"""Where a VGG has its numbers: parameters and outputs, layer by layer, for a batch of your choice."""

from typing import NamedTuple

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range

PLANS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
CHANNELS = (64, 128, 256, 512, 512)
PURPOSES = ("use", "descent", "momentum", "adam")


class Line(NamedTuple):
    """One line of the ledger; outputs are those of one picture."""

    name: str
    parameters: int
    outputs: int


def vgg_ledger(depth: int = 16, batch: int = 1, side: int = 224, purpose: str = "momentum") -> Interactive:
    """Show parameters and outputs of VGG-11, 13, 16 or 19, and the memory that they take.

    ``batch`` is a power of 2 up to 256, ``side`` that of the pictures, a multiple of 32 up to 448; the last maps are
    pooled to 7 x 7. ``purpose``: the network is used, or trained by plain descent, with momentum, or by Adam.
    """
    if depth not in PLANS:
        raise ValueError(f"vgg_ledger: expected a depth of {', '.join(map(str, PLANS))}, got {depth}")
    check_range("side", side, 32, 448)
    check_range("batch", batch, 1, 256)
    if side % 32 or batch & (batch - 1):
        raise ValueError(
            f"vgg_ledger: expected a side that is a multiple of 32 and a batch that is a power of 2, "
            f"got {side} and {batch}"
        )
    if purpose not in PURPOSES:
        raise ValueError(f"vgg_ledger: expected a purpose of {', '.join(PURPOSES)}, got {purpose!r}")
    return Interactive(
        "vgg_ledger",
        label=f"The ledger of VGG-{depth}: parameters and outputs of each layer, and the memory that they take.",
        fallback=picture(depth, batch, side),
        depth=depth,
        doublings=batch.bit_length() - 1,
        side=side,
        bits=32,
        purpose=purpose,
        line=1,
    )


def ledger(depth: int, side: int) -> list[Line]:
    """List the lines: the picture, each convolution and pooling, the pooling to 7 x 7 if it does anything, the rest."""
    lines, c_in = [Line("picture", 0, 3 * side**2)], 3
    for block, (count, c_out) in enumerate(zip(PLANS[depth], CHANNELS, strict=True), start=1):
        for place in range(1, count + 1):
            lines.append(Line(f"conv {block}.{place}", c_out * (9 * c_in + 1), c_out * side**2))
            c_in = c_out
        side //= 2
        lines.append(Line(f"pool {block}", 0, c_out * side**2))
    if side != 7:
        lines.append(Line("pool to 7×7", 0, c_in * 7**2))
    for place, (inputs, outputs) in enumerate([(c_in * 7**2, 4096), (4096, 4096), (4096, 1000)], start=1):
        lines.append(Line(f"linear {place}", outputs * (inputs + 1), outputs))
    return lines


def picture(depth: int, batch: int, side: int) -> bytes:
    """Draw both columns of the ledger as a PNG."""
    lines = ledger(depth, side)[::-1]
    figure, axes = plots.subplots(1, 2, height=0.24 * len(lines), sharey=True)
    axes[0].barh(range(len(lines)), [line.parameters / 1e6 for line in lines], color=plots.KERNEL)
    axes[0].set(xlabel="parameters, millions")
    axes[0].set_yticks(range(len(lines)), [line.name for line in lines])
    axes[1].barh(range(len(lines)), [batch * line.outputs / 1e6 for line in lines], color=plots.OUTPUT)
    axes[1].set(xlabel="outputs, millions")
    return plots.png(figure)
