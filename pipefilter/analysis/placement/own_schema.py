"""Check: a pattern compared with the schemas of the user's own events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.misfit_words import (
    effect_in_words,
    hint_for_name,
    hint_for_object,
    hint_for_type,
    hint_for_value,
    holds_in_words,
    value_text,
)
from pipefilter.analysis.reading.report import each_once, report_alternative, report_field, report_name
from pipefilter.analysis.reading.schema_choice import (
    ChosenSchemas,
    chosen_schemas,
    misspelled_event,
    schema_names,
)
from pipefilter.analysis.reading.shape_fit import Misfit, misfits
from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.errors import AdviceKind, Example, Problem, Severity
from pipefilter.events.pattern_path import reach
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, path_of

__all__ = ["own_schema"]

_SCHEMAS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html"
_EXAMPLE = (
    '{"type": "object", "additionalProperties": false, "properties": {"state": {"enum": ["PAID", "SHIPPED"]}, '
    '"total": {"type": "number"}}}'
)
_SURELY_NOT = "According to {schema}, {above} has no {name}, so {effect}"
_NOT_LISTED = "{schema} {does} not list {name} in {above}"
_NOT_SEEN = "In {schema} ({sample}), {above} has no {name}"
_OTHER_IN_SAMPLE = "In {schema} ({sample}), {path} {holds}, so {effect}"
NO_SUCH_FIELD = AdviceKind(
    "PF480",
    "Field that the schema does not have: no event has it",
    _SURELY_NOT,
    "The pattern has a condition on a field that the schema of your events does not list. This is an error if the schema "
    "forbids other fields (`additionalProperties: false`), otherwise a warning. A condition that requires "
    "such a field to be absent is always true; it is a warning if the name is similar to one in the schema, otherwise a note. "
    "If the schema was learned from events, there is never an error, because other events may have the field.",
    "{hint}",
    severity="error",
    url=_SCHEMAS,
    bad=Example('{"detail": {"stat": ["PAID"]}}', schema=_EXAMPLE),
    good=Example('{"detail": {"state": ["PAID"]}}', schema=_EXAMPLE),
)
OTHER_TYPE = AdviceKind(
    "PF481",
    "Value of a type that the schema excludes: it never matches",
    "According to {schema}, {path} {holds}, so {effect}",
    "Values are compared with their types: a string never equals a number, and an object has no value of its own. "
    "This is an error if the pattern selects only events of the schema, otherwise a warning.",
    "{hint}",
    severity="error",
    url=_SCHEMAS,
    bad=Example('{"detail": {"total": ["100"]}}', schema=_EXAMPLE),
    good=Example('{"detail": {"total": [100]}}', schema=_EXAMPLE),
)
NOT_LISTED = AdviceKind(
    "PF482",
    "Value that the schema does not list: it never matches",
    "According to {schema}, {path} never has a value that matches {value}",
    "The schema lists all values of the field, in `enum` or `const`, and this matches none of them.",
    "{hint}",
    severity="error",
    url=_SCHEMAS,
    bad=Example('{"detail": {"state": ["Paid"]}}', schema=_EXAMPLE),
    good=Example('{"detail": {"state": ["PAID"]}}', schema=_EXAMPLE),
)
_EVENT_EXAMPLE = (
    '{"type": "object", "x-amazon-events-source": "com.acme.orders", "x-amazon-events-detail-type": "Order Paid", '
    '"properties": {"source": {"type": "string"}, "detail-type": {"type": "string"}, "detail": {"type": "object"}}}'
)
NO_SUCH_EVENT = AdviceKind(
    "PF483",
    "Misspelled source or detail-type: no schema has it",
    'No schema has the {path} "{value}", but one has "{near}"',
    "None of your schemas has this `source` or `detail-type`, but one has a similar value, which differs only in case, or in one "
    "or two letters. The pattern does not select these events, so it is not checked against their schema.",
    'write "{near}" if you mean the events of {schema}',
    severity="warning",
    url=_SCHEMAS,
    bad=Example('{"source": ["com.acme.order"]}', schema=_EVENT_EXAMPLE),
    good=Example('{"source": ["com.acme.orders"]}', schema=_EVENT_EXAMPLE),
)
_MAX_VALUES = 8


@dataclass(frozen=True, slots=True)
class _Finding:
    """A misfit of the pattern in one branch.

    Args:
        is_certain: whether it cannot exist, instead of being only not listed.
    """

    misfit: Misfit
    chosen: ChosenSchemas
    is_certain: bool


def own_schema(subject: Subject) -> Iterator[Problem]:
    """Fields and values that the events do not have according to their schemas."""
    if subject.schemas:
        yield from each_once(_every_problem(subject))


def _every_problem(subject: Subject) -> Iterator[Problem]:
    for finding in _findings(subject):
        yield from _problems(subject.pattern, finding)
    for field, number, value, near in misspelled_event(subject):
        schemas = [schema for schema in subject.schemas if near in (*schema.sources, *schema.detail_types)]
        names = {"value": value, "near": near, "schema": schema_names(schemas)}
        yield report_alternative(NO_SUCH_EVENT, subject.pattern, field, number, **names)


def _findings(subject: Subject) -> Iterator[_Finding]:
    """The misfits in every branch that has the field: in another, it may be right."""
    branches = list(chosen_schemas(subject))
    by_branch = [_by_place(chosen) for chosen in branches]
    pointers = [{field.pointer for field in every_field(chosen.pattern.members)} for chosen in branches]
    for number, findings in enumerate(by_branch):
        for place, finding in findings.items():
            if all(
                place in by_branch[other]
                for other in range(len(branches))
                if place[1] in pointers[other] and other != number
            ):
                yield finding


def _by_place(chosen: ChosenSchemas) -> dict[tuple[str, str], _Finding]:
    """The misfits of a branch, by their kinds and the pointers to their fields."""
    closed: dict[tuple[str, str], Misfit] = {
        (misfit.kind, misfit.field.pointer): misfit
        for misfit in misfits(chosen.pattern, chosen.shape(is_closed=True))
    }
    findings: dict[tuple[str, str], _Finding] = {}
    is_meant = chosen.is_meant or _has_known_field(chosen)
    for misfit in misfits(chosen.pattern, chosen.shape(is_closed=False)):
        if not is_meant and misfit.near is None:
            continue  # the field of another event
        place: tuple[str, str] = (misfit.kind, misfit.field.pointer)
        same = closed.get(place)
        is_certain = chosen.is_certain and same is not None and set(same.never) >= set(misfit.never)
        findings[place] = _Finding(misfit, chosen, is_certain)
    return findings


def _has_known_field(chosen: ChosenSchemas) -> bool:
    """Whether a branch has a field of the schemas."""
    shape = chosen.shape(is_closed=False)
    return any(
        reach(shape, field.steps).is_there
        for field in every_field(chosen.pattern.members)
        if chosen.is_below(field) and "" not in field.steps
    )


def _problems(pattern: EventPattern, finding: _Finding) -> Iterator[Problem]:
    misfit, schemas = finding.misfit, finding.chosen.schemas
    severity: Severity = "error" if finding.is_certain else "warning"
    sample = sum(schema.sample for schema in schemas)
    names = {"schema": schema_names(schemas), "sample": f"{sample:,} event{'s' if sample > 1 else ''}"}
    is_learned = all(schema.sample for schema in schemas)
    field = misfit.field
    if misfit.kind == "unknown name":
        above = field.steps[: misfit.step]
        message = _SURELY_NOT if finding.is_certain else _NOT_SEEN if is_learned else _NOT_LISTED
        if misfit.always:  # a redundant condition, unless the name is misspelled
            severity = "note" if misfit.near is None else "warning"
        kind = replace(NO_SUCH_FIELD, severity=severity, message=message)
        names |= {
            "above": path_of(above) if above else "an event",
            "name": hint_text(misfit.name),
            "does": "does" if len({schema.name for schema in schemas}) == 1 else "do",
            "effect": effect_in_words(misfit),
            "hint": hint_for_name(misfit),
        }
        yield report_name(kind, pattern, field, path_of(above) if above else "", **names)
    elif misfit.kind == "unlisted value":
        for number in misfit.never:
            hint = hint_for_value(field.alternatives[number], misfit.shape)
            kind = replace(NOT_LISTED, severity=severity)
            names["value"] = value_text(field.alternatives[number])
            yield report_alternative(kind, pattern, field, number, hint=hint, **names)
    else:
        kind = replace(
            OTHER_TYPE, severity=severity, message=_OTHER_IN_SAMPLE if is_learned else OTHER_TYPE.message
        )
        names["holds"] = holds_in_words(misfit.shape)
        never = "matches none of them" if is_learned else "never matches"
        if not misfit.shape.kinds:
            names |= {"effect": effect_in_words(misfit), "hint": hint_for_object(misfit)}
            yield report_field(kind, pattern, field, **names)
            return
        for number in misfit.never:
            operator = field.alternatives[number]
            names["effect"] = f"{value_text(operator)} {never}"
            hint = hint_for_type(operator, misfit.shape)
            yield report_alternative(kind, pattern, field, number, hint=hint, **names)
