"""The output for each tool: golden files, and round trips through our own template readers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from repository import TEST_CASES
from subscription_programs import POLICY_IN, SERVICE_SCOPES, flat_policy
from target_deployments import PATTERNS, deployment, deployments, meaning
from thoroughness import FEWER, NIGHTLY, mostly_nightly

from pipefilter import load
from pipefilter.application.filters import TemplateBatches
from pipefilter.application.pattern_names import names_in_file
from pipefilter.cli.generate.command import _NAMES
from pipefilter.comparing.comparison import compare_patterns
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
    "sns": ("attributes", "sns", "sns"),
    "sns-body": ("envelope", "sns-body", "sns"),
    "sns-function": ("attributes", "sns", "sns"),
}


def rendered(target: Target, unit: Deployment) -> str | None:
    try:
        return target.render(unit)
    except Unsupported as error:
        reason = str(error)
    assert re.search(r"use the target|generate it without alpha|at most", reason), reason
    return None


def golden_cases() -> Iterator[tuple[str, str, bool]]:
    for target in TARGETS:
        for name, (_, service, _) in GOLDEN.items():
            if service in target.renderers:
                if name != "sns-function":
                    yield target.name, name, False
                yield target.name, name, True


@pytest.mark.parametrize(("name", "case", "whole"), list(golden_cases()))
def test_golden_files(name: str, case: str, whole: bool) -> None:
    target = target_named(name)
    pattern, service, source = GOLDEN[case]
    function = "Notify" if whole and (service in {"pipe", "lambda"} or case == "sns-function") else ""
    unit = deployment(PATTERNS[pattern], service=service, source=source, whole=whole, function=function)
    file = CASES / name / f"{case}{'-whole' if whole else ''}{target.suffix}"
    text = target.render(unit)
    if os.environ.get("PIPEFILTER_WRITE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    assert text == file.read_text("utf-8")


def test_the_command_lists_all_targets() -> None:
    assert {target.name for target in TARGETS} == set(_NAMES)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_service_is_printed_or_refused_with_a_suggestion(target: Target) -> None:
    for service in SERVICES:
        assert (service.name in target.renderers) != (service.name in target.unsupported)
        if service.name in target.unsupported:
            unit = deployment(PATTERNS["plain"], service=service.name, source="bus")
            with pytest.raises(Unsupported, match="use the target"):
                target.render(unit)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@pytest.mark.parametrize("whole", [pytest.param(False, marks=NIGHTLY), True])
def test_every_pattern_is_printed_or_refused_with_a_reason(target: Target, whole: bool) -> None:
    for text in PATTERNS.values():
        for unit in deployments(text, PATTERNS["dynamodb"], whole=whole):
            if unit.service.name in target.renderers:
                output = rendered(target, unit)
                assert output is None or output.endswith("\n")
                assert output is None or all(line.isprintable() for line in output.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_filters_alone_are_those_of_the_whole(target: Target) -> None:
    """The lines of the snippet are in the whole unit, except for the indent and a comment."""
    for alone, whole in zip(
        deployments(PATTERNS["dynamodb"]), deployments(PATTERNS["dynamodb"], whole=True), strict=True
    ):
        if alone.service.name not in target.renderers or target.name in {"aws-cli", "boto3"}:
            continue
        if alone.source.name == "sns" and target.name in {"cdk-python", "cdk-typescript", "serverless"}:
            continue  # of the CDK in two forms; of an event of a function, while the whole has a queue
        if target.name.startswith("cdk") and alone.source.name in {"activemq", "rabbitmq"}:
            continue  # of the CDK's first level there
        lines = {_bare(line) for line in (rendered(target, whole) or "").splitlines()}
        for line in (rendered(target, alone) or "").splitlines():
            assert _bare(line) in lines or line.startswith(("#", "//")), line


def _bare(line: str) -> str:
    return re.sub(r"[\s,{}\[\]-]", "", line)


def patterns_of(resources: tuple[LocatedFilters, ...]) -> list[object]:
    texts = []
    for resource in resources:
        for filtered in resource.filters:
            assert filtered.source is not None
            filled, result = filtered.source.filled()
            assert isinstance(result, EventPattern)
            assert not filtered.source.unknown
            texts.append(meaning(filled.text))
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("name", READ_BACK)
@pytest.mark.parametrize("pattern", mostly_nightly([pytest.param(name, id=name) for name in PATTERNS], 3))
def test_the_output_is_read_back(name: str, pattern: str) -> None:
    target = target_named(name)
    for unit in deployments(PATTERNS[pattern], PATTERNS["plain"], whole=True):
        if unit.service.name not in target.renderers:
            continue
        text = rendered(target, unit)
        if text is None:
            continue
        resources = template_file(f"main{target.suffix}", text.encode()).resources
        assert [each.service for each in resources] == [unit.service.name]
        if (
            unit.source.name not in {"activemq", "rabbitmq"}
            or unit.service.name == "pipe"
            or name == "serverless"
        ):
            assert resources[0].source in {unit.source.name, ""}
        assert patterns_of(resources) == [meaning(each.text) for each in unit.filters]


@pytest.mark.slow
@FEWER
@given(event_patterns())
@pytest.mark.parametrize(
    ("service", "function"),
    [("pipe", ""), ("sns-body", ""), ("sns-body", "Notify"), ("sns", ""), ("sns", "Notify")],
)
def test_any_pattern_is_read_back(service: str, function: str, pattern: EventPattern) -> None:
    """It is the same pattern, for the same service: a filter policy has the scope that it was written with."""
    pattern = flat_policy(pattern) if service == "sns" else pattern
    text = render(pattern)
    source = "sqs" if service == "pipe" else "sns"
    unit = deployment(text, service=service, source=source, whole=True, function=function)
    assert meaning(unit.pattern.text) == meaning(text)
    for name in READ_BACK:
        output = rendered(target_named(name), unit)
        if output is not None:
            resources = template_file(f"main{target_named(name).suffix}", output.encode()).resources
            assert patterns_of(resources) == [meaning(text)], name
            (resource,) = resources
            assert resource.service == service, name
            assert resource.filters[0].source is not None
            _, as_read = resource.filters[0].source.filled()
            assert isinstance(as_read, EventPattern)
            assert compare_patterns([pattern], [as_read]).relation == "equal", name


@pytest.mark.slow
@FEWER
@given(event_patterns())
@pytest.mark.parametrize("service", ["sns", "sns-body"])
@pytest.mark.parametrize("name", sorted(POLICY_IN))
def test_any_policy_is_in_the_program(name: str, service: str, pattern: EventPattern) -> None:
    """With its scope; a program that sets one attribute at a time sets the scope first for a policy on the body."""
    pattern = flat_policy(pattern) if service == "sns" else pattern
    for whole in (False, True):
        unit = deployment(render(pattern), service=service, source="sns", whole=whole)
        output = None if whole and name == "cdk-python" else rendered(target_named(name), unit)
        if output is not None:
            policy, scopes = POLICY_IN[name](output)
            assert meaning(policy) == meaning(unit.pattern.text)
            assert scopes == [SERVICE_SCOPES[service]]


@pytest.mark.parametrize("service", ["pipe", "lambda"])
@pytest.mark.parametrize("name", ["sam", "cloudformation", "cloudformation-json", "terraform", "serverless"])
def test_a_stack_has_the_batches_of_the_template(name: str, service: str, tmp_path: Path) -> None:
    """As the reader of templates finds them in the output."""
    for source in ("dynamodb", "sqs", "kafka"):
        plain = deployment(PATTERNS["plain"], service=service, source=source, whole=True)
        target = target_named(name)
        file = tmp_path / f"{source}{target.suffix}"
        settings = replace(plain, batch_size=7, batch_window=20, starting_position="LATEST")
        file.write_text(target.render(settings), "utf-8")
        (resource,) = names_in_file(str(file))
        if (name, service, source) == ("serverless", "lambda", "dynamodb"):
            assert "batchWindow: 20" in file.read_text("utf-8")
        elif (name, service) == ("serverless", "lambda"):
            assert "maximumBatchingWindow: 20" in file.read_text("utf-8")
        position = "" if source == "sqs" else "LATEST"
        assert load(resource).batches == TemplateBatches(7, 20, position), resource
