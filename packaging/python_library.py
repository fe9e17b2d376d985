"""The standard library that Pyodide needs, compiled: it starts in half of the time that the sources of Pyodide take."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from pathlib import Path

from pyodide_archive import COMPILER, ArchiveError

__all__ = ["python_library", "stored_archive"]

TIME = (1980, 1, 1, 0, 0, 0)


def python_library(pyodide: Path) -> bytes:
    """The compiled modules of `python_stdlib.zip`, which Pyodide reads in its place.

    Args:
        pyodide: the folder of the npm package `pyodide`.

    Raises:
        ArchiveError: Node cannot be started, or the modules do not compile.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "library.zip")
        command = [
            "node",
            str(COMPILER),
            str(pyodide.resolve()),
            str(pyodide / "python_stdlib.zip"),
            str(output),
        ]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        except OSError as error:
            raise ArchiveError(f"Node cannot be started: {error}") from error
        if done.returncode:
            raise ArchiveError(f"Pyodide cannot compile its standard library: {done.stderr.strip()[-500:]}")
        return stored_archive(output.read_bytes())


def stored_archive(archive: bytes) -> bytes:
    """The same archive with nothing compressed in it, as it is compressed as a whole, which gives less."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, TIME), source.read(name))
    return buffer.getvalue()
