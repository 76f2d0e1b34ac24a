"""PyTorch: tensors, networks, training functions and gradients that the student computes."""
# ruff: noqa: E501 (a test cell stands on one line)

from __future__ import annotations

import pytest

from autograder.isolate.runner import Runner
from tests.autograder.isolate.support import grade

pytestmark = pytest.mark.grading

SETUP = "import torch\nimport numpy as np\nfrom torch import nn"
ANSWER = """\
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.first = nn.Linear(n, 4)
        self.second = nn.Linear(4, 1)
    def forward(self, x):
        return self.second(torch.relu(self.first(x)))
def build():
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU())
def echo(x):
    return x
def fill(x):
    x.fill_(7.0)
def gradient(x):
    x = x.clone().requires_grad_(True)
    (x ** 2).sum().backward()
    return x.grad
def train(net, x, y, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((net(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
def count(model):
    return sum(p.numel() for p in model.parameters())
def step(net, x):
    net(x).sum().backward()
def twin(net):
    return type(net)(net.in_features, net.out_features)
"""
TENSORS = [
    "torch.arange(6).reshape(2, 3)", "torch.tensor(1.5)", "torch.empty(0, 3)", "torch.ones(2, 3, dtype=torch.bfloat16)",
    "torch.arange(6.0)[::2]", "torch.ones(2, 3).T", "torch.tensor([True])", "torch.tensor([1j])", "torch.ones(2, dtype=torch.half)",
    "torch.tensor([float('nan')])",
]  # fmt: skip


def test_tensors_come_back_as_they_went(runner: Runner) -> None:
    """Do dtype, shape and values survive, and requires_grad?"""
    same = "assert type(g) is torch.Tensor and g.dtype == v.dtype and g.shape == v.shape and torch.equal(g.nan_to_num(), v.nan_to_num()), g"
    tests = [f"v = {v}\ng = echo(v)\n{same}" for v in TENSORS]
    tests += ["g = echo(torch.ones(2, requires_grad=True))\nassert g.requires_grad and g.is_leaf"]
    tests += ["p = echo(nn.Parameter(torch.ones(2)))\nassert isinstance(p, nn.Parameter)"]
    tests += ["assert echo(torch.float32) is torch.float32 and echo(torch.ones(2).shape) == (2,)"]
    assert grade(runner, ANSWER, *tests, setup=SETUP) == [""] * len(tests)


def test_networks_and_training_work_through_handles(runner: Runner) -> None:
    """Can a test build, call, look into and train a network of the student's?"""
    tests = [
        "net = Net()\nassert isinstance(net, nn.Module) and net(torch.ones(2, 3)).shape == (2, 1)",
        "shapes = [tuple(p.shape) for p in Net().parameters()]\nassert shapes == [(4, 3), (4,), (1, 4), (1,)], shapes",
        "names = list(Net().state_dict())\nassert names == ['first.weight', 'first.bias', 'second.weight', 'second.bias']",
        "net = Net()\nassert net.first.weight.shape == (4, 3) and net.first.in_features == 3 and net.training",
        "net = build()\nassert len(net) == 2 and net[0].kernel_size == (3, 3) and net(torch.ones(1, 1, 5, 5)).shape == (1, 2, 3, 3)",
        "assert torch.allclose(gradient(torch.tensor([1.0, 2])), torch.tensor([2.0, 4]))",
        "torch.manual_seed(0)\nx = torch.randn(16, 3)\nnet = Net()\nlosses = train(net, x, x.sum(1, keepdim=True), 50)\n"
        "assert losses[-1] < losses[0] / 2\nassert float(((net(x) - x.sum(1, keepdim=True)) ** 2).mean()) < losses[0] / 2",
        "net = Net()\nstep(net, torch.ones(1, 3))\nassert net.first.weight.grad is not None and net.second.bias.grad.item() == 1",
        "x = torch.zeros(3)\nfill(x[1:])\nassert x.tolist() == [0, 7, 7]",
        "net = Net()\nnet.load_state_dict({k: torch.zeros_like(v) for k, v in net.state_dict().items()})\nassert net(torch.ones(1, 3)).item() == 0",
        "model = nn.Linear(3, 2)\nassert count(model) == 8",
        "model = nn.Linear(3, 1)\nbefore = model.weight.detach().clone()\ntrain(model, torch.ones(4, 3), torch.zeros(4, 1), 3)\nassert not torch.equal(before, model.weight)",
    ]  # fmt: skip
    assert grade(runner, ANSWER, *tests, setup=SETUP) == [""] * len(tests)


def test_a_new_network_is_not_taken_for_one_that_was_lent_before(runner: Runner) -> None:
    """Copies of a lent network come and go with each call: is one that takes the place in memory told apart?"""
    again = "net = nn.Linear(3, 2)\nfor _ in range(40):\n    assert twin(net) is not net, 'the test got its own back'"
    assert grade(runner, ANSWER, again, setup=SETUP) == [""]
