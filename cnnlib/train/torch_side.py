"""What ``fit`` needs to know of a PyTorch network: its data, and everything that the rest of a training depends on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import LRScheduler

from cnnlib.train.checkpoint import Arrays, part
from cnnlib.train.device import check_precision, pick_device
from cnnlib.train.torch_loop import measure, train_epoch


class TorchSide:
    """A PyTorch network with its optimizer and schedule, brought to its device.

    >>> layer = nn.Linear(2, 1)
    >>> arrays, facts = TorchSide(layer, torch.optim.SGD(layer.parameters(), lr=0.1), device="cpu").state()
    >>> list(arrays), facts
    (['model/weight', 'model/bias'], {'lr': [0.1], 'schedule': {}, 'generators': {}})
    """

    train_epoch = staticmethod(train_epoch)
    measure = staticmethod(measure)

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        schedule: LRScheduler | None = None,
        device: Any = None,
    ) -> None:
        for name, value, kinds in (
            ("optimizer", optimizer, torch.optim.Optimizer),
            ("schedule", schedule, (LRScheduler, type(None))),
        ):
            if not isinstance(value, kinds):
                raise TypeError(
                    f"fit: expected {name} of PyTorch, as the model is, got {type(value).__module__}"
                )
        self.model, self.optimizer, self.schedule = model, optimizer, schedule
        self.device = pick_device(device)
        check_precision(self.device, model)
        model.to(self.device)
        # Loading brings what the optimizer keeps to where its parameters are now.
        optimizer.load_state_dict(optimizer.state_dict())

    def data(self, x: Any, y: Any) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a set as tensors on the device."""
        return as_tensors(x, y, self.device)

    @contextmanager
    def at_work(self, threads: int) -> Iterator[None]:
        """Let PyTorch use so many threads of the CPU; then as many as before."""
        before = torch.get_num_threads()
        torch.set_num_threads(threads)
        try:
            yield
        finally:
            torch.set_num_threads(before)

    @contextmanager
    def seeded(self, seed: int) -> Iterator[None]:
        """Seed PyTorch's own random numbers, which its dropout draws; then put them back where they were."""
        with torch.random.fork_rng([self.device] if self.device.type == "cuda" else []):
            torch.manual_seed(seed)
            yield

    def lr(self) -> float:
        """Return the learning rate of the next step, of the first group of parameters."""
        return float(self.optimizer.param_groups[0]["lr"])

    def weights(self) -> Arrays:
        """Copy parameters and buffers."""
        return {name: as_array(value) for name, value in self.model.state_dict().items()}

    def load_weights(self, weights: Arrays) -> None:
        """Copy numbers into parameters and buffers."""
        self.model.load_state_dict({name: torch.tensor(value) for name, value in weights.items()})

    def state(self) -> tuple[Arrays, dict[str, Any]]:
        """Return arrays by name, and what JSON can hold: learning rates, schedule, random generators of layers."""
        arrays = {f"model/{name}": value for name, value in self.weights().items()}
        for parameter, state in self.optimizer.state_dict()["state"].items():
            kept = {name: as_array(value) for name, value in state.items() if value is not None}
            arrays |= {f"optimizer/{parameter}/{name}": value for name, value in kept.items()}
        facts = {
            "lr": [group["lr"] for group in self.optimizer.param_groups],
            "schedule": {} if self.schedule is None else self.schedule.state_dict(),
            "generators": {name: rng.bit_generator.state for name, rng in generators(self.model)},
        }
        return arrays, facts

    def restore(self, arrays: Arrays, facts: dict[str, Any]) -> None:
        """Put back what ``state`` returned."""
        self.load_weights(part(arrays, "model"))
        state: dict[int, dict[str, torch.Tensor]] = {}
        for key, value in part(arrays, "optimizer").items():
            parameter, name = key.rsplit("/", 1)
            state.setdefault(int(parameter), {})[name] = torch.tensor(value)
        groups = self.optimizer.state_dict()["param_groups"]
        self.optimizer.load_state_dict({"state": state, "param_groups": groups})
        for group, lr in zip(self.optimizer.param_groups, facts["lr"], strict=True):
            group["lr"] = lr
        if self.schedule is not None:
            self.schedule.load_state_dict(facts["schedule"])
        for name, rng in generators(self.model):
            rng.bit_generator.state = facts["generators"][name]

    def options(self) -> dict[str, Any]:
        """Return what makes this training this one: the kind and options of optimizer and schedule."""
        group = self.optimizer.state_dict()["param_groups"][0]
        options = {k: v for k, v in group.items() if k not in ("params", "lr", "initial_lr")}
        run: dict[str, Any] = {"optimizer": {"kind": type(self.optimizer).__name__, **options}}
        if self.schedule is not None:
            fixed = ("step_size", "gamma", "T_max", "eta_min")
            options = {k: v for k, v in self.schedule.state_dict().items() if k in fixed}
            run["schedule"] = {"kind": type(self.schedule).__name__, **options}
        first_lr = group["lr"] if self.schedule is None else group["initial_lr"]
        return run | {"first lr": first_lr, "generators": [name for name, _ in generators(self.model)]}


def generators(model: nn.Module) -> Iterator[tuple[str, np.random.Generator]]:
    """Yield the NumPy random generators that modules keep, for instance to drop units, with their names.

    >>> layer = nn.Module()
    >>> layer.rng = np.random.default_rng(0)
    >>> [name for name, _ in generators(nn.Sequential(layer))]
    ['0.rng']
    """
    for path, module in model.named_modules():
        for name, value in vars(module).items():
            if isinstance(value, np.random.Generator):
                yield f"{path}.{name}".removeprefix("."), value


def as_tensors(x: Any, y: Any, device: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """Return arrays or tensors as tensors on the device; arrays are copied, for they may be read-only.

    >>> as_tensors(np.ones(1), torch.ones(1), "cpu")
    (tensor([1.], dtype=torch.float64), tensor([1.]))
    """
    x, y = (a if isinstance(a, torch.Tensor) else torch.tensor(a) for a in (x, y))
    return x.to(device), y.to(device)


def as_array(value: torch.Tensor) -> np.ndarray:
    """Copy a tensor from any device into an array.

    >>> as_array(torch.ones(2))
    array([1., 1.], dtype=float32)
    """
    return value.detach().cpu().numpy().copy()
