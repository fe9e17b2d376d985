"""What prepares a release: the changelog, the version, what the packages contain, and what is missing."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import changelog
import new_version
import packages
import pytest
import release_contents
from repository import ROOT

WORDS = "# Changelog\n\n## [Unreleased]\n\n### Added\n- b\n\n## [0.1.0] - 2026-01-02\n\n### Added\n- a\n"
METADATA = """Metadata-Version: 2.4
Name: pipefilter
Version: 0.2.0
Summary: Event patterns
Requires-Dist: click>=8.1
Requires-Dist: backports-zstd>=1.0; python_version < '3.14'
Provides-Extra: aws
Requires-Dist: boto3>=1.34; extra == 'aws'
Requires-Dist: old>=1; (python_version < '3.12' or sys_platform == 'win32') and extra == 'aws'
"""
TREE = {
    "CHANGELOG.md": WORDS,
    "LICENSE": "free\n",
    "README.md": "# pipefilter\n",
    "pyproject.toml": '[project]\nname = "pipefilter"\nversion = "0.1.0"\n',
    "npm/cdk-validation/package.json": '{\n  "version": "0.1.0",\n  "engines": {"node": ">=20"}\n}\n',
    "npm/cdk-validation/package-lock.json": '{"version": "0.1.0", "packages": {"": {"version": "0.1.0"}, "a": {"version": "0.1.0"}}}',
    "editors/vscode/package.json": '{"version": "0.1.0", "engines": {"vscode": "^1.91.0"}}',
    "editors/vscode/package-lock.json": '{"version": "0.1.0", "packages": {"": {"version": "0.1.0"}, "a": {"version": "0.1.0"}}}',
    "npm/pipefilter/package.json": '{\n  "version": "0.1.0",\n  "dependencies": {"pyodide": "0.1.0"}\n}\n',
    "npm/pipefilter/package-lock.json": '{"version": "0.1.0", "packages": {"": {"version": "0.1.0"}, "a": {"version": "0.1.0"}}}',
    "pipefilter/__init__.py": "",
    "pipefilter/py.typed": "",
    "patterns/s3/pattern.json": "{}",
    "tests/test_a.py": "",
}


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small repository with one commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    root = tmp_path / "checkout"
    for name, text in TREE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    return root


def package(root: Path, *others: str) -> Path:
    """A folder with a wheel and an sdist of what is in a checkout, and of other files."""
    folder = root.parent / "dist"
    folder.mkdir(exist_ok=True)
    names = [name for name in TREE if name not in others]
    with zipfile.ZipFile(folder / "pipefilter-0.2.0-py3-none-any.whl", "w") as wheel:
        for name in [*names, *others]:
            if name.startswith(("pipefilter/", "patterns/")) or name in others:
                wheel.writestr(name.replace("patterns/", "pipefilter/_patterns/"), "")
        wheel.writestr("pipefilter-0.2.0.dist-info/METADATA", METADATA)
    with tarfile.open(folder / "pipefilter-0.2.0.tar.gz", "w:gz") as sdist:
        for name in [*TREE, "PKG-INFO"]:
            sdist.addfile(tarfile.TarInfo(f"pipefilter-0.2.0/{name}"), io.BytesIO())
    return folder


def contents(root: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of the command."""
    capsys.readouterr()
    code = release_contents.main(["--packages", str(folder), "--json"], root)
    return code, json.loads(capsys.readouterr().out)


def test_sections() -> None:
    """Each section has its version, its date, and all lines up to the next."""
    assert changelog.sections(WORDS) == [
        changelog.Section("Unreleased", "", "### Added\n- b"),
        changelog.Section("0.1.0", "2026-01-02", "### Added\n- a"),
    ]
    assert changelog.section_of("0.2.0", WORDS) is None


