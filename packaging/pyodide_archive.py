"""Write the archive of the Python code that runs in Pyodide: for the npm package, and for the playground.

It contains pipefilter without the parts that need a terminal, a network or other packages, and PyYAML; all compiled for
Pyodide's Python. Unpacked into a folder that is in `sys.path`, it is all that `import pipefilter` needs there.
`pipefilter-VERSION.dist-info` has the version, and `archive.json` the version of Pyodide that compiled the files, which
is the only one that surely reads them. Built twice, it has the same bytes.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

__all__ = [
    "LEFT_OUT",
    "ArchiveError",
    "add_pyodide_option",
    "archive_files",
    "compiled_archive",
    "installed_pyodide",
    "main",
    "pyodide_archive",
]

ROOT = Path(__file__).parents[1]
COMPILER = Path(__file__).with_name("pyodide_compiler.mjs")

LEFT_OUT = (
    "pipefilter.__main__",
    "pipefilter.aws",
    "pipefilter.builder",
    "pipefilter.cdk_validation",
    "pipefilter.cfn_lint",
    "pipefilter.cli",
    "pipefilter.costs",
    "pipefilter.dynamodb_stream",
    "pipefilter.language_server",
    "pipefilter.native_libraries.json_reader",
    "pipefilter.pytest_plugin",
    "pipefilter.redaction",
    "pipefilter.revisions",
    "pipefilter.spark",
    "pipefilter.strategies",
    "pipefilter.testing",
    "pipefilter.verification",
)
"""The packages and modules that Pyodide does not need; modules that import one of them at once are left out with it."""

_PUBLISHED = frozenset([".css", ".html", ".js", ".json", ".jsonata", ".md", ".py", ".ts"])
"""The kinds of files that the package and the ready-made patterns have: others in a checkout are somebody's own."""

_YAML_WITHOUT_C = "yaml/cyaml.py"
"""PyYAML's way to its parser in C, which Pyodide does not have; PyYAML works without this file."""


class ArchiveError(Exception):
    """The archive cannot be built; the message says why."""


def pyodide_archive(pyodide: Path, root: Path = ROOT) -> bytes:
    """The archive, a ZIP file.

    Args:
        pyodide: the folder of the npm package `pyodide`, with the Python that compiles the code.

    Raises:
        ArchiveError: PyYAML or Node is not installed, or the code does not compile.
    """
    return compiled_archive(pyodide, _zipped(archive_files(root)), "the code")


def compiled_archive(pyodide: Path, archive: bytes, contents: str) -> bytes:
    """An archive with its modules compiled by Pyodide.

    Args:
        pyodide: the folder of the npm package `pyodide`.
        contents: what is in the archive, for the error.

    Raises:
        ArchiveError: Node cannot be started, or the modules do not compile.
    """
    with tempfile.TemporaryDirectory() as folder:
        sources, output = Path(folder, "sources.zip"), Path(folder, "output.zip")
        sources.write_bytes(archive)
        command = ["node", str(COMPILER), str(pyodide.resolve()), str(sources), str(output)]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        except OSError as error:
            raise ArchiveError(f"Node cannot be started: {error}") from error
        if done.returncode:
            raise ArchiveError(f"Pyodide cannot compile {contents}: {done.stderr.strip()}")
        return output.read_bytes()


def archive_files(root: Path = ROOT) -> dict[str, bytes]:
    """The files of the archive by their paths in it, before the code is compiled.

    Raises:
        ArchiveError: PyYAML is not installed.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    license_text = (root / "LICENSE").read_bytes()
    return {
        **_package_files(root),
        **_metadata("pipefilter", project["version"], license_text),
        **_yaml_files(),
    }


def _package_files(root: Path) -> dict[str, bytes]:
    """The modules and data of pipefilter, and the ready-made patterns where the wheel has them."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _published(root / "pipefilter")}
    left_out = _left_out(files)
    needed = {name: data for name, data in files.items() if not _is_below(_module_of(name), left_out)}
    patterns = {
        f"pipefilter/_patterns/{path.relative_to(root / 'patterns').as_posix()}": path.read_bytes()
        for path in _published(root / "patterns")
    }
    return {**needed, **patterns}


