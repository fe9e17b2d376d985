"""Splits a text that is meant as JSON, but is not, into tokens: strings in any quotes, comments, words, and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pipefilter.dataclass import dataclass

__all__ = ["JsonToken", "json_tokens", "significant_texts"]

Kind = Literal["string", "single", "typographic", "comment", "mark", "word", "space", "bad"]
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*")"""
    r"""|(?P<single>'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<typographic>[\u201c\u201d\u201e][^"\\\n\u201c\u201d\u201e]*[\u201c\u201d\u201e])"""
    r"""|(?P<comment>//[^\n]*|\#[^\n]*|/\*.*?\*/)"""
    r"""|(?P<mark>[{}\[\],:=])"""
    r"""|(?P<word>[^\s{}\[\],:='"\#\u201c\u201d\u201e]+)"""
    r"""|(?P<space>\s+)"""
    r"""|(?P<bad>.)""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class JsonToken:
    """A token.

    Args:
        is_name: whether it is where an object has a name: after `{` or a comma.
        is_value: whether it is where a value can be: at the start, in a list, or after a colon.
        before: the token before it, without white space and comments; "" at the start.
    """

    kind: Kind
    start: int
    end: int
    text: str
    is_name: bool = False
    is_value: bool = False
    before: str = ""


def json_tokens(text: str) -> Iterator[JsonToken]:
    """The tokens of a text, with white space."""
    before, open_ = "", ""
    for match in _TOKEN.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # each alternative is a group
        written = match[0]
        is_name = open_[-1:] == "{" and before in ("{", ",")
        is_value = before in (":", "=", "[") or (before == "," and open_[-1:] == "[")
        yield JsonToken(kind, match.start(), match.end(), written, is_name, is_value, before)
        if kind in ("space", "comment"):
            continue
        if written in ("{", "["):
            open_ += written
        elif written in ("}", "]"):
            open_ = open_[:-1]
        before = written


def significant_texts(text: str) -> list[str]:
    """What a text says, whatever the white space between its tokens."""
    return [token.text for token in json_tokens(text) if token.kind != "space"]
