"""Check: alternatives that together match any value, as in `[{"anything-but": "a"}, {"anything-but": "b"}]`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.analysis.reading.existence import existence, has_no_effect
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_alternative, report_field
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exists import Exists

__all__ = ["matches_any_value"]

NO_EXCLUSION = AdviceKind(
    "PF413",
    "Several anything-but in one list: together they match every value",
    "The anything-but alternatives of {path} are joined by OR, so together they match every value",
    "Each `anything-but` matches the values that the other excludes.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"anything-but": "x"}, {"anything-but": "y"}]}'),
    good=Example('{"a": [{"anything-but": ["x", "y"]}]}'),
)
EXISTS_TAKES_ALL = AdviceKind(
    "PF414",
    "exists true with other alternatives: the others have no effect",
    "exists true matches every value of {path}, so the other alternatives have no effect",
    "Alternatives in a list are joined by OR.",
    "remove either exists or the other alternatives; a pattern cannot express AND for one field",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"exists": true}, "x"]}'),
    good=Example('{"a": [{"exists": false}, "x"]}'),
)
ALWAYS_TRUE = AdviceKind(
    "PF415",
    "exists true and false together: the field has no effect",
    "{path} may be present or absent, so the field has no effect",
    "`exists` true and false in one list match every event.",
    "remove the field",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"exists": true}, {"exists": false}]}'),
    good=Example('{"a": [{"exists": true}]}'),
)


def matches_any_value(pattern: EventPattern) -> Iterator[Problem]:
    """Fields whose alternatives exclude no value."""
    roots = Counter(field.steps[0] for field in every_field(pattern.members))
    for field in every_field(pattern.members):
        if has_no_effect(field, roots):
            yield report_field(ALWAYS_TRUE, pattern, field)
        elif existence(field) == {True} and len(set(field.alternatives)) > 1:
            number = field.alternatives.index(Exists(present=True))
            yield report_alternative(EXISTS_TAKES_ALL, pattern, field, number)
        elif _exclude_nothing(field):
            yield report_field(NO_EXCLUSION, pattern, field, hint=_one_list(field))


def _exclude_nothing(field: Field) -> bool:
    """Whether every value that one `anything-but` excludes certainly matches another one."""
    excluded = [operator.excluded for operator in field.alternatives if isinstance(operator, AnythingBut)]
    strings = [set(group) for group in excluded if all(isinstance(value, str) for value in group)]
    numbers = [
        {value.comparable for value in group if isinstance(value, Number)}
        for group in excluded
        if all(isinstance(value, Number) for value in group)
    ]
    if strings and numbers:
        return True
    return (len(strings) > 1 and not set.intersection(*strings)) or (
        len(numbers) > 1 and not set.intersection(*numbers)
    )


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
        return "keep the type that the events contain: one list can have strings or numbers, but not both"
    return (
        f"put all excluded values into one list: {hint_text((('anything-but', list(dict.fromkeys(plain))),))}"
    )
