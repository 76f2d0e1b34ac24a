"""``fit``: the same training on both sides, and the same again after it was stopped."""

# ruff: noqa: E501  (the table of refusals reads best with one case a line)

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import numpy_nn, torch_nn
from cnnlib.train import History, Score, evaluate, fit, pick_device
from cnnlib.train import checkpoint as disk
from cnnlib.train.device import check_precision
from tests.cnnlib.support import assert_close

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((44, 2, 6, 5)), RNG.integers(0, 3, 44)
TRAIN, HELD_OUT = (X[:30], Y[:30]), (X[30:], Y[30:])
BOTH = pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])


def small_net(package: Any, rng: int = 0) -> Any:
    """Build a convolutional network of both sides, with the same float64 weights for the same seed."""
    rng_of_layers = np.random.default_rng(rng)
    return package.Sequential(
        package.Conv2d(2, 4, 3, padding=1, rng=rng_of_layers, dtype="float64"),
        package.ReLU(),
        package.MaxPool2d(2),
        package.Flatten(),
        package.Linear(4 * 3 * 2, 3, rng=rng_of_layers, dtype="float64"),
    )


class Training:
    """A training with everything it needs, made anew, as after a restart of the computer."""

    def __init__(
        self, package: Any, optimizer: str, options: dict[str, Any], schedule: str, *numbers: Any
    ) -> None:
        self.model, self.loss = small_net(package), package.CrossEntropyLoss()
        self.optimizer = getattr(package, optimizer)(self.model, **options)
        self.schedule = getattr(package, schedule)(self.optimizer, *numbers)

    def fit(self, **options: Any) -> History:
        defaults = {
            "train": TRAIN,
            "validation": HELD_OUT,
            "epochs": 5,
            "batch_size": 8,
            "schedule": self.schedule,
        }
        return fit(self.model, self.loss, self.optimizer, **defaults | {"device": "cpu"} | options)

    def weights(self) -> dict[str, np.ndarray]:
        return {name: np.asarray(value).copy() for name, value in self.model.state_dict().items()}


RUNS: list[tuple[Any, ...]] = [
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}, "StepLR", 2, 0.5),
    ("SGD", {"lr": 0.1}, "StepLR", 1, 0.9),
    ("Adam", {"lr": 0.02}, "CosineAnnealingLR", 5, 0.001),
]
EVERY_RUN = pytest.mark.parametrize("run", RUNS, ids=["momentum", "plain", "Adam"])


def assert_same_training(got: History, expected: History, ours: Training, whole: Training) -> None:
    """Compare two trainings to the last bit, but for the seconds."""
    for name, column in expected.columns().items():
        if name != "seconds":
            np.testing.assert_array_equal(got.columns()[name], column, err_msg=name)
    for name, value in whole.weights().items():
        np.testing.assert_array_equal(ours.weights()[name], value, err_msg=name)


# --- both sides do the same ---------------------------------------------------------------------


