"""The students' archive: everything to read and work, nothing that gives an answer away."""

import posixpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import student_zip

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    target = tmp_path_factory.mktemp("student") / "course.zip"
    student_zip.pack(target)
    with zipfile.ZipFile(target) as opened:
        yield opened


def test_holds_book_exercises_wheel_requirements_and_a_start_page(archive):
    names = {name.removeprefix("cnn-course/") for name in archive.namelist()}
    exercises = {p.relative_to(ROOT).as_posix() for p in (ROOT / "exercises").glob("*/*.ipynb")}
    assert exercises
    wanted = {"html/index.html", "book/03_convolution_1d.md", "START_HERE.txt", "requirements.txt"}
    assert exercises | wanted | {student_zip.wheel_name()} <= names


def test_holds_no_hidden_line_and_no_solution_line(archive):
    secrets = set[str]()
    for source in (ROOT / "solutions").glob("*/*.py"):
        for region in re.findall(
            r"### BEGIN (?:HIDDEN TESTS|SOLUTION)\n(.*?)### END", source.read_text("utf8"), re.S
        ):
            secrets |= {line.strip() for line in region.splitlines() if len(line.strip()) > 24}
    releases = "".join(p.read_text("utf8") for p in (ROOT / "exercises").glob("*/*.ipynb"))
    assert len(secrets) > 50
    for name in archive.namelist():
        if name.endswith((".html", ".ipynb", ".md", ".py", ".txt", ".js", ".json")):
            text = archive.read(name).decode("utf8")
            leaked = [line for line in secrets if line in text and line not in releases]
            assert not leaked, f"{name} holds {leaked[:3]}"
    assert not [line for line in secrets if line in releases], "a release holds a hidden or a solution line"


def test_wheel_installs_and_imports_without_the_grading_code(archive, tmp_path):
    wheel = tmp_path / student_zip.wheel_name()
    wheel.write_bytes(archive.read(f"cnn-course/{wheel.name}"))
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    subprocess.run([*pip, target, wheel], check=True)
    assert not (target / "autograder").exists()
    code = "import cnnlib, cnnlib.numpy_nn, cnnlib.interactive; print(cnnlib.__file__)"
    alone = {"PYTHONPATH": str(target), "PATH": ""}
    run = subprocess.run(
        [sys.executable, "-c", code], env=alone, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith(str(target))


def test_packing_twice_gives_the_same_bytes(tmp_path):
    for name in ("a.zip", "b.zip"):
        student_zip.pack(tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_links_from_exercises_lead_to_files_in_the_archive(archive):
    names = archive.namelist()
    for name in names:
        if name.endswith(".ipynb") and "/exercises/" in name:
            links = set(re.findall(r"\]\((\.\./[^)#]+)", archive.read(name).decode("utf8")))
            assert links, f"{name} links to no chapter"
            targets = {posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for link in links}
            assert targets <= set(names), f"{name}: no {targets - set(names)} in the archive"
