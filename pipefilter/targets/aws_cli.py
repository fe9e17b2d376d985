"""Commands of the AWS CLI, as a shell script."""

from __future__ import annotations

import json
import re

from pipefilter.targets.api_call import ApiCall, Argument, Joined, Json, Parameter
from pipefilter.targets.api_calls import to_api_calls, update_calls
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.target import Target

__all__ = ["AWS_CLI"]

_COMMANDS = {
    "eventbridgev2": "eventsv2"
}  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-create.html
_RENAMED = {"Endpoint": "NotificationEndpoint"}
"""An option of `aws sns subscribe`, as `--endpoint` would be short for the global `--endpoint-url`.

https://docs.aws.amazon.com/cli/latest/reference/sns/subscribe.html
"""
_SAFE = re.compile(r"[A-Za-z0-9_./:=@%+,-]+")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z]|\b)|[A-Z]?[a-z0-9]+")
_PLACEHOLDER = "\ue0f2"  # from Unicode's private area: no string that is printed has it


def _quoted(text: str) -> str:
    """A string as one shell word, whatever characters it contains."""
    return text if _SAFE.fullmatch(text) else "'" + text.replace("'", "'\\''") + "'"


def _plain(value: Argument, variables: list[str]) -> object:
    """A value for JSON, with placeholders for variables."""
    if isinstance(value, Parameter | Joined):
        variables.append(value.name)
        return f"{value.text if isinstance(value, Joined) else ''}{_PLACEHOLDER}"
    if isinstance(value, Json):
        return json.dumps(_plain(value.value, variables), ensure_ascii=False)
    if isinstance(value, list):
        return [_plain(element, variables) for element in value]
    if isinstance(value, dict):
        return {name: _plain(member, variables) for name, member in value.items()}
    return value


def _word(value: Argument) -> str:
    """An argument of the command."""
    variables: list[str] = []
    plain = _plain(value, variables)
    if isinstance(plain, list) and all(isinstance(word, str) and _SAFE.fullmatch(word) for word in plain):
        return " ".join(map(str, plain))
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    parts = text.split(_PLACEHOLDER)
    words = [_quoted(parts[0]) if parts[0] else ""]
    for name, part in zip(variables, parts[1:], strict=True):
        words += [f'"${name.upper()}"', _quoted(part) if part else ""]
    return "".join(words)


def _option(name: str) -> str:
    name = _RENAMED.get(name, name)
    return "--" + "-".join(word.lower() for word in _WORD.findall(name))


def _command(call: ApiCall) -> str:
    service = _COMMANDS.get(call.service, call.service)
    head = f"aws {service} {call.operation.replace('_', '-')}"
    options = [f"{_option(name)} {_word(value)}" for name, value in call.parameters.items()]
    if call.result:
        options.append(f"--query {call.path} --output text")
    line = " ".join([head, *options])
    if len(line) > 100 and len(options) > 1:
        line = " \\\n  ".join([head, *options])
    return f"{call.result.upper()}=$({line})" if call.result else line


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        return "\n".join(_command(call) for call in update_calls(deployment)) + "\n"
    calls = to_api_calls(deployment)
    lines = ["#!/usr/bin/env bash", "set -euo pipefail", ""]
    lines += [
        f': "${{{name.upper()}:?{_without_quotes(description)}}}"'
        for name, description in calls.parameters.items()
    ]
    for call in calls.calls:
        lines += ["", _command(call)]
        if call.why:
            lines += [f"sleep 10 # {call.why}"]
    return "\n".join(lines) + "\n"


def _without_quotes(description: str) -> str:
    return description.replace("'", "")  # a quote would not end before the brace


AWS_CLI = Target(
    name="aws-cli",
    title="AWS CLI",
    what="The command that updates the filters of an existing resource; for a subscription, two commands.",
    url="https://docs.aws.amazon.com/cli/latest/reference/pipes/update-pipe.html",
    suffix=".sh",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "v2", "sns", "sns-body"), _render),
    checked_with="bash, with a replacement for `aws` that checks the arguments against botocore's service models. Nothing is deployed.",
)
