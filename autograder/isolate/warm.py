"""A warm process: it has loaded libraries once, and forks parents, which fork one child for each submission.

Started as ``python -m autograder.isolate.warm FILE {"role": ..., ...}``, by sandbox.py, inside bubblewrap. It runs
nobody's code itself. Each grader that sends a socket over the socket ``FILE`` gets a parent of its own, with network
and shared memory of its own, and asks it to spawn, interrupt and kill.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from autograder.isolate import cgroup, confine, frames

WORK = "/tmp/work"


def main(file: int, options: dict[str, Any]) -> None:
    """Load what is asked for, and fork a parent for each socket that comes, until nobody is left who could send one."""
    sock = socket.socket(fileno=file)
    sock.set_inheritable(False)
    if options["isolated"]:
        confine.become_nobody()
        confine.own_processes()
    shell = load(options)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a parent that ends has told its grader
    while True:
        asked, files, _, _ = socket.recv_fds(sock, 1, 1)
        if not asked:
            return
        if (confine.fork_into_namespace() if options["isolated"] else os.fork()) == 0:
            sock.close()
            parent(socket.socket(fileno=files[0]), shell, options)
        os.close(files[0])


def parent(sock: socket.socket, shell: Any, options: dict[str, Any]) -> NoReturn:
    """Be a parent: serve one grader until its socket closes."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if options["isolated"]:
            confine.own_network()
        else:
            confine.adopt_strays()
        serve(sock, shell, options)
    except BaseException:
        os.write(2, traceback.format_exc().encode())  # sys.stderr is the shell's by now
    finally:
        os._exit(0)


def serve(sock: socket.socket, shell: Any, options: dict[str, Any]) -> None:
    """Do what the grader asks; in the end no child is left."""
    frames.send(sock, {"ready": os.getpid()})
    children: dict[int, str] = {}  # and the folder of each, where it has no file system of its own
    while True:
        try:
            tree, buffers, files = frames.receive_with_files(sock)
        except frames.Gone:
            for child, folder in children.items():
                end(child, folder)
            return
        if tree["do"] == "spawn":
            frames.send(sock, spawn(sock, shell, options, tree, buffers, files, children))
        elif tree["do"] == "interrupt" and tree["process"] in children:
            os.kill(tree["process"], signal.SIGINT)
        elif tree["do"] == "calm" and tree["process"] in children:
            confine.calm(tree["process"], tree["but"])
        elif tree["do"] == "kill" and tree["process"] in children:
            end(tree["process"], children.pop(tree["process"]))


def load(options: dict[str, Any]) -> Any:
    """Import libraries, except those that are not there (a task may forbid them), and warm up the shell."""
    gc.disable()  # loading makes no garbage worth a look
    from autograder.isolate.shell import Shell

    with quiet():
        for name in options["preload"]:
            with contextlib.suppress(Exception):  # the cell that imports it will say what is wrong
                importlib.import_module(name)
    if "torch" in sys.modules:
        train_once(sys.modules["torch"], "torch.optim" in options["preload"])
    importlib.import_module(f"autograder.isolate.{options['role']}")
    shell = Shell.warmed()
    if "matplotlib.pyplot" in sys.modules:
        shell.run(
            "import matplotlib.pyplot as plt; plt.figure(); plt.plot([1]); plt.close()", 1, shell.record
        )
        shell.reset(new_session=True)
    seed()  # the first time loads more than a seed
    gc.collect()
    gc.freeze()
    gc.enable()
    if options["many"]:
        confine.use_large_pages()
    return shell


def train_once(torch: Any, optimize: bool) -> None:
    """Follow a gradient, and take one step of training: PyTorch loads a good part of itself only then."""
    torch.set_num_threads(1)
    layer = torch.nn.Linear(2, 1)
    layer(torch.ones(1, 2)).sum().backward()
    if optimize:
        torch.optim.SGD(layer.parameters(), lr=0.1).step()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what libraries and their helpers complain about while they load out of the grader's log."""
    kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def spawn(
    sock: socket.socket,
    shell: Any,
    options: dict[str, Any],
    tree: dict[str, Any],
    buffers: list[bytes],
    files: list[int],
    children: dict[int, str],
) -> dict[str, Any]:
    """Fork one child, the first process of its own namespace, and return its number.

    ``files`` are its end of a socket, and the list of processes of its control group, where it has one.
    """
    file, *groups = files
    tree["folder"] = WORK if options["isolated"] else tempfile.mkdtemp(prefix="submission-")
    try:
        child = confine.fork_into_namespace() if options["isolated"] else os.fork()
    except OSError as error:
        close(files)
        return {"failed": str(error)}
    if child:
        close(files)
        children[child] = tree["folder"]
        return {"process": child}
    try:
        sock.close()
        for group in groups:
            cgroup.join(group)
        begin(options, tree, buffers)
        role = importlib.import_module(f"autograder.isolate.{options['role']}")
        role.serve(socket.socket(fileno=file), shell)
    except BaseException as error:
        os.write(2, f"{options['role']}: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(0)


def close(files: list[int]) -> None:
    """Close files that only a child needs."""
    for file in files:
        os.close(file)


def begin(options: dict[str, Any], tree: dict[str, Any], buffers: list[bytes]) -> None:
    """Confine this process, and lay out the files of the submission."""
    from autograder.isolate.forbid import install

    os.setsid()
    confine.limit({"AS": tree["limits"].pop("AS")})
    work = tree["folder"]
    if options["isolated"]:
        confine.confine(tree["scratch_mb"])
    confine.die_with_parent()
    confine.limit(tree["limits"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    with tempfile.TemporaryFile("a+b", buffering=0) as said:  # what is written past Python, see agent.heard
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    os.makedirs(work, exist_ok=True)
    os.chdir(work)
    for name, content in zip(tree["files"], buffers, strict=True):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)
    os.environ["HOME"] = os.path.dirname(work)
    sys.path.append(work)
    install(options["forbid"])
    seed()


def seed() -> None:
    """Give this child random numbers of its own, as a fresh Python has."""
    import random

    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "torch" in sys.modules:
        sys.modules["torch"].seed()


def end(child: int, folder: str) -> None:
    """Kill a child, with all processes of its namespace, and wait until they are gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
    if folder != WORK:  # without a namespace: what it left has become this process's own children
        confine.end_strays()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), json.loads(sys.argv[2]))
    except BaseException:
        os.write(2, traceback.format_exc().encode())  # sys.stderr is the shell's by now
        raise
