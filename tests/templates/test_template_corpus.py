"""A hundred templates in many styles: every pattern in them is found, whose it is, and what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner
from repository import TEST_CASES
from target_deployments import meaning

from pipefilter.cli.main import pipefilter as command
from pipefilter.templates.located_filters import LocatedFilter
from pipefilter.templates.pattern_source import MARK_END, MARK_START

CASES = TEST_CASES / "templates"
FOLDER = CASES / "corpus"
Case: TypeAlias = dict[str, Any]
LISTED: list[Case] = [json.loads(line) for line in (CASES / "corpus.jsonl").read_text("utf-8").splitlines()]
MARK = re.compile(f"{MARK_START}[0-9]+{MARK_END}")


def said(one: LocatedFilter) -> object:
    """What a filter says, with `<?>` for what is not known; None if nothing of it is known."""
    if one.source is None:
        return None
    filled, _ = one.source.filled()
    return meaning(MARK.sub("<?>", filled.text))


def test_it_is_large() -> None:
    assert len(LISTED) >= 100
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert files == {case["file"] for case in LISTED}


@pytest.mark.parametrize("case", LISTED, ids=lambda case: case["file"])
def test_patterns_are_found(case: Case) -> None:
    from pipefilter.application.template_input import has_patterns, read_template  # noqa: PLC0415 - only here

    path = FOLDER / case["file"]
    if path.suffix not in {".yaml", ".yml", ".json", ".template", ".tf", ".TF"}:
        pytest.skip("never opened")
    read = read_template(str(path), path.read_bytes(), is_named=False)
    found = [
        {
            "name": one.name,
            "service": one.service or None,
            "source": one.source or None,
            "filters": [said(each) for each in one.filters],
        }
        for one in (read.resources if read and has_patterns(read) else ())
    ]
    wanted = [
        {
            **one,
            "service": one["service"] or None,
            "source": one["source"] or None,
            "filters": [text and meaning(text) for text in one["filters"]],
        }
        for one in case["found"]
    ]
    assert found == wanted


def test_check_of_the_folder() -> None:
    """One run over the folder finds them all, and is not stopped by any file."""
    done = CliRunner().invoke(command, ["check", str(FOLDER), "--json"])
    assert done.exit_code in {0, 1}, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    counted: dict[str, int] = {}
    for line in lines:
        if "valid" in line and "filters" not in line:
            assert line["valid"] is not False, line
            path = str(Path(line["pattern"].partition("#")[0]).relative_to(FOLDER))
            counted[path] = counted.get(path, 0) + 1
    wanted = {case["file"]: sum(len(one["filters"]) for one in case["found"]) for case in LISTED}
    assert counted == {path: count for path, count in wanted.items() if count}
