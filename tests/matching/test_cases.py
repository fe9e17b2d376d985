"""Cases that are data: errors and advice in full, operators, explanations as printed."""

from __future__ import annotations

import json
import re

import pytest
from case_files import Case, load, text_of
from problem_kinds import ALL_KINDS
from repository import ROOT, TEST_CASES

import pipefilter
from pipefilter.analysis.catalog import check_kinds
from pipefilter.analysis.filter_problems import filter_problems
from pipefilter.analysis.problem_page import example_schemas, problem_page
from pipefilter.analysis.reading.stream_of_table import stream_of_table
from pipefilter.analysis.syntax_examples import EXAMPLES
from pipefilter.application.problem_kinds import problem_kinds
from pipefilter.errors import Example, InvalidEvent, InvalidEventPattern, Problem, ProblemKind
from pipefilter.language.event_pattern import Field
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.language.operators import OPERATORS
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.services import service_named
from pipefilter.sources import source_named
from pipefilter.templates.double_rules import double_rule_problems
from pipefilter.templates.open_scope import open_scope_problems
from pipefilter.templates.parsed_resource import parse_resource
from pipefilter.templates.template_file import template_file


def as_case(problem: Problem) -> Case:
    return {
        "code": problem.code,
        "message": problem.message,
        "pointer": problem.pointer,
        "line": problem.line,
        "column": problem.column,
        "start": [problem.start.line, problem.start.column],
        "excerpt": problem.excerpt.split("\n"),
        "hint": problem.hint,
    }


@pytest.mark.parametrize("case", load("errors"))
def test_errors(case: Case) -> None:
    """A rejected pattern has exactly these problems, with code, message, pointer, position, excerpt and hint."""
    with pytest.raises(InvalidEventPattern) as caught:
        pipefilter.parse(text_of(case["pattern"]))
    error = caught.value
    assert [as_case(problem) for problem in error.problems] == case["problems"]
    first = case["problems"][0]
    assert (error.code, error.message, error.pointer) == (
        first["code"],
        first["message"],
        first["pointer"],
    )
    assert (error.line, error.column, error.hint) == (first["line"], first["column"], first["hint"])


def problems_in(example: Example) -> list[tuple[int, Problem]]:
    """The problems that the checks find in an example, each with the number of its filter."""
    if example.template:
        return problems_in_template(example.template, example.pattern)
    results = filter_problems(
        parse_filters(example.pattern),
        service=service_named(example.service) if example.service else None,
        source=source_named(example.source) if example.source else None,
        table=stream_of_table(example.table) if example.table else None,
        emulators=example.emulators,
        schemas=example_schemas(example),
    )
    return [(finding.number, finding.problem) for finding in results]


def problems_in_template(name: str, text: str) -> list[tuple[int, Problem]]:
    """The problems that a tool finds in the values of a template, each with the number of its filter."""
    template = template_file(name, text.encode())
    problems: list[tuple[int, Problem]] = []
    for resource in template.resources:
        parsed = parse_resource(resource, template.text)
        problems += parsed.as_deployed(template.tool, template.text)
        problems += open_scope_problems(parsed, template)
    return [*problems, *((0, problem) for _, problem in double_rule_problems(template))]


@pytest.mark.parametrize("case", load("advice"))
def test_advice(case: Case) -> None:
    """A valid pattern, or filter criteria, gets exactly this advice."""
    options = {
        name: case[name]
        for name in ("service", "source", "emulators", "template", "table", "schema")
        if name in case
    }
    if "schema" in options:
        options["schema"] = text_of(options["schema"])
    problems = [
        {
            "code": problem.code,
            "message": problem.message,
            "pointer": problem.pointer,
            "line": problem.place.line,
            "column": problem.place.column,
            "hint": problem.hint,
            **({"filter": number} if number else {}),
        }
        for number, problem in problems_in(Example(text_of(case["pattern"]), **options))
    ]
    assert problems == case["advice"]


