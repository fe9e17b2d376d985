"""Check: a field that AWS's own events do not have, or that holds another kind of value: `{"detail": {"State": [...]}}`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_alternative, report_name
from pipefilter.analysis.reading.selected_events import SelectedEvents, is_of_bus, selected_events
from pipefilter.analysis.reading.shape_fit import Misfit, misfits
from pipefilter.analysis.reading.shape_in_words import kinds_in_words
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.aws_events import TABLE_DATE
from pipefilter.events.shape import Shape
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import EventPattern, Field, path_of
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.operator import Operator
from pipefilter.language.operator_as_name import keyword_of
from pipefilter.language.operators.exact import Exact

__all__ = ["field_of_aws_event", "misfits_of_all"]

_EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/ref/events.html"
_STATE = '"detail-type": ["EC2 Instance State-change Notification"]'

MISSPELLED_FIELD = AdviceKind(
    "PF492",
    "Misspelled field of an AWS event: a similar name is known",
    "{events} have no {path}",
    "Field names are compared character by character, at the level at which they are written. The names come from the "
    f"schemas of the EventBridge schema registry, as of {TABLE_DATE}, and from AWS's pages.",
    "did you mean {meant}?",
    severity="warning",
    url=_EVENTS,
    bad=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"State": ["running"]}}}}', service="rule"),
    good=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"state": ["running"]}}}}', service="rule"),
)
UNKNOWN_FIELD = AdviceKind(
    "PF493",
    "Unknown field of an AWS event: its schema does not have it",
    "{events} are not known to have {path}",
    f"The fields of many of AWS's events are known from the schemas in the EventBridge schema registry, as of {TABLE_DATE}. "
    "These schemas do not contain every field, so the pattern may be right.",
    "compare it with an event; the schemas are as of {date}",
    severity="note",
    url=_EVENTS,
    bad=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"owner": ["me"]}}}}', service="rule"),
    good=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"state": ["running"]}}}}', service="rule"),
)
WRONG_KIND = AdviceKind(
    "PF494",
    "Wrong kind of value for a field of an AWS event: it never matches",
    "{path} of these events is {holds}, so {what} never matches",
    "A number never equals a string of the same digits, and an object has no value of its own. The kinds come from the "
    f"schemas of the EventBridge schema registry, as of {TABLE_DATE}, and from AWS's pages.",
    "{hint}",
    severity="warning",
    url=_EVENTS,
    bad=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"state": [16]}}}}', service="rule"),
    good=Example(f'{{"source": ["aws.ec2"], {_STATE}, "detail": {{"state": ["running"]}}}}', service="rule"),
)
_BELOW_VALUE = "{meant} is {holds}, so nothing is below it: put the condition on {meant} itself"
_DIGITS = r"-?(0|[1-9]\d*)(\.\d+)?"
"""A string that is a number without its quotes."""
_LOGICAL = frozenset(("and", "or", "not"))


def field_of_aws_event(subject: Subject) -> Iterator[Problem]:
    """Fields of `detail` that the selected events do not have, and values that they do not have there."""
    if not is_of_bus(subject):
        return
    groups = selected_events(subject.pattern)
    for events, misfit in misfits_of_all(groups):
        if misfit.kind == "unknown name":
            yield from _unknown_name(subject.pattern, events, misfit)
        elif misfit.kind == "wrong kind":
            yield from _wrong_kind(subject.pattern, misfit)
    if len(groups) == 1 and groups[0].shape.is_open and groups[0].known_shape is not None:
        yield from _other_spelling(subject.pattern, groups[0].known_shape)


def misfits_of_all(groups: list[SelectedEvents]) -> Iterator[tuple[SelectedEvents, Misfit]]:
    """What fits none of the events that a pattern selects: in every branch that contains the field, below `detail`."""
    misfits_by_place: dict[tuple[str, int, int], list[tuple[SelectedEvents, Misfit]]] = {}
    for events in groups:
        for misfit in misfits(events.pattern, events.shape):
            if misfit.step and misfit.field.path.startswith("detail."):
                misfits_by_place.setdefault((misfit.kind, id(misfit.field), misfit.step), []).append(
                    (events, misfit)
                )
    counts = Counter(id(field) for events in groups for field in events.pattern.members)
    for (_, field, _), each in misfits_by_place.items():
        if len(each) == counts[field]:
            yield next((pair for pair in each if pair[1].near is not None), each[0])


def _unknown_name(pattern: EventPattern, events: SelectedEvents, misfit: Misfit) -> Iterator[Problem]:
    name, field = misfit.name, misfit.field
    if keyword_of(name) or name.startswith("$") or name.lower() in _LOGICAL:
        return  # other checks say what was meant
    above = path_of(field.steps[: misfit.step])
    words = {"events": events.title}
    if misfit.near is not None and not _is_another_number(misfit):
        kind = replace(MISSPELLED_FIELD, severity="note") if _may_be_new(misfit) else MISSPELLED_FIELD
        meant = ".".join(misfit.near.steps)
        if meant == above:
            kind = replace(kind, hint=_BELOW_VALUE)
            words["holds"] = _holds(misfit.shape)
        yield report_name(kind, pattern, field, above, meant=meant, **words)
    else:
        yield report_name(UNKNOWN_FIELD, pattern, field, above, date=TABLE_DATE, **words)


def _is_another_number(misfit: Misfit) -> bool:
    """Whether only digits differ: `ipAddressV6` is not a misspelling of `ipAddressV4`."""
    assert misfit.near is not None
    if misfit.near.is_level:
        return False
    other = misfit.near.steps[misfit.step]
    pairs = list(zip(misfit.name, other, strict=False))
    return len(misfit.name) == len(other) and all(a == b or (a.isdigit() and b.isdigit()) for a, b in pairs)


def _may_be_new(misfit: Misfit) -> bool:
    """Whether the field may exist although the schema lacks it, so that the name at another level is only a coincidence.

    An object that is not known may contain a name that another one has, too; directly below `detail`, where the schemas
    are more complete, it is more probably a level too many. Details often repeat names of the envelope, such as `region`.
    """
    near = misfit.near
    if near is None or not near.is_level:
        return False
    is_object = 1 < misfit.step < len(misfit.field.steps) - 1 and misfit.shape.has_fields
    is_above = len(near.steps) < len(misfit.field.path.split("."))
    return len(near.steps) == 1 or (is_object and is_above)


def _other_spelling(pattern: EventPattern, shape: Shape) -> Iterator[Problem]:
    """Names that only events of unknown fields can have, while others have them in another letter case."""
    note = replace(MISSPELLED_FIELD, severity="note")
    for misfit in misfits(pattern, shape):
        near = misfit.near
        if misfit.kind != "unknown name" or near is None or near.is_level or not misfit.step:
            continue
        if loose_spelling(near.steps[misfit.step]) == loose_spelling(misfit.name):
            above = path_of(misfit.field.steps[: misfit.step])
            words = {"meant": ".".join(near.steps), "events": "The selected events whose fields are known"}
            yield report_name(note, pattern, misfit.field, above, **words)


def _wrong_kind(pattern: EventPattern, misfit: Misfit) -> Iterator[Problem]:
    field, shape = misfit.field, misfit.shape
    holds = _holds(shape)
    for number in misfit.never:
        operator = field.alternatives[number]
        if isinstance(operator, Exact) and operator.value is None:
            continue  # a field without a value may be null
        words = {
            "holds": holds,
            "what": hint_text(operator.element()),
            "hint": _hint(field, shape, operator),
        }
        yield report_alternative(WRONG_KIND, pattern, field, number, **words)


def _holds(shape: Shape) -> str:
    if not shape.kinds:
        return "an object"
    return enumeration(kinds_in_words(shape.kinds - {"null"}), "or")


def _hint(field: Field, shape: Shape, operator: Operator) -> str:
    """What to write instead of a value of another kind."""
    value = operator.value if isinstance(operator, Exact) else None
    if not shape.kinds:
        return f"use a field of it, such as {field.path}.{_name_below(shape, value)}"
    if isinstance(value, Number) and "string" in shape.kinds:
        return f"write it as a string: {hint_text(value.text)}"
    if isinstance(value, bool) and "string" in shape.kinds:
        return f'write it as a string: "{str(value).lower()}"'
    if isinstance(value, str) and shape.kinds & {"number", "boolean"}:
        return _without_quotes(value, shape)
    if operator.keyword == "numeric":
        return "compare strings with a value, prefix, suffix or wildcard"
    return "compare it with an event"


def _without_quotes(value: str, shape: Shape) -> str:
    """What to write instead of a string where the events have numbers or booleans."""
    if "number" in shape.kinds and re.fullmatch(_DIGITS, value.strip()):
        return f"write it without quotes: {value.strip()}"
    if "boolean" in shape.kinds and value.strip().lower() in ("true", "false"):
        return f"write it without quotes: {value.strip().lower()}"
    if "number" in shape.kinds:
        return 'write a number without quotes, or a range, such as {"numeric": [">=", 1]}'
    return "write true or false, without quotes"


def _name_below(shape: Shape, value: Scalar) -> str:
    """The field of an object that a condition on the object was probably meant for."""
    having = [name for name, below in shape.fields.items() if value in below.values]
    required = [name for name, below in shape.fields.items() if below.is_required and below.kinds]
    return next(iter([*having, *required, *shape.fields]), "<name>")
