"""Alternatives that together take any value: `[{"anything-but": "a"}, {"anything-but": "b"}]`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.analysis.reading.at_field import about_alternative, about_field
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.json_text.number import Number
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exists import Exists

__all__ = ["DATA_NAMES", "matches_any_value"]

DATA_NAMES = frozenset(("body", "data", "value", "key"))
"""Members of a record with its data: a condition below one also says that the data are JSON."""

NO_EXCLUSION = ProblemKind(
    "PF413",
    "anything-but joined by OR: together they match every value",
    "The alternatives of {path} are joined by OR, and together these anything-but take every value",
    "Each `anything-but` takes what the other excludes.",
    "{hint}",
    wording="pipefilter",
    advice=True,
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"anything-but": "x"}, {"anything-but": "y"}]}'),
    good=Example('{"a": [{"anything-but": ["x", "y"]}]}'),
)
EXISTS_TAKES_ALL = ProblemKind(
    "PF414",
    "exists true beside other values: the others have no effect",
    "exists true takes every value of {path}, so the other alternatives have no effect",
    "Alternatives are joined by OR.",
    "leave either exists or the others out; AND on one field cannot be said",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"exists": true}, "x"]}'),
    good=Example('{"a": [{"exists": false}, "x"]}'),
)
ALWAYS_TRUE = ProblemKind(
    "PF415",
    "exists true and false together: the field has no effect",
    "{path} may exist or not: the field has no effect",
    "`exists` true and false in one list take every event.",
    "leave the field out",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"exists": true}, {"exists": false}]}'),
    good=Example('{"a": [{"exists": true}]}'),
)


def matches_any_value(pattern: EventPattern) -> Iterator[Problem]:
    """Fields whose alternatives exclude no value."""
    # in an array with other fields, `exists` true picks an element and false does not: that has an effect
    firsts = Counter(field.steps[0] for field in every_field(pattern.members))
    for field in every_field(pattern.members):
        exists = {operator.present for operator in field.alternatives if isinstance(operator, Exists)}
        if exists == {True, False} and firsts[field.steps[0]] == 1 and field.steps[0] not in DATA_NAMES:
            yield about_field(ALWAYS_TRUE, pattern, field)
        elif exists == {True} and len(set(field.alternatives)) > 1:
            number = field.alternatives.index(Exists(present=True))
            yield about_alternative(EXISTS_TAKES_ALL, pattern, field, number)
        elif _exclude_nothing(field):
            yield about_field(NO_EXCLUSION, pattern, field, hint=_one_list(field))


def _exclude_nothing(field: Field) -> bool:
    """Whether what one `anything-but` excludes, another takes; only where that is certain."""
    excluded = [o.excluded for o in field.alternatives if isinstance(o, AnythingBut)]
    texts = [set(group) for group in excluded if all(isinstance(one, str) for one in group)]
    numbers = [group for group in excluded if all(isinstance(one, Number) for one in group)]
    return bool(texts and numbers) or (len(texts) > 1 and not set.intersection(*texts))


def _one_list(field: Field) -> str:
    """What to write instead of several `anything-but`."""
    plain = [
        value
        for operator in field.alternatives
        if isinstance(operator, AnythingBut)
        for value in operator.excluded
        if isinstance(value, str | Number)
    ]
    if len({type(value) for value in plain}) > 1:
        return "one list has strings or numbers: keep the kind that the events have"
    return (
        f"put all that is excluded into one list: {hint_text((('anything-but', list(dict.fromkeys(plain))),))}"
    )
