"""Check: a pattern that excludes nothing, as in `{"a": [{"exists": true}, {"exists": false}]}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.analysis.reading.attribute_place import holds_no_value
from pipefilter.analysis.reading.existence import DATA_NAMES, existence, has_no_effect, root_of
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import Branch, branches_of
from pipefilter.services.sns_subscription import is_filter_policy

__all__ = ["matches_everything"]

MATCHES_EVERYTHING = AdviceKind(
    "PF428",
    "Pattern that matches everything: it filters nothing out",
    "The pattern matches every {what}: it filters nothing out",
    "Its conditions are met regardless of what the event contains.",
    "remove the filter, or add a condition that excludes something",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"$or": [{"a": [{"exists": true}]}, {"a": [{"exists": false}]}]}'),
    good=Example('{"$or": [{"a": [{"exists": true}]}, {"b": [{"exists": false}]}]}'),
)


def matches_everything(subject: Subject) -> Iterator[Problem]:
    """A pattern with a branch that matches every event, or with two that together match every event."""
    if is_filter_policy(subject.service):
        return  # a message without attributes, or with another body than an object, does not match
    branches = branches_of(subject.pattern)
    existence_by_path: dict[str, set[bool]] = {}
    of_table = False
    for branch in branches:
        only_field = next(iter(branch.fields.values())) if len(branch.fields) == 1 else None
        if only_field is not None and root_of(only_field) not in DATA_NAMES:
            existence_by_path.setdefault(only_field.path, set()).update(existence(only_field))
    everything = any(operands == {True, False} for operands in existence_by_path.values())
    if not everything:
        everything = any(_matches_always(branch, of_table=False) for branch in branches)
    if not everything and subject.is_of_dynamodb:
        of_table = everything = any(_matches_always(branch, of_table=True) for branch in branches)
    if everything:
        what = "DynamoDB stream record" if of_table else "event"
        yield problem_at(MATCHES_EVERYTHING, subject.pattern.text, (0, 1), names={"what": what})


def _matches_always(branch: Branch, *, of_table: bool) -> bool:
    """Whether all fields match whatever an event contains."""
    roots = Counter(root_of(field) for field in branch.fields.values())
    return all(
        has_no_effect(field, roots) or (of_table and False in existence(field) and holds_no_value(field.path))
        for field in branch.fields.values()
    )
