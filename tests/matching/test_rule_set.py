"""Many patterns evaluated together give the verdict of each alone, whatever was added and removed before."""

from __future__ import annotations

import json
import math
import pickle
import random
import tracemalloc
from collections.abc import Collection, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import FEWER, FEWEST, NIGHTLY

import pipefilter
from pipefilter.errors import InvalidEvent, InvalidEventPattern
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.parse import parse
from pipefilter.language.prefilter import Requirement
from pipefilter.matching.event_fields import event_fields
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.event_values import PathValues
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.matching.requirement_index import RequirementIndex
from pipefilter.matching.rule_index import IndexedBranch, RuleIndex
from pipefilter.strategies import event_patterns, events_near
from pipefilter.strategies.event_patterns import SCALARS

RuleSet = pipefilter.RuleSet


def one_by_one(patterns: dict[str, EventPattern], event: str) -> list[str]:
    return [name for name, pattern in patterns.items() if Matcher(pattern).matches(event)]


def index_of(patterns: Iterable[EventPattern]) -> RuleIndex:
    index = RuleIndex()
    for number, pattern in enumerate(patterns):
        for branch in branches_of(pattern):
            index.add(IndexedBranch(number, branch.fields))
    return index


def values_of_all(rules: RuleIndex, event: str) -> set[int]:
    """The index's candidates for the values that the reference matcher finds."""
    fields = event_fields(event_tree(event))
    values = {path: [value.value for value in values] for path, values in fields.items()}
    return {branch.rule for branch in rules.candidates(values)}


# Single cases


