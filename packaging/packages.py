"""The wheel and the sdist in a folder: what is in them. As a command: report what is wrong with them."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path, PurePosixPath

__all__ = ["Package", "PackageError", "faults_of", "metadata_of", "packages_in", "tracked_files"]

ROOT = Path(__file__).parents[1]
IN_WHEEL = {
    "pipefilter/": "pipefilter/",
    "patterns/": "pipefilter/_patterns/",
    "docs/man/": "data/share/man/man1/",
}
"""The folders of the repository that the wheel has, and where; `data/` is what pip installs beside `bin/`."""
IN_SDIST = {
    "pipefilter",
    "patterns",
    "tests",
    "docs",
    "benchmarks",
    "examples",
    "packaging",
    "npm",
    "editors",
    ".ci",
    ".github",
}


class PackageError(Exception):
    """The packages cannot be read or compared."""


@dataclass(frozen=True, slots=True)
class Package:
    """A wheel or an sdist.

    Args:
        files: the size of each file, by its path in the package.
    """

    path: Path
    size: int
    sha256: str
    files: dict[str, int]

    @property
    def is_wheel(self) -> bool:
        """Whether it is a wheel."""
        return self.path.suffix == ".whl"


def packages_in(folder: Path) -> tuple[Package, Package]:
    """The only wheel and the only sdist in a folder.

    Raises:
        PackageError: if there are not one of each, or one cannot be read.
    """
    wheels, sdists = sorted(folder.glob("*.whl")), sorted(folder.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        raise PackageError(f"{folder} has {len(wheels)} wheels and {len(sdists)} sdists, not one of each")
    try:
        with zipfile.ZipFile(wheels[0]) as wheel:
            in_wheel = {entry.filename: entry.file_size for entry in wheel.infolist()}
        with tarfile.open(sdists[0]) as sdist:
            in_sdist = {_below_top(entry.name): entry.size for entry in sdist if entry.isfile()}
    except (OSError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise PackageError(f"a package in {folder} cannot be read: {error}") from error
    return _package(wheels[0], in_wheel), _package(sdists[0], in_sdist)


def _below_top(name: str) -> str:
    return str(PurePosixPath(*PurePosixPath(name).parts[1:]))


def _package(path: Path, files: dict[str, int]) -> Package:
    data = path.read_bytes()
    return Package(path, len(data), hashlib.sha256(data).hexdigest(), files)


def metadata_of(wheel: Package) -> Message:
    """What a package index and pip read: name, version, requirements.

    Raises:
        PackageError: if the wheel has none.
    """
    name = next((name for name in wheel.files if name.endswith(".dist-info/METADATA")), None)
    if name is None:
        raise PackageError(f"{wheel.path.name} has no METADATA")
    with zipfile.ZipFile(wheel.path) as archive:
        return BytesParser().parsebytes(archive.read(name))


def tracked_files(root: Path) -> set[str]:
    """The files that git knows and that are there.

    Raises:
        PackageError: if git cannot report them.
    """
    command = ["git", "ls-files", "-z"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise PackageError(
            f"git cannot list the files of {root}: {done.stderr.decode(errors='replace').strip()}"
        )
    names = done.stdout.decode().split("\0")
    return {name for name in names if name and (root / name).is_file()}


def faults_of(wheel: Package, sdist: Package, tracked: set[str]) -> list[str]:
    """What is missing in the packages, or does not belong there.

    Args:
        tracked: the files that git knows.
    """
    in_wheel = {re.sub(r"^[^/]+\.data/", "", name) for name in wheel.files if ".dist-info/" not in name}
    right = {
        place + name.removeprefix(folder)
        for name in tracked
        for folder, place in IN_WHEEL.items()
        if name.startswith(folder)
    }
    in_sdist = set(sdist.files) - {"PKG-INFO", ".gitignore"}
    needed = {
        name
        for name in tracked
        if name.partition("/")[0] in IN_SDIST or ("/" not in name and name.endswith(".md"))
    }
    return [
        *_difference(wheel.path.name, in_wheel, right),
        *_difference(
            sdist.path.name,
            in_sdist,
            needed
            | {"LICENSE", "mkdocs.yml", "pyproject.toml", ".pre-commit-hooks.yaml", "action.yml"} & tracked,
        ),
    ]


def _difference(package: str, contents: set[str], needed: set[str]) -> list[str]:
    return [
        *(f"{package} does not contain {name}" for name in sorted(needed - contents)),
        *(f"{package} contains {name}, which does not belong there" for name in sorted(contents - needed)),
    ]


def main() -> int:
    """Report what is wrong with the packages in a folder: exit with 1 if anything is, 2 if it cannot compare them."""
    if len(sys.argv) != 2:
        print("usage: python packaging/packages.py FOLDER", file=sys.stderr)
        return 2
    try:
        wheel, sdist = packages_in(Path(sys.argv[1]))
        faults = faults_of(wheel, sdist, tracked_files(ROOT))
    except PackageError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for fault in faults:
        print(fault)
    if not faults:
        for package in (wheel, sdist):
            print(f"{package.path.name}: {len(package.files)} files, as they should be")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
