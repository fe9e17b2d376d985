"""Check: moto evaluates the pattern differently from AWS."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipefilter.analysis.emulators.emulator import (
    BOOLEAN_AS_NUMBER,
    Emulator,
    fields_by_list,
    has_host_bits,
    is_like_boolean,
    matches_absence_in_list,
)
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.exists import Exists
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY

__all__ = ["MOTO", "REPLACED", "moto", "replaced_fields"]

MOTO = AdviceKind(
    "PF451",
    "moto evaluates this differently: do not rely on tests there",
    "{emulator} evaluates this differently from AWS: {how}",
    "moto was compared with AWS's engine side by side.",
    "do not rely on tests there; pipefilter test evaluates patterns as AWS does",
    severity="warning",
    url="https://github.com/getmoto/moto",
    bad=Example('{"detail": {"state": [{"exists": false}]}}', emulators=True),
    good=Example('{"detail": {"state": ["running"]}}', emulators=True),
)
REPLACED = "this list also counts there, although a later one replaces it"
_CHOICE = re.compile(r"/\$or/\d+(?=/)")


def moto(subject: Subject) -> Iterator[Problem]:
    """Patterns, fields and alternatives that moto 5.2.5 evaluates differently."""
    emulator = Emulator("moto 5.2.5", MOTO, subject.pattern)
    if subject.service in (SNS_ATTRIBUTES, SNS_BODY):  # evaluated by another engine of moto
        return
    if subject.service is not None and subject.service.name != "rule":
        yield emulator.whole(f"it stores the filters of {subject.service.place}, but never runs them")
        return
    yield from emulator.alternatives(_differences)
    for field in replaced_fields(subject.pattern):
        yield emulator.field(field, REPLACED)
    absent = list(matches_absence_in_list(subject.pattern))
    for field in absent:
        yield emulator.in_list(field, "exists false matches there whatever the elements contain")
    for field, _ in fields_by_list(subject.pattern):
        if field not in absent:
            yield emulator.in_list(field, "it does not look into arrays of objects")


def _differences(field: Field, operator: Operator) -> Iterator[str]:
    if isinstance(operator, Exists):
        yield (
            "an empty array counts as a value there"
            if operator.present
            else "an empty array or object counts as a value there"
        )
    if isinstance(operator, Cidr) and has_host_bits(operator):
        yield "there, an address with bits beyond the mask matches nothing"
    if any(text.endswith("*") for text in operator.wildcards):
        yield "there, the last star does not match a line ending"
    if is_like_boolean(field, operator):
        yield BOOLEAN_AS_NUMBER


def replaced_fields(pattern: EventPattern) -> Iterator[Field]:
    """Fields replaced by a later one of the same path, in or around `$or`; elsewhere moto uses the last list, as AWS does."""
    fields = list(every_field(pattern.members))
    in_or = {field.path for field in fields if _CHOICE.search(field.pointer)}
    several = {path for path, count in Counter(field.path for field in fields).items() if count > 1} & in_or
    branches = branches_of(pattern) if several else ()
    for field in fields:
        choices = {field.pointer[: choice.end()] for choice in _CHOICE.finditer(field.pointer)}
        if field.path in several and any(
            choices.issubset(branch.choices) and branch.fields.get(field.path, field) is not field
            for branch in branches
        ):
            yield field
