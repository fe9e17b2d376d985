"""The Serverless Framework as generated: packaged by version 3, linted, and read back."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from real_tools import lint_templates, node_packages, patterns_in, run
from target_deployments import PATTERNS, deployment, deployments, meaning

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
    "eventBusArn": "arn:aws:events:us-east-1:111122223333:event-busv2/orders/abcdefghijklmnopqrstuvwxy",
}
VARIABLES = (
    '{"detail": {"t": ["${self:custom.x}", "a ${opt:stage} b", "\\\\${self:x}", "${AWS::Region}", "\\\\\\\\${env:Y}"]}}',
    '{"detail": {"t": [{"prefix": "${ssm(us-east-1):/a}"}, "\\\\", "C:\\\\x", "$", "${", "$${x}"]}}',
)


def units() -> dict[str, Deployment]:
    """Every service with every source, and all patterns on three of them; a rule has one, a list five at once."""
    found: dict[str, Deployment] = {}
    for one in deployments(PATTERNS["plain"], whole=True):
        found[f"{one.service.name}-{one.source.name}"] = one
    target = target_named("serverless")
    texts = []
    for text in (*VARIABLES, *PATTERNS.values()):
        one = deployment(text, service="rule", source="bus", whole=True)
        try:
            target.render(one)
        except Unsupported:
            continue
        texts.append(text)
        found[f"rule-{len(texts)}"] = one
    for at in range(0, len(texts), 5):
        for service in ("lambda", "pipe"):
            found[f"{service}-{at}"] = deployment(
                *texts[at : at + 5], service=service, source="sqs", whole=True
            )
    return found


def packaged(folder: Path, one: Deployment, environment: dict[str, str]) -> Path:
    """The template that Serverless makes."""
    (folder / "serverless.yml").write_text(target_named("serverless").render(one), "utf-8")
    (folder / "index.js").write_text("exports.handler = async () => {};\n", "utf-8")
    program = next(
        path
        for modules in environment["NODE_PATH"].split(":")
        if (path := Path(modules) / "serverless" / "bin" / "serverless.js").exists()
    )
    parameters = [f"--param={name}={value}" for name, value in PARAMETERS.items()]
    run("node", str(program), "package", *parameters, cwd=folder, env=environment)
    return folder / ".serverless" / "cloudformation-template-update-stack.json"


def test_it_is_packaged(tmp_path: Path) -> None:
    environment = node_packages("serverless")
    environment |= {
        "SLS_TELEMETRY_DISABLED": "1",
        "SLS_NOTIFICATIONS_MODE": "off",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_REGION": "us-east-1",
    }
    templates = tmp_path / "templates"
    templates.mkdir()
    wanted = units()
    for name in wanted:
        (tmp_path / name).mkdir()
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda name: packaged(tmp_path / name, wanted[name], environment), wanted))
    for (name, one), path in zip(wanted.items(), made, strict=True):
        text = path.read_text("utf-8")
        assert patterns_in("x.json", text) == [meaning(each.text) for each in one.filters], name
        shutil.copy(path, templates / f"{name}.json")
    # version 3 knows no newer runtime, and writes ${AWS::Region} where a text is meant, which CloudFormation leaves alone
    lint_templates(templates, "W2531", "E1029")
