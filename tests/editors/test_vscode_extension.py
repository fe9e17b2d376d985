"""The VS Code extension: its version, its settings, what is packed, and that it finds and drives the real language server."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from extension_copy import EXTENSION, extension_copy, run_in
from repository import ROOT

from pipefilter.application.check_settings import CheckSettings
from pipefilter.language_server.editor_settings import editor_settings

MANIFEST = json.loads((EXTENSION / "package.json").read_text("utf-8"))
PROPERTIES = MANIFEST["contributes"]["configuration"]["properties"]
SENT = re.compile(r"SERVER_SETTINGS = \[(.*?)\]")
MOST_BYTES = 200_000


def test_one_version() -> None:
    """The extension has pipefilter's version, license and schema."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = json.loads((EXTENSION / "package-lock.json").read_text("utf-8"))
    assert {MANIFEST["version"], lock["version"], lock["packages"][""]["version"]} == {project["version"]}
    assert MANIFEST["license"] == project["license"]
    assert (EXTENSION / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    schema = ROOT / "pipefilter" / "schemas" / "event-pattern.schema.json"
    assert (EXTENSION / "event-pattern.schema.json").read_bytes() == schema.read_bytes()


def test_settings() -> None:
    """The server knows each setting that it gets, with the same default, and the page describes all of them."""
    (names,) = SENT.findall((EXTENSION / "src" / "settings.ts").read_text("utf-8"))
    sent = re.findall('"(.*?)"', names)
    assert {f"pipefilter.{name}" for name in sent} | {"pipefilter.command", "pipefilter.trace.server"} == set(
        PROPERTIES
    )
    defaults = {name: PROPERTIES[f"pipefilter.{name}"]["default"] for name in sent}
    assert editor_settings(defaults).check == CheckSettings()
    assert editor_settings(defaults).faults == ()
    changed = {
        "service": "pipe",
        "source": "sqs",
        "select": ["PF4"],
        "ignore": ["PF401"],
        "severity": "error",
        "emulators": True,
    }
    settings = editor_settings({"pipefilter": changed})
    assert settings.faults == ()
    assert settings.check == CheckSettings("pipe", "sqs", True, ("PF4",), ("PF401",), "error")  # noqa: FBT003
    page = (EXTENSION / "README.md").read_text("utf-8")
    assert [name for name in PROPERTIES if f"`{name}`" not in page] == []


def test_a_workspace_that_is_not_trusted_names_no_command() -> None:
    """Only the user's own settings name the program to start."""
    limits = MANIFEST["capabilities"]["untrustedWorkspaces"]
    assert limits["supported"] == "limited"
    assert limits["restrictedConfigurations"] == ["pipefilter.command"]
    assert PROPERTIES["pipefilter.command"]["scope"] == "machine-overridable"


def test_icon() -> None:
    """The icon is the one that the script draws."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from extension_icon import icon
    finally:
        sys.path.pop(0)
    assert (EXTENSION / "icon.png").read_bytes() == icon()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the extension with the packages that it is built with."""
    return extension_copy(tmp_path_factory.mktemp("extension"))


@pytest.mark.tools
def test_it_drives_the_real_server(installed: Path, tmp_path: Path) -> None:
    """Its types are right, it finds a command in each place, and the real server answers what it is sent."""
    if sys.platform == "win32":
        pytest.skip("the command is a script for sh")
    command = tmp_path / "pipefilter"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipefilter "$@"\n', "utf-8")
    command.chmod(0o755)
    run_in(installed, "npm", "run", "--silent", "check")
    output = run_in(installed, "npm", "test", "--silent", PIPEFILTER_COMMAND=str(command), PYTHONPATH=str(ROOT))
    assert re.search(r"^# fail 0$", output, re.MULTILINE), output
    assert re.search(r"^# skipped 0$", output, re.MULTILINE), output


@pytest.mark.tools
def test_the_package_has_what_it_needs(installed: Path) -> None:
    """The .vsix contains one bundle, with the licenses of what is in it, and nothing of the sources."""
    run_in(installed, "npm", "run", "--silent", "package", "--", "--out", "pipefilter.vsix")
    path = installed / "pipefilter.vsix"
    with ZipFile(path) as archive:
        assert sorted(archive.namelist()) == [
            "[Content_Types].xml",
            "extension.vsixmanifest",
            "extension/LICENSE.txt",
            "extension/changelog.md",
            "extension/dist/extension.js",
            "extension/dist/licenses.txt",
            "extension/event-pattern.schema.json",
            "extension/icon.png",
            "extension/package.json",
            "extension/readme.md",
        ]
        licenses = archive.read("extension/dist/licenses.txt").decode()
        assert "vscode-languageclient" in licenses
        assert str(installed) not in archive.read("extension/dist/extension.js").decode()
    assert path.stat().st_size < MOST_BYTES
