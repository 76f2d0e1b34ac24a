"""The doctor finds what we break, says in one line what to do, and finds nothing where nothing is broken."""

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import version
from pathlib import Path

import pytest
import torch

from cnnlib import doctor
from cnnlib.doctor import NOTE, OK, PROBLEM

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = json.dumps({"cells": [{"cell_type": "markdown", "source": "hello"}]})


def found(findings, weight=None):
    """Return the findings of a weight; each must be one line, and one that is not ok must say what to do."""
    findings = list(findings)
    for finding in findings:
        assert "\n" not in str(finding)
        assert finding.weight == OK or (finding.expected and finding.came and finding.todo)
    return [finding for finding in findings if finding.weight == weight or weight is None]


@pytest.fixture
def course(tmp_path):
    """A small course as students unpack it."""
    for name in ("03_a", "04_b"):
        for path, text in {
            f"book/{name}.ipynb": NOTEBOOK,
            f"exercises/{name}/{name}.ipynb": NOTEBOOK,
        }.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
    (tmp_path / "requirements.txt").write_text(f"numpy=={version('numpy')}\n")
    return tmp_path


def test_course_is_found_from_a_folder_inside_and_not_from_outside(course):
    assert doctor.find_course(course / "exercises" / "03_a") == course
    assert doctor.find_course(course.parent) is None


# ---- Python and packages ------------------------------------------------------------------------------------


def test_old_python_is_a_problem():
    (problem,) = found(doctor.check_python((3, 10, 4)))
    assert (problem.weight, problem.came, problem.expected) == (PROBLEM, "3.10.4", "3.11 or newer")


@pytest.mark.parametrize("new", [(3, 11, 0), (3, 14, 0)])
def test_new_enough_python_is_fine(new):
    (fine,) = found(doctor.check_python(new))
    assert fine.weight == OK


def test_installed_packages_are_fine(course):
    (fine,) = found(doctor.check_packages(course))
    assert fine.weight == OK


def test_missing_package_is_a_problem(course):
    (course / "requirements.txt").write_text(f"numpy=={version('numpy')}\nno-such-package==1.0\n")
    (problem,) = found(doctor.check_packages(course))
    assert (problem.weight, problem.what, problem.came) == (PROBLEM, "no-such-package", "none")
    assert f"{sys.executable} -m pip install -r requirements.txt" in problem.todo


def test_version_out_of_cnnlibs_range_is_a_problem_and_one_inside_a_note(course, monkeypatch):
    installed = {"numpy": "1.26.4", "torch": "2.6.1+cpu"}
    monkeypatch.setattr(doctor.metadata, "version", installed.__getitem__)
    (course / "requirements.txt").write_text("numpy==2.4.6\ntorch==2.13.0\n")
    problem, note = found(doctor.check_packages(course))
    assert (problem.weight, problem.came, problem.expected) == (PROBLEM, "1.26.4", "2.4.6")
    assert note.weight == NOTE
    assert "torch 2.6.1+cpu (tested: 2.13.0)" in note.came


def test_build_of_the_same_version_is_the_same(course, monkeypatch):
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "2.13.0+cpu")
    (course / "requirements.txt").write_text("torch==2.13.0\n")
    assert found(doctor.check_packages(course))[0].weight == OK


def test_wheel_of_a_newer_course_is_a_problem(course):
    (course / "requirements.txt").write_text("./cnnlib-99.0-py3-none-any.whl\n")
    (problem,) = found(doctor.check_packages(course))
    assert (problem.weight, problem.what, problem.expected) == (PROBLEM, "cnnlib", "99.0")


@pytest.mark.parametrize("line", ["raise OSError('a library\\nis missing')", "import no_such_module"])
def test_package_that_does_not_load_is_a_problem(line, tmp_path, monkeypatch):
    (tmp_path / "damaged_package.py").write_text(line)
    monkeypatch.syspath_prepend(tmp_path)
    (problem,) = found(doctor.check_imports(("damaged_package",)))
    assert problem.weight == PROBLEM
    assert "pip install --force-reinstall --no-deps damaged_package" in problem.todo


