"""Are tests that share an expensive fixture run by one process?"""

import subprocess
import sys
from pathlib import Path

GROUPED = """\
import os
import pytest

@pytest.mark.parametrize("number", range(8))
@pytest.mark.xdist_group("one")
def test_where(number, pytestconfig):
    with (pytestconfig.rootpath / "where").open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + " ")
"""


def test_a_group_of_tests_stays_together(tmp_path: Path) -> None:
    """Else `make test` makes each graded course, and each server, twice."""
    (tmp_path / "test_grouped.py").write_text(GROUPED)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "--rootdir",
        tmp_path,
        tmp_path,
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    where = (tmp_path / "where").read_text().split()
    assert len(where) == 8
    assert len(set(where)) == 1