def test_the_changelog_of_the_project() -> None:
    """It begins with what is unreleased, and each release has a date."""
    first, *releases = changelog.sections((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert first.version == "Unreleased"
    assert all(release.date for release in releases)


def test_a_new_version(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was unreleased becomes the version; both files change, and nothing else in them."""
    assert new_version.main(["0.2.0", "--date", "2026-12-01"], checkout) == 0
    assert "git tag -s v0.2.0" in capsys.readouterr().out
    words = (checkout / "CHANGELOG.md").read_text("utf-8")
    assert words == WORDS.replace("## [Unreleased]", "## [Unreleased]\n\n## [0.2.0] - 2026-12-01")
    assert changelog.section_of("0.2.0", words) == changelog.Section("0.2.0", "2026-12-01", "### Added\n- b")
    names = ("npm/cdk-validation", "npm/pipefilter", "editors/vscode")
    for name in ("pyproject.toml", *(f"{folder}/package.json" for folder in names)):
        assert (checkout / name).read_text("utf-8") == TREE[name].replace("0.1.0", "0.2.0", 1)
    for folder in names:
        lock = json.loads((checkout / folder / "package-lock.json").read_text("utf-8"))
        own, other = lock["packages"].values()
        assert (lock["version"], own["version"], other["version"]) == ("0.2.0", "0.2.0", "0.1.0")


@pytest.mark.parametrize(
    ("version", "words", "reason"),
    [
        ("0.1.0", WORDS, "CHANGELOG.md has a section for 0.1.0 already"),
        ("0.0.9", WORDS, "0.0.9 is older than 0.1.0, the version in pyproject.toml"),
        ("next", WORDS, "next is not a version such as 0.1.0"),
        ("0.2.0", WORDS.replace("### Added\n- b\n", ""), "CHANGELOG.md has nothing under [Unreleased]"),
    ],
)
def test_no_new_version(
    version: str, words: str, reason: str, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """If it cannot be done, no file changes."""
    (checkout / "CHANGELOG.md").write_text(words, "utf-8")
    assert new_version.main([version], checkout) == 2
    assert capsys.readouterr().err == f"error: {reason}\n"
    assert (checkout / "CHANGELOG.md").read_text("utf-8") == words
    assert (checkout / "pyproject.toml").read_text("utf-8") == TREE["pyproject.toml"]


def test_a_release_that_is_ready(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A release is ready before its tag is there, and on the tag."""
    assert new_version.main(["0.2.0", "--date", "2026-12-01"], checkout) == 0
    git(checkout, "commit", "--quiet", "-am", "0.2.0")
    folder = package(checkout)
    code, release = contents(checkout, folder, capsys)
    assert (code, release["missing"]) == (0, [])
    assert release["tag"] == "v0.2.0"
    assert release["changelog"] == {"date": "2026-12-01", "text": "### Added\n- b"}
    assert release["dependencies"] == ["click>=8.1", "backports-zstd>=1.0; python_version < '3.14'"]
    condition = "python_version < '3.12' or sys_platform == 'win32'"
    assert release["extras"] == {"aws": ["boto3>=1.34", f"old>=1; {condition}"]}
    git(checkout, "tag", "-a", "-m", "0.2.0", "v0.2.0")
    assert contents(checkout, folder, capsys)[0] == 0
    assert release_contents.main(["--packages", str(folder)], checkout) == 0
    assert capsys.readouterr().out.endswith("Nothing is missing.\n")
    assert release_contents.main(["--packages", str(folder), "--tag", "v0.2.0"], checkout) == 0
    assert release_contents.main(["--packages", str(folder), "--tag", "v0.3.0"], checkout) == 1
    assert capsys.readouterr().out.endswith("Missing\n  the tag is v0.3.0, not v0.2.0\n")


def test_what_is_missing(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each thing that is missing is reported, and the exit code is 1."""
    (checkout / "notes.txt").write_text("", "utf-8")
    git(checkout, "tag", "v0.2.0")
    git(checkout, "tag", "v0.10.0")
    git(checkout, "commit", "--quiet", "--allow-empty", "-m", "second")
    folder = package(checkout, "tests/test_a.py")
    (checkout / "pipefilter" / "new.py").write_text("", "utf-8")
    git(checkout, "add", "pipefilter/new.py")
    code, release = contents(checkout, folder, capsys)
    assert code == 1
    wheel, sdist = "pipefilter-0.2.0-py3-none-any.whl", "pipefilter-0.2.0.tar.gz"
    assert release["missing"] == [
        "CHANGELOG.md has no section for 0.2.0: run python packaging/new_version.py 0.2.0",
        "pipefilter/new.py is not committed",
        "notes.txt is not committed",
        "the tag v0.2.0 exists, and is another commit: choose the next version",
        "the tag v0.10.0 is of a later version",
        f"{wheel} does not contain pipefilter/new.py",
        f"{wheel} contains tests/test_a.py, which does not belong there",
        f"{sdist} does not contain pipefilter/new.py",
    ]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            WORDS.replace("0.1.0] - 2026-01-02", "0.2.0] - unreleased"),
            "the section of 0.2.0 in CHANGELOG.md has no date",
        ),
        (
            WORDS.replace("0.1.0", "0.2.0").replace("\n### Added\n- a\n", ""),
            "the section of 0.2.0 in CHANGELOG.md is empty",
        ),
    ],
)
def test_what_the_changelog_lacks(
    words: str, fault: str, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A section needs a date and lines, and nothing may be left unreleased."""
    (checkout / "CHANGELOG.md").write_text(words, "utf-8")
    git(checkout, "commit", "--quiet", "-am", "words")
    code, release = contents(checkout, package(checkout), capsys)
    left = "CHANGELOG.md needs an empty section [Unreleased]: move its lines to the version"
    assert (code, release["missing"]) == (1, [fault, left])


def test_what_is_not_known(checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without packages, or outside a repository, the exit code is 2."""
    assert release_contents.main(["--packages", str(tmp_path)], checkout) == 2
    assert capsys.readouterr().err == f"error: {tmp_path} has 0 wheels and 0 sdists, not one of each\n"
    folder = package(checkout)
    shutil.rmtree(checkout / ".git")
    assert release_contents.main(["--packages", str(folder)], checkout) == 2
    assert "git status failed" in capsys.readouterr().err
    (folder / "pipefilter-0.2.0.tar.gz").write_bytes(b"damaged")
    assert release_contents.main(["--packages", str(folder)], checkout) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_packages_of_this_checkout() -> None:
    """Each folder that is in git goes into the sdist, which passes its own tests."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout")
    folders = {name.partition("/")[0] for name in packages.tracked_files(ROOT) if "/" in name}
    assert folders == packages.IN_SDIST
