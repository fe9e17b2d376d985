"""The configurations of editors on their page: they can be read, start the right command, and work where the editor is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from patience import PATIENCE
from repository import ROOT

import pipefilter
from pipefilter.language_server.editor_settings import editor_settings

PAGE = (ROOT / "docs" / "how-to" / "editors.md").read_text("utf-8")
SCHEMASTORE = ROOT / "packaging" / "schemastore"
SCHEMA: Any = json.loads((ROOT / "pipefilter" / "schemas" / "event-pattern.schema.json").read_text("utf-8"))
TEMPLATE = """\
Resources:
  Orders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: shop
        detail:
          state:
            - Prefix: PA
"""
PROBLEMS = ["6 PF112 pipefilter", "9 PF116 pipefilter"]
LUA = """\
vim.cmd("edit template.yaml")
vim.wait({patience}, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, each in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(each.lnum + 1, " ", each.code, " ", each.source, "\\n")
end
vim.cmd("qa!")
"""


def blocks(language: str) -> list[str]:
    """The blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_helix() -> None:
    """The configuration starts the server for three languages, with settings that it knows."""
    (text,) = blocks("toml")
    settings = tomllib.loads(text)
    server = settings["language-server"]["pipefilter"]
    assert (server["command"], server["args"]) == ("pipefilter", ["lsp"])
    assert editor_settings(server["config"]).faults == ()
    assert [each["name"] for each in settings["language"]] == ["json", "yaml", "hcl"]
    assert all("pipefilter" in each["language-servers"] for each in settings["language"])


def test_json_schema() -> None:
    """Both settings name the file that the command before them writes."""
    (text,) = blocks("json")
    settings = json.loads(text)
    (names,) = re.findall("check --print-schema > (.*)", PAGE)
    assert settings["json.schemas"][0]["url"] == f"./{names}"
    assert list(settings["yaml.schemas"]) == [f"./{names}"]


def test_every_setting_is_on_the_page() -> None:
    """The table has the settings of the server, and those that only the extension has."""
    rows = re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE)
    manifest = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text("utf-8"))
    properties = set(manifest["contributes"]["configuration"]["properties"])
    assert {f"pipefilter.{name}" for name in rows} < properties
    others = properties - {f"pipefilter.{name}" for name in rows}
    assert others == {"pipefilter.command", "pipefilter.trace.server"}
    assert all(f"`{name}`" in PAGE for name in others)


@pytest.mark.tools
@pytest.mark.parametrize("number", [0, 1])
def test_neovim(number: int, tmp_path: Path) -> None:
    """A real Neovim shows the problems with each of the two configurations."""
    editor = shutil.which(
        "nvim", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    )
    if editor is None or sys.platform == "win32":
        pytest.skip("Neovim is not installed")
    version = subprocess.run([editor, "--version"], capture_output=True, text=True, check=True).stdout
    release = re.match(r"NVIM v(\d+)\.(\d+)", version)
    assert release is not None
    if (int(release[1]), int(release[2])) < (0, 11):
        pytest.skip("this Neovim is older than 0.11")
    (tmp_path / ".git").mkdir()
    (tmp_path / "template.yaml").write_text(TEMPLATE, "utf-8")
    (tmp_path / "init.lua").write_text(blocks("lua")[number], "utf-8")
    (tmp_path / "check.lua").write_text(LUA.format(patience=1000 * PATIENCE), "utf-8")
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "pipefilter"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipefilter "$@"\n', "utf-8")
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }
    done = subprocess.run(
        [editor, "--headless", "--clean", "-u", "init.lua", "-S", "check.lua"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
    )
    assert done.stdout.splitlines() == PROBLEMS, done.stderr


def test_schemastore() -> None:
    """The entry is as the schema of SchemaStore's catalog demands, and its test files do what their folders say."""
    entry = json.loads((SCHEMASTORE / "catalog-entry.json").read_text("utf-8"))
    assert set(entry) == {"name", "description", "fileMatch", "url"}
    assert entry["url"].startswith("https://")
    assert entry["url"].endswith("/pipefilter/schemas/event-pattern.schema.json")
    assert len(entry["fileMatch"]) == len(set(entry["fileMatch"]))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for folder, is_valid in (("test", True), ("negative_test", False)):
        text = (SCHEMASTORE / folder / "event-pattern.json").read_text("utf-8")
        assert validator.is_valid(json.loads(text)) == is_valid
        assert pipefilter.check(text).ok == is_valid
