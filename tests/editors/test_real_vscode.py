"""The extension in a real VS Code, which code-server serves to Chromium: a problem is shown, and a fix repairs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Chromium, chromium
from extension_copy import extension_copy, run_in
from patience import PATIENCE
from real_tools import node_packages
from repository import ROOT

pytestmark = [pytest.mark.nightly, pytest.mark.tools, pytest.mark.browser]

TEMPLATE = """\
Resources:
  Orders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: shop
"""
PROBLEM = "document.querySelector('.squiggly-error')"
MESSAGE = "document.querySelector('.notification-list-item-message')"
SELECTION = "document.getElementById('status.editor.selection').innerText.includes('Ln 6')"
ACTION = (
    "(document.querySelector('.action-widget') || {innerText: ''}).innerText.includes('Put it into a list')"
)
LINES = "document.querySelector('.view-lines').innerText"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a VS Code with the extension, and a folder for workspaces."""
    entry = os.environ.get("PIPEFILTER_CODE_SERVER", "")
    if not entry or sys.platform == "win32":
        pytest.skip("PIPEFILTER_CODE_SERVER is not the script of code-server: see .ci/stages/vscode.sh")
    node_packages()
    folder = tmp_path_factory.mktemp("code")
    extension = extension_copy(folder)
    run_in(extension, "npm", "run", "--silent", "package", "--", "--out", "pipefilter.vsix")
    node = shutil.which("node") or "node"
    # without a pipefilter in PATH, so that only that of the workspace is found
    path = os.pathsep.join(
        part for part in os.environ["PATH"].split(os.pathsep) if not Path(part, "pipefilter").exists()
    )
    environment = {**os.environ, "PATH": path, "HOME": str(folder)}
    data = ["--user-data-dir", str(folder / "data"), "--extensions-dir", str(folder / "extensions")]
    command = [node, entry, *data]
    subprocess.run(
        [*command, "--install-extension", str(extension / "pipefilter.vsix")],
        env=environment,
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]
    with subprocess.Popen(
        [*command, *options, "--bind-addr", f"127.0.0.1:{port}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert any("HTTP server listening" in line for line in process.stdout)
            yield f"http://127.0.0.1:{port}", folder
        finally:
            process.terminate()


def until(browser: Chromium, expression: str) -> None:
    """Wait until an expression in JavaScript is true."""
    wait = f"new Promise(resolve => {{ const look = () => {expression} ? resolve() : requestAnimationFrame(look); look(); }})"
    browser.tell("Runtime.evaluate", expression=wait, awaitPromise=True)


def press(browser: Chromium, key: str, code: str, number: int, modifiers: int = 0) -> None:
    for event in ("keyDown", "keyUp"):
        browser.tell(
            "Input.dispatchKeyEvent",
            type=event,
            key=key,
            code=code,
            windowsVirtualKeyCode=number,
            modifiers=modifiers,
        )


def open_template(browser: Chromium, address: str, workspace: Path) -> None:
    (workspace / "template.yaml").write_text(TEMPLATE, "utf-8")
    browser.tell(
        "Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False
    )
    file = f"vscode-remote://{address.removeprefix('http://')}{workspace}/template.yaml"
    browser.load(f'{address}/?folder={workspace}&payload=[["openFile","{file}"]]')


def test_a_problem_and_its_fix(server: tuple[str, Path], tmp_path: Path) -> None:
    """The pipefilter of the workspace's environment underlines a value, and its fix puts the value into a list."""
    address, folder = server
    workspace = folder / "shop"
    environment = workspace / ".venv" / "bin"
    environment.mkdir(parents=True)
    command = environment / "pipefilter"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipefilter "$@"\n', "utf-8")
    command.chmod(0o755)
    with chromium(tmp_path) as browser:
        open_template(browser, address, workspace)
        until(browser, PROBLEM)
        x = browser.value(f"{PROBLEM}.getBoundingClientRect().x + 5")
        y = browser.value(f"(box => box.y + box.height / 2 - 4)({PROBLEM}.getBoundingClientRect())")
        for event in ("mousePressed", "mouseReleased"):
            browser.tell("Input.dispatchMouseEvent", type=event, x=x, y=y, button="left", clickCount=1)
        until(browser, SELECTION)
        press(browser, ".", "Period", 190, modifiers=2)
        until(browser, ACTION)
        press(browser, "Enter", "Enter", 13)
        until(browser, f"{LINES}.includes('[shop]')")
        until(browser, f"!{PROBLEM}")


def test_it_says_what_to_install(server: tuple[str, Path], tmp_path: Path) -> None:
    """Without pipefilter, one message says how to install it."""
    address, folder = server
    workspace = folder / "empty"
    workspace.mkdir()
    with chromium(tmp_path) as browser:
        open_template(browser, address, workspace)
        until(browser, MESSAGE)
        text = str(browser.value(f"{MESSAGE}.innerText"))
        assert "pip install 'pipefilter[lsp]'" in text
        assert browser.value("document.querySelectorAll('.notification-list-item-message').length") == 1
