"""Report what a release would contain, and what is still missing."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from changelog import UNRELEASED, Section, section_of
from packages import Package, PackageError, faults_of, metadata_of, packages_in, tracked_files

__all__ = ["Release", "main", "release_in"]

ROOT = Path(__file__).parents[1]
_EXTRA = re.compile(
    r"""\s*;\s*(?:\((.*)\) and )?extra == ['"](.+)['"]$|\s*;\s*(.*) and extra == ['"](.+)['"]$"""
)
_RELEASE_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Release:
    """What would be published.

    Args:
        section: of the changelog; None if it does not mention the version.
        requirements: those of each extra; those of "" are always installed.
        missing: what has to be done before the release, in words.
    """

    version: str
    section: Section | None
    packages: tuple[Package, Package]
    requirements: dict[str, list[str]]
    missing: list[str]

    @property
    def tag(self) -> str:
        """The tag that starts the release."""
        return f"v{self.version}"


def release_in(root: Path, folder: Path) -> Release:
    """The release that these packages of a checkout would be.

    Raises:
        PackageError: if the packages cannot be read, or git cannot be asked.
    """
    wheel, sdist = packages_in(folder)
    metadata = metadata_of(wheel)
    version = str(metadata["Version"])
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    section, unreleased = section_of(version, changelog), section_of(UNRELEASED, changelog)
    missing = [
        *_faults_of_changelog(version, section, unreleased),
        *_faults_of_commit(root, version),
        *faults_of(wheel, sdist, tracked_files(root)),
    ]
    requirements = _by_extra(metadata.get_all("Provides-Extra", []), metadata.get_all("Requires-Dist", []))
    return Release(version, section, (wheel, sdist), requirements, missing)


def _by_extra(extras: list[str], lines: list[str]) -> dict[str, list[str]]:
    requirements: dict[str, list[str]] = {"": [], **{extra: [] for extra in extras}}
    for line in lines:
        extra = _EXTRA.search(line)
        if extra is None:
            requirements[""].append(line)
        else:
            condition = extra[1] or extra[3]
            requirements[extra[2] or extra[4]].append(
                line[: extra.start()] + (f"; {condition}" if condition else "")
            )
    return requirements


def _faults_of_changelog(version: str, section: Section | None, unreleased: Section | None) -> list[str]:
    if section is None:
        return [f"CHANGELOG.md has no section for {version}: run python packaging/new_version.py {version}"]
    faults = []
    if not _RELEASE_DATE.fullmatch(section.date):
        faults.append(f"the section of {version} in CHANGELOG.md has no date")
    if not section.text:
        faults.append(f"the section of {version} in CHANGELOG.md is empty")
    if unreleased is None or unreleased.text:
        faults.append("CHANGELOG.md needs an empty section [Unreleased]: move its lines to the version")
    return faults


def _faults_of_commit(root: Path, version: str) -> list[str]:
    faults = [f"{line[3:]} is not committed" for line in _git(root, "status", "--porcelain").splitlines()]
    tags = _git(root, "tag", "--list").split()
    if f"v{version}" in tags:
        tagged, head = (_git(root, "rev-parse", f"{name}^{{commit}}") for name in (f"v{version}", "HEAD"))
        if tagged != head:
            faults.append(f"the tag v{version} exists, and is another commit: choose the next version")
    later = [
        name for name in tags if re.fullmatch(r"v\d+\.\d+\.\d+", name) and _numbers(name) > _numbers(version)
    ]
    faults += [f"the tag {name} is of a later version" for name in sorted(later)]
    return faults


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError as error:
        raise PackageError(f"git cannot be run: {error}") from error
    if done.returncode:
        raise PackageError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def build(root: Path, folder: Path) -> None:
    """Build the sdist, and from it the wheel.

    Raises:
        PackageError: if it fails.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(root)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise PackageError(f"the packages cannot be built: {''.join(reason)}")


def as_json(release: Release) -> dict[str, object]:
    """All of it, for programs."""
    return {
        "version": release.version,
        "tag": release.tag,
        "changelog": release.section and {"date": release.section.date, "text": release.section.text},
        "packages": [
            {
                "name": package.path.name,
                "size": package.size,
                "sha256": package.sha256,
                "files": [{"path": name, "size": size} for name, size in sorted(package.files.items())],
            }
            for package in release.packages
        ],
        "dependencies": release.requirements[""],
        "extras": {extra: lines for extra, lines in release.requirements.items() if extra},
        "missing": release.missing,
        "ready": not release.missing,
    }


def as_text(release: Release) -> str:
    """All of it, for people; of the files, how many each folder has."""
    lines = [f"pipefilter {release.version}, tag {release.tag}", "", "Changelog"]
    lines += [
        f"  {line}".rstrip() for line in (release.section.text if release.section else "none").splitlines()
    ]
    for package in release.packages:
        lines += ["", package.path.name, f"  {package.size:,} bytes, sha256 {package.sha256}"]
        lines += [f"  {count:>5,} files {size:>11,} bytes  {name}" for name, count, size in _by_folder(package)]
    lines += ["", "Dependencies"]
    for extra, requirements in release.requirements.items():
        lines += [f"  {f'[{extra}] ' if extra else ''}{requirement}" for requirement in requirements]
    lines += ["", "Missing" if release.missing else "Nothing is missing."]
    lines += [f"  {fault}" for fault in release.missing]
    return "\n".join(lines)


def _by_folder(package: Package) -> list[tuple[str, int, int]]:
    """The folders at the top and in pipefilter/, each with how many files it has, and their size."""
    files: dict[str, list[int]] = {}
    for name, size in sorted(package.files.items()):
        folder, _, rest = name.rpartition("/")[0].partition("/")
        if folder == "pipefilter" and rest:
            folder += "/" + rest.partition("/")[0]
        files.setdefault(folder + "/" if folder else "./", []).append(size)
    return [(folder, len(sizes), sum(sizes)) for folder, sizes in files.items()]


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Exit with 0 if the release is ready, 1 if something is missing, 2 if that is not known."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="Exit with 0 if the release is ready, 1 if something is missing, 2 if that is not known.",
    )
    parser.add_argument("--packages", type=Path, help="a folder with the wheel and the sdist; else build them")
    parser.add_argument("--tag", help="the tag that has started the release: it must be the version's")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as new:
            if options.packages is None:
                build(root, Path(new))
            release = release_in(root, options.packages or Path(new))
        if options.tag not in {None, release.tag}:
            release.missing.append(f"the tag is {options.tag}, not {release.tag}")
    except (PackageError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(json.dumps(as_json(release), indent=2, ensure_ascii=False) if options.json else as_text(release))
    return int(bool(release.missing))


if __name__ == "__main__":
    sys.exit(main())
