"""The npm packages: their versions, their licenses, and the versions that they need."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from repository import ROOT

PACKAGE = ROOT / "npm" / "cdk-validation"
SETTINGS = json.loads((PACKAGE / "package.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["cdk-validation", "pipefilter"])
def test_one_version(name: str) -> None:
    """The npm packages run the code of the same version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    package = ROOT / "npm" / name
    settings = json.loads((package / "package.json").read_text("utf-8"))
    lock = json.loads((package / "package-lock.json").read_text("utf-8"))
    versions = {settings["version"], lock["version"], lock["packages"][""]["version"]}
    assert versions == {project["version"]}
    assert settings["license"] == project["license"]
    assert (package / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_one_version_of_pyodide() -> None:
    """The version that compiles the code, that the package depends on, and that the tests install, is the same."""
    package = ROOT / "npm" / "pipefilter"
    version = json.loads((package / "package.json").read_text("utf-8"))["dependencies"]["pyodide"]
    lock = json.loads((package / "package-lock.json").read_text("utf-8"))
    assert lock["packages"]["node_modules/pyodide"]["version"] == version
    tools = (ROOT / ".ci" / "stages" / "tools.sh").read_text("utf-8")
    assert set(re.findall(r"pyodide@([0-9.]+)", tools)) == {version}


def test_it_is_compiled_against_the_oldest_versions() -> None:
    """What it compiles with is the oldest that it accepts, which its page, the docs and the Python plug-in name, too."""
    oldest = {name: version.removeprefix("^") for name, version in SETTINGS["peerDependencies"].items()}
    assert {name: SETTINGS["devDependencies"][name] for name in oldest} == oldest
    assert "dependencies" not in SETTINGS
    words = f"aws-cdk-lib {oldest['aws-cdk-lib'].removesuffix('.0')} or later"
    pages = (
        PACKAGE / "README.md",
        ROOT / "docs" / "how-to" / "cdk.md",
        ROOT / "pipefilter" / "cdk_validation.py",
    )
    assert [path.name for path in pages if words not in path.read_text("utf-8")] == []
    assert re.fullmatch(r">=\d+", SETTINGS["engines"]["node"])
