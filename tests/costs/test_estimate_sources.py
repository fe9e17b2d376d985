"""Records of several sources in one file: an estimate is for one source, and reports the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_records import record_of

from pipefilter.cli.main import main


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_records_of_other_sources_are_counted_by_source(
    jobs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = ("kinesis", "sqs", "kinesis", "sqs", "bus")
    file = tmp_path / "mixed.jsonl"
    file.write_text("".join(f"{json.dumps(record_of(source, {'a': 1}))}\n" for source in sources))
    with pytest.raises(SystemExit) as error:
        main(["estimate", '{"data": {"a": [1]}}', str(file), "--per-month", "1M", "--jobs", jobs])
    assert error.value.code == 2
    out = capsys.readouterr().out
    assert "3 events from other sources (SQS queue 2, event bus 1): give --source, or separate the files" in out
    assert "AWS gives no verdict" not in out
