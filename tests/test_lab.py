"""JupyterLab opened for real: the board draws itself, and a click on it reaches Python."""
from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import browser
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

CELLS = ("import gist_edu\nboard = gist_edu.simulator('risk')\nboard", "print('size is', board.state['size_cm'])",
         "board.state = {**board.state, 'size_cm': 12.5}", "gist_edu.simulator('quiz', set='bet')")

# Nothing of the user's own Jupyter is read or changed.
OWN = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "spaces", "JUPYTER_CONFIG_DIR": "config",
       "JUPYTER_RUNTIME_DIR": "run", "IPYTHONDIR": "ipython"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab with settings of its own, on a notebook of a few cells."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}  # else Lab asks
    cells = [new_code_cell(source) for source in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "board.ipynb")
    settings = tmp_path / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
    port = free_port()
    env = {**os.environ, **{name: str(tmp_path / folder) for name, folder in OWN.items()}}
    env["PYTHONPATH"] = str(browser.ROOT)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root",
               "--IdentityProvider.token=", "--ServerApp.password=", f"--ServerApp.root_dir={tmp_path}"]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            browser.until(lambda: _answers(f"{address}/api"), "JupyterLab to start", 60)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _run_until(cell: Locator, shown: Locator, tries: int = 6) -> None:
    """Run a cell; again when Lab swallowed the first try, because its kernel was not connected yet."""
    for _ in range(tries):
        cell.locator(".cm-content").click()
        cell.page.keyboard.press("Shift+Enter")
        try:
            shown.wait_for(timeout=10_000)
            return
        except PlaywrightTimeout:
            continue
    raise AssertionError("the cell showed no board after several tries")


def test_a_click_on_the_board_reaches_python_and_back(chromium: Browser, lab: str) -> None:
    context = chromium.new_context(viewport=browser.DESKTOP)
    context.set_default_timeout(60_000)
    page, watch = browser.watched_page(context, lab)
    page.goto(f"{lab}/lab/tree/board.ipynb")
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    view = page.locator(".jp-OutputArea-output .gist-view")
    _run_until(cells.nth(0), view)
    view.get_by_label("Size", exact=True).fill("7.5")
    view.get_by_label("Size", exact=True).press("Enter")
    expect(view.get_by_label("Size, slider")).to_have_value("7.5")
    cells.nth(1).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(cells.nth(1).locator(".jp-OutputArea-output")).to_contain_text("size is 7.5", timeout=20_000)
    cells.nth(2).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(view.get_by_label("Size", exact=True)).to_have_value("12.5")
    quiz = cells.nth(3).locator(".jp-OutputArea-output .gist-view")
    _run_until(cells.nth(3), quiz)
    quiz.get_by_text("Only A", exact=True).click()
    quiz.get_by_role("button", name="Very sure").click()
    expect(quiz.locator(".gist-feedback .gist-heading")).to_have_text("Right")
    expect(quiz.locator(".gist-verdict")).to_have_count(4)
    assert quiz.locator('a[href^="book:"]').count() == 0, "a notebook has no pages to lead to"
    others = [problem for problem in watch.problems if problem.startswith("request")]
    assert others == []
    context.close()
