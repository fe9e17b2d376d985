"""Pulumi programs in TypeScript."""

from __future__ import annotations

from pipefilter.targets.code_language import TYPESCRIPT, Call, Code, Raw
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.provider_resources import to_unit
from pipefilter.targets.provider_unit import Resource
from pipefilter.targets.pulumi.program import PULUMI_CLASSES, PulumiLanguage, camel_case
from pipefilter.targets.pulumi.python import NO_SUBSCRIBER
from pipefilter.targets.target import Target

__all__ = ["PULUMI_TYPESCRIPT"]


def _resource_code(resource: Resource, title: str, members: dict[str, Code], after: list[str]) -> Code:
    options: tuple[Code, ...] = ({"dependsOn": [Raw(name) for name in after]},) if after else ()
    return Call(f"new aws.{PULUMI_CLASSES[resource.kind]}", (title, dict(members), *options))


_LANGUAGE = PulumiLanguage(
    language=TYPESCRIPT,
    name=camel_case,
    resource_code=_resource_code,
    block_code=lambda _path, members: dict(members),
    encode="JSON.stringify",
    encode_outputs="pulumi.jsonStringify",
    prefixed=lambda prefix, variable: f"`{prefix}${{{variable}}}`",
    account="account",
)


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        return "".join(
            f"{name}: {TYPESCRIPT.print(value, 0, len(name) + 3)},\n"
            for name, value in _LANGUAGE.filter_code(deployment).items()
        )
    unit = to_unit(deployment)
    lines = ['import * as aws from "@pulumi/aws";', 'import * as pulumi from "@pulumi/pulumi";', ""]
    lines.append("const config = new pulumi.Config();")
    for name, description in unit.variables.items():
        variable = camel_case(name)
        lines.append(f'const {variable} = config.require("{variable}"); // {description}')
    if deployment.service.name == "pipe":
        lines.append("const account = aws.getCallerIdentityOutput().accountId;")
    for variable, code in _LANGUAGE.resources(unit, deployment):
        start = f"const {variable} = "
        lines += ["", f"{start}{TYPESCRIPT.print(code, 0, len(start) + 1)};"]
    return "\n".join(lines) + "\n"


PULUMI_TYPESCRIPT = Target(
    name="pulumi-typescript",
    title="Pulumi (TypeScript)",
    what="The properties with the filters for `cloudwatch.EventRule`, `sourceParameters` of `pipes.Pipe`, `lambda.EventSourceMapping` or `sns.TopicSubscription`.",
    url="https://www.pulumi.com/registry/packages/aws/api-docs/pipes/pipe/",
    suffix=".ts",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "sns", "sns-body"), _render),
    unsupported=NO_SUBSCRIBER,
    checked_with="`tsc --strict` with @pulumi/aws, and Pulumi's own mocks in Node. No provider is called.",
)
