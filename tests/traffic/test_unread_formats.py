"""Files in other formats than plain JSON: compressed ones are read; for the others a message names the format."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from source_records import FORMS

from pipefilter.cli.main import main

PATTERN = '{"data": {"a": [1]}}'


def test_a_compressed_file_has_the_results_of_the_plain_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for form in (("kinesis", "lines"), ("kinesis", "list"), ("kinesis", "function"), ("msk", "function")):
        data = FORMS[form]([{"a": 1}, {"a": 2}]).encode()
        printed = []
        for content in (data, gzip.compress(data), gzip.compress(gzip.compress(data))):
            Path("records").write_bytes(content)
            with pytest.raises(SystemExit) as error:
                main(["test", PATTERN, "records"])
            printed.append((error.value.code, *capsys.readouterr()))
        assert printed == [printed[0]] * 3
        assert printed[0][0] == 1


def test_a_truncated_compressed_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cut.gz"
    file.write_bytes(gzip.compress(json.dumps({"a": 1}).encode())[:-9])
    with pytest.raises(SystemExit) as error:
        main(["test", PATTERN, str(file)])
    assert error.value.code == 2
    assert "the gzip data is cut off" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["test", "filter"])
def test_csv_is_not_read(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("events.csv", "events.txt"):
        Path(name).write_text("a,b\n1,2\n")
        with pytest.raises(SystemExit) as error:
            main([command, PATTERN, name])
        assert error.value.code == 2
        hint = f"{name}: CSV is not supported; use JSON, such as one event per line"
        assert (hint in capsys.readouterr().err) is (name == "events.csv")