class NumpyRecorder(numpy_nn.CrossEntropyLoss):
    """Remembers the loss of every batch."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[float] = []

    def forward(self, logits: Any, target: Any) -> Any:
        self.values.append(float(numpy_nn.cross_entropy(logits, target)))
        return numpy_nn.cross_entropy(logits, target)


class TorchRecorder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.values: list[float] = []

    def forward(self, logits: Any, target: Any) -> Any:
        self.values.append(torch_nn.cross_entropy(logits, target).item())
        return torch_nn.cross_entropy(logits, target)


@EVERY_RUN
def test_fifty_steps_of_both_sides_coincide(run: tuple[Any, ...]) -> None:
    histories, curves, weights = [], [], []
    for package, recorder in ((numpy_nn, NumpyRecorder()), (torch_nn, TorchRecorder())):
        kept = Training(package, *run)
        kept.loss = recorder
        histories.append(kept.fit(epochs=13))  # of 4 steps each: batches of 8, 8, 8 and 6
        curves.append(np.array(recorder.values))
        weights.append(kept.weights())
    assert len(curves[0]) == 13 * (4 + 2)  # and two batches of the validation set
    assert histories[0].train_loss[-1] < 0.9 * histories[0].train_loss[0], "this network does not learn"
    assert_close(curves[0], curves[1], 1e-10)
    for name, column in histories[0].columns().items():
        if name != "seconds":
            assert_close(column, histories[1].columns()[name], 1e-10, what=name)
    for name, value in weights[0].items():
        assert_close(value, weights[1][name], 1e-9, what=name)


REGULARIZED: list[dict[str, float]] = [{"l1": 0.02}, {"l2": 0.1}, {"l1": 0.01, "l2": 0.05}, {"max_norm": 0.4}]
EVERY_WAY = pytest.mark.parametrize("options", REGULARIZED, ids=["L1", "L2", "elastic net", "max norm"])


@EVERY_WAY
def test_fifty_regularized_steps_of_both_sides_coincide_and_differ_from_plain_ones(
    options: dict[str, float],
) -> None:
    plain, ours, theirs = (Training(package, *RUNS[1]) for package in (numpy_nn, numpy_nn, torch_nn))
    free, got, expected = (
        plain.fit(epochs=13),
        ours.fit(epochs=13, **options),
        theirs.fit(epochs=13, **options),
    )
    for name, column in expected.columns().items():
        if name != "seconds":
            assert_close(got.columns()[name], column, 1e-10, what=name)
    for name, value in ours.weights().items():
        assert_close(value, theirs.weights()[name], 1e-9, what=name)
    assert abs(got.train_loss[-1] - free.train_loss[-1]) > 1e-3


@BOTH
def test_a_regularized_step_by_hand(package: Any) -> None:
    """Two steps of SGD: minus lr (gradient + l1 sign(w) + l2 w), then each row cut to max_norm; biases are left alone."""
    whole = (TRAIN, 30)
    kept, free = Training(package, *RUNS[1]), Training(package, *RUNS[1])
    first = kept.weights()
    options = {"train": whole[0], "batch_size": whole[1], "epochs": 1, "validation": None}
    history, plain = kept.fit(l1=0.3, l2=0.2, max_norm=0.5, **options), free.fit(**options)
    assert history.train_loss == plain.train_loss  # that of the data alone, before the step
    for name, value in kept.weights().items():
        if name.endswith("bias"):
            assert_close(value, free.weights()[name], 1e-12, what=name)
            continue
        w = free.weights()[name] - 0.1 * (0.3 * np.sign(first[name]) + 0.2 * first[name])
        rows = w.reshape(len(w), -1)
        lengths = np.sqrt((rows**2).sum(1, keepdims=True))
        assert (lengths > 0.5).any()
        assert_close(value.reshape(rows.shape), rows * np.minimum(1, 0.5 / lengths), 1e-12, what=name)


@BOTH
def test_history_is_what_the_loop_written_out_measures(package: Any) -> None:
    """Two epochs by hand: the order of each from the seed and its number, means over examples, not over batches."""
    model, optimizer = (kept := Training(package, *RUNS[1])).model, kept.optimizer
    history = kept.fit(epochs=2, seed=5)
    model, loss = small_net(package), package.CrossEntropyLoss()
    optimizer = package.SGD(model, lr=0.1)
    to = torch.tensor if package is torch_nn else np.asarray
    for epoch in range(2):
        order = np.random.default_rng([5, epoch]).permutation(30)
        losses, rights = [], []
        for rows in (order[:8], order[8:16], order[16:24], order[24:]):
            x, y = to(X[rows]), to(Y[rows])
            outputs = model(x)
            value = loss(outputs, y)
            optimizer.zero_grad() if package is torch_nn else None
            value.backward() if package is torch_nn else model.backward(loss.backward())
            optimizer.step()
            losses += [value.item()] * len(rows)
            rights += (outputs.argmax(1) == y).tolist()
        if package is torch_nn:
            optimizer.param_groups[0]["lr"] *= 0.9
        else:
            optimizer.lr *= 0.9
        outputs = model(to(HELD_OUT[0]))
        assert history.train_loss[epoch] == pytest.approx(np.mean(losses), rel=1e-12)
        assert history.train_accuracy[epoch] == pytest.approx(np.mean(rights))
        assert history.validation_loss[epoch] == pytest.approx(
            loss(outputs, to(HELD_OUT[1])).item(), rel=1e-12
        )
        assert history.validation_accuracy[epoch] == pytest.approx(
            float((outputs.argmax(1) == to(HELD_OUT[1])).sum()) / 14
        )
    assert history.lr.tolist() == [0.1, 0.1 * 0.9]
    assert history.epoch.tolist() == [1, 2]
    assert (history.seconds > 0).all()


@BOTH
def test_another_seed_is_another_order_and_the_same_seed_the_same(package: Any) -> None:
    one, again, other = (
        Training(package, *RUNS[1]).fit(epochs=1, seed=seed).train_loss for seed in (3, 3, 4)
    )
    assert one == again != other


# --- stopped and resumed ------------------------------------------------------------------------


class Interrupt:
    """Press Ctrl-C in the given call of the loss."""

    def __init__(self, loss: Any, call: int) -> None:
        self.loss, self.calls_left = loss, call

    def __call__(self, *arguments: Any) -> Any:
        self.calls_left -= 1
        if self.calls_left < 0:
            raise KeyboardInterrupt
        return self.loss(*arguments)

    def backward(self) -> Any:
        return self.loss.backward()


# An epoch is 4 batches of training and 2 of validation: in the middle of the first epoch and of the third, in its
# validation, and in the last batch of all.
@pytest.mark.parametrize("call", [2, 14, 16, 29])
@pytest.mark.parametrize("restarted", [True, False], ids=["new process", "same objects"])
@pytest.mark.parametrize("run", [RUNS[0], RUNS[2]], ids=["momentum", "Adam"])
@BOTH
def test_an_interrupted_training_ends_as_an_uninterrupted_one(
    package: Any, run: tuple[Any, ...], restarted: bool, call: int, tmp_path: Path
) -> None:
    whole, stopped = Training(package, *run), Training(package, *run)
    expected = whole.fit()
    stopped.loss = Interrupt(stopped.loss, call)
    with pytest.raises(KeyboardInterrupt):
        stopped.fit(checkpoint=tmp_path / "run.npz")
    resumed = Training(package, *run) if restarted else stopped
    resumed.loss = package.CrossEntropyLoss()
    got = resumed.fit(checkpoint=tmp_path / "run.npz")
    assert_same_training(got, expected, resumed, whole)
    again = Training(package, *run)
    assert_same_training(
        again.fit(checkpoint=tmp_path / "run.npz"), expected, again, whole
    )  # nothing left to do


@BOTH
def test_a_finished_training_is_prolonged(package: Any, tmp_path: Path) -> None:
    whole = Training(package, *RUNS[0])
    expected = whole.fit(epochs=6)
    Training(package, *RUNS[0]).fit(epochs=2, checkpoint=tmp_path / "a" / "run.npz")
    longer = Training(package, *RUNS[0])
    assert_same_training(longer.fit(epochs=6, checkpoint=tmp_path / "a" / "run.npz"), expected, longer, whole)


@pytest.mark.parametrize("where", ["savez", "fsync", "replace"])
def test_an_interrupt_while_writing_leaves_the_file_of_before(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.npz"
    disk.save(path, {"model/weight": np.arange(3.0)}, {"epoch": 1})

    def half_written(*arguments: Any, **_: Any) -> None:
        if where == "savez":
            arguments[0].write(b"half a file")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        of = {"savez": disk.np, "fsync": disk.os, "replace": Path}[where]
        patch.setattr(of, where, half_written)
        with pytest.raises(KeyboardInterrupt):
            disk.save(path, {"model/weight": np.zeros(3)}, {"epoch": 2})
    arrays, facts = disk.load(path)
    assert (arrays["model/weight"].tolist(), facts) == ([0, 1, 2], {"epoch": 1})
    assert list(tmp_path.iterdir()) == [path]


KILLED = """
import sys, time
import numpy as np
from cnnlib.numpy_nn import Adam, CrossEntropyLoss, Linear
from cnnlib.train import fit