@pytest.mark.parametrize(
    ("pattern", "event", "expected"),
    [
        ('{"a": [1]}', '{"a": 1.0}', True),
        ('{"a": [1]}', '{"a": 1e0}', True),
        ('{"a": [1e0]}', '{"a": 1}', True),
        ('{"a": [0]}', '{"a": -0}', True),
        ('{"a": [-0.0]}', '{"a": 0}', True),
        ('{"a": [1]}', '{"a": "1"}', False),
        ('{"a": [9007199254740993]}', '{"a": 9007199254740993}', True),
        ('{"a": [9007199254740993]}', '{"a": 9007199254740992}', False),
        ('{"a": [1e400]}', '{"a": 1e400}', True),
        ('{"a": [{"numeric": [">", 0, "<=", 5]}]}', '{"a": 5}', True),
        ('{"a": [{"numeric": [">", 0, "<=", 5]}]}', '{"a": 0}', False),
        ('{"a": [true]}', '{"a": true}', True),
        ('{"a": [true]}', '{"a": false}', False),
        ('{"a": [null]}', '{"a": null}', True),
        ('{"a": [""]}', '{"a": ""}', True),
        ('{"a": [{"prefix": ""}]}', '{"a": ""}', True),
        ('{"a": [{"prefix": "b\\""}]}', '{"a": "b"}', True),
        ('{"a": [{"suffix": "\\"b"}]}', '{"a": "b"}', True),
        ('{"a": [{"wildcard": "*bcdefg*"}]}', '{"a": "abcdefgh"}', True),
        ('{"a": [{"wildcard": "*b*"}]}', '{"a": "b"}', True),
        ('{"a": [{"wildcard": "*"}]}', '{"a": ""}', True),
        ('{"a": [{"equals-ignore-case": "AB"}]}', '{"a": "ab"}', True),
        ('{"a": ["10.0.0.1"]}', '{"a": "010.0.0.1"}', True),
        ('{"a": [{"cidr": "10.0.0.0/8"}]}', '{"a": "10.9.9.9"}', True),
        ('{"a": [{"cidr": "16.0.0.0/8"}]}', '{"a": 10203040}', True),
        ('{"a": [{"anything-but": "b"}]}', '{"a": "c"}', True),
        ('{"a": [{"anything-but": "b"}]}', '{"a": null}', True),
        ('{"a": [{"anything-but": "b"}]}', '{"a": "b"}', False),
        ('{"a": [{"anything-but": "b"}]}', "{}", False),
        ('{"a": [{"exists": false}]}', "{}", True),
        ('{"a": [{"exists": false}]}', '{"a": 1}', False),
        ('{"a": [{"exists": false}, "x"]}', '{"a": "x"}', True),
        ('{"a": [{"exists": false}, "x"]}', "{}", True),
        ('{"a": [{"exists": true}]}', '{"a": []}', False),
        ('{"a": {"b": ["x"]}}', '{"a.b": "x"}', True),
        ('{"a.b": ["x"]}', '{"a": [{"b": "y"}, {"b": ["z", "x"]}]}', True),
        ('{"a": ["x"]}', '{"a": "y", "a": "x"}', True),
        ('{"a": {"b": ["x"], "c": ["y"]}}', '{"a": [{"b": "x"}, {"c": "y"}]}', False),
        ('{"a": {"b": ["x"], "c": ["y"]}}', '{"a": [{"b": "x"}, {"c": "y", "b": "x"}]}', True),
        ('{"a": {"b": ["x"], "c": [{"exists": false}]}}', '{"a": [{"b": "x"}, {"c": 1}]}', True),
        ('{"a": {"b": ["x"], "c": ["y"]}}', '{"a": [{"b": ["x"]}, {"c": ["y"]}]}', False),
        ('{"a": {"b": ["x"], "c": ["y"]}}', '{"a": [{"b": ["x"]}, {"b": ["x"], "c": ["z", "y"]}]}', True),
        ('{"a": ["\\ud800", "?"]}', '{"a": "\\udfff"}', True),
        ('{"a": ["?"], "b": ["\\ud800"]}', '{"a": "\\ud800", "b": "\\ud800"}', False),
        ('{"a": [{"prefix": "?"}]}', '{"a": "\\ud800x"}', True),
        ('{"a": [{"wildcard": "?"}]}', '{"a": "\\ud800"}', True),
        ('{"$or": [{"a": [1]}, {"b": [2]}]}', '{"b": 2}', True),
        ('{"$or": [{"a": [1]}, {"b": [2]}], "c": [3]}', '{"b": 2}', False),
        ('{"$or": [{"a": [1]}, {"b": [{"exists": false}]}]}', '{"a": 2}', True),
    ],
)
def test_verdicts(pattern: str, event: str, *, expected: bool) -> None:
    """A set gives each pattern's verdict, alone and among many others."""
    assert ReferenceMatcher(parse(pattern)).matches(event) is expected
    assert Matcher(parse(pattern)).matches(event) is expected
    assert RuleSet({"only": pattern}).matching(event) == ["only"] * expected
    many = RuleSet({str(n): pattern for n in range(40)} | {"x": '{"a": ["x"], "z": [{"exists": true}]}'})
    assert many.matching(event) == [str(n) for n in range(40)] * expected


@pytest.mark.parametrize(("field", "event"), [("a.", '{"a": {"": 1}}'), (".", '{"": {"": 1}}')])
def test_empty_names_of_other_patterns(field: str, event: str) -> None:
    """A pattern whose paths make AWS's engine look into empty names does not do so for others."""
    patterns = {
        "odd": parse(json.dumps({field: [1]})),
        "empty": parse('{"x": {"": {"y": [{"exists": false}]}}}'),
        "both": parse(json.dumps({field: [1], "x": {"": {"y": [{"exists": False}]}}})),
        "absent": parse(json.dumps({field: [{"exists": False}]})),
    }
    expected = [name for name, pattern in patterns.items() if ReferenceMatcher(pattern).matches(event)]
    assert expected == ["empty", "both", "absent"]
    assert RuleSet(patterns).matching(event) == expected


