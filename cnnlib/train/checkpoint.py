"""A training on disk: one file that is whole at any time, with nothing in it that runs when it is read."""

import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnlib.train.history import History

if TYPE_CHECKING:
    from cnnlib.train.numpy_side import NumpySide
    from cnnlib.train.torch_side import TorchSide

Arrays = dict[str, np.ndarray]


class Checkpoint:
    """The file of one training; without a path it does nothing.

    ``resume`` and ``keep`` are what ``fit`` calls: at the start, and after each epoch.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None,
        side: "NumpySide | TorchSide",
        options: dict[str, Any],
        data: tuple[Any, ...],
    ) -> None:
        self.path, self.side = None if path is None else Path(path), side
        self.run: dict[str, Any] = {}
        if self.path is not None:
            self.run = {
                **options,
                "network": {name: [str(a.dtype), *a.shape] for name, a in side.weights().items()},
                **side.options(),
                "data": fingerprint(*data),
            }

    def resume(self) -> tuple[History, Arrays]:
        """Put the training back to where the file says; return its history and the best weights so far, if any."""
        if self.path is None or not self.path.exists():
            return History(), {}
        arrays, facts = load(self.path)
        check_same_run(self.path, facts["run"], self.run)
        self.side.restore(arrays, facts["state"])
        return History(**part(arrays, "history")), part(arrays, "best")

    def keep(self, history: History, best: Arrays) -> None:
        """Write everything as it is now."""
        if self.path is None:
            return
        arrays, state = self.side.state()
        arrays |= {f"history/{name}": column for name, column in history.columns().items()}
        arrays |= {f"best/{name}": value for name, value in best.items()}
        save(self.path, arrays, {"run": self.run, "state": state})


def save(path: Path, arrays: Arrays, facts: dict[str, Any]) -> None:
    """Write arrays and facts (what JSON can hold) to a .npz file, which appears only once it is complete.

    Whatever stops the writing, an interrupt from the keyboard included, the file of before is still there. A process
    that is killed meanwhile leaves a ``.part`` file beside it, which nothing reads.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     save(Path(folder, "run.npz"), {"model/weight": np.ones(2)}, {"epochs": 3})
    ...     load(Path(folder, "run.npz"))
    ({'model/weight': array([1., 1.])}, {'epochs': 3})
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays, facts=np.array(json.dumps(facts)))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def load(path: Path) -> tuple[Arrays, dict[str, Any]]:
    """Read what ``save`` wrote. Raises ValueError for a file of another kind."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return arrays, json.loads(str(arrays.pop("facts")))
    except (ValueError, KeyError, EOFError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise ValueError(f"expected {path} to be a checkpoint of cnnlib.train, got another file") from error


def check_same_run(path: Path, saved: dict[str, Any], now: dict[str, Any]) -> None:
    """Raise unless a checkpoint belongs to this training: same network, data, options.

    >>> check_same_run(Path("run.npz"), {"seed": 0, "batch_size": 100}, {"seed": 0, "batch_size": 50})
    Traceback (most recent call last):
    ...
    ValueError: run.npz is of a training with batch_size 100, this one has 50; give it a file of its own
    """
    now = json.loads(json.dumps(now))  # tuples become lists, as in the file
    for name in {**saved, **now}:
        before, here = saved.get(name), now.get(name)
        if before != here:
            if isinstance(before, dict) and isinstance(here, dict):
                inner = next(k for k in {**before, **here} if before.get(k) != here.get(k))
                name, before, here = f"{name} {inner}", before.get(inner), here.get(inner)
            raise ValueError(
                f"{path} is of a training with {name} {before}, this one has {here}; give it a file of its own"
            )


def part(arrays: Arrays, group: str) -> Arrays:
    """Return the arrays named "group/name", by name.

    >>> part({"model/weight": np.zeros(1), "best/weight": np.ones(1)}, "best")
    {'weight': array([1.])}
    """
    return {k.removeprefix(f"{group}/"): v for k, v in arrays.items() if k.startswith(f"{group}/")}


def fingerprint(*arrays: Any) -> int:
    """Return a number that changes with any byte, shape or dtype of the arrays or tensors.

    >>> fingerprint(np.zeros(4)) == fingerprint(np.zeros((2, 2)))
    False
    """
    crc = 0
    for given in arrays:
        array = np.asarray(given.cpu() if hasattr(given, "cpu") else given)
        crc = zlib.crc32(f"{array.dtype} {array.shape}".encode(), crc)
        crc = zlib.crc32(np.ascontiguousarray(array).tobytes(), crc)
    return crc
