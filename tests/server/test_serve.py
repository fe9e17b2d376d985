"""TestEventPattern of `pipefilter serve`: AWS's own clients get AWS's answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from real_tools import node_packages, program, run
from running_server import Running, running
from served_calls import ENVELOPE, Answered, Call, all_calls, some_calls, wrong

from pipefilter.serving import aws_protocol
from pipefilter.serving.aws_protocol import aws_answer
from pipefilter.serving.event_pattern_call import CallFault, evaluate_call
from pipefilter.serving.http_message import Request

EVENT = json.dumps(ENVELOPE)
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_REGION": "eu-west-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
}
NODE_PROGRAM = """
const { EventBridgeClient, TestEventPatternCommand } = require("@aws-sdk/client-eventbridge");
const { readFileSync } = require("node:fs");
const client = new EventBridgeClient({ endpoint: process.argv[2], maxAttempts: 1 });
(async () => {
  const answers = [];
  for (const [EventPattern, Event] of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
    try {
      const answer = await client.send(new TestEventPatternCommand({ EventPattern, Event }));
      answers.push({ result: answer.Result });
    } catch (error) {
      answers.push({ error: error.name, message: error.message, status: error.$metadata.httpStatusCode,
                     requestId: error.$metadata.requestId });
    }
  }
  console.log(JSON.stringify(answers));
})();
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as instance:
        yield instance
        assert instance.faults == []


def answered(call: Call) -> Answered:
    try:
        return Answered(result=evaluate_call({"EventPattern": call.pattern, "Event": call.event}))
    except CallFault as fault:
        return Answered(error=fault.type, message=fault.message)


@pytest.mark.nightly
def test_cases_by_the_function() -> None:
    """Verdict, exception, message and place are AWS's for all conformance cases that apply to a bus."""
    calls = all_calls()
    assert len(calls) > 11_800
    assert [one for call in calls if (one := wrong(call, answered(call)))] == []


