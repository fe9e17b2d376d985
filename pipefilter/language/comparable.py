"""An event's value as the alternatives of one field see it.

A string is a `str`. A number is a `float` where AWS compares it by value, else its text, as are `true`,
`false` and `null`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar

__all__ = ["Comparable", "JsonLiteral", "as_comparable", "byte_text", "java_reversed"]


@dataclass(frozen=True, slots=True)
class JsonLiteral:
    """A value that is no string, by its text: `true`, `null`, `1e400`."""

    text: str


Comparable: TypeAlias = str | float | JsonLiteral

_LITERALS = {True: JsonLiteral("true"), False: JsonLiteral("false"), None: JsonLiteral("null")}


def as_comparable(value: Scalar, *, numeric: bool) -> Comparable:
    """The value as a field sees it.

    Args:
        value: a value of an event.
        numeric: whether one of the field's alternatives compares numbers by value.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Number):
        comparable = value.comparable if numeric else None
        return JsonLiteral(value.text) if comparable is None else comparable
    return _LITERALS[value]


def byte_text(text: str) -> str:
    """The text as AWS's engine sees it where it compares UTF-8 bytes: each lone surrogate is a `?`."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()


def java_reversed(text: str) -> str:
    r"""The text backwards, as Java does it: by UTF-16 units, but what then is a pair the wrong way round is mended.

    Where halves of pairs stand in the wrong order, this makes pairs of them: turned round twice, the text
    `"\udc00\ud800"` is `"\ud800\udc00"`.

    Source: https://docs.oracle.com/javase/8/docs/api/java/lang/StringBuilder.html#reverse--
    """
    if text.isascii():
        return text[::-1]
    encoded = text.encode("utf-16-be", "surrogatepass")
    units = [encoded[at : at + 2] for at in range(len(encoded) - 2, -1, -2)]
    at = 0
    while at < len(units) - 1:
        if units[at][0] & 0xFC == 0xDC and units[at + 1][0] & 0xFC == 0xD8:  # noqa: PLR2004 - low, high half
            units[at], units[at + 1] = units[at + 1], units[at]
            at += 1
        at += 1
    return b"".join(units).decode("utf-16-be", "surrogatepass")
