"""boto3, in Python."""

from __future__ import annotations

from pipefilter.targets.api_calls import ApiCall, Argument, Given, Joined, Json, calls_of, update_call
from pipefilter.targets.code_language import PYTHON, as_code
from pipefilter.targets.code_value import Call, Code, Raw
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText
from pipefilter.targets.target import Target

__all__ = ["BOTO3"]

_CLIENTS = {"lambda": "lambda_"}


def _code(value: Argument, patterns: dict[str, FilterText]) -> Code:  # noqa: PLR0911 - one a kind of value
    if isinstance(value, str) and value in patterns:
        one = patterns[value]
        return Call("json.dumps", (as_code(one.value),)) if one.fits_with_blanks else value
    if isinstance(value, Given):
        return Raw(value.name)
    if isinstance(value, Joined):
        return Raw(f'f"{value.text}{{{value.name}}}"')
    if isinstance(value, Json):
        return Call("json.dumps", (_code(value.value, patterns),))
    if isinstance(value, list):
        return [_code(one, patterns) for one in value]
    if isinstance(value, dict):
        return {name: _code(one, patterns) for name, one in value.items()}
    return value


def _client(service: str) -> str:
    return _CLIENTS.get(service, service)


def _statement(call: ApiCall, depth: int, deployment: Deployment) -> str:
    patterns = {one.text: one for one in deployment.filters if one.value is not None}
    members = {name: _code(value, patterns) for name, value in call.parameters.items()}
    made = Call(f"{_client(call.service)}.{call.operation}", (), members)
    begin = f"{call.result} = " if call.result else ""
    path = "".join(f'["{step}"]' for step in call.path.split(".")) if call.result else ""
    return f"{begin}{PYTHON.print(made, depth, len(begin) + len(path))}{path}"


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        call = update_call(deployment)
        statement = _statement(call, 0, deployment)
        head = "import json\n\nimport boto3" if "json.dumps(" in statement else "import boto3"
        client = f'{_client(call.service)} = boto3.client("{call.service}")'
        return f"{head}\n\n{client}\n{statement}\n"
    calls = calls_of(deployment)
    services = list(dict.fromkeys(call.service for call in calls.calls))
    body = [f'    {name} = os.environ["{name.upper()}"]  # {what}' for name, what in calls.given.items()]
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
    what="The call that puts the filters onto what is there.",
    url="https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/pipes/client/update_pipe.html",
    suffix=".py",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "v2"), _render),
    checked_with="botocore's models of the services, and moto's server where it knows them.",
)
