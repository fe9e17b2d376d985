"""CDK programs in TypeScript."""

from __future__ import annotations

from pipefilter.targets.cdk.alpha import ALPHA_MODULES, alpha_stack
from pipefilter.targets.cdk.constructs import to_stack
from pipefilter.targets.cdk.snippet import SnippetSyntax, snippet
from pipefilter.targets.cdk.stack import Stack
from pipefilter.targets.cdk.value import Cdk, Encoded, Member, New, Object, Static, Struct, Variable
from pipefilter.targets.cloudformation_properties import camel
from pipefilter.targets.code_language import TYPESCRIPT, Call, Code, Raw, to_code
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.target import Target

__all__ = ["CDK_TYPESCRIPT"]

_MODULES = {
    "events": "aws-cdk-lib/aws-events",
    "eventsv2": "aws-cdk-lib/aws-eventsv2",
    "iam": "aws-cdk-lib/aws-iam",
    "kinesis": "aws-cdk-lib/aws-kinesis",
    "dynamodb": "aws-cdk-lib/aws-dynamodb",
    "lambda": "aws-cdk-lib/aws-lambda",
    "pipes": "aws-cdk-lib/aws-pipes",
    "sns": "aws-cdk-lib/aws-sns",
    "sqs": "aws-cdk-lib/aws-sqs",
    "subscriptions": "aws-cdk-lib/aws-sns-subscriptions",
    "targets": "aws-cdk-lib/aws-events-targets",
}


def _code(value: Cdk) -> Code:  # noqa: PLR0911 - a return for each type of value
    if isinstance(value, Variable):
        if "://" in value.name:  # a string with a variable in it
            return Raw("`" + value.name.replace("BootstrapServer", "bootstrapServer") + "`")
        return Raw(f"{value.name}.{value.attribute}" if value.attribute else value.name)
    if isinstance(value, Member):
        return Raw(value.path)
    if isinstance(value, New | Static):
        scope: tuple[Code, ...] = (Raw("this"), value.name) if value.name else ()
        path = f"new {value.path}" if isinstance(value, New) else value.path
        return Call(
            path,
            (*scope, *map(_code, value.arguments)),
            {key: _code(member) for key, member in value.members.items()},
        )
    if isinstance(value, Struct):
        return {name: _code(member) for name, member in value.members.items()}
    if isinstance(value, Object):
        return to_code(value.value)
    if isinstance(value, Encoded):
        return Call("JSON.stringify", (to_code(value.text.value),))
    if isinstance(value, list):
        return [_code(element) for element in value]
    if isinstance(value, dict):
        return {name: _code(member) for name, member in value.items()}
    return value


def _member(name: str, value: Cdk) -> str:
    return f"{name}: {TYPESCRIPT.print(_code(value), 0, len(name) + 3)},\n"


_SNIPPET = SnippetSyntax(
    comment="//",
    method="addSubscription",
    member=_member,
    statement=lambda call: f"{TYPESCRIPT.print(_code(call))};\n",
    is_python=False,
)


def _program(deployment: Deployment, stack: Stack) -> str:
    alpha = ALPHA_MODULES if deployment.alpha else {}
    modules = {**_MODULES, **{name: path for name, (path, _) in alpha.items()}}
    lines = ['import * as cdk from "aws-cdk-lib";']
    lines += [f'import * as {name} from "{modules[name]}";' for name in stack.modules]
    lines += ['import { Construct } from "constructs";', ""]
    lines += [f"export class {deployment.name}Stack extends cdk.Stack {{"]
    lines += [
        "  constructor(scope: Construct, id: string, props?: cdk.StackProps) {",
        "    super(scope, id, props);",
        "",
    ]
    for name, description in stack.parameters.items():
        parameter: Code = Call("new cdk.CfnParameter", (Raw("this"), name), {"description": description})
        code = TYPESCRIPT.print(parameter, 2, len(name) + len("const  = .valueAsString;"))
        lines.append(f"    const {camel(name)} = {code}.valueAsString;")
    for variable, value in stack.constructs:
        start = f"const {variable} = " if variable else ""
        lines += ["", f"    {start}{TYPESCRIPT.print(_code(value), 2, len(start) + 1)};"]
    lines += ["  }", "}", "", f'new {deployment.name}Stack(new cdk.App(), "{deployment.name}");']
    return "\n".join(lines) + "\n"


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        return snippet(deployment, _SNIPPET)
    stack = alpha_stack(deployment, is_python=False) if deployment.alpha else to_stack(deployment)
    return _program(deployment, stack)


CDK_TYPESCRIPT = Target(
    name="cdk-typescript",
    title="AWS CDK (TypeScript)",
    what="The property with the filters for `CfnPipe`, `EventSourceMapping`, `Rule` or `CfnSubscriber`; for a subscription, those of `CfnSubscription` and of `Subscription`.",
    url="https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_pipes.CfnPipe.FilterCriteriaProperty.html",
    suffix=".ts",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "v2", "sns", "sns-body"), _render),
    checked_with="`tsc --strict`, synthesis with aws-cdk-lib, and cfn-lint on its output. Nothing is deployed.",
    has_alpha=True,
)
