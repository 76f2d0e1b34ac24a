"""Compare numpy_nn with PyTorch: `python -m benchmarks` prints tables and writes _build/bench/bench.json and .png.

Ratios below 1 mean that NumPy is faster. Each setting runs in a process of its own, because thread counts, the kernels
of OpenBLAS (OPENBLAS_CORETYPE) and the allocator (GLIBC_TUNABLES) are read when a process starts.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib
import torch

from benchmarks.conv import CONV, CONV_TRANSPOSE
from benchmarks.imports import TARGET, import_seconds
from benchmarks.models import LENET, LENET_EPOCH, MNIST1D, RESNET
from benchmarks.norm import BATCH_NORM
from benchmarks.peers import CONV_PEERS, MISSING
from benchmarks.pool import MAX_POOL
from benchmarks.timing import Benchmark, compare, machine

matplotlib.use("Agg")
from matplotlib import pyplot as plt

BENCHMARKS = [CONV, CONV_TRANSPOSE, MAX_POOL, BATCH_NORM, MNIST1D, LENET, RESNET, CONV_PEERS]
# Both sides keep freed memory, instead of now and then giving it back to the system and asking for it again.
KEEP_MEMORY = "glibc.malloc.trim_threshold=4294967296:glibc.malloc.mmap_threshold=4294967296"
KERNELS = ["Haswell", "auto"]  # in the order of Benchmark.targets


def chosen(only: str) -> list[tuple[Benchmark, list[str]]]:
    """List the benchmarks with those rows whose "title: row" holds this text."""
    found = [(b, [row for row in b.rows if only in f"{b.title}: {row}"]) for b in BENCHMARKS]
    return [(benchmark, rows) for benchmark, rows in found if rows]


def use_whole_epochs() -> None:
    """Measure LeNet on all images of an epoch, a minute or so for each side and round."""
    BENCHMARKS[BENCHMARKS.index(LENET)] = LENET_EPOCH


def run_here(only: str, rounds: int, threads: int) -> dict[str, Any]:
    """Measure in this process."""
    torch.set_num_threads(threads)
    results = {}
    for benchmark, rows in chosen(only):
        measured = []
        for row in rows:
            print(f"  {benchmark.title}: {row}", file=sys.stderr, flush=True)
            measured.append(compare(benchmark, row, rounds, threads))
        means = {
            column: statistics.geometric_mean(m["ratios"][column] for m in measured)
            for column in benchmark.columns
        }
        results[benchmark.title] = {"rows": measured, "geometric mean": means}
    about = machine() | {"torch": torch.__version__, "threads": threads, "rounds": rounds}
    return {"machine": about, "benchmarks": results}


def run_setting(kernels: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure in a new process with these kernels of OpenBLAS."""
    environment = dict(os.environ, GLIBC_TUNABLES=KEEP_MEMORY)
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment |= dict.fromkeys(threads, str(arguments.threads))
    if arguments.threads == 1:
        environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"  # JAX
    environment.pop("OPENBLAS_CORETYPE", None)
    if kernels != "auto":
        environment["OPENBLAS_CORETYPE"] = kernels
    command = [sys.executable, "-m", "benchmarks", "--here", "--rounds", str(arguments.rounds)]
    command += ["--threads", str(arguments.threads), "--only", arguments.only]
    command += ["--epoch"] if arguments.epoch else []
    print(f"OpenBLAS kernels: {kernels}, {arguments.threads} thread(s)", file=sys.stderr)
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def table(benchmark: Benchmark, result: dict[str, Any], kernels: str) -> str:
    """Lay the ratios of one benchmark out, with their mean, their target, and how far single rounds scatter."""
    columns, measured = list(benchmark.columns), result["rows"]
    scatter = {c: statistics.median(m["scatter"][c] for m in measured) for c in columns}
    lines = [f"{benchmark.title:32}" + "".join(f"{name:>24}" for name in columns)]
    for name, ratios in [(m["row"], m["ratios"]) for m in measured] + [
        ("geometric mean", result["geometric mean"])
    ]:
        lines.append(f"  {name:30}" + "".join(f"{ratios[column]:24.2f}" for column in columns))
    targets = {
        c: benchmark.targets[c][KERNELS.index(kernels)] for c in benchmark.targets if kernels in KERNELS
    }
    lines.append(
        f"  {'target':30}" + "".join(f"{targets[c]:24.2f}" if c in targets else " " * 24 for c in columns)
    )
    lines.append(f"  {'rounds scatter by':30}" + "".join(f"{100 * scatter[c]:22.0f} %" for c in columns))
    return "\n".join(lines)


