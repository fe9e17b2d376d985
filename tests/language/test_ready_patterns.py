"""The ready-made patterns: each is valid, has events, and matches them as expected."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from click.testing import CliRunner
from pattern_problems import pattern_problems
from repository import ROOT

import pipefilter
from pipefilter.cli.main import pipefilter as command
from pipefilter.filtering.placement import resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.language.event_pattern import render
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.language.parse import parse
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.ready_patterns import PatternFolder, pattern_folders, ready_patterns
from pipefilter.services import service_named
from pipefilter.sources import source_named

FOLDER = ROOT / "patterns"
READY = pattern_folders(FOLDER)
SOURCES = {"dynamodb_stream", "s3", "ec2", "cloudtrail", "sqs", "kinesis", "guardduty", "custom_bus"}
SEEN = {"dynamodb_stream": "dynamodb", "kinesis": "kinesis", "sqs": "sqs"}
"""The source of the ready-made patterns of a folder, if it is not an event bus."""
MAY_BE_NOTED = {
    "custom_bus/path-with-gap": {"PF447"},  # a v2 subscriber takes no wildcard
    "kinesis/partition-key": {"PF435"},  # Lambda's page lists data only
    "sqs/message-attribute": {"PF435"},  # Lambda's page lists body only
}
"""The codes that are allowed in some service: it rejects the pattern, or AWS's pages are not clear."""
ADVICE_MEANT: dict[str, set[str]] = {}
"""Ready-made patterns for which `check` has advice that does not apply, with its codes."""


def test_there_are_enough() -> None:
    """At least fifteen, covering all the sources."""
    assert len(READY) >= 15
    assert {pattern_folder.name.split("/")[0] for pattern_folder in READY} >= SOURCES
    assert [pattern_folder.name for pattern_folder in ready_patterns()] == [
        pattern_folder.name for pattern_folder in READY
    ]


@pytest.mark.parametrize("pattern_folder", READY, ids=lambda pattern_folder: pattern_folder.name)
def test_ready_pattern(pattern_folder: PatternFolder) -> None:
    """Each is valid without advice, has a README with a title, and has at least two events of each verdict."""
    text = pattern_folder.pattern.read_text("utf-8")
    pattern = parse(text)
    assert {problem.code for problem in pattern_problems(pattern)} == ADVICE_MEANT.get(
        pattern_folder.name, set()
    )
    source = source_named(SEEN.get(pattern_folder.name.split("/")[0], "bus"))
    for service in map(service_named, source.services):
        assert {
            problem.code for problem in pattern_problems(pattern, service=service, source=source)
        } <= MAY_BE_NOTED.get(pattern_folder.name, set()), service.name
    assert json.loads(render(pattern)) == json.loads(text)
    readme = (pattern_folder.folder / "README.md").read_text("utf-8")
    assert pattern_folder.title
    assert "https://docs.aws.amazon.com/" in readme
    filed = list(pattern_folder.fixtures())
    criteria = parse_filters(text)
    evaluator = RecordEvaluator(criteria, resolve_placement(criteria))
    assert sum(must_match for _, must_match in filed) >= 2
    assert sum(not must_match for _, must_match in filed) >= 2
    for path, must_match in filed:
        (outcome,) = evaluator.evaluate(path.read_text("utf-8"))
        assert outcome.matches is must_match, path
        assert outcome.verdict is not None
        (verdict,) = outcome.verdict.filters
        if verdict.is_dropped:
            continue
        assert ReferenceMatcher(pattern).matches(verdict.seen) is must_match, path
        assert pipefilter.matches(pattern, verdict.seen) is must_match, path
        assert pipefilter.explain(pattern, verdict.seen).matches is must_match, path


MADE_BY = re.compile(r"^\*\*Made by:\*\* `pipefilter (.+)`$", re.MULTILINE)


@pytest.mark.parametrize("pattern_folder", READY, ids=lambda pattern_folder: pattern_folder.name)
def test_made_by(pattern_folder: PatternFolder) -> None:
    """If the README names the command that made the pattern, that command prints it."""
    made = MADE_BY.search((pattern_folder.folder / "README.md").read_text("utf-8"))
    if made is not None:
        result = CliRunner().invoke(command, shlex.split(made[1]))
        assert json.loads(result.stdout) == json.loads(pattern_folder.pattern.read_text("utf-8"))


def test_some_are_made_by_the_builder() -> None:
    """Some of them are made by the builder."""
    made = [
        pattern_folder
        for pattern_folder in READY
        if MADE_BY.search((pattern_folder.folder / "README.md").read_text("utf-8"))
    ]
    assert len(made) >= 5
