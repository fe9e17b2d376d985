"""Which files hold the traffic: files, folders, globs, standard input, S3 URLs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.traffic_files import traffic_files

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")

TREE = (
    "one.json",
    "[1].json",
    "notes.md",
    "logs/b.jsonl",
    "logs/a.NDJSON",
    "logs/a/z.log",
    "logs/a.json.gz",
    "logs/server.txt.zst",
    "logs/000000.gz",
    "logs/export.zstd",
    "logs/backup.tar.gz",
    "logs/picture.png",
    "logs/README",
    "logs/.hidden.json",
    "logs/.git/config.json",
    "logs/deep/er/c.json",
    "only-notes/notes.md",
    ".private/x.json",
)
IN_LOGS = [
    "logs/000000.gz",
    "logs/a/z.log",
    "logs/a.NDJSON",
    "logs/a.json.gz",
    "logs/b.jsonl",
    "logs/deep/er/c.json",
    "logs/export.zstd",
    "logs/server.txt.zst",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with the tree."""
    for name in TREE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        ([], []),
        (["one.json"], ["one.json"]),
        (["notes.md", "-", "./one.json"], ["notes.md", "-", "./one.json"]),
        (["one.json", "one.json"], ["one.json", "one.json"]),
        (["logs"], IN_LOGS),
        (["logs/"], IN_LOGS),
        (["logs", "logs/a/z.log"], [*IN_LOGS, "logs/a/z.log"]),
        ([".private"], [".private/x.json"]),
        (["[1].json"], ["[1].json"]),
        (["[o]ne.json"], ["one.json"]),
        (["logs/*.json*"], ["logs/a.json.gz", "logs/b.jsonl"]),
        (["logs/?.NDJSON"], ["logs/a.NDJSON"]),
        (["logs/**/*.json"], ["logs/deep/er/c.json"]),
        (["logs/d*"], ["logs/deep/er/c.json"]),
        (["only-n*/*"], ["only-notes/notes.md"]),
        (["s3://bucket/a/**/*.gz", "one.json"], ["s3://bucket/a/**/*.gz", "one.json"]),
    ],
)
def test_files_are_listed(arguments: list[str], files: list[str]) -> None:
    """In the order of the arguments; those of folders and globs in the order of their names."""
    assert [name.replace(os.sep, "/") for name in traffic_files(arguments)] == files


def test_glob_of_folders_and_their_files() -> None:
    """Each file is listed once; a file that no folder would list is listed only if the glob itself matches it."""
    files = traffic_files(["logs/**"])
    assert len(files) == len(set(files))
    everything = {str(Path(name)) for name in TREE if name.startswith("logs/") and "/." not in name}
    assert set(files) == everything


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.json"], "there is no file none.json"),
        (["one.json", ""], "there is no file ''"),
        (["one.json/x"], "there is no file one.json/x"),
        (["a\0b"], "there is no file a\\u0000b"),
        (
            ["only-notes"],
            "there is no traffic file in the folder only-notes: files must end with .json, .jsonl",
        ),
        (["none/**/*.gz"], "no file matches none/**/*.gz"),
        (["*" * 300], None),
        (["x" * 300 + "*"], "no file matches xxx"),
        (["only-[n]otes"], "there is no traffic file in the folders that match only-[n]otes"),
        (["-", "one.json", "-"], "- can be used only once: standard input can be read only once"),
        (["x" * 300], "cannot read xxx"),
    ],
)
def test_missing_files(arguments: list[str], message: str | None) -> None:
    """One sentence names the argument."""
    if message is None:  # a glob may be longer than a name
        assert "one.json" in traffic_files(arguments)
        return
    with pytest.raises(UnreadableInput) as caught:
        traffic_files(arguments)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@POSIX
def test_circular_links(folder: Path) -> None:
    """Links to folders in a folder are not followed, and a glob lists each file once; links to files are files."""
    (folder / "logs" / "deep" / "up").symlink_to(folder / "logs")
    (folder / "logs" / "latest.json").symlink_to(folder / "one.json")
    (folder / "logs" / "gone.json").symlink_to(folder / "gone.json")
    assert traffic_files(["logs"]) == sorted([*IN_LOGS, "logs/latest.json"], key=Path)
    files = traffic_files(["logs/**/*.json"])
    assert sorted(Path(name).name for name in files) == ["c.json", "gone.json", "latest.json"]
    assert traffic_files(["l*/**/c.json", "*/**/c.json"]) == ["logs/deep/er/c.json"] * 2
    (folder / "logs" / "again").symlink_to(folder / "logs")  # before the files in the order of names
    for pattern in ("logs/**/*.json", "logs/**"):
        files = traffic_files([pattern])
        assert len(files) == len({(Path(name).parent.resolve(), Path(name).name) for name in files})
        assert "logs/latest.json" in map(str, map(Path, files))
        assert all(Path(name).is_file() or Path(name).name == "gone.json" for name in files)


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all folders")
def test_folder_without_permission(folder: Path) -> None:
    """A subfolder that cannot be read is reported, not skipped."""
    (folder / "logs" / "deep").chmod(0)
    try:
        with pytest.raises(UnreadableInput, match=r"^cannot read logs/deep: Permission denied$"):
            traffic_files(["logs"])
    finally:
        (folder / "logs" / "deep").chmod(0o700)


def test_folder_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while a folder is listed is reported in one sentence."""

    def fail(_: object) -> None:
        raise PermissionError(13, "Permission denied", "logs")

    monkeypatch.setattr(os, "scandir", fail)
    with pytest.raises(UnreadableInput, match=r"^cannot read logs: Permission denied$"):
        traffic_files(["logs"])
