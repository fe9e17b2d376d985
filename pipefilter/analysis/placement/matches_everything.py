"""A pattern that drops nothing: `{"a": [{"exists": true}, {"exists": false}]}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.analysis.pattern.matches_any_value import DATA_NAMES
from pipefilter.analysis.reading.attribute_place import holds_no_value
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import Branch, branches_of
from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.exists import Exists

__all__ = ["matches_everything"]

MATCHES_EVERYTHING = ProblemKind(
    "PF428",
    "Pattern that matches everything: it filters nothing",
    "The pattern matches every {what}: it filters nothing",
    "All its conditions hold whatever the event has.",
    "leave the filter out, or say what is wanted",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"$or": [{"a": [{"exists": true}]}, {"a": [{"exists": false}]}]}'),
    good=Example('{"$or": [{"a": [{"exists": true}]}, {"b": [{"exists": false}]}]}'),
)


def matches_everything(subject: Subject) -> Iterator[Problem]:
    """The pattern, if one of its branches always holds, or two of them complete each other."""
    branches = branches_of(subject.pattern)
    given: dict[str, set[bool]] = {}
    of_table = False
    for branch in branches:
        lone = next(iter(branch.fields.values())) if len(branch.fields) == 1 else None
        if lone is not None and lone.steps[0] not in DATA_NAMES:
            given.setdefault(lone.path, set()).update(_exists(lone))
    everything = any(found == {True, False} for found in given.values())
    if not everything:
        everything = any(_always(branch, of_table=False) for branch in branches)
    if not everything and subject.is_of_dynamodb:
        of_table = everything = any(_always(branch, of_table=True) for branch in branches)
    if everything:
        what = "record of a table" if of_table else "event"
        yield problem_at(MATCHES_EVERYTHING, subject.pattern.text, (0, 1), names={"what": what})


def _always(branch: Branch, *, of_table: bool) -> bool:
    """Whether all fields hold whatever an event has.

    In an array with other fields, `exists` true picks an element and false does not: such fields are left alone.
    """
    firsts = Counter(field.steps[0] for field in branch.fields.values())
    return all(
        (_exists(field) == {True, False} and firsts[field.steps[0]] == 1 and field.steps[0] not in DATA_NAMES)
        or (of_table and False in _exists(field) and holds_no_value(field.path))
        for field in branch.fields.values()
    )


def _exists(field: Field) -> set[bool]:
    return {one.present for one in field.alternatives if isinstance(one, Exists)}
