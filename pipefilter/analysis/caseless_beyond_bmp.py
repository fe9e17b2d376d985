"""`equals-ignore-case` with a character that it can never match: an emoji."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.at_alternative import about_alternative, every_alternative
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.language.affix import Affix
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase

__all__ = ["caseless_beyond_bmp"]

BEYOND_BMP = ProblemKind(
    "PF420",
    "Character that cannot be matched without case: AWS's engine matches it only as it is",
    "Ignoring case, AWS's engine cannot match {characters}: not even itself",
    "`equals-ignore-case` goes by halves of UTF-16 pairs, so characters outside the BMP (emoji, some "
    "scripts) never match.",
    "compare it without equals-ignore-case",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://github.com/aws/event-ruler",
    bad=Example('{"a": [{"equals-ignore-case": "ok 😀"}]}'),
    good=Example('{"a": [{"equals-ignore-case": "ok"}]}'),
)


def caseless_beyond_bmp(pattern: EventPattern) -> Iterator[Problem]:
    """Uses of `equals-ignore-case`, also nested, with characters outside the BMP."""
    for field, number, operator in every_alternative(pattern):
        beyond = sorted({c for text in _caseless_texts(operator) for c in text if c > "\uffff"})
        if beyond:
            characters = " ".join(beyond[:5])
            yield about_alternative(BEYOND_BMP, pattern, field, number, characters=characters)


def _caseless_texts(operator: object) -> Iterator[str]:
    if isinstance(operator, EqualsIgnoreCase):
        yield operator.text
    elif isinstance(operator, Affix):
        yield from _caseless_texts(operator.what)
    elif isinstance(operator, AnythingBut):
        for one in operator.excluded:
            yield from _caseless_texts(one)
