"""Check: a value that a field of AWS's own events does not have: `{"state": ["Running"]}` for `running`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_alternative
from pipefilter.analysis.reading.selected_events import SelectedEvents, is_of_bus, selected_events
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.aws_events import PAGES_DATE
from pipefilter.events.near_name import near_name
from pipefilter.events.pattern_path import reach
from pipefilter.language.event_pattern import Field
from pipefilter.language.literal_strings import whole_strings
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.operator import Operator
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["value_of_aws_event"]

_STATE = '"detail-type": ["EC2 Instance State-change Notification"]'

UNLISTED_VALUE = AdviceKind(
    "PF495",
    "Unlisted value of an AWS event: AWS's page does not list it",
    "AWS's list of values of {path} does not include {value}",
    "For a few fields, AWS documents all values, and a rule compares them character by character. If no similar value "
    f"is listed, the problem is only a note: AWS may have added the value. The pages were read on {PAGES_DATE}.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/ref/events.html",
    bad=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"state": ["Running"]}}}}', service="rule"),
    good=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"state": ["running"]}}}}', service="rule"),
)
_MAX_VALUES = 12


def value_of_aws_event(subject: Subject) -> Iterator[Problem]:
    """Values, selected or excluded, that the listed values of a field do not contain."""
    if not is_of_bus(subject):
        return
    groups: dict[int, list[SelectedEvents]] = {}
    fields: dict[int, Field] = {}
    for events in selected_events(subject.pattern):
        for field in events.pattern.members:
            if isinstance(field, Field):
                fields[id(field)] = field
                groups.setdefault(id(field), []).append(events)
    for number, field in fields.items():
        values = _values(field, groups[number])
        if values:
            yield from _unlisted(subject, field, values)


def _values(field: Field, groups: list[SelectedEvents]) -> tuple[str, ...]:
    """All values that the field can have; none if they are not known."""
    values: dict[str, None] = {}
    for events in groups:
        place = reach(events.shape, field.steps)
        for shape in place.shapes if place.is_there else ():
            if shape.is_open or not shape.values:
                return ()
            values.update(dict.fromkeys(shape.values))
    return tuple(values)


def _unlisted(subject: Subject, field: Field, values: tuple[str, ...]) -> Iterator[Problem]:
    note = replace(UNLISTED_VALUE, severity="note")
    for number, operator in enumerate(field.alternatives):
        if _matches_part(operator) and not any(map(FieldPredicate((operator,)).holds, values)):
            words = {"value": f"any value that {operator.words()}", "hint": _listed(values)}
            yield report_alternative(note, subject.pattern, field, number, **words)
        for value in whole_strings(operator):
            if value in values or ("*" in value and any(map(Wildcard(value).holds, values))):
                continue  # a star that was meant as a wildcard has a check of its own
            words = {"value": hint_text(value)}
            if meant := _near_value(value, values):
                words["hint"] = f"did you mean {hint_text(meant)}?"
                yield report_alternative(UNLISTED_VALUE, subject.pattern, field, number, **words)
            else:
                words["hint"] = _listed(values)
                yield report_alternative(note, subject.pattern, field, number, **words)


def _near_value(value: str, values: tuple[str, ...]) -> str:
    """The listed value that was probably meant: one that differs only in case, punctuation and spaces comes first."""
    loose = _loose(value)
    return next((each for each in values if _loose(each) == loose), "") or near_name(value, values)


def _loose(value: str) -> str:
    return loose_spelling(value).replace(" ", "")


def _matches_part(operator: Operator) -> bool:
    """Whether an alternative compares a part of a string, so that it may match none of the listed ones."""
    return isinstance(operator, Prefix | Suffix | Wildcard | EqualsIgnoreCase)


def _listed(values: tuple[str, ...]) -> str:
    if len(values) > _MAX_VALUES:
        return f"it lists {enumeration(map(hint_text, values[:_MAX_VALUES]), 'and')}, among others"
    return f"it lists {enumeration(map(hint_text, values), 'and')}"
