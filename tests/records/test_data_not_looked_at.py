"""A match for which a filter's conditions on the data were not evaluated is explained by default, and counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_records import encoded, kafka_wrapper

from pipefilter.cli.main import main

PLAIN = '{"value": ["not json"]}'
ROW = "value is JSON, but the filter expects plain text: only the rest of the filter applies"
Run = Callable[..., tuple[str, str]]
DATA = (b'{"a": 1}', b"not json", b'{"a": 2}')


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    records = [
        {"topic": "t", "partition": 0, "offset": number, "value": encoded(data)}
        for number, data in enumerate(DATA)
    ]
    Path("msk.json").write_text(json.dumps(kafka_wrapper(records)))
    Path("p.json").write_text(PLAIN)

    def ran(*args: str) -> tuple[str, str]:
        with pytest.raises(SystemExit):
            main([*args])
        captured = capsys.readouterr()
        return captured.out, captured.err

    return ran


def test_a_match_is_explained(run: Run) -> None:
    out, _ = run("test", "p.json", "msk.json")
    assert out.splitlines() == [
        "match     msk.json /records/t-0/0",
        f"  {ROW}",
        "match     msk.json /records/u-1/0",
        "match     msk.json /records/u-1/1",
        f"  {ROW}",
    ]
    out, _ = run("test", "p.json", "msk.json", "--brief")
    assert ROW not in out


def test_filter_counts_them(run: Run) -> None:
    expected = "2 records matched although the filter's conditions on the data were ignored"
    _, err = run("filter", "p.json", "msk.json", "--count")
    assert expected in err
    Path("rules").mkdir()
    Path("rules/p.json").write_text(PLAIN)
    Path("rules/metadata.json").write_text('{"topic": ["u"]}')
    _, err = run("filter", "--rules", "rules", "msk.json")
    assert expected in err
    out, _ = run("filter", "p.json", "msk.json", "--json")
    assert json.loads(out.splitlines()[-1])["summary"]["matched_without_data"] == 2
    Path("metadata.json").write_text('{"topic": ["t"]}')
    _, err = run("filter", "metadata.json", "msk.json", "--count")
    assert "were ignored" not in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_estimate_says_so(run: Run, jobs: str) -> None:
    out, _ = run("estimate", "p.json", "msk.json", "--per-month", "1M", "--service", "pipe", "--jobs", jobs)
    assert "! 2 events match although the filter's conditions on the data are ignored" in out
