"""Check: a wildcard with the meaning of `prefix`, `suffix` or a plain string, as in `{"wildcard": "a*"}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.ip_address import digits_of
from pipefilter.language.operators.wildcard import Wildcard, pieces_of

__all__ = ["equivalent_of_wildcard", "needless_wildcard"]

NOT_NEEDED = AdviceKind(
    "PF421",
    "Unnecessary wildcard: a prefix, suffix or plain string is enough",
    "This wildcard is equivalent to {simpler}",
    "Pipes do not support `wildcard`, and an event bus allows at most 30 rules that use it: "
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    "{hint}",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"wildcard": "x*"}]}'),
    good=Example('{"a": [{"prefix": "x"}]}'),
)
_QUESTION_MARK = " (? is an ordinary character in a wildcard)"


def needless_wildcard(pattern: EventPattern) -> Iterator[Problem]:
    """Wildcards without a star, or with a single star at an end."""
    for field, number, operator in every_alternative(pattern):
        equivalent = equivalent_of_wildcard(operator.text) if isinstance(operator, Wildcard) else None
        if isinstance(operator, Wildcard) and equivalent is not None:
            simpler = written(equivalent)
            hint = (
                _ordinary(operator.text) or f"write {simpler}{_QUESTION_MARK if '?' in operator.text else ''}"
            )
            yield report_alternative(NOT_NEEDED, pattern, field, number, simpler=simpler, hint=hint)


def _ordinary(text: str) -> str:
    """The hint for `?` or `%`, which are placeholders in other languages; "" if there is neither, or also a star."""
    if "*" in text:
        return ""
    sign = next((sign for sign in "?%" if sign in text), "")
    if not sign:
        return ""
    return (
        f"{sign} is an ordinary character in a wildcard, and only * matches other characters: "
        f"write {written((('wildcard', text.replace(sign, '*')),))}, or {written(text)} if you mean {sign} itself"
    )


def equivalent_of_wildcard(text: str) -> Json | None:
    """The alternative without a wildcard that matches the same values; None if a wildcard is necessary."""
    pieces = pieces_of(text)
    if '"' in text or digits_of(text) is not None:
        return None  # prefix and suffix compare the quotes too, and a plain string compares addresses
    if len(pieces) == 1:
        return pieces[0]
    if len(pieces) == 2 and pieces[0] and not pieces[1]:
        return (("prefix", pieces[0]),)
    if len(pieces) == 2 and pieces[1] and not pieces[0]:
        return (("suffix", pieces[1]),)
    return None