@pytest.mark.slow
def test_cases_by_boto3(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 gets the same over HTTP."""
    boto3 = pytest.importorskip("boto3")
    from botocore.exceptions import ClientError

    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("events", endpoint_url=server.url)
    kinds = set()

    def ask(call: Call) -> Answered:
        try:
            answer = client.test_event_pattern(EventPattern=call.pattern, Event=call.event)
        except ClientError as error:
            response = error.response
            assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
            assert re.fullmatch(r"[0-9a-f-]{36}", response["ResponseMetadata"]["RequestId"])
            kinds.add((response["Error"]["Code"], type(error).__name__))
            return Answered(error=response["Error"]["Code"], message=response["Error"]["Message"])
        return Answered(result=answer["Result"])

    try:
        calls = some_calls(150)
        assert len({call.kind for call in calls}) > 40
        assert [difference for call in calls if (difference := wrong(call, ask(call)))] == []
        assert ("InvalidEventPatternException", "InvalidEventPatternException") in kinds
    finally:
        client.close()


@pytest.mark.tools
def test_cases_by_the_sdk_for_javascript(server: Running, tmp_path: Path) -> None:
    """The AWS SDK for JavaScript gets the same."""
    env = {**node_packages("@aws-sdk/client-eventbridge"), **CREDENTIALS}
    calls = some_calls(150)
    (tmp_path / "calls.js").write_text(NODE_PROGRAM, "utf-8")
    (tmp_path / "calls.json").write_text(json.dumps([(call.pattern, call.event) for call in calls]), "utf-8")
    answers = json.loads(run("node", "calls.js", server.url, "calls.json", cwd=tmp_path, env=env))
    assert len(answers) == len(calls)
    differences = []
    for call, answer in zip(calls, answers, strict=True):
        assert ("requestId" in answer) is ("error" in answer)
        assert answer.get("status", 400) == 400
        differences.append(
            wrong(call, Answered(answer.get("result"), answer.get("error", ""), answer.get("message", "")))
        )
    assert [difference for difference in differences if difference] == []


@pytest.mark.tools
@pytest.mark.nightly
def test_cases_by_the_aws_cli(server: Running) -> None:
    """`aws events test-event-pattern --endpoint-url` gets the same."""
    aws = program("the AWS CLI", "aws")
    calls = some_calls(6, plain=True)

    def ask(call: Call) -> str:
        command = (aws, "events", "test-event-pattern", "--endpoint-url", server.url, "--output", "json")
        arguments = (f"--event-pattern={call.pattern}", f"--event={call.event}")
        env = {**os.environ, **CREDENTIALS}
        done = subprocess.run((*command, *arguments), env=env, capture_output=True, text=True, check=False)
        if not done.returncode:
            return wrong(call, Answered(result=json.loads(done.stdout)["Result"]))
        refusal = re.search(
            r"An error occurred \((\w+)\) when calling the TestEventPattern operation: ", done.stderr
        )
        assert refusal, done.stderr
        message = done.stderr[refusal.end() :].split("\n\nAdditional error details:")[0].rstrip("\n")
        return wrong(call, Answered(error=refusal[1], message=message))

    with ThreadPoolExecutor(2) as pool:
        assert [difference for difference in pool.map(ask, calls) if difference] == []


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ('{"a":[{"cidr":"x"}]}', "Malformed CIDR, one '/' required"),
        (
            '{"a":[{"anything-but":["x",null]}]}',
            "Inside anything but list, start|null|boolean is not supported.{0}{0}",
        ),
        ('{"a":1}', '"a" must be an object or an array{0}'),
    ],
)
def test_places_in_messages(pattern: str, reason: str) -> None:
    """No place, one, or the same twice: as recorded."""
    column = {'{"a":1}': 7}.get(pattern, 32)
    place = f'\n at [Source: (String)"{pattern}"; line: 1, column: {column}]'
    fault = fault_of({"EventPattern": pattern, "Event": EVENT})
    assert fault.message == f"Event pattern is not valid. Reason: {reason.format(place)}"


def fault_of(parameters: dict[str, object]) -> CallFault:
    with pytest.raises(CallFault) as caught:
        evaluate_call(parameters)
    return caught.value


NULL = "Value null at '{}' failed to satisfy constraint: Member must not be null"


@pytest.mark.parametrize(
    ("parameters", "type_", "message"),
    [
        ({"EventPattern": "{}"}, "ValidationException", f"1 validation error detected: {NULL.format('event')}"),
        (
            {"EventPattern": None},
            "ValidationException",
            f"2 validation errors detected: {NULL.format('eventPattern')}; {NULL.format('event')}",
        ),
        ({"EventPattern": 1.0}, "SerializationException", "NUMBER_VALUE can not be converted to a String"),
        ({"Event": True}, "SerializationException", "TRUE_VALUE can not be converted to a String"),
        ({"Event": {}}, "SerializationException", "Start of structure or map found where not expected."),
        ({"Event": []}, "SerializationException", "Start of list found where not expected"),
    ],
)
def test_parameters(parameters: dict[str, object], type_: str, message: str) -> None:
    """Missing parameters, and parameters that are not strings."""
    fault = fault_of(parameters)
    assert (fault.type, fault.message, fault.status) == (type_, message, 400)


@pytest.mark.parametrize("name", sorted(ENVELOPE))
def test_each_mandatory_member(name: str) -> None:
    """An event without it is refused."""
    event = json.dumps({key: value for key, value in ENVELOPE.items() if key != name})
    fault = fault_of({"EventPattern": '{"source":["a"]}', "Event": event})
    assert (fault.type, fault.message) == ("ValidationException", "Parameter Event is not valid.")


def test_longest_pattern() -> None:
    """4,096 characters are accepted."""
    pattern = '{"a":["' + "x" * (4096 - 10) + '"]}'
    assert len(pattern) == 4096
    assert evaluate_call({"EventPattern": pattern, "Event": EVENT}) is False
    assert fault_of({"EventPattern": pattern + " ", "Event": EVENT}).type == "ValidationException"


def test_event_that_is_too_complex(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no verdict if none can be computed."""
    from pipefilter.errors import EventTooIntricate

    def refuse(*_: object) -> bool:
        raise EventTooIntricate("too intricate")

    monkeypatch.setattr("pipefilter.matching.matcher.Matcher.matches", refuse)
    fault = fault_of({"EventPattern": '{"a":[1]}', "Event": EVENT})
    assert (fault.type, fault.status, fault.message) == ("InternalException", 500, "too intricate")


def post(body: bytes, **headers: str) -> tuple[int, dict[str, Any], dict[str, str]]:
    all_headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": aws_protocol.OPERATION}
    all_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    answer = aws_answer(Request("POST", "/", all_headers, "localhost", body))
    return answer.status, json.loads(answer.body), dict(answer.headers)


def test_protocol() -> None:
    """Results and faults have AWS's form."""
    call = json.dumps({"EventPattern": '{"source":["com.example.shop"]}', "Event": EVENT}).encode()
    assert post(call)[:2] == (200, {"Result": True})
    assert post(call, content_type="application/x-amz-json-1.0; charset=utf-8")[0] == 200
    status, document, headers = post(call, x_amz_target="AWSEvents.PutEvents")
    assert (status, document["__type"]) == (400, "UnknownOperationException")
    assert headers["x-amzn-ErrorType"] == "UnknownOperationException"
    assert post(call, x_amz_target="")[1]["__type"] == "UnknownOperationException"
    assert post(call, content_type="text/plain")[0] == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b"\xff{}", b'{"EventPattern":NaN}', b"[" * 100_000, b'{"a":' * 100_000],
)
def test_bodies_that_are_not_objects(body: bytes) -> None:
    """They are SerializationExceptions, at any depth."""
    status, document, _ = post(body)
    assert (status, document["__type"]) == (400, "SerializationException")


def test_very_long_numbers() -> None:
    """A number of a million digits takes no time."""
    assert post(b'{"Event":' + b"1" * 1_000_000 + b"}")[1]["__type"] == "SerializationException"