def plot(results: dict[str, Any], path: Path) -> None:
    """Draw the mean of every column as a dot and its target as a tick, one color for each setting."""
    rows = [
        (b, c)
        for b in BENCHMARKS
        for c in b.columns
        if any(b.title in r["benchmarks"] for r in results.values())
    ]
    figure, axes = plt.subplots(figsize=(8, 1 + 0.3 * len(rows)), layout="constrained")
    for (kernels, result), color in zip(results.items(), ("#0072b2", "#d55e00", "#009e73"), strict=False):
        for place, (benchmark, column) in enumerate(rows):
            mean = result["benchmarks"][benchmark.title]["geometric mean"][column]
            axes.plot(mean, place, "o", color=color, label=kernels if place == 0 else None)
            if column in benchmark.targets and kernels in KERNELS:
                target = benchmark.targets[column][KERNELS.index(kernels)]
                axes.plot(target, place, "|", color=color, markersize=14, markeredgewidth=2)
    axes.axvline(1, color="gray", linewidth=0.8)
    axes.set_yticks(range(len(rows)), [f"{b.title}: {c}" for b, c in rows])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlabel("time of NumPy / time of PyTorch\ngeometric mean (dot), target (tick)")
    axes.legend(title="OpenBLAS kernels")
    figure.savefig(path, dpi=120)
    plt.close(figure)


def main(argv: list[str] | None = None) -> None:
    """Read the command line, measure every setting, print and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=15, help="rounds, at most, of which the median counts")
    parser.add_argument(
        "--kernels", nargs="+", default=KERNELS, help="OPENBLAS_CORETYPE; auto leaves it unset"
    )
    parser.add_argument("--only", default="", help='measure the rows whose "benchmark: row" holds this text')
    parser.add_argument(
        "--epoch", action="store_true", help="train LeNet on all images of an epoch, not a part"
    )
    parser.add_argument("--output", type=Path, default=Path("_build/bench/bench.json"))
    parser.add_argument("--here", action="store_true", help="measure in this process and print JSON")
    arguments = parser.parse_args(argv)
    if arguments.epoch:
        use_whole_epochs()
    if not chosen(arguments.only):
        titles = ", ".join(benchmark.title for benchmark in BENCHMARKS)
        parser.error(f"expected --only to match a row of {titles}, got {arguments.only!r}")
    if arguments.here:
        print(json.dumps(run_here(arguments.only, arguments.rounds, arguments.threads)))
        return
    results = {kernels: run_setting(kernels, arguments) for kernels in arguments.kernels}
    for kernels, result in results.items():
        about = result["machine"]
        print(
            f"\nNumPy / torch, smaller is better. OpenBLAS kernels: {kernels}, {arguments.threads} thread(s)"
        )
        print(f"{about['cpu']}, NumPy {about['numpy']}, torch {about['torch']}, load {about['load']:.1f}\n")
        for benchmark, _ in chosen(arguments.only):
            print(table(benchmark, result["benchmarks"][benchmark.title], kernels) + "\n")
    if MISSING:
        print(f"not installed: {', '.join(MISSING)}; to compare: pip install -r benchmarks/peers.txt\n")
    imports = import_seconds()
    texts = [f"{name} {seconds:.2f} s" for name, seconds in imports.items()]
    print(f"import, processor time: {', '.join(texts)} (target: cnnlib {TARGET} s)")
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(results | {"import seconds": imports}, indent=1) + "\n")
    plot(results, arguments.output.with_suffix(".png"))
    print(f"written to {arguments.output} and {arguments.output.with_suffix('.png')}")


if __name__ == "__main__":
    main()
