"""What can student code reach, and what does it leave behind?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from autograder.isolate.runner import Runner
from tests.autograder.course import ROOT
from tests.autograder.isolate.support import failures, grade, notebook

pytestmark = pytest.mark.grading

REACH = f"""\
import ctypes, os, pathlib, socket, subprocess
HOME = {os.path.expanduser("~")!r}
ROOT = {str(ROOT)!r}
def readable(path):
    try:
        return os.listdir(path) if os.path.isdir(path) else len(open(path, "rb").read())
    except OSError as error:
        return type(error).__name__
def writable(path):
    try:
        with open(path, "w") as file: file.write("x")
        return True
    except OSError:
        return False
def connects(*address):
    try:
        socket.create_connection(address, timeout=1)
        return True
    except OSError:
        return False
def call(number, *arguments):
    return ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
def effective():
    libc = ctypes.CDLL(None)
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, data)
    return list(data)
def grandchildren():
    return len(os.listdir("/proc"))
environment = dict(os.environ)
identity = (os.getuid(), os.getpid())
"""


def test_the_rest_of_the_machine_is_out_of_reach(runner: Runner) -> None:
    """Home, repository, grading folders, other processes, network, environment, rights: is there anything?"""
    tests = [
        "assert readable(ROOT + '/solutions') == 'FileNotFoundError'",
        "assert readable(ROOT + '/grading') == 'FileNotFoundError'",
        "assert readable(ROOT + '/tests') == 'FileNotFoundError'",
        "assert set(readable(ROOT)) <= {'.venv', 'autograder', 'cnnlib'}, readable(ROOT)",
        "assert readable('/etc/passwd') == readable('/etc/shadow') == 'FileNotFoundError'",
        "found = readable(HOME)\nassert found == 'FileNotFoundError' or set(found) <= {'.pyenv', '.venv'}, found",
        "assert 'work' in readable('/tmp') and len(readable('/tmp')) <= 2, readable('/tmp')",
        "assert not any(writable(p) for p in ('/x', '/usr/x', '/dev/x', ROOT + '/autograder/x', ROOT + '/.venv/x'))",
        "assert writable('/tmp/work/x') and writable('/dev/shm/x') and writable('y')",
        "assert not connects('127.0.0.1', 22) and not connects('1.1.1.1', 53)",
        "assert all(not entry.isdigit() for entry in readable('/proc')), readable('/proc')",
        "assert identity == (65534, 1), identity",
        "assert effective() == [0] * 6",
        "assert call(272, 0x10000000) == -1 and call(165, 0, 0, 0, 0, 0) == -1",
        "assert not {'HOME_OF_GRADER', 'SECRET'} & environment.keys() and environment['HOME'] == '/tmp'",
    ]  # 272: unshare, 165: mount
    os.environ["SECRET"] = "of the grader"
    try:
        assert grade(runner, REACH, *tests) == [""] * len(tests)
    finally:
        del os.environ["SECRET"]


def test_nothing_that_one_submission_writes_is_there_for_the_next(runner: Runner) -> None:
    """Files, shared memory, System V segments, semaphores, environment, background processes: are they gone?"""
    writes = """\
import os, subprocess, sys, ctypes
from multiprocessing import shared_memory
open("/tmp/mark", "w").write("x"); open("/dev/shm/mark", "w").write("x"); open("mark", "w").write("x")
shared = shared_memory.SharedMemory("segment", create=True, size=10)
ctypes.CDLL(None).shmget(4711, 4096, 0o1666)
os.environ["MARK"] = "x"
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time; time.sleep(60)
    os._exit(0)
def done(): return 1
"""
    looks = """\
import os, ctypes
found = [p for p in ("/tmp/mark", "/dev/shm/mark", "mark") if os.path.exists(p)] + list({"MARK"} & os.environ.keys())
found += ["segment"] * (ctypes.CDLL(None).shmget(4711, 4096, 0) != -1) + os.listdir("/dev/shm")
"""
    before = {process.pid for process in psutil.process_iter()}
    assert grade(runner, writes, "assert done() == 1") == [""]
    assert grade(runner, looks, "assert found == [], found") == [""]
    left = [p for p in psutil.process_iter(["cmdline"]) if p.pid not in before and "sleep(60)" in str(p.info)]
    assert left == []


def test_a_submission_has_the_files_beside_it_and_tests_have_the_course_s(runner: Runner) -> None:
    """Does student code read its data file, and can it not put a module in the way of the tests?"""
    graded = notebook(
        "text = open('data/mine.txt').read()\nimport helper\nvalue = helper.value",
        "import json\nassert text == 'hello' and value == 3",
        "assert open('secret.txt').read() == 'answer'",
        "import helper",
    )
    files = {"data/mine.txt": b"hello", "helper.py": b"value = 3", "json.py": b"raise SystemExit"}
    runner.run(graded, files, {"secret.txt": b"answer"})
    assert list(failures(graded).values()) == ["", "", "ModuleNotFoundError: No module named 'helper'"]


def test_student_code_does_not_see_the_files_of_the_tests(runner: Runner) -> None:
    """Is a file of the course, that the release does not have, nowhere in the student's process?"""
    graded = notebook("import os\nfiles = os.listdir()", "assert files == []")
    runner.run(graded, {}, {"secret.txt": b"answer"})
    assert list(failures(graded).values()) == [""]


def test_a_grader_that_is_killed_leaves_no_process() -> None:
    """After kill -9 of the grader, in the middle of an endless cell, do all its processes end?"""
    code = (
        "from tests.autograder.isolate.support import *; from autograder.isolate.runner import Runner\n"
        "with Runner(seconds=60) as r: r.run(notebook('import time; print(1)\\nwhile True: time.sleep(0.01)'))"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], cwd=Path(ROOT))
    parent = psutil.Process(grader.pid)
    psutil.wait_procs([], timeout=0)
    family = wait_for(lambda: [p for p in parent.children(recursive=True) if p.cpu_times().user >= 0], 10)
    grader.kill()
    grader.wait()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []


def wait_for(found, count: int) -> list:
    """Wait until at least ``count`` things are found, or what is found no longer grows."""
    import time

    seen: list = []
    for _ in range(100):
        seen = found()
        if len(seen) >= count:
            break
        time.sleep(0.1)
    return seen


IN_TMP = """\
import autograder, json, sys
from autograder.isolate.runner import Runner
from tests.autograder.isolate.support import grade
own = autograder.__path__[0]
answer = '''import os
def there(path): return os.path.exists(path)
def put(path): open(path, "w").close()'''
tests = [f"assert there({own!r} + '/isolate/desk.py') and there('/tmp/work')", f"put({own!r} + '/x')", "put('/tmp/x')"]
with Runner(seconds=5) as runner:
    print(json.dumps([own, *grade(runner, answer, *tests)]))
"""


def test_a_course_that_lies_in_tmp_stays_there_and_read_only() -> None:
    """Does the student's own, empty /tmp leave the code in place that the sandbox runs?"""
    with tempfile.TemporaryDirectory(prefix="a course ", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        for part in ("autograder", "tests"):
            shutil.copytree(
                ROOT / part, f"{folder}/{part}", ignore=shutil.ignore_patterns("answers", "cases", "cnn*")
            )
        done = subprocess.run(
            [sys.executable, "-c", IN_TMP],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": folder},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        own, seen, changed, scratch = json.loads(done.stdout)
        assert own == f"{folder}/autograder"
        assert (seen, scratch) == ("", "")
        assert "Read-only file system" in changed
