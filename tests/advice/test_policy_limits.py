"""Law: `check` reports the limits of filter policies by the counts of AWS's pages, which are counted here once more.

https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import prod
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipefilter
from pipefilter.language.branches import every_field
from pipefilter.language.parse import parse
from pipefilter.language.policy_complexity import combination_count, key_count, occurrence_count, points_of

Policy: TypeAlias = dict[str, Any]
LIMITS = ("PF500", "PF501", "PF502", "PF504", "PF505")
REJECTED = {"PF500", "PF502"}
"""SNS's message is known: the policy is not valid, and nothing else is reported."""


def leaves(policy: Policy, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Each key with a list of values, with the names that lead to it; a key counts again in each branch of `$or`."""
    for name, value in policy.items():
        if name == "$or":
            for branch in value:
                yield from leaves(branch, above)
        elif isinstance(value, dict):
            yield from leaves(value, (*above, name))
        else:
            yield (*above, name), value


def products(policy: Policy, *, of_body: bool, level: int = 1) -> int:
    """The combinations: values are multiplied, in the body also by their level, and branches of `$or` are added."""
    total = 1
    for name, value in policy.items():
        if name == "$or":
            total *= sum(products(branch, of_body=of_body, level=level) for branch in value)
        elif isinstance(value, dict):
            total *= products(value, of_body=of_body, level=level + 1)
        else:
            total *= len(value) * (level if of_body else 1)
    return total


def stars(value: object) -> int:
    return str(value.get("wildcard", "")).count("*") if isinstance(value, dict) else 0


def points(values: list[Any]) -> int:
    """The points of the patterns of one key, times their number, if there are wildcards among them."""
    patterns = [stars(value) for value in values if stars(value)]
    if not patterns:
        return 0
    excluding = sum(1 for value in values if isinstance(value, dict) and "anything-but" in value)
    return (sum(1 if each == 1 else 3 * each for each in patterns) + excluding) * (len(patterns) + excluding)


def expected_codes(policy: Policy, *, of_body: bool) -> set[str]:
    every = list(leaves(policy))
    codes = set()
    if len({path for path, _ in every}) > 5:
        codes.add("PF500")
    elif len(every) > 5:
        codes.add("PF501")
    if products(policy, of_body=of_body) > 150:
        codes.add("PF502")
    if any(stars(value) > 3 for _, values in every for value in values):
        codes.add("PF504")
    if sum(points(values) for _, values in every) > 100:
        codes.add("PF505")
    return codes & REJECTED or codes


def reported_codes(policy: Policy, service: str) -> set[str]:
    (pattern,) = pipefilter.check(json.dumps(policy), service=service).patterns
    codes = {each.problem.code for each in pattern.all_problems} & set(LIMITS)
    assert pattern.valid is not bool(codes & REJECTED)
    return codes


@st.composite
def value_lists(draw: st.DrawFn, most: int) -> list[Any]:
    """Different values, some with wildcards; as many as a number that is more often small."""
    count = draw(st.sampled_from((1, 2, 3, 5, 10, most)))
    starred = draw(st.integers(0, 3)) * draw(st.integers(0, 3))
    values: list[Any] = []
    for number in range(count):
        if number < starred:
            wildcard = "*".join((f"v{number}", *"abcd"[: draw(st.integers(1, 4))]))
            values.append({"wildcard": wildcard} if draw(st.integers(0, 4)) else {"anything-but": f"v{number}"})
        else:
            values.append(f"v{number}")
    return values


@st.composite
def policies(draw: st.DrawFn, *, nested: bool, depth: int = 0) -> Policy:
    """A policy in which keys are repeated only in different branches of a `$or`."""
    policy: Policy = {}
    for name in draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True)):
        is_object = nested and depth < 3 and draw(st.integers(0, 2)) == 0
        inner = policies(nested=nested, depth=depth + 1) if is_object else value_lists(16)
        policy[f"{name}{depth}"] = draw(inner)
    if depth < 2 and draw(st.integers(0, 2)) == 0:
        branches = st.lists(policies(nested=nested, depth=depth + 1), min_size=2, max_size=3)
        policy["$or"] = [
            {name if name == "$or" else f"or-{name}": value for name, value in branch.items()}
            for branch in draw(branches)
        ]
    return policy


@given(st.data(), st.booleans())
def test_check_counts_as_the_pages_of_aws_do(data: st.DataObject, of_body: bool) -> None:
    policy = data.draw(policies(nested=of_body))
    pattern = parse(policy, limits=False)
    every = list(leaves(policy))
    assert occurrence_count(pattern) == len(every)
    assert key_count(pattern) == len({path for path, _ in every})
    assert combination_count(pattern, of_body=of_body) == products(policy, of_body=of_body)
    assert [points_of(field) for field in every_field(pattern.members)] == [
        points(values) for _, values in every
    ]
    expected = expected_codes(policy, of_body=of_body)
    assert reported_codes(policy, "sns-body" if of_body else "sns") == expected


def texts(count: int) -> list[str]:
    return [f"v{number}" for number in range(count)]


@given(st.integers(1, 5), st.data())
@pytest.mark.parametrize("count", [150, 151])
def test_combinations_at_the_limit(count: int, keys: int, data: st.DataObject) -> None:
    """The sum of the branches of `$or` is at the limit, or one above it."""
    cuts = sorted(data.draw(st.sets(st.integers(1, count - 1), min_size=keys, max_size=keys)))
    sizes = [high - low for low, high in zip((0, *cuts), (*cuts, count), strict=True)]
    policy = {"$or": [{"key": texts(size)} for size in sizes]}
    for service in ("sns", "sns-body"):
        assert ("PF502" in reported_codes(policy, service)) is (count > 150)


@given(st.permutations((2, 3, 5, 5)), st.lists(st.integers(1, 4), min_size=4, max_size=4))
def test_products_at_the_limit(sizes: list[int], levels: list[int]) -> None:
    """The product is at the limit on attributes; on the body, it is above it as soon as a key is nested."""
    flat: Policy = {f"k{number}": texts(size) for number, size in enumerate(sizes)}
    assert reported_codes(flat, "sns") == set()
    assert reported_codes(flat, "sns-body") == set()
    nested: Policy = {}
    for (name, values), level in zip(flat.items(), levels, strict=True):
        node = nested
        for number in range(level - 1):
            node = node.setdefault(f"x{number}", {})
        node[name] = values
    assert ("PF502" in reported_codes(nested, "sns-body")) is (prod(levels) > 1)
    (name, *_), (size, *_) = flat, sizes
    assert reported_codes({**flat, name: texts(size + 1)}, "sns") == {"PF502"}


@pytest.mark.parametrize("count", [5, 6])
@given(st.data())
def test_keys_at_the_limit(count: int, data: st.DataObject) -> None:
    """Only leaf keys count, however they are nested."""
    policy: Policy = {}
    for number in range(count):
        names = data.draw(st.lists(st.sampled_from("xyz"), max_size=3))
        node = policy
        for name in names:
            node = node.setdefault(name, {})
        node[f"k{number}"] = ["v"]
    assert ("PF500" in reported_codes(policy, "sns-body")) is (count > 5)
    flat = {f"k{number}": ["v"] for number in range(count)}
    assert reported_codes(flat, "sns") == ({"PF500"} if count > 5 else set())


@pytest.mark.parametrize(
    ("patterns", "codes"),
    [
        ({"a": [f"{n}*" for n in range(10)]}, set()),
        ({"a": [f"{n}*" for n in range(10)], "b": ["x*"]}, {"PF505"}),
        ({"a": [f"{n}*x*" for n in range(4)], "b": ["1*", "2*"]}, set()),
        ({"a": [f"{n}*x*" for n in range(4)], "b": ["1*", "2*"], "c": ["1*"]}, {"PF505"}),
        ({"a": ["a*b*c*"]}, set()),
        ({"a": ["a*b*c*d*"]}, {"PF504"}),
        ({"a": ["a*b*c*\\*"]}, set()),
    ],
)
def test_wildcards_at_the_limit(patterns: dict[str, list[str]], codes: set[str]) -> None:
    policy = {name: [{"wildcard": each} for each in wildcards] for name, wildcards in patterns.items()}
    for service in ("sns", "sns-body"):
        assert reported_codes(policy, service) == codes


@pytest.mark.parametrize(("letter", "bytes_of_letter"), [("x", 1), ("\u00e4", 2)])
@pytest.mark.parametrize("excess", [0, 1])
def test_bytes_at_the_limit(excess: int, letter: str, bytes_of_letter: int) -> None:
    frame = len('{"a":[""]}')
    room = 256 * 1024 - frame
    value = letter * (room // bytes_of_letter) + "x" * (room % bytes_of_letter + excess)
    text = json.dumps({"a": [value]}, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) == 256 * 1024 + excess
    codes = {each.code for each in pipefilter.check(text, service="sns").problems}
    assert codes == ({"PF439"} if excess else set())
