"""The verdict on an object that may be the input of `Publish`, or the body or the attributes of a message themselves."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.filtering.record_verdict import FilterVerdict

__all__ = ["verdict_of_both"]


def verdict_of_both(verdict: FilterVerdict, other: FilterVerdict, *, of_body: bool) -> FilterVerdict:
    """The verdict if both readings have the same one; else none.

    Args:
        verdict: on the object as the input of `Publish`.
        other: on the object as the body, or as the attributes.
        of_body: whether the filter policy has the scope MessageBody.
    """
    if verdict.undecided or (not other.undecided and verdict.matches is other.matches):
        return verdict
    part = "the body itself" if of_body else "the attributes themselves"
    reason = (
        f"this may be the input of Publish, or {part}, and the verdict depends on it: add TopicArn to the input of Publish, "
        "and write a body as its Message, or attributes as its MessageAttributes"
    )
    return replace(verdict, matches=False, undecided=reason)
