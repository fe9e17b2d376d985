"""Generated Terraform: parsed by python-hcl2, with the provider's names, and read back."""

from __future__ import annotations

import importlib
import inspect
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import hcl2
import pytest
from real_tools import patterns_in, python_packages
from target_deployments import PATTERNS, SINGLE, deployment, deployments, meaning, single_deployments

from pipefilter.targets import Unsupported, target_named
from pipefilter.targets.deployment import Deployment

CLASSES = {
    "aws_cloudwatch_event_rule": ("cloudwatch", "EventRule"),
    "aws_cloudwatch_event_target": ("cloudwatch", "EventTarget"),
    "aws_iam_role": ("iam", "Role"),
    "aws_iam_role_policy": ("iam", "RolePolicy"),
    "aws_lambda_event_source_mapping": ("lambda_", "EventSourceMapping"),
    "aws_lambda_permission": ("lambda_", "Permission"),
    "aws_pipes_pipe": ("pipes", "Pipe"),
    "aws_sns_topic_subscription": ("sns", "TopicSubscription"),
    "aws_sqs_queue": ("sqs", "Queue"),
    "aws_sqs_queue_policy": ("sqs", "QueuePolicy"),
}
"""By the resource, the module and class of pulumi-aws, which is made from the schema of Terraform's provider."""
OF_THE_LANGUAGE = {"depends_on"}
OF_PULUMI = {
    ("aws_lambda_permission", "function_name"): "function",
    ("aws_sns_topic_subscription", "topic_arn"): "topic",
}
"""What Pulumi calls otherwise."""


def units(*, whole: bool) -> Iterator[Deployment]:
    """Every service with every source, all patterns in each; for rules and subscriptions one unit a pattern."""
    texts = list(PATTERNS.values())
    for unit in deployments(*texts, whole=whole):
        if unit.service.name not in {*SINGLE, "v2"}:
            yield unit
    for _, unit in single_deployments(whole=whole):
        yield unit
    yield deployment(PATTERNS["dynamodb"], service="pipe", source="dynamodb", whole=whole, function="Enrich")


@pytest.mark.nightly
def test_it_is_read_back() -> None:
    """The whole parses, with the expected patterns."""
    for unit in units(whole=True):
        text = target_named("terraform").render(unit)
        assert hcl2.loads(text)["resource"]
        expected = [meaning(each.text) for each in unit.filters]
        assert patterns_in("main.tf", text) == expected, (unit.service.name, unit.source.name)


ATTRIBUTE = re.compile(r"( *)(\S+) *= .*[^\[{(]")


@pytest.mark.slow
def test_values_are_aligned() -> None:
    """As `terraform fmt` aligns them: the values of neighboring lines, unless a value has several lines."""
    for unit in units(whole=True):
        previous: tuple[str, int] | None = None
        for line in target_named("terraform").render(unit).splitlines():
            match = ATTRIBUTE.fullmatch(line)
            column = (
                (match[1], line.index("= ", match.end(2))) if match and not match[2].startswith("{") else None
            )
            if column is not None and previous is not None and column[0] == previous[0]:
                assert column == previous, line
            previous = column


@pytest.mark.slow
def test_the_filters_alone_fit_into_their_resource() -> None:
    """The output without --whole is part of a resource."""
    resources = {
        "pipe": ("aws_pipes_pipe", "source_parameters {", "}"),
        "lambda": ("aws_lambda_event_source_mapping", "", ""),
        "rule": ("aws_cloudwatch_event_rule", "", ""),
        "sns": ("aws_sns_topic_subscription", "", ""),
        "sns-body": ("aws_sns_topic_subscription", "", ""),
    }
    for unit in units(whole=False):
        kind, begin, end = resources[unit.service.name]
        text = f'resource "{kind}" "x" {{\n{begin}\n{target_named("terraform").render(unit)}\n{end}\n}}\n'
        assert patterns_in("main.tf", text) == [meaning(each.text) for each in unit.filters]


def test_subscribers_are_refused() -> None:
    for whole in (False, True):
        unit = deployment(PATTERNS["plain"], service="v2", source="bus", whole=whole)
        with pytest.raises(Unsupported, match="cloudformation"):
            target_named("terraform").render(unit)


@pytest.mark.parametrize("service", ["rule", "pipe", "lambda", "sns"])
def test_units_with_different_names_fit_into_one_module(service: str) -> None:
    """Nothing but the block with the provider is in both."""
    addresses: list[tuple[str, ...]] = []
    for name in ("Orders", "BillingOrders"):
        source = SINGLE.get(service, "kafka")
        unit = replace(deployment(PATTERNS["plain"], service=service, source=source, whole=True), name=name)
        text = target_named("terraform").render(unit)
        declared = re.findall(r'^(resource|variable|data) "([^"]+)"(?: "([^"]+)")?', text, re.MULTILINE)
        references = set(re.findall(r"\b(?:var|(?:data\.)?aws_\w+)\.(\w+)", text))
        assert references <= {names[-1] or names[-2] for names in declared}
        addresses += declared
    assert addresses
    assert len(addresses) == len(set(addresses))


def blocks(body: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each name in a resource, with the names of the blocks around it."""
    for name, value in body.items():
        if name == "__is_block__" or name in OF_THE_LANGUAGE:
            continue
        yield path, name
        if isinstance(value, list):
            for inner in value:
                if isinstance(inner, dict) and inner.get("__is_block__"):
                    yield from blocks(inner, (*path, name))


def argument_names(kind: str, path: tuple[str, ...]) -> set[str]:
    """The arguments that the provider allows there."""
    module, title = CLASSES[kind]
    words = "".join(word.title() for name in path for word in name.split("_"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other resources in the module
        inputs = getattr(importlib.import_module(f"pulumi_aws.{module}"), f"{title}{words}Args")
    return set(inspect.signature(inputs.__init__).parameters)


@pytest.mark.tools
@pytest.mark.slow
def test_the_names_are_those_of_the_provider() -> None:
    python_packages("pulumi_aws")
    seen = set()
    for unit in units(whole=True):
        for resource in hcl2.loads(target_named("terraform").render(unit))["resource"]:
            ((kind, ((_, body),)),) = ((kind, each.items()) for kind, each in resource.items())
            seen |= {(kind.strip('"'), *names) for names in blocks(body)}
    assert {kind for kind, _, _ in seen} == set(CLASSES)
    for kind, path, name in sorted(seen):
        known = argument_names(kind, path)
        renamed = OF_PULUMI.get((kind, name), name)
        plural = {f"{name}s", f"{name.removesuffix('y')}ies"}  # as Pulumi names lists of blocks
        assert renamed in known or known & plural, (kind, path, name)