OPERATOR_NAMES = tuple(operator.keyword for operator in OPERATORS if operator.keyword)
CHECKED = [kind for kind in ALL_KINDS if kind.advice]


@pytest.mark.parametrize("kind", CHECKED, ids=lambda kind: kind.code)
def test_examples_of_checks(kind: ProblemKind) -> None:
    """Each problem that a check finds cites a page of AWS; its bad example has it, and its good one has no error."""
    assert kind.url.startswith("https://")
    if kind.bad is None or kind.good is None:
        assert kind.code in LARGE
        return
    problems = [
        {problem.code: problem for _, problem in problems_in(example)} for example in (kind.bad, kind.good)
    ]
    assert problems[0][kind.code].severity == kind.severity
    assert kind.code not in problems[1]
    if not kind.good.emulators:  # an emulator may have problems of its own
        assert all(problem.severity == "note" for problem in problems[1].values())


@pytest.mark.parametrize("kind", CHECKED, ids=lambda kind: kind.code)
def test_checks_are_listed(kind: ProblemKind) -> None:
    """Each problem that a check can find is among the kinds of the checks."""
    assert check_kinds()[kind.code] is kind


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.code)
def test_pages(kind: ProblemKind) -> None:
    """Every code has a page, without placeholders of messages, and with URLs instead of files."""
    assert problem_kinds()[kind.code] is kind
    page = problem_page(kind)
    assert page.text.startswith(f"{kind.code} ({kind.severity}): {kind.title}\n\n")
    assert page.meaning in page.text
    assert kind.page in page.text
    assert not re.search(r"\{[a-z_]+\}|\{\{", page.text)
    assert not re.search(r"(?<!main/)docs/", page.text)


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.code)
def test_titles(kind: ProblemKind) -> None:
    """A title is one short line without placeholders; its name is a unique identifier."""
    assert not re.search(r"[{}\n]|\.\.\.", kind.title)
    assert kind.title[0].isupper() or kind.title.startswith(("$or", "moto", *OPERATOR_NAMES))
    assert not kind.title.endswith(".")
    assert len(kind.title) <= 110
    assert re.fullmatch("[A-Z][A-Za-z0-9]+", kind.name)
    assert [other.code for other in ALL_KINDS if other.name == kind.name] == [kind.code]


@pytest.mark.parametrize("case", load("operators"))
def test_operators(case: Case) -> None:
    """A list element matches these values and not those, is printed as written, and has this description."""
    text = f'{{"x": [{case["element"]}]}}'
    field = pipefilter.parse(text).members[0]
    assert isinstance(field, Field)
    assert field.alternatives[0].words() == case["words"]
    assert json.loads(pipefilter.render(pipefilter.parse(text))) == json.loads(text)
    for verdict, values in ((True, case["takes"]), (False, case["leaves"])):
        for value in values:
            event = f'{{"x": {value}}}'
            assert pipefilter.matches(text, event) is verdict, value
            assert ReferenceMatcher(pipefilter.parse(text)).matches(event) is verdict, value
            assert pipefilter.explain(text, event).matches is verdict, value


@pytest.mark.parametrize("case", load("alternatives"))
def test_alternatives(case: Case) -> None:
    """Several alternatives of one field together match these values and not those, in every engine."""
    text = f'{{"x": {case["alternatives"]}}}'
    for verdict, values in ((True, case["matching"]), (False, case["not_matching"])):
        for value in values:
            event = f'{{"x": {value}}}'
            assert ReferenceMatcher(pipefilter.parse(text)).matches(event) is verdict, value
            assert pipefilter.matches(text, event) is verdict, value
            assert pipefilter.explain(text, event).matches is verdict, value
            assert bool(pipefilter.RuleSet({"only": text}).matching(event)) is verdict, value


