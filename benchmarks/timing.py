"""Time candidates side by side, and say on what."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

Candidates = dict[str, Callable[[], object]]


class Benchmark(NamedTuple):
    """What is compared: rows, each with its candidates, and columns, each of them one candidate over another."""

    title: str
    columns: dict[str, tuple[str, str]]  # name of the ratio -> the two candidates
    rows: dict[str, Callable[[], Candidates]]  # made when its turn comes, so that only one is in memory
    targets: dict[
        str, tuple[float, float]
    ]  # column -> the most that its geometric mean should be: Haswell, auto
    seconds: float = 1.5  # about how long to measure each candidate of a row


def interleave(
    candidates: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """Return the seconds of every candidate in every round, by ``clock``.

    In each round every candidate runs once, so that a slow moment of the machine meets all of them. One round before
    the first warms up and does not count.

    >>> calls = []
    >>> times = interleave({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2)
    >>> calls, [len(t) for t in times.values()]
    (['a', 'b', 'a', 'b', 'a', 'b'], [2, 2])
    """
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds + 1):
        for name, run in candidates.items():
            start = clock()
            run()
            seconds[name].append(clock() - start)
    return {name: times[1:] for name, times in seconds.items()}


def compare(benchmark: Benchmark, row: str, rounds: int, threads: int) -> dict[str, Any]:
    """Time the candidates of one row; return the ratios, how far they scatter, and the median seconds.

    With one thread the clock counts processor time, which other processes on the machine disturb less. Long candidates
    get fewer rounds, three at least.

    >>> def wait(seconds): return lambda: time.sleep(seconds)
    >>> ways = {"ours": wait(0.001), "theirs": wait(0.003)}
    >>> waiting = Benchmark("wait", {"sleep": ("ours", "theirs")}, {"row": lambda: ways}, {})
    >>> 0.1 < compare(waiting, "row", rounds=3, threads=2)["ratios"]["sleep"] < 0.9
    True
    """
    candidates = benchmark.rows[row]()
    clock = time.process_time if threads == 1 else time.perf_counter
    once = interleave(candidates, 1, clock)
    slowest = max(times[0] for times in once.values())
    seconds = interleave(candidates, max(3, min(rounds, int(benchmark.seconds / max(slowest, 1e-9)))), clock)
    pairs = {name: (seconds[ours], seconds[theirs]) for name, (ours, theirs) in benchmark.columns.items()}
    return {
        "row": row,
        "ratios": {name: paired_ratio(*pair) for name, pair in pairs.items()},
        "scatter": {name: scatter(*pair) for name, pair in pairs.items()},
        "median seconds": {name: statistics.median(times) for name, times in seconds.items()},
        "rounds": len(seconds[next(iter(seconds))]),
    }


def scatter(ours: list[float], theirs: list[float]) -> float:
    """Return half the range of the middle half of the ratios, as a part of their median.

    >>> round(scatter([1.0, 1.0, 1.0, 1.1, 0.9], [1.0] * 5), 2)
    0.05
    """
    first, middle, third = statistics.quantiles([a / b for a, b in zip(ours, theirs, strict=True)], n=4)
    return (third - first) / 2 / middle


def paired_ratio(ours: list[float], theirs: list[float]) -> float:
    """Return the median over the rounds of ours / theirs.

    >>> paired_ratio([1.0, 2.0, 30.0], [2.0, 4.0, 3.0])
    0.5
    """
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def machine() -> dict[str, Any]:
    """Say what the numbers were measured on."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]  # type: ignore  # a dict in this mode
    models = [
        line.split(":")[1].strip() for line in read("/proc/cpuinfo").splitlines() if "model name" in line
    ]
    return {
        "cpu": models[0] if models else platform.processor(),
        "cpus": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas['name']} {blas['version']}",
        "environment": {
            name: os.environ.get(name) for name in ("OPENBLAS_CORETYPE", "OMP_NUM_THREADS", "GLIBC_TUNABLES")
        },
    }


def read(path: str) -> str:
    """Return a text file, or nothing where there is none (not on Linux)."""
    try:
        with open(path) as file:
            return file.read()
    except FileNotFoundError:
        return ""
