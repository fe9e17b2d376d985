"""CloudFormation templates in YAML."""

from __future__ import annotations

from pipefilter.targets.cloudformation_properties import (
    Value,
    filter_list,
    pattern_value,
    policy_properties,
)
from pipefilter.targets.cloudformation_resources import Template, to_template
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.target import Target
from pipefilter.targets.yaml_text import yaml_text

__all__ = ["CLOUDFORMATION", "filter_property", "template_document"]


def template_document(template: Template) -> dict[str, Value]:
    """A template as CloudFormation reads it."""
    parameters: dict[str, Value] = {
        name: {"Type": "String", "Description": description}
        for name, description in template.parameters.items()
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": template.description,
        "Parameters": parameters,
        "Resources": template.resources,
    }


def filter_property(deployment: Deployment) -> dict[str, Value]:
    """The property of a resource with the filters, for any service."""
    if deployment.policy_scope:
        return policy_properties(deployment)
    if deployment.service.name == "rule":
        return {"EventPattern": pattern_value(deployment.pattern)}
    if deployment.service.name == "v2":
        return {"FilterConfiguration": filter_list(deployment)}
    criteria: dict[str, Value] = {"FilterCriteria": filter_list(deployment)}
    return {"SourceParameters": criteria} if deployment.service.name == "pipe" else criteria


def _render(deployment: Deployment) -> str:
    return yaml_text(
        template_document(to_template(deployment)) if deployment.whole else filter_property(deployment)
    )


CLOUDFORMATION = Target(
    name="cloudformation",
    title="CloudFormation",
    what="The property with the filters, in YAML. Put it into the Properties of the resource.",
    url="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-pipes-pipe-filtercriteria.html",
    suffix=".yaml",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "v2", "sns", "sns-body"), _render),
    checked_with="cfn-lint, with AWS's resource schemas. Names and types are checked; nothing is deployed, so permissions are not tested.",
)
