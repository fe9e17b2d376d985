"""Begin a release: write its version into pyproject.toml, the npm packages and the VS Code extension, and its heading into CHANGELOG.md."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from changelog import with_release

__all__ = ["main"]

ROOT = Path(__file__).parents[1]
_VERSION_LINE = re.compile(r'^version = "(.*)"$', re.MULTILINE)
_NPM = {
    "npm/cdk-validation/package.json": 1,
    "npm/cdk-validation/package-lock.json": 2,
    "npm/pipefilter/package.json": 1,
    "npm/pipefilter/package-lock.json": 2,
    "editors/vscode/package.json": 1,
    "editors/vscode/package-lock.json": 2,
}
"""Where the version is in the npm packages and the VS Code extension, and how many times at the start of each file."""
_NPM_VERSION = re.compile(r'(?<="version": ")[^"]*')
_RELEASE = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Change all files, or none; exit with 2 and the reason if it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="such as 0.1.0")
    parser.add_argument(
        "--date", default=datetime.now(UTC).date().isoformat(), help="by default today's, in UTC"
    )
    options = parser.parse_args(arguments)
    project, changelog = root / "pyproject.toml", root / "CHANGELOG.md"
    try:
        settings = with_version(options.version, project.read_text("utf-8"))
        changes = with_release(options.version, options.date, changelog.read_text("utf-8"))
        packages = {
            root / name: _NPM_VERSION.sub(options.version, (root / name).read_text("utf-8"), count)
            for name, count in _NPM.items()
        }
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    project.write_text(settings, "utf-8", newline="")
    changelog.write_text(changes, "utf-8", newline="")
    for path, text in packages.items():
        path.write_text(text, "utf-8", newline="")
    print(f"Read CHANGELOG.md, commit the changed files, and run: git tag -s v{options.version}")
    return 0


def with_version(version: str, settings: str) -> str:
    """The text of pyproject.toml with this version.

    Raises:
        ValueError: if it is not a version, or is older than that in the file.
    """
    old = _VERSION_LINE.search(settings)
    if old is None:
        raise ValueError('pyproject.toml has no line such as version = "0.1.0"')
    if not _RELEASE.fullmatch(version):
        raise ValueError(f"{version} is not a version such as 0.1.0")
    if _numbers(version) < _numbers(old[1]):
        raise ValueError(f"{version} is older than {old[1]}, the version in pyproject.toml")
    return settings[: old.start(1)] + version + settings[old.end(1) :]


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


if __name__ == "__main__":
    sys.exit(main())
