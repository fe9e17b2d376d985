"""Pulumi programs in Python."""

from __future__ import annotations

from pipefilter.targets.code_language import PYTHON, Call, Code, Raw
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.provider_resources import to_unit
from pipefilter.targets.provider_unit import Resource
from pipefilter.targets.pulumi.program import PULUMI_CLASSES, PulumiLanguage, camel_case
from pipefilter.targets.target import Target

__all__ = ["NO_SUBSCRIBER", "PULUMI_PYTHON"]

NO_SUBSCRIBER = {
    "v2": "its AWS provider has no such resource; use the target cloudformation, "
    "which aws.cloudformation.Stack deploys",
}


def _class(path: str) -> str:
    return "aws." + path.replace("lambda.", "lambda_.")


def _resource_code(resource: Resource, title: str, members: dict[str, Code], after: list[str]) -> Code:
    named = dict(members)
    if after:
        named["opts"] = Call("pulumi.ResourceOptions", (), {"depends_on": [Raw(name) for name in after]})
    return Call(_class(PULUMI_CLASSES[resource.kind]), (title,), named)


_LANGUAGE = PulumiLanguage(
    language=PYTHON,
    name=lambda name: name,
    resource_code=_resource_code,
    block_code=lambda path, members: Call(f"{_class(path)}Args", (), members),
    encode="json.dumps",
    encode_outputs="pulumi.Output.json_dumps",
    prefixed=lambda prefix, variable: f'f"{prefix}{{{variable}}}"',
    account="account",
)


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        return "".join(
            f"{name}={PYTHON.print(value, 0, len(name) + 2)},\n"
            for name, value in _LANGUAGE.filter_code(deployment).items()
        )
    unit = to_unit(deployment)
    body = ["config = pulumi.Config()"]
    for name, description in unit.variables.items():
        body.append(f'{name} = config.require("{camel_case(name)}")  # {description}')
    if deployment.service.name == "pipe":
        body.append("account = aws.get_caller_identity().account_id")
    for variable, code in _LANGUAGE.resources(unit, deployment):
        body += ["", f"{variable} = {PYTHON.print(code, 0, len(variable) + 3)}"]
    is_json = any("json.dumps(" in line.replace("Output.json_dumps", "") for line in body)
    head = [*(["import json", ""] if is_json else []), "import pulumi", "import pulumi_aws as aws", ""]
    return "\n".join([*head, *body]) + "\n"


PULUMI_PYTHON = Target(
    name="pulumi-python",
    title="Pulumi (Python)",
    what="The arguments with the filters for `cloudwatch.EventRule`, `PipeSourceParametersArgs`, `lambda_.EventSourceMapping` or `sns.TopicSubscription`.",
    url="https://www.pulumi.com/registry/packages/aws/api-docs/pipes/pipe/",
    suffix=".py",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "sns", "sns-body"), _render),
    unsupported=NO_SUBSCRIBER,
    checked_with="Pulumi's own mocks, with the classes of pulumi-aws. No provider is called.",
)
