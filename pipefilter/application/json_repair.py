"""JSON without the slips that make it unreadable, to find out what a text was intended to be; never to evaluate it."""

from __future__ import annotations

import re

__all__ = ["repaired"]

_TYPOGRAPHIC = {ord(quote): '"' for quote in "“”„‟«»"} | {ord(quote): "'" for quote in "‘’‚"}
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*+"?)|(?P<single>(?<=[\s\[{,:])'(?:[^'"\\\n]|\\.)*+'(?=\s*+[,:\]}]))"""
    r"""|(?P<name>(?<=[\s{,])[A-Za-z_$][\w$-]*+(?=\s*+:))|(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|\#[^\n]*+)""",
    re.DOTALL,
)
"""Strings and comments without an end are tokens, too: otherwise each of their starts would be searched to the end of the text."""
_SURPLUS_COMMA = re.compile(r"(?<=[\[{])(?:\s*+,)++|,(?=(?:\s|,)*+[\]}])")
_MISSING_COLON = re.compile(r'(?<=")(?=\s*+[\[{])')
_AROUND = "\"'`"


def repaired(text: str) -> str:
    """The text without comments, quotes around it and surplus commas, with missing colons, and double quotes."""
    plain = text.translate(_TYPOGRAPHIC).strip()
    plain = _TOKEN.sub(_in_double_quotes, plain).strip()
    if plain[:1] in tuple(_AROUND) and plain[1:].lstrip().startswith("{"):
        inner = plain.strip(_AROUND).strip()
        plain = inner.replace('\\"', '"')
    return _MISSING_COLON.sub(":", _SURPLUS_COMMA.sub("", plain))


def _in_double_quotes(token: re.Match[str]) -> str:
    """A string as it is in JSON, or a name; a space for a comment."""
    if token["single"]:
        return f'"{token["single"][1:-1]}"'.replace("\\'", "'")
    return token["string"] or (f'"{token["name"]}"' if token["name"] else " ")
