"""Hypothesis strategies for stream records, and for conditions that records often match."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from hypothesis import strategies as st

from pipefilter import dynamodb_stream as ddb
from pipefilter.builder.conditions.condition import Condition

Places: TypeAlias = dict[str, list[dict[str, Any]]]
"""Paths, and the values at each."""
NAMES = ["a", "a", "a", "b", "prefix", "$or", "dot.ted"]
"""Few values, so that conditions and records often match."""
TEXTS = ["x", "x", "y", "", "xy", "10.0.0.1", "010.0.0.1", "5", "\u00e9"]
NUMBERS = ["5", "5.0", "5", "05", "-1", "0", "10", "1E+2"]
SCALARS = st.one_of(
    st.sampled_from(TEXTS).map(lambda value: {"S": value}),
    st.sampled_from(NUMBERS).map(lambda value: {"N": value}),
    st.sampled_from(["eA==", "eHk="]).map(lambda value: {"B": value}),
    st.booleans().map(lambda value: {"BOOL": value}),
    st.just({"NULL": True}),
)
SETS = st.one_of(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2, unique=True).map(lambda some: {"SS": some}),
    st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=2, unique=True).map(lambda some: {"NS": some}),
)
VALUES = st.recursive(
    SCALARS | SETS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda some: {"L": some}),
        st.dictionaries(st.sampled_from(NAMES[:3]), inner, max_size=2).map(lambda some: {"M": some}),
    ),
    max_leaves=5,
)
LISTS = st.lists(
    st.one_of(
        SCALARS, st.dictionaries(st.sampled_from(["a", "b"]), SCALARS, max_size=2).map(lambda some: {"M": some})
    ),
    max_size=3,
).map(lambda some: {"L": some})
ANY_VALUES = SCALARS | SCALARS | LISTS | VALUES
ITEMS = st.dictionaries(st.sampled_from(NAMES), ANY_VALUES, max_size=3)
TYPES = ("S", "N", "B", "BOOL", "NULL", "SS", "NS", "M", "L")


@st.composite
def stream_records(draw: st.DrawFn) -> dict[str, Any]:
    """A record; often with attributes that are the same in both images."""
    name = draw(st.sampled_from(["INSERT", "MODIFY", "MODIFY", "MODIFY", "REMOVE"]))
    before = draw(ITEMS)
    after = dict(before)
    for attribute in draw(st.lists(st.sampled_from(NAMES), max_size=3)):
        if draw(st.booleans()):
            after[attribute] = draw(ANY_VALUES)
        else:
            after.pop(attribute, None)
    change: dict[str, Any] = {"Keys": {"pk": {"S": "k"}}}
    if name != "REMOVE":
        change["NewImage"] = after
    if name != "INSERT":
        change["OldImage"] = before
    return {"eventID": "1", "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}


@st.composite
def paths(draw: st.DrawFn, places: Places) -> str:
    """A path to an attribute, usually one that exists."""
    often: int = draw(st.integers(0, 9))
    if places and often:
        return draw(st.sampled_from(sorted(places)))
    ends = ["", "", "", "[]", "[0]", "[1]", "[].a", "[].b", "[0].a", ".a", ".prefix", ".a.b"]
    return json.dumps(draw(st.sampled_from(NAMES))) + draw(st.sampled_from(ends))


@st.composite
def values_at(draw: st.DrawFn, places: Places, path: str) -> dict[str, Any]:
    """A value, usually one that the attribute has somewhere."""
    there = places.get(path)
    if there and draw(st.integers(0, 4)):
        return draw(st.sampled_from(there))
    return draw(SCALARS | VALUES)


def places_in(records: list[dict[str, Any]]) -> Places:
    """Every path in the records, with the values there."""
    places: Places = {}

    def go(path: str, value: dict[str, Any]) -> None:
        places.setdefault(path, []).append(value)
        for name, inner in value.get("M", {}).items():
            go(f"{path}.{json.dumps(name)}", inner)
        for number, inner in enumerate(value.get("L", [])):
            go(f"{path}[{number}]", inner)
            go(f"{path}[]", inner)

    for record in records:
        for image in ("NewImage", "OldImage"):
            for name, value in record["dynamodb"].get(image, {}).items():
                go(json.dumps(name), value)
    return places


OPERATORS = [
    ("prefix", "x"),
    ("prefix", ""),
    ("prefix", {"equals-ignore-case": "X"}),
    ("suffix", "y"),
    ("equals_ignore_case", "XY"),
    ("wildcard", "x*y"),
    ("wildcard", "*"),
    ("anything_but", "x"),
    ("anything_but", ["x", "10.0.0.1"]),
    ("anything_but", {"prefix": "x"}),
    ("anything_but", {"suffix": ["y", "x"]}),
    ("anything_but", {"equals-ignore-case": "XY"}),
    ("anything_but", {"wildcard": "x*"}),
    ("cidr", "10.0.0.0/8"),
]


@st.composite
def on_one_image(draw: st.DrawFn, places: Places) -> Condition:
    """A condition on an attribute in one image."""
    path = draw(paths(places))
    image = draw(st.sampled_from([ddb.new, ddb.old]))
    attribute = image(path, type=draw(st.sampled_from(["S", "S", "S", "N"])))
    kind = draw(st.integers(0, 7))
    if kind == 0:
        return attribute.exists()
    if kind == 6:
        return image(path, type=draw(st.sampled_from(TYPES))).has_type()
    if kind == 1:
        keyword, operand = draw(st.sampled_from(OPERATORS))
        return getattr(attribute, keyword)(operand)  # type: ignore[no-any-return]  # each of them is a condition
    if kind == 2:
        return attribute.contains(draw(SCALARS))
    if kind == 3:
        return attribute.numeric(draw(st.sampled_from([">", "<=", "="])), draw(st.sampled_from([0, 5, 10])))
    return attribute.in_(*draw(st.lists(values_at(places, path), min_size=1, max_size=3)))


@st.composite
def on_two_images(draw: st.DrawFn, places: Places) -> Condition:
    """A condition on how an attribute changed."""
    path = draw(paths(places))
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return ddb.added(path)
    if kind == 1:
        return ddb.removed(path)
    if kind == 2:
        values = draw(st.lists(values_at(places, path), min_size=1, max_size=2))
        return draw(st.sampled_from([ddb.became, ddb.was]))(path, *values)
    return ddb.changed(path)


EVENTS = st.lists(st.sampled_from(["INSERT", "MODIFY", "REMOVE"]), min_size=1, max_size=3).map(
    lambda names: ddb.event(*names)
)


def conditions(places: Places) -> st.SearchStrategy[Condition]:
    """Several conditions, joined and negated."""
    one_image, two_images = on_one_image(places), on_two_images(places)
    return st.recursive(
        EVENTS
        | one_image
        | one_image
        | two_images
        | two_images
        | one_image.map(lambda inner: ~inner)
        | two_images.map(lambda inner: ~inner),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda both: both[0] & both[1]),
            st.tuples(inner, inner).map(lambda both: both[0] | both[1]),
            inner.map(lambda lone: ~lone),
        ),
        max_leaves=4,
    )


@st.composite
def known(draw: st.DrawFn, places: Places) -> dict[str, list[Any]]:
    """Values that are distinguished, by path."""
    return {
        (path := draw(paths(places))): draw(st.lists(values_at(places, path), min_size=1, max_size=4))
        for _ in range(draw(st.integers(0, 2)))
    }


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]]:
    """Records, a condition on them, and known values."""
    records = draw(st.lists(stream_records(), min_size=1, max_size=4))
    places = places_in(records)
    return records, draw(conditions(places)), draw(known(places))


def types_in(records: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The types of the attributes in these records: a declaration that is true."""
    return {
        path: sorted({next(iter(value)) for value in values}) for path, values in places_in(records).items()
    }


def values_in(records: list[dict[str, Any]], numbers: str = "value") -> dict[str, list[Any]]:
    """The values of the attributes with single values in these records: a declaration that is true.

    Args:
        numbers: with `text`, without attributes of numbers that DynamoDB writes in another way, such as 5.0.
    """
    single = {"S", "N", "B", "BOOL", "NULL"}
    return {
        path: values
        for path, values in places_in(records).items()
        if all(next(iter(value)) in single for value in values)
        and (numbers == "value" or all(value.get("N", "5") in ("5", "-1", "0", "10") for value in values))
    }