def test_names_keep_their_order() -> None:
    """Also after one was replaced, which keeps its position, and one was removed and added again."""
    rules = RuleSet(dict.fromkeys(("z", "a", "m"), '{"s": ["PAID"]}'))
    assert rules.matching('{"s": "PAID"}') == ["z", "a", "m"]
    rules.add("z", '{"s": ["PAID", "SENT"]}')
    assert rules.matching('{"s": "PAID"}') == list(rules) == ["z", "a", "m"]
    assert rules.matching('{"s": "SENT"}') == ["z"]
    rules.remove("z")
    rules.add("z", '{"s": ["PAID"]}')
    assert rules.matching('{"s": "PAID"}') == list(rules) == ["a", "m", "z"]
    assert len(rules) == 3
    assert "z" in rules
    assert "y" not in rules
    assert rules["m"] == parse('{"s": ["PAID"]}')


def test_a_removed_pattern_does_not_match() -> None:
    """A name that is not in the set cannot be removed or looked up."""
    rules = RuleSet({"a": '{"s": [1]}', "b": '{"s": [{"exists": false}]}'})
    rules.remove("a")
    assert rules.matching('{"s": 1}') == []
    rules.remove("b")
    assert rules.matching("{}") == []
    for name in ("a", "b"):
        with pytest.raises(KeyError):
            rules.remove(name)
        with pytest.raises(KeyError):
            rules[name]


def test_a_set_is_rebuilt_after_many_removals() -> None:
    """The index does not grow with removed patterns, and the remaining ones are found at their new positions."""
    rules = RuleSet({f"{n}": {f"f{n}": [n]} for n in range(1200)} | {"kept": {"y": [2], "z": [1]}})
    assert rules.matching({"y": 2, "z": 1, "f7": 7}) == ["7", "kept"]
    for n in range(1100):
        rules.remove(f"{n}")
    assert len(rules.index.entries) < 400
    assert rules.matching({"y": 2, "z": 1}) == ["kept"]
    assert rules.matching({"f7": 7, "f1150": 1150, "f1199": 1150}) == ["1150"]
    assert rules.matching({"y": 2, "z": 1150}) == []
    for n in range(1100):
        rules.add("kept", {"x": [n], "z": [1]})
    assert len(rules.index.entries) < 1100
    assert rules.matching({"x": 1099, "z": 1}) == ["kept"]
    assert rules.matching({"x": 1098, "z": 1}) == []


def test_an_invalid_pattern_is_named_and_changes_nothing() -> None:
    """The error names the pattern; the previous one stays."""
    with pytest.raises(InvalidEventPattern) as caught:
        RuleSet({"good": '{"s": [1]}', "bad": '{"s": 1}'})
    assert caught.value.__notes__ == ["in the pattern 'bad'"]
    rules = RuleSet({"a": '{"s": [1]}'})
    with pytest.raises(InvalidEventPattern):
        rules.add("a", '{"s": []}')
    assert rules.matching('{"s": 1}') == ["a"]
    with pytest.raises(InvalidEvent):
        rules.matching("[]")


def test_a_set_can_be_sent_to_another_process() -> None:
    """After pickling it gives the same names in the same order."""
    rules = RuleSet({"b": '{"s": [1]}', "a": '{"s": [{"exists": true}]}'})
    again = pickle.loads(pickle.dumps(rules))  # noqa: S301 - it was made one line above
    assert list(again) == ["b", "a"]
    assert again.matching('{"s": 1}') == ["b", "a"]
    assert RuleSet().matching("{}") == []


