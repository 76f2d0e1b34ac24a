"""Run a course's formgrader as an instructor does: a Jupyter server in the course's folder."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

SECONDS = 90  # until the server must answer


@contextlib.contextmanager
def formgrader(root: Path) -> Iterator[str]:
    """Yield the address of a running formgrader; the server's log is ``server.log`` in the course."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": root,
        "IdentityProvider.token": "",
        "ServerApp.password": "",
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
    }
    command = [
        sys.executable,
        "-m",
        "jupyter_server",
        *(f"--{name}={value}" for name, value in options.items()),
    ]
    home = f"http://127.0.0.1:{port}/"
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(root / ".jupyter"),
        "JUPYTER_DATA_DIR": str(root / ".data"),
    }
    with (root / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(f"{home}formgrader/manage_assignments", server, root / "server.log")
            yield home
        finally:
            server.terminate()
            server.wait(20)


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    """Return as soon as ``url`` answers."""
    for _ in range(SECONDS * 5):
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url):
            return
        assert server.poll() is None, log.read_text()[-2000:]
        time.sleep(0.2)
    raise AssertionError(f"no formgrader after {SECONDS} s: {log.read_text()[-2000:]}")