class Slow(CrossEntropyLoss):
    def forward(self, logits, target):
        time.sleep(float(sys.argv[2]))
        return super().forward(logits, target)

rng = np.random.default_rng(0)
x, y = rng.standard_normal((40, 5)), rng.integers(0, 3, 40)
model = Linear(5, 3, rng=0, dtype="float64")
print("ready", flush=True)
fit(model, Slow(), Adam(model, lr=0.1), (x, y), epochs=6, batch_size=10, checkpoint=sys.argv[1])
print(model.weight.tobytes().hex())
"""


def test_a_killed_process_goes_on_from_its_last_epoch(tmp_path: Path) -> None:
    def start(file: str, wait: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", KILLED, str(tmp_path / file), wait]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    expected, _ = start("whole.npz", "0").communicate(timeout=60)
    killed = start("run.npz", "0.2")
    for _ in range(600):
        if (tmp_path / "run.npz").exists() and len(disk.load(tmp_path / "run.npz")[0]["history/epoch"]) >= 2:
            break
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL, "it was over before it could be killed"
    resumed, _ = start("run.npz", "0").communicate(timeout=60)
    assert resumed == expected
    assert "ready" in expected


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
import numpy as np
from cnnlib.train import checkpoint

def half_written(file, **arrays):
    file.write(b"half a file")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)

checkpoint.save(Path(sys.argv[1]), {"model/weight": np.arange(3.0)}, {"epoch": 1})
checkpoint.np.savez = half_written
checkpoint.save(Path(sys.argv[1]), {"model/weight": np.zeros(3)}, {"epoch": 2})
"""