def crowd(size: int) -> dict[str, dict[str, object]]:
    """Patterns that share anchors and differ in other fields or not at all."""
    kinds: list[dict[str, object]] = []
    for n in range(size):
        source, state = f"aws.{n % 7}", f"state-{n % 11}"
        kinds += [
            {"source": [source], "detail": {"state": [state]}},
            {"source": ["aws.0"], "detail": {"n": [n]}},
            {"source": [{"prefix": "aws."}], "detail": {"state": [{"suffix": str(n % 11)}]}},
            {"detail": {"n": [{"numeric": [">=", n, "<", n + 5]}]}},
            {"detail": {"state": [{"wildcard": f"*te-{n % 11}*"}], "x": [{"exists": False}]}},
            {"$or": [{"detail": {"n": [n]}}, {"source": [source, "other"]}]},
            {"source": [{"anything-but": source}], "detail": {"x": [{"exists": True}]}},
            {"detail": {"x": [{"exists": False}]}},
            {"source": ["same"]},
            {"detail": {"state": [{"prefix": "p" * (n + 1)}, {"equals-ignore-case": "AB"}], "b": [True]}},
            {"detail": {"state": [f"{n}-{k}" for k in range(60)], "n": [n % 3]}},
        ]
    return {f"{n}": pattern for n, pattern in enumerate(kinds)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=NIGHTLY) for seed in range(1, 5))])
