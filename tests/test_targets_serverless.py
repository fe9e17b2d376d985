"""The Serverless Framework as generated: packaged by version 3, linted, and read back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from real_tools import lint_templates, node_packages, patterns_in, run
from target_deployments import PATTERNS, deployments, meaning

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
    "queueName": "orders",
    "secretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:s-AbCdEf",
    "eventBusArn": "arn:aws:events:us-east-1:111122223333:event-bus/orders",
}
VARIABLES = (
    '{"detail": {"t": ["${self:custom.x}", "a ${opt:stage} b", "\\\\${self:x}", "${AWS::Region}", "\\\\\\\\${env:Y}"]}}',
    '{"detail": {"t": [{"prefix": "${ssm(us-east-1):/a}"}, "\\\\", "C:\\\\x", "$", "${", "$${x}"]}}',
)


def units() -> dict[str, Deployment]:
    """Every service with every source, the patterns shared out among them."""
    found: dict[str, Deployment] = {}
    texts = [*VARIABLES, *PATTERNS.values()]
    at = 0
    for one in deployments(PATTERNS["plain"], whole=True):
        found[f"{one.service.name}-{one.source.name}"] = one
    target = target_named("serverless")
    for text in texts:
        for one in deployments(text, whole=True):
            if (one.service.name, one.source.name) not in {("rule", "bus"), ("lambda", "sqs"), ("pipe", "sqs")}:
                continue
            try:
                target.render(one)
            except Unsupported:
                continue
            at += 1
            found[f"{one.service.name}-{at}"] = one
    return found


def test_it_is_packaged(tmp_path: Path) -> None:
    environment = node_packages("serverless")
    modules = next(
        folder for folder in environment["NODE_PATH"].split(":") if (Path(folder) / "serverless").is_dir()
    )
    environment |= {
        "SLS_TELEMETRY_DISABLED": "1",
        "SLS_NOTIFICATIONS_MODE": "off",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_REGION": "us-east-1",
    }
    parameters = [f"--param={name}={value}" for name, value in PARAMETERS.items()]
    templates = tmp_path / "templates"
    templates.mkdir()
    wanted = units()
    for name, one in wanted.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "serverless.yml").write_text(target_named("serverless").render(one), "utf-8")
        (folder / "index.js").write_text("exports.handler = async () => {};\n", "utf-8")
        run(
            "node",
            f"{modules}/serverless/bin/serverless.js",
            "package",
            *parameters,
            cwd=folder,
            env=environment,
        )
        made = folder / ".serverless" / "cloudformation-template-update-stack.json"
        text = made.read_text("utf-8")
        assert patterns_in("x.json", text) == [meaning(each.text) for each in one.filters], name
        shutil.copy(made, templates / f"{name}.json")
        assert json.loads(text)
    lint_templates(templates)