def test_a_process_killed_while_it_writes_leaves_the_file_of_before(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    done = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(path)])
    assert done.returncode == -signal.SIGKILL
    assert [file.read_bytes() for file in tmp_path.glob("run.npz.*.part")] == [b"half a file"]
    arrays, facts = disk.load(path)
    assert (arrays["model/weight"].tolist(), facts) == ([0, 1, 2], {"epoch": 1})
    disk.save(path, {}, {"epoch": 3})  # what was left behind is in nobody's way
    assert disk.load(path) == ({}, {"epoch": 3})


@BOTH
def test_nothing_in_a_checkpoint_runs_when_it_is_read(package: Any, tmp_path: Path) -> None:
    Training(package, *RUNS[0]).fit(epochs=1, checkpoint=tmp_path / "run.npz")
    with np.load(tmp_path / "run.npz", allow_pickle=False) as file:
        kinds = {file[name].dtype.kind for name in file.files}
        assert "O" not in kinds
        assert json.loads(str(file["facts"]))["run"]["batch_size"] == 8


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"batch_size": 9}, "batch_size 8, this one has 9"),
        ({"seed": 1}, "seed 0, this one has 1"),
        ({"patience": 2}, "early stopping False, this one has True"),
        ({"l1": 0.1}, "l1 0.0, this one has 0.1"),
        ({"max_norm": 2.0}, "max_norm None, this one has 2.0"),
    ],
)
@BOTH
def test_the_checkpoint_of_another_training_is_refused(
    package: Any, change: dict[str, Any], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "run.npz"
    Training(package, *RUNS[0]).fit(epochs=1, checkpoint=path)
    other = Training(package, *RUNS[0])
    before = other.weights()
    with pytest.raises(ValueError, match="is of a training with") as caught:
        other.fit(checkpoint=path, **change)
    assert str(caught.value) == f"{path} is of a training with {message}; give it a file of its own"
    assert all(np.array_equal(value, before[name]) for name, value in other.weights().items())


@BOTH
def test_the_checkpoint_of_other_data_optimizer_schedule_or_network_is_refused(
    package: Any, tmp_path: Path
) -> None:
    path = tmp_path / "run.npz"
    Training(package, *RUNS[0]).fit(epochs=1, checkpoint=path)
    sgd, options, step, *numbers = RUNS[0]
    for other, what in [
        (
            Training(package, sgd, options | {"momentum": 0.8}, step, *numbers),
            "optimizer momentum 0.9, this one has 0.8",
        ),
        (Training(package, sgd, options | {"lr": 0.2}, step, *numbers), "first lr 0.1, this one has 0.2"),
        (Training(package, "Adam", {"lr": 0.1}, step, *numbers), "optimizer kind SGD, this one has Adam"),
        (Training(package, sgd, options, step, 3, 0.5), "schedule step_size 2, this one has 3"),
        (
            Training(package, sgd, options, "CosineAnnealingLR", 5),
            "schedule kind StepLR, this one has CosineAnnealingLR",
        ),
    ]:
        with pytest.raises(ValueError, match=what):
            other.fit(checkpoint=path)
    no_schedule, other_net, other_data = (Training(package, *RUNS[0]) for _ in range(3))
    with pytest.raises(ValueError, match=r"schedule {.*}, this one has None"):
        no_schedule.fit(checkpoint=path, schedule=None)
    other_net.model = package.Sequential(package.Flatten(), package.Linear(60, 3, dtype="float64"))
    other_net.optimizer = package.SGD(other_net.model, **options)
    other_net.schedule = package.StepLR(other_net.optimizer, *numbers)
    with pytest.raises(ValueError, match=r"network 0\.weight \['float64', 4, 2, 3, 3\], this one has None"):
        other_net.fit(checkpoint=path)
    with pytest.raises(ValueError, match="with data "):
        other_data.fit(checkpoint=path, train=(X[:30] + 1, Y[:30]))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken", None])
def test_a_file_that_is_no_checkpoint_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    if content is None:
        np.savez(path, x=np.zeros(3))
    else:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"to be a checkpoint of cnnlib\.train, got another file"):
        Training(numpy_nn, *RUNS[0]).fit(checkpoint=path)


