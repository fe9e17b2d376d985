"""The archive of Python code for Pyodide: complete there, the same bytes whenever it is built, with the licenses."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from pyodide_archive import LEFT_OUT, ArchiveError, archive_files, main, pyodide_archive
from real_tools import node_package_folder, run
from repository import ROOT

SUPPORT = ROOT / "tests" / "support"
IMPORT_ALL = """
import importlib, json, sys
from pathlib import Path
sys.path.insert(0, "/work")
names = []
for path in Path("/work").rglob("*.pyc"):
    parts = path.relative_to("/work").with_suffix("").parts
    names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
for name in names:
    importlib.import_module(name)
import pipefilter, pipefilter.ready_patterns
folders = list(pipefilter.ready_patterns.ready_patterns())
print(json.dumps([len(names), pipefilter.__version__, len(folders), pipefilter.matches({"a": [1]}, {"a": 1})]))
"""


@pytest.mark.tools
def test_it_is_complete_and_reproducible(tmp_path: Path) -> None:
    """All modules in it can be imported in Pyodide with nothing else; built again, it has the same bytes."""
    pyodide = node_package_folder("pyodide")
    data = pyodide_archive(pyodide)
    assert pyodide_archive(pyodide) == data
    archive = tmp_path / "archive.zip"
    archive.write_bytes(data)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if name.endswith(".py")]
    modules = sum(name.endswith(".pyc") for name in names)
    output = run(
        "node", str(SUPPORT / "run_in_pyodide.mjs"), str(pyodide), str(archive), IMPORT_ALL, cwd=tmp_path
    )
    metadata = next(name for name in names if name.startswith("pipefilter-") and name.endswith("METADATA"))
    version = metadata.split("/")[0].removeprefix("pipefilter-").removesuffix(".dist-info")
    ready = sum(PurePosixPath(name).name == "pattern.json" for name in names)
    assert json.loads(output) == [modules, version, ready, True]
    with zipfile.ZipFile(archive) as opened:
        facts = json.loads(opened.read("archive.json"))
    assert facts["pyodide"] == json.loads((pyodide / "package.json").read_text("utf-8"))["version"]


def test_licenses() -> None:
    """It has the license of pipefilter and that of PyYAML."""
    files = archive_files()
    licenses = {name.split("-")[0]: data for name, data in files.items() if name.endswith("LICENSE")}
    assert licenses["pipefilter"] == (ROOT / "LICENSE").read_bytes()
    assert b"Kirill Simonov" in licenses["pyyaml"]
    assert {PurePosixPath(name).parts[0] for name in files} == {
        "pipefilter",
        "yaml",
        *(name.split("/")[0] for name in files if "dist-info" in name),
    }


def test_what_is_left_out_is_not_needed() -> None:
    """What is left out is imported only for objects in S3, and where its absence is expected, as of native libraries."""
    files = {name: data for name, data in archive_files().items() if name.startswith("pipefilter/")}
    modules = {_module(name) for name in files if name.endswith(".py")}
    missing = {
        name: {module for module in _imported(data) if module.startswith("pipefilter.")} - modules
        for name, data in files.items()
        if name.endswith(".py") and name != "pipefilter/__init__.py" and b"except ImportError:" not in data
    }
    needed = {name: sorted(names) for name, names in missing.items() if names}
    assert needed == {"pipefilter/application/traffic_inputs.py": ["pipefilter.aws.s3.objects"]}
    assert not [name for name in modules for module in LEFT_OUT if f"{name}.".startswith(f"{module}.")]


def test_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without Pyodide is reported in one line, and nothing is written."""
    with pytest.raises(ArchiveError, match=r"^(Pyodide|Node) cannot"):
        pyodide_archive(tmp_path)
    assert main([str(tmp_path / "archive.zip"), "--pyodide", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert not list(tmp_path.iterdir())


def _module(name: str) -> str:
    parts = PurePosixPath(name).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(source: bytes) -> set[str]:
    """The modules that a module imports anywhere in it."""
    return {
        node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) and node.module
    }


def test_stray_files_are_not_published(tmp_path: Path) -> None:
    """Neither hidden files, nor what editors leave, nor kinds of files that the package does not have."""
    for name in ("pyproject.toml", "LICENSE"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for folder in ("pipefilter", "patterns/x"):
        (tmp_path / folder).mkdir(parents=True)
        for name in (".env", ".#a.py", "#a.py#", "a.py~", "a.json.orig", "key.pem", "a.py.swp", "notes.txt"):
            (tmp_path / folder / name).touch()
    (tmp_path / "pipefilter" / "__init__.py").touch()
    (tmp_path / "pipefilter" / ".secret").mkdir()
    (tmp_path / "pipefilter" / ".secret" / "a.py").touch()
    (tmp_path / "patterns" / "x" / "pattern.json").touch()
    ours = {name for name in archive_files(tmp_path) if name.startswith("pipefilter/")}
    assert ours == {"pipefilter/__init__.py", "pipefilter/_patterns/x/pattern.json"}
