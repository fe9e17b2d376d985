"""The script of the playground's worker: Pyodide's modules and our own in one file, which imports nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pyodide_archive import ArchiveError

__all__ = ["worker_script"]

_LOADER_EXPORT = re.compile(
    r"export\{(?P<name>\w+) as loadPyodide,\w+ as version\};?\s*(?://# sourceMappingURL=\S+)?\s*$"
)
_INTERPRETER_EXPORT = re.compile(r"export default _createPyodideModule;\s*$")
_IMPORT = re.compile(r"^(?:import|export)\b", re.MULTILINE)


def worker_script(pyodide: Path, own: str) -> bytes:
    """The whole script of the worker.

    Args:
        pyodide: the folder of the npm package `pyodide`.
        own: our script, which uses `loadPyodide`, `createPyodideModule` and `LOCK`.

    Raises:
        ArchiveError: Pyodide's modules do not end as expected.
    """
    loader = (pyodide / "pyodide.mjs").read_text("utf-8")
    interpreter = (pyodide / "pyodide.asm.mjs").read_text("utf-8")
    info = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]
    lock = json.dumps({"info": info, "packages": {}})
    parts = (
        "// Written by packaging/playground.py.",
        _constant("loadPyodide", loader, _LOADER_EXPORT, r"return \g<name>;"),
        _constant("createPyodideModule", interpreter, _INTERPRETER_EXPORT, "return _createPyodideModule;"),
        f"const LOCK = {json.dumps(lock)};",
        own,
    )
    script = "\n".join(parts)
    if _IMPORT.search(script):
        raise ArchiveError("the worker's script has an import or an export: another version of Pyodide?")
    return script.encode()


def _constant(name: str, module: str, export: re.Pattern[str], result: str) -> str:
    """A module as a constant with what it exports; its other names are in a function, and meet no others."""
    body, count = export.subn(result, module)
    if count != 1:
        raise ArchiveError(f"the module of Pyodide with {name} does not end as expected: another version?")
    return f"const {name} = (() => {{\n{body}\n}})();"
