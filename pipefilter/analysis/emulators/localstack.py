"""Check: LocalStack evaluates the pattern differently from AWS."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.emulators.emulator import (
    ABSENT_IN_ANY_ELEMENT,
    BOOLEAN_AS_NUMBER,
    Emulator,
    fields_by_list,
    has_host_bits,
    has_star,
    is_like_boolean,
    matches_absence_in_list,
)
from pipefilter.analysis.reading.attribute_place import attribute_place
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators.cidr import Cidr
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY

__all__ = ["LOCALSTACK", "localstack"]

LOCALSTACK = AdviceKind(
    "PF450",
    "LocalStack evaluates this differently: do not rely on tests there",
    "{emulator} evaluates this differently from AWS: {how}",
    "LocalStack and LocalEmu, which use the same engine, were compared with AWS's engine side by side.",
    "do not rely on tests there; pipefilter test evaluates patterns as AWS does",
    severity="warning",
    url="https://github.com/localstack/localstack",
    bad=Example('{"detail": {"key": [{"wildcard": "uploads/*.json"}]}}', emulators=True),
    good=Example('{"detail": {"key": [{"prefix": "uploads/"}]}}', emulators=True),
)
_MAX_STARS = 5
_IGNORING_CASE = ("prefix/equals-ignore-case", "suffix/equals-ignore-case")


def localstack(subject: Subject) -> Iterator[Problem]:
    """Patterns, fields and alternatives that LocalStack 2026.3.0 evaluates differently."""
    if subject.service in (SNS_ATTRIBUTES, SNS_BODY):  # evaluated by another engine of LocalStack
        return
    emulator = Emulator("LocalStack 2026.3.0", LOCALSTACK, subject.pattern)
    if subject.service is not None and subject.service.name in ("pipe", "v2"):
        yield emulator.whole(f"it does not run the filters of {subject.service.place}")
        return
    yield from emulator.alternatives(_differences)
    for field in matches_absence_in_list(subject.pattern):
        yield emulator.in_list(field, ABSENT_IN_ANY_ELEMENT)
    for field, count in fields_by_list(subject.pattern):
        if count > 1:
            yield emulator.in_list(field, "there, the fields below it may match in different elements")


def _differences(field: Field, operator: Operator) -> Iterator[str]:
    if any(text.count("*") > _MAX_STARS for text in operator.wildcards):
        yield f"it rejects more than {_MAX_STARS} stars"
    elif has_star(operator):
        yield "there, a star matches at least one character, but no line endings"
    if any("\\" in text for text in operator.wildcards):
        yield "there, a backslash in a wildcard is not an escape"
    if is_like_boolean(field, operator):
        yield BOOLEAN_AS_NUMBER
    place = attribute_place(field.path)
    if form_of(operator) in _IGNORING_CASE and (place is None or place.type != "S"):
        yield "it fails with an exception if the value is not a string"
    if isinstance(operator, Cidr) and has_host_bits(operator):
        yield "it rejects an address with bits beyond the mask"
