"""The same figures in JupyterLab: keys reach the slider and not the notebook, and Python reads what the reader set."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib
import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(360)]

FIGURE = """\
from matplotlib.figure import Figure
from cnnlib.interactive import explore, option, question, quiz

def draw(k):
    picture = Figure(figsize=(2, 1))
    picture.subplots().plot([0, k])
    return picture, f"slope {k}"

figure = explore(draw, "A line.", k=[1, 2, 3, 4, 5])
figure
"""
QUIZ = 'test = quiz(question("1 + 1?", option("2", correct=True, feedback="Yes."), option("3", feedback="No.")))\ntest'
READ = 'print("state", figure.state["index"], test.state["results"])'
WRITE = "figure.widget.index = [0]"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab in an empty home of its own; yield its address."""
    home = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(code) for code in (FIGURE, QUIZ, READ, WRITE)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, home / "figures.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": home,
        "IdentityProvider.token": "",
        "ServerApp.password": "",
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "LabApp.news_url": None,
        "LabApp.extension_manager": "readonly",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{key}={value}" for key, value in options.items())]
    folders = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
    )
    env = {**os.environ, "HOME": str(home), **{name: str(home / name.lower()) for name in folders}}
    env["MPLCONFIGDIR"] = matplotlib.get_cachedir()  # a new home would make matplotlib list all fonts again
    env.pop("CNNLIB_STATIC", None)
    log = home / "log"
    with log.open("w") as out, subprocess.Popen(command, env=env, stdout=out, stderr=out, cwd=home) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/api/status", timeout=5) as answer:
                json.load(answer)
                return
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None:
                break
            time.sleep(0.2)
    pytest.fail(f"expected JupyterLab to answer at {address}; its log ends:\n{log.read_text()[-2000:]}")


def cell(page: Page, n: int) -> Locator:
    return page.locator(".jp-Notebook .jp-CodeCell").nth(n)


def run(page: Page, n: int) -> Locator:
    """Run a cell and return its output area once it has finished.

    JupyterLab drops the keys while it is still connecting to the kernel; they are pressed again until the cell starts.
    """
    prompt = cell(page, n).locator(".jp-InputPrompt")
    before = prompt.inner_text()
    for _ in range(12):
        cell(page, n).locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        with contextlib.suppress(AssertionError):
            expect(prompt).not_to_have_text(before, timeout=5_000)
            break
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=120_000)
    assert prompt.inner_text() != before
    return cell(page, n).locator(".jp-OutputArea-output")


def test_figure_and_quiz_talk_to_python(lab: str, new_page: Callable[..., Visit]):
    visit = new_page(lab)
    page = visit.page
    page.set_default_timeout(60_000)
    page.goto(f"{lab}/lab/tree/figures.ipynb?reset")
    page.locator(".jp-Notebook .jp-CodeCell").nth(3).wait_for()
    page.locator(
        "[data-status=idle], .jp-NotebookPanel-toolbar .jp-Notebook-ExecutionIndicator[data-status=idle]"
    ).first.wait_for()

    run(page, 0)
    figure = cell(page, 0).locator(".cnn-fig")
    expect(figure).to_have_attribute("aria-label", "A line.")
    slider = figure.get_by_role("slider", name="k")
    expect(slider).to_have_value("2")
    slider.focus()
    slider.press("ArrowRight")
    expect(figure.locator(".cnn-live")).to_have_text("k = 4: slope 4")
    slider.press("End")
    slider.press("ArrowLeft")
    slider.press("ArrowUp")
    expect(slider).to_be_focused()  # the notebook has not moved to another cell
    expect(figure.locator(".cnn-live")).to_have_text("k = 5: slope 5")
    for key in ("d", "d", "a"):  # in command mode: delete the cell, insert one above
        slider.press(key)
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(4)

    run(page, 1)
    test = cell(page, 1).locator(".cnn-fig")
    test.get_by_role("radio", name="3").focus()
    test.get_by_role("radio", name="3").press("ArrowUp")
    expect(test.get_by_role("radio", name="2")).to_be_checked()
    test.get_by_role("button", name="Check").press("Enter")
    expect(test.locator(".cnn-feedback")).to_have_text("✓ Correct. Yes.")

    expect(run(page, 2)).to_have_text("state [4] {'0': True}")
    run(page, 3)
    expect(figure.locator(".cnn-live")).to_have_text("k = 1: slope 1")
    expect(slider).to_have_value("0")
    assert visit.requests == []
