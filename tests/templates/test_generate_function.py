"""`pipefilter.generate`: the Python value equals the output of `pipefilter generate`."""

from __future__ import annotations

import json
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from command_arguments import CommandArguments, cases_of
from command_cases import Case, put_files

import pipefilter
from pipefilter.application.generation import MissingPlacement, RefusedFilters
from pipefilter.cli.main import main
from pipefilter.errors import InvalidEventPattern, TemplateGap, UnreadableInput
from pipefilter.filtering.lookup import Contradiction
from pipefilter.targets import TARGETS, Unsupported

ITEM = {"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"state": {"S": ["PAID"]}}}}


GENERATED = [
    (case, arguments)
    for case, arguments in cases_of(
        "generate", {"--service", "--source", "--function", "--name"}, {"--whole", "--alpha", "--anyway"}
    )
    if len(arguments.names) > 1
]


REFUSALS = (
    Contradiction,
    InvalidEventPattern,
    MissingPlacement,
    RefusedFilters,
    TemplateGap,
    UnreadableInput,
    Unsupported,
    ValueError,
)


def test_there_are_many_cases() -> None:
    assert len(GENERATED) >= 20


@pytest.mark.parametrize(("case", "arguments"), GENERATED, ids=[case["name"] for case, _ in GENERATED])
def test_the_text_equals_the_command_output(
    case: Case,
    arguments: CommandArguments,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    put_files(case)
    target, *files = arguments.names
    options: dict[str, Any] = {**arguments.values, **dict.fromkeys(arguments.flags - {"json"}, True)}
    text = None
    with suppress(*REFUSALS):
        text = pipefilter.generate(target, files, **options)
    assert capsys.readouterr() == ("", "")  # it prints nothing
    with pytest.raises(SystemExit) as ending:
        main([word for word in case["args"] if word != "--json"])
    assert (text is not None) == (ending.value.code == 0)
    assert (text or "") == capsys.readouterr().out


@pytest.mark.parametrize("target", [target.name for target in TARGETS])
def test_every_target(target: str) -> None:
    filters = pipefilter.load(ITEM, service="lambda", source="dynamodb")
    text = pipefilter.generate(target, filters)
    assert "PAID" in text
    assert text == pipefilter.generate(target, json.dumps(ITEM), service="lambda", source="dynamodb")


def test_several_patterns_are_filters_of_one_mapping() -> None:
    first, second = (
        pipefilter.load({"body": {"type": [kind]}}, service="lambda", source="sqs") for kind in ("a", "b")
    )
    text = pipefilter.generate("sam", [first, second])
    assert text.count("Pattern") == 2


def test_missing_arguments() -> None:
    with pytest.raises(
        MissingPlacement, match="the service of the filters is unknown: give service="
    ) as missing:
        pipefilter.generate("sam", {"a": [1]})
    assert missing.value.missing == "service"
    assert "pipe" in missing.value.choices
    with pytest.raises(MissingPlacement, match="the source of the filters is unknown: give source="):
        pipefilter.generate("sam", {"a": [1]}, service="lambda")
    assert str(pickle.loads(pickle.dumps(missing.value))) == str(missing.value)  # noqa: S301 - our own


def test_refused_patterns() -> None:
    wrong = {"dynamodb": {"NewImage": {"n": {"N": [5]}}}}
    with pytest.raises(RefusedFilters, match="PF402") as refusal:
        pipefilter.generate("sam", wrong, service="lambda", source="dynamodb")
    (finding,) = refusal.value.findings
    assert (finding.number, finding.problem.code) == (1, "PF402")
    assert pickle.loads(pickle.dumps(refusal.value)).findings == refusal.value.findings  # noqa: S301 - our own
    text = pipefilter.generate("sam", wrong, service="lambda", source="dynamodb", anyway=True)
    assert '"N":[5]' in text


def test_invalid_arguments() -> None:
    with pytest.raises(ValueError, match="unknown target sams"):
        pipefilter.generate("sams", ITEM, service="lambda")
    with pytest.raises(ValueError, match="one pattern"):
        pipefilter.generate("sam", [{"source": ["a"]}, {"source": ["b"]}], service="rule")
    with pytest.raises(ValueError, match="no filters"):
        pipefilter.generate("sam", {"Filters": []}, service="lambda", source="sqs")
    with pytest.raises(ValueError, match="1 x is not a valid name"):
        pipefilter.generate("sam", ITEM, service="lambda", name="1 x")
    with pytest.raises(Contradiction, match="unknown service lamda"):
        pipefilter.generate("sam", ITEM, service="lamda")


def test_patterns_that_a_service_rejects() -> None:
    refused = {"a": [{"wildcard": "x*y"}]}
    with pytest.raises(RefusedFilters, match="PF447"):
        pipefilter.generate("cloudformation", refused, service="v2")
    assert "wildcard" in pipefilter.generate("cloudformation", refused, service="v2", anyway=True)
