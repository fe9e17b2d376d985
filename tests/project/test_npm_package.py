"""The npm package: its version, its license, and the versions that it needs."""

from __future__ import annotations

import json
import re
import tomllib

from repository import ROOT

PACKAGE = ROOT / "npm" / "cdk-validation"
SETTINGS = json.loads((PACKAGE / "package.json").read_text("utf-8"))


def test_one_version() -> None:
    """The npm package runs the command of the same version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = json.loads((PACKAGE / "package-lock.json").read_text("utf-8"))
    versions = {SETTINGS["version"], lock["version"], lock["packages"][""]["version"]}
    assert versions == {project["version"]}
    assert SETTINGS["license"] == project["license"]
    assert (PACKAGE / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


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