def _published(folder: Path) -> Iterator[Path]:
    """The files below a folder that may be published: not those that editors, tools or users leave there."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_hidden = any(part.startswith((".", "#")) or part == "__pycache__" for part in parts)
        if path.is_file() and path.suffix in _PUBLISHED and not is_hidden:
            yield path


def _left_out(files: Mapping[str, bytes]) -> set[str]:
    """The modules that are left out: those in the list, and those that cannot be imported without them."""
    imports = {
        _module_of(name): set(_imported_at_once(data)) for name, data in files.items() if name.endswith(".py")
    }
    left_out, before = set(LEFT_OUT), 0
    while len(left_out) != before:
        before = len(left_out)
        left_out |= {
            module for module, names in imports.items() if any(_is_below(name, left_out) for name in names)
        }
    return left_out


def _imported_at_once(source: bytes) -> Iterator[str]:
    """The modules that a module imports when it is imported itself, and the names that it takes from them."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


def _module_of(name: str) -> str:
    """The module of a file, or for data the name that it would have as one."""
    path = PurePosixPath(name)
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if path.name == "__init__.py" else parts)


def _is_below(module: str, modules: set[str]) -> bool:
    """Whether a module, or a package around it, is among these."""
    parts = module.split(".")
    return any(".".join(parts[:length]) in modules for length in range(1, len(parts) + 1))


def _yaml_files() -> dict[str, bytes]:
    """PyYAML's modules in Python, from the installed package, and its license."""
    try:
        package = distribution("pyyaml")
    except PackageNotFoundError:
        raise ArchiveError("PyYAML is not installed") from None
    modules = {
        str(file): file.read_binary()
        for file in package.files or ()
        if file.parts[0] == "yaml" and file.suffix == ".py" and str(file) != _YAML_WITHOUT_C
    }
    return {**modules, **_metadata("pyyaml", package.version, _license_of(package))}


def _license_of(package: Distribution) -> bytes:
    for file in package.files or ():
        if file.name == "LICENSE":
            return file.read_binary()
    raise ArchiveError(f"{package.name} is installed without its license")


def _metadata(name: str, version: str, license_text: bytes) -> dict[str, bytes]:
    """What `importlib.metadata` reads, and the license, as in an installed package."""
    folder = f"{name}-{version}.dist-info"
    text = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\nLicense-File: LICENSE\n"
    return {f"{folder}/METADATA": text.encode(), f"{folder}/licenses/LICENSE": license_text}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def installed_pyodide() -> Path:
    """The folder of the npm package `pyodide` in which Node would find it from here, or in `NODE_PATH`.

    Raises:
        ArchiveError: there is none.
    """
    folders = [
        ROOT / "npm" / "pipefilter" / "node_modules",
        *map(Path, os.environ.get("NODE_PATH", "").split(os.pathsep)),
    ]
    for folder in folders:
        if folder.name and (folder / "pyodide" / "package.json").is_file():
            return folder / "pyodide"
    raise ArchiveError(
        "the npm package pyodide is not installed: use --pyodide, or run npm ci in npm/pipefilter"
    )


def add_pyodide_option(parser: argparse.ArgumentParser) -> None:
    """Add the option with the folder of Pyodide, which is `installed_pyodide` without it."""
    parser.add_argument(
        "--pyodide",
        metavar="FOLDER",
        type=Path,
        help="the folder of the npm package pyodide; by default that of npm/pipefilter, or one in NODE_PATH",
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the archive; exit with 2 and the reason if it cannot be built."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", metavar="OUTPUT.zip", type=Path)
    add_pyodide_option(parser)
    options = parser.parse_args(arguments)
    try:
        pyodide = options.pyodide or installed_pyodide()
        data = pyodide_archive(pyodide)
        options.output.write_bytes(data)
        version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    except (ArchiveError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"{options.output}: {len(data):,} bytes, compiled by Pyodide {version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
