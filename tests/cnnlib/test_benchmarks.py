"""The benchmark runs, pairs its rounds, and writes what it prints."""

import doctest
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F

import benchmarks.__main__ as bench
import benchmarks.timing
from benchmarks import conv, models, peers
from benchmarks.imports import CODE


def test_examples_run() -> None:
    assert doctest.testmod(benchmarks.timing).failed == 0


def test_batch_last_changes_the_memory_and_not_the_array() -> None:
    x = np.arange(24.0).reshape(2, 3, 2, 2)
    stored = conv.batch_last(x)
    assert (stored == x).all()
    assert stored.strides[0] == stored.itemsize


def test_peers_compute_the_same_convolution() -> None:
    rng = np.random.default_rng(0)
    x, weight, bias = (rng.standard_normal(s, dtype=np.float32) for s in ((2, 3, 7, 6), (4, 3, 3, 3), (4,)))
    expected = F.conv2d(*(torch.tensor(a) for a in (x, weight, bias)), 2, 1)
    assert np.allclose(peers.tensordot(x, weight, bias, 2, 1), expected, atol=1e-5)
    assert np.allclose(peers.taps(np, x, weight, bias, 2, 1), expected, atol=1e-5)
    for name in peers.INSTALLED:  # none in the environment of the course, all in that of peers.txt
        y = np.asarray(peers.PEERS[name](x, weight, bias, np.ones(expected.shape, "f"), 2, 1)["forward"]())
        assert np.allclose(y.transpose(0, 3, 1, 2) if name == "numpy-ml" else y, expected, atol=1e-5)


def test_both_sides_of_a_training_benchmark_learn_the_same() -> None:
    x = np.random.default_rng(0).standard_normal((8, 1, 40)).astype(np.float32)
    ours = models.numpy_nn.models.mnist1d_conv(rng=0)
    twin = models.nn.Sequential(
        *(models.nn.Conv1d(1, 15, 3, 2), models.nn.ReLU(), models.nn.Conv1d(15, 15, 3, 2), models.nn.ReLU()),
        *(models.nn.Conv1d(15, 15, 3, 2), models.nn.ReLU(), models.nn.Flatten(), models.nn.Linear(60, 10)),
    )
    calls = models.training(ours, twin, x, np.arange(8), batch=4)
    before = ours.state_dict()
    for _ in range(3):
        calls["NumPy"](), calls["torch"]()
    for value, other, first in zip(
        ours.state_dict().values(), twin.parameters(), before.values(), strict=True
    ):
        assert np.allclose(value, other.detach(), atol=1e-5)
        assert not np.allclose(value, first, atol=1e-4)


@pytest.mark.parametrize("benchmark", bench.BENCHMARKS, ids=lambda b: b.title)
def test_every_target_and_every_column_names_what_there_is(benchmark: benchmarks.timing.Benchmark) -> None:
    assert set(benchmark.targets) <= set(benchmark.columns)
    if benchmark.title.startswith(("ResNet", "convolution", "transposed", "LeNet")):
        return  # large: the test below measures one of them
    candidates = next(iter(benchmark.rows.values()))()
    assert {name for pair in benchmark.columns.values() for name in pair} <= set(candidates)


def test_a_small_run_prints_and_writes_the_same_ratios(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "new" / "bench.json"
    options = [
        "--kernels",
        "Haswell",
        "--rounds",
        "3",
        "--only",
        "convolution: LeNet 2",
        "--output",
        str(output),
    ]
    bench.main(options)
    written = json.loads(output.read_text())["Haswell"]
    assert written["machine"]["environment"]["OPENBLAS_CORETYPE"] == "Haswell"
    assert written["machine"]["environment"]["OMP_NUM_THREADS"] == "1"
    (result,) = written["benchmarks"].values()
    (row,) = result["rows"]
    assert row["ratios"] == pytest.approx(result["geometric mean"])
    assert all(seconds > 0 for seconds in row["median seconds"].values())
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  LeNet 2")]
    assert line.split()[2:] == [f"{row['ratios'][name]:.2f}" for name in bench.CONV.columns]
    assert output.with_suffix(".png").stat().st_size > 1000


def test_an_unknown_row_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--only", "no such row"])
    assert "expected --only to match a row of convolution, " in capsys.readouterr().err


def test_import_does_not_load_torch_and_is_measured_in_a_new_process() -> None:
    line = CODE.format("import sys, cnnlib, cnnlib.numpy_nn; assert 'torch' not in sys.modules")
    done = subprocess.run([sys.executable, "-c", line], check=True, capture_output=True, text=True)
    assert float(done.stdout) > 0
