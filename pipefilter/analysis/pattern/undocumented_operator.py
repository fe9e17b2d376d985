"""Check: an operator that AWS's engine accepts but AWS does not document, `exactly`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exact import Exactly

__all__ = ["undocumented_operator"]

UNDOCUMENTED = AdviceKind(
    "PF423",
    'Undocumented operator: AWS does not mention "exactly"',
    'AWS does not document the operator "exactly"',
    "AWS's engine accepts it; whether a service does is not known.",
    "put the string itself into the list: {instead}",
    severity="warning",
    url="https://github.com/aws/event-ruler",
    bad=Example('{"a": [{"exactly": "x"}]}'),
    good=Example('{"a": ["x"]}'),
)


def undocumented_operator(pattern: EventPattern) -> Iterator[Problem]:
    """Uses of `exactly`."""
    for field, number, operator in every_alternative(pattern):
        if isinstance(operator, Exactly):
            instead = hint_text(operator.operand())
            yield report_alternative(UNDOCUMENTED, pattern, field, number, instead=instead)
