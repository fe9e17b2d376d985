"""Generated Serverless Framework files: packaged by version 3, linted, and read back."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import indent

import pytest
from real_tools import lint_templates, node_packages, patterns_in, run
from target_deployments import PATTERNS, deployment, deployments, meaning, single_deployments
from thoroughness import every

import pipefilter
from pipefilter.targets import Unsupported, target_named
from pipefilter.targets.deployment import Deployment

PARAMETERS = {
    "tableStreamArn": "arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
    "streamArn": "arn:aws:kinesis:us-east-1:111122223333:stream/orders",
    "sourceQueueArn": "arn:aws:sqs:us-east-1:111122223333:orders",
    "clusterArn": "arn:aws:kafka:us-east-1:111122223333:cluster/orders/0f7f-1",
    "brokerArn": "arn:aws:mq:us-east-1:111122223333:broker:orders:b-1",
    "bootstrapServer": "kafka.example.com:9092",
    "topicName": "orders",
    "topicArn": "arn:aws:sns:us-east-1:111122223333:orders",
    "queueName": "orders",
    "secretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:s-AbCdEf",
    "eventBusArn": "arn:aws:events:us-east-1:111122223333:event-busv2/orders/abcdefghijklmnopqrstuvwxy",
}
VARIABLES = (
    '{"detail": {"t": ["${self:custom.x}", "a ${opt:stage} b", "\\\\${self:x}", "${AWS::Region}", "\\\\\\\\${env:Y}"]}}',
    '{"detail": {"t": [{"prefix": "${ssm(us-east-1):/a}"}, "\\\\", "C:\\\\x", "$", "${", "$${x}"]}}',
)


def units() -> dict[str, tuple[str, list[object]]]:
    """Every service with every source, and all patterns on three of them; each with the meanings of its patterns."""
    target = target_named("serverless")
    by_name = {
        f"{unit.service.name}-{unit.source.name}": (target.render(unit), meanings(unit))
        for unit in deployments(PATTERNS["plain"], whole=True)
    }
    texts = []
    first = deployment(PATTERNS["plain"], service="rule", source="bus", whole=True)
    rules, meant = target.render(first), meanings(first)
    for text in (*VARIABLES, *PATTERNS.values()):
        unit = deployment(text, service="rule", source="bus")
        try:
            alone = target.render(unit)
        except Unsupported:
            continue
        texts.append(text)
        rules += "      - eventBridge:\n          eventBus: orders\n" + indent(alone, " " * 10)
        meant += meanings(unit)
    by_name["rules"] = rules, meant
    by_name |= {
        name: (text, meanings(unit))
        for name, unit in single_deployments(whole=True)
        if unit.policy_scope and (text := _rendered(unit))
    }
    for at in range(0, len(texts), 5):
        for service in ("lambda", "pipe"):
            unit = deployment(*texts[at : at + 5], service=service, source="sqs", whole=True)
            by_name[f"{service}-{at}"] = target.render(unit), meanings(unit)
    return by_name


def _rendered(unit: Deployment) -> str:
    """The text; "" if the framework cannot express it."""
    try:
        return target_named("serverless").render(unit)
    except Unsupported:
        return ""


def meanings(unit: Deployment) -> list[object]:
    """The meanings of the patterns."""
    return [meaning(each.text) for each in unit.filters]


def packaged(folder: Path, text: str, environment: dict[str, str]) -> Path:
    """The template that Serverless generates."""
    (folder / "serverless.yml").write_text(text, "utf-8")
    (folder / "index.js").write_text("exports.handler = async () => {};\n", "utf-8")
    program = next(
        path
        for modules in environment["NODE_PATH"].split(":")
        if (path := Path(modules) / "serverless" / "bin" / "serverless.js").exists()
    )
    parameters = [f"--param={name}={value}" for name, value in PARAMETERS.items()]
    run("node", str(program), "package", *parameters, cwd=folder, env=environment)
    return folder / ".serverless" / "cloudformation-template-update-stack.json"


def framework_environment() -> dict[str, str]:
    """The environment in which the framework packages without an account."""
    return node_packages("serverless") | {
        "SLS_TELEMETRY_DISABLED": "1",
        "SLS_NOTIFICATIONS_MODE": "off",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_REGION": "us-east-1",
    }


ONE_SUBSCRIPTION = """
service: s
provider: {name: aws}
functions:
  f:
    handler: index.handler
    events:
      - sns: {arn: "arn:aws:sns:us-east-1:111122223333:orders", filterPolicy: {a: [x, y], b: [z]}}
      - sns: {arn: "arn:aws:sns:us-east-1:111122223333:or-ders", filterPolicy: {a: [w]}}
      - sns: arn:aws:sns:us-east-1:111122223333:orders
      - sns: {topicName: other, filterPolicy: {a: [x]}}
      - sns: other
  g:
    handler: index.handler
    events:
      - sns: {topicName: other, filterPolicy: {c: [x]}}
"""


@pytest.mark.tools
def test_events_that_become_one_subscription(tmp_path: Path) -> None:
    """What PF515 reports, and nothing else, is merged."""
    path = packaged(tmp_path, ONE_SUBSCRIPTION, framework_environment())
    resources = json.loads(path.read_text("utf-8"))["Resources"].values()
    subscriptions = [each for each in resources if each["Type"] == "AWS::SNS::Subscription"]
    policies = [each["Properties"]["FilterPolicy"] for each in subscriptions]
    assert policies == [{"a": ["w", "y"], "b": ["z"]}, {"a": ["x"]}, {"c": ["x"]}]
    report = pipefilter.check(tmp_path / "serverless.yml")
    assert [problem.start.line for problem in report.problems if problem.code == "PF515"] == [8, 9]


@pytest.mark.tools
@every(24)
def test_it_is_packaged(step: int, tmp_path: Path) -> None:
    environment = framework_environment()
    templates = tmp_path / "templates"
    templates.mkdir()
    by_name = dict(list(units().items())[::step])
    for name in by_name:
        (tmp_path / name).mkdir()
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda name: packaged(tmp_path / name, by_name[name][0], environment), by_name))
    for (name, (_, meant)), path in zip(by_name.items(), made, strict=True):
        assert patterns_in("x.json", path.read_text("utf-8")) == meant, name
        shutil.copy(path, templates / f"{name}.json")
    # version 3 knows no newer runtime, and writes ${AWS::Region} where a text is meant, which CloudFormation leaves alone
    lint_templates(templates, "W2531", "E1029")
