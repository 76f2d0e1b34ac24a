"""What all experiments share: the command line, seeds, time, and the file that they write."""

import argparse
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[2] / "cnnlib" / "data" / "results"
Run = dict[str, Any]
SEEDS = 3
POINTS = 60  # of a curve


def main(script: str, run: Callable[..., Iterable[Run]]) -> None:
    """Call ``run(seed, short)`` for each seed, and write all runs that it yields, unless ``--short``."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument(
        "--short", action="store_true", help="a few steps of one seed, to see that it works; writes nothing"
    )
    short = parser.parse_args().short
    runs = []
    for seed in range(1 if short else SEEDS):
        for result in timed(run(seed, short)):
            runs.append({"seed": seed, **result})
            print(
                {name: value for name, value in runs[-1].items() if not isinstance(value, list)}, flush=True
            )
    if not short:
        write(Path(script), runs)


def timed(results: Iterable[Run]) -> Iterable[Run]:
    """Add to each run how many seconds of processor time it took."""
    start = time.process_time()
    for result in results:
        yield {**result, "seconds": round(time.process_time() - start, 1)}
        start = time.process_time()


def write(script: Path, runs: list[Run]) -> None:
    """Write the runs of an experiment, with what made them."""
    content = {
        "script": f"book/experiments/{script.name}",
        "sha256": checksum(script),
        "made with": {name: version(name) for name in ("numpy", "torch")} | {"machine": platform.machine()},
        "runs": runs,
    }
    RESULTS.mkdir(exist_ok=True)
    lines = ",\n".join(f"  {json.dumps(run)}" for run in runs)
    head = json.dumps({**content, "runs": []}, indent=1).removesuffix("[]\n}")
    part = RESULTS / f"{script.stem}.part"
    part.write_text(f"{head}[\n{lines}\n]\n}}\n")
    os.replace(part, RESULTS / f"{script.stem}.json")


def checksum(script: Path) -> str:
    """Return the SHA-256 of a script."""
    return hashlib.sha256(script.read_bytes()).hexdigest()


def thinned(values: Iterable[float]) -> list[float]:
    """Return at most ``POINTS`` values of a curve, evenly spread, the last one among them.

    >>> thinned(range(120))[-3:]
    [115.0, 117.0, 119.0]
    """
    values = list(values)
    step = -(-len(values) // POINTS)
    return [round(float(value), 4) for value in values[::-1][::step][::-1]]
