"""Generated CloudFormation and SAM templates, against cfn-lint and aws-sam-translator."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from real_tools import lint_templates, patterns_in, python_packages, run
from target_deployments import PATTERNS, SINGLE, deployments, meaning, single_deployments
from thoroughness import NIGHTLY, every

from pipefilter.targets import Unsupported, target_named
from pipefilter.targets.deployment import Deployment

TRANSFORM = """
import json, sys
from pathlib import Path
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class NoPolicies:
    def load(self):
        return {}

for name in sys.argv[1:]:
    text = Path(name).read_text("utf-8").replace("CodeUri: src/", "CodeUri: s3://bucket/code.zip")  # as sam package does
    found = transform(yaml_parse(text), {}, NoPolicies())
    Path(name).with_suffix(".json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    Path(name).unlink()
"""


def units() -> list[tuple[str, Deployment]]:
    """Every service with every source; all patterns between them, as many at once as the service allows."""
    texts = list(PATTERNS.values())
    named_units = [
        (f"{unit.service.name}-{unit.source.name}-{at}", unit)
        for at in range(0, len(texts), 3)
        for unit in deployments(*texts[at : at + 3], whole=True)
        if unit.service.name not in SINGLE
    ]
    return [*named_units, *single_deployments(whole=True)]


@pytest.mark.tools
@pytest.mark.slow
@every(24)
@pytest.mark.parametrize("name", ["cloudformation", pytest.param("cloudformation-json", marks=NIGHTLY), "sam"])
def test_the_tools_accept_the_templates(name: str, step: int, tmp_path: Path) -> None:
    python_packages("cfnlint", "samtranslator")
    target = target_named(name)
    expected = {}
    for title, unit in units()[::step]:
        try:
            text = target.render(unit)
        except Unsupported:
            continue
        (tmp_path / f"{title}{target.suffix}").write_text(text, "utf-8")
        expected[title] = [meaning(each.text) for each in unit.filters]
    if name == "sam":
        files = sorted(str(path) for path in tmp_path.iterdir())
        environment = {"AWS_DEFAULT_REGION": "us-east-1"}
        run(sys.executable, "-W", "ignore", "-c", TRANSFORM, *files, cwd=tmp_path, env=environment)
    lint_templates(tmp_path)
    for title, patterns in expected.items():
        path = next(tmp_path.glob(f"{title}.*"))
        assert patterns_in(path.name, path.read_text("utf-8")) == patterns, title