# --- early stopping -----------------------------------------------------------------------------


@BOTH
def test_early_stopping_gives_back_the_weights_of_the_best_epoch(package: Any) -> None:
    """Labels are random: the validation loss soon rises, and there is nothing to wait for."""
    stopped = Training(package, *RUNS[2])
    history = stopped.fit(epochs=40, patience=3)
    best = history.best_epoch
    assert 1 <= best < len(history) == best + 3 < 40
    assert history.validation_loss[best - 1] == history.validation_loss.min()
    best_run = Training(package, *RUNS[2])
    best_run.fit(epochs=best)
    for name, value in best_run.weights().items():
        np.testing.assert_array_equal(stopped.weights()[name], value)


@BOTH
@pytest.mark.parametrize("call", [7, 20, 33])
def test_an_interrupted_early_stopping_ends_as_an_uninterrupted_one(
    package: Any, call: int, tmp_path: Path
) -> None:
    whole, stopped, resumed = (Training(package, *RUNS[2]) for _ in range(3))
    expected = whole.fit(epochs=40, patience=3)
    assert call < 6 * len(expected), "the interrupt must come before the end"
    stopped.loss = Interrupt(stopped.loss, call)
    with pytest.raises(KeyboardInterrupt):
        stopped.fit(epochs=40, patience=3, checkpoint=tmp_path / "run.npz")
    got = resumed.fit(epochs=40, patience=3, checkpoint=tmp_path / "run.npz")
    assert_same_training(got, expected, resumed, whole)


def test_the_best_weights_come_back_also_when_the_epochs_run_out() -> None:
    best = Training(numpy_nn, *RUNS[2]).fit(epochs=40, patience=3).best_epoch
    kept, best_run = Training(numpy_nn, *RUNS[2]), Training(numpy_nn, *RUNS[2])
    history = kept.fit(epochs=best + 1, patience=3)
    assert history.best_epoch == best == len(history) - 1
    best_run.fit(epochs=best)
    assert all(np.array_equal(value, best_run.weights()[name]) for name, value in kept.weights().items())


# --- modes, randomness, threads, devices, the bar -----------------------------------------------


class NumpyNoise(numpy_nn.Layer):
    """Adds noise in training, from its own generator, and says in which mode it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.rng, self.modes = np.random.default_rng(0), []

    def forward(self, x: Any) -> Any:
        self.modes.append(self.training)
        return x + self.rng.standard_normal(x.shape) if self.training else x

    def backward(self, dy: Any) -> Any:
        return dy


class TorchNoise(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.rng, self.modes = np.random.default_rng(0), []

    def forward(self, x: Any) -> Any:
        self.modes.append(self.training)
        return x + torch.tensor(self.rng.standard_normal(x.shape)) if self.training else x


NOISE: dict[Any, Any] = {numpy_nn: NumpyNoise, torch_nn: TorchNoise}


def noisy(package: Any) -> Training:
    kept = Training(package, *RUNS[0])
    kept.model = package.Sequential(NOISE[package](), small_net(package))
    kept.optimizer = package.SGD(kept.model, lr=0.1, momentum=0.5)
    kept.schedule = package.StepLR(kept.optimizer, 2)
    return kept


@BOTH
def test_the_network_is_in_training_mode_while_it_trains_and_only_then(package: Any) -> None:
    kept = noisy(package)
    kept.fit(epochs=2)
    noise = next(iter(kept.model.children().values())) if package is numpy_nn else kept.model[0]
    assert noise.modes == ([True] * 4 + [False] * 2) * 2
    assert not kept.model.training
    assert not noise.training


@BOTH
def test_the_network_is_ready_for_use_also_without_validation_and_with_nothing_left_to_do(
    package: Any, tmp_path: Path
) -> None:
    for _ in range(2):
        kept = Training(package, *RUNS[0])
        history = kept.fit(epochs=1, validation=None, checkpoint=tmp_path / "run.npz")
        assert not kept.model.training
        assert np.isnan([*history.validation_loss, *history.validation_accuracy]).all()


def regularized(package: Any) -> Training:
    """Build a training with the library's own dropout, two of which share a generator, and batch normalization."""
    kept, rng = Training(package, *RUNS[0]), np.random.default_rng(4)
    kept.model = package.Sequential(
        package.Dropout(0.2, rng=rng),
        package.BatchNorm2d(2, dtype="float64"),
        small_net(package),
        package.Dropout(0.2, rng=rng),
    )
    kept.optimizer = package.SGD(kept.model, lr=0.1, momentum=0.5)
    kept.schedule = package.StepLR(kept.optimizer, 2)
    return kept


