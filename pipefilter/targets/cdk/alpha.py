"""The CDK's alpha constructs for pipes: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-pipes-alpha-readme.html."""

from __future__ import annotations

from pipefilter.sources.source_setup import source_setup
from pipefilter.targets.cdk.stack import Stack, queues
from pipefilter.targets.cdk.value import Cdk, Member, New, Object, Static, Variable
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText
from pipefilter.targets.target import Unsupported

__all__ = ["ALPHA_MODULES", "alpha_filter", "alpha_stack"]

ALPHA_MODULES = {
    "pipes": ("@aws-cdk/aws-pipes-alpha", "aws_cdk.aws_pipes_alpha"),
    "sources": ("@aws-cdk/aws-pipes-sources-alpha", "aws_cdk.aws_pipes_sources_alpha"),
    "pipesTargets": ("@aws-cdk/aws-pipes-targets-alpha", "aws_cdk.aws_pipes_targets_alpha"),
    "enrichments": ("@aws-cdk/aws-pipes-enrichments-alpha", "aws_cdk.aws_pipes_enrichments_alpha"),
}
"""The package in TypeScript and the module in Python, by the name under which a program imports it."""


def alpha_filter(deployment: Deployment, *, is_python: bool) -> dict[str, Cdk]:
    """The property with the filters of a pipe.

    Raises:
        Unsupported: it is not for a pipe, or an object cannot express a pattern.
    """
    if deployment.service.name != "pipe":
        raise Unsupported(
            f"the CDK has no alpha constructs for {deployment.service.title}: generate it without alpha"
        )
    patterns: list[Cdk] = [_pattern(pattern, is_python=is_python) for pattern in deployment.filters]
    return {"filter": New("pipes.Filter", arguments=(patterns,))}


def _pattern(pattern: FilterText, *, is_python: bool) -> Cdk:
    if pattern.value is None:
        if is_python:  # an object of its own class would be needed for the text
            raise Unsupported(
                "pipes-alpha accepts only objects, and this pattern has a repeated field name, a number that an object "
                "cannot represent, or an invisible character: generate it without alpha"
            )
        return {"pattern": pattern.text}
    return Static("pipes.FilterPattern.fromObject", arguments=(Object(pattern.value),))


def alpha_stack(deployment: Deployment, *, is_python: bool) -> Stack:
    """The stack that deploys a pipe; its constructs create the role.

    Raises:
        Unsupported: there is no construct for its source.
    """
    filters = alpha_filter(deployment, is_python=is_python)
    setup = source_setup(deployment.source.name)
    modules = ["pipes", "pipesTargets", "sources", "sqs"]
    parameters = dict(setup.parameters)
    members: dict[str, Cdk] = {"batchSize": deployment.batch_size or setup.batch_size}
    if deployment.batch_window:
        window = Static("cdk.Duration.seconds", arguments=(deployment.batch_window,))
        members["maximumBatchingWindow"] = window
    if setup.has_starting_position:
        kind = "DynamoDB" if setup.source == "dynamodb" else "Kinesis"
        position = Member(f"sources.{kind}StartingPosition.{deployment.starting_position}")
        members = {"startingPosition": position, **members, "maximumRetryAttempts": 3}
        members["deadLetterTarget"] = Variable("deadLetters")
    if setup.source == "dynamodb":
        parameters = {"TableArn": "ARN of the table", **parameters}
    read, source = _source(deployment, members)
    pipe: dict[str, Cdk] = {"source": source, **filters}
    constructs: list[tuple[str, Cdk]] = [
        *queues(),
        ("records", read),
    ]
    if setup.source != "sqs":
        modules.append(setup.source)
    if deployment.function:
        modules += ["enrichments", "lambda"]
        parameters["EnrichmentArn"] = deployment.enrichment_description
        arn = Static("lambda.Function.fromFunctionArn", "Enrichment", arguments=(Variable("enrichmentArn"),))
        constructs.append(("enrichment", arn))
        pipe["enrichment"] = New("enrichments.LambdaEnrichment", arguments=(Variable("enrichment"),))
    pipe["target"] = New("pipesTargets.SqsTarget", arguments=(Variable("queue"),))
    constructs.append(("", New("pipes.Pipe", "Pipe", members=pipe)))
    return Stack(tuple(sorted(modules)), parameters, constructs)


def _source(deployment: Deployment, members: dict[str, Cdk]) -> tuple[Cdk, Cdk]:
    """The stream or queue, and the source that reads it."""
    name = source_setup(deployment.source.name).source
    if name == "dynamodb":
        attributes: dict[str, Cdk] = {
            "tableArn": Variable("tableArn"),
            "tableStreamArn": Variable("tableStreamArn"),
        }
        read = Static("dynamodb.TableV2.fromTableAttributes", "Table", members=attributes)
        return read, New("sources.DynamoDBSource", arguments=(Variable("records"),), members=members)
    if name == "kinesis":
        read = Static("kinesis.Stream.fromStreamArn", "Stream", arguments=(Variable("streamArn"),))
        return read, New("sources.KinesisSource", arguments=(Variable("records"),), members=members)
    if name == "sqs":
        read = Static("sqs.Queue.fromQueueArn", "Source", arguments=(Variable("sourceQueueArn"),))
        return read, New("sources.SqsSource", arguments=(Variable("records"),), members=members)
    raise Unsupported(f"pipes-alpha has no source for {deployment.source.title}: generate it without alpha")
