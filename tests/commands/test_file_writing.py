"""The writer of files: whole or not at all, and what is special about links, devices and permissions."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipefilter.file_writing import create_file, replace_file, write_file

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and permissions of POSIX")


@pytest.mark.parametrize("write", [write_file, replace_file, create_file])
def test_a_new_file_has_the_content_and_nothing_is_beside_it(write: object, tmp_path: Path) -> None:
    assert callable(write)
    write(tmp_path / "a.txt", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"new"}


@posix
def test_a_link_is_followed_by_write_and_replaced_by_replace(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)
    write_file(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    replace_file(link, b"newer")
    assert not link.is_symlink()
    assert (file.read_bytes(), link.read_bytes()) == (b"new", b"newer")


@posix
def test_a_file_with_another_name_is_written_and_not_replaced(tmp_path: Path) -> None:
    file, name = tmp_path / "file", tmp_path / "name"
    file.write_bytes(b"old")
    name.hardlink_to(file)
    write_file(name, b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="there is no /proc")
def test_an_open_file_is_written_and_not_replaced(tmp_path: Path) -> None:
    """Whoever has opened it reads what is written, also through a link to the open file."""
    file, link = tmp_path / "file", tmp_path / "link"
    with file.open("w+b") as opened:
        link.symlink_to(f"/proc/self/fd/{opened.fileno()}")
        for path, content in ((link, b"first"), (Path(f"/proc/self/fd/{opened.fileno()}"), b"second")):
            write_file(path, content)
            opened.seek(0)
            assert opened.read() == content
        assert {path.name for path in tmp_path.iterdir()} == {"file", "link"}


@posix
def test_links_in_a_circle_are_an_error(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(OSError, match=r"[Ll]evels of symbolic links"):
        write_file(link, b"new")
    assert link.is_symlink()


@posix
def test_permissions_stay(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_file(file, b"new")
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_exists_is_not_created(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        create_file(file, b"new")
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("write", [write_file, replace_file])
def test_the_old_content_stays_where_the_new_cannot_be_written(
    write: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(write)
    file = tmp_path / "file"
    file.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write(file, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"old"}


@posix
def test_a_file_that_cannot_be_replaced_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")

    def busy(*_: object) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", busy)
    write_file(file, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"new"}


@posix
def test_a_device_and_a_pipe_are_written_into(tmp_path: Path) -> None:
    write_file(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(pipe, b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert not pipe.is_file()
