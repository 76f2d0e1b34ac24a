"""Say what is wrong with a student's set-up: ``python -m cnnlib.doctor``, or with the course's folder as argument.

One line per finding: what was expected, what came, what to do. A *problem* keeps exercises from running, a *note* may
surprise; the exit status is 1 if there is a problem, 0 otherwise. Only the standard library is imported at the top:
the doctor must speak where nothing else works.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import cnnlib

OK, NOTE, PROBLEM = "ok", "note", "problem"
NEEDED_MB = 500  # for packages' caches, notebooks and their outputs
# Loaded by chapters and exercises; a damaged installation shows here.
MODULES = ("numpy", "torch", "matplotlib", "cnnlib.numpy_nn", "cnnlib.torch_nn", "cnnlib.interactive")
# Folders with the browser's half of a package, and the package.
LAB_PARTS = {
    "anywidget": "anywidget",
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab-widgets",
    "@jupyter/nbgrader": "nbgrader",
}
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;#]+)")
_WHEEL = re.compile(r"^\./(cnnlib)-([^-]+)-")


@dataclass(frozen=True)
class Finding:
    """What one check found. ``weight`` is OK, NOTE or PROBLEM; an OK has nothing to do."""

    weight: str
    what: str
    came: str
    expected: str = ""
    todo: str = ""

    def __str__(self) -> str:
        if self.weight == OK:
            return f"{OK:8} {self.what}: {self.came}"
        return f"{self.weight:8} {self.what}: expected {self.expected}, got {self.came}; {self.todo}"


def find_course(start: Path) -> Path | None:
    """Return the folder of the course: ``start`` or the nearest above it with `requirements.txt` and `exercises`."""
    folders = (start, *start.parents)
    return next(
        (f for f in folders if (f / "requirements.txt").is_file() and (f / "exercises").is_dir()), None
    )


# ---- Python and packages ------------------------------------------------------------------------------------


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Finding]:
    """Compare Python's version with the one that cnnlib asks for."""
    got = ".".join(map(str, version))
    try:
        wanted = str(metadata.metadata("cnnlib")["Requires-Python"])
    except metadata.PackageNotFoundError:
        yield Finding(
            PROBLEM, "cnnlib", "a folder that is not installed", "an installed package", install_advice()
        )
        return
    least = tuple(int(part) for part in re.findall(r"\d+", wanted))
    if version < least:
        todo = "install that version, then make the environment anew with it"
        yield Finding(PROBLEM, "Python", got, wanted.replace(">=", "") + " or newer", todo)
    else:
        yield Finding(OK, "Python", f"{got} in {sys.prefix}")


def install_advice(package: str = "-r requirements.txt") -> str:
    """Return the command that installs a package, or all of them, into the Python that runs now."""
    return f"run in the course's folder: {sys.executable} -m pip install {package}"


def pinned(requirements: str) -> dict[str, str]:
    """Return the versions that a requirements file names, cnnlib's wheel included.

    >>> pinned("./cnnlib-0.1.0-py3-none-any.whl\\nnumpy==2.4.6  # the library\\n")
    {'cnnlib': '0.1.0', 'numpy': '2.4.6'}
    """
    found = (_WHEEL.match(line) or _PIN.match(line) for line in requirements.splitlines())
    return {match[1]: match[2] for match in found if match}


def allowed(name: str, version: str) -> bool:
    """Tell whether a version that was not tested lies in the range that cnnlib declares for it, if it declares one."""
    try:
        from packaging.requirements import Requirement
    except ImportError:
        return False
    declared = (Requirement(line) for line in metadata.requires("cnnlib") or ())
    ranges = [wanted.specifier for wanted in declared if _plain(wanted.name) == _plain(name)]
    return all(wanted.contains(version, prereleases=True) for wanted in ranges)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def check_packages(course: Path) -> Iterator[Finding]:
    """Compare what is installed with the course's requirements."""
    pins = pinned((course / "requirements.txt").read_text("utf8"))
    others, wrong = [], 0
    for name, wanted in pins.items():
        try:
            got = metadata.version(name)
        except metadata.PackageNotFoundError:
            got = "none"
        if got.split("+")[0] == wanted:  # torch calls its CPU build 2.13.0+cpu
            continue
        if got != "none" and name != "cnnlib" and allowed(name, got):
            others.append(f"{name} {got} (tested: {wanted})")
        else:
            wrong += 1
            yield Finding(PROBLEM, name, got, wanted, install_advice())
    if others:
        came = f"others that should do: {', '.join(others)}"
        yield Finding(
            NOTE, "versions", came, "those of requirements.txt", f"if something fails, {install_advice()}"
        )
    if not wrong:
        yield Finding(OK, "packages", f"the {len(pins)} of {course / 'requirements.txt'}")


