"""Calls of boto3, as a Python program."""

from __future__ import annotations

from pipefilter.targets.api_call import ApiCall, Argument, Joined, Json, Parameter
from pipefilter.targets.api_calls import to_api_calls, update_calls
from pipefilter.targets.code_language import PYTHON, Call, Code, Raw, to_code
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText
from pipefilter.targets.target import Target

__all__ = ["BOTO3"]

_CLIENTS = {"lambda": "lambda_"}


def _code(value: Argument, patterns: dict[str, FilterText]) -> Code:  # noqa: PLR0911 - one a kind of value
    if isinstance(value, str) and value in patterns:
        pattern = patterns[value]
        return Call("json.dumps", (to_code(pattern.value),)) if pattern.fits_with_blanks else value
    if isinstance(value, Parameter):
        return Raw(value.name)
    if isinstance(value, Joined):
        return Raw(f'f"{value.text}{{{value.name}}}"')
    if isinstance(value, Json):
        return Call("json.dumps", (_code(value.value, patterns),))
    if isinstance(value, list):
        return [_code(element, patterns) for element in value]
    if isinstance(value, dict):
        return {name: _code(member, patterns) for name, member in value.items()}
    return value


def _client(service: str) -> str:
    return _CLIENTS.get(service, service)


def _statement(call: ApiCall, depth: int, deployment: Deployment) -> str:
    patterns = {pattern.text: pattern for pattern in deployment.filters if pattern.value is not None}
    members = {name: _code(value, patterns) for name, value in call.parameters.items()}
    code = Call(f"{_client(call.service)}.{call.operation}", (), members)
    begin = f"{call.result} = " if call.result else ""
    path = "".join(f'["{step}"]' for step in call.path.split(".")) if call.result else ""
    return f"{begin}{PYTHON.print(code, depth, len(begin) + len(path))}{path}"


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        updates = update_calls(deployment)
        text = "\n".join(_statement(call, 0, deployment) for call in updates)
        head = "import json\n\nimport boto3" if "json.dumps(" in text else "import boto3"
        service = updates[0].service
        return f'{head}\n\n{_client(service)} = boto3.client("{service}")\n{text}\n'
    calls = to_api_calls(deployment)
    services = list(dict.fromkeys(call.service for call in calls.calls))
    body = [
        f'    {name} = os.environ["{name.upper()}"]  # {description}'
        for name, description in calls.parameters.items()
    ]
    body += [f'    {_client(service)} = boto3.client("{service}")' for service in services]
    for call in calls.calls:
        body += ["", f"    {_statement(call, 1, deployment)}"]
        body += [f"    time.sleep(10)  # {call.why}"] if call.why else []
    text = "\n".join(body)
    modules = [name for name in ("json", "os", "time") if f"{name}." in text]
    imports = [*[f"import {name}" for name in modules], "", "import boto3"]
    return (
        "\n".join(
            [*imports, "", "", "def main() -> None:", text, "", "", 'if __name__ == "__main__":', "    main()"]
        )
        + "\n"
    )


BOTO3 = Target(
    name="boto3",
    title="boto3",
    what="The call that updates the filters of an existing resource; for a subscription, two calls.",
    url="https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/pipes/client/update_pipe.html",
    suffix=".py",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "v2", "sns", "sns-body"), _render),
    checked_with="botocore's service models, and moto's server for the services that it supports.",
)