@pytest.mark.parametrize("case", load("explanations"))
def test_explanations(case: Case) -> None:
    """A verdict is explained in exactly these lines."""
    explanation = pipefilter.explain(case["pattern"], case["event"])
    assert str(explanation).split("\n") == case["lines"]
    assert json.loads(json.dumps(explanation.as_json()))["matches"] is explanation.matches


def test_every_operator_has_cases() -> None:
    """Each operator has its own file of cases."""
    there = {path.stem for path in (TEST_CASES / "operators").glob("*.json")}
    expected = {operator.keyword.replace("-", "_") or "exact" for operator in OPERATORS}
    assert there == expected, f"tests/cases/operators/ lacks {sorted(expected - there)}"


def test_every_form_in_the_docs_is_a_case() -> None:
    """The forms that an operator documents are among its cases."""
    for operator in OPERATORS:
        name = operator.keyword.replace("-", "_") or "exact"
        cases = json.loads((TEST_CASES / "operators" / f"{name}.json").read_text("utf-8"))
        elements = {case["element"] for case in cases}
        assert set(operator.forms) <= elements, name


def codes_in(folder: str) -> set[str]:
    key = {"errors": "problems", "advice": "advice"}[folder]
    return {
        problem["code"]
        for path in (TEST_CASES / folder).glob("*.json")
        for case in json.loads(path.read_text("utf-8"))
        for problem in case[key]
    }


LARGE = {"PF424", "PF437", "PF439", "PF442", "PF449"}
"""Codes that only patterns have that are too large for an example."""

ELSEWHERE = {
    "PF150": "tests/language/test_filter_criteria.py",
    "PF151": "tests/language/test_filter_criteria.py",
    "PF152": "tests/language/test_filter_criteria.py",
    "PF153": "tests/language/test_filter_criteria.py",
    "PF155": "tests/language/test_filter_criteria.py",
    "PF156": "tests/advice/test_filter_policies.py",
    "PF157": "tests/advice/test_filter_policies.py",
    "PF132": "tests/records/test_records.py",
    "PF103": "tests/language/test_events.py",
    "PF104": "tests/language/test_events.py",
    "PF130": "tests/language/test_events.py",
    "PF131": "tests/language/test_events.py",
    "PF424": "tests/language/test_robust.py",
}
"""Codes that are not about a pattern's text, or only about a very long one, and where they are tested."""


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.code)
def test_every_code_has_a_case(kind: ProblemKind) -> None:
    """Each code is raised by a case, or by a test named above."""
    if kind.code in ELSEWHERE:
        test = ROOT / ELSEWHERE[kind.code]
        assert f'"{kind.code}"' in test.read_text("utf-8")
    else:
        assert kind.code in codes_in("advice" if kind.advice else "errors")


def test_codes_are_unique() -> None:
    """No two kinds of problems share a code, and each code has the right form."""
    codes = [kind.code for kind in ALL_KINDS]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("PF") and code[2:].isdecimal() and len(code) == 5 for code in codes)
    assert all(kind.advice == kind.code.startswith(("PF4", "PF5")) for kind in ALL_KINDS)


WITHOUT_EXAMPLE = {"PF102", "PF103", "PF104", "PF131", "PF132", "PF153", "PF302", "PF303", "PF304"}
"""About bytes, Python values, folders of records, or patterns that are too long for a page."""


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if not kind.advice], ids=lambda kind: kind.code)
def test_examples_of_invalid_patterns(kind: ProblemKind) -> None:
    """The invalid example on a page has the problem, and the valid one has none."""
    if kind.code in WITHOUT_EXAMPLE:
        assert kind.code not in EXAMPLES
        return
    bad, good = EXAMPLES[kind.code]
    read = event_tree if kind.code.startswith("PF13") else parse_filters
    with pytest.raises((InvalidEvent, InvalidEventPattern)) as caught:
        read(bad)
    assert caught.value.code == kind.code
    read(good)
