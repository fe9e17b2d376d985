"""Detects a file name where JSON text is expected: `matches("pattern.json", ...)`."""

from __future__ import annotations

import re

__all__ = ["file_name_hint"]

_MAX_NAME = 1_000
_FILE_NAME = re.compile(
    r"""
    [^\s{}\[\]"]*[/\\][^\s{}\[\]"]*  # a path
    | [^{}\[\]"\n]+\.(?:json|jsonl|ndjson|ya?ml|template|tf|txt|log|gz|zst)(?:\#\S*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def file_name_hint(text: str, instead: str) -> str:
    """A hint about a file name in place of JSON, with how to read the file in Python; "" for any other string."""
    name = text.strip()
    if len(name) > _MAX_NAME or _FILE_NAME.fullmatch(name) is None:
        return ""
    return f"{instead}: this is a file name, and files are not read here"
