"""Check: a star in a plain string, where it is an ordinary character, as in `["uploads/*"]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.tree import Json
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator

__all__ = ["star_in_plain_string"]

STAR = AdviceKind(
    "PF418",
    "Star outside a wildcard: it is an ordinary character",
    "* is an ordinary character here: it matches only a star",
    "A star matches any characters only inside `wildcard`.",
    "write {instead}, unless the value really contains a star, as some ARNs do",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": ["x*"]}'),
    good=Example('{"a": [{"wildcard": "x*"}]}'),
)
_STARS = r"\*+"


def star_in_plain_string(pattern: EventPattern) -> Iterator[Problem]:
    """Strings with a star outside `wildcard`, other than a single star."""
    for field, number, operator in every_alternative(pattern):
        text = operator.operand()
        if isinstance(text, str) and "*" in text and text != "*" and not operator.wildcards:
            instead = hint_text(_with_gaps(operator, text))
            yield report_alternative(STAR, pattern, field, number, instead=instead)


def _with_gaps(operator: Operator, text: str) -> Json:
    """The operator in which each star of a plain string matches any characters."""
    if operator.keyword == "anything-but":
        return (("anything-but", _gaps(text)),)
    if operator.keyword == "prefix":
        return _gaps(f"{text}*")
    if operator.keyword == "suffix":
        return _gaps(f"*{text}")
    gaps = _gaps(text)
    if operator.keyword == "equals-ignore-case" and gaps[0][0] != "wildcard":  # which never ignores case
        return ((gaps[0][0], ((operator.keyword, gaps[0][1]),)),)
    return gaps


def _gaps(text: str) -> tuple[tuple[str, str]]:
    """A prefix or a suffix where that is enough, otherwise a wildcard."""
    text = re.sub(_STARS, "*", text)
    if text.find("*") == len(text) - 1 > 0:
        return (("prefix", text[:-1]),)
    if text.rfind("*") == 0 < len(text) - 1:
        return (("suffix", text[1:]),)
    return (("wildcard", text.replace("\\", "\\\\")),)
