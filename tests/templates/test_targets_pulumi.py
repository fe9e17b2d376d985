"""Generated Pulumi programs: run under Pulumi's own mocks, with the filters of the resources they register."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from real_tools import node_packages, python_packages, run
from target_deployments import PATTERNS, SINGLE, deployment, deployments, meaning, single_deployments

from pipefilter.targets import target_named
from pipefilter.targets.deployment import Deployment

RUN_PYTHON = """
import json, runpy, sys
import pulumi

class Recorder(pulumi.runtime.Mocks):
    def __init__(self):
        self.made = []

    def new_resource(self, args):
        self.made.append([args.typ, args.name, args.inputs])
        return [args.name + "_id", {**args.inputs, "arn": "arn:aws:" + args.name, "url": "https://" + args.name}]

    def call(self, args):
        return {"accountId": "111122223333"}

found = {}
for name in sys.argv[2:]:
    recorder = Recorder()
    pulumi.runtime.set_mocks(recorder, project="p", stack="s")
    pulumi.runtime.set_all_config(json.loads(sys.argv[1]))

    @pulumi.runtime.test
    def program():
        runpy.run_path(name)

    program()
    found[name] = recorder.made
json.dump(found, open("made.json", "w"))
"""
RUN_NODE = """
const fs = require("fs");
const pulumi = require("@pulumi/pulumi");
const names = process.argv.slice(2);
const found = {};
let hasWritten = false;
async function next() {
  if (names.length === 0) {
    if (!hasWritten) fs.writeFileSync("made.json", JSON.stringify(found));
    hasWritten = true;
    return;
  }
  setImmediate(() => undefined);  // else Node would not say it again
  const name = names.shift();
  found[name] = [];
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      found[name].push([args.type, args.name, args.inputs]);
      return {
        id: args.name + "_id",
        state: { ...args.inputs, arn: "arn:aws:" + args.name, url: "https://" + args.name },
      };
    },
    call: () => ({ accountId: "111122223333" }),
  }, "p", "s");
  require(name);
}
pulumi.runtime.setAllConfig(JSON.parse(process.argv[1]));
// Node says that it would end when nothing is left to do of a program: then the next one begins
process.on("beforeExit", () => next().catch((error) => { console.error(error); process.exit(1); }));
"""
KINDS = {
    "pipe": "aws:pipes/pipe:Pipe",
    "lambda": "aws:lambda/eventSourceMapping:EventSourceMapping",
    "rule": "aws:cloudwatch/eventRule:EventRule",
    "sns": "aws:sns/topicSubscription:TopicSubscription",
    "sns-body": "aws:sns/topicSubscription:TopicSubscription",
}
NAMES = [
    "tableStreamArn",
    "streamArn",
    "sourceQueueArn",
    "clusterArn",
    "brokerArn",
    "bootstrapServer",
    "topicName",
    "queueName",
    "secretArn",
    "eventBusName",
    "functionName",
    "enrichmentArn",
    "topicArn",
    "functionArn",
]
CONFIG = json.dumps({f"p:{name}": f"the-{name}" for name in NAMES})


def units() -> dict[str, Deployment]:
    """Every service with every source, some patterns in each; for rules and subscriptions one unit a pattern."""
    texts = list(PATTERNS.values())
    by_name = {}
    for unit in deployments(*texts, whole=True):
        if unit.service.name not in {*SINGLE, "v2"}:
            by_name[f"{unit.service.name}_{unit.source.name}"] = unit
    by_name |= dict(single_deployments(whole=True))
    by_name["enriched"] = deployment(
        PATTERNS["dynamodb"], service="pipe", source="dynamodb", whole=True, function="Enrich"
    )
    return by_name


def filters(kind: str, inputs: dict[str, Any]) -> Iterator[str]:
    """The texts of the patterns in a resource."""
    if kind == KINDS["rule"]:
        yield inputs["eventPattern"]
        return
    if kind == KINDS["sns"]:
        yield inputs["filterPolicy"]
        return
    parent = inputs["sourceParameters"] if kind == KINDS["pipe"] else inputs
    yield from (unit["pattern"] for unit in parent["filterCriteria"]["filters"])


def check(made: dict[str, list[Any]], by_name: dict[str, Deployment]) -> None:
    """Assert that each program registered its resource with its filters, and left no reference unresolved."""
    assert len(made) == len(by_name)
    for path, resources in made.items():
        unit = by_name[Path(path).stem]
        kind = KINDS[unit.service.name]
        texts = [text for made_of, _, inputs in resources if made_of == kind for text in filters(kind, inputs)]
        assert [meaning(text) for text in texts] == [meaning(each.text) for each in unit.filters], path
        policies = [
            json.loads(text)
            for _, _, inputs in resources
            for name in ("policy", "assumeRolePolicy", "redrivePolicy")
            if (text := inputs.get(name)) is not None
        ]
        assert unit.service.name == "lambda" or len(policies) >= 2
        scopes = [inputs["filterPolicyScope"] for _, _, inputs in resources if "filterPolicyScope" in inputs]
        assert scopes == ([unit.policy_scope] if unit.policy_scope else [])
        assert all(isinstance(policy, dict) for policy in policies)


@pytest.mark.tools
@pytest.mark.slow
def test_python_under_mocks(tmp_path: Path) -> None:
    python_packages("pulumi", "pulumi_aws")
    by_name = units()
    files = []
    for name, unit in by_name.items():
        path = tmp_path / f"{name}.py"
        path.write_text(target_named("pulumi-python").render(unit), "utf-8")
        files.append(str(path))
    run(sys.executable, "-W", "ignore", "-c", RUN_PYTHON, CONFIG, *files, cwd=tmp_path)
    check(json.loads((tmp_path / "made.json").read_text("utf-8")), by_name)


@pytest.mark.tools
@pytest.mark.nightly
def test_typescript_compiled_and_under_mocks(tmp_path: Path) -> None:
    environment = node_packages("typescript", "@pulumi/pulumi", "@pulumi/aws")
    by_name = units()
    for name, unit in by_name.items():
        (tmp_path / f"{name}.ts").write_text(target_named("pulumi-typescript").render(unit), "utf-8")
    modules = next(
        folder for folder in environment["NODE_PATH"].split(":") if (Path(folder) / "@pulumi" / "aws").is_dir()
    )
    (tmp_path / "node_modules").symlink_to(modules, target_is_directory=True)
    options = ["--strict", "--noUnusedParameters", "--target", "es2022", "--module", "commonjs"]
    options += ["--moduleResolution", "node", "--skipLibCheck"]
    run("tsc", *options, *(f"{name}.ts" for name in by_name), cwd=tmp_path, env=environment)
    files = [str(tmp_path / f"{name}.js") for name in by_name]
    run("node", "-e", RUN_NODE, CONFIG, *files, cwd=tmp_path, env=environment)
    check(json.loads((tmp_path / "made.json").read_text("utf-8")), by_name)
