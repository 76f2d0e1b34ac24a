"""The walls: bubblewrap around a warm parent. No network, nothing of the home folder, a read-only system.

Also the look whether this machine can do that, and what to say where it cannot.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from autograder.isolate import forbid

PACKAGE = Path(__file__).resolve().parents[1]  # autograder
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
)
HELP = """\
student code cannot be isolated on this machine: {why}
  Debian, Ubuntu: sudo apt-get install bubblewrap        Fedora: sudo dnf install bubblewrap
  Ubuntu 24.04 and later also: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0
  macOS, Windows, containers: see "Where isolation does not work" in autograder/README.md
  or go on without isolation, marked on each grade: c.RunCells.allow_unisolated = True"""


class Unavailable(RuntimeError):
    """This machine cannot isolate; the message says what is missing and how to get it."""


def python_roots() -> list[str]:
    """Return the folders that this Python runs from."""
    return sorted(
        {os.path.realpath(sys.base_prefix), os.path.realpath(sys.exec_prefix), sys.prefix, sys.base_prefix}
    )


@cache
def installed_in_place() -> tuple[str, ...]:
    """Return the folders of packages that are installed where they are written (``pip install -e``)."""
    found: set[str] = set()
    for distribution in distributions():
        if '"editable": true' in (distribution.read_text("direct_url.json") or "").replace(
            '":true', '": true'
        ):
            for name in (distribution.read_text("top_level.txt") or "").split():
                spec = importlib.util.find_spec(name)
                found |= set(spec.submodule_search_locations or []) if spec else set()
    return tuple(sorted(found))


def command(forbidden: Sequence[str], readable: Sequence[str] = ()) -> list[str]:
    """Return the bubblewrap command in front of a warm parent, whose children cannot read what is forbidden."""
    line = ["bwrap", "--new-session", "--clearenv", "--unshare-ipc", "--unshare-pid", "--unshare-net"]
    line += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "grader", "--cap-drop", "ALL"]
    if os.geteuid() == 0:  # the warm parent gives root away itself, see confine.become_nobody
        line += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        line += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    roots = [*python_roots(), *readable]
    editable = [path for path in installed_in_place() if Path(path).name not in forbidden]
    bound = list(dict.fromkeys([*roots, *editable, str(PACKAGE)]))
    # before the folders: the course itself may lie in /tmp
    line += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]
    for folder in sorted(
        {str(folder) for path in (*bound, *SYSTEM) for folder in Path(path).parents} - {"/", "/tmp"}
    ):
        line += ["--perms", "0755", "--dir", folder]  # bubblewrap's own are for root alone
    for path in SYSTEM:
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            line += ["--ro-bind", path, path]
    for path in bound:
        line += ["--ro-bind", path, path]
    folders, files = forbid.places(forbidden, ["/usr", *python_roots()])
    inside = ("/usr/", *(f"{root}/" for root in roots))
    notice = str(Path(__file__).with_name("forbidden.py"))
    for path in (path for path in folders if path.startswith(inside)):
        line += ["--tmpfs", path, "--ro-bind", notice, f"{path}/__init__.py", "--remount-ro", path]
    for path in (path for path in files if path.startswith(inside)):
        line += ["--ro-bind", notice if path.endswith(".py") else os.devnull, path]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    return [*line, "--remount-ro", "/", "--chdir", "/tmp"]


def environment() -> dict[str, str]:
    """Return all that student code sees of the environment."""
    return {
        "HOME": "/tmp",
        "USER": "student",
        "LOGNAME": "student",
        "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/tmp",
        "NBGRADER_EXECUTION": "autograde",
        **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")},
    }


@cache
def problem() -> str:
    """Return why this machine cannot isolate, "" where it can; found out by trying."""
    if sys.platform != "linux":
        return f"it takes Linux, this is {sys.platform}"
    if shutil.which("bwrap") is None:
        return "bubblewrap (the command bwrap) is not installed"
    code = (
        "from autograder.isolate import confine as c; c.become_nobody(); c.own_processes(); import os;"
        "p = c.fork_into_namespace(); p or c.confine(1); p or os._exit(0);"
        "os._exit(os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]))"
    )
    tried = subprocess.run(
        [*command(()), sys.executable, "-c", code],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    said = tried.stderr.strip().splitlines()
    return "" if tried.returncode == 0 else (said[-1] if said else f"bwrap ended with {tried.returncode}")


def start(file: int, options: dict, readable: Sequence[str] = ()) -> subprocess.Popen:
    """Start a warm parent that talks over the open socket ``file``."""
    walls = command(options["forbid"], readable) if options["isolated"] else []
    return subprocess.Popen(
        [*walls, sys.executable, "-m", "autograder.isolate.warm", str(file), json.dumps(options)],
        pass_fds=[file],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=None if options["isolated"] else {**environment(), "HOME": "/tmp"},
        start_new_session=True,
    )
