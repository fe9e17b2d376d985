"""CDK programs in Python."""

from __future__ import annotations

import re

from pipefilter.targets.cdk.alpha import ALPHA_MODULES, alpha_stack
from pipefilter.targets.cdk.constructs import to_stack
from pipefilter.targets.cdk.snippet import SnippetSyntax, snippet
from pipefilter.targets.cdk.stack import Stack
from pipefilter.targets.cdk.value import Cdk, Encoded, Member, New, Object, Static, Struct, Variable
from pipefilter.targets.cloudformation_properties import snake
from pipefilter.targets.code_language import PYTHON, Call, Code, Raw, to_code
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.target import Target

__all__ = ["CDK_PYTHON"]

_MODULES = {
    "events": ("aws_cdk", "aws_events"),
    "eventsv2": ("aws_cdk", "aws_eventsv2"),
    "iam": ("aws_cdk", "aws_iam"),
    "kinesis": ("aws_cdk", "aws_kinesis"),
    "dynamodb": ("aws_cdk", "aws_dynamodb"),
    "lambda": ("aws_cdk", "aws_lambda"),
    "pipes": ("aws_cdk", "aws_pipes"),
    "sns": ("aws_cdk", "aws_sns"),
    "sqs": ("aws_cdk", "aws_sqs"),
    "subscriptions": ("aws_cdk", "aws_sns_subscriptions"),
    "targets": ("aws_cdk", "aws_events_targets"),
}
_METHOD = re.compile(r"\.([a-z]+(?:[A-Z][a-z]+)+)$")


def _path(path: str) -> str:
    """A class or a method as Python has it: `lambda_`, `from_function_name`."""
    path = re.sub(r"^lambda\.", "lambda_.", path)
    return _METHOD.sub(lambda match: "." + _name(match[1]), path)


def _name(name: str) -> str:
    return snake(name[0].upper() + name[1:])


def _code(value: Cdk) -> Code:  # noqa: PLR0911 - a return for each type of value
    if isinstance(value, Variable):
        if "://" in value.name:  # a string with a variable in it
            return Raw('f"' + value.name.replace("${BootstrapServer}", "{bootstrap_server}") + '"')
        variable = "self" if value.name == "this" else _name(value.name)
        return Raw(f"{variable}.{_name(value.attribute)}" if value.attribute else variable)
    if isinstance(value, Member):
        return Raw(_path(value.path))
    if isinstance(value, New | Static):
        scope: tuple[Code, ...] = (Raw("self"), value.name) if value.name else ()
        members = {_name(key): _code(member) for key, member in value.members.items()}
        return Call(_path(value.path), (*scope, *map(_code, value.arguments)), members)
    if isinstance(value, Struct):
        return Call(
            _path(value.path), (), {_name(name): _code(member) for name, member in value.members.items()}
        )
    if isinstance(value, Object):
        return to_code(value.value)
    if isinstance(value, Encoded):
        pattern = value.text
        return Call("json.dumps", (to_code(pattern.value),)) if pattern.fits_with_blanks else pattern.text
    if isinstance(value, list):
        return [_code(element) for element in value]
    if isinstance(value, dict):
        return {name: _code(member) for name, member in value.items()}
    return value


def _member(name: str, value: Cdk) -> str:
    return f"{_name(name)}={PYTHON.print(_code(value), 0, len(_name(name)) + 2)},\n"


_SNIPPET = SnippetSyntax(
    comment="#",
    method="add_subscription",
    member=_member,
    statement=lambda call: f"{PYTHON.print(_code(call))}\n",
    is_python=True,
)


def _program(deployment: Deployment, stack: Stack) -> str:
    alpha = ALPHA_MODULES if deployment.alpha else {}
    body: list[str] = []
    for name, description in stack.parameters.items():
        parameter: Code = Call("cdk.CfnParameter", (Raw("self"), name), {"description": description})
        code = PYTHON.print(parameter, 2, len(_name(name)) + len(" = .value_as_string"))
        body.append(f"        {_name(name)} = {code}.value_as_string")
    for variable, value in stack.constructs:
        start = f"{_name(variable)} = " if variable else ""
        body += ["", f"        {start}{PYTHON.print(_code(value), 2, len(start))}"]
    imports = ["import aws_cdk as cdk"]
    for name in stack.modules:
        alias = f"{name}_" if name == "lambda" else name
        if name in alpha:
            imports.append(f"import {alpha[name][1]} as {alias}")
        else:
            package, module = _MODULES[name]
            imports.append(f"from {package} import {module} as {alias}")
    imports = [imports[0], *sorted(imports[1:])]
    is_json = any("json.dumps(" in line for line in body)
    lines = [*(["import json", ""] if is_json else []), *imports, "from constructs import Construct", "", ""]
    lines += [f"class {deployment.name}Stack(cdk.Stack):"]
    lines += ["    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:"]
    lines += ["        super().__init__(scope, construct_id, **kwargs)", "", *body, "", ""]
    lines += ["app = cdk.App()", f'{deployment.name}Stack(app, "{deployment.name}")', "app.synth()"]
    return "\n".join(lines) + "\n"


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        return snippet(deployment, _SNIPPET)
    stack = alpha_stack(deployment, is_python=True) if deployment.alpha else to_stack(deployment)
    return _program(deployment, stack)


CDK_PYTHON = Target(
    name="cdk-python",
    title="AWS CDK (Python)",
    what="The argument with the filters for `CfnPipe`, `EventSourceMapping`, `Rule` or `CfnSubscriber`; for a subscription, those of `CfnSubscription` and of `Subscription`.",
    url="https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_pipes/CfnPipe.html",
    suffix=".py",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "v2", "sns", "sns-body"), _render),
    checked_with="aws-cdk-lib, which synthesizes the stacks, and cfn-lint on its output. Nothing is deployed.",
    has_alpha=True,
)
