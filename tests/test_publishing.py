"""What makes the course public: workflows, citation, changelog, Binder, what the front page offers."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from cnnlib import __version__
from tools import pins
from tools.build_book import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PUBLISH = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf8"))
STEPS = {step.get("name"): step for step in PUBLISH["jobs"]["site"]["steps"]}


# ---- workflows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_runs_what_exists(path):
    """Each step uses an action with a version, or runs a make target, a file of the repository, or system commands."""
    workflow = yaml.safe_load(path.read_text("utf8"))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE))
    assert workflow[True]  # "on" is the YAML word for True
    assert workflow["permissions"]
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
            for line in step.get("run", "").splitlines():
                word, *rest = line.split()
                assert (
                    word in ("git", "sudo")
                    or (word == "make" and rest[0] in targets)
                    or (ROOT / word).is_file()
                )


def test_publishing_puts_the_built_folder_and_nothing_else_on_its_branch(tmp_path):
    """The step's own lines, run in a clone that has a built site and files that must not be published."""
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"

    def git(*arguments, cwd=clone):
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
        return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout

    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(origin)], check=True)
    subprocess.run(["git", "clone", "-q", str(origin), str(clone)], check=True, capture_output=True)
    (clone / "solutions").mkdir()
    (clone / "solutions" / "secret.py").write_text("answer = 42\n")
    (clone / ".gitignore").write_text("/_build/\n")
    git("add", "--all")
    git("commit", "-q", "-m", "sources")
    git("push", "-q", "origin", "HEAD:main")
    for name in ("index.html", ".nojekyll", "_static/a.css", "notebooks/03_a.ipynb"):
        (clone / "_build" / "html" / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / "_build" / "html" / name).write_text(name)
    for _ in range(2):  # the second time over an older site, from a fresh checkout of the sources
        run = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", STEPS["Publish"]["run"]],
            cwd=clone,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        git("checkout", "-q", "--force", "main")
        git("branch", "-q", "-D", "gh-pages")
        (clone / "_build" / "html" / "index.html").write_text("newer")
    tree = git("ls-tree", "-r", "--name-only", "gh-pages", cwd=origin).split()
    assert tree == [".nojekyll", "_static/a.css", "index.html", "notebooks/03_a.ipynb"]
    assert git("show", "gh-pages:index.html", cwd=origin) == "newer"
    assert git("rev-list", "--count", "gh-pages", cwd=origin).strip() == "1"


def test_a_fork_publishes_with_its_own_address():
    assert STEPS["Build"]["env"]["COURSE_REPOSITORY"] == "${{ github.server_url }}/${{ github.repository }}"
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
    assert config["sphinx"]["config"]["course_repository"] == ""  # the other home, for who builds by hand
    assert "COURSE_REPOSITORY" not in ENVIRONMENT  # the builder leaves it as it is


# ---- citation, changelog, Binder ----------------------------------------------------------------------------


def test_citation_is_valid_and_has_the_version_and_license_of_the_library():
    """The required keys of CFF 1.2.0 and no unknown one; no person is named."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    known = {
        "cff-version",
        "message",
        "type",
        "title",
        "abstract",
        "authors",
        "version",
        "license",
        "keywords",
    }
    assert {"cff-version", "message", "title", "authors"} <= set(citation) <= known
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] in ("software", "dataset")
    assert citation["version"] == __version__
    assert citation["license"] == "BSD-3-Clause"
    assert [set(author) for author in citation["authors"]] == [{"name"}]
    assert (
        citation["authors"][0]["name"].removeprefix("The ").removeprefix("the ")
        in (ROOT / "LICENSE").read_text()
    )


def test_changelog_begins_with_this_version():
    versions = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf8"), re.MULTILINE)
    assert versions[0] == __version__
    assert versions == sorted(set(versions), reverse=True)


def test_binder_has_what_the_chapters_need_in_the_ranges_of_the_project():
    lines = yaml.safe_load((ROOT / "binder" / "environment.yml").read_text("utf8"))["dependencies"]
    conda = {"pytorch-cpu": "torch", "matplotlib-base": "matplotlib"}
    given = {re.split(r"[<>=]", line)[0]: line for line in lines}
    given = {conda.get(name, name): line.removeprefix(name) for name, line in given.items()}
    declared = pins.declared()
    project = (ROOT / "pyproject.toml").read_text("utf8")
    needed = {
        Requirement(line).name
        for extra in ("torch", "figures")
        for line in re.findall(
            r'"([^"]+)"', re.search(rf"^{extra} = \[(.*?)\]", project, re.DOTALL | re.MULTILINE)[1]
        )
    }
    assert needed | {"numpy", "jaxtyping", "jupyterlab", "setuptools"} <= set(given)
    for name, asked in given.items():
        if name in declared:
            assert set(asked.split(",")) == set(str(declared[name].specifier).split(",")), name


def test_binder_runs_modules_that_exist_and_its_script_may_run():
    script = ROOT / "binder" / "postBuild"
    assert script.stat().st_mode & 0o111
    for module in re.findall(r"python -m (tools\.\w+)", script.read_text("utf8")):
        assert (ROOT / (module.replace(".", "/") + ".py")).is_file()
