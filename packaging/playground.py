"""Write the playground: the page of `pipefilter serve` as static files, with Python in the browser instead of a server.

    python packaging/playground.py OUTPUT        # a folder that does not exist yet, or is empty

It needs Node, and the npm package `pyodide`. The page's files are those of `pipefilter serve`, except `server.js`, which
sends requests: its counterpart is in `packaging/playground/`. All files but `index.html` are in a folder that is named
after their content, so that browsers may keep them for ever. Built twice, the files have the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tomllib
from pathlib import Path

from pyodide_archive import ArchiveError, add_pyodide_option, installed_pyodide, pyodide_archive
from python_library import python_library, stored_archive
from worker_script import worker_script

if __name__ == "__main__":  # the code of this checkout, and not of a pipefilter that is installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

import pipefilter
from pipefilter.file_writing import write_file
from pipefilter.serving.http_message import Request
from pipefilter.serving.page_api import api_answer
from pipefilter.serving.static_files import INDEX, static_files

__all__ = ["main", "playground_files"]

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(__file__).with_name("playground")
WORKER = "worker.js"

POLICY = (
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src blob:",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src data:",
    "form-action 'none'",
    "base-uri 'none'",
)
"""As that of `pipefilter serve`, with WebAssembly and the worker, which comes from a blob so that this policy holds in it:
a worker from a URL would have only the policy in its own headers. `frame-ancestors` works only as a header."""

HEAD = """<meta http-equiv="Content-Security-Policy" content="{policy}">
{preloads}
<script type="module" src="{folder}/server.js" async></script>
"""
"""The policy, and the script that loads Python, first of all and beside the others."""

PRELOADS = (
    (
        '<link rel="modulepreload" href="{folder}/{name}">',
        ("ask_errors.js", "evaluator.js", "build.js", "python_parts.js"),
    ),
    (
        '<link rel="preload" as="fetch" crossorigin href="{folder}/{name}">',
        ("worker.bin", "interpreter.bin", "library.bin", "pipefilter.bin"),
    ),
)
"""What that script needs: the browser requests it at once, and not one after the other."""

DIFFERENCES = (
    ('<meta name="referrer"', '{head}<meta name="referrer"'),
    ('href="page.css"', 'href="{folder}/page.css"'),
    ('src="theme.js"', 'src="{folder}/theme.js"'),
    ('src="page.js"', 'src="{folder}/page.js"'),
    (
        "<p>Patterns and events are sent only to this server, and are not stored. ",
        "<p>Patterns and events stay in this browser: they are evaluated here, not sent anywhere, and not stored. "
        '<a href="https://pipefilter.github.io/pipefilter/how-to/playground/">About the playground</a> · '
        '<a href="https://github.com/pipefilter/pipefilter">Source</a> · <a href="{folder}/NOTICE.txt">Licenses</a> ',
    ),
)
"""What differs in `index.html`: texts that are in it exactly once, and those of the playground."""

CONSTANT = {"choices.json": "/api/choices", "patterns.json": "/api/patterns"}
"""The answers that are always the same, by the files that have them."""

NOTICE = """This folder contains:
- pipefilter, https://github.com/pipefilter/pipefilter, Apache-2.0
- Pyodide {version}, https://github.com/pyodide/pyodide/tree/{version}, MPL-2.0, and in it CPython, https://docs.python.org/3/license.html
- PyYAML, https://github.com/yaml/pyyaml, MIT
"""


def playground_files(pyodide: Path) -> dict[str, bytes]:
    """The files of the playground by their paths.

    Args:
        pyodide: the folder of the npm package `pyodide`.

    Raises:
        ArchiveError: the Python code cannot be compiled, or a part of the page is not as expected.
    """
    if not Path(pipefilter.__file__).is_relative_to(ROOT):
        raise ArchiveError(f"the page would be that of {pipefilter.__file__}, and the rest that of {ROOT}")
    files = {**_page_files(), **_python_files(pyodide)}
    folder = f"files-{_digest(files)[:12]}"
    return {INDEX: _index(folder), **{f"{folder}/{name}": files[name] for name in sorted(files)}}


def _page_files() -> dict[str, bytes]:
    """The page's own files, with the other way to send requests, and the constant answers."""
    page = {file.name: file.read_bytes() for file in static_files().values() if file.name != INDEX}
    own = (file for file in SCRIPTS.glob("[a-z]*.js") if file.name != WORKER)
    scripts = {file.name: file.read_bytes() for file in own}
    answers = {name: api_answer(Request("GET", path, {})).body for name, path in CONSTANT.items()}
    answers["choices.json"] = _with_version(answers["choices.json"])
    return {**page, **scripts, **answers}


def _with_version(choices: bytes) -> bytes:
    """The choices with the version of this checkout, which may not be the installed one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return json.dumps({**json.loads(choices), "version": project["version"]}).encode("ascii")


def _python_files(pyodide: Path) -> dict[str, bytes]:
    """Python and pipefilter; what is large is packed, as not every server packs what it sends."""
    packed = {
        "worker.bin": worker_script(pyodide, (SCRIPTS / WORKER).read_text("utf-8")),
        "interpreter.bin": (pyodide / "pyodide.asm.wasm").read_bytes(),
        "library.bin": python_library(pyodide),
        "pipefilter.bin": stored_archive(pyodide_archive(pyodide)),
    }
    files = {name: gzip.compress(data, 9, mtime=0) for name, data in packed.items()}
    megabytes = round(sum(map(len, files.values())) / 1e6)
    files["build.js"] = (
        f"// Written by packaging/playground.py.\nexport const MEGABYTES = {megabytes};\n"
    ).encode()
    version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    files["NOTICE.txt"] = NOTICE.format(version=version).encode()
    return files


def _index(folder: str) -> bytes:
    text = static_files()["/"].read_text("utf-8")
    preloads = [link.format(folder=folder, name=name) for link, names in PRELOADS for name in names]
    head = HEAD.format(policy="; ".join(POLICY), preloads="\n".join(preloads), folder=folder)
    for before, after in DIFFERENCES:
        if text.count(before) != 1:
            raise ArchiveError(f"index.html of the page has changed: {before!r} is not in it exactly once")
        text = text.replace(before, after.format(folder=folder, head=head))
    return text.encode()


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name} {hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return digest.hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Write the files; exit with 2 and the reason if that is not possible."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", metavar="OUTPUT", type=Path)
    add_pyodide_option(parser)
    options = parser.parse_args(arguments)
    folder: Path = options.output
    try:
        if folder.exists() and any(folder.iterdir()):
            parser.exit(2, f"error: {folder} is not empty\n")
        files = playground_files(options.pyodide or installed_pyodide())
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(folder / name, data)
    except (ArchiveError, OSError, ValueError, KeyError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"{folder}: {len(files)} files, {sum(map(len, files.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
