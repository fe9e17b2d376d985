"""`equals-ignore-case` with a character that it can never match: an emoji."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.at_alternative import about_alternative, every_alternative
from pipefilter.errors import Problem, ProblemKind
from pipefilter.json_text.written import written
from pipefilter.language.event_pattern import EventPattern

__all__ = ["caseless_beyond_bmp"]

BEYOND_BMP = ProblemKind(
    "PF420",
    "Ignoring case, AWS's engine cannot match {characters}: not even itself",
    "`equals-ignore-case` goes by halves of UTF-16 pairs, so characters outside the BMP (emoji, some "
    "scripts) never match.",
    "compare it without equals-ignore-case",
    wording="pipefilter",
    advice=True,
)


def caseless_beyond_bmp(pattern: EventPattern) -> Iterator[Problem]:
    """Uses of `equals-ignore-case`, also nested, with characters outside the BMP."""
    for field, number, operator in every_alternative(pattern):
        shown = written(operator.element())
        beyond = sorted({c for c in shown if c > "\uffff"})
        if beyond and '"equals-ignore-case"' in shown:
            characters = " ".join(beyond[:5])
            yield about_alternative(BEYOND_BMP, pattern, field, number, characters=characters)
