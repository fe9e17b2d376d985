"""AWS SAM templates: events of a function, and resources of CloudFormation for everything else."""

from __future__ import annotations

import re

from pipefilter.sources.source_setup import source_setup
from pipefilter.targets.cloudformation import filter_property, template_document
from pipefilter.targets.cloudformation_properties import (
    GetAtt,
    Ref,
    Value,
    filter_list,
    pattern_value,
    policy_properties,
)
from pipefilter.targets.cloudformation_resources import Template, dead_letter_resources, to_template
from pipefilter.targets.deployment import TOPIC, Deployment
from pipefilter.targets.target import Target
from pipefilter.targets.yaml_text import yaml_text

__all__ = ["SAM"]

_TRANSFORM = "AWS::Serverless-2016-10-31"


def _resources(deployment: Deployment) -> str:
    """A template with resources of CloudFormation: SAM has none of its own for a pipe or a subscriber."""
    return _sam(to_template(deployment)) if deployment.whole else yaml_text(filter_property(deployment))


def _rule(deployment: Deployment) -> str:
    pattern = deployment.pattern
    # SAM's event accepts only an object, the resource a string too
    if pattern.value is None or pattern.has_variables:
        return _resources(deployment)
    properties: dict[str, Value] = {"Pattern": pattern_value(pattern)}
    if not deployment.whole:
        return yaml_text(properties)
    event: Value = {
        "Type": "EventBridgeRule",
        "Properties": {"EventBusName": Ref("EventBusName"), **properties},
    }
    return _function(deployment, {"EventBusName": "Name of the event bus"}, event)


def _mapping(deployment: Deployment) -> str:
    criteria: dict[str, Value] = {"FilterCriteria": filter_list(deployment)}
    if not deployment.whole:
        return yaml_text(criteria)
    setup = source_setup(deployment.source.name)
    properties: dict[str, Value] = {}
    if setup.arn:
        properties[setup.sam_arn] = Ref(setup.arn)
    else:
        properties["KafkaBootstrapServers"] = [Ref("BootstrapServer")]
    if setup.destination:
        properties[f"{setup.destination}s"] = [Ref(f"{setup.destination}Name")]
    if setup.has_secret:
        properties["SourceAccessConfigurations"] = [{"Type": "BASIC_AUTH", "URI": Ref("SecretArn")}]
    if setup.has_starting_position:
        properties["StartingPosition"] = deployment.starting_position
    properties["BatchSize"] = deployment.batch_size or setup.batch_size
    properties |= deployment.batch_window_property
    event: Value = {"Type": setup.sam_event, "Properties": {**properties, **criteria}}
    return _function(deployment, setup.parameters, event)


def _subscription(deployment: Deployment) -> str:
    pattern = deployment.pattern
    # SAM's event accepts only an object, the resource a string too
    if not (deployment.whole and deployment.function) or pattern.value is None or pattern.has_variables:
        return _resources(deployment)
    properties: dict[str, Value] = {
        "Topic": Ref("TopicArn"),
        **policy_properties(deployment),
        "RedrivePolicy": {"deadLetterTargetArn": GetAtt(f"{deployment.name}DeadLetters", "Arn")},
    }
    event: Value = {"Type": "SNS", "Properties": properties}
    return _function(deployment, {"TopicArn": TOPIC}, event, dead_letter_resources(deployment))


def logical_id(name: str) -> str:
    """The name of a function as a logical ID, which has letters and digits only."""
    words = [word for word in re.split("[-_]", name) if word]
    return words[0] if words == [name] else "".join(word[:1].upper() + word[1:] for word in words)


def _function(
    deployment: Deployment, parameters: dict[str, str], event: Value, resources: dict[str, Value] | None = None
) -> str:
    logical, named = logical_id(deployment.function), {}
    if logical != deployment.function:  # which may have - and _
        named = {"FunctionName": deployment.function}
    function: Value = {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            **named,
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "CodeUri": "src/",
            "Events": {deployment.name: event},
        },
    }
    name = logical or f"{deployment.name}Function"
    title = f"Filtered delivery of {deployment.source.records} to a function"
    return _sam(Template(title, parameters, {**(resources or {}), name: function}))


def _sam(template: Template) -> str:
    tree = template_document(template)
    version, *rest = tree.items()
    return yaml_text(dict([version, ("Transform", _TRANSFORM), *rest]))


SAM = Target(
    name="sam",
    title="AWS SAM",
    what="The property with the filters. Put it into the Properties of the function's event (for a pipe, of the resource).",
    url="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-dynamodb.html",
    suffix=".yaml",
    renderers={
        "rule": _rule,
        "pipe": _resources,
        "lambda": _mapping,
        "v2": _resources,
        "sns": _subscription,
        "sns-body": _subscription,
    },
    checked_with="aws-sam-translator, and cfn-lint on its output. Nothing is deployed.",
)