def test_dropout_and_batch_norm_of_both_sides_coincide() -> None:
    ours, theirs = regularized(numpy_nn), regularized(torch_nn)
    history, expected = ours.fit(), theirs.fit()
    assert_close(history.train_loss, expected.train_loss)
    assert_close(history.validation_loss, expected.validation_loss)
    for name, value in ours.weights().items():
        assert_close(value, theirs.weights()[name], 1e-9, what=name)


@BOTH
def test_random_layers_go_on_where_they_were(package: Any, tmp_path: Path) -> None:
    whole, stopped, resumed = (regularized(package) for _ in range(3))
    expected = whole.fit()
    stopped.loss = Interrupt(stopped.loss, 14)
    with pytest.raises(KeyboardInterrupt):
        stopped.fit(checkpoint=tmp_path / "run.npz")
    assert_same_training(resumed.fit(checkpoint=tmp_path / "run.npz"), expected, resumed, whole)


def with_torchs_dropout() -> Training:
    kept = Training(torch_nn, *RUNS[0])
    kept.model = nn.Sequential(nn.Dropout(0.5), small_net(torch_nn), nn.BatchNorm1d(3).double())
    kept.optimizer = torch_nn.SGD(kept.model, lr=0.1, momentum=0.5)
    kept.schedule = torch_nn.StepLR(kept.optimizer, 2)
    return kept


def test_pytorchs_dropout_and_batch_norm_are_reproduced_and_its_random_numbers_left_alone(
    tmp_path: Path,
) -> None:
    torch.manual_seed(1)
    whole, before = with_torchs_dropout(), torch.get_rng_state()
    expected = whole.fit()
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    stopped, resumed = with_torchs_dropout(), with_torchs_dropout()
    stopped.loss = Interrupt(stopped.loss, 14)
    with pytest.raises(KeyboardInterrupt):
        stopped.fit(checkpoint=tmp_path / "run.npz")
    assert_same_training(resumed.fit(checkpoint=tmp_path / "run.npz"), expected, resumed, whole)
    other = with_torchs_dropout().fit(seed=1)
    assert other.train_loss[0] != expected.train_loss[0]


def test_pytorch_works_on_as_many_threads_as_asked_and_then_on_as_many_as_before() -> None:
    seen: list[int] = []

    class Count(nn.Module):
        def forward(self, logits: Any, target: Any) -> Any:
            seen.append(torch.get_num_threads())
            return torch_nn.cross_entropy(logits, target)

    torch.set_num_threads(2)
    try:
        for threads in ({}, {"threads": 2}):
            kept = Training(torch_nn, *RUNS[1])
            kept.loss = Count()
            kept.fit(epochs=1, **threads)
        stopped = Training(torch_nn, *RUNS[1])
        stopped.loss = Interrupt(stopped.loss, 2)
        with pytest.raises(KeyboardInterrupt):
            stopped.fit()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)
    assert seen == [1] * 6 + [2] * 6


