"""Generated CDK programs: compiled, synthesized, linted, and read back."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from real_tools import lint_templates, node_packages, patterns_in, python_packages, run
from target_deployments import PATTERNS, SINGLE, deployment, deployments, meaning, single_deployments
from thoroughness import every

from pipefilter.targets import target_named
from pipefilter.targets.deployment import Deployment

RUN_PYTHON = """
import functools, pathlib, runpy, sys
import aws_cdk

app = aws_cdk.App
for name in sys.argv[1:]:
    aws_cdk.App = functools.partial(app, outdir=str(pathlib.Path(name).with_suffix("")))
    runpy.run_path(name)
"""
RUN_NODE = """
for (const name of process.argv.slice(1)) {
  process.env.CDK_OUTDIR = name.replace(/[.]js$/, "");
  require(name);
}
"""


def units(*, is_python: bool) -> dict[str, Deployment]:
    """Every service with every source, all patterns in each; for rules and subscriptions one unit a pattern."""
    by_name = {}
    texts = list(PATTERNS.values())
    for begin in range(0, len(texts), 7):
        for unit in deployments(*texts[begin : begin + 7], whole=True):
            if unit.service.name not in SINGLE and (not begin or unit.source.name in {"sqs", "bus"}):
                by_name[f"{unit.service.name}_{unit.source.name}_{begin}"] = unit
    by_name |= dict(single_deployments(whole=True))
    by_name["enriched"] = deployment(
        PATTERNS["dynamodb"], service="pipe", source="dynamodb", whole=True, function="Enrich"
    )
    objects = [
        text
        for text in texts
        if not is_python or deployment(text, service="pipe", source="sqs").filters[0].value
    ]
    for source in ("dynamodb", "kinesis", "sqs"):
        # npm has the enrichments in no version that goes with the others
        function = "Enrich" if source == "kinesis" and is_python else ""
        by_name[f"alpha_{source}"] = deployment(
            *objects[:7], service="pipe", source=source, whole=True, alpha=True, function=function
        )
    return by_name


def check(folder: Path, by_name: dict[str, Deployment]) -> None:
    """Assert that the patterns are in the synthesized templates, and cfn-lint reports nothing."""
    templates = folder / "templates"
    templates.mkdir()
    for name, unit in by_name.items():
        (made,) = (folder / name).glob("*.template.json")
        text = made.read_text("utf-8")
        assert patterns_in(made.name, text) == [meaning(each.text) for each in unit.filters], name
        if len(unit.filters) == 1:  # more are more than the service takes
            shutil.copy(made, templates / f"{name}.json")
    lint_templates(templates)


@pytest.mark.tools
@pytest.mark.slow
@every(24)
def test_python_is_synthesized(step: int, tmp_path: Path) -> None:
    python_packages("aws_cdk", "aws_cdk.aws_pipes_alpha", "cfnlint")
    if shutil.which("node") is None:
        node_packages()
    by_name = dict(list(units(is_python=True).items())[::step])
    target = target_named("cdk-python")
    for name, unit in by_name.items():
        (tmp_path / f"{name}.py").write_text(target.render(unit), "utf-8")
    files = [str(tmp_path / f"{name}.py") for name in by_name]
    run(sys.executable, "-W", "ignore", "-c", RUN_PYTHON, *files, cwd=tmp_path, env=node_packages())
    check(tmp_path, by_name)


def compiled(folder: Path, names: list[str], environment: dict[str, str]) -> None:
    """Compile programs in TypeScript."""
    modules = next(
        modules for modules in environment["NODE_PATH"].split(":") if (Path(modules) / "aws-cdk-lib").is_dir()
    )
    (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    options = ["--strict", "--noUnusedParameters", "--target", "es2022", "--module", "commonjs"]
    options += ["--moduleResolution", "node", "--skipLibCheck"]
    run("tsc", *options, *names, cwd=folder, env=environment)


@pytest.mark.tools
@every(24)
def test_typescript_is_compiled_and_synthesized(step: int, tmp_path: Path) -> None:
    packages = ["typescript", "aws-cdk-lib", "constructs", "@types/node"]
    packages += [f"@aws-cdk/aws-pipes-{name}alpha" for name in ("", "sources-", "targets-")]
    environment = node_packages(*packages)
    python_packages("cfnlint")
    by_name = dict(list(units(is_python=False).items())[::step])
    target = target_named("cdk-typescript")
    for name, unit in by_name.items():
        (tmp_path / f"{name}.ts").write_text(target.render(unit), "utf-8")
    compiled(tmp_path, [f"{name}.ts" for name in by_name], environment)
    files = [str(tmp_path / f"{name}.js") for name in by_name]
    run("node", "-e", RUN_NODE, *files, cwd=tmp_path, env=environment)
    check(tmp_path, by_name)


FORMS = {
    "cdk-python": (
        "#",
        """import aws_cdk as cdk
