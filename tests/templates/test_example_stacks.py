"""The stacks in `examples/stacks/` equal the output of `pipefilter generate`; PIPEFILTER_WRITE_GOLDEN=1 rewrites them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from real_tools import lint_templates
from repository import ROOT
from target_deployments import meaning

import pipefilter
from pipefilter.cli.main import pipefilter as command
from pipefilter.targets import TARGETS

STACKS = ROOT / "examples" / "stacks"
FILES = {
    "cdk-typescript": "app.ts",
    "cdk-python": "app.py",
    "sam": "template.yaml",
    "cloudformation": "template.yaml",
    "cloudformation-json": "template.json",
    "terraform": "main.tf",
    "serverless": "serverless.yml",
    "pulumi-python": "__main__.py",
    "pulumi-typescript": "index.ts",
    "aws-cli": "deploy.sh",
    "boto3": "deploy.py",
}
PATTERNS = ("paid.json", "paid-at-once.json")
SERVICES = {"sam": "lambda", "serverless": "lambda"}
"""These two are mostly for functions; the others have the pipe."""


def arguments(name: str) -> list[str]:
    """The arguments that generated the stack, in `examples/stacks/`."""
    service = SERVICES.get(name, "pipe")
    options = ["--service", service, "--source", "dynamodb", "--whole", "--name", "Paid"]
    options += ["--function", "Notify"] if service == "lambda" or name == "cdk-typescript" else []
    return ["generate", name, *PATTERNS, *options]


def test_each_target_has_a_stack() -> None:
    assert set(FILES) == {target.name for target in TARGETS}
    there = {path.parent.name for path in STACKS.glob("*/*")}
    assert there == {*FILES, "sns"}


@pytest.mark.parametrize("name", FILES)
def test_stack(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stack equals the output, and the page about the stacks contains the command."""
    monkeypatch.chdir(STACKS)
    done = CliRunner().invoke(command, arguments(name))
    assert done.exit_code == 0, done.stderr
    path = STACKS / name / FILES[name]
    if os.environ.get("PIPEFILTER_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(done.stdout, "utf-8")
    assert path.read_text("utf-8") == done.stdout
    line = f"pipefilter {' '.join(arguments(name))} > {name}/{FILES[name]}"
    assert line in (STACKS / "README.md").read_text("utf-8")


def test_their_patterns_are_found() -> None:
    """`check` lists both patterns of each stack that is a template, with the same results for all."""
    done = CliRunner().invoke(command, ["check", str(STACKS), "--json"])
    assert done.exit_code == 0, done.stdout
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    counts: dict[str, int] = {}
    for line in lines:
        path = Path(line["pattern"].partition("#")[0])
        if path.parent not in (STACKS, STACKS / "sns"):
            assert line["source"] == "dynamodb"
            counts[path.parent.name] = counts.get(path.parent.name, 0) + 1
    templates = ("sam", "cloudformation", "cloudformation-json", "terraform", "serverless")
    assert counts == dict.fromkeys(templates, len(PATTERNS))


def test_stack_of_sns() -> None:
    """A subscription of each scope: the policies are those in `examples/sns/`, with their services and endpoints."""
    for name, file, service, endpoint in (
        ("GoldByAttributes", "gold-attributes.json", "sns", "sqs"),
        ("GoldByBody", "gold-body.json", "sns-body", "lambda"),
    ):
        filters = pipefilter.load(f"{STACKS / 'sns' / 'template.yaml'}#{name}")
        policy = (ROOT / "examples" / "sns" / file).read_text("utf-8")
        assert meaning(str(filters.patterns[0])) == meaning(policy)
        assert (filters.service, filters.source) == (service, "sns")
        assert filters.endpoint is not None
        assert filters.endpoint.kind == endpoint


@pytest.mark.tools
def test_stack_of_sns_is_valid() -> None:
    """For cfn-lint, which knows the schemas of CloudFormation."""
    lint_templates(STACKS / "sns")


def test_patterns_are_kept() -> None:
    """A template yields the patterns that it was generated from."""
    from pipefilter.templates.template_file import template_file

    expected = [meaning((STACKS / name).read_text("utf-8")) for name in PATTERNS]
    path = STACKS / "terraform" / "main.tf"
    (resource,) = template_file(path.name, path.read_bytes()).resources
    assert [meaning(each.source.filled()[0].text) for each in resource.filters if each.source] == expected
