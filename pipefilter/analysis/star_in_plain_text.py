"""A star in a plain text, where it is an ordinary character: `["uploads/*"]`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.at_alternative import about_alternative, every_alternative
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.language.event_pattern import EventPattern

__all__ = ["star_in_plain_text"]

STAR = ProblemKind(
    "PF418",
    "Star outside a wildcard: it is an ordinary character there",
    "* is an ordinary character here: only text with a star in it is taken",
    "A star stands for any text only inside `wildcard`.",
    'write {{"wildcard": ...}}, or prefix or suffix; in an ARN that really has a star it is right',
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": ["x*"]}'),
    good=Example('{"a": [{"wildcard": "x*"}]}'),
)


def star_in_plain_text(pattern: EventPattern) -> Iterator[Problem]:
    """Texts with a star, other than a lone star, outside `wildcard`."""
    for field, number, operator in every_alternative(pattern):
        text = operator.operand()
        if isinstance(text, str) and "*" in text and text != "*" and not operator.wildcards:
            yield about_alternative(STAR, pattern, field, number)
