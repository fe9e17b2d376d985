"""Check: a name of a change whose records never match, as they lack an image: INSERT with a condition on OldImage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipefilter.analysis.reading.event_names import (
    EVENT_NAME,
    images_required,
    is_of_time_to_live,
    selected_names,
)
from pipefilter.analysis.reading.report import report_field, report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import Branch, branches_of
from pipefilter.language.dynamodb_record import ABSENT_IMAGE
from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.anything_but import AnythingBut

__all__ = ["lost_event_name"]

NEVER_MATCHES = AdviceKind(
    "PF475",
    "Event name that never matches: its records lack an image that the pattern requires",
    "No {name} matches: it has no {image}, and {path} requires a value",
    "An INSERT has no OldImage, and a REMOVE has no NewImage. Every operator requires a value, including "
    "`anything-but`; the only exception is `exists` with false.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html",
    bad=Example(
        '{"eventName": ["INSERT", "MODIFY"], "dynamodb": {"OldImage": {"state": {"S": [{"anything-but": "PAID"}]}}}}',
        source="dynamodb",
    ),
    good=Example(
        '{"eventName": ["INSERT", "MODIFY"], "dynamodb": {"OldImage": {"state": {"S": [{"anything-but": "PAID"}, '
        '{"exists": false}]}}}}',
        source="dynamodb",
    ),
)
NOT_BY_TTL = AdviceKind(
    "PF477",
    "Deletion by Time to Live: it is always a REMOVE",
    "No {name} matches: the condition on userIdentity selects deletions by Time to Live, which are always REMOVE records",
    "A record has a `userIdentity` with the type `Service` and the principal `dynamodb.amazonaws.com` only if DynamoDB "
    "deleted the item because its time to live had expired.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html",
    bad=Example(
        '{"eventName": ["MODIFY"], "userIdentity": {"type": ["Service"], "principalId": ["dynamodb.amazonaws.com"]}}',
        source="dynamodb",
    ),
    good=Example(
        '{"eventName": ["REMOVE"], "userIdentity": {"type": ["Service"], "principalId": ["dynamodb.amazonaws.com"]}}',
        source="dynamodb",
    ),
)


@dataclass(slots=True, eq=False)
class _Selection:
    """The branches with one condition on `eventName`: a name is lost only if all of them lose it.

    Args:
        names: that it selects.
        images: by name: the fields that require the image that its records lack, in a branch that loses it.
        kept: the names that one of the branches does not lose.
        by_ttl: whether all branches select only deletions by Time to Live.
    """

    field: Field
    names: tuple[str, ...]
    images: dict[str, list[Field]]
    kept: set[str]
    by_ttl: bool = True


def lost_event_name(subject: Subject) -> Iterator[Problem]:
    """Names of changes that a pattern lists, although no record of such a change matches it.

    If no name is left because of the images, another check reports that.
    """
    if subject.source is None or subject.source.name != "dynamodb":
        return
    selections: dict[int, _Selection] = {}
    for branch in branches_of(subject.pattern):
        field = branch.fields.get(EVENT_NAME)
        names = selected_names(field)
        if field is not None and names:
            selection = selections.setdefault(id(field), _Selection(field, names, {}, set()))
            _add(selection, branch)
    for selection in selections.values():
        yield from _problems(subject, selection)


def _add(selection: _Selection, branch: Branch) -> None:
    required: dict[str, list[Field]] = {}
    for image, field in images_required(branch):
        required.setdefault(image, []).append(field)
    for name in selection.names:
        fields = required.get(ABSENT_IMAGE[name])
        if fields:
            selection.images.setdefault(name, fields)
        else:
            selection.kept.add(name)
    selection.by_ttl = selection.by_ttl and is_of_time_to_live(branch)


def _problems(subject: Subject, selection: _Selection) -> Iterator[Problem]:
    others = [name for name in selection.names if name != "REMOVE"]
    if selection.by_ttl and others:
        is_dead = "REMOVE" not in selection.names
        kind = NOT_BY_TTL if is_dead else replace(NOT_BY_TTL, severity="warning")
        hint = "write REMOVE" if is_dead else f"remove {enumeration(others, 'and')} from eventName"
        yield report_field(kind, subject.pattern, selection.field, name=enumeration(others, "or"), hint=hint)
        return
    lost = [name for name in selection.names if name not in selection.kept]
    if not selection.kept and len({ABSENT_IMAGE[name] for name in lost}) == 1:
        return  # the image is always absent, which another check reports
    is_exclusion = all(isinstance(operator, AnythingBut) for operator in selection.field.alternatives)
    kind = replace(NEVER_MATCHES, severity="note") if is_exclusion else NEVER_MATCHES
    if not selection.kept:
        kind = replace(NEVER_MATCHES, severity="error")
    for name in lost:
        fields = selection.images[name]
        image = f"dynamodb.{ABSENT_IMAGE[name]}"
        hint = _hint(name, fields, is_exclusion=is_exclusion)
        yield report_name(kind, subject.pattern, fields[0], "dynamodb", name=name, image=image, hint=hint)


def _hint(name: str, fields: Sequence[Field], *, is_exclusion: bool) -> str:
    """The hint: `exists` with false where that keeps the meaning, or the name to be removed."""
    without = f"exclude {name} too" if is_exclusion else f"remove {name} from eventName"
    if all(isinstance(operator, AnythingBut) for field in fields for operator in field.alternatives):
        paths = [field.path for field in fields]
        return f'add {{"exists": false}} to the list of {enumeration(paths, "and")}, or {without}'
    return f"{without}, or write a filter for it without a condition on {ABSENT_IMAGE[name]}"
