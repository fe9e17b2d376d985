"""The fixes that editors offer: each removes its problem, and changes nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import Case, load, text_of

import pipefilter
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_check import check_data
from pipefilter.application.problem_kinds import problem_kinds
from pipefilter.application.report import LocatedProblem
from pipefilter.comparing.comparison import compare_patterns
from pipefilter.editing.document import Document
from pipefilter.editing.fixes import assessment, certainty, document_fixes, edited, fixes
from pipefilter.editing.fixes.finders import FINDERS
from pipefilter.json_text.writer import quoted
from pipefilter.language.event_pattern import EventPattern

SEVERITIES = ("note", "warning", "error")


def problems_of(document: Document, settings: CheckSettings) -> list[LocatedProblem]:
    report = check_data(document.name, document.data, settings, is_named=False)
    return [problem for pattern in report.patterns for problem in pattern.all_problems]


@pytest.mark.parametrize("case", [each for each in load("editing") if str(each.id).startswith("fixes-")])
def test_cases(case: Case) -> None:
    """A document has exactly these problems, and each of them exactly these fixes."""
    document = Document(case["file"], case["text"])
    settings = CheckSettings(**case.get("settings", {}))
    assert [
        {
            "code": problem.code,
            "pointer": problem.problem.pointer,
            "fixes": [
                {"title": fix.title, "text": edited(document, fix.edits).text}
                for fix in fixes(document, problem, settings)
            ],
        }
        for problem in problems_of(document, settings)
    ] == case["problems"]


def test_codes() -> None:
    """Each code with a fix exists, and a fix of a valid pattern says whether it changes what matches."""
    kinds = problem_kinds()
    assert set(FINDERS) <= set(kinds)
    assert list(FINDERS) == sorted(FINDERS)
    assert all(kinds[code].advice for code, kind in FINDERS.items() if not kind.is_equal)


def test_a_document_that_is_not_a_pattern_has_no_fixes() -> None:
    """A problem of another document is not fixed."""
    (problem,) = problems_of(Document("pattern.json", '{"source": "a"}'), CheckSettings())
    for text in ("", "x", "{", "\ufeff{}", '{"source": ["a"]}', '{"name": "shop"}', "\ud800"):
        assert fixes(Document("pattern.json", text), problem) == ()


# Laws: for every case of an error and of advice, alone and inside templates


def as_object_in_json(pattern: str) -> str:
    return (
        '{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": ' + pattern + "}}}}"
    )


def as_string_in_json(pattern: str) -> str:
    properties = f'"EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:q", "FilterCriteria": {{"Filters": [{{"Pattern": {quoted(pattern)}}}]}}'
    return f'{{"Resources": {{"R": {{"Type": "AWS::Lambda::EventSourceMapping", "Properties": {{{properties}}}}}}}}}'


YAML = "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:"


def as_yaml_block(pattern: str) -> str:
    return f"{YAML} |\n" + "".join(f"        {line}\n" for line in pattern.split("\n"))


def as_yaml(pattern: str) -> str:
    import yaml

    text = yaml.safe_dump(json.loads(pattern), allow_unicode=True, default_flow_style=False, sort_keys=False)
    return f"{YAML}\n" + "".join(f"        {line}\n" for line in text.splitlines())


def as_hcl(pattern: str) -> str:
    return f'resource "aws_cloudwatch_event_rule" "r" {{\n  event_pattern = jsonencode({pattern})\n}}\n'


CONTAINERS: dict[str, Callable[[str], str]] = {
    "pattern.json": str,
    "object.json": as_object_in_json,
    "string.json": as_string_in_json,
    "block.yaml": as_yaml_block,
    "template.yaml": as_yaml,
    "main.tf": as_hcl,
}
LAW_CASES = [
    each
    for each in (*load("errors"), *load("advice"))
    if len(text_of(each.values[0].get("pattern", ""))) < 2000
]


def parsed(document: Document, folder: Path) -> EventPattern | None:
    """The only pattern of a document; None if it is not valid, or if there are several."""
    path = folder / document.name
    path.write_bytes(document.data)
    try:
        filters = pipefilter.load(str(path)).criteria.filters
    except (pipefilter.PipefilterError, ValueError):
        return None
    return filters[0].pattern if len(filters) == 1 else None


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", CONTAINERS)
def test_every_fix_keeps_its_promise(name: str, tmp_path: Path) -> None:
    """The problem is gone, no new one of its severity appears, and a valid pattern matches the same events."""
    count = 0
    for parameters in LAW_CASES:
        case: Case = parameters.values[0]
        if not case.get("pattern") or case.get("template"):
            continue
        settings = CheckSettings(case.get("service", ""), case.get("source", ""))
        try:
            document = Document(name, CONTAINERS[name](text_of(case["pattern"])))
        except (ValueError, RecursionError):  # not JSON, which this container needs
            continue
        count += verify(document, settings, tmp_path)
    assert count > 50


def verify(document: Document, settings: CheckSettings, folder: Path) -> int:
    """Apply each fix of a document, and return how many there are."""
    before = problems_of(document, settings)
    counts = Counter((problem.code, problem.message) for problem in before)
    count = 0
    for problem in before:
        for fix in fixes(document, problem, settings):
            count += 1
            fixed = edited(document, fix.edits)
            label = (fix.title, problem.code, document.text, fixed.text)
            after = problems_of(fixed, settings)
            new = Counter((each.code, each.message) for each in after) - counts
            serious = SEVERITIES[SEVERITIES.index(problem.severity) :]
            if problem.problem.advice:
                assert not [
                    each for each in after if new[each.code, each.message] and each.severity in serious
                ], label
            if problem.code == "PF101":
                continue
            key = (problem.code, problem.message)
            assert sum((each.code, each.message) == key for each in after) < counts[key], label
            if problem.problem.advice and FINDERS[problem.code].is_equal:
                pair = parsed(document, folder), parsed(fixed, folder)
                if pair[0] is not None:
                    assert pair[1] is not None, label
                    assert compare_patterns([pair[0]], [pair[1]]).relation == "equal", label
    return count


def long_template(name: str) -> str:
    """A template of 300 resources, each with two problems."""
    pattern = '{"source": ["a", "a"], "detail": {"b": [{"prefix": "q"}, "qq"]}}'
    if name == "main.tf":
        return "".join(as_hcl(pattern).replace('"r"', f'"r{number}"') for number in range(300))
    resources = {
        f"R{number}": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": json.loads(pattern)}}
        for number in range(300)
    }
    if name.endswith(".json"):
        return json.dumps({"Resources": resources}, indent=1)
    import yaml

    return str(yaml.safe_dump({"Resources": resources}, sort_keys=False))


@pytest.mark.parametrize("name", ["template.yaml", "template.json", "main.tf"])
def test_only_the_resource_at_fault_is_checked_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(name, long_template(name))
    problems = problems_of(document, CheckSettings())
    lengths: list[int] = []

    def assess(document: Document, settings: CheckSettings) -> assessment.Assessment:
        lengths.append(len(document.text))
        return assessment.assess(document, settings)

    monkeypatch.setattr(document_fixes, "assess", assess)
    monkeypatch.setattr(certainty, "assess", assess)
    for problem in (problems[0], problems[len(problems) // 2], problems[-1]):
        (fix,) = fixes(document, problem)
        text = edited(document, fix.edits).text
        assert len(text) < len(document.text)
        assert len(problems_of(Document(name, text), CheckSettings())) == len(problems) - 1
    assert lengths
    assert max(lengths) < 2_000 < len(document.text)


def test_no_more_checks_if_the_answer_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("pattern.json", '{"source": ["a", "a"]}')
    (problem,) = problems_of(document, CheckSettings())
    assert document_fixes.DocumentFixes(document).of(problem)
    monkeypatch.delattr(document_fixes, "assess")
    assert document_fixes.DocumentFixes(document, should_stop=lambda: True).of(problem) == ()


# Bystanders: a script, comments, and valid patterns with everything that is at fault in JSON

SCRIPT = """// it's {a: 'b',} # c
          const url = 'http://x'; /* "y" */ const list = [1, 2,]; // \u201cz\u201d True None
          exports.handler = async () => ({url, detail: {name: ["y" "z"]}});
