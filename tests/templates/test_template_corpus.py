"""A hundred templates in many styles: every pattern in them is extracted, with its resource."""

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
from pipefilter.language.unknown_value import MARK_END, MARK_START
from pipefilter.templates.located_filters import LocatedFilter

CASES = TEST_CASES / "templates"
FOLDER = CASES / "corpus"
Case: TypeAlias = dict[str, Any]
LISTED: list[Case] = [json.loads(line) for line in (CASES / "corpus.jsonl").read_text("utf-8").splitlines()]
MARK = re.compile(f"{MARK_START}[0-9]+{MARK_END}")


def pattern_text(filter_: LocatedFilter) -> object:
    """The text of a filter, with `<?>` for unknown parts; None if all of it is unknown."""
    if filter_.source is None:
        return None
    filled, _ = filter_.source.filled()
    return meaning(MARK.sub("<?>", filled.text))


def test_the_corpus_is_large() -> None:
    assert len(LISTED) >= 100
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert files == {case["file"] for case in LISTED}


@pytest.mark.parametrize("case", LISTED, ids=lambda case: case["file"])
def test_patterns_are_found(case: Case) -> None:
    from pipefilter.application.template_input import has_patterns, read_template

    path = FOLDER / case["file"]
    if path.suffix not in {".yaml", ".yml", ".json", ".template", ".tf", ".TF"}:
        pytest.skip("never opened")
    read = read_template(str(path), path.read_bytes(), is_named=False)
    resources = [
        {
            "name": resource.name,
            "service": resource.service or None,
            "source": resource.source or None,
            "filters": [pattern_text(each) for each in resource.filters],
        }
        for resource in (read.resources if read and has_patterns(read) else ())
    ]
    expected = [
        {
            **resource,
            "service": resource["service"] or None,
            "source": resource["source"] or None,
            "filters": [text and meaning(text) for text in resource["filters"]],
        }
        for resource in case["found"]
    ]
    assert resources == expected


def test_check_of_the_folder() -> None:
    """One run over the folder finds all patterns, and no file stops it."""
    done = CliRunner().invoke(command, ["check", str(FOLDER), "--json"])
    assert done.exit_code in {0, 1}, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    counted: dict[str, int] = {}
    for line in lines:
        if "valid" in line and "filters" not in line:
            assert line["valid"] is not False, line
            path = str(Path(line["pattern"].partition("#")[0]).relative_to(FOLDER))
            counted[path] = counted.get(path, 0) + 1
    expected = {case["file"]: sum(len(resource["filters"]) for resource in case["found"]) for case in LISTED}
    assert counted == {path: count for path, count in expected.items() if count}