# ---- Jupyter ------------------------------------------------------------------------------------------------


def kernel_that_runs(argv, folder, monkeypatch, **env):
    spec = folder / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python", "env": env}))
    monkeypatch.setenv("JUPYTER_PATH", str(folder))


def test_kernel_of_this_python_is_fine():
    (fine,) = found(doctor.check_kernel())
    assert (fine.weight, fine.came) == (OK, f"notebooks run in {sys.prefix}")


def test_kernel_that_does_not_start_is_a_problem(tmp_path, monkeypatch):
    kernel_that_runs(
        ["/no/such/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"], tmp_path, monkeypatch
    )
    (problem,) = found(doctor.check_kernel())
    assert problem.weight == PROBLEM
    assert "/no/such/python" in problem.came
    assert f"{sys.executable} -m ipykernel install" in problem.todo


def test_kernel_of_another_environment_is_a_problem(tmp_path, monkeypatch):
    venv.create(tmp_path / "other", with_pip=False)
    argv = [str(tmp_path / "other/bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel_that_runs(argv, tmp_path, monkeypatch, PYTHONPATH=sysconfig.get_path("purelib"))
    (problem,) = found(doctor.check_kernel())
    assert (problem.weight, problem.came, problem.expected) == (PROBLEM, str(tmp_path / "other"), sys.prefix)


def test_jupyter_of_another_environment_is_noted(tmp_path, monkeypatch):
    program = tmp_path / "jupyter"
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (note,) = found(doctor.check_jupyter_on_path())
    assert (note.weight, note.came) == (NOTE, str(program))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert found(doctor.check_jupyter_on_path()) == []


def test_missing_half_of_the_widgets_is_a_problem(tmp_path, monkeypatch):
    for part in ("anywidget", "@jupyter/nbgrader"):
        (tmp_path / part).mkdir(parents=True)
        (tmp_path / part / "package.json").write_text("{}")
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *parts: [str(tmp_path)])
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    (problem,) = found(doctor.check_widgets(), PROBLEM)
    assert problem.expected == "its extension @jupyter-widgets/jupyterlab-manager"
    assert "jupyterlab-widgets==" in problem.todo


def test_widgets_of_this_python_are_fine_and_static_figures_are_noted(monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    assert [finding.weight for finding in found(doctor.check_widgets())] == [OK] * 3
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    assert [note.what for note in found(doctor.check_widgets(), NOTE)] == ["CNNLIB_STATIC"]


# ---- the machine --------------------------------------------------------------------------------------------


def test_more_threads_than_cores_are_noted():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        assert [finding.weight for finding in found(doctor.check_threads(2))] == [OK]
        (note,) = found(doctor.check_threads(1))
    finally:
        torch.set_num_threads(before)
    assert note.weight == NOTE
    assert "OMP_NUM_THREADS=1" in note.todo


@pytest.mark.parametrize(
    ("limit", "cores"), [("100000 100000\n", 1), ("50000 100000\n", 1), ("max 100000\n", None)]
)
def test_cores_are_those_that_a_container_may_use(limit, cores, tmp_path):
    (tmp_path / "cpu.max").write_text(limit)
    assert doctor.usable_cores(tmp_path / "cpu.max") == (cores or doctor.usable_cores(tmp_path / "none"))


def test_full_disk_is_a_problem(tmp_path):
    (problem,) = found(doctor.check_disk(tmp_path, needed_mb=10**9), PROBLEM)
    assert problem.expected == f"1,000,000,000 MB free in {tmp_path}"


def test_folder_that_cannot_be_written_is_a_problem(tmp_path, monkeypatch):
    def refuse(dir):
        raise PermissionError(f"no permission for {dir}")

    assert found(doctor.check_disk(tmp_path, needed_mb=0), PROBLEM) == []
    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    (problem,) = found(doctor.check_disk(tmp_path, needed_mb=0), PROBLEM)
    assert problem.came == f"no permission for {tmp_path}"


# ---- what came with the course ------------------------------------------------------------------------------


def test_damaged_and_missing_data_are_problems(tmp_path):
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("good.gz", "bad.gz", "gone.gz")}
    (tmp_path / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()))
    (tmp_path / "good.gz").write_text("good.gz")
    (tmp_path / "bad.gz").write_text("bad.g")
    bad, gone = found(doctor.check_data(tmp_path), PROBLEM)
    assert (bad.what, gone.what, gone.came) == ("data bad.gz", "data gone.gz", "no file")
    assert found(doctor.check_data(tmp_path), OK) == []


