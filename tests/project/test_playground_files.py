"""What the files of the playground contain, and what of Python's standard library is left out of them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playground import DIFFERENCES, POLICY, main
from pyodide_archive import ArchiveError, archive_files
from python_library import LEFT_OUT, is_needed
from real_tools import node_package_folder
from repository import ROOT
from worker_script import worker_script

AT_ONCE = re.compile(rb"^(?:import|from)[ \t]+([\w.]+)", re.MULTILINE)
ANYWHERE = re.compile(rb"^[ \t]*(?:import|from)[ \t]+([\w.]+)[ \t]*(?:import|as|$)", re.MULTILINE)

USELESS = {
    "asyncio/__main__.py": {"_pyrepl"},
    "concurrent/futures/process.py": {"multiprocessing"},
    "logging/config.py": {"socketserver"},
    "pyodide/console.py": {"rlcompleter"},
    "urllib/request.py": {"http"},
}
"""Modules that stay, and cannot be imported any more: for terminals, processes and networks, too."""

WITH_PROCESSES = "pipefilter/scanning/worker_processes.py"
"""It starts processes, which WebAssembly does not have, for files of traffic, which the page does not read."""


def modules(pattern: re.Pattern[bytes], source: bytes) -> set[str]:
    return {name.decode().partition(".")[0] for name in pattern.findall(source)}


@pytest.mark.tools
def test_what_is_left_out_is_not_imported() -> None:
    """Not even by a function of pipefilter or PyYAML; and by no module of the library that one of them imports."""
    for name, source in archive_files().items():
        if name.endswith(".py") and name != WITH_PROCESSES:
            assert not modules(ANYWHERE, source) & LEFT_OUT, name
    imports = {}
    with zipfile.ZipFile(node_package_folder("pyodide") / "python_stdlib.zip") as library:
        for name in library.namelist():
            if (
                name.endswith(".py")
                and is_needed(name)
                and (missing := modules(AT_ONCE, library.read(name)) & LEFT_OUT)
            ):
                imports[name] = missing
    assert imports == USELESS


def test_the_page_is_as_the_playground_expects() -> None:
    text = (ROOT / "pipefilter" / "serving" / "page" / "index.html").read_text("utf-8")
    assert [before for before, _ in DIFFERENCES if text.count(before) != 1] == []


def test_a_folder_that_is_not_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path)])
    assert capsys.readouterr().err == f"error: {tmp_path} is not empty\n"


def test_pyodide_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "output"), "--pyodide", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert not (tmp_path / "output").exists()


def test_the_documented_policy_is_that_of_the_page() -> None:
    guide = (ROOT / "docs" / "how-to" / "playground.md").read_text("utf-8")
    assert f"`{'; '.join(POLICY)}`" in guide


def test_the_code_of_another_pipefilter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page and the code in the archive are those of one checkout."""
    monkeypatch.setattr("playground.ROOT", tmp_path)
    assert main([str(tmp_path / "output"), "--pyodide", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("error: the page would be that of ")


def test_the_script_of_the_worker(tmp_path: Path) -> None:
    """It imports nothing; with other ends of Pyodide's modules, it is not written."""
    (tmp_path / "pyodide.mjs").write_text(
        "var a=1;export{a as loadPyodide,b as version};\n//# sourceMappingURL=x\n"
    )
    (tmp_path / "pyodide.asm.mjs").write_text("var a=2;export default _createPyodideModule;\n")
    (tmp_path / "pyodide-lock.json").write_text('{"info": {}, "packages": {"a": {}}}')
    script = worker_script(tmp_path, "start();").decode()
    assert "return a;" in script
    assert "return _createPyodideModule;" in script
    assert script.endswith("start();")
    (tmp_path / "pyodide.mjs").write_text("export{a as load};")
    with pytest.raises(ArchiveError, match="loadPyodide does not end as expected"):
        worker_script(tmp_path, "")