def test_a_crowd(seed: int) -> None:
    """Hundreds of patterns with shared anchors, also while half of them are removed and added again."""
    rng = random.Random(seed)
    patterns = {name: parse(pattern) for name, pattern in crowd(30).items()}
    names = rng.sample(list(patterns), len(patterns))
    patterns = {name: patterns[name] for name in names}
    events = []
    for _ in range(25):
        detail: list[tuple[str, Scalar]] = [
            ("state", rng.choice(["state-1", "state-10", "p" * 40, "ab", "3-59", "17-0", "é"])),
            ("n", Number(rng.choice(["0", "1", "2.0", "17", "3e1", "61", "-1", "1e400"]))),
            ("b", rng.choice([True, False, None])),
            ("x", "here"),
        ]
        some = tuple(rng.sample(detail, rng.randrange(5)))
        source = rng.choice(["aws.0", "aws.3", "other", "same", "aws.", "az"])
        inside = rng.choice([some, [some, tuple(detail)], [some[:1], some[1:]]])
        events.append(written((("source", source), ("detail", inside))))  # type: ignore[arg-type]  # lists of tuples are Json
    rules = RuleSet(patterns)
    assert any(one_by_one(patterns, event) for event in events)
    for event in events:
        assert rules.matching(event) == one_by_one(patterns, event)
    gone = rng.sample(names, len(names) // 2)
    left = {name: pattern for name, pattern in patterns.items() if name not in gone}
    for name in gone:
        rules.remove(name)
    for event in events:
        assert rules.matching(event) == one_by_one(left, event)
    for name in gone:
        rules.add(name, patterns[name])
        left[name] = patterns[name]
    for event in events:
        assert rules.matching(event) == one_by_one(left, event)
    for name in names:
        rules.remove(name)
    assert rules.matching(events[0]) == []


def test_few_candidates_among_many_rules() -> None:
    """Rules with other values are not evaluated, though they share fields, or one field's value."""
    patterns: list[dict[str, object]] = [
        {"source": [f"s{n % 10}"], "type": [f"t{n // 10 % 10}"], "id": [{"prefix": f"{n // 100}-"}]}
        for n in range(1000)
    ]
    index = index_of(map(parse, patterns))
    assert len(values_of_all(index, '{"source": "s1", "type": "t2", "id": "3-x"}')) <= 24
    assert len(values_of_all(index, '{"source": "s1", "type": "-", "id": "3-x"}')) <= 16
    assert values_of_all(index, '{"source": "-", "type": "-", "id": "-"}') == set()


@pytest.mark.slow
def test_a_field_with_very_many_alternatives() -> None:
    """Thousands of alternatives in many rules do not multiply the work; the verdicts are right."""
    wide = Field(("a",), tuple(Exact(f"v{n}") for n in range(3000)))
    narrow = tuple(Exact(f"v{n}") for n in range(600))
    patterns = {"wide": EventPattern((wide,))} | {
        f"{n}": EventPattern((Field(("a",), narrow), Field(("b",), (*narrow, Exact(f"w{n}")))))
        for n in range(8)
    }
    rules = RuleSet(patterns)
    for event in (
        '{"a": "v2999"}',
        '{"a": "v1", "b": "w3"}',
        '{"a": "v1", "b": "v1"}',
        '{"a": "x", "b": "w3"}',
    ):
        assert rules.matching(event) == one_by_one(patterns, event)


def test_a_thousand_branches() -> None:
    """A rule with many branches is found by each of them."""
    pattern = parse({"$or": [{"a": [f"v{n}"], "b": [n % 2 == 0]} for n in range(400)]})
    rules = RuleSet({"many": pattern})
    assert rules.matching('{"a": "v398", "b": true}') == ["many"]
    assert rules.matching('{"a": "v399", "b": true}') == []


@pytest.mark.slow
def test_very_many_prefixes_of_different_lengths() -> None:
    """However long the prefixes, suffixes and infixes are."""
    patterns = {}
    for n in range(1, 80):
        text = "abc"[n % 3] * n + "é"
        patterns[f"{n}p"] = parse({"a": [{"prefix": text}], "b": [{"suffix": text}]})
        patterns[f"{n}s"] = parse({"b": [{"suffix": text}]})
        patterns[f"{n}w"] = parse({"a": [{"wildcard": f"*{text}*"}]}, limits=False)
    rules = RuleSet(patterns)
    for n in (1, 2, 3, 30, 77, 79, 100):
        for a in "abc":
            event = json.dumps({"a": a * n + "é!", "b": a * n + "é"})
            assert rules.matching(event) == one_by_one(patterns, event)


def lines_event(count: int) -> str:
    """An order with this many lines."""
    rng = random.Random(1)
    lines = [
        {
            "sku": f"S{rng.randrange(20)}",
            "state": rng.choice(["NEW", "PAID"]),
            "store": f"W{rng.randrange(3)}",
            "count": rng.randrange(9),
            "kind": f"k{rng.randrange(4)}",
        }
        for _ in range(count)
    ]
    return json.dumps({"source": "shop", "detail": {"lines": lines}})


def lines_rule(number: int) -> EventPattern:
    """A rule with five fields of the lines, each with some values that many rules share."""
    fields = {
        "sku": [f"S{number % 20}", f"S{(number + 1) % 20}"],
        "state": ["NEW", "PAID"],
        "store": ["W0", "W1"],
        "count": [number % 9, 2],
        "kind": ["k0", "k1"],
    }
    return parse({"source": ["shop"], "detail": {"lines": fields}})


@pytest.mark.slow
@pytest.mark.parametrize("rules", [3, 200])
@pytest.mark.parametrize("lines", [10, *(pytest.param(lines, marks=NIGHTLY) for lines in (40, 160))])
def test_candidates_do_not_multiply_over_arrays(
    rules: int, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each level of the index is visited once, whichever values of the event lead to it."""
    patterns = {f"{n}": lines_rule(n) for n in range(rules)}
    index = index_of(patterns.values())
    looked_up = 0
    original = RequirementIndex.buckets_for

    def counted(requirements: RequirementIndex[IndexedBranch, RuleIndex], values: Collection[Scalar]) -> object:
        nonlocal looked_up
        looked_up += 1
        return original(requirements, values)

    monkeypatch.setattr(RequirementIndex, "buckets_for", counted)
    event = lines_event(lines)
    assert len(values_of_all(index, event)) <= rules
    assert looked_up <= 2 + 2 * rules
    assert RuleSet(patterns).matching(event) == one_by_one(patterns, event)


def test_ranges_of_many_numbers_are_looked_up_once() -> None:
    """Many numbers that lie in many ranges do not multiply the work."""
    index: RequirementIndex[int, None] = RequirementIndex()
    for n in range(300):
        index.add(n, Requirement(numbers=(-n, n)))
    for n, ends in enumerate([(-1000, -500), (199, 240), (-1000, -501), (200, 240)], 300):
        index.add(n, Requirement(numbers=ends))
    values = [Number(str(n)) for n in range(-500, 200)]
    assert sorted(entry for bucket in index.buckets_for(values) for entry in bucket.entries) == list(range(302))
    few = [Number("250"), Number("251")]
    assert sorted(entry for b in index.buckets_for(few) for entry in b.entries) == list(range(250, 300))
    assert list(index.buckets_for([Number("900"), Number("901"), "x", None])) == []


def test_long_strings_are_not_cached() -> None:
    """What the index caches of an event's strings does not grow with their length."""
    rules = RuleSet({"a": '{"a": [{"prefix": "x"}]}'})
    tracemalloc.start()
    for n in range(50):
        assert rules.matching(json.dumps({"a": "x" * 100_000 + str(n)})) == ["a"]
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


def test_a_name_with_dots_compiles_no_matcher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever names the event has, it is traversed once, or twice if there are empty names."""
    walks = 0
    original = PathValues.of

    def counted(paths: PathValues, tree: Json, *, empty_names: bool) -> object:
        nonlocal walks
        walks += 1
        return original(paths, tree, empty_names=empty_names)

    monkeypatch.setattr(PathValues, "of", counted)
    label = "app.kubernetes.io/name"
    rules = RuleSet({f"{n}": {"labels": {label: ["web"], "n": [n % 10]}} for n in range(300)})
    assert len(rules.matching({"labels": {label: "web", "n": 3}})) == 30
    assert walks == 1
    rules = RuleSet({f"{n}": {"": [n], "x": {"": {"y": [{"exists": False}]}}} for n in range(300)})
    walks = 0
    assert rules.matching({"": 7}) == ["7"]
    assert walks == 2


# Laws


@st.composite
def sets(draw: st.DrawFn) -> tuple[dict[str, EventPattern], list[str]]:
    """Patterns by name, and events that nearly match some of them."""
    patterns = draw(st.lists(event_patterns(), min_size=1, max_size=6))
    copies = draw(st.sampled_from((1, 1, 1, 5)))  # many similar patterns use more levels of the index
    named = {f"{n}/{copy}": pattern for copy in range(copies) for n, pattern in enumerate(patterns)}
    return named, [draw(events_near(draw(st.sampled_from(patterns)))) for _ in range(3)]


@pytest.mark.slow
@FEWER
@given(sets())
def test_a_set_is_its_patterns_one_by_one(case: tuple[dict[str, EventPattern], list[str]]) -> None:
    """A set gives the verdict of each of its patterns alone, by the compiled matcher and by the reference."""
    patterns, events = case
    rules = RuleSet(patterns)
    for event in events:
        assert rules.matching(event) == one_by_one(patterns, event)
    expected = [name for name, pattern in patterns.items() if ReferenceMatcher(pattern).matches(events[0])]
    assert rules.matching(events[0]) == expected
    assert rules.matching_tree(event_tree(events[0])) == expected


@pytest.mark.slow
@FEWEST
@given(sets())
def test_no_rule_that_matches_is_missed(case: tuple[dict[str, EventPattern], list[str]]) -> None:
    """Every rule that matches is among the index's candidates."""
    patterns, events = case
    index = index_of(patterns.values())
    for event in events:
        candidates = values_of_all(index, event)
        for number, pattern in enumerate(patterns.values()):
            assert number in candidates or not Matcher(pattern).matches(event)


ODD_NAMES = st.sampled_from(
    ("", "a", "b", ".", "a.", ".a", "a..b", "..", "a.b", "b.", "b.a", "a.b.c", "..a", "c", ". ")
)
ODD_PATTERNS = st.recursive(
    st.sampled_from(([1], [1, 2], [{"exists": True}], [{"exists": False}], [{"anything-but": 1}])),
    lambda below: st.dictionaries(ODD_NAMES, below, max_size=3).filter(bool),
    max_leaves=5,
).filter(lambda pattern: isinstance(pattern, dict))
ODD_EVENTS = st.recursive(
    st.integers(1, 2),
    lambda below: st.one_of(
        st.dictionaries(ODD_NAMES, below, min_size=1, max_size=3),
        st.lists(st.dictionaries(ODD_NAMES, below, min_size=1, max_size=2), max_size=3),
    ),
    max_leaves=8,
).filter(lambda event: isinstance(event, dict))


@given(st.lists(ODD_PATTERNS, min_size=1, max_size=5), st.lists(ODD_EVENTS, min_size=1, max_size=4))
def test_empty_and_dotted_names(patterns: list[dict[str, object]], events: list[dict[str, object]]) -> None:
    """The fields that are evaluated depend on all names of one pattern, never on the other patterns of the set."""
    named = {f"{n}": parse(pattern) for n, pattern in enumerate(patterns)}
    rules = RuleSet(named)
    for event in events:
        expected = [name for name, pattern in named.items() if ReferenceMatcher(pattern).matches(event)]
        assert rules.matching(event) == expected
        assert one_by_one(named, json.dumps(event)) == expected


@pytest.mark.slow
@FEWEST
@given(sets(), st.lists(st.tuples(st.booleans(), st.integers(0, 99)), max_size=30))
def test_a_set_keeps_nothing_of_removed_patterns(
    case: tuple[dict[str, EventPattern], list[str]], changes: list[tuple[bool, int]]
) -> None:
    """After any additions, replacements and removals a set equals a newly built one."""
    patterns, events = case
    rules = RuleSet()
    now: dict[str, EventPattern] = {}
    choice = list(patterns.values())
    for adding, number in changes:
        name = str(number % 7)
        if adding or name not in now:
            now[name] = choice[number % len(choice)]
            rules.add(name, now[name])
        else:
            del now[name]
            rules.remove(name)
        for event in events:
            assert rules.matching(event) == one_by_one(now, event)


@given(
    st.lists(st.tuples(st.floats(allow_nan=False), st.floats(allow_nan=False)).map(sorted), max_size=40),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=10),
)
def test_ranges_of_numbers(ranges: list[list[float]], numbers: list[float]) -> None:
    """The ranges found for a number are those that contain it, though some are added later."""
    index: RequirementIndex[int, None] = RequirementIndex()
    for added, (low, high) in enumerate(ranges, 1):
        index.add(added - 1, Requirement(numbers=(low, high)))
        for number in [*numbers, low, high]:
            if not math.isfinite(number):
                continue
            expected = {at for at, (low, high) in enumerate(ranges[:added]) if low <= number <= high}
            entries = [entry for bucket in index.buckets(Number(repr(number))) for entry in bucket.entries]
            assert sorted(entries) == sorted(expected)
        together = [Number(repr(number)) for number in numbers] * 2
        entries = [entry for bucket in index.buckets_for(together) for entry in bucket.entries]
        ends = ranges[:added]
        assert sorted(entries) == [
            at for at, (low, high) in enumerate(ends) if any(low <= number <= high for number in numbers)
        ]


@pytest.mark.slow
@given(event_patterns(), st.lists(SCALARS, max_size=5), st.text(max_size=3))
def test_many_alternatives_are_looked_up(pattern: EventPattern, values: list[Scalar], filler: str) -> None:
    """A field with enough alternatives to be looked up gives the reference's verdict."""
    own = [operator for field in every_field(pattern.members) for operator in field.alternatives][:12]
    more: list[Operator] = [Prefix(f"{n}") for n in range(20)]
    more += [Exact(Number(str(n))) for n in (0, 1, 300)]
    field = Field(("a",), (*own, *more))
    compiled, reference = Matcher(EventPattern((field,))), ReferenceMatcher(EventPattern((field,)))
    near = [value for operator in own for value in operator.boundary_values(filler)]
    for value in values + near:
        event = written((("a", value),))
        assert compiled.matches(event) is reference.matches(event), (field, event)