def test_training_a_numpy_network_does_not_load_torch(tmp_path: Path) -> None:
    code = KILLED + "print('torch' in sys.modules)"
    command = [sys.executable, "-c", code, str(tmp_path / "run.npz"), "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\nFalse\n")


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"), [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")]
)
def test_the_fastest_device_is_picked_and_an_argument_wins(
    cuda: bool, mps: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert pick_device() == torch.device(expected)
    assert pick_device("cpu") == pick_device(torch.device("cpu")) == torch.device("cpu")
    if not cuda:
        has = "mps, cpu" if mps else "cpu"
        with pytest.raises(RuntimeError) as caught:
            pick_device("cuda:1")
        assert str(caught.value) == f"expected a device of this machine ({has}), got 'cuda:1'"


def test_float64_is_refused_on_an_apple_gpu() -> None:
    wide, narrow = nn.Linear(2, 1).double(), nn.Linear(2, 1)
    check_precision(torch.device("mps"), narrow)
    check_precision(torch.device("cpu"), wide)
    with pytest.raises(
        TypeError, match="expected float32 on an Apple GPU, got weight of float64; pass device='cpu'"
    ):
        check_precision(torch.device("mps"), wide)


@pytest.mark.parametrize("device", ["cpu", *(["cuda"] if torch.cuda.is_available() else [])])
def test_a_training_on_any_device_here_is_near_that_on_the_cpu_and_can_be_resumed(
    device: str, tmp_path: Path
) -> None:
    on_cpu, there, resumed = (Training(torch_nn, *RUNS[0]) for _ in range(3))
    expected = on_cpu.fit()
    options: dict[str, Any] = {
        "batch_size": 8,
        "device": device,
        "schedule": there.schedule,
        "checkpoint": tmp_path / "run.npz",
    }
    fit(there.model, there.loss, there.optimizer, TRAIN, HELD_OUT, epochs=2, **options)
    assert next(there.model.parameters()).device.type == device
    options["schedule"] = resumed.schedule
    got = fit(resumed.model, resumed.loss, resumed.optimizer, TRAIN, HELD_OUT, epochs=5, **options)
    assert_close(got.train_loss, expected.train_loss, 1e-9)
    assert evaluate(resumed.model, resumed.loss, HELD_OUT).loss == pytest.approx(got.validation_loss[-1])


@BOTH
def test_the_bar_is_drawn_when_asked_and_on_no_file(package: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Training(package, *RUNS[0]).fit(epochs=2)
    assert capsys.readouterr() == ("", "")
    history = Training(package, *RUNS[0]).fit(epochs=2, show=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "\repoch 1/2 [....................]" in err
    assert f"epoch 2/2: {history.last()}\n" in err


def test_the_bar_follows_the_batches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from cnnlib.train import progress

    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)
    assert list(progress.progress(range(4), 4, "epoch", show=True)) == [0, 1, 2, 3]
    lines = capsys.readouterr().err.split("\r")
    assert [line.count("#") for line in lines] == [0, 0, 5, 10, 15, 0, 0]
    assert lines[-2].isspace()


def test_the_bar_is_wiped_when_it_is_interrupted(capsys: pytest.CaptureFixture[str]) -> None:
    stopped = Training(numpy_nn, *RUNS[0])
    stopped.loss = Interrupt(stopped.loss, 2)
    with pytest.raises(KeyboardInterrupt):
        stopped.fit(show=True)
    assert capsys.readouterr().err.split("\r")[-1] == ""


# --- scores, and what is refused ----------------------------------------------------------------


@BOTH
def test_evaluate_measures_without_training(package: Any) -> None:
    kept = Training(package, *RUNS[0])
    before = kept.weights()
    score = evaluate(kept.model, kept.loss, HELD_OUT, batch_size=5)
    logits = numpy_nn_logits(kept)
    assert score.loss == pytest.approx(float(numpy_nn.cross_entropy(logits, HELD_OUT[1])), rel=1e-12)
    assert score.accuracy == pytest.approx((logits.argmax(1) == HELD_OUT[1]).mean())
    assert all(np.array_equal(value, before[name]) for name, value in kept.weights().items())
    assert not kept.model.training


def numpy_nn_logits(kept: Training) -> np.ndarray:
    twin = small_net(numpy_nn)
    twin.load_state_dict(kept.model.state_dict())
    return twin(HELD_OUT[0])


@BOTH
def test_pixels_count_one_by_one_and_targets_without_classes_have_no_accuracy(package: Any) -> None:
    to = torch.tensor if package is torch_nn else np.asarray
    logits, classes = (
        to(np.array([[[2.0, 2.0], [1.0, 3.0]]])),
        to(np.array([[0, 0]])),
    )  # (1, 2 classes, 2 pixels)
    identity = package.Sequential(package.ReLU())
    assert evaluate(identity, package.CrossEntropyLoss(), (logits, classes)).accuracy == 0.5
    regression = evaluate(identity, package.MSELoss(), (logits, logits + 1.0))
    assert regression.loss == 1.0
    assert np.isnan(regression.accuracy)


def test_history_starts_empty() -> None:
    history = History()
    assert (len(history), history.best_epoch, repr(history)) == (0, 0, "History of 0 epochs")
    history.add(0.1, Score(1.0, np.nan), Score(np.nan, np.nan), 2.0)
    assert repr(history) == "History of 1 epoch, the last: train_loss 1, 2 s"
    assert history.best_epoch == 0


MODEL, LOSS = numpy_nn.Linear(2, 2, rng=0, dtype="float64"), numpy_nn.CrossEntropyLoss()
TORCH_MODEL = torch_nn.Linear(2, 2, rng=0, dtype="float64")
SGD, TORCH_SGD = numpy_nn.SGD(MODEL), torch_nn.SGD(TORCH_MODEL)
PAIR = (np.zeros((4, 2)), np.zeros(4, dtype=int))
REFUSED: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
    ((MODEL, LOSS, SGD, PAIR), {"epochs": 0}, "expected epochs of at least 1, got 0"),
    ((MODEL, LOSS, SGD, PAIR), {"batch_size": 0}, "expected batch_size of at least 1, got 0"),
    ((MODEL, LOSS, SGD, PAIR), {"seed": -1}, "expected seed of at least 0, got -1"),
    ((MODEL, LOSS, SGD, PAIR), {"threads": 0}, "expected threads of at least 1, got 0"),
    ((MODEL, LOSS, SGD, PAIR, PAIR), {"patience": 0}, "expected patience of at least 1, got 0"),
    ((MODEL, LOSS, SGD, PAIR), {"l1": -0.1}, "fit: expected l1 of at least 0, got -0.1"),
    ((MODEL, LOSS, SGD, PAIR), {"max_norm": 0}, "fit: expected max_norm over 0 and finite, got 0"),
    ((MODEL, LOSS, SGD, PAIR), {"patience": 2}, "fit: expected a validation set to be patient with, got none"),
    ((MODEL, LOSS, SGD, PAIR[0]), {}, "fit: expected train as a pair (x, y) of arrays or tensors, got ndarray"),
    ((MODEL, LOSS, SGD, PAIR, (PAIR[0], PAIR[1][:3])), {}, "fit: expected validation as a pair (x, y) of equal length, not empty, got lengths 4 and 3"),
    ((MODEL, LOSS, SGD, (PAIR[0][:0], PAIR[1][:0])), {}, "fit: expected train as a pair (x, y) of equal length, not empty, got lengths 0 and 0"),
    ((MODEL.parameters(), LOSS, SGD, PAIR), {}, "fit: expected model as a layer of numpy_nn or a PyTorch module, got dict"),
    ((MODEL, LOSS, TORCH_SGD, PAIR), {}, "fit: expected optimizer of numpy_nn, as the model is, got cnnlib.torch_nn.optim"),
    ((TORCH_MODEL, LOSS, SGD, PAIR), {}, "fit: expected optimizer of PyTorch, as the model is, got cnnlib.numpy_nn.optim"),
    ((TORCH_MODEL, LOSS, TORCH_SGD, PAIR), {"schedule": numpy_nn.StepLR(SGD, 1)}, "fit: expected schedule of PyTorch, as the model is, got cnnlib.numpy_nn.schedule"),
    ((MODEL, LOSS, SGD, PAIR), {"device": "cuda"}, "fit: expected device 'cpu' for a NumPy network, got 'cuda'"),
]  # fmt: skip


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(("arguments", "options", "message"), REFUSED)
def test_what_fit_refuses(arguments: tuple[Any, ...], options: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        fit(*arguments, **options)
    assert str(caught.value) == message