"""
BEFORE_YAML = f"""# it's "all" // here, /* and */ {{there: 'x',}}
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Code:
        ZipFile: |
          {SCRIPT}
  B:
    Type: AWS::Events::Rule
    Properties:
      Description: "it's // 'x' # y {{a: 1,}}" # 'why'
      EventPattern:
        source: [my.app]  # it's
        detail: {{path: [a//b, team#red, it's 'x' ok], note: ['/* {{a: 1,}} */', "True, None,"]}}
"""
AFTER_YAML = """  # it's "next" // /* to */ it
  M:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:us-east-1:123456789012:q
      FunctionName: f # 'f'
      FilterCriteria:
        Filters:
          - Pattern: '{"body": {"u": ["http://x", "/* y */", "#z,]", "it''s {a: 1,}"]}}'
"""
BEFORE_HCL = """# it's "all" // here
resource "aws_instance" "i" {
  user_data = <<-EOS
    #!/bin/bash
    curl 'https://example.com/install.sh' | sh # {a: 'b',}
  EOS
}
/* it's */
"""
AFTER_HCL = """
resource "aws_cloudwatch_event_rule" "b" { // it's
  event_pattern = jsonencode({ source = ["my.app"], detail = { u = ["http://x", "/* y */", "#z,]", "it's {a: 1,}"] } })
}
"""
BYSTANDERS: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "block.yaml": (
        BEFORE_YAML,
        AFTER_YAML,
        lambda pattern: as_yaml_block(pattern).removeprefix("Resources:\n"),
    ),
    "template.yaml": (BEFORE_YAML, AFTER_YAML, lambda pattern: as_yaml(pattern).removeprefix("Resources:\n")),
    "main.tf": (BEFORE_HCL, AFTER_HCL, as_hcl),
    "heredoc.tf": (
        BEFORE_HCL,
        AFTER_HCL,
        lambda pattern: as_hcl("").replace("jsonencode()", f"<<EOF\n{pattern}\nEOF"),
    ),
}
FAULTS = [
    "{'a': ['b', True], 'c': [\"d\",],}",
    '{a: ["b"], c = [None], // it\'s\n "d": ["e"]}',
    '{"a": ["b" "c"] "d": ["e"]} # it\'s',
    "{\u201ca\u201d: [\u201cb\u201d]}",
    '{"a": ["b"], /* "c": ["d"], */ "e": ["f"]}',
]


def outside(problems: list[LocatedProblem], before: str, after: str, text: str) -> Counter[str]:
    """The problems of the bystanders."""
    first, last = before.count("\n"), text.count("\n") - after.count("\n")
    return Counter(str(each.message) for each in problems if not first < each.start.line <= last)


@pytest.mark.slow
@pytest.mark.parametrize("padding", [0, 4000])
@pytest.mark.parametrize("name", BYSTANDERS)
def test_bystanders_do_not_change(name: str, padding: int) -> None:
    """A fix changes nothing outside its pattern, byte for byte, and no other pattern gets a problem."""
    before, after, container = BYSTANDERS[name]
    before = "# padding\n" * (padding // 10) + before
    patterns = [*FAULTS, *(text_of(each.values[0].get("pattern", "")) for each in LAW_CASES)]
    settings = CheckSettings()
    count = 0
    for pattern in patterns:
        try:
            document = Document(name, before + container(pattern) + after)
        except (ValueError, RecursionError):  # not JSON, which this container needs
            continue
        problems = problems_of(document, settings)
        for problem in problems:
            for fix in fixes(document, problem, settings):
                count += 1
                text = edited(document, fix.edits).text
                assert text.startswith(before), (fix.title, pattern)
                assert text.endswith(after), (fix.title, pattern)
                rest = problems_of(Document(name, text), settings)
                assert outside(rest, before, after, text) == outside(problems, before, after, document.text), (
                    text
                )
    assert count > 50


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(CONTAINERS) - {"pattern.json"}))
def test_a_fix_is_the_same_everywhere(name: str) -> None:
    """A fix writes the same pattern in a template as in a file of its own."""
    count = 0
    for parameters in LAW_CASES[: len(load("errors"))]:
        text = text_of(parameters.values[0]["pattern"])
        settings = CheckSettings()
        alone = Document("pattern.json", text)
        try:
            inside = Document(name, CONTAINERS[name](text))
        except (ValueError, RecursionError):
            continue
        expected = {
            (problem.code, problem.problem.pointer, fix.title): edited(alone, fix.edits).text
            for problem in problems_of(alone, settings)
            for fix in fixes(alone, problem, settings)
        }
        for problem in problems_of(inside, settings):
            for fix in fixes(inside, problem, settings):
                pattern = expected.get((problem.code, problem.problem.pointer, fix.title))
                if pattern is None or problem.code == "PF101":
                    continue
                count += 1
                fixed = edited(inside, fix.edits)
                rewritten = Document(name, CONTAINERS[name](pattern))
                assert shape_of(fixed, settings) == shape_of(rewritten, settings), (fix.title, fixed.text)
    assert count > 20


def shape_of(document: Document, settings: CheckSettings) -> list[tuple[str, str, str]]:
    """What is left to fix in a document, without places, and the same for equal patterns."""
    return sorted((each.code, each.problem.pointer, each.message) for each in problems_of(document, settings))
