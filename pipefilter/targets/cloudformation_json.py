"""CloudFormation templates in JSON."""

from __future__ import annotations

import json

from pipefilter.targets.cloudformation import CLOUDFORMATION, filter_property, template_document
from pipefilter.targets.cloudformation_properties import GetAtt, Ref, Sub, Value
from pipefilter.targets.cloudformation_resources import to_template
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.target import Target

__all__ = ["CLOUDFORMATION_JSON"]


def _long_form(value: Value) -> object:
    """A value with its references as JSON writes them."""
    if isinstance(value, Ref):
        return {"Ref": value.name}
    if isinstance(value, GetAtt):
        return {"Fn::GetAtt": [value.name, value.attribute]}
    if isinstance(value, Sub):
        return {"Fn::Sub": value.text}
    if isinstance(value, dict):
        return {name: _long_form(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_long_form(inner) for inner in value]
    return value


def _render(deployment: Deployment) -> str:
    value = template_document(to_template(deployment)) if deployment.whole else filter_property(deployment)
    return json.dumps(_long_form(value), indent=2, ensure_ascii=False)


CLOUDFORMATION_JSON = Target(
    name="cloudformation-json",
    title="CloudFormation (JSON)",
    what="The property with the filters, in JSON. Put its field into the Properties of the resource.",
    url=CLOUDFORMATION.url,
    suffix=".json",
    renderers=dict.fromkeys(CLOUDFORMATION.renderers, _render),
    checked_with=CLOUDFORMATION.checked_with,
)
