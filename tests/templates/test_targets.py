"""What is printed for each tool: golden files, and read back by our own readers of templates."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from repository import TEST_CASES
from target_deployments import PATTERNS, deployment, deployments, meaning
from thoroughness import FEWER, NIGHTLY

from pipefilter.cli.generate.command import _NAMES
from pipefilter.language.event_pattern import EventPattern, render
from pipefilter.services import SERVICES
from pipefilter.strategies import event_patterns
from pipefilter.targets import TARGETS, Target, Unsupported, target_named
from pipefilter.targets.deployment import Deployment
from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.template_file import template_file

CASES = TEST_CASES / "targets"
READ_BACK = ("sam", "cloudformation", "cloudformation-json", "terraform", "serverless")
GOLDEN = {
    "rule-bus": ("envelope", "rule", "bus"),
    "pipe-dynamodb": ("dynamodb", "pipe", "dynamodb"),
    "lambda-dynamodb": ("dynamodb", "lambda", "dynamodb"),
    "v2-bus": ("envelope", "v2", "bus"),
}


def rendered(target: Target, one: Deployment) -> str | None:
    try:
        return target.render(one)
    except Unsupported as error:
        reason = str(error)
    assert re.search(r"nearest|leave --alpha out|at most", reason), reason
    return None


def golden_cases() -> Iterator[tuple[str, str, bool]]:
    for target in TARGETS:
        for name, (_, service, _) in GOLDEN.items():
            if service in target.renderers:
                yield target.name, name, False
                yield target.name, name, True


@pytest.mark.parametrize(("name", "case", "whole"), list(golden_cases()))
def test_the_golden_files(name: str, case: str, whole: bool) -> None:
    target = target_named(name)
    pattern, service, source = GOLDEN[case]
    function = "Notify" if whole and service in {"pipe", "lambda"} else ""
    one = deployment(PATTERNS[pattern], service=service, source=source, whole=whole, function=function)
    file = CASES / name / f"{case}{'-whole' if whole else ''}{target.suffix}"
    text = target.render(one)
    if os.environ.get("PIPEFILTER_WRITE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    assert text == file.read_text("utf-8")


def test_the_command_names_all_targets() -> None:
    assert {target.name for target in TARGETS} == set(_NAMES)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_service_is_printed_or_refused_with_the_nearest(target: Target) -> None:
    for service in SERVICES:
        assert (service.name in target.renderers) != (service.name in target.unsupported)
        if service.name in target.unsupported:
            one = deployment(PATTERNS["plain"], service=service.name, source="bus")
            with pytest.raises(Unsupported, match="the nearest"):
                target.render(one)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@pytest.mark.parametrize("whole", [pytest.param(False, marks=NIGHTLY), True])
def test_every_pattern_is_printed_or_refused_with_a_reason(target: Target, whole: bool) -> None:
    for text in PATTERNS.values():
        for one in deployments(text, PATTERNS["dynamodb"], whole=whole):
            if one.service.name in target.renderers:
                shown = rendered(target, one)
                assert shown is None or shown.endswith("\n")
                assert shown is None or all(line.isprintable() for line in shown.splitlines())


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_filters_alone_are_those_of_the_whole(target: Target) -> None:
    """The lines of the snippet stand in the whole unit, but for the indent and a comment."""
    for alone, whole in zip(
        deployments(PATTERNS["dynamodb"]), deployments(PATTERNS["dynamodb"], whole=True), strict=True
    ):
        if alone.service.name not in target.renderers or target.name in {"aws-cli", "boto3"}:
            continue
        if target.name.startswith("cdk") and alone.source.name in {"activemq", "rabbitmq"}:
            continue  # of the CDK's first level there
        lines = {_bare(line) for line in (rendered(target, whole) or "").splitlines()}
        for line in (rendered(target, alone) or "").splitlines():
            assert _bare(line) in lines or line.startswith(("#", "//")), line


def _bare(line: str) -> str:
    return re.sub(r"[\s,{}\[\]-]", "", line)


def patterns_of(found: tuple[LocatedFilters, ...]) -> list[object]:
    texts = []
    for one in found:
        for filtered in one.filters:
            assert filtered.source is not None
            filled, result = filtered.source.filled()
            assert isinstance(result, EventPattern)
            assert not filtered.source.unknown
            texts.append(meaning(filled.text))
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("name", READ_BACK)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_printed_is_read_back(name: str, pattern: str) -> None:
    target = target_named(name)
    for one in deployments(PATTERNS[pattern], PATTERNS["plain"], whole=True):
        if one.service.name not in target.renderers:
            continue
        text = rendered(target, one)
        if text is None:
            continue
        found = template_file(f"main{target.suffix}", text.encode()).resources
        assert [each.service for each in found] == [one.service.name]
        if (
            one.source.name not in {"activemq", "rabbitmq"}
            or one.service.name == "pipe"
            or name == "serverless"
        ):
            assert found[0].source in {one.source.name, ""}
        assert patterns_of(found) == [meaning(each.text) for each in one.filters]


@pytest.mark.slow
@FEWER
@given(event_patterns())
def test_any_pattern_is_read_back(pattern: EventPattern) -> None:
    text = render(pattern)
    one = deployment(text, service="pipe", source="sqs", whole=True)
    assert meaning(one.pattern.text) == meaning(text)
    for name in READ_BACK:
        shown = rendered(target_named(name), one)
        if shown is not None:
            found = template_file(f"main{target_named(name).suffix}", shown.encode()).resources
            assert patterns_of(found) == [meaning(text)], name
