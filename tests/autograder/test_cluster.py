"""Grading as a large course would: on a Dask cluster, with a gradebook on PostgreSQL. Scheduler and server are real."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.autograder.conftest import grades, nbgrader, notes
from tests.autograder.course import NAME, ROOT
from tests.autograder.students import CLASS
from tests.autograder.test_grade import grade, lines, make_class, points, right, start, wait_for_lines

pytestmark = [pytest.mark.grading, pytest.mark.xdist_group("autograder_cluster")]
NOBODY = 65534
BINARIES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin")]


@contextmanager
def dask(*command: str, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run one process of a Dask cluster."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    with (cwd / "dask.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command], cwd=cwd, env=environment, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers; the address of the one, the processes of the others."""
    from distributed import Client

    place = tmp_path_factory.mktemp("dask")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    port, worker = (
        address.rpartition(":")[2],
        ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
    )
    with (
        dask("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", cwd=place),
        dask(*worker, cwd=place) as first,
        dask(*worker, cwd=place) as second,
        Client(address, timeout=90, set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=90)
        yield address, [first, second]


def test_a_worker_killed_in_the_middle_loses_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """One writer, two workers elsewhere; one of these is killed: is everybody graded once, and right?"""
    address, workers = cluster
    root = make_class(tmp_path, right(10) | {"cutoff": CLASS["cutoff"], "partly": CLASS["partly"]})
    process = start(root, "--scheduler", address)
    wait_for_lines(root, 2, process)
    workers[0].send_signal(signal.SIGKILL)
    text, _ = process.communicate(timeout=300)
    assert process.returncode == 1, text
    assert points(root) == dict.fromkeys(right(10), 7) | {"partly": 4}
    assert lines(root) == 12
    assert "the file is cut off" in notes(root)["cutoff"]["note"]
    assert "12 of them unchanged" in grade(root, "--scheduler", address).text


def test_without_a_scheduler_there_it_says_so(tmp_path: Path) -> None:
    """Is a wrong address one line, and nothing graded?"""
    root = make_class(tmp_path, right(1))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        finished = grade(root, "--scheduler", f"tcp://127.0.0.1:{free.getsockname()[1]}")
    assert finished.status == 2
    assert "error: expected a Dask scheduler at tcp://127.0.0.1:" in finished.text


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs, which Debian keeps out of ``PATH``."""
    found = shutil.which(name, path=os.pathsep.join([*map(str, BINARIES), os.environ["PATH"]]))
    assert found, f"expected PostgreSQL's {name}: sh tools/system_packages.sh postgres"
    return found


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of a fresh database, in a server of its own that listens on a socket file only."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder, Path(folder, "log").open("w") as log:
        data = Path(folder, "data")
        root = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}  # PostgreSQL refuses root
        if root:
            os.chown(folder, NOBODY, NOBODY)
        said = {"cwd": folder, "stdout": log, "stderr": log, **root}
        subprocess.run(
            [program("initdb"), "-D", data, "-U", "grader", "-A", "trust", "-N"], check=True, **said
        )
        server = subprocess.Popen([program("postgres"), "-D", data, "-k", folder, "-h", "", "-F"], **said)
        try:
            for _ in range(300):
                if Path(folder, ".s.PGSQL.5432").exists():
                    break
                assert server.poll() is None, Path(folder, "log").read_text()
                time.sleep(0.1)
            yield f"postgresql+psycopg://grader@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def test_a_gradebook_on_postgresql_holds_the_same_grades(tmp_path: Path, database: str) -> None:
    """Graded in parallel, killed once in the middle, exported: is it what SQLite gets?"""
    chosen = right(6) | {name: CLASS[name] for name in ("partly", "untouched", "cutoff")}
    here, there = tmp_path / "sqlite", tmp_path / "postgres"
    make_class(here, chosen)
    shutil.copytree(here, there)
    (there / "grading" / "gradebook.db").unlink()
    with (there / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {database!r}\n")
    nbgrader(there, "generate_assignment", NAME, "--force")
    process = start(there)
    wait_for_lines(there, 2, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (grade(here).status, grade(there).status) == (1, 1)
    assert scores(there) == scores(here)
    assert scores(there)["s00"] == "7.0"
    assert not (there / "grading" / "gradebook.db").exists()


def scores(root: Path) -> dict[str, str]:
    """Return the scores that are exported, by student."""
    return {student: row["score"] for student, row in grades(root).items()}
