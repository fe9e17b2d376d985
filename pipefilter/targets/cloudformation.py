"""CloudFormation, in YAML."""

from __future__ import annotations

from pipefilter.targets.cloudformation_resources import Template, filters_of, pattern_of, template_of
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.target import Target
from pipefilter.targets.template_value import Value
from pipefilter.targets.yaml_text import yaml_text

__all__ = ["CLOUDFORMATION", "declared", "filter_property"]


def declared(template: Template) -> dict[str, Value]:
    """A template as CloudFormation takes it.

    Args:
        template: its parts.
    """
    parameters: dict[str, Value] = {
        name: {"Type": "String", "Description": what} for name, what in template.parameters.items()
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": template.description,
        "Parameters": parameters,
        "Resources": template.resources,
    }


def filter_property(deployment: Deployment) -> dict[str, Value]:
    """The property with the filters, as it stands in its resource.

    Args:
        deployment: for any service.
    """
    if deployment.service.name == "rule":
        return {"EventPattern": pattern_of(deployment.pattern)}
    if deployment.service.name == "v2":
        return {"FilterConfiguration": filters_of(deployment)}
    criteria: dict[str, Value] = {"FilterCriteria": filters_of(deployment)}
    return {"SourceParameters": criteria} if deployment.service.name == "pipe" else criteria


def _render(deployment: Deployment) -> str:
    return yaml_text(declared(template_of(deployment)) if deployment.whole else filter_property(deployment))


CLOUDFORMATION = Target(
    name="cloudformation",
    title="CloudFormation",
    what="The property with the filters, in YAML: it goes into the Properties of the resource.",
    url="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-pipes-pipe-filtercriteria.html",
    suffix=".yaml",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "v2"), _render),
    checked_with="cfn-lint, with AWS's resource schemas. It deploys nothing: names and types are right, permissions are not tried.",
)