def test_data_of_this_cnnlib_are_fine():
    assert [finding.weight for finding in found(doctor.check_data())] == [OK]


def test_notebooks_of_all_chapters_are_fine(course):
    (fine,) = found(doctor.check_exercises(course))
    assert (fine.weight, fine.came) == (OK, "2 notebooks")


@pytest.mark.parametrize("content", [None, NOTEBOOK[:20], "{}", '{"cells": []}', "[]"])
def test_notebook_that_is_gone_or_damaged_is_a_problem(content, course):
    notebook = course / "exercises/04_b/04_b.ipynb"
    notebook.unlink()
    if content is not None:
        notebook.write_text(content)
    (problem,) = found(doctor.check_exercises(course), PROBLEM)
    assert problem.what == "exercises 04_b"
    assert str(notebook) in problem.expected


def test_second_notebook_is_noted(course):
    (course / "exercises/03_a/03_a-Copy1.ipynb").write_text(NOTEBOOK)
    (note,) = found(doctor.check_exercises(course), NOTE)
    assert (note.came, note.todo) == ("also 03_a-Copy1.ipynb", "hand in 03_a.ipynb alone")


def test_archive_without_exercises_is_a_problem(tmp_path):
    (problem,) = found(doctor.check_exercises(tmp_path), PROBLEM)
    assert problem.came == "none"


@pytest.mark.parametrize("name", ["torch.py", "random.py", "cnnlib.py"])
def test_file_that_hides_a_package_is_a_problem(name, course):
    (course / "exercises/03_a/my_helpers.py").write_text("")
    assert found(doctor.check_shadows(course)) == []
    (course / "exercises/03_a" / name).write_text("")
    (problem,) = found(doctor.check_shadows(course))
    assert problem.came.endswith(name)


# ---- the whole ----------------------------------------------------------------------------------------------


def run(folder, **environment):
    command = [sys.executable, "-m", "cnnlib.doctor", "--all", str(folder)]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=env, check=False)


def test_nothing_is_wrong_here():
    result = run(ROOT, OMP_NUM_THREADS="1")
    assert result.returncode == 0, result.stdout
    assert result.stdout.endswith(" 0 problems\n")
    assert result.stderr == ""


def test_several_things_broken_are_all_found_and_told_by_the_exit_status(course):
    (course / "broken" / "torch").mkdir(parents=True)
    (course / "broken" / "torch" / "__init__.py").write_text("raise ImportError('libtorch.so is missing')")
    (course / "exercises/03_a/03_a.ipynb").unlink()
    (course / "requirements.txt").write_text("no-such-package==1.0\n")
    result = run(course, PYTHONPATH=str(course / "broken"))
    assert result.returncode == 1
    for words in (
        "problem  no-such-package:",
        "problem  import torch:",
        "libtorch.so",
        "problem  exercises 03_a:",
    ):
        assert words in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_outside_of_a_course_it_says_where_to_go(tmp_path):
    problem = next(finding for finding in doctor.examine(None, tmp_path) if finding.what == "course")
    assert (problem.weight, problem.came) == (PROBLEM, str(tmp_path))
    assert "python -m cnnlib.doctor FOLDER" in problem.todo
