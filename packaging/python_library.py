"""The standard library that Pyodide needs, compiled: it starts in half of the time that the sources of Pyodide take."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from pyodide_archive import compiled_archive

__all__ = ["LEFT_OUT", "is_needed", "python_library", "stored_archive"]

TIME = (1980, 1, 1, 0, 0, 0)

LEFT_OUT = frozenset(
    [
        "_pyrepl",
        "antigravity",
        "bdb",
        "cProfile",
        "cmd",
        "compileall",
        "ctypes",
        "curses",
        "dbm",
        "doctest",
        "ensurepip",
        "filecmp",
        "ftplib",
        "html",
        "http",
        "idlelib",
        "imaplib",
        "lib2to3",
        "mailbox",
        "mimetypes",
        "modulefinder",
        "multiprocessing",
        "netrc",
        "optparse",
        "pdb",
        "pickletools",
        "plistlib",
        "poplib",
        "profile",
        "profiling",
        "pstats",
        "pyclbr",
        "pydoc",
        "pydoc_data",
        "rlcompleter",
        "runpy",
        "sched",
        "shelve",
        "smtplib",
        "socketserver",
        "sqlite3",
        "tabnanny",
        "test",
        "timeit",
        "tkinter",
        "trace",
        "tracemalloc",
        "turtle",
        "turtledemo",
        "unittest",
        "venv",
        "wave",
        "webbrowser",
        "wsgiref",
        "xml",
        "xmlrpc",
        "zipapp",
    ]
)
"""Modules for terminals, other processes, networks and developers: neither pipefilter nor what it imports imports one."""

ENCODINGS = re.compile(
    r"encodings/(?:__init__|aliases|ascii|cp437|idna|latin_1|punycode|raw_unicode_escape|undefined|unicode_escape|utf_\w+)\.py"
)
"""The encodings that stay: those of Unicode, and those that Python itself uses."""


def python_library(pyodide: Path) -> bytes:
    """The compiled modules of `python_stdlib.zip`, which Pyodide reads in its place.

    Args:
        pyodide: the folder of the npm package `pyodide`.

    Raises:
        ArchiveError: Node cannot be started, or the modules do not compile.
    """
    sources = stored_archive((pyodide / "python_stdlib.zip").read_bytes(), is_part=is_needed)
    return stored_archive(compiled_archive(pyodide, sources, "its standard library"))


def is_needed(name: str) -> bool:
    """Whether a file of the standard library can be of use in the playground."""
    if name.startswith("encodings/"):
        return ENCODINGS.fullmatch(name) is not None
    return name.partition("/")[0].removesuffix(".py") not in LEFT_OUT


def stored_archive(archive: bytes, *, is_part: Callable[[str], bool] = bool) -> bytes:
    """The same archive with nothing compressed in it, as it is compressed as a whole, which gives less.

    Args:
        is_part: whether a file stays in it; by default all do.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in filter(is_part, source.namelist()):
            target.writestr(zipfile.ZipInfo(name, TIME), source.read(name))
    return buffer.getvalue()
