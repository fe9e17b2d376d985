"""A pattern compared with the shape of the events: what is reported is certain, and what fits is not reported."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import FEWER

from pipefilter.analysis.reading.shape_fit import Misfit, misfits
from pipefilter.events.shape import BOOLEAN, KINDS, NULL, NUMBER, OPEN, STRING, Shape, object_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.parse import parse
from pipefilter.matching.matcher import Matcher
from pipefilter.strategies.event_patterns import event_patterns

STATE = Shape(frozenset(("string",)), values=("pending", "running", "stopped"))
EVENT = object_of(
    {
        "source": STRING,
        "resources": Shape(frozenset(("string",)), is_array=True),
        "detail": object_of(
            {
                "state": STATE,
                "size": object_of({"bytes": NUMBER}),
                "price": Shape(frozenset(("number", "null"))),
                "is-new": BOOLEAN,
                "free": OPEN,
                "tags": Shape(fields={}, other=STRING),
                "mixed": Shape(frozenset(("string",)), {"x": NUMBER}),
                "dotted.name": NUMBER,
                "level": Shape(frozenset(("string", "number")), values=("low", "high")),
            }
        ),
    }
)


def words(misfit: Misfit) -> str:
    near = " → " + ".".join(misfit.near.steps) if misfit.near else ""
    parts = f"{misfit.kind}: {misfit.name} of {misfit.field.path}{near}"
    parts += f", never {list(misfit.never)}" if misfit.never else ""
    return parts + (f", always {list(misfit.always)}" if misfit.always else "")


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        # names
        ({"state": ["running"], "size": {"bytes": [1]}, "is-new": [True]}, []),
        ({"State": ["running"]}, ["unknown name: State of detail.State → detail.state, never [0]"]),
        ({"bytes": [1]}, ["unknown name: bytes of detail.bytes → detail.size.bytes, never [0]"]),
        ({"nothing": ["x"]}, ["unknown name: nothing of detail.nothing, never [0]"]),
        ({"nothing": {"a": ["x"], "b": ["y"]}}, ["unknown name: nothing of detail.nothing.a, never [0]"]),
        ({"nothing": [{"exists": False}]}, ["unknown name: nothing of detail.nothing, always [0]"]),
        (
            {"nothing": ["x", {"exists": False}]},
            ["unknown name: nothing of detail.nothing, never [0], always [1]"],
        ),
        ({"nothing": [{"anything-but": "x"}]}, ["unknown name: nothing of detail.nothing, never [0]"]),
        (
            {"state": {"prefix": ["run"]}},
            ["unknown name: prefix of detail.state.prefix → detail.state, never [0]"],
        ),
        ({"free": {"anything": {"at": {"all": [1]}}}}, []),
        ({"tags": {"any": ["x"]}}, []),
        (
            {"tags": {"any": {"deeper": ["x"]}}},
            ["unknown name: deeper of detail.tags.any.deeper → detail.tags.any, never [0]"],
        ),
        ({"$or": [{"state": ["x"]}, {"stat": ["x"]}]}, None),
        # names with dots
        ({"dotted": {"name": [1]}}, []),
        ({"dotted.name": [1]}, []),
        ({"size.bytes": [1]}, []),
        (
            {"size.byte": [1]},
            ["unknown name: size.byte of detail.size.byte → detail.size.bytes, never [0]"],
        ),
        ({"": {"x": [1]}}, []),
        ({"tags": {"any.name": ["x"]}}, []),
        # kinds
        ({"size": [1]}, ["wrong kind: size of detail.size, never [0]"]),
        ({"size": [{"exists": True}]}, ["wrong kind: size of detail.size, never [0]"]),
        ({"size": [{"exists": False}]}, ["wrong kind: size of detail.size, always [0]"]),
        (
            {"size": {"bytes": ["1", 1, {"prefix": "1"}, {"numeric": [">", 5]}]}},
            ["wrong kind: bytes of detail.size.bytes, never [0, 2]"],
        ),
        ({"price": [None, 5, "5"]}, ["wrong kind: price of detail.price, never [2]"]),
        ({"price": [{"anything-but": "x"}, {"exists": False}]}, []),
        ({"is-new": [True, "true", None]}, ["wrong kind: is-new of detail.is-new, never [1, 2]"]),
        ({"mixed": ["x", 1]}, ["wrong kind: mixed of detail.mixed, never [1]"]),
        ({"mixed": {"x": ["1"]}}, ["wrong kind: x of detail.mixed.x, never [0]"]),
        # AWS's engine compares the digits of numbers with those of addresses
        ({"size": {"bytes": ["10.0.0.1", {"cidr": "10.0.0.0/8"}]}}, []),
        ({"is-new": ["10.0.0.1"]}, ["wrong kind: is-new of detail.is-new, never [0]"]),
        # values
        ({"state": ["Running", "stopped"]}, ["unlisted value: state of detail.state, never [0]"]),
        ({"state": [{"prefix": "st"}, {"prefix": "xt"}]}, ["unlisted value: state of detail.state, never [1]"]),
        ({"state": [{"equals-ignore-case": "RUNNING"}]}, []),
        ({"state": [{"anything-but": "Running"}]}, []),
        (
            {"state": [{"anything-but": ["pending", "running", "stopped"]}]},
            ["unlisted value: state of detail.state, never [0]"],
        ),
        (
            {"state": [5, "x"]},
            [
                "wrong kind: state of detail.state, never [0]",
                "unlisted value: state of detail.state, never [1]",
            ],
        ),
        ({"level": [3, "middle"]}, ["unlisted value: level of detail.level, never [1]"]),
    ],
)
def test_misfits(detail: dict[str, object], expected: list[str] | None) -> None:
    if expected is None:
        expected = [
            "unlisted value: state of detail.state, never [0]",
            "unknown name: stat of detail.stat → detail.state, never [0]",
        ]
    pattern = parse({"source": ["x"], "detail": detail})
    assert [words(misfit) for misfit in misfits(pattern, EVENT)] == expected


NAMES = st.sampled_from(("a", "b", "c", "detail", "S", "a.b", "é", ""))
VALUES = {
    "string": st.sampled_from(("a", "PAID", "null", "10.0.0.1", "")),
    "number": st.integers(-50, 50),
    "boolean": st.booleans(),
    "null": st.none(),
}
LEAVES = st.one_of(
    st.sampled_from((STRING, NUMBER, BOOLEAN, NULL, OPEN)),
    st.just(Shape(frozenset(("string",)), values=("PAID", "10.0.0.1"))),
    st.frozensets(st.sampled_from(KINDS), min_size=1).map(Shape),
)
SHAPES = st.recursive(
    LEAVES,
    lambda below: st.builds(
        Shape,
        st.frozensets(st.sampled_from(KINDS), max_size=2),
        st.dictionaries(NAMES, below, max_size=4),
        st.none() | below,
        is_array=st.booleans(),
    ),
    max_leaves=12,
)


def values_of(shape: Shape) -> st.SearchStrategy[object]:
    """JSON values of a shape; anything goes where it is open."""
    if shape.is_open:
        return st.sampled_from(("PAID", 5, None, {"a": {"b": "a"}}, [{"S": 1}, True]))
    choices: list[st.SearchStrategy[object]] = [
        st.sampled_from(shape.values) if kind == "string" and shape.values else VALUES[kind]
        for kind in KINDS
        if kind in shape.kinds
    ]
    optional: dict[str, st.SearchStrategy[object]] = {n: values_of(below) for n, below in shape.fields.items()}
    fields: st.SearchStrategy[object] = st.fixed_dictionaries({}, optional=optional)
    if shape.other is not None:
        others = st.dictionaries(
            NAMES.filter(lambda n: "." not in n and n not in shape.fields), values_of(shape.other), max_size=2
        )
        fields = st.builds(lambda listed, free: {**free, **listed}, fields, others)
    if shape.has_fields or not choices:
        choices.append(fields)
    value = st.one_of(choices)
    return st.one_of(value, st.lists(value, max_size=3)) if shape.is_array else value


@FEWER
@given(st.data(), SHAPES, event_patterns())
def test_what_never_matches_never_does(data: st.DataObject, shape: Shape, pattern: EventPattern) -> None:
    root = object_of(shape.fields, shape.other)
    event = json.dumps(data.draw(values_of(root)))
    for misfit in misfits(pattern, root):
        field = misfit.field
        never = tuple(field.alternatives[number] for number in misfit.never)
        if never:
            assert not Matcher(EventPattern((Field(field.steps, never),))).matches(event)
        if len(never) == len(field.alternatives):
            assert not Matcher(EventPattern((field,))).matches(event)
        if misfit.always:
            assert Matcher(EventPattern((field,))).matches(event)
