"""Kernels that start fast: forked from a process that has imported what kernels and notebooks import.

Started the usual way, a kernel spends a quarter of a second on its own modules and more than one second on PyTorch,
for each of several hundred notebooks. Here one process (``python kernels.py``, the nursery) does that once and forks;
what runs in the fork is ipykernel's own launcher. ``use_in`` puts it in the place where jupyter_client starts
processes.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

PRELOADED = ("ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.pyplot", "numpy", "torch")


class Nursery:
    """The process that forks kernels: send it a line of JSON, read one."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe, text=True)

    def ask(self, **question: Any) -> Any:
        """Return the nursery's answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(question), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def launch(self, cmd: list[str], env: dict[str, str], cwd: str | None = None, **_: Any) -> Kernel:
        """Do what ``jupyter_client.launcher.launch_kernel`` does."""
        assert cmd[1:3] == ["-m", "ipykernel_launcher"], cmd
        return Kernel(self, self.ask(start=cmd[3:], env=env, cwd=cwd or os.getcwd()))


class Kernel:
    """A forked kernel, with what jupyter_client uses of ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.nursery, self.pid, self.code = nursery, pid, None

    def poll(self) -> int | None:
        """Return how the kernel ended, None while it runs."""
        if self.code is None:
            self.code = self.nursery.ask(poll=self.pid)
        return self.code

    def wait(self) -> int:
        """Return how the kernel ended."""
        while self.poll() is None:
            time.sleep(0.02)
        assert self.code is not None
        return self.code

    def send_signal(self, number: int) -> None:
        """Send the kernel a signal."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


def use_in_jupyter() -> None:
    """Let every kernel that this process starts be forked."""
    from jupyter_client.provisioning import local_provisioner

    local_provisioner.launch_kernel = Nursery().launch


# --- the nursery's side ---------------------------------------------------------------------------


def main() -> None:
    """Import, then fork a kernel or tell of one for each line that is read."""
    del sys.path[0]  # this folder
    for module in PRELOADED:
        __import__(module)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    while line := sys.stdin.readline():
        question = json.loads(line)
        answer = ended(question["poll"]) if "poll" in question else born(**question)
        print(json.dumps(answer), file=answers, flush=True)


def born(start: list[str], env: dict[str, str], cwd: str) -> int:
    """Fork a kernel; return its process id."""
    child = os.fork()
    if child == 0:
        try:
            be_kernel(start, env, cwd)
        finally:
            os._exit(0)
    os.setpgid(child, child)  # a group of its own, to which jupyter_client sends its signals
    return child


def be_kernel(arguments: list[str], env: dict[str, str], cwd: str) -> None:
    """Become the kernel that ``python -m ipykernel_launcher`` would be."""
    os.setpgid(0, 0)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env, JPY_PARENT_PID=str(os.getppid()))  # the kernel ends when the nursery does
    sys.argv = ["ipykernel_launcher", *arguments]
    random.seed()
    sys.modules["numpy"].random.seed()
    from ipykernel import kernelapp

    kernelapp.launch_new_instance(arguments)


def ended(pid: int) -> int | None:
    """Return how a kernel ended, None while it runs."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


if __name__ == "__main__":
    main()
