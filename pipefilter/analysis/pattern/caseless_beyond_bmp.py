"""Check: `equals-ignore-case` with a character that it can never match, such as an emoji."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.tree import Json
from pipefilter.language.affix import Affix
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase

__all__ = ["caseless_beyond_bmp"]

BEYOND_BMP = AdviceKind(
    "PF420",
    "Character beyond U+FFFF: equals-ignore-case never matches it",
    "equals-ignore-case never matches {characters}, even if the value is identical",
    "In AWS's engine, `equals-ignore-case` compares the halves of UTF-16 surrogate pairs, so characters "
    "outside the Basic Multilingual Plane (emoji, some scripts) never match.",
    "compare without equals-ignore-case, in the exact case: {instead}",
    severity="warning",
    url="https://github.com/aws/event-ruler",
    bad=Example('{"a": [{"equals-ignore-case": "ok 😀"}]}'),
    good=Example('{"a": [{"equals-ignore-case": "ok"}]}'),
)


def caseless_beyond_bmp(pattern: EventPattern) -> Iterator[Problem]:
    """Uses of `equals-ignore-case`, also nested, with characters outside the BMP."""
    for field, number, operator in every_alternative(pattern):
        beyond = sorted({c for text in _caseless_strings(operator) for c in text if c > "\uffff"})
        if beyond:
            characters = " ".join(beyond[:5])
            instead = hint_text(_with_case(operator))
            yield report_alternative(BEYOND_BMP, pattern, field, number, characters=characters, instead=instead)


def _caseless_strings(operator: object) -> Iterator[str]:
    if isinstance(operator, EqualsIgnoreCase):
        yield operator.text
    elif isinstance(operator, Affix):
        yield from _caseless_strings(operator.affix)
    elif isinstance(operator, AnythingBut):
        for excluded in operator.excluded:
            yield from _caseless_strings(excluded)


def _with_case(operator: Operator) -> Json:
    """The alternative with the same string, compared case-sensitively."""
    if isinstance(operator, Affix):
        return ((operator.keyword, operator.text),)
    if isinstance(operator, AnythingBut):
        texts: list[Json] = [text for excluded in operator.excluded for text in _caseless_strings(excluded)]
        return (("anything-but", texts),)
    return operator.operand()