def check_imports(modules: tuple[str, ...] = MODULES) -> Iterator[Finding]:
    """Load what the notebooks load."""
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:  # a damaged package may raise anything
            came = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            todo = install_advice(f"--force-reinstall --no-deps {_with_version(name.split('.')[0])}")
            yield Finding(PROBLEM, f"import {name}", came, "that it loads", todo)
        else:
            yield Finding(OK, f"import {name}", "loads")


def _with_version(package: str) -> str:
    try:
        return f"{package}=={metadata.version(package)}" if package != "cnnlib" else "./cnnlib-*.whl"
    except metadata.PackageNotFoundError:
        return package


# ---- Jupyter ------------------------------------------------------------------------------------------------


def check_kernel(seconds: float = 60) -> Iterator[Finding]:
    """Start the kernel in which notebooks run, and ask it which Python it is."""
    try:
        from jupyter_client.manager import start_new_kernel
    except ImportError as error:
        yield Finding(PROBLEM, "kernel", f"no Jupyter ({error})", "a kernel that starts", install_advice())
        return
    todo = f"run: {sys.executable} -m ipykernel install --sys-prefix, and delete other kernels named python3"
    try:
        manager, client = start_new_kernel(
            seconds, "python3", extra_arguments=["--log-level=ERROR"], stderr=subprocess.DEVNULL
        )
    except Exception as error:  # whatever keeps a kernel from starting is the finding
        came = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        yield Finding(PROBLEM, "kernel", came, "a kernel that starts", todo)
        return
    try:
        said: list[str] = []
        client.execute_interactive(
            "import sys; print(sys.prefix)", timeout=seconds, output_hook=lambda m: said.append(_text_of(m))
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    prefix = "".join(said).strip()
    if prefix == sys.prefix:
        yield Finding(OK, "kernel", f"notebooks run in {prefix}")
    else:
        yield Finding(PROBLEM, "kernel", prefix or "no answer", sys.prefix, todo)


def _text_of(message: dict) -> str:
    return message["content"].get("text", "")


def check_jupyter_on_path() -> Iterator[Finding]:
    """Tell which program the word `jupyter` starts."""
    found, here = shutil.which("jupyter"), Path(sys.executable).parent
    if found and Path(found).parent != here:
        todo = f"start it by its path: {here / 'jupyter'} lab"
        yield Finding(NOTE, "jupyter", found, f"the one of this Python, in {here}", todo)


def check_widgets() -> Iterator[Finding]:
    """Look for the browser's half of widgets and of nbgrader's *Validate* button."""
    try:
        from jupyter_core.paths import jupyter_path
    except ImportError as error:
        yield Finding(PROBLEM, "widgets", f"no Jupyter ({error})", "JupyterLab", install_advice())
        return
    for part, package in LAB_PARTS.items():
        folders = (Path(folder, part) for folder in jupyter_path("labextensions"))
        if any((folder / "package.json").is_file() for folder in folders):
            yield Finding(OK, "JupyterLab", f"has {part}")
        else:
            todo = install_advice(f"--force-reinstall --no-deps {_with_version(package)}")
            yield Finding(
                PROBLEM, "JupyterLab", "none", f"its extension {part}", f"{todo}; then start JupyterLab anew"
            )
    if os.environ.get("CNNLIB_STATIC"):
        todo = "unset it and start JupyterLab anew"
        yield Finding(NOTE, "CNNLIB_STATIC", "it set: figures do not talk to Python", "it unset", todo)


# ---- the machine --------------------------------------------------------------------------------------------


def usable_cores(limit: Path = Path("/sys/fs/cgroup/cpu.max")) -> int:
    """Return how many cores this process may use: a container may see 64 and have 2."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = limit.read_text().split()[:2]
        return max(1, min(cores, int(quota) // int(period)))
    except (OSError, ValueError):  # no such limit, or the word "max"
        return cores


def check_threads(cores: int | None = None) -> Iterator[Finding]:
    """Compare PyTorch's threads with the cores there are: small nets become many times slower with more threads."""
    try:
        import torch
    except Exception:  # reported by check_imports
        return
    threads, cores = torch.get_num_threads(), cores or usable_cores()
    if threads > cores:
        todo = f"set the environment variable OMP_NUM_THREADS={cores} before you start Jupyter"
        yield Finding(NOTE, "threads of PyTorch", str(threads), f"at most {cores}, the cores here", todo)
    else:
        yield Finding(OK, "threads of PyTorch", f"{threads} on {cores} cores")


def check_disk(folder: Path, needed_mb: int = NEEDED_MB) -> Iterator[Finding]:
    """Look for free space in the course's folder, and write a file there."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < needed_mb:
        yield Finding(
            PROBLEM,
            "disk",
            f"{free:,} MB",
            f"{needed_mb:,} MB free in {folder}",
            "delete what you do not need",
        )
    else:
        yield Finding(OK, "disk", f"{free:,} MB free")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        todo = "move the course to a folder of your own"
        yield Finding(PROBLEM, "folder", str(error), f"that you may write in {folder}", todo)


# ---- what came with the course ------------------------------------------------------------------------------


def check_data(files: Path = Path(cnnlib.__file__).parent / "data" / "files") -> Iterator[Finding]:
    """Hold the data that come with cnnlib against their checksums."""
    todo = install_advice("--force-reinstall --no-deps ./cnnlib-*.whl")
    wanted = dict(line.split()[::-1] for line in (files / "SHA256SUMS").read_text("ascii").splitlines())
    wrong = 0
    for name, checksum in wanted.items():
        path = files / name
        got = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
        if got != checksum:
            wrong += 1
            yield Finding(PROBLEM, f"data {name}", got[:12], f"SHA-256 {checksum[:12]}…", todo)
    if not wrong:
        yield Finding(OK, "data", f"{len(wanted)} files as published")


def check_exercises(course: Path) -> Iterator[Finding]:
    """Look for the notebook of each chapter, and for what a student may have left beside it."""
    chapters = {path.stem for path in (course / "book").glob("[0-9][0-9]_*.*")}
    folders = {path.name for path in (course / "exercises").glob("[0-9][0-9]_*") if path.is_dir()}
    good = 0
    for name in sorted(chapters | folders):
        notebook = course / "exercises" / name / f"{name}.ipynb"
        reason = unreadable(notebook)
        if reason:
            todo = "take it from the course's archive; what you wrote in other notebooks stays"
            yield Finding(PROBLEM, f"exercises {name}", reason, f"a notebook {notebook}", todo)
        good += not reason
        for copy in sorted(notebook.parent.glob("*.ipynb")):
            if copy != notebook:
                todo = f"hand in {notebook.name} alone"
                yield Finding(NOTE, f"exercises {name}", f"also {copy.name}", "one notebook", todo)
    if good:
        yield Finding(OK, "exercises", f"{good} notebooks")
    else:
        todo = "unpack the course's archive whole, and run this in its folder"
        yield Finding(PROBLEM, "exercises", "none", f"notebooks in {course / 'exercises'}", todo)


def unreadable(notebook: Path) -> str:
    """Return why a notebook cannot be read, or nothing."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
    except FileNotFoundError:
        return "no file"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return "" if cells else "no cells"


def check_shadows(course: Path) -> Iterator[Finding]:
    """Look for files of the student's whose names hide a package: beside `torch.py`, `import torch` loads that."""
    taken = {*getattr(sys, "stdlib_module_names", ()), *(name.split(".")[0] for name in MODULES)}
    places = [course, *sorted((course / "exercises").glob("*")), course / "book"]
    for path in (path for place in places for path in sorted(place.glob("*.py"))):
        if path.stem in taken:
            todo = "give it another name"
            yield Finding(
                PROBLEM, "file name", str(path), f"no file that hides the package {path.stem}", todo
            )


def examine(course: Path | None, start: Path) -> Iterator[Finding]:
    """Yield the findings of all checks, in the order in which one would mend them."""
    yield from check_python()
    if course is None:
        todo = "go to the folder that you unpacked, or name it: python -m cnnlib.doctor FOLDER"
        yield Finding(PROBLEM, "course", str(start), "a folder with requirements.txt and exercises", todo)
    else:
        yield from check_packages(course)
        yield from check_shadows(course)
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        check_imports,
        check_kernel,
        check_jupyter_on_path,
        check_widgets,
        check_threads,
        check_data,
    )
    for check in checks:
        yield from check()
    yield from check_disk(course or start)
    if course is not None:
        yield from check_exercises(course)


def main(arguments: list[str] | None = None) -> int:
    """Print the findings as they come; return 1 if there is a problem."""
    parser = argparse.ArgumentParser(
        prog="python -m cnnlib.doctor", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), help="the course's folder (default: here)"
    )
    parser.add_argument("--all", action="store_true", help="also show what is as it should be")
    options = parser.parse_args(arguments)
    start = options.folder.resolve()
    counts = {OK: 0, NOTE: 0, PROBLEM: 0}
    for finding in examine(find_course(start), start):
        counts[finding.weight] += 1
        if options.all or finding.weight != OK:
            print(finding, flush=True)
    print(f"{counts[OK]} checks passed, {counts[NOTE]} notes, {counts[PROBLEM]} problems")
    return 1 if counts[PROBLEM] else 0


if __name__ == "__main__":
    sys.exit(main())