from aws_cdk import aws_sns as sns
app = cdk.App()
stack = cdk.Stack(app, "Forms")
topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:us-east-1:111122223333:orders")
""",
        """
subscription = sns.CfnSubscription(stack, "Exact{number}", topic_arn=topic.topic_arn, protocol="sqs",
endpoint="arn:aws:sqs:us-east-1:111122223333:orders", {form})
""",
        """
sns.Subscription(stack, "Own{number}", topic=topic, protocol=sns.SubscriptionProtocol.SQS,
endpoint="arn:aws:sqs:us-east-1:111122223333:orders", {form})
""",
        "app.synth()\n",
    ),
    "cdk-typescript": (
        "//",
        """import * as cdk from "aws-cdk-lib";
import * as sns from "aws-cdk-lib/aws-sns";
const stack = new cdk.Stack(new cdk.App(), "Forms");
const topic = sns.Topic.fromTopicArn(stack, "Topic", "arn:aws:sns:us-east-1:111122223333:orders");
let subscription: sns.CfnSubscription;
""",
        """
subscription = new sns.CfnSubscription(stack, "Exact{number}", {{ topicArn: topic.topicArn, protocol: "sqs",
endpoint: "arn:aws:sqs:us-east-1:111122223333:orders", {form} }});
""",
        """
new sns.Subscription(stack, "Own{number}", {{ topic, protocol: sns.SubscriptionProtocol.SQS,
endpoint: "arn:aws:sqs:us-east-1:111122223333:orders", {form} }});
""",
        "",
    ),
}
"""The mark of a comment, and the parts of a program around both forms of filter policies."""


def program_of_forms(name: str) -> tuple[str, list[object]]:
    """A program with every pattern in both forms, and the meanings of its subscriptions."""
    comment, begin, exact, own, end = FORMS[name]
    parts, meanings = [begin], list[object]()
    units = [unit for _, unit in single_deployments(whole=False) if unit.policy_scope]
    for number, unit in enumerate(units):
        for block in re.split(f"^{comment} ", target_named(name).render(unit), flags=re.MULTILINE)[1:]:
            title, _, form = block.partition("\n")
            if title.startswith("Call"):
                parts.append(form)
                continue
            parts.append((exact if "CfnSubscription" in title else own).format(number=number, form=form))
            meanings.append(meaning(unit.pattern.text))
    return "".join([*parts, end]), meanings


@pytest.mark.tools
@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_both_forms_of_filter_policies(name: str, tmp_path: Path) -> None:
    """The properties of CfnSubscription, and those of the CDK's own constructs, write the same policies."""
    python_packages("aws_cdk", "cfnlint")
    environment = node_packages("typescript", "aws-cdk-lib", "constructs", "@types/node")
    text, meanings = program_of_forms(name)
    assert len(meanings) > len(PATTERNS) * 2.5
    if name == "cdk-python":
        (tmp_path / "forms.py").write_text(text, "utf-8")
        file = str(tmp_path / "forms.py")
        run(sys.executable, "-W", "ignore", "-c", RUN_PYTHON, file, cwd=tmp_path, env=environment)
    else:
        (tmp_path / "forms.ts").write_text(text, "utf-8")
        compiled(tmp_path, ["forms.ts"], environment)
        run("node", "-e", RUN_NODE, str(tmp_path / "forms.js"), cwd=tmp_path, env=environment)
    (made,) = (tmp_path / "forms").glob("*.template.json")
    assert patterns_in(made.name, made.read_text("utf-8")) == meanings


@pytest.mark.parametrize("name", ["cdk-python", "cdk-typescript"])
def test_alpha_is_refused_where_there_is_no_construct(name: str) -> None:
    from pipefilter.targets import Unsupported

    for service, source in (("pipe", "msk"), ("lambda", "sqs"), ("rule", "bus")):
        unit = deployment(PATTERNS["plain"], service=service, source=source, whole=True, alpha=True)
        with pytest.raises(Unsupported, match="generate it without alpha"):
            target_named(name).render(unit)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({name: ["x"] for name in "abcdef"}),
        json.dumps({"a": [str(number) for number in range(151)]}),
        '{"a": {"b": {"c": ["1", "2", "3", "4"]}}, "d": {"e": {"f": ["1", "2", "3", "4", "5"]}}}',
    ],
)
@pytest.mark.parametrize("name", FORMS)
def test_policies_that_the_constructs_reject_have_one_form(name: str, text: str) -> None:
    """The CDK counts keys at the root, and values as many times as they are deep."""
    unit = deployment(text, service="sns-body", source="sns")
    assert "CfnSubscription" in target_named(name).render(unit)
    assert "FilterOrPolicy" not in target_named(name).render(unit)
    whole = deployment(text, service="sns-body", source="sns", whole=True)
    assert "CfnSubscription" in target_named(name).render(whole)
