"""The claims of the checks are true: laws on generated patterns, and emulators that are run."""

from __future__ import annotations

import importlib.metadata
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from moto.events.models import EventPattern as MotoPattern
from pattern_problems import pattern_problems
from repository import TEST_CASES
from thoroughness import FEWEST

import pipefilter
from pipefilter import dynamodb_stream as ddb
from pipefilter.analysis.filter_problems import filter_problems
from pipefilter.analysis.reading.covering import covers
from pipefilter.builder.conditions.image_comparison import from_extended_pattern
from pipefilter.errors import Place, Problem
from pipefilter.json_text.place import offset_of
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field, Or, render
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.language.parse import parse
from pipefilter.matching.event_values import looks_into_empty_names
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.services import SERVICES, Service, service_named
from pipefilter.sources import SOURCES, Source
from pipefilter.strategies import event_patterns, events_matching, events_near

NAMES = st.sampled_from(["a", "b"])
EXISTS = st.lists(st.sampled_from(['{"exists": true}', '{"exists": false}', '"x"']), min_size=1, max_size=3)
VALUES = st.recursive(
    st.sampled_from([None, "x", 1, True]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=6,
)


@st.composite
def fields(draw: st.DrawFn) -> str:
    """The text of an object with one or two fields, perhaps one below the other's name."""
    members = {}
    for name in draw(st.lists(NAMES, min_size=1, max_size=2, unique=True)):
        leaf = f"[{', '.join(draw(EXISTS))}]"
        members[name] = f'{{"{draw(NAMES)}": {leaf}}}' if draw(st.booleans()) else leaf
    return "{" + ", ".join(f'"{name}": {value}' for name, value in members.items()) + "}"


@st.composite
def patterns_of_exists(draw: st.DrawFn) -> str:
    """A pattern that often matches everything."""
    first = draw(fields())
    if draw(st.booleans()):
        return first
    return f'{{"$or": [{first}, {draw(fields())}]}}'


@given(patterns_of_exists(), st.dictionaries(NAMES, VALUES, max_size=2))
def test_a_pattern_reported_to_match_everything_does(text: str, event: dict[str, Any]) -> None:
    """PF428 and PF415 are reported only for conditions without any effect."""
    pattern = parse(text)
    codes = {problem.code for problem in pattern_problems(pattern)}
    assume(codes & {"PF415", "PF428"})
    if "PF428" in codes:
        assert ReferenceMatcher(pattern).matches(json.dumps(event))


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[EventPattern, EventPattern]:
    """A pattern of one branch, and a wider one: fewer fields, or additional alternatives."""
    narrow = draw(event_patterns())
    branches = branches_of(narrow)
    assume(len(branches) == 1)
    kept = draw(st.lists(st.sampled_from(list(branches[0].fields.values())), min_size=1, unique_by=id))
    other = draw(event_patterns())
    more = next(iter(branches_of(other)[0].fields.values())).alternatives
    members = [
        Field(field.steps, (*field.alternatives, *more) if draw(st.booleans()) else field.alternatives)
        for field in kept
    ]
    return EventPattern(tuple(members)), narrow


@pytest.mark.slow
@FEWEST
@given(st.data(), narrowed())
def test_a_pattern_matches_all_that_it_covers(
    data: st.DataObject, pair: tuple[EventPattern, EventPattern]
) -> None:
    """If `wide` is reported to cover `narrow`, it matches every event that `narrow` matches."""
    wide, narrow = pair
    assume(covers(wide, narrow))
    event = data.draw(events_matching(narrow))
    assert ReferenceMatcher(wide).matches(event)


@pytest.mark.slow
@FEWEST
@given(st.data(), event_patterns(), event_patterns())
def test_covering_on_foreign_patterns(data: st.DataObject, first: EventPattern, second: EventPattern) -> None:
    """The same holds for any two patterns; each covers itself."""
    if len(branches_of(first)) <= 50:
        assert covers(first, first)
        assert covers(first, parse(render(first)))
    if covers(first, second):
        event = data.draw(events_near(second))
        assert ReferenceMatcher(first).matches(event) or not ReferenceMatcher(second).matches(event)


COVERING = json.loads((TEST_CASES / "covering" / "covering.json").read_text("utf-8"))


@pytest.mark.parametrize("case", COVERING, ids=lambda case: f"{case['wide']} {case['narrow']}")
def test_covering(case: dict[str, Any]) -> None:
    """A pattern covers another if each branch of the other is within one of its branches."""
    assert covers(parse(case["wide"]), parse(case["narrow"])) is case["covers"]


def test_deeply_nested_patterns_are_compared() -> None:
    """Equal patterns with hundreds of nested `$or`: they have too many branches, and nothing fails."""
    text = '{"a": [1]}'
    for _ in range(200):
        text = f'{{"$or": [{{"b": [1]}}, {text}]}}'
    assert not covers(parse(text), parse(text))


def empty_names(pattern: EventPattern) -> bool:
    return looks_into_empty_names(path for branch in branches_of(pattern) for path in branch.fields)


@pytest.mark.slow
@FEWEST
@given(st.data(), event_patterns(), event_patterns())
def test_covering_of_several_branches(data: st.DataObject, first: EventPattern, second: EventPattern) -> None:
    """A pattern covers its own and another's branches joined by `$or` exactly if it covers the other."""
    assume(len(branches_of(first)) + len(branches_of(second)) <= 50)
    # AWS's engine evaluates empty names for all branches of a pattern, or for none
    assume(empty_names(first) is empty_names(second))
    both = EventPattern((Or((), (first.members, second.members)),))
    assert covers(both, first)
    assert covers(both, second)
    assert covers(first, both) is covers(first, second)
    if not covers(first, both):
        return
    event = data.draw(events_matching(second))
    assert ReferenceMatcher(first).matches(event)


def or_of(count: int) -> EventPattern:
    """A pattern with this many branches, each within `{"a": [1]}`."""
    return parse({"$or": [{"a": [1], "b": [n]} for n in range(count)]})


@pytest.mark.parametrize(("count", "covered"), [(2, True), (199, True), (200, False)])
def test_many_branches_are_not_compared(count: int, *, covered: bool) -> None:
    """Branches are compared with each other only up to a maximum number; beyond it, nothing is reported."""
    assert covers(parse('{"a": [1]}'), or_of(count)) is covered
    assert covers(or_of(count), parse('{"a": [1], "b": [1]}')) is covered


@pytest.mark.parametrize(("count", "needless"), [(50, 49), (51, 0)])
def test_many_filters_are_not_compared(count: int, needless: int) -> None:
    """PF445 is reported for lists of up to 50 filters, as each is compared with each other."""
    filters = json.dumps({"Filters": [{"Pattern": '{"a": [1]}'}] * count})
    results = filter_problems(parse_filters(filters), service=service_named("pipe"), source=None)
    assert sum(finding.problem.code == "PF445" for finding in results) == needless


@pytest.mark.parametrize(("count", "covered"), [(200, 199), (201, 0)])
def test_long_lists_of_alternatives_are_not_compared(count: int, covered: int) -> None:
    """PF426 is reported for lists of up to 200 alternatives, as each is compared with each other."""
    alternatives = [{"prefix": "a"}, *(f"a{n}" for n in range(count - 1))]
    problems = pattern_problems(parse({"x": alternatives}))
    assert sum(problem.code == "PF426" for problem in problems) == covered


@pytest.mark.slow
@FEWEST
@given(
    st.lists(event_patterns(), min_size=1, max_size=3),
    st.sampled_from([None, *SERVICES]),
    st.sampled_from([None, *SOURCES]),
)
def test_no_check_fails(patterns: list[EventPattern], service: Service | None, source: Source | None) -> None:
    """For any pattern and placement, each problem has a position and can be printed."""
    texts = [render(pattern) for pattern in patterns]
    filters = json.dumps({"Filters": [{"Pattern": text} for text in texts]})
    for criteria in (parse_filters(filters), parse_filters(texts[0])):
        for finding in filter_problems(criteria, service=service, source=source, emulators=True):
            assert finding.number <= len(patterns)
            assert finding.problem.code in finding.problem.as_text("file")
            assert finding.problem.as_json()["severity"] == finding.problem.severity
            text = texts[finding.number - 1] if finding.number else criteria.text or texts[0]
            assert part(finding.problem, text)


def places(problem: Problem) -> tuple[Place, Place]:
    """The start and end of the part of the text that a problem refers to."""
    return problem.start, problem.end


def part(problem: Problem, text: str) -> str:
    """The part of the text that a problem refers to."""
    start, end = (offset_of(text, place) for place in places(problem))
    return text[start:end]


WRONG_NAMES = st.text('ab\u00e9\U0001f600"\\\n. ', min_size=1, max_size=4).filter(lambda name: name.strip("."))
BELOW = st.recursive(
    st.just('["x"]'),
    lambda inner: st.lists(st.tuples(st.sampled_from(["c", "d", "e.f"]), inner), min_size=1, max_size=2).map(
        lambda members: "{" + ",\n ".join(f"{json.dumps(name)}: {value}" for name, value in members) + "}"
    ),
    max_leaves=4,
)


@given(st.lists(st.tuples(WRONG_NAMES, BELOW), min_size=1, max_size=3), st.booleans())
def test_wrong_names_are_underlined(members: list[tuple[str, str]], in_or: bool) -> None:
    """PF409 underlines a name in the text, with its quotes, and is reported once for each name."""
    names = [json.dumps(name) for name, _ in members]
    objects = [f"{{\n{name}: {value}}}" for name, (_, value) in zip(names, members, strict=True)]
    text = f'{{"$or": [{", ".join([*objects, *objects])}]}}' if in_or else objects[0]
    problems = [
        problem
        for problem in pattern_problems(parse(text), service=service_named("rule"))
        if problem.code == "PF409"
    ]
    expected = names * 2 if in_or else names[:1]
    assert [part(problem, text) for problem in problems] == expected
    for problem, name in zip(problems, expected, strict=True):
        step = json.loads(name).replace("~", "~0").replace("/", "~1")
        assert problem.pointer.endswith(f"/{step}")


@given(st.decimals(-(10**6), 10**6, allow_nan=False, places=3), st.integers(0, 3), st.integers(-3, 3))
def test_digits_as_a_stream_writes_them(number: Decimal, zeros: int, exponent: int) -> None:
    """The hint of PF402 has the same digits as the record, however the pattern writes the number."""
    plain = format(number, "f")
    digits = (plain.rstrip("0").rstrip(".") if "." in plain else plain).removesuffix("-0") or "0"
    shifted = format(number.scaleb(-exponent), "f")
    fraction = f"{'' if '.' in shifted else '.'}{'0' * zeros}" if zeros else ""
    written = f"{shifted}{fraction}e{exponent}"
    text = f'{{"dynamodb": {{"NewImage": {{"n": {{"N": [{written}]}}}}}}}}'
    hint = next(problem.hint for problem in pattern_problems(parse(text)) if problem.code == "PF402")
    mended = text.replace(f"[{written}]", f"[{hint.partition(': ')[2]}]")
    assert pipefilter.matches(mended, {"dynamodb": {"NewImage": {"n": {"N": digits}}}})
    assert not [problem for problem in pattern_problems(parse(mended)) if problem.code == "PF402"]


@given(
    st.lists(
        st.sampled_from(
            [
                '"a*"',
                '"*a"',
                '"a*b"',
                '"a\\\\b*"',
                '{"prefix": "a*b"}',
                '{"suffix": "*b"}',
                '{"anything-but": "a*"}',
                '{"equals-ignore-case": "A*"}',
                '{"anything-but": "x"}',
                '{"anything-but": ["y"]}',
                '{"exactly": "x"}',
                '{"numeric": [">", 0]}',
                '{"numeric": ["<", 100]}',
                '{"equals-ignore-case": "😀"}',
                '{"numeric": [">", 1, "<", 1.0000000000000002]}',
                '{"wildcard": "a*"}',
            ],
        ),
        min_size=1,
        max_size=3,
        unique=True,
    )
)
def test_operators_in_hints_are_valid(alternatives: list[str]) -> None:
    """An operator in a hint can be copied into the pattern unchanged, and is not reported again."""
    for problem in pattern_problems(parse(f'{{"a": [{", ".join(alternatives)}]}}')):
        at = problem.hint.find("{")
        if at >= 0 and problem.code not in {"PF426", "PF416"}:
            _, end = json.JSONDecoder().raw_decode(problem.hint, at)
            mended = parse(f'{{"a": [{problem.hint[at:end]}]}}')
            assert problem.code not in {other.code for other in pattern_problems(mended)}


REFERENCES = st.sampled_from(
    [
        "<$.OldImage.x.S>",
        "$.OldImage.x.S",
        "$.dynamodb.OldImage.x.S",
        "< $.dynamodb.OldImage.x.S >",
        "<$.OldImage.y.S>",
    ]
)
AROUND = st.sampled_from(
    [
        "{}",
        '{{"prefix": {}}}',
        '{{"suffix": {{"equals-ignore-case": {}}}}}',
        '{{"anything-but": {}}}',
        '{{"anything-but": ["a", {}]}}',
        '{{"anything-but": {{"wildcard": {}}}}}',
        '{{"anything-but": {{"suffix": [{}]}}}}',
    ]
)


@given(REFERENCES, AROUND, st.booleans())
def test_references_are_detected_and_never_copied(reference: str, around: str, other: bool) -> None:
    """PF458 is reported for a reference anywhere, and `build` reads a comparison there or rejects it."""
    element = around.format(json.dumps(reference))
    listed = f'"b", {element}' if other else element
    text = f'{{"dynamodb": {{"NewImage": {{"x": {{"S": [{listed}]}}}}}}}}'
    (problem,) = [problem for problem in pattern_problems(parse(text)) if problem.code == "PF458"]
    assert problem.severity == "error"
    assert part(problem, text) == element
    assert "pipefilter build dynamodb --from FILE" in problem.hint
    try:
        condition = from_extended_pattern(text)
    except ddb.InvalidCondition:
        return
    assert "x changed" in str(condition)
    assert "$" not in str(condition)


@st.composite
def ranges(draw: st.DrawFn) -> str:
    """A numeric range with small bounds."""
    low = draw(st.integers(0, 3))
    high = draw(st.integers(low + 1, 4))
    lower = [draw(st.sampled_from([">", ">="])), low]
    upper = [draw(st.sampled_from(["<", "<="])), high]
    return json.dumps({"numeric": draw(st.sampled_from([lower, upper, lower + upper]))})


@given(st.lists(ranges(), min_size=2, max_size=5))
def test_ranges_reported_to_match_every_number_do(alternatives: list[str]) -> None:
    """PF427 is reported for exactly these: the bounds are whole numbers, so testing whole and half numbers is enough."""
    text = f'{{"a": [{", ".join(alternatives)}]}}'
    is_reported = "PF427" in {problem.code for problem in pattern_problems(parse(text))}
    numbers = [half / 2 for half in range(-2, 12)]
    takes_all = all(pipefilter.matches(text, json.dumps({"a": number})) for number in numbers)
    assert is_reported is takes_all


def by_moto(text: str, event: Any) -> bool:  # noqa: ANN401 - moto's type is that of a whole event of a bus
    """The verdict of moto."""
    return bool(MotoPattern.load(text).matches_event(event))


JUDGED_BY_MOTO = [
    ('{"a": [{"exists": true}]}', {"a": []}),
    ('{"a": [{"exists": false}]}', {"a": []}),
    ('{"a": [{"wildcard": "ab*"}]}', {"a": "abc\n"}),
    ('{"a": [true]}', {"a": 1}),
    ('{"a": [{"numeric": [">", 0]}]}', {"a": True}),
    ('{"a": [{"anything-but": [0]}]}', {"a": False}),
    ('{"a": [{"cidr": "10.0.0.5/8"}]}', {"a": "10.1.2.3"}),
    ('{"a": ["x"], "$or": [{"a": ["y"]}, {"b": ["z"]}]}', {"a": "y"}),
    ('{"d": {"l": {"s": ["x"]}}}', {"d": {"l": [{"s": "x"}]}}),
    ('{"d": {"l": {"s": [{"exists": false}]}}}', {"d": {"l": [{"s": "x"}, {"q": 1}]}}),
]


@pytest.mark.parametrize(("text", "event"), JUDGED_BY_MOTO)
def test_moto_differs(text: str, event: dict[str, Any]) -> None:
    """Claims about moto are true for the version that they name."""
    installed = importlib.metadata.version("moto")
    if installed != "5.2.5":
        pytest.skip(f"what is told is of moto 5.2.5, and {installed} is installed")
    problems = [
        problem for problem in pattern_problems(parse(text), emulators=True) if "moto 5.2.5" in problem.message
    ]
    assert {problem.code for problem in problems} <= {"PF451", "PF453"}
    assert problems
    assert by_moto(text, event) is not pipefilter.matches(text, event)


def test_moto_agrees() -> None:
    """If both agree, nothing is reported."""
    for text, event in (
        ('{"a": [{"prefix": "x"}]}', {"a": ["x", "y"]}),
        ('{"a": [{"anything-but": "x"}]}', {"a": ["x", "y"]}),
        ('{"a": [{"equals-ignore-case": "x"}]}', {"a": ["X", "y"]}),
        ('{"a": ["x"], "b": ["z"], "a": ["y"]}', {"a": "y", "b": "z"}),
        ('{"detail": {"a": ["x"]}}', {"detail": {"a": "x"}}),
    ):
        assert not [
            problem for problem in pattern_problems(parse(text), emulators=True) if "moto" in problem.message
        ]
        assert by_moto(text, event) is pipefilter.matches(text, event) is True


@pytest.mark.parametrize(
    ("member", "operators", "severity"),
    [
        ('{"prefix": ["a", "b"]}', 2, "warning"),
        ('{"exists": [true]}', 1, "warning"),
        ('{"numeric": [">", 5, "<", 9]}', 1, "warning"),
        ('{"anything-but": ["a", "b"]}', 1, "error"),
        ('{"equals-ignore-case": ["a", "b"]}', 2, "error"),
        ('{"anything-but": {"suffix": ["a"]}}', 1, "error"),
    ],
)
def test_hint_for_an_operator_without_a_list(member: str, operators: int, severity: str) -> None:
    """The hint is a valid field of operators, and nothing is reported for it."""
    (problem,) = pattern_problems(parse(f'{{"detail": {{"state": {member}}}}}'))
    assert (problem.code, problem.severity) == ("PF460", severity)
    corrected = parse(f'{{"detail": {{{problem.hint.removeprefix("write ")}}}}}')
    (field,) = corrected.members
    assert isinstance(field, Field)
    assert (field.path, len(field.alternatives)) == ("detail.state", operators)
    assert all(operator.keyword for operator in field.alternatives)
    assert "PF460" not in {each.code for each in pattern_problems(corrected)}
